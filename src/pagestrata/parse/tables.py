"""Tables of an article: rows of cells, one below another. A table is of the article with all of its rows, or not at all.

Short cells look like menus to the tagger, so that rows in the middle of a table are left out. What a row looks like is told here, for
`roles` as well.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Final

from pagestrata.parse.lines import PageLines
from pagestrata.records import Role

LEAST_ROWS: Final = 2
"""Rows of a table."""
_BAR: Final = "|"
_LEAST_SIGNS: Final = 2
"""Signs between the cells of a row that has no bar at either end: two may stand in a sentence with a gap."""


def is_row(text: str) -> bool:
    """Whether a line has three cells at least, or is a row of Markdown."""
    is_markdown = text[0] == text[-1] == _BAR and text.count(_BAR) > _LEAST_SIGNS
    return is_markdown or text.count("\t") >= _LEAST_SIGNS or text.count(f" {_BAR} ") >= _LEAST_SIGNS


def _tables(lines: PageLines, near: range) -> Iterator[range]:
    """Rows that stand right below each other."""
    first: int | None = None
    for i in range(near.start, near.stop + 1):
        goes_on = i < near.stop and is_row(lines.line(i)) and (first is None or not lines.blanks[i])
        if first is not None and not goes_on:
            yield range(first, i)
            first = None
        if first is None and i < near.stop and is_row(lines.line(i)):
            first = i


def with_tables(lines: PageLines, roles: Mapping[int, Role], taken: Container[int] = frozenset()) -> dict[int, Role]:
    """The lines of an article with their roles, and those rows of its tables that were left out.

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
        if len(table) >= LEAST_ROWS and found < len(table) and is_inside and not any(i in taken for i in table):
            left.update((i, Role.TABLE) for i in table)
    return dict(sorted((left | dict(roles)).items()))
