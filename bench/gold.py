"""Gold pages as training targets: which labels each line of a page may have, and which marks it bears.

Reads the files that `bench/README.md` names; copies nothing out of them. A page that has article gold and comment gold
uses both. Where gold leaves a choice open (a page whose comments nobody marked), a line keeps several allowed labels, and
the loss is that of their sum.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from pagestrata.parse.labels import LABELS, MARKS, PAGE_TYPES
from pagestrata.parse.lines import PageLines, split_lines
from printed_days import prints_day

UNKNOWN = -1
BOILERPLATE, BODY, HEADER, COMMENT, FOOTER = (1 << i for i in range(len(LABELS)))
_MARK = {name: i for i, name in enumerate(MARKS)}
_SHORT = 25  # words; a longer line that holds a name or a date is prose, not a byline
_TWO_LEVEL = re.compile(r"^(?:co|com|org|net|gov|ac|edu)\.[a-z]{2}$")

FOLDS = 5
"""Parts that the sites are dealt into for cross-validation."""

SEED_REPEATS = 40
"""The seed pages are labelled by hand, line by line, and must come out exactly."""

FOREIGN_REPEATS = 2
"""Silver pages are few, and nearly all that is known of bodies in other languages than English."""

Gold = dict[str, Any]


@dataclass(slots=True)
class GoldPage:
    """One page with its targets.

    Attributes:
        page_id: the gold's id.
        site: registered domain; pages of one site are never in both train and test.
        text: the page.
        lines: its lines.
        allowed: bits of LABELS that each line may have, shape (lines,).
        marks: 1, 0 or UNKNOWN, shape (lines, len(MARKS)).
        page_type: index in PAGE_TYPES, or UNKNOWN.
        weight: how much a line of the page counts.
        repeats: how often the page is shown in one pass.
        article, comments: the gold records.
    """

    page_id: str
    site: str
    text: str
    lines: PageLines
    allowed: npt.NDArray[np.uint8]
    marks: npt.NDArray[np.int8]
    page_type: int = UNKNOWN
    weight: float = 1.0
    repeats: int = 1
    article: Gold | None = None
    comments: list[Gold] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def site_of(url: str, fallback: str) -> str:
    """Registered domain of an address, by the last two or three labels of its host."""
    host = (urlsplit(url).hostname or "").lower()
    parts = host.split(".")
    if len(parts) < 2:
        return fallback
    return ".".join(parts[-3:] if len(parts) > 2 and _TWO_LEVEL.match(".".join(parts[-2:])) else parts[-2:])


def fold_of(site: str, folds: int = FOLDS) -> int:
    """Fold of a site, by hash."""
    return int(hashlib.sha256(site.encode()).hexdigest()[:8], 16) % folds


def read_jsonl(path: Path) -> Iterator[Gold]:
    """Records of a JSONL file, plain or gzipped."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf8", newline="") as lines:
        for line in lines:
            yield json.loads(line)


def data_hash(folder: Path, silver: Path | None = None, written: Path | None = None) -> str:
    """SHA-256 over the gold files, in order of name, the silver file, whatever its name, and the pages of a folder of written ones."""
    named = [(path.name, path) for path in sorted(folder.glob("*.jsonl.gz")) + sorted(folder.glob("seeds/*.json"))]
    digest = hashlib.sha256()
    pages = [(path.name, path) for path in sorted(written.glob("*.tsv"))] if written else []
    for name, path in named + ([("silver", silver)] if silver else []) + pages:
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def norm(text: str | None) -> str:
    """Words of a text in lower case, as the gold's strings are compared."""
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text or "")).strip().lower()


def _share(lines: PageLines, spans: list[tuple[int, int]]) -> npt.NDArray[np.float64]:
    """Share of each line's characters that lie in the spans."""
    cover = np.zeros(len(lines.text) + 1, np.int64)
    for start, end in spans:
        cover[start:end] = 1
    total = np.concatenate(([0], np.cumsum(cover)))
    starts, ends = np.array(lines.starts, int), np.array(lines.ends, int)
    share: npt.NDArray[np.float64] = (total[ends] - total[starts]) / np.maximum(ends - starts, 1)
    return share


def _line_at(lines: PageLines, position: int) -> int:
    return int(np.searchsorted(np.array(lines.ends), position, side="right"))


