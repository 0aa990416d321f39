"""What changed between two versions of a dataset, row by row, and the number that a version must have for it.

A number x.y.z says what became of the rows of the version before it, as the numbers of TensorFlow Datasets do
(https://www.tensorflow.org/datasets/datasets_versioning): another x, that rows are changed or gone; another y, that all
are as they were and others were added; another z, that the rows are the same (another card, files laid out anew). With
0.y.z anything may change (Semantic Versioning 2.0.0, item 4: https://semver.org/spec/v2.0.0.html).

A version is compared with the greatest lower number that the dataset holds, whichever was published last. So 1.0.5 may be
published when 1.1.0 is there: it is compared with 1.0.0 or 1.0.4. But 1.1.0 is published for good, and what its number says
must stay true of 1.0.5 below it; so it is compared with the least greater number as well. Of 1.0.5, whose rows are those of
1.0.4, that always holds; a 1.1.0 between 1.0.0 and 1.2.0 is refused if it adds rows that 1.2.0 lacks.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from pagestrata.config import parse_version
from pagestrata.dataset.manifest import Beside, Changes, Manifest, ShardFile, TableChanges, published_versions, read_manifest
from pagestrata.dataset.rowhash import row_hash
from pagestrata.errors import DatasetError, OutputError
from pagestrata.schema import KEYS, TABLES

_BATCH_ROWS: Final = 128
"""Rows whose texts are in memory at a time."""

_Page = tuple[str, dict[str, int]]


class Part(IntEnum):
    """The part of a number that tells of a change, the least change first."""

    PATCH = 0
    MINOR = 1
    MAJOR = 2


_PROMISE: Final = {Part.PATCH: "no row changed", Part.MINOR: "rows were only added"}


def _rows(file: ShardFile, places: Sequence[Path]) -> Iterator[dict[str, Any]]:
    path = next((place / file.path for place in places if (place / file.path).is_file()), None)
    if path is None:
        raise DatasetError(
            f"{file.path} is missing from {str(places[-1])!r}, so no version can be compared with it: copy the dataset again"
        )
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as parquet:
            for batch in parquet.iter_batches(_BATCH_ROWS):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        reason = str(error).partition("\n")[0]
        raise DatasetError(
            f"{str(path)!r} cannot be read, so no version can be compared with it: copy the dataset again ({reason})"
        ) from error


def _pages(table: str, files: Sequence[ShardFile], places: Sequence[Path]) -> Iterator[_Page]:
    """Each page that has rows, with the hash of each row by key. Shards in order hold pages in order, however many there are."""
    before = ""
    rows = (row for file in sorted(files, key=lambda file: file.shard) for row in _rows(file, places))
    for page_id, group in groupby(rows, key=itemgetter("page_id")):
        if page_id <= before:
            raise DatasetError(
                f"rows of {table} are not in order of page_id, so no version can be compared with them: copy the dataset again"
            )
        before = page_id
        yield page_id, {row[KEYS[table]]: row_hash(row) for row in group}


def _of_side(side: int, pages: Iterator[_Page]) -> Iterator[tuple[str, int, dict[str, int]]]:
    for page_id, rows in pages:
        yield page_id, side, rows


def _table_changes(old: Iterator[_Page], new: Iterator[_Page]) -> TableChanges:
    added = removed = changed = 0
    sides = heapq.merge(_of_side(0, old), _of_side(1, new), key=itemgetter(0, 1))
    for _, group in groupby(sides, key=itemgetter(0)):
        by_side = {side: rows for _, side, rows in group}
        before, after = by_side.get(0, {}), by_side.get(1, {})
        added += len(after.keys() - before.keys())
        removed += len(before.keys() - after.keys())
        changed += sum(before[key] != after[key] for key in before.keys() & after.keys())
    return TableChanges(added=added, removed=removed, changed=changed)


def changes_between(old: Manifest, new: Manifest, places: Sequence[Path]) -> Changes:
    """What changed from one version to another, by the key of each table.

    Nothing is read of tables whose row hashes are equal, nor of files that both versions name. Of the others the rows of
    one page are compared at a time, so that memory holds a row group of each version, however large shards are.

    Args:
        old: the manifest of the one.
        new: the manifest of the other.
        places: directories below which the files are looked for, in this order; a file's name tells its content, so it is
            the same in each.

    Returns:
        For each table, how many rows were added, removed and changed.

    Raises:
        DatasetError: a file is missing or damaged.
    """
    tables = {}
    for table in TABLES:
        before, after = old.tables[table], new.tables[table]
        if before.row_hash == after.row_hash:
            tables[table] = TableChanges(added=0, removed=0, changed=0)
            continue
        shared = {(file.path, file.sha256) for file in before.files} & {(file.path, file.sha256) for file in after.files}
        sides = (
            _pages(table, [file for file in version.files if (file.path, file.sha256) not in shared], places) for version in (before, after)
        )
        tables[table] = _table_changes(*sides)
    return Changes(since=old.version, tables=tables)


def told(changes: Changes) -> str:
    """What changed in one line, as `pages: 2 removed, 1 changed; comments: 3 added`; nothing where nothing did."""
    lines = []
    for table, rows in changes.tables.items():
        counts = [f"{count:,} {what}" for what, count in rows.model_dump().items() if count]
        if counts:
            lines.append(f"{table}: {', '.join(counts)}")
    return "; ".join(lines)


def part_needed(changes: Changes) -> Part:
    """The least part of the number that must differ for what changed."""
    if any(rows.removed or rows.changed for rows in changes.tables.values()):
        return Part.MAJOR
    return Part.MINOR if any(rows.added for rows in changes.tables.values()) else Part.PATCH


def part_claimed(old: str, new: str) -> Part:
    """What a number allows to have changed since a lower one: anything, where it is 0.y.z or has another x.

    Args:
        old: the lower number, x.y.z.
        new: the greater one.
    """
    (old_major, old_minor, _), (major, minor, _) = parse_version(old), parse_version(new)
    if major == 0 or major != old_major:
        return Part.MAJOR
    return Part.MINOR if minor != old_minor else Part.PATCH


def _true_number(part: Part, since: str, versions: Sequence[str]) -> str:
    """A number that is free and true, whatever else the dataset holds: a new x, where others stand above the lower number."""
    held = sorted(map(parse_version, versions))
    major, minor, _ = parse_version(since)
    if part is Part.MINOR and parse_version(since) == max(number for number in held if number[0] == major):
        return f"{major}.{minor + 1}.0"
    return f"{held[-1][0] + 1}.0.0"


def with_changes(manifest: Manifest, beside: Beside, root: Path, made: Path) -> Manifest:
    """Compare a version that is about to be published with those beside it, and record what changed.

    Args:
        manifest: of the new version.
        beside: the numbers next below and above it, from `pagestrata.dataset.manifest.neighbours`.
        root: the dataset directory.
        made: the directory below which the new files are; those that are not there are below the dataset directory.

    Returns:
        The manifest with what changed since the number below; the same manifest, where there is none.

    Raises:
        OutputError: the number says less than what changed, or that of the version above would.
        DatasetError: a version beside it is damaged.
    """
    below, above = beside
    places = (made, root)
    versions = published_versions(root)
    if below is not None:
        promised = part_claimed(below, manifest.version)
        changes = changes_between(read_manifest(root, below), manifest, places)
        if part_needed(changes) > promised:
            raise OutputError(
                f"version {manifest.version} says that {_PROMISE[promised]} since {below}, "
                f"but {told(changes)}: publish it as {_true_number(part_needed(changes), below, versions)}"
            )
        manifest = manifest.model_copy(update={"changes": changes})
    if above is not None and (promised := part_claimed(manifest.version, above)) is not Part.MAJOR:
        changes = changes_between(manifest, read_manifest(root, above), places)
        if part_needed(changes) > promised:
            raise OutputError(
                f"version {manifest.version} would stand before {above}, which says that {_PROMISE[promised]} since, "
                f"but {told(changes)}: publish it as {_true_number(Part.MAJOR, above, versions)}"
            )
    return manifest
