"""Parquet and WARC files, written by pyarrow and warcio."""

from __future__ import annotations

import gzip
import io
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import brotli
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warcio.warcwriter import WARCWriter

from entries import Read, codes
from pagestrata import BuildConfig, build, load
from pagestrata.records import EncodingSource, Rejection
from pagestrata.sources import RawPage


def parquet(table: dict[str, object] | pa.Table, **options: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), sink, **options)
    return sink.getvalue()


def a_warc(
    *records: tuple[str, str, bytes],
    packed: bool = False,
    headers: Mapping[str, str] = MappingProxyType({}),
    address: str = "https://www.example.org/{}",
) -> bytes:
    """A WARC file of records of a kind, a media type and a payload."""
    sink = io.BytesIO()
    writer = WARCWriter(sink, gzip=packed)
    for i, (kind, media, payload) in enumerate(records):
        known = {"WARC-Record-ID": f"<urn:uuid:{i}>", "WARC-Date": "2019-03-04T05:06:07Z"} | dict(headers)
        record = writer.create_warc_record(
            address.format(i),
            kind,
            payload=io.BytesIO(payload),
            length=len(payload),
            warc_content_type=media,
            warc_headers_dict=known,
        )
        writer.write_record(record)
    return sink.getvalue()


def http(content: bytes, status: str = "200 OK", **headers: str) -> tuple[str, str, bytes]:
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return "response", "application/http; msgtype=response", head.encode() + b"\r\n" + content


WET = ("conversion", "text/plain", b"Ferry news\n\nIt is late.\r\n")


def test_a_row_of_parquet_is_a_page(read: Read) -> None:
    at = pa.array([datetime(2024, 1, 2, 3, tzinfo=UTC), None], pa.timestamp("ns", "Europe/Berlin"))
    table = {
        "more": [1, 2],
        "id": ["a/1", "b"],
        "text": ["x\r\ny\u2028", ""],
        "url": ["https://WWW.example.org/p", None],
        "captured_at": at,
    }
    first, second = read("some.parquet", parquet(table))
    assert isinstance(first, RawPage)
    assert isinstance(second, RawPage)
    assert (first.source_id, first.text, first.site, first.source.record) == ("a/1", "x\r\ny\u2028", "example.org", 0)
    assert first.captured_at == datetime(2024, 1, 2, 3, tzinfo=UTC)
    assert (second.source.record, second.text, second.url, second.captured_at) == (1, "", None, None)
    (line,) = read("some.jsonl", b'{"id": "b", "text": ""}\n')
    assert isinstance(line, RawPage)
    assert second.page_id == line.page_id, "the same record has the same key in every format"


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())])
def test_strings_of_parquet_may_be_of_any_kind(read: Read, kind: pa.DataType) -> None:
    table = pa.table({"id": pa.array(["a", "b", "c"]).cast(kind), "text": pa.array(["é", None, "é"]).cast(kind)})
    assert codes(read("some.parquet", parquet(table))) == ["page a", "missing_field", "page c"]


@pytest.mark.parametrize(
    ("table", "code", "words"),
    [
        (
            {"id": ["a"], "content": ["x"]},
            "missing_field",
            "no column 'text' or 'html' (there are: 'id', 'content'): name the one that holds the page with --column text=NAME",
        ),
        ({"id": [1.5], "text": ["x"]}, "bad_field", "'id' is 1.5, which is no whole number that is exact: write it as a string"),
        ({"id": ["a"], "text": [b"x"]}, "bad_field", "'text' holds binary, not strings"),
        ({"id": ["a"], "text": ["x"], "url": [["u"]]}, "bad_field", "'url' holds list"),
        ({"id": ["a"], "text": ["x"], "captured_at": [1]}, "bad_field", "nor a number that counts from 1970"),
        ({"id": ["a"], "html": [["x"]]}, "bad_field", "'html' holds list"),
        ({"id": ["a"], "text": [None]}, "missing_field", "neither 'text' nor 'html'"),
        ({"id": [""], "text": ["x"]}, "bad_field", "'id' is empty"),
        ({"id": ["a"], "text": ["x"], "captured_at": ["yesterday"]}, "bad_field", "not an ISO 8601 time"),
        ({"id": ["a"], "text": ["x"], "captured_at": pa.array([1 << 50], pa.timestamp("ms"))}, "bad_field", "not an ISO 8601 time"),
        ({"id": ["a"], "text": ["x" * 1001]}, "oversize", "1,001 characters"),
        ({"id": ["a"], "text": ["x" * 4005]}, "oversize", "'text' is longer than 4,004 bytes"),
        ({"id": ["a"], "text": ["<!doctype html><p>x"]}, "markup", "a file that ends in .html"),
    ],
)
def test_what_cannot_be_a_page_of_parquet_says_why(read: Read, table: dict[str, object], code: str, words: str) -> None:
    (entry,) = read("some.parquet", parquet(table))
    assert isinstance(entry, Rejection)
    assert entry.code == code
    assert words in entry.message


