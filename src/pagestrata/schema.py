"""One mapping from the records to every other schema: Arrow, JSON Schema and Hugging Face features.

A record's annotations are read once into `Column`s, a small description of names, types and limits; each target is then
a function of that description. A Python type with no entry here is refused, so that no table can hold a type which some
reader reads differently. This room holds no field of its own: fields are declared in `pagestrata.records`.
"""

from __future__ import annotations

import json
import types
import typing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union

import annotated_types
import pyarrow as pa
from pydantic.fields import FieldInfo

from pagestrata.errors import ConfigError, OutputError
from pagestrata.records import SCHEMA_VERSION, Article, Boilerplate, Comment, Page, Record, Rejection

if TYPE_CHECKING:
    from datasets import Features

TABLES: dict[str, type[Record]] = {
    "pages": Page,
    "articles": Article,
    "comments": Comment,
    "boilerplate": Boilerplate,
}
"""The tables of a dataset, in the order in which they are written and shown."""

KEYS = {"pages": "page_id", "articles": "article_id", "comments": "comment_id", "boilerplate": "boilerplate_id"}
"""The key column of each table."""

DEFAULT_TABLE = "articles"
"""The table that `load_dataset(path)` gives when none is named."""

_Kind = Literal["string", "bool", "int32", "float64", "timestamp[us]", "timestamp[us, tz=UTC]", "list", "struct"]

_SCALARS: dict[type, _Kind] = {str: "string", bool: "bool", int: "int32", float: "float64", datetime: "timestamp[us]"}
# A `date-time` of JSON Schema is one of RFC 3339, which must name a zone: a wall clock has none. ISO 8601, as Pydantic prints it.
_WALL_CLOCK = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?$"
_JSON_SCALARS: dict[_Kind, dict[str, Any]] = {
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "int32": {"type": "integer"},
    "float64": {"type": "number"},
    "timestamp[us]": {"type": "string", "pattern": _WALL_CLOCK, "x-clock": "wall"},
    "timestamp[us, tz=UTC]": {"type": "string", "format": "date-time", "x-clock": "utc"},
}
_LIMITS = (
    (annotated_types.Ge, "ge", "minimum"),
    (annotated_types.Le, "le", "maximum"),
    (annotated_types.MinLen, "min_length", "minLength"),
)


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A column's type.

    Attributes:
        kind: one of the types that every reader reads the same.
        item: the type of a list's items.
        columns: the columns of a struct.
        limits: JSON Schema keywords and their values.
    """

    kind: _Kind
    item: ColumnType | None = None
    columns: tuple[Column, ...] = ()
    limits: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        if self.kind == "list":
            return f"list<{self.item}>"
        if self.kind == "struct":
            return f"struct<{', '.join(f'{column.name}: {column.type}' for column in self.columns)}>"
        return self.kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type, whether null is a value, what it means, and its Parquet field id."""

    name: str
    type: ColumnType
    nullable: bool
    description: str
    field_id: int


def _limits_of(metadata: typing.Iterable[object]) -> tuple[tuple[str, Any], ...]:
    found = [(keyword, getattr(m, name)) for m in metadata for kind, name, keyword in _LIMITS if isinstance(m, kind)]
    return tuple(sorted(found))


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if typing.get_origin(annotation) in (Union, types.UnionType):
        members = [member for member in typing.get_args(annotation) if member is not type(None)]
        if len(members) == 1:
            return members[0], True
    return annotation, False


def _is_utc(metadata: typing.Iterable[object]) -> bool:
    return any(isinstance(m, FieldInfo) and m.json_schema_extra == {"x-clock": "utc"} for m in metadata)


def _flat(metadata: typing.Iterable[object]) -> list[object]:
    """Metadata with that of nested `Field(...)`s beside it."""
    return [entry for m in metadata for entry in ([m, *m.metadata] if isinstance(m, FieldInfo) else [m])]


def _class_type(kind: type, metadata: list[object], next_id: typing.Iterator[int]) -> ColumnType | None:
    if issubclass(kind, StrEnum):
        return ColumnType("string", limits=(("enum", tuple(str(value) for value in kind)),))
    if issubclass(kind, Record):
        return ColumnType("struct", columns=_columns_of(kind, next_id))
    if kind is datetime and _is_utc(metadata):
        return ColumnType("timestamp[us, tz=UTC]")
    return ColumnType(_SCALARS[kind], limits=_limits_of(metadata)) if kind in _SCALARS else None


def _type_of(annotation: Any, metadata: tuple[object, ...], next_id: typing.Iterator[int]) -> ColumnType:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    found = None
    if origin is typing.Annotated:
        found = _type_of(arguments[0], (*metadata, *arguments[1:]), next_id)
    elif origin is Literal and len(arguments) == 1 and isinstance(arguments[0], str):
        found = ColumnType("string", limits=(("const", arguments[0]),))
    elif origin is tuple and arguments[1:] == (...,):
        found = ColumnType("list", item=_type_of(arguments[0], (), next_id))
    elif isinstance(annotation, type):
        found = _class_type(annotation, _flat(metadata), next_id)
    if found is None:
        msg = f"no table type for {annotation!r}: use one that schema.py maps"
        raise TypeError(msg)
    return found


def _columns_of(record: type[Record], next_id: typing.Iterator[int]) -> tuple[Column, ...]:
    hints = typing.get_type_hints(record, include_extras=True)
    found = []
    for name, info in record.model_fields.items():
        field_id = next(next_id)
        annotation, nullable = _without_none(hints[name])
        description = info.description or ""
        found.append(Column(name, _type_of(annotation, (), next_id), nullable, description, field_id))
    return tuple(found)


