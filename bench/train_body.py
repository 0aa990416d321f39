"""Train the second look at the body: `python bench/train_body.py --gold FOLDER --silver FILE --scores FILE [--out WEIGHTS]`.

The scores are the tagger's out-of-fold ones, so that the trees learn what scores are worth on sites that it has not seen.
Boards are left out: their content are posts. Needs lightgbm. One thread, fixed seed: the same data give the same weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
import numpy.typing as npt

from export import Arrays, save
from field_samples import read_scores
from gold import BODY, GoldPage, fold_of, read_gold, read_silver
from options import add_gold_option, add_scores, add_silver
from pagestrata.parse.body import share_of_body
from pagestrata.parse.features import compute_features
from pagestrata.parse.labels import LineScores
from pagestrata.parse.lines import split_batch
from pagestrata.parse.second_look import DOUBTED, MEASURES, measure
from trees import complete
from written_pages import read_written

WEIGHTS = Path(__file__).parent.parent / "src" / "pagestrata" / "parse" / "data" / "body_weights.npz"
DEPTH = 5
TREES = 120
SETTINGS = {
    "objective": "binary",
    "max_depth": DEPTH,
    "num_leaves": 2**DEPTH,
    "learning_rate": 0.1,
    "min_data_in_leaf": 150,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
SPOKEN = 0.5
"""A line that is a comment's with this probability is taken out of the body before the second look counts."""
PAGE = 100.0
"""Weight of a page, spread over its lines by the root of their lengths."""


@dataclass(frozen=True, slots=True, eq=False)
class DoubtedLines:
    """Lines that the tagger doubts, of pages whose bodies are known.

    Attributes:
        measures: shape (lines, len(MEASURES)).
        is_body: shape (lines,).
        weight: shape (lines,).
        fold: fold of the page's site, shape (lines,).
    """

    measures: npt.NDArray[np.float32]
    is_body: npt.NDArray[np.bool_]
    weight: npt.NDArray[np.float64]
    fold: npt.NDArray[np.int64]


def is_learned_from(page: GoldPage) -> bool:
    """Whether the body of a page is known, and is no posts."""
    article = page.article
    return article is not None and article.get("page_type") != "forum" and len(page.lines) > 0 and not page.page_id.startswith("seed/")


def doubted_lines(pages: Iterable[GoldPage], scores: Mapping[str, LineScores]) -> DoubtedLines:
    """The lines to learn from.

    Args:
        pages: gold, silver and written pages.
        scores: the tagger's, of networks that had not seen the page's site, by page.
    """
    parts: list[tuple[npt.NDArray[np.generic], ...]] = []
    for page in pages:
        if not is_learned_from(page) or page.page_id not in scores:
            continue
        told = scores[page.page_id]
        batch = split_batch((page.text,))
        chance, allowed = share_of_body(told.labels), page.allowed
        is_known = (allowed == BODY) | ((allowed & BODY) == 0)
        kept = is_known & (told.labels[:, 2:].sum(axis=1) < SPOKEN) & (chance > DOUBTED[0]) & (chance < DOUBTED[1])
        root = np.sqrt((batch.end - batch.start).astype(np.float64))
        weight = PAGE * page.weight * root / root.sum()
        rows = measure(batch, compute_features(batch), [told])[kept]
        parts.append((rows, (allowed == BODY)[kept], weight[kept], np.full(int(kept.sum()), fold_of(page.site))))
    return DoubtedLines(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def fit_second_look(lines: DoubtedLines, without: int | None = None) -> Arrays:
    """The weights of the second look.

    Args:
        lines: what to learn from.
        without: a fold whose sites are left out.
    """
    kept = lines.fold != (-1 if without is None else without)
    data = lightgbm.Dataset(lines.measures[kept], label=lines.is_body[kept].astype(int), weight=lines.weight[kept])
    booster = lightgbm.train(SETTINGS, data, TREES)
    feature, threshold, value = zip(*(complete(tree["tree_structure"], DEPTH) for tree in booster.dump_model()["tree_info"]), strict=True)
    return {
        "measures": np.array(MEASURES),
        "feature": np.array(feature, np.uint8),
        "threshold": np.array(threshold, np.float64),
        "value": np.array(value, np.float64),
    }


def main() -> None:
    """Train on all pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold_option(parser)
    add_silver(parser)
    add_scores(parser)
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="weights file to write")
    options = parser.parse_args()
    lines = doubted_lines(read_gold(options.gold) + read_silver(options.silver) + read_written(), read_scores(options.scores))
    print(f"{len(lines.fold):,} lines, {lines.is_body.mean():.3f} body")
    save(fit_second_look(lines), options.out)


if __name__ == "__main__":
    main()
