"""The form of a rule file, as its author writes it. Unknown keys are refused."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kalm.core.draft import ATTACHMENT_KINDS


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Place = Literal["page", "group", "dm", "post"]
Account = Literal["brand", "personal", "ambassador"]
SituationName = Literal["complaint", "misinformation", "compliment", "question", "abuse", "other", "none"]
Subject = Literal["customer", "ours", "third", "none"]
Mood = Literal["statement", "question", "rhetorical", "imperative"]
Where = Literal[
    "clause", "sentence", "before", "after", "draft", "first-sentence", "opening", "closing", "parent", "thread"
]  # fmt: skip
Counted = Literal[
    "hashtag", "mention", "link", "emoji", "exclamation", "question-mark", "caps-word", "sentence-word", "word",
    "repeat", "stretched", "plain-hashtag",
]  # fmt: skip


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class TextsForm(_Form):
    """A text in each language of the interface."""

    nl: str = Field(min_length=1, max_length=600)
    en: str = Field(min_length=1, max_length=600)


class AttachmentForm(_Form):
    """An attachment must be like this."""

    kind: Annotated[list[Literal["image", "video", "audio", "link", "document"]], BeforeValidator(_listed)] | None = (
        None
    )
    rights: Annotated[list[Literal["own", "licensed", "unknown"]], BeforeValidator(_listed)] | None = None
    credit: bool | None = None
    alt: bool | None = None


class FactsForm(_Form):
    """Facts around the draft."""

    place: Annotated[list[Place], BeforeValidator(_listed)] | None = None
    account: Annotated[list[Account], BeforeValidator(_listed)] | None = None
    situation: Annotated[list[SituationName], BeforeValidator(_listed)] | None = None
    turn: Literal["first", "later", "third"] | None = None
    platform: Annotated[list[str], BeforeValidator(_listed)] | None = None
    distress: bool | None = None
    threat: bool | None = None
    attachment: AttachmentForm | bool | None = None
    certain: bool | None = None
    intensity: Annotated[list[Literal[0, 1, 2, 3]], BeforeValidator(_listed)] | None = None


class AboutForm(_Form):
    """Who the sentence is about."""

    subject: Annotated[list[Subject], BeforeValidator(_listed)] = []
    mood: Annotated[list[Mood], BeforeValidator(_listed)] = []
    negated: bool | None = None
    counterfactual: bool | None = None
    conditional: bool | None = None
    quoted: bool | None = None


class AnatomyForm(_Form):
    """Which moves the reply makes."""

    empathy: bool | None = None
    facts: bool | None = None
    solution: bool | None = None


class ConditionForm(FactsForm):
    """Everything in it must hold."""

    phrases: list[str] | None = None
    lacks: list[str] | None = None
    where: Where | None = Field(default=None, alias="in")
    about: AboutForm | None = None
    anatomy: AnatomyForm | None = None
    particles: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "ConditionForm":
        if not self.model_fields_set - {"where"}:
            raise ValueError("a condition must say something")
        return self


class PatternForm(_Form):
    """A regular expression with its fixed pieces."""

    regex: str
    gate: list[str] = Field(min_length=1)
    case: bool = False


class CountForm(_Form):
    """Too many of a thing."""

    of: Counted
    at_least: int | dict[str, int] | None = Field(default=None, alias="at-least")
    share: float | None = Field(default=None, gt=0, le=1)

    @model_validator(mode="after")
    def _has_a_limit(self) -> "CountForm":
        if self.at_least is None and self.share is None:
            raise ValueError("needs at-least or share")
        if isinstance(self.at_least, dict) and "default" not in self.at_least:
            raise ValueError("at-least by platform needs a default")
        return self


class MissingForm(_Form):
    """What is not there."""

    what: Literal["empathy", "facts", "solution"] | None = None
    phrases: list[str] | None = None
    where: Literal["first-sentence", "opening", "closing", "draft"] = Field(default="draft", alias="in")

    @model_validator(mode="after")
    def _names_one(self) -> "MissingForm":
        if (self.what is None) == (self.phrases is None):
            raise ValueError("names either what or phrases")
        return self


class DetectForm(_Form):
    """A finder in code, from a confidence on."""

    name: str
    confidence: float = Field(default=0.5, ge=0, le=1)


class MatchForm(_Form):
    """Exactly one matcher kind."""

    phrases: list[str] | None = Field(default=None, min_length=1)
    about: AboutForm | None = None
    where: Literal["opening", "closing", "first-sentence", "draft"] = Field(default="draft", alias="in")
    at_least: int = Field(default=1, alias="at-least", ge=1)
    pattern: PatternForm | None = None
    count: CountForm | None = None
    missing: MissingForm | None = None
    detect: DetectForm | str | None = None
    context: Literal[True] | None = None

    @model_validator(mode="after")
    def _picks_one(self) -> "MatchForm":
        kinds = ("phrases", "pattern", "count", "missing", "detect", "context")
        picked = [kind for kind in kinds if getattr(self, kind) is not None]
        if len(picked) != 1:
            raise ValueError(f"picks exactly one of {', '.join(kinds)}; here: {', '.join(picked) or 'none'}")
        if picked != ["phrases"] and self.model_fields_set - set(picked):
            raise ValueError("about, in and at-least go with phrases")
        return self


class AddressForm(_Form):
    """A text by form of address."""

    u: str
    je: str
    none: str | None = None


class LanguageForm(_Form):
    """A text by the draft's language, for rules of any language."""

    nl: str
    en: str


