"""The HTTP interface: thin, without a rule of its own. `create_app` makes the app."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kalm.api.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """The app knows the pages and the pages know `kalm.api.auth`, so the app is looked up when it is asked for."""
    if name == "create_app":
        from kalm.api.app import create_app

        return create_app
    raise AttributeError(name)
