"""Checking the rows of one shard: each by itself, and what they say of each other."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from pagestrata.dataset.buckets import shard_of
from pagestrata.dataset.failure import Failures
from pagestrata.dataset.promise import broken_promises
from pagestrata.dataset.rowhash import add_hashes, row_hash
from pagestrata.records import Article, Boilerplate, Comment, Page, ParsedPage, Record
from pagestrata.schema import KEYS, TABLES

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, eq=False)
class ShardRows:
    """What is kept of a shard once it has been checked.

    Attributes:
        hashes: row hash by table.
        keys: 64-bit hashes of the keys by table, each of shape (rows,).
        languages: number of pages by language.
        inputs: number of pages by the file that they come from.
    """

    hashes: dict[str, int]
    keys: dict[str, npt.NDArray[np.uint64]]
    languages: dict[str, int]
    inputs: dict[str, int]


def _records(table: str, rows: list[dict[str, Any]], file: str, failures: Failures) -> list[Record | None]:
    """Rows as records; None for one that is no valid record."""
    records: list[Record | None] = []
    for i, row in enumerate(rows):
        try:
            records.append(TABLES[table].model_validate(row, strict=False))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(map(str, first["loc"]))
            failures.add("value", file, i, f"{name}: {first['msg']}")
            records.append(None)
    return records


def _check_keys(table: str, rows: list[dict[str, Any]], file: str, failures: Failures) -> npt.NDArray[np.uint64]:
    seen: dict[str, int] = {}
    for i, row in enumerate(rows):
        key = row[KEYS[table]]
        if key in seen:
            failures.add("key", file, i, f"{KEYS[table]} {key!r} stands in row {seen[key]} already")
        seen.setdefault(key, i)
    digests = (hashlib.blake2b(row[KEYS[table]].encode(), digest_size=8).digest() for row in rows)
    return np.frombuffer(b"".join(digests), dtype=np.uint64)


def _check_places(rows: Rows, paths: dict[str, str], shard: tuple[int, int], failures: Failures) -> None:
    """Pages in the shard that their id names, in order; other rows on a page of this shard."""
    ids = [row["page_id"] for row in rows["pages"]]
    if ids != sorted(ids):
        failures.add("order", paths["pages"], None, "rows are not in order of page_id")
    for i, page_id in enumerate(ids):
        try:
            place = shard_of(page_id, shard[1])
        except ValueError:
            place = -1
        if place != shard[0]:
            failures.add("shard", paths["pages"], i, f"page {page_id!r} belongs to another shard")
    known = set(ids)
    for table in TABLES:
        for i, row in enumerate(rows[table]):
            if row["page_id"] not in known:
                failures.add("foreign_key", paths[table], i, f"page {row['page_id']!r} is not in this shard's pages")


def _by_page(records: list[Record | None]) -> dict[str, list[Record | None]]:
    grouped: dict[str, list[Record | None]] = defaultdict(list)
    for record in records:
        if record is not None:
            grouped[cast("Article | Comment | Boilerplate", record).page_id].append(record)
    return grouped


def _check_pages(records: dict[str, list[Record | None]], paths: dict[str, str], failures: Failures) -> None:
    owned = {table: _by_page(records[table]) for table in TABLES if table != "pages"}
    for i, page in enumerate(records["pages"]):
        if not isinstance(page, Page):
            continue
        articles = cast("list[Article]", owned["articles"].get(page.page_id, []))
        comments = cast("list[Comment]", owned["comments"].get(page.page_id, []))
        segments = cast("list[Boilerplate]", owned["boilerplate"].get(page.page_id, []))
        if len(articles) > 1:
            failures.add("promise", paths["pages"], i, f"page {page.page_id} has {len(articles)} articles")
        parsed = ParsedPage.model_construct(
            page=page,
            article=articles[0] if articles else None,
            comments=tuple(sorted(comments, key=lambda comment: comment.position)),
            boilerplate=tuple(sorted(segments, key=lambda segment: segment.position)),
        )
        for fault in broken_promises(parsed):
            failures.add("promise", paths["pages"], i, f"page {page.page_id}: {fault}")


def check_shard(rows: Rows, paths: dict[str, str], shard: tuple[int, int], failures: Failures) -> ShardRows:
    """Check the rows of one shard.

    Args:
        rows: of each table, as Arrow gives them.
        paths: the file of each table, for naming.
        shard: its number, and how many there are.
        failures: takes what is wrong.

    Returns:
        What the whole version is checked by.
    """
    keys = {table: _check_keys(table, rows[table], paths[table], failures) for table in TABLES}
    _check_places(rows, paths, shard, failures)
    hashes = {table: add_hashes(map(row_hash, rows[table])) for table in TABLES}
    records = {table: _records(table, rows[table], paths[table], failures) for table in TABLES}
    if not any(record is None for table in TABLES for record in records[table]):
        _check_pages(records, paths, failures)
    languages = Counter(row["language"] for row in rows["pages"])
    inputs = Counter(row["source"]["file"] for row in rows["pages"])
    return ShardRows(hashes, keys, dict(languages), dict(inputs))
