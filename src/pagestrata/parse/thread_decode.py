"""Comment boundaries: the likeliest sequence of header, body and footer lines near any evidence of comments.

The tagger's scores say where to look; the thread model weighs the lines there; one pass of dynamic programming (Viterbi
1967) finds the best sequence. This room may weigh; what a layout looks like is told in the layouts file.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.parse.labels import LABELS, PAGE_TYPES, LineScores
from pagestrata.parse.lines import PageLines
from pagestrata.parse.thread_cues import line_cues, link_lines, printed_counts
from pagestrata.parse.thread_layouts import patterns
from pagestrata.parse.thread_model import PartScores, columns, load_weights, score_parts

Floats = npt.NDArray[np.float64]

OUT, HEAD_FIRST, HEAD, BODY_FIRST, BODY_AFTER, BODY, FOOT = range(7)
"""States of a line: outside; first line of a header, more of it; first line of a body without header, of a body after its
header, more of it; footer."""

BEFORE: Final = (
    (OUT, BODY_FIRST, BODY_AFTER, BODY, FOOT),
    (OUT, BODY_FIRST, BODY_AFTER, BODY, FOOT),
    (HEAD_FIRST, HEAD),
    (OUT, BODY_FIRST, BODY_AFTER, BODY, FOOT),
    (HEAD_FIRST, HEAD),
    (BODY_FIRST, BODY_AFTER, BODY),
    (BODY_FIRST, BODY_AFTER, BODY, FOOT),
)
"""For each state the states that may come before it: every comment has a body, and none begins inside a header."""
ENDS: Final = (OUT, BODY_FIRST, BODY_AFTER, BODY, FOOT)
"""States in which a stretch may end."""

EVIDENCE: Final = 0.1
"""Probability of being part of a comment from which a line is evidence."""
REACH: Final = 24
"""Lines on each side of evidence that are looked at with it."""
EAGER: Final = 1.1
"""Log weight taken from every line outside: a thread that is missed costs more than a line too many. Chosen by the F1 and
the false comments of held-out sites."""
CERTAIN: Final = 9.0
"""Log weight given to the start of a comment on a line that is one by itself."""
SWALLOWED: Final = 0.8
"""Probability of being the article from which a comment's body, over its characters, is the article. Only where the page
is no thread: of a forum the tagger may take any post for an article."""
_ARTICLE: Final = LABELS.index("body")
_COMMENT: Final = LABELS.index("comment_header")
_HEADS: Final = (HEAD_FIRST, HEAD)
_IN_BODY: Final = frozenset({BODY_FIRST, BODY_AFTER, BODY})
LEAST_DATED: Final = 3
"""Dates of a stretch from which its threads can have a side for them."""
SIDE: Final = 8.0
"""Log weight given to a line on the side that is tried: what a tagger says that is wrong about the whole thread."""
COUNTED: Final = ((2.0, 0.0), (4.0, 4.0), (7.0, 7.0), (11.0, 11.0), (15.0, 15.0))
"""Log weights by which lines outside are made less likely and first lines likelier, or the reverse, until there are as many
comments as the page says."""
LINES_EACH: Final = 6
"""Lines that a comment is thought to take where a page says how many it has."""
FEW: Final = 2
"""A number of comments that is found by chance: only the first weight is tried."""
COUNT_ERROR: Final = 0.1
"""Share of the printed number that may be missing or too many: some comments are deleted, or not yet approved."""
_NEVER: Final = float("-inf")
_UNLIKELY: Final = -9.0
"""Log-odds of lines far from any evidence."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One comment in lines: `first` to `last`, its body `body_first` to `body_last`, all inclusive."""

    first: int
    body_first: int
    body_last: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Thread:
    """The comments of a page in lines.

    Attributes:
        cuts: in page order, without overlap.
        prints_author, prints_date: log-odds that a line prints a comment's author or date, shape (lines,).
        is_body: probability that a line is a comment's body, shape (lines,).
    """

    cuts: tuple[Cut, ...]
    prints_author: Floats
    prints_date: Floats
    is_body: Floats


