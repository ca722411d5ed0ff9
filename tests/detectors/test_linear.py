"""No text makes the scan slow: ten times the length costs about ten times the work."""

import sys
from time import process_time

import pytest

from kalm.detectors import NAMES, Surroundings, detect

_HOSTILE = {
    "digits": "1",
    "dotted": "1.",
    "dashed": "12-",
    "spaced": "1 ",
    "slashed": "1/2/",
    "ats": "@",
    "addresses": "a@a.",
    "dashes": "-",
    "key-blocks": "-----BEGIN ",
    "labels": "bsn 1 ",
    "passwords": "wachtwoord is ",
    "codes": "code van de deur ",
    "ibans": "NL91 ABNA 0417 ",
    "accounts": "uw rekening NL91ABNA0417164300 ",
    "phones": "06-12345678 ",
    "wrong-phones": "0612 ",
    "pluses": "+31 6 ",
    "schemes": "a://b:",
    "backslashes": "\\\\a\\",
    "spoken": "nul zes ",
    "double": "double ",
    "disguises": "a (at) b punt ",
    "streets": "Kerkstraat 1 ",
    "capitals": "Aa ",
    "plates": "kenteken AB-12-",
    "dates": "geboren 1-1-85 ",
    "cases": "zaak Z-1-",
    "tokens": "eyJaaaaaaaaaa.",
    "hex": "token a1b2c3 ",
    "joiners": "👩\u200d",
    "accents": "e\u0301",
    "wide": "１",
    "hosts": "a.b.local",
    "questions": "?!",
    "newlines": "\n",
    "brackets": "([",
    "quotes": "wachtwoord '",
    "initials": "A.",
    "bearers": "bearer aaaa ",
    "last": "kaart eindigt op ",
    "expiries": "card expires 0",
}


def _work(text: str) -> int:
    """Calls and lines of Python that a scan runs: a measure that no busy machine disturbs."""
    count = 0

    def step(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)  # type: ignore[arg-type]
    try:
        detect(NAMES, text, Surroundings(language="nl"))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_ten_times_the_text_is_about_ten_times_the_work(piece: str) -> None:
    short = (piece * 2000)[:1_000]
    long = (piece * 20_000)[:10_000]
    assert _work(long) <= 15 * _work(short) + 2_000


@pytest.mark.parametrize("piece", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_no_pattern_blows_up(piece: str) -> None:
    # What regular expressions do inside shows in time only. Forty times the text would cost 1,600 times as much with
    # a quadratic one; 400 leaves room for a busy machine.
    def best(text: str) -> float:
        times = []
        for _ in range(3):
            begin = process_time()
            detect(NAMES, text, Surroundings(language="nl"))
            times.append(process_time() - begin)
        return min(times)

    short, long = (piece * 500)[:500], (piece * 20_000)[:20_000]
    best(short)
    assert best(long) <= 400 * max(best(short), 0.0002)
