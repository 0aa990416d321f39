"""WARC, and WET, which is WARC: each record that holds text or HTML is a page, by its id, address and time.

Records of other kinds (`warcinfo`, `request`, `metadata`, `revisit`, and what crawlers keep of their own work) are no pages and are
passed over; what is neither text nor HTML is rejected. A record's number counts all records of the file from 0; offsets
count expanded bytes.

warcio reads headers. How a record ends is read here, because its iterator takes a cut file for a whole one
(github.com/webrecorder/warcio/issues/127).
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from pagestrata.config import ParseConfig
from pagestrata.records import Rejection, Source
from pagestrata.sources.content import is_known, unchunked, unpacked
from pagestrata.sources.decode import Undecodable, decode
from pagestrata.sources.html import TAG_BYTES, begins_as_html, decode_html
from pagestrata.sources.listing import InputFile
from pagestrata.sources.members import is_time, page_of_members
from pagestrata.sources.raw import RawPage, reject
from pagestrata.sources.text import most_bytes

_PARTIAL: Final = "206"
"""The status of a part of what was asked for (RFC 9110, 15.3.7)."""
_PAGES: Final = frozenset({"conversion", "resource", "response"})
_TEXT: Final = frozenset({"text/plain", "text/markdown"})
_MARKUP: Final = frozenset({"text/html", "application/xhtml+xml"})
_UNKNOWN: Final = frozenset({"", "*/*", "application/unknown", "unknown/unknown"})
"""What servers say that do not know what they send, as browsers take it (WHATWG MIME Sniffing, 7)."""
_NO_PAGES: Final = ("dns:", "whois:", "ntp:", "metadata://gnu.org/", "urn:X-wpull:")
"""How addresses begin that are no pages: answers of name servers, and what crawlers (wget, wpull) keep of their own work."""

_MAX_HEADER: Final = 1 << 20
_CUT: Final = "the file ends before the end of a record: copy it again"
_WRONG_LENGTH: Final = "its Content-Length is wrong: this record is left out"
_WITH_NEXT: Final = f"{_WRONG_LENGTH}, and what lies within that length with it"
_CHUNK: Final = 1 << 16

_HEADER: Final = re.compile(rb"\n\r?\n(?=WARC/1\.[01]\r?\n)")
_HEADER_BYTES: Final = len(b"\n\r\nWARC/1.1\r\n")
_AGAIN: Final = 10
"""How often a file may be read in all, where lengths are wrong again and again."""

_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([^\s;"']+)""", re.IGNORECASE)


