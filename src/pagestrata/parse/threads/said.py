"""Comments of one line that names who speaks before a colon: `推 ann: …` below a post of a board, `• Ann: …` below one of Tieba.

What such lines look like is told in the layouts file; a page has several of a kind. This room finds them and reads them; how much they
weigh is decided in `threads.decode`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pagestrata.parse.dates import PrintedTime, find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.layouts import first_match
from pagestrata.parse.threads.lines import fits

LONGEST: Final = 300
"""Characters of such a line."""
LONGEST_BELOW: Final = 40
"""Characters of the line below with the time."""
LEAST: Final = 3
"""Such lines of a page from which they are no chance."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one such line prints.

    Attributes:
        author: who speaks.
        to: who is answered, where the line says so.
        start, end: the span of what is said, in the line.
        posted: the time behind it, its span in the line; None where the line has none.
    """

    author: str
    to: str | None
    start: int
    end: int
    posted: PrintedTime | None

    @property
    def below(self) -> int:
        """How many lines below it are its own: that with its time, where it prints none itself."""
        return int(self.posted is None)

    def posted_from(self, base: int) -> PrintedTime | None:
        """The time with its span in the page, where the line begins at `base` (code points)."""
        return replace(self.posted, start=self.posted.start + base, end=self.posted.end + base) if self.posted else None


def _read(line: str) -> Said | None:
    """Who says what in one line, and when; None where the line has another form."""
    if len(line) > LONGEST or ":" not in line or (found := first_match("said", line)) is None:
        return None
    groups = found.groupdict()
    times = find_times(line[found.end("body") :], found.end("body")) if groups.get("at") else ()
    return Said(found["author"].strip(), groups.get("to"), found.start("body"), found.end("body"), times[0] if times else None)


def said_lines(lines: PageLines) -> dict[int, Said]:
    """Lines of a page that are comments of this kind, each with a time, its own or that of the line below.

    Args:
        lines: the page.
    """
    read = {i: said for i in range(len(lines)) if (said := _read(lines.texts[i]))}
    found = {i: said for i, said in read.items() if said.posted or _is_time(lines, i + 1)}
    # `• Image for story: …` over and over is no speaker.
    return found if len(found) >= LEAST and len({said.author for said in found.values()}) > 1 else {}


def _is_time(lines: PageLines, i: int) -> bool:
    """Whether a line is a time and a button: lists of headlines have the time alone."""
    return i < len(lines) and len(lines.texts[i]) <= LONGEST_BELOW and fits("said_at", lines.line(i))
