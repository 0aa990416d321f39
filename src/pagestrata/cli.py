"""The command `pagestrata`. Each subcommand is one call of the library and a few lines that say what came of it.

This room reads arguments, prints, and turns results into exit codes: 0 done, 1 a check failed, 2 a wrong argument or a broken
set-up, 3 input was rejected and nothing is made of it. Imports that cost time are made inside the commands.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from pagestrata import __version__
from pagestrata.errors import InputError, OutputError, PagestrataError, RejectedError

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import TaskID

    from pagestrata.build import BuildReport
    from pagestrata.config import ParseConfig
    from pagestrata.progress import Progress, Tell
    from pagestrata.records import Rejection
    from pagestrata.sources import RawPage

DONE, CHECK_FAILED, BROKEN, REJECTED = 0, 1, 2, 3
INTERRUPTED, PIPE_CLOSED = 130, 141
_GENERAL = "the general one; --card takes a template of your own"
_REPLACED = "the general one, over another that was there; --card takes the template of that once more"
SHOWN = 5
"""Skipped inputs that a summary names; the manifest names all."""

ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="WHAT=NAME",
        help="What .jsonl and .parquet call the id, text, html, url or captured_at of a page: text=raw_content, url=metadata.url.",
    ),
]

EncodingOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="What .txt and .html are in that are not UTF-8, as cp1250; without it, that is found out."),
]

app = typer.Typer(
    name="pagestrata",
    help="Separate raw web pages into articles, comments and boilerplate, and ship them as a versioned Parquet dataset.",
    epilog="Exit codes: 0 done, 1 a check failed, 2 a wrong argument or a broken set-up, 3 input was rejected, and nothing is made of it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@contextmanager
def _printing() -> Iterator[None]:
    """While standard output is written: a reader that has gone away ends the command quietly, a full disk with an error."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE_CLOSED) from None
    except OSError as error:
        raise OutputError(f"standard output cannot be written: {error.strerror}: send it elsewhere") from error


def _write(*parts: RenderableType) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    with _printing():
        with console.capture() as captured:
            for part in parts:
                console.print(part)
        sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def _write_text(text: str) -> None:
    with _printing():
        sys.stdout.write(text)


def _show_version(wanted: bool) -> None:
    if wanted:
        _write_text(f"pagestrata {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version of pagestrata and stop.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT",
            help="Directories, and files of .txt, .html, .jsonl, .json, .parquet, .warc or .wet; also packed (.gz, .bz2, .xz, .zst).",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The dataset: made if missing, else given one version more.")],
    version: Annotated[
        str,
        typer.Option(metavar="X.Y.Z", help="Number of the version to publish: another X if rows are changed or gone, another Y if added."),
    ],
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Name in the card; without it, that of the version before, or the name of DIR.")
    ] = None,
    card: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Template of the card (the README of pagestrata shows one), which speaks of these pages; without it, a general one.",
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(metavar="N", help="Processes that parse, each some 32 MiB of text at a time; the result does not depend on it.")
    ] = 1,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Publish nothing and exit with code 3 if anything was rejected; skipped files of other formats are no rejections.",
        ),
    ] = False,
    column: ColumnOption = None,
    encoding: EncodingOption = None,
) -> int:
    """Build one version of a dataset.

    Pages that cannot be read are listed in rejections/, and the build goes on.
    """
    from pagestrata.build import build as build_dataset
    from pagestrata.config import BuildConfig, ParseConfig, named_columns

    parse = ParseConfig(columns=named_columns(column or ()), encoding=encoding)
    config = BuildConfig(version=version, name=name, card=card, workers=workers, parse=parse, strict=strict)
    try:
        with _progress() as tell:
            report = build_dataset(inputs, out, config, _until_told_to_end(tell))
    except RejectedError as error:
        return _say_error(str(error), REJECTED)
    try:
        _write_text(f"{_summary(report, out)}  card      {card or (_REPLACED if report.card_replaced else _GENERAL)}\n")
    except OutputError as error:
        raise OutputError(f"version {report.version} is published, but {error}") from error
    return DONE


