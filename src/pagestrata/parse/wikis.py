"""Pages of wikis, told by the marks for editing that stand beside their headings.

A wiki's page is written by many and changed for years: it prints no author and no day of publication, but the names and days of what it
tells. This room finds the marks and the page's own address; the marks of many languages are data (`data/role_words.json`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pagestrata.parse.alternations import any_of
from pagestrata.parse.lines import PageLines
from pagestrata.parse.role_words import ROLE_WORDS

LEAST_MARKS: Final = 3
"""Marks from which a page is a wiki's: texts may tell of one."""
_LONGEST_MARK: Final = 60
_BAR: Final = "|"
# `[edit]`, `[Bearbeiten | Quelltext bearbeiten]`: alone on its line, or behind the heading.
_MARK: Final = re.compile(rf"\[\s?(?i:{any_of(ROLE_WORDS['edits'])})(?:\s?\|\s?[^\[\]|\n]{{3,40}})?\s?\]")
# Below the text stands the address of the version that is shown, for those who cite it (mediawiki.org, Help:Permanent link).
_PERMANENT: Final = re.compile(r"https?://[^\s\"“”„«»<>?]{3,200}(?:\?title=[^\s\"“”„«»<>&]{1,200}(?=&(?:amp;)?oldid=\d)|(?=\?oldid=\d))")


def edit_marks(lines: PageLines) -> tuple[int, ...] | None:
    """The lines that are nothing but a mark for editing a heading's part.

    Args:
        lines: the page.

    Returns:
        Their numbers, in order; none where the marks stand behind their headings. None where the page is no wiki's.
    """
    marked = [i for i, text in enumerate(lines.texts) if text[-1] == "]" and "[" in text[-_LONGEST_MARK:]]
    found = {i: match for i in marked if (match := _MARK.search(lines.line(i), max(0, len(lines.line(i)) - _LONGEST_MARK)))}
    # Blogs print such a button behind who wrote a comment, and when (FC2).
    found = {i: match for i, match in found.items() if _BAR not in lines.text[lines.starts[i] : lines.starts[i] + match.start()]}
    if len(found) < LEAST_MARKS:
        return None
    return tuple(i for i, match in found.items() if match[0] == lines.line(i))


def with_headings(body: Sequence[int], marks: Sequence[int]) -> list[int]:
    """A body with the headings of its parts: the lines above those marks below which it goes on.

    Args:
        body: its lines, in order.
        marks: lines that are nothing but a mark, in order.
    """
    kept = set(body)
    for mark in reversed(marks):
        if mark and mark + 1 in kept:
            kept.add(mark - 1)
    return sorted(kept)


def printed_address(text: str) -> str | None:
    """The address that a wiki's page prints of itself, where it does: without it nothing tells its headline from its captions.

    Args:
        text: the page.
    """
    found = _PERMANENT.search(text) if "oldid=" in text else None
    return found[0] if found else None
