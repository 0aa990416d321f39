"""Cards of members on question sites: when somebody asked, answered or edited, who that was, and how much they are thought of.

They stand below the text, each part in a line of its own, and no blank lines tell whose they are. What they look like is told in the
layouts file; how much they weigh is decided in `threads.decode` and `threads.people`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile
from typing import Final

from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import masked, read_line
from pagestrata.parse.threads.layouts import first_match, words
from pagestrata.parse.threads.lines import short_lines
from pagestrata.parse.threads.paths import Cut

LONGEST_STAMP: Final = 80
"""Characters of a line that prints when somebody asked, answered or edited."""
LONGEST_MEMBER: Final = 60
"""Characters of the line below with who that was."""
LEAST_CARDS: Final = 2
"""Cards of a page from which they are those of a question and an answer."""
MOST_POINTS: Final = 6
"""Lines below a name that count points and badges."""
BELOW_LAST: Final = 12
"""Lines below the footer of the last comment in which its card ends."""
LONGEST_POINTS: Final = 40
"""Characters of such a line."""


@cache
def _first_words() -> frozenset[str]:
    known = words("answered_on").union(words("asked_on")) - words("remarked_on")
    return frozenset(word.split()[0] for word in known)


@cache
def _remarks() -> tuple[str, ...]:
    return tuple(sorted(words("remarked_on")))


@cache
def _changes() -> tuple[str, ...]:
    return tuple(sorted(words("answered_on") & words("not_posted")))


def is_stamp(line: str) -> bool:
    """Whether a line prints when somebody asked, answered or edited, by its day, and nothing else.

    `Asked 12 years ago`, over a question, is not signed, and a remark is signed above its time.

    Args:
        line: any line.
    """
    if len(line) > LONGEST_STAMP or line.partition(" ")[0].lower() not in _first_words():
        return False
    times = find_times(line)
    is_one = len(times) == 1 and not times[0].relative and not line.lower().startswith(_remarks())
    return is_one and first_match("stamp", masked(line, times)) is not None


def card_names(lines: PageLines, where: Collection[int]) -> list[int]:
    """Lines that say who asked, answered or edited, right below when, or below the words for a picture of them.

    Args:
        lines: the page.
        where: lines that are looked at.
    """
    stamps = [i for i in where if is_stamp(lines.line(i))]
    pictured = {i for i in stamps if i + 2 < len(lines) and read_line(lines.line(i + 1)).image_of}
    below = (i + 1 + (i in pictured) for i in stamps)
    short = ((i, lines.line(i)) for i in below if i < len(lines) and len(lines.texts[i]) <= LONGEST_MEMBER)
    return [i for i, line in short if (fields := read_line(line)).name and not fields.times]


def signed_cards(lines: PageLines, where: Collection[int]) -> dict[int, int]:
    """Such lines with 1 where who stands there asked or answered, and -1 where they changed what another wrote; arguments as above."""
    return {i: -1 if lines.line(_stamp_of(lines, i)).lower().startswith(_changes()) else 1 for i in card_names(lines, where)}


def _stamp_of(lines: PageLines, name: int) -> int:
    """The stamp above a name."""
    return name - 1 if is_stamp(lines.line(name - 1)) else name - 2


def card_lines(lines: PageLines, where: range) -> list[int]:
    """Lines of such cards, where there are at least two: neither part of a header nor of a body.

    Above running text the last line of numbers may be the votes for the next answer.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    names = card_names(lines, short_lines(lines, range(where.start, where.stop - 1), LONGEST_STAMP))
    if len(names) < LEAST_CARDS:
        return []
    found: list[int] = []
    for i in names:
        points = list(takewhile(lambda k: _counts_points(lines.texts[k]), range(i + 1, min(i + 1 + MOST_POINTS, where.stop))))
        is_above_text = bool(points) and points[-1] + 1 < where.stop and len(lines.texts[points[-1] + 1]) > LONGEST_POINTS
        found += [*range(_stamp_of(lines, i), i + 1), *(points[:-1] if is_above_text else points)]
    return found


def with_cards(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments whose footers go on to the end of the cards that begin in them or right below.

    Args:
        lines: the page.
        cuts: its comments.
    """
    if not cuts:
        return []
    cards = frozenset(card_lines(lines, range(cuts[0].first, min(cuts[-1].last + BELOW_LAST, len(lines)))))
    followers = [*(cut.first for cut in cuts[1:]), len(lines)]
    found = []
    for cut, after in zip(cuts, followers, strict=True):
        below = takewhile(lambda i: i in cards, range(cut.last + 1, after))
        found.append(replace(cut, last=max((cut.last, *below))))
    return found


def _counts_points(text: str) -> bool:
    """Whether a line counts the points or badges of a member."""
    return len(text) <= LONGEST_POINTS and (text[0].isdigit() or text[0] in "●•") and first_match("points", text) is not None
