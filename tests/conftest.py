"""What all tests share."""

import sys
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache

HERE = Path(__file__).parent
PAGES = Path(sys.prefix) / "kalm-test-pages"
FIRST = ("training/test_small.py", "deploy/test_wheelhouse.py")
"""What takes longest begins first, so that it is not left over at the end."""

# The machine is shared, so an example's time says nothing; where time matters a test measures it itself.
settings.register_profile("kalm", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("kalm")

# Hundreds of tests make an app of their own; its pages are compiled once. The cache goes by what a page's source says.
PAGES.mkdir(exist_ok=True)
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache(str(PAGES))}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files in `FIRST` come first; a file's tests run in one process (``--dist loadfile``)."""
    items.sort(key=lambda item: str(item.path.relative_to(HERE)) not in FIRST)
