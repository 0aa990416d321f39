"""Measure parsed pages against gold: words of the body, comments, fields, tiling.

Figures are means over pages, unless named micro. Words are runs of word characters in lower case, compared as multisets.
A predicted comment is right when its body overlaps a gold body by an intersection over union of at least 0.8.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from gold import BODY, Gold, GoldPage
from pagestrata.config import ParseConfig
from pagestrata.parse.page import parse_pages
from pagestrata.records import BODY_ROLES, Comment, ParsedPage
from pagestrata.sources.raw import RawPage, raw_text
from printed_days import prints_day

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
LEAST_OVERLAP = 0.8


def parse_all(
    pages: list[GoldPage], texts: list[str], weights: Path, threads: Path | None = None, body: Path | None = None
) -> list[ParsedPage]:
    """Parse pages with given weights of the tagger, of the thread model and of the second look; gold pages are never rejected."""
    raw = [raw_text(text, page.extra.get("url")) for page, text in zip(pages, texts, strict=True)]
    parsed = parse_pages([page for page in raw if isinstance(page, RawPage)], ParseConfig(weights, threads, body_weights=body), None)
    return [page for page in parsed if isinstance(page, ParsedPage)]


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def word_f1(found: str, wanted: str) -> float:
    """F1 of two texts as multisets of words; 1 where both are empty."""
    have, want = _words(found), _words(wanted)
    both = (have & want).total()
    return 2 * both / (have.total() + want.total()) if have or want else 1.0


def plain_words(text: str | None) -> str:
    """A text's words in lower case, for comparison."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text or "").lower().replace("_", " ")))


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / max(1, a[1] - a[0] + b[1] - b[0] - shared)


def tiles(parsed: ParsedPage) -> bool:
    """Whether every non-space character of the page lies in exactly one span."""
    spans = [(b.start, b.end) for b in parsed.article.blocks] if parsed.article else []
    spans += [(c.start, c.end) for c in parsed.comments] + [(b.start, b.end) for b in parsed.boilerplate]
    at = 0
    for start, end in sorted(spans):
        if start < at or end <= start or parsed.page.text[at:start].strip():
            return False
        at = end
    return not parsed.page.text[at:].strip()


def match_comments(gold: list[Gold], found: list[Comment]) -> dict[int, int]:
    """Index of the found comment for every gold one that has one, one to one."""
    free = set(range(len(found)))
    pairs: dict[int, int] = {}
    for i, comment in enumerate(gold):
        span = (comment["body_start"], comment["body_end"])
        rated = [(_overlap(span, (found[k].body_start, found[k].body_end)), -k) for k in free]
        best = max(rated, default=(0.0, 0))
        if best[0] >= LEAST_OVERLAP:
            pairs[i] = -best[1]
            free.discard(-best[1])
    return pairs


@dataclass
class Tally:
    """Figures gathered page by page; `summary` gives their means and counts."""

    values: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    worst: list[tuple[float, str, str]] = field(default_factory=list)
    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, name: str, value: float) -> None:
        """One value of one figure."""
        self.values[name].append(value)

    def summary(self) -> dict[str, float]:
        """Mean of every figure, with micro F1 of comments."""
        means = {name: round(sum(v) / len(v), 4) for name, v in sorted(self.values.items())}
        total = 2 * self.right + self.false + self.missed
        if total:
            means["comments micro F1"] = round(2 * self.right / total, 4)
        return means


def found_body(parsed: ParsedPage) -> str:
    """The body of a page's article as the page prints it, a block a line."""
    blocks = parsed.article.blocks if parsed.article else ()
    return "\n".join(parsed.page.text[b.start : b.end] for b in blocks if b.role in BODY_ROLES)


def _body(tally: Tally, page: GoldPage, parsed: ParsedPage) -> None:
    gold = page.article
    if gold is None or gold.get("seed"):
        return
    found = found_body(parsed)
    if gold["page_type"] == "forum":
        found += "\n" + "\n".join(c.text for c in parsed.comments)
    survived = "\n".join(gold["text"][start:end] for start, end in gold["main_spans"])
    score = word_f1(found, gold["main_content"] if gold["rendering"] == "full" else survived)
    for group in (gold["page_type"], "all"):
        tally.add(f"body {gold['rendering']} {group}", score)
    tally.worst.append((score, page.page_id, f"body {gold['rendering']} {gold['page_type']}"))
    if gold["page_type"] == "article" and gold["rendering"] == "full":
        _fields(tally, page.text, gold, parsed)


