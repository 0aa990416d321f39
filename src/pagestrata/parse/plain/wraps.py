"""Lines that were broken at a column, as lynx, w3m, pandoc and html2text print paragraphs: where they go on.

A page has a column where lines end that the next word would not have fit into, and few go on beyond it. This room knows columns and
the signs with which lines of lists begin; it knows no words.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from pagestrata.parse.chars import LIST_SIGNS
from pagestrata.parse.plain.edits import Edit

NARROWEST: Final = 50
WIDEST: Final = 132
"""Columns at which text is broken."""
LEAST_WRAPS: Final = 6
"""Lines of a page that end where the next word would not have fit, from which it is broken at a column."""
MOST_WHOLE: Final = 2
"""Lines of half that width at least, with another right below, that end elsewhere, for each that ends so. By chance one in ten does."""
MOST_BEYOND: Final = 0.1
"""Lines that go on beyond the column though they could have been broken, for each that ends so."""
LEAST_SMALL: Final = 0.3
"""Share of them that must go on with a letter that is no capital."""
LEAST_REPEATED: Final = 2
"""Short lines that are the same but for their numbers, from which they go on with none above them."""
MOST_APART: Final = 1
"""Columns by which the lines of a paragraph are indented differently."""

# The first letter of a line, behind the number that lynx gives to a link.
_FIRST_SIGN: Final = re.compile(r"(?:\[\d{1,4}\])?[^\w\n]{0,3}([^\W\d_])")
_DIGITS: Final = re.compile(r"\d+")
# What takes two columns: Han, kana, Hangul, wide forms and pictures (Unicode Standard Annex 11: Wide and Fullwidth).
_WIDE: Final = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001f64f\U0001f900-\U0001f9ff\U00020000-\U0003fffd]"
)
_SHORTEST: Final = NARROWEST // 2
"""Characters of a broken line, at least: Han and kana take two columns."""
_ROW: Final = re.compile(r"[^\n]+")
# `19. Februar 2017` goes on.
_LIST_SIGN: Final = re.compile(rf"(?:[{LIST_SIGNS}+-]|\(?\d{{1,3}}[.)](?!\s\w{{1,12}}\s\d{{4}}\b))\s+")
# How a line begins that goes on with none above it: lists, headings, tables, quotes, rules.
_BLOCK: Final = re.compile(rf"{_LIST_SIGN.pattern}|#{{1,6}}\s|[|>]|\[\d{{1,4}}\]:|```|[-=_*]{{3}}")


class _Row(NamedTuple):
    """A printed line that is not blank: its span without outer white space, columns of white space before it, and columns up to its end."""

    start: int
    end: int
    indent: int
    width: int


class _Pair(NamedTuple):
    """A row, the one right below, and the columns that the first would have taken with its first word."""

    row: _Row
    below: _Row
    filled: int


def _columns(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _is_wide(char: str) -> bool:
    return _WIDE.match(char) is not None


def joint(above: str, below: str) -> str:
    """What stood between two parts of a line before it was broken: nothing behind a hyphen and between signs without spaces.

    Args:
        above: the first part, without outer white space; it may be empty.
        below: the second, of which the first sign tells.
    """
    is_hyphen = above[-1:] == "-" and above[-2:-1].isalnum()
    return "" if not above or is_hyphen or (_is_wide(above[-1]) and _is_wide(below[0])) else " "


def _may_be_wrapped(text: str) -> bool:
    """Whether few lines go on beyond the widest column for those that may have been broken; asked before lines are measured."""
    lines = [line for line in text.split("\n") if len(line) > _SHORTEST]
    beyond = [line for line in lines if len(line) > WIDEST and line.rfind(" ", 0, len(line.rstrip())) > WIDEST]
    likely = len(lines) - len(beyond)
    return likely >= LEAST_WRAPS and len(beyond) <= MOST_BEYOND * likely


def _rows(text: str) -> list[_Row]:
    rows = []
    for found in _ROW.finditer(text):
        if printed := found[0].rstrip():
            indent = len(printed) - len(printed.lstrip())
            rows.append(_Row(found.start() + indent, found.start() + len(printed), indent, _columns(printed)))
    return rows


def _first_word(text: str) -> int:
    """Columns of what cannot be broken at the beginning of a line: up to a space, or to a sign of a script without spaces."""
    word = text.partition(" ")[0]
    if word.isascii():
        return len(word)
    wide = _WIDE.search(word, 1)
    return (wide.start() if wide else len(word)) + _is_wide(word[0])


def _neighbours(text: str, rows: list[_Row]) -> list[_Pair]:
    """Rows with one right below that may go on with them; rows of tables do not."""
    found = []
    for row, below in pairwise(rows):
        is_right_below = text.count("\n", row.end, below.start) == 1
        if is_right_below and not _BLOCK.match(text, below.start, below.end) and "\t" not in text[row.start : below.end]:
            between = not (_is_wide(text[row.end - 1]) and _is_wide(text[below.start]))
            found.append(_Pair(row, below, row.width + between + _first_word(text[below.start : below.end])))
    return found


def _column(text: str, rows: list[_Row], pairs: list[_Pair]) -> int | None:
    """The column at which a page is broken."""
    ends = np.zeros(WIDEST + 2, np.int64)
    for row, _, filled in pairs:
        if row.width <= WIDEST:
            ends[row.width] += 1
            ends[min(filled, WIDEST + 1)] -= 1
    ending = np.cumsum(ends)[: WIDEST + 1]
    ending[:NARROWEST] = 0
    column, count = int(np.argmax(ending)), int(ending.max())
    if count < LEAST_WRAPS:
        return None
    starts = (below.start for row, below, filled in pairs if row.width <= column < filled)
    begins = [found[1] for start in starts if (found := _FIRST_SIGN.match(text, start))]
    large = sum(char.lower() != char for char in begins)
    if count - len(begins) + large > (1 - LEAST_SMALL) * count:
        return None
    whole = sum(row.width > column / 2 for row, _, _ in pairs) - count
    long = (row for row in rows if row.width > column and not _BLOCK.match(text, row.start, row.end))
    beyond = sum(_columns(text[row.start : row.end].rpartition(" ")[0]) + row.indent > column for row in long)
    return column if whole <= MOST_WHOLE * count and beyond <= MOST_BEYOND * count else None


def _form(text: str, row: _Row) -> str:
    """A row without its numbers, for comparison."""
    return _DIGITS.sub("0", text[row.start : row.end])


def wraps(text: str) -> list[Edit]:
    """What is read in place of the line breaks that a converter set within paragraphs.

    Args:
        text: the page.
    """
    if not _may_be_wrapped(text):
        return []
    rows = _rows(text)
    pairs = _neighbours(text, rows)
    column = _column(text, rows, pairs)
    if column is None:
        return []
    often = Counter(_form(text, row) for row in rows if row.width <= column / 2)
    found: list[Edit] = []
    inner = 0
    for row, below, filled in pairs:
        goes_on = bool(found) and found[-1].end == row.start
        sign = None if goes_on else _LIST_SIGN.match(text, row.start, row.end)
        inner = inner if goes_on else row.indent + (len(sign[0]) if sign else 0)
        is_near = min(abs(below.indent - inner), abs(below.indent - row.indent)) <= MOST_APART
        # `Reply` below a line that happens to be full; the rest of an address may be printed often.
        is_own = often[_form(text, below)] >= LEAST_REPEATED and text.rfind("](", row.start, row.end) <= text.rfind(")", row.start, row.end)
        if row.width <= column < filled and is_near and not is_own:
            found.append(Edit(row.end, below.start, joint(text[row.start : row.end], text[below.start])))
    return found
