"""What policies would have said of past posts: counts, and never a text unless somebody asks to see some."""

from kalm.audit.checks import Case, Check, CheckSource, Job, check_of
from kalm.audit.columns import UnreadableError
from kalm.audit.in_memory import Result, stream
from kalm.audit.readers import UPLOAD_LIMIT, Posts, posts_at
from kalm.audit.run import Progress, audit, cases_of, over_cores
from kalm.audit.tally import Tally

__all__ = [
    "UPLOAD_LIMIT",
    "Case",
    "Check",
    "CheckSource",
    "Job",
    "Posts",
    "Progress",
    "Result",
    "Tally",
    "UnreadableError",
    "audit",
    "cases_of",
    "check_of",
    "over_cores",
    "posts_at",
    "stream",
]
