"""Pages that were written for training: whole pages of invented sites, in some sixty languages, with a label before every line.

A file of `pages/` holds one page. Its first row is JSON (`lang`, `page_type`, `title`, `authors`, `published`); every other row is
a label, a tab and a line of the page, an empty row an empty line. Labels: `B` boilerplate, `T` headline, `Y` by-line and date, `A`
article, `CH`, `CB`, `CF` the header, body and footer of a comment, with `+` on the first line of each.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from gold import BODY, BOILERPLATE, COMMENT, FOOTER, HEADER, UNKNOWN, GoldPage, add_field_marks, blank_page, type_of
from pagestrata.parse.labels import MARKS, PAGE_TYPES

FOLDER = Path(__file__).parent / "pages"
WAITING = Path(__file__).parent / "pages_next"
"""Pages from which the packaged tagger has not learned."""
REPEATS = 2
"""How often a page is shown in one pass (see README.md)."""

ALLOWED = {
    "B": BOILERPLATE, "T": BOILERPLATE | BODY, "Y": BOILERPLATE | BODY, "A": BODY,
    "CH": HEADER, "CB": COMMENT, "CF": FOOTER,
}  # fmt: skip
"""Whether a headline is part of the body differs in the gold; so it does here."""
_COMMENT_PARTS = ("CH", "CB", "CF")
_MARK = {name: i for i, name in enumerate(MARKS)}


def read_written(folder: Path = FOLDER) -> list[GoldPage]:
    """The pages of a folder, in order of name.

    Args:
        folder: holds `*.tsv`.

    Raises:
        ValueError: a row has another label, or does not begin a comment where one must begin; the file and row are named.
    """
    return [_read(path) for path in sorted(folder.glob("*.tsv"))]


def _read(path: Path) -> GoldPage:
    head, *rows = path.read_text(encoding="utf8").rstrip("\n").split("\n")
    told: dict[str, Any] = json.loads(head)
    labels: list[str] = []
    text: list[str] = []
    for number, row in enumerate(rows, 2):
        label, tab, line = row.partition("\t")
        text.append(line)
        if not row.strip() or (label in ALLOWED and not line.strip()):
            continue
        if not tab or label.rstrip("+") not in ALLOWED:
            raise ValueError(f"{path.name}, row {number}: {row[:40]!r} has no label; put one of {', '.join(ALLOWED)} and a tab before it")
        labels.append(label)
    page = blank_page(f"written/{path.stem}", path.stem, "\n".join(text) + "\n")
    if len(page.lines) != len(labels):
        raise ValueError(f"{path.name} has {len(labels)} labels for {len(page.lines)} lines; a line may not hold a line break")
    page.extra["lang"] = told["lang"]
    page.repeats = REPEATS
    page.page_type = type_of(told["page_type"])
    page.article = {
        "page_type": told["page_type"], "title": told["title"], "author": " and ".join(told["authors"]) or None,
        "published": told["published"], "open_spans": [],
    }  # fmt: skip
    page.allowed[:] = [ALLOWED[label.rstrip("+")] for label in labels]
    add_field_marks(page, page.article)
    if "T" in labels:
        # A headline on two lines is found on none of them.
        titles = page.marks[:, _MARK["title"]]
        titles[titles == UNKNOWN] = 0
        titles[[label == "T" for label in labels]] = 1
    _add_comment_marks(page, labels)
    return page


def _add_comment_marks(page: GoldPage, labels: list[str]) -> None:
    """Where comments and their bodies begin and end; which lines print their authors and dates is not told."""
    kinds = [label.rstrip("+") for label in labels]
    inside = np.isin(kinds, _COMMENT_PARTS)
    begins = [i for i, label in enumerate(labels) if label.endswith("+")]
    for i in np.flatnonzero(inside).tolist():
        if i not in begins and (i == 0 or not inside[i - 1]):
            raise ValueError(f"{page.site}: {page.lines.line(i)[:40]!r} begins a comment; put a + behind its label")
    page.marks[:, _MARK["comment_start"]] = [label.endswith("+") for label in labels]
    page.marks[:, _MARK["comment_body_start"]] = 0
    comments = []
    for begin, bound in pairwise([*begins, len(labels)]):
        end = next((i for i in range(begin, bound) if not inside[i]), bound)
        body = [i for i in range(begin, end) if kinds[i] == "CB"]
        if not body:
            raise ValueError(
                f"{page.site}: the comment that begins with {page.lines.line(begin)[:40]!r} has no body; label one of its lines CB"
            )
        comments.append({
            "kind": "post" if page.page_type == PAGE_TYPES.index("thread") else "comment",
            "start": page.lines.starts[begin], "end": page.lines.ends[end - 1],
            "body_start": page.lines.starts[body[0]], "body_end": page.lines.ends[body[-1]],
            "body": page.text[page.lines.starts[body[0]] : page.lines.ends[body[-1]]],
        })  # fmt: skip
        page.marks[body[0], _MARK["comment_body_start"]] = 1
    for name in ("comment_author", "comment_date"):
        page.marks[~inside, _MARK[name]] = 0
    page.comments = comments
