"""Threads told by the order of their lines, by the form of their headers, and by what stands at their ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import slowdown
from pagestrata.parse.labels import LABELS, MARKS, PAGE_TYPES, LineScores
from pagestrata.parse.lines import PageLines, split_lines
from pagestrata.parse.threads.above_heading import is_article_above_heading, tells_of_comments
from pagestrata.parse.threads.announced import Announced, announced_lines, goes_with
from pagestrata.parse.threads.beside import barred_names, parted_lines
from pagestrata.parse.threads.bodies import before_signatures, with_times_below
from pagestrata.parse.threads.cards import remark_ends
from pagestrata.parse.threads.decode import Thread, cut_thread
from pagestrata.parse.threads.doubts import (
    is_unannounced,
    is_untold_post,
    untimed_ends,
    without_liked,
    without_similar,
)
from pagestrata.parse.threads.headers import SURELY_NAMED, read_line
from pagestrata.parse.threads.hints import answering_lines, button_lines
from pagestrata.parse.threads.levels import with_anchors
from pagestrata.parse.threads.mentions import greeting_lines
from pagestrata.parse.threads.nesting import answered_lines, find_parents, names_apart
from pagestrata.parse.threads.numbers import ending_lines, numbered_openings, printed_counts, story_lines
from pagestrata.parse.threads.paths import Cut
from pagestrata.parse.threads.people import read_people
from pagestrata.parse.threads.template import from_signs, missed_headers, with_subjects

ARTICLE = ["The ferry leaves for the last time on Sunday, and nobody in the village knows what will become of the boat."] * 3
NAMES, DAYS = ("Ann Lee", "Ben", "Cem 7"), ("5 May 2020", "6 May 2020", "7 May 2020")
TEXTS = ("I took it every summer as a child.", "The bridge was needed, though.", "A bench is the least they can do.")
ORDERS = {
    "name, time, text": lambda k: [NAMES[k], DAYS[k], TEXTS[k]],
    "time, name, text": lambda k: [DAYS[k], NAMES[k], TEXTS[k]],
    "name beside time, text": lambda k: [f"{NAMES[k]} · {DAYS[k]}", TEXTS[k]],
    "text, name, time": lambda k: [TEXTS[k], NAMES[k], DAYS[k]],
    "text, name beside time": lambda k: [TEXTS[k], f"{NAMES[k]}, {DAYS[k]}"],
    "name, text, time": lambda k: [NAMES[k], TEXTS[k], DAYS[k]],
}


def _scores(lines: int, body: int, comment: float = 0.05) -> LineScores:
    """Scores by which the first lines are the article."""
    labels = np.full((lines, len(LABELS)), 0.05, np.float32)
    labels[:body, LABELS.index("body")] = 0.9
    labels[body:, LABELS.index("comment_body")] = comment
    page = np.full(len(PAGE_TYPES), 0.1, np.float32)
    page[PAGE_TYPES.index("article")] = 0.9
    return LineScores(labels, np.full((lines, len(MARKS)), 0.05, np.float32), page)


def _order(rows: list[str], heading: str = "Comments", below: tuple[str, ...] = ("Imprint",)) -> tuple[Announced, int]:
    page = [*ARTICLE, heading, *rows, *below]
    scores = _scores(len(page), len(ARTICLE))
    scores.labels[[i for i, row in enumerate(page) if row in TEXTS], LABELS.index("comment_body")] = 0.5
    lines = split_lines("\n".join(page))
    return announced_lines(lines, scores, printed_counts(lines)), len(ARTICLE) + 1


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_an_order_tells_where_texts_begin(order: str) -> None:
    rows = [row for k in range(3) for row in ORDERS[order](k)]
    found, first = _order(rows)
    texts = [first + i for i, row in enumerate(rows) if row in TEXTS]
    assert sorted({*found.firsts, *found.bodies}) == texts
    assert sorted(found.lines) == list(range(first, first + len(rows)))
    assert [rows[i - first] for i in found.times] == [row for row in rows if "2020" in row]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (["Ann Lee", "5 May 2020", TEXTS[0], "Ben", "6 May 2020", TEXTS[1]], "two are chance"),
        ([row for k in range(3) for row in (f"The old ferry that sank {k}", DAYS[k], TEXTS[k])], "titles of stories are long"),
        ([row for k in range(3) for row in (f"{k + 4} minutes to read", DAYS[k], TEXTS[k])], "all the same but for numbers"),
        ([row for k in range(3) for row in (DAYS[k], TEXTS[k])], "nobody has a name"),
        ([row for k in range(3) for row in (*ORDERS["name, time, text"](k), "Leave a comment")], "a form for each"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_in_no_order(rows: list[str], why: str) -> None:
    assert _order(rows)[0] == Announced(), why


@pytest.mark.parametrize(("heading", "found"), [("2 comments", 2), ("3 comments", 0)])
def test_two_are_no_chance_where_the_page_says_that_there_are_two(heading: str, found: int) -> None:
    order, _ = _order([row for k in range(2) for row in ORDERS["text, name beside time"](k)], heading)
    assert len(order.times) == found


def test_a_heading_above_the_article_announces_nothing() -> None:
    rows = [row for k in range(3) for row in ORDERS["name, time, text"](k)]
    page = ["3 comments", *rows, *ARTICLE]
    scores = _scores(len(page), 0)
    scores.labels[len(rows) + 1 :, LABELS.index("body")] = 0.9
    lines = split_lines("\n".join(page))
    assert announced_lines(lines, scores, printed_counts(lines)) == Announced()


def test_a_note_above_the_first_header_is_no_text_of_the_order() -> None:
    rows = ["Comments are read before they appear here.", *(row for k in range(3) for row in ORDERS["name beside time, text"](k))]
    assert not _order(rows)[0].firsts


def test_a_thread_is_cut_again_only_where_it_does_not_go_with_its_order() -> None:
    rows = [row for k in range(3) for row in ORDERS["text, name, time"](k)]
    found, first = _order(rows)
    lines = split_lines("\n".join([*ARTICLE, "Comments", *rows]))
    right = [Cut(first + 3 * k, first + 3 * k, first + 3 * k, first + 3 * k + 2) for k in range(3)]
    shifted = [Cut(first + 3 * k + 1, first + 3 * k + 3, first + 3 * k + 3, first + 3 * k + 3) for k in range(2)]
    assert goes_with(lines, found, right)
    assert not goes_with(lines, found, shifted)
    assert not goes_with(lines, found, [])
    assert goes_with(lines, Announced(), [])


def _page(*comments: tuple[list[str], list[str]], above: list[str] | None = None) -> tuple[list[str], list[Cut]]:
    rows, cuts = list(above or ()), []
    for head, body in comments:
        first = len(rows)
        rows += [*head, *body]
        cuts.append(Cut(first, first + len(head), len(rows) - 1, len(rows) - 1))
    return rows, cuts


def test_a_header_inside_of_a_body_is_found_by_its_form() -> None:
    rows, cuts = _page(
        (["Ann", "2 hours ago"], ["Yes."]),
        (["Ben", "3 hours ago"], ["No.", "A phrase for a name", "4 hours ago", "Perhaps.", "Or not."]),
        (["Cem", "5 hours ago"], ["Late, as always, on 5 May 2020.", "5 May 2020", "was a Tuesday."]),
    )
    assert missed_headers(split_lines("\n".join(rows)), cuts) == [rows.index("A phrase for a name"), rows.index("4 hours ago")]


def test_subjects_stand_above_all_headers_of_a_form() -> None:
    rows, cuts = _page(
        (["Submitted by ann on 5 May 2020"], ["The first text.", "Second thoughts"]),
        (["Submitted by ben on 6 May 2020"], ["The second text.", "Third try"]),
        (["Submitted by cem on 7 May 2020"], ["The third text."]),
        above=["Well then"],
    )
    found = with_subjects(split_lines("\n".join(rows)), cuts)
    assert [rows[cut.first] for cut in found] == ["Well then", "Second thoughts", "Third try"]
    assert [rows[cut.body_last] for cut in found] == ["The first text.", "The second text.", "The third text."]
    rows[3] = "Second thoughts are best."
    assert with_subjects(split_lines("\n".join(rows)), cuts) == cuts


@pytest.mark.parametrize(
    "endings",
    [
        "港口几点开门？|真的很远吗？|船还在吗？",
        "船は七時に出ます！|港はとても寒い！|もう誰もいない！",
        "नाव सात बजे जाती है।|बंदरगाह बहुत दूर है।|वहाँ कोई नहीं था।",
        "هل السفينة هناك؟|متى يفتح الميناء؟|هل الطريق طويل؟",
        "เรือออกเจ็ดโมงเช้า|ท่าเรืออยู่ไกลมาก|ไม่มีใครอยู่ที่นั่น",
    ],
)
def test_what_ends_a_sentence_in_any_script_is_no_subject(endings: str) -> None:
    first, second, third = endings.split("|")
    rows, cuts = _page(
        (["小安 发表于 2024-05-03 10:00"], ["7", first]),
        (["小王 发表于 2024-05-03 11:00"], ["8", second]),
        (["小李 发表于 2024-05-03 12:00"], ["9"]),
        above=[third],
    )
    assert with_subjects(split_lines("\n".join(rows)), cuts) == cuts


@pytest.mark.parametrize(
    ("subjects", "gap"), [("เรือ|ท่าเรือ|ทะเล", "\n"), ("Re: เรือ|Re: ท่าเรือ|Re: ทะเล", ""), ("船|港口|海", ""), ("नाव|बंदरगाह|समुद्र", "")]
)
def test_subjects_of_any_script_begin_comments(subjects: str, gap: str) -> None:
    first, second, third = subjects.split("|")
    rows, cuts = _page(
        (["ann 发表于 2024-05-03 10:00"], ["7", f"{gap}{second}"]),
        (["ben 发表于 2024-05-03 11:00"], ["8", f"{gap}{third}"]),
        (["cem 发表于 2024-05-03 12:00"], ["9"]),
        above=[f"{gap}{first}"],
    )
    found = with_subjects(split_lines("\n".join(rows)), cuts)
    assert [rows[cut.first].strip() for cut in found] == [first, second, third]


@pytest.mark.parametrize(
    ("relative", "seen", "kept"),
    [
        ((None, False, False, False), 0.5, range(1, 4)),
        ((None, False, False, False), 0.95, range(4)),
        ((False, False, False, None), 0.5, range(3)),
        ((False, False, False, None), 0.8, range(4)),
        ((False, False, False, True), 0.5, range(3)),
        ((None, None, False, False), 0.5, range(4)),
        ((None, False), 0.5, range(2)),
    ],
)
def test_the_ends_of_a_thread_print_a_time_as_the_others_do(relative: tuple[bool | None, ...], seen: float, kept: range) -> None:
    rows, cuts = _page(*((["Ann"], ["Words of hers."]) for _ in relative))
    assert untimed_ends(split_lines("\n".join(rows)), _scores(len(rows), 0, seen), cuts, relative, {}) == kept
    certain = {cut.first: "told" for cut in cuts}
    assert untimed_ends(split_lines("\n".join(rows)), _scores(len(rows), 0, seen), cuts, relative, certain) == range(len(cuts))


@pytest.mark.parametrize(("above", "seen", "is_none"), [("Stories", 0.5, True), ("Stories", 0.9, False), ("Comments", 0.5, False)])
def test_a_comment_alone_must_be_announced_or_seen(above: str, seen: float, is_none: bool) -> None:
    rows, cuts = _page((["Ann", "5 May 2020"], ["Words of hers."]), above=[above])
    assert is_unannounced(split_lines("\n".join(rows)), _scores(len(rows), 1, seen), cuts, {}) is is_none


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Bình luận (3)", True), ("3 टिप्पणियाँ", True), ("3টি মন্তব্য", True), ("3 Kommentare", True), ("Kommentare(3)", True),
        ("3 件のコメント", True), ("2 tanker om »Havnen«", True),
        ("2 Gedanken zu »Hafen«", True), ("《港灯》有2个想法", True), ("2 thoughts on 『港』", True),
        ("7回复贴，共1页", False), ("2 replies to Harbours", False), ("2 Antworten auf Hafen", False), ("2 svar på kommentatorn", False),
        ("2 odpovědi na komentářovou hru", False),
    ],
)  # fmt: skip
def test_a_number_calls_comments_so_or_names_in_quotes_what_they_are_on(line: str, told: bool) -> None:
    assert tells_of_comments(line) is told


@pytest.mark.parametrize(
    ("below", "is_none"),
    [("", True), ("The ferry", True), ("Reply", False), ("3 Comments", False), ("Similar threads", False), ("Leave a reply", False)],
)
def test_a_post_alone_is_told_by_what_stands_around_it(below: str, is_none: bool) -> None:
    rows, cuts = _page((["Ann", "5 May 2020"], ["Words of hers."]), above=["The ferry"])
    lines = split_lines("\n".join([*rows, below]))
    scores = replace(_scores(len(lines), 1, 0.9), page_type=np.array([0, 1, 0], np.float32))
    assert is_untold_post(lines, scores, cuts, {}) is is_none
    assert not is_untold_post(lines, scores, cuts, {cuts[0].first: "told"})
    by = split_lines(f"The ferry\nBy Ann\n5 May 2020\nWords of hers.\n{below}")
    assert is_untold_post(by, replace(scores, labels=scores.labels[: len(by)]), cuts, {})
    by = split_lines(f"The ferry\nBy Ann\n5 May 2020\nWords of hers.\n{below}\nReport\nQuote")
    assert not is_untold_post(by, scores, cuts, {})
    assert not is_untold_post(lines, scores, [*cuts, cuts[0]], {})
    assert not is_untold_post(lines, _scores(len(lines), 1, 0.9), cuts, {})


def test_stories_have_likes_and_shares_below() -> None:
    story = ["Ann", "A lighthouse is painted", "1.2k Likes, Comments & Shares"]
    rows = [*story, *story, *story, "Ben", "A word."]
    lines = split_lines("\n".join(rows))
    liked = story_lines(lines)
    assert liked == [2, 5, 8]
    assert without_liked([Cut(0, 1, 1, 1), Cut(9, 10, 10, 10)], liked) == [Cut(9, 10, 10, 10)]
    assert story_lines(split_lines("\n".join(rows[:6]))) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (
            [
                "Ann",
                "#1 — 5 May 2020, 9:12",
                "Yes.",
                "Picture of Ben",
                "Ben",
                "#2 — 5 May 2020, 9:30",
                "No.",
                "Cem",
                "#2.1 — 5 May 2020, 9:47",
            ],
            [0, 3, 7],
        ),
        (["Ann", "Ann 5pts", "Yes.", "Ben", "Ann 12pts"], [0]),
        (["Ann", "#1 — 5 May 2020, 9:12", "Yes."], []),
    ],
)
def test_names_stand_above_numbers_and_points(page: list[str], found: list[int]) -> None:
    assert numbered_openings(split_lines("\n".join(page)), range(len(page))) == found


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (["Ann", "Yes.", "Reply", "Ben", "Reply to  Ann", "Thanks"], [3, 4]),
        (["Ann", "Yes.", "Reply", "Ben", "Reply to Cem", "Thanks"], []),
        (["Ann", "Yes.", "Reply to Ann", "Ben", "No.", "Reply to Ben"], []),
        (["Ann", "5 May 2020", "En réponse à Ben", "Oui."], [2]),
        (["Ann", "5 May 2020", "In reply to #2", "Yes."], []),
        (["Ann", "5 May 2020", "@ Ben", "Yes."], []),
    ],
)
def test_who_answers_stands_above_whom(page: list[str], found: list[int]) -> None:
    assert answering_lines(split_lines("\n".join(page)), range(len(page))) == found


@pytest.mark.parametrize(
    "line",
    [
        "Hi Noreen",
        "Rating: Unrated",
        "Advertisement",
        "on",
        "odpovězeno 21. 5. 2018 v 10:52",
        '5  "Murder"',
        '"Yami" (闇) November 4, 1999',
        "「港の灯」第3話",
        "Old 14-03-2007, 09:12 PM",
        "Ungelesen 14.03.2007, 09:12",
        "来自：北京",
        "所在地：東京",
        "发表于：2014-3-17 12:03",
        "投稿日：2014年3月17日",
        "投稿日:2006/10/16(Mon) 20:37",
    ],
)
def test_what_is_no_name(line: str) -> None:
    assert read_line(line).name is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("小安[网易北京市手机网友]", "小安"), ('"Ann Lee"', '"Ann Lee"'), ("Heidi", "Heidi"), ("On Chin", "On Chin"),
        ("Ann Lee  Moderador", "Ann Lee"), ("Ann Lee  > Jan Holm  •  3 years ago", "Ann Lee"), ("└ 시민 2021-10-28 10:11:20", "시민"),
        ("відповів 18 червня 2020 користувач Zakonnyk (8 310 балів)", "Zakonnyk"), ("respondida 2 Abr, 2016 por zé", "zé"),
        ("「花子」", "「花子」"), ("J. »Kit« Holm", "J. »Kit« Holm"), ("小安：2014-3-17 12:03", "小安"),
        ("(Ann) 2006/10/16", "(Ann)"), ("北京来自远方", "北京来自远方"), ("Ann Lee Mod > Jan Holm • 3 years ago", "Ann Lee"),
        ("+2 # Ann Lee 2013-04-11 20:31", "Ann Lee"), ("0 # Ann 2013-04-11 20:31", "Ann"),
        ("Kapil Dev 5 May 2020 at 10:12", "Kapil Dev"), ("Web Developer 5 May 2020", "Web Developer"),
        ("Commentaire n°12 posté par Ann Lee le 12/12/2010 à 11h32", "Ann Lee"), ("Ann Lee · Works at Harbour Inn", "Ann Lee"),
        ("ann edited 1 year ago", "ann"), ("[+]ann comment score below threshold-13 points 16 hours ago (1 child)", "ann"),
        ("Ann Lee · Top Commenter · Harbour School", "Ann Lee"), ("Harbour Games [developer]", "Harbour Games"),
        ("harbourshop (store manager) – 12 November 2021", "harbourshop"), ("Old Tom", "Old Tom"), ("Alt Ann", "Alt Ann"),
    ],
)  # fmt: skip
def test_what_is_a_name(line: str, name: str) -> None:
    assert read_line(line).name == name


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        ("注册时间：2012-03-05", False),
        ("登録日：2012年3月5日", False),
        ("가입일：2012-03-05", False),
        ("最后登录： 2012-03-05", False),
        ("发表时间：2012-03-05", True),
        ("小安：2012-03-05", True),
    ],
)
def test_what_is_no_time_of_posting_behind_a_wide_colon(line: str, dated: bool) -> None:
    assert read_line(line).is_dated is dated


@pytest.mark.parametrize(
    ("line", "name", "times"),
    [
        ("Поделиться22026-08-16 13:31:10", "Поделиться2", ["2026-08-16 13:31:10"]),
        ("Поделиться5Вчера 10:02:31", "Поделиться5", ["Вчера 10:02:31"]),
        ("• Автор: Дед Мазай", "Дед Мазай", []),
        ("6. oktober kl. 17.20", None, ["6. oktober kl. 17.20"]),
        ("6. maj kl. 7.20", None, ["6. maj kl. 7.20"]),
        ("ann1999", "ann1999", []),
        ("Ann62 5 May 2021", "Ann62", ["5 May 2021"]),
    ],
)
def test_what_is_glued_to_a_number_or_stands_behind_one(line: str, name: str | None, times: list[str]) -> None:
    fields = read_line(line)
    assert (fields.name, [time.text for time, _ in fields.times]) == (name, times)


@pytest.mark.parametrize("heading", ["Similar threads", "Ähnliche Themen", "Похожие темы", "Temas similares:"])
def test_no_post_stands_below_the_list_of_other_threads(heading: str) -> None:
    rows, cuts = _page((["Ann"], ["A post.", heading]), (["Other thread"], ["Ben, 5 May 2020"]))
    assert without_similar(split_lines("\n".join(rows)), cuts) == [Cut(0, 1, 1, 1)]
    assert without_similar(split_lines("\n".join(rows).replace(heading, "More of it")), cuts) == cuts


@pytest.mark.parametrize(
    ("line", "is_button"), [("LikeLike", True), ("LikeLiked by 2 people", True), ("Me gustaMe gusta", True), ("Like it or not", False)]
)
def test_glued_likes_are_buttons(line: str, is_button: bool) -> None:
    assert button_lines(split_lines(f"{line}\nA text."), range(2)) == [0] * is_button


@pytest.mark.parametrize(
    ("heading", "comments", "found"), [("1 Comment", 1, 1), ("0 Comments", 1, 0), ("评论（0）", 1, 0), ("0 Comments", 3, 3)]
)
def test_a_page_that_tells_of_no_comments_has_none_unless_there_are_several(heading: str, comments: int, found: int) -> None:
    rows = [row for k in range(comments) for row in ORDERS["name, time, text"](k)]
    page = [*ARTICLE, heading, *rows, "Imprint"]
    scores = _scores(len(page), len(ARTICLE))
    for i, row in enumerate(page):
        if row in rows:
            label = "comment_body" if row in TEXTS else "comment_header"
            scores.labels[i], scores.labels[i, LABELS.index(label)] = 0.02, 0.9
    assert len(cut_thread(split_lines("\n".join(page)), scores).cuts) == found


@pytest.mark.parametrize("heading", ["2 vastausta artikkeliin “Satama”", "2 мысли о «Гавань»", "2 svar på “Hamnen”"])
def test_numbers_over_comments_of_word_press(heading: str) -> None:
    assert printed_counts(split_lines(heading)) == {0: 2}


ROWS = st.sampled_from(
    ("Comments", "3 comments", "Ann Lee", "Ben", "5 May 2020", "2 hours ago", "Ann · 5 May 2020", "A text that ends.", "Reply", "")
)


@given(st.lists(ROWS, max_size=40), st.integers(0, 5))
@settings(max_examples=200, deadline=None)
def test_any_page_has_an_order_of_its_own_lines_or_none(rows: list[str], body: int) -> None:
    lines = split_lines("\n".join(rows))
    found = announced_lines(lines, _scores(len(lines), min(body, len(lines))), printed_counts(lines))
    assert all(0 <= i < len(lines) for i in found.lines)
    assert len(set(found.lines)) == len(found.lines)
    assert not found.times or len(found.times) >= 3
    assert {*found.times} <= {*found.heads, *found.feet}


def test_buttons_between_comments_are_of_the_one_above() -> None:
    rows = [row for k in range(3) for row in (*ORDERS["text, name, time"](k), "Reply")]
    found, first = _order(rows)
    assert found.firsts == (first, first + 4, first + 8)
    assert set(found.feet) == {first + 4 * k + i for k in range(3) for i in (1, 2, 3)}


def test_a_comment_that_is_a_button_does_not_go_with_an_order() -> None:
    rows = [row for k in range(2) for row in (*ORDERS["text, name, time"](k), "Reply")]
    found, first = _order(rows, heading="2 comments")
    lines = split_lines("\n".join([*ARTICLE, "2 comments", *rows]))
    headers_above = [Cut(first + 1, first + 4, first + 4, first + 4), Cut(first + 5, first + 7, first + 7, first + 7)]
    assert found.times
    assert not goes_with(lines, found, headers_above)
    assert goes_with(lines, found, [Cut(first, first, first, first + 3), Cut(first + 4, first + 4, first + 4, first + 7)])


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("2 komentāri", 2),
        ("3 отговора на „Лодката“", 3),
        ("2 reakce na Přívoz u mlýna", 2),
        ("3 komentarai", 3),
        ("2 phản hồi", 2),
        ("1 則迴響", 1),
    ],
)
def test_headings_with_numbers_in_more_languages(heading: str, number: int) -> None:
    assert printed_counts(split_lines(heading)) == {0: number}


def test_a_line_that_ends_in_a_title_of_members_is_rather_no_name() -> None:
    lines = split_lines("Ann\nHarbour Club Member\nIt floats.\n")
    nothing = np.full(3, -9.0)
    thread = Thread((Cut(0, 2, 2, 2),), np.array([0.0, 1.0, -9.0]), nothing, np.array([0.0, 0.0, 1.0]), {})
    assert [person.name for person in read_people(lines, thread)] == ["Ann"]


def test_whom_comments_answer_is_found_in_time_that_grows_with_their_number() -> None:
    def work(size: int) -> Callable[[], object]:
        text = "".join(f"Ann{i} Ferris\nReply to Bob{i} Nobody\nThe ferry was late again.\n" for i in range(size))
        lines = split_lines(text)
        cuts = [Cut(3 * i, 3 * i + 2, 3 * i + 2, 3 * i + 2) for i in range(size)]
        names = [f"Ann{i} Ferris" for i in range(size)]
        return lambda: find_parents(lines, cuts, names)

    assert slowdown(work, (1_000, 4_000), 9) < 9


@pytest.mark.parametrize(
    ("to", "parent"),
    [("Ann", 0), ("ann ferris", 0), ("@Ann Ferris", 0), ("Ann Ferris of the harbour", 0), ("Bo", 2), ("Bo Lind", 2), ("Ferris", None)],
)
def test_an_answer_is_to_the_last_comment_of_whom_it_names(to: str, parent: int | None) -> None:
    names = ["Ann Ferris", "Bo Lind", "Bo", "Cy"]
    lines = split_lines("".join(f"{name}\nReply to {to if name == 'Cy' else 'nobody'}\nText\n" for name in names))
    assert find_parents(lines, [Cut(3 * i, 3 * i + 2, 3 * i + 2, 3 * i + 2) for i in range(4)], names)[3] == parent


def _items(*rows: tuple[list[str], str, list[str]]) -> tuple[list[str], list[Cut]]:
    """Lines of comments by their headers, texts and footers."""
    page: list[str] = []
    cuts = []
    for head, body, foot in rows:
        first = len(page)
        page += [*head, body, *foot]
        cuts.append(Cut(first, first + len(head), first + len(head), len(page) - 1))
    return page, cuts


def test_items_begin_at_their_sign() -> None:
    page, cuts = _items(
        ([], "• The shade of the boat.", ["31", "8 May 2015"]),
        (["ann", "ann"], "• Larger than the boat.", ["214", "8 May 2015"]),
        (["ben", "ben"], "• Best at noon.", ["12", "9 May 2015", "cem", "cem"]),
    )
    assert from_signs(split_lines("\n".join(page)), cuts) == [Cut(0, 0, 0, 4), Cut(5, 5, 5, 9), Cut(10, 10, 10, 14)]


@pytest.mark.parametrize(
    "rows",
    [
        # A list at the beginning of each text, below who wrote it.
        ((["ann"], "• first", ["x"]), (["ben"], "• second", ["x"]), (["cem"], "• third", ["x"])),
        # Names above texts, and nothing below the last one.
        (([], "• first", ["x"]), (["ben"], "• second", ["x"]), (["cem"], "• third", [])),
        # Items that begin at the name.
        (([], "• first", ["x"]), (["• ben"], "• second", ["x"]), (["• cem"], "• third", ["x"])),
        (([], "first", ["x"]), (["ben"], "• second", ["x"]), (["cem"], "• third", ["x"])),
    ],
)
def test_signs_of_lists_in_texts_begin_no_item(rows: tuple[tuple[list[str], str, list[str]], ...]) -> None:
    page, cuts = _items(*rows)
    assert from_signs(split_lines("\n".join(page)), cuts) == cuts


@pytest.mark.parametrize(
    ("indents", "names", "authors", "answered"),
    [
        ((0, 2, 2), ("Ann", "Ben Ann", "Ann Ben"), ["Ann", "Ben", "Ann"], {1: "Ann", 2: "Ben"}),
        ((0, 2, 2), ("Ann Lee", "Ben antwortet Ann Lee", "Ann Lee antwortet Ben"), ["Ann Lee", "Ben", "Ann Lee"], {1: "Ann Lee", 2: "Ben"}),
        # One who is answered may be of the family.
        ((0, 2, 2), ("Smith", "John Smith", "Jane Smith"), ["Smith", "John Smith", "Jane Smith"], {}),
        # Nobody is answered at the top level, and a name of two words is one where most answers have no second name.
        ((0, 0), ("Ann", "Mary Ann"), ["Ann", "Mary Ann"], {}),
        ((0, 2, 2, 2), ("Ann", "Mary Ann", "Ben", "Cem"), ["Ann", "Mary Ann", "Ben", "Cem"], {}),
        ((0, 2), ("Ann", None), ["Ann", None], {}),
    ],
)
def test_names_of_answers_apart(
    indents: tuple[int, ...], names: tuple[str | None, ...], authors: list[str | None], answered: dict[int, str]
) -> None:
    set_in = [(" " * indent, name or "Guest") for indent, name in zip(indents, names, strict=True)]
    lines = split_lines("\n".join(f"{space}{name}\n{space}Words." for space, name in set_in))
    cuts = [Cut(2 * k, 2 * k + 1, 2 * k + 1, 2 * k + 1) for k in range(len(names))]
    assert names_apart(lines, cuts, names) == (authors, answered)


@pytest.mark.parametrize(
    ("numbers", "parents"),
    [
        (["1", "1.1", "2", "2.1"], [None, 0, None, 2]),
        (["2", "1.1", "1", "1.2"], [None, None, None, 2]),
        (["1", "1.1", "1", "1.1"], [None, 0, None, 2]),
        (["3.1", "1", "2"], [None, None, None]),
    ],
)
def test_numbers_of_several_parts_answer_what_stands_above(numbers: list[str], parents: list[int | None]) -> None:
    lines = split_lines("".join(f"Ann\n#{number}  — 4 May 2022, 17:11\nText\n" for number in numbers))
    cuts = [Cut(3 * i, 3 * i + 2, 3 * i + 2, 3 * i + 2) for i in range(len(numbers))]
    assert find_parents(lines, cuts, ["Ann"] * len(numbers)) == parents


def _heads_and_bodies(texts: list[tuple[str, str]]) -> tuple[PageLines, list[Cut]]:
    """Comments of a header and a body of one line each."""
    lines = split_lines("".join(f"{head}\n{body}\n" for head, body in texts))
    return lines, [Cut(2 * i, 2 * i + 1, 2 * i + 1, 2 * i + 1) for i in range(len(texts))]


def test_ways_behind_a_time_tell_whom_a_comment_answers() -> None:
    ways = [
        ("next", None), ("parent | next", 0), ("root | parent | next", 1), ("root | parent", 2), ("root | parent | prev", 2),
        ("parent | prev", 0), ("prev | next", None), ("root | parent | prev", None),
    ]  # fmt: skip
    fold = ["[–]", "[2 more]"]
    lines, cuts = _heads_and_bodies([(f"ann 3 hours ago | {way} {fold[i % 2]}", f"It leaks, {i}.") for i, (way, _) in enumerate(ways[:-1])])
    assert find_parents(lines, cuts, ["ann"] * len(cuts)) == [parent for _, parent in ways[:-1]]
    # Without what it stands beside, a comment answers none.
    lines, cuts = _heads_and_bodies([(f"ann 3 hours ago | {way} [–]", "It leaks.") for way, _ in ways[-2:]])
    assert find_parents(lines, cuts, ["ann"] * 2) == [None, 0]


@pytest.mark.parametrize(
    ("texts", "parents"),
    [
        ([("1 : Ann", "It leaks."), ("2 : Ben", ">>1"), ("3 : Cem", "＞＞2")], [None, 0, 1]),
        ([("1 ：名無し", "漏れる"), ("2 ：名無し", ">>1 どこ？"), ("3 ：名無し", ">>2下")], [None, 0, 1]),
        ([("1 : Ann", "It leaks."), ("2 : Ben", ">>1 knot is all she makes."), ("3 : Cem", "Below.")], [None, None, None]),
        ([("1 May 2020 Ann", "It leaks."), ("2 May 2020 Ben", ">>1"), ("3 May 2020 Cem", "Below.")], [None, None, None]),
        ([("1 : Ann", "It leaks."), ("2 : Ben", "Where?"), ("3 : Cem", "Below, as >>1 says.")], [None, None, None]),
        ([("1 : Ann", ">>2"), ("2 : Ben", ">>2"), ("3 : Cem", ">>9")], [None, None, None]),
        ([("Ann", "It leaks."), ("Ben", ">>1"), ("3 days", "It leaks.")], [None, None, None]),
        ([("#1 Ann", "It leaks."), ("#2 Ben", "#1 Where?"), ("#3 Cem", "Respuesta a #2: below.")], [None, 0, 1]),
        ([("#1 Ann", "It leaks."), ("#2 Ben", "Photo #1 shows it."), ("#3 Cem", "#4 or so.")], [None, None, None]),
        ([("#1 Ann", "It leaks."), ("#2 Ben", "#1 rule: never dive alone."), ("#3 Cem", "#2 pencils write best.")], [None, None, None]),
        ([("#1 Ann", "It leaks."), ("#2 Ben", "#1"), ("#3 Cem", "#2: below."), ("#4 Dan", ">>3")], [None, 0, 1, 2]),
        ([("#1 Ann", "It leaks."), ("2 Ben", "#1 Where?"), ("#3 Cem", "Below.")], [None, None, None]),
        ([("1 Ann", "It leaks."), ("2 Ben", "#1 in my book."), ("3 Cem", "Below.")], [None, None, None]),
    ],
)
def test_numbers_of_posts_tell_whom_a_post_answers(texts: list[tuple[str, str]], parents: list[int | None]) -> None:
    lines, cuts = _heads_and_bodies(texts)
    assert with_anchors(lines, cuts, [None] * len(cuts)) == parents


def test_an_answer_may_name_a_comment_by_its_first_words() -> None:
    rows = [
        "Ann",
        "A pump that runs dry is done for, whatever it cost.",
        "Ben",
        "Replied to: A pump that runs dry",
        "Maximilian Huberstein knows.",
    ]
    rows += ["Cem", "Replied to: Maximilian Huberstein", "Mine, too.", "Dan", "Replied to: What a pump that", "It did."]
    rows += ["Eva", "A pump that runs dry needs oil.", "Fay", "Replied to: A pump that runs dry", "It has none."]
    rows += ["Gus → A pump that runs dry • 3 years ago", "No."]
    lines = split_lines("\n".join(rows))
    heads = [(0, 1), (2, 4), (5, 7), (8, 10), (11, 12), (13, 15), (16, 17)]
    cuts = [Cut(head, body, body, body) for head, body in heads]
    # The last that begins so; not by two words, which may be a name, nor behind an arrow.
    assert find_parents(lines, cuts, ["Ann", "Ben", "Cem", "Dan", "Eva", "Fay", "Gus"]) == [None, 0, None, None, None, 4, None]


def test_what_stands_above_the_first_comment_makes_no_answers_of_the_others() -> None:
    rows = [
        "avatar",
        "      Ann",
        "      It floats.",
        *(row for name in ("Ben", "Cem", "Dan") for row in (f"      {name}", "      It sinks.")),
    ]
    lines = split_lines("\n".join(rows))
    cuts = [Cut(0, 2, 2, 2), Cut(3, 4, 4, 4), Cut(5, 6, 6, 6), Cut(7, 8, 8, 8)]
    assert find_parents(lines, cuts, ["Ann", "Ben", "Cem", "Dan"]) == [None] * 4
    # Three may be a comment and its answers.
    assert find_parents(lines, cuts[:3], ["Ann", "Ben", "Cem"]) == [None, 0, 0]


def test_whose_words_are_quoted_first_is_answered_but_on_boards() -> None:
    rows = ["Ann", "It leaks.", "Ben", "Quoting Ann:", "It leaks.", "Cem", "Quoting Ann: it leaks, and so does mine."]
    lines = split_lines("\n".join(rows))
    cuts = [Cut(0, 1, 1, 1), Cut(2, 3, 4, 4), Cut(5, 6, 6, 6)]
    assert find_parents(lines, cuts, ["Ann", "Ben", "Cem"]) == [None, 0, None]
    assert find_parents(lines, cuts, ["Ann", "Ben", "Cem"], is_board=True) == [None, None, None]


def test_whom_one_with_a_rank_answers_stands_behind_an_arrow() -> None:
    rows = ["Ben • 3 years ago", "It leaks.", "Ann Mod > Ben • 3 years ago", "Where?", "Annika > Ann • 3 years ago", "Below."]
    lines = split_lines("\n".join(rows))
    cuts = [Cut(0, 1, 1, 1), Cut(2, 3, 3, 3), Cut(4, 5, 5, 5)]
    assert find_parents(lines, cuts, ["Ben", "Ann", "Annika"]) == [None, 0, 1]


def test_who_signs_by_the_first_name_is_called_as_the_header_has_it() -> None:
    rows = ["Ann Ferris, 5 May 2020", "It floats.", "Ann", "Ben Holm, 6 May 2020", "It sinks.", "Ben"]
    lines = split_lines("\n".join(rows))
    cuts = [Cut(0, 1, 1, 2), Cut(3, 4, 4, 5)]
    prints_author = np.full(len(rows), -3.0)
    prints_author[[0, 3]] = 1.0
    thread = Thread(tuple(cuts), prints_author, np.full(len(rows), -3.0), np.zeros(len(rows)), {})
    assert [person.name for person in read_people(lines, thread)] == ["Ann Ferris", "Ben Holm"]


def test_a_name_behind_a_dash_and_its_time_end_a_remark() -> None:
    rows = ["It floats.", "– Ann", "5 May 2020 at 11:53", "It leaks.", "– Ben Holm", "6 May 2020 at 11:53", "It sinks."]
    lines = split_lines("\n".join(rows))
    assert remark_ends(lines, range(len(rows))) == [1, 2, 4, 5]
    assert remark_ends(lines, range(4)) == []
    # Over texts, below each other, with something between, without a name or a space, they end nothing.
    for other in (
        "It floats.\n\n– Ann\n5 May 2020\n\n– Ben\n6 May 2020", "It floats.\n– Ann\nOslo\n5 May 2020\nIt leaks.\n– Ben\nRiga\n6 May 2020",
        "– Ann\n5 May 2020\nIt leaks.\n– Ben\n6 May 2020\nIt sinks.", "Concerts\n– Harbour Band\n5 May 2020\n– Tide Choir\n6 May 2020",
        "It floats.\n–Ann\n5 May 2020\nIt leaks.\n–Ben\n6 May 2020", "It floats.\n– Ann\n5 May 2020: no\nIt leaks.\n– Ben\n6 May 2020: no",
    ):  # fmt: skip
        assert remark_ends(split_lines(other), range(len(split_lines(other)))) == []


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["Ann Lee", "It leaks.", "Ben", "Hi Ann,", "Where?"], [3]),
        (["3. 花子", "漏れる", "4. 太郎", ">花子さん", "どこですか"], [3]),
        (["Ann Lee", "It leaks.", "Ben", "Hi there", "Where?", "> Ann", "Hi Ann, where?"], []),
        (["Cem", "It leaks.", "Ben", "Dear Ann", "Where?", "Hey Ben Holm and all"], []),
    ],
)
def test_who_is_greeted_is_named_above(rows: list[str], found: list[int]) -> None:
    lines = split_lines("\n".join(rows))
    assert greeting_lines(lines, range(len(rows))) == found


def test_a_time_right_below_a_comment_without_one_is_its_own() -> None:
    rows = ["Ann disse...", "It leaks.", "1 janeiro 2023 16:26", "Ben disse...", "2 janeiro 2023", "Where?", "3 janeiro 2023"]
    cuts = [Cut(0, 1, 1, 1), Cut(3, 5, 5, 5)]
    assert [cut.last for cut in with_times_below(split_lines("\n".join(rows)), cuts)] == [2, 5]
    # Behind a gap, with words beside it, or before a text without a gap, it is what follows.
    for other in (
        "Ann disse...\nIt leaks.\n\n1 janeiro 2023 16:26", "Ann disse...\nIt leaks.\n1 janeiro 2023: the ferry",
        "Ann disse...\nIt leaks.\n1 janeiro 2023\nThe ferry is late",
    ):  # fmt: skip
        assert [cut.last for cut in with_times_below(split_lines(other), cuts[:1])] == [1]


def test_whom_an_answer_names_before_all_else_is_answered_on_boards_too() -> None:
    lines, cuts = _heads_and_bodies(
        [("小安:", "铺子还开着吗"), ("城墙砖:", "在"), ("小安:", "回复 城墙砖 :还是老地方？"), ("老叶:", "回复得真快 : 谢谢")]
    )
    assert find_parents(lines, cuts, ["小安", "城墙砖", "小安", "老叶"], is_board=True) == [None, None, 1, None]


def _people(*heads: list[str], likely: int = 0) -> list[tuple[str | None, str | None]]:
    """Authors and times of comments of one line each, whose networks take line `likely` of every header for the author's."""
    rows = [row for head in heads for row in (*head, "It floats.")]
    lines = split_lines("\n".join(rows))
    cuts, at = [], 0
    for head in heads:
        cuts.append(Cut(at, at + len(head), at + len(head), at + len(head)))
        at += len(head) + 1
    prints_author = np.full(len(rows), -3.0)
    prints_author[[cut.first + likely for cut in cuts]] = 1.0
    thread = Thread(tuple(cuts), prints_author, np.full(len(rows), -3.0), np.zeros(len(rows)), {})
    return [(person.name, person.posted.text if person.posted else None) for person in read_people(lines, thread)]


