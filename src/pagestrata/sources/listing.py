"""Which files an input stands for. Every file is listed as used or skipped with the reason; no link in a directory is followed.

Directories are unpacked from archives of others, and what a link of theirs leads to would be published. A directory is walked in
sorted order. Files are named by their path below it, so that the names, and the page ids made from them, are the same on every machine.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Final

from pagestrata.config import DEFAULT_COLUMNS, Columns, ParseConfig
from pagestrata.errors import InputError
from pagestrata.records import Rejection, Source
from pagestrata.sources.raw import RawPage, reject

_INDEX_LINE: Final = 1 << 20

_ARC: Final = (".arc", ".arc.gz")
_NO_ARC: Final = "ARC, the format of crawls before WARC, is not read: convert it with `warcio recompress {} {}.warc.gz`"
"""What to do with files of pages that no reader takes; warcio comes with this package."""

_NO_LINK: Final = (
    "a symbolic link, which is not followed, for it may lead to what was not meant: give it by name, or a copy made by `cp -RL`"
)
_UNKNOWN: Final = "a file of no known format"
_NAMED_OTHERWISE: Final = dict.fromkeys((".md", ".markdown"), ", but Markdown is read from files that end in .txt")
"""More on why a file is skipped that may hold pages, and as likely a note on those beside it."""


@dataclass(frozen=True, slots=True, order=True)
class InputFile:
    """A file that will be read.

    Attributes:
        name: its path below the given directory, with `/`, or its own name if it was given itself; always printable.
        path: where it is.
        ending: the ending by which its reader is chosen.
    """

    name: str
    path: Path
    ending: str


Reader = Callable[[InputFile, BinaryIO, ParseConfig], Iterator[RawPage | Rejection]]
"""What reads the files of a format."""


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A file that will not be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list of inputs stands for: `used` and `skipped` sorted by name, `rejected` among the skipped ones."""

    used: tuple[InputFile, ...]
    skipped: tuple[Skipped, ...]
    rejected: tuple[Rejection, ...]


