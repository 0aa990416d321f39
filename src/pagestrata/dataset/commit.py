"""Putting files in their place so that a reader sees a whole file or none, whatever dies on the way.

A file is written under a temporary name on the same disk, synced, and only then renamed; then its directory is synced. Only a
renamed file counts. What belongs together is put under a lock.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file alone among those that ask for it; it is gone in the end, and whoever dies lets it go.

    Args:
        path: a name that nothing else uses; made if missing.
    """
    while True:
        # Network file systems lock no directory, and no file that is open for reading alone.
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC)
        fcntl.flock(handle, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):  # who held it before may have removed it meanwhile
            if os.path.samestat(os.fstat(handle), path.stat()):
                break
        os.close(handle)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)
