"""Records with named members: what JSON Lines, Parquet and WARC say of a page in the same words.

`id` and `text` are strings and must be there; `url` and `captured_at` may be, as strings, or be null. `captured_at` is
ISO 8601; without a zone it is UTC, as in WARC. Other members are left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from pagestrata.records import Rejection, Source
from pagestrata.sources.raw import RawPage, has_lone_surrogate, reject, text_fault

NEEDED: Final = ("id", "text")
OPTIONAL: Final = ("url", "captured_at")


def _fault(members: Mapping[str, object]) -> tuple[str, str] | None:
    """What is wrong with a record's members, as (code, message)."""
    for name in NEEDED:
        if name not in members:
            return "missing_field", f"no {name!r}"
    for name in NEEDED + OPTIONAL:
        value = members.get(name)
        if value is None and name in OPTIONAL:
            continue
        if not isinstance(value, str):
            return "bad_field", f"{name!r} is not a string"
        if has_lone_surrogate(value):
            return "lone_surrogate", f"{name!r} holds half of a surrogate pair"
    return None if members["id"] else ("bad_field", "'id' is empty")


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def page_of_members(members: Mapping[str, object], source: Source, limit: int, offset: int | None = None) -> RawPage | Rejection:
    """The page that a record tells of.

    Args:
        members: the record.
        source: file, and number of the record inside it.
        limit: code points of a page.
        offset: byte of the (expanded) file where the record begins.

    Returns:
        The page, whose id follows from the record's `id` alone; or what is wrong with the record.
    """
    own_id = members.get("id")
    named = own_id if isinstance(own_id, str) and not has_lone_surrogate(own_id) else None
    if fault := _fault(members):
        return reject(fault[0], source, fault[1], offset, named)
    text = str(members["text"])
    if fault := text_fault(text, limit):
        return reject(fault[0], source, fault[1], offset, named)
    try:
        captured_at = _instant(str(members["captured_at"])) if members.get("captured_at") else None
    except (ValueError, OverflowError):
        return reject("bad_field", source, "'captured_at' is not an ISO 8601 time", offset, named)
    return RawPage(
        source=source,
        source_id=str(own_id),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        encoding="utf-8",
        url=str(members["url"]) if members.get("url") else None,
        captured_at=captured_at,
        key=f"id:{own_id}",
    )
