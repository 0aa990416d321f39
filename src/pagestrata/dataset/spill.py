"""Raw pages on disk between reading and parsing, in buckets by page id, so that memory stays flat.

Buckets in order hold page ids in order (`buckets.py`), so a shard is sorted by sorting one bucket at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa

from pagestrata.dataset.buckets import BUCKETS, bucket_of
from pagestrata.records import EncodingSource, Source
from pagestrata.sources.raw import RawPage

_BUFFER_BYTES: Final = 32 * 1024 * 1024
_ROW_BYTES: Final = 512
"""What a row takes beside its text, so that pages without text are spilled too."""
_SCHEMA: Final = pa.schema(
    {
        "file": pa.string(),
        "record": pa.int64(),
        "source_id": pa.string(),
        "text": pa.large_string(),
        "sha256": pa.string(),
        "encoding": pa.string(),
        "repair": pa.string(),
        "url": pa.string(),
        "captured_at": pa.timestamp("us", tz="UTC"),
        "encoding_source": pa.string(),
        "key": pa.string(),
    }
)


def _address(url: str) -> int:
    return int.from_bytes(hashlib.blake2b(url.encode(), digest_size=8).digest(), "big")


class Spill:
    """Takes raw pages in any order and writes them to their buckets.

    Args:
        directory: an empty directory for the buckets.

    Attributes:
        text_bytes: UTF-8 bytes of all pages so far.
        pages: number of pages so far.
        addresses: 64-bit hash of each address that has a site, with the smallest SHA-256 among its pages: some 200 bytes each.
    """

    def __init__(self, directory: Path) -> None:
        self.text_bytes = 0
        self.pages = 0
        self._directory = directory
        self.addresses: dict[int, str] = {}
        self._buffers: dict[int, list[dict[str, Any]]] = {}
        self._buffered = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._flush()

    def add(self, raw: RawPage) -> None:
        """Add a page."""
        row = {name: getattr(raw, name) for name in _SCHEMA.names[2:]}
        row |= {"file": raw.source.file, "record": raw.source.record}
        size = len(raw.text.encode())
        if raw.site is not None and raw.url is not None:
            address = _address(raw.url)
            self.addresses[address] = min(raw.sha256, self.addresses.get(address, raw.sha256))
        self._buffers.setdefault(bucket_of(raw.page_id), []).append(row)
        self.pages += 1
        self.text_bytes += size
        self._buffered += size + _ROW_BYTES
        if self._buffered >= _BUFFER_BYTES:
            self._flush()

    def _flush(self) -> None:
        for bucket, rows in self._buffers.items():
            with (self._directory / f"{bucket:04}").open("ab") as file, pa.ipc.new_stream(file, _SCHEMA) as stream:
                stream.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA))
        self._buffers = {}
        self._buffered = 0

    def one_page_per_address(self) -> Iterator[tuple[str, str]]:
        """Site and text of one page for each address that has a site: of several the one with the smallest hash.

        Yields:
            The same pages, whatever the order in which they were added.
        """
        waiting = dict(self.addresses)
        for bucket in self.buckets(0, 1):
            for raw in read_bucket(bucket):
                address = _address(raw.url or "")
                if raw.site is not None and waiting.get(address) == raw.sha256:
                    del waiting[address]
                    yield raw.site, raw.text

    def buckets(self, shard: int, shards: int) -> tuple[Path, ...]:
        """The bucket files of a shard, in order; those without a page have none."""
        each = BUCKETS // shards
        paths = (self._directory / f"{bucket:04}" for bucket in range(shard * each, (shard + 1) * each))
        return tuple(path for path in paths if path.exists())


def _raw_page(row: dict[str, Any]) -> RawPage:
    source = Source(file=row.pop("file"), record=row.pop("record"))
    return RawPage(source=source, **(row | {"encoding_source": EncodingSource(row["encoding_source"])}))


def read_bucket(path: Path) -> Iterator[RawPage]:
    """The pages of a bucket, in the order in which they were added."""
    with path.open("rb") as file:
        size = path.stat().st_size
        while file.tell() < size:
            for batch in pa.ipc.open_stream(file):
                yield from map(_raw_page, batch.to_pylist())
