"""One shard: from its buckets of raw pages to its Parquet files. The unit of work that engines move.

`build_shard(spec) -> receipt` is the whole contract with an engine: both sides are small values that pickle, the work
depends on nothing else, and doing it twice gives the same files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pagestrata.config import ParseConfig
from pagestrata.dataset.manifest import ShardFile
from pagestrata.dataset.promise import broken_promises
from pagestrata.dataset.spill import read_bucket
from pagestrata.dataset.writer import TableWriter
from pagestrata.parse.page import parse_pages
from pagestrata.parse.sites import load_site_lines
from pagestrata.records import ParsedPage, Rejection
from pagestrata.schema import TABLES
from pagestrata.sources.raw import RawPage, reject


@dataclass(frozen=True, slots=True)
class ShardSpec:
    """What a shard is made of.

    Attributes:
        shard: its number.
        buckets: files of raw pages, in order of page id.
        root: the directory below which its files go, table by table.
        temporary: a directory on the same disk for files that grow.
        batch_pages: pages handed to the parser at once.
        parse: how each page is parsed.
        sites: file of what is known of the lines of whole sites; None where nothing is.
    """

    shard: int
    buckets: tuple[Path, ...]
    root: Path
    temporary: Path
    batch_pages: int
    parse: ParseConfig
    sites: Path | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a shard.

    Attributes:
        shard: its number.
        files: its file by table; None where it has no row of it.
        hashes: row hash by table.
        languages: number of pages by language.
        rejections: pages that did not become records.
    """

    shard: int
    files: dict[str, ShardFile | None]
    hashes: dict[str, int]
    languages: dict[str, int]
    rejections: tuple[Rejection, ...]

    @property
    def pages(self) -> int:
        """Number of raw pages that went in."""
        return sum(self.languages.values()) + len(self.rejections)


_NAMED_BY: Final = {"id": "the id", "url": "the address", "file": "the file"}
"""What a page is named by, as its key begins."""


def _distinct(spec: ShardSpec, rejections: list[Rejection]) -> Iterator[RawPage]:
    """The shard's pages in order of page id, each id once: the first by file and record, whatever order they came in."""
    for bucket in spec.buckets:
        pages = sorted(read_bucket(bucket), key=lambda raw: (raw.page_id, raw.source.file, raw.source.record, raw.sha256))
        before: RawPage | None = None
        for raw in pages:
            if before is not None and raw.page_id == before.page_id:
                first = f"{before.source.file}, record {before.source.record}"
                message = f"{_NAMED_BY.get((raw.key or '').partition(':')[0], 'the same page')} {raw.source_id!r} was read before: {first}"
                rejections.append(reject("duplicate_id", raw.source, message, source_id=raw.source_id))
                continue
            before = raw
            yield raw


def _parsed(spec: ShardSpec, batches: Iterable[list[RawPage]], rejections: list[Rejection]) -> Iterator[ParsedPage]:
    """Parse batch by batch; a page whose records break the promise is rejected, never written."""
    sites = load_site_lines(spec.sites) if spec.sites is not None else None
    parsed = (pair for batch in batches for pair in zip(batch, parse_pages(batch, spec.parse, sites), strict=True))
    for raw, result in parsed:
        if isinstance(result, Rejection):
            rejections.append(result)
            continue
        faults = broken_promises(result)
        if faults:
            rejections.append(reject("broken_promise", raw.source, faults[0], source_id=raw.source_id))
        else:
            yield result


def _batches(pages: Iterator[RawPage], size: int) -> Iterator[list[RawPage]]:
    batch: list[RawPage] = []
    for raw in pages:
        batch.append(raw)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def write_shard(pages: Iterable[ParsedPage], spec: ShardSpec) -> Receipt:
    """Write one shard's files.

    Args:
        pages: in order of page id.
        spec: the shard's number, and where its files go.

    Returns:
        What was written; its files are in place when this returns.
    """
    languages: Counter[str] = Counter()
    with ExitStack() as stack:
        writers = {table: stack.enter_context(TableWriter(table, spec.temporary / f"{spec.shard:05}-{table}.parquet")) for table in TABLES}
        for parsed in pages:
            languages[parsed.page.language] += 1
            writers["pages"].add([parsed.page])
            writers["articles"].add([parsed.article] if parsed.article is not None else [])
            writers["comments"].add(parsed.comments)
            writers["boilerplate"].add(parsed.boilerplate)
        files = {table: writer.commit(spec.root, spec.shard) for table, writer in writers.items()}
        hashes = {table: writer.hash for table, writer in writers.items()}
    return Receipt(spec.shard, files, hashes, dict(languages), ())


def build_shard(spec: ShardSpec) -> Receipt:
    """Build one shard: the work that an engine runs.

    Args:
        spec: what it is made of.

    Returns:
        What became of it. Doing it again replaces its files by the same.
    """
    rejections: list[Rejection] = []
    batches = _batches(_distinct(spec, rejections), spec.batch_pages)
    receipt = write_shard(_parsed(spec, batches, rejections), spec)
    return replace(receipt, rejections=tuple(rejections))
