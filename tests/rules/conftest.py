"""The shipped rules, loaded once."""

import pytest

from kalm.linting import Linter
from tests.shipped import shipped


@pytest.fixture(scope="session")
def linter() -> Linter:
    return shipped()
