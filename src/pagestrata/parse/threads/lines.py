"""What the finders of telling lines ask of a line: its length, a pattern of the layouts file, a time. This room judges nothing."""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from typing import Final

from pagestrata.parse.chars import COLONS, LIST_SIGNS
from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import SURELY_NAMED, masked, read_line
from pagestrata.parse.threads.layouts import TIME, first_match, words
from pagestrata.parse.threads.shapes import LONGEST

LONGEST_JOINED: Final = 60
"""Characters of a line that a sign at its end joins to the next."""
BULLETS: Final = f"{LIST_SIGNS} "
"""Signs of lists, and what stands around them."""
_JOINTS: Final = "\u00b7\u2022|"
_COLON: Final = f" {COLONS}…\u00a0"


def is_figures(line: str) -> bool:
    """Whether a line has digits and no letters, as votes have."""
    return any(map(str.isdigit, line)) and not any(map(str.isalpha, line))


def is_button(line: str) -> bool:
    """Whether a line is a button of a comment and nothing else.

    With a list sign it is none, unless the caller takes that off (`BULLETS`): `\u2022 permalink` begins headers.
    """
    return line.lower() in words("control")


def is_bare_heading(line: str) -> bool:
    """Whether a line is a heading of comments without a number, and nothing else."""
    low = line.lower().rstrip(_COLON)
    return low in words("comments") or low in words("comments_over")


def is_header(line: str) -> bool:
    """Whether a line says, as boards print it, who wrote the post whose header it is, and when: `Post by Ann » 5 May 2020`."""
    return line.lower().startswith(_post_by()) and fits("header", line)


@cache
def _post_by() -> tuple[str, ...]:
    return tuple(words("post_by"))


def short_lines(lines: PageLines, where: range, longest: int) -> list[int]:
    """Lines of a stretch that have so many characters at most."""
    texts = lines.texts
    return [i for i in where if len(texts[i]) <= longest]


def lines_beginning_with(lines: PageLines, signs: Container[str], longest: int) -> list[int]:
    """Lines of a page that begin with one of some signs and have so many characters at most."""
    return [i for i, text in enumerate(lines.texts) if text[0] in signs and len(text) <= longest]


def fits(table: str, line: str) -> bool:
    """Whether a line matches a pattern of a table, its times replaced by the sign for one."""
    return first_match(table, masked(line, find_times(line))) is not None


def prints_time(lines: PageLines, i: int) -> bool:
    """Whether line `i` is short and prints a time; no line before the first does."""
    return i >= 0 and len(lines.texts[i]) <= LONGEST and bool(find_times(lines.line(i)))


def is_time(lines: PageLines, i: int) -> bool:
    """Whether line `i` is a short one that prints a time and nothing else."""
    return prints_time(lines, i) and masked(lines.line(i), find_times(lines.line(i))) == TIME


def is_joined_to_next(lines: PageLines, i: int) -> bool:
    """Whether line `i` is short, says something, and ends in a sign that joins it to the line right below it: `Ann Ferris \u00b7`."""
    text = lines.texts[i]
    if text[-1] not in _JOINTS or not 1 < len(text) <= LONGEST_JOINED or i + 1 >= len(lines):
        return False
    return any(map(str.isalpha, text)) and lines.text.count("\n", lines.ends[i], lines.starts[i + 1]) == 1


def is_signed(line: str) -> bool:
    """Whether a line says who wrote, by a pattern of the layouts file, and when."""
    fields = read_line(line) if find_times(line) else None
    return fields is not None and fields.named == SURELY_NAMED and fields.is_dated