@pytest.mark.parametrize(
    "line",
    [
        "PipPipPip",
        "Nieuwste",
        "Worst rated",
        "默认排序",
        "3 antwoorden",
        "共41条回复, 点击查看",
        "返信2件",
        "Recommended",
        "418 products in account",
        "Socia",
        "TS",
    ],
)
def test_orders_numbers_of_answers_and_verdicts_are_no_names(line: str) -> None:
    assert _people([line, "Ann Ferris", "5 May 2020"]) == [("Ann Ferris", "5 May 2020")]


def test_a_month_is_since_when_somebody_is_a_member() -> None:
    heads = [[name, "14-ene-2021, 17:20", since] for name, since in (("Ann", "ago 2010"), ("Ben", "feb 2006"), ("Cem", "nov 2019"))]
    assert _people(*heads) == [(name, "14-ene-2021, 17:20") for name in ("Ann", "Ben", "Cem")]
    assert _people(["Ann", "ago 2010"]) == [("Ann", "ago 2010")]


def test_a_month_before_who_wrote_takes_no_name() -> None:
    heads = [[f"{month} 2019 by {name}"] for month, name in (("March", "Ann Ferris"), ("April", "Jan Holm"), ("May", "Suki Bell"))]
    assert [name for name, _ in _people(*heads)] == ["Ann Ferris", "Jan Holm", "Suki Bell"]


