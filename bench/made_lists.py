"""Made-up lists: topics of a board, changes of a program, a programme, people of a house: names and times, but no comments.

What tells them from a thread is that nobody speaks. The gold has few of them, so a page gets one put together from a
random form (`list_words.toml`, words of sixteen languages), with titles and lines of other training pages. No line of it
is of a comment; whether it is body or boilerplate stays open, for a list may be what its page is for.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from gold import BODY, BOILERPLATE, GoldPage
from pagestrata.parse.labels import PAGE_TYPES
from synthetic import MOST_LINES, Line, Writer, beginning, insert, is_running_text, language_of
from thread_pages import pick

COUNTS = (3, 4, 6, 9, 14, 22)
"""Items of a list."""
JOINERS = ("\t", " ", " | ", " · ", " - ")
PLAIN = 2
"""So many words for `by`, of the first, name no comment."""
MIN_LENT = 8
"""Titles, and long lines, that a language must lend; one that has fewer takes those of English pages."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "list_words.toml").read_text(encoding="utf8"))


@dataclass(frozen=True)
class _Lent:
    """What the pages of one language lend to its lists."""

    titles: tuple[str, ...]
    long: tuple[str, ...]


def _lent(pages: list[GoldPage], languages: dict[str, str]) -> dict[str, _Lent]:
    titles: defaultdict[str, list[str]] = defaultdict(list)
    long: defaultdict[str, list[str]] = defaultdict(list)
    for page in pages:
        lang = languages[page.page_id]
        title = ((page.article or {}).get("title") or "").strip()
        if 0 < len(title) < 120 and "\n" not in title:
            titles[lang].append(title)
        running = [line for i in range(len(page.lines)) if is_running_text(lang, line := page.lines.line(i))]
        long[lang] += running[:: max(1, len(running) // 8)][:8]
    return {lang: _Lent(tuple(dict.fromkeys(titles[lang])), tuple(dict.fromkeys(long[lang]))) for lang in long}


class _Items:
    """Writes the items of one list, all in one form."""

    def __init__(self, lang: str, lent: _Lent, rng: np.random.Generator) -> None:
        self.writer, self.lang, self.lent, self.rng = Writer(lang, rng), lang, lent, rng
        self.writer.fixed["by"] = str(rng.choice(self.writer.words["by"][:PLAIN]))
        kinds = _data()["kinds"]
        shares = np.array([kind["share"] for kind in kinds])
        kind = kinds[int(rng.choice(len(kinds), p=shares / shares.sum()))]
        self.slots = [slot for slot in (str(rng.choice(ways)) for ways in kind["slots"]) if slot]
        words = _data()["languages"].get(lang, _data()["languages"]["en"])
        self.words = {key: str(rng.choice(values)) for key, values in words.items()}
        self.roles = words["role"]
        # Of what an item prints, so many parts stand on lines of their own, and the others in one.
        self.joined = int(rng.integers(1, len(self.slots))) if len(self.slots) > 2 and rng.random() < 0.35 else len(self.slots)
        self.joiner, self.blank = str(rng.choice(JOINERS)), rng.random() < 0.5
        self.bullet = str(rng.choice(["", "", "", "• ", "{number}. "]))

    def _values(self) -> dict[str, str]:
        rng, writer = self.rng, self.writer
        long = pick(rng, self.lent.long)
        ago = writer.fill(writer.pick("ago"))
        version = ".".join(str(rng.integers(0, top)) for top in (9, 30, 9))
        return self.words | {
            "title": pick(rng, self.lent.titles),
            "phrase": beginning(self.lang, pick(rng, self.lent.long), int(rng.integers(1, 6))),
            "teaser": beginning(self.lang, long, int(rng.integers(10, 35))),
            "name": writer.name(), "other": writer.name(), "handle": writer.name().replace(" ", "").lower(),
            "date": writer.fill(writer.ago) if writer.ago else writer.date(), "ago": ago,
            "clock": f"{rng.integers(0, 24):02}:{rng.integers(0, 60):02}",
            "m": f"{rng.integers(10, 90000)}", "version": str(rng.choice(["v", ""])) + version,
            "hash": f"{rng.integers(16**6, 16**7):x}", "role": pick(rng, self.roles),
            "mail": f"{writer.name().replace(' ', '.').lower()}@example.org",
            "phone": f"+{rng.integers(1, 99)} {rng.integers(100, 999)} {rng.integers(1000, 99999)}",
        }  # fmt: skip

    def item(self, number: int) -> list[Line]:
        values = self._values() | {"n": str(int(self.rng.integers(0, 60)))}
        texts = []
        for slot in self.slots:
            text = slot
            for key, value in values.items():
                text = text.replace(f"{{{key}}}", value)
            texts.append(self.writer.fill(text))
        texts = [*texts[: self.joined], self.joiner.join(texts[self.joined :])]
        texts = [text for text in texts if text.strip()]
        sign = self.bullet.replace("{number}", str(number))
        return [Line(sign * (i == 0) + text, BODY | BOILERPLATE, blank=self.blank and i == 0) for i, text in enumerate(texts)]


def _with_list(page: GoldPage, lang: str, lent: _Lent, rng: np.random.Generator) -> GoldPage | None:
    """The page with a list: in place of its body, or at its end; None where the lines do not come out as they were put in."""
    if len(page.lines) > MOST_LINES:
        return None
    items = _Items(lang, lent, rng)
    lines = [line for number in range(1, int(rng.choice(COUNTS)) + 1) for line in items.item(number)]
    if page.comments or rng.random() < 0.4:
        ends = (0, len(page.lines)) if page.comments else (len(page.lines), len(page.lines) - min(10, len(page.lines) // 4))
        return insert(page, lines, int(rng.choice(ends)), "list")
    body = np.flatnonzero(page.allowed == BODY)
    made = insert(page, lines, int(body[0]) if len(body) else len(page.lines) // 2, "list", hidden=BODY)
    return replace(made, page_type=PAGE_TYPES.index("other")) if made else None


def make_lists(pages: list[GoldPage], count: int, seed: int) -> list[GoldPage]:
    """Make up pages with lists from training pages, half of them from pages that are not in English where there are any.

    Args:
        pages: training pages; their titles, long lines and surroundings are used.
        count: how many.
        seed: of all chance.
    """
    rng = np.random.default_rng(seed)
    languages = {page.page_id: language_of(page) for page in pages}
    lent = _lent(pages, languages)
    hosts = [p for p in pages if len(p.lines) > 8 and (p.comments or (p.article and p.article["page_type"] != "forum"))]
    foreign = [page for page in hosts if languages[page.page_id] != "en"]
    made: list[GoldPage] = []
    while len(made) < count and hosts:
        group = foreign if foreign and rng.random() < 0.5 else hosts
        page = group[int(rng.integers(len(group)))]
        lang = languages[page.page_id]
        own = lent[lang]
        if min(len(own.titles), len(own.long)) < MIN_LENT:
            own = lent["en"]
        new = _with_list(page, lang, own, rng)
        made += [new] if new else []
    return made
