"""The answer of ``POST /v1/lint`` with the file's name before it, counted in code points."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from kalm.api.answer import to_answer
from kalm.cli.output import Linted


def answer(linted: Linted) -> dict[str, Any]:
    """One file as plain values."""
    return {"file": linted.name, **to_answer(linted.report, linted.draft, "codepoint")}


def as_json(all_linted: Iterable[Linted]) -> str:
    """A list, one object a file, also for a single file."""
    return orjson.dumps([answer(linted) for linted in all_linted], option=orjson.OPT_INDENT_2).decode()


def as_jsonl(all_linted: Iterable[Linted]) -> Iterator[str]:
    """One line a file."""
    return (orjson.dumps(answer(linted)).decode() for linted in all_linted)