class _Stream:
    """The bytes of a file with their place; no line of it is longer than headers are."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._place = 0
        self._size = 0
        if stream.seekable():
            self._size = stream.seek(0, os.SEEK_END)
            stream.seek(0)
        self._again = _AGAIN * self._size

    def tell(self) -> int:
        return self._place

    def read(self, length: int) -> bytes:
        found = self._stream.read(length)
        self._place += len(found)
        return found

    def readline(self, length: int | None = None) -> bytes:
        line = self._stream.readline(min(length or _MAX_HEADER, _MAX_HEADER))
        self._place += len(line)
        return line

    def skip_to_header(self, length: int) -> bool:
        """Where so many bytes are more than are left, go on to the next header; where none is there, or the file is packed, stay."""
        return self._place + length > self._size > 0 and self._go_to_header(self._place, self._size)

    def back_to_header(self, start: int) -> bool:
        """Go back to the first header of a record behind a place; where none is there, or the file is packed, stay and say so."""
        self._again -= self._place - start
        return self._again >= 0 < self._size and self._go_to_header(start, self._place)

    def _go_to_header(self, start: int, end: int) -> bool:
        """Go to the first header of a record between two places; where none is there, stay and say so."""
        self._stream.seek(start)
        kept = b""
        while piece := self._stream.read(min(_CHUNK, end - self._stream.tell())):
            if found := _HEADER.search(kept + piece):
                self._place = self._stream.seek(self._stream.tell() - len(kept + piece) + found.end())
                return True
            kept = (kept + piece)[-_HEADER_BYTES:]
        self._stream.seek(self._place)
        return False


@dataclass(frozen=True, slots=True)
class _Record:
    """A record whose header is read.

    Attributes:
        headers: of the record.
        body: its bytes, which are not read yet.
        source: file and number.
        offset: byte where it begins.
        start: byte where its body does.
    """

    headers: StatusAndHeaders
    body: LimitReader
    source: Source
    offset: int
    start: int

    def header(self, name: str) -> str:
        """What a header says, without the brackets of an address; empty where it is not there."""
        return (self.headers.get_header(name) or "").strip().removeprefix("<").removesuffix(">")

    def reject(self, code: str, message: str, at: int | None = None) -> Rejection:
        return reject(code, self.source, message, self.offset if at is None else at, self.header("WARC-Record-ID"))


@dataclass(frozen=True, slots=True)
class _Content:
    """What a record holds, as its headers tell: media type, charset, and how it is packed."""

    media: str
    charset: str | None
    packing: str = ""
    in_chunks: bool = False


def _media_and_charset(content_type: str) -> tuple[str, str | None]:
    """What a Content-Type header says (RFC 9110, 8.3)."""
    charset = _CHARSET.search(content_type)
    return re.split(r"[\s;]", content_type.strip(), maxsplit=1)[0].lower(), charset[1] if charset else None


def _codings(http: StatusAndHeaders, header: str) -> list[str]:
    """What all headers of a name say was done to the content, in order (RFC 9110, 5.3)."""
    said = ",".join(value for name, value in http.headers if name.lower() == header)
    return [coding for part in said.lower().split(",") if (coding := part.strip())]


def _http_content(record: _Record) -> _Content | tuple[str, str]:
    """What the headers of HTTP say, which begin the body; or why the answer is no page, as (code, message)."""
    try:
        http = StatusAndHeadersParser([], verify=False).parse(record.body)
    except EOFError:
        return "bad_record", "an answer without headers of HTTP"
    status = http.get_statuscode()
    if not status.startswith("2") or status.startswith(_PARTIAL):
        return "http_status", f"the server answered {status}, so this is no page of it"
    transfer = _codings(http, "transfer-encoding")
    in_chunks = transfer[-1:] == ["chunked"]
    packing = [*_codings(http, "content-encoding"), *(transfer[:-1] if in_chunks else transfer)]
    return _Content(*_media_and_charset(http.get_header("Content-Type") or ""), ", ".join(packing), in_chunks)


def _not_unpacked(packing: str, cut: bool) -> str:
    if not is_known(packing):
        return f"content packed by {packing} cannot be unpacked here: fetch the page again, unpacked"
    why = "ends early" if cut else "is damaged, ends early, or is not packed so"
    return f"content that should be packed by {packing} {why}: fetch the page again, or unpacked"


def _page(record: _Record, content: _Content, limit: int) -> RawPage | Rejection:
    """The page of a record of text or HTML."""
    unknown = content.media in _UNKNOWN and record.header("WARC-Type").lower() != "conversion"
    most = most_bytes(limit, TAG_BYTES if content.media in _MARKUP or unknown else 0)
    packed, fault = unchunked(record.body, most) if content.in_chunks else (record.body.read(most + 1), "")
    raw = unpacked(packed, content.packing, most)
    if len(packed) > most or (raw is not None and len(raw) > most):
        return record.reject("oversize", f"more than the limit of {limit:,} characters")
    if fault == "damaged":
        return record.reject("corrupt", "content in chunks of which one is not as long as it says: fetch the page again")
    if raw is None:
        return record.reject("corrupt", _not_unpacked(content.packing, bool(fault)))
    is_html = content.media in _MARKUP or (unknown and begins_as_html(raw))
    decoded = (decode_html if is_html else decode)(raw, content.charset)
    if isinstance(decoded, Undecodable):
        return record.reject(decoded.code, decoded.message)
    members = {
        "id": record.header("WARC-Record-ID") or None,
        "text": decoded.text,
        "url": record.header("WARC-Target-URI"),
        "captured_at": date if is_time(date := record.header("WARC-Date")) else None,
    }
    page = page_of_members(members, record.source, limit, record.offset, from_markup=decoded.from_markup)
    if isinstance(page, Rejection):
        return page
    digest = hashlib.sha256(raw).hexdigest()
    cut = record.header("WARC-Truncated") or (fault and "it ends within its chunks")
    repair = "; ".join(filter(None, (decoded.repair, cut and f"cut when it was captured: {cut}"))) or None
    return replace(page, sha256=digest, encoding=decoded.encoding, encoding_source=decoded.source, repair=repair)


def _content(record: _Record) -> _Content | tuple[str, str]:
    """What a record holds; or why that is no text, as (code, message)."""
    content = _Content(*_media_and_charset(record.header("Content-Type")))
    if content.media == "application/http":
        answer = _http_content(record)
        if isinstance(answer, tuple):
            return answer
        content = answer
    return content if content.media in _TEXT | _MARKUP | _UNKNOWN else ("not_text", f"{content.media} is neither text nor HTML")


def _entry(record: _Record, limit: int) -> RawPage | Rejection | None:
    """The page of a record, or why it has none; None for a record of another kind."""
    kind = record.header("WARC-Type").lower()
    if kind == "continuation" or record.header("WARC-Segment-Number"):
        return record.reject("segmented", "a record in several pieces: join them first")
    if kind not in _PAGES or record.header("WARC-Target-URI").startswith(_NO_PAGES):
        return None
    content = _content(record)
    return record.reject(*content) if isinstance(content, tuple) else _page(record, content, limit)


def _next_header(stream: _Stream) -> tuple[bytes, bool, bool]:
    """Read up to the next record.

    Returns:
        Its first line, empty at the end of the file; whether a blank line stood before it; whether nothing else did.
    """
    ended = False
    clean = True
    while line := stream.readline():
        if line.startswith(b"WARC/"):
            return line, ended, clean
        ended = ended or not line.strip()
        clean = clean and not line.strip()
    return b"", ended, clean


def _load(line: bytes, stream: _Stream, source: Source) -> _Record | Rejection:
    offset = stream.tell() - len(line)
    try:
        loaded: ArcWarcRecord = ArcWarcRecordLoader(arc2warc=False).parse_record_stream(stream, line, "warc", no_record_parse=True)
    except ArchiveLoadFailed:
        return reject("bad_record", source, "a record of an unknown version of WARC", offset)
    if not (loaded.rec_headers.get_header("Content-Length") or "").strip().isdecimal():
        return reject("bad_record", source, "a record without a Content-Length", offset)
    record = _Record(loaded.rec_headers, loaded.raw_stream, source, offset, stream.tell())
    return record.reject("corrupt", _WRONG_LENGTH) if stream.skip_to_header(record.body.limit) else record


def read_warc(file: InputFile, stream: BinaryIO, config: ParseConfig) -> Iterator[RawPage | Rejection]:
    """Read a WARC file.

    A record whose length is wrong is rejected, and reading goes on at the next header. In a packed file, where nothing is read twice, one
    that lies within too great a length is left out as well. Of a file that is cut, what stands before is read.

    Args:
        file: the file.
        stream: its bytes, expanded.
        config: the limit of a page's length.

    Yields:
        A page or a rejection for each record that should be a page, and for each that is damaged.
    """
    counted = _Stream(stream)
    number = 0
    line, _, clean = _next_header(counted)
    if not clean or not line:
        yield reject("corrupt", Source(file=file.name, record=0), "the file does not begin as WARC does, with WARC/1.0 or WARC/1.1", 0)
    while line:
        source = Source(file=file.name, record=number)
        record = _load(line, counted, source)
        entry = record if isinstance(record, Rejection) else _entry(record, config.max_page_chars)
        while isinstance(record, _Record) and record.body.read(_CHUNK):
            pass
        line, ended, clean = _next_header(counted)
        if isinstance(record, Rejection):
            entry = record if line or ended else None
        elif (record.body.limit or not clean) and counted.back_to_header(record.start):
            entry, line = record.reject("corrupt", _WRONG_LENGTH), counted.readline()
        elif record.body.limit:
            entry, ended = record.reject("truncated", _CUT, counted.tell()), True
        elif not clean:
            entry = record.reject("corrupt", _WITH_NEXT)
        if entry is not None:
            yield entry
        if not (line or ended):
            yield reject("truncated", source, _CUT, counted.tell())
        number += 1
