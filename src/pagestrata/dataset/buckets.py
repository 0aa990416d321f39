"""Which bucket, and which shard, a page falls into: by the beginning of its id alone.

A bucket holds the pages whose id begins alike, a shard is a run of buckets. This room counts; it reads no page and no file.
"""

from __future__ import annotations

from typing import Final

BUCKETS: Final = 1024
"""Number of buckets, and the greatest number of shards."""

_ID_BITS: Final = 32


def bucket_of(page_id: str) -> int:
    """The bucket of a page, 0 to BUCKETS - 1: the leading bits of its id."""
    return int(page_id[: _ID_BITS // 4], 16) * BUCKETS >> _ID_BITS


def shard_of(page_id: str, shards: int) -> int:
    """The shard of a page where there are `shards` of them, a power of two up to BUCKETS."""
    return bucket_of(page_id) * shards // BUCKETS


def shards_for(text_bytes: int, shard_bytes: int) -> int:
    """How many shards some text is spread over.

    Args:
        text_bytes: UTF-8 bytes of all pages.
        shard_bytes: the mean that a shard should not exceed.

    Returns:
        The smallest power of two that keeps the mean, at most BUCKETS. A power of two: when a dataset outgrows its
        shards each splits in two.
    """
    shards = 1
    while shards < BUCKETS and text_bytes > shards * shard_bytes:
        shards *= 2
    return shards
