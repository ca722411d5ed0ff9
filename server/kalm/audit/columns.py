"""Which column of a table holds what: by its name, or because somebody said so."""

from collections.abc import Mapping, Sequence

NAMES: Mapping[str, tuple[str, ...]] = {
    "draft": ("draft", "reply", "antwoord", "text", "bericht"),
    "parent": ("parent", "message", "vraag"),
    "platform": ("platform", "kanaal", "channel", "network"),
    "place": ("place", "plaats"),
    "account": ("account",),
    "language": ("language", "lang", "taal"),
    "date": ("date", "datum", "created_at", "created", "timestamp", "time", "tijdstip"),
    "id": ("id",),
}
"""What a post is made of, and the names of columns that hold it. The first name that is there counts, so a table
with both ``antwoord`` and ``bericht`` has its draft in ``antwoord``."""

MOST_COLUMNS = 256


class UnreadableError(Exception):
    """A file that cannot be read at all. The text says why and quotes nothing from the file."""


def find(head: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """Part of a post → index of its column in ``head``. ``chosen`` names columns that go before `NAMES`.

    Raises `UnreadableError` where there is no column for the draft, or a chosen one is not there.
    """
    if len(head) > MOST_COLUMNS:
        raise UnreadableError(f"The table has {len(head)} columns; at most {MOST_COLUMNS} can be read.")
    places: dict[str, int] = {}
    for index, name in enumerate(head):
        places.setdefault(_plain(name), index)
    found: dict[str, int] = {}
    for part, name in chosen.items():
        if _plain(name) not in places:
            raise UnreadableError(f"There is no column {name!r}, which was to hold the {part}.")
        found[part] = places[_plain(name)]
    taken = set(found.values())
    for part, names in NAMES.items():
        free = (places[name] for name in names if name in places and places[name] not in taken)
        if part not in found and (place := next(free, None)) is not None:
            found[part] = place
            taken.add(place)
    if "draft" not in found:
        raise UnreadableError(
            f"No column holds the draft: its first row must name one of them {', '.join(NAMES['draft'])}, "
            "or another name must be given for it (--column draft=NAME)."
        )
    return found


def recognised(head: Sequence[str], chosen: Mapping[str, str]) -> int:
    """How many parts of a post this head would name."""
    names = {_plain(name) for name in head}
    known = {name for alternatives in NAMES.values() for name in alternatives} | {
        _plain(name) for name in chosen.values()
    }
    return len(names & known)


def rename(fields: Mapping[str, object], chosen: Mapping[str, str]) -> dict[str, object]:
    """The parts of a post in a JSON object, under their own names; every other field stays out."""
    places: dict[str, object] = {}
    for name, value in fields.items():
        places.setdefault(_plain(name), value)
    found: dict[str, object] = {}
    taken: set[str] = {_plain(name) for name in chosen.values()}
    for part, names in NAMES.items():
        here = (_plain(chosen[part]),) if part in chosen else tuple(name for name in names if name not in taken)
        filled = next((name for name in here if places.get(name) is not None), None)
        if filled is not None:
            found[part] = places[filled]
            taken.add(filled)
    return found


def _plain(name: str) -> str:
    """A name as it is compared: ``Created at`` is ``created_at``."""
    return "_".join(name.replace("-", " ").replace("_", " ").casefold().split())
