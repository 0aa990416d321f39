"""Records with named members: what JSON Lines, Parquet and WARC say of a page in the same words.

`text` is a string; where there is none, `html` is a document, as a string or bytes. `id` is a string or a whole number, however it is
stored (`3`, `3.0`); a page without one is named by its address, else by what it is made of. `url` and `captured_at` may be there. A
member that is null is not there. `captured_at` is ISO 8601, without a zone in UTC, as in WARC; a time as headers of HTTP or indexes
of crawls write it (`20231201100000`); or a number that counts from 1970. Other members are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Final, TypeGuard

from pagestrata.config import COLUMNS, DEFAULT_COLUMNS, Columns
from pagestrata.records import Rejection, Source
from pagestrata.sources.html import page_of_html, was_document
from pagestrata.sources.raw import RawPage, has_lone_surrogate, in_utc, page_of_text, reject

TEXT_OR_HTML: Final = ("text", "html")
"""Of these a page is made."""

TOLD: Final = ("id", "url", "captured_at")
"""What a page may do without."""

_LONGEST_TOLD: Final = 1 << 16
"""Characters of an id, an address or a time: more is none, and would be kept in memory for each page."""

Members = Mapping[str, object]
"""What a record tells of a page, by the names of `Columns`; what it does not tell is missing or None."""

_EXACT: Final = 1 << 53
"""Below it a double tells each whole number from the next (IEEE 754)."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST: Final = int(datetime(1990, 1, 1, tzinfo=UTC).timestamp())
_LAST: Final = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
"""Seconds between which a page of the web can have been fetched. Counted in thousandths, millionths or billionths they are other numbers,
and so are days and times written in figures (`20230506`, `20230506070809`)."""

_FIGURES: Final = re.compile(r"\d+(?:\.\d*)?")
NOWHERE: Final = "none"
"""The name of a column that is to be left out."""
_WRITE_IT: Final = f"write 2023-12-01T10:00:00Z, or leave it out (--column captured_at={NOWHERE})"

_IN_FIGURES: Final = "%Y%m%d%H%M%S"
"""A time as indexes of crawls write it (CDX): `20231201100000`. No number that counts from 1970 is as long."""
_IN_FIGURES_LENGTH: Final = len("20231201100000")
_WITH_ZONE: Final = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(?:UTC|GMT|(?P<offset>[+-]\d\d:?\d\d))")
_OF_HEADERS: Final = re.compile(r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC?|[+-]\d{4})")
"""A time as headers of HTTP and mails write it (RFC 9110, 5.6.7; RFC 5322, 3.3), with a zone that is no abbreviation of several."""

_PER_SECOND: Final = (1, 10**3, 10**6, 10**9)


def _is_number(value: object) -> TypeGuard[int | float | Decimal]:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def id_of(value: object) -> object:
    """An id as a string, where it is a whole number that is exact; anything else as it stands."""
    if not _is_number(value):
        return value
    if isinstance(value, float) and not (value.is_integer() and abs(value) < _EXACT):
        return value
    return str(int(value)) if value == int(value) else value


def _instant(value: float | Decimal) -> datetime:
    """The time that a number counts from 1970, in the one unit in which a page can have been fetched then; else a ValueError."""
    for unit in _PER_SECOND:
        if _FIRST * unit <= value < _LAST * unit:
            return _EPOCH + timedelta(microseconds=round(value * 10**6 / unit))
    raise ValueError


def _time(value: object) -> datetime | None:
    """When a page was fetched; a ValueError or OverflowError where that is no time."""
    if value is None or value == "":
        return None
    if _is_number(value):
        return _instant(value)
    text = str(value).strip()
    if text.isdecimal() and len(text) == _IN_FIGURES_LENGTH:
        at = datetime.strptime(text, _IN_FIGURES).replace(tzinfo=UTC)
        if not _FIRST <= at.timestamp() < _LAST:
            raise ValueError
        return at
    if _FIGURES.fullmatch(text) and len(text) != len("20230506"):
        raise ValueError  # Python reads `1612010201234`, a number written out, as a day of 1612
    if _OF_HEADERS.fullmatch(text):
        return in_utc(parsedate_to_datetime(text))
    zoned = _WITH_ZONE.fullmatch(text)
    return in_utc(datetime.fromisoformat(f"{zoned[1]}{zoned['offset'] or 'Z'}" if zoned else text))


