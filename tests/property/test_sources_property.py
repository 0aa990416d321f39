from __future__ import annotations

import io
import json
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from entries import PACKERS
from pagestrata import BuildConfig
from pagestrata.build import build
from pagestrata.config import ParseConfig
from pagestrata.dataset.check import check
from pagestrata.dataset.manifest import read_manifest
from pagestrata.dataset.rowhash import add_hashes
from pagestrata.dataset.spill import Spill, read_bucket
from pagestrata.records import Rejection
from pagestrata.sources import READERS, RawPage, list_inputs, raw_text, read_file
from pagestrata.sources.decode import DETECTABLE, Decoded, Undecodable, decode
from pagestrata.sources.raw import PAGE_ID_CHARS

ANY_TEXT = st.text(st.characters(codec="utf-8")) | st.text("\r\n \t\0\u2028\x85\ufeffaé", max_size=20)
SURROGATES = st.text(st.characters(categories=["Cs", "Lu"]), max_size=5)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | SURROGATES, st.lists, max_leaves=5)
RECORDS = st.dictionaries(st.sampled_from(["id", "text", "html", "url", "captured_at", "more"]), ANY_TEXT | JSON)


def read(name: str, content: bytes) -> list[RawPage | Rejection]:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, name)
        path.write_bytes(content)
        (file,) = list_inputs([path], tuple(READERS)).used
        return list(read_file(file, ParseConfig(max_page_chars=10_000)))


def _parquet() -> bytes:
    sink = io.BytesIO()
    table = pa.table({"id": [str(i) for i in range(40)], "text": [f"Ferry {i}" for i in range(40)]})
    pq.write_table(table, sink, row_group_size=10, write_page_checksum=True)
    return sink.getvalue()


def _warc() -> bytes:
    head = "WARC/1.0\r\nWARC-Type: {}\r\nWARC-Record-ID: <urn:uuid:{}>\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n"
    http = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
    texts = "".join(head.format("conversion", i, "text/plain", 7, f"Ferry {i}") for i in range(3))
    return (texts + head.format("response", 9, "application/http", len(http), http)).encode()


LINES = b"".join(json.dumps({"id": str(i), "text": f"Ferry {i}"}).encode() + b"\n" for i in range(40))
DAMAGED = {".parquet": _parquet(), ".warc": _warc()} | {f".jsonl{ending}": pack(LINES) for ending, pack in PACKERS.items()}
"""A whole file of each format, to be damaged."""


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=300))
def test_no_bytes_bring_a_reader_down(ending: str, content: bytes) -> None:
    for entry in read(f"a{ending}", content):
        assert isinstance(entry, RawPage | Rejection)


@given(st.sampled_from(sorted(DAMAGED)), st.data())
def test_damage_brings_no_reader_down(ending: str, data: st.DataObject) -> None:
    content = bytearray(DAMAGED[ending])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=3)):
        content[place] ^= data.draw(st.integers(1, 255))
    for entry in read(f"a{ending}", bytes(content)):
        assert isinstance(entry, RawPage | Rejection)


@given(st.sampled_from(sorted(DAMAGED)), st.data())
def test_a_file_that_is_cut_gives_whole_pages_and_never_fewer_without_a_word(ending: str, data: st.DataObject) -> None:
    content = DAMAGED[ending]
    kept = data.draw(st.integers(1, len(content) - 4))
    assume(not content[kept:].startswith((b"\r", b"\n", b"WARC/")))  # between two records a cut shows nothing
    entries = read(f"a{ending}", content[:kept])
    pages = [entry.text for entry in entries if isinstance(entry, RawPage)]
    assert pages == [entry.text for entry in read(f"a{ending}", content) if isinstance(entry, RawPage)][: len(pages)]
    assert any(isinstance(entry, Rejection) for entry in entries)


@given(st.binary(max_size=200) | ANY_TEXT.map(str.encode) | st.text(max_size=99).map(lambda text: text.encode("utf-16", "replace")))
def test_whatever_is_decoded_encodes_back_or_says_what_does_not(raw: bytes) -> None:
    decoded = decode(raw)
    if isinstance(decoded, Decoded):
        assert decoded.repair is not None or decoded.text.encode(decoded.encoding) == raw
        decoded.text.encode("utf-8")
    else:
        assert decoded.code in {"binary", "undecodable"}
        assert decoded.message.isprintable()


@given(st.binary(max_size=100), st.sampled_from(DETECTABLE) | st.text(max_size=9))
def test_no_declared_charset_brings_decoding_down(raw: bytes, declared: str) -> None:
    decoded = decode(raw, declared)
    assert isinstance(decoded, Undecodable) or decoded.repair is not None or decoded.text.encode(decoded.encoding) == raw


@given(ANY_TEXT)
def test_a_text_file_gives_its_text_or_a_rejection(text: str) -> None:
    (entry,) = read("a.txt", text.encode())
    if isinstance(entry, RawPage):
        assert entry.text.encode(entry.encoding) == text.encode() or entry.repair is not None
    else:
        assert entry.code in {"binary", "undecodable"}


