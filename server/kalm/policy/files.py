"""A policy as a file that people keep in version control: YAML, of which JSON is a part."""

from pathlib import Path

import yaml

from kalm.policy.document import PolicyDocument, PolicyError, read_document, write_document
from kalm.rules.errors import RuleError, problem_at
from kalm.rules.files import parse as parse_yaml


def parse(source: str, path: Path) -> PolicyDocument:
    """The document in ``source``, which came from ``path``. Raises `RuleError`: every mistake with file, line and
    column."""
    content = parse_yaml(source, path)
    try:
        return read_document(content)
    except PolicyError as error:
        found = zip(error.problems, error.keys, strict=True)
        raise RuleError(
            [problem_at(path, source, keys, f"{place or 'document'}: {text}") for (place, text), keys in found]
        ) from None


def written(document: PolicyDocument) -> str:
    """The document as YAML, without what is left at its default; `parse` gives the same document back."""
    return yaml.safe_dump(write_document(document), allow_unicode=True, sort_keys=False, width=110)
