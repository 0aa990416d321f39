"""JSON Lines, plain or gzip: one object a line, with `id` and `text`, and optionally `url` and `captured_at`.

`id` and `text` are strings; other members are left alone. `captured_at` is ISO 8601; without a zone it is UTC, as in
WARC. A record's number counts the lines of the file from 0, blank ones included; offsets count expanded bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from pagestrata.config import ParseConfig
from pagestrata.records import Rejection, Source
from pagestrata.sources.listing import InputFile
from pagestrata.sources.raw import RawPage, has_lone_surrogate, reject, text_fault

if TYPE_CHECKING:
    from typing_extensions import Buffer

_MAX_BYTES_PER_CHAR: Final = 12  # an escaped surrogate pair
_OTHER_MEMBERS: Final = 1 << 20
_CHUNK: Final = 1 << 20
_PACKED_CHUNK: Final = 1 << 16
_GZIP: Final = 16 + zlib.MAX_WBITS  # zlib reads header and checksum of gzip itself
_UTF8_MARK: Final = b"\xef\xbb\xbf"


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, int, bytes | None]]:
    """Lines as (number, offset, bytes), cut at LF only; None for one over the limit, which is read past and not kept."""
    number = offset = 0
    while line := stream.readline(limit + 1):
        length = len(line)
        kept: bytes | None = line
        if length > limit and not line.endswith(b"\n"):
            kept = None
            while rest := stream.readline(_CHUNK):
                length += len(rest)
                if rest.endswith(b"\n"):
                    break
        yield number, offset, kept
        number += 1
        offset += length


def _fault(members: Any) -> tuple[str, str] | None:
    """What is wrong with a record's members, as (code, message)."""
    if not isinstance(members, dict):
        return "bad_record", "not a JSON object"
    for name in ("id", "text"):
        if name not in members:
            return "missing_field", f"no {name!r}"
    for name in ("id", "text", "url", "captured_at"):
        value = members.get(name)
        if not isinstance(value, str) and (value is not None or name in ("id", "text")):
            return "bad_field", f"{name!r} is not a string"
        if value is not None and has_lone_surrogate(value):
            return "lone_surrogate", f"{name!r} holds half of a surrogate pair"
    return None if members["id"] else ("bad_field", "'id' is empty")


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _members(line: bytes, source: Source, offset: int) -> dict[str, Any] | Rejection:
    """A line's object, its members of the types that are wanted; or why not."""
    try:
        members = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return reject("undecodable", source, f"not valid utf-8: {error.reason}", offset + error.start)
    except json.JSONDecodeError as error:
        return reject("bad_json", source, f"not valid JSON: {error.msg}", offset + len(error.doc[: error.pos].encode()))
    except (ValueError, RecursionError) as error:
        return reject("bad_json", source, f"JSON that cannot be read: {error}", offset)
    if fault := _fault(members):
        own_id = members.get("id") if isinstance(members, dict) else None
        named = isinstance(own_id, str) and not has_lone_surrogate(own_id)
        return reject(fault[0], source, fault[1], offset, own_id if named else None)
    return dict(members)


def _page(line: bytes, source: Source, offset: int, limit: int) -> RawPage | Rejection:
    members = _members(line, source, offset)
    if isinstance(members, Rejection):
        return members
    source_id, text = members["id"], members["text"]
    if fault := text_fault(text, limit):
        return reject(fault[0], source, fault[1], offset, source_id)
    try:
        captured_at = _instant(members["captured_at"]) if members.get("captured_at") else None
    except (ValueError, OverflowError):
        return reject("bad_field", source, "'captured_at' is not an ISO 8601 time", offset, source_id)
    return RawPage(
        source=source,
        source_id=source_id,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        encoding="utf-8",
        url=members.get("url") or None,
        captured_at=captured_at,
        key=f"id:{source_id}",
    )


def read_jsonl(file: InputFile, stream: BinaryIO, config: ParseConfig) -> Iterator[RawPage | Rejection]:
    """Read a JSON Lines file.

    Args:
        file: the file.
        stream: its bytes, expanded.
        config: the limit of a page's length.

    Yields:
        A page or a rejection for each line that is not blank.
    """
    limit = config.max_page_chars
    for number, offset, line in _lines(stream, limit * _MAX_BYTES_PER_CHAR + _OTHER_MEMBERS):
        source = Source(file=file.name, record=number)
        if line is None:
            yield reject("oversize", source, f"a line far over the limit of {limit:,} characters", offset)
            continue
        mark = len(_UTF8_MARK) if number == 0 and line.startswith(_UTF8_MARK) else 0
        if line[mark:].strip():
            yield _page(line[mark:], source, offset + mark, limit)


class _Expanded(io.RawIOBase):
    """A gzip file expanded. Unlike `gzip.GzipFile` it gives every byte before a fault, and an empty file ends early, too.

    Raises:
        EOFError: on reading on where a member is cut.
        zlib.error: on reading on where the bytes are no gzip.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._member = zlib.decompressobj(_GZIP)
        self._input = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        while True:
            if self._member.eof:
                self._input = (self._member.unused_data or self._packed.read(_PACKED_CHUNK)).lstrip(b"\0")
                if not self._input:
                    return 0
                self._member = zlib.decompressobj(_GZIP)
            elif not self._input:
                self._input = self._packed.read(_PACKED_CHUNK)
                if not self._input:
                    raise EOFError
            expanded = self._member.decompress(self._input, len(view))
            self._input = self._member.unconsumed_tail
            if expanded:
                view[: len(expanded)] = expanded
                return len(expanded)


def read_gzip_jsonl(file: InputFile, stream: BinaryIO, config: ParseConfig) -> Iterator[RawPage | Rejection]:
    """Read a JSON Lines file packed with gzip, of one or more members.

    A file that ends early, or whose checksum is wrong, gives the records before the fault and a rejection for the rest.

    Args:
        file: the file.
        stream: its bytes, packed.
        config: the limit of a page's length.

    Yields:
        A page or a rejection for each line that is not blank.
    """
    number = 0
    try:
        for entry in read_jsonl(file, io.BufferedReader(_Expanded(stream), _CHUNK), config):
            number = entry.source.record + 1
            yield entry
    except EOFError:
        yield reject("truncated", Source(file=file.name, record=number), "the gzip file ends early: copy it again")
    except zlib.error as error:
        yield reject("corrupt", Source(file=file.name, record=number), f"the gzip file is damaged: {error}")
