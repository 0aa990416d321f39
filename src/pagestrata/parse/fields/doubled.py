"""A name that is printed twice in a row, by glued links or a by-line word between: this room takes it once, and judges no name."""

from __future__ import annotations

from typing import Final

from pagestrata.parse.fields.lines import WORDS, is_unspaced_name

_SHORTEST_TWICE: Final = 5
"""Characters of a name that can be one printed twice: `Lili` is one name."""
_SHORTEST_AGAIN: Final = 3
"""Characters of a first word that a name begins with again: `De De Groot` may be a name."""


def undoubled(text: str) -> str:
    """A name that is printed twice in a row, once: `Ann FerrisAnn Ferris`, `Ann Ann Ferris`, `Ann Ferris by Ann Ferris`."""
    half = len(text) // 2
    once = text[:half].strip()
    if once == text[half:].strip() and (len(text) > _SHORTEST_TWICE or is_unspaced_name(once)):
        return once
    first, space, rest = text.partition(" ")
    again = rest.find(first) if space and len(first) >= _SHORTEST_AGAIN else -1
    return _said_again(text, len(first) + 1 + again) if again >= 0 else text


def _said_again(text: str, at: int) -> str:
    """The name of a text that says it once more from `at` on: behind a by-line word, or in full behind its beginning; else the text."""
    *once, last = text[:at].split()
    again = text[at:].split()
    if once and last.lower() in WORDS["by"]:
        return " ".join(once) if again[: len(once)] == once else text
    once.append(last)
    return text[at:] if again[: len(once)] == once and len(again) > len(once) else text
