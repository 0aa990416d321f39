"""Measure who wrote an article and when, in forms of known sites: `python bench/heads.py --silver FILE [--work DIR]`.

The fields of the gold are English. `heads.toml` tells how papers, portals and blogs in many languages print names and days, and
`unseen_heads.toml` tells more of them; each form is set between headline and text of a few silver pages, in its language where there are
such. The rankers of the fields learn from the first table (`train_fields.py`); the second one is only measured, here. DIR is where
`crossvalidate.py` and `train_threads.py --cv DIR/threads` left the weights of the folds: with it no page is tagged by networks that saw
its article.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from gold import Gold, fold_of, read_jsonl, site_of
from options import add_fold_weights, add_silver
from pagestrata.parse.fields.scene import squeeze
from pagestrata.records import ParsedPage
from system_forms import fill
from systems import FIRST_DAY, HERE, has_headline, parse_by_fold

HOSTS = 4
"""Pages that a form is set into."""
MENU_LINES, TAIL_LINES = 12, 12
"""Lines of the host that are kept above the headline and below its text."""
ERAS = {"thaiyear": -543, "reiwa": 2018, "minguo": 1911}
"""Fields for the year alone, counted otherwise, with the year before their first."""
NATIVE_DIGITS = {
    name: {ord("0") + value: chr(zero + value) for value in range(10)}
    for name, zero in {"arab": 0x660, "arabext": 0x6F0, "deva": 0x966, "beng": 0x9E6, "thai": 0xE50}.items()
}
"""Digits of a form's days, by the names of CLDR."""
LONGEST_MENU = 60
"""Characters of such a line above."""
OPENING_LINES, SHORTEST_OPENING = 12, 70
"""So many lines at the beginning of a host's text are kept only from so many characters on, half as many in scripts without spaces."""


@dataclass(frozen=True)
class Page:
    """A made-up page: its form, its text, and what is printed on it.

    Attributes:
        form, lang: which form, in which language.
        fold: of the site that lends the article.
        text: the page.
        title, author: as printed; several authors with a space between them.
        day: of publication; None where none is printed.
        by_lines, day_lines: the lines that print author and day.
    """

    form: str
    lang: str
    fold: int
    text: str
    title: str
    author: str
    day: str | None
    by_lines: frozenset[str] = frozenset()
    day_lines: frozenset[str] = frozenset()


def _around(host: Gold) -> tuple[list[str], list[str], list[str]]:
    """Lines of a host's menu, of its text and of what stands below, without those that print its own name, day or headline."""
    text, lang = host["text"], host["lang"]
    begin, end = min(span[0] for span in host["main_spans"]), max(span[1] for span in host["main_spans"])
    own = [value for value in (host.get("title"), host.get("author")) if value]

    def foreign(line: str) -> bool:
        return not any(value.lower() in line.lower() for value in own)

    menu = [line for line in text[:begin].split("\n") if line.strip() and len(line) <= LONGEST_MENU]
    menu = [line for line in menu if foreign(line) and not any(map(str.isdigit, line))]
    body = [line for line in text[begin:end].split("\n") if line.strip() and foreign(line)]
    shortest = SHORTEST_OPENING // 2 if lang in ("zh", "ja") else SHORTEST_OPENING
    body = [line for line in body[:OPENING_LINES] if len(line) >= shortest] + body[OPENING_LINES:]
    return menu[:MENU_LINES], body, text[end:].strip("\n").split("\n")[-TAIL_LINES:]


def make_page(form: Mapping[str, Any], names: Sequence[str], lang: str, host: Gold) -> Page:
    """One form on one page.

    Args:
        form: an entry of `heads.toml`.
        names: of people, in the language of the form.
        lang: the language of the form.
        host: a silver page: it lends headline, text and what stands around.
    """
    chance = random.Random(f"{form['name']} {lang} {host['id']}")  # noqa: S311 -- made-up pages, no secret
    when = FIRST_DAY + timedelta(minutes=chance.randrange(1500 * 24 * 60))
    later = when + timedelta(days=chance.randrange(2, 60))
    author, other = chance.sample(list(names), 2)
    known = {"author": author, "AUTHOR": author.upper(), "other": other}
    known |= {name: str(when.year - first) for name, first in ERAS.items()}
    title = host["title"].strip()

    def filled(lines: Sequence[str]) -> list[str]:
        whole = [fill(line, known, {"date": when, "later": later}, lang, {}) for line in lines]
        digits = NATIVE_DIGITS[form["native"]] if "native" in form else {}
        return [text.translate(digits) if "{date " in line or "{later " in line else text for line, text in zip(lines, whole, strict=True)]

    menu, body, tail = _around(host)
    above, foot = filled(form["lines"]), filled(form.get("foot", ()))
    text = "\n\n".join([*menu, title, *above, *body, *foot, *tail])
    wanted = fill(form.get("author", author), known, {}, lang, {})
    day = when.date().isoformat() if form.get("day", True) else None
    shown = [(line.strip(), pattern) for line, pattern in zip([*above, *foot], [*form["lines"], *form.get("foot", ())], strict=True)]
    by_lines = frozenset(line for line, pattern in shown if "{author}" in pattern.lower() or (wanted and wanted in line))
    day_lines = frozenset(line for line, pattern in shown if "{date " in pattern)
    fold = fold_of(site_of(host["url"], host["page"]))
    return Page(form["name"], lang, fold, text, title, wanted, day, by_lines if wanted else frozenset(), day_lines if day else frozenset())


def make_pages(silver: Path, name: str = "heads.toml") -> Iterator[Page]:
    """Every form of a table in every of its languages, on articles of the language, and on English ones where it has fewer than HOSTS."""
    table = tomllib.loads((HERE / name).read_text(encoding="utf8"))
    hosts: defaultdict[str, list[Gold]] = defaultdict(list)
    for gold in sorted(read_jsonl(silver), key=lambda gold: str(gold["id"])):
        if gold.get("main_spans") and gold["page_type"] == "article" and not gold["thread"] and has_headline(gold):
            hosts[gold["lang"][:2]].append(gold)
    for number, form in enumerate(table["head"]):
        for lang in form["languages"]:
            own = hosts[lang]
            at, spare = number % max(len(own), 1), number % len(hosts["en"])
            some = {host["id"]: host for host in (*own[at:], *own[:at], *hosts["en"][spare:])}
            for host in [*some.values()][:HOSTS]:
                yield make_page(form, table["names"][lang], lang, host)


def measure_page(page: Page, parsed: ParsedPage) -> dict[str, float]:
    """Whether title, author and day of one page are right."""
    article = parsed.article
    authors, title = (" ".join(article.authors), article.title or "") if article else ("", "")
    day = str(article.published_at)[:10] if article and article.published_at else None
    return {"title": squeeze(title) == squeeze(page.title), "author": squeeze(authors) == squeeze(page.author), "day": day == page.day}


def main() -> None:
    """Make the pages, parse them, and print the means; which pages fail is not shown, for nobody shall look at them."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_silver(parser, required=True)
    add_fold_weights(parser)
    options = parser.parse_args()
    figures: defaultdict[str, list[float]] = defaultdict(list)
    for page, parsed in parse_by_fold(list(make_pages(options.silver, "unseen_heads.toml")), options.work):
        told = measure_page(page, parsed)
        for name, value in told.items():
            figures[name].append(value)
            figures[f"{name}, {page.lang}"].append(value)
    print(json.dumps({name: round(sum(values) / len(values), 4) for name, values in sorted(figures.items())}, indent=1))


if __name__ == "__main__":
    main()
