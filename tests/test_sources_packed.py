"""Packed files of every format, packed by the standard library, and content that servers packed for its way."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import brotli
import pytest

from entries import PACKERS, Pack, Read, codes, zstd
from pagestrata.errors import InputError
from pagestrata.records import Rejection
from pagestrata.sources import READERS, RawPage, list_inputs
from pagestrata.sources.content import unchunked, unpacked
from pagestrata.sources.packings import PACKINGS

each_packing = pytest.mark.parametrize(("ending", "pack"), PACKERS.items())

TEXT = "Ferry news\n\nThe ferry waited for the tide, and the tide waited for nobody.\n"
WET = (
    b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:0>\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
)
CONTENTS = {
    ".txt": TEXT.encode(),
    ".html": b"<!doctype html><p>Ferry news<p>The ferry is late",
    ".htm": b"<!doctype html><p>Ferry news<p>The ferry is late",
    ".xhtml": b"<!doctype html><p>Ferry news<p>The ferry is late",
    ".jsonl": json.dumps({"id": "a", "text": TEXT}).encode(),
    ".ndjson": json.dumps({"id": "a", "text": TEXT}).encode(),
    ".json": json.dumps({"id": "a", "text": TEXT}).encode(),
    ".wet": WET % (len(TEXT), TEXT.encode()),
    ".warc": WET % (len(TEXT), TEXT.encode()),
}


def lines(count: int) -> bytes:
    return b"".join(json.dumps({"id": str(i), "text": os.urandom(150).hex()}).encode() + b"\n" for i in range(count))


def test_every_format_but_parquet_may_be_packed() -> None:
    assert set(PACKERS) == set(PACKINGS)
    assert set(READERS) == {".parquet"} | CONTENTS.keys() | {ending + packing for ending in CONTENTS for packing in PACKERS}


@each_packing
@pytest.mark.parametrize(("plain", "content"), CONTENTS.items())
def test_a_packed_file_is_read_as_the_plain_one(read: Read, ending: str, pack: Pack, plain: str, content: bytes) -> None:
    (expected,) = read(f"page{plain}", content)
    (page,) = read(f"page{plain}{ending}", pack(content))
    assert isinstance(expected, RawPage)
    assert isinstance(page, RawPage)
    assert (page.source_id, page.text, page.sha256, page.repair) == (expected.source_id, expected.text, expected.sha256, expected.repair)


@each_packing
def test_members_follow_each_other_with_zeros_between(read: Read, ending: str, pack: Pack) -> None:
    members = [pack(json.dumps({"id": name, "text": "x"}).encode() + b"\n") for name in "abc"]
    for zeros in (0, 4, 1020, 1 << 17):
        found = read(f"some.jsonl{ending}", (b"\0" * zeros).join([*members, b""]))
        assert codes(found) == ["page a", "page b", "page c"], zeros
    assert codes(read(f"tail.jsonl{ending}", members[0] + b"tail" * 9)) == ["page a", "corrupt"]


@each_packing
def test_a_packed_file_that_ends_early_gives_what_stands_before(read: Read, ending: str, pack: Pack) -> None:
    whole = pack(lines(500))
    for kept in (len(whole) // 2, len(whole) - 1, len(whole) - 4, 12, 5, 0):
        found = codes(read(f"cut.jsonl{ending}", whole[:kept]))
        assert found[-1] == "truncated", kept
        assert found[:-1] == [f"page {i}" for i in range(len(found) - 1)]


@pytest.mark.parametrize(("ending", "lost"), [(".gz", 10), (".bz2", 1500), (".xz", 30), (".zst", 450)])
def test_damage_costs_little_of_what_stands_before(read: Read, ending: str, lost: int) -> None:
    damaged = bytearray(PACKERS[ending](lines(4000)))
    for place in (-1, -5):
        damaged[place] ^= 0xFF
        found = codes(read(f"bad.jsonl{ending}", bytes(damaged)))
        assert found[-1] in {"corrupt", "truncated"}
        assert len(found) - 1 >= 4000 - lost, "bzip2 and zstd give whole blocks"


@each_packing
def test_a_file_that_is_not_packed_says_so(read: Read, ending: str, pack: Pack) -> None:
    (entry,) = read(f"plain.jsonl{ending}", lines(3))
    assert isinstance(entry, Rejection)
    assert entry.code == "corrupt"
    assert f"the {ending} file is damaged, or packed in a way that is not known" in entry.message
    assert set(codes(read(f"twice.jsonl{ending}", pack(pack(lines(1)))))) <= {"undecodable", "bad_json"}


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_crawl_packed_with_a_dictionary(read: Read, is_packed: bool) -> None:
    dictionary = zstd.train_dict([WET % (len(text), text.encode()) for text in (f"{TEXT} {i}" for i in range(99))], 4096)
    content = dictionary.dict_content
    stored = zstd.compress(content) if is_packed else content
    frame = struct.pack("<II", 0x184D2A5D, len(stored)) + stored
    record = zstd.compress(WET % (len(TEXT), TEXT.encode()), zstd_dict=dictionary)
    assert codes(read("a.warc.zst", frame + record + record)) == ["page urn:uuid:0"] * 2
    assert codes(read("a.warc.zst", record)) == ["corrupt"]
    for kept in (6, 100, len(frame) - 1, len(frame)):
        assert codes(read("a.warc.zst", (frame + record)[:kept])) == ["truncated"]
    assert codes(read("a.warc.zst", frame[:8] + bytes(len(stored)) + record)) == ["corrupt"]


def test_what_a_window_of_zstd_asks_for_is_bounded(read: Read) -> None:
    options: dict[int, int] = {zstd.CompressionParameter.window_log: 30, zstd.CompressionParameter.enable_long_distance_matching: 1}
    (entry,) = read("long.jsonl.zst", zstd.compress(b" " * (1 << 28), options=options))
    assert isinstance(entry, Rejection)
    assert "too much memory" in entry.message


def test_a_small_file_of_a_huge_page_is_refused_in_little_memory(tmp_path: Path) -> None:
    huge = b" " * (1 << 28)
    for ending, pack in PACKERS.items():
        packed = pack(huge)
        (tmp_path / f"a.txt{ending}").write_bytes(packed)
        (tmp_path / f"a.jsonl{ending}").write_bytes(packed)
    program = """
