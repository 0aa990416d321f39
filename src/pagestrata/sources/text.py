"""Files of one page: plain text, and what can be set as plain text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from pagestrata.charsets import codec_of
from pagestrata.config import ParseConfig
from pagestrata.records import Rejection, Source
from pagestrata.sources.decode import Decoded, Undecodable
from pagestrata.sources.listing import InputFile, Reader
from pagestrata.sources.raw import PAGE_ID_CHARS, RawPage, reject, text_fault

_BYTES_PER_CHAR: Final = 4  # UTF-8 and UTF-32 need no more


def most_bytes(limit: int, beside: int = 0) -> int:
    """Bytes that a page of so many characters may have, with a byte order mark, and as many beside its text."""
    return (limit + 1) * _BYTES_PER_CHAR + beside


def page_of_bytes(
    raw: bytes, decode: Callable[[bytes], Decoded | Undecodable], most: tuple[int, int], source: Source, source_id: str = ""
) -> RawPage | Rejection:
    """The page that some bytes are.

    Args:
        raw: the bytes, or one more than may be.
        decode: their text.
        most: code points of a page, and bytes that there may be beside its text.
        source: where they come from.
        source_id: by which name; without one the page is named by its bytes.

    Returns:
        The page, without a key; or why the bytes are none.
    """
    limit = most[0]
    if len(raw) > most_bytes(*most):
        return reject("oversize", source, f"more than the limit of {limit:,} characters", source_id=source_id)
    decoded = decode(raw)
    if isinstance(decoded, Undecodable):
        return reject(decoded.code, source, decoded.message, decoded.offset, source_id)
    if fault := text_fault(decoded.text, limit, decoded.from_markup):
        return reject(fault[0], source, fault[1], source_id=source_id)
    digest = hashlib.sha256(raw).hexdigest()
    return RawPage(
        source=source,
        source_id=source_id or digest[:PAGE_ID_CHARS],
        text=decoded.text,
        sha256=digest,
        encoding=decoded.encoding,
        repair=decoded.repair,
        url=decoded.url,
        encoding_source=decoded.source,
    )


def one_page(decode: Callable[[bytes, str | None], Decoded | Undecodable], beside: int = 0) -> Reader:
    """Make a reader of files that are a page each. An empty one is a page without text.

    Args:
        decode: the text of a file's bytes, and of the encoding that they are said to be in.
        beside: bytes that a file may have beside its text.

    Returns:
        A reader, by which the file names the page.
    """

    def read(file: InputFile, stream: BinaryIO, config: ParseConfig) -> Iterator[RawPage | Rejection]:
        name = PurePosixPath(file.name).name
        most = (config.max_page_chars, beside)
        raw = stream.read(most_bytes(*most) + 1)
        said = config.encoding and codec_of(config.encoding)
        page = page_of_bytes(raw, lambda raw: decode(raw, said), most, Source(file=file.name, record=0), name[: -len(file.ending)] or name)
        yield page if isinstance(page, Rejection) else replace(page, key=f"file:{file.name}")

    return read