class FixForm(_Form):
    """A better wording for a stretch of the draft."""

    scope: Literal["span", "clause", "sentence", "opening", "closing"]
    text: str | AddressForm | LanguageForm | None = None
    transform: Literal["lowercase", "full-stops"] | None = None
    openers: int = Field(default=0, ge=0, le=3)
    title: TextsForm | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> "FixForm":
        if (self.text is not None) + (self.transform is not None) + (self.openers > 0) != 1:
            raise ValueError("has exactly one of text, transform and openers")
        return self


class ThreadForm(_Form):
    """An earlier message of an example."""

    text: str
    own: bool = False


class ExampleForm(_Form):
    """An example in a context of its own."""

    text: str
    parent: str | None = None
    place: Place | None = None
    account: Account | None = None
    situation: SituationName | None = None
    turn: int | None = Field(default=None, ge=1, le=9)
    platform: str | None = None
    attachments: list[str] = []
    alt: str | None = None
    """The description of every attachment; empty where it is known to have none."""
    thread: list[ThreadForm] = []

    @model_validator(mode="after")
    def _knows_its_attachments(self) -> "ExampleForm":
        for item in self.attachments:
            if item.split(":")[0] not in (*ATTACHMENT_KINDS, "music"):
                raise ValueError(f"unknown attachment {item!r}")
        return self


class ExamplesForm(_Form):
    """What the rule must leave alone, and what it must catch."""

    good: list[str | ExampleForm] = Field(min_length=1)
    bad: list[str | ExampleForm] = Field(min_length=1)


class RuleForm(_Form):
    """One rule file."""

    phenomenon: Annotated[list[str], BeforeValidator(_listed)] = []
    severity: Literal["suggestion", "warning", "error"]
    status: Literal["preview", "stable", "deprecated"] = "stable"
    message: TextsForm
    why: TextsForm
    advice: TextsForm
    when: FactsForm = FactsForm()
    match: MatchForm
    needs: list[ConditionForm] = []
    unless: list[ConditionForm] = []
    raises: list[ConditionForm] = Field(default=[], alias="raise")
    lowers: list[ConditionForm] = Field(default=[], alias="lower")
    span: Literal["match", "clause", "sentence"] = "match"
    fixes: list[FixForm] = Field(default=[], max_length=3)
    confidence: float | None = Field(default=None, ge=0, le=1)
    reader: Literal["agrees"] | None = None
    examples: ExamplesForm
    source: str = Field(min_length=1)


class RemovalForm(_Form):
    """A file that removes a rule of the language below."""

    status: Literal["off"]
    source: str | None = None
