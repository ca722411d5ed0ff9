"""The facts around a draft."""

import pytest

from kalm.core import ACCOUNTS, PLACES, Context


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("account", ACCOUNTS)
def test_places_and_accounts_that_there_are_may_be_combined(place: str, account: str):
    assert Context(place=place, account=account).place == place


@pytest.mark.parametrize(("field", "value"), [("place", "reply"), ("place", ""), ("account", "company")])
def test_a_place_or_an_account_that_there_is_not_is_refused_by_name(field: str, value: str):
    with pytest.raises(ValueError, match=rf"^{field}: '{value}' is none of "):
        Context(**{field: value})
