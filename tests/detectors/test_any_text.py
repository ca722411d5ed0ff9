"""What must hold for every text."""

from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.be import nn
from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

from kalm.detectors import NAMES, SURE, Surroundings, detect

_LANGUAGES = st.sampled_from(["nl", "nl-BE", "en", "en-US", "fr"])

_AROUND = st.text(alphabet=st.sampled_from(list("aeno rt.,;!?\n😊🙄👍🏽é…–'\"()\u200b\u00a0")), max_size=40)
"""Surroundings without digits: what stands beside a value in posts."""

_PERSONS_NUMBERS = {"bsn", "rrn", "card", "iban", "nhs-number", "eid-card"}


def _grouped(digits: str, sizes: tuple[int, ...], separator: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return separator.join(parts)


def _clear(before: str) -> str:
    # A word between two sentences keeps a random full stop from cutting off the announcing word.
    return before + " " if before else ""


def _check(kind: str, before: str, announcing: str, value: str, after: str, language: str) -> None:
    # A comma, because random letters can be a unit (3 ton).
    text = f"{_clear(before)}{announcing}{value}, {after}"
    start = len(text) - len(value) - len(after) - 2
    hits = detect(NAMES, text, Surroundings(language=language))
    assert (kind, start, start + len(value)) in [
        (hit.kind, hit.start, hit.end) for hit in hits if hit.confidence >= SURE and hit.checked
    ], (text, hits)


_NINE = st.integers(10_000_000, 99_999_999)


@given(
    _NINE, st.sampled_from([(9,), (3, 3, 3), (4, 2, 3)]), st.sampled_from(" .-\u00a0\n"), _AROUND, _AROUND, _LANGUAGES
)
def test_every_valid_bsn_beside_its_word_is_found(
    body: int, sizes: tuple[int, ...], separator: str, before: str, after: str, language: str
) -> None:
    eight = f"{body:08d}"
    check = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), eight, strict=True)) % 11
    if check == 10 or not bsn.is_valid(f"{eight}{check}") or f"{eight}{check}" in ("123456789", "987654321"):
        return
    _check("bsn", before, "bsn: ", _grouped(f"{eight}{check}", sizes, separator), after, language)


@given(
    st.integers(0, 99),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(1, 997),
    st.booleans(),
    _AROUND,
    _AROUND,
    _LANGUAGES,
)
def test_every_valid_rijksregisternummer_with_its_dots_is_found(
    year: int, month: int, day: int, counter: int, young: bool, before: str, after: str, language: str
) -> None:
    nine = f"{year:02d}{month:02d}{day:02d}{counter:03d}"
    check = 97 - int(("2" if young else "") + nine) % 97
    if not nn.is_valid(f"{nine}{check:02d}"):
        return
    value = f"{year:02d}.{month:02d}.{day:02d}-{counter:03d}.{check:02d}"
    _check("rrn", before, "ja ", value, after, language)


@given(
    st.integers(0, 9_999_999_999),
    st.sampled_from(["ABNA", "RABO", "TRIO"]),
    st.booleans(),
    _AROUND,
    _AROUND,
    _LANGUAGES,
)
def test_every_valid_iban_of_a_person_is_found(
    account: int, bank: str, spaced: bool, before: str, after: str, language: str
) -> None:
    body = f"{bank}{account:010d}"
    compact = f"NL{mod_97_10.calc_check_digits(body + 'NL')}{body}"
    if compact[2:4] == "00":
        return
    value = " ".join(compact[at : at + 4] for at in range(0, len(compact), 4)) if spaced else compact
    _check("iban", before, "uw rekening is ", value, after, language)


@given(
    st.integers(0, 10**14 - 1), st.sampled_from(["4", "5"]), st.sampled_from(["", " ", "-", "\u00a0"]), _AROUND, _AROUND
)
def test_every_valid_card_beside_its_word_is_found(
    body: int, first: str, separator: str, before: str, after: str
) -> None:
    fifteen = f"{first}{'1' if first == '5' else '0'}{body:014d}"[:15]
    number = fifteen + luhn.calc_check_digit(fifteen)
    if len(set(number)) == 1:
        return
    _check("card", before, "creditcard ", _grouped(number, (4, 4, 4, 4), separator), after, "nl")


@given(st.text(alphabet="0123456789 ", max_size=60), _LANGUAGES)
def test_digits_without_a_word_are_never_sure(text: str, language: str) -> None:
    hits = detect(NAMES, text, Surroundings(language=language))
    # A card number set in fours is its own word; random text hits one by chance, and it is checked.
    assert [hit for hit in hits if hit.confidence >= SURE and not (hit.kind == "card" and " " in text)] == []


@given(st.integers(100_000_000, 999_999_999), _AROUND, _AROUND)
def test_nine_digits_without_a_word_never_stop_a_post(number: int, before: str, after: str) -> None:
    hits = detect(NAMES, f"{_clear(before)}{number} {after}", Surroundings())
    assert [hit for hit in hits if hit.confidence >= SURE] == []


@settings(max_examples=300)
@given(st.text(), _LANGUAGES)
def test_no_text_raises_and_every_span_lies_inside(text: str, language: str) -> None:
    for hit in detect(NAMES, text, Surroundings(language=language)):
        assert 0 <= hit.start < hit.end <= len(text)
        assert 0 <= hit.confidence <= 1
        assert hit.kind in NAMES


_PIECES = st.sampled_from(
    """bsn|uw|rekening|wachtwoord|is|:|@|://|NL91|ABNA|0417|06|-|.|1|12|123|4711|code|van|de|deur|\\\\|a|(at)| punt |eyJ|sk-|
-----BEGIN|PRIVATE KEY|İ|ß|\u0301|\u200b|kenteken|geboren|op|straat|1234 AB|+|(0)|nul|zes|/|€|#|'|😊|dossier|Jan""".split(
        "|"
    )
)


@settings(max_examples=400)
@given(st.lists(_PIECES, max_size=40), st.sampled_from(["", " "]), _LANGUAGES)
def test_no_mixture_of_its_own_pieces_raises(pieces: list[str], joint: str, language: str) -> None:
    text = joint.join(pieces)
    for hit in detect(NAMES, text, Surroundings(language=language)):
        assert 0 <= hit.start < hit.end <= len(text)


@given(_NINE, _AROUND)
def test_numbers_with_a_checksum_are_sure_only_if_it_passes(body: int, after: str) -> None:
    text = f"Uw bsn is {body}1 {after}"
    for hit in detect(NAMES, text, Surroundings()):
        if hit.kind in _PERSONS_NUMBERS and hit.confidence >= SURE:
            assert hit.checked
