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
from pagestrata.parse.threads.lines import is_time, short_lines
from pagestrata.parse.threads.paths import Cut

LONGEST_STAMP: Final = 80
"""Characters of a line that prints when somebody asked, answered or edited."""
LONGEST_MEMBER: Final = 60
"""Characters of the line below with who that was."""
LEAST_CARDS: Final = 2
"""Cards of a page from which they are those of a question and an answer."""
MOST_POINTS: Final = 6
"""Lines below a name that count points and badges."""
LONGEST_POINTS: Final = 40
"""Characters of such a line."""
_DASHES: Final = "–—"
BELOW_LAST: Final = 12
"""Lines below the footer of the last comment in which its card ends."""


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


def _stamps_by_name(lines: PageLines, where: Collection[int]) -> dict[int, int]:
    """Lines that say who asked, answered or edited, each with that which says when: right above, or above the words for a picture."""
    found = {}
    for stamp in (i for i in where if is_stamp(lines.line(i))):
        is_pictured = stamp + 2 < len(lines) and read_line(lines.line(stamp + 1)).image_of
        name = stamp + 2 if is_pictured else stamp + 1
        if name < len(lines) and len(lines.texts[name]) <= LONGEST_MEMBER:
            fields = read_line(lines.line(name))
            if fields.name and not fields.times:
                found[name] = stamp
    return found


def signed_cards(lines: PageLines, where: Collection[int]) -> dict[int, int]:
    """Lines of cards that name a member: 1 where who stands there asked or answered, -1 where they changed what another wrote.

    Args:
        lines: the page.
        where: lines among which cards begin.
    """
    changes = _changes()
    return {name: -1 if lines.line(stamp).lower().startswith(changes) else 1 for name, stamp in _stamps_by_name(lines, where).items()}


def remark_ends(lines: PageLines, where: range) -> list[int]:
    """Lines that end remarks: a name behind a dash, and a time alone right below it, where two texts at least end so.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = short_lines(lines, range(where.start, where.stop - 1), LONGEST_MEMBER)
    signed = (i for i in short if lines.texts[i][0] in _DASHES and lines.texts[i][1:2].isspace() and not lines.blanks[i])
    timed = [i for i in signed if not lines.blanks[i + 1] and is_time(lines, i + 1)]
    ends = [i for i in timed if i - 1 in where and not is_time(lines, i - 1) and read_line(lines.line(i)).name]
    return [k for i in ends for k in (i, i + 1)] if len(ends) >= LEAST_CARDS else []


def card_lines(lines: PageLines, where: range) -> list[int]:
    """Lines of such cards, where there are at least two: neither part of a header nor of a body.

    Above running text the last line of numbers may be the votes for the next answer.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    stamps = _stamps_by_name(lines, short_lines(lines, range(where.start, where.stop - 1), LONGEST_STAMP))
    if len(stamps) < LEAST_CARDS:
        return []
    found: list[int] = []
    for i, stamp in stamps.items():
        points = list(takewhile(lambda k: _counts_points(lines.texts[k]), range(i + 1, min(i + 1 + MOST_POINTS, where.stop))))
        is_above_text = bool(points) and points[-1] + 1 < where.stop and len(lines.texts[points[-1] + 1]) > LONGEST_POINTS
        found += [*range(stamp, i + 1), *(points[:-1] if is_above_text else points)]
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
