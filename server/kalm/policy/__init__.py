"""What an organisation decided: a document of layers, resolved for each draft. Without one, the built-in policy."""

from kalm.policy.book import PolicyBook, Scope
from kalm.policy.document import PolicyDocument, PolicyError, read_document, write_document
from kalm.policy.resolved import BUILT_IN, STOP_BY_DEFAULT, ResolvedPolicy

__all__ = [
    "BUILT_IN",
    "STOP_BY_DEFAULT",
    "PolicyBook",
    "PolicyDocument",
    "PolicyError",
    "ResolvedPolicy",
    "Scope",
    "read_document",
    "write_document",
]
