from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from entries import Read, codes
from pagestrata.config import Columns, ParseConfig
from pagestrata.errors import InputError
from pagestrata.records import EncodingSource, Rejection
from pagestrata.sources import READERS, RawPage, Skipped, list_inputs, raw_text, read_file, site_of
from pagestrata.sources.decode import Decoded, decode

ENDINGS = tuple(READERS)


def line(**members: object) -> bytes:
    return json.dumps(members).encode() + b"\n"


def test_a_text_file_is_exact_to_the_byte(read: Read) -> None:
    raw = "one\r\ntwo\rthree\n\u2028four\x85\x0c\n\n".encode()
    (page,) = read("some.page.txt", raw)
    assert isinstance(page, RawPage)
    assert page.text.encode("utf-8") == raw
    assert (page.source_id, page.source.file, page.source.record) == ("some.page", "some.page.txt", 0)
    assert (page.encoding, page.encoding_source, page.repair) == ("utf-8", EncodingSource.UTF_8, None)


def test_an_empty_file_is_a_page_without_text(read: Read) -> None:
    (page,) = read("empty.txt", b"")
    assert isinstance(page, RawPage)
    assert page.text == ""


@pytest.mark.parametrize(
    ("raw", "text", "encoding", "source", "repair"),
    [
        (b"\xef\xbb\xbfhi", "hi", "utf-8-sig", EncodingSource.BOM, None),
        ("\ufeffhé".encode("utf-16-le"), "hé", "utf-16-le", EncodingSource.BOM, "byte order mark removed"),
        ("\ufeffhé".encode("utf-16-be"), "hé", "utf-16-be", EncodingSource.BOM, "byte order mark removed"),
        ("\ufeffhé".encode("utf-32-le"), "hé", "utf-32-le", EncodingSource.BOM, "byte order mark removed"),
        ("grüße".encode(), "grüße", "utf-8", EncodingSource.UTF_8, None),
        ("Schöne Grüße aus Köln".encode("cp1252"), "Schöne Grüße aus Köln", "cp1252", EncodingSource.DETECTED, None),
        ("Le café “bleu” est très bien".encode("cp1252"), "Le café “bleu” est très bien", "cp1252", EncodingSource.DETECTED, None),
        ("Добрый вечер, соседи".encode("cp1251"), "Добрый вечер, соседи", "cp1251", EncodingSource.DETECTED, None),
        ("潮の満ち引きの表です。".encode("shift_jis"), "潮の満ち引きの表です。", "shift_jis", EncodingSource.DETECTED, None),
    ],
)
def test_decoding(raw: bytes, text: str, encoding: str, source: EncodingSource, repair: str | None) -> None:
    assert decode(raw) == Decoded(text, encoding, source, repair)


def test_a_declared_charset_comes_after_utf_8_and_before_the_detector() -> None:
    polish = "Zażółć gęślą jaźń"
    assert decode(polish.encode("iso8859_2"), "latin2") == Decoded(polish, "iso8859-2", EncodingSource.DECLARED)
    assert decode(polish.encode(), "latin2") == Decoded(polish, "utf-8", EncodingSource.UTF_8)
    french = "Un café très bon à côté du port".encode("cp1252")
    for unknown in ("no-such-charset", "base64", "nul\0l", "unicode_escape", "punycode", ""):
        assert decode(french, unknown) == decode(french)
    thai = decode("เรือข้ามฟากสายสุดท้าย".encode("cp874"), "windows-874")
    assert isinstance(thai, Decoded)
    assert (thai.text, thai.source) == ("เรือข้ามฟากสายสุดท้าย", EncodingSource.DECLARED)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Паром ходит через пролив".encode()[:-1], "Паром ходит через проли\ufffd"),
        ("L’été à la mer".encode() + b"\xff", "L’été à la mer\ufffd"),
        ("潮の\ufffd満ち引き".encode()[1:], "\ufffd\ufffdの\ufffd満ち引き"),
    ],
)
def test_damaged_utf_8_is_not_taken_for_another_encoding(raw: bytes, text: str) -> None:
    lost = text.count("\ufffd") - raw.count("\ufffd".encode())
    assert decode(raw) == Decoded(text, "utf-8", EncodingSource.DETECTED, f"bytes replaced that are no utf-8: {lost}")


