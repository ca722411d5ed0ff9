"""The HTTP interface: thin, without a rule of its own. `create_app` makes the app."""

from kalm.api.app import create_app

__all__ = ["create_app"]