def printable(name: str) -> str:
    """A file name in which bytes that are not UTF-8, and signs that a terminal does not print, are written out as Python does."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def ending_of(name: str, endings: Iterable[str]) -> str | None:
    """The longest of the known endings that a file name has, in any case; None where it has none."""
    fitting = [ending for ending in endings if name.lower().endswith(ending)]
    return max(fitting, key=len, default=None)


def _refusal(mode: int) -> str | None:
    if stat.S_ISLNK(mode):
        return _NO_LINK
    return None if stat.S_ISREG(mode) else "not a regular file"


def _is_index(path: Path, pages: Container[str]) -> bool:
    """Whether an `index.jsonl` describes the files beside it instead of holding pages: its objects name files, and none has a page."""
    if path.name != "index.jsonl":
        return False
    names_files = False
    try:
        with path.open("rb") as stream:
            for line in iter(lambda: stream.readline(_INDEX_LINE), b""):
                entry = json.loads(line) if line.strip() else {}
                if not isinstance(entry, dict) or any(member in pages for member in entry):
                    return False
                names_files = names_files or "file" in entry
    except (OSError, ValueError, RecursionError):
        return False
    return names_files


def _is_dataset(directory: Path) -> bool:
    """Whether a build has written a directory: its tables hold pages as well, but are no raw ones."""
    # Path.is_file raises where nobody may look.
    return os.path.isfile(directory / "croissant.json") and os.path.isdir(directory / "versions")  # noqa: PTH112, PTH113 - see above


def _no_arc(name: str) -> str:
    return _NO_ARC.format(name, name[: name.lower().rindex(".arc")])


def _entry(
    path: Path, name: str, endings: Sequence[str], mode: int, pages: Container[str]
) -> InputFile | tuple[Skipped] | tuple[Skipped, Rejection]:
    """What a file below a directory is: to be read, or skipped; rejected too where it looks like data."""
    ending = ending_of(path.name, endings)
    refusal = _refusal(mode)
    if refusal is not None:
        skipped = Skipped(name, refusal)
        if ending is None and not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where nobody may look
            return (skipped,)
        return skipped, reject("not_regular", Source(file=name, record=0), refusal)
    if ending_of(path.name, _ARC) is not None:
        reason = _no_arc(name)
        return Skipped(name, reason), reject("unknown_format", Source(file=name, record=0), reason)
    if ending is None:
        return (Skipped(name, _UNKNOWN + _NAMED_OTHERWISE.get(path.suffix.lower(), "")),)
    if _is_index(path, pages):
        return (Skipped(name, "an index of other files"),)
    return InputFile(name, path, ending)


def _unreadable(name: str, reason: str) -> tuple[Skipped, Rejection]:
    return Skipped(name, reason), reject("unreadable", Source(file=name, record=0), reason)


def _walk(root: Path, endings: Sequence[str], without: Path | None, pages: Container[str]) -> Iterator[InputFile | Skipped | Rejection]:
    """Files below a directory, in no order that matters: the listing is sorted."""
    todo = [root]
    while todo:
        directory = todo.pop()
        try:
            entries = list(os.scandir(directory))
        except OSError as error:
            yield from _unreadable(printable(directory.relative_to(root).as_posix()), f"cannot list the directory: {error.strerror}")
            continue
        for entry in entries:
            path = directory / entry.name
            name = printable(path.relative_to(root).as_posix())
            if entry.name.startswith("."):
                yield Skipped(name, "hidden")
                continue
            try:
                mode = entry.stat(follow_symlinks=False).st_mode
            except OSError as error:  # the directory may be listed and not entered, or the file be gone by now
                yield from _unreadable(name, f"cannot be looked at: {error.strerror}")
                continue
            if stat.S_ISDIR(mode) and without is not None and os.path.realpath(path) == os.path.realpath(without):
                yield Skipped(name, "the dataset that is being built")
            elif stat.S_ISDIR(mode) and _is_dataset(path):
                yield Skipped(name, "a dataset that pagestrata has built")
            elif stat.S_ISDIR(mode):
                todo.append(path)
            else:
                found = _entry(path, name, endings, mode, pages)
                yield from (found,) if isinstance(found, InputFile) else found


def _named_once(endings: Sequence[str]) -> str:
    """Endings as a message names them: those of packed files once for all formats."""
    plain = [ending for ending in endings if ending.count(".") == 1]
    packings = sorted({ending[ending.rindex(".") :] for ending in endings} - set(plain))
    return ", ".join(plain) + (f", some also with {', '.join(packings)}" if packings else "")


def _given_file(path: Path, endings: Sequence[str]) -> InputFile:
    """A file that was named itself; a link is followed here, for whoever named it meant its target."""
    ending = ending_of(path.name, endings)
    if ending_of(path.name, _ARC) is not None:
        raise InputError(f"{str(path)!r}: {_no_arc(printable(path.name))}")
    if ending is None:
        raise InputError(f"{str(path)!r} is of no known format: give a directory or a file that ends in {_named_once(endings)}")
    target = Path(os.path.realpath(path))
    if not target.is_file():
        raise InputError(f"{str(path)!r} is neither a file nor a directory: give one of these")
    if not os.access(target, os.R_OK):
        raise InputError(f"{str(path)!r} cannot be read: change its permissions")
    return InputFile(printable(path.name), target, ending)


def _given_directory(path: Path, without: Path | None) -> Path:
    if without is not None and os.path.realpath(path) == os.path.realpath(without):
        raise InputError(f"{str(path)!r} is the output as well: give another directory for the dataset")
    if _is_dataset(path):
        raise InputError(f"{str(path)!r} is a dataset that pagestrata has built: give its directory pages/, with --column id=source_id")
    return path


def list_inputs(inputs: Sequence[Path], endings: Sequence[str], without: Path | None = None, columns: Columns = DEFAULT_COLUMNS) -> Listing:
    """List the files that some inputs stand for.

    Args:
        inputs: files and directories, in any order.
        endings: file name endings that have a reader.
        without: a directory that is left out: the output, where it stands inside an input.
        columns: what records call the text of a page: an `index.jsonl` that holds pages is one of the files.

    Returns:
        Each file once, sorted by name, whatever the order of the inputs.

    Raises:
        InputError: an input is missing or of no known format, or is the output or another dataset; two files have the same name below
            what was given; or there is no file to read at all.
    """
    if not inputs:
        raise InputError("no input: give a file or a directory")
    pages = {member for name in (columns.text, columns.html) for member in (name, name.partition(".")[0])}
    found: list[InputFile | Skipped | Rejection] = []
    for path in inputs:
        if not os.path.lexists(path):
            raise InputError(f"{str(path)!r} does not exist: give a file or a directory that does")
        found += _walk(_given_directory(path, without), endings, without, pages) if path.is_dir() else [_given_file(path, endings)]
    used: dict[str, InputFile] = {}
    # An input may be given twice, too.
    skipped = list(dict.fromkeys(entry for entry in found if isinstance(entry, Skipped)))
    for file in sorted(entry for entry in found if isinstance(entry, InputFile)):
        real = os.path.realpath(file.path)
        if real in used:
            skipped.append(Skipped(file.name, "given twice"))
        used.setdefault(real, file)
    refused = dict.fromkeys(entry for entry in found if isinstance(entry, Rejection))
    rejected = tuple(sorted(refused, key=lambda rejection: (rejection.source.file, rejection.code)))
    if not used and not rejected:
        raise InputError(f"nothing to read in {', '.join(map(repr, map(str, inputs)))}: no file ends in {_named_once(endings)}")
    files = tuple(sorted(used.values()))
    for first, second in pairwise(files):
        if first.name == second.name:
            both = f"{str(first.path)!r} and {str(second.path)!r}"
            raise InputError(f"{both} would both be called {first.name!r}: give the directory above them, or rename one")
    return Listing(files, tuple(sorted(skipped)), rejected)
