"""Publishing a version: its files are put in place, then its manifest if no other of its number is there, and only then it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Final

import pagestrata
from pagestrata.dataset.commit import file_sha256, locked, put
from pagestrata.dataset.layout import LOCK, PENDING, REJECTIONS
from pagestrata.dataset.manifest import (
    Beside,
    Manifest,
    ManifestHead,
    RejectionsFile,
    SkippedInput,
    TableFiles,
    UsedInput,
    manifest_path,
    manifest_text,
    neighbours,
)
from pagestrata.dataset.rejected import Rejected
from pagestrata.dataset.rowhash import add_hashes, hash_text
from pagestrata.dataset.shard import Receipt
from pagestrata.errors import OutputError
from pagestrata.records import SCHEMA_VERSION
from pagestrata.schema import TABLES
from pagestrata.sources import Skipped

TOOLS: Final = ("charset-normalizer", "langdetect", "numpy", "persiantools", "pyarrow", "resiliparse")
"""Libraries that have a say in the values or the bytes of a dataset; the manifest names their versions."""


MADE: Final = "made"
"""Directory of the Parquet files before they are published."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a build has made before it is published.

    Attributes:
        receipts: of all shards that have a page, by number.
        rejections: of listing, reading and parsing.
        used: the files read.
        skipped: the files not read.
    """

    receipts: tuple[Receipt, ...]
    rejections: Rejected
    used: tuple[UsedInput, ...]
    skipped: tuple[Skipped, ...]


def _table_files(table: str, receipts: Sequence[Receipt]) -> TableFiles:
    files = [file for receipt in receipts if (file := receipt.files[table]) is not None]
    row_hash = add_hashes(receipt.hashes[table] for receipt in receipts)
    return TableFiles(rows=sum(file.rows for file in files), row_hash=hash_text(row_hash), files=tuple(files))


def _write_rejections(rejections: Rejected, path: Path, version: str) -> RejectionsFile:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in rejections.in_order())
    name = f"{REJECTIONS}/{version}.jsonl"
    return RejectionsFile(path=name, rows=len(rejections), sha256=file_sha256(path), by_code=dict(sorted(rejections.by_code.items())))


def make_manifest(head: ManifestHead, made: Made, temporary: Path) -> Manifest:
    """The manifest of what a build has made.

    Args:
        head: what was settled before.
        made: what was built.
        temporary: a directory on the dataset's disk; the list of rejections is written to it.

    Returns:
        The manifest: the same for the same inputs, in whatever order things were done.
    """
    languages: Counter[str] = Counter()
    for receipt in made.receipts:
        languages.update(receipt.languages)
    return Manifest(
        **head.model_dump(),
        schema_version=SCHEMA_VERSION,
        tools={"pagestrata": pagestrata.__version__} | {tool: installed_version(tool) for tool in TOOLS},
        tables={table: _table_files(table, made.receipts) for table in TABLES},
        languages=dict(sorted(languages.items())),
        rejections=_write_rejections(made.rejections, temporary / REJECTIONS, head.version),
        used=tuple(sorted(made.used, key=lambda used: (used.file, used.pages, used.rejections))),
        skipped=tuple(SkippedInput(file=skipped.name, reason=skipped.reason) for skipped in made.skipped),
    )


def publish(manifest: Manifest, root: Path, temporary: Path, beside: Beside) -> None:
    """Put the files of a version in place, and last its manifest; of several builds that publish at once, one after the other does.

    Args:
        manifest: from `make_manifest`, with the same temporary directory.
        root: the dataset directory.
        temporary: a directory on the same disk; below `MADE` it holds the Parquet files that the dataset lacks.
        beside: the versions that this one was compared with, from `pagestrata.dataset.manifest.neighbours`.

    Raises:
        OutputError: the directory holds this version by now, or another one next to it.
    """
    with locked(root / LOCK):
        if manifest_path(root, manifest.version).exists():
            raise OutputError(f"{str(root)!r} got version {manifest.version} meanwhile: choose another version")
        if neighbours(root, manifest.version) != beside:
            raise OutputError(
                f"{str(root)!r} got a version next to {manifest.version} meanwhile, with which it was not compared: build it again"
            )
        # Written before anything is moved: a full disk then leaves nothing.
        (temporary / "manifest").write_text(manifest_text(manifest), encoding="utf-8", newline="\n")
        made = [(temporary / MADE / file.path, root / file.path) for table in manifest.tables.values() for file in table.files]
        # Over a file of the same content, if there is one: it may have been damaged since.
        moves = [(new, final) for new, final in made if new.exists()] + [(temporary / REJECTIONS, root / manifest.rejections.path)]
        with _undone_without(manifest_path(root, manifest.version), [final for _, final in moves if not final.exists()] + [root / PENDING]):
            (root / PENDING).write_text(temporary.name, encoding="utf-8")
            for new, final in moves:
                put(new, final)
            put(temporary / "manifest", manifest_path(root, manifest.version))


@contextmanager
def _undone_without(manifest: Path, files: Sequence[Path]) -> Iterator[None]:
    """Remove files where what puts them in place fails before their manifest stands."""
    try:
        yield
    except BaseException:
        if not manifest.exists():
            for file in files:
                file.unlink(missing_ok=True)
        raise
