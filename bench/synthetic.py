"""Made-up threads: pages with comments in layouts and languages that the gold has few of.

A page without comments gets a thread put together from a random layout (order of author, date and body, words around
them, nesting, list signs, buttons, profile blocks) and bodies taken from training pages. Only the layout is learned from
these pages, so the bodies need not be comments. Words of sixteen languages are data (`thread_words.json`).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from gold import BODY, BOILERPLATE, COMMENT, FOOTER, HEADER, UNKNOWN, GoldPage
from pagestrata.parse.labels import MARKS
from pagestrata.parse.lines import split_lines

COUNTS = (1, 2, 3, 5, 8, 14, 25)
"""Comments of a thread."""
WEIGHT = 0.7
"""How much a made-up page counts."""
MOST_LINES = 900
MIN_BODIES = 20

_MARK = {name: i for i, name in enumerate(MARKS)}
_AUTHOR, _DATE, _BOTH, _NONE = {"comment_author"}, {"comment_date"}, {"comment_author", "comment_date"}, set[str]()

_HEADS: dict[str, tuple[tuple[str, set[str]], ...]] = {
    "A D B": (("{name}", _AUTHOR), ("{date}", _DATE)),
    "AD B": (("{name}{gap}{on} {date}", _BOTH),),
    "A says B": (("{name} {says}", _AUTHOR),),
    "A says D B": (("{name} {says}", _AUTHOR), ("{date}", _DATE)),
    "says D B": (("{name} {says} {on} {date}:", _BOTH),),
    "D A B": (("{date}", _DATE), ("{name}", _AUTHOR)),
    "A B": (("{name}", _AUTHOR),),
    "n A D B": (("{number}. {name}", _AUTHOR), ("{date}", _DATE)),
    "AD: B": (("{name}, {date}:", _BOTH),),
    "n A says B": (("{number}. {name} {says}", _AUTHOR),),
    "A P D B": (("{name}", _AUTHOR), ("{profile}", _NONE), ("{date}", _DATE)),
    "D n A P B": (("{date}   #{number}", _DATE), ("{name}", _AUTHOR), ("{profile}", _NONE)),
    "A loc D B": (("{by}: {name} {on}: {place}", _AUTHOR), ("{date}", _DATE)),
    "A place D B": (("{name}", _AUTHOR), ("{place}", _NONE), ("{date}", _DATE)),
    "@A D B": (("@{handle}", _AUTHOR), ("{date}", _DATE)),
    "n AD B": (("#{number} {name}{gap}{date}", _BOTH),),
    "n D A B": (("{number}. {on} {date} {by} {name}", _BOTH),),
    "n, A, D B": (("{number}", _NONE), ("{name}", _AUTHOR), ("{date}", _DATE)),
    "S AD B": (("{subject}", _NONE), ("{by} {name} {on} {date}", _BOTH)),
    "A D S B": (("{name}", _AUTHOR), ("{date}", _DATE), ("{subject}", _NONE)),
    "S B DA": (("{subject}", _NONE),),
    "A B D": (("{name}", _AUTHOR),),
    "A says B D": (("{name} {says}", _AUTHOR),),
}
_FEET: dict[str, tuple[tuple[str, set[str]], ...]] = {
    "B A D": (("{name}", _AUTHOR), ("{date}", _DATE)),
    "B AD": (("{name}{gap}{date}", _BOTH),),
    "B by A D": (("{by} {name}{gap}{on} {date}", _BOTH),),
    "B DA": (("{date}{gap}{name}", _BOTH),),
    "S B DA": (("{date} : {name}", _BOTH),),
    "A B D": (("{date}", _DATE),),
    "A says B D": (("{date}", _DATE),),
}
_ORDERS = {
    "A D B": 0.13, "AD B": 0.12, "A says B": 0.09, "A says D B": 0.07, "D A B": 0.06, "B A D": 0.05, "B AD": 0.04,
    "B by A D": 0.07, "A B": 0.05, "n A D B": 0.05, "AD: B": 0.05, "n A says B": 0.04, "A P D B": 0.07, "D n A P B": 0.05,
    "says D B": 0.03, "A loc D B": 0.03, "A place D B": 0.02, "@A D B": 0.02, "n AD B": 0.05, "n D A B": 0.02, "n, A, D B": 0.02,
    "S AD B": 0.04, "A D S B": 0.02, "S B DA": 0.02, "A B D": 0.04, "A says B D": 0.05, "B DA": 0.02,
}  # fmt: skip
"""Orders of author, date, subject and body, and how often each is made."""
UNSPACED = ("ja", "zh", "th")
"""Languages whose words nothing parts."""
SCRIPT_SHARE = 0.05
"""A page is in the language of a script of which so many of its signs are; kana is looked for before Chinese signs."""


@cache
def _data() -> dict[str, Any]:
    return dict(json.loads((Path(__file__).parent / "thread_words.json").read_text(encoding="utf8")))


@dataclass(frozen=True)
class Line:
    """A line of a made-up page.

    Attributes:
        text: what it prints.
        allowed: labels (bits) that it may have; None for a line of the host page.
        marks: names of the marks that it bears.
        indent: in columns.
        blank: whether an empty line stands before it.
    """

    text: str
    allowed: int | None
    marks: frozenset[str] = frozenset()
    indent: int = 0
    blank: bool = False


def language_of(page: GoldPage) -> str:
    """The language that the page tells, else by script and a handful of function words: enough to choose a layout's words."""
    if page.page_id.startswith("written/"):
        return str(page.extra["lang"])[:2]
    for lang, signs in _data()["scripts"].items():
        if len(re.findall(signs, page.text)) > SCRIPT_SHARE * len(page.text):
            return str(lang)
    words = page.text.lower().split()[:3000]
    counts: dict[str, int] = {lang: sum(map(words.count, stops)) for lang, stops in _data()["function_words"].items()}
    return max(sorted(counts), key=lambda lang: counts[lang])


