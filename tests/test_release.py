from __future__ import annotations

import re
from pathlib import Path

import pagestrata

ROOT = Path(__file__).resolve().parents[1]


def test_changelog_begins_with_this_version() -> None:
    head = re.search(r"^## \[(.+?)\] - (\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert head is not None
    assert head[1] == pagestrata.__version__


def test_citation_names_this_version_and_the_day_of_the_changelog() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    day = re.search(r"^## \[.+?\] - (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert day is not None
    assert f"\nversion: {pagestrata.__version__}\n" in citation
    assert f"\ndate-released: {day[1]}\n" in citation