def _summary(report: BuildReport, out: Path) -> str:
    rows = ", ".join(f"{table} {count:,}" for table, count in report.rows.items())
    lines = [f"{out}: version {report.version}", f"  rows      {rows}", f"  files     {report.written:,} written, {report.reused:,} reused"]
    lines.append(f"  inputs    {report.used:,} read, {len(report.skipped):,} skipped")
    lines += [f"            {name}: {reason}" for name, reason in report.skipped[:SHOWN]]
    if len(report.skipped) > SHOWN:
        lines.append(f"            the others are in versions/{report.version}.json")
    if report.absent:
        names = ", ".join(f"{name!r} ({what})" for what, name in report.absent)
        lines.append(f"  columns   no page has {names}: look for a slip in --column")
    if report.renamed_from is not None:
        lines.append(f"  name      {report.name!r}, while the version beside it is called {report.renamed_from!r}")
    codes = ", ".join(f"{code} {count:,}" for code, count in report.rejected.items())
    lines.append(f"  rejected  {codes or 'none'}" + (f" (see rejections/{report.version}.jsonl)" if codes else ""))
    if codes:
        lines.append(f"            the first: {report.first_rejected}")
    if report.without_page:
        others = len(report.without_page) - SHOWN
        names = ", ".join(report.without_page[:SHOWN]) + (f" and {others:,} others" if others > 0 else "")
        lines.append(f"            no page came from {names}: `pagestrata inspect` tells why")
    return "\n".join(lines) + "\n"


_asked_to_end: list[int] = []
"""Signals by which this process was told to end."""


def _end(number: int, frame: FrameType | None) -> None:
    _asked_to_end.append(number)
    signal.default_int_handler(number, frame)


def _until_told_to_end(tell: Tell | None) -> Tell:
    """What is told of progress, and the end where it was asked for: code that imports what may be missing takes any exception for that."""

    def told(progress: Progress) -> None:
        if _asked_to_end:
            raise KeyboardInterrupt
        if tell is not None:
            tell(progress)

    return told


