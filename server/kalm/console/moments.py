"""Days and moments as people read them, in the language of the page."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

MONTHS: Final[Mapping[str, str]] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def day(value: dt.date, language: str) -> str:
    """``26 november 2026``."""
    return f"{value.day} {MONTHS[language].split()[value.month - 1]} {value.year}"


def moment(value: dt.datetime, language: str) -> str:
    """``26 november 2026, 07:10 UTC``: servers and readers may be in different zones, so the zone is said. A moment
    without a zone is UTC."""
    utc = value.astimezone(dt.UTC) if value.tzinfo is not None else value
    return f"{day(utc.date(), language)}, {utc:%H:%M} UTC"