def blank_page(page_id: str, site: str, text: str) -> GoldPage:
    """A page of which nothing is known: every label allowed, no mark told."""
    lines = split_lines(text)
    marks = np.full((len(lines), len(MARKS)), UNKNOWN, np.int8)
    return GoldPage(page_id, site, text, lines, np.full(len(lines), (1 << len(LABELS)) - 1, np.uint8), marks)


def type_of(kind: str) -> int:
    """Index in PAGE_TYPES of a kind of page as gold names them: articles and forums have one of their own, all others share one."""
    return PAGE_TYPES.index({"article": "article", "forum": "thread"}.get(kind, "other"))


def _add_article(page: GoldPage, gold: Gold) -> None:
    page.article = gold
    inside = _share(page.lines, [tuple(span) for span in gold["main_spans"]]) >= 0.5
    forum = gold["page_type"] == "forum"
    page.allowed[inside] = BODY | COMMENT if forum else BODY
    page.allowed[~inside] = (BOILERPLATE | HEADER | FOOTER) if forum else (BOILERPLATE | HEADER | COMMENT | FOOTER)
    if not forum:
        page.marks[inside, _MARK["comment_start"] :] = 0
    page.page_type = type_of(gold["page_type"])
    page.weight = 1.0 if gold["oracle_f1"] > 0.85 else 0.4
    add_field_marks(page, gold)


def add_field_marks(page: GoldPage, gold: Gold) -> None:
    """Mark the lines that print the title, author and day that a record tells; what no line prints stays unknown."""
    wanted = {"title": norm(gold.get("title")), "author": norm(gold.get("author"))}
    texts = [norm(page.lines.line(i)) for i in range(len(page.lines))]
    for name, want in wanted.items():
        if not want:
            continue
        hits = [
            i for i, text in enumerate(texts)
            if want in text and len(text.split()) <= (2 * len(want.split()) + 3 if name == "title" else _SHORT)
        ]  # fmt: skip
        if hits:
            page.marks[:, _MARK[name]] = 0
            page.marks[hits, _MARK[name]] = 1
    day = gold.get("published") or ""
    short = (i for i, text in enumerate(texts) if len(text.split()) <= _SHORT and any(map(str.isdigit, text)))
    hits = [i for i in short if day and prints_day(page.lines.line(i), day)]
    if hits:
        page.marks[:, _MARK["published"]] = 0
        page.marks[hits, _MARK["published"]] = 1


def _add_comments(page: GoldPage, comments: list[Gold]) -> None:
    page.comments = comments
    lines = page.lines
    if page.article is None:
        page.allowed[:] = BOILERPLATE | BODY
    elif page.article["page_type"] == "forum":
        page.allowed[page.allowed == BODY | COMMENT] = BODY
        page.allowed[page.allowed == BOILERPLATE | HEADER | FOOTER] = BOILERPLATE
    else:
        page.allowed[page.allowed != BODY] = BOILERPLATE
    page.marks[:, _MARK["comment_start"] :] = 0
    bodies = _share(lines, [(c["body_start"], c["body_end"]) for c in comments])
    heads = _share(lines, [(c["start"], c["body_start"]) for c in comments])
    feet = _share(lines, [(c["body_end"], c["end"]) for c in comments])
    shares = np.stack([heads, bodies, feet])
    inside = shares.sum(axis=0) >= 0.5
    page.allowed[inside] = np.array([HEADER, COMMENT, FOOTER], np.uint8)[shares.argmax(axis=0)][inside]
    for comment in comments:
        for name, key in (
            ("comment_start", "start"), ("comment_body_start", "body_start"),
            ("comment_author", "author_start"), ("comment_date", "date_start"),
        ):  # fmt: skip
            if comment.get(key) is not None:
                page.marks[min(_line_at(lines, comment[key]), len(lines) - 1), _MARK[name]] = 1
    if any(c["kind"] in ("post", "answer") for c in comments):
        page.page_type = PAGE_TYPES.index("thread")
    elif comments and page.page_type == UNKNOWN:
        page.page_type = PAGE_TYPES.index("article")


