"""Records as corpora have them: other names, nested members, no id, and HTML in place of text."""

from __future__ import annotations

import gzip
import io
import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from entries import Read, codes
from pagestrata import BuildConfig, Columns, ParseConfig, build, load, parse, parse_html
from pagestrata.cli import run
from pagestrata.config import named_columns
from pagestrata.errors import ConfigError
from pagestrata.records import EncodingSource, ParsedPage, Rejection
from pagestrata.sources import RawPage

URL = "https://www.example.org/ferry"
TEXT = "The last ferry leaves at seven.\n"
UUID = uuid.UUID("6f1d4a52-5d3c-4f19-9d2f-0c8f2b9e7a10")
HTML = "<!doctype html><meta charset=latin1><title>Ferry</title><p>Die F\u00e4hre f\u00e4hrt um sieben."


def jsonl(*records: Mapping[str, object]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def parquet(*records: Mapping[str, object], schema: pa.Schema | None = None) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(record) for record in records], schema), sink)
    return sink.getvalue()


WRITERS = {"some.jsonl": jsonl, "some.json": jsonl, "some.parquet": parquet}
each_format = pytest.mark.parametrize("name", WRITERS)


@each_format
def test_columns_may_have_other_names(read: Read, name: str) -> None:
    record = {"doc": "a", "raw_content": TEXT, "link": URL, "date": "2023-05-06T07:08:09Z", "text": "a summary", "url": "no address"}
    (page,) = read(name, WRITERS[name](record), id="doc", text="raw_content", url="link", captured_at="date")
    assert isinstance(page, RawPage)
    assert (page.source_id, page.text, page.url, page.captured_at) == ("a", TEXT, URL, datetime(2023, 5, 6, 7, 8, 9, tzinfo=UTC))


@each_format
def test_names_with_dots_reach_into_nested_columns(read: Read, name: str) -> None:
    record = {"content": TEXT, "warc": {"id": "<urn:1>", "more": 1, "deep.er": {"url": URL}}, "x.date": "2023-05-06"}
    (page,) = read(name, WRITERS[name](record), id="warc.id", text="content", url="warc.deep.er.url", captured_at="x.date")
    assert isinstance(page, RawPage)
    assert (page.source_id, page.text, page.url, page.captured_at) == ("<urn:1>", TEXT, URL, datetime(2023, 5, 6, tzinfo=UTC))


@each_format
def test_nested_columns_that_are_not_there_are_null(read: Read, name: str) -> None:
    records = ({"id": "a", "text": TEXT, "meta": {"url": URL}}, {"id": "b", "text": TEXT, "meta": None})
    first, second = read(name, WRITERS[name](*records), url="meta.url")
    assert isinstance(first, RawPage)
    assert isinstance(second, RawPage)
    assert (first.url, second.url) == (URL, None)


@each_format
def test_a_page_without_an_id_is_named_by_its_address(read: Read, name: str) -> None:
    same = {"text": TEXT, "url": URL}
    first, second, third = read(name, WRITERS[name](same, {"text": "other", "url": URL}, {"text": TEXT, "url": f"{URL}/2"}))
    assert all(isinstance(page, RawPage) and page.source_id == page.url for page in (first, second, third))
    assert isinstance(first, RawPage)
    assert isinstance(second, RawPage)
    assert isinstance(third, RawPage)
    assert first.page_id == second.page_id != third.page_id


@each_format
def test_a_page_without_id_and_address_is_named_by_its_text_as_in_python(read: Read, name: str) -> None:
    (page,) = read(name, WRITERS[name]({"text": TEXT, "url": ""}))
    parsed = parse(TEXT)
    assert isinstance(page, RawPage)
    assert isinstance(parsed, ParsedPage)
    assert (page.page_id, page.source_id) == (parsed.page.page_id, parsed.page.source_id)


@each_format
def test_whole_numbers_are_ids(read: Read, name: str) -> None:
    entries = read(name, WRITERS[name]({"id": 7, "text": TEXT}, {"id": 8, "text": TEXT}))
    named = read("named.jsonl", jsonl({"id": "7", "text": TEXT}))
    assert codes(entries) == ["page 7", "page 8"]
    assert isinstance(entries[0], RawPage)
    assert isinstance(named[0], RawPage)
    assert entries[0].page_id == named[0].page_id