def test_a_town_and_a_journey_are_no_names() -> None:
    heads = [
        [name, town, "12 contributi", "set 2023 • Coppie"]
        for name, town in (("Ginevra P", "Lucca, Italia"), ("osvaldo_62", "Graz, Austria"))
    ]
    assert [name for name, _ in _people(*heads, likely=1)] == ["Ginevra P", "osvaldo_62"]


def test_whose_opinion_a_review_is_ends_it_below_its_time() -> None:
    whose = "Questa recensione rappresenta l'opinione personale di un viaggiatore e non del portale, che non la verifica."
    rows = ["Ginevra P", "Siamo arrivati senza prenotare.", "Scritta in data 12 settembre 2023", whose, "osvaldo_62"]
    assert ending_lines(split_lines("\n".join(rows)), range(5)) == [2, 3]
    # What somebody writes of a day is no time of writing.
    rows[2] = "Siamo rimasti fino al 12 settembre 2023."
    assert ending_lines(split_lines("\n".join(rows)), range(5)) == [3]


@pytest.mark.parametrize(
    ("line", "name", "is_answer"),
    [
        ("Antwoord van Harbour Boots", "Harbour Boots", True),
        ("Respuesta de Harbour Boots", "Harbour Boots", True),
        ("Ann Ferris, Proprietario di Harbour Inn, ha risposto a questa recensione", "Ann Ferris", True),
        ("Ann Ferris, Owner at Harbour Inn, Dover, responded to this review", "Ann Ferris", True),
        ("Vastaus #3", None, False),
        ("Antwort von gestern", None, False),
    ],
)
def test_who_answers_a_review_is_named_with_the_words_for_it(line: str, name: str | None, is_answer: bool) -> None:
    lines = split_lines(f"Ben\nIt leaks.\n{line}\nWe are sorry.\n")
    fields = read_line(line)
    assert (fields.name if fields.named == SURELY_NAMED else None) == name
    cuts = [Cut(0, 1, 1, 1), Cut(2, 3, 3, 3)]
    assert find_parents(lines, cuts, ["Ben", name]) == [None, 0 if is_answer else None]


