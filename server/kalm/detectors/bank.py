"""Bank accounts: IBAN, and older national forms where a word announces them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from stdnum import numdb
from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn as elfproef

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import Hit
from kalm.detectors.numbers_nl import invented
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence

_BANK = frozenset({"bank"})

_LONGEST_IBAN = 34
_SHORTEST_IBAN = 15

_OURS = re.compile(
    r"\b(?:ons|onze|our|stichting|foundation|charity|goede doel|giro|gironummer|gift|giften|donatie\w*|doneer\w*|"
    r"doneren|"
    r"schenk\w*|inzamel\w*|collecte|steun\w*|sponsor\w*|donat\w+|donor\w*|fundrais\w+|bijdrage|contributie|"
    r"inschrijfgeld|"
    r"lidgeld|vzw|vereniging|fonds|gemeente|penningmeester|treasurer)\b"
)
_PAY = re.compile(
    r"\b(?:over te maken|overmaken|overschrijven|storten|storting\w*|betalen|betaling\w*|maak|stort|betaal|"
    r"schrijf|pay|paying|"
    r"payable|payments?|transfer|kan op|kunt op|kunnen op)\b"
)
_WE_PAY = re.compile(
    r"\b(?:wij|we|ik|i)\s+(?:\w+\s+){0,4}(?:maken|storten|boeken|maak|stort|boek|betalen|refund\w*|transfer\w*|"
    r"paid|sent|"
    r"gestort|overgemaakt|teruggestort|teruggeboekt|overmaken|terugstorten|terugbetalen)\b"
)
_HOLDER = re.compile(
    r"\b(?:uw|je|jouw|your|his|her|their|zijn|haar|hun)\s+(?:\w+\s+){0,2}(?:rekening\w*|iban|account|bank\w*)|"
    r"\b(?:op naam van|t\.?n\.?v\.?|in the name of)\s+(?:dhr|mevr|mw|de heer|mevrouw|mr|mrs|ms|[a-z]\.)"
)
_GIRO = re.compile(r"NL\d\dINGB0{6}\d{4}")
"""Giro numbers of at most four digits are the short public ones of relief campaigns (555, 999, 1107 …)."""

_BE_RELIEF = frozenset({"BE19000000001212"})
"""The joint relief account of the Belgian aid organisations, 12-12."""

_SORT_CODE = re.compile(r"\d\d-\d\d-\d\d(?:[^0-9\n]{1,30}?(\d{8})(?!\d))?(?![-\d])")


@lru_cache(maxsize=128)
def _structure(country: str) -> tuple[int, re.Pattern[str]] | None:
    """Length of a country's IBAN and the form of its account part, from python-stdnum's copy of the registry."""
    info = numdb.get("iban").info(country + "00")
    if len(info) < 1 or not info[0][1].get("bban"):
        return None
    signs = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}
    parts = re.findall(r"(\d+)!([nac])", info[0][1]["bban"])
    form = "".join(f"{signs[kind]}{{{size}}}" for size, kind in parts)
    return 4 + sum(int(size) for size, _ in parts), re.compile(form)


def _compact_from(reading: Reading, start: int) -> tuple[str, int] | None:
    """The IBAN-shaped value at a position, without its separators, and where it ends."""
    plain = reading.plain
    structure = _structure(plain[start : start + 2].upper())
    if structure is None:
        return None
    length, form = structure
    value: list[str] = []
    at, gap = start, 0
    while at < len(plain) and len(value) < length:
        sign = plain[at]
        if sign.isascii() and sign.isalnum():
            value.append(sign.upper())
            gap = 0
        else:
            gap += 1
            # Two at most: a doubled space is a slip of the thumb.
            if sign not in " .-\n" or gap > 2:
                return None
        at += 1
    compact = "".join(value)
    if len(compact) != length or not form.fullmatch(compact, 4) or not reading.free_after(at):
        return None
    return compact, at


def find_iban(reading: Reading) -> Iterator[Hit]:
    """An IBAN of right length, form and check (ISO 13616, mod 97 = 1) that seems to be a person's.

    Silent about the organisation's own, about short relief giros, and where the sentence asks to pay or give to us.
    """
    plain = reading.plain
    for at, end in reading.atoms:
        if end - at < 2 or at < 2:
            continue
        start = at - 2 if plain[at - 1].isalpha() else at - 3
        if start < 0 or not (plain[start : start + 2].isascii() and plain[start : start + 2].isalpha()):
            continue
        if start == at - 3 and plain[at - 1] not in " .-":
            continue
        if not reading.free_before(start):
            continue
        read = _compact_from(reading, start)
        if read is None:
            continue
        compact, end = read
        if compact in reading.own or _GIRO.fullmatch(compact) or compact in _BE_RELIEF or compact[2:4] == "00":
            continue
        checked = bool(mod_97_10.is_valid(compact[4:] + compact[:4]))
        evidence = reading.evidence(start, end, _BANK, rivals=frozenset())
        if not checked and not evidence.label:
            continue
        sentence, wider = reading.sentence(start), reading.run_up(start)
        points = evidence.points(checked=checked, shape=2 if checked else 0)
        holder = reading.says(_HOLDER, sentence.start, sentence.end) or reading.named_before(start)
        holder = holder or reading.says(_WE_PAY, sentence.start, sentence.end)
        if not holder and (reading.says(_OURS, *wider) or reading.says(_PAY, sentence.start, sentence.end)):
            points = min(points - 3, 1)
        sure = confidence(points)
        yield Hit(start, end, "iban", sure if checked else min(sure, 0.7), checked)


def find_bank_account(reading: Reading) -> Iterator[Hit]:
    """Accounts in national form where a word announces them: old Dutch numbers (elfproef), British sort codes."""
    for run in reading.runs:
        size = len(run.digits)
        if size in (9, 10) and run.digits[0] != "0" and not invented(run.digits) and run.digits not in reading.own:
            evidence = reading.evidence(run.start, run.end, _BANK)
            checked = size == 9 and elfproef.is_valid(run.digits)
            if (
                evidence.label
                and not evidence.unit
                and (checked or size == 10)
                and (evidence.person or evidence.second)
            ):
                yield Hit(run.start, run.end, "bank-account", 0.7, False)
    for start, end in reading.atoms:
        if end - start != 2:
            continue
        found = _SORT_CODE.match(reading.plain, start)
        if found is None or not reading.free_before(start):
            continue
        evidence = reading.evidence(start, found.end(), _BANK)
        if evidence.label and "sort code" in reading.lower and re.sub(r"\D", "", found.group()) not in reading.own:
            sure = confidence(evidence.points(shape=bool(found.group(1))))
            yield Hit(*found.span(), "bank-account", sure, False)


FINDERS = {
    "iban": Entry(find_iban, (Gate(digit=True),)),
    "bank-account": Entry(
        find_bank_account, (Gate(digit=True, pieces=("rek", "giro", "account", "sort code", "bank")),)
    ),
}
