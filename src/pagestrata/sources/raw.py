"""A raw page: what every reader of a format gives, and every later stage starts from."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from pagestrata.records import EncodingSource, Page, PageType, Rejection, Source

PAGE_ID_CHARS: Final = 32
"""Length of a page_id: 128 bits in hexadecimal, so that two of 10^15 pages meet by chance in one of 10^8 datasets."""

GIVEN_TEXT: Final = Source(file="<text>", record=0)
"""The source of a page that was handed over in a call."""


# How a document of HTML begins (WHATWG HTML, 13.1), behind a mark of byte order, an XML declaration and a comment.
_MARKUP: Final = re.compile(r"\ufeff?\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!--[^<>]{0,500}-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


@lru_cache(maxsize=1024)  # each record of a page asks for it
def _page_id(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:PAGE_ID_CHARS]


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as it was read.

    Attributes:
        source: file, and number of the record inside it.
        source_id: the input's own id or address, else the file name without its ending, or the beginning of `sha256`.
        text: the page, exact to the character; without lone surrogates.
        sha256: of the raw bytes, in hexadecimal.
        encoding: Python codec by which the raw bytes were read.
        repair: what decoding changed; None where `text.encode(encoding)` gives the raw bytes.
        url: address, where the input gives one.
        captured_at: when the page was fetched, aware; where the input says so.
        encoding_source: how the encoding was settled.
        key: what page_id is made from; None takes the file and the record number.
    """

    source: Source
    source_id: str
    text: str
    sha256: str
    encoding: str
    repair: str | None = None
    url: str | None = None
    captured_at: datetime | None = None
    encoding_source: EncodingSource = EncodingSource.GIVEN
    key: str | None = None

    @property
    def page_id(self) -> str:
        """Key of the page: the same whenever the input's id, address or path is the same, or the text of a page without any."""
        key = self.key if self.key is not None else f"{self.source.file}#{self.source.record}"
        return _page_id(key)

    @property
    def site(self) -> str | None:
        """Host of the address in lower case, without a leading `www.`; None without an address."""
        return site_of(self.url)


def site_of(url: str | None) -> str | None:
    """The site that an address belongs to.

    Args:
        url: an address, well formed or not.

    Returns:
        Its host in lower case without a leading `www.` and a trailing dot; None where there is none.
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    return host.removeprefix("www.").rstrip(".") or None


def page_of(raw: RawPage, language: tuple[str, float], n_comments: int, page_type: PageType) -> Page:
    """The record of a page: all that is known of where it came from, and what parsing found.

    Args:
        raw: the page as it was read.
        language: code and score.
        n_comments: number of comments, posts, answers and pingbacks.
        page_type: article, thread or other.

    Returns:
        The record.
    """
    return Page(
        page_id=raw.page_id,
        source=raw.source,
        source_id=raw.source_id,
        url=raw.url,
        site=raw.site,
        captured_at=raw.captured_at,
        sha256=raw.sha256,
        encoding=raw.encoding,
        encoding_source=raw.encoding_source,
        repair=raw.repair,
        text=raw.text,
        n_chars=len(raw.text),
        language=language[0],
        language_score=language[1],
        n_comments=n_comments,
        page_type=page_type,
    )


def reject(code: str, source: Source, message: str, offset: int | None = None, source_id: str | None = None) -> Rejection:
    """A rejection, its message made printable on one line.

    Args:
        code: what is wrong, in one word that programs may compare.
        source: file, and number of the record inside it.
        message: what is wrong, for people.
        offset: byte of the (expanded) file where the trouble is.
        source_id: the input's own id, where it could be read.

    Returns:
        The rejection.
    """
    line = "".join(char if char.isprintable() else " " for char in message).strip() or code
    return Rejection(code=code, source=source, source_id=source_id or None, offset=offset, message=line)


def has_lone_surrogate(text: str) -> bool:
    """Whether a text holds half of a surrogate pair: no encoding, and no Arrow string, can carry it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def in_utc(at: datetime) -> datetime:
    """An instant in UTC; a time without a zone is one, as in WARC.

    Args:
        at: when something was.

    Raises:
        OverflowError: it lies before the first or behind the last day of the calendar there.
    """
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def captured(page: RawPage, at: datetime | None) -> RawPage | Rejection:
    """The page with the time at which it was fetched.

    Args:
        page: a page that is at hand.
        at: when it was fetched, in any zone; without one it is UTC.

    Returns:
        The page; a rejection where the calendar has no such time in UTC.
    """
    try:
        return page if at is None else replace(page, captured_at=in_utc(at))
    except OverflowError:
        return reject("bad_field", page.source, f"'captured_at' {at} is no time in UTC: give the time of fetching, or none")


def text_fault(text: str, limit: int, from_markup: bool = False) -> tuple[str, str] | None:
    """Why a text cannot be the text of a page: code and message of its rejection; None where it can.

    Args:
        text: the page.
        limit: code points of a page.
        from_markup: it was set from HTML, so that tags in it are what the page writes of.
    """
    if len(text) > limit:
        return "oversize", f"{len(text):,} characters are more than the limit of {limit:,}"
    if not from_markup and _MARKUP.match(text):
        where = "as a file that ends in .html, as the `html` of a record (--column html=NAME), or to `parse_html` in Python"
        return "markup", f"this is HTML, not the text of a page: give it {where}"
    return None


def _text_key(digest: str) -> str:
    return f"text:{digest}"


def page_of_text(text: str, source: Source, limit: int, source_id: str = "", from_markup: bool = False) -> RawPage | Rejection:
    """The page that a text is.

    Args:
        text: the text, without lone surrogates.
        source: where it comes from.
        limit: code points of a page.
        source_id: by which name; without one the page is named by its text.
        from_markup: as in `text_fault`.

    Returns:
        The page, whose key follows from its text alone; or why the text is none.
    """
    if fault := text_fault(text, limit, from_markup):
        return reject(fault[0], source, fault[1], source_id=source_id)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return RawPage(source, source_id or digest[:PAGE_ID_CHARS], text, digest, "utf-8", key=_text_key(digest))


def named_by_text(page: RawPage) -> RawPage:
    """A page by the name that its text alone gives it, as in a call."""
    return replace(page, source_id=page.sha256[:PAGE_ID_CHARS], key=_text_key(hashlib.sha256(page.text.encode()).hexdigest()))


def _need_text(text: object) -> None:
    if not isinstance(text, str):
        kind = type(text).__name__
        raise TypeError(f"a page is text, and this is {kind}: decode it first (`.decode()`), or give HTML in bytes to `parse_html`")


def raw_text(text: str, url: str | None = None, captured_at: datetime | None = None, max_chars: int = 2**31 - 1) -> RawPage | Rejection:
    """A raw page from a text that is at hand.

    Args:
        text: any text.
        url: its address.
        captured_at: when it was fetched; without a zone it is UTC.
        max_chars: limit of code points.

    Returns:
        The raw page, whose id follows from its text alone; a rejection where the text has lone surrogates, is over the limit, or is
        HTML, or where the time is none.

    Raises:
        TypeError: what is given is no text.
    """
    _need_text(text)
    if text_fault(text, max_chars) is None and (has_lone_surrogate(text) or (url is not None and has_lone_surrogate(url))):
        return reject("lone_surrogate", GIVEN_TEXT, "half of a surrogate pair stands alone")
    page = page_of_text(text, GIVEN_TEXT, max_chars)
    return page if isinstance(page, Rejection) else captured(replace(page, url=url or None), captured_at)
