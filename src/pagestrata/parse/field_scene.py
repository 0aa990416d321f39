"""Where on a page its fields can stand: the body's place, the lines worth a look, what the address says.

Measured once a page and shared by the finders of titles, names and days. This room measures; it does not choose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

import numpy as np
import numpy.typing as npt

from pagestrata.parse.field_lines import Floats, LineWeights, line_weights, weigh_lines
from pagestrata.parse.labels import LABELS, MARKS, LineScores
from pagestrata.parse.lines import PageLines

_BODY: Final = LABELS.index("body")
_LETTERS: Final = re.compile(r"[^\W_]+")
_SMALLEST: Final = 1e-4
_OPENING: Final = 2500


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One page, as the finders of fields see it.

    Attributes:
        lines: the page.
        first, last: first and last line of the stretch that is most surely body.
        body: probability that a line is body, shape (lines,).
        free: 0 where a line belongs to a comment, else 1, shape (lines,).
        marks: log-odds of title, author and published, shape (lines, 3).
        worth: how much a line is worth a look for each of them, shape (lines, 3).
        slug: words of the address's path; empty where no address is known.
        host: the address's host without punctuation; empty where no address is known.
        opening: the first characters of the body, in lower case.
    """

    lines: PageLines
    first: int
    last: int
    body: Floats
    free: Floats
    marks: Floats
    worth: Floats
    slug: frozenset[str]
    host: str
    opening: str

    def best(self, mark: str, count: int) -> list[int]:
        """The `count` lines most worth a look for a field, best first; a comment's lines are left out."""
        odds = self.worth[:, MARKS.index(mark)] - 99 * (1 - self.free)
        order = np.argsort(-odds, kind="stable")[:count]
        return [int(i) for i in order if self.free[i]]


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers of a text."""
    return _LETTERS.findall(text.lower())


def squeeze(text: str) -> str:
    """The letters and digits of a text, in lower case: what two spellings of one name share."""
    return "".join(_LETTERS.findall(text.lower()))


def _stretch(gain: npt.NDArray[np.float64]) -> tuple[int, int]:
    """First and last index of the stretch with the greatest sum (Bentley's maximum subarray)."""
    total = np.concatenate(([0.0], np.cumsum(gain)))
    lowest = np.minimum.accumulate(total)
    last = int(np.argmax(total - lowest))
    first = int(np.argmin(total[: last + 1]))
    return first, max(last - 1, first)


def _address(url: str | None) -> tuple[frozenset[str], str]:
    """Words of an address's path, and its host without punctuation; nothing of one that cannot be an address."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return frozenset(), ""
    return frozenset(words_of(unquote(parts.path))), squeeze(parts.netloc.rpartition("@")[2].partition(":")[0].removeprefix("www."))


def make_scene(lines: PageLines, scores: LineScores, taken: frozenset[int], url: str | None, weights: LineWeights | None = None) -> Scene:
    """Measure a page.

    Args:
        lines: the page, of one line at least.
        scores: the tagger's.
        taken: lines of comments.
        url: the page's address, where known.
        weights: of the regression that weighs lines; None takes the packaged ones.
    """
    body = scores.labels[:, _BODY]
    free = np.ones(len(lines), np.float32)
    if taken:
        free[list(taken)] = 0
    sizes = np.minimum(np.array(lines.ends) - np.array(lines.starts), 400)
    first, last = _stretch((body * free - 0.5) * sizes)
    likely = np.clip(scores.marks[:, :3], _SMALLEST, 1 - _SMALLEST)
    odds = np.log(likely / (1 - likely)).astype(np.float32)
    slug, host = _address(url)
    return Scene(
        lines,
        first,
        last,
        body,
        free,
        odds,
        weigh_lines(lines, odds, body, (first, last), weights or line_weights()),
        slug,
        host,
        lines.text[lines.starts[first] : lines.starts[first] + _OPENING].lower(),
    )
