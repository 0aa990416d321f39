"""Cross-validate by site: `python bench/crossvalidate.py GOLD --silver FILE --work DIR`. No site is in both train and test.

For every fold weights are trained on the pages of the other sites and kept in DIR (a fold that is there already is not
trained again). All pages are then parsed by networks that never saw their site; the figures go to `results.json`, and the
temperatures that calibrate the scores to `calibration.json`, and the held-out scores, from which the thread and field models
learn, to DIR/scores.pkl. Those two models are the packaged ones here; the second look at the body is trained for each fold
without its sites (DIR/body0.npz …). The seeds, on which every fold trains, are scored by the packaged tagger: run this again
after `train.py`. Bodies of the silver pages of articles, on which the
extractors agree, are measured by language against what trafilatura keeps; the pages written for training are measured as well.
"""

from __future__ import annotations

import argparse
import json
import logging
import pickle
from pathlib import Path

import numpy as np
import numpy.typing as npt

from calibrate import calibrate, calibration_error, outcomes
from examples import stripped_text
from export import Arrays, save
from fit import Recipe
from gold import FOLDS, GoldPage, data_hash, fold_of, read_gold, read_silver
from measure import Tally, measure, measure_silver, measure_written, parse_all
from options import add_gold, add_silver
from pagestrata.errors import WeightsError
from pagestrata.parse.labels import LineScores
from pagestrata.parse.lines import split_batch
from pagestrata.parse.tagger import PACKAGED_WEIGHTS, load_weights, tag
from pagestrata.records import ParsedPage
from train import CALIBRATION, read_calibration, train
from train_body import doubted_lines, fit_second_look
from written_pages import FOLDER, read_written

RESULTS = Path(__file__).parent / "results.json"

HELD_OUT = ("body", "tiling")
"""Figures that the tagger and the second look decide; those of comments and fields would be flattered by models that know these pages."""

Scores = dict[str, tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32]]]

_log = logging.getLogger(__name__)


def raw_weights(pages: list[GoldPage], fold: int, work: Path) -> Path:
    """Weights of one fold without calibration, trained where they are not there yet."""
    path = work / f"raw{fold}.npz"
    if not path.exists():
        others = [page for page in pages if fold_of(page.site) != fold]
        save(train(others, Recipe(0), read_calibration(work / "none")), path)
    return path


def calibrated(raw: Path, target: Path, heat: Arrays) -> Path:
    """The same weights with a calibration."""
    with np.load(raw, allow_pickle=False) as stored:
        save({name: stored[name] for name in stored.files} | heat, target)
    return target


def score_pages(pages: list[GoldPage], weights: Path) -> list[LineScores]:
    """Scores of the lines of every page."""
    known = load_weights(weights)
    return [tag(split_batch((page.text,)), known)[0] for page in pages]


def held_out_scores(pages: list[GoldPage], work: Path) -> Scores:
    """Each page scored by the fold that has not seen its site, the seeds by the packaged weights where those fit already."""
    groups: list[tuple[list[GoldPage], Path]] = [([page for page in pages if page.page_id.startswith("seed/")], PACKAGED_WEIGHTS)]
    for fold in range(FOLDS):
        some = [page for page in pages if fold_of(page.site) == fold and not page.page_id.startswith("seed/")]
        groups.append((some, work / f"fold{fold}.npz"))
    scores: Scores = {}
    for some, weights in groups:
        try:
            found = score_pages(some, weights)
        except WeightsError as error:
            _log.warning("no scores of the seeds (%s): run this again after train.py", error)
            continue
        for page, told in zip(some, found, strict=True):
            for name in {page.page_id, page.extra.get("comment_id", page.page_id)}:
                scores[name] = (told.labels, told.marks, told.page_type)
    return scores


def main() -> None:
    """Train what is missing, calibrate, parse every page out of fold, write figures, calibration and scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold(parser)
    add_silver(parser)
    parser.add_argument("--work", type=Path, required=True, help="folder for the weights of the folds")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.work.mkdir(parents=True, exist_ok=True)
    silver, written = read_silver(options.silver), read_written()
    everything = read_gold(options.gold)
    folds = [[p for p in everything if fold_of(p.site) == fold and not p.page_id.startswith("seed/")] for fold in range(FOLDS)]
    raw = [raw_weights(everything + silver + written, fold, options.work) for fold in range(FOLDS)]
    scored = [
        (page, told) for some, weights in zip(folds, raw, strict=True) for page, told in zip(some, score_pages(some, weights), strict=True)
    ]
    seen = [outcomes(page, told) for page, told in scored]
    fitted = calibrate(seen)
    CALIBRATION.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf8")
    for fold in range(FOLDS):
        calibrated(raw[fold], options.work / f"fold{fold}.npz", read_calibration())
    scores = held_out_scores(everything + silver + written, options.work)
    with (options.work / "scores.pkl").open("wb") as file:
        pickle.dump(scores, file)
    doubted = doubted_lines(everything + silver + written, {name: LineScores(*told) for name, told in scores.items()})
    plain: list[ParsedPage] = []
    bare: list[ParsedPage] = []
    agreed = Tally()
    for fold, some in enumerate(folds):
        weights, body = options.work / f"fold{fold}.npz", options.work / f"body{fold}.npz"
        save(fit_second_look(doubted, fold), body)
        plain += parse_all(some, [page.text for page in some], weights, body=body)
        bare += parse_all(some, [stripped_text(page) for page in some], weights, body=body)
        others = [page for page in silver if fold_of(page.site) == fold]
        measure_silver(agreed, others, parse_all(others, [page.text for page in others], weights, body=body))
        others = [page for page in written if fold_of(page.site) == fold]
        measure_written(agreed, others, parse_all(others, [page.text for page in others], weights, body=body))
        _log.info("fold %d: %d pages", fold, len(some))
    tested = [page for some in folds for page in some]
    figures = {name: value for name, value in measure(tested, plain).summary().items() if name.startswith(HELD_OUT)}
    figures |= {f"{name}, stripped": value for name, value in measure(tested, bare).summary().items() if name.startswith("body")}
    figures |= agreed.summary() | {f"{name}, pages": len(values) for name, values in agreed.values.items()}
    kept = json.loads(RESULTS.read_text(encoding="utf8")) if RESULTS.exists() else {}
    errors = {"calibration": calibration_error(seen, fitted), "calibration before": calibration_error(seen)}
    result = kept | {
        "data": data_hash(options.gold, options.silver, FOLDER),
        "folds": FOLDS,
        "figures": kept.get("figures", {}) | figures,
        **errors,
    }
    RESULTS.write_text(json.dumps(result, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf8")
    print(json.dumps(figures | errors, indent=1))


if __name__ == "__main__":
    main()
