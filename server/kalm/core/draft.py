"""What is asked: a draft and the facts around it."""

from dataclasses import dataclass, field

ACCOUNTS = ("brand", "personal", "ambassador")
"""Whose voice speaks: the organisation, a staff member, a staff member sharing its news."""

PLACES = ("page", "group", "dm", "post")
"""Where the text will stand: run by us, somebody else's group or page, private, a post of one's own."""

SITUATIONS = ("complaint", "misinformation", "compliment", "question", "abuse", "other")
"""What kind of message the draft answers."""

PLATFORMS = (
    "x",
    "facebook",
    "linkedin",
    "instagram",
    "threads",
    "mastodon",
    "bluesky",
    "youtube",
    "reddit",
    "tiktok",
    "whatsapp",
    "zendesk",
    "chatwoot",
)
"""Platforms that rules may tell apart; another name is allowed and means nothing to them."""

ATTACHMENT_KINDS = ("image", "video", "audio", "link", "document")
RIGHTS = ("own", "licensed", "unknown")


@dataclass(frozen=True, slots=True)
class Message:
    """A message that is not the draft: the parent, or an earlier turn of the thread."""

    text: str
    author: str | None = None
    own: bool = False
    """Whether we wrote it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that is posted along with the text. ``rights`` is what the writer knows of it."""

    kind: str
    rights: str = "unknown"
    credit: str | None = None
    alt: str | None = None
    """The description for people who do not see it; empty where it is known to have none."""


@dataclass(frozen=True, slots=True)
class Context:
    """Facts around a draft that a rule may read. ``None`` means not known, never guessed.

    Raises `ValueError` for a place or an account that there is not: rules and reader would take it for one in silence.
    """

    platform: str | None = None
    place: str = "post"
    account: str = "brand"
    parent: Message | None = None
    thread: tuple[Message, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    situation: str | None = None
    """Set by a person; overrides the classifier."""

    def __post_init__(self) -> None:
        if self.place not in PLACES:
            raise ValueError(f"place: {self.place!r} is none of {', '.join(PLACES)}")
        if self.account not in ACCOUNTS:
            raise ValueError(f"account: {self.account!r} is none of {', '.join(ACCOUNTS)}")

    @property
    def turn(self) -> int:
        """1 for our first reply in this conversation, 2 for the second, and so on."""
        return 1 + sum(message.own for message in self.thread)


@dataclass(frozen=True, slots=True)
class Draft:
    """The text about to be posted. ``language`` is a tag such as ``nl`` or ``nl-BE``, or ``auto``."""

    text: str
    context: Context = field(default_factory=Context)
    language: str = "auto"
