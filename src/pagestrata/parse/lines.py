"""Lines: the unit that is labelled. A page's text is cut here and nowhere else.

A line ends at LF, CRLF or CR only (`str.splitlines` finds eight kinds). Blank lines are not lines here: they are counted
as `blanks` before the next one. This room may cut and count; it may not judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The non-blank lines of one page, outer white space left out.

    Attributes:
        text: the page.
        starts: code point at which each line begins.
        ends: code point at which each line ends, exclusive.
        indents: columns of white space before each line; a tab counts one.
        blanks: number of blank lines between each line and the one before it.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    indents: tuple[int, ...]
    blanks: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, i: int) -> str:
        """The text of line `i`, without outer white space."""
        return self.text[self.starts[i] : self.ends[i]]


def split_lines(text: str) -> PageLines:
    """Cut a page into its non-blank lines.

    Args:
        text: any Unicode text.

    Returns:
        The lines; every non-space character of `text` lies in exactly one of them.
    """
    starts: list[int] = []
    ends: list[int] = []
    indents: list[int] = []
    blanks: list[int] = []
    last_end = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.lstrip()
        core = stripped.rstrip()
        if not core:
            continue
        indent = len(raw) - len(stripped)
        start = match.start() + indent
        between = len(_BREAK.findall(text, last_end, start))
        starts.append(start)
        ends.append(start + len(core))
        indents.append(indent)
        blanks.append(max(0, between - 1) if starts[1:] else between)
        last_end = start + len(core)
    return PageLines(text, tuple(starts), tuple(ends), tuple(indents), tuple(blanks))