@pytest.mark.parametrize(
    "raw", ["the tide’".encode()[:-1], "It’s late".encode() + b"\xc3", "well 🌊".encode()[:-1], "So “it” is\n🌊".encode()[:-2]]
)
def test_utf_8_that_is_cut_in_its_last_character_is_told_by_little_else(raw: bytes) -> None:
    decoded = decode(raw)
    assert isinstance(decoded, Decoded)
    assert (decoded.encoding, decoded.text, decoded.repair) == (
        "utf-8",
        raw.decode("utf-8", "replace"),
        "bytes replaced that are no utf-8: 1",
    )


@pytest.mark.parametrize("text", ["We met in a café", "It was touché…", "l’été", "Я"])
def test_accents_at_the_end_are_no_utf_8_that_is_cut(text: str) -> None:
    encoding = "cp1252" if text[0] < "\u0400" else "cp1251"
    assert decode(text.encode(encoding)) == Decoded(text, encoding, EncodingSource.DETECTED)


def test_surrogates_written_as_utf_8_are_joined() -> None:
    raw = b"Waves \xed\xa0\xbc\xed\xbc\x8a at noon"
    assert decode(raw) == Decoded("Waves 🌊 at noon", "utf-8", EncodingSource.DETECTED, "pairs of surrogates joined that are no utf-8: 1")


def test_iso_2022_jp_is_no_ascii() -> None:
    text = "Tides: 潮の満ち引きの表です。\nソウ late"
    assert decode(text.encode("iso2022_jp")) == Decoded(text, "iso2022_jp", EncodingSource.DETECTED)
    assert decode("ｱﾒ 雨".encode("iso2022_jp_ext")) == Decoded("ｱﾒ 雨", "iso2022_jp_ext", EncodingSource.DETECTED)


@pytest.mark.parametrize("text", ["\x1b(B\x1b[m done \x1b[31mred", "$B;T5D2q (B", "\x1b$B;T5", "\x1b$B;T5D\xe9\x1b(B"])
def test_sequences_of_terminals_are_no_japanese(text: str) -> None:
    decoded = decode(text.encode())
    assert isinstance(decoded, Decoded)
    assert (decoded.text, decoded.encoding) == (text, "utf-8")


def test_one_nul_does_not_turn_utf_8_into_something_else() -> None:
    text = "a page of plain text " * 10 + "\0" + " that goes on"
    assert decode(text.encode()) == Decoded(text, "utf-8", EncodingSource.UTF_8)


