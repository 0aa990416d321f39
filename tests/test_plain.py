"""What is read of pages that a converter has set: marks are taken off, line breaks joined, and nothing of the page is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import slowdown
from pagestrata import ParsedPage, parse
from pagestrata.dataset.promise import broken_promises
from pagestrata.parse.plain import plain_of

CASES = Path(__file__).parent / "cases" / "converted"
EXPECTED = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
CONVERTERS = ("html2text", "inscriptis", "lynx", "w3m")
SENTENCE = "the ferry leaves the old harbour at seven in the morning and comes back long after the lamps are lit along the quay"
PROSE = SENTENCE.split()
GOODS = "\n".join(f"{'Harbour Light Boots - Size ' * 2}{k}\n$1{k}9.00\nRated 4.{k} out of 5 stars" for k in range(9))
REFERENCES = "\n".join(f"{SENTENCE} and so on [{k}]. More is told by others [{k + 1}], who saw it." for k in range(1, 9))


def _page(text: str) -> ParsedPage:
    parsed = parse(text)
    assert isinstance(parsed, ParsedPage)
    assert broken_promises(parsed) == ()
    return parsed


def _unmarked(text: str) -> str:
    """A text without marks, on one line: what a reader of the page reads."""
    text = re.sub(r"\[\d+\]|\]\([^()]*\)|(?<=\s)#+\s|[\[*]", "", f"\n{text}")
    return " ".join(text.split())


def _wrapped(width: int, words: int, indent: str = "") -> str:
    """Prose of so many words, broken at a column."""
    rows = [indent]
    for number in range(words):
        word = PROSE[number % len(PROSE)]
        if len(rows[-1]) + 1 + len(word) > width:
            rows.append(indent)
        rows[-1] += word if rows[-1] == indent else f" {word}"
    return "\n".join(rows)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("converter", CONVERTERS)
def test_one_page_by_four_converters(converter: str, line_end: str) -> None:
    parsed = _page((CASES / f"{converter}.txt").read_text(encoding="utf-8").replace("\n", line_end))
    article = parsed.article
    assert article is not None
    assert article.title == EXPECTED["title"]
    assert list(article.authors) == EXPECTED["authors"]
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == EXPECTED["published"]
    assert [_unmarked(paragraph) for paragraph in article.text.split("\n\n")] == EXPECTED["body"]
    found = [[c.author, c.posted_at.isoformat() if c.posted_at else None, " ".join(c.text.split())] for c in parsed.comments]
    assert found == EXPECTED["comments"]


@pytest.mark.parametrize("width", [58, 72, 79, 100])
@pytest.mark.parametrize("indent", ["", "   "])
def test_paragraphs_broken_at_a_column_are_read_as_one_line(width: int, indent: str) -> None:
    text = "\n\n".join(_wrapped(width, 40 + 9 * number, indent) for number in range(4))
    read = [line.split() for line in plain_of(text).text.split("\n") if line.strip()]
    assert read == [[PROSE[k % len(PROSE)] for k in range(40 + 9 * number)] for number in range(4)]


def test_lists_in_broken_text_keep_their_lines() -> None:
    text = f"{_wrapped(72, 90)}\n\n" + "\n".join(f"  * {_wrapped(68, 12)}" for _ in range(3)) + f"\n\n{_wrapped(72, 60)}\n"
    assert plain_of(text).text.count("\n  • ") == 3


def test_a_button_below_a_full_line_is_no_part_of_it() -> None:
    full = " ".join(PROSE[:14])
    text = f"{_wrapped(len(full), 120)}\n\n" + "\n\n".join(f"{full}\nReply" for _ in range(3))
    assert plain_of(text).text.count("\nReply") == 3


def test_scripts_without_spaces_are_joined_without_one() -> None:
    sign = "渡轮每天早上七点离开旧港直到码头的灯全部亮起之后很久才回来"
    rows = [(sign * 12)[i : i + 36] for i in range(0, 300, 36)]
    read = plain_of("\n".join(rows))
    assert read.text == "".join(rows)
    assert read.printed(0, len(read.text)) == "".join(rows)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOODS, id="goods"),
        pytest.param("\n\n".join(f"# pacman -S package{k}\n\nThis installs it, and says so." for k in range(6)), id="shell"),
        pytest.param(REFERENCES, id="references"),
        pytest.param("\n".join(f"[{k}] Ferris, Ann. Harbours of the west. Brannoch, 20{k + 10}." for k in range(1, 9)), id="bibliography"),
        pytest.param("\n\n".join(" ".join(PROSE * 4) for _ in range(8)), id="paragraphs on a line"),
        pytest.param("f(x)[i](y) = 2 * x * y and a_b_c * d", id="a program"),
        pytest.param("  * one\n  * two\n", id="two lines of a list"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_no_converter_set_is_read_as_it_is(text: str) -> None:
    read = plain_of(text)
    assert read.text == text
    assert read.places is None
    assert read.span(0, len(text)) == (0, len(text))


def test_markdown_is_read_without_its_marks() -> None:
    text = (
        '# Boats\n\nSee [the _old_ harbour](https://a.example/b_(c)) and ![a **mast**](/mast.png "m").\n\n'
        "[![logo](/l.png)](https://a.example/)\n\n[](https://a.example/empty)\n\n## Ropes ##\n\n"
        "* one\\_two\n\n```\n# [kept](/as) *is*\n```\n"
    )
    assert plain_of(text).text.split("\n")[::2] == [
        "Boats", "See the old harbour and a mast.", "logo", "•", "Ropes ##", "• one_two", "```", "```",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "headline"),
    [
        (["# The old harbour closes"], "The old harbour closes"),
        (["# [The *old* harbour closes](/harbour)", "## More from the coast"], "The old harbour closes"),
        (["# 旧港码头周六正式关闭"], "旧港码头周六正式关闭"),
        (["# The old harbour closes", "# The old harbour closes"], "The old harbour closes"),
        (["# The old harbour closes", "# More from the coast"], None),
        (["# Sound Shore"], None),
        (["## The old harbour closes"], None),
        (["```\n# The old harbour closes\n```"], None),
    ],
)
def test_the_only_heading_of_first_level_is_the_headline(headings: list[str], headline: str | None) -> None:
    links = "[Home](/) [Tides](/tides) [About](/about)"
    read = plain_of("\r\n\r\n".join([links, *headings, "The boat went out."]))
    found = None if read.headline is None else read.text[read.headline :].partition("\n")[0].strip()
    assert found == headline


def test_a_marked_headline_is_the_title_though_another_line_looks_like_one() -> None:
    links = "* [Home](https://a.example/)\n* [Tides](https://a.example/tides)\n* [About](https://a.example/about)"
    body = "\n\n".join([SENTENCE.capitalize() + ".", f"Nobody minds that {SENTENCE}.", f"They say that {SENTENCE}."])
    other = "New timetable for the ferries of the western islands"
    text = f"{links}\n\n# What the ringing of a bell can do\n\n#### {other}\n\nBy Ann Ferris, May 4, 2019\n\n{body}\n\n{links}\n"
    article = _page(text).article
    assert article is not None
    assert article.title == "What the ringing of a bell can do"
    unmarked = _page(text.replace("# What", "## What")).article
    assert unmarked is not None
    assert unmarked.title == other


def test_rules_belong_to_the_line_above_and_bars_are_tabs() -> None:
    text = (
        "Boats\n=====\n\n## One\n\n## Two\n\n| Time | Boat |\n|:----|-----:|\n| 7:00 | *Kestrel* |\n\nTime | Boat\n---|---\n8:00 | Curlew\n"
    )
    read = plain_of(text)
    assert read.text == "Boats\n\nOne\n\nTwo\n\nTime\tBoat\n7:00\tKestrel\n\nTime\tBoat\n8:00\tCurlew\n"
    assert text[slice(*read.span(0, 5))] == "Boats\n====="


def test_a_span_has_the_marks_at_the_ends_of_its_lines() -> None:
    text = "[Home](/)\n\n[Boats](/boats) and **ropes**\n\n[Tides](/tides)\n"
    read = plain_of(text)
    assert read.text == "Home\n\nBoats and ropes\n\nTides\n"
    at = read.text.index("Boats")
    assert text[slice(*read.span(at, at + 15))] == "[Boats](/boats) and **ropes**"
    assert text[slice(*read.span(at + 6, at + 9))] == "and"


def test_numbers_and_addresses_of_lynx() -> None:
    links = "\n".join(f"   [{k}]Harbour {k}" for k in range(1, 8))
    text = f"{links}\n\nReferences\n\n" + "\n".join(f"   {k}. https://a.example/{k}" for k in range(1, 8)) + "\n"
    read = [line.strip() for line in plain_of(text).text.split("\n") if line.strip()]
    assert read == [*(f"Harbour {k}" for k in range(1, 8)), "References", *"•" * 7]


def test_a_number_within_an_address_of_lynx_is_part_of_it() -> None:
    links = "\n".join(f"   [{k}]Harbour {k}" for k in range(1, 8))
    text = f"{links}\n\n   1. https://a.example/list[2]x/one\n   2. https://a.example/two\n"
    assert plain_of(text).text.endswith("Harbour 7\n\n   •\n   •\n")


def test_what_lynx_prints_for_frames_and_buttons_is_a_bullet() -> None:
    text = "   IFRAME: https://a.example/frame\n   (BUTTON) Share\n   The IFRAME: and the (BUTTON) stay.\n"
    assert plain_of(text).text == "   •\n   • Share\n   The IFRAME: and the (BUTTON) stay.\n"


def test_the_margin_of_all_lines_is_not_read() -> None:
    rows = ["Harbours", "", *(" ".join(PROSE) for _ in range(4)), "    * Tides", "    * Ropes", "    * Bells"]
    text = "\n".join(f"{' ' * 8}{row}" if row else "" for row in rows)
    assert plain_of(text).text == "\n".join(rows).replace("*", "•")
    # Lists of other converters are set in as well.
    assert plain_of(text.replace("*", "•")).places is None


def test_sentences_around_links_are_read_as_one_line() -> None:
    text = (
        "\n\n".join(f"The boat went to \nHarbour {k}\n and came back from \nHarbour {k + 1}\n, as ever." for k in range(3))
        + "\n \nHome\nReply\n"
    )
    read = plain_of(text)
    assert [line for line in read.text.split("\n") if line.strip()] == [
        *(f"The boat went to Harbour {k} and came back from Harbour {k + 1}, as ever." for k in range(3)), "Home", "Reply",
    ]  # fmt: skip
    assert plain_of(text.replace(" \nHarbour", "\nHarbour")).places is None


def test_a_broken_line_is_printed_on_one() -> None:
    rows = [f"{_wrapped(60, 40)}\nand the last of the har-\nbour boats comes back late." for _ in range(3)]
    text = "\n\n".join([*rows, "Boats\n=====", "See [the tides](/tides), [the ropes](/ropes) and\n[the bells](/bells)."])
    read = plain_of(text)
    lines = read.text.split("\n\n")
    printed = [read.printed(at, at + len(line)) for line in lines for at in [read.text.index(line)]]
    assert printed[0].endswith("the last of the har-bour boats comes back late.")
    assert printed[3:] == ["Boats\n=====", "See [the tides](/tides), [the ropes](/ropes) and [the bells](/bells)."]
    assert [" ".join(line.split()) for line in printed[:3]] == printed[:3]


PIECES = st.sampled_from(
    ["[", "]", "](https://a.example/b)", "](/c d)", "| a | b |\n|---|---|\n", "| | |\n---|---|---\n", "\n====", "![", "**", "_", "# ",
     "## ", "\\", "```", "[1]", "[2]Two", " 3. https://a.example/", "* ", "  + ", "\n", "\n\n", "\r\n", "\r", " ", "\u2028", "\x0b",
     " " * 8, "港", "-\n", " \nlink\n and", " \nlink\n, as", "says:", _wrapped(60, 60), "Reply\n"]
)  # fmt: skip


# What tells of each converter, so that its marks are looked for in what follows.
TOLD = st.sampled_from(
    ["", "[a](/a) [b](/b) [c](/c)\n\n", "".join(f"   [{k}]Harbour\n" for k in range(1, 8)), f"{_wrapped(60, 200)}\n\n", "  * a\n" * 3]
)


@settings(max_examples=150, deadline=None)
@given(st.tuples(TOLD, st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=60).map("".join)).map("".join))
def test_nothing_is_lost_whatever_is_read(text: str) -> None:
    parsed = parse(text)
    if isinstance(parsed, ParsedPage):
        assert broken_promises(parsed) == ()


@settings(max_examples=150, deadline=None)
@given(st.tuples(TOLD, st.lists(PIECES, max_size=80).map("".join)).map("".join))
def test_all_that_is_read_stands_in_the_page(text: str) -> None:
    read = plain_of(text)
    if read.places is not None:
        assert (read.places[1:] >= read.places[:-1]).all()
        there = [text[place] for place in read.places.tolist()]
        assert all(char == own or char in "• \t\n" for char, own in zip(read.text, there, strict=True))


@pytest.mark.parametrize(
    "unit",
    [
        "_a ",
        "*a*b",
        "\\",
        "[",
        "](/a",
        "[1]a ",
        "    ",
        " \n",
        "  * x\n",
        "       □\n",
        "|--|--|\n",
        "a|b\n|--|--|\n",
        "word " * 15 + "\n",
        "港",
        "\r",
    ],
)
def test_time_grows_with_the_text(unit: str) -> None:
    marked = "[a](https://a.example/) [b](https://a.example/) [c](https://a.example/)\n\n"

    def work(size: int) -> Callable[[], object]:
        text = marked + unit * (size // len(unit))
        return lambda: plain_of(text)

    assert slowdown(work, (30_000, 120_000), 9) < 9


def test_time_grows_with_the_blanks_of_a_table() -> None:
    marked = "[a](https://a.example/) [b](https://a.example/) [c](https://a.example/)\n\n"

    def work(size: int) -> Callable[[], object]:
        text = f"{marked}a | b{' ' * size}c\n---|---\nd | | e\n"
        return lambda: plain_of(text)

    assert slowdown(work, (10_000, 40_000), 9) < 9
