"""Measure the packaged weights on written pages from which nothing is learned: `python bench/unseen_pages.py`.

The pages of `unseen_pages/` are of the same kind as those of `pages/` (`written_pages.py`), written apart from them. No model is trained
on them, no rule was made for them, and what fails on them is not looked at: only means are printed.
"""

from __future__ import annotations

import json
from pathlib import Path

from gold import GoldPage
from measure import Tally, match_comments, measure_written, parse_all
from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.tagger import PACKAGED_WEIGHTS
from pagestrata.records import ParsedPage
from written_pages import read_written

FOLDER = Path(__file__).parent / "unseen_pages"


def measure_page(tally: Tally, page: GoldPage, parsed: ParsedPage) -> None:
    """Add what one page shows of its comments and, of an article, of what it says of itself."""
    told, article = page.article or {}, parsed.article
    if page.comments:
        pairs = match_comments(page.comments, list(parsed.comments))
        tally.add("comments F1", 2 * len(pairs) / (len(parsed.comments) + len(page.comments)))
    if told["page_type"] != "article":
        return
    tally.add("title right", float(article is not None and squeeze(article.title or "") == squeeze(told["title"])))
    if told["author"]:
        given = " ".join(article.authors) if article else ""
        tally.add("authors right", float(squeeze(given) == squeeze(told["author"].replace(" and ", " "))))
    if told["published"]:
        tally.add("day right", float(article is not None and str(article.published_at)[:10] == told["published"]))


def main() -> None:
    """Parse the pages and print means and numbers of pages."""
    tally, pages = Tally(), read_written(FOLDER)
    parsed = parse_all(pages, [page.text for page in pages], PACKAGED_WEIGHTS)
    measure_written(tally, pages, parsed)
    for page, result in zip(pages, parsed, strict=True):
        measure_page(tally, page, result)
    print(json.dumps({name: (value, len(tally.values[name])) for name, value in sorted(tally.summary().items())}, indent=1))


if __name__ == "__main__":
    main()
