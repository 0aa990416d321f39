"""Putting files in their place so that a reader sees a whole file or none, whatever dies on the way.

A file is written under a temporary name on the same disk, synced, and only then renamed (or, where it must not replace
another, linked); then its directory is synced. Only a renamed file counts.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def sync(path: Path) -> None:
    """Force a file or a directory to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def put(temporary: Path, final: Path) -> None:
    """Move a finished temporary file to its place, over what is there.

    Args:
        temporary: a closed file on the same disk.
        final: its place.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    sync(temporary)
    temporary.replace(final)
    sync(final.parent)


def put_text(text: str, temporary: Path, final: Path) -> None:
    """Write a text file in UTF-8 with LF line ends, over what is there."""
    temporary.write_text(text, encoding="utf-8", newline="\n")
    put(temporary, final)


def put_if_absent(text: str, temporary: Path, final: Path) -> bool:
    """Write a text file unless one of this name is there; of many racing writers one wins.

    Args:
        text: the content.
        temporary: a name on the same disk.
        final: its place.

    Returns:
        Whether this call put it there.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_text(text, encoding="utf-8", newline="\n")
    sync(temporary)
    try:
        os.link(temporary, final)
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    sync(final.parent)
    return True
