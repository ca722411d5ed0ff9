"""LanguageTool's HTTP protocol, spoken by Kalm, so that every LanguageTool client shows Kalm's findings too."""

from kalm.api.languagetool.errors import worded
from kalm.api.languagetool.routes import blueprint

__all__ = ["blueprint", "worded"]
