"""The names of what a build writes into a dataset directory, and what stands there that none has written."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Final

from pagestrata.dataset.manifest import VERSIONS, published_versions
from pagestrata.schema import TABLES, json_schemas

WORK: Final = ".build-"
"""How the names of the directories begin in which builds work."""

PENDING: Final = f"{WORK}front"
"""What says that a version is published, or about to be, and what stands before the tables is not yet written for it: it holds the name of
the directory in which the build works."""

LOCK: Final = ".publish.lock"
"""What holds back other builds while one publishes."""

REJECTIONS: Final = "rejections"
"""Name of the list of rejections before it is published, and of the directory of all such lists after."""

CARD: Final = "README.md"
CHANGES: Final = "CHANGELOG.md"
CROISSANT: Final = "croissant.json"
LICENSE: Final = "LICENSE"
SCHEMA: Final = "schema"

_SHARD: Final = re.compile(r"[0-9]{5,}-[0-9a-f]{12}\.parquet")
_PLACES: Final = dict.fromkeys(TABLES, _SHARD) | {REJECTIONS: re.compile(r"[0-9.]+\.jsonl"), VERSIONS: re.compile(r"[0-9.]+\.json")}
"""The directories of files that versions name, and how these are called."""

_ROWS: Final = frozenset(
    ("arrow", "avro", "csv", "feather", "jsonl", "ndjson", "orc", "parquet", "tar", "tgz", "tsv", "warc", "wet", "zip")
)
"""Endings of files that hold rows or many pages, packed or not; those of one page are also those of what an owner writes down."""

_NO_VERSION: Final = (
    "no version has this file: move it elsewhere, or, where it is of a version whose manifest is gone (see CHANGELOG.md), copy that back"
)
_UNFINISHED: Final = "a build works with this, or has died and left it: once none is at work, remove it"


def _other_entry(directory: Path, ours: re.Pattern[str]) -> str | None:
    """The name of an entry that no build gives; the empty one where what stands there is no directory; None where all is well."""
    if not os.path.lexists(directory):
        return None
    if not directory.is_dir():
        return ""
    return min((path.name for path in directory.iterdir() if not ours.fullmatch(path.name)), default=None)


def in_the_way(root: Path) -> str | None:
    """What somebody else has put where a build would write.

    A build that was killed within its first version may have left files of tables and lists of rejections; the rest is written
    behind a manifest, and is nobody's dataset without one.

    Args:
        root: the output of a build, there or not.

    Returns:
        A path below it; None where it is a dataset, or holds nothing that no build has left, but for what is hidden, and a LICENSE, which
        is for the owner to give.

    Raises:
        OSError: a directory cannot be listed.
    """
    front = [name for name in (CARD, CHANGES, CROISSANT, *(f"{SCHEMA}/{name}" for name in json_schemas())) if os.path.lexists(root / name)]
    others = {place: _other_entry(root / place, ours) for place, ours in _PLACES.items()}
    found = [*front, *(f"{place}/{name}".rstrip("/") for place, name in others.items() if name is not None)]
    own = {*_PLACES, CARD, CHANGES, CROISSANT, LICENSE, SCHEMA}
    found += sorted(path.name for path in root.iterdir() if path.name not in own and not path.name.startswith(".")) if root.is_dir() else []
    # Asked last: another build may have published its first version meanwhile.
    return found[0] if found and not published_versions(root) else None


def strays(root: Path, known: Container[str]) -> Iterator[tuple[str, str]]:
    """What would be taken along where a dataset is uploaded as it stands, and belongs to none of its versions.

    Hidden files (of git, of what uploads) and what an owner writes or draws are none of it.

    Args:
        root: the dataset directory.
        known: the paths of the files that versions name.

    Yields:
        Paths below the directory, each with what to do.
    """
    for path in sorted(root.iterdir()):
        if path.name.startswith(WORK) or path.name == LOCK:
            yield path.name, _UNFINISHED
    for place in (*TABLES, REJECTIONS):
        for path in sorted((root / place).glob("*")):
            name = path.relative_to(root).as_posix()
            if name not in known:
                yield name, _NO_VERSION
    for directory, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith(".") and (Path(directory) != root or name not in _PLACES))
        for path in sorted(Path(directory) / name for name in names):
            if not path.name.startswith(".") and not _ROWS.isdisjoint(path.name.lower().split(".")[1:]):
                yield path.relative_to(root).as_posix(), _NO_VERSION
