"""What a caller may send to ``POST /v1/lint``, and how it becomes a draft.

Unknown fields are passed over: the interface only ever grows, and a newer client must be able to talk to an
older Kalm. Types are taken at their word (``"true"`` is no boolean), and ``null`` is allowed only where it
means something.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kalm.core import Attachment, Context, Draft, Message
from kalm.text.language import LONGEST_TAG, TAG, spelled

DRAFT_LIMIT = 20_000
MESSAGE_LIMIT = 5_000
THREAD_LIMIT = 20
"""Longest draft and message in code points, and messages in a thread."""

Check = Literal["rules", "grammar"]

_RULES_ONLY: list[Check] = ["rules"]

MessageText = Annotated[str, Field(max_length=MESSAGE_LIMIT)]


class Wire(BaseModel):
    """What every model of a request shares."""

    model_config = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)


class ParentIn(Wire):
    """The message that is answered."""

    text: MessageText
    author: str | None = None


class TurnIn(Wire):
    """An earlier message of the conversation."""

    text: MessageText
    author: str | None = None
    own: bool = Field(description="whether we wrote it")


class AttachmentIn(Wire):
    """Something that is posted along with the text."""

    kind: Literal["image", "video", "audio", "link", "document"]
    rights: Literal["own", "licensed", "unknown"] = Field(
        default="unknown", description="what the writer knows of them"
    )
    credit: str | None = Field(default=None, description="the credit line, if there is one")
    alt: str | None = Field(default=None, description="the alternative text, if there is one")


class ContextIn(Wire):
    """Facts around the draft."""

    platform: str | None = Field(default=None, description="x, facebook, linkedin, instagram, mastodon, bluesky, …")
    place: Literal["page", "group", "dm", "post"] | None = Field(
        default=None,
        description="run by us, somebody else's, private, a post of one's own; "
        "by default post without a parent, else page",
    )
    account: Literal["brand", "personal", "ambassador"] = Field(default="brand", description="whose voice")
    parent: ParentIn | None = None
    thread: list[TurnIn] = Field(
        default_factory=list, max_length=THREAD_LIMIT, description="earlier messages, oldest first, without the parent"
    )
    attachments: list[AttachmentIn] = Field(default_factory=list)
    situation: Literal["complaint", "misinformation", "compliment", "question", "abuse", "other"] | None = Field(
        default=None, description="set by a person; overrides what Kalm assumes"
    )


class LintRequest(Wire):
    """A draft, and what there is to know about it."""

    text: str = Field(max_length=DRAFT_LIMIT, description="the draft")
    language: str = Field(
        default="auto",
        pattern=f"^({TAG})$",
        max_length=LONGEST_TAG,
        description="language of the draft: nl, nl-BE, en, en-GB, … or auto",
    )
    offset_unit: Literal["utf-16", "codepoint"] = Field(
        default="utf-16", description="unit of every offset in the answer"
    )
    context: ContextIn = Field(default_factory=lambda: ContextIn())
    strictness: Literal["quiet", "balanced", "keen"] | None = Field(default=None, description="by default the policy's")
    checks: list[Check] = Field(
        default_factory=lambda: _RULES_ONLY.copy(),
        json_schema_extra={"default": ["rules"]},
        description="rules is all that Kalm finds by itself; grammar is asked for apart",
    )


def to_draft(asked: LintRequest) -> Draft:
    """The draft that ``asked`` is about, its defaults filled in."""
    return Draft(asked.text, to_context(asked.context), spelled(asked.language))


def to_context(given: ContextIn) -> Context:
    """The facts around a draft, their defaults filled in."""
    parent = given.parent
    return Context(
        platform=given.platform.lower() if given.platform else None,
        place=given.place or ("page" if parent else "post"),
        account=given.account,
        parent=Message(parent.text, parent.author) if parent else None,
        thread=tuple(Message(turn.text, turn.author, turn.own) for turn in given.thread),
        attachments=tuple(Attachment(it.kind, it.rights, it.credit, it.alt) for it in given.attachments),
        situation=given.situation,
    )
