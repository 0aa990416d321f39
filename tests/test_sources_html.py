"""HTML files, set as plain text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from entries import Read
from growth import slowdown
from pagestrata import BuildConfig, ParseConfig, ParsedPage, build, load, parse_html
from pagestrata.records import EncodingSource, Rejection
from pagestrata.sources import READERS, RawPage, list_inputs, read_file
from pagestrata.sources.html import decode_html

PAGE = """<!doctype html><html lang="en"><head><title>Ferry late | Harbour Post</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>The ferry is late again</h1><p class="by">By Ann Ferris</p><p>12 March 2024</p>
<p>The ferry to the island waited for the tide for two hours on Tuesday, and the tide, as every winter, waited for nobody at all.</p>
<p>The harbour master wrote the new times on the board, and the crew read them twice before they went to drink their coffee.</p></article>
<h2>2 Comments</h2>
<ol><li><b>Bo Quay</b> says:<br>March 13, 2024 at 9:12 am<p>It has been late every winter since I moved here, and nobody minds.</p></li>
<li><b>Ines</b> says:<br>March 13, 2024 at 10:40 am<p>I mind, and so do those who work on the other side.</p></li></ol>
<footer>All rights reserved</footer></body></html>"""


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.xhtml"])
def test_an_html_file_is_a_page_of_its_text(read: Read, name: str) -> None:
    (page,) = read(name, PAGE.encode(), 5000)
    assert isinstance(page, RawPage)
    assert page.source_id == "page"
    lines = [line.strip() for line in page.text.split("\n") if line.strip()]
    assert "The ferry is late again" in lines
    assert not any("<" in line for line in lines)
    assert (page.repair or "").startswith("HTML set as text by resiliparse ")


@pytest.mark.parametrize(
    ("head", "codec", "encoding", "source"),
    [
        ('<meta charset="gb2312">', "gb18030", "gb18030", EncodingSource.DECLARED),
        ('<meta charset="iso-2022-jp">', "iso2022_jp", "iso2022_jp", EncodingSource.DECLARED),
        ("<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>", "cp932", "cp932", EncodingSource.DECLARED),
        ('<meta charset="utf-8">', "utf-8", "utf-8", EncodingSource.UTF_8),
        ("", "utf-8", "utf-8", EncodingSource.UTF_8),
        ('<meta charset="klingon">', "utf-8", "utf-8", EncodingSource.UTF_8),
        ("", "utf-16", "utf-16-le", EncodingSource.BOM),
    ],
)
def test_a_document_is_read_by_the_charset_that_it_names(read: Read, head: str, codec: str, encoding: str, source: EncodingSource) -> None:
    (page,) = read("a.html", f"<html><head>{head}</head><body><p>渡船 遅延 了".encode(codec))
    assert isinstance(page, RawPage)
    assert (page.text.strip(), page.encoding, page.encoding_source) == ("渡船 遅延 了", encoding, source)


def test_latin_1_is_what_browsers_take_it_for(read: Read) -> None:
    (page,) = read("a.html", '<meta charset="iso-8859-1"><p>“late” – again'.encode("cp1252"))
    assert isinstance(page, RawPage)
    assert (page.text.strip(), page.encoding) == ("“late” – again", "cp1252")


def test_a_byte_that_the_charset_does_not_know_costs_itself_alone(read: Read) -> None:
    (page,) = read("a.html", b'<meta charset="utf-8"><p>F\xc3\xa4hre \xff late')
    assert isinstance(page, RawPage)
    assert page.text.strip() == "Fähre \ufffd late"
    assert "bytes replaced that are no utf-8: 1" in (page.repair or "")


def test_a_file_is_in_what_the_user_says_whatever_the_document_says(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="windows-1252"><p>Příliš žluťoučký kůň pěl ďábelské ódy.'.encode("cp852"))
    (file,) = list_inputs([path], tuple(READERS)).used
    (page,) = read_file(file, ParseConfig(encoding="cp852"))
    assert isinstance(page, RawPage)
    assert (page.text.strip(), page.encoding) == ("Příliš žluťoučký kůň pěl ďábelské ódy.", "cp852")


def test_a_document_without_a_charset_is_detected(read: Read) -> None:
    (page,) = read("a.html", "<p>Паром снова опоздал, и никто на причале не удивился этому".encode("cp1251"))
    assert isinstance(page, RawPage)
    assert (page.text.strip()[:5], page.encoding_source) == ("Паром", EncodingSource.DETECTED)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href=" https://www.example.org/ferry ">', "https://www.example.org/ferry"),
        ('<meta property="og:url" content="https://example.org/a"><link rel="canonical" href="/a">', "https://example.org/a"),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        ('<link rel="canonical" href="https://">', None),
        ('<link rel="canonical">', None),
        ("", None),
    ],
)
def test_the_address_is_the_one_that_a_document_calls_its_own(read: Read, head: str, url: str | None) -> None:
    (page,) = read("a.html", f"<head>{head}</head><p>late".encode())
    assert isinstance(page, RawPage)
    assert page.url == url


def test_html_that_cannot_be_a_page_says_why(read: Read) -> None:
    for content, code in ((bytes(range(32)) * 9, "binary"), (b"<p>" + b"x" * 1001, "oversize"), (b"<p>" + b"x" * 17_000_000, "oversize")):
        (entry,) = read("a.html", content)
        assert isinstance(entry, Rejection)
        assert (entry.code, entry.source_id) == (code, "a")
    (empty,) = read("a.html", b"")
    assert isinstance(empty, RawPage)
    assert empty.text == ""


def test_html_becomes_a_dataset(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "ferry.html").write_text(PAGE, encoding="utf-8")
    build(tmp_path / "raw", tmp_path / "out", BuildConfig(version="1.0.0"))
    (article,) = load(tmp_path / "out", "articles")
    assert (article["title"], tuple(article["authors"])) == ("The ferry is late again", ("Ann Ferris",))
    assert [comment["author"] for comment in load(tmp_path / "out", "comments")] == ["Bo Quay", "Ines"]


def test_html_at_hand_is_parsed_as_its_file_is(read: Read) -> None:
    (page,) = read("page.html", PAGE.encode(), 5000)
    assert isinstance(page, RawPage)
    for html in (PAGE, PAGE.encode(), PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').encode()):
        parsed = parse_html(html, captured_at=datetime(2024, 3, 14, tzinfo=UTC))
        assert isinstance(parsed, ParsedPage)
        assert (parsed.page.text, parsed.page.repair) == (page.text, page.repair)
        assert parsed.article is not None
        assert (parsed.article.title, parsed.article.authors) == ("The ferry is late again", ("Ann Ferris",))
        assert [comment.author for comment in parsed.comments] == ["Bo Quay", "Ines"]
        assert parsed.page.captured_at == datetime(2024, 3, 14, tzinfo=UTC)


def test_html_at_hand_has_the_address_that_is_given_or_its_own() -> None:
    html = '<link rel="canonical" href="https://www.example.org/own"><p>Ferry news'
    for url, expected in (("https://example.net/given", "https://example.net/given"), (None, "https://www.example.org/own")):
        parsed = parse_html(html, url=url)
        assert isinstance(parsed, ParsedPage)
        assert parsed.page.url == expected


def test_html_that_was_decoded_before_keeps_its_letters() -> None:
    parsed = parse_html('<meta charset="shift_jis"><p>Fähre')
    assert isinstance(parsed, ParsedPage)
    assert (parsed.page.text.strip(), parsed.page.encoding) == ("Fähre", "utf-8")


@pytest.mark.parametrize(
    ("html", "code"),
    [
        (b"%PDF-1.7\x00\x01\x02\x03\x04", "binary"),
        ("<p>\ud800", "lone_surrogate"),
        ("<p>" + "x" * 1001, "oversize"),
        ("<!--" + "x" * (1 << 24) + "x" * 9000 + "-->", "oversize"),
    ],
)
def test_html_at_hand_that_cannot_be_a_page_says_why(html: bytes | str, code: str) -> None:
    entry = parse_html(html, config=ParseConfig(max_page_chars=1000))
    assert isinstance(entry, Rejection)
    assert entry.code == code


def test_elements_that_xml_closes_in_their_tag_swallow_nothing(read: Read) -> None:
    document = (
        '<?xml version="1.0"?><html><head><title/><script src="a.js"/></head><body><p>The ferry</p><textarea rows="2"/><p>is late.</p>'
    )
    (page,) = read("a.xhtml", document.encode())
    assert isinstance(page, RawPage)
    assert page.text.split() == ["The", "ferry", "is", "late."]


def test_a_declaration_of_xml_tells_the_charset(read: Read) -> None:
    text = "Паром ходит"
    (page,) = read("a.xhtml", f'<?xml version="1.0" encoding="windows-1251"?><p>{text}'.encode("cp1251"))
    assert isinstance(page, RawPage)
    assert (page.text, page.encoding, page.encoding_source) == (text, "cp1251", EncodingSource.DECLARED)


def test_a_tag_of_very_many_attributes_is_left_bare(read: Read) -> None:
    swarm = " ".join(f"data-{number}='on the quay'" for number in range(12_000))
    few = f"<img alt='A pier' src='data:{'x' * 60_000}'>"
    (page,) = read("a.html", f"<p>{few}</p><p {swarm}>The tide is <b>late</b>.</p>".encode())
    assert isinstance(page, RawPage)
    assert page.text.split() == ["A", "pier", "The", "tide", "is", "late."]
    assert page.repair is not None
    assert page.repair.endswith("tags with more than 10000 attributes left bare: 1")


def test_time_of_a_tag_grows_with_its_attributes() -> None:
    def work(size: int) -> Callable[[], object]:
        document = f"<p {' '.join(f'a{number}=1' for number in range(size))}>The tide.".encode()
        return lambda: decode_html(document)

    bound = 40
    assert slowdown(work, (20_000, 200_000), bound) < bound