@pytest.mark.parametrize("raw", [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n" + bytes(20) + b"\xff\xd8", b"\0\0\0\0", b"text" + bytes(9)])
def test_binary_files_are_rejected(read: Read, raw: bytes) -> None:
    assert codes(read("picture.txt", raw)) == ["binary"]


@pytest.mark.parametrize(
    "opening", ["<!DOCTYPE html>", "<html lang='en'>", "\ufeff\n <!-- saved -->\n<HTML>", '<?xml version="1.0"?>\n<!doctype HTML PUBLIC>']
)
def test_html_is_rejected_and_told_what_to_do(read: Read, opening: str) -> None:
    text = f"{opening}<body><p>The ferry leaves at seven.</p></body></html>"
    for entries in (read("a.txt", text.encode()), read("a.jsonl", line(id="a", text=text)), [raw_text(text)]):
        (entry,) = entries
        assert isinstance(entry, Rejection)
        assert entry.code == "markup"
        assert "give it as a file that ends in .html" in entry.message


@pytest.mark.parametrize("text", ["<b>Tides</b> and ropes", "How to write <html>\n\nBegin with the tag <html>.", "<htmlish>", "< html>"])
def test_a_text_that_speaks_of_html_is_a_page(read: Read, text: str) -> None:
    assert codes(read("a.txt", text.encode())) == ["page a"]


def test_bytes_after_a_mark_that_do_not_follow_it_are_rejected(read: Read) -> None:
    (entry,) = read("cut.txt", b"\xff\xfea\x00\x00\xd8a\x00")
    assert isinstance(entry, Rejection)
    assert (entry.code, entry.source_id) == ("undecodable", "cut")


def test_the_limit_of_a_page_counts_characters(read: Read) -> None:
    assert codes(read("a.txt", "é".encode() * 1000)) == ["page a"]
    assert codes(read("a.txt", "é".encode() * 1001)) == ["oversize"]
    assert codes(read("a.txt", b"x" * 100_000)) == ["oversize"]
    assert codes(read("a.jsonl", line(id="a", text="\U0001f600" * 1000))) == ["page a"]
    assert codes(read("a.jsonl", line(id="a", text="x" * 1001) + line(id="b", text=""))) == ["oversize", "page b"]


def test_a_line_without_an_end_is_read_past(read: Read) -> None:
    entries = read("a.jsonl", line(id="a", text="x") + b"[" * 30_000_000 + b"\n" + line(id="b", text="y"), 1)
    assert codes(entries) == ["page a", "oversize", "page b"]
    assert [entry.source.record for entry in entries] == [0, 1, 2]


def test_json_lines(read: Read) -> None:
    at = "2024-02-03T04:05:06.789+02:00"
    content = b"\xef\xbb\xbf" + line(id="a/1", text="x\r\ny\u2028", url="https://WWW.Example.org:80/p?q", captured_at=at, more=[1])
    content += b"\r\n  \n" + line(id="b", text="", url=None, captured_at="2024-02-03").rstrip()
    first, second = read("some.jsonl", content)
    assert isinstance(first, RawPage)
    assert isinstance(second, RawPage)
    assert (first.source_id, first.text, first.site) == ("a/1", "x\r\ny\u2028", "example.org")
    assert first.captured_at == datetime(2024, 2, 3, 2, 5, 6, 789_000, tzinfo=UTC)
    assert first.encoding_source == EncodingSource.GIVEN
    assert (second.source.record, second.text, second.url) == (3, "", None)
    assert second.captured_at == datetime(2024, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'{"id": ' + b"9" * 5000 + b"}", "bad_json"),
        (b'{"id": "a", "text": "\xff"}', "undecodable"),
        (b'{"text": "ebb", "text": "flood"}', "bad_field"),
        (b"[1]", "bad_record"),
        (b'"text"', "bad_record"),
        (line(), "missing_field"),
        (line(id="a"), "missing_field"),
        (line(id=7.5, text="x"), "bad_field"),
        (line(id=True, text="x"), "bad_field"),
        (line(id="a", html=["x"]), "bad_field"),
        (line(id="", text="x"), "bad_field"),
        (line(id="a", text=None), "missing_field"),
        (line(id="a", text="x", url=["u"]), "bad_field"),
        (line(id="a", text="x", captured_at="yesterday"), "bad_field"),
        (line(id="a", text="x", captured_at="0001-01-01T00:00:00+14:00"), "bad_field"),
        (line(id="a", text="x \ud800"), "lone_surrogate"),
        (line(id="\udc00", text="x"), "lone_surrogate"),
        (line(id="a", text="x", url="\udc00"), "lone_surrogate"),
    ],
)
def test_a_bad_line_is_a_rejection_and_reading_goes_on(read: Read, content: bytes, code: str) -> None:
    entries = read("some.jsonl", content.rstrip() + b"\n" + line(id="z", text="y"), 100_000)
    assert codes(entries) == [code, "page z"]
    assert Rejection.model_validate_json(entries[0].model_dump_json()) == entries[0] if isinstance(entries[0], Rejection) else False


