"""What a client asks in the protocol: every documented field and the undocumented ones that clients send."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import request
from pydantic import ValidationError

from kalm.api import body
from kalm.api.errors import Problem
from kalm.api.languagetool.errors import Refused, too_long
from kalm.api.languagetool.languages import known, preferred, spoken
from kalm.api.languagetool.markup import Annotated, plain, read_data
from kalm.api.wire import DRAFT_LIMIT, ContextIn

BODY_LIMIT = 256 * 1024
FORM = "application/x-www-form-urlencoded"
LEVELS = (
    "default", "picky", "academic", "clarity", "professional", "creative", "customer", "jobapp", "objective", "elegant",
)  # fmt: skip
MODES = ("all", "textLevelOnly", "allButTextLevelOnly")
PASSED_ON = ("enabledRules", "enabledCategories", "mode")
"""Fields that LanguageTool gets too. What is disabled is left out here: a new combination of fields makes it load
all its rules once more, which takes seconds."""
MISSING_TEXT = "Missing 'text' or 'data' parameter"
_callback = re.compile(r"[A-Za-z_$][\w$.]{0,63}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rules and categories a client wants to hear."""

    rules_off: frozenset[str] = frozenset()
    categories_off: frozenset[str] = frozenset()
    rules_on: frozenset[str] = frozenset()
    categories_on: frozenset[str] = frozenset()
    only: bool = False

    def hears(self, rule: str, category: str) -> bool:
        """Whether a match of this rule is to be told."""
        if self.asked_for(rule, category):
            return True
        return not self.only and rule not in self.rules_off and category not in self.categories_off

    def asked_for(self, rule: str, category: str) -> bool:
        """Whether the client named it."""
        return rule in self.rules_on or category in self.categories_on


@dataclass(frozen=True, slots=True)
class Question:
    """A sound request for a check."""

    text: Annotated
    language: str
    """A code, or ``auto``."""
    variants: Mapping[str, str]
    wanted: Wanted
    passed_on: Mapping[str, str]
    context: ContextIn
    strictness: str | None
    callback: str


def fields() -> dict[str, str]:
    """The fields of the current request, from query and form; the form wins. Raises `Refused`."""
    try:
        given = dict(_pairs(request.query_string))
        if request.method == "POST" and request.mimetype in (FORM, ""):
            given |= _pairs(body.raw(BODY_LIMIT))
    except UnicodeDecodeError:
        raise Refused(400, "Could not decode query. It is not UTF-8.") from None
    except ValueError:
        raise Refused(400, "Could not decode query. It has too many fields.") from None
    except Problem as problem:
        raise (too_long(DRAFT_LIMIT) if problem.status == 413 else Refused(400, "Could not read the body.")) from None
    return given


def _pairs(encoded: bytes) -> dict[str, str]:
    pairs = parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=100)
    return {name: value.replace("\x00", " ") for name, value in pairs}


def read() -> Question:
    """The current request as a question. Raises `Refused`, for the first thing that is wrong."""
    given = fields()
    text = _text(given)
    language = given.get("language", "")
    if not language:
        raise Refused(
            400,
            "Missing 'language' parameter, e.g. 'language=en-US' for American English or 'language=fr' for French",
        )
    language = "auto" if language == "auto" else known(language)
    mother = spoken(given.get("motherTongue", ""))
    variants = preferred(given.get("preferredVariants", ""))
    if variants and language != "auto":
        raise Refused(400, "You specified 'preferredVariants' but you didn't specify 'language=auto'")
    if given.get("username") and given.get("apiKey"):
        raise Refused(403, "org.languagetool.server.AuthException: there are no accounts here")
    level, mode = given.get("level") or "default", given.get("mode") or "all"
    if level not in LEVELS:
        raise Refused(400, f"If 'level' is set, it must be set to one of: {', '.join(LEVELS)}")
    if mode not in MODES:
        raise Refused(400, f"If 'mode' is set, it must be set to one of: {', '.join(MODES)}")
    passed_on = {name: given[name] for name in PASSED_ON if given.get(name)} | mother
    if level != "default":
        passed_on["level"] = level
    context, strictness = _context(given)
    callback = given.get("callback", "")
    if callback and not _callback.fullmatch(callback):
        raise Refused(400, "'callback' must be the name of a function")
    return Question(text, language, variants, _wanted(given), passed_on, context, strictness, callback)


def _text(given: Mapping[str, str]) -> Annotated:
    if "text" in given and "data" in given:
        raise Refused(400, "Set only 'text' or 'data' parameter, not both")
    if "text" in given:
        text = plain(given["text"])
    elif "data" in given:
        text = read_data(given["data"])
    else:
        raise Refused(400, MISSING_TEXT)
    units = len(text.plain.encode("utf-16-le", "surrogatepass")) // 2
    if units > DRAFT_LIMIT:
        raise too_long(DRAFT_LIMIT, units)
    return text


def _wanted(given: Mapping[str, str]) -> Wanted:
    def listed(name: str) -> frozenset[str]:
        return frozenset(filter(None, (item.strip() for item in given.get(name, "").split(","))))

    wanted = Wanted(
        listed("disabledRules"),
        listed("disabledCategories"),
        listed("enabledRules"),
        listed("enabledCategories"),
        given.get("enabledOnly") == "true",
    )
    if wanted.only and (wanted.rules_off or wanted.categories_off):
        raise Refused(400, "You cannot specify disabled rules or categories using enabledOnly=true")
    if wanted.only and not (wanted.rules_on or wanted.categories_on):
        raise Refused(400, "You must specify enabled rules or categories when using enabledOnly=true")
    return wanted


def _context(given: Mapping[str, str]) -> tuple[ContextIn, str | None]:
    """Facts around the draft, in fields of our own: ``context`` as in ``/v1/lint``, and ``strictness``."""
    strictness = given.get("strictness") or None
    if strictness not in (None, "quiet", "balanced", "keen"):
        raise Refused(400, "If 'strictness' is set, it must be set to one of: quiet, balanced, keen")
    if not given.get("context"):
        return ContextIn(), strictness
    try:
        return ContextIn.model_validate_json(given["context"]), strictness
    except ValidationError:
        raise Refused(400, "Could not read 'context'; it is JSON as in /v1/lint") from None