def test_a_parquet_file_without_a_page_tells_how_many_rows_that_costs(read: Read) -> None:
    for table in ({"content": ["x"] * 1200}, {"text": [b"x"] * 1200}):
        (entry,) = read("some.parquet", parquet(table))
        assert isinstance(entry, Rejection)
        assert entry.message.endswith("=NAME (rows that are not read: 1,200)")


def test_a_string_of_parquet_that_is_no_utf_8_is_one_rejection(read: Read) -> None:
    ends = pa.py_buffer((0).to_bytes(4, "little") + (1).to_bytes(4, "little") + (2).to_bytes(4, "little"))
    texts = pa.Array.from_buffers(pa.string(), 2, [None, ends, pa.py_buffer(b"a\xff")])
    assert codes(read("some.parquet", parquet({"id": ["a", "b"], "text": texts}))) == ["page a", "undecodable"]


def test_a_damaged_row_group_costs_its_own_rows_alone(read: Read) -> None:
    table = {"id": [str(i) for i in range(300)], "text": [os.urandom(200).hex() for _ in range(300)]}
    raw = bytearray(parquet(table, row_group_size=100, write_page_checksum=True))
    raw[len(raw) // 2] ^= 0xFF
    entries = read("some.parquet", bytes(raw))
    assert codes(entries) == [f"page {i}" for i in range(100)] + ["corrupt"] + [f"page {i}" for i in range(200, 300)]
    assert [entry.source.record for entry in entries] == [*range(101), *range(200, 300)]


@pytest.mark.parametrize("kept", [0, 3, 100, -1])
def test_a_parquet_file_that_is_cut_says_so(read: Read, kept: int) -> None:
    (entry,) = read("some.parquet", parquet({"id": ["a"], "text": ["x"]})[:kept])
    assert isinstance(entry, Rejection)
    assert entry.code == "corrupt"
    assert "damaged or ends early" in entry.message


def test_a_small_parquet_file_of_a_huge_page_is_refused_in_little_memory(tmp_path: Path) -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 50, pa.int32()), pa.array(["a" * 40_000_000]))
    pq.write_table(pa.table({"id": [str(i) for i in range(50)], "text": column}), tmp_path / "often.parquet")
    pq.write_table(
        pa.table({"id": ["0"], "text": ["a" * 300_000_000]}), tmp_path / "long.parquet", use_dictionary=False, compression="zstd"
    )
    program = """
import resource
from pathlib import Path
from pagestrata.config import ParseConfig
from pagestrata.sources import READERS, list_inputs, read_file
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for file in list_inputs([Path(".")], tuple(READERS)).used:
    print(file.name, {entry.code for entry in read_file(file, ParseConfig())})
assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == "long.parquet {'oversize'}\noften.parquet {'oversize'}\n", done.stderr


def test_no_flipped_bit_of_a_parquet_file_ends_the_process(tmp_path: Path) -> None:
    (tmp_path / "whole.parquet").write_bytes(parquet({"id": ["a", "b"], "text": ["x", "y"]}, write_page_checksum=True))
    program = """
import io
from pathlib import Path
from pagestrata.config import ParseConfig
from pagestrata.sources import READERS, list_inputs
(file,) = list_inputs([Path("whole.parquet")], tuple(READERS)).used
whole = file.path.read_bytes()
for place in range(len(whole)):
    for bit in range(8):
        flipped = whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1:]
        list(READERS[".parquet"](file, io.BytesIO(flipped), ParseConfig()))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("name", "packed"), [("a.warc.wet.gz", True), ("a.warc.gz", True), ("a.wet", False), ("a.warc", False)])