def test_a_signature_closes_one_post_and_stands_below_another() -> None:
    rows = ["Ann", "It floats.", "Built in 1989", "Ben", "It leaks.", "Built in 1989", "Ann", "Not mine.", "Built in 1989"]
    lines = split_lines("\n".join(rows))
    cuts = [Cut(0, 1, 2, 2), Cut(3, 4, 5, 5), Cut(6, 7, 7, 8)]
    assert [cut.body_last for cut in before_signatures(lines, cuts, ["Ann", "Ben", "Ann"])] == [1, 5, 7]


def test_a_list_of_threads_between_posts_ends_nothing() -> None:
    rows = ["Ann", "It leaks.", "Similar threads", "Ben", "Which pump?", "Cem", "Mine does, too.", "Since May."]
    cuts = [Cut(0, 1, 1, 1), Cut(3, 4, 4, 4), Cut(5, 6, 7, 7)]
    lines = split_lines("\n".join(rows))
    assert without_similar(lines, cuts[:2]) == cuts[:1]
    assert without_similar(lines, cuts) == cuts


@pytest.mark.parametrize(("name", "printed"), [("Harbour «Two lamps»", "Harbour «Two lamps»"), ("Ann Ferris »", "Ann Ferris")])
def test_a_name_keeps_the_mark_that_closes_what_it_quotes(name: str, printed: str) -> None:
    assert read_line(name).name == printed


