"""Checking what stands before the tables: card, changelog, Croissant and JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

import pagestrata
from pagestrata.dataset.card import DERIVED, front_matter
from pagestrata.dataset.croissant import croissant_text
from pagestrata.dataset.failure import Failures
from pagestrata.dataset.front import changelog
from pagestrata.dataset.layout import CARD, CHANGES, CROISSANT, LICENSE, SCHEMA, strays
from pagestrata.dataset.manifest import VERSIONS, Manifest, published_versions, read_manifest
from pagestrata.errors import DatasetError
from pagestrata.schema import compare_json_schemas, json_schemas


def _read_matter(path: Path) -> dict[str, Any] | None:
    try:
        head, _, rest = path.read_text(encoding="utf-8").partition("---\n")
        matter, end, _ = rest.partition("\n---\n")
        loaded = None if head or not end else yaml.safe_load(matter)
    except (OSError, ValueError, RecursionError, yaml.YAMLError):  # a ValueError: no UTF-8, or a day that the calendar lacks
        return None
    return loaded if isinstance(loaded, dict) else None


def _data_files(matter: dict[str, Any]) -> list[str]:
    try:
        splits = [split for config in matter.get("configs", []) for split in config["data_files"]]
        paths = [path for split in splits for path in ([split["path"]] if isinstance(split["path"], str) else split["path"])]
    except (KeyError, TypeError):
        return []
    return [path for path in paths if isinstance(path, str)]


def _check_card(root: Path, manifest: Manifest, failures: Failures) -> None:
    matter = _read_matter(root / CARD)
    if matter is None:
        failures.add("card", CARD, None, "missing, or without front matter that can be read")
        return
    for name in _data_files(matter):
        if not (root / name).is_file():
            failures.add("card", CARD, None, f"names the data file {name}, which is missing")
    wanted = yaml.safe_load(yaml.safe_dump(front_matter(manifest)))
    for member in DERIVED:
        if matter.get(member) != wanted.get(member):
            message = f"{member} is not that of version {manifest.version}, the newest"
            failures.add("card", CARD, None, message)


def _check_text(root: Path, name: str, wanted: str, failures: Failures) -> None:
    path = root / name
    if not path.is_file():
        failures.add("missing", name, None, "the file is missing")
    elif (found := path.read_bytes()) != wanted.encode():
        ends = ": its line ends were changed" if found.replace(b"\r\n", b"\n") == wanted.encode() else ""
        failures.add("front", name, None, f"does not follow from the manifests{ends}; copy it once more, or build another version")


def _check_json(root: Path, name: str, code: str, failures: Failures) -> None:
    path = root / name
    if not path.is_file():
        failures.add("missing", name, None, "the file is missing")
        return
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError):  # a ValueError: no UTF-8, or no JSON
        failures.add(code, name, None, "cannot be read as JSON")


def _check_descriptions(root: Path, newest: Manifest, failures: Failures) -> None:
    """Check Croissant and the JSON Schemas, whose wording is each release's own: only the release that wrote them knows their bytes."""
    if newest.tools.get("pagestrata") != pagestrata.__version__:
        _check_json(root, CROISSANT, "front", failures)
        for name in json_schemas():
            _check_json(root, f"{SCHEMA}/{name}", "json_schema", failures)
        return
    _check_text(root, CROISSANT, croissant_text(newest), failures)
    for line in compare_json_schemas(root / SCHEMA):
        name, _, message = line.rpartition(": ")
        failures.add("json_schema", Path(name).relative_to(root).as_posix(), None, message)


def _check_strays(root: Path, manifests: Sequence[Manifest], failures: Failures) -> None:
    """Files that no version has: a pattern of names would read their rows too, and an upload takes along what a build has left."""
    known = {file.path for manifest in manifests for table in manifest.tables.values() for file in table.files}
    known |= {manifest.rejections.path for manifest in manifests}
    for name, message in strays(root, known):
        failures.add("stray", name, None, message)


def check_front(root: Path, failures: Failures) -> None:
    """Check what is derived from the manifests, and that nothing stands beside the files that they name.

    Args:
        root: the dataset directory.
        failures: takes what is wrong.
    """
    try:
        manifests = [read_manifest(root, version) for version in published_versions(root)]
    except DatasetError as error:
        if not any(failure.code == "manifest" for failure in failures.listed()):
            failures.add("manifest", VERSIONS, None, f"what stands before the tables cannot be checked: {error}")
        return
    _check_card(root, manifests[-1], failures)
    _check_text(root, CHANGES, changelog(manifests), failures)
    if not (root / LICENSE).is_file():
        failures.add("missing", LICENSE, None, "the file is missing")
    _check_descriptions(root, manifests[-1], failures)
    _check_strays(root, manifests, failures)
