"""Comment boundaries: the likeliest sequence of header, body and footer lines, given scores and what repeats.

The scores of the tagger see a line and its neighbours; here a page's own repetition is added: lines of one shape play one
part, so each line's score is drawn towards the mean of its shape. Then one pass of dynamic programming (Viterbi 1967)
over the lines near any evidence finds the best sequence. This room may weigh; what a layout looks like it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pagestrata.parse.labels import LABELS, MARKS, LineScores
from pagestrata.parse.lines import PageLines
from pagestrata.parse.thread_shapes import coarse_shape, fine_shape, fixed_words

Floats = npt.NDArray[np.float64]

OUT, HEAD_FIRST, HEAD, BODY_FIRST, BODY_AFTER, BODY, FOOT = range(7)
"""States of a line: outside; first line of a header, of a comment without header, of a body after its header; the rest."""

_BEFORE: tuple[tuple[tuple[int, float], ...], ...] = (
    ((OUT, 0.0), (BODY_FIRST, 0.0), (BODY_AFTER, 0.0), (BODY, 0.0), (FOOT, 0.0)),
    ((OUT, -1.0), (BODY_FIRST, 0.0), (BODY_AFTER, 0.0), (BODY, 0.0), (FOOT, 0.0)),
    ((HEAD_FIRST, 0.0), (HEAD, 0.0)),
    ((OUT, -1.0), (BODY_FIRST, -1.0), (BODY_AFTER, -1.0), (BODY, -1.0), (FOOT, 0.0)),
    ((HEAD_FIRST, 0.0), (HEAD, 0.0)),
    ((BODY_FIRST, 0.0), (BODY_AFTER, 0.0), (BODY, 0.0)),
    ((BODY_FIRST, 0.0), (BODY_AFTER, 0.0), (BODY, 0.0), (FOOT, 0.0)),
)
"""For each state the states that may come before it, with the log weight of the step."""

_MARKS = [MARKS.index(name) for name in ("comment_start", "comment_body_start", "comment_author", "comment_date")]
_START = _MARKS[0]

EVIDENCE = 0.1
"""Probability of being part of a comment from which a line, and those near it, are decoded."""
REACH = 8
"""Lines on each side of evidence that are decoded with it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One comment in lines: `first` to `last`, its body `body_first` to `body_last`, all inclusive."""

    first: int
    body_first: int
    body_last: int
    last: int


_UNLIKELY = -9.0
"""Log-odds of lines far from any evidence."""


def _regions(scores: LineScores) -> list[tuple[int, int]]:
    """Stretches of lines near evidence of a comment, end exclusive."""
    near = np.flatnonzero((scores.labels[:, 2:].sum(axis=1) > EVIDENCE) | (scores.marks[:, _START] > EVIDENCE))
    if not len(near) or not (scores.labels[near, LABELS.index("comment_body")] > EVIDENCE).any():
        return []
    breaks = np.flatnonzero(np.diff(near) > 2 * REACH)
    begins = near[np.concatenate(([0], breaks + 1))] - REACH
    ends = near[np.concatenate((breaks, [len(near) - 1]))] + REACH + 1
    return list(zip(np.maximum(begins, 0).tolist(), np.minimum(ends, len(scores.labels)).tolist(), strict=True))


def _logit(p: npt.NDArray[np.float32]) -> Floats:
    clipped = np.clip(p.astype(np.float64), 1e-4, 1 - 1e-4)
    odds: Floats = np.log(clipped) - np.log1p(-clipped)
    return odds


def _pool(values: Floats, keys: list[str], weight: float) -> Floats:
    """Draw each row towards the mean of the rows with its key: n of them count n / (n + 2), empty keys not at all."""
    index: dict[str, int] = {}
    group = np.array([index.setdefault(key, len(index)) for key in keys])
    count = np.bincount(group, minlength=len(index)).astype(np.float64)
    if "" in index:
        count[index[""]] = 1.0
    total = np.zeros((len(index), values.shape[1]))
    np.add.at(total, group, values)
    mean = total / np.bincount(group)[:, None]
    pull = weight * ((count - 1) / (count + 2))[group][:, None]
    pooled: Floats = values + pull * (mean[group] - values)
    return pooled


def _keys(texts: list[str], blanks: list[int], expected: float) -> tuple[list[str], list[str]]:
    """Two keys for each line: its fine shape; its coarse shape with those of the lines before and after."""
    fixed = fixed_words(texts, max(3, int(0.3 * expected)))
    fine = [fine_shape(text, fixed) for text in texts]
    fine = ["" if shape in {"X", "0", "X .", "X !", "X ?"} else shape for shape in fine]
    coarse = ["", *(coarse_shape(text) for text in texts), ""]
    around = [
        "" if coarse[i] == "~" else f"{coarse[i - 1]}|{min(blanks[i - 1], 1)}{coarse[i]}|{coarse[i + 1]}" for i in range(1, len(texts) + 1)
    ]
    return fine, around


def _pooled(lines: PageLines, scores: LineScores, chosen: npt.NDArray[np.int64]) -> Floats:
    """Log probabilities of header, body, footer and outside, and log-odds of `_MARKS`, after pooling: shape (len(chosen), 8)."""
    labels = np.log(np.clip(scores.labels[chosen].astype(np.float64), 1e-4, 1.0))
    inside = np.column_stack((labels[:, 2:], np.logaddexp(labels[:, 0], labels[:, 1])))
    marks = _logit(scores.marks[chosen][:, _MARKS])
    values = np.column_stack((inside, marks))
    texts = [lines.line(i) for i in chosen.tolist()]
    blanks = [lines.blanks[i] for i in chosen.tolist()]
    fine, around = _keys(texts, blanks, float(scores.marks[chosen, _START].sum()))
    return _pool(_pool(values, fine, 0.7), around, 0.5)


def _emissions(values: Floats) -> Floats:
    """Log weights of the seven states: shape (len(values), 7)."""
    start, body_start = values[:, 4], values[:, 5]
    no_start, no_body = -np.logaddexp(0, start), -np.logaddexp(0, body_start)
    is_start, is_body = start + no_start, body_start + no_body
    head, body, foot, out = values[:, 0], values[:, 1], values[:, 2], values[:, 3]
    return np.column_stack((
        out + no_start + no_body,
        head + is_start + no_body,
        head + no_start + no_body,
        body + is_start + is_body,
        body + no_start + is_body,
        body + no_start + no_body,
        foot + no_start + no_body,
    ))  # fmt: skip


def _best_path(emissions: list[list[float]]) -> list[int]:
    """The likeliest states of consecutive lines, outside before the first and after the last."""
    never = float("-inf")
    best = [0.0, never, never, never, never, never, never]
    steps: list[list[int]] = []
    for row in emissions:
        now: list[float] = []
        step: list[int] = []
        for state in range(7):
            top, came = never, 0
            for before, weight in _BEFORE[state]:
                value = best[before] + weight
                if value > top:
                    top, came = value, before
            now.append(top + row[state])
            step.append(came)
        best = now
        steps.append(step)
    last = max((OUT, BODY_FIRST, BODY_AFTER, BODY, FOOT), key=best.__getitem__)
    path = [last]
    for step in reversed(steps[1:]):
        path.append(step[path[-1]])
    return path[::-1]


def _cuts(path: list[int], base: int) -> list[Cut]:
    cuts: list[Cut] = []
    first = body_first = body_last = -1
    for i, state in enumerate([*path, OUT]):
        if state in {OUT, HEAD_FIRST, BODY_FIRST} and first >= 0:
            cuts.append(Cut(base + first, base + body_first, base + body_last, base + i - 1))
            first = -1
        if state in {HEAD_FIRST, BODY_FIRST}:
            first = i
        if state in {BODY_FIRST, BODY_AFTER}:
            body_first = i
        if state in {BODY_FIRST, BODY_AFTER, BODY}:
            body_last = i
    return cuts


@dataclass(frozen=True, slots=True, eq=False)
class Thread:
    """The comments of a page in lines.

    Attributes:
        cuts: in page order, without overlap.
        prints_author, prints_date: log-odds that a line prints a comment's author or date, after pooling; shape (lines,).
    """

    cuts: tuple[Cut, ...]
    prints_author: Floats
    prints_date: Floats


def cut_thread(lines: PageLines, scores: LineScores) -> Thread:
    """Where each comment of a page begins and ends; without cuts where nothing looks like a comment.

    Args:
        lines: the page.
        scores: the tagger's scores of its lines.
    """
    regions = _regions(scores)
    if not regions:
        return Thread((), np.empty(0), np.empty(0))
    chosen = np.concatenate([np.arange(begin, end) for begin, end in regions])
    values = _pooled(lines, scores, chosen)
    emissions = _emissions(values).tolist()
    cuts: list[Cut] = []
    done = 0
    for begin, end in regions:
        cuts += _cuts(_best_path(emissions[done : done + end - begin]), begin)
        done += end - begin
    marks = np.full((len(lines), 2), _UNLIKELY)
    marks[chosen] = values[:, 6:8]
    return Thread(tuple(cuts), marks[:, 0], marks[:, 1])
