"""The likeliest sequence of header, body and footer lines of a stretch, and what speaks for another than the likeliest.

One pass of dynamic programming (Viterbi 1967) finds a path of states; dates that leave some bodies without one, and the
number of comments that a page prints, may choose another. This room knows states and their weights; it sees no text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.parse.threads.model import PartScores

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
HEADS: Final = (HEAD_FIRST, HEAD)
BODIES: Final = (BODY_FIRST, BODY_AFTER, BODY)

LEAST_DATED: Final = 3
"""Dates of a stretch from which its threads can have a side for them."""
SIDE: Final = 8.0
"""Log weight given to a line on the side that is tried: what a tagger says that is wrong about the whole thread."""
SURER: Final = 16.0
"""The same where nearly all comments have a date so."""
SURE: Final = 12.0
"""Log weight taken from a state that a line cannot have."""
MOST_UNDATED: Final = 1
"""Comments that may be left without a date where the greater weight is tried."""
SIDES: Final = ((HEADS, SIDE), ((FOOT,), SIDE), (HEADS, SURER), ((FOOT,), SURER))
"""Sides that are tried, with their weights; with the greater one all comments but one must have a date, and more than before."""
COUNTED: Final = ((2.0, 0.0), (4.0, 4.0), (7.0, 7.0), (11.0, 11.0), (15.0, 15.0))
"""Log weights by which lines outside are made less likely and first lines likelier, or the reverse, until there are as many
comments as the page says."""
SETTLED: Final = 8
"""A printed number up to which it is the number of comments: on 60 of 62 labelled pages, and on the two others there is none. Larger ones
may count those of other pages of the thread."""
LEAST_PARTS: Final = 2
"""Numbers of comments of a page that can count its parts."""
FEW: Final = 2
"""A number of comments that is found by chance: only the first weight is tried. One comment alone must begin right below the number."""
LEAST_HEADED: Final = 3
"""Comments with a header each, from which all have one."""
RIGHT_BELOW: Final = 3
"""Lines below a number in which the comment begins that is its only one."""
BEGUN: Final = 30.0
"""Log weight given to the line on which a comment is known to begin."""
COUNT_ERROR: Final = 0.1
"""Share of the printed number that may be missing or too many: some comments are deleted, or not yet approved."""
DOUBTED: Final = 0.5
"""Probability of being a comment's body below which the first or the last one is looked at again."""
CLEARLY: Final = 0.3
"""How much likelier the ends of a thread must be on another path, where nothing else tells the two apart."""
_NEVER: Final = float("-inf")

Told = npt.NDArray[np.float32]
"""Probability of each line of a stretch that it is the body of a comment, by the tagger, shape (lines,)."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One comment in lines: `first` to `last`, its body `body_first` to `body_last`, all inclusive."""

    first: int
    body_first: int
    body_last: int
    last: int


@dataclass(frozen=True, slots=True)
class _Sense:
    """How well a path goes with what is known of its lines.

    Attributes:
        dated, undated: comments with and without a date outside their body.
        weakest: the lower of two probabilities of being a body: of the likeliest line of the first body, and of the last.
    """

    dated: int
    undated: int
    weakest: float


def best_path(states: list[list[float]], steps: list[list[float]]) -> list[int]:
    """The likeliest states of consecutive lines.

    Args:
        states: log weight of each state on each line, of one line at least.
        steps: log weight of coming to a state (row) from another (column).
    """
    ways = tuple(tuple((before, steps[state][before]) for before in befores) for state, befores in enumerate(BEFORE))
    # The line before the first is outside, and coming from it costs nothing.
    best = [(0.0 if OUT in befores else _NEVER) + own for befores, own in zip(BEFORE, states[0], strict=True)]
    came: list[list[int]] = []
    for row in states[1:]:
        now: list[float] = []
        step: list[int] = []
        for way, own in zip(ways, row, strict=True):
            top, at = _NEVER, 0
            for before, weight in way:
                value = best[before] + weight
                if value > top:
                    top, at = value, before
            now.append(top + own)
            step.append(at)
        best = now
        came.append(step)
    path = [max(ENDS, key=best.__getitem__)]
    for step in reversed(came):
        path.append(step[path[-1]])
    return path[::-1]


def cuts_of(path: list[int], base: int) -> list[Cut]:
    """The comments on a path, whose first line is line `base` of the page."""
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


def _sided_path(parts: PartScores, steps: list[list[float]], told: Told) -> list[int]:
    """The likeliest path on which the dates stand on the side of their bodies that leaves fewest bodies without one.

    Between two bodies a line may be the footer of the one or the header of the other, and looks the same. Only the ends of
    a thread tell: its first body has no footer before it, its last no header behind it. Where all bodies have a date on
    either side, the ends are what the tagger takes for bodies of comments.
    """
    path = best_path(parts.states.tolist(), steps)
    dated: list[int] = [i for i in np.flatnonzero(parts.date > 0).tolist() if path[i] not in BODIES]
    known = _sense(path, dated, told)
    if len(dated) < LEAST_DATED or (not known.undated and known.weakest > DOUBTED):
        return path
    for side, weight in SIDES:
        forced = parts.states.copy()
        able = [i for i in dated if parts.states[i].max() - parts.states[i, list(side)].max() < SURE]
        forced[np.ix_(able, side)] += weight
        other = best_path(forced.tolist(), steps)
        sense = _sense(other, dated, told)
        is_surer = sense.dated > known.dated and sense.undated < known.undated and sense.undated <= MOST_UNDATED
        if _is_better(sense, known) and (weight == SIDE or is_surer):
            path, known = other, sense
    return path


