"""Cross-validate by site: `python bench/crossvalidate.py GOLD --work DIR`. No site is in both train and test.

For every fold weights are trained on the pages of the other sites and kept in DIR (a fold that is there already is not
trained again). All pages are then parsed by networks that never saw their site; the figures go to `results.json`, and the
temperatures that calibrate the scores to `calibration.json`.
"""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path

from calibrate import Outcome, calibrate, calibration_error, outcomes
from examples import stripped_text
from export import save
from fit import Recipe
from gold import GoldPage, data_hash, fold_of, read_gold
from measure import measure, parse_all
from pagestrata.parse.lines import split_batch
from pagestrata.parse.tagger import load_weights, tag
from pagestrata.records import ParsedPage
from train import CALIBRATION, read_calibration, train

RESULTS = Path(__file__).parent / "results.json"
FOLDS = 5

_log = logging.getLogger(__name__)


def fold_weights(pages: list[GoldPage], fold: int, work: Path) -> Path:
    """Weights of one fold, trained where they are not there yet."""
    path = work / f"fold{fold}.npz"
    if not path.exists():
        save(train([p for p in pages if fold_of(p.site, FOLDS) != fold], Recipe(0), read_calibration(work / "none")), path)
    return path


def main() -> None:
    """Train what is missing, parse every page out of fold, write figures and calibration."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="folder with articles.jsonl.gz, comments.jsonl.gz and seeds/")
    parser.add_argument("--work", type=Path, required=True, help="folder for the weights of the folds")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.work.mkdir(parents=True, exist_ok=True)
    everything = read_gold(options.gold)
    pages = [p for p in everything if not p.page_id.startswith("seed/")]
    tested: list[GoldPage] = []
    plain: list[ParsedPage] = []
    bare: list[ParsedPage] = []
    seen: list[Outcome] = []
    for fold in range(FOLDS):
        weights = fold_weights(everything, fold, options.work)
        some = [p for p in pages if fold_of(p.site, FOLDS) == fold]
        tested += some
        plain += parse_all(some, [p.text for p in some], weights)
        bare += parse_all(some, [stripped_text(p) for p in some], weights)
        seen += [outcomes(page, tag(split_batch((page.text,)), load_weights(weights))[0]) for page in some]
        _log.info("fold %d: %d pages", fold, len(some))
    CALIBRATION.write_text(json.dumps(calibrate(seen), indent=1) + "\n", encoding="utf8")
    figures = measure(tested, plain).summary()
    stripped = {f"{name}, stripped": value for name, value in measure(tested, bare).summary().items() if name.startswith("body")}
    kept = json.loads(RESULTS.read_text(encoding="utf8")) if RESULTS.exists() else {}
    result = kept | {"data": data_hash(options.gold), "folds": FOLDS, "figures": figures | stripped, "calibration": calibration_error(seen)}
    RESULTS.write_text(json.dumps(result, indent=1, sort_keys=True) + "\n", encoding="utf8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