def is_running_text(lang: str, line: str) -> bool:
    """Whether a line is long enough for a body, and no longer than one."""
    return 25 <= len(line) <= 400 if lang in UNSPACED else 12 <= len(line.split()) <= 90


def beginning(lang: str, text: str, words: int) -> str:
    """The first words of a text, in languages without spaces its first signs."""
    return text[: 2 * words] if lang in UNSPACED else " ".join(text.split()[:words])


def _bodies(pages: list[GoldPage], languages: dict[str, str]) -> dict[str, list[list[str]]]:
    """Bodies by language: comments as they are; in other languages than English also runs of long lines."""
    found: defaultdict[str, list[list[str]]] = defaultdict(list)
    for page in pages:
        lang = languages[page.page_id]
        for comment in page.comments or []:
            lines = [line.strip() for line in re.split(r"[\r\n]+", comment["body"]) if line.strip()]
            if 0 < len(lines) < 12:
                found[lang].append(lines)
        if lang != "en" and not page.comments:
            long = [line for line in (page.lines.line(i) for i in range(len(page.lines))) if is_running_text(lang, line)]
            found[lang] += [long[i : i + 1 + i % 3] for i in range(0, min(len(long), 12), 2)]
    return found


class Writer:
    """Writes threads of one random layout in one language."""

    def __init__(self, lang: str, rng: np.random.Generator) -> None:
        self.rng = rng
        self.lang = lang
        self.words = _data()["languages"].get(lang, _data()["languages"]["en"])
        chances = np.array(list(_ORDERS.values()))
        self.order = str(rng.choice(list(_ORDERS), p=chances / chances.sum()))
        self.date_form, self.clock_form = int(rng.integers(9)), int(rng.integers(6))
        self.ago = self.pick("ago") if rng.random() < 0.12 else None
        self.fixed = {
            "says": self.pick("says"), "on": self.pick("on"), "by": self.pick("by"),
            "gap": str(rng.choice([" ", " - ", ", ", " | ", "  "])),
        }  # fmt: skip
        self.buttons = [self.pick("reply")] * int(rng.random() < 0.6)
        self.buttons += [self.pick("more") for _ in range(int(rng.choice(4, p=[0.45, 0.3, 0.15, 0.1])))]
        self.joint = str(rng.choice([" ", " | ", " · "])) if rng.random() < 0.5 else None
        self.extra = self.pick("more") if rng.random() < 0.12 else None
        self.bullet = str(rng.choice(["", "", "", "• ", "{number}. "]))
        self.indent, self.nests = int(rng.choice([0, 0, 4])), rng.random() < 0.4
        self.blank, self.avatar, self.votes = rng.random() < 0.6, rng.random() < 0.15, rng.random() < 0.15
        self.profile = [self.pick("member"), *(p for p in self.words["posts"] if rng.random() < 0.45)]

    def pick(self, key: str) -> str:
        """One of the words of a kind."""
        return str(self.rng.choice(self.words[key]))

    def name(self) -> str:
        """A name or nickname."""
        rng = self.rng
        if "names" in self.words and rng.random() < 0.7:
            return self.pick("names") + (str(rng.integers(1, 99)) if rng.random() < 0.1 else "")
        first, last = str(rng.choice(_data()["first_names"])), str(rng.choice(_data()["last_names"]))
        forms = (
            first, f"{first} {last}", f"{first} {last[0]}.", f"{first.lower()}_{last.lower()}", f"{first.lower()}{rng.integers(1, 999)}",
            f"{first[:2]}{last.lower()}", f"{last}{rng.integers(1950, 2009)}",
        )  # fmt: skip
        return forms[int(rng.choice(len(forms), p=[0.35, 0.25, 0.1, 0.08, 0.08, 0.07, 0.07]))]

    def date(self, form: int | None = None) -> str:
        """A time, in the form of this writer unless another is asked for."""
        y, m, d, hour, minute = (int(self.rng.integers(*span)) for span in ((2004, 2026), (1, 13), (1, 29), (0, 24), (0, 60)))
        month = self.words["months"][m - 1]
        days = [form.format(y=y, m=m, d=d) for form in self.words.get("days", ())] or (
            f"{month} {d}, {y}", f"{d}. {month} {y}", f"{d} {month} {y}", f"{d:02}.{m:02}.{y}", f"{d:02}/{m:02}/{y}",
            f"{y}-{m:02}-{d:02}", f"{d} {month[:3]} {y}", f"{month[:3]} {d}, {y}", f"{d:02}.{m:02}.{y % 100:02}",
        )  # fmt: skip
        clock = f"{hour}:{minute:02}" if self.clock_form % 2 else f"{hour % 12 + 1}:{minute:02} {'am' if hour < 12 else 'pm'}"
        clocks = ("", f", {clock}", f" {clock}", f" {self.words['on'][-2]} {clock}", f" - {clock}", f" {hour:02}:{minute:02}:{d:02}")
        return days[self.date_form] + clocks[self.clock_form] if form is None else days[form]

    def fill(self, pattern: str, **known: str) -> str:
        """A pattern with its words in braces put in."""
        text = pattern
        for key, value in {**self.fixed, **known, "place": str(self.rng.choice(_data()["places"]))}.items():
            text = text.replace(f"{{{key}}}", value)
        text = text.replace("{n}", str(self.rng.integers(1, 4000))).replace("{d}", self.date(2)).replace("{t}", "10:21")
        return re.sub(r"  +", " ", text).strip() if "{gap}" not in pattern else text.strip()

    def comment(self, number: int, body: list[str], indent: int) -> list[Line]:
        """The lines of one comment."""
        rng = self.rng
        known = {"name": self.name(), "date": self.fill(self.ago) if self.ago else self.date(), "number": str(number)}
        known["handle"] = known["name"].replace(" ", "")
        known["subject"] = beginning(self.lang, body[0], int(rng.integers(2, 7)))
        head: list[tuple[str, set[str]]] = []
        for pattern, marks in _HEADS.get(self.order, ()):
            if pattern == "{profile}":
                head += [(self.fill(p, **known), _NONE) for p in self.profile]
            else:
                head.append((self.fill(pattern, **known), marks))
        if self.avatar and head:
            head.insert(0, (known["name"] if rng.random() < 0.5 else "Avatar", _NONE))
        head += [(self.extra, _NONE)] if self.extra else []
        foot = [(self.fill(pattern, **known), marks) for pattern, marks in _FEET.get(self.order, ())]
        buttons = ([str(rng.integers(0, 40))] if self.votes else []) + self.buttons
        foot += [(self.joint.join(buttons), _NONE)] if self.joint and len(buttons) > 1 else [(button, _NONE) for button in buttons]
        lines = [(t, HEADER, m) for t, m in head] + [(t, COMMENT, _NONE) for t in body] + [(t, FOOTER, m) for t, m in foot]
        made = []
        for i, (text, allowed, marks) in enumerate(lines):
            places = {name for name, place in (("comment_start", 0), ("comment_body_start", len(head))) if place == i}
            sign = self.bullet.replace("{number}", str(number)) if i == 0 else ""
            made.append(Line(sign + text, allowed, frozenset(marks | places), indent, self.blank or i == 0))
        return made

    def thread(self, pool: list[list[str]], title: str) -> list[Line]:
        """The lines of a thread, with its heading and form; bodies are drawn from the pool."""
        rng = self.rng
        count = int(rng.choice(COUNTS))
        shown = [f for f in self.words["form"] if rng.random() < 0.6] if rng.random() < 0.55 else []
        form = [Line(f, BOILERPLATE, blank=True) for f in shown]
        form_first = rng.random() < 0.25
        heading = self.pick("heads").replace("{n}", str(count)).replace("{t}", title)
        made = [Line(heading, BOILERPLATE, blank=True)] if rng.random() < 0.8 else []
        depth = 0
        for number in range(1, count + 1):
            depth = int(rng.choice([0, min(depth + 1, 4), depth])) if self.nests else 0
            body = pool[int(rng.integers(len(pool)))]
            if "bodies" in self.words and rng.random() < 0.3:
                body = [self.pick("bodies")]
            elif len(body) == 1 and rng.random() < 0.3:
                body = [beginning(self.lang, body[0], int(rng.integers(2, 14)))]
            made += self.comment(number, body, self.indent + 4 * depth)
        return form + made if form_first else made + form


