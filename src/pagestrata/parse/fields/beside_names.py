"""What stands around a line that may name the author, and what of the page lies between it and the headline.

Below an article stand cards of other stories, each a headline and who wrote it: a page that names nobody beside its own headline names
others there. This room measures; the ranker, which learns from it, chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np

from pagestrata.parse.fields.scene import Scene
from pagestrata.parse.fields.surroundings import AROUND, distances, is_byline, prints_day
from pagestrata.parse.labels import MARKS

BESIDE_NAMES: Final = (
    "dated_above", "dated_below", "by_line_above", "by_line_below", "by_lines", "by_lines_above", "headline_above", "headline_below",
    "body_from_title", "above_title",
)  # fmt: skip
"""What `around_name` measures, in order."""
_LONGEST_BYLINE: Final = 60
"""Characters of a line that may be a by-line of its own."""
_BODY: Final = 0.5
"""Probability of body from which a line is no by-line of a card."""
_MOST_BYLINES: Final = 20
_NO_HEADLINE: Final = -12.0
"""Log-odds behind the likeliest headline; farther is as far."""
_HUNDREDTHS: Final = 100
_MOST_BODY: Final = 5000.0
"""Characters of the body between a line and the headline; more are as many."""
_TITLE: Final = MARKS.index("title")


@dataclass(frozen=True, slots=True)
class NamedLines:
    """Days and by-lines of a page.

    Attributes:
        told: whether a line near those that are read prints a day, and whether a line outside of the body, or near those, is a by-line.
        before: by-lines before each line, and of the page: one more than lines.
        body: characters of the body before each line, times their chance in hundredths, and of the page: one more than lines.
        headline: how far the tagger takes each line less for a headline than the likeliest of the page, in log-odds.
    """

    told: Sequence[tuple[bool, bool]]
    before: Sequence[int]
    body: Sequence[int]
    headline: Sequence[float]


def named_lines(scene: Scene, picked: Sequence[int]) -> NamedLines:
    """The days and by-lines of a page.

    Args:
        scene: the page.
        picked: the lines that are read for a name.
    """
    texts = scene.lines.texts
    near = {k for i in picked for k in range(max(i - AROUND, 0), min(i + AROUND + 1, len(texts)))}
    outside = ((scene.body < _BODY) & (scene.free > 0) & (scene.sizes <= _LONGEST_BYLINE)).tolist()
    told = [
        (k in near and prints_day(text), is_byline(text)) if (is_outside or k in near) and len(text) <= _LONGEST_BYLINE else (False, False)
        for k, (text, is_outside) in enumerate(zip(texts, outside, strict=True))
    ]
    # Whole numbers have the same sum on every machine.
    body = np.rint(scene.body * _HUNDREDTHS).astype(np.int64) * scene.sizes
    marks = scene.marks[:, _TITLE]
    headline = np.minimum(np.maximum(marks - marks.max(), _NO_HEADLINE), 0.0).tolist()
    return NamedLines(told, list(accumulate((is_named for _, is_named in told), initial=0)), [0, *np.cumsum(body).tolist()], headline)


def around_name(named: NamedLines, i: int, title: int | None) -> tuple[float, ...]:
    """What stands around line `i`: BESIDE_NAMES.

    Args:
        named: the page's days and by-lines.
        i: the line.
        title: line of the headline, where it has one.
    """
    by_lines, above = named.before[-1], named.before[i]
    return (
        *distances(named.told, i),
        min(by_lines, _MOST_BYLINES), min(above, _MOST_BYLINES),
        *(named.headline[k] if 0 <= k < len(named.headline) else _NO_HEADLINE for k in (i - 1, i + 1)),
        *_from_title(named, i, title),
    )  # fmt: skip


def _from_title(named: NamedLines, i: int, title: int | None) -> tuple[float, float]:
    """Characters of the body between a line and the headline, and whether the line stands above it; -1 where no headline is known."""
    if title is None:
        return -1.0, -1.0
    first, last = sorted((title, i))
    between = named.body[last] - named.body[min(first + 1, last)]
    return min(between / _HUNDREDTHS, _MOST_BODY), float(i < title)
