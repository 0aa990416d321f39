"""Files of one page: plain text, and what can be set as plain text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from pagestrata.config import ParseConfig
from pagestrata.records import Rejection, Source
from pagestrata.sources.decode import Decoded, Undecodable
from pagestrata.sources.listing import InputFile, Reader
from pagestrata.sources.raw import RawPage, reject, text_fault

_BYTES_PER_CHAR: Final = 4  # UTF-8 and UTF-32 need no more


def most_bytes(limit: int, beside: int = 0) -> int:
    """Bytes that a page of so many characters may have, with a byte order mark, and as many beside its text."""
    return (limit + 1) * _BYTES_PER_CHAR + beside


def one_page(decode: Callable[[bytes], Decoded | Undecodable], beside: int = 0) -> Reader:
    """Make a reader of files that are a page each. An empty one is a page without text.

    Args:
        decode: the text of a file's bytes.
        beside: bytes that a file may have beside its text.

    Returns:
        A reader, by which the file names the page.
    """

    def read(file: InputFile, stream: BinaryIO, config: ParseConfig) -> Iterator[RawPage | Rejection]:
        source = Source(file=file.name, record=0)
        name = PurePosixPath(file.name).name
        source_id = name[: -len(file.ending)] or name
        limit = config.max_page_chars
        raw = stream.read(most_bytes(limit, beside) + 1)
        if len(raw) > most_bytes(limit, beside):
            yield reject("oversize", source, f"more than the limit of {limit:,} characters", source_id=source_id)
            return
        decoded = decode(raw)
        if isinstance(decoded, Undecodable):
            yield reject(decoded.code, source, decoded.message, decoded.offset, source_id)
            return
        if fault := text_fault(decoded.text, limit):
            yield reject(fault[0], source, fault[1], source_id=source_id)
            return
        yield RawPage(
            source=source,
            source_id=source_id,
            text=decoded.text,
            sha256=hashlib.sha256(raw).hexdigest(),
            encoding=decoded.encoding,
            repair=decoded.repair,
            url=decoded.url,
            encoding_source=decoded.source,
            key=f"file:{file.name}",
        )

    return read
