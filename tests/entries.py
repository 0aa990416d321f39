"""What the tests of readers share: how a file is read in them, and what came of it at a glance."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pagestrata.records import Rejection
from pagestrata.sources import RawPage

Read = Callable[..., list[RawPage | Rejection]]
"""The fixture `read`: name and content of a file to its entries."""


def codes(entries: Sequence[RawPage | Rejection]) -> list[str]:
    """The code of each rejection, `page` and the id of each page."""
    return [entry.code if isinstance(entry, Rejection) else f"page {entry.source_id}" for entry in entries]