def last_of_body(page: GoldPage) -> int | None:
    """Number of the last line of the body; where nobody marked it, of the last long line."""
    if page.article is not None:
        body = np.flatnonzero(page.allowed == BODY)
    else:
        body = np.array([i for i in range(len(page.lines)) if page.lines.ends[i] - page.lines.starts[i] > 120], np.int64)
    return int(body[-1]) if len(body) else None


def _with_thread(page: GoldPage, lang: str, pool: list[list[str]], rng: np.random.Generator) -> GoldPage | None:
    """The page with a thread after its body; None where it has none, or the lines do not come out as they were put in."""
    last = last_of_body(page)
    if last is None or len(page.lines) > MOST_LINES:
        return None
    at = min(last + 1 + (int(rng.integers(0, 3)) if rng.random() < 0.4 else 0), len(page.lines))
    thread = Writer(lang, rng).thread(pool, page.lines.line(0)[:60])
    made = insert(page, thread, at, "synthetic")
    return replace(made, comments=[{"body": ""}]) if made else None


def insert(page: GoldPage, lines: list[Line], at: int, kind: str, hidden: int = 0) -> GoldPage | None:
    """The page with some made-up lines in it; None where the lines do not come out as they were put in.

    Args:
        page: the host; its own lines keep their labels, but those of comments that nobody marked.
        lines: what is put in; on lines that are no comments the marks of titles, by-lines and days are unknown.
        at: the line of the host before which they stand.
        kind: begins the name of the new page.
        hidden: labels (bits) of the host's lines that are left out.
    """
    kept = [i for i in range(len(page.lines)) if not page.allowed[i] & hidden]
    host = [Line(page.lines.line(i), None, indent=page.lines.indents[i], blank=page.lines.blanks[i] > 0) for i in kept]
    at = sum(i < at for i in kept)
    new = host[:at] + lines + host[at:]
    text = "".join("\n" * line.blank + " " * line.indent + line.text + "\n" for line in new)
    cut = split_lines(text)
    if len(cut) != len(new):
        return None
    own = iter(kept)
    allowed = np.zeros(len(new), np.uint8)
    marks = np.zeros((len(new), len(MARKS)), np.int8)
    for i, line in enumerate(new):
        if line.allowed is None:
            k = next(own)
            allowed[i] = page.allowed[k] if page.comments else page.allowed[k] & (BOILERPLATE | BODY) or BOILERPLATE
            told = len(MARKS) if page.comments else _MARK["comment_start"]
            marks[i, :told] = page.marks[k, :told]
            continue
        allowed[i] = line.allowed
        if line.allowed & BOILERPLATE:
            marks[i, : _MARK["comment_start"]] = UNKNOWN
        marks[i, [_MARK[name] for name in line.marks]] = 1
    name = f"{kind}/{page.page_id}"
    return GoldPage(name, page.site, text, cut, allowed, marks, page.page_type, WEIGHT, comments=page.comments)