@pytest.mark.parametrize("kind", [pa.float64(), pa.decimal128(38, 9), pa.uint64(), pa.dictionary(pa.int8(), pa.float64())])
def test_whole_numbers_are_ids_of_any_type(read: Read, kind: pa.DataType) -> None:
    schema = pa.schema([("id", kind), ("text", pa.string())])
    entries = read("some.parquet", parquet({"id": 3, "text": TEXT}, {"id": None, "text": "Late."}, schema=schema))
    named = read("named.jsonl", jsonl({"id": 3.0, "text": TEXT}, {"id": None, "text": "Late."}))
    assert codes(entries) == codes(named)
    assert entries[0].source_id == "3"
    assert [entry.page_id for entry in entries if isinstance(entry, RawPage)] == [
        entry.page_id for entry in named if isinstance(entry, RawPage)
    ]


def test_a_uuid_of_parquet_is_an_id_as_it_is_written_out(read: Read) -> None:
    schema = pa.schema({"id": pa.uuid(), "text": pa.string()})
    known, unnamed = read("some.parquet", parquet({"id": UUID.bytes, "text": TEXT}, {"id": None, "text": TEXT}, schema=schema))
    assert isinstance(known, RawPage)
    assert isinstance(unnamed, RawPage)
    assert (known.source_id, known.text) == (str(UUID), TEXT)
    assert unnamed.key is not None
    assert unnamed.key.startswith("text:")


@each_format
def test_a_number_that_may_be_another_is_no_id(read: Read, name: str) -> None:
    numbers = (1.5, 2.0**53, float("inf"), 7.0)
    entries = read(name, WRITERS[name](*({"id": number, "text": TEXT} for number in numbers)))
    assert codes(entries) == ["bad_field"] * 3 + ["page 7"]
    assert isinstance(entries[0], Rejection)
    assert entries[0].message == "'id' is 1.5, which is no whole number that is exact: write it as a string"


@pytest.mark.parametrize(
    "number", [1_683_356_889, 1_683_356_889.0, 1_683_356_889_000, 1_683_356_889_000_000, 1_683_356_889_000_000_000, Decimal("1683356889.0")]
)
def test_a_number_is_a_time_in_the_one_unit_in_which_a_page_can_have_been_fetched(read: Read, number: float | Decimal) -> None:
    (row,) = read("some.parquet", parquet({"text": TEXT, "captured_at": number}))
    (line,) = read("some.jsonl", jsonl({"text": TEXT, "captured_at": float(number) if isinstance(number, Decimal) else number}))
    assert isinstance(row, RawPage)
    assert isinstance(line, RawPage)
    assert row.captured_at == line.captured_at == datetime(2023, 5, 6, 7, 8, 9, tzinfo=UTC)


def test_floats_too_short_for_a_time_are_none(read: Read) -> None:
    schema = pa.schema([("text", pa.string()), ("captured_at", pa.float32())])
    assert codes(read("some.parquet", parquet({"text": TEXT, "captured_at": 1_683_356_889.0}, schema=schema))) == ["bad_field"]


@each_format
def test_figures_that_are_no_time_cost_their_page_alone(read: Read, name: str) -> None:
    numbers = (0, 2023, 20230506, 20230506070809, -1_683_356_889)
    entries = read(name, WRITERS[name](*({"text": TEXT, "captured_at": number} for number in numbers), {"text": TEXT}))
    assert codes(entries)[:-1] == ["bad_field"] * 5
    assert isinstance(entries[-1], RawPage)
    assert isinstance(entries[0], Rejection)
    said = "'captured_at' is not an ISO 8601 time, nor a number that counts from 1970 to a day since 1990: write 2023-12-01T10:00:00Z, "
    assert isinstance(entries[0], Rejection)
    assert entries[0].message == f"{said}or leave it out (--column captured_at=none)"
    written = read(
        f"written.{name}", WRITERS[name](*({"text": TEXT, "captured_at": time} for time in ("1612010201234", "1612010201234.0")))
    )
    assert codes(written) == ["bad_field"] * 2, "a number written out is no day of the year 1612"


