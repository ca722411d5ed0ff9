"""The languages that the protocol offers, and how one is chosen."""

import re

from kalm.api.languagetool.errors import Refused
from kalm.text.language import detect

OFFERED = {
    "nl": "Dutch",
    "nl-BE": "Dutch (Belgium)",
    "en": "English",
    "en-AU": "English (Australian)",
    "en-CA": "English (Canadian)",
    "en-GB": "English (GB)",
    "en-NZ": "English (New Zealand)",
    "en-US": "English (US)",
    "en-ZA": "English (South African)",
}
"""Code → name, as LanguageTool calls it."""

_ELSEWHERE = {"de": "German", "fr": "French", "es": "Spanish"}
"""What `auto` may notice besides."""
_CODES = {code.lower(): code for code in OFFERED} | {"nl-nl": "nl"}
_ANYWHERE = frozenset(
    "ar ast be br ca da de el en eo es fa fr ga gl it ja km lt nl pl pt ro ru sk sl sv ta tl uk zh".split()
)
"""Languages that LanguageTool 6.8 has."""
_code = re.compile(r"[A-Za-z0-9_-]{1,20}")


def known(code: str) -> str:
    """The code in its usual spelling. Raises `Refused` for a language that is not offered."""
    found = _CODES.get(code.lower())
    if found is None:
        said = f"'{code}'" if _code.fullmatch(code) else "What was given"
        listed = ", ".join(sorted(OFFERED))
        raise Refused(
            400, f"{said} is not a language code known to LanguageTool. Supported language codes are: {listed}."
        )
    return found


def name(code: str) -> str:
    """What a language is called."""
    return OFFERED.get(code) or _ELSEWHERE.get(code, code)


def spoken(mother_tongue: str) -> dict[str, str]:
    """What of somebody's mother tongue LanguageTool is told: it is loaded with the languages that are offered, and
    whoever speaks another one still wants these checked. Raises `Refused` for what is no language of LanguageTool."""
    if not mother_tongue:
        return {}
    if mother_tongue.partition("-")[0].lower() in _ANYWHERE and mother_tongue.lower() not in _CODES:
        return {}
    return {"motherTongue": known(mother_tongue)}


def preferred(variants: str) -> dict[str, str]:
    """Language → variant that a comma-separated list of codes prefers. Raises `Refused`."""
    chosen = {}
    for code in filter(None, map(str.strip, variants.split(","))):
        if "-" not in code:
            said = f": '{code}'" if _code.fullmatch(code) else ""
            raise Refused(400, f"Invalid format for 'preferredVariants', expected a dash as in 'en-GB'{said}")
        language = code.partition("-")[0].lower()
        # Clients name their variants of all languages; only of those that are offered is one known to be wrong.
        chosen[language] = known(code) if language in OFFERED else code
    return chosen


def detected(text: str, home: str, variants: dict[str, str]) -> tuple[str, str]:
    """The language that a text is in: the code to read it as, and the code to tell. ``home`` is the policy's."""
    language = detect(text, None, home)
    if language in variants:
        return variants[language], variants[language]
    if language == "en":
        return "en", "en-US"  # told as LanguageTool does; read so that British spelling is right as well
    code = home if language == home[:2] else language
    return code, code
