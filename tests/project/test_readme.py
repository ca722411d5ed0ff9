"""The README shows what really happens, and every page it and the docs name is there."""

import re
from pathlib import Path

import pytest

from tools.readme_examples import EXAMPLE, README, ROOT, laid_out, renewed

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.slow
def test_every_answer_in_the_readme_is_the_real_one() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(EXAMPLE.findall(text)) == 2
    assert renewed(text) == text


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_json_is_laid_out_line_by_line_only_where_it_is_long() -> None:
    assert laid_out({"a": [1, 2], "b": "x" * 100}) == '{\n  "a": [1, 2],\n  "b": "' + "x" * 100 + '"\n}'
