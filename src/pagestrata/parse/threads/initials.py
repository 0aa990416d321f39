"""First letters of names that stand in place of portraits, each above its name: a comment begins with one.

Widgets of reviews (Judge.me), boards (XenForo, NodeBB) and remarks of many sites print them. This room tells them from the letters of
an index; what they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pagestrata.parse.lines import PageLines

__all__ = ["are_initials", "initial_lines"]

LONGEST_INITIALS: Final = 2
_LONGEST_NAME: Final = 60
_LEAST: Final = 3
"""Such letters of a page from which they are no chance."""
_TEXT: Final = 40
"""Characters of a line that somebody wrote."""
_MOSTLY: Final = 0.5
"""Share of the letters that such a line must follow: pages with comments have more, indexes of tools, countries and goods fewer."""
_IN_ORDER: Final = 0.8
"""Share of the letters, each of which comes behind the one before it in the alphabet, from which they are those of an index."""


def initial_lines(lines: PageLines) -> list[int]:
    """Lines that are the first letter of the name on the next line, or the first letters of its two words, where they begin comments.

    Args:
        lines: the page.
    """
    short = (i for i, text in enumerate(lines.texts[:-1]) if len(text) <= LONGEST_INITIALS)
    found = [i for i in short if are_initials(lines.texts[i], lines.texts[i + 1])]
    if len(found) < _LEAST or _is_index([lines.texts[i] for i in found]):
        return []
    told = sum(any(len(text) > _TEXT for text in lines.texts[i + 2 : following]) for i, following in pairwise([*found, len(lines)]))
    return found if told > _MOSTLY * len(found) else []


def are_initials(text: str, below: str) -> bool:
    """Whether a line is in capitals what the name below it begins with: `A` or `AF` above `Ann Ferris`.

    Args:
        text: the line.
        below: the next one.
    """
    if not (text.isalpha() and text.isupper()) or len(below) > _LONGEST_NAME or below == text:
        return False
    words = below.split()[: len(text)]
    return text == "".join(word[0] for word in words).upper()


def _is_index(letters: Sequence[str]) -> bool:
    """Whether letters follow the alphabet: none goes back, or nearly all go on."""
    pairs = list(pairwise(letters))
    return all(first <= second for first, second in pairs) or sum(first < second for first, second in pairs) >= _IN_ORDER * len(pairs)
