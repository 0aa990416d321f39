"""The story of a page: any text tiles or is rejected, and nothing takes more than linear time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import slowdown
from pagestrata import ParsedPage, Rejection, parse, parse_html
from pagestrata.config import ParseConfig
from pagestrata.dataset.promise import broken_promises
from pagestrata.parse.page import parse_pages
from pagestrata.sources import RawPage, raw_text

CASES = Path(__file__).parent / "cases"
SAMPLE = (Path(__file__).parents[1] / "docs" / "sample_page.txt").read_text("utf8")
PIECES = st.sampled_from(
    [
        "Ann says:\n", "Posted by Max | Report\n", "\n\n", "\r\n", "    ", "• ", "1. ", "By Jo March\n", "March 3, 2014\n",
        "Reply\n", "A sentence that goes on for a while, as sentences of an article do, until it ends.\n", "\x00", "\u2028",
        "Kommentare\n", "vor 2 Tagen\n", "© 2020\n", "| Home | About |\n", "[...] a link back [...]\n",
    ]
)  # fmt: skip
PAGES = st.lists(PIECES | st.text(max_size=40), max_size=60).map("".join)


def kept(text: str, captured_at: datetime | None = None, url: str | None = None) -> ParsedPage:
    """The parsed page, after checking that nothing was lost."""
    parsed = parse(text, url=url, captured_at=captured_at)
    assert isinstance(parsed, ParsedPage)
    assert parsed.page.text == text
    assert not broken_promises(parsed)
    return parsed


@given(PAGES)
@settings(max_examples=150, deadline=None)
def test_any_text_tiles_or_is_rejected(text: str) -> None:
    if any("\ud800" <= char <= "\udfff" for char in text):
        assert isinstance(parse(text), Rejection)
    else:
        kept(text)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("bio", ["Marta Lindqvist is a journalist in Malmö.", "(The writer is a fellow at the Harbour Institute)"])
@pytest.mark.parametrize(
    "thread",
    [
        "Reply\n\nOla\nMember\n\nI will miss it, for my father was its engineer.\n\nLike\nReply\n\nInes\nMember\n\nNot I.\n\nLike\nReply\n",
        "Posted by Ola | Report as abusive\n\nThe bridge is enough for all of us.\n\nPosted by Ines | Report as abusive\n",
    ],
)
def test_what_speaks_of_the_author_right_above_comments_is_cut_once(gap: str, bio: str, thread: str) -> None:
    kept(
        "The ferry that nobody wanted\n\nBy Marta Lindqvist\n\n12 November 2024\n\n"
        "For sixty years the small white ferry has crossed the sound every half hour, and nobody ever thought that it could stop.\n\n"
        "Last week the council said that the bridge would be enough, and that the money was needed for the school.\n\n"
        f"Marta Lindqvist\n{bio}{gap}{thread}"
    )


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "word", "\x00", "a\x00b\nc", "line one\r\n\r\nline two", "•"])
def test_small_and_odd_pages(text: str) -> None:
    kept(text)


def test_what_is_no_text_says_what_to_do_with_it() -> None:
    page: Any = b"The ferry is late\n"
    with pytest.raises(TypeError, match="a page is text, and this is bytes: decode it first"):
        parse(page)


@pytest.mark.parametrize("document", [None, 7, ["<p>The ferry is late"]])
def test_what_is_no_document_says_what_to_do_with_it(document: Any) -> None:
    with pytest.raises(TypeError, match=r"a document is bytes or text, and this is .*: read the file first"):
        parse_html(document)


def test_text_of_a_class_of_its_own_is_text() -> None:
    class Line(str):
        __slots__ = ()

    kept(Line("The ferry is late\n"))


def test_a_lone_surrogate_is_rejected_with_its_reason() -> None:
    rejected = parse("half a pair: \ud83d")
    assert isinstance(rejected, Rejection)
    assert rejected.code == "lone_surrogate"


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        "x",
        "a, b; ",
        "3 May 2019 ",
        "Ann says: ",
        "(((",
        "    ",
        "ab\n",
        "Ann says:\nyes it is so\n\n",
        "• item\n",
        "2014-03-04 ",
        "ann\n回复\nben\n",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = (unit * (size // len(unit) + 1))[:size]
        return lambda: kept(text)

    assert slowdown(work, (60_000, 240_000), 10) < 10


@pytest.mark.parametrize("unit", ["-", "a-", "_1", "%2F", "?title=", "&title=a"])
def test_time_grows_with_the_length_of_the_address(unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        url = "https://a.example/list?x=" + unit * (size // len(unit))
        page = "Ferries\nThe ferry leaves the old harbour at seven in the morning.\n"
        return lambda: [kept(page, url=one) for one in (url, url.replace("?x=", "/"))]

    assert slowdown(work, (10_000, 40_000), 10) < 10


def test_a_megabyte_on_one_line() -> None:
    parsed = kept("All on one line, with commas, and no end in sight. " * 20_000)
    assert len(parsed.page.text) > 1_000_000


def test_what_is_given_with_the_text_is_kept() -> None:
    parsed = parse("Short page\n", url="https://www.example.org/a?b=1", captured_at=datetime(2020, 1, 2, tzinfo=UTC))
    assert isinstance(parsed, ParsedPage)
    assert parsed.page.site == "example.org"
    assert parsed.page.captured_at == datetime(2020, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "told"),
    [("0001-01-01T00:00Z", [None, None]), ("9999-12-31T23:59Z", ["9999-12-29T00:00:00", "9999-03-05T10:12:00"])],
)
def test_a_page_of_any_day_of_the_calendar_is_read(day: str, told: list[str | None]) -> None:
    text = SAMPLE.replace("14 November 2024 at 8:12 am", "2 days ago").replace("14 November 2024 at 9:40 am", "March 5 at 10:12")
    comments = kept(text, datetime.fromisoformat(day)).comments
    assert [comment.posted_at and comment.posted_at.isoformat() for comment in comments[:2]] == told


def test_a_time_of_fetching_that_utc_lacks_is_rejected() -> None:
    first = datetime.fromisoformat("0001-01-01T00:00+05:00")
    for told in (parse("A page\n", captured_at=first), parse_html("<p>A page", captured_at=first)):
        assert isinstance(told, Rejection)
        assert told.code == "bad_field"


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_a_time_of_fetching_without_a_zone_is_utc(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        parsed = kept(SAMPLE.replace("14 November 2024 at 8:12 am", "2 hours ago"), datetime.fromisoformat("2024-11-20T12:00"))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert parsed.page.captured_at == datetime(2024, 11, 20, 12, tzinfo=UTC)
    assert str(parsed.comments[0].posted_at) == "2024-11-20 10:00:00"


def test_parsing_twice_gives_the_same() -> None:
    text = "Title here\n\nBy Ann Lee\n\nA paragraph of some length that reads like an article does.\n\nMax says:\nI agree.\n"
    assert parse(text) == parse(text)


def told_of(case: dict[str, Any]) -> dict[str, Any]:
    """What a page with an article is told to be, in the form of the cases."""
    captured = datetime.fromisoformat(case["captured_at"]) if "captured_at" in case else None
    parsed = kept(case["text"], captured, case.get("url"))
    assert parsed.article is not None
    published = parsed.article.published_at
    return {
        "page_type": parsed.page.page_type,
        "title": parsed.article.title,
        "authors": list(parsed.article.authors),
        "published": published.isoformat() if published else None,
        "comments": [
            {"kind": c.kind, "author": c.author, "posted_at": c.posted_at.isoformat() if c.posted_at else None, "text": c.text}
            for c in parsed.comments
        ],
    }


@pytest.mark.parametrize("path", sorted(CASES.glob("pages/*.json")), ids=lambda path: path.stem)
def test_a_whole_page(path: Path) -> None:
    case = json.loads(path.read_text("utf8"))
    told = told_of(case)
    assert told == {name: case[name] for name in told}
    if "parents" in case:
        comments = kept(case["text"]).comments
        places = {comment.comment_id: i for i, comment in enumerate(comments)}
        assert [places[comment.parent_id] if comment.parent_id else None for comment in comments] == case["parents"]


@pytest.mark.xfail(strict=True, reason="not yet read right")
@pytest.mark.parametrize("path", sorted(CASES.glob("known_failures/pages/*.json")), ids=lambda path: path.stem)
def test_a_whole_page_that_is_not_read_right_yet(path: Path) -> None:
    case = json.loads(path.read_text("utf8"))
    told = told_of(case)
    assert told == {name: case[name] for name in told}


@pytest.mark.parametrize("path", sorted(CASES.glob("negative/*.json")), ids=lambda path: path.stem)
def test_where_nobody_speaks_there_is_no_comment(path: Path) -> None:
    assert not kept(json.loads(path.read_text("utf8"))["text"]).comments


def test_the_day_of_fetching_settles_the_year_before_the_thread_does() -> None:
    case = json.loads((CASES / "pages" / "years_left_out.json").read_text("utf8"))
    parsed = parse(case["text"], captured_at=datetime(2024, 6, 1, tzinfo=UTC))
    assert isinstance(parsed, ParsedPage)
    assert parsed.comments[-1].posted_at == datetime(2024, 1, 4, 7, 45)  # noqa: DTZ001 -- wall clock


HARBOUR = (
    "The ferry to the old harbour was supposed to stop in spring, and the timetable for the summer had been printed without it.",
    "Then the bakers of both shores wrote a letter, and a week later the captain was asked to stay for one more year at least.",
    "He says that he will go on as long as the engine does, and that the engine is younger than most of those who ride with it.",
)


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("Most read\n\nThe tide mill reopens\nBy Ann Ferris and Eva Lund\n3 May 2020\n\n{}\n\nBy Ann Ferris\n5 May 2020", ("Ann Ferris",)),
        ("{}\n\nBy\nAnn Ferris\nand\nPiers Oduya\n5 May 2020", ("Ann Ferris", "Piers Oduya")),
        ("{}\n\nBy Ann Ferris\nand Tjark Oellers\n5 May 2020", ("Ann Ferris", "Tjark Oellers")),
        ("{}\n\nBy Ann Ferris\n& Other Stories\n5 May 2020", ("Ann Ferris",)),
        ("{}\n\nAnn Ferris\nFollow Us\nTop Stories\nUniversity opens a new wing\nHarry Styles Tour", ("Ann Ferris",)),
    ],
)
def test_others_of_an_article_are_named_by_its_own_head(head: str, authors: tuple[str, ...]) -> None:
    title = "The ferry that nobody wanted to give up"
    text = "\n\n".join(("Harbour Journal\nHome\nNews\nSport", head.format(title), *HARBOUR, "Privacy\n© 2020 Harbour Journal\n"))
    article = kept(text).article
    assert article is not None
    assert (article.title, article.authors) == (title, authors)


def test_article_and_comments_have_their_own_languages() -> None:
    english = "The harbour master wrote a long letter about the tide tables, and nobody in the village has read it so far."
    german = "Ich habe den Brief gelesen und finde, dass der Hafenmeister recht hat, auch wenn das niemand hören will."
    french = "Pour ma part je ne comprends pas pourquoi personne ne veut lire cette lettre, elle est pourtant très claire."
    said = [("Ann", german), ("Ben", french), ("Cem", "Yes!")]
    comments = [f"{name} says:\nMay {day}, 2020 at 10:1{day} am\n\n{text}\n\nReply\n" for day, (name, text) in enumerate(said, 5)]
    above = ["The letter of the harbour master", "", "By Dana Lee", "May 4, 2020", *["", english] * 3, "", "3 Comments", ""]
    pages = "\n".join([*above, *comments]), f"Der Brief\n\n4. Mai 2020\n\n{german}\n\n{german}\n\n{german}"
    first, other = parse_pages([page for page in map(raw_text, pages) if isinstance(page, RawPage)], ParseConfig(), None)
    assert isinstance(first, ParsedPage)
    assert first.article is not None
    assert first.article.language == "en"
    assert [comment.language for comment in first.comments] == ["de", "fr", first.page.language]
    assert isinstance(other, ParsedPage)
    assert other.article is not None
    assert other.article.language == "de"