def test_answers_name_whom_they_answer_on_a_line_of_their_own() -> None:
    rows = [
        "Ann", "5 May 2020", "It floats.", "  Ben", "  Ann", "  6 May 2020", "  It sinks.", "  Cem", "  Ben", "  7 May 2020", "  It does.",
    ]  # fmt: skip
    lines = split_lines("\n".join(rows))
    cuts = [Cut(0, 2, 2, 2), Cut(3, 6, 6, 6), Cut(7, 10, 10, 10)]
    assert answered_lines(lines, cuts) == {1: 4, 2: 8}
    prints_author = np.full(len(rows), -3.0)
    prints_author[[0, 4, 8]] = 1.0
    thread = Thread(tuple(cuts), prints_author, np.full(len(rows), -3.0), np.zeros(len(rows)), {})
    assert [person.name for person in read_people(lines, thread)] == ["Ann", "Ben", "Cem"]
    assert answered_lines(lines, cuts[:2]) == {}


def test_bars_part_who_wrote_from_where_and_when() -> None:
    comment = ["Ann", "|", "Iran (Islamic Republic of)", "|", "10:42 - 5 May 2020", "It floats."]
    lines = split_lines("\n".join([*comment, *comment]))
    where = range(len(lines))
    assert barred_names(lines, where) == [0, 6]
    assert parted_lines(lines, where) == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]
    single = split_lines("\n".join(["Ann", "|", "5 May 2020", "It floats."] * 2))
    assert barred_names(single, range(len(single))) == []
    assert parted_lines(split_lines("Ann\n|\nBen"), range(3)) == []


