"""The manifest of a version: which files it is made of, and from what. Published once, never changed.

It holds nothing of the machine or the moment: beside the same version, the same inputs give the same manifest.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pagestrata.config import parse_version
from pagestrata.errors import ConfigError, DatasetError
from pagestrata.schema import TABLES

VERSIONS = "versions"

Beside = tuple[str | None, str | None]
"""The numbers of the versions next below and next above another."""


class Entry(BaseModel):
    """Base of what a manifest holds: frozen, no unknown members."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ShardFile(Entry):
    """One Parquet file: its path below the dataset, its shard, and what it must hold."""

    path: str = Field(pattern=rf"^(?:{'|'.join(TABLES)})/[^/\\\\]+\.parquet$")
    shard: int = Field(ge=0)
    rows: int = Field(ge=1)
    bytes: int = Field(ge=1)
    sha256: str


class TableFiles(Entry):
    """One table: its rows, their hash (see `pagestrata.dataset.rowhash`), its files by shard."""

    rows: int
    row_hash: str
    files: tuple[ShardFile, ...]


class RejectionsFile(Entry):
    """The rejections of a build."""

    path: str = Field(pattern=r"^rejections/[^/\\]+\.jsonl$")
    rows: int
    sha256: str
    by_code: dict[str, int]


AFTER_READING = frozenset({"broken_promise", "duplicate_id"})
"""Codes of the rejections of what had been read as a page, and so counts as one of its file."""


class UsedInput(Entry):
    """An input file that was read: how many pages and rejections reading it gave."""

    file: str
    pages: int
    rejections: int


class SkippedInput(Entry):
    """An input file that was not read, and why."""

    file: str
    reason: str


class TableChanges(Entry):
    """How many rows of a table, told apart by its key, were added, removed, or have other values."""

    added: int = Field(ge=0)
    removed: int = Field(ge=0)
    changed: int = Field(ge=0)


class Changes(Entry):
    """What changed since another version (see `pagestrata.dataset.changes`), by table."""

    since: str
    tables: dict[str, TableChanges]


class ManifestHead(Entry):
    """What is settled before anything is parsed.

    Attributes:
        manifest: version of this format.
        name: the dataset's name.
        version: x.y.z.
        shards: number of shards that page ids are spread over.
        max_page_chars: limit by which pages were rejected.
    """

    manifest: Literal[1] = 1
    name: str
    version: str
    shards: int
    max_page_chars: int


class Manifest(ManifestHead):
    """One version of a dataset.

    Attributes:
        schema_version: of the records.
        tools: version of each library that has a say in the values or the bytes.
        tables: by name.
        languages: number of pages by language code.
        rejections: what did not become a page.
        used: files read, by name.
        skipped: files not read, by name.
        changes: since the greatest lower number that there was when the version was published; None where there was none, or
            where nothing was compared, as up to pagestrata 0.24.
    """

    schema_version: str
    tools: dict[str, str]
    tables: dict[str, TableFiles]
    languages: dict[str, int]
    rejections: RejectionsFile
    used: tuple[UsedInput, ...]
    skipped: tuple[SkippedInput, ...]
    changes: Changes | None = None


def manifest_path(root: Path, version: str) -> Path:
    """Where the manifest of a version stands."""
    return root / VERSIONS / f"{version}.json"


def manifest_text(manifest: Manifest) -> str:
    """A manifest as it is written: without members that have no value, so that older programs read a first version."""
    return manifest.model_dump_json(indent=1, exclude_none=True) + "\n"


def published_versions(root: Path) -> tuple[str, ...]:
    """The versions that a dataset directory holds, oldest number first; none where there is no such directory."""
    found = []
    for path in (root / VERSIONS).glob("*.json"):
        try:
            found.append((parse_version(path.stem), path.stem))
        except ConfigError:
            continue
    return tuple(version for _, version in sorted(found))


def _reason(error: ValidationError | OSError) -> str:
    """Why a manifest cannot be read, in one line: of many faults the first, with its place."""
    if isinstance(error, OSError):
        return str(error.strerror)
    first = error.errors()[0]
    return ": ".join([".".join(map(str, first["loc"])), first["msg"]] if first["loc"] else [first["msg"]])


def neighbours(root: Path, version: str) -> Beside:
    """The versions beside a number.

    Args:
        root: the dataset directory.
        version: x.y.z, there or not.

    Returns:
        The greatest lower number and the least greater one that the directory holds; None where there is none.
    """
    number = parse_version(version)
    held = published_versions(root)
    below = [other for other in held if parse_version(other) < number]
    above = [other for other in held if parse_version(other) > number]
    return below[-1] if below else None, above[0] if above else None


def read_manifest(root: Path, version: str | None = None) -> Manifest:
    """Read the manifest of a version.

    Args:
        root: the dataset directory.
        version: x.y.z; None takes the newest.

    Returns:
        The manifest.

    Raises:
        DatasetError: there is no dataset, no such version, or the manifest is damaged or lacks a table.
    """
    versions = published_versions(root)
    if not versions:
        raise DatasetError(f"{str(root)!r} holds no dataset: give a directory that `pagestrata build` has made")
    wanted = versions[-1] if version is None else version
    if wanted not in versions:
        raise DatasetError(f"{str(root)!r} holds no version {wanted!r}: take one of {', '.join(versions)}")
    try:
        manifest = Manifest.model_validate_json(manifest_path(root, wanted).read_bytes())
    except (ValidationError, OSError) as error:
        reason = _reason(error)
        raise DatasetError(f"the manifest of version {wanted} in {str(root)!r} cannot be read: {reason}") from error
    if manifest.version != wanted:
        raise DatasetError(f"the manifest {wanted}.json in {str(root)!r} says it is of version {manifest.version!r}")
    if lacking := [table for table in TABLES if table not in manifest.tables]:
        raise DatasetError(f"the manifest of version {wanted} in {str(root)!r} lacks the table {lacking[0]!r}: copy the dataset again")
    return manifest
