"""Which lines are the body: the set of lines whose expected F1 is highest.

For a page on which the tagger is sure the least probability is about one half; on a page on which it doubts everything it
is lower, for a body half right is worth more than none (Lipton, Elkan and Naryanaswamy, 2014: the best threshold is half of
the F1 that can be reached). This room chooses lines by number; of the text it asks for a price alone.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import PageLines
from pagestrata.records import PageType

DOUBT: Final = 1.1
"""Log-odds taken from every line: the tagger's mistakes come in runs, which the expectation over single lines does not see.
The value that gives the highest word F1 on sites held out in training (see bench/tried.md)."""

DOUBT_OF_OTHERS: Final = 0.8
"""The same on pages that are neither article nor thread and print no price: of documentation, services and lists more is body than the
tagger dares to say. Beside the goods of shops it is not so (see bench/tried.md)."""

# A currency's sign (Unicode's block, dollar, pound, yen, baht) beside a number, or its short name behind one.
_PRICE: Final = re.compile(r"[$£¥\u0e3f\u20a0-\u20cf]\s?\d|\d\s?(?:[\u20a0-\u20cf元円원]|(?:zł|kr|Kč|руб|грн|Ft|лв|lei|лей)\b)")

LEAST: Final = 0.15
"""A page whose best set of lines has a lower expected F1 has no body."""

POSTS_RIGHT: Final = 0.8
"""Share of the characters of posts that are taken to be right: about the word F1 of posts on sites held out in training."""

_BOILERPLATE, _BODY, _COMMENT = (LABELS.index(name) for name in ("boilerplate", "body", "comment_body"))

Floats = npt.NDArray[np.float64]


def doubt_of(page_type: PageType, text: str) -> float:
    """Log-odds to take from every line of a page.

    Args:
        page_type: what the page is taken for.
        text: the page.
    """
    return DOUBT_OF_OTHERS if page_type is PageType.OTHER and not _PRICE.search(text) else DOUBT


def share_of_body(labels: npt.NDArray[np.floating], posts_too: bool = False) -> Floats:
    """Probability that each line is body where it is body or boilerplate.

    Args:
        labels: probabilities, shape (lines, len(LABELS)).
        posts_too: bodies of posts count as body.

    Returns:
        Shape (lines,).
    """
    body = labels[:, _BODY].astype(np.float64)
    if posts_too:
        body = body + labels[:, _COMMENT]
    total = body + labels[:, _BOILERPLATE]
    return np.asarray(np.divide(body, total, out=np.zeros_like(body), where=total > 0))


def body_chances(scores: LineScores, taken: AbstractSet[int], posts_too: bool, change: Floats | None = None) -> Floats:
    """Probability that each line is body, now that the comments of the page are known; shape (lines,).

    Args:
        scores: the tagger's.
        taken: lines of comments; their probability is 0.
        posts_too: posts that could not be told apart count as body.
        change: log-odds that a second look adds, shape (lines,).
    """
    chances = share_of_body(scores.labels, posts_too)
    if change is not None:
        raised = chances * np.exp(change)
        chances = np.round(raised / (1.0 - chances + raised), 9)
    chances[list(taken)] = 0.0
    return chances


def choose_body(lines: PageLines, chances: Floats, posts: int = 0, doubt: float = DOUBT) -> list[int]:
    """The lines of the body, in order.

    Args:
        lines: the page.
        chances: probability that each line is body, shape (lines,).
        posts: characters of posts that are content already: lines beside them must be as sure as they are.
        doubt: log-odds taken from every line.

    Returns:
        Indices of lines; empty where the page has no body.
    """
    if not len(lines):
        return []
    size = np.array(lines.ends, np.float64) - np.array(lines.starts, np.float64)
    odds = chances / np.maximum(1.0 - chances, 1e-6) * np.exp(-doubt)
    doubted = odds / (1.0 + odds)
    order = np.argsort(-doubted, kind="stable")
    right, total = POSTS_RIGHT * posts, float((size * doubted).sum())
    gain = 2.0 * (right + np.cumsum((size * doubted)[order]))
    expected = gain / np.maximum(posts + right + np.cumsum(size[order]) + total, 1e-9)
    best = int(expected.argmax())
    of_none = 2.0 * right / max(posts + right + total, 1e-9)
    if expected[best] < max(LEAST, of_none):
        return []
    return [int(i) for i in np.flatnonzero((doubted >= doubted[order[best]]) & (chances > 0.0))]