def test_where_json_is_cut_off_is_told_by_the_offset_alone(read: Read) -> None:
    """The message of the standard library ends in `at`, before the position."""
    (cut,) = read("some.jsonl", b'{"id": "b", "te\n')
    assert isinstance(cut, Rejection)
    assert " at;" not in cut.message
    assert cut.offset == len(b'{"id": "b", "te')


def test_the_offset_of_a_fault_is_its_byte(read: Read) -> None:
    good = line(id="é", text="x")
    no_name, no_utf8 = b'{"id": "\xc3\xa9", oops}\n', b'{"id": "\xc3\xa9\xff"}\n'
    entries = read("some.jsonl", good + no_name + no_utf8)
    assert isinstance(entries[1], Rejection)
    assert isinstance(entries[2], Rejection)
    assert entries[1].offset == len(good) + no_name.index(b"oops")
    assert entries[2].offset == len(good) + len(no_name) + no_utf8.index(b"\xff")


def test_every_file_is_used_or_skipped_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for name in ("b.txt", "a.TXT", "deep/er/c.jsonl", "deep/notes.md", "_d.txt", ".hidden.txt", "deep/e.jsonl.gz", "f.gz"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "index.jsonl").write_text('{"file": "b.txt", "site": null}\n')
    (tmp_path / "link.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    listing = list_inputs([tmp_path], ENDINGS)
    assert [file.name for file in listing.used] == ["_d.txt", "a.TXT", "b.txt", "deep/e.jsonl.gz", "deep/er/c.jsonl"]
    assert {skipped.name: skipped.reason.split(",")[0] for skipped in listing.skipped} == {
        ".hidden.txt": "hidden",
        "deep/notes.md": "a file of no known format",
        "f.gz": "a file of no known format",
        "index.jsonl": "an index of other files",
        "link.txt": "a symbolic link",
        "loop": "a symbolic link",
        "pipe.txt": "not a regular file",
    }
    assert all("give it by name, or a copy made by `cp -RL`" in entry.message for entry in listing.rejected[:2])
    assert sorted((entry.code, entry.source.file) for entry in listing.rejected) == [
        ("not_regular", "link.txt"),
        ("not_regular", "loop"),
        ("not_regular", "pipe.txt"),
    ]


@pytest.mark.parametrize("name", ["IA-2001.arc.gz", "IA-2001.ARC"])
def test_arc_is_not_read_and_says_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"filedesc://IA-2001.arc 0.0.0.0 20010203040506 text/plain 76\n")
    told = f"ARC, the format of crawls before WARC, is not read: convert it with `warcio recompress {name} IA-2001.warc.gz`"
    with pytest.raises(InputError) as caught:
        list_inputs([tmp_path / name], tuple(READERS))
    assert str(caught.value) == f"{str(tmp_path / name)!r}: {told}"
    listing = list_inputs([tmp_path], tuple(READERS))
    assert listing.skipped == (Skipped(name, told),)
    assert [(rejection.code, rejection.message) for rejection in listing.rejected] == [("unknown_format", told)]


