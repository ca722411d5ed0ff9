"""The policy of an organisation as people write it: one document, checked whole, every mistake named."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from kalm.core import CATEGORIES, SITUATIONS
from kalm.policy.selectors import check_selector

Severity = Literal["suggestion", "warning", "error"]
Strictness = Literal["quiet", "balanced", "keen"]
Place = Literal["page", "group", "dm", "post"]
Account = Literal["brand", "personal", "ambassador"]
Line = Annotated[str, Field(min_length=1, max_length=300)]
"""One line of text."""
Entry = Annotated[str, Field(min_length=1, max_length=200)]
"""A word, name or number."""
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]

MOST_ENTRIES = 2_000
"""Entries of a word list."""
MOST_RULES = 500
"""Settings of rules in one layer."""
MOST_OWN_RULES = 300
"""Rules of the policy's own pack."""

LOCKABLE = ("strictness", "apology", "address", "anatomy", "interruptions", "override", "contact", "guideline")
"""Settings that an upper layer may keep for itself."""


class Form(BaseModel):
    """What all parts have in common: an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _web_address(value: str) -> str:
    if not re.match(r"https?://[^\s/]+", value):
        raise ValueError("must be an http(s) address")
    return value


Address = Annotated[str, Field(max_length=500), AfterValidator(_web_address)]
Selector = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(check_selector)]


def _utc(value: dt.datetime) -> dt.datetime:
    try:
        return value.astimezone(dt.UTC) if value.tzinfo is not None else value.replace(tzinfo=dt.UTC)
    except OverflowError:
        raise ValueError("must be a moment in the years 1 to 9999 of UTC") from None


Moment = Annotated[dt.datetime, AfterValidator(_utc)]
"""A moment in UTC; one without a zone is read as such."""


class Texts(Form):
    """The same text in both languages of the interface."""

    nl: str = Field(min_length=1, max_length=500)
    en: str = Field(min_length=1, max_length=500)


class Contact(Form):
    """Whom to ask, and who answers when they are away."""

    name: Line
    reach: Line | None = None
    """A number, an address, a channel."""
    deputy: Line | None = None

    def told(self) -> str:
        """In one line, for a writer."""
        return self.name + (f" ({self.reach})" if self.reach else "") + (f"; {self.deputy}" if self.deputy else "")


class Override(Form):
    """Whether what a rule holds may be posted all the same, and whether a reason is asked."""

    allowed: bool = True
    reason: bool = True


class RuleSetting(Form):
    """What is decided about the rules that ``select`` names: a category, a folder (``nl.spam.*``) or one id."""

    select: Selector
    enabled: bool | None = None
    severity: Severity | None = None
    stop: bool | None = None
    """Whether it holds a post."""
    locked: bool = False
    """Lower layers may not change it."""
    preview: int | None = Field(default=None, ge=1, le=99)
    """Percentage of staff for whom this setting holds already; None: everybody."""
    reason: Line | None = None
    contact: Contact | None = None
    guideline: Address | None = None
    owner: Line | None = None
    """Who answers for the rule."""


class Layer(Form):
    """Settings of one layer; what is left out comes from above."""

    strictness: Strictness | None = None
    apology: Literal["none", "regret", "full"] | None = None
    """How far openers may go: no apology at all, regret, or owning it with *sorry*."""
    address: Literal["u", "je"] | None = None
    """How customers are addressed where the draft does not show it."""
    anatomy: bool | None = None
    """Whether the meter of understanding, facts and next step is shown."""
    interruptions: int | None = Field(default=None, ge=0, le=5)
    """How often one composer may be interrupted at send."""
    override: Override | None = None
    contact: Contact | None = None
    guideline: Address | None = None
    rules: list[RuleSetting] = Field(default=[], max_length=MOST_RULES)
    locked: list[Literal[LOCKABLE]] = []  # type: ignore[valid-type]


class Words(Form):
    """Words that only the organisation knows; rules name the lists."""

    org: list[Entry] = Field(default=[], max_length=MOST_ENTRIES)
    """What it is called."""
    competitors: list[Entry] = Field(default=[], max_length=MOST_ENTRIES)
    codenames: list[Entry] = Field(default=[], max_length=MOST_ENTRIES)
    """What is not public yet."""
    names: list[Entry] = Field(default=[], max_length=MOST_ENTRIES)
    """Colleagues and other names that are no spelling mistake."""


class Allowed(Form):
    """Words that may stand, for these rules, until a day."""

    text: Entry
    select: Selector | None = None
    reason: Line
    until: dt.date | None = None


class HouseOpener(Form):
    """A first sentence that acknowledges, in the house's own words."""

    language: Literal["nl", "nl-BE", "en"]
    text: Line
    situation: Literal[SITUATIONS] | None = None  # type: ignore[valid-type]
    address: Literal["u", "je"] | None = None