@cache
def columns(record: type[Record]) -> tuple[Column, ...]:
    """The columns of a record.

    Args:
        record: one of the record classes.

    Returns:
        Its columns in declared order; field ids count from 1, nested columns after the one that holds them.

    Raises:
        TypeError: a field has a type that is not in the mapping.
    """
    return _columns_of(record, iter(range(1, 10_000)))


def _arrow_type(column_type: ColumnType) -> pa.DataType:
    if column_type.item is not None:
        return pa.list_(pa.field("element", _arrow_type(column_type.item), nullable=False))
    if column_type.kind == "struct":
        return pa.struct([_arrow_field(column) for column in column_type.columns])
    scalars = {
        "string": pa.string(),
        "bool": pa.bool_(),
        "int32": pa.int32(),
        "float64": pa.float64(),
        "timestamp[us]": pa.timestamp("us"),
        "timestamp[us, tz=UTC]": pa.timestamp("us", tz="UTC"),
    }
    return scalars[column_type.kind]


def _arrow_field(column: Column) -> pa.Field:
    metadata = {"PARQUET:field_id": str(column.field_id)}
    return pa.field(column.name, _arrow_type(column.type), column.nullable, metadata)


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, with Parquet field ids.

    Args:
        table: a name in TABLES.

    Returns:
        The schema; a column that is never null is declared so.
    """
    metadata = {"pagestrata.table": table, "pagestrata.schema_version": SCHEMA_VERSION}
    return pa.schema([_arrow_field(column) for column in columns(TABLES[table])], metadata)


def _feature(column_type: ColumnType) -> Any:
    from datasets import List, Value

    if column_type.item is not None:
        return List(_feature(column_type.item))
    if column_type.kind == "struct":
        return {column.name: _feature(column.type) for column in column_type.columns}
    return Value(column_type.kind)


def features(table: str) -> Features:
    """The Hugging Face features of a table.

    Args:
        table: a name in TABLES.

    Returns:
        The features, in the order of the columns.
    """
    from datasets import Features

    return Features({column.name: _feature(column.type) for column in columns(TABLES[table])})


def _json_type(column_type: ColumnType) -> dict[str, Any]:
    if column_type.item is not None:
        return {"type": "array", "items": _json_type(column_type.item)}
    if column_type.kind == "struct":
        return _json_object(column_type.columns)
    limits = {key: list(value) if isinstance(value, tuple) else value for key, value in column_type.limits}
    return {**_JSON_SCALARS[column_type.kind], **limits}


def _json_object(members: tuple[Column, ...]) -> dict[str, Any]:
    properties = {}
    for column in members:
        schema = _json_type(column.type)
        if column.nullable:
            schema = {"anyOf": [schema, {"type": "null"}]}
        if column.description:
            schema["description"] = column.description
        properties[column.name] = schema
    return {
        "type": "object",
        "properties": properties,
        "required": [column.name for column in members],
        "additionalProperties": False,
    }


def describe(record: type[Record]) -> str:
    """What a row of a table is: its first line is a summary.

    Args:
        record: one of the record classes; their docstrings describe the tables in schemas, cards and docs alike.

    Raises:
        ConfigError: Python runs without docstrings.
    """
    if not record.__doc__:
        raise ConfigError("Python runs without docstrings, which describe the tables: run it without -OO and PYTHONOPTIMIZE=2")
    return record.__doc__.strip()


def json_schema(record: type[Record]) -> dict[str, Any]:
    """The JSON Schema of one row.

    Args:
        record: one of the record classes.

    Returns:
        A schema of draft 2020-12. Wall clock times have `x-clock: wall`, no zone, and therefore a pattern and no format.
    """
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": record.__name__,
        "description": describe(record),
        "x-schema-version": SCHEMA_VERSION,
    }
    return {**head, **_json_object(columns(record))}


def json_schemas() -> dict[str, str]:
    """The JSON Schemas as files.

    Returns:
        Text by path, as `v1/pages.json`: one a table and one for rejections.
    """
    major = SCHEMA_VERSION.split(".")[0]
    records: dict[str, type[Record]] = {**TABLES, "rejection": Rejection}
    return {
        f"v{major}/{name}.json": json.dumps(json_schema(record), indent=2, ensure_ascii=False) + "\n" for name, record in records.items()
    }


def write_json_schemas(directory: Path) -> tuple[Path, ...]:
    """Write the JSON Schemas.

    Args:
        directory: where `v1/` is to stand; made if missing.

    Returns:
        The files, all of them, changed or not.

    Raises:
        OutputError: the directory cannot be written.
    """
    written = []
    for name, text in json_schemas().items():
        path = directory / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputError(f"{str(path)!r} cannot be written: {error.strerror}; choose another directory") from error
        written.append(path)
    return tuple(written)


def compare_json_schemas(directory: Path) -> tuple[str, ...]:
    """Compare committed JSON Schemas with the records.

    Args:
        directory: where `v1/` stands.

    Returns:
        One line for each file that is missing or differs; nothing where all are equal.
    """
    differences = []
    for name, text in json_schemas().items():
        path = directory / name
        if not path.is_file():
            differences.append(f"{path}: missing")
        elif path.read_bytes() != text.encode():
            differences.append(f"{path}: differs from the records")
    return tuple(differences)