def make_pages(pages: list[GoldPage], count: int, seed: int) -> list[GoldPage]:
    """Make up pages from training pages, half of them from pages that are not in English where there are any.

    A language is drawn by the root of how many pages it has.

    Args:
        pages: training pages; their bodies and their surroundings are used.
        count: how many.
        seed: of all chance.
    """
    rng = np.random.default_rng(seed)
    languages = {page.page_id: language_of(page) for page in pages}
    bodies = _bodies(pages, languages)
    hosts = [p for p in pages if not p.comments and len(p.lines) > 8 and (p.article or {}).get("page_type") != "forum"]
    foreign: defaultdict[str, list[GoldPage]] = defaultdict(list)
    for page in hosts:
        if languages[page.page_id] in _data()["languages"].keys() - {"en"}:
            foreign[languages[page.page_id]].append(page)
    chances = np.sqrt([len(group) for group in foreign.values()])
    made: list[GoldPage] = []
    while len(made) < count and hosts:
        lang = str(rng.choice(list(foreign), p=chances / chances.sum())) if foreign and rng.random() < 0.5 else None
        group = foreign[lang] if lang else hosts
        page = group[int(rng.integers(len(group)))]
        pool = bodies.get(languages[page.page_id], [])
        new = _with_thread(page, languages[page.page_id], pool if len(pool) >= MIN_BODIES else bodies["en"], rng)
        made += [new] if new else []
    return made
