"""Title, authors and day of publication on synthetic pages in eight languages, and on arbitrary text and scores.

A case (`cases/fields/*.json`) gives each line as what the tagger sees (`b` body or `.` not, then `T`, `A` or `D` where it
marks title, author or date), the role or category that it must have, and its text. An empty row is a blank line.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import slowdown
from pagestrata.parse.dates import find_times
from pagestrata.parse.fields import Fields, read_fields
from pagestrata.parse.fields.bylines import authors_around
from pagestrata.parse.fields.days import DayCandidate, day_candidates, labelled_day
from pagestrata.parse.fields.lines import FIRST_CUE, INTRODUCED, line_numbers
from pagestrata.parse.fields.name_lines import (
    introduced_alike,
    joined,
    reporters_beside,
    stacked_names,
    with_roles_between,
)
from pagestrata.parse.fields.names import NAME_FEATURES, NameCandidate, all_of_line, name_candidates, people_of_byline, split_names
from pagestrata.parse.fields.people import is_person, people_in
from pagestrata.parse.fields.pictures import is_photographer
from pagestrata.parse.fields.readings import dateless, readings, signature
from pagestrata.parse.fields.scene import Given, make_scene, squeeze
from pagestrata.parse.fields.several import linked_pair, people_between, reporter_at_end, reporters_ahead, reporters_behind
from pagestrata.parse.fields.surroundings import beginning, credits_around, days_and_bylines, distances, echoes, said_elsewhere, said_inside
from pagestrata.parse.fields.titles import TITLE_FEATURES, bare_headline, is_prose, title_candidates
from pagestrata.parse.fields.two_lines import joined_headline
from pagestrata.parse.labels import LABELS, MARKS, LineScores
from pagestrata.parse.lines import PageLines, split_lines

CASES = sorted((Path(__file__).parent / "cases" / "fields").glob("*.json"))


def read_case(path: Path) -> tuple[PageLines, LineScores, dict[str, Any]]:
    case = json.loads(path.read_text("utf8"))
    lines = split_lines("\n".join(row[2] if row else "" for row in case["page"]))
    return lines, scores_of([row[0] for row in case["page"] if row]), case


def scores_of(tags: list[str]) -> LineScores:
    labels = np.full((len(tags), len(LABELS)), 0.02, np.float32)
    marks = np.full((len(tags), len(MARKS)), 0.01, np.float32)
    for i, tag in enumerate(tags):
        labels[i, LABELS.index("body" if tag[0] == "b" else "boilerplate")] = 0.92
        for letter, mark in (("T", "title"), ("A", "author"), ("D", "published")):
            if letter in tag:
                marks[i, MARKS.index(mark)] = 0.8
    return LineScores(labels, marks, np.array([0.9, 0.05, 0.05], np.float32))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    lines, scores, case = read_case(path)
    fields = read_fields(lines, scores, frozenset(), Given(case["url"]))
    day = fields.published
    assert fields.title == case["title"]
    assert list(fields.title_lines) == [i for i, row in enumerate(filter(None, case["page"])) if row[1] == "title"]
    assert list(fields.authors) == case["authors"]
    assert (day.at.isoformat() if day and day.at else None) == case["published"]
    if day:
        assert day.text == case["published_text"] == lines.text[day.start : day.end]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_comments_are_not_read(path: Path) -> None:
    lines, scores, _ = read_case(path)
    everything = frozenset(range(len(lines)))
    assert read_fields(lines, scores, everything) == Fields()
    title = read_fields(lines, scores, frozenset()).title_lines
    assert not set(title) & set(read_fields(lines, scores, frozenset(title)).title_lines)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Ferris", ("Ann Ferris",)),
        ("Ann Ferris and Bo Quay", ("Ann Ferris", "Bo Quay")),
        ("Ann Ferris, Bo Quay and Carla Lund", ("Ann Ferris", "Bo Quay", "Carla Lund")),
        ("Ann Ferris, Bo Quay, and Carla Lund", ("Ann Ferris", "Bo Quay", "Carla Lund")),
        ("Uwe Stein und Ina Roth", ("Uwe Stein", "Ina Roth")),
        ("Luc Morel et Anne Petit", ("Luc Morel", "Anne Petit")),
        ("Eva Mora y Juan Gil", ("Eva Mora", "Juan Gil")),
        ("Jan Kos; Ewa Lis", ("Jan Kos", "Ewa Lis")),
        ("Ann Ferris and", ("Ann Ferris",)),
        ("Ann Ferris y", ("Ann Ferris",)),
        ("Ann Ferris, MD", ("Ann Ferris, MD",)),
        ("Ann Ferris, PhD, RN", ("Ann Ferris, PhD, RN",)),
        ("The Harbour and Ferry Team", ("The Harbour and Ferry Team",)),
        ("王晓明、李思源", ("王晓明", "李思源")),
        ("王晓明 李思源", ("王晓明", "李思源")),
        ("佐藤 健一", ("佐藤 健一",)),
        ("浜口修、大庭さやか", ("浜口修", "大庭さやか")),
        ("김민수, 이영희", ("김민수", "이영희")),
    ],
)
def test_names_are_told_apart(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@st.composite
def pages(draw: st.DrawFn) -> tuple[PageLines, LineScores, frozenset[int]]:
    parts = st.sampled_from(["By Ann Ferris", "May 5, 2019", "|", "•", "\t", " ", "Harbour news", "-- ", "Updated", "\x00", "é", "1.", ","])
    rows = draw(st.lists(st.one_of(st.text(max_size=40), st.lists(parts, max_size=6).map("".join)), max_size=12))
    lines = split_lines("\n".join(rows))
    seed = draw(st.integers(0, 999))
    rng = np.random.default_rng(seed)
    labels = rng.dirichlet(np.ones(len(LABELS)), len(lines)).astype(np.float32).reshape(len(lines), len(LABELS))
    scores = LineScores(labels, rng.random((len(lines), len(MARKS)), np.float32), np.array([1, 0, 0], np.float32))
    taken = frozenset(i for i in range(len(lines)) if rng.random() < 0.2)
    return lines, scores, taken


def test_what_stands_around_a_headline_is_measured() -> None:
    rows = [
        "Cronaca",
        "La chiatta torna",
        "di Ann Ferris",
        "17 maggio 2022",
        "La chiatta al molo nuovo",
        "La chiatta al molo (foto Galbusera)",
    ]
    told = days_and_bylines(rows, [1, 4])
    assert [row for row, known in zip(rows, told, strict=True) if any(known)] == ["di Ann Ferris", "17 maggio 2022"]
    # Lines up to a day above and below, and to a by-line; three where there is none.
    assert distances(told, 1) == (3, 1, 3, 0)
    assert distances(told, 4) == (0, 3, 1, 3)
    assert credits_around(rows, 4) == (False, False, True)
    assert credits_around(rows, 1) == (False, False, False)
    assert echoes(rows, 4, ["la", "chiatta", "al", "molo", "nuovo"]) == (0, 2 / 3)


@pytest.mark.parametrize(
    ("text", "begun", "inside"),
    [
        ("The ferry that nobody wanted to repair", 1, 0),
        ("“nobody wanted it”", 0, 1),
        ("Home", 0, 0),
    ],
)
def test_lines_that_say_a_text_again_are_counted(text: str, begun: int, inside: int) -> None:
    rows = ["Home", "News > The ferry that nobody wanted to…", "The ferry that nobody wanted to repair"]
    page = "\n".join([*rows, "The harbour master says that nobody wanted it.", "“nobody wanted it”"])
    assert said_elsewhere(page, text, beginning(text)) == begun
    assert said_inside(page, text) == inside


@pytest.mark.parametrize(
    ("rows", "is_one"),
    [
        (["Ann Ferris", "Photo"], True),
        (["Text", "Ann Ferris", "ann@harbour.example", "Foto"], True),
        (["Ann Ferris", "Photo:", "AFP"], False),
        (["© Ann Ferris"], False),
        (["© Harbour / Ann Ferris"], True),
        (["Photo: Harbour/Ann Ferris"], True),
        (["Ljósmynd/Ann Ferris"], True),
        (["Pictures of Ann Ferris"], False),
        (["Text", "Ann Ferris", "Foto", "Jan Holm"], False),
        (["Jan Holm", "Text", "Ann Ferris", "ann@harbour.example", "Foto", "5 May 2020"], True),
        (["Ann Ferris", "Photographs of the quay"], False),
        (["Ann Ferris"], False),
    ],
)
def test_who_made_the_pictures_is_no_author(rows: list[str], is_one: bool) -> None:
    at = next(i for i, row in enumerate(rows) if "Ann" in row)
    assert is_photographer(rows, at) is is_one


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By ANN FERRIS FOR HARBOUR ONLINE", {"ANN FERRIS"}),
        ("島嶼時報 記者林佩璇／澎南即時報導", {"林佩璇"}),
    ],
)
def test_the_paper_is_no_part_of_the_name(line: str, names: set[str]) -> None:
    assert names <= {reading.text for reading in readings(line) if reading.by}


def test_a_family_name_of_three_words_is_whole() -> None:
    assert [reading.text for reading in readings("By Anna Maria van den Berg")] == ["Anna Maria van den Berg"]


def test_small_words_within_a_name_are_no_paper() -> None:
    told = people_between("Door Jan Holm, Jan Willem van den Broek en Anna Berg")
    assert told is not None
    assert told.text == "Jan Holm; Jan Willem van den Broek; Anna Berg"


def test_one_of_several_writes_for_a_paper() -> None:
    told = people_between("By ANN FERRIS, SENIOR REPORTER and TOBY HOLM FOR HARBOUR ONLINE")
    assert told is not None
    assert told.text == "ANN FERRIS; TOBY HOLM"


@given(pages(), st.sampled_from([None, "https://harbour.example/news/2019/05/ann", "not an address", "https://[", "//"]))
def test_whatever_the_page_fields_are_printed_on_it(page: tuple[PageLines, LineScores, frozenset[int]], url: str | None) -> None:
    lines, scores, taken = page
    fields = read_fields(lines, scores, taken, Given(url))
    assert fields.title is None or fields.title in lines.text
    assert fields.title is None or fields.title.strip()
    assert all(name.strip() for name in fields.authors)
    if fields.published:
        assert lines.text[fields.published.start : fields.published.end] == fields.published.text
    used = {*fields.title_lines, *fields.byline_lines, *fields.date_lines}
    assert not used & taken
    assert used <= set(range(len(lines)))


@pytest.mark.parametrize(
    ("line", "name", "cue"),
    [
        ("文 | 王晓明", "王晓明", "by"),
        ("写真／田中直樹", "田中直樹", "not_by"),
        ("記者王晓明／台北報導", "王晓明", "by"),
        ("A walk along the quay written by Ann Ferris", "Ann Ferris", "inside"),
        ("de Elena Stancu", "Elena Stancu", "by"),
        ("【記者林文浩花蓮報導】", "林文浩", "by"),
        ("文＝田中直樹 写真＝鵜飼健太郎", "田中直樹", "by"),
        ("Корреспондент отдела экономики: Анна Соколова", "Анна Соколова", "by"),
        ("Ana Gil (texto) e Rui Sá (fotografia)", "Ana Gil", "by"),
        ("Upplagd av Maria Hallgren kl. 16:30", "Maria Hallgren", "by"),
        ("Autor, Rocío Peñalver", "Rocío Peñalver", "by"),
        ("Piše Ivana Perkušić", "Ivana Perkušić", "by"),
        ("लेखक: राहुल शर्मा", "राहुल शर्मा", "by"),
        ("De Ilinca Stancu", "Ilinca Stancu", "by"),
        ("Publicat de Elena la 21:36", "Elena", "by"),
        ("Gönderen Derya Akın zaman: 22:14", "Derya Akın", "by"),
        ("Από τη Στέλλα Βρανά", "Στέλλα Βρανά", "by"),
        ("פורסם על ידי תמר לוי", "תמר לוי", "by"),
        ("作者：阿榕　分類：植物筆記", "阿榕", "by"),
        ("来源：青芦晚报　记者 周晓帆", "周晓帆", "by"),
        ("来源:青芦晚报  记者 周晓帆", "周晓帆", "by"),
        ("澜报新闻记者 贺一鸣 苗青", "贺一鸣 苗青", "by"),
        ("本刊记者 沈若川 发自柳溪", "沈若川", "by"),
        ("文化部・久保田理央", "久保田理央", "by"),
        ("By Ann Ferris @annferris", "Ann Ferris", "by"),
        ("By ANN FERRIS Harbour staff writer", "ANN FERRIS", "by"),
        ("توسط لیلی", "لیلی", "by"),
        ("De: Ionuț DrăghiciReporter", "Ionuț Drăghici", "by"),
        ("Von (mk)", "mk", "by"),
        ("12 de maig | 5h27 Por Jocimar Soares", "Jocimar Soares", "by"),
        ("By the Lavazza Team 2–3 minutes", "the Lavazza Team", "by"),
        ("By Hattie Brocklebank@hattiebrockChief Reporter", "Hattie Brocklebank", "by"),
        ("Rédigé par Michel et publié depuis Overblog", "Michel", "by"),
        ("Par LILIAN ALEMAGNA, LAURE BRETTON Envoyés spéciaux à Toulouse", "LILIAN ALEMAGNA, LAURE BRETTON", "by"),
        ("Written by Monique Banks, PhD, Office of Research", "Monique Banks, PhD", "by"),
        ("Written by Monique Banks, RD, FAND, Office of Research", "Monique Banks, RD, FAND", "by"),
        ("By Gabby BoucherIn Budget Travel", "Gabby Boucher", "by"),
        ("撰文｜李思源 编辑｜王晓明", "李思源", "by"),
        ("文／方文雅 圖／林安琪", "方文雅", "by"),
        ("新京报记者 林安琪 实习生 方文雅", "林安琪", "by"),
        ("原创 李思源 江边读书", "李思源", "by"),
        ("TEKSTI ELINA SALO KUVAT Aino Vehkaperä", "ELINA SALO", "by"),
        ("Skrevet af Søren Lassen i Opskrifter", "Søren Lassen", "by"),
        ("Reporter Wahyu Pradipta | Editor Budi Santoso", "Wahyu Pradipta", "by"),
        ("Diposting oleh Wahyu Pradipta di 02.51", "Wahyu Pradipta", "by"),
        ("Bejegyezte: Szabó Zsuzsa dátum: 5:10", "Szabó Zsuzsa", "by"),
        ("प्रस्तुतकर्ता दिनेश चंद्र जोशी पर 5:10 am", "दिनेश चंद्र जोशी", "by"),
        ("Napisao/la Ivana Štrkalj", "Ivana Štrkalj", "by"),
        ("Autor/in: Sabine Thiele", "Sabine Thiele", "by"),
        ("Text de Mireia Puigdevall", "Mireia Puigdevall", "by"),
        ("Van onze redacteur Kees Hoekstra", "Kees Hoekstra", "by"),
        ("Người đăng: Ngọc Diệp vào lúc 05:40", "Ngọc Diệp", "by"),
        ("Γράφτηκε από τον/την Ελένη Δημητρίου", "Ελένη Δημητρίου", "by"),
        ("経済部 水口さやか", "水口さやか", "by"),
        ("滨海日报 李思源", "李思源", "by"),
        ("As told to Priya Raman", "Priya Raman", "by"),
        ("Il commento di Giulia Morandini", "Giulia Morandini", "by"),
        ("De notre correspondante à Lima, Hélène Marchetti", "Hélène Marchetti", "by"),
        ("田中直樹・港新聞", "田中直樹", "cut"),
        ("ترجمه: مریم کاظمی", "مریم کاظمی", "not_by"),
        ("per Arnau Costa i Ribes", "Arnau Costa i Ribes", "by"),
        ("tarihinde Mehmet Karaca tarafından yayınlandı", "Mehmet Karaca", "by"),
        ("Přidal Petr Dvořák v 9:41", "Petr Dvořák", "by"),
        ("Soumis par Sylvie Desrochers le", "Sylvie Desrochers", "by"),
        ("Aus Brüssel berichtet Sabine Thiele", "Sabine Thiele", "inside"),
        ("由 林安琪", "林安琪", "by"),
    ],
)
def test_by_line_words_are_taken_off(line: str, name: str, cue: str) -> None:
    (reading,) = (reading for reading in readings(line) if reading.text == name)
    assert getattr(reading, cue)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Lili", "Lili"),
        ("Written by: Anna Berg Anna Berg", "Anna Berg"),
        ("لیلی", "لیلی"),
        ("Ann Ann", "Ann"),
        ("王明王明", "王明"),
        ("कविता महंत द्वारा", "कविता महंत"),
        ("राकेश त्रिपाठी, पटना", "राकेश त्रिपाठी"),
        ("周子明報導", "周子明"),
        ("Per Holm", "Per Holm"),
        ("도쿄=전형준 특파원", "전형준"),
    ],
)
def test_a_name_is_taken_once_and_whole(line: str, name: str) -> None:
    assert [reading.text for reading in readings(line)] == [name]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Haber Merkezi", ["Haber Merkezi", "Merkezi"]),
        ("Redacción / Noti Huasteca", ["Redacción", "Noti Huasteca"]),
        ("Redacción: Anna Berg", ["Anna Berg"]),
        ("By The Harbour Team", ["The Harbour Team"]),
    ],
)
def test_a_desk_may_be_called_as_by_lines_begin(line: str, names: list[str]) -> None:
    assert [reading.text for reading in readings(line)] == names


def test_what_others_did_begins_a_piece_behind_any_stop() -> None:
    assert {reading.text for reading in readings("گزارش از زهرا کاویانی؛ عکس از مهدی شریفی")} == {"زهرا کاویانی", "مهدی شریفی"}


@pytest.mark.parametrize("line", ["De Boer Jan", "De \u2003"])
def test_de_is_left_where_no_given_name_follows(line: str) -> None:
    assert [reading.text for reading in readings(line)] == [line]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("서이레 기자 · 구본하 기자", ("서이레", "구본하")),
        ("Noor Berg, Harbour Editor, and Peter Holm, Staff Writer", ("Noor Berg", "Peter Holm")),
        ("By Tunde Ferris (Dover) & Anna Berg", ("Tunde Ferris", "Anna Berg")),
        ("Anna Berg / Peter Holm", ("Anna Berg", "Peter Holm")),
        ("by Anna BERG, Dover and Peter HOLM, Calais", ("Anna BERG", "Peter HOLM")),
        ("Anna Berg, Dover and Peter Holm, Calais", None),
        ("from the harbour: Anna Berg (ab)", ("Anna Berg",)),
        ("Interview: Lerato van Wyk. Portraits: Justin Adonis", ("Lerato van Wyk",)),
        ("レシピ:野々村 さと子(料理家)", ("野々村 さと子",)),
        ("Kontributor: Anna Berg, Editor: Peter Holm", ("Anna Berg",)),
        ("Written by: Anna Berg Anna Berg", ("Anna Berg",)),
        ("Autor: Anna Berg | 12", ("Anna Berg",)),
        ("社会部・大槻里奈、気象班・富永修", ("大槻里奈", "富永修")),
        ("Anna Berg, The Harbour News", None),
        ("Fotos: Anna Berg", None),
        ("Harbour 24 - Peter Holm (Foto: Anna Berg)", None),
        ("(Text: Anna Berg)", ("Anna Berg",)),
        ("【责任编辑：何婕】", None),
    ],
)
def test_people_are_told_from_what_stands_between_them(line: str, names: tuple[str, ...] | None) -> None:
    several = people_between(line)
    assert (split_names(several.text) if several else None) == names


def test_a_name_in_brackets_signs_a_text() -> None:
    found = signature("They stay until Easter. (Anna Berg)")
    assert found is not None
    assert found.text == "Anna Berg"
    assert signature("(Anna Berg)") is None
    assert signature("They stay (at least two) until Easter.") is None


def test_time_of_looking_for_a_signature_grows_with_the_text() -> None:
    def work(size: int) -> Callable[[], object]:
        text = f"They stay until Easter. ({' ' * size}for the tide"
        return lambda: signature(text)

    assert slowdown(work, (250, 1_000), 9) < 9


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rocío AlmansaÍñigo Berrueta", ("Rocío Almansa", "Íñigo Berrueta")),
        ("Ann Lee VanDerBerg Anna", ("Ann Lee VanDerBerg Anna",)),
        ("Jan VanDerBerg Holm", ("Jan VanDerBerg Holm",)),
        ("Anna AbdelRahman Maria Ali", ("Anna AbdelRahman Maria Ali",)),
        ("Ann MacDonald Lee", ("Ann MacDonald Lee",)),
        ("Anna DeLuca Maria", ("Anna DeLuca Maria",)),
        ("Ann FitzPatrick Lee", ("Ann FitzPatrick Lee",)),
        ("Harbour GuardianJohn Smith", ("Harbour GuardianJohn Smith",)),
    ],
)
def test_full_names_with_nothing_between_them(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


def test_and_that_hangs_on_a_word_parts_names() -> None:
    assert split_names("رنا القضاة ويزن الحمايدة") == ("رنا القضاة", "يزن الحمايدة")
    assert split_names("תמר גולדשטיין ויואב מרגי") == ("תמר גולדשטיין", "יואב מרגי")
    assert split_names("أحمد محمد وعلي حسن") == ("أحمد محمد", "علي حسن")
    assert split_names("מיכל ברגר ורוני שלום") == ("מיכל ברגר", "רוני שלום")


@pytest.mark.parametrize(
    "name",
    [
        "أحمد محمد وليد حسن",
        "أحمد محمد وهدان السالم",
        "أحمد علي وفا محمود",
        "أحمد عبد الرحيم وهدان السالم",
        "سامي نور الدين وهدان السالم",
        "أحمد محمد بن وعلي السالم",
        "אבי בן וקנין שלום",
        "אבי בן ורוני שלום",
        "מיכל ברגר וילנאי שלום",
    ],
)
def test_a_name_that_begins_like_a_hung_and_stays_whole(name: str) -> None:
    assert split_names(name) == (name,)


def test_a_short_word_with_its_capital_is_part_of_a_name() -> None:
    assert {reading.text for reading in readings("par Jean Le Guennec")} == {"Jean Le Guennec"}
    assert "Ann Ferris" in {reading.text for reading in readings("by Ann Ferris in Nairobi")}


@pytest.mark.parametrize(
    "line",
    [
        "Postat av Ann Ferris 16:30",
        "Publicat per Ann Ferris a 22:05",
        "Dicatat oleh Ann Ferris di 10:36 PG",
        "Gepostet von Ann Ferris um 16:30",
        "Publicada por Ann Ferris à(s) 16:30",
        "Publicado por Ann Ferris a las 18:20 en Recetas",
        "Publicado por Ann Ferris a las 18:20 3 comentarios",
        "Posté par Ann Ferris à 17:52 - Châles - Permalien [#]",
        "Vystavil Ann Ferris v 16:30",
        "Поставио/ла Ann Ferris у 16:30",
        "Postitas Ann Ferris kell 16:30",
        "Publicēja Ann Ferris plkst. 16:30",
        "Објавено од Ann Ferris во 16:30",
        "გამოაქვეყნა Ann Ferris 16:30",
        "प्रस्तुतकर्ता Ann Ferris पर ७:१२ पूर्वाह्न",
        "द्वारा पोस्ट केलेले Ann Ferris येथे ४:३० म.उ.",
        "ಇವರಿಂದ ಪೋಸ್ಟ್‌ ಮಾಡಲ್ಪಟ್ಟಿದೆ Ann Ferris ರಲ್ಲಿ ಈ ಸಮಯ 4:30 PM",
    ],
)
def test_a_clock_behind_a_name_is_no_part_of_it(line: str) -> None:
    first, *_ = readings(line)
    assert (first.text, first.by) == ("Ann Ferris", True)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Posted by Gord from Kicking Horse at 9:48 PM", "Gord from Kicking Horse"),
        ("Posted by Jen (and sometimes Baz) at 4:12 PM", "Jen (and sometimes Baz)"),
        ("Publicado por Marisol de La alacena torcida en 22:17", "Marisol de La alacena torcida"),
        ("Eingestellt von anna und das meer um 10:05 Uhr", "anna und das meer"),
    ],
)
def test_what_stands_between_a_byline_word_and_a_clock_is_the_name_as_its_bearer_writes_it(line: str, name: str) -> None:
    lines = split_lines(f"The ferry is late\n{line}\n{'x ' * 100}")
    names, _ = name_candidates(make_scene(lines, scores_of([".T", ".A", "b"]), frozenset()), 0)
    assert [found.text for found in names if found.line == 1] == [name]


def test_a_section_before_a_clock_is_no_part_of_a_name() -> None:
    assert "Ann Ferris" in [reading.text for reading in readings("Posted by Ann Ferris in Harbour news at 9:48 PM")]


def test_the_account_behind_a_name_is_none() -> None:
    assert [reading.text for reading in readings("穴吹しの (id:anabuki)")] == ["穴吹しの"]


@pytest.mark.parametrize(
    "line", ["★★★★☆ 力荐", "लेखक के बारे में", "گزارش کویر از محله فهادان؛", "نشر يوم:", "« vorherige Meldung", "Por favor, tente novamente"]
)
def test_what_can_be_nobodys_name(line: str) -> None:
    lines = split_lines(f"The ferry is late\n{line}\nIt waited for the tide, and the tide waited for nobody on the quay.")
    names, _ = name_candidates(make_scene(lines, scores_of(["bT", "bA", "b"]), frozenset()), 0)
    assert [name for name in names if name.line == 1] == []


@pytest.mark.parametrize(
    ("line", "names"), [("배윤서 기자, 도재형 인턴기자", "배윤서; 도재형"), ("배윤서 수습기자 · 도재형 칼럼니스트", "배윤서; 도재형")]
)
def test_roles_behind_korean_names_are_no_part_of_them(line: str, names: str) -> None:
    several = people_between(line)
    assert several is not None
    assert several.text == names


def test_korean_reporters_on_one_line_are_a_byline() -> None:
    assert [
        bool(told and told.by) for told in map(people_between, ("배윤서 기자 · 도재형 기자", "배윤서 수습기자 · 도재형 칼럼니스트"))
    ] == [True, False]


@pytest.mark.parametrize(("line", "is_byline"), [("변지수 기자", True), ("변지수 칼럼니스트", False), ("사진 변지수 기자", False)])
def test_a_korean_reporter_alone_is_a_byline(line: str, is_byline: bool) -> None:
    assert any(reading.by and reading.text == "변지수" for reading in readings(line)) is is_byline


@pytest.mark.parametrize(
    "banner",
    [
        "Friday, 3 May 2024",
        "Sexta-feira, 3 de maio de 2024",
        "Thứ sáu, 3/5/2024",
        "शुक्रवार, 3 मई 2024",
        "2024年5月3日 星期五",
        "2024년 5월 3일 금요일",
        "2024. május 3., péntek",
        "3 Mayıs 2024 Cuma",
    ],
)
def test_a_day_with_its_weekday_over_the_page_is_not_that_of_publication(banner: str) -> None:
    lines = split_lines(f"Harbour Courier\n{banner}\nLog in\nThe lamps go out\nBy Ann Ferris\n{'x ' * 100}")
    found, _ = day_candidates(make_scene(lines, scores_of([".", ".D", ".", ".T", ".A", "b"]), frozenset()), 3, day_first=True)
    assert not found


@pytest.mark.parametrize("day", ["2024年5月3日（金）", "3 Mayıs 2024 Cuma", "Thứ sáu, 3/5/2024, 06:00", "Freitag, 3. Mai 2024, 06:00 Uhr"])
def test_a_weekday_behind_or_a_clock_right_over_the_headline_is_of_publication(day: str) -> None:
    lines = split_lines(f"Harbour Courier\n{day}\nThe lamps go out\nBy Ann Ferris\n{'x ' * 100}")
    found, _ = day_candidates(make_scene(lines, scores_of([".", ".D", ".T", ".A", "b"]), frozenset()), 2, day_first=True)
    assert [candidate.line for candidate in found] == [1]


def test_the_word_for_a_change_may_belong_to_the_day_behind_it() -> None:
    lines = split_lines(f"Guacamole\n出版：2024-03-17 18:22　更新：2024-03-18 21:05\n{'x' * 200}")
    found, _ = day_candidates(make_scene(lines, scores_of([".T", ".D", "b"]), frozenset()), 0, day_first=True)
    assert [candidate.time.at and candidate.time.at.day for candidate in found] == [17]


@pytest.mark.parametrize("label", ["अंतिम अपडेट", "শেষ আপডেট", "แก้ไขล่าสุด", "עודכן לאחרונה"])
def test_labels_of_a_change_are_known_in_scripts_with_vowel_signs(label: str) -> None:
    lines = split_lines(f"Guacamole\n{label}: 26/03/2021\n25/03/2021\n{'x' * 200}")
    found, _ = day_candidates(make_scene(lines, scores_of([".T", ".D", ".D", "b"]), frozenset()), 0, day_first=True)
    assert [candidate.line for candidate in found] == [2]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Marta Iglesias", "Daniel Okafor", "Madrid"], ("Marta Iglesias", "Daniel Okafor")),
        (["Lars Haugen", "journalist", "Ingrid Solheim", "frilansjournalist"], ("Lars Haugen", "Ingrid Solheim")),
        (
            ["Marta Iglesias", "Harbour University", "Daniel Okafor", "School of Ferries", "Anna Berg"],
            ("Marta Iglesias", "Daniel Okafor", "Anna Berg"),
        ),
        (["Marta Iglesias", "Harbour University", "Daniel sails"], None),
        (["Marta Iglesias", "Madrid"], None),
    ],
)
def test_authors_may_stand_a_line_each(lines: list[str], names: tuple[str, ...] | None) -> None:
    (first,) = readings(lines[0])
    listed = [split_names(one.text) for one in joined(first, lines[1:]) if ";" in one.text]
    assert listed == ([names] if names else [])


@pytest.mark.parametrize(("first", "second"), [("Anna Berg and", "Peter Holm"), ("Anna Berg", "i Peter Holm")])
def test_and_joins_two_lines(first: str, second: str) -> None:
    (reading,) = readings(first)
    assert [split_names(one.text) for one in joined(reading, [second])] == [("Anna Berg", "Peter Holm")]


@pytest.mark.parametrize("name", ["DeShawn MacKenzie", "Ann McDonald", "Anna BERG", "Ann van der Berg"])
def test_capitals_inside_of_names_cut_nothing(name: str) -> None:
    assert [reading.text for reading in readings(name)] == [name]


@pytest.mark.parametrize(("line", "name"), [("김민수 기자 desk@example.com", "김민수"), ("Ann Ferris ann@harbour.example", "Ann Ferris")])
def test_addresses_are_no_part_of_a_name(line: str, name: str) -> None:
    assert name in {reading.text for reading in readings(line)}


def test_six_lines_are_looked_at_for_a_headline_though_one_is_likelier_by_far() -> None:
    lines = split_lines(
        "\n".join([*(f"Line {number} of the page" for number in range(30)), "A slogan of the house", *5 * ["It leaves at seven."]])
    )
    assert len(make_scene(lines, scores_of([*30 * ["."], ".T", *5 * ["b"]]), frozenset()).likeliest["title"]) == 6


def test_how_often_the_page_says_a_headline_again_is_measured() -> None:
    lines = split_lines("The ferry stays\nIt leaves at seven, as always.\n• The ferry stays\n2 comments on “The ferry stays”\n")
    found, measured = title_candidates(make_scene(lines, scores_of([".T", "b", ".", "."]), frozenset()))
    again = dict(zip((candidate.line for candidate in found), measured[:, TITLE_FEATURES.index("said_again")], strict=True))
    assert (again[0], again[1]) == (2, 0)


@pytest.mark.parametrize("name", ["王晓明", "佐藤健一", "김민수"])
def test_names_without_spaces_count_as_full_names(name: str) -> None:
    lines = split_lines(f"{name}\n{'x' * 200}")
    candidates, measured = name_candidates(make_scene(lines, scores_of([".A", "b"]), frozenset()), None)
    (row,) = (measured[i] for i, candidate in enumerate(candidates) if candidate.text == name)
    told = dict(zip(NAME_FEATURES, row.tolist(), strict=True))
    assert (told["words"], told["capitals"], told["given"], told["people"]) == (2, 1, 1, 1)


@pytest.mark.parametrize(
    "line",
    [
        "Autor: Petr Dvořák", "Par Thierry Vasseur", "ライター：松村由美子", "Temps de lecture : 2 min", "3 Minuten Lesezeit", "5 min read",
        "Last modified on Sat 15 May 2021 14.07 GMT", "2020年5月18日", "5 May 2021, 14:07", "This article is more than 3 months old",
        "Artikkeli on yli 2 vuotta vanha", "Maelezo ya picha, Bandari", "التعليق على الصورة، الميناء", "Nyare inlägg: Fars dag på budget »",
    ],
)  # fmt: skip
def test_what_stands_beside_headlines_is_none(line: str) -> None:
    lines = split_lines(f"Guacamole\n{line}\n{'x' * 200}")
    candidates, _ = title_candidates(make_scene(lines, scores_of([".T", ".T", "b"]), frozenset()))
    assert 1 not in {candidate.line for candidate in candidates}


@pytest.mark.parametrize(
    "line",
    ["Von Mäusen und Menschen", "By the river", "From Monday on", "Updated: the ferry", "Interview: Warum der Fluss steigt und fällt"],
)
def test_headlines_may_begin_as_by_lines_do(line: str) -> None:
    lines = split_lines(f"{line}\n{'x' * 200}")
    candidates, _ = title_candidates(make_scene(lines, scores_of([".T", "b"]), frozenset()))
    assert 0 in {candidate.line for candidate in candidates}


@pytest.mark.parametrize(
    ("above", "line", "is_introduced"),
    [
        ("Serves 4", "Author: Ann Ferris", True),
        ("Serves 4", "Author Ann Ferris", False),
        ("Serves 4", "Interview: ferries and their keepers", False),
        ("Serves 4", "10:30 Author: Ann Ferris", False),
    ],
)
def test_an_author_is_labelled_in_the_middle_of_a_body(above: str, line: str, is_introduced: bool) -> None:
    rows = [
        *(f"Step {k} of the way to a loaf that keeps for a week." for k in range(60)),
        above,
        line,
        *("And so on until it is done." for _ in range(60)),
    ]
    lines = split_lines("\n".join(rows))
    dense, _ = line_numbers(lines, np.zeros((len(rows), 3), np.float32), np.ones(len(rows), np.float32), (0, len(rows) - 1))
    introduced = np.flatnonzero(dense[:, FIRST_CUE + INTRODUCED]).tolist()
    assert introduced == [61] * is_introduced


def test_a_by_line_word_alone_introduces_the_line_below() -> None:
    rows = ["How a lock works", "written by", "Ann Ferris", "Harbour desk", "A lock lifts a boat by letting water run into a chamber."]
    lines = split_lines("\n".join(rows))
    dense, _ = line_numbers(lines, np.zeros((5, 3), np.float32), np.ones(5, np.float32), (4, 4))
    assert np.flatnonzero(dense[:, FIRST_CUE + INTRODUCED]).tolist() == [2]


@pytest.mark.parametrize("beside", ["March 5, 2021", "a day ago", "vor 2 Stunden", "— Ann Ferris (@ann) March 5, 2021"])
def test_times_and_who_is_quoted_are_no_headlines(beside: str) -> None:
    lines = split_lines(f"{beside}\nThe lamps of the old harbour go out\nThe ferry leaves at seven in the morning and comes back late.")
    found, _ = title_candidates(make_scene(lines, scores_of([".T", ".T", "b"]), frozenset()))
    assert {candidate.line for candidate in found} <= {1, 2}


@pytest.mark.parametrize("row", ["Home \uff1e Ferries \uff1e Old harbour", "Ferries  Tides  Boards  Tickets", "Day\tFerry\tHarbour\tHour"])
def test_a_row_of_links_is_no_headline(row: str) -> None:
    lines = split_lines(f"{row}\nThe lamps of the old harbour go out\nThe ferry leaves at seven in the morning and comes back late.")
    assert read_fields(lines, scores_of([".T", ".T", "b"]), frozenset()).title == "The lamps of the old harbour go out"


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["By Ann Ferris, harbour master", "By Jan Holm", "By Lars Haugen, editor", "May 5, 2021"], ("Jan Holm", "Lars Haugen")),
        (["By Ann Ferris", "by Jan Holm"], ("Jan Holm",)),
        (["By Ann Ferris", "By Ann Ferris"], ()),
        (["By Ann Ferris and Jan Holm", "By Jan Holm"], ()),
        (["By Ann Ferris"], ()),
        (["By Ann Ferris", "Text: Jan Holm"], ()),
        (["By Ann Ferris", "By the old harbour"], ()),
        (["By Ann Ferris", "Photo: Jan Holm"], ()),
        (["Ann Ferris", "By Jan Holm"], ()),
    ],
)
def test_by_lines_follow_each_other(lines: list[str], names: tuple[str, ...]) -> None:
    assert tuple(introduced_alike(lines).values()) == names


@pytest.mark.parametrize(
    ("lines", "at", "names"),
    [
        (["The old ferry", "Ann Ferris", "University of Dover", "Jan Holm", "Institute of Tides", "May 5, 2021"], 1, (1, 3)),
        (["Ann Ferris 1,*", "1 University of Dover", "Jan Holm 2", "2 Institute of Tides"], 2, (0, 2)),
        (["Ann Ferris", "University of Dover", "0000-0002-1825-0097", "and", "Jan Holm", "Institute of Tides"], 0, (0, 4)),
        (["Dr Ann Ferris", "(Professor of Tides)", "and Jan Holm", "Editor"], 2, (0, 2)),
        (["Ann Ferris", "Wandile Oyelaran", "Institute of Tides"], 0, ()),
        (["Ann Ferris", "Jan Holm"], 0, ()),
        (["Ann Ferris", "University of Dover", "Ann Ferris", "Editor"], 0, ()),
        (["Ann Ferris", "Institute of Tides", "May 5, 2021", "Jan Holm"], 0, ()),
        (["Harbour Staff", "Institute of Tides", "Jan Holm", "Editor"], 0, ()),
        (["Ann Ferris", *["Institute of Tides"] * 4, "Jan Holm"], 0, ()),
        (["Szabó Réka", ", ", "Kovács Noémi", "2020. augusztus 17."], 0, (0, 2)),
        (["مراد السالم", "،", "ليان الخطيب", "الدوحة"], 0, (0, 2)),
        (["Ann Ferris", ",", "2 May 2021", "Jan Holm"], 0, ()),
        (["Ann Ferris", ",", "Harbour Staff"], 0, ()),
        (["View Full Profile", ",", "Ann Ferris"], 2, ()),
        (["Ann Ferris", ",", "Reuters"], 0, ()),
        (["Ann Ferris", ",", "New York"], 0, ()),
    ],
)
def test_authors_a_line_each_with_what_they_are_between(lines: list[str], at: int, names: tuple[int, ...]) -> None:
    assert with_roles_between(lines, at, range(len(lines))) == names


@pytest.mark.parametrize(
    "name",
    [
        "Dr. Anna Schmidt",
        "Prof.Dr. Anna Schmidt",
        "Dra. Ana García",
        "Frau Anna Schmidt",
        "Herr Jan Holm",
        "Dott. Marco Rossi",
        "Dott.ssa Anna Rossi",
        "Mme Anne Martin",
        "д-р Анна Соколова",
        "د. أحمد السالم",
        'ד"ר תמר אלקריב',
        "डॉ. मीना शर्मा",
    ],
)
def test_authors_a_line_each_have_titles_of_many_languages(name: str) -> None:
    assert is_person(name)
    assert with_roles_between([name, "Institute of Tides", "Peter Berg", "Editor"], 0, range(4)) == (0, 2)
    assert with_roles_between(["Peter Berg", "Editor", name, "Institute of Tides"], 0, range(4)) == (0, 2)


@pytest.mark.parametrize(
    "line", ["Profil Anna Schmidt", "Herrliche Anna Schmidt", "Frau im Hafen", "Mme", "Dr. Holm", "Drachen Jan Holm", "Señora de la Luz"]
)
def test_what_begins_like_a_title_is_no_person(line: str) -> None:
    assert not is_person(line)


def test_vowel_signs_tell_names_apart() -> None:
    assert squeeze("मीना शर्मा") != squeeze("मोना शर्मा")
    assert squeeze("มานี ใจดี") != squeeze("มานะ ใจดี")
    assert squeeze("मीना शर्मा ") == squeeze("• मीना_शर्मा:")
    assert squeeze("محمّد السالم") == squeeze("محمد السالم")
    assert squeeze("O’Neil-Berg 2") == squeeze("oneilberg2")
    assert with_roles_between(["भरत शर्मा", "Institute of Tides", "भारती शर्मा", "Editor"], 0, range(4)) == (0, 2)


def test_a_by_line_among_comments_is_not_read() -> None:
    rows = [
        "The lamps of the old harbour go out",
        "By Ann Ferris",
        "By Jan Holm",
        "The ferry leaves at seven in the morning and comes back late.",
    ]
    lines, scores = split_lines("\n".join(rows)), scores_of(["bT", "bA", "bA", "b"])
    assert read_fields(lines, scores, frozenset()).authors == ("Ann Ferris", "Jan Holm")
    assert read_fields(lines, scores, frozenset({2})).authors == ("Ann Ferris",)


def test_a_name_that_ends_like_a_word_before_dates_stays_whole() -> None:
    text, is_dated = dateless("By Thomas Johnson: March 2, 2022")
    assert is_dated
    assert [reading.text for reading in readings(text)] == ["Thomas Johnson"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Author Topic: Two harbours (Read 482 times)", "Two harbours"),
        ("Autor Thema: Zwei Häfen (Gelesen 482 mal)", "Zwei Häfen"),
        ("Hot topic: How we live (and why 5 of us left)", None),
        ("Topic: Harbour history (Part 2)", None),
        ("Discussion: The war at sea (July 2020)", None),
        ("Тема: Гавань зимой (часть 2)", None),
        ("Working with queues¶", "Working with queues"),
        ("¶", None),
    ],
)
def test_what_a_board_says_of_a_thread_is_no_part_of_its_headline(line: str, title: str | None) -> None:
    start, end = bare_headline(line, 0, len(line))
    assert line[start:end] == (title or line)


@pytest.mark.parametrize(
    ("text", "is_none"),
    [
        (f"The ferry leaves at {'half past ' * 9}seven.", True),
        (f"“The ferry leaves at {'half past ' * 9}seven.”", True),
        (f"The ferry leaves at {'half past ' * 9}seven", False),
        (f"Does the ferry leave at {'half past ' * 9}seven?", False),
        ("The ferry leaves at half past seven.", False),
        (f"渡船は{'午前' * 24}七時に出る。", True),
        ("渡船は七時に出る。", False),
    ],
)
def test_a_long_sentence_down_to_its_full_stop_is_no_headline(text: str, is_none: bool) -> None:
    assert is_prose(text) is is_none


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("H. Vik, J. Holm, and M. Brandt", ("H. Vik", "J. Holm", "M. Brandt")),
        ("J.-P. Morel & A. M. Holm", ("J.-P. Morel", "A. M. Holm")),
        ("Vol. 3, No. 4", ("H. Vik",)),
        ("Rui Ma, Jan Holm, Manoel Cortes Mendez & Suparn Patra", ("Rui Ma", "Jan Holm", "Manoel Cortes Mendez", "Suparn Patra")),
        ("Written by Dr Marna van der Merwe, Erik Holm, Ann Ferris", ("Dr Marna van der Merwe", "Erik Holm", "Ann Ferris")),
        ("Ann Ferris, Jan Holm, Harbour Journal", ("Ann Ferris",)),
        ("Ann Ferris & Harbour Boots", ("Ann Ferris",)),
        ("Ann Ferris in Dover and Tomos Pryce-Ellis", ("Ann Ferris", "Tomos Pryce-Ellis")),
        ("By Ann Ferris, Dover and Bisi Adegoroye, Hythe", ("Ann Ferris", "Bisi Adegoroye")),
        ("By Ann Ferris, Harbour Journal", ("Ann Ferris",)),
        ("北沢祐輔　三島あずさ　江口悟朗", ("北沢祐輔", "三島あずさ", "江口悟朗")),
        ("李思源 江边读书", ("李思源",)),
    ],
)
def test_authors_of_a_list_may_have_initials_or_given_names_that_nobody_knows(line: str, names: tuple[str, ...]) -> None:
    assert all_of_line(line, names[:1]) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chen Zhao and Ann Ferris", ("Chen Zhao", "Ann Ferris")),
        ("Ann Ferris, Jan Holm, Chien-Ming Wang", ("Ann Ferris", "Jan Holm", "Chien-Ming Wang")),
        ("Ann Ferris", ()),
        ("Ann Ferris, Harbour Journal", ()),
        ("Ann Ferris and Jan Holm, 2 May 2019", ()),
        ("Ann Ferris, New York and Jan Holm, Los Angeles", ()),
        ("Ann Ferris and Xqzar Wvumbo", ("Ann Ferris", "Xqzar Wvumbo")),
        ("Ann Ferris, Xqzar Wvumbo", ()),
        ("Ann Ferris and Updated Monday", ()),
        ("Ann Ferris; Jan Holm", ()),
    ],
)
def test_a_byline_names_several_where_it_prints_nothing_else(text: str, names: tuple[str, ...]) -> None:
    assert people_of_byline(text) == names


@pytest.mark.parametrize(
    ("rows", "at", "found"),
    [
        (["By", "Ann Ferris", "and", "Piers Oduya", "5 May 2020"], 1, (1, 3)),
        (["By", "Ann Ferris", "and", "Piers Oduya", "5 May 2020"], 3, (1, 3)),
        (["Af", "Mette Højriis", "Anders Bundgaard-Thy", "og Signe Falslev", "22. april"], 1, (1, 2, 3)),
        (["Ann Ferris", "Harbour News", "and", "5 May 2020"], 0, ()),
        (["Ann Ferris", "Harbour News", "5 May 2020"], 0, ()),
        (["Ann Ferris", "and", "the crew of the ferry"], 0, ()),
        (["Save Our Ferry", "A", "Ann Ferris", "5 May 2020"], 2, ()),
        (["Ferry Service Returns", "Y", "Yara Ferris", "5 May 2020"], 2, ()),
        (["By", "Ann Ferris", "A", "A", "Share Article", "5 May 2020"], 1, ()),
        (["By", "Ann Ferris", "New York", "and", "Jan Holm", "San Francisco"], 1, ()),
        (["Ann Ferris", "Jan Holm", "editor", "Eva Lund", "and Erik Berg"], 0, ()),
        (["Ann Ferris", "Follow Us", "Top Stories", "University opens a new wing", "Harry Styles"], 0, ()),
        (["Ann Ferris", "One Two", "Three Four", "Five Six", "Seven Eight", "and Jan Holm"], 0, ()),
    ],
)
def test_names_a_line_each_are_linked_by_a_word_for_and(rows: list[str], at: int, found: tuple[int, ...]) -> None:
    assert with_roles_between(rows, at, range(len(rows))) == found


@pytest.mark.parametrize(
    ("rows", "at", "found"),
    [
        (["Author(s)", "• John A. Alic", "• David C. Mowery", "• Edward S. Rubin", "Download"], 1, (1, 2, 3)),
        (["Author:", "• John A. Alic", "• David C. Mowery", "• Edward S. Rubin", "Download"], 2, (1, 2, 3)),
        (["The ferry", "Ann Ferris", "Jan Holm", "5 May 2020"], 2, (1, 2)),
        (["The ferry", "Ann Ferris", "Jan Holm", "Share"], 1, ()),
        (["The ferry", "Ann Ferris", "Harbour News", "5 May 2020"], 1, ()),
        (["The ferry", "Ann Ferris", "Ann Ferris Tours", "5 May 2020"], 1, ()),
        (["By", "Paul Koring", "WASHINGTON — The Globe", "5 May 2020"], 1, ()),
        (["By", "Ann Ferris", "Jan Holm", "Eva Lund", "Erik Berg", "Anna Vik", "5 May 2020"], 1, ()),
    ],
)
def test_known_names_below_each_other_are_of_one_byline(rows: list[str], at: int, found: tuple[int, ...]) -> None:
    assert stacked_names(rows, at, range(len(rows))) == found


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (["临江晚报记者 陆知遥", "见习记者 潘子牧", "字号：小 中 大"], ("潘子牧",)),
        (["临江晚报记者 陆知遥", "摄影记者 潘子牧"], ()),
        (["By Ann Ferris, harbour master", "and Eva Lund", "5 May 2020"], ("Eva Lund",)),
        (["By Ann Ferris", "& Other Stories", "5 May 2020"], ()),
        (["लेखक: रवि कुमार", "और भी पढ़ें"], ()),
        (["By Ann Ferris", "and the crew of the ferry"], ()),
        (["By Ann Ferris", "By Jan Holm", "By Ann Ferris"], ("Jan Holm",)),
        (["• Author, Ann Ferris", "• Role, Harbour News", "• Author, Jan Holm", "• Role, On the quay", "• 5 May 2020"], ("Jan Holm",)),
    ],
)
def test_others_follow_a_byline_behind_its_word(rows: list[str], names: tuple[str, ...]) -> None:
    assert tuple(introduced_alike(rows).values()) == names


def test_reporters_a_line_each_have_their_role_glued_to_them() -> None:
    rows = [
        "바다 건너 온 편지",
        "정다운기자",
        "박해원기자",
        "입력 2025-03-12 06:20",
        "섬에서 온 편지를 읽는 모임이 봄마다 열린다. 올해로 일곱 번째다.",
    ]
    assert reporters_beside(rows, 2, range(5)) == {1: "정다운", 2: "박해원"}
    assert reporters_beside(rows, 0, range(5)) == {}
    assert reporters_beside(["남궁현 기자 n@paper.example", "오세린 기자"], 0, range(2)) == {0: "남궁현", 1: "오세린"}
    lines = split_lines("\n".join(rows))
    assert read_fields(lines, scores_of([".T", ".A", ".A", ".D", "b"]), frozenset()).authors == ("정다운", "박해원")


def test_a_reporter_who_is_printed_twice_is_named_once() -> None:
    rows = [
        "바다 건너 온 편지",
        "박해원 기자",
        "박해원 기자",
        "입력 2025-03-12 06:20",
        "섬에서 온 편지를 읽는 모임이 봄마다 열린다. 올해로 일곱 번째다.",
    ]
    assert read_fields(split_lines("\n".join(rows)), scores_of([".T", ".A", ".A", ".D", "b"]), frozenset()).authors == ("박해원",)


def test_japanese_authors_stand_between_wide_spaces() -> None:
    rows = [
        "渡し船は来年も残る、町議会が決定",
        "北沢祐輔　三島あずさ　江口悟朗",
        "町議会は渡し船を来年も残すと決めた。利用者は一日四十人だという。",
    ]
    fields = read_fields(split_lines("\n".join(rows)), scores_of([".T", ".A", "b"]), frozenset())
    assert fields.authors == ("北沢祐輔", "三島あずさ", "江口悟朗")
    assert all_of_line("高瀬亮介　松尾理沙2023年6月12日 5時00分", ("高瀬亮介",)) == ("高瀬亮介", "松尾理沙")


def test_a_paper_of_iran_names_who_writes_before_a_text_begins() -> None:
    assert reporters_ahead("روز ایران؛ کاوه نیک‌منش - از سال ۱۳۷۶ هر روز با یک خط اتوبوس به مدرسه می‌رفتم") == ("کاوه نیک‌منش",)
    assert reporters_ahead("از سال ۱۳۷۶ هر روز؛ با یک خط اتوبوس - به مدرسه می‌رفتم") == ()


@pytest.mark.parametrize("text", ["A. Introduction, B. Methods", "S. Korea, N. Korea", "U.S. Senate, U.N. Council"])
def test_parts_and_places_have_no_initials(text: str) -> None:
    assert people_in(text) == 0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("〔記者林沛珊、陳彥錡／高雄報導〕渡輪今年春天退役", ("林沛珊", "陳彥錡")),
        ("【记者张明/上海报道】渡轮今年春天退役", ("张明",)),
        ("（島嶼社記者湯美慧南投縣5日電）渡輪今年春天退役", ("湯美慧",)),
        ("（島嶼社記者林長順、劉世怡台北5日電）渡輪今年春天退役", ("林長順", "劉世怡")),
        ("〔港口通訊／高雄報導〕渡輪今年春天退役", ()),
        ("（島嶼社台北5日電）渡輪今年春天退役", ()),
        ("渡輪今年春天退役〔記者林沛珊／高雄報導〕", ()),
    ],
)
def test_reporters_stand_in_brackets_before_a_text(text: str, names: tuple[str, ...]) -> None:
    assert reporters_ahead(text) == names
    lines = split_lines(f"渡口的最後一班船\n{text}，改在碼頭上做教室，附近的小學生每天都可以上船，聽船長說故事。\n")
    assert read_fields(lines, scores_of([".T", "b"]), frozenset()).authors == names


@pytest.mark.parametrize(
    ("between", "others"),
    [
        (["Roles Writing", "* E-mail: a@b.example", "Affiliation School of Tides, Dover", "⨯"], 1),
        (["Ann Ferris", "Staff Engineer"], 1),
        (["The ferry leaves at seven."], 0),
    ],
)
def test_what_journals_print_below_each_author(between: list[str], others: int) -> None:
    rows = ["Ann Ferris", *between, "Jan Holm"]
    assert with_roles_between(rows, 0, range(len(rows))) == ((0, len(rows) - 1) if others else ())


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Title:Two harbours", "Two harbours"),
        ("Titre : Deux ports", "Deux ports"),
        ("Title: of the harbour", "Title: of the harbour"),
        ("**Two harbours**", "Two harbours"),
        ("__Two harbours__", "Two harbours"),
        ("## Two harbours ##", "Two harbours"),
        ("Two harbours in C#", "Two harbours in C#"),
        ("Two *", "Two *"),
        ("**", "**"),
        ("Titles: Two", "Titles: Two"),
    ],
)
def test_a_headline_is_bare_of_its_label_and_of_markdown(text: str, headline: str) -> None:
    assert text[slice(*bare_headline(text, 0, len(text)))] == headline


@pytest.mark.parametrize("text", ["この記事には広告が含まれます", "본 기사는 광고를 포함합니다"])
def test_a_sentence_without_capitals_is_no_name(text: str) -> None:
    lines = split_lines(f"{text}\n船は七時に出ます。それから橋のない島へ渡って、夕方に戻ります。")
    names, _ = name_candidates(make_scene(lines, scores_of([".A", "b"]), frozenset()), None)
    assert text not in {name.text for name in names}


@pytest.mark.parametrize(
    ("line", "leads"),
    [
        ("« Article précédent : Le blanc-manger", True),
        ("Next: the keel →", True),
        ("‹ Previous post", True),
        ("The case for saving the last ferry →", False),
        ("« Nous ne vendrons pas le bac", False),
        ("« Prenez six douzaines de moineaux »", False),
        ("« Prenez six moineaux » : cuisiner un livre de 1742", False),
        ("Cuisiner « six moineaux »", False),
        ("Where the river rises", False),
    ],
)
def test_a_link_to_the_page_before_or_behind_is_no_headline(line: str, leads: bool) -> None:
    scene = make_scene(split_lines(f"{line}\n{'The ferry leaves at seven from now on. ' * 4}"), scores_of(["bT", "b"]), frozenset())
    assert (not any(candidate.line == 0 for candidate in title_candidates(scene)[0])) is leads


@pytest.mark.parametrize(("times", "count"), [(2, 1), (12, 0)])
def test_a_day_in_a_long_line_is_not_that_of_publication(times: int, count: int) -> None:
    told = f"The society was founded on 5 September 1990 {'to repair the old ferry ' * times}."
    scene = make_scene(split_lines(f"The ferry that nobody wanted\n{told}"), scores_of(["bT", ".D"]), frozenset())
    assert len(day_candidates(scene, 0)[0]) == count


@pytest.mark.parametrize("sign", [",", "*", " and ", "@"])
def test_a_long_line_beside_an_author_costs_time_by_its_length(sign: str) -> None:
    def work(size: int) -> Callable[[], object]:
        rows = ["By Ann Ferris", f"and x{sign * size}x", "Jan Holm", f"Eva {sign * size} Lund", "5 May 2020"]
        return lambda: (
            with_roles_between(rows, 2, range(5)),
            introduced_alike(rows).values(),
            stacked_names(rows, 2, range(5)),
            reporters_beside(["박해원기자", f"x {sign * size} x"], 0, range(2)),
            all_of_line(rows[3], ("Eva Lund",)),
            people_of_byline(rows[3][:400]),
        )

    assert slowdown(work, (5_000, 20_000), 9) < 9


@pytest.mark.parametrize(
    ("rows", "at", "found"),
    [
        (["Keel", "Two Harbours Anchor", "", "Home / Keel Two Harbours Anchor"], 1, ("Keel Two Harbours Anchor", (0, 1))),
        (["Keel", "Two Harbours Anchor", "", "Home / Keel Two Harbours Anchor"], 0, ("Keel Two Harbours Anchor", (0, 1))),
        (["縣立游泳池該不該", "全年開放", "", "縣立游泳池該不該全年開放 - 新聞"], 1, ("縣立游泳池該不該全年開放", (0, 1))),
        # Said nowhere else, a gap between them, one that stands over several, one that says the other again, a sentence, a long line.
        (["Keel", "Two Harbours Anchor"], 1, None),
        (["Keel", "", "Two Harbours Anchor", "", "Home / Keel Two Harbours Anchor"], 1, None),
        (["Keel", "Anchor Two", "", "Keel", "Anchor Six", "", "Keel Anchor Two"], 1, None),
        (["Keel Anchor Two", "Keel", "", "Keel Anchor Two Keel"], 0, None),
        (["Keel", "It holds in mud.", "", "Keel It holds in mud."], 0, None),
        (["Keel", f"Anchor {'x' * 120}", "", f"Keel Anchor {'x' * 120}"], 0, None),
        # A day, a by-line, who wrote and a section beside one; one that is said alone in a menu; words in the middle of a text.
        (["The cup is ours", "May 5, 2020", "", "The cup is ours May 5, 2020"], 0, None),
        (["The cup is ours", "2020-05-05 at noon", "", "The cup is ours 2020-05-05 at noon"], 0, None),
        (["The cup is ours", "By Ann Lee", "", "The cup is ours By Ann Lee"], 0, None),
        (["The cup is ours", "Anna Lee", "", "The cup is ours Anna Lee"], 0, None),
        (["Sport", "The cup is ours", "", "Home News Sport The cup is ours"], 1, None),
        (["Sport", "The cup is ours", "", "Sport The cup is ours", "Home | Sport"], 1, None),
        (["The cup", "is ours now", "", "They say the cup is lost, but The cup is ours now and stays."], 1, None),
    ],
)
def test_a_headline_on_two_lines_is_told_by_where_it_is_said_again(
    rows: list[str], at: int, found: tuple[str, tuple[int, int]] | None
) -> None:
    lines = split_lines("\n".join(rows))
    assert joined_headline(lines, [0.0] * len(lines), at) == found


def test_a_by_line_of_several_below_an_author_is_read_but_from_a_comment() -> None:
    lines, author = split_lines("Ann Ferris\nAnn Ferris and Jan Holm\nIt floats."), NameCandidate(0, "Ann Ferris", by=True)
    assert authors_around(lines, author, [author], frozenset(), None) == (("Ann Ferris", "Jan Holm"), (1,))
    assert authors_around(lines, author, [author], frozenset({1, 2}), None) == (("Ann Ferris",), (0,))


def test_a_day_behind_a_word_for_publication_is_found_where_no_other_is_likely() -> None:
    here, there = find_times("11 November 2020, 9 November 2020")
    assert labelled_day([DayCandidate(3, there), DayCandidate(9, here, is_labelled=True)]) == DayCandidate(9, here, is_labelled=True)
    assert labelled_day([DayCandidate(3, there, is_labelled=True), DayCandidate(9, here, is_labelled=True)]) is None
    assert labelled_day([DayCandidate(3, there)]) is None


@pytest.mark.parametrize(
    ("rows", "likely", "found"),
    [
        (
            ["The old ferry crosses again", "after seven years on land", "", "Bread."],
            0.4,
            "The old ferry crosses again after seven years on land",
        ),
        (["Ferris's last-over", "sixes sink Dover Road", "", "Bread."], 0.4, "Ferris's last-over sixes sink Dover Road"),
        (["曬一畦月光：", "烏樹林最後的夜鹽工", "", "Bread."], 0.4, "曬一畦月光：烏樹林最後的夜鹽工"),
        (["Sport:", "sixes sink Dover Road", "", "Bread."], 0.4, None),
        # A second line that no tagger takes for a headline, one that is said in the first, is a text or a day, and one that begins anew.
        (["The old ferry crosses again", "after seven years on land", "", "Bread."], 0.02, None),
        (["The old ferry crosses again", "the old ferry", "", "Bread."], 0.4, None),
        (["The old ferry crosses again", "after seven years on land.", "", "Bread."], 0.4, None),
        (["The old ferry crosses again", "published on May 5, 2020", "", "Bread."], 0.4, None),
        (["The old ferry crosses again", "After seven years on land", "", "Bread."], 0.4, None),
        (["The old ferry crosses again.", "after seven years on land", "", "Bread."], 0.4, None),
        (["The old ferry crosses again", "", "after seven years on land", "Bread."], 0.4, None),
    ],
)
def test_a_headline_goes_on_with_a_small_letter(rows: list[str], likely: float, found: str | None) -> None:
    lines = split_lines("\n".join(rows))
    told = joined_headline(lines, [0.5, likely, 0.0], 0)
    assert (told[0] if told else None) == found


def test_halves_of_a_headline_are_joined_but_from_a_comment_or_a_part_of_a_line() -> None:
    lines = split_lines("Keel\nTwo Harbours Anchor\n\nHome / Keel Two Harbours Anchor\n\nIt holds in mud, and it holds in sand as well.")
    scores = scores_of([".", ".T", ".", "b"])
    told = read_fields(lines, scores, frozenset())
    assert (told.title, told.title_lines) == ("Keel Two Harbours Anchor", (0, 1))
    assert read_fields(lines, scores, frozenset({0})).title == "Two Harbours Anchor"
    # Where the line prints more than the headline, the line above is no half of it.
    lines = split_lines("Keel\n## Two Harbours Anchor ##\n\nKeel ## Two Harbours Anchor ##\n\nIt holds in mud, and in sand as well.")
    assert read_fields(lines, scores, frozenset()).title == "Two Harbours Anchor"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Autor: Lukáš Hrdlovič, ČTK", ["Lukáš Hrdlovič"]),
        ("Von Anna Schmidt, dpa", ["Anna Schmidt"]),
        ("By Ann Ferris, MD", ["Ann Ferris, MD", "Ann Ferris"]),
        ("By Jan Holm, Belga Harbour", ["Jan Holm, Belga Harbour", "Jan Holm"]),
    ],
)
def test_an_agency_behind_a_comma_is_no_part_of_a_name(line: str, names: list[str]) -> None:
    assert [reading.text for reading in readings(line)] == names


def test_what_somebody_is_behind_a_slash_is_nobody() -> None:
    """`Sunday` is a given name elsewhere."""
    assert people_between("Shanice Dacres/Sunday Gazette Writer") is None
    told = people_between("By: Maricar T. Holm, Jan Villafranca - Correspondents / @maricar")
    assert told is not None
    assert told.text == "Maricar T. Holm; Jan Villafranca"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("（临江晚报记者 陆知遥 李思源）", ("陆知遥", "李思源")),
        ("（本文来源：江州晚报 作者：邵启明 罗晓婷）", ("邵启明", "罗晓婷")),
        ("(Ann Ferris und Jan Holm)", ("Ann Ferris", "Jan Holm")),
        ("（责任编辑：孔令宇）", ()),
        ("(Harbour und Lake)", ()),
    ],
)
def test_reporters_in_brackets_below_a_text(line: str, names: tuple[str, ...]) -> None:
    assert reporters_behind(line) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("弟子を二人とった。【相沢拓実】", ("相沢拓実",)), ("「もう遅い」（相沢拓実）", ("相沢拓実",)),
        ("弟子を二人とった（笑）", ()), ("弟子を二人とった。（了）", ()), ("弟子は相沢拓実と言う。", ()),
    ],
)  # fmt: skip
def test_a_reporter_stands_behind_the_last_sentence(text: str, names: tuple[str, ...]) -> None:
    assert reporter_at_end(text) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Maïwenn LE GOUILL et Thierry BAUCHET.", ("Maïwenn LE GOUILL", "Thierry BAUCHET")),
        ("Trúc Hạ - Hoàng Giang", ("Trúc Hạ", "Hoàng Giang")),
        ("Ann Ferris - Dover Castle", ()),
        ("Harbour Lamps and Dover Castle", ()),
    ],
)
def test_two_names_that_are_all_of_a_line(line: str, names: tuple[str, ...]) -> None:
    assert linked_pair(line) == names


@pytest.mark.parametrize(("name", "is_one"), [("Yusuf al-Hamdani", True), ("Peter A. C. van den Bosch", True), ("Peter went home", False)])
def test_particles_and_initials_are_no_words_of_a_name(name: str, is_one: bool) -> None:
    assert is_person(name) is is_one


def test_who_is_named_behind_words_for_pictures_made_them() -> None:
    assert is_photographer(["Photographs by Casimir Woll", "Ann Ferris"], 0)
    assert not is_photographer(["By Casimir Woll", "Ann Ferris"], 0)
