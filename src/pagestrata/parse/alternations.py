"""Lists of literal words as patterns: one alternation that tries the longest word first, as written or by common beginnings.

The lists themselves are data of the rooms that ask for a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
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
    """A pattern of sorted words by their signs, one after the other; an empty word is where the others may end."""
    parts = [(sign, re.escape(sign) + _tree([word[1:] for word in some])) for sign, some in groupby(filter(None, words), key=itemgetter(0))]
    if not parts:
        return ""
    # Of many signs some are ruled out at once: a class is one comparison, and signs of one script are neighbours.
    some_at_once = [parts[i : i + _AT_ONCE] for i in range(0, len(parts), _AT_ONCE)] if len(parts) > 2 * _AT_ONCE else [parts]
    chosen = ["|".join(pattern for _, pattern in some) for some in some_at_once]
    if len(chosen) > 1:
        classes = ["".join(re.escape(sign) for sign, _ in some) for some in some_at_once]
        chosen = [f"(?=[{signs}])(?:{pattern})" for signs, pattern in zip(classes, chosen, strict=True)]
    return f"(?:{'|'.join(chosen)}){'?' if '' in words else ''}"
