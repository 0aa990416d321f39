"""Categories of boilerplate on the synthetic pages of `cases/fields` (see `test_fields`), and what must hold of any page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import MOST_RUNS, slowdown
from pagestrata.parse.categories import categorize, said_alone
from pagestrata.parse.labels import LABELS, MARKS, LineScores
from pagestrata.parse.lines import split_lines
from pagestrata.records import Category

CASES = sorted((Path(__file__).parent / "cases" / "fields").glob("*.json"))
BODY = "The ferry was late again on Friday, and the people on the quay talked of nothing else until the lamps were lit."


def plain_scores(count: int) -> LineScores:
    labels = np.full((count, len(LABELS)), 0.2, np.float32)
    return LineScores(labels, np.zeros((count, len(MARKS)), np.float32), np.array([1, 0, 0], np.float32))


def categories_of(before: list[str], after: list[str]) -> list[Category]:
    lines = split_lines("\n".join([*before, BODY, *after]))
    rest = [i for i in range(len(lines)) if lines.line(i) != BODY]
    return [category for _, category, _ in categorize(lines, plain_scores(len(lines)), rest)]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    rows = json.loads(path.read_text("utf8"))["page"]
    lines = split_lines("\n".join(row[2] if row else "" for row in rows))
    expected = {i: row[1] for i, row in enumerate(row for row in rows if row) if row[1] in set(Category)}
    told = categorize(lines, plain_scores(len(lines)), list(expected))
    assert {i: category.value for i, category, _ in told} == expected


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Leave a Reply", Category.COMMENT_FORM),
        ("Schreibe einen Kommentar", Category.COMMENT_FORM),
        ("Laisser un commentaire", Category.COMMENT_FORM),
        ("Dodaj komentarz", Category.COMMENT_FORM),
        ("12 Comments", Category.COMMENT_HEADING),
        ("3 Kommentare", Category.COMMENT_HEADING),
        ("4 thoughts on “The ferry is late”", Category.COMMENT_HEADING),
        ("Comments are closed.", Category.COMMENT_NOTICE),
        ("Los comentarios están cerrados", Category.COMMENT_NOTICE),
        ("Sort by: newest first", Category.COMMENT_CONTROLS),
        ("Please read our comment policy", Category.COMMENT_POLICY),
        ("Sign up for our newsletter", Category.SUBSCRIPTION),
        ("Jetzt abonnieren", Category.SUBSCRIPTION),
        ("You may also like", Category.RELATED),
        ("Lees ook", Category.RELATED),
        ("ADVERTISEMENT", Category.ADVERTISEMENT),
        ("Publicité", Category.ADVERTISEMENT),
        ("All rights reserved", Category.LEGAL),
        ("© 2021 Harbour Courier", Category.LEGAL),
        ("Datenschutzerklärung", Category.LEGAL),
        ("Font size: A A A", Category.WIDGET),
        ("Teilen", Category.WIDGET),
        ("Your donation keeps the lamp lit", Category.DONATION),
        ("Spenden", Category.DONATION),
        ("Wednesday, August 20, 2014", Category.PAGE_DATE),
        ("20.08.2014", Category.PAGE_DATE),
        ("The harbour institute was founded by three pilots", Category.ABOUT),
        ("Editor in chief:", Category.MASTHEAD),
        ("Startseite", Category.NAVIGATION),
    ],
)
def test_phrase_or_shape_tells_the_category(text: str, category: Category) -> None:
    assert categories_of([], [text]) == [category]


def test_heading_rules_the_lines_below_it() -> None:
    after = ["Related articles", "A second ferry is built on the other bank", "Tides", "", "", "", "", "Contact us"]
    assert categories_of([], after) == [Category.RELATED] * 3 + [Category.NAVIGATION]


def test_line_that_goes_on_belongs_to_the_one_above() -> None:
    assert categories_of(["Your donation", "is a great help."], []) == [Category.DONATION] * 2


def test_side_of_the_article_tells_what_is_left() -> None:
    sentence = "A paper of the harbour and its people"
    assert categories_of([sentence], [sentence]) == [Category.MASTHEAD, Category.RELATED]


@pytest.mark.parametrize(
    "sentence",
    [
        "市政府昨天宣布，港口的老渡轮明年春天将停止运营，由两艘新船代替，码头上的人们对此看法不一，老船长们也都不愿意离开",
        "市は昨日、港の古い渡し船を来年の春に引退させ、二隻の新しい船に替えると発表しましたが、埠頭の人々の意見は分かれています",
        "เทศบาลประกาศเมื่อวานว่าเรือข้ามฟากลำเก่าของท่าเรือจะหยุดวิ่งในฤดูใบไม้ผลิปีหน้าและจะมีเรือลำใหม่สองลำมาแทนในปีเดียวกันนั้นเอง",
    ],
)
def test_a_sentence_without_spaces_is_not_few_words(sentence: str) -> None:
    assert categories_of([sentence], [sentence]) == [Category.MASTHEAD, Category.OTHER]


@pytest.mark.parametrize("link", ["网站导航", "港口简介", "사이트 안내", "施設案内", "แผนผังเว็บไซต์"])
def test_a_link_without_spaces_is_few_words(link: str) -> None:
    assert categories_of([link], []) == [Category.NAVIGATION]


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), max_size=15), st.data())
def test_every_line_has_one_category_and_a_reason(rows: list[str], data: st.DataObject) -> None:
    lines = split_lines("\n".join(rows))
    rest = sorted(data.draw(st.sets(st.sampled_from(range(len(lines))), max_size=len(lines)))) if len(lines) else []
    told = categorize(lines, plain_scores(len(lines)), rest)
    assert [i for i, _, _ in told] == rest
    assert all(reason for _, _, reason in told)


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("Kategorije", Category.NAVIGATION),
        ("Αναζήτηση", Category.NAVIGATION),
        ("Nejnovější příspěvky", Category.RELATED),
        ("Viimeisimmät artikkelit", Category.RELATED),
        ("Останні коментарі", Category.WIDGET),
        ("Skriv kommentar", Category.COMMENT_FORM),
        ("コメントを送信", Category.COMMENT_FORM),
        ("Komentari su zatvoreni", Category.COMMENT_NOTICE),
        ("Žádné komentáře", Category.COMMENT_HEADING),
    ],
)
def test_what_menus_and_forms_say_in_many_languages(line: str, category: Category) -> None:
    assert said_alone(line) is category


def test_time_grows_with_the_number_of_lines_only() -> None:
    def work(count: int) -> Callable[[], object]:
        scores, rest = plain_scores(count), range(count)
        # What was judged before is remembered: each run has lines of its own.
        texts = ("\n".join(f"Share {count} the {run} page of the {i} harbour" for i in range(count)) for run in range(MOST_RUNS + 1))
        waiting = iter([split_lines(text) for text in texts])
        return lambda: categorize(next(waiting), scores, rest)

    assert slowdown(work, (5_000, 20_000), 9) < 9


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("नाव सात बजे पुराने बंदरगाह से निकलती है और अँधेरा होने पर लौटती है।", Category.OTHER),
        ("नाव सात बजे पुराने बंदरगाह से निकलती है और अँधेरा होने पर लौटती है", Category.RELATED),
    ],
)
def test_a_sentence_of_any_script_is_no_teaser(text: str, category: Category) -> None:
    assert categories_of([], [text]) == [category]


@pytest.mark.parametrize("heading", ["港口：", "Harbour:"])
def test_a_colon_of_any_width_ends_a_heading(heading: str) -> None:
    assert categories_of([], [heading, "© 2024 港口报"])[0] is Category.LEGAL
