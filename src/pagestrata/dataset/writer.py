"""Writing one shard's rows of one table to Parquet, the same bytes for the same rows.

Bytes are equal between runs because rows come sorted, each row group is cut by the rows alone and written by one call on
combined chunks. They differ between pyarrow versions: identity is the row hash, and the file's SHA-256 is for integrity.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from pagestrata.dataset.commit import file_sha256, put
from pagestrata.dataset.manifest import ShardFile
from pagestrata.dataset.rowhash import add_hashes, row_hash
from pagestrata.records import Record
from pagestrata.schema import arrow_schema

GROUP_ROWS: Final = 1 << 16
GROUP_CHARS: Final = 32 * 1024 * 1024
"""Rows and characters of text after which a row group is closed: well below the 100 MB above which readers run out of memory."""

HASH_CHARS: Final = 12
"""Characters of a file's SHA-256 that its name carries."""

_BLOOM: Final = {
    "pages": ("page_id", "source_id", "url"),
    "articles": ("article_id", "page_id"),
    "comments": ("comment_id", "page_id", "parent_id"),
    "boilerplate": ("boilerplate_id", "page_id"),
}
_BLOOM_FALSE_POSITIVES: Final = 0.01
_SORTED: Final = {
    "pages": ("page_id",),
    "articles": ("page_id",),
    "comments": ("page_id", "position"),
    "boilerplate": ("page_id", "position"),
}


class TableWriter:
    """Writes one shard of one table; a context manager that leaves no file where it is left by an error.

    Args:
        table: name of the table.
        temporary: where the file grows; on the disk of the dataset.
    """

    def __init__(self, table: str, temporary: Path) -> None:
        self.table = table
        self.rows = 0
        self.hash = 0
        self._schema = arrow_schema(table)
        self._path = temporary
        self._writer: pq.ParquetWriter | None = None
        self._group: list[dict[str, Any]] = []
        self._group_chars = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._path.unlink(missing_ok=True)

    def add(self, records: Sequence[Record]) -> None:
        """Add rows; they must come in the order in which the table is sorted."""
        for record in records:
            row = record.model_dump()
            self.rows += 1
            self.hash = add_hashes((self.hash, row_hash(row)))
            self._group.append(row)
            self._group_chars += len(row["text"])
            if self._group_chars >= GROUP_CHARS or len(self._group) == GROUP_ROWS:
                self._flush()

    def _open(self) -> pq.ParquetWriter:
        names = self._schema.names
        ndv = max(len(self._group), 1)
        return pq.ParquetWriter(
            self._path,
            self._schema,
            compression="zstd",
            compression_level=3,
            write_page_index=True,
            write_page_checksum=True,
            use_content_defined_chunking=True,
            sorting_columns=[pq.SortingColumn(names.index(name)) for name in _SORTED[self.table]],
            bloom_filter_options={name: {"ndv": ndv, "fpp": _BLOOM_FALSE_POSITIVES} for name in _BLOOM[self.table]},
        )

    def _flush(self) -> None:
        if not self._group:
            return
        table = pa.Table.from_pylist(self._group, schema=self._schema).combine_chunks()
        table.validate(full=True)
        if self._writer is None:
            self._writer = self._open()
        self._writer.write_table(table, row_group_size=table.num_rows)
        self._group = []
        self._group_chars = 0

    def commit(self, root: Path, shard: int) -> ShardFile | None:
        """Finish the file and put it in its place.

        Args:
            root: the dataset directory.
            shard: number of the shard.

        Returns:
            What the manifest says of it; None, and no file, where there is no row.
        """
        self._flush()
        if self._writer is None:
            return None
        self._writer.close()
        self._writer = None
        digest = file_sha256(self._path)
        name = f"{self.table}/{shard:05}-{digest[:HASH_CHARS]}.parquet"
        size = self._path.stat().st_size
        put(self._path, root / name)
        return ShardFile(path=name, shard=shard, rows=self.rows, bytes=size, sha256=digest)