def find_regions(scores: LineScores, hints: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Stretches of lines near evidence of comments, end exclusive.

    Args:
        scores: the tagger's scores.
        hints: lines that are comments by themselves, or stand over comments.
    """
    evidence = scores.labels[:, _COMMENT:].sum(axis=1) > EVIDENCE
    evidence[list(hints)] = True
    near = np.flatnonzero(evidence)
    if not len(near):
        return []
    breaks = np.flatnonzero(np.diff(near) > 3 * REACH)
    begins = np.maximum(near[np.concatenate(([0], breaks + 1))] - REACH, 0)
    ends = np.minimum(near[np.concatenate((breaks, [len(near) - 1]))] + REACH + 1, len(scores.labels))
    return list(zip(begins.tolist(), ends.tolist(), strict=True))


def best_path(states: list[list[float]], steps: list[list[float]]) -> list[int]:
    """The likeliest states of consecutive lines.

    Args:
        states: log weight of each state on each line.
        steps: log weight of coming to a state (row) from another (column).
    """
    best = [0.0, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER]
    ways = [[(before, steps[state][before]) for before in befores] for state, befores in enumerate(BEFORE)]
    came: list[list[int]] = []
    for number, row in enumerate(states):
        now: list[float] = []
        step: list[int] = []
        for state in range(7):
            top, at = _NEVER, 0
            for before, weight in ways[state]:
                value = best[before] + (weight if number else 0.0)
                if value > top:
                    top, at = value, before
            now.append(top + row[state])
            step.append(at)
        best = now
        came.append(step)
    path = [max(ENDS, key=best.__getitem__)]
    for step in reversed(came[1:]):
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


def _body_share(states: Floats) -> npt.NDArray[np.float64]:
    weights = np.exp(states - states.max(axis=1, keepdims=True))
    share: Floats = weights[:, BODY_FIRST : BODY + 1].sum(axis=1) / weights.sum(axis=1)
    return share


def _sided_path(parts: PartScores, steps: list[list[float]]) -> list[int]:
    """The likeliest path on which the dates stand on the side of their bodies that leaves fewest bodies without one.

    Between two bodies a line may be the footer of the one or the header of the other, and looks the same. Only the ends of
    a thread tell: its first body has no footer before it, its last no header behind it.
    """
    path = best_path(parts.states.tolist(), steps)
    dated: list[int] = [i for i in np.flatnonzero(parts.date > 0).tolist() if path[i] not in _IN_BODY]
    most = _with_date(path, dated)
    if len(dated) < LEAST_DATED or most == len(_cuts(path, 0)):
        return path
    for side in (_HEADS, (FOOT,)):
        forced = parts.states.copy()
        forced[np.ix_(dated, side)] += SIDE
        other = best_path(forced.tolist(), steps)
        if _with_date(other, dated) > most:
            path, most = other, _with_date(other, dated)
    return path


def _counted_path(parts: PartScores, steps: list[list[float]], counts: Sequence[tuple[int, int]]) -> list[int]:
    """The likeliest path that has as many comments as the page prints over them; the likeliest of all where none has.

    Only where it has fewer than half of them, or twice as many: threads go on to other pages, and answers may not be counted.

    Args:
        parts: scores of a stretch.
        steps: as in `best_path`.
        counts: lines of the stretch that stand over comments, and the number that each prints.
    """
    path = _sided_path(parts, steps)
    if any(number <= 2 * _after(path, line) <= 4 * number for line, number in counts):
        return path
    for line, number in counts:
        more = _after(path, line) < number
        for outside, first in COUNTED if number > FEW else COUNTED[:1]:
            states, sign = parts.states.copy(), 1.0 if more else -1.0
            states[line + 1 :, OUT] -= sign * outside
            states[line + 1 :, [HEAD_FIRST, BODY_FIRST]] += sign * first
            other = best_path(states.tolist(), steps)
            if _agrees(other, line, number):
                return other
    return path


def _below(counts: Mapping[int, int], lines: int) -> list[int]:
    """Lines below those that print a number of comments, near enough to each other that all comments are looked at."""
    return [i for line, number in counts.items() for i in range(line, min(line + LINES_EACH * number, lines), REACH)]


def _after(path: list[int], line: int) -> int:
    """Number of comments behind a line."""
    return sum(cut.first > line for cut in _cuts(path, 0))


def _agrees(path: list[int], line: int, number: int) -> bool:
    """Whether there are about as many comments behind a line as it prints."""
    return abs(_after(path, line) - number) <= number * COUNT_ERROR


def _with_date(path: list[int], dated: list[int]) -> int:
    """Number of comments that hold a dated line, of lines in order, outside their body."""

    def hold(first: int, end: int) -> bool:
        return bisect_left(dated, first) < bisect_left(dated, end)

    return sum(hold(cut.first, cut.body_first) or hold(cut.body_last + 1, cut.last + 1) for cut in _cuts(path, 0))


def cut_thread(lines: PageLines, scores: LineScores, weights: Path | None = None) -> Thread:
    """Where each comment of a page begins and ends; without cuts where nothing looks like a comment.

    Args:
        lines: the page.
        scores: the tagger's scores of its lines.
        weights: file of the thread model's weights; None takes the packaged ones.
    """
    cuts: list[Cut] = []
    told = np.full((3, len(lines)), _UNLIKELY)
    links, counts = link_lines(lines), printed_counts(lines)
    for begin, end in find_regions(scores, (*links, *_below(counts, len(lines)))):
        model = load_weights(weights)
        cues = line_cues(lines, begin, end)
        parts = score_parts(columns(cues, scores, begin, end), cues.groups, model)
        parts.states[:, OUT] -= EAGER
        parts.states[[i - begin for i in links if begin <= i < end], BODY_FIRST] += CERTAIN
        inside = [(i - begin, number) for i, number in counts.items() if begin <= i < end]
        cuts += _cuts(_counted_path(parts, model.steps.tolist(), inside), begin)
        told[:, begin:end] = parts.author, parts.date, _body_share(parts.states)
    if scores.page_type[PAGE_TYPES.index("thread")] < 0.5:
        cuts = [cut for cut in cuts if not _is_article(lines, scores, cut)]
        cuts = cuts[int(_is_above_heading(lines, cuts)) :]
    return Thread(tuple(cuts), told[0], told[1], told[2])


def _is_article(lines: PageLines, scores: LineScores, cut: Cut) -> bool:
    """Whether the tagger takes the text of a comment for the article."""
    body = slice(cut.body_first, cut.body_last + 1)
    weights = np.subtract(lines.ends[body], lines.starts[body])
    return bool(np.average(scores.labels[body, _ARTICLE], weights=weights) > SWALLOWED)


def _is_above_heading(lines: PageLines, cuts: Sequence[Cut]) -> bool:
    """Whether the heading of the comments stands behind the body of the first one: then that is a short article."""
    if len(cuts) < 2:
        return False
    between = range(cuts[0].body_last + 1, cuts[1].body_first)
    return any(pattern.fullmatch(lines.line(i)) for i in between for pattern in patterns("heading"))
