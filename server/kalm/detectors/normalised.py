"""How the organisation's own values are written so that detectors recognise them."""

import re
from collections.abc import Iterable

from kalm.detectors.folding import fold


def own_values(values: Iterable[str], language: str = "nl") -> frozenset[str]:
    """Every form in which a detector looks up the given values of the organisation.

    Phone numbers become E.164 and national digits, e-mail addresses and domains lower case, IBANs and plates compact,
    all without spaces. What is not recognised stands in lower case, as given and without its separators.
    """
    from kalm.detectors.phone import regions

    found: set[str] = set()
    for value in values:
        plain, lower, _ = fold(value.strip())
        if not plain:
            continue
        compact = re.sub(r"[\s.\-/()]", "", plain)
        found.update((lower, compact.lower(), compact.upper()))
        if re.fullmatch(r"\+?\d{6,15}", compact):
            found.update(_phone_forms(compact, regions(language)))
        found.add(lower.removeprefix("@"))
        found.add(re.sub(r"^(?:https?://)?(?:www\.)?", "", lower).rstrip("/"))
    return frozenset(found - {""})


def _phone_forms(compact: str, plans: tuple[str, ...]) -> set[str]:
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse

    for plan in plans:
        try:
            number = parse(compact, plan)
        except NumberParseException:
            continue
        if is_possible_number(number):
            full = format_number(number, PhoneNumberFormat.E164)
            return {full, full[1:], re.sub(r"\D", "", format_number(number, PhoneNumberFormat.NATIONAL))}
    return set()
