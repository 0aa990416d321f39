"""Lines: cut at LF, CRLF and CR only, nothing lost, pages independent of their neighbours in a batch."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagestrata.parse.lines import PageLines, number_of_words, split_batch, split_lines

TEXT = st.text(st.characters() | st.sampled_from(" \n\r\t\x0b\x0c\x1c\x85\u2028\u3000•"), max_size=200)


def one_by_one(text: str) -> list[tuple[int, int, int, int]]:
    """Start, end, indent and blanks of every line, the slow and plain way."""
    lines: list[tuple[int, int, int, int]] = []
    last = 0
    for match in re.finditer(r"[^\r\n]+", text):
        raw = match.group()
        core = raw.strip()
        if core:
            indent = len(raw) - len(raw.lstrip())
            start = match.start() + indent
            breaks = len(re.findall(r"\r\n|\r|\n", text[last:start]))
            lines.append((start, start + len(core), indent, max(0, breaks - 1) if lines else breaks))
            last = start + len(core)
    return lines


def columns(lines: PageLines) -> list[tuple[int, int, int, int]]:
    return list(zip(lines.starts, lines.ends, lines.indents, lines.blanks, strict=True))


@given(TEXT)
def test_lines_are_those_of_the_plain_way(text: str) -> None:
    assert columns(split_lines(text)) == one_by_one(text)


@given(st.lists(TEXT, max_size=5))
def test_pages_do_not_see_each_other(texts: list[str]) -> None:
    batch = split_batch(texts)
    assert [columns(batch.page_lines(i)) for i in range(len(texts))] == [columns(split_lines(text)) for text in texts]


@pytest.mark.parametrize(
    ("text", "lines"),
    [("a\r\nb", ["a", "b"]), ("a\rb", ["a", "b"]), ("a\x85b\u2028c\x0cd", ["a\x85b\u2028c\x0cd"]), (" \t\n\u3000", [])],
)
def test_what_ends_a_line(text: str, lines: list[str]) -> None:
    found = split_lines(text)
    assert [found.line(i) for i in range(len(found))] == lines


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("हिन्दी में समाचार पढ़ें", 4),
        ("বাংলায় খবর পড়ুন", 3),
        ("செய்திகள் படிக்க", 2),
        ("می‌خواهم کتاب‌ها را بخوانم", 4),
        ("un cafe\u0301s noir", 3),
        ("อ่านข่าวภาษาไทย ที่นี่", 2),
        ("昨天，渡轮又晚点了。", 2),
        ("The ferry's late - again, 7:15", 7),
        ("no_name 12", 2),
        ("— \u0301 … \u200d", 0),
    ],
)
def test_marks_and_joiners_are_part_of_their_words(text: str, count: int) -> None:
    assert number_of_words(text) == count
