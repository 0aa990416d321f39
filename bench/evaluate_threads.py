"""Measure comments on pages that neither model has seen: `python bench/evaluate_threads.py GOLD --work DIR`.

DIR is where `crossvalidate.py` left the tagger of each fold, and `train_threads.py --cv DIR/threads` the thread model of each.
The figures go to `results.json`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from crossvalidate import RESULTS
from gold import FOLDS, GoldPage, fold_of, read_gold
from measure import measure, parse_all
from pagestrata.records import ParsedPage

HELD_OUT = ("body full forum", "comment", "false")
"""Figures that the thread model has a part in."""


def main() -> None:
    """Parse every page by the models of its fold; write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="folder with articles.jsonl.gz, comments.jsonl.gz and seeds/")
    parser.add_argument("--work", type=Path, required=True, help="folder with the weights of the folds")
    options = parser.parse_args()
    tested: list[GoldPage] = []
    parsed: list[ParsedPage] = []
    everything = [page for page in read_gold(options.gold) if not page.page_id.startswith("seed/")]
    for fold in range(FOLDS):
        some = [page for page in everything if fold_of(page.site) == fold]
        tested += some
        name = f"fold{fold}.npz"
        parsed += parse_all(some, [page.text for page in some], options.work / name, options.work / "threads" / name)
    figures = {name: value for name, value in measure(tested, parsed).summary().items() if name.startswith(HELD_OUT)}
    result = json.loads(RESULTS.read_text(encoding="utf8"))
    result["figures"] |= figures
    RESULTS.write_text(json.dumps(result, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
