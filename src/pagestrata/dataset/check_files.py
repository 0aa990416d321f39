"""Checking one Parquet file by itself: is it there, are its bytes those that were published, has it the right schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pagestrata.dataset.commit import file_sha256
from pagestrata.dataset.failure import Failures
from pagestrata.dataset.manifest import ShardFile
from pagestrata.schema import arrow_schema


def _check_schema(found: pa.Schema, table: str, file: str, failures: Failures) -> bool:
    """Whether a file's rows can be looked at: its columns are those of the table, name by name and type by type."""
    wanted = arrow_schema(table)
    if found.equals(wanted, check_metadata=False):
        if not found.equals(wanted, check_metadata=True):
            failures.add("schema", file, None, "field ids or schema metadata are not those of the records")
        return True
    for name in [name for name in wanted.names if name not in found.names]:
        failures.add("schema", file, None, f"no column {name!r}")
    for field in found:
        place = wanted.get_field_index(field.name)
        if place < 0:
            failures.add("schema", file, None, f"column {field.name!r} is in no record")
        elif not field.equals(wanted.field(place)):
            message = f"column {field.name!r} is {field.type}, must be {wanted.field(place).type}"
            nullable = "" if field.nullable == wanted.field(place).nullable else "; null is allowed differently"
            failures.add("schema", file, None, message + nullable)
    if found.names != wanted.names and set(found.names) == set(wanted.names):
        failures.add("schema", file, None, "columns are in another order")
    return False


def read_shard_file(root: Path, table: str, file: ShardFile, failures: Failures) -> list[dict[str, Any]] | None:
    """Check a file and read its rows.

    Args:
        root: the dataset directory.
        table: the table it belongs to.
        file: what the manifest says of it.
        failures: takes what is wrong.

    Returns:
        Its rows; None where they cannot be read or have other columns.
    """
    path = root / file.path
    if not path.is_file():
        failures.add("missing", file.path, None, "the file is missing")
        return None
    try:
        if file_sha256(path) != file.sha256:
            size = path.stat().st_size
            detail = f"{size} bytes instead of {file.bytes}" if size != file.bytes else "as long as it should be"
            failures.add("sha256", file.path, None, f"the bytes are not those that were published ({detail}): copy it once more")
        with pq.ParquetFile(path, page_checksum_verification=True) as parquet:
            if parquet.metadata.num_rows != file.rows:
                message = f"{parquet.metadata.num_rows} rows, the manifest says {file.rows}"
                failures.add("row_count", file.path, None, message)
            if not _check_schema(parquet.schema_arrow, table, file.path, failures):
                return None
            rows = parquet.read()
            rows.validate(full=True)
            listed: list[dict[str, Any]] = rows.to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:
        code = "page_crc" if "CRC" in str(error) else "unreadable"
        failures.add(code, file.path, None, str(error).splitlines()[0])
        return None
    return listed
