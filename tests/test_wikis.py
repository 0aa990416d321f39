"""Pages of wikis: their marks, the headings above them, and the address that they print of themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagestrata import ParsedPage, parse
from pagestrata.parse.lines import split_lines
from pagestrata.parse.wikis import LEAST_MARKS, edit_marks, printed_address, with_headings

SECTION = "{name}\n{mark}\nThe ferry was built in the yard of the old harbour, and it is the last of the three that were.\n"


@pytest.mark.parametrize(
    "mark",
    ["[edit]", "[ edit ]", "[Bearbeiten | Quelltext bearbeiten]", "[modifier | modifier le code]", "[編集]", "[ред. | ред. код]", "[عدل]"],
)
def test_marks_alone_on_their_lines(mark: str) -> None:
    lines = split_lines("".join(SECTION.format(name=name, mark=mark) for name in ("History", "Ships", "Routes")))
    assert edit_marks(lines) == (1, 4, 7)


def test_marks_behind_their_headings() -> None:
    lines = split_lines("".join(f"{name}[edit]\nThe ferry was built in the old harbour.\n" for name in ("History", "Ships", "Routes")))
    assert edit_marks(lines) == ()


@pytest.mark.parametrize(
    "text", ["", "[edit]\n" * (LEAST_MARKS - 1), "See [1]\nand [2]\nand [3]\nand [4]\n", "Press [edit] and wait.\n" * 5]
)
def test_what_is_no_wiki(text: str) -> None:
    assert edit_marks(split_lines(text)) is None


def test_headings_come_with_the_text_below_their_marks() -> None:
    # A heading over a heading over the text; the last one stands over a list that is no text.
    assert with_headings([0, 5, 6], [2, 4, 8]) == [0, 1, 3, 5, 6]


@given(st.text(alphabet="ab []|\nedit", max_size=200))
def test_whatever_the_page_marks_are_lines_of_it_and_nothing_is_lost(text: str) -> None:
    lines = split_lines(text)
    marks = edit_marks(lines)
    assert all(lines.line(i).startswith("[") and lines.line(i).endswith("]") for i in marks or ())
    body = list(range(0, len(lines), 2))
    assert set(body) <= set(with_headings(body, marks or ())) <= set(range(len(lines)))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ('Retrieved from "https://a.example/w/index.php?title=Old_ferry&oldid=12"', "https://a.example/w/index.php?title=Old_ferry"),
        ("„https://a.example/index.php?title=F%C3%A4hre&amp;oldid=9“", "https://a.example/index.php?title=F%C3%A4hre"),
        ('Retrieved from "https://a.example/w/Old_ferry?oldid=12"', "https://a.example/w/Old_ferry"),
        ("https://a.example/w/index.php?title=Old_ferry&action=edit", None),
        ("oldid=12", None),
    ],
)
def test_the_address_of_a_version(text: str, address: str | None) -> None:
    assert printed_address(text) == address


@pytest.mark.parametrize(("title", "address"), [("Bee", "https://a.example/w/Bee"), ("渡轮", "https://a.example/wiki/%E6%B8%A1%E8%BD%AE")])
def test_short_names_of_pages(title: str, address: str) -> None:
    sections = "".join(SECTION.format(name=name, mark="[edit]") for name in ("History", "Ships", "Routes"))
    parsed = parse(f"• Home\n• {title}\n• Random page\nPicture of the old ferry in the harbour\n{sections}", url=address)
    assert isinstance(parsed, ParsedPage)
    assert parsed.article is not None
    assert parsed.article.title == title


def test_a_wiki_has_neither_author_nor_day() -> None:
    sections = "".join(SECTION.format(name=name, mark="[edit]") for name in ("History", "Ships", "Routes"))
    parsed = parse(f"Old ferry\nOwner\t\tJan Holm\nFirst trip\t\t20 December 1957\n{sections}", url="https://a.example/wiki/Old_ferry")
    assert isinstance(parsed, ParsedPage)
    assert parsed.article is not None
    assert (parsed.article.title, parsed.article.authors, parsed.article.published_at) == ("Old ferry", (), None)
    assert "[edit]" not in parsed.article.text