def test_the_order_of_inputs_does_not_matter_and_none_is_read_twice(tmp_path: Path) -> None:
    for name in ("a/x.txt", "b/y.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"")
    inputs = [tmp_path / "b", tmp_path / "a", tmp_path / "a" / "x.txt"]
    listing = list_inputs(inputs, ENDINGS)
    assert listing == list_inputs(inputs[::-1], ENDINGS)
    assert [file.name for file in listing.used] == ["x.txt", "y.txt"]
    assert [(skipped.name, skipped.reason) for skipped in listing.skipped] == [("x.txt", "given twice")]


def test_an_index_of_pages_is_read(tmp_path: Path) -> None:
    (tmp_path / "index.jsonl").write_bytes(line(id="a", text="x", file="b.txt"))
    assert [file.name for file in list_inputs([tmp_path], ENDINGS).used] == ["index.jsonl"]
    (tmp_path / "index.jsonl").write_bytes(line(id=1, file="b.txt") + line(id=2, text="x"))
    assert [file.name for file in list_inputs([tmp_path], ENDINGS).used] == ["index.jsonl"]
    (tmp_path / "index.jsonl").write_bytes(line(id="a", html="<p>x", file="b.html"))
    assert [file.name for file in list_inputs([tmp_path], ENDINGS).used] == ["index.jsonl"]
    (tmp_path / "index.jsonl").write_bytes(line(id="a", raw={"text": "x"}, file="b.txt"))
    found = list_inputs([tmp_path], ENDINGS, columns=Columns(text="raw.text"))
    assert [file.name for file in found.used] == ["index.jsonl"]


def test_a_dataset_is_no_input(tmp_path: Path) -> None:
    for name in ("page.txt", "made/croissant.json", "made/versions/1.0.0.json", "made/pages/a.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"{}")
    listing = list_inputs([tmp_path], ENDINGS)
    assert [file.name for file in listing.used] == ["page.txt"]
    assert [(skipped.name, skipped.reason) for skipped in listing.skipped] == [("made", "a dataset that pagestrata has built")]
    with pytest.raises(InputError, match="give its directory pages/"):
        list_inputs([tmp_path / "made"], ENDINGS)
    with pytest.raises(InputError, match="is the output as well"):
        list_inputs([tmp_path], ENDINGS, tmp_path)


def test_a_name_that_would_drive_a_terminal_is_written_out(tmp_path: Path) -> None:
    (tmp_path / "a\n\x1b[31m.txt").write_bytes(b"")
    assert [file.name for file in list_inputs([tmp_path], ENDINGS).used] == ["a\\n\\x1b[31m.txt"]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda _: None, "does not exist"),
        (lambda path: path.mkdir(), "nothing to read"),
        (lambda path: path.write_bytes(b""), "is of no known format"),
        (lambda path: path.symlink_to("nowhere"), "is of no known format"),
    ],
)
def test_inputs_that_cannot_be_are_one_line(tmp_path: Path, make: Callable[[Path], object], reason: str) -> None:
    path = tmp_path / "input"
    make(path)
    with pytest.raises(InputError, match=reason) as caught:
        list_inputs([path], ENDINGS)
    assert "\n" not in str(caught.value)


def test_no_input_at_all() -> None:
    with pytest.raises(InputError, match="no input"):
        list_inputs([], ENDINGS)


