"""The forms in which known comment systems print a thread, and threads made up in them for the tagger to learn from.

`systems.toml` tells them, one entry a system. `systems.py` measures with the same forms, and with others that nothing learns from.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from babel.dates import format_datetime

from gold import BODY, BOILERPLATE, COMMENT, FOOTER, HEADER, GoldPage
from pagestrata.parse.labels import PAGE_TYPES
from synthetic import COUNTS, MOST_LINES, Line, Writer, beginning, insert, language_of, last_of_body
from thread_pages import Chance, pick

HERE = Path(__file__).parent
FIELD = re.compile(r"\{(\w+)(?: ([^{}]+))?\}")
"""A field of a form: `{name}`, or `{date PATTERN}` with a pattern of CLDR."""
MIN_BODIES = 8
"""Bodies that a language must lend; one that has fewer takes those of English pages."""
SIGNS = "•#0123456789"
"""Signs that a line begins with which needs no list sign."""
SHORT = 0.3
"""Share of bodies that are cut to their first words."""
LONGEST_BODY = 11
"""Lines of a body that is lent."""
BOARDS = 0.5
"""Share of the boards that are made of those drawn: a page that is all posts must not become likely."""
BARE = 0.25
"""Share of threads without the lines above, or below."""
SUBJECT_WORDS = 3
"""Words of its body that a comment has for a subject."""
FIRST_DAY = datetime(2005, 3, 1, 7, 4, 51)  # noqa: DTZ001 -- wall clock

Form = Mapping[str, Any]
Words = Mapping[str, Mapping[str, str]]


@cache
def read_forms(name: str = "systems.toml") -> tuple[tuple[Form, ...], Words]:
    """The systems of a table, and its lists of words by language."""
    table = tomllib.loads((HERE / name).read_text(encoding="utf8"))
    return tuple(table["system"]), table.get("words", {})


@cache
def _names() -> dict[str, list[str]]:
    return dict(tomllib.loads((HERE / "form_names.toml").read_text(encoding="utf8")))


def fill(pattern: str, known: Mapping[str, str], days: Mapping[str, datetime], lang: str, words: Words) -> str:
    """A line of a table with its fields filled in.

    Args:
        pattern: the line, with `{name}` for what is known or is in the word lists, and `{date PATTERN}` (CLDR) for a day.
        known: values of fields.
        days: the days of such fields, by name.
        lang: the language of words and days.
        words: lists of words by language.
    """

    def value(found: re.Match[str]) -> str:
        name, form = found[1], found[2]
        if name in days:
            return str(format_datetime(days[name], form, locale=lang))
        return known[name] if name in known else fill(words[name][lang], known, days, lang, words)

    return FIELD.sub(value, pattern)


@dataclass(frozen=True)
class FormLine:
    """A line of a made-up comment: what it prints, its part (HEADER, COMMENT or FOOTER), and whether it prints author and day."""

    text: str
    part: int
    author: bool = False
    day: bool = False


@dataclass(frozen=True)
class FormThread:
    """A made-up thread: the lines above it, those of each comment, and the lines below."""

    above: tuple[str, ...]
    comments: tuple[tuple[FormLine, ...], ...]
    below: tuple[str, ...]


def name_in(lang: str, chance: Chance) -> str:
    """A name of a language."""
    names = _names().get(lang)
    return pick(chance, names) if names else Writer(lang, chance).name()


def write_thread(form: Form, lang: str, bodies: Sequence[tuple[str, Sequence[str]]], chance: Chance) -> FormThread:
    """A thread in a form.

    Args:
        form: an entry of a table.
        lang: the language of its words and days.
        bodies: author and lines of each comment.
        chance: of days and counts, and of which lines around the thread are left out.
    """
    words = read_forms()[1]
    when = FIRST_DAY + timedelta(minutes=int(chance.integers(0, 10_000_000)))
    first, total = bodies[0][0], str(len(bodies))
    around = {
        "name": first, "handle": handle_of(first), "subject": "", "n": "1", "total": total, "count": str(chance.integers(2, 900)),
    }  # fmt: skip
    above, below = (
        () if chance.random() < BARE else tuple(fill(line, around, {"date": when}, lang, words) for line in form.get(part, ()))
        for part in ("above", "below")
    )
    comments = []
    for number, (author, body) in enumerate(bodies, 1):
        when += timedelta(minutes=int(chance.integers(1, 4000)))
        known = {
            "name": author, "handle": handle_of(author), "n": str(number), "count": str(chance.integers(0, 60)),
            "subject": beginning(lang, body[0], SUBJECT_WORDS).rstrip(".,!?"), "total": total,
        }  # fmt: skip
        at = form["comment"].index("{body}")
        lines: list[FormLine] = []
        for place, pattern in enumerate(form["comment"]):
            if place == at:
                lines += [FormLine(text, COMMENT) for text in body]
                continue
            told = _fields(pattern, lang, words)
            text = fill(pattern, known, {"date": when}, lang, words)
            lines.append(FormLine(text, HEADER if place < at else FOOTER, bool(told & {"name", "handle"}), "date" in told))
        comments.append(tuple(line for line in lines if line.text.strip()))
    return FormThread(tuple(filter(str.strip, above)), tuple(comments), tuple(filter(str.strip, below)))


def handle_of(name: str) -> str:
    """A name as members are called: in small letters, without spaces."""
    return name.replace(" ", "").lower()


def _fields(pattern: str, lang: str, words: Words) -> set[str]:
    """Names of the fields of a pattern, and of the words in it."""
    found: set[str] = set()
    for name, _ in FIELD.findall(pattern):
        found |= _fields(words[name][lang], lang, words) if name in words else {name}
    return found


def _draw(pool: Sequence[Sequence[str]], lang: str, count: int, chance: Chance) -> list[tuple[str, list[str]]]:
    """Authors and bodies of a thread; some bodies are short."""
    drawn = []
    for _ in range(count):
        body = [line.strip() for line in pick(chance, pool)]
        if len(body) == 1 and chance.random() < SHORT:
            body = [beginning(lang, body[0], int(chance.integers(2, 14)))]
        drawn.append((name_in(lang, chance), body))
    return drawn


def _remarks(pages: list[GoldPage], languages: Mapping[str, str]) -> dict[str, list[list[str]]]:
    """Lines of the bodies of the pages' comments, by language; articles lend none, for their prose must not look like a thread."""
    found: defaultdict[str, list[list[str]]] = defaultdict(list)
    for page in pages:
        for comment in page.comments or ():
            lines = [line.strip() for line in comment["body"].splitlines() if line.strip()]
            if 0 < len(lines) <= LONGEST_BODY:
                found[languages[page.page_id]].append(lines)
    return found


