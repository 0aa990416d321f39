"""Line shapes: what of a line repeats from comment to comment, and what is new in each.

A header `Ann Lee says:` and a header `bob77 says:` have one shape, `X says :`; the words that stay are the layout's, those
that change are names, times and numbers. Which words stay is read off the page itself (they recur), so no language and no
layout has to be known. This room may compare lines with each other; it may not judge what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LONGEST: Final = 120
"""Characters above which a line is taken for running text, whose shape says nothing."""
BODY: Final = 40
"""Characters of running text between two lines of one shape from which they may be separators of comments."""

TOKEN: Final = re.compile(r"[^\W_]+(?:[-_.'’][^\W_]+)*|[^\w\s]|_")
_TIME_SIGNS: Final = frozenset(",.:/@-")
_YEAR_MONTH_DAY: Final = frozenset("年月日년월일时時分")
"""Signs behind a number of a date or clock, without a space between."""


def shape_of(tokens: Sequence[str], times: Container[str], fixed: Container[str]) -> str:
    """The shape of a line.

    Args:
        tokens: its words and signs, in lower case.
        times: words that are part of a date where numbers stand beside them.
        fixed: words that stay; all others become X, a run of them one X.
    """
    dated = any(token[0].isdigit() for token in tokens)
    shape: list[str] = []
    last = ""
    for place, token in enumerate(tokens, 1):
        if token.isdigit() or (dated and (token in times or (token[0].isdigit() and token[-1] in _YEAR_MONTH_DAY))):
            mark = "0"
        elif token[0].isalnum():
            mark = token if token in fixed else "X"
        elif (last == "0" and token in _TIME_SIGNS) or (last == "X" and token == "." and place < len(tokens)):  # noqa: S105 - a sign, no secret
            continue
        else:
            mark = token
        if mark != last or (mark != "0" and mark != "X"):  # noqa: PLR1714 - a set is built for every word
            shape.append(mark)
            last = mark
    return " ".join(shape)


def recurring(lines: Sequence[Sequence[str]], least: int) -> frozenset[str]:
    """Words that stand in at least `least` of the lines."""
    seen: Counter[str] = Counter()
    for tokens in lines:
        seen.update(set(tokens))
    return frozenset(word for word, count in seen.items() if count >= least and word[0].isalpha())


@dataclass(frozen=True, slots=True, eq=False)
class Recurrence:
    """How the lines of one kind of shape recur, a value a line.

    Attributes:
        group: number of the line's shape, -1 for running text.
        columns: log of the number of lines of the shape; share of the gaps between them that hold a body; log of the
            median gap in characters; share of the stretch that they span; log of the lines since the last of them.
    """

    group: npt.NDArray[np.int64]
    columns: Floats


def recurrence(shapes: Sequence[str], chars: Sequence[int], longest: Sequence[int]) -> Recurrence:
    """Recurrence of shapes.

    Args:
        shapes: shape of each line, empty for running text.
        chars: characters before each line, and in total as the last value.
        longest: length of each line.
    """
    count = len(shapes)
    numbers: dict[str, int] = {}
    group = np.array([numbers.setdefault(shape, len(numbers)) if shape else -1 for shape in shapes], np.int64)
    columns = np.zeros((count, 5))
    # Lines by shape, each beside the next of the same.
    order = np.argsort(group, kind="stable")[np.count_nonzero(group < 0) :]
    pair = np.flatnonzero(np.diff(group[order]) == 0)
    before, after = order[pair], order[pair + 1]
    of = group[before]
    pairs = np.bincount(of, minlength=len(numbers))
    if not len(of):
        return Recurrence(group, columns)
    running = np.concatenate(([0], np.cumsum(np.array(longest) >= BODY)))
    total = np.array(chars)
    held = np.bincount(of, running[after] > running[before + 1], len(numbers)) / np.maximum(pairs, 1)
    span = np.bincount(of, after - before, len(numbers)) / count
    measured = np.column_stack((np.log1p(pairs), held, np.log1p(_medians(total[after] - total[before + 1], of, pairs)) / 4, span))
    members = np.flatnonzero(group >= 0)
    columns[members, :4] = measured[group[members]]
    columns[after, 4] = np.log1p(after - before) / 3
    return Recurrence(group, columns)


def _medians(values: npt.NDArray[np.int64], group: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> Floats:
    """The median of the values of each group, 0 where it has none; `sizes` counts them."""
    ordered = values[np.lexsort((values, group))]
    first = np.cumsum(sizes) - sizes
    last = len(values) - 1
    low, high = np.minimum(first + np.maximum(sizes - 1, 0) // 2, last), np.minimum(first + sizes // 2, last)
    return np.where(sizes > 0, (ordered[low] + ordered[high]) / 2, 0.0)
