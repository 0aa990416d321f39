"""Parquet: one page a row, with the columns that `members.py` reads, by the names that `Columns` gives them.

`captured_at` may be a timestamp or a day as well; a value of another type than it should have is a fault of its row alone. A record's
number counts the rows of the file from 0. Small files can hold very large pages: rows are read one at a time, a value over the limit
never becomes a string, and a row group that expands beyond all reason is not opened.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pagestrata.config import COLUMNS, Columns, ParseConfig
from pagestrata.records import Rejection, Source
from pagestrata.sources.html import TAG_BYTES
from pagestrata.sources.listing import InputFile
from pagestrata.sources.members import TEXT_OR_HTML, id_of, page_of_members
from pagestrata.sources.raw import RawPage, reject
from pagestrata.sources.text import most_bytes

_ROWS: Final = 1
"""Rows read at once: 0.02 ms each, against 0.01 ms in sixteens, and memory for one value, however large."""

_MAX_MEMBER_BYTES: Final = 1 << 20
"""An id or an address that is longer is none."""

_MAX_EXPANDED: Final = 1 << 28
_MAX_RATIO: Final = 200
"""A row group that expands to more than this many bytes, and so many times the file, is no text: text packs to a tenth.
What is known of single columns is not asked for: on a damaged file pyarrow 26 ends the process there.
"""

_DAMAGE: Final = (pa.ArrowException, OSError, ValueError)
"""What pyarrow raises on damaged files; a ValueError where a name in the footer is no UTF-8."""

_FORMS: Final[Mapping[str, tuple[Callable[[pa.DataType], bool], ...]]] = MappingProxyType(
    {
        "string": (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null),
        "bytes": (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view),
        "number": (pa.types.is_integer, pa.types.is_float64, pa.types.is_decimal),  # shorter floats hold neither ids nor times
        "time": (pa.types.is_timestamp, pa.types.is_date),
        "uuid": (lambda kind: kind == pa.uuid(),),
    }
)
"""Types whose values are read in the same way."""

_FITTING: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "id": frozenset({"string", "number", "uuid"}),
        "text": frozenset({"string"}),
        "html": frozenset({"string", "bytes"}),
        "url": frozenset({"string"}),
        "captured_at": frozenset({"string", "number", "time"}),
    }
)
"""Which of them a column may hold."""

_Cell = str | bytes | int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a file that tells something of a page.

    Attributes:
        what: which of `COLUMNS` it is.
        path: names of the columns that hold it, from the outermost.
        kind: type of its values.
        form: which of `_FORMS` they have; empty where none.
    """

    what: str
    path: tuple[str, ...]
    kind: pa.DataType
    form: str

    @property
    def fits(self) -> bool:
        """Whether its values can be what they should."""
        return self.form in _FITTING[self.what]

    def misfit(self, name: str) -> str:
        """What to do about one that does not fit, whose name is given."""
        return f"{name!r} holds {self.kind}, not strings: write it as such, or name another with --column {self.what}=NAME"


