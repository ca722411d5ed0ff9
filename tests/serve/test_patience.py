"""Who waits too long is told to leave; who has left meanwhile is left alone."""

import gevent
import pytest

from kalm.api.patience import DismissedError, Patience


class LateError(Exception):
    """Somebody took too long."""


def stay(patience: Patience, seconds: float, told: list[str], name: str) -> None:
    """Stay in ``patience`` for a while, then outside it for a while, and say what happened."""
    try:
        with patience:
            gevent.sleep(seconds)
            told.append(f"{name} left")
    except LateError:
        told.append(f"{name} was late")
    gevent.sleep(0.01)
    told.append(f"{name} went on")


def test_the_longest_in_it_is_dismissed_first_and_goes_on_without_harm() -> None:
    patience, told = Patience(10, DismissedError), list[str]()
    staying = [gevent.spawn(stay, patience, 5, told, name) for name in ("first", "second")]
    gevent.sleep(0)
    assert len(patience) == 2
    patience.end_longest()
    gevent.joinall(staying[:1], timeout=5)
    assert told == ["first went on"]
    assert len(patience) == 1
    patience.end_all()
    gevent.joinall(staying, timeout=5)
    assert told == ["first went on", "second went on"]
    assert len(patience) == 0


def test_who_is_overdue_gets_the_exception_and_nobody_else() -> None:
    patience, told = Patience(0.05, LateError), list[str]()
    slow = gevent.spawn(stay, patience, 5, told, "slow")
    gevent.sleep(0.1)
    quick = gevent.spawn(stay, patience, 0.02, told, "quick")
    gevent.sleep(0)
    patience.end_overdue()
    gevent.joinall([slow, quick], timeout=5)
    assert sorted(told) == ["quick left", "quick went on", "slow was late", "slow went on"]


def test_who_has_left_in_the_same_breath_is_left_alone() -> None:
    patience, told = Patience(10, LateError), list[str]()
    first = gevent.spawn(stay, patience, 0, told, "first")
    gevent.sleep(0)
    patience.end_longest()
    # The one told to leave runs before the word reaches it.
    with pytest.raises(ValueError, match="own error"), patience:
        raise ValueError("own error")
    gevent.joinall([first], timeout=5)
    assert told[-1] == "first went on"
    patience.end_longest()
    assert len(patience) == 0
