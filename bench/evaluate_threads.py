"""Measure comments on pages that neither model has seen: `python bench/evaluate_threads.py GOLD --silver FILE --work DIR`.

The comments of the silver pages (`silver_threads.py`) are measured as well; no model learns from them. DIR is where
`crossvalidate.py` left the tagger of each fold, and `train_threads.py --cv DIR/threads` the thread model of each. The figures
go to `results.json`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from crossvalidate import RESULTS
from gold import FOLDS, GoldPage, fold_of, read_gold, read_silver_comments
from measure import measure, parse_all
from options import add_fold_weights, add_gold, add_silver
from pagestrata.records import ParsedPage

HELD_OUT = ("body full forum", "comment", "false")
"""Figures that the thread model has a part in."""


def figures_of(pages: list[GoldPage], work: Path) -> dict[str, float]:
    """Figures of pages, each parsed by the models of its fold."""
    tested: list[GoldPage] = []
    parsed: list[ParsedPage] = []
    for fold in range(FOLDS):
        some = [page for page in pages if fold_of(page.site) == fold]
        tested += some
        weights, threads, body = (work / name for name in (f"fold{fold}.npz", f"threads/fold{fold}.npz", f"body{fold}.npz"))
        parsed += parse_all(some, [page.text for page in some], weights, threads, body)
    return measure(tested, parsed).summary()


def main() -> None:
    """Parse every page by the models of its fold; write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold(parser)
    add_silver(parser)
    add_fold_weights(parser, required=True)
    options = parser.parse_args()
    gold = [page for page in read_gold(options.gold) if not page.page_id.startswith("seed/")]
    figures = {name: value for name, value in figures_of(gold, options.work).items() if name.startswith(HELD_OUT)}
    if options.silver:
        silver = figures_of(read_silver_comments(options.silver), options.work)
        figures |= {f"silver {name}": value for name, value in silver.items() if name.startswith("comment")}
    result = json.loads(RESULTS.read_text(encoding="utf8"))
    result["figures"] |= figures
    RESULTS.write_text(json.dumps(result, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
