"""The story of a build: list the inputs, read them, spread the pages over shards, build each shard, publish a version.

Nothing a reader follows changes before the manifest is published, and publishing is one atomic step; whatever dies on
the way leaves the versions that were there. This room decides the order of steps; each step lives elsewhere.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Container, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from pagestrata.config import BuildConfig, Columns
from pagestrata.dataset.buckets import shards_for
from pagestrata.dataset.card import check_template, render_card
from pagestrata.dataset.changes import with_changes
from pagestrata.dataset.check_front import check_front
from pagestrata.dataset.failure import Failures
from pagestrata.dataset.front import has_own_card, license_text, write_front
from pagestrata.dataset.layout import PENDING, WORK, in_the_way
from pagestrata.dataset.manifest import Beside, Manifest, ManifestHead, ShardFile, UsedInput, neighbours, published_versions, read_manifest
from pagestrata.dataset.publish import MADE, Made, make_manifest, publish
from pagestrata.dataset.rejected import Rejected
from pagestrata.dataset.shard import Receipt, ShardSpec
from pagestrata.dataset.spill import Spill
from pagestrata.engines.local import run_shards
from pagestrata.errors import InputError, OutputError, PagestrataError, RejectedError
from pagestrata.parse.sites import LEAST_PAGES, count_site_lines
from pagestrata.progress import Progress, Tell, counted, silent
from pagestrata.records import Rejection
from pagestrata.schema import TABLES
from pagestrata.sources import READERS, RECORDS, InputFile, Listing, list_inputs, read_file
from pagestrata.sources.members import NOWHERE, TOLD, told_of
from pagestrata.sources.raw import has_lone_surrogate

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made.

    Attributes:
        path: the dataset directory.
        version: the version published.
        rows: number of rows by table.
        rejected: number of rejections by code.
        used: number of input files read.
        skipped: names of the input files not read, with the reason.
        written: Parquet files that are new in this version.
        reused: Parquet files that other versions held already.
        first_rejected: the first rejection by file and record, with its place and reason; None where nothing was rejected.
        name: the dataset's name in this version.
        renamed_from: its name in the version beside this one, where that is another.
        card_replaced: the general card stands where another was: one from a template, or one that somebody has edited.
        without_page: names of the input files of which every record was rejected.
        absent: what was to be told by columns of other names than the usual ones, each with its name, and is told of no page.
    """

    path: Path
    version: str
    rows: dict[str, int]
    rejected: dict[str, int]
    used: int
    skipped: tuple[tuple[str, str], ...]
    written: int
    reused: int
    first_rejected: str | None
    name: str
    renamed_from: str | None
    card_replaced: bool = False
    without_page: tuple[str, ...] = ()
    absent: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Reading:
    """What reading the inputs gives, beside the pages in the spill."""

    used: list[UsedInput] = field(default_factory=list)
    told: set[str] = field(default_factory=set)


def _lock(work: Path) -> int:
    """Mark a workspace as in use for as long as this process lives; the mark appears already locked."""
    handle = os.open(work / "unlocked", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC)
    fcntl.flock(handle, fcntl.LOCK_EX)
    (work / "unlocked").rename(work / "lock")
    return handle


@contextmanager
def _locked_directory(out: Path) -> Iterator[Path]:
    """A temporary directory on the disk of the dataset, in use for as long as this process lives, and gone in the end."""
    work = Path(tempfile.mkdtemp(prefix=WORK, dir=out))
    lock = _lock(work)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        os.close(lock)