class HouseAccount(Form):
    """An account of the organisation: who owns it, who may speak through it."""

    handle: Entry
    platform: Identifier
    account: Account = "brand"
    team: Identifier | None = None
    owner: Line | None = None
    mandate: list[Line] = []


class Team(Form):
    """A team and what holds for it."""

    id: Identifier
    name: Line
    settings: Layer = Layer()


class When(Form):
    """Where a scope holds; every fact that is named must fit."""

    team: Identifier | None = None
    account: Account | None = None
    place: Place | None = None
    platform: Identifier | None = None

    @property
    def facts(self) -> dict[str, str]:
        """What is asked for, by name."""
        return self.model_dump(exclude_none=True)

    @model_validator(mode="after")
    def _not_empty(self) -> "When":
        if not self.facts:
            raise ValueError("must name at least one of team, account, place, platform")
        return self


class ScopeForm(Form):
    """Settings for some accounts, places or platforms."""

    when: When
    settings: Layer


class Mode(Form):
    """A time in which other manners hold: settings above all others, one line above the composer, guidance first."""

    kind: Literal["crisis", "mourning", "election"]
    since: Moment | None = None
    until: Moment
    """When it ends by itself; a mode without an end does not exist."""
    line: Texts | None = None
    guidance: Texts | None = None
    rules: list[RuleSetting] = Field(default=[], max_length=MOST_RULES)

    @model_validator(mode="after")
    def _in_order(self) -> "Mode":
        if self.since is not None and self.since >= self.until:
            raise ValueError("until must be later than since")
        return self

    def on(self, now: dt.datetime) -> bool:
        """Whether it holds now."""
        return (self.since is None or self.since <= now) and now < self.until


class HouseRules(Form):
    """The do's and don'ts of the house, shown on the self-check page."""

    do: list[Texts] = Field(default=[], max_length=20)
    dont: list[Texts] = Field(default=[], max_length=20)


class PackFix(Form):
    """A better wording for the marked words, or for the sentence that holds them."""

    scope: Literal["span", "clause", "sentence"] = "span"
    text: str = Field(max_length=300)


class PackRule(Form):
    """A rule of the organisation's own: phrases in the notation of the packs, never regular expressions."""

    name: Identifier
    """The id is ``<language>.<category>.house-<name>``."""
    language: Literal["nl", "nl-BE", "en"]
    category: Literal[tuple(name for name in CATEGORIES if name != "language")]  # type: ignore[valid-type]
    severity: Severity = "suggestion"
    message: Texts
    why: Texts
    advice: Texts
    phrases: list[Line] = Field(min_length=1, max_length=100)
    fixes: list[PackFix] = Field(default=[], max_length=3)
    bad: list[Line] = Field(min_length=1, max_length=20)
    """Examples with the words ``[[marked]]``."""
    good: list[Line] = Field(min_length=1, max_length=20)
    source: Line | None = None

    @property
    def id(self) -> str:
        """Its id among all rules."""
        return f"{self.language}.{self.category}.house-{self.name}"