def is_time(value: object) -> bool:
    """Whether a value tells when a page was fetched, or nothing."""
    try:
        _time(value)
    except (ValueError, OverflowError):
        return False
    return True


def _string_fault(value: str, what: str, name: str) -> tuple[str, str] | None:
    """What is wrong with a string that a record tells, as (code, message)."""
    if has_lone_surrogate(value):
        return "lone_surrogate", f"{name!r} holds half of a surrogate pair"
    if what in TOLD and len(value) > _LONGEST_TOLD:
        return "oversize", f"{name!r} is longer than {_LONGEST_TOLD:,} characters"
    return None


def _fault(members: Members, names: Columns) -> tuple[str, str] | None:
    """What is wrong with a record's members, as (code, message)."""
    for what in COLUMNS:
        value = members.get(what)
        if isinstance(value, str):
            if fault := _string_fault(value, what, getattr(names, what)):
                return fault
        elif what == "id" and _is_number(value):
            return "bad_field", f"{names.id!r} is {value}, which is no whole number that is exact: write it as a string"
        elif not (value is None or (what == "html" and isinstance(value, bytes)) or (what == "captured_at" and _is_number(value))):
            return "bad_field", f"{getattr(names, what)!r} is not a string"
    if members.get("id") == "":
        return "bad_field", f"{names.id!r} is empty"
    if all(members.get(what) is None for what in TEXT_OR_HTML):
        return "missing_field", f"neither {names.text!r} nor {names.html!r} holds a page: name the one that does with --column text=NAME"
    return None


def told_of(page: RawPage) -> set[str]:
    """What the record told of which a page was made, or its document: of `TOLD`, and `text`."""
    told = {
        "id": (page.key or "").startswith("id:"),
        "url": page.url is not None,
        "captured_at": page.captured_at is not None,
        "text": not was_document(page),
    }
    return {what for what, is_told in told.items() if is_told}


def page_of_members(  # noqa: PLR0913, PLR0917 - what a format does not tell has a default
    members: Members,
    source: Source,
    limit: int,
    offset: int | None = None,
    names: Columns = DEFAULT_COLUMNS,
    from_markup: bool = False,
) -> RawPage | Rejection:
    """The page that a record tells of.

    Args:
        members: the record.
        source: file, and number of the record inside it.
        limit: code points of a page.
        offset: byte of the (expanded) file where the record begins.
        names: what the file calls the members.
        from_markup: its text was set from HTML.

    Returns:
        The page, whose id follows from the record's `id` alone, without one from its `url` alone, without both from its text or its
        document; or what is wrong with the record.
    """
    own_id = id_of(members.get("id"))
    url = members.get("url") or None
    named = next((name for name in (own_id, url) if isinstance(name, str) and not has_lone_surrogate(name)), "")
    if fault := _fault({**members, "id": own_id}, names):
        return reject(fault[0], source, fault[1], offset, named)
    try:
        captured_at = _time(members.get("captured_at"))
    except (ValueError, OverflowError):
        counted = ", nor a number that counts from 1970 to a day since 1990" if _is_number(members["captured_at"]) else ""
        return reject("bad_field", source, f"{names.captured_at!r} is not an ISO 8601 time{counted}: {_WRITE_IT}", offset, named)
    text, html = (members.get(what) for what in TEXT_OR_HTML)
    if isinstance(text, str) and (text.strip() or html is None):
        page = page_of_text(text, source, limit, named, from_markup)
    else:
        page = page_of_html(html if isinstance(html, bytes) else str(html), source, limit, named)
    if isinstance(page, Rejection):
        return page.model_copy(update={"offset": offset})
    key = f"id:{own_id}" if own_id is not None else f"url:{url}" if url is not None else page.key
    return replace(page, url=page.url if url is None else str(url), captured_at=captured_at, key=key)
