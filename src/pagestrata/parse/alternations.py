"""Lists of literal words as patterns: one alternation that tries the longest word first, as written or by common beginnings.

The lists themselves are data of the rooms that ask for a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from os.path import commonprefix
from typing import Final

# Signs that are ruled out at once.
_AT_ONCE: Final = 8


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def one_of(words: Iterable[str]) -> str:
    """The same, put together by common beginnings: most text is told from many words by a sign or two. It matches what `any_of` does.

    Of the words that fit at one place each begins the next longer one, and the longest is tried first.
    """
    known = set(words)
    initials = "".join(sorted({re.escape(word[0]) for word in known}))
    return f"(?:(?=[{initials}]){_tree(sorted(known))})"


def _tree(words: Sequence[str]) -> str:
    """A pattern of sorted words: what all begin with, then those that go on with each sign; behind an empty rest the others may end.

    What only one word goes on with is no group: `re` reads a group for each sign three times as slowly, and then forgets them.
    """
    shared = commonprefix(words)  # noqa: RUF071 - words, not paths
    rests = [word[len(shared) :] for word in words]
    parts = [(sign, _tree(list(some))) for sign, some in groupby(filter(None, rests), key=itemgetter(0))]
    if not parts:
        return re.escape(shared)
    # Of many signs some are ruled out at once: a class is one comparison, and signs of one script are neighbours.
    some_at_once = [parts[i : i + _AT_ONCE] for i in range(0, len(parts), _AT_ONCE)] if len(parts) > 2 * _AT_ONCE else [parts]
    chosen = ["|".join(pattern for _, pattern in some) for some in some_at_once]
    if len(chosen) > 1:
        classes = ["".join(re.escape(sign) for sign, _ in some) for some in some_at_once]
        chosen = [f"(?=[{signs}])(?:{pattern})" for signs, pattern in zip(classes, chosen, strict=True)]
    return f"{re.escape(shared)}(?:{'|'.join(chosen)}){'?' if '' in rests else ''}"
