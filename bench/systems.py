"""Measure threads in the forms of known comment systems: `python bench/systems.py --silver FILE [--work DIR] [--comments N]`.

The comment gold has few systems that are not English. `systems.toml` tells how 224 print a comment, several in many languages, and
`unseen_systems.toml` how forty-seven more do, that nothing learns from and whose failures are not looked at; each is set below the article
of a silver page in its language, with the remarks of `remarks.toml`. The pages are made up: what is told by them is which forms are read at
all, and what breaks. `lists.toml` does the same for lists that are no threads, with the headlines of other pages: on how many of
them a comment is found. DIR is where `crossvalidate.py` and `train_threads.py --cv DIR/threads` left the weights of the folds: with it no
page is parsed by models that saw its article.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from gold import FOLDS, Gold, fold_of, read_jsonl, site_of
from measure import match_comments
from options import add_fold_weights, add_silver
from pagestrata.config import ParseConfig
from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.page import parse_pages
from pagestrata.records import ParsedPage
from pagestrata.sources.raw import RawPage, raw_text
from synthetic import beginning
from system_forms import SUBJECT_WORDS, Form, Words, fill, handle_of, read_forms

HERE = Path(__file__).parent
FIRST_DAY = datetime(2019, 1, 10, 9, 5, 12)  # noqa: DTZ001 -- wall clock
HEAD_LINES, TAIL_LINES = 30, 12
"""Lines of the host page that are kept around a board."""
MOST = 7
"""Comments of a thread."""
TEASER_WORDS = 25
"""Words of an article that a list prints below its headline."""
LONGEST_TITLE = 120
"""Characters of a headline that a list can print."""
TABLES = (("systems.toml", "known forms", True), ("unseen_systems.toml", "unseen forms", False))
"""Tables of systems, what their figures are called, and whether it is told what fails."""


class Parsable(Protocol):
    """A made-up page: its text, and the fold of the site that it rests on."""

    @property
    def fold(self) -> int: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


P = TypeVar("P", bound=Parsable)


@dataclass(frozen=True)
class Page:
    """A made-up page: what it is, its text, where the made-up lines stand, and its comments as the gold's, with `author` and `day`."""

    system: str
    lang: str
    fold: int
    text: str
    made: tuple[int, int]
    comments: list[Gold]


def make_page(system: Form, words: Words, lang: str, hosts: Sequence[Gold], voices: Mapping[str, list[str]]) -> Page:
    """One thread, or one list, on one page.

    Args:
        system: an entry of `systems.toml` or `lists.toml`.
        words: its lists of words.
        lang: the language.
        hosts: silver pages; the first lends what stands around, all lend headlines and openings.
        voices: names and remarks of the language; each remark is a comment, or an item of a list.
    """
    host = hosts[0]
    chance = random.Random(f"{system['name']} {lang}")  # noqa: S311 -- made-up pages, no secret
    begin, end = min(span[0] for span in host["main_spans"]), max(span[1] for span in host["main_spans"])
    is_board = system.get("board", False)
    head = host["text"][:begin].split("\n")[:HEAD_LINES] if is_board else host["text"][:end].split("\n")
    tail = host["text"][end:].strip("\n").split("\n")[-TAIL_LINES if is_board else 0 :]
    when = FIRST_DAY + timedelta(days=chance.randrange(1500))
    names, remarks = chance.sample(voices["names"], len(voices["names"])), chance.sample(voices["remarks"], len(voices["remarks"]))
    around = {"total": str(min(len(names), len(remarks))), "name": names[0], "count": "37", "n": "1"}
    text = "\n".join([*head, *(fill(line, around, {"date": when}, lang, words) for line in system.get("above", ()))]) + "\n"
    start = len(text)
    comments: list[Gold] = []
    for number, (name, body) in enumerate(zip(names, remarks, strict=False), 1):
        when += timedelta(minutes=chance.randrange(20, 3000))
        known = {
            "name": name,
            "handle": handle_of(name),
            "subject": beginning(lang, body, SUBJECT_WORDS).rstrip(".,!?"),
            "n": str(number),
            "count": str(chance.randrange(40)),
        }
        if "item" in system:
            known |= {"m": str(chance.randrange(40, 90000)), "other": names[number - 2], **_lent(hosts[number % len(hosts)], lang)}
        for pattern in system.get("comment") or system["item"]:
            if pattern == "{body}":
                day = None if system.get("undated") else when.date().isoformat()
                comments.append({"body_start": len(text), "body_end": len(text) + len(body), "author": name, "day": day})
            text += (body if pattern == "{body}" else fill(pattern, known, {"date": when}, lang, words)) + "\n"
    made = (start, len(text))
    text += "\n".join([*(fill(line, around, {"date": when}, lang, words) for line in system.get("below", ())), *tail])
    return Page(system["name"], lang, fold_of(site_of(host["url"], host["page"])), text, made, comments)