import resource
from pathlib import Path
from pagestrata.config import ParseConfig
from pagestrata.sources import READERS, list_inputs, read_file
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for file in list_inputs([Path(".")], tuple(READERS)).used:
    print(file.name, *(entry.code for entry in read_file(file, ParseConfig(max_page_chars=1_000_000))))
assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
"""
    told = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.stderr == ""
    assert sorted(told.stdout.splitlines()) == sorted(f"a.{kind}{ending} oversize" for kind in ("txt", "jsonl") for ending in PACKERS)


def bare_deflate(raw: bytes) -> bytes:
    """Deflate without a wrapper, as some servers send it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(raw) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", bare_deflate),
        ("gzip,br", lambda raw: brotli.compress(gzip.compress(raw))),
        ("br, identity, gzip", lambda raw: gzip.compress(brotli.compress(raw))),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
        ("", bytes),
        ("identity", bytes),
    ],
)
def test_content_is_unpacked_by_the_name_that_http_gives(coding: str, pack: Pack) -> None:
    content = lines(200)
    assert unpacked(pack(content), coding, 1 << 20) == content
    assert unpacked(pack(content), coding, len(content)) == content
    assert unpacked(pack(b""), coding, 10) == b""
    if coding in {"gzip", "x-gzip", "zstd"}:
        assert unpacked(pack(content) + pack(b"more"), coding, 1 << 20) == content + b"more"
    if pack is not bytes:
        assert unpacked(pack(content)[:-3], coding, 1 << 20) is None
        assert unpacked(b"\xff" * 99, coding, 1 << 20) is None
        bomb = unpacked(pack(b"x" * 100_000_000), coding, 1000)
        assert bomb is not None
        assert 1000 < len(bomb) < 200_000


def test_content_that_is_packed_in_an_unknown_way_is_not_unpacked() -> None:
    lzw = b"\x1f\x9d\x90\x78\x00"
    assert unpacked(lzw, "compress", 10) is None
    assert unpacked(lzw, "gzip, compress", 10) is None
    assert unpacked(b"x", ", ".join(["gzip"] * 99), 10) is None, "a small file that is packed so often may become a huge one"


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "br", "zstd", "gzip, br", "gzip, gzip", "utf-8", "none"])
def test_content_that_is_text_already_stays_as_it_is(coding: str) -> None:
    for raw in ("Die F\u00e4hre f\u00e4hrt.".encode(), "\n<p>Die F\u00e4hre f\u00e4hrt.".encode("latin-1"), b"Kl", b""):
        assert unpacked(raw, coding, 1000) == raw
    assert unpacked(gzip.compress(b"x" * 50)[:-9] + b"and more", "gzip", 1000) is None


def test_content_packed_twice_is_unpacked_twice() -> None:
    assert unpacked(gzip.compress(gzip.compress(b"Late.")), "gzip, gzip", 1000) == b"Late."
    assert unpacked(gzip.compress(b"Late."), "gzip, gzip", 1000) == b"Late.", "two headers may say the same"


@pytest.mark.parametrize(
    ("sent", "content", "fault"),
    [
        (b"3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n", b"abcde", ""),
        (b"3 \nabc\n0\n\n", b"abc", ""),
        (b"", b"", ""),
        (b"Late.\r\n", b"Late.\r\n", ""),
        (b"1\r\nLate.\r\n", b"1\r\nLate.\r\n", ""),
        (b"3\r\nab", b"ab", "cut"),
        (b"3\r\nabc", b"abc", "cut"),
        (b"3\r\nabc\r\n", b"abc", "cut"),
        (b"3\r\nabc\r\n3", b"abc", "cut"),
        (b"3\r\nabc\r\n9\r\nde", b"abcde", "cut"),
        (b"3\r\nabc\r\n1\r\ndef\r\n0\r\n\r\n", b"abcd", "damaged"),
        (b"3\r\nabc\r\nx\r\n", b"abc", "damaged"),
        (b"3\r\nabc\r\nffffffff\r\n" + b"d" * 99, b"abc" + b"d" * 18, ""),
    ],
)
def test_chunks_are_joined_and_what_is_wrong_with_them_is_told(sent: bytes, content: bytes, fault: str) -> None:
    assert unchunked(io.BytesIO(sent), 20) == (content, fault)


def test_a_message_names_endings_of_packed_files_once(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_bytes(b"x")
    with pytest.raises(InputError) as caught:
        list_inputs([tmp_path], tuple(READERS))
    assert str(caught.value).endswith(
        "no file ends in .txt, .html, .htm, .xhtml, .jsonl, .ndjson, .json, .warc, .wet, .parquet, some also with .bz2, .gz, .xz, .zst"
    )
