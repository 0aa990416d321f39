"""What the parser reads of a page that a converter has set: its text without hard wraps, Markdown and numbers of links.

Files of crawls and most extractors print a paragraph on a line. lynx, w3m, pandoc and html2text break it at a column, and the last
two write Markdown; lynx also numbers links. Such marks are taken off here, page by page, and every place of what is read is known
in the page itself, so that records are made of the page to the character. This room judges no line; how marks are found is told
next door, a module for each kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pagestrata.parse.plain.browsers import link_numbers, list_signs, placeholders
from pagestrata.parse.plain.edits import Edit, apart
from pagestrata.parse.plain.fragments import fragments
from pagestrata.parse.plain.margins import margins
from pagestrata.parse.plain.markdown import markdown
from pagestrata.parse.plain.wraps import joint, wraps

Ints = npt.NDArray[np.int64]

_LF = "\n"


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """A page as it is read.

    Attributes:
        page: the page's text.
        text: what is read of it; where that is not the page itself, its lines end in LF.
        places: where each code point of `text` stands in the page, shape (len(text),); None where both are the same.
        headline: where in `text` the only heading of first level begins, where the page marks one.
    """

    page: str
    text: str
    places: Ints | None = None
    headline: int | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of what is read stands in the page; at either end of a line with the marks that are not read there.

        Args:
            start: where the stretch begins in `text`, not in white space.
            end: where it ends, exclusive, not behind white space.
        """
        if self.places is None:
            return start, end
        first, last = int(self.places[start]), int(self.places[end - 1]) + 1
        above = self.text.rfind("\n", 0, start)
        if not self.text[above + 1 : start].strip():
            low = int(self.places[above]) + 1 if above >= 0 else 0
            first = low + len(self.page[low:first]) - len(self.page[low:first].lstrip())
        below = self.text.find("\n", end)
        below = len(self.text) if below < 0 else below
        if not self.text[end:below].strip():
            high = int(self.places[below]) if below < len(self.text) else len(self.page)
            last += len(self.page[last:high].rstrip())
        return first, last

    def printed(self, start: int, end: int) -> str:
        """A line that is read, with its marks as the page prints them, on one line.

        Args:
            start: where it begins in `text`.
            end: where it ends, exclusive.
        """
        return self.text[start:end] if self.places is None else _joined(self.page[slice(*self.span(start, end))])


def plain_of(text: str) -> Plain:
    """What is read of a page.

    Args:
        text: the page.
    """
    read = Plain(text, _with_line_feeds(text))
    for find in (_set_in, placeholders, fragments, wraps, link_numbers):
        read = _edited(read, find(read.text))
    marked = markdown(read.text)
    plain = _edited(read, marked.edits)
    if plain.places is None:
        return Plain(text, text)
    if marked.headline is None:
        return plain
    place = marked.headline if read.places is None else int(read.places[marked.headline])
    return replace(plain, headline=int(np.searchsorted(plain.places, place)))


def _set_in(text: str) -> list[Edit]:
    """Margins, and signs of lists: both are told by the columns that they have on the page as it is."""
    return [*margins(text), *list_signs(text)]


def _with_line_feeds(text: str) -> str:
    """A text of the same length whose lines end in LF, so that marks are looked for in one kind of lines."""
    return text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text


def _joined(text: str) -> str:
    """A stretch of a page that is read as one line, without the line breaks in it but for those above rules (`-----`)."""
    rows = ["", *filter(None, map(str.strip, text.splitlines()))]
    return "".join(f"{joint(above, below) if any(map(str.isalnum, below)) else _LF}{below}" for above, below in pairwise(rows)).lstrip(_LF)


def _edited(read: Plain, edits: Sequence[Edit]) -> Plain:
    """The same page with what is read in place of some stretches; it itself where there are none."""
    if not edits:
        return read
    pieces: list[str] = []
    places: list[Ints] = []
    at = 0
    for edit in apart(edits):
        pieces += read.text[at : edit.start], edit.instead
        places += np.arange(at, edit.start), np.full(len(edit.instead), edit.start)
        at = edit.end
    pieces.append(read.text[at:])
    places.append(np.arange(at, len(read.text)))
    found = np.concatenate(places)
    return Plain(read.page, "".join(pieces), found if read.places is None else read.places[found])