def test_text_of_a_crawl_is_a_page(read: Read, name: str, packed: bool) -> None:
    info = ("warcinfo", "application/warc-fields", b"software: a crawler\r\n")
    first, second = read(name, a_warc(info, WET, ("metadata", "application/json", b"{}"), WET, packed=packed))
    assert isinstance(first, RawPage)
    assert first.text.encode() == WET[2]
    assert (first.source_id, first.url, first.source.record) == ("urn:uuid:1", "https://www.example.org/1", 1)
    assert first.captured_at == datetime(2019, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert codes([second]) == ["page urn:uuid:3"]


def in_a_chunk(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content)


def test_text_that_a_server_sent_is_read_as_it_says(read: Read) -> None:
    text = "Fähre"
    chunked = b"3\r\nF\xc3\xa4\r\n3\r\nhre\r\n0\r\n\r\n"
    sent = [
        http(text.encode("latin-1"), Content_Type='Text/Plain; charset="ISO-8859-1"'),
        http(chunked, Content_Type="text/plain", Transfer_Encoding="chunked"),
        http(gzip.compress(text.encode()), Content_Type="text/plain", Content_Encoding="gzip"),
        http(brotli.compress(text.encode()), Content_Type="text/plain", Content_Encoding="br"),
        http(text.encode()),
        http(brotli.compress(gzip.compress(text.encode())), Content_Encoding="gzip, br"),
        http(brotli.compress(gzip.compress(text.encode())), Content_Encoding="gzip", content_encoding="br"),
        http(in_a_chunk(zlib.compress(text.encode())), Transfer_Encoding="deflate, chunked"),
        http(text.encode(), Content_Encoding="gzip", Transfer_Encoding="chunked"),
    ]
    pages = [page for page in read("a.warc", a_warc(*sent)) if isinstance(page, RawPage)]
    assert [page.text for page in pages] == [text] * 9
    assert [page.encoding_source for page in pages] == [EncodingSource.DECLARED, *[EncodingSource.UTF_8] * 8]


def test_content_that_ends_within_its_chunks_says_so(read: Read) -> None:
    whole = in_a_chunk(b"It is late.")
    cut = (http(whole[:kept], Content_Type="text/plain", Transfer_Encoding="chunked") for kept in (len(whole), -5, -7, 9))
    entries = read("a.warc", a_warc(*cut))
    assert [(entry.text, entry.repair) for entry in entries if isinstance(entry, RawPage)] == [
        ("It is late.", None),
        *((said, "cut when it was captured: it ends within its chunks") for said in ("It is late.", "It is late.", "It is ")),
    ]


def test_content_whose_chunks_are_wrong_says_so(read: Read) -> None:
    wrong = http(b"5\r\nIt is\r\n2\r\n late.\r\n0\r\n\r\n", Content_Type="text/plain", Transfer_Encoding="chunked")
    packed = http(in_a_chunk(gzip.compress(b"It is late."))[:-12], Content_Encoding="gzip", Transfer_Encoding="chunked")
    found = [(entry.code, entry.message) for entry in read("a.warc", a_warc(wrong, packed)) if isinstance(entry, Rejection)]
    assert found == [
        ("corrupt", "content in chunks of which one is not as long as it says: fetch the page again"),
        ("corrupt", "content that should be packed by gzip ends early: fetch the page again, or unpacked"),
    ]


def test_html_of_a_crawl_is_set_as_text(read: Read) -> None:
    document = "<!doctype html><title>T</title><h1>Fähre</h1><ul><li>late<li>later</ul><p>It waited &amp; waited.<script>x()</script>"
    first, second = read(
        "a.warc",
        a_warc(
            http(document.encode(), Content_Type="text/html; charset=utf-8"),
            http(gzip.compress(document.encode("latin-1")), Content_Type="text/html; charset=ISO-8859-1", Content_Encoding="gzip"),
        ),
    )
    assert isinstance(first, RawPage)
    assert isinstance(second, RawPage)
    assert first.text == second.text
    assert [line.strip() for line in first.text.split("\n") if line.strip()] == ["Fähre", "• late", "• later", "It waited & waited."]
    assert (first.repair or "").startswith("HTML set as text by resiliparse ")
    assert (second.encoding, second.encoding_source) == ("cp1252", EncodingSource.DECLARED)


@pytest.mark.parametrize(
    "beginning", ["<!DOCTYPE html>", " \r\n<html lang=en>", "\ufeff<!-- saved --><BODY>", '<?xml version="1.0"?>\n<html>', "<p>"]
)
def test_html_of_which_no_header_tells_is_set_as_text(read: Read, beginning: str) -> None:
    document = f"{beginning}<div>The ferry &amp; the tide</div>".encode()
    for record in (http(document), http(document, Content_Type="*/*"), ("resource", "unknown/unknown", document)):
        (page,) = read("a.warc", a_warc(record))
        assert isinstance(page, RawPage)
        assert page.text.strip().splitlines()[-1].strip() == "The ferry & the tide"


@pytest.mark.parametrize("text", ["<pre>tides", "< p> is a tag", "<abbr>", "<Bert> who is there?", "The <p> of a page\n<p>"])
def test_text_of_which_no_header_tells_stays_text(read: Read, text: str) -> None:
    (page,) = read("a.warc", a_warc(http(text.encode())))
    assert isinstance(page, RawPage)
    assert page.text == text


def test_a_text_that_was_made_of_a_page_is_not_sniffed(read: Read) -> None:
    (page,) = read("a.warc", a_warc(("conversion", "*/*", b"<p> begins a paragraph")))
    assert isinstance(page, RawPage)
    assert page.text == "<p> begins a paragraph"


@pytest.mark.parametrize(
    ("record", "code", "words"),
    [
        (http(b"<!doctype html><p>x", Content_Type="text/plain"), "markup", "a file that ends in .html"),
        (http(b"\x89PNG", Content_Type="image/png"), "not_text", "image/png is neither text nor HTML"),
        (http(b"gone", "404 Not Found", Content_Type="text/plain"), "http_status", "404"),
        (http(b"of a page", "206 Partial Content", Content_Type="text/plain"), "http_status", "206"),
        (http(b"\x1f\x8b\x08\x00", Content_Type="text/plain", Content_Encoding="gzip"), "corrupt", "gzip"),
        (http(b"\xff", Content_Type="text/plain", Content_Encoding="br"), "corrupt", "br"),
        (http(b"\x1f\x9d\x90x\x00", Content_Type="text/plain", Content_Encoding="compress"), "corrupt", "packed by compress cannot"),
        (http(gzip.compress(b"x" * 1_000_000), Content_Type="text/plain", Content_Encoding="gzip"), "oversize", "1,000 characters"),
        (("conversion", "text/plain", b"x" * 5000), "oversize", "1,000 characters"),
        (("conversion", "text/plain", b"\x00\x01\x02\x03" * 9), "binary", "control"),
        (("resource", "application/pdf", b"%PDF"), "not_text", "application/pdf"),
        (("continuation", "text/plain", b"x"), "segmented", "join"),
    ],
)
def test_a_record_that_is_no_page_of_text_says_why(read: Read, record: tuple[str, str, bytes], code: str, words: str) -> None:
    entries = read("a.warc", a_warc(record, WET))
    assert codes(entries) == [code, "page urn:uuid:1"]
    assert isinstance(entries[0], Rejection)
    assert entries[0].source_id == "urn:uuid:0"
    assert words in entries[0].message


@pytest.mark.parametrize(
    ("kind", "payload"),
    [("warcinfo", b"x"), ("metadata", b"x"), ("request", b"GET / HTTP/1.1\r\n\r\n"), ("revisit", b"HTTP/1.1 200 OK\r\n\r\n")],
)
def test_other_records_are_passed_over(read: Read, kind: str, payload: bytes) -> None:
    assert codes(read("a.warc", a_warc((kind, "application/http", payload), WET))) == ["page urn:uuid:1"]


@pytest.mark.parametrize("address", ["dns:example.org", "metadata://gnu.org/software/wget/warc/MANIFEST.txt", "urn:X-wpull:log"])
def test_what_a_crawler_keeps_of_its_own_work_is_no_page(read: Read, address: str) -> None:
    assert read("a.warc", a_warc(("resource", "text/plain", b"x"), address=address)) == []


def test_a_page_that_is_named_by_an_urn_is_a_page(read: Read) -> None:
    assert codes(read("a.warc", a_warc(("resource", "text/plain", b"x"), address="urn:isbn:3"))) == ["page urn:uuid:0"]


def test_a_record_without_an_id_is_named_by_its_address(read: Read) -> None:
    raw = re.sub(rb"WARC-Record-ID: [^\r]*\r\n", b"", a_warc(WET))
    assert codes(read("a.wet", raw)) == ["page https://www.example.org/0"]


def test_a_record_that_was_cut_when_it_was_captured_says_so(read: Read) -> None:
    (page,) = read("a.wet", a_warc(WET, headers={"WARC-Truncated": "length"}))
    assert isinstance(page, RawPage)
    assert page.repair == "cut when it was captured: length"


def test_html_that_writes_of_html_is_a_page(read: Read) -> None:
    document = b"<!doctype html><p>&lt;html&gt; is the root of a document."
    (page,) = read("a.warc", a_warc(http(document, Content_Type="text/html")))
    assert isinstance(page, RawPage)
    assert page.text == "<html> is the root of a document."


def test_a_header_that_is_no_time_tells_none(read: Read) -> None:
    (page,) = read("a.warc", a_warc(WET, headers={"WARC-Date": "today"}))
    assert not isinstance(page, Rejection)
    assert page.captured_at is None
    assert codes(read("a.warc", a_warc(WET, headers={"WARC-Segment-Number": "1"}))) == ["segmented"]


def test_a_cut_file_gives_what_stands_before_and_says_so(read: Read) -> None:
    whole = a_warc(WET, WET, WET)
    third = whole.rindex(b"WARC/1.0")
    before = ["page urn:uuid:0", "page urn:uuid:1"]
    for kept in range(third + 5, len(whole) - 3):
        found = codes(read("a.warc", whole[:kept]))
        assert found in ([*before, "truncated"], [*before, "page urn:uuid:2", "truncated"]), kept
    packed = a_warc(WET, WET, WET, packed=True)
    for kept in (len(packed) - 1, len(packed) - 40):
        assert codes(read("a.warc.gz", packed[:kept]))[-1] == "truncated"
    headers_alone = a_warc(WET, WET).rpartition(WET[2])[0]
    for name, file in (("a.warc", headers_alone), ("a.warc.gz", gzip.compress(headers_alone))):
        assert codes(read(name, file)) == ["page urn:uuid:0", "truncated"]


def test_a_record_whose_length_is_wrong_costs_itself_alone(read: Read) -> None:
    whole = a_warc(WET, WET, WET)
    length = f"Content-Length: {len(WET[2])}\r\n".encode()
    before, _, rest = whole.partition(length)
    for more in (5, 100, len(whole), 10**12):
        too_great = before + f"Content-Length: {len(WET[2]) + more}\r\n".encode() + rest
        assert codes(read("a.warc", too_great)) == ["corrupt", "page urn:uuid:1", "page urn:uuid:2"], more
    within = gzip.compress(before + f"Content-Length: {len(WET[2]) + 100}\r\n".encode() + rest)
    (left_out, last) = read("a.warc.gz", within)
    assert codes([left_out, last]) == ["corrupt", "page urn:uuid:2"]
    assert isinstance(left_out, Rejection)
    assert left_out.message == "its Content-Length is wrong: this record is left out, and what lies within that length with it"
    for wrong, code in (("9", "corrupt"), ("x", "bad_record")):
        entries = read("a.warc", before + f"Content-Length: {wrong}\r\n".encode() + rest)
        assert codes(entries) == [code, "page urn:uuid:1", "page urn:uuid:2"]
    assert codes(read("a.warc", b"junk\r\n" + whole)) == ["corrupt", *(f"page urn:uuid:{i}" for i in range(3))]
    assert codes(read("a.warc", whole + whole.replace(b"WARC/1.0", b"WARC/7.0"))) == [
        *(f"page urn:uuid:{i}" for i in range(3)),
        *["bad_record"] * 3,
    ]
    assert codes(read("a.warc", b"no archive at all")) == ["corrupt"]
    assert codes(read("a.warc", b"")) == ["corrupt"]


def test_lengths_that_are_all_wrong_take_linear_time(read: Read) -> None:
    length = f"Content-Length: {len(WET[2])}\r\n".encode()
    some = read("a.warc", a_warc(*[WET] * 3).replace(length, b"Content-Length: 999999\r\n"))
    assert codes(some) == ["corrupt", "corrupt", "truncated"]
    beyond = read("b.warc", a_warc(*[WET] * 4000).replace(length, b"Content-Length: 999999999\r\n"))
    assert codes(beyond) == ["corrupt"] * 3999 + ["truncated"]
    file = a_warc(*[WET] * 4000)
    within = read("c.warc", file.replace(length, f"Content-Length: {len(file) // 2}\r\n".encode()))
    assert codes(within)[-1] == "truncated"
    assert len(within) < 2200, "what lies within is not read again and again"


def test_the_same_pages_give_the_same_dataset_whatever_the_format(tmp_path: Path) -> None:
    texts = {f"urn:uuid:{i}": f"Ferry {i}\n\nThe ferry waited for the tide, and the tide waited for nobody.\n" for i in range(3)}
    raw = {
        "a.wet.gz": a_warc(*(("conversion", "text/plain", text.encode()) for text in texts.values()), packed=True),
        "a.parquet": parquet(
            {
                "id": list(texts),
                "text": list(texts.values()),
                "url": [f"https://www.example.org/{i}" for i in range(3)],
                "captured_at": ["2019-03-04T05:06:07Z"] * 3,
            }
        ),
    }
    rows = []
    for name, content in raw.items():
        (tmp_path / name).write_bytes(content)
        build(tmp_path / name, tmp_path / "out" / name, BuildConfig(version="1.0.0"))
        rows.append([page | {"source": None, "encoding_source": None} for page in load(tmp_path / "out" / name, "pages")])
    assert rows[0] == rows[1]
    assert {row["source_id"]: row["text"] for row in rows[0]} == texts
