"""Regular expressions that rules may use: those that cannot blow up."""

from importlib import import_module
from typing import Any

# Python has no public way to read an expression; these are the names that its own compiler uses.
parser: Any = import_module("re._parser")
constants: Any = import_module("re._constants")

MAX_REPEAT = 400
"""How often an open-ended repeat may really repeat."""


class UnsafePatternError(ValueError):
    """A pattern whose time can grow faster than the text."""


def check_pattern(regex: str) -> None:
    """Refuse repeats inside repeats and back-references; raises `re.error` where it is no expression at all."""
    _walk(parser.parse(regex), inside_repeat=False)


def _walk(parsed: Any, *, inside_repeat: bool) -> None:
    for operation, argument in parsed:
        if operation in (constants.MAX_REPEAT, constants.MIN_REPEAT):
            _least, most, inner = argument
            grows = most > 1
            if grows and inside_repeat and most == constants.MAXREPEAT:
                raise UnsafePatternError("an open-ended repeat inside a repeat can blow up")
            _walk(inner, inside_repeat=inside_repeat or (grows and most > MAX_REPEAT))
        elif operation is constants.GROUPREF:
            raise UnsafePatternError("back-references are refused")
        elif operation is constants.SUBPATTERN:
            _walk(argument[3], inside_repeat=inside_repeat)
        elif operation is constants.BRANCH:
            for branch in argument[1]:
                _walk(branch, inside_repeat=inside_repeat)
        elif operation in (constants.ASSERT, constants.ASSERT_NOT):
            _walk(argument[1], inside_repeat=inside_repeat)
