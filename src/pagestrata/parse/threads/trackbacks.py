"""Trackbacks as Movable Type and TypePad print them: `» Headline from Weblog`, a piece of the text that links, `Tracked on` a time.

They stand above the comments, below words over them and an address for new ones. This room finds their lines; what the words
are is told in the layouts file, and how much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.layouts import first_match, words
from pagestrata.parse.threads.lines import fits, short_lines
from pagestrata.parse.threads.shapes import LONGEST

LONGEST_HEAD: Final = 200
"""Characters of a headline and the name of its weblog."""
MOST_LINES: Final = 6
"""Lines of a piece and of the link to the rest."""
_SIGN: Final = "»"


def trackbacks(lines: PageLines, where: range) -> list[range]:
    """The trackbacks of a stretch, each from the line of its headline to that of its time, end exclusive.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    known = tuple(words("tracked"))
    # Few pages have any, which their text tells faster than each of their lines.
    page = lines.text.lower() if _SIGN in lines.text else ""
    if not any(word in page for word in known):
        return []
    feet = [i for i in short_lines(lines, where, LONGEST) if lines.texts[i].lower().startswith(known) and fits("tracked", lines.line(i))]
    ends = frozenset(feet)
    found = []
    for foot in feet:
        above = takewhile(lambda i: i not in ends, range(foot - 1, max(foot - 1 - MOST_LINES, where.start - 1), -1))
        head = next((i for i in above if _headline(lines.line(i))), None)
        if head is not None and head + 1 < foot:
            found.append(range(head, foot + 1))
    return found


def _headline(line: str) -> re.Match[str] | None:
    """The match of a line that prints the headline of a text that links, and the weblog where it stands."""
    return first_match("trackback", line) if line.startswith(_SIGN) and len(line) <= LONGEST_HEAD else None


def weblog_of(lines: PageLines, where: range) -> str | None:
    """The weblog of a comment that is a trackback: its first line is the headline, and one below it the time.

    Args:
        lines: the page.
        where: the lines of the comment.
    """
    found = _headline(lines.line(where.start)) if where else None
    return found["author"] if found and any(fits("tracked", lines.line(i)) for i in where[1:]) else None


def lines_over_trackbacks(lines: PageLines, where: range) -> list[int]:
    """Lines that stand over trackbacks: what follows, and to which address new ones are sent.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    listed, over = tuple(words("trackbacks_listed")), words("trackbacks_over")
    page = lines.text.lower()
    if not any(word in page for word in (*listed, *over)):
        return []
    short = {i: lines.line(i).lower() for i in short_lines(lines, where, LONGEST_HEAD)}
    found = [i for i, line in short.items() if line.rstrip(" :") in over or line.startswith(listed)]
    addresses = [i + 1 for i in found if short.get(i + 1, "").startswith("http")]
    return sorted({*found, *addresses})
