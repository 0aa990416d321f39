"""Roles of an article's lines on the synthetic pages of `cases/fields` (see `test_fields`), and what must hold of any page."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagestrata.parse.fields import Fields
from pagestrata.parse.labels import LABELS, MARKS, LineScores
from pagestrata.parse.lines import split_lines
from pagestrata.parse.roles import assign_roles
from pagestrata.records import Category, Role

CASES = sorted((Path(__file__).parent / "cases" / "fields").glob("*.json"))
FIXED = {"title": Role.TITLE, "byline": Role.BYLINE, "date": Role.DATE}


def plain_scores(count: int) -> LineScores:
    labels = np.zeros((count, len(LABELS)), np.float32)
    labels[:, LABELS.index("body")] = 1
    return LineScores(labels, np.zeros((count, len(MARKS)), np.float32), np.array([1, 0, 0], np.float32))


def roles_of(rows: list[str], fields: Fields | None = None) -> list[Role]:
    lines = split_lines("\n".join(rows))
    return [role for _, role in assign_roles(lines, plain_scores(len(lines)), range(len(lines)), fields or Fields())]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    rows = json.loads(path.read_text("utf8"))["page"]
    lines = split_lines("\n".join(row[2] if row else "" for row in rows))
    expected = [row[1] for row in rows if row]
    at = {name: tuple(i for i, what in enumerate(expected) if what == name) for name in FIXED}
    fields = Fields(title_lines=at["title"], byline_lines=at["byline"], date_lines=at["date"])
    article = {i: what for i, what in enumerate(expected) if what not in set(Category)}
    body = [i for i, what in article.items() if what not in FIXED]
    assert {i: role.value for i, role in assign_roles(lines, plain_scores(len(lines)), body, fields)} == article


OTHER = "A second crew stood by, with nothing to do but to count the gulls, and it counted them twice over to be sure."
LONG = "The ferry was late again on Friday, and the people on the quay talked of nothing else until the lamps were lit."


@pytest.mark.parametrize(
    ("rows", "place", "role"),
    [
        (["Why the ferry is late", LONG], 0, Role.HEADING),
        (["Warum kommt die Fähre zu spät?", LONG], 0, Role.HEADING),
        (["It is late.", LONG], 0, Role.PARAGRAPH),
        (["港口的船：", LONG], 0, Role.PARAGRAPH),
        (["港口的船", LONG], 0, Role.HEADING),
        (["• Bring a coat", LONG], 0, Role.LIST_ITEM),
        (["1. Bring a coat", LONG], 0, Role.LIST_ITEM),
        (["2) Bring a coat", LONG], 0, Role.LIST_ITEM),
        (["> It always is late", LONG], 0, Role.QUOTE),
        (["for (int i = 0; i < n; i++) {", LONG], 0, Role.CODE),
        (["$ git commit -m 'Mend the ferry' && make dock", LONG], 0, Role.CODE),
        (["Quay\t7:15\t7:40", LONG], 0, Role.TABLE),
        (["Quay | 7:15 | 7:40", LONG], 0, Role.TABLE),
        (["Foto: Die Fähre am Kai", LONG], 0, Role.CAPTION),
        (["The ferry at the quay, seen from the old crane", "The ferry at the quay, seen from the old crane", LONG], 1, Role.CAPTION),
        ([LONG, "(The writer is a fellow of the Harbour Institute.)"], 1, Role.AUTHOR_BIO),
        ([LONG, OTHER], 0, Role.PARAGRAPH),
    ],
)
def test_shape_tells_the_role(rows: list[str], place: int, role: Role) -> None:
    assert roles_of(rows)[place] is role


def test_bio_behind_the_body_joins_the_article() -> None:
    lines = split_lines(f"{LONG}\n{OTHER}\nAnn Ferris is the harbour's chronicler.\nContact us")
    told = assign_roles(lines, plain_scores(len(lines)), [0, 1], Fields(authors=("Ann Ferris",)))
    assert told == ((0, Role.PARAGRAPH), (1, Role.PARAGRAPH), (2, Role.AUTHOR_BIO))


def test_bio_inside_a_comment_stays_there() -> None:
    lines = split_lines(f"{LONG}\nAnn Ferris is the harbour's chronicler.")
    scores = plain_scores(len(lines))
    scores.labels[1] = 0
    scores.labels[1, LABELS.index("comment_body")] = 1
    assert assign_roles(lines, scores, [0], Fields(authors=("Ann Ferris",))) == ((0, Role.PARAGRAPH),)


def test_bio_that_a_comment_begins_with_is_that_comments() -> None:
    lines = split_lines(f"{LONG}\nAnn Ferris is the harbour's chronicler.")
    assert assign_roles(lines, plain_scores(len(lines)), [0], Fields(authors=("Ann Ferris",)), {1}) == ((0, Role.PARAGRAPH),)


def test_sentence_between_headline_and_byline_is_the_standfirst() -> None:
    fields = Fields(title_lines=(0,), byline_lines=(2,))
    told = roles_of(["The ferry is late", "Three crews explain why it cannot be helped", "By Ann Ferris", LONG], fields)
    assert told == [Role.TITLE, Role.STANDFIRST, Role.BYLINE, Role.PARAGRAPH]


def test_sentence_without_spaces_between_headline_and_byline_is_the_standfirst() -> None:
    fields = Fields(title_lines=(0,), byline_lines=(2,))
    body = "渡轮今天早上又晚点了，码头上的人整天都在谈这件事，直到晚上灯亮起来才慢慢散去，船长们却什么也没有说。"
    for between, role in (("市政府昨天宣布老渡轮明年停航", Role.STANDFIRST), ("港口新闻", Role.HEADING)):
        assert roles_of(["老渡轮要停航了", between, "记者 李思源", body], fields) == [Role.TITLE, role, Role.BYLINE, Role.PARAGRAPH]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("老渡轮停在码头边等候最后一批乘客上船，摄于去年冬天的一个早晨", Role.CAPTION),
        ("港の渡し船が最後の乗客を待っているところ、去年の冬の朝に撮影", Role.CAPTION),
        ("老渡轮停在码头边等候最后一批乘客上船，摄于去年冬天的一个早晨 李思源 摄", Role.CAPTION),
        ("・貸本そのものより、港で本を借りていた人たちに興味がある人の集まり", Role.PARAGRAPH),
        ("会場：港の資料館の第二展示室、会期：三月一日から六月三十日まで、入場無料", Role.PARAGRAPH),
        ("築年数 指定しない 新築 三年以内 五年以内 十年以内 二十年以内 三十年以内のみ", Role.PARAGRAPH),
        ("渡轮为什么又晚点了", Role.HEADING),
        ("เรือข้ามฟากลำเก่าของท่าเรือจะหยุดวิ่งในฤดูใบไม้ผลิปีหน้าและจะมีเรือลำใหม่สองลำมาแทน", Role.PARAGRAPH),
        ("أعلنت البلدية أمس أن العبارة القديمة ستتوقف في الربيع القادم وأن عبارتين جديدتين ستحلان محلها قريبا", Role.PARAGRAPH),
    ],
)
def test_a_line_without_spaces_has_the_role_of_its_length(line: str, role: Role) -> None:
    body = "渡轮今天早上又晚点了，码头上的人整天都在谈这件事，直到晚上灯亮起来才慢慢散去，船长们却什么也没有说。" * 3
    assert roles_of([line, body])[0] is role


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), max_size=15), st.data())
def test_every_body_line_has_one_role(rows: list[str], data: st.DataObject) -> None:
    lines = split_lines("\n".join(rows))
    body = sorted(data.draw(st.sets(st.sampled_from(range(len(lines))), max_size=len(lines)))) if len(lines) else []
    told = assign_roles(lines, plain_scores(len(lines)), body, Fields())
    places = [i for i, _ in told]
    assert places == sorted(set(places))
    assert set(body) <= set(places)
