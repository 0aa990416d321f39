"""Line shapes: what of a line repeats from comment to comment, and what is new in each.

A header `Ann Lee says:` and a header `bob77 says:` have one shape, `X says:`; the words that stay are the layout's, those
that change are names, times and numbers. Which words stay is read off the page itself, so no language and no layout has
to be known. This room may compare lines with each other; it may not judge what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

LONGEST = 120
"""Characters above which a line is taken for running text, whose shape says nothing."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_GAP = "~"


def fixed_words(lines: Sequence[str], least: int) -> frozenset[str]:
    """Words that stand in at least `least` of the short lines, in lower case.

    Args:
        lines: lines of one page.
        least: number of lines; the caller derives it from the number of comments that it expects.
    """
    seen: Counter[str] = Counter()
    for line in lines:
        if len(line) <= LONGEST:
            seen.update({token.lower() for token in _TOKEN.findall(line) if token[0].isalpha()})
    return frozenset(word for word, count in seen.items() if count >= least)


def fine_shape(line: str, fixed: frozenset[str]) -> str:
    """The line with numbers as 0 and words that are not `fixed` as X, a run of them as one; empty for running text."""
    if len(line) > LONGEST:
        return ""
    shape: list[str] = []
    for token in _TOKEN.findall(line):
        if token[0].isdigit():
            mark = "0"
        elif token[0].isalpha():
            word = token.lower()
            mark = word if word in fixed else "X"
        else:
            mark = token
        if mark != "X" or not shape or shape[-1] != "X":
            shape.append(mark)
    return " ".join(shape)


def coarse_shape(line: str) -> str:
    """As `fine_shape`, with every word as X and no more than eight tokens; `~` for running text."""
    if len(line) > LONGEST:
        return _GAP
    shape: list[str] = []
    for token in _TOKEN.findall(line):
        mark = "0" if token[0].isdigit() else "X" if token[0].isalpha() else token
        if not shape or shape[-1] != mark:
            shape.append(mark)
        if len(shape) > 8:
            break
    return " ".join(shape)
