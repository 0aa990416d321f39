"""Sources: one module a format, each a function from a file's bytes to raw pages and rejections.

A new format is a module here and a line in a table below. Nothing in this room looks at what a page says.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import BinaryIO

from pagestrata.config import ParseConfig
from pagestrata.records import Rejection, Source
from pagestrata.sources.decode import decode
from pagestrata.sources.html import TAG_BYTES, decode_given
from pagestrata.sources.jsonl import read_jsonl
from pagestrata.sources.listing import InputFile, Listing, Reader, Skipped, list_inputs
from pagestrata.sources.packings import PACKINGS, packed
from pagestrata.sources.parquet import read_parquet
from pagestrata.sources.raw import RawPage, named_by_text, page_of, raw_text, reject, site_of
from pagestrata.sources.text import one_page
from pagestrata.sources.warc import read_warc

_STREAMED: dict[str, Reader] = {
    ".txt": one_page(decode),
    ".html": one_page(decode_given, TAG_BYTES),
    ".htm": one_page(decode_given, TAG_BYTES),
    ".xhtml": one_page(decode_given, TAG_BYTES),
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_jsonl,
    ".warc": read_warc,
    ".wet": read_warc,
}
"""Formats that are read from beginning to end."""

READERS: dict[str, Reader] = (
    _STREAMED
    | {ending + packing: packed(read, packing) for ending, read in _STREAMED.items() for packing in PACKINGS}
    | {".parquet": read_parquet}
)
"""The reader of each file name ending."""

RECORDS = (".jsonl", ".ndjson", ".json", ".parquet")
"""How endings begin of files whose records have names for what they tell, which `Columns` gives."""

__all__ = [
    "READERS",
    "RECORDS",
    "InputFile",
    "Listing",
    "RawPage",
    "Skipped",
    "list_inputs",
    "named_by_text",
    "page_of",
    "raw_text",
    "read_file",
    "reject",
    "site_of",
]


def _open(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a regular file; a link or a pipe that took its place since the listing is refused."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "not a regular file")
    return os.fdopen(handle, "rb")


def read_file(file: InputFile, config: ParseConfig) -> Iterator[RawPage | Rejection]:
    """Read one input file.

    Args:
        file: a file from `list_inputs`.
        config: how pages are read.

    Yields:
        Its pages and rejections in the order of the file; one rejection where it cannot be opened or read on.
    """
    record = 0
    try:
        with _open(file.path) as stream:
            for entry in READERS[file.ending](file, stream, config):
                record = entry.source.record + 1
                yield entry
    except OSError as error:
        yield reject("unreadable", Source(file=file.name, record=record), f"cannot be read: {error.strerror or error}")
