"""Pages written for training: what their labels say is what is learned, and a mistake in a file is told with its place."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gold import BODY, BOILERPLATE, COMMENT, FOOTER, HEADER, UNKNOWN
from pagestrata.parse.labels import MARKS, PAGE_TYPES
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


def test_every_page_of_the_project_can_be_read() -> None:
    pages = read_written()
    assert len(pages) > 300
    assert len({page.extra["lang"] for page in pages}) > 30
    for page in pages:
        assert page.article is not None
        is_forum = page.article["page_type"] == "forum"
        assert (page.allowed == BODY).any() != is_forum, page.page_id
        assert page.comments or not is_forum, page.page_id
        assert (page.allowed == BOILERPLATE).any(), page.page_id