def _values(kind: pa.DataType) -> pa.DataType:
    """The type of a column's values, where a dictionary holds them."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _fields(schema: pa.Schema | pa.StructType) -> list[pa.Field]:
    return [schema.field(i) for i in range(len(schema.names))]


def _find(fields: Sequence[pa.Field], name: str, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], pa.DataType]]:
    """Columns of a name, and those inside others whose names joined by dots give it, with their types."""
    for field in fields:
        if field.name == name:
            yield (*path, name), field.type
        elif pa.types.is_struct(field.type) and name.startswith(f"{field.name}."):
            yield from _find(_fields(field.type), name.removeprefix(f"{field.name}."), (*path, field.name))


def _form(kind: pa.DataType) -> str:
    return next((form for form, kinds in _FORMS.items() if any(fits(kind) for fits in kinds)), "")


def _columns(schema: pa.Schema, names: Columns) -> list[_Column] | tuple[str, str]:
    """The columns that tell of a page; or why no row of a file can be one, as (code, message)."""
    columns = []
    for what in COLUMNS:
        name = getattr(names, what)
        found = list(_find(_fields(schema), name))
        if len(found) > 1:
            return "bad_field", f"two columns are called {name!r}"
        for path, kind in found:
            column = _Column(what, path, _values(kind), _form(_values(kind)))
            if what in TEXT_OR_HTML and not column.fits:
                return "bad_field", f"the column {column.misfit(name)}"
            columns.append(column)
    if not any(column.what in TEXT_OR_HTML for column in columns):
        there = ", ".join(map(repr, schema.names)) or "none"
        which = f"no column {names.text!r} or {names.html!r} (there are: {there})"
        return "missing_field", f"{which}: name the one that holds the page with --column text=NAME"
    return columns


def _cell(row: pa.RecordBatch, column: _Column, most: int, name: str) -> _Cell | tuple[str, str]:
    """The value of a column of one row, at most so many bytes; or what is wrong with it, as (code, message)."""
    array = row.column(column.path[0])
    if column.path[1:]:
        array = pc.struct_field(array, column.path[1:])
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if array.null_count:
        return None
    if not column.fits:
        return "bad_field", column.misfit(name)
    if column.form == "number":
        number: int | float | Decimal = array[0].as_py()
        return number
    if column.form == "uuid":
        return str(array[0].as_py())
    try:
        strings = array.cast(pa.string()) if column.form == "time" else array
    except pa.ArrowInvalid as error:  # a zone that nobody knows
        return "bad_field", f"{name!r} is no time: {str(error).partition(chr(10))[0]}"
    return _string(strings, column.form == "bytes", most, name)


def _string(array: pa.Array, as_bytes: bool, most: int, name: str) -> str | bytes | tuple[str, str]:
    """What an array of one string or of bytes holds, without making a string of one that is too long."""
    raw = array.cast(pa.large_binary())
    length = pc.binary_length(raw)[0].as_py()
    if length > most:
        return "oversize", f"{name!r} is longer than {most:,} bytes"
    value = bytes(raw[0].as_py())
    if as_bytes:
        return value
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        return "undecodable", f"{name!r} is not valid utf-8: {error.reason}"


def _page(row: pa.RecordBatch, columns: Sequence[_Column], source: Source, limit: int, names: Columns) -> RawPage | Rejection:
    """The page of one row."""
    most = {"text": most_bytes(limit), "html": most_bytes(limit, TAG_BYTES)}
    members: dict[str, _Cell] = {}
    for column in columns:
        if column.what == "html" and str(members.get("text") or "").strip():
            continue  # it is not asked for, so its faults are none of the page
        cell = _cell(row, column, most.get(column.what, _MAX_MEMBER_BYTES), getattr(names, column.what))
        if isinstance(cell, tuple):
            named = id_of(members.get("id"))
            return reject(cell[0], source, cell[1], source_id=named if isinstance(named, str) else None)
        members[column.what] = cell
    return page_of_members(members, source, limit, names=names)


def _damaged(error: Exception, source: Source, what: str) -> Rejection:
    """A rejection for what cannot be read on; a fault of the disk is raised again, which ends the file."""
    if isinstance(error, OSError) and error.errno:
        raise error
    cause = str(error).partition("\n")[0]
    return reject("corrupt", source, f"{what} is damaged or ends early: {cause}")


def _read_group(
    opened: pq.ParquetFile, group: int, columns: Sequence[_Column], first: Source, config: ParseConfig
) -> Iterator[RawPage | Rejection]:
    """Read a row group, of which `first` is the first row."""
    paths = [".".join(column.path) for column in columns]
    source = first
    try:
        for row in opened.iter_batches(_ROWS, row_groups=[group], columns=paths, use_threads=False):
            yield _page(row, columns, source, config.max_page_chars, config.columns)
            source = Source(file=first.file, record=source.record + 1)
    except _DAMAGE as error:
        yield _damaged(error, source, f"what follows in row group {group}")


def read_parquet(file: InputFile, stream: BinaryIO, config: ParseConfig) -> Iterator[RawPage | Rejection]:
    """Read a Parquet file.

    Args:
        file: the file.
        stream: its bytes; it is sought in.
        config: the limit of a page's length, and what the columns are called.

    Yields:
        A page or a rejection for each row; one rejection for what cannot be read of a row group, or for a file that is no Parquet.
    """
    source = Source(file=file.name, record=0)
    try:
        opened = pq.ParquetFile(stream, pre_buffer=False, page_checksum_verification=True)
    except _DAMAGE as error:
        yield _damaged(error, source, "the Parquet file")
        return
    with opened:
        columns = _columns(opened.schema_arrow, config.columns)
        if isinstance(columns, tuple):
            yield reject(columns[0], source, f"{columns[1]} (rows that are not read: {max(opened.metadata.num_rows, 0):,})")
            return
        size = stream.seek(0, os.SEEK_END)
        for group in range(opened.num_row_groups):
            known = opened.metadata.row_group(group)
            if known.total_byte_size > max(_MAX_EXPANDED, _MAX_RATIO * size):
                message = (
                    f"{known.num_rows:,} rows that expand more than {_MAX_RATIO} times: if they are meant, write them with less packing"
                )
                yield reject("oversize", source, message)
            else:
                yield from _read_group(opened, group, columns, source, config)
            source = Source(file=file.name, record=source.record + max(known.num_rows, 0))
