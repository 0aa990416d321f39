"""Stories that are told as they happen: entries with their times, the newest above, which look like comments to the tagger.

A paper says above such a story what it is. This room finds it and gives its entries back to the article; what stands below the heading
of comments is left alone. The words of many languages are data (`data/role_words.json`).
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from pagestrata.parse.alternations import one_of
from pagestrata.parse.labels import MARKS, LineScores, without_comments
from pagestrata.parse.lines import PageLines
from pagestrata.parse.role_words import ROLE_WORDS
from pagestrata.parse.threads.layouts import first_match

LEAST_ENTRIES: Final = 4
"""Times of day, each in a short line, that a story has at least."""
NEAR_HEADLINE: Final = 4
"""Lines around a headline in which a paper says what the story is."""
MAYBE_HEADLINE: Final = 0.3
"""Probability of being the headline from which a line is asked for that."""
MOST_BELOW: Final = 12
"""Lines below a headline in which the number of comments stands as a link to them."""
_SHORT: Final = 80
_LONGEST_TIME: Final = 12
"""Characters of a line that prints the time of an entry, with its zone and without its day, which posts have."""
_TITLE: Final = MARKS.index("title")
_CALLED: Final = re.compile(rf"(?<![^\W\d_]){one_of(ROLE_WORDS['ticker'])}(?![^\W\d_])", re.IGNORECASE)
# `Storm over Dover live: …`, `Live: …`, `… | LIVE`
_HEADED: Final = re.compile(rf"(?:^|[\s|:–—-]){one_of(ROLE_WORDS['ticker_headline'])}(?:\s?[:\uff1a|–—]|$)", re.IGNORECASE)
# `20.58 GMT`, as British papers print it, too: a dot parts a clock that stands beside no day.
_CLOCK: Final = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-4])\s?[:.hH\uff1a]\s?[0-5]\d(?![\d.])")


def as_story(lines: PageLines, scores: LineScores) -> LineScores:
    """The tagger's scores, in which the entries of a story that is told as it happens are no comments.

    Args:
        lines: the page.
        scores: the tagger's.

    Returns:
        Scores of the same shapes: the same ones, where the page has no such story.
    """
    head = _headline(lines, scores)
    if head is None:
        return scores
    end = _heading(lines, head)
    if sum(len(lines.texts[i]) <= _LONGEST_TIME and _CLOCK.search(lines.line(i)) is not None for i in range(head, end)) < LEAST_ENTRIES:
        return scores
    return without_comments(scores, slice(head, end))


def _heading(lines: PageLines, head: int) -> int:
    """The heading of comments below a headline and what stands with it, where their number may stand too; else the end of the page."""
    below = range(head + MOST_BELOW, len(lines))
    return next((i for i in below if len(lines.texts[i]) <= _SHORT and first_match("heading", lines.line(i))), len(lines))


def _headline(lines: PageLines, scores: LineScores) -> int | None:
    """The first line that may be the headline of such a story, and is called one, or stands near a line that is."""
    for i in np.flatnonzero(scores.marks[:, _TITLE] >= MAYBE_HEADLINE).tolist():
        near = range(max(0, i - NEAR_HEADLINE), min(i + NEAR_HEADLINE + 1, len(lines)))
        if _HEADED.search(lines.line(i)) or any(len(lines.texts[k]) <= _SHORT and _CALLED.search(lines.line(k)) for k in (*near, i)):
            return int(i)
    return None