@given(st.lists(RECORDS, max_size=5), st.binary(max_size=30))
def test_each_line_gives_one_page_or_one_rejection(records: list[dict[str, object]], noise: bytes) -> None:
    lines = [json.dumps(record).encode() for record in records]
    entries = read("a.jsonl", b"\n".join([*lines, noise.replace(b"\n", b"")]) + b"\n")
    numbers = [entry.source.record for entry in entries]
    assert numbers[: len(lines)] == list(range(len(lines)))
    assert len(numbers) <= len(lines) + 1
    for entry, record in zip(entries, records, strict=False):
        if isinstance(entry, RawPage):
            own = record.get("id")
            names = (int(own) if isinstance(own, float) else own, record.get("url"))
            assert entry.source_id == next((str(name) for name in names if name not in {None, ""}), entry.sha256[:PAGE_ID_CHARS])
            text, html = record.get("text"), record.get("html")
            is_text = isinstance(text, str) and (bool(text.strip()) or html is None)
            assert entry.text == text if is_text else isinstance(html, str)
            entry.text.encode()


@given(st.sampled_from(sorted(PACKERS)), st.lists(st.lists(ANY_TEXT, max_size=3), min_size=1, max_size=4))
def test_packed_lines_are_those_that_were_packed(ending: str, members: list[list[str]]) -> None:
    texts = [text for some in members for text in some]
    records = iter([json.dumps({"id": str(i), "text": text}).encode() + b"\n" for i, text in enumerate(texts)])
    whole = b"".join(PACKERS[ending](b"".join(next(records) for _ in some)) for some in members)
    found = [entry.text for entry in read(f"a.jsonl{ending}", whole) if isinstance(entry, RawPage)]
    assert found == texts


@given(ANY_TEXT.filter(bool), ANY_TEXT)
def test_json_lines_are_exact(name: str, text: str) -> None:
    for escaped in (True, False):
        (page,) = read("a.jsonl", json.dumps({"id": name, "text": text}, ensure_ascii=escaped).encode())
        assert isinstance(page, RawPage)
        assert (page.source_id, page.text) == (name, text)


@given(st.lists(ANY_TEXT, max_size=5), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_the_spill_gives_back_what_it_took(texts: list[str], at: datetime | None) -> None:
    pages = [page for text in texts if isinstance(page := raw_text(text, url="http://example.org", captured_at=at), RawPage)]
    with tempfile.TemporaryDirectory() as directory:
        with Spill(Path(directory)) as spill:
            for page in pages:
                spill.add(page)
        found = [page for bucket in spill.buckets(0, 1) for page in read_bucket(bucket)]
    assert sorted(found, key=lambda page: page.page_id) == sorted(pages, key=lambda page: page.page_id)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=9), st.randoms(use_true_random=False))
def test_one_page_stands_for_each_address_whatever_the_order(pages: list[tuple[str, str]], rng: Random) -> None:
    found = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as directory:
            with Spill(Path(directory)) as spill:
                for name, text in pages:
                    page = raw_text(text, url=f"http://{name}.example.org/{name}")
                    assert isinstance(page, RawPage)
                    spill.add(page)
            found.append(sorted(spill.one_page_per_address()))
        rng.shuffle(pages)
    assert found[0] == found[1]
    assert [site for site, _ in found[0]] == sorted({f"{name}.example.org" for name, _ in pages})


@given(st.lists(st.integers(0, 2**256 - 1)))
def test_a_row_hash_does_not_depend_on_order_or_parts(hashes: list[int]) -> None:
    middle = len(hashes) // 2
    assert add_hashes([add_hashes(hashes[middle:]), add_hashes(hashes[:middle])]) == add_hashes(hashes)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANY_TEXT, min_size=1, max_size=12), st.integers(1, 5), st.integers(1, 400))
def test_builds_are_the_same_whatever_the_batches_and_pass_the_check(texts: list[str], batch: int, shard: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        lines = [json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts)]
        (root / "a.jsonl").write_text("".join(lines))
        (root / "b").mkdir()
        for i, line in enumerate(reversed(lines)):
            (root / "b" / f"{i}.jsonl").write_text(line)
        one = BuildConfig(version="1.0.0", shard_bytes=shard)
        build(root / "a.jsonl", root / "one", one)
        build(root / "a.jsonl", root / "two" / "one", replace(one, batch_pages=batch))
        build(root / "b", root / "three", one)
        assert check(root / "one").failures == ()
        first, second, third = (read_manifest(root / part) for part in ("one", "two/one", "three"))
        assert first == second
        assert first.tables["boilerplate"].row_hash == third.tables["boilerplate"].row_hash
        assert first.tables["pages"].rows == third.tables["pages"].rows == len(texts) - first.rejections.rows
