"""Which platforms an extension reads, and repairs to how it finds things there: ``GET /v1/platforms``.

Sites change without notice. So an operator can switch one off, or replace selectors, in a file of data
(``KALM_PLATFORMS_FILE``), and no extension needs to be shipped for it.
"""

from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from kalm.api.answer import Out
from kalm.api.openapi import operation
from kalm.api.state import state
from kalm.api.unchanging import unchanging
from kalm.config import SettingError
from kalm.core.draft import PLATFORMS

FIRST_VERSION: Final = "0.1.0"
"""Version of the extension from which a platform is read, until an adapter needs a newer one."""

blueprint = Blueprint("platforms", __name__)


class PlatformOut(Out):
    """How a client is to treat one platform."""

    enabled: bool
    selectors: dict[str, list[str]] | None = Field(
        default=None, description="replace those that a client brings, by purpose"
    )
    from_version: str = Field(description="the client's version from which this holds")


class PlatformsAnswer(RootModel[dict[str, PlatformOut]]):
    """Platforms by id."""


class _PlatformIn(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    enabled: bool = True
    selectors: dict[str, list[str]] | None = None
    from_version: str = Field(default=FIRST_VERSION, pattern=r"^\d{1,4}(\.\d{1,4}){0,2}$")


class _PlatformsIn(RootModel[dict[str, _PlatformIn]]):
    pass


def read_platforms(path: Path | None) -> dict[str, Any]:
    """What ``/v1/platforms`` answers: every platform on, with the changes that the file at ``path`` makes.

    Raises `SettingError` if the file cannot be read, or names an unknown platform or field.
    """
    given: dict[str, _PlatformIn] = {}
    if path is not None:
        try:
            given = _PlatformsIn.model_validate_json(path.read_bytes()).root
        except OSError as error:
            raise SettingError("KALM_PLATFORMS_FILE", f"cannot be read: {error.strerror}") from None
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise SettingError("KALM_PLATFORMS_FILE", f"{where or 'file'}: {first['msg']}") from None
    for name in given.keys() - set(PLATFORMS):
        raise SettingError("KALM_PLATFORMS_FILE", f"{name}: no such platform")
    plain = _PlatformIn()
    return {name: given.get(name, plain).model_dump(exclude_none=True) for name in PLATFORMS}


@blueprint.get("/v1/platforms")
@operation(
    "Platforms that are read",
    "Lets a broken one be switched off or repaired from afar.",
    answers=PlatformsAnswer,
    problems=(304, 401, 421),
)
def platforms() -> Response:
    """Platforms, and whether and how clients may read them."""
    return unchanging(state().platforms)
