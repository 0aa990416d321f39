from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pagestrata.records import ParsedPage, Record
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


@pytest.mark.parametrize("text", ["2021-03-03T00:00:00", "0999-12-31T23:59:59", "2020-02-29T06:05:04.000030", "2020-10-10T00:00:00.100000"])
def test_a_wall_clock_is_described_as_rows_print_it(text: str, strata: Callable[..., ParsedPage]) -> None:
    parsed = strata(0)
    assert parsed.article is not None
    for name, row, field in (("articles", parsed.article, "published_at"), ("comments", parsed.comments[0], "posted_at")):
        described, _ = json.loads(json_schemas()[f"v1/{name}.json"])["properties"][field]["anyOf"]
        assert "format" not in described
        printed = json.loads(row.model_copy(update={field: datetime.fromisoformat(text)}).model_dump_json())[field]
        assert re.search(described["pattern"], printed)
        assert re.search(described["pattern"], text)


@pytest.mark.parametrize("text", ["2021-03-03T00:00:00Z", "2021-03-03T00:00:00+02:00", "2021-03-03", "2021-13-03T00:00:00", "March 3"])
def test_a_wall_clock_has_no_zone(text: str) -> None:
    described, _ = json.loads(json_schemas()["v1/comments.json"])["properties"]["posted_at"]["anyOf"]
    assert not re.search(described["pattern"], text)


def test_an_instant_is_a_time_of_rfc_3339(strata: Callable[..., ParsedPage]) -> None:
    described, _ = json.loads(json_schemas()["v1/pages.json"])["properties"]["captured_at"]["anyOf"]
    assert described == {"type": "string", "format": "date-time", "x-clock": "utc"}
    page = strata(0).page.model_copy(update={"captured_at": datetime(2021, 3, 3, tzinfo=UTC)})
    assert json.loads(page.model_dump_json())["captured_at"] == "2021-03-03T00:00:00Z"


def test_a_type_without_a_mapping_is_refused() -> None:
    class Priced(Record):
        price: Decimal

    class Paired(Record):
        pair: tuple[str, datetime]

    for record in (Priced, Paired):
        with pytest.raises(TypeError, match="no table type for"):
            columns(record)
