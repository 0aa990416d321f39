"""Reading a table back as a `datasets.Dataset`: any version, offline, from the files that its manifest names."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pagestrata.dataset.manifest import read_manifest
from pagestrata.errors import DatasetError
from pagestrata.schema import DEFAULT_TABLE, TABLES, columns, features

if TYPE_CHECKING:
    from datasets import Dataset


def load(path: str | os.PathLike[str], table: str = DEFAULT_TABLE, version: str | None = None) -> Dataset:
    """Load one table of one version.

    Args:
        path: the dataset directory.
        table: pages, articles, comments or boilerplate.
        version: x.y.z; None takes the newest.

    Returns:
        Its rows with typed features; no rows where the version has none of this table.

    Raises:
        DatasetError: no dataset, no such version or table, or a file is missing.
    """
    if table not in TABLES:
        raise DatasetError(f"there is no table {table!r}: take one of {', '.join(TABLES)}")
    root = Path(path).absolute()
    files = [root / file.path for file in read_manifest(root, version).tables[table].files]
    missing = [file.relative_to(root).as_posix() for file in files if not file.is_file()]
    if missing:
        raise DatasetError(f"{missing[0]} is missing from {str(root)!r}: copy the dataset again")
    import datasets

    if not files:
        return datasets.Dataset.from_dict({column.name: [] for column in columns(TABLES[table])}, features(table))
    return datasets.load_dataset(
        "parquet", data_files={"train": [glob.escape(str(file)) for file in files]}, features=features(table), split="train"
    )