def _page_lines(thread: FormThread, chance: Chance) -> list[Line]:
    """The thread's lines with labels and marks; list signs, indentation and empty lines are those of one page."""
    bullet, indent, blank = str(chance.choice(["", "", "", "• ", "{n}. "])), int(chance.choice([0, 0, 4])), chance.random() < 0.5
    made = [Line(text, BOILERPLATE, blank=i == 0) for i, text in enumerate(thread.above)]
    for number, comment in enumerate(thread.comments, 1):
        body = next(i for i, line in enumerate(comment) if line.part == COMMENT)
        for i, line in enumerate(comment):
            bears = {"comment_start": i == 0, "comment_body_start": i == body, "comment_author": line.author, "comment_date": line.day}
            marks = frozenset(name for name, is_so in bears.items() if is_so)
            sign = bullet.replace("{n}", str(number)) if i == 0 and line.text[0] not in SIGNS else ""
            made.append(Line(sign + line.text, line.part, marks, indent, blank or i == 0))
    return made + [Line(text, BOILERPLATE, blank=i == 0) for i, text in enumerate(thread.below)]


def make_form_pages(pages: list[GoldPage], count: int, seed: int) -> list[GoldPage]:
    """Pages with threads in the forms of `systems.toml`, each below the body of a training page, or, of boards, in its place.

    Args:
        pages: training pages; their bodies and their surroundings are used.
        count: how many.
        seed: of all chance.
    """
    chance = np.random.default_rng(seed)
    languages = {page.page_id: language_of(page) for page in pages}
    bodies = _remarks(pages, languages)
    hosts: defaultdict[str, list[GoldPage]] = defaultdict(list)
    for page in pages:
        if not page.comments and (page.article or {}).get("page_type") not in (None, "forum") and last_of_body(page) is not None:
            hosts[languages[page.page_id]].append(page)
    made: list[GoldPage] = []
    while len(made) < count and hosts["en"] and bodies.get("en"):
        form = pick(chance, read_forms()[0])
        lang = pick(chance, form.get("languages", ["en"]))
        if form.get("board") and chance.random() >= BOARDS:
            continue
        host = pick(chance, hosts[lang] or hosts["en"])
        own = bodies.get(lang, [])
        pool = own if len(own) >= MIN_BODIES else bodies["en"]
        lines = _page_lines(write_thread(form, lang, _draw(pool, lang, int(pick(chance, COUNTS)), chance), chance), chance)
        new = _on_page(host, lines, form.get("board", False))
        made += [new] if new else []
    return made


def _on_page(host: GoldPage, lines: list[Line], is_board: bool) -> GoldPage | None:
    """A thread below the body of a page, or in its place; None where the lines do not come out as they were put in."""
    last = last_of_body(host)
    if last is None or len(host.lines) > MOST_LINES:
        return None
    if is_board:
        page = insert(
            host, lines, int(np.flatnonzero(host.allowed == BODY)[0]) if (host.allowed == BODY).any() else last, "form", hidden=BODY
        )
    else:
        page = insert(host, lines, last + 1, "form")
    kind = PAGE_TYPES.index("thread") if is_board else host.page_type
    return replace(page, page_type=kind, comments=[{"body": ""}]) if page else None
