"""The identity of rows, whatever file, shard, order or pyarrow version they are stored in.

A row's hash is SHA-256 of its canonical JSON; a table's is the sum of its rows' modulo 2^256, so that shards can be
hashed apart and in any order. It tells whether two tables hold the same rows; it is no defence against forgery.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

_MODULUS = 1 << 256


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    raise TypeError(f"no canonical form for {type(value).__name__}")


_CANONICAL = json.JSONEncoder(default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def row_hash(row: Mapping[str, Any]) -> int:
    """The hash of one row.

    Args:
        row: its values by column, of the types that tables have.

    Returns:
        A number below 2^256.
    """
    return int.from_bytes(hashlib.sha256(_CANONICAL.encode(row).encode()).digest(), "big")


def add_hashes(hashes: Iterable[int]) -> int:
    """The hash of several rows, or of several tables, taken together."""
    return sum(hashes) % _MODULUS


def hash_text(value: int) -> str:
    """A hash as manifests print it."""
    return f"{value:064x}"
