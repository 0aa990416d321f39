"""What stands before the tables: card, changelog, licence, Croissant, JSON Schemas. All derived from the manifests.

They always describe the newest version by number, whichever was published last, and can be written again at any time.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pagestrata.dataset.card import render_card
from pagestrata.dataset.commit import put_text
from pagestrata.dataset.croissant import croissant_text
from pagestrata.dataset.layout import CARD, CHANGES, CROISSANT, LICENSE, PENDING, SCHEMA
from pagestrata.dataset.manifest import Manifest, published_versions, read_manifest
from pagestrata.errors import ConfigError
from pagestrata.schema import TABLES, json_schemas


def _since(name: str, manifest: Manifest, before: Manifest) -> str:
    """What became of a table. A number may have been published below since it was compared; then it is told with which it was."""
    found = manifest.changes.tables.get(name) if manifest.changes is not None else None
    if manifest.changes is None or found is None:
        table, old = manifest.tables[name], before.tables[name]
        return ", unchanged" if table.row_hash == old.row_hash else f", {table.rows - old.rows:+,}; values changed"
    counts = f"{found.added:,} added, {found.removed:,} removed, {found.changed:,} changed"
    if manifest.changes.since != before.version:
        return f"; since {manifest.changes.since}: {counts}"
    return f"; {counts}" if any((found.added, found.removed, found.changed)) else ", unchanged"


def _changes(manifest: Manifest, before: Manifest | None) -> list[str]:
    lines = [f"## {manifest.version}", ""]
    for name in TABLES:
        rows = manifest.tables[name].rows
        lines.append(f"- {name}: {rows:,} rows{_since(name, manifest, before) if before is not None else ''}")
    lines.append(f"- rejected: {manifest.rejections.rows:,}")
    return [*lines, ""]


def changelog(manifests: list[Manifest]) -> str:
    """The dataset's changelog.

    Args:
        manifests: of all versions, oldest number first.

    Returns:
        The text of CHANGELOG.md, newest first.
    """
    lines = ["# Changelog", ""]
    for i in range(len(manifests) - 1, -1, -1):
        lines += _changes(manifests[i], manifests[i - 1] if i else None)
    return "\n".join(lines)


def license_text(path: Path | None = None) -> str:
    """The text of the licence that a dataset is given.

    Args:
        path: a file; None takes the packaged notice.

    Raises:
        ConfigError: the file cannot be read, or is not UTF-8.
    """
    try:
        return (path or files("pagestrata.dataset") / "templates" / "LICENSE.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the licence {str(path)!r} cannot be read: give a text file in UTF-8 ({error})") from error


def _own_lines(card: str) -> list[str]:
    """The lines of a card but for those of its tables, which each release words anew."""
    return [line for line in card.splitlines() if not line.startswith("|")]


def has_own_card(root: Path) -> bool:
    """Whether a dataset has a card that is not the general one of its newest version.

    Args:
        root: the dataset directory, with or without a version.

    Raises:
        DatasetError: the newest manifest cannot be read.
    """
    if not published_versions(root) or not (root / CARD).is_file():
        return False
    there = (root / CARD).read_text(encoding="utf-8", errors="replace")
    return _own_lines(there) != _own_lines(render_card(read_manifest(root)))


def write_front(root: Path, temporary: Path, card: Path | None = None, license_file: Path | None = None) -> None:
    """Write everything that is derived from the manifests.

    Args:
        root: the dataset directory, with one version at least.
        temporary: a directory on the same disk.
        card: template of the card; None takes the packaged one.
        license_file: text of the licence; None keeps the one that is there, or takes the packaged notice.
    """
    notice = license_text(license_file) if license_file is not None or not (root / LICENSE).is_file() else None
    while True:
        versions = published_versions(root)
        manifests = [read_manifest(root, version) for version in versions]
        texts = {f"{SCHEMA}/{name}": text for name, text in json_schemas().items()}
        if notice is not None:
            texts[LICENSE] = notice
        texts[CHANGES] = changelog(manifests)
        texts[CROISSANT] = croissant_text(manifests[-1])
        texts[CARD] = render_card(manifests[-1], card)
        for name, text in texts.items():
            put_text(text, temporary / "front", root / name)
        # another build may have published meanwhile and have been overwritten here
        if published_versions(root) == versions:
            (root / PENDING).unlink(missing_ok=True)
            return
