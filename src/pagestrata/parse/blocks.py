"""Blocks of an article and its text: a block is a line, but for programs and tables, whose lines stay together as they are printed.

Parted by blank lines and without what they are set in by, neither can be read. This room puts lines together; what a line is was told
in `roles` and `programs`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from pagestrata.parse.lines import PageLines
from pagestrata.parse.plain import Plain
from pagestrata.parse.programs import MOST_BLANK
from pagestrata.records import BODY_ROLES, Role

_MOST_BLANK: Final = {Role.CODE: MOST_BLANK, Role.TABLE: 0}
"""Roles of which neighbouring lines are one block, and the blank lines between two of them."""
_BREAKS: Final = "\r\n"
_BREAK: Final = re.compile(r"\r\n?|\n")


class Lines(NamedTuple):
    """Lines of a page that are one block: what they are, the first and the last of them."""

    role: Role
    first: int
    last: int


def blocks_of(lines: PageLines, roles: Sequence[tuple[int, Role]]) -> tuple[Lines, ...]:
    """The blocks of an article, in order.

    Args:
        lines: the page.
        roles: each line of the article with its role, in order.
    """
    blocks: list[Lines] = []
    for i, role in roles:
        above = blocks[-1] if blocks else None
        if above and above.role is role and above.last == i - 1 and lines.blanks[i] <= _MOST_BLANK.get(role, -1):
            blocks[-1] = above._replace(last=i)
        else:
            blocks.append(Lines(role, i, i))
    return tuple(blocks)


def text_of(plain: Plain, lines: PageLines, blocks: Sequence[Lines]) -> str:
    """The readable text of an article: the blocks of its body, a blank line between.

    Args:
        plain: the page.
        lines: of `plain`.
        blocks: of the article.
    """
    return "\n\n".join(_text(plain, lines, block) for block in blocks if block.role in BODY_ROLES)


def span_of(plain: Plain, lines: PageLines, block: Lines) -> tuple[int, int]:
    """Where a block stands in the page: one of several lines from the white space that its first line is set in by.

    Args:
        plain: the page.
        lines: of `plain`.
        block: of the article.

    Returns:
        Code points of the page, end exclusive.
    """
    start, end = plain.span(lines.starts[block.first], lines.ends[block.last])
    if block.first == block.last:
        return start, end
    while start and plain.page[start - 1].isspace() and plain.page[start - 1] not in _BREAKS:
        start -= 1
    return start, end


def _text(plain: Plain, lines: PageLines, block: Lines) -> str:
    """A block as the page prints it, without white space that all of its lines begin with."""
    if block.first == block.last:
        return plain.printed(lines.starts[block.first], lines.ends[block.last])
    rows = _BREAK.split(plain.page[slice(*span_of(plain, lines, block))])
    # `textwrap.dedent` knows spaces and tabs alone.
    spaces = [row[: len(row) - len(row.lstrip())] for row in rows if row.strip()]
    shared = zip(min(spaces), max(spaces), strict=False)
    margin = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], shared))
    return "\n".join(row[margin:] if row.strip() else "" for row in rows)
