from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pagestrata.records import Record
from pagestrata.schema import KEYS, TABLES, arrow_schema, columns, compare_json_schemas, features, json_schemas, write_json_schemas

COMMITTED = Path(__file__).parents[1] / "schema"
SAFE = {pa.string(), pa.bool_(), pa.int32(), pa.float64(), pa.timestamp("us"), pa.timestamp("us", tz="UTC")}


def leaves(kind: pa.DataType) -> list[pa.DataType]:
    if pa.types.is_list(kind):
        return leaves(kind.value_type)
    if pa.types.is_struct(kind):
        return [leaf for field in kind for leaf in leaves(field.type)]
    return [kind]


def test_committed_json_schemas_are_those_of_the_records() -> None:
    assert compare_json_schemas(COMMITTED) == (), "run: pagestrata schema --write schema"
    names = {path.relative_to(COMMITTED).as_posix() for path in COMMITTED.rglob("*.json")}
    assert names == set(json_schemas())


def test_drift_is_named(tmp_path: Path) -> None:
    write_json_schemas(tmp_path)
    assert compare_json_schemas(tmp_path) == ()
    (tmp_path / "v1" / "pages.json").write_text("{}")
    (tmp_path / "v1" / "comments.json").unlink()
    assert [line.partition("v1/")[2] for line in compare_json_schemas(tmp_path)] == [
        "pages.json: differs from the records",
        "comments.json: missing",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_only_types_that_every_reader_reads_the_same(table: str) -> None:
    assert {leaf for field in arrow_schema(table) for leaf in leaves(field.type)} <= SAFE


@pytest.mark.parametrize("table", TABLES)
def test_the_three_targets_agree(table: str) -> None:
    record = TABLES[table]
    names = list(record.model_fields)
    arrow = arrow_schema(table)
    assert arrow.names == names == list(features(table)) == list(json.loads(json_schemas()[f"v1/{table}.json"])["properties"])
    assert KEYS[table] in names
    for field in features(table).arrow_schema:
        assert leaves(field.type) == leaves(arrow.field(field.name).type)


@pytest.mark.parametrize("table", TABLES)
def test_field_ids_are_distinct(table: str) -> None:
    ids = [field.metadata[b"PARQUET:field_id"] for field in arrow_schema(table)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("table", TABLES)
def test_null_is_allowed_where_pydantic_allows_it(table: str) -> None:
    allowed = {
        name for name, schema in TABLES[table].model_json_schema()["properties"].items() if {"type": "null"} in schema.get("anyOf", [])
    }
    assert {column.name for column in columns(TABLES[table]) if column.nullable} == allowed


@pytest.mark.parametrize("name", json_schemas())
def test_every_field_says_what_it_means(name: str) -> None:
    properties: dict[str, Any] = json.loads(json_schemas()[name])["properties"]
    if name != "v1/rejection.json":
        assert [field for field, schema in properties.items() if "description" not in schema] == ["schema_version"]


def test_limits_and_clocks_reach_the_json_schema() -> None:
    pages = json.loads(json_schemas()["v1/pages.json"])["properties"]
    comments = json.loads(json_schemas()["v1/comments.json"])["properties"]
    assert pages["captured_at"]["anyOf"][0]["x-clock"] == "utc"
    assert comments["posted_at"]["anyOf"][0]["x-clock"] == "wall"
    assert comments["author"]["anyOf"][0]["minLength"] == 1
    assert (comments["confidence"]["minimum"], comments["confidence"]["maximum"]) == (0.0, 1.0)
    assert comments["kind"]["enum"] == ["comment", "post", "answer", "pingback"]
    assert pages["schema_version"]["const"] == "1.0.0"


def test_a_type_without_a_mapping_is_refused() -> None:
    class Priced(Record):
        price: Decimal

    class Paired(Record):
        pair: tuple[str, datetime]

    for record in (Priced, Paired):
        with pytest.raises(TypeError, match="no table type for"):
            columns(record)
