"""From a draft to a `Document`: folded words with positions, sentences, clauses, protected zones."""

from kalm.text.document import Document, read

__all__ = ["Document", "read"]
