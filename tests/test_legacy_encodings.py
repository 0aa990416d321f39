"""Texts in the encodings in which they were once written, told by their bytes alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pagestrata.config import ParseConfig
from pagestrata.errors import ConfigError
from pagestrata.records import EncodingSource
from pagestrata.sources import READERS, RawPage, list_inputs, read_file
from pagestrata.sources.decode import Decoded, decode

PAGES = [json.loads(line) for line in Path(__file__).with_name("encodings.jsonl").read_text(encoding="utf-8").splitlines()]
BEGINNING = 60


def read(raw: bytes) -> str:
    decoded = decode(raw)
    assert isinstance(decoded, Decoded)
    return decoded.text


@pytest.mark.parametrize(
    ("text", "encoding"), [(page["text"], encoding) for page in PAGES for encoding in page["encodings"]], ids=lambda value: value[:20]
)
def test_a_legacy_encoding_is_told_by_the_language_of_its_text(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)) == text
    assert read(text[:BEGINNING].encode(encoding)) == text[:BEGINNING]


@pytest.mark.parametrize(
    "word", ["Zoë", "naïve", "Ángel", "Œuvre", "Guðrún", "Þór", "Škoda", "½ pint", "5°C", "20 µm", "it’s", "“so”", "€5"]
)
def test_one_word_of_an_english_page_in_windows_1252_is_no_other_encoding(word: str) -> None:
    text = f"The library in our street opened again on Monday after three months of work, says a notice: {word}. Chairs are few as yet."
    assert read(text.encode("cp1252")) == text


@pytest.mark.parametrize("text", ["Åsa said so.", "Señora Peña", "smörgåsbord", "it’s"])
def test_accents_beside_plain_letters_are_no_ideographs(text: str) -> None:
    assert read(text.encode("cp1252")) == text


@pytest.mark.parametrize("encoding", ["big5", "gb18030"])
def test_ideographs_beside_plain_letters_stay(encoding: str) -> None:
    text = "iPhone的新功能，他說OK。Python 3.12在去年發布，許多人用Linux工作。"
    assert read(text.encode(encoding)) == text


def test_markup_is_no_language_of_a_document() -> None:
    markup = '<div class="block with-border" data-name="the one of them"><a href="/about/people" title="read more of it">'
    text = (
        f"<html><body>{markup * 100}A városi könyvtár hétfőn este újra kinyitott, és sokan eljöttek a költők kedvéért.{markup * 100}</html>"
    )
    assert read(text.encode("iso8859_2")) == text


@pytest.mark.parametrize(("name", "before"), [("a.txt", ""), ("a.html", "<meta charset=utf-8><p>")])
def test_an_encoding_may_be_given(tmp_path: Path, name: str, before: str) -> None:
    for encoding, word, read_as in (("cp1257", "Zoė", EncodingSource.DECLARED), ("utf-8", "Zoė", EncodingSource.UTF_8)):
        (tmp_path / name).write_bytes(f"{before}{word} said so.".encode(encoding))
        (file,) = list_inputs([tmp_path / name], tuple(READERS)).used
        (page,) = read_file(file, ParseConfig(encoding="cp1257"))
        assert isinstance(page, RawPage)
        assert (page.text.strip(), page.encoding, page.encoding_source) == ("Zoė said so.", encoding, read_as)


@pytest.mark.parametrize("name", ["no-such", "base64", "nul\0l", ""])
def test_an_encoding_that_is_none_is_told_at_once(name: str) -> None:
    with pytest.raises(ConfigError, match="give one that Python has"):
        ParseConfig(encoding=name)
