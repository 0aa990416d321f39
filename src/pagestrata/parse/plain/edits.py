"""What is read in place of a stretch of a page."""

from __future__ import annotations

from typing import Final, NamedTuple

BULLET: Final = "•"
"""What is read of the sign of a list, and of a line that has nothing but marks."""


class Edit(NamedTuple):
    """A stretch of text, end exclusive, and what is read instead; no longer than the stretch."""

    start: int
    end: int
    instead: str = ""