def test_a_day_of_parquet_is_a_time(read: Read) -> None:
    entries = read("some.parquet", parquet({"text": TEXT, "captured_at": date(2023, 5, 6)}))
    assert [entry.captured_at for entry in entries if isinstance(entry, RawPage)] == [datetime(2023, 5, 6, tzinfo=UTC)]


@pytest.mark.parametrize(
    "time",
    [
        "20230506070809",
        "2023-05-06 07:08:09 UTC",
        "2023-05-06T07:08:09GMT",
        "2023-05-06 09:08:09 +0200",
        "Sat, 06 May 2023 07:08:09 GMT",
        "6 May 2023 10:08:09 +0300",
    ],
)
def test_times_as_crawls_and_headers_write_them_are_read(read: Read, time: str) -> None:
    (page,) = read("some.jsonl", jsonl({"text": TEXT, "captured_at": time}))
    assert isinstance(page, RawPage)
    assert page.captured_at == datetime(2023, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "time",
    ["20231301100000", "16120102012345", "202305060708", "05/06/2023 07:08", "6 mai 2023 07:08", "6 May 2023 07:08 EST", "6 May 23 07:08"],
)
def test_times_that_could_be_several_are_rejected(read: Read, time: str) -> None:
    assert codes(read("some.jsonl", jsonl({"text": TEXT, "captured_at": time}))) == ["bad_field"]


@pytest.mark.parametrize("column", ["id", "url", "captured_at"])
def test_a_column_of_another_type_costs_the_pages_alone_that_have_a_value_there(read: Read, column: str) -> None:
    records: list[dict[str, object]] = [{"text": TEXT, column: ["a"]}, {"text": TEXT, column: None}]
    first, second = read("some.parquet", parquet(*records))
    line, _ = read("some.jsonl", jsonl(*records))
    assert isinstance(first, Rejection)
    assert isinstance(second, RawPage)
    assert codes([first]) == codes([line]) == ["bad_field"]
    assert first.message.endswith(f"not strings: write it as such, or name another with --column {column}=NAME")


@each_format
def test_html_is_set_as_text_where_there_is_no_text(read: Read, name: str) -> None:
    records = ({"id": "a", "text": None, "html": HTML}, {"id": "b", "text": TEXT, "html": HTML}, {"id": "c", "text": "", "html": HTML})
    first, second, third = read(name, WRITERS[name](*records))
    assert isinstance(first, RawPage)
    assert isinstance(second, RawPage)
    assert isinstance(third, RawPage)
    assert "Die F\u00e4hre f\u00e4hrt um sieben." in first.text
    assert (first.encoding, first.encoding_source) == ("utf-8", EncodingSource.UTF_8)
    assert (second.text, third.text) == (TEXT, first.text)


def test_html_in_bytes_is_decoded_as_a_file_is(read: Read) -> None:
    raw = HTML.encode("latin-1")
    (page,) = read("some.parquet", parquet({"html": raw}))
    (file,) = read("some.html", raw)
    parsed = parse_html(raw)
    assert isinstance(page, RawPage)
    assert isinstance(file, RawPage)
    assert isinstance(parsed, ParsedPage)
    assert (page.text, page.sha256, page.encoding, page.repair) == (file.text, file.sha256, file.encoding, file.repair)
    assert page.page_id == parsed.page.page_id


@each_format
def test_a_document_may_call_an_address_its_own_but_a_record_stands_above_it(read: Read, name: str) -> None:
    html = f'<!doctype html><link rel=canonical href="{URL}"><p>{TEXT}'
    first, second = read(name, WRITERS[name]({"id": "a", "html": html, "url": None}, {"id": "b", "html": html, "url": f"{URL}?page=2"}))
    assert isinstance(first, RawPage)
    assert isinstance(second, RawPage)
    assert (first.url, second.url) == (URL, f"{URL}?page=2")


