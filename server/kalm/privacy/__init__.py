"""What is recorded, where, how long and who can see it: told from the configuration that runs, by one function.

The page for the works council and ``kalm privacy report`` both print it, so neither can say what the other does not.
"""

from kalm.privacy.facts import Facts, gather
from kalm.privacy.report import Report, as_markdown, as_text, report

__all__ = ["Facts", "Report", "as_markdown", "as_text", "gather", "report"]
