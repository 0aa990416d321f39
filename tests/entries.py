"""What the tests of readers share: how a file is read in them, what came of it at a glance, and how files are packed."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
from collections.abc import Callable, Sequence

from pagestrata.records import Rejection
from pagestrata.sources import RawPage

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["PACKERS", "Pack", "Read", "codes", "zstd"]

Read = Callable[..., list[RawPage | Rejection]]
"""The fixture `read`: name and content of a file to its entries."""

Pack = Callable[[bytes], bytes]


def codes(entries: Sequence[RawPage | Rejection]) -> list[str]:
    """The code of each rejection, `page` and the id of each page."""
    return [entry.code if isinstance(entry, Rejection) else f"page {entry.source_id}" for entry in entries]


def _zstd_with_checksum(raw: bytes) -> bytes:
    return zstd.compress(raw, options={zstd.CompressionParameter.checksum_flag: 1})


PACKERS: dict[str, Pack] = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": _zstd_with_checksum}
"""By the ending of the files."""
