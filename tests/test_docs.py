from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

from pagestrata import ParsedPage, parse
from pagestrata.view import strata

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")] + sorted((ROOT / "docs").glob("*.md"))


def test_generated_docs_equal_the_code() -> None:
    done = subprocess.run([sys.executable, "scripts/docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_links_between_the_docs_lead_somewhere() -> None:
    links = [(page, link) for page in PAGES for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))]
    files = [(page, link) for page, link in links if "://" not in link]
    assert len(files) > 5
    assert [link for page, link in files if not (page.parent / link).exists()] == []


def test_every_make_target_in_the_docs_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"^(?:.*`)?make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)}
    assert {"dataset", "test"} <= named <= targets


def test_the_picture_shows_the_sample_page_as_it_is_parsed_now() -> None:
    parsed = parse((ROOT / "docs" / "sample_page.txt").read_bytes().decode("utf-8"))
    assert isinstance(parsed, ParsedPage)
    drawn = [
        unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", (ROOT / "docs" / "strata.svg").read_text(encoding="utf-8"))
    ]
    labels = [stratum.label.replace("_", " ") for stratum in strata(parsed) if stratum.label]
    assert [text for text in drawn if text in set(labels)] == labels, "run `make picture`"
