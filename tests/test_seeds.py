"""The five seed pages against what a reader finds on them.

A case names every line of its page once (lines counted from 1): the roles of the article, the comments, the categories of
the boilerplate. `a|b` accepts either name. A body is given by its first and last words and its length in characters.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pagestrata import Article, Comment, ParsedPage, parse

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted((ROOT / "tests" / "cases" / "in_the_wild").glob("*.json"))
Case = dict[str, Any]


def _numbers(spec: str) -> Iterator[int]:
    for part in spec.split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _line_starts(text: str) -> list[int]:
    return [0, *(i + 1 for i, character in enumerate(text) if character == "\n"), len(text) + 1]


def _at(spans: list[tuple[str, int, int]], text: str) -> dict[int, set[str]]:
    """For each line that is not blank: the names of the spans that its characters lie in, `-` where in none."""
    named = ["-"] * len(text)
    for name, start, end in spans:
        named[start:end] = [name] * (end - start)
    found: dict[int, set[str]] = {}
    for number, (start, end) in enumerate(pairwise(_line_starts(text)), 1):
        names = {named[i] for i in range(start, min(end, len(text))) if not text[i].isspace()}
        if names:
            found[number] = names
    return found


def _wanted(case: Case) -> dict[int, str]:
    lines = {n: name for part in ("article", "boilerplate") for name, spec in case[part].items() for n in _numbers(spec)}
    return lines | {n: f"comment {i}" for i, comment in enumerate(case["comments"]) for n in _numbers(comment["lines"])}


def _article_facts(article: Article) -> Case:
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "published_text": article.published_text,
        "language": article.language,
    }


def _comment_facts(comment: Comment, number: dict[str, int]) -> Case:
    words = comment.text.split()
    return {
        "kind": comment.kind.value,
        "author": comment.author,
        "location": comment.author_location,
        "posted_at": comment.posted_at.isoformat() if comment.posted_at else None,
        "posted_text": comment.posted_text,
        "parent": number.get(comment.parent_id or ""),
        "body_starts": " ".join(words[:4]),
        "body_ends": " ".join(words[-4:]),
        "body_chars": len(comment.text),
    }


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case_and_page(request: pytest.FixtureRequest) -> tuple[Case, ParsedPage]:
    case: Case = json.loads(request.param.read_text(encoding="utf-8"))
    parsed = parse((ROOT / case["page"]).read_bytes().decode("utf-8"))
    assert isinstance(parsed, ParsedPage)
    return case, parsed


def test_every_seed_has_a_case() -> None:
    named = {json.loads(path.read_text(encoding="utf-8"))["page"] for path in CASES}
    assert named == {f"seeds/{path.name}" for path in (ROOT / "seeds").glob("*.txt")}


def test_every_line_is_in_its_stratum(case_and_page: tuple[Case, ParsedPage]) -> None:
    case, parsed = case_and_page
    spans = [(f"comment {i}", comment.start, comment.end) for i, comment in enumerate(parsed.comments)]
    spans += [(segment.category.value, segment.start, segment.end) for segment in parsed.boilerplate]
    spans += [(block.role.value, block.start, block.end) for block in (parsed.article.blocks if parsed.article else ())]
    wanted = _wanted(case)
    found = _at(spans, parsed.page.text)
    assert {n: names for n, names in found.items() if not names <= set(wanted[n].split("|"))} == {}


def test_article_fields(case_and_page: tuple[Case, ParsedPage]) -> None:
    case, parsed = case_and_page
    assert parsed.article is not None
    facts = _article_facts(parsed.article)
    assert facts == {name: case[name] for name in facts}
    assert parsed.page.page_type == case["page_type"]


def test_comment_fields(case_and_page: tuple[Case, ParsedPage]) -> None:
    case, parsed = case_and_page
    number = {comment.comment_id: i for i, comment in enumerate(parsed.comments)}
    found = [_comment_facts(comment, number) for comment in parsed.comments]
    assert found == [{key: value for key, value in comment.items() if key != "lines"} for comment in case["comments"]]


def test_index_names_the_seeds_and_their_bytes() -> None:
    index = [json.loads(line) for line in (ROOT / "seeds" / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    stored = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (ROOT / "seeds").glob("*.txt")}
    assert {entry["file"]: entry["sha256"] for entry in index} == stored
    assert all(entry["source"] and entry["rights"] for entry in index)
