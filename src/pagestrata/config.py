"""Options: the only home of defaults.

Two frozen classes, checked when they are made, so that a wrong value is told before any work begins. An option stands
here only when some stage reads it; this room holds no logic beyond the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TypeVar

from pagestrata.charsets import codec_of
from pagestrata.errors import ConfigError

_VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})", re.ASCII)
_T = TypeVar("_T")


def parse_version(version: str) -> tuple[int, int, int]:
    """Read a version number.

    Args:
        version: three numbers joined by dots, as `1.0.0`: the only form that `datasets` accepts in a card.

    Returns:
        The three numbers, fit for comparing.

    Raises:
        ConfigError: the text has another form.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        raise ConfigError(f"version {version!r} is not of the form x.y.z: write three numbers, as in 1.0.0")
    return int(match[1]), int(match[2]), int(match[3])


def _need_int(name: str, value: int, low: int, high: int) -> None:
    if type(value) is not int or not low <= value <= high:
        raise ConfigError(f"{name} is {value!r}: give a whole number from {low} to {high}")


def _need_type(name: str, value: object, kind: type[_T]) -> None:
    if not isinstance(value, kind):
        raise ConfigError(f"{name} is {value!r}: give a {kind.__name__}")


def _need_files(config: object, *options: str) -> None:
    for option in options:
        path = getattr(config, option)
        if path is not None:
            _need_type(option, path, Path)
            if not path.is_file():
                raise ConfigError(f"{option} {str(path)!r} is not a file: give the path of one, or leave it out")


def _need_encoding(name: str) -> None:
    if codec_of(name) is None:
        raise ConfigError(f"encoding {name!r} is not known: give one that Python has, as cp1250 or iso8859-2")


@dataclass(frozen=True, slots=True)
class Columns:
    """What the members of a record of JSON Lines, and the columns of a Parquet file, are called that tell of a page.

    A name with dots reaches into nested ones (`metadata.url`), where no member has the whole of it as its name.

    Attributes:
        id: the page's own name. A page without one is named by its address, else by its text.
        text: its text.
        html: a document of HTML, which is set as text where there is no text.
        url: its address.
        captured_at: when it was fetched.
    """

    id: str = "id"
    text: str = "text"
    html: str = "html"
    url: str = "url"
    captured_at: str = "captured_at"

    def __post_init__(self) -> None:
        for what in COLUMNS:
            name = getattr(self, what)
            _need_type(f"the column for {what}", name, str)
            if not name:
                raise ConfigError(f"the column for {what} has no name: give one, or leave it out")


COLUMNS = tuple(each.name for each in fields(Columns))
"""What a record may tell of a page."""

DEFAULT_COLUMNS = Columns()


def named_columns(pairs: Iterable[str]) -> Columns:
    """Columns as the command line names them.

    Args:
        pairs: each `what=name`, as `text=raw_content`.

    Returns:
        The columns; those that no pair names keep their names.

    Raises:
        ConfigError: a pair has another form, names nothing that is read, or names the same twice.
    """
    columns: dict[str, str] = {}
    for pair in pairs:
        what, equals, name = pair.partition("=")
        if what not in COLUMNS or not equals:
            raise ConfigError(f"column {pair!r} is not of the form WHAT=NAME: WHAT is one of {', '.join(COLUMNS)}, as in text=content")
        if what in columns:
            raise ConfigError(f"a column for {what} is given twice: give one")
        columns[what] = name
    return replace(Columns(), **columns)


@dataclass(frozen=True, slots=True)
class ParseConfig:
    """How a page is read and parsed.

    Attributes:
        weights: file of the tagger's weights; None takes the packaged ones.
        thread_weights: file of the thread model's weights; None takes the packaged ones.
        max_page_chars: a page of more code points is rejected.
        body_weights: file of the weights of the second look at the body; None takes the packaged ones.
        columns: what records of JSON Lines and Parquet call what they tell of a page.
        encoding: what files of text and HTML are in that are not UTF-8, by its name in Python; None finds it out.
    """

    weights: Path | None = None
    thread_weights: Path | None = None
    max_page_chars: int = 5_000_000
    body_weights: Path | None = None
    columns: Columns = field(default_factory=Columns)
    encoding: str | None = None

    def __post_init__(self) -> None:
        if self.encoding is not None:
            _need_type("encoding", self.encoding, str)
            _need_encoding(self.encoding)
        _need_files(self, "weights", "thread_weights", "body_weights")
        _need_int("max_page_chars", self.max_page_chars, 1, 500_000_000)
        _need_type("columns", self.columns, Columns)


@dataclass(frozen=True, slots=True)
class BuildConfig:
    """How a dataset is built. No option but `shard_bytes` and `parse` changes a byte of the tables.

    Attributes:
        version: number of the version to publish, x.y.z; `pagestrata.dataset.changes` tells what it says of the rows.
        name: name of the dataset in its card; None keeps that of the version before, or takes the name of the output directory.
        card: Jinja2 template of the card; None takes the packaged one.
        license_file: text that becomes the dataset's LICENSE; None keeps the one that is there, or takes the packaged notice.
        shard_bytes: UTF-8 bytes of page text a shard holds about; the number of shards is the power of two that keeps
            the mean below it, at most 1,024.
        workers: processes that parse; 1 parses in this process.
        batch_pages: pages handed to the parser at once.
        parse: how each page is parsed.
        strict: publish nothing where anything was rejected.
    """

    version: str
    name: str | None = None
    card: Path | None = None
    license_file: Path | None = None
    shard_bytes: int = 32 * 1024 * 1024
    workers: int = 1
    batch_pages: int = 64
    parse: ParseConfig = field(default_factory=ParseConfig)
    strict: bool = False

    def __post_init__(self) -> None:
        _need_type("version", self.version, str)
        parse_version(self.version)
        if self.name is not None:
            _need_type("name", self.name, str)
            if not self.name.strip() or not self.name.isprintable():
                raise ConfigError(f"name is {self.name!r}: give one line of printable text")
        _need_files(self, "card", "license_file")
        _need_int("shard_bytes", self.shard_bytes, 1, 500_000_000)
        _need_int("workers", self.workers, 1, 1024)
        _need_int("batch_pages", self.batch_pages, 1, 100_000)
        _need_type("parse", self.parse, ParseConfig)
        _need_type("strict", self.strict, bool)