class PolicyDocument(Form):
    """Everything an organisation decided."""

    kalm: Literal[1] = 1
    """Form of this document."""
    name: Line
    language: Literal["nl", "nl-BE", "en"] = "nl"
    """Language of drafts that show none of their own."""
    access: Literal["open", "signed-in"] = "open"
    """Whether the page and the API answer on the own machine without an account or token."""
    counting: bool = True
    """Whether it is counted how often rules speak."""
    settings: Layer = Layer()
    words: Words = Words()
    own: list[Entry] = Field(default=[], max_length=MOST_ENTRIES)
    """Own numbers, addresses and domains: naming them is no leak."""
    case_numbers: list[Annotated[str, Field(pattern=r"^[A-Z0-9 ./_-]{4,40}$")]] = Field(default=[], max_length=50)
    """How own case numbers look: ``9`` is a digit, ``A`` a letter, the rest stands for itself."""
    allow: list[Allowed] = Field(default=[], max_length=MOST_ENTRIES)
    openers: list[HouseOpener] = Field(default=[], max_length=200)
    accounts: list[HouseAccount] = Field(default=[], max_length=500)
    teams: list[Team] = Field(default=[], max_length=500)
    scopes: list[ScopeForm] = Field(default=[], max_length=200)
    modes: list[Mode] = Field(default=[], max_length=20)
    house: HouseRules = HouseRules()
    pack: list[PackRule] = Field(default=[], max_length=MOST_OWN_RULES)

    @model_validator(mode="after")
    def _fits_together(self) -> "PolicyDocument":
        teams = [team.id for team in self.teams]
        _unique("teams", teams)
        _unique("pack", [rule.id for rule in self.pack])
        _unique("accounts", [f"{account.platform} {account.handle.casefold()}" for account in self.accounts])
        for place, named in (
            *((f"accounts[{index}].team", account.team) for index, account in enumerate(self.accounts)),
            *((f"scopes[{index}].when.team", scope.when.team) for index, scope in enumerate(self.scopes)),
        ):
            if named is not None and named not in teams:
                raise ValueError(f"{place}: no team has the id {named}")
        return self


def _unique(place: str, values: list[str]) -> None:
    twice = next((value for index, value in enumerate(values) if value in values[:index]), None)
    if twice is not None:
        raise ValueError(f"{place}: {twice} stands twice")


class PolicyError(ValueError):
    """A document that cannot be a policy. ``problems`` are (path, what is wrong), at most 50; ``keys`` lead there."""

    def __init__(self, problems: list[tuple[str, str]], keys: list[tuple[str | int, ...]] | None = None) -> None:
        super().__init__("\n".join(f"{place or 'document'}: {text}" for place, text in problems))
        self.problems = problems
        self.keys = keys or [()] * len(problems)


def read_document(data: Any) -> PolicyDocument:
    """The document in ``data`` (as JSON or YAML gives it). Raises `PolicyError` with every mistake at once, also for
    one that would be another, or none, once it is written: published, it could not be read any more."""
    if not isinstance(data, Mapping):
        raise PolicyError([("", "must be a mapping with name, settings, words …")])
    document = _checked(data)
    if _checked(write_document(document)) != document:
        raise PolicyError([("", "is another document once it is written")])
    return document


def _checked(data: Mapping[str, Any]) -> PolicyDocument:
    try:
        return PolicyDocument.model_validate(data)
    except ValidationError as error:
        mistakes = error.errors(include_input=False)[:50]
        problems = [(_path(item["loc"]), _told(item["msg"])) for item in mistakes]
        raise PolicyError(problems, [item["loc"] for item in mistakes]) from None


def write_document(document: PolicyDocument) -> dict[str, Any]:
    """As plain values, without what is left at its default; `read_document` gives the same document back."""
    plain: dict[str, Any] = document.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    return {"kalm": document.kalm, "name": document.name, "language": document.language, **plain}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a policy document, for editors and checks elsewhere."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **PolicyDocument.model_json_schema()}


def _path(keys: tuple[str | int, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def _told(message: str) -> str:
    return "unknown key" if message.startswith("Extra inputs") else message.removeprefix("Value error, ")