def _is_better(other: _Sense, known: _Sense) -> bool:
    """Whether a path goes better with dates and tagger than the one known: by its dates, else by its ends."""
    if other.dated != known.dated:
        return other.dated > known.dated and other.weakest > min(DOUBTED, known.weakest - CLEARLY)
    if other.undated != known.undated:
        return other.undated < known.undated and other.weakest >= max(DOUBTED, known.weakest)
    return other.weakest > known.weakest + CLEARLY


def counted_path(
    parts: PartScores, steps: list[list[float]], told: Told, counts: Sequence[tuple[int, int]], times: Sequence[int]
) -> list[int]:
    """The likeliest path that has as many comments as the page prints over them; the likeliest of all where none has.

    Of larger numbers only where it has fewer than half of them, or twice as many: threads go on to other pages, and answers may not be
    counted. Of smaller ones that no path has, the first comments below them, where there are more.

    Args:
        parts: scores of a stretch.
        steps: as in `best_path`.
        told: probability of each line of the stretch that it is the body of a comment, by the tagger.
        counts: lines of the stretch that stand over comments, and the number that each prints.
        times: lines that are a time, one of each comment, so that all of them must be there, and no more; empty where no lines are.
    """
    path, is_exact = _sided_path(parts, steps, told), bool(times)
    if _are_of_parts(path, counts) or any(_is_as_told(_after(path, line), number, is_exact=is_exact) for line, number in counts):
        return path
    near: list[int] | None = None
    is_headed = BODY_FIRST not in path and path.count(HEAD_FIRST) >= LEAST_HEADED
    for line, number in counts:
        more = _after(path, line) < number
        for outside, first in COUNTED[:1] if more and number == FEW else COUNTED:
            states, sign = parts.states.copy(), 1.0 if more else -1.0
            below = slice(line + 1, line + 1 + RIGHT_BELOW if more and number == 1 else None)
            states[below, OUT] -= sign * outside
            states[below, [HEAD_FIRST, BODY_FIRST]] += sign * first
            other = best_path(states.tolist(), steps)
            if more and is_headed and _has_halves(path, other):
                continue
            wrong = abs(_after(other, line) - number)
            other = _ended(other, parts, steps) if more else other
            if wrong <= (0 if is_exact else number * COUNT_ERROR):
                return other
            if near is None and wrong <= number * COUNT_ERROR:
                near = other
    timed = _begun(path, parts, steps, times)
    if any(_after(timed, line) == number for line, number in counts):
        return timed
    if near is not None:
        return near
    # Of two numbers with no comment between them the lower one is over the comments.
    over = {_after(path, line): (line, number) for line, number in counts}.values()
    return next((_first_ones(path, line, number) for line, number in over if number <= SETTLED), path)


def _has_halves(path: list[int], other: list[int]) -> bool:
    """Whether another path has comments without a header besides those of a path with headers alone: halves of them, or the page around.

    One that begins outside of them may be a pingback.
    """
    begun = [before for before, now in zip(path, other, strict=True) if now == BODY_FIRST]
    return len(begun) > 1 or any(before != OUT for before in begun)


def _are_of_parts(path: list[int], counts: Sequence[tuple[int, int]]) -> bool:
    """Whether several numbers each count some comments of the thread: there are as many below each, before the next, or more.

    Pages of questions print one over what was said on each answer.
    """
    if len(counts) < LEAST_PARTS:
        return False
    ends = [*(line for line, _ in counts[1:]), len(path)]
    return all(_after(path, line) - _after(path, end) >= number for (line, number), end in zip(counts, ends, strict=True))


def _begun(path: list[int], parts: PartScores, steps: list[list[float]], times: Sequence[int]) -> list[int]:
    """The path on which all times begin a comment, where most of them do so already; else the path itself."""
    if sum(path[i] == HEAD_FIRST for i in times) <= len(times) / 2:
        return path
    states = parts.states.copy()
    states[list(times), HEAD_FIRST] += BEGUN
    return best_path(states.tolist(), steps)


def _ended(path: list[int], parts: PartScores, steps: list[list[float]]) -> list[int]:
    """A path on which lines outside were made less likely, its last comment as long as it is by what is known of its lines.

    Nothing else ends it: the page around the thread would be its body.
    """
    first = max((i for i, state in enumerate(path) if state in {HEAD_FIRST, BODY_FIRST}), default=None)
    if first is None:
        return path
    states = parts.states[first:].copy()
    states[0, path[first]] += BEGUN
    end = best_path(states.tolist(), steps)
    return path[:first] + end if len(cuts_of(end, 0)) == 1 else path


def _is_as_told(found: int, number: int, *, is_exact: bool) -> bool:
    """Whether as many comments are found below a number as it can mean."""
    return found == number if is_exact or number <= SETTLED else number <= 2 * found <= 4 * number


def _first_ones(path: list[int], line: int, number: int) -> list[int]:
    """A path without the comments behind a line that are more than a number."""
    more = [cut.first for cut in cuts_of(path, 0) if cut.first > line][number:]
    return path[: more[0]] + [OUT] * (len(path) - more[0]) if more else path


def _after(path: list[int], line: int) -> int:
    """Number of comments behind a line."""
    return sum(cut.first > line for cut in cuts_of(path, 0))


def _sense(path: list[int], dated: list[int], told: Told) -> _Sense:
    """How well a path goes with the dates, of lines in order, and with the tagger."""

    def hold(first: int, end: int) -> bool:
        return bisect_left(dated, first) < bisect_left(dated, end)

    cuts = cuts_of(path, 0)
    with_date = sum(hold(cut.first, cut.body_first) or hold(cut.body_last + 1, cut.last + 1) for cut in cuts)
    ends = (float(told[cut.body_first : cut.body_last + 1].max()) for cut in (*cuts[:1], *cuts[-1:]))
    return _Sense(with_date, len(cuts) - with_date, min(ends, default=1.0))
