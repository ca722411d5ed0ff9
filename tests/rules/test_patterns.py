"""Regular expressions in rules: only those that cannot blow up."""

import pytest

from kalm.rules.patterns import UnsafePatternError, check_pattern


@pytest.mark.parametrize("regex", [r"(a+)+b", r"(?:\w*\s?)*x", r"(a|b+)*", r"(x)\1"])
def test_a_pattern_that_can_blow_up_is_refused(regex: str) -> None:
    with pytest.raises(UnsafePatternError):
        check_pattern(regex)


@pytest.mark.parametrize("regex", [r"\{\{?\w+\}?\}", r"a{2,4}b+", r"(?:foto|beeld): \w+", r"[A-Z]{4,}(?: [A-Z]{4,})?"])
def test_an_ordinary_pattern_is_accepted(regex: str) -> None:
    check_pattern(regex)
