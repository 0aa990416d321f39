"""Sentences that were broken around their links: Beautiful Soup's `get_text` prints each string of the markup on a line.

The white space of a sentence stays at the ends of its strings: `go to ` and ` to sign up` around `Fizzy`. This room knows white space and
the signs that end sentences; it knows no words.
"""

from __future__ import annotations

import re
from typing import Final

from pagestrata.parse.plain.edits import Edit

LEAST: Final = 3
"""Links of a page with the sentence around them on other lines, from which its strings stand on lines of their own."""
LONGEST_LINK: Final = 200
"""Characters of a link."""

# A line and the white space around it; the sentence goes on in a small letter, or one of a script that has no others, or by a sign.
_BEFORE: Final = re.compile(r"(?<=\S) \n(?=\S)")
_BEHIND: Final = re.compile(r"(?<=\S)\n(?: (?=[^\W\d_])|(?=[,.;:!?)\u2019\u201d]))")


def fragments(text: str) -> list[Edit]:
    """What is read in place of the line breaks around links.

    Args:
        text: the page.
    """
    if text.count(" \n") < LEAST:
        return []
    behind = {found.start(): Edit(*found.span(), found[0][1:]) for found in _BEHIND.finditer(text) if _goes_on(text[found.end()])}
    around: list[Edit] = []
    for before in _BEFORE.finditer(text):
        closing = behind.get(text.find("\n", before.end()))
        if closing and closing.start - before.end() <= LONGEST_LINK:
            around += Edit(*before.span(), " "), closing
    return around if len(around) >= 2 * LEAST else []


def _goes_on(char: str) -> bool:
    """Whether a sentence can go on with a character: no capital."""
    return char.lower() == char