def _silver_page(gold: Gold) -> GoldPage:
    """A page labelled by extractors: open where they disagree, and below the body where the page may hold comments."""
    page = blank_page(gold["id"], site_of(gold["url"], gold["page"]), gold["text"])
    page.extra["url"] = gold["url"] or None
    _add_article(page, gold)
    page.page_type = PAGE_TYPES.index("article") if gold["page_type"] == "article" else UNKNOWN
    page.repeats = 1 if gold["lang"] == "en" else FOREIGN_REPEATS
    body = np.flatnonzero(page.allowed == BODY)
    above = np.arange(len(page.lines)) < (body[0] if len(body) else 0)
    sure = above if gold["thread"] else np.ones(len(page.lines), bool)
    page.allowed[sure & (page.allowed != BODY)] = BOILERPLATE
    page.allowed[_share(page.lines, [tuple(span) for span in gold["open_spans"]]) >= 0.5] = (1 << len(LABELS)) - 1
    page.allowed[page.marks[:, _MARK["title"]] == 1] = BOILERPLATE
    if not gold["thread"]:
        page.marks[:, _MARK["comment_start"] :] = 0
    return page


def read_silver(path: Path | None) -> list[GoldPage]:
    """The pages of a file that `silver.py` made of which the body is known, in order of id; none without a file."""
    if path is None:
        return []
    return sorted((_silver_page(gold) for gold in read_jsonl(path) if "main_spans" in gold), key=lambda page: page.page_id)


def read_silver_comments(path: Path) -> list[GoldPage]:
    """The pages of that file on which comments were read, with nothing but those: to measure, not to learn from."""
    pages = []
    for gold in read_jsonl(path):
        if gold.get("comments"):
            page = blank_page(gold["id"], site_of(gold["url"], gold["page"]), gold["text"])
            page.comments, page.extra["lang"], page.extra["url"] = gold["comments"], gold["lang"], gold["url"] or None
            pages.append(page)
    return sorted(pages, key=lambda page: page.page_id)


def _with_places(comment: Gold, text: str) -> Gold:
    """A seed's comment with the places of its author and date: in its header, else in its footer."""
    placed = dict(comment)
    for name, value in (("author", comment["author"]), ("date", comment["date_text"])):
        ranges = ((comment["start"], comment["body_start"]), (comment["body_end"], comment["end"]))
        found = [text.find(value, lo, hi) for lo, hi in ranges] if value else []
        placed[f"{name}_start"] = next((at for at in found if at >= 0), None)
    return placed


def _seed_page(gold: Gold, text: str) -> GoldPage:
    page = blank_page("seed/" + gold["file"], gold["file"], text)
    lines = page.lines
    page.page_type, page.weight, page.repeats = 0, 2.0, SEED_REPEATS
    page.article = {"page_type": "article", "seed": True}
    inside = _share(lines, [(b["start"], b["end"]) for b in gold["article"] if b["role"] != "author_bio"]) >= 0.5
    page.allowed[inside], page.allowed[~inside] = BODY, BOILERPLATE
    _add_comments(page, [_with_places(comment, text) for comment in gold["comments"]])
    for name, role in (("title", "title"), ("author", "byline"), ("published", "date")):
        hits = _share(lines, [(b["start"], b["end"]) for b in gold["article"] if b["role"] == role]) >= 0.5
        page.marks[:, _MARK[name]] = hits
    return page


def read_gold(folder: Path) -> list[GoldPage]:
    """All gold pages of a folder, in order of id.

    Args:
        folder: holds `articles.jsonl.gz`, `comments.jsonl.gz`, `seeds/*.json`; the seeds' texts lie in `../seeds` beside it.
    """
    commented = {gold["id"]: gold for gold in read_jsonl(folder / "comments.jsonl.gz")}
    pages: list[GoldPage] = []
    for gold in read_jsonl(folder / "articles.jsonl.gz"):
        page = blank_page(gold["id"], site_of(gold["url"], gold["page"]), gold["text"])
        page.extra["url"] = gold["url"]
        _add_article(page, gold)
        twin = commented.get(f"wcxb-dev/{gold['page']}") if gold["rendering"] == "full" else None
        if twin and twin["text"] == gold["text"]:
            _add_comments(page, twin["comments"])
            page.extra["comment_id"] = twin["id"]
            del commented[twin["id"]]
        pages.append(page)
    for gold in commented.values():
        page = blank_page(gold["id"], site_of(gold["url"], gold["id"]), gold["text"])
        _add_comments(page, gold["comments"])
        page.extra["comment_id"] = gold["id"]
        page.extra["url"] = gold["url"]
        page.extra["lang"] = gold.get("lang")
        pages.append(page)
    for path in sorted(folder.glob("seeds/*.json")):
        gold = json.loads(path.read_text(encoding="utf8"))
        with (folder.parent / "seeds" / gold["file"]).open(encoding="utf8", newline="") as text:
            pages.append(_seed_page(gold, text.read()))
    return sorted(pages, key=lambda page: page.page_id)