def _fields(tally: Tally, text: str, gold: Gold, parsed: ParsedPage) -> None:
    article = parsed.article
    found = {"title": article.title if article else None, "author": " ".join(article.authors) if article else None}
    for name, value in found.items():
        want = plain_words(gold.get(name))
        if want and want in plain_words(text):
            tally.add(f"article {name} right", float(plain_words(value) == want))
    day = (gold.get("published") or "")[:10]
    given = str(article.published_at)[:10] if article and article.published_at else None
    if day and prints_day(text, day):
        tally.add("article published right", float(given == day))
    elif day:
        tally.add("article published given though not printed", float(given is not None))


def _comments(tally: Tally, page: GoldPage, parsed: ParsedPage) -> None:
    gold, found = page.comments, list(parsed.comments)
    if gold is None:
        return
    if not gold:
        tally.add("false comments", float(bool(found)))
        tally.false += len(found)
        return
    pairs = match_comments(gold, found)
    reviews = sum(bool(c.get("review")) for c in gold)
    neutral = sum(bool(gold[i].get("review")) for i in pairs)
    right, given, wanted = len(pairs) - neutral, len(found) - neutral, len(gold) - reviews
    tally.right += right
    tally.false += given - right
    tally.missed += wanted - right
    score = 2 * right / (given + wanted) if given + wanted else 1.0
    tally.add("comments macro F1", score)
    words = word_f1("\n".join(c.text for c in found), "\n".join(c["body"] for c in gold))
    tally.add("comment words", words)
    if not (page.extra.get("lang") or "en").lower().startswith("en"):
        tally.add("comment words, other languages", words)
        tally.add("comments macro F1, other languages", score)
    tally.worst.append((score, page.page_id, "comments"))
    back = {found[k].comment_id: i for i, k in pairs.items()}
    for i, k in pairs.items():
        if gold[i].get("author"):
            tally.add("comment author right", float(plain_words(gold[i]["author"]) == plain_words(found[k].author)))
        if gold[i].get("date_iso") and gold[i].get("date_text"):
            tally.add("comment date right", float(str(found[k].posted_at or "")[:10] == gold[i]["date_iso"][:10]))
        tally.add("comment parent right", float(back.get(found[k].parent_id or "") == gold[i].get("parent")))


SILVER_AGREEMENT = 0.85
"""Agreement of the extractors from which a silver page is measured."""
_LANGUAGES = {"en": "English", "de": "German", "zh": "Chinese"}


def measure_silver(tally: Tally, pages: list[GoldPage], parsed: list[ParsedPage]) -> None:
    """Words of the body against what trafilatura keeps of the HTML, on silver pages of articles, by language."""
    for page, result in zip(pages, parsed, strict=True):
        gold = page.article or {}
        if gold["page_type"] == "article" and gold["agreement"] >= SILVER_AGREEMENT:
            score = word_f1(words_apart(found_body(result)), words_apart(gold["main_content"]))
            tally.add(f"agreement with trafilatura, {_LANGUAGES.get(gold['lang'], 'other languages')}", score)


def measure_written(tally: Tally, pages: list[GoldPage], parsed: list[ParsedPage]) -> None:
    """Words of the body, and false comments, on pages written for training."""
    for page, result in zip(pages, parsed, strict=True):
        body = "\n".join(page.lines.line(i) for i in np.flatnonzero(page.allowed == BODY).tolist())
        if body:
            kind = "articles" if page.article and page.article["page_type"] == "article" else "other types"
            tally.add(f"written pages, body, {kind}", word_f1(words_apart(found_body(result)), words_apart(body)))
        if not page.comments:
            tally.add("written pages, false comments", float(bool(result.comments)))


def words_apart(text: str) -> str:
    """The text with a space after every character of scripts that put none between words."""
    return _UNSPACED.sub(r"\g<0> ", text)


def measure(pages: list[GoldPage], parsed: list[ParsedPage]) -> Tally:
    """Measure parsed pages against their gold, page by page."""
    tally = Tally()
    for page, result in zip(pages, parsed, strict=True):
        tally.add("tiling", float(tiles(result)))
        _body(tally, page, result)
        _comments(tally, page, result)
    return tally
