"""What lynx and w3m set into a page: numbers of links with a list of their addresses, and a sign for each level of lists.

Numbers count on from link to link; numbers of notes stand behind what they are of, not before it. This room knows signs; it knows no
words.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from pagestrata.parse.plain.edits import BULLET, Edit

LEAST_NUMBERS: Final = 5
"""Links with a number before them from which it is lynx's."""
MOST_SKIPPED: Final = 3
"""How much further the number of a link may be than the one before: some have no text."""
LEAST_COUNTING: Final = 0.7
"""Share of them that must count on so."""
LEAST_LISTED: Final = 3
"""Lines of lists with the sign of the first level from which those of others are signs of lists too."""

_NUMBER: Final = re.compile(r"\[\d{1,4}\](?=\S)")
_NUMBERED: Final = re.compile(r"(?<![^\s(])\[(?P<number>\d{1,4})\](?=\w)")
# The list of addresses at the end: `  12. https://example.org/`.
_ADDRESS: Final = re.compile(r"^ {1,4}(?P<link>\d{1,4}\. [a-z][\w+.-]*:\S+)$", re.MULTILINE)
_PLACEHOLDER: Final = re.compile(r"^[ \t]*(?P<place>IFRAME: \S+|\(BUTTON\))(?=[ \t]|$)", re.MULTILINE)
# Both indent all lists; the sign may stand alone.
_LEVELS: Final = {
    first: re.compile(rf"^[ \t]{{2,40}}(?P<sign>[{signs}])(?=[ \t]\S|[ \t]*$)", re.MULTILINE)
    for first, signs in (("*", "*+o#@"), ("•", "□☆○■★◎●△"))
}


def link_numbers(text: str) -> list[Edit]:
    """The numbers that lynx sets before links, and their addresses at the end, which are read as bullets; none where they do not count on.

    Args:
        text: the page.
    """
    found = [int(match["number"]) for match in _NUMBERED.finditer(text)] if text.count("]") >= LEAST_NUMBERS else []
    counting = sum(0 < after - before <= MOST_SKIPPED for before, after in pairwise(found))
    if len(found) < LEAST_NUMBERS or counting < LEAST_COUNTING * len(found):
        return []
    listed = [Edit(*match.span("link"), BULLET) for match in _ADDRESS.finditer(text)]
    return [*listed, *(Edit(*match.span()) for match in _NUMBER.finditer(text))]


def placeholders(text: str) -> list[Edit]:
    """What lynx prints in place of a frame and of a button, which are read as bullets.

    Args:
        text: the page.
    """
    # Most pages have neither, which is asked first.
    likely = "IFRAME: " in text or "(BUTTON)" in text
    return [Edit(*found.span("place"), BULLET) for found in _PLACEHOLDER.finditer(text)] if likely else []


def list_signs(text: str) -> list[Edit]:
    """The signs that lynx and w3m set before lines of lists, which are read as bullets.

    Args:
        text: the page.
    """
    levels = [signs for first, signs in _LEVELS.items() if text.count(f"  {first} ") >= LEAST_LISTED]
    return [Edit(*found.span("sign"), BULLET) for signs in levels for found in signs.finditer(text)]
