"""Naming rules: a category, a folder of ids, or one id."""

import re
from functools import lru_cache

from kalm.core import CATEGORIES

FORM = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_*-]+)*(\.\*)?|\*")


def check_selector(selector: str) -> str:
    """``selector`` itself. Raises `ValueError` for a text that can name no rule."""
    if not FORM.fullmatch(selector) or ("." not in selector and selector != "*" and selector not in CATEGORIES):
        raise ValueError("must be a category, an id or ids with * for a part (nl.spam.*)")
    return selector


def selects(selector: str, rule: str, category: str) -> bool:
    """Whether ``selector`` names that rule."""
    if selector in (category, rule):
        return True
    return "*" in selector and _pattern(selector).fullmatch(rule) is not None


def weight(selector: str) -> tuple[int, int]:
    """How exactly it names: an id above ids with a star, those above a category, a category above all rules (`*`); of
    two with stars the longer one."""
    if selector == "*":
        return (-1, 0)
    if "*" in selector:
        return (1, len(selector.replace("*", "")))
    return (2, 0) if "." in selector else (0, 1)


@lru_cache(maxsize=1024)
def _pattern(selector: str) -> re.Pattern[str]:
    return re.compile("[^.]*".join(map(re.escape, selector.removesuffix(".*").split("*"))) + _tail(selector))


def _tail(selector: str) -> str:
    return r"(\..*)?" if selector.endswith(".*") else ".*" if selector == "*" else ""