@each_format
def test_a_document_that_is_none_is_one_rejection(read: Read, name: str) -> None:
    records = [{"id": "a", "html": "<p>" + "x" * 2000}, {"id": "b", "html": "\0" * 50}, {"id": "c", "html": "<p>Late."}]
    entries = read(name, WRITERS[name](*records))
    assert codes(entries) == ["oversize", "binary", "page c"]
    assert [entry.source_id for entry in entries] == ["a", "b", "c"]
    if name != "some.parquet":
        first, second = (entry for entry in entries if isinstance(entry, Rejection))
        assert (first.offset, second.offset) == (0, len(jsonl(records[0])))


def test_a_fault_of_html_is_none_of_a_page_that_has_text(read: Read) -> None:
    huge = "<!--" + "x" * 20_000_000
    assert codes(read("some.parquet", parquet({"id": "a", "text": TEXT, "html": huge}, {"id": "b", "html": huge}))) == [
        "page a",
        "oversize",
    ]


@each_format
def test_a_fault_names_the_column_as_the_file_does(read: Read, name: str) -> None:
    (entry,) = read(name, WRITERS[name]({"id": "a", "body": TEXT, "time": "yesterday"}), text="body", captured_at="time")
    assert isinstance(entry, Rejection)
    assert entry.message.startswith("'time' is not an ISO 8601 time: write ")


def test_a_record_without_a_page_tells_what_to_do(read: Read) -> None:
    (line,) = read("some.jsonl", jsonl({"id": "a", "content": TEXT}))
    assert isinstance(line, Rejection)
    assert (line.code, line.message) == (
        "missing_field",
        "neither 'text' nor 'html' holds a page: name the one that does with --column text=NAME",
    )


def test_an_object_that_stands_twice_tells_nothing_of_what_is_inside(read: Read) -> None:
    raw = b'{"id": "a", "text": "The ferry is late", "meta": {"url": "https://a.example/"}, "meta": {"url": "https://b.example/"}}'
    (entry,) = read("some.jsonl", raw, url="meta.url")
    assert isinstance(entry, Rejection)
    assert (entry.code, entry.message) == ("bad_field", "'meta.url' stands more than once in the object: leave one")
    (page,) = read("some.jsonl", raw)
    assert not isinstance(page, Rejection)


@pytest.mark.parametrize("what", ["id", "url", "captured_at"])
def test_what_is_too_long_to_name_a_page_is_refused(read: Read, what: str) -> None:
    (entry,) = read("some.jsonl", jsonl({"text": TEXT, what: "x" * 65_537}))
    assert isinstance(entry, Rejection)
    assert (entry.code, entry.message) == ("oversize", f"'{what}' is longer than 65,536 characters")


def test_a_time_in_a_zone_that_nobody_knows_costs_its_row_alone(read: Read) -> None:
    table = pa.table(
        {
            "id": ["a", "b"],
            "text": [TEXT, f"{TEXT} Late."],
            "captured_at": pa.array([1_600_000_000_000, None], pa.timestamp("ms", tz="Mars/Phobos")),
        }
    )
    sink = io.BytesIO()
    pq.write_table(table, sink)
    assert codes(read("some.parquet", sink.getvalue())) == ["bad_field", "page b"]


def test_a_name_that_two_columns_of_parquet_have_is_refused(read: Read) -> None:
    schema = pa.schema([("id", pa.string()), ("m.text", pa.string()), ("m", pa.struct([("text", pa.string())]))])
    (entry,) = read("some.parquet", parquet({"id": "a"}, schema=schema), text="m.text")
    assert isinstance(entry, Rejection)
    assert (entry.code, entry.message) == ("bad_field", "two columns are called 'm.text' (rows that are not read: 1)")


def test_a_list_or_a_written_out_object_of_json_is_told_line_by_line(read: Read) -> None:
    entries = read("list.json", json.dumps([{"id": "a", "text": TEXT}]).encode())
    assert [(entry.code, entry.message) for entry in entries if isinstance(entry, Rejection)] == [
        ("bad_record", "not a JSON object: give one object a line, as `jq -c '.[]'` writes an array")
    ]
    assert set(codes(read("object.json", json.dumps({"id": "a", "text": TEXT}, indent=1).encode()))) == {"bad_json"}


