"""Made-up pages: what they say of themselves is true of their text, and their tables have no field that nobody fills.

They are what the tagger and the thread model learn layouts from, and what `bench/systems.py` and `bench/heads.py` measure.
"""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import heads
import systems
from gold import BODY, BOILERPLATE, COMMENT, FOOTER, HEADER, UNKNOWN, GoldPage
from made_lists import make_lists
from pagestrata.parse.labels import MARKS, PAGE_TYPES
from pagestrata.parse.lines import split_lines
from synthetic import make_pages
from system_forms import make_form_pages

SENTENCE = "The ferry leaves the old harbour at seven in the morning and comes back long after the lamps are lit."
FIRST_MARK = MARKS.index("comment_start")


def _host(number: int) -> GoldPage:
    """A page of three lines around an article of ten, with a headline of its own."""
    title = f"Harbour number {number}"
    text = "\n".join(["Home", "Contact", title, *(f"{k}. {SENTENCE}" for k in range(10)), "Imprint"])
    lines = split_lines(text)
    allowed = np.full(len(lines), BOILERPLATE, np.uint8)
    allowed[3:13] = BODY
    marks = np.zeros((len(lines), len(MARKS)), np.int8)
    marks[2, MARKS.index("title")] = 1
    article = {"page_type": "article", "title": title}
    return GoldPage(f"host{number}", f"host{number}.example", text, lines, allowed, marks, page_type=0, article=article)


HOSTS = [_host(number) for number in range(12)]
REMARKS = ("What a lovely trip, we took it twice last summer!", "The lamps are lit far too early if you ask me.")


def _speaking() -> GoldPage:
    """A page with two comments, each a line that begins it and is all of it."""
    page = _host(99)
    text = page.text + "\n" + "\n".join(REMARKS)
    lines = split_lines(text)
    allowed = np.concatenate([page.allowed, np.full(2, COMMENT, np.uint8)])
    marks = np.concatenate([page.marks, np.zeros((2, len(MARKS)), np.int8)])
    marks[-2:, FIRST_MARK:] = 1
    comments = [{"body": remark} for remark in REMARKS]
    return GoldPage("speaking", "speaking.example", text, lines, allowed, marks, article=page.article, comments=comments)


SPEAKING = _speaking()


def test_no_line_of_a_made_up_list_is_of_a_comment() -> None:
    pages = make_lists(HOSTS, 60, seed=1)
    assert len(pages) == 60
    for page in pages:
        assert not (page.allowed & COMMENT).any()
        assert not page.marks[:, FIRST_MARK:].any()
        made = page.allowed == BODY | BOILERPLATE
        assert made.sum() >= 6
        assert (page.marks[made, :FIRST_MARK] == UNKNOWN).all()
        texts = [page.lines.line(i) for i in np.flatnonzero(made).tolist()]
        assert not any("{" in text or "}" in text for text in texts), texts


def test_a_list_stands_beside_the_body_or_in_its_place() -> None:
    pages = make_lists(HOSTS, 60, seed=2)
    kept = [page for page in pages if (page.allowed == BODY).any()]
    assert 0 < len(kept) < len(pages)
    assert all((page.allowed == BODY).sum() == 10 and page.page_type == 0 for page in kept)
    assert {page.page_type for page in pages if page not in kept} == {PAGE_TYPES.index("other")}


def test_a_list_leaves_the_comments_of_its_page_as_they_are() -> None:
    made = [page for page in make_lists([SPEAKING], 20, seed=1) if (page.allowed == COMMENT).any()]
    assert made
    for page in made:
        said = np.flatnonzero(page.allowed == COMMENT).tolist()
        assert [page.lines.line(i) for i in said] == list(REMARKS)
        assert page.marks[said, FIRST_MARK:].all()


def test_a_made_up_thread_keeps_the_labels_of_its_page() -> None:
    pages = make_pages([*HOSTS, SPEAKING], 30, seed=1)
    assert len(pages) == 30
    for page in pages:
        assert [page.lines.line(i) for i in np.flatnonzero(page.allowed == BODY).tolist()] == [f"{k}. {SENTENCE}" for k in range(10)]
        said = [page.lines.line(i).lstrip("•0123456789. ") for i in np.flatnonzero(page.allowed == COMMENT).tolist()]
        assert all(any(remark.startswith(line) for remark in REMARKS) for line in said), said
        assert page.marks[:, FIRST_MARK].sum() == page.marks[:, MARKS.index("comment_body_start")].sum() > 0