@contextmanager
def _progress() -> Iterator[Tell | None]:
    """A bar for each stage on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(progress: Progress) -> None:
            if progress.stage not in tasks:
                tasks[progress.stage] = bars.add_task(progress.stage, total=progress.total)
            bars.update(tasks[progress.stage], completed=progress.done, total=progress.total)

        yield tell


@app.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that build has made.")],
    version: Annotated[str | None, typer.Option(metavar="X.Y.Z", help="Check this version; without it, all of them.")] = None,
) -> int:
    """Prove a dataset.

    Files, checksums, schemas, row counts, keys, spans and texts are compared with what the manifest says. Each failure is one
    line; any failure ends with exit code 1.
    """
    from pagestrata.dataset.check import check as check_dataset

    with _progress() as tell:
        report = check_dataset(path, version, tell)
    rows = ", ".join(f"{table} {count:,}" for table, count in report.rows.items())
    found = {0: "no failure", 1: "1 failure"}.get(report.found, f"{report.found:,} failures")
    looked_at = f"{path}: {', '.join(report.versions) or 'no version'}: {report.files:,} files, {rows}: {found}"
    _write_text("".join(f"{line}\n" for line in (*report.failures, looked_at)))
    return DONE if report.ok else CHECK_FAILED


@app.command("inspect")
def inspect_page(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file that build reads, or - for text on standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the records instead, one JSON object a page.")] = False,
    column: ColumnOption = None,
    encoding: EncodingOption = None,
) -> int:
    """Show a page in its strata.

    Each stretch stands with its label, the confidence of the decision and its reason. A page that is rejected ends with
    exit code 3.
    """
    from pagestrata.config import ParseConfig, named_columns
    from pagestrata.parse.page import parse_pages
    from pagestrata.records import ParsedPage, Rejection
    from pagestrata.view import render

    code = DONE
    config = ParseConfig(columns=named_columns(column or ()), encoding=encoding)
    for entry in _entries(file, config):
        parsed = entry if isinstance(entry, Rejection) else parse_pages([entry], config, None)[0]
        if as_json:
            _write_text(parsed.model_dump_json() + "\n")
        elif isinstance(parsed, ParsedPage):
            _write(render(parsed))
        if isinstance(parsed, Rejection):
            typer.echo(f"rejected: {file}, record {parsed.source.record}: {parsed.message}", err=True)
            code = REJECTED
    return code


def _entries(file: str, config: ParseConfig) -> Iterator[RawPage | Rejection]:
    """The pages of one file, by the reader that a build would take."""
    from pagestrata.records import Rejection
    from pagestrata.sources import READERS, InputFile, list_inputs, named_by_text, read_file

    if file == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed: give a file, or a page on it")
        entries = READERS[".txt"](InputFile("-", Path("-"), ""), sys.stdin.buffer, config)
        yield from (entry if isinstance(entry, Rejection) else named_by_text(entry) for entry in entries)
        return
    if Path(file).is_dir():
        raise InputError(f"{file!r} is a directory: give one of its files")
    for found in list_inputs([Path(file)], tuple(READERS), columns=config.columns).used:
        yield from read_file(found, config)


@app.command()
def schema(
    write: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the JSON Schemas into this directory.")] = None,
    check: Annotated[Path | None, typer.Option(metavar="DIR", help="Compare those in this directory; exit code 1 if any differs.")] = None,
) -> int:
    """Write or compare the JSON Schemas.

    Without an option: list the columns of all tables with their types.
    """
    from pagestrata.schema import compare_json_schemas, write_json_schemas

    if write:
        for path in write_json_schemas(write):
            _write_text(f"{path}\n")
    if check:
        differences = compare_json_schemas(check)
        for difference in differences:
            typer.echo(f"error: {difference}; run `pagestrata schema --write {check}`", err=True)
        return CHECK_FAILED if differences else DONE
    if not write:
        _write_text(_column_lines())
    return DONE


def _column_lines() -> str:
    from pagestrata.schema import TABLES, columns

    rows = [(table, column) for table, record in TABLES.items() for column in columns(record)]
    return "".join(f"{table}\t{column.name}\t{column.type}{' | null' if column.nullable else ''}\n" for table, column in rows)


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: what stands after `pagestrata` on the command line.

    Returns:
        The exit code. Errors that the user can mend are one line on standard error.
    """
    if not arguments:
        run(["--help"])
        return BROKEN
    try:
        code = app(list(arguments), prog_name="pagestrata", standalone_mode=False)
    except typer.TyperException as error:
        return _say_error(_usage(error)) if error.format_message() else BROKEN
    except PagestrataError as error:
        return _say_error(str(error))
    except OSError as error:
        return _say_error(f"{error.filename!r}: {error.strerror}: give another path" if error.filename else str(error))
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:
        typer.echo("interrupted", err=True)
    return code if isinstance(code, int) else DONE


def _usage(error: typer.TyperException) -> str:
    """What is wrong with the arguments, and where to read of them."""
    command = getattr(getattr(error, "ctx", None), "command_path", "pagestrata")
    message = error.format_message()
    return f"{message}{'' if message.endswith(('.', '?')) else '.'} Try `{command} --help`."


def _say_error(message: str, code: int = BROKEN) -> int:
    typer.echo(f"error: {' '.join(message.split())}", err=True)
    return code


def main() -> None:
    """Entry point of the installed command."""
    if sys.stdout is None:
        # Closed by who started it (`>&-`): what is printed is lost, as it is with `print`, and the work is done.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it is open as long as the process lasts
    # What stops containers and jobs: a build then cleans up as it does at Ctrl-C. Jobs in the background ignore that one.
    signal.signal(signal.SIGTERM, _end)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)
    if isinstance(sys.stdout, TextIOWrapper):
        # pages hold any character, and JSON is UTF-8 whatever the locale says; paths may be in no encoding
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))
