"""What is read in place of a stretch of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

BULLET: Final = "•"
"""What is read of the sign of a list, and of a line that has nothing but marks."""


class Edit(NamedTuple):
    """A stretch of text, end exclusive, and what is read instead; no longer than the stretch."""

    start: int
    end: int
    instead: str = ""


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in order, without those that overlap one before.

    Args:
        edits: of one text, in any order.
    """
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept
