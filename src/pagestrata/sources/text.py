"""Plain text: one file, one page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from pagestrata.config import ParseConfig
from pagestrata.records import Rejection, Source
from pagestrata.sources.decode import Undecodable, decode
from pagestrata.sources.listing import InputFile
from pagestrata.sources.raw import RawPage, reject, text_fault

_MAX_BYTES_PER_CHAR = 4  # UTF-8 and UTF-32 need no more


def read_text(file: InputFile, stream: BinaryIO, config: ParseConfig) -> Iterator[RawPage | Rejection]:
    """Read a text file. An empty one is a page without text.

    Args:
        file: the file, which names the page.
        stream: its bytes.
        config: the limit of a page's length.

    Yields:
        The page, or why it is none.
    """
    source = Source(file=file.name, record=0)
    name = PurePosixPath(file.name).name
    source_id = name[: -len(file.ending)] or name
    limit = config.max_page_chars
    raw = stream.read(limit * _MAX_BYTES_PER_CHAR + _MAX_BYTES_PER_CHAR + 1)
    if len(raw) > limit * _MAX_BYTES_PER_CHAR + _MAX_BYTES_PER_CHAR:
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
        encoding_source=decoded.source,
        key=f"file:{file.name}",
    )