def test_two_files_of_one_name_are_told_apart_by_the_directory_above(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.txt").write_text(name)
    for inputs in ([tmp_path / "a", tmp_path / "b"], [tmp_path / "b" / "index.txt", tmp_path / "a" / "index.txt"]):
        with pytest.raises(
            InputError, match=r"/a/index\.txt' and .*/b/index\.txt' would both be called 'index\.txt': give the directory above"
        ):
            list_inputs(inputs, ENDINGS)
    assert [file.name for file in list_inputs([tmp_path], ENDINGS).used] == ["a/index.txt", "b/index.txt"]


def test_a_link_that_took_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (file,) = list_inputs([tmp_path], ENDINGS).used
    (tmp_path / "secret").write_bytes(b"secret")
    file.path.unlink()
    file.path.symlink_to(tmp_path / "secret")
    assert codes(list(read_file(file, ParseConfig()))) == ["unreadable"]
    file.path.unlink()
    os.mkfifo(file.path)
    assert codes(list(read_file(file, ParseConfig()))) == ["unreadable"]


_AS_NOBODY = """
import os, sys
from pathlib import Path
from pagestrata.config import Columns, ParseConfig
from pagestrata.errors import InputError
from pagestrata.sources import READERS, list_inputs, read_file
os.chdir(sys.argv[1])
os.setuid(65534)
listing = list_inputs([Path(".")], tuple(READERS))
print([entry.code for entry in listing.rejected])
print([getattr(entry, "code", "page") for file in listing.used for entry in read_file(file, ParseConfig())])
try:
    list_inputs([Path("locked.txt")], tuple(READERS))
except InputError as error:
    print(error)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the superuser, to become another user")
def test_what_may_not_be_read_is_a_rejection_below_a_directory() -> None:
    with tempfile.TemporaryDirectory() as name:  # below tmp_path another user may not look at all
        root = Path(name)
        root.chmod(0o755)
        (root / "open.txt").write_bytes(b"")
        (root / "locked.txt").write_bytes(b"")
        (root / "vault").mkdir()
        (root / "shelf").mkdir()
        (root / "shelf" / "seen.txt").write_bytes(b"")
        (root / "locked.txt").chmod(0)
        (root / "vault").chmod(0)
        (root / "shelf").chmod(0o444)  # may be listed, and not entered
        done = subprocess.run([sys.executable, "-c", _AS_NOBODY, name], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "['unreadable', 'unreadable']",
        "['unreadable', 'page']",
        "'locked.txt' cannot be read: change its permissions",
    ]


def test_what_is_skipped_or_rejected_of_an_input_that_is_given_twice_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    once, twice = list_inputs([tmp_path], ENDINGS), list_inputs([tmp_path, tmp_path], ENDINGS)
    assert (twice.used, twice.rejected) == (once.used, once.rejected)
    assert [entry.name for entry in twice.skipped if entry.reason != "given twice"] == [entry.name for entry in once.skipped] == ["b.txt"]


def test_page_ids_follow_from_the_id_or_the_path_alone(read: Read) -> None:
    def first(entries: list[RawPage | Rejection]) -> str:
        assert isinstance(entries[0], RawPage)
        return entries[0].page_id

    one = first(read("a.jsonl", line(id="a", text="x")))
    assert first(read("b.jsonl", b"\n" + line(id="a", text="changed", url="https://example.org"))) == one
    assert first(read("a.jsonl", line(id="b", text="x"))) != one
    text = first(read("a.txt", b"x"))
    assert first(read("a.txt", b"changed")) == text != first(read("b.txt", b"x"))
    assert len(text) == len(one) == 32


def test_a_file_is_another_page_when_it_is_packed_or_reached_from_above(tmp_path: Path) -> None:
    def page_ids(given: Path) -> set[str]:
        pages = [entry for file in list_inputs([given], ENDINGS).used for entry in read_file(file, ParseConfig())]
        return {page.page_id for page in pages if isinstance(page, RawPage)}

    (tmp_path / "above" / "raw").mkdir(parents=True)
    (tmp_path / "moved" / "raw").mkdir(parents=True)
    (tmp_path / "above" / "raw" / "a.txt").write_bytes(b"x")
    (tmp_path / "moved" / "raw" / "a.txt").write_bytes(b"changed")
    named = page_ids(tmp_path / "above" / "raw")
    assert named == page_ids(tmp_path / "moved" / "raw") == page_ids(tmp_path / "above" / "raw" / "a.txt")
    assert named.isdisjoint(page_ids(tmp_path / "above"))
    (tmp_path / "moved" / "raw" / "a.txt").unlink()
    (tmp_path / "moved" / "raw" / "a.txt.gz").write_bytes(gzip.compress(b"x"))
    assert named.isdisjoint(page_ids(tmp_path / "moved" / "raw"))


@pytest.mark.parametrize(
    ("url", "site"),
    [
        (None, None),
        ("", None),
        ("https://www.Example.ORG./x", "example.org"),
        ("http://user@news.example.org:8080", "news.example.org"),
        ("//example.org/x", "example.org"),
        ("example.org/x", None),
        ("http://[broken", None),
        ("mailto:a@example.org", None),
        ("https://www.", None),
    ],
)
def test_sites(url: str | None, site: str | None) -> None:
    assert site_of(url) == site


def test_a_text_that_is_at_hand() -> None:
    page = raw_text("x", url="https://example.org")
    assert isinstance(page, RawPage)
    assert (page.sha256, page.site) == ("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "example.org")
    for refused, code in ((raw_text("\ud800"), "lone_surrogate"), (raw_text("xx", max_chars=1), "oversize")):
        assert isinstance(refused, Rejection)
        assert refused.code == code
