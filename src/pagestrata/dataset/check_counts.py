"""Checking what a manifest counts: the rejections by code, and what each input gave, are counted once more.

What was skipped left no trace in a dataset but the manifest's own list, so that alone cannot be counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from pagestrata.dataset.commit import file_sha256
from pagestrata.dataset.failure import Failures
from pagestrata.dataset.manifest import AFTER_READING, Manifest, UsedInput, manifest_path
from pagestrata.records import Rejection


def _name(manifest: Manifest) -> str:
    return manifest_path(Path(), manifest.version).as_posix()


def check_rejections(root: Path, manifest: Manifest, failures: Failures) -> list[Rejection] | None:
    """Check a version's list of rejections, and what its manifest says of them.

    Args:
        root: the dataset directory.
        manifest: the version's.
        failures: takes what is wrong.

    Returns:
        The rejections; None where they cannot be read.
    """
    listed = manifest.rejections
    path = root / listed.path
    if not path.is_file():
        failures.add("missing", listed.path, None, "the file is missing")
        return None
    if file_sha256(path) != listed.sha256:
        failures.add("sha256", listed.path, None, "the bytes are not those that were published")
    lines = path.read_bytes().splitlines()
    if len(lines) != listed.rows:
        failures.add("row_count", listed.path, None, f"{len(lines)} rows, the manifest says {listed.rows}")
    rejections = []
    for i, line in enumerate(lines):
        try:
            rejections.append(Rejection.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            failures.add("value", listed.path, i, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
    if len(rejections) < len(lines):
        return None
    if dict(Counter(rejection.code for rejection in rejections)) != listed.by_code:
        failures.add("rejections", _name(manifest), None, f"the numbers by code are not those of {listed.path}")
    return rejections


def _given(used: Iterable[UsedInput]) -> dict[str, tuple[int, int]]:
    """Numbers of pages and rejections by file, of which up to pagestrata 0.24 two could have one name."""
    given: dict[str, tuple[int, int]] = {}
    for entry in used:
        pages, rejections = given.get(entry.file, (0, 0))
        given[entry.file] = pages + entry.pages, rejections + entry.rejections
    return given


def check_used(manifest: Manifest, inputs: Iterable[Mapping[str, int]], rejections: Sequence[Rejection], failures: Failures) -> None:
    """Check what a manifest says that each input gave.

    Args:
        manifest: the version's.
        inputs: of each shard, the number of its pages by the file that they come from.
        rejections: all of the version.
        failures: takes what is wrong.
    """
    early: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    for shard in inputs:
        pages.update(shard)
    for rejection in rejections:
        (pages if rejection.code in AFTER_READING else early)[rejection.source.file] += 1
    given = _given(manifest.used)
    skipped = {entry.file for entry in manifest.skipped}
    name = _name(manifest)
    for file in sorted(pages.keys() - given.keys()):
        failures.add("used", name, None, f"pages were read in {file!r}, which is not among the files used")
    for file in sorted(early.keys() - given.keys() - skipped):
        failures.add("used", name, None, f"{file!r} was rejected, which is among the files neither used nor skipped")
    for file in sorted(given.keys() - skipped):  # a rejection of a name that was skipped as well may be of either file
        if given[file] != (pages[file], early[file]):
            message = f"{file!r} gave {pages[file]} pages and {early[file]} rejections, not {given[file][0]} and {given[file][1]}"
            failures.add("used", name, None, message)
