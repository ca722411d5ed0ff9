"""What lint_rules/coverage.yml says of the unseen wordings is true."""

import pytest
from click.testing import CliRunner

from kalm.cli import main


@pytest.mark.slow
def test_coverage_is_what_the_rules_catch_today() -> None:
    result = CliRunner().invoke(main, ["rules", "coverage", "--check"])
    assert result.exit_code == 0, result.stderr
