"""Checking a dataset: is every version whole, are its values what the records say, does the card tell the truth.

The story of a check. Files by themselves are looked at in `check_files`, rows and what they say of each other in
`check_rows`, what a manifest counts beside them in `check_counts`, and what stands before the tables in `check_front`; this
room puts versions and shards together.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import numpy as np

from pagestrata.dataset.changes import changes_between, part_claimed, part_needed, told
from pagestrata.dataset.check_counts import check_rejections, check_used
from pagestrata.dataset.check_files import read_shard_file
from pagestrata.dataset.check_front import check_front
from pagestrata.dataset.check_rows import ShardRows, check_shard
from pagestrata.dataset.failure import CheckReport, Failures
from pagestrata.dataset.manifest import VERSIONS, Manifest, ShardFile, manifest_path, published_versions, read_manifest
from pagestrata.dataset.rowhash import add_hashes, hash_text
from pagestrata.errors import DatasetError
from pagestrata.progress import Progress, Tell, silent
from pagestrata.records import SCHEMA_VERSION
from pagestrata.schema import TABLES

__all__ = ["CheckReport", "check"]

_Shard = tuple[int, int, tuple[ShardFile | None, ...]]


def _shards(manifest: Manifest) -> list[_Shard]:
    """Each shard as (number, number of shards, its file of each table)."""
    by_table = [{file.shard: file for file in manifest.tables[table].files} for table in TABLES]
    numbers = sorted({shard for files in by_table for shard in files})
    return [(n, manifest.shards, tuple(files.get(n) for files in by_table)) for n in numbers]


def _shard_rows(root: Path, shard: _Shard, failures: Failures) -> ShardRows | None:
    """Read and check one shard; None where a file of it cannot be read, which is a failure of its own."""
    number, shards, files = shard
    rows = {}
    for table, file in zip(TABLES, files, strict=True):
        found = read_shard_file(root, table, file, failures) if file is not None else []
        if found is None:
            return None
        rows[table] = found
    paths = {table: file.path if file is not None else table for table, file in zip(TABLES, files, strict=True)}
    return check_shard(rows, paths, (number, shards), failures)


def _check_keys(manifest: Manifest, parts: list[ShardRows], file: str, failures: Failures) -> None:
    for table in TABLES:
        keys = np.concatenate([np.unique(part.keys[table]) for part in parts])
        twice = len(keys) - len(np.unique(keys))
        if twice:
            failures.add("key", file, None, f"{twice} keys of {table} stand in two shards of version {manifest.version}")


def _check_totals(manifest: Manifest, parts: list[ShardRows], file: str, failures: Failures) -> None:
    for name, table in manifest.tables.items():
        listed = sum(entry.rows for entry in table.files)
        if table.rows != listed:
            failures.add("row_count", file, None, f"{name}: {table.rows} rows, but its files are listed with {listed}")
        found = hash_text(add_hashes(part.hashes[name] for part in parts))
        if table.row_hash != found:
            failures.add("row_hash", file, None, f"{name}: the rows are not those that were published")
    languages: Counter[str] = Counter()
    for part in parts:
        languages.update(part.languages)
    if dict(languages) != manifest.languages:
        failures.add("languages", file, None, "the numbers of pages by language are not those of the pages")


def _check_changes(root: Path, manifest: Manifest, whole: dict[str, Manifest], file: str, failures: Failures) -> None:
    """Count what changed once more, where all rows of both versions could be read."""
    if manifest.changes is None or manifest.changes.since not in whole:
        return
    since = manifest.changes.since
    try:
        found = changes_between(whole[since], manifest, (root,))
    except DatasetError:
        return  # a failure already: rows that are not in order
    if found != manifest.changes:
        failures.add("changes", file, None, f"since {since} the rows changed otherwise: {told(found) or 'they are the same'}")
    if part_needed(found) > part_claimed(since, manifest.version):
        failures.add("changes", file, None, f"the number says less than what changed since {since}: {told(found)}")


def _manifests(root: Path, version: str | None, failures: Failures) -> list[Manifest]:
    versions = published_versions(root)
    if not versions:
        raise DatasetError(f"{str(root)!r} holds no dataset: give a directory that `pagestrata build` has made")
    for path in sorted((root / VERSIONS).iterdir()):
        if path.suffix != ".json" or path.stem not in versions:
            failures.add("version", f"{VERSIONS}/{path.name}", None, "not a manifest: its name is no version")
    if version is not None and version not in versions:
        raise DatasetError(f"{str(root)!r} holds no version {version!r}: take one of {', '.join(versions)}")
    manifests = []
    for number in versions if version is None else (version,):
        name = f"{VERSIONS}/{number}.json"
        try:
            manifest = read_manifest(root, number)
        except DatasetError as error:
            failures.add("manifest", name, None, str(error))
            continue
        if manifest.schema_version != SCHEMA_VERSION or set(manifest.tables) != set(TABLES):
            message = f"schema {manifest.schema_version}; this version of pagestrata checks {SCHEMA_VERSION}"
            failures.add("schema_version", name, None, message)
            continue
        manifests.append(manifest)
    return manifests


def check(path: str | os.PathLike[str], version: str | None = None, progress: Tell | None = None) -> CheckReport:
    """Check a dataset.

    Args:
        path: the dataset directory.
        version: x.y.z; None checks every version. A file that several versions share is read once. What changed since another version
            is counted where all are checked.
        progress: called after each shard.

    Returns:
        What was looked at and everything that is wrong.

    Raises:
        DatasetError: there is no dataset, or no such version.
    """
    root = Path(path)
    failures = Failures()
    manifests = _manifests(root, version, failures)
    seen: dict[_Shard, ShardRows | None] = {}
    whole: dict[str, Manifest] = {}
    tell, shards = progress or silent, {shard for manifest in manifests for shard in _shards(manifest)}
    for manifest in manifests:
        for shard in _shards(manifest):
            if shard not in seen:
                seen[shard] = _shard_rows(root, shard, failures)
                tell(Progress("check", len(seen), len(shards)))
        rejections = check_rejections(root, manifest, failures)
        parts = [rows for shard in _shards(manifest) if (rows := seen[shard]) is not None]
        if len(parts) == len(_shards(manifest)):
            name = manifest_path(root, manifest.version).relative_to(root).as_posix()
            _check_totals(manifest, parts, name, failures)
            if parts:
                _check_keys(manifest, parts, name, failures)
            _check_changes(root, manifest, whole, name, failures)
            whole[manifest.version] = manifest
            if rejections is not None:
                check_used(manifest, [part.inputs for part in parts], rejections, failures)
    check_front(root, failures)
    files = {file.path for _, _, shard_files in seen for file in shard_files if file is not None}
    return CheckReport(
        path=root,
        versions=tuple(manifest.version for manifest in manifests),
        files=len(files),
        rows={table: sum(m.tables[table].rows for m in manifests[-1:]) for table in TABLES},
        failures=failures.listed(),
        found=failures.found,
    )
