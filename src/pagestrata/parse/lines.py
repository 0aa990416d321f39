"""Lines: the unit that is labelled. A page's text is cut here and nowhere else.

A line ends at LF, CRLF or CR only (`str.splitlines` finds eight kinds). Blank lines are not lines here: they are counted
as `blanks` before the next one. This room may cut and count; it may not judge. Pages are cut in batches: the arrays of a
batch are what features are computed from, and `page_lines` shows one page of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pagestrata.parse.chars import HAN, KANA, SOUTHEAST_ASIAN, Char, CodePoints, class_table, code_points, plane_index

Ints = npt.NDArray[np.int64]

_LF, _CR = 10, 13
IDEOGRAPH = re.compile(f"[{KANA}{HAN}]")
"""A sign of Chinese or Japanese."""
_UNSPACED = re.compile(f"[{KANA}{HAN}{SOUTHEAST_ASIAN}]")
# Words of Chinese and Japanese have about two signs, of Thai, Lao, Burmese and Khmer five with those above and below them.
_IDEOGRAPHS_A_WORD = 2
_LETTERS_A_WORD = 5
_JOINERS = "\u200c\u200d"


@cache
def _word() -> re.Pattern[str]:
    """A word: letters and digits, and the marks and joiners behind them, which to a pattern are no part of one."""
    marks = "".join(map(chr, np.flatnonzero(class_table() == Char.MARK).tolist()))
    return re.compile(rf"\w[\w{marks}{_JOINERS}]*")


def number_of_words(text: str) -> int:
    """Runs of letters and digits in a text, as records count words: `हिन्दी में समाचार पढ़ें` has four, a Chinese clause is one."""
    return len(_word().findall(text))


def count_words(text: str) -> int:
    """How long a line is in words: what stands between spaces, and as many as there would be in scripts that set none."""
    if text.isascii() or not _UNSPACED.search(text):
        return len(text.split())
    signs, ideographs = len(_UNSPACED.findall(text)), len(IDEOGRAPH.findall(text))
    spaced = sum([any(map(str.isalnum, piece)) for piece in _UNSPACED.sub(" ", text).split()])
    return max(1, spaced + ideographs // _IDEOGRAPHS_A_WORD + (signs - ideographs) // _LETTERS_A_WORD)


@dataclass(frozen=True, slots=True)
class PageLines:
    """The non-blank lines of one page, outer white space left out.

    Attributes:
        text: the page.
        starts: code point at which each line begins.
        ends: code point at which each line ends, exclusive.
        indents: columns of white space before each line; a tab counts one.
        blanks: number of blank lines between each line and the one before it (or the start of the page).
        texts: the text of each line: many rules look at many lines.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    indents: tuple[int, ...]
    blanks: tuple[int, ...]
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, i: int) -> str:
        """The text of line `i`, without outer white space."""
        return self.texts[i]


@dataclass(frozen=True, slots=True, eq=False)
class LineBatch:
    """The lines of several pages, as arrays.

    Attributes:
        texts: the pages.
        codes: code points of all pages, a line feed after each, shape (characters,).
        classes: `Char` of each code point, shape (characters,).
        bases: index into `codes` at which each page begins, shape (pages + 1,).
        page: page of each line, shape (lines,), ascending.
        start, end: span of each line in `codes`, shape (lines,).
        indent, blanks: as in `PageLines`, shape (lines,).
        first: index of the first line of each page, shape (pages + 1,).
    """

    texts: tuple[str, ...]
    codes: CodePoints
    classes: npt.NDArray[np.uint8]
    bases: Ints
    page: Ints
    start: Ints
    end: Ints
    indent: Ints
    blanks: Ints
    first: Ints

    def page_lines(self, i: int) -> PageLines:
        """The lines of page `i`."""
        lo, hi = int(self.first[i]), int(self.first[i + 1])
        base, text = self.bases[i], self.texts[i]
        starts, ends = (self.start[lo:hi] - base).tolist(), (self.end[lo:hi] - base).tolist()
        return PageLines(
            text,
            tuple(starts),
            tuple(ends),
            tuple(self.indent[lo:hi].tolist()),
            tuple(self.blanks[lo:hi].tolist()),
            tuple([text[start:end] for start, end in zip(starts, ends, strict=True)]),
        )


def split_batch(texts: Sequence[str]) -> LineBatch:
    """Cut pages into their non-blank lines.

    Args:
        texts: pages, any Unicode text.

    Returns:
        The lines; every non-space character of a page lies in exactly one of them.
    """
    codes = code_points("".join(f"{text}\n" for text in texts))
    classes = class_table().take(plane_index(codes))
    bases = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) + 1 for text in texts], out=bases[1:])

    is_lf, is_cr = codes == _LF, codes == _CR
    breaks = is_lf | is_cr
    row_of = np.cumsum(breaks, dtype=np.int32)
    ink = np.flatnonzero(classes != Char.SPACE)
    row = row_of[ink]
    edge = np.flatnonzero(np.diff(row)) + 1
    start = ink[np.concatenate(([0], edge))] if len(ink) else ink
    end = ink[np.concatenate((edge - 1, [len(ink) - 1]))] + 1 if len(ink) else ink

    page = np.searchsorted(bases, start, side="right") - 1
    row_begin = np.concatenate(([0], np.flatnonzero(breaks) + 1))[row_of[start]] if len(ink) else start
    breaks[1:] &= ~(is_lf[1:] & is_cr[:-1])
    number = np.cumsum(breaks, dtype=np.int32)
    first = np.searchsorted(page, np.arange(len(texts) + 1))
    before = np.concatenate((start[:1], end[:-1] - 1))
    opening = first[:-1][np.diff(first) > 0]
    gap = np.maximum(number[start].astype(np.int64) - number[before] - 1, 0)
    page_number = np.concatenate(([0], number))[bases[:-1]]
    gap[opening] = number[start[opening]] - page_number[page[opening]]
    return LineBatch(tuple(texts), codes, classes, bases, page, start, end, start - row_begin, gap, first)


def split_lines(text: str) -> PageLines:
    """Cut one page into its non-blank lines; see `split_batch`."""
    return split_batch((text,)).page_lines(0)