def has_headline(gold: Gold) -> bool:
    """Whether a page has a headline that a list can print."""
    return 0 < len((gold.get("title") or "").strip()) <= LONGEST_TITLE


def _lent(page: Gold, lang: str) -> dict[str, str]:
    """Headline and opening of a page, for a list."""
    start, end = page["main_spans"][0]
    return {"title": page["title"].strip(), "teaser": beginning(lang, page["text"][start:end], TEASER_WORDS).replace("\n", " ") + " …"}


def make_pages(silver: Path, name: str = "systems.toml", most: int = MOST) -> Iterator[Page]:
    """Every system of a table in every of its languages, on an article of the language that has no thread of its own."""
    systems, words = read_forms(name)
    voices = tomllib.loads((HERE / "remarks.toml").read_text(encoding="utf8"))
    spoken = {lang: voice | {"remarks": voice["remarks"][:most]} for lang, voice in voices.items()}
    hosts: defaultdict[str, list[Gold]] = defaultdict(list)
    for gold in sorted(read_jsonl(silver), key=lambda gold: str(gold["id"])):
        has_thread = gold["thread"] or gold.get("comments")
        if gold.get("main_spans") and gold["page_type"] == "article" and not has_thread:
            hosts[gold["lang"][:2]].append(gold)
    for number, system in enumerate(systems):
        for lang in system.get("languages", ["en"]):
            own = [gold for gold in hosts[lang] or hosts["en"] if "comment" in system or has_headline(gold)]
            at = number % len(own)
            yield make_page(system, words, lang, own[at:] + own[:at], spoken[lang])


def measure_page(page: Page, parsed: ParsedPage) -> dict[str, float]:
    """F1 of the comments of one page, and the shares of authors and days that are right among those found."""
    found = list(parsed.comments)
    pairs = match_comments(page.comments, found)
    told = {"F1": 2 * len(pairs) / max(1, len(found) + len(page.comments))}
    if pairs:
        told["author"] = sum(squeeze(page.comments[i]["author"]) == squeeze(found[k].author or "") for i, k in pairs.items()) / len(pairs)
        if page.comments[0]["day"]:
            told["day"] = sum(str(found[k].posted_at or "")[:10] == page.comments[i]["day"] for i, k in pairs.items()) / len(pairs)
    return told


def main() -> None:
    """Make the pages, parse them, print what is not right, and the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_silver(parser, required=True)
    add_fold_weights(parser)
    parser.add_argument("--comments", type=int, default=MOST, metavar="N", help="comments of a thread, at the most")
    options = parser.parse_args()
    figures: defaultdict[str, list[float]] = defaultdict(list)
    for table, forms, is_shown in TABLES:
        for page, parsed in parse_by_fold(list(make_pages(options.silver, table, options.comments)), options.work):
            told = measure_page(page, parsed)
            for name, value in told.items():
                figures[f"{name}, {forms}"].append(value)
            if is_shown and min(told.values()) < 1:
                print(f"{page.system} ({page.lang}): " + ", ".join(f"{name} {value:.2f}" for name, value in told.items()))
    for page, parsed in parse_by_fold(list(make_pages(options.silver, "lists.toml")), options.work):
        inside = sum(page.made[0] <= comment.body_start < page.made[1] for comment in parsed.comments)
        figures["lists with a comment"].append(inside > 0)
        if inside:
            print(f"{page.system} ({page.lang}): {inside} comments in a list")
    print(json.dumps({name: round(sum(values) / len(values), 4) for name, values in sorted(figures.items())}, indent=1))


def fold_config(work: Path, fold: int) -> ParseConfig:
    """The models of a fold, none of which has seen its sites."""
    return ParseConfig(work / f"fold{fold}.npz", work / "threads" / f"fold{fold}.npz", body_weights=work / f"body{fold}.npz")


def parse_by_fold(pages: Sequence[P], work: Path | None) -> Iterator[tuple[P, ParsedPage]]:
    """The pages as they are parsed, by the weights of their folds where a folder with those is given."""
    for fold in range(FOLDS):
        some = [page for page in pages if page.fold == fold]
        config = fold_config(work, fold) if work else ParseConfig()
        raw = [raw_text(page.text, None) for page in some]
        for page, one in zip(some, parse_pages([page for page in raw if isinstance(page, RawPage)], config, None), strict=True):
            if isinstance(one, ParsedPage):
                yield page, one


if __name__ == "__main__":
    main()
