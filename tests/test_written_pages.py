"""Pages written for training: what their labels say is what is learned, and a mistake in a file is told with its place."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gold import BODY, BOILERPLATE, COMMENT, FOOTER, HEADER, UNKNOWN
from measure import Tally, parse_all
from pagestrata.parse.labels import MARKS, PAGE_TYPES
from pagestrata.parse.tagger import PACKAGED_WEIGHTS
from unseen_pages import FOLDER, measure_page
from written_pages import read_written

HEAD = json.dumps({"lang": "en", "page_type": "article", "title": "The ferry", "authors": ["Ann Berg"], "published": "2020-05-05"})
ROWS = [
    "B\tHome", "", "T\tThe ferry", "Y\tAnn Berg, 5 May 2020", "A\tIt leaves at seven.", "B\t2 comments",
    "CH+\tJan Holm", "CB\tLovely!", "CB\tWe go again.", "CF\tReply", "CB+\tPingback: The harbour", "B\tImprint",
]  # fmt: skip


def _folder(tmp_path: Path, *rows: str) -> Path:
    (tmp_path / "page.tsv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf8")
    return tmp_path


def test_labels_are_those_of_the_file(tmp_path: Path) -> None:
    (page,) = read_written(_folder(tmp_path, *ROWS))
    either = BOILERPLATE | BODY
    assert page.allowed.tolist() == [BOILERPLATE, either, either, BODY, BOILERPLATE, HEADER, COMMENT, COMMENT, FOOTER, COMMENT, BOILERPLATE]
    assert page.text.startswith("Home\n\nThe ferry\n")
    marked = {name: np.flatnonzero(page.marks[:, i] == 1).tolist() for i, name in enumerate(MARKS)}
    assert marked["title"] == [1]
    assert marked["author"] == marked["published"] == [2]
    assert marked["comment_start"] == [5, 9]
    assert marked["comment_body_start"] == [6, 9]
    told = page.marks[:, MARKS.index("comment_author")]
    assert [told[i] for i in (4, 5, 10)] == [0, UNKNOWN, 0]
    assert page.page_type == PAGE_TYPES.index("article")
    assert page.comments is not None
    assert [comment["body"] for comment in page.comments] == ["Lovely!\nWe go again.", "Pingback: The harbour"]
    assert page.text[page.comments[0]["start"] : page.comments[0]["end"]] == "Jan Holm\nLovely!\nWe go again.\nReply"


def test_a_headline_on_two_lines_is_marked_on_both(tmp_path: Path) -> None:
    (page,) = read_written(_folder(tmp_path, "B\tHome", "T\tThe", "T\tferry", "A\tIt leaves at seven."))
    assert page.marks[:, MARKS.index("title")].tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Imprint", "row 14: 'Imprint' has no label"),
        ("X\tImprint", "has no label"),
        ("CB\tHello", "'Hello' begins a comment; put a + behind its label"),
        ("CH+\tEve", "'Eve' has no body"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(ValueError, match="page") as error:
        read_written(_folder(tmp_path, *ROWS, row))
    assert told in str(error.value)


OTHERWISE = ("en-moviereviews", "en-oldreddit-thread", "es-news-category", "ja-kakaku-c", "nl-lemmy-thread", "pt-steam")
"""Two boards whose first post is marked as a text, a list of which nothing is, and pages of reviews alone."""


def test_every_page_of_the_project_can_be_read() -> None:
    pages = read_written()
    assert len(pages) > 300
    assert len({page.extra["lang"] for page in pages}) > 30
    for page in pages:
        assert page.article is not None
        is_forum = page.article["page_type"] == "forum"
        assert (page.allowed == BODY).any() != (is_forum != (page.site in OTHERWISE)), page.page_id
        assert page.comments or not is_forum, page.page_id
        assert (page.allowed == BOILERPLATE).any(), page.page_id


def test_pages_that_are_only_measured_are_told_apart_from_those_learned_from() -> None:
    learned, measured, waiting = read_written(), read_written(FOLDER), read_written(FOLDER.parent / "pages_next")
    assert len(measured) > 90
    assert not ({page.text for page in learned} | {page.text for page in waiting}) & {page.text for page in measured}
    assert all(len(page.lines) for page in waiting)


LEAD = "The ferry across the bay leaves at seven from now on, and it takes bicycles on every day of the week but Sunday."
NEXT = "Whoever comes too late can wait in the new hall, where tea is served until the last boat has come in at ten."
NEWS = ["B\tHome", "T\tThe ferry leaves at seven", "Y\tBy Ann Berg", "Y\t5 May 2020", f"A\t{LEAD}", f"A\t{NEXT}", "B\tImprint"]


@pytest.mark.parametrize(
    ("title", "author", "day", "right"),
    [
        ("The ferry leaves at seven", "Ann Berg", "2020-05-05", (1, 1, 1)),
        ("The ferry leaves", "Jan Holm", "2020-05-06", (0, 0, 0)),
    ],
)
def test_fields_of_a_page_are_measured_against_its_file(
    tmp_path: Path, title: str, author: str, day: str, right: tuple[int, int, int]
) -> None:
    head = {"lang": "en", "page_type": "article", "title": title, "authors": [author], "published": day}
    (tmp_path / "page.tsv").write_text("\n".join([json.dumps(head), *NEWS]) + "\n", encoding="utf8")
    (page,) = read_written(tmp_path)
    (parsed,) = parse_all([page], [page.text], PACKAGED_WEIGHTS)
    tally = Tally()
    measure_page(tally, page, parsed)
    assert tally.values == {"title right": [right[0]], "authors right": [right[1]], "day right": [right[2]]}


SAID = (
    ("Jan Holm", "6 May 2020 at 10:15", "Lovely, we shall take our bicycles to the other side then."),
    ("Eve Lund", "6 May 2020 at 11:20", "And when does the last one come back on a Sunday?"),
    ("Piet Kos", "7 May 2020 at 08:05", "At ten, it is written above. I was there and had the tea."),
)
TALK = [row for name, day, body in SAID for row in (f"CH+\t{name}", f"CH\t{day}", f"CB\t{body}", "CF\tReply")]


@pytest.mark.parametrize(("shown", "f1"), [("all", 1), ("nothing", 0)])
def test_comments_of_a_page_are_measured_too(tmp_path: Path, shown: str, f1: int) -> None:
    (page,) = read_written(_folder(tmp_path, *NEWS[:-1], "B\t3 comments", *TALK, NEWS[-1]))
    (parsed,) = parse_all([page], [page.text if shown == "all" else "Home"], PACKAGED_WEIGHTS)
    tally = Tally()
    measure_page(tally, page, parsed)
    assert tally.values["comments F1"] == [f1]
