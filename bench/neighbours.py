"""Measure what pages of one site know of each other: `python bench/neighbours.py GOLD --silver FILE --work DIR`.

Bodies of sites with several pages are compared with and without the counts of their lines, by taggers that had not seen the
site. Then each article stands at several addresses of its site, and what is left of its text is counted: all of it should be.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from gold import GoldPage, fold_of, read_gold, read_silver
from measure import Tally, found_body, word_f1, words_apart
from options import add_gold, add_silver
from pagestrata.config import ParseConfig
from pagestrata.parse.page import parse_pages
from pagestrata.parse.sites import SiteLines, count_site_lines
from pagestrata.records import ParsedPage
from pagestrata.sources.raw import RawPage, raw_text, site_of

LEAST_PAGES = 3
"""Pages of a site from which they are neighbours."""
COPIES = (3, 5, 14)
"""Addresses at which an article stands."""
ARTICLES = 60


def _address(page: GoldPage) -> str:
    return f"https://{page.site}/page"


def parse_one(page: GoldPage, work: Path, sites: SiteLines | None) -> ParsedPage:
    """A page by the models of the fold that has not seen its site, at an address of it."""
    raw, fold = raw_text(page.text), fold_of(page.site)
    if not isinstance(raw, RawPage):
        raise TypeError(raw.message)
    config = ParseConfig(work / f"fold{fold}.npz", None, body_weights=work / f"body{fold}.npz")
    (parsed,) = parse_pages([replace(raw, url=_address(page))], config, sites)
    if not isinstance(parsed, ParsedPage):
        raise TypeError(parsed.message)
    return parsed


def gains(pages: list[GoldPage], work: Path) -> dict[str, float]:
    """Mean word F1 of bodies alone and in the set, and what the set gains, by type of page."""
    counts = Counter(page.site for page in pages)
    some = [page for page in pages if counts[page.site] >= LEAST_PAGES]
    sites = count_site_lines((site_of(_address(page)) or "", page.text) for page in some)
    tally = Tally()
    for page in some:
        gold = page.article or {}
        alone, among = (
            word_f1(
                words_apart("\n".join([found_body(parsed), *((c.text for c in parsed.comments) if gold["page_type"] == "forum" else ())])),
                words_apart(gold["main_content"]),
            )
            for parsed in (parse_one(page, work, None), parse_one(page, work, sites))
        )
        tally.add("alone", alone)
        tally.add("in the set", among)
        tally.add(f"gain, {gold['page_type']}", among - alone)
    return tally.summary() | {"pages": len(some), "sites": len({page.site for page in some})}


def left_of_copies(pages: list[GoldPage], work: Path) -> dict[str, float]:
    """Share of the characters of articles that is left where each stands at several addresses of its site."""
    left: dict[str, float] = {}
    alone = [len(found_body(parse_one(page, work, None))) for page in pages]
    for copies in COPIES:
        found = 0
        for page in pages:
            sites = count_site_lines([(site_of(_address(page)) or "", page.text)] * copies)
            found += len(found_body(parse_one(page, work, sites)))
        left[f"left of articles at {copies} addresses"] = round(found / sum(alone), 4)
    return left


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold(parser)
    add_silver(parser)
    parser.add_argument("--work", type=Path, required=True, help="folder with the weights of the folds, as crossvalidate.py leaves them")
    options = parser.parse_args()
    gold = [page for page in read_gold(options.gold) if page.page_id.endswith("-full") and page.article]
    silver = [page for page in read_silver(options.silver) if page.article and page.article.get("main_content")]
    articles = [page for page in gold if (page.article or {})["page_type"] == "article"][:ARTICLES]
    print(json.dumps(gains(gold + silver, options.work) | left_of_copies(articles, options.work), indent=1))


if __name__ == "__main__":
    main()
