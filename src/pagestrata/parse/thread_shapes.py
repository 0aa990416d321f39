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
    members: dict[int, list[int]] = {}
    for i, number in enumerate(group.tolist()):
        if number >= 0:
            members.setdefault(number, []).append(i)
    running = np.concatenate(([0], np.cumsum(np.array(longest) >= BODY)))
    total = np.array(chars)
    for where in members.values():
        if len(where) < 2:
            continue
        at = np.array(where)
        held = running[at[1:]] > running[at[:-1] + 1]
        gaps = total[at[1:]] - total[at[:-1] + 1]
        back = np.concatenate(([0], np.diff(at)))
        columns[at, 0] = np.log1p(len(where) - 1)
        columns[at, 1] = held.mean()
        columns[at, 2] = np.log1p(np.median(gaps)) / 4
        columns[at, 3] = (at[-1] - at[0]) / count
        columns[at, 4] = np.log1p(back) / 3
    return Recurrence(group, columns)