def _sweep(out: Path) -> bool:
    """Remove the workspaces of builds that died; whether there was one."""
    found = False
    for work in out.glob(f"{WORK}*"):
        # Network file systems lock no file that is open for reading alone.
        with suppress(OSError), (work / "lock").open("r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(work, ignore_errors=True)
            found = True
    return found


def _mend_front(out: Path, config: BuildConfig) -> None:
    """Write what stands before the tables once more, where a build ended between its manifest and that.

    Where that fails, what is wrong is told by the build at hand.
    """
    with suppress(OSError, PagestrataError):
        is_left = _sweep(out) or _is_pending(out)
        if is_left and published_versions(out):
            if _is_behind(out):
                with _locked_directory(out) as work:
                    write_front(out, work, config.card, config.license_file)
            (out / PENDING).unlink(missing_ok=True)


def _is_pending(out: Path) -> bool:
    """Whether a build has ended before it wrote what stands before the tables; one that is at work will."""
    mark = out / PENDING
    worked_in = mark.read_text(encoding="utf-8") if mark.exists() else None
    return worked_in is not None and not (worked_in and (out / worked_in).exists())


def _is_behind(out: Path) -> bool:
    """Whether what stands before the tables does not follow from the manifests: a card of one's own that does is left."""
    failures = Failures()
    check_front(out, failures)
    return any(failure.code != "stray" for failure in failures.listed())


def _write_front(root: Path, work: Path, config: BuildConfig) -> None:
    """Write what stands before the tables of a version that is published."""
    try:
        write_front(root, work, config.card, config.license_file)
    except OSError as error:
        raise OutputError(
            f"version {config.version} is published, but the card of {str(root)!r} could not be written ({error.strerror or error}): "
            "once that is mended, give the same command again, which writes it"
        ) from error


def _remove_empty(made: Sequence[Path]) -> None:
    """Remove what was made for a dataset that did not come to be, the innermost first."""
    for directory in made:
        with suppress(OSError):  # it holds one, or was not made
            directory.rmdir()


@contextmanager
def _workspace(out: Path, config: BuildConfig) -> Iterator[Path]:
    """A temporary directory on the disk of the dataset, gone in the end."""
    if config.version in published_versions(out):
        _mend_front(out, config)
        raise OutputError(f"{str(out)!r} holds version {config.version} already: choose another version or another directory")
    for version in published_versions(out):
        read_manifest(out, version)  # the card and the changelog follow from all of them
    with ExitStack() as stack:
        try:
            if (other := in_the_way(out)) is not None:
                raise OutputError(f"{str(out)!r} is no dataset and holds {other!r}: give a new or an empty directory")
            missing = [directory for directory in (out, *out.parents) if not directory.exists()]
            stack.callback(_remove_empty, missing)
            out.mkdir(parents=True, exist_ok=True)
            work = stack.enter_context(_locked_directory(out))
            _mend_front(out, config)
        except OSError as error:
            raise OutputError(f"{str(out)!r} cannot be written: {error.strerror}; choose another directory") from error
        try:
            yield work
        except OSError as error:
            raise OutputError(f"writing below {str(out)!r} failed: {error.strerror or error}") from error


def _read(files: Sequence[InputFile], spill: Spill, rejected: Rejected, config: BuildConfig, tell: Tell) -> _Reading:
    reading = _Reading()
    for i, file in enumerate(files):
        pages, before = 0, len(rejected)
        for entry in read_file(file, config.parse):
            if isinstance(entry, Rejection):
                rejected.add(entry)
            else:
                spill.add(entry)
                if file.ending.startswith(RECORDS):
                    reading.told |= told_of(entry)
                pages += 1
        reading.used.append(UsedInput(file=file.name, pages=pages, rejections=len(rejected) - before))
        tell(Progress("read", i + 1, len(files)))
    return reading


def _site_lines(spill: Spill, work: Path, tell: Tell) -> Path | None:
    """Count on how many pages of its site each line stands; None where no line can stand on enough of them to tell."""
    if len(spill.addresses) <= LEAST_PAGES:
        return None
    path = work / "sites.npy"
    count_site_lines(counted(spill.one_page_per_address(), "sites", len(spill.addresses), tell)).save(path)
    return path


def _specs(spill: Spill, shards: int, work: Path, config: BuildConfig, tell: Tell) -> list[ShardSpec]:
    specs = []
    sites = _site_lines(spill, work, tell)
    for shard in range(shards):
        buckets = spill.buckets(shard, shards)
        if buckets:
            specs.append(ShardSpec(shard, buckets, work / MADE, work, config.batch_pages, config.parse, sites))
    return specs


def _parse_all(specs: Sequence[ShardSpec], pages: int, rejected: Rejected, config: BuildConfig, tell: Tell) -> list[Receipt]:
    """The receipts of all shards by number, without their rejections, which are kept with the others."""
    receipts = []
    done = 0
    for receipt in run_shards(specs, config.workers):
        done += receipt.pages
        for rejection in receipt.rejections:
            rejected.add(rejection)
        receipts.append(replace(receipt, rejections=()))
        tell(Progress("parse", done, pages))
    return sorted(receipts, key=lambda receipt: receipt.shard)


def _make(listing: Listing, work: Path, config: BuildConfig, tell: Tell) -> tuple[Made, set[str], int]:
    """Read and parse what is listed: what came of it, which columns were told of some page, and the number of shards."""
    spilled, rejected = work / "pages", Rejected(work / "rejected")
    spilled.mkdir()
    for rejection in listing.rejected:
        rejected.add(rejection)
    with Spill(spilled) as spill:
        reading = _read(listing.used, spill, rejected, config, tell)
    shards = shards_for(spill.text_bytes, config.shard_bytes)
    receipts = _parse_all(_specs(spill, shards, work, config, tell), spill.pages, rejected, config, tell)
    return Made(tuple(receipts), rejected, tuple(reading.used), tuple(listing.skipped)), reading.told, shards


def build(
    inputs: Sequence[str | os.PathLike[str]] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    config: BuildConfig,
    progress: Tell | None = None,
) -> BuildReport:
    """Build one version of a dataset.

    The tables depend on the set of inputs alone, not on their order, on the number of workers or on the batch size. With
    `workers` above 1 processes are spawned, so a script must keep its own work under `if __name__ == "__main__"`.

    Args:
        inputs: files and directories (or one of them), the files with an ending that `pagestrata.sources.READERS` names.
        out: the dataset directory; made if missing. Versions it holds stay as they are.
        config: the version and how to build it.
        progress: called now and then with how far the build is, at the least after each file read and each shard built.

    Returns:
        What was made.

    Raises:
        InputError: an input is missing, of no known format, there is nothing to read, or what was read holds no record.
        RejectedError: every record was rejected, or some was where `config.strict` is set.
        OutputError: the directory holds this version already, or what is no dataset's, cannot be written, or has a path that is not UTF-8;
            or the version's number says less than what changed (see `pagestrata.dataset.changes`).
        DatasetError: the manifest of a version that the directory holds cannot be read, or files of one that this one is compared with.
        WorkerError: a worker process died twice on one shard.
    """
    paths = [Path(inputs)] if isinstance(inputs, str | os.PathLike) else [Path(path) for path in inputs]
    root = Path(os.path.abspath(out))  # noqa: PTH100 - Path.absolute keeps `..`, which is no name for a dataset
    if has_lone_surrogate(str(root)):  # Arrow opens no such path, and its name can stand in no card
        raise OutputError(f"{str(root)!r} is not valid UTF-8: choose another directory")
    tell = progress or silent
    listing = list_inputs(paths, tuple(READERS), root, config.parse.columns)
    check_template(config.card)
    license_text(config.license_file)
    with _workspace(root, config) as work:
        before = {path.name for table in TABLES for path in (root / table).glob("*.parquet")}
        made, told, shards = _make(listing, work, config, tell)
        beside = neighbours(root, config.version)
        named = _name_beside(root, beside)
        manifest = make_manifest(_head(config, shards, named or root.name), made, work)
        if not manifest.tables["pages"].rows:
            raise _no_page(made)
        if config.strict and made.rejections:
            raise _some_rejected(manifest, made)
        tell(Progress("compare", 0, 1))
        manifest = with_changes(manifest, beside, root, work / MADE)
        tell(Progress("compare", 1, 1))
        render_card(manifest, config.card)  # what only rendering shows is told before anything is published
        replaced = config.card is None and has_own_card(root)
        publish(manifest, root, work, beside)
        _write_front(root, work, config)
    _log.info("published version %s of %s", config.version, root)
    absent = _absent(told, config.parse.columns)
    return replace(_report(root, manifest, before, made, named), card_replaced=replaced, absent=absent)


def _first(made: Made) -> str | None:
    """The first rejection, with its place and reason: with one wrong option all records are rejected for the same one."""
    first = made.rejections.first
    return f"{first.source.file}, record {first.source.record}: {first.message}" if first is not None else None


def _no_page(made: Made) -> InputError:
    """Why a build has no page: a version without one could not be loaded, and would stand before those that can."""
    first = _first(made)
    if first is None:
        return InputError("what was read holds no record, so nothing is published: give files with pages")
    every = f"every record was rejected ({len(made.rejections):,}), so nothing is published"
    return RejectedError(f"{every}; `pagestrata inspect` tells of each, the first: {first}")


def _some_rejected(manifest: Manifest, made: Made) -> RejectedError:
    """Why a strict build publishes nothing."""
    codes = ", ".join(f"{code} {count:,}" for code, count in manifest.rejections.by_code.items())
    return RejectedError(
        f"of what was read some was rejected ({codes}), and a strict build then publishes nothing: mend that or leave it out, or build "
        f"without strict, which lists all of it; the first: {_first(made)}"
    )


def _name_beside(root: Path, beside: Beside) -> str | None:
    """What the version before is called, else the one behind: versions keep the name that one of them was given."""
    other = beside[0] or beside[1]
    return read_manifest(root, other).name if other is not None else None


def _head(config: BuildConfig, shards: int, name: str) -> ManifestHead:
    return ManifestHead(name=config.name or name, version=config.version, shards=shards, max_page_chars=config.parse.max_page_chars)


def _absent(told: Container[str], columns: Columns) -> tuple[tuple[str, str], ...]:
    """Columns that were named and tell of no page: a slip in such a name changes ids, or loses addresses, and nothing else shows it."""
    named = ((what, getattr(columns, what)) for what in (*TOLD, "text") if getattr(columns, what) not in (what, NOWHERE))
    return tuple((what, name) for what, name in named if what not in told)


def _report(root: Path, manifest: Manifest, before: set[str], made: Made, named: str | None) -> BuildReport:
    files: list[ShardFile] = [file for table in manifest.tables.values() for file in table.files]
    reused = sum(file.path.rpartition("/")[2] in before for file in files)
    return BuildReport(
        path=root,
        version=manifest.version,
        rows={name: table.rows for name, table in manifest.tables.items()},
        rejected=manifest.rejections.by_code,
        used=len(manifest.used),
        skipped=tuple((skipped.file, skipped.reason) for skipped in manifest.skipped),
        written=len(files) - reused,
        reused=reused,
        first_rejected=_first(made),
        without_page=tuple(used.file for used in manifest.used if used.rejections and not used.pages),
        name=manifest.name,
        renamed_from=named if named != manifest.name else None,
    )
