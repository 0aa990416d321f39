"""Programs and tables in articles: whole, with their line breaks and what they are set in by, and nothing else taken for them."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pagestrata
from growth import slowdown
from pagestrata.parse.blocks import blocks_of
from pagestrata.parse.lines import split_lines
from pagestrata.parse.programs import with_programs
from pagestrata.parse.tables import with_tables
from pagestrata.records import Article, Role

PARAGRAPH = "The tide table below is read by the harbour office each morning, and printed on the board beside the quay by noon."
PROGRAM = """\
def tide(day, place):
    # heights in centimetres
    for hour in range(24):

        if place == "Dover":
            yield hour, high(day)
        else:
            yield hour, low(day)
"""
TABLE = "| hour | Dover | Calais |\n|---|---|---|\n| 6 | 312 | 298 |\n"


def article_of(text: str) -> Article:
    parsed = pagestrata.parse(text)
    assert isinstance(parsed, pagestrata.ParsedPage)
    assert parsed.article is not None
    return parsed.article


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("margin", ["", "    "])
def test_a_program_is_one_block_and_stays_readable(line_break: str, margin: str) -> None:
    program = "".join(f"{margin}{line}" if line.strip() else line for line in PROGRAM.splitlines(keepends=True))
    page = f"How the tide table is made\n\nBy Hanne Vik, 5 May 2024\n\n{PARAGRAPH}\n\n{program}\n{PARAGRAPH[:-1]}, or later.\n"
    article = article_of(page.replace("\n", line_break))
    assert article.text == f"{PARAGRAPH}\n\n{PROGRAM}\n{PARAGRAPH[:-1]}, or later."
    (block,) = (block for block in article.blocks if block.role is Role.CODE)
    printed = page.replace("\n", line_break)[block.start : block.end]
    assert dedent(printed.replace(line_break, "\n")) == PROGRAM.rstrip()
    assert [block.role for block in article.blocks if block.role is not Role.BYLINE] == [
        Role.TITLE, Role.PARAGRAPH, Role.CODE, Role.PARAGRAPH,
    ]  # fmt: skip


def test_a_program_of_html_stays_readable() -> None:
    page = f"<h1>How the tide table is made</h1><p>{PARAGRAPH}</p><pre>{PROGRAM}</pre><p>{PARAGRAPH[:-1]}, or later.</p>"
    parsed = pagestrata.parse_html(f"<html><body><article>{page}</article></body></html>")
    assert isinstance(parsed, pagestrata.ParsedPage)
    assert parsed.article is not None
    assert PROGRAM.rstrip() in parsed.article.text


def test_what_stands_between_the_fences_of_markdown_is_a_program() -> None:
    fenced = f"```\n{PROGRAM.replace('#', '')}Now\n```"
    article = article_of(f"# How the tide table is made\n\n{PARAGRAPH}\n\n{fenced}\n\n{PARAGRAPH[:-1]}, or later.\n")
    assert fenced in article.text


def roles_of(page: str, code: set[int], article: set[int] | None = None) -> dict[int, Role]:
    lines = split_lines(page)
    of_article = range(len(lines)) if article is None else sorted(article)
    return with_programs(lines, {i: Role.CODE if i in code else Role.PARAGRAPH for i in of_article})


@pytest.mark.parametrize(
    ("page", "sure", "code"),
    [
        ("Ask:\n\nx = f(1);\ny = g(x);\n}\n\nThen go.", {1, 2}, {1, 2, 3}),
        ("if x:\n  f(1);\n  y\n  g(x);\nelse:\n  z", {1, 3}, set(range(6))),
        ("f(1);\ng(2);\nThe tide is high.", {0, 1}, {0, 1}),
        ("f(1);\ng(2);\n\n// a note\nThe tide.", {0, 1}, {0, 1}),
        ("f(1) {\ng(2);\n\n  h\n}\n", {0, 1}, {0, 1, 2, 3}),
        ("Adults\n$89 - $189+\n  for a day\nChildren\n$42 - $60+", {1, 4}, {1, 4}),
        ("f(1);\n• g\n  h", {0}, {0}),
        ("-x = f(1);\n-  y\n+  z = g(2);\n", {0, 2}, {0, 1, 2}),
        ("Set:\n\n  a:\n    b: c\n    - d\n\n  e:\n    f: g\n\nThen go.", set(), {1, 2, 3, 4, 5}),
        ("a:\n  b: c\nd:\n  e: f\n", set(), set()),
        ("one\n" * 3 + "f(1);\n" + "two\n" * 4 + "g(2);", {3, 8}, {3, 8}),
        ("one\n" * 3 + "f(1);\n" + "two\n" * 3 + "g(2);", {3, 7}, {3, 4, 5, 6, 7}),
    ],
)  # fmt: skip
def test_lines_beside_those_of_a_program_are_of_it(page: str, sure: set[int], code: set[int]) -> None:
    assert {i for i, role in roles_of(page, sure).items() if role is Role.CODE} == code


def test_lines_that_the_body_left_out_of_a_program_come_back() -> None:
    page = "f(1) {\n  g(2);\n  h\n  k(3);\n}\n\nImprint"
    assert roles_of(page, {1, 3}, {1, 3}) == dict.fromkeys(range(5), Role.CODE)
    lines = split_lines(page)
    assert with_programs(lines, dict.fromkeys((1, 3), Role.CODE), taken={0, 2}).keys() == {1, 3, 4}


@pytest.mark.parametrize(
    ("rows", "article", "whole"),
    [
        (["x", "| a | b |", "|---|---|", "| 1 | 2 |", "y"], {0, 4}, {0, 1, 2, 3, 4}),
        (["x", "a\tb\tc", "1\t2\t3", "1\t2\t3", "menu"], {0, 1, 3}, {0, 1, 2, 3}),
        (["x", "a\tb\tc", "1\t2\t3", "menu", "y"], {0, 4}, {0, 4}),
        (["x", "a\tb\tc", "y"], {0, 2}, {0, 2}),
        (["x", "a | b", "---+---", "1 | 2", "y"], {0, 4}, {0, 1, 2, 3, 4}),
        (["x", "a | b", "1 | 2", "y"], {0, 3}, {0, 3}),
        (["x", "+--+--+", "| 1 | 2 |", "+--+--+", "y"], {0, 2, 4}, {0, 1, 2, 3, 4}),
        (["x", "a\tb\tc", "", "1\t2\t3", "y"], {0, 3}, {0, 3}),
    ],
)
def test_a_table_is_of_the_article_with_all_of_its_rows(rows: list[str], article: set[int], whole: set[int]) -> None:
    lines = split_lines("\n".join(rows))
    roles = dict.fromkeys(sorted(article), Role.PARAGRAPH)
    assert with_tables(lines, roles).keys() == whole
    assert with_tables(lines, roles, taken={1}).keys() == article


def test_rows_of_a_table_stay_together() -> None:
    lines = split_lines(f"{PARAGRAPH}\n\n{TABLE}\n{TABLE}")
    told = [(0, Role.PARAGRAPH), *((i, Role.TABLE) for i in range(1, 7))]
    assert blocks_of(lines, told) == ((Role.PARAGRAPH, 0, 0), (Role.TABLE, 1, 3), (Role.TABLE, 4, 6))


@given(st.text(st.sampled_from("aB 1\n\r\t{};#`|$.="), max_size=300), st.data())
def test_no_line_of_an_article_is_lost_or_moved(page: str, data: st.DataObject) -> None:
    lines = split_lines(page)
    roles = {i: data.draw(st.sampled_from(Role)) for i in range(len(lines)) if data.draw(st.booleans())}
    told = with_programs(lines, roles)
    assert list(told) == sorted(told)
    assert roles.keys() <= told.keys()
    assert all(told[i] in (role, Role.CODE) for i, role in roles.items())
    assert all(told[i] is Role.CODE for i in told.keys() - roles.keys())
    blocks = blocks_of(lines, tuple(told.items()))
    assert [i for block in blocks for i in range(block.first, block.last + 1)] == list(told)


def test_time_grows_with_the_length_of_a_program() -> None:
    def work(size: int) -> Callable[[], object]:
        lines = split_lines("".join(f"x{i} = f({i});\nif (y) {{\n  g(z);\n}}\na\tb\tc\n" for i in range(size)))
        roles = {i: Role.CODE if i % 5 in (0, 2) else Role.PARAGRAPH for i in range(len(lines)) if i % 7}
        return lambda: blocks_of(lines, tuple(with_programs(lines, with_tables(lines, roles)).items()))

    assert slowdown(work, (500, 2_000), 9) < 9


OTHERS = [
    "Nobody has ever asked for more than that, for the boats go out with the tide and come back with it, whatever the board may say.",
    "Since May a small program does the reading, and the keeper of the harbour has an hour more for the boats, which is why he came here.",
]
HEAD = f"How the tide table is made\n\nBy Hanne Vik\n5 May 2024\n\n{PARAGRAPH}\n\n"


@pytest.mark.parametrize(
    "program",
    [
        '{\n  "name": "Dover",\n  "heights": [\n    312,\n    298\n  ],\n  "open": true\n}',
        ".gauge {\n  color: red;\n  margin: 0 auto;\n}",
        "import csv\n\nwith open(name) as f:\n    for row in csv.reader(f):\n        print(row[0])",
        "for tide in day:\n\u00a0\u00a0if tide.high():\n\u00a0\u00a0\u00a0\u00a0print(tide.time)",
        "```\nmake all\n````",
        "Place | High\n--- | ---\nDover | 312\nCalais | 298",
    ],
)
@pytest.mark.parametrize("margin", ["", "\u00a0\u00a0", "\t"])
def test_programs_and_tables_of_many_kinds_stay_whole(program: str, margin: str) -> None:
    page = f"{HEAD}{''.join(f'{margin}{row}' if row.strip() else row for row in program.splitlines(keepends=True))}\n\n" + "\n\n".join(
        OTHERS
    )
    article = article_of(page)
    assert article.text == "\n\n".join([PARAGRAPH, program, *OTHERS])
    assert article.authors == ("Hanne Vik",)


@pytest.mark.parametrize(
    ("page", "programs"),
    [
        (f"~~~~~~~~\nHow the tide table is made\nBy Hanne Vik, 5 May 2024\n~~~~~~~~\n\n{PARAGRAPH}\n\n" + "\n\n".join(OTHERS), []),
        (
            f"{HEAD}{OTHERS[0]}\n\n```make all``` is typed first, before anything else is done there.\n\n{OTHERS[1]}\n\n```\nx\n```",
            ["```\nx\n```"],
        ),
        (
            f"{HEAD}```python\nx = tide.read(harbour=1)\n\n{OTHERS[0]}\n\n```\n./run --now\n```\n\n{OTHERS[1]}",
            ["x = tide.read(harbour=1)", "```\n./run --now\n```"],
        ),
    ],
)
def test_what_is_no_program_is_in_none(page: str, programs: list[str]) -> None:
    article = article_of(page)
    found = [page[block.start : block.end] for block in article.blocks if block.role is Role.CODE]
    assert found == programs
    assert article.authors == ("Hanne Vik",)
    assert all(other in article.text for other in OTHERS if other in page)


@pytest.mark.parametrize(("language", "code"), [("", {4, 5, 6}), ("tasks", {0, 2, 4, 5, 6})])
def test_fences_around_a_line_taken_for_the_headline_leave_the_next_pair_whole(language: str, code: set[int]) -> None:
    lines = split_lines(f"```{language}\nnot done\n```\n\n{OTHERS[0]}\n\n```\ndue today\n```\n\n{OTHERS[1]}\n")
    roles = with_programs(lines, {i: Role.TITLE if i == 1 else Role.PARAGRAPH for i in range(len(lines))})
    assert {i for i, role in roles.items() if role is Role.CODE} == code


@pytest.mark.parametrize(("rows", "is_whole"), [(1, True), (9, True), (30, False)])
def test_a_fenced_program_that_ends_an_article_is_of_it(rows: int, *, is_whole: bool) -> None:
    fenced = "```\n" + "wait for the tide\n" * rows + "```"
    lines = split_lines(f"{OTHERS[0]}\n\n{fenced}\n\nImprint\n```\nx\n```\n")
    code = range(1, rows + 3) if is_whole else ()
    assert with_programs(lines, {0: Role.PARAGRAPH}) == {0: Role.PARAGRAPH} | dict.fromkeys(code, Role.CODE)


def test_links_below_a_program_stay_out_of_the_article() -> None:
    article = article_of(f"{HEAD}{OTHERS[0]}\n\nx = f(1);\ny = g(2);\n#harbour\n[Top]\n[Print]\n<Back\n(3)\n\n\u00a9 2024")
    assert "x = f(1);\ny = g(2);" in article.text
    assert not any(link in article.text for link in ("[Top]", "[Print]", "<Back", "(3)"))