def test_a_thread_in_a_known_form_is_labelled_line_by_line() -> None:
    pages = make_form_pages([*HOSTS, SPEAKING], 60, seed=1)
    assert len(pages) == 60
    assert [page.text for page in pages] == [page.text for page in make_form_pages([*HOSTS, SPEAKING], 60, seed=1)]
    for page in pages:
        own = np.flatnonzero(page.allowed & (HEADER | COMMENT | FOOTER)).tolist()
        assert not {"{", "}"} & set(page.text)
        said = [page.lines.line(i) for i in own if page.allowed[i] == COMMENT]
        assert said
        assert all(any(remark.startswith(line.lstrip("•0123456789. ")) for remark in REMARKS) for line in said), said
        starts, opens = (page.marks[:, MARKS.index(name)] == 1 for name in ("comment_start", "comment_body_start"))
        assert starts.sum() == opens.sum() == sum(page.allowed[i] == COMMENT for i in own)
        assert all(page.allowed[i] == COMMENT for i in np.flatnonzero(opens).tolist())
        is_board = not (page.allowed == BODY).any()
        assert (page.page_type == PAGE_TYPES.index("thread")) == is_board
    assert 0 < sum(page.page_type == 0 for page in pages) < len(pages)


def test_the_same_seed_makes_the_same_pages() -> None:
    first, second = ([page.text for page in make_lists(HOSTS, 20, seed=3)] for _ in range(2))
    assert first == second
    assert first != [page.text for page in make_lists(HOSTS, 20, seed=4)]


@pytest.fixture
def silver(tmp_path: Path) -> Path:
    """A file of two pages that lend themselves to measuring."""
    path = tmp_path / "silver.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf8") as file:
        for number, host in enumerate(HOSTS[:2]):
            span = (host.text.index("0. "), host.text.rindex("\nImprint"))
            known = {
                "id": str(number),
                "page": str(number),
                "url": f"https://{host.site}/",
                "lang": "en",
                "page_type": "article",
                "thread": False,
            }
            file.write(json.dumps(known | {"text": host.text, "title": f" Harbour number {number}", "main_spans": [span]}) + "\n")
    return path


def test_threads_of_known_systems_hold_the_comments_that_they_tell(silver: Path) -> None:
    pages = [page for name in ("systems.toml", "unseen_systems.toml") for page in systems.make_pages(silver, name)]
    assert len({page.system for page in pages}) > 100
    for page in pages:
        assert not {"{", "}"} & set(page.text), page.system
        assert len(page.comments) >= 7
        assert all(before["body_end"] < after["body_start"] for before, after in pairwise(page.comments))
        assert all(page.text[c["body_start"] : c["body_end"]].strip() and c["author"] for c in page.comments)


def test_lists_of_known_sites_hold_no_comment(silver: Path) -> None:
    pages = list(systems.make_pages(silver, "lists.toml"))
    assert len({page.system for page in pages}) > 30
    for page in pages:
        assert not {"{", "}"} & set(page.text), page.system
        assert not page.comments
    assert sum("Harbour number 1" in page.text for page in pages) > 60


def test_heads_of_known_sites_print_what_is_wanted_of_them(silver: Path) -> None:
    pages = [page for name in ("heads.toml", "unseen_heads.toml") for page in heads.make_pages(silver, name)]
    assert len({(page.form, page.lang) for page in pages}) > 500
    for page in pages:
        assert not {"{", "}"} & set(page.text), page.form
        assert page.title in page.text
        assert all(word in page.text or word.upper() in page.text for word in page.author.split()), page.form
    printed = "\n".join(page.text for page in pages if page.day is None).lower()
    assert "stand:" in printed, "forms that print a day of change only"
    assert all(page.by_lines for page in pages if page.author and page.author in page.text)