@pytest.mark.parametrize("pairs", [("text",), ("=content",), ("body=content",), ("text=",), ("text=a", "text=b")])
def test_columns_that_cannot_be_are_told_at_once(pairs: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        named_columns(pairs)
    options = [part for pair in pairs for part in ("--column", pair)]
    assert run(["build", str(tmp_path), "--out", str(tmp_path / "out"), "--version", "1.0.0", *options]) == 2
    assert capsys.readouterr().err.startswith("error: ")
    assert not (tmp_path / "out").exists()


def test_names_with_an_equals_sign_and_columns_not_named_stay() -> None:
    assert named_columns(["text=a=b", "url=meta.url"]) == replace(Columns(), text="a=b", url="meta.url")


def test_a_web_corpus_is_built_as_it_is_handed_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = [{"text": f"Ferry {i}\n{TEXT}", "timestamp": "2019-04-25T12:57:54Z", "url": f"{URL}/{i}"} for i in range(3)]
    raw = tmp_path / "train-00000.json.gz"
    raw.write_bytes(gzip.compress(jsonl(*records, records[1])))
    out = tmp_path / "out"
    assert run(["build", str(raw), "-o", str(out), "--version", "1.0.0", "--column", "captured_at=timestamp"]) == 0
    assert "rejected  duplicate_id 1" in capsys.readouterr().out
    pages = sorted(load(out, "pages").to_list(), key=lambda row: row["url"])
    assert [(row["url"], row["source_id"]) for row in pages] == [(record["url"], record["url"]) for record in records]
    assert {row["captured_at"] for row in pages} == {datetime(2019, 4, 25, 12, 57, 54, tzinfo=UTC)}
    config = BuildConfig(version="1.0.0", name="out", parse=ParseConfig(columns=Columns(captured_at="timestamp")))
    assert build(raw, tmp_path / "library", config).rows == {"articles": 3, "boilerplate": 0, "comments": 0, "pages": 3}
    assert load(tmp_path / "library", "pages").to_list() == load(out, "pages").to_list()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_name_that_no_record_has_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], workers: str) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(TEXT)
    (raw / "a.jsonl").write_bytes(jsonl({"doc": "a", "raw": TEXT}, {"doc": "b", "raw": TEXT, "meta": {"link": URL}}))
    (raw / "b.parquet").write_bytes(parquet({"doc": "c", "raw": f"{TEXT} Late."}))
    columns = ("text=raw", "id=doc", "url=meta.link", "captured_at=date")
    build_it = ["build", str(raw), "--workers", workers, "--version", "1.0.0"]
    named = [part for pair in columns for part in ("--column", pair)]
    assert run([*build_it, "-o", str(tmp_path / "one"), *named]) == 0
    assert "  columns   no page has 'date' (captured_at): look for a slip in --column\n" in capsys.readouterr().out
    slips = [part.replace("doc", "doc_di").replace("link", "lnik") for part in named]
    assert run([*build_it, "-o", str(tmp_path / "two"), *slips[:6]]) == 0
    assert "  columns   no page has 'doc_di' (id), 'meta.lnik' (url): look for a slip" in capsys.readouterr().out
    assert run([*build_it, "-o", str(tmp_path / "three"), *named[:6], "--column", "captured_at=captured_at"]) == 0
    assert "columns " not in capsys.readouterr().out


def test_a_name_that_no_text_has_is_told_where_documents_are_read_instead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl({"content": TEXT, "html": "<p>The tide was late"}))
    build_it = ["build", str(tmp_path / "a.jsonl"), "--version", "1.0.0"]
    assert run([*build_it, "-o", str(tmp_path / "one"), "--column", "text=contnet"]) == 0
    assert "  columns   no page has 'contnet' (text): look for a slip" in capsys.readouterr().out
    assert run([*build_it, "-o", str(tmp_path / "two"), "--column", "text=content", "--column", "captured_at=none"]) == 0
    assert "columns " not in capsys.readouterr().out