@pytest.mark.parametrize("line", ["(Ann Ferris, 12. mart 2025 13:41)", "(Ann Ferris, 12 March 2025)"])
def test_a_name_and_its_time_may_stand_in_brackets(line: str) -> None:
    assert (read_line(line).name, read_line(line).named) == ("Ann Ferris", SURELY_NAMED)


def test_glued_buttons_are_no_name() -> None:
    assert _people(["ShareTweetReply", "Ann Ferris", "5 May 2020"]) == [("Ann Ferris", "5 May 2020")]


@pytest.mark.parametrize(
    ("heading", "likely", "is_article"),
    [("2 Comments", 0.6, True), ("2 Comments", 0.2, False), ("2 Replies", 0.6, False), ("Comments", 0.6, False)],
)
def test_the_first_line_of_an_article_above_a_number_of_comments_is_its_headline(heading: str, likely: float, is_article: bool) -> None:
    lines = split_lines(f"Ann\nThe old ferry is back\nIt crosses the river.\n{heading}\nJan\nIt floats.\nThis comment was deleted.")
    cuts = [Cut(0, 1, 2, 2), Cut(4, 5, 5, 5), Cut(6, 6, 6, 6)]
    marks = np.zeros((len(lines), len(MARKS)), np.float32)
    marks[1, MARKS.index("title")] = likely
    scores = LineScores(np.zeros((len(lines), len(LABELS)), np.float32), marks, np.zeros(len(PAGE_TYPES), np.float32))
    assert is_article_above_heading(lines, scores, cuts, ["Ann", "Jan", None]) is is_article
