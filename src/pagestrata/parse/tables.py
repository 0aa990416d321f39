"""Tables of an article: rows of cells, one below another. A table is of the article with all of its rows, or not at all.

Short cells look like menus to the tagger, so that rows in the middle of a table are left out. What a row looks like is told here, for
`roles` as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Final

from pagestrata.parse.lines import PageLines
from pagestrata.records import Role

LEAST_ROWS: Final = 2
"""Rows of a table."""
_BAR: Final = "|"
_PARTED: Final = f" {_BAR} "
_BORDER: Final = "-=+|:"
# `+------+-------+`, `------+-------` (psql), `--- | ---`
_BORDERED: Final = re.compile(r"[+|]?\s?:?[-=]{2,}:?(?:\s?[+|]\s?:?[-=]{2,}:?)+\s?[+|]?")
_MISTAKEN: Final = (Role.PARAGRAPH, Role.HEADING, Role.CAPTION)
"""What a row may have been taken for."""
_LEAST_SIGNS: Final = 2
"""Signs between the cells of a row that has no bar at either end: two may stand in a sentence with a gap."""


def _is_border(text: str) -> bool:
    return text[-1] in _BORDER and _BORDERED.fullmatch(text) is not None


def is_row(text: str) -> bool:
    """Whether a line has three cells at least, is a row of Markdown, or the border of a table."""
    is_markdown = text[0] == text[-1] == _BAR and text.count(_BAR) > _LEAST_SIGNS
    return is_markdown or _is_border(text) or text.count("\t") >= _LEAST_SIGNS or text.count(_PARTED) >= _LEAST_SIGNS


def _runs(lines: PageLines, near: range, fits: Callable[[str], bool]) -> Iterator[range]:
    """Lines that fit and stand right below each other."""
    first: int | None = None
    for i in (*near, None):
        goes_on = i is not None and fits(lines.line(i))
        if first is not None and (i is None or not goes_on or lines.blanks[i]):
            yield range(first, near.stop if i is None else i)
            first = None
        if first is None and goes_on:
            first = i


def _tables(lines: PageLines, near: range) -> Iterator[range]:
    """Rows that stand right below each other; those of two cells are rows where a border tells it."""
    for table in _runs(lines, near, lambda text: is_row(text) or _PARTED in text):
        if any(_is_border(lines.line(i)) for i in table):
            yield table
        else:
            yield from _runs(lines, table, is_row)


def with_tables(lines: PageLines, roles: Mapping[int, Role], taken: Container[int] = frozenset()) -> dict[int, Role]:
    """The lines of an article with their roles, in which all rows of its tables are rows, and those that were left out.

    A table is of the article where half of its rows are, or the lines above and below it.

    Args:
        lines: the page.
        roles: the role of each line of the article, in order.
        taken: lines of comments.

    Returns:
        The lines in order.
    """
    if not roles:
        return dict(roles)
    left: dict[int, Role] = {}
    for table in _tables(lines, range(min(roles), max(roles) + 1)):
        found = sum(i in roles for i in table)
        is_inside = 2 * found >= len(table) or (table.start - 1 in roles and table.stop in roles)
        if len(table) >= LEAST_ROWS and is_inside and not any(i in taken for i in table):
            left.update((i, Role.TABLE) for i in table if roles.get(i, Role.PARAGRAPH) in _MISTAKEN)
    return dict(sorted((dict(roles) | left).items()))
