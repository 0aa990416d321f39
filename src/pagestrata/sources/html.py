"""HTML, set as plain text in the way of the pages that the tagger has learned from.

The page's text is what the converter prints; `repair` names it with its version, for another may print a page in another way. What
the markup calls article, comment or menu is not looked at.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from pagestrata.charsets import web_codec_of
from pagestrata.records import EncodingSource, Rejection, Source
from pagestrata.sources.decode import Decoded, Undecodable, decode, replaced
from pagestrata.sources.raw import GIVEN_TEXT, RawPage, captured, has_lone_surrogate, reject, site_of
from pagestrata.sources.text import page_of_bytes

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

TAG_BYTES: Final = 1 << 24
"""Bytes that the markup of a page, its scripts and the pictures in it may have beside its text."""

_META: Final = re.compile(
    rb"""<(?:meta\b[^<>]{0,300}?charset|\?xml\b[^<>]{0,100}?encoding)\s*=\s*["']?\s*([^\s"'/>;?]{1,40})""", re.IGNORECASE
)
_HEAD: Final = 4096
"""Where a document says its charset: in its first 1,024 bytes (WHATWG HTML, 4.2.5.4 and 13.2.3.2); some do later."""

_XML: Final = re.compile(r"\ufeff?\s*<\?xml\b")
_CLOSED: Final = re.compile(r"<(title|script|style|textarea|iframe|noscript|noframes|xmp)(\s[^<>]{0,1000})?/>", re.IGNORECASE)
"""Elements that XML closes in their tag, and behind whose tag HTML takes all for their content (WHATWG HTML, 13.1.2)."""

_LONG_TAG: Final = re.compile(r"<([a-z][^\s<>/]{0,40})\s[^<>]{50000,}>", re.IGNORECASE)
_MOST_ATTRIBUTES: Final = 10_000
"""Attributes of a tag from which it is left bare: the converter compares each with all before it, so that 100,000 take a minute."""

_BEGINS_AS_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?[\t\n\f\r ]*(?:<\?xml[^<>]{0,200}\?>\s*)?"
    rb"<(?:!--|(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[ >\t\n\f\r])",
    re.IGNORECASE,
)
"""By what browsers tell documents of which nobody says what they are (WHATWG MIME Sniffing, 7.1), and XHTML."""


_SET: Final = "HTML set as text"
"""How `repair` begins of a page that was a document."""


@cache
def _converter() -> str:
    return f"{_SET} by resiliparse {version('resiliparse')}"


def was_document(page: RawPage) -> bool:
    """Whether a page was set from a document, and not given as text."""
    return (page.repair or "").startswith(_SET)


def _markup(raw: bytes, declared: str | None, given: str | None) -> Decoded | Undecodable:
    """The document. As in browsers, a byte that its encoding does not know costs itself alone; `repair` tells how many did."""
    in_page = _META.search(raw[:_HEAD])
    labels = [declared or "", in_page[1].decode("latin-1") if in_page else ""]
    known = given or next((codec for label in labels if label and (codec := web_codec_of(label))), None)
    decoded = decode(raw, known)
    guessed = decoded.code == "undecodable" if isinstance(decoded, Undecodable) else decoded.source == EncodingSource.DETECTED
    if known is None or not guessed:
        return decoded
    text = raw.decode(known, "replace")
    return Decoded(text, known, EncodingSource.DECLARED, replaced(known, text.count("\ufffd")))


def begins_as_html(raw: bytes) -> bool:
    """Whether content of an unknown kind is a document of HTML by its beginning.

    Args:
        raw: the content.

    Returns:
        Whether a browser would take it for one.
    """
    return _BEGINS_AS_HTML.match(raw) is not None


def _own_address(tree: HTMLTree) -> str | None:
    """The address that a document calls its own: its canonical one (RFC 6596), else that of its Open Graph data."""
    for selector, attribute in (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content")):
        found = tree.document.query_selector(selector) if tree.document else None
        address = str(found.getattr(attribute) or "").strip() if found else ""
        if address.startswith(("http://", "https://")) and site_of(address):
            return address
    return None


def _without_swarms(document: str) -> tuple[str, str | None]:
    """The document with tags of very many attributes bare, and what that is called in `repair`."""
    swarms = {found[0] for found in _LONG_TAG.finditer(document) if len(found[0].split(maxsplit=_MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES}
    if not swarms:
        return document, None
    bare = _LONG_TAG.sub(lambda found: f"<{found[1]}>" if found[0] in swarms else found[0], document)
    return bare, f"tags with more than {_MOST_ATTRIBUTES} attributes left bare: {len(swarms)}"


def decode_html(raw: bytes, declared: str | None = None, given: str | None = None) -> Decoded | Undecodable:
    """Set a document as text.

    Args:
        raw: the document.
        declared: the charset that its HTTP header names, which stands above the document's own.
        given: the codec that the user says it is in, which stands above both; not all that Python has are names on the web.

    Returns:
        The text, with what was done to it; or why the bytes are no text.
    """
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    markup = _markup(raw, declared, given)
    if isinstance(markup, Undecodable):
        return markup
    document = _CLOSED.sub(r"<\1\2></\1>", markup.text) if _XML.match(markup.text) else markup.text
    document, swarms = _without_swarms(document)
    tree = HTMLTree.parse(document)
    text = extract_plain_text(tree, preserve_formatting=True, list_bullets=True, alt_texts=True, links=False, form_fields=False)
    repair = "; ".join(filter(None, (_converter(), markup.repair, swarms)))
    return replace(markup, text=text, repair=repair, url=_own_address(tree), from_markup=True)


def decode_given(raw: bytes, given: str | None) -> Decoded | Undecodable:
    """`decode_html` for a file, of which the user alone can say what it is in."""
    return decode_html(raw, given=given)


def page_of_html(html: bytes | str, source: Source, limit: int, source_id: str = "") -> RawPage | Rejection:
    """The page that a document is.

    Args:
        html: the document, as bytes or as text that somebody has decoded.
        source: where it comes from.
        limit: code points of its text.
        source_id: by which name; without one the page is named by its document.

    Returns:
        The page, whose key follows from the document alone; or why it is none.
    """
    raw, declared = (html.encode(), "utf-8") if isinstance(html, str) else (html, None)
    page = page_of_bytes(raw, partial(decode_html, declared=declared), (limit, TAG_BYTES), source, source_id)
    return page if isinstance(page, Rejection) else replace(page, key=f"html:{page.sha256}")


def raw_html(
    html: bytes | str, url: str | None = None, captured_at: datetime | None = None, max_chars: int = 2**31 - 1
) -> RawPage | Rejection:
    """A raw page from a document that is at hand.

    Args:
        html: the document, as bytes or as text that somebody has decoded.
        url: its address; None takes the one that it calls its own.
        captured_at: when it was fetched; without a zone it is UTC.
        max_chars: limit of code points of its text.

    Returns:
        The raw page, whose id follows from the document alone; a rejection where it is no text or over the limit, or the time is none.

    Raises:
        TypeError: what is given is no document.
    """
    if not isinstance(html, bytes | str):
        raise TypeError(f"a document is bytes or text, and this is {type(html).__name__}: read the file first")
    if (isinstance(html, str) and has_lone_surrogate(html)) or (url is not None and has_lone_surrogate(url)):
        return reject("lone_surrogate", GIVEN_TEXT, "half of a surrogate pair stands alone")
    page = page_of_html(html, GIVEN_TEXT, max_chars)
    return page if isinstance(page, Rejection) else captured(replace(page, url=url or page.url), captured_at)
