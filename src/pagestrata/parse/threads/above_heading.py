"""Whether the first comment found is the article: the heading of the comments, or their number, stands behind it.

This room asks; `threads.decode` and `threads` take the comment away. Other doubts about comments are in `threads.doubts`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from pagestrata.parse.chars import CLOSING_QUOTES, OPENING_QUOTES
from pagestrata.parse.fields.readings import CUE
from pagestrata.parse.labels import MARKS, LineScores
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.layouts import alternation, first_match, words
from pagestrata.parse.threads.lines import is_bare_heading
from pagestrata.parse.threads.numbers import told_number
from pagestrata.parse.threads.paths import Cut
from pagestrata.parse.threads.trackbacks import weblog_of

LEAST_BUTTONS: Final = 2
"""Comments behind the first below which a button stands."""
LEAST_PARTED: Final = 2
"""Comments that a heading can stand between."""
LIKELY_HEADLINE: Final = 0.5
"""Probability from which a line of a header is rather a headline than a name."""
_TITLE_AND_DAY: Final = 1
"""The line of a page with which an article's day may be taken for the header of a post."""
_TITLE: Final = MARKS.index("title")


def is_above_heading(lines: PageLines, cuts: Sequence[Cut]) -> bool:
    """Whether the heading of the comments stands behind the body of the first one: then that is a short article.

    Args:
        lines: the page.
        cuts: comments found, in page order.
    """
    return bool(_headings_behind(lines, cuts))


def _headings_behind(lines: PageLines, cuts: Sequence[Cut]) -> list[tuple[int, re.Match[str]]]:
    """Lines behind the body of the first comment that are a heading of comments."""
    return [(i, found) for i in _between_first(lines, cuts) if (found := first_match("heading", lines.line(i)))]


def is_above_number(lines: PageLines, counts: Mapping[int, int], cuts: Sequence[Cut]) -> bool:
    """Whether `Comments (2)` stands behind the body of the first comment, with as many others behind: then that is an article.

    Boards print the number of replies so, below a post that is one; not of comments, nor of thoughts on “…”. Without a number the heading
    tells it where the first comment begins with the page: a title and a day stand above an article as names and times above posts.

    Args:
        lines: the page.
        counts: lines that print how many comments there are.
        cuts: comments found, in page order.
    """
    between = [(counts.get(i), lines.line(i)) for i in _between_first(lines, cuts)]
    told = [line for number, line in between if number == len(cuts) - 1]
    if any(map(tells_of_comments, told)):
        return True
    return any(is_bare_heading(line) for _, line in between) and cuts[0].first <= _TITLE_AND_DAY


def is_article_above_heading(lines: PageLines, scores: LineScores, cuts: Sequence[Cut], names: Sequence[str | None]) -> bool:
    """Whether the first comment alone has no name, a headline or a by-line, and the heading of comments stands behind it: an article.

    Args:
        lines: the page.
        scores: the tagger's.
        cuts: comments found, in page order.
        names: of the author of each.
    """
    behind = _headings_behind(lines, cuts)
    if not behind:
        return False
    # The headline may be the first line of what was found, below the author and the day; boards number replies so, not comments.
    counted = (line for i, found in behind if told_number(found) is not None and tells_of_comments(line := lines.line(i)))
    if scores.marks[cuts[0].body_first, _TITLE] >= LIKELY_HEADLINE and any(counted):
        return True
    if not all(names[1:]):
        return False
    head = range(cuts[0].first, cuts[0].body_first)
    if names[0] is None or any(scores.marks[i, _TITLE] >= LIKELY_HEADLINE for i in head):
        return True
    is_signed = any((cue := CUE.match(lines.line(i))) and cue["by"] for i in head)
    return is_signed and any(is_bare_heading(lines.line(i)) for i in _between_first(lines, cuts))


def tells_of_comments(line: str) -> bool:
    """Whether a number over comments calls them so, or names in quotes what they are on."""
    is_named = line[0] in OPENING_QUOTES or line[-1] in CLOSING_QUOTES
    return is_named or _comments().search(line) is not None or any(word in line for word in words("comments_unspaced"))


@cache
def _comments() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_]){alternation('comments')}(?![^\W\d_])", re.IGNORECASE)


def _between_first(lines: PageLines, cuts: Sequence[Cut]) -> list[int]:
    """Lines between the bodies of the first two comments, and the last of a longer first body; none where there are no two.

    What stands below two others as well is a button (`Comment`), and below a trackback the comments begin.
    """
    if len(cuts) < LEAST_PARTED or weblog_of(lines, range(cuts[0].first, cuts[0].last + 1)):
        return []
    first = cuts[0].body_last
    below = Counter(line for cut in cuts[1:] for line in {lines.line(i) for i in range(cut.body_last + 1, cut.last + 1)})
    between = range(first if first > cuts[0].body_first else first + 1, cuts[1].body_first)
    return [i for i in between if below[lines.line(i)] < LEAST_BUTTONS]
