"""Train the rankers of title, author and published: small boosted trees over the candidates of a page.

    python bench/train_fields.py --gold FOLDER --silver FILE --scores FILE [--work FOLDER] [--keep-lines]
        [--fields NAME …] [--write [NAME …]] [--misses N]

Cross-validated by site; prints the share right on pages that print the field, and how often one is given where it is not
printed. The scores are the tagger's out-of-fold ones, so that the rankers learn from scores as good as unseen pages have.
Needs lightgbm and scikit-learn. One thread, fixed seed: the same data give the same weights.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from field_samples import (
    ALWAYS,
    FEATURES,
    Sample,
    make_entries,
    make_head_pages,
    make_sample,
    printed_candidate,
    read_pages,
    read_scores,
    strip_pages,
    waiting_scores,
)
from gold import FOLDS
from options import add_gold_option, add_scores, add_silver
from pagestrata.parse.fields.lines import WEIGHTS, line_weights
from pagestrata.parse.forest import forest_of
from trees import complete

DEPTH = 4
TREES = {"title": 400, "author": 320, "published": 160}
SETTINGS = {
    "max_depth": DEPTH,
    "num_leaves": 2**DEPTH,
    "learning_rate": 0.07,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "num_threads": 1,
    "seed": 0,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
# A title is always given, so that only the order of a page's candidates counts (LambdaMART; Burges, 2010); the others may be missing.
OBJECTIVES: dict[str, dict[str, Any]] = {
    "title": {"objective": "lambdarank", "lambdarank_truncation_level": 3, "learning_rate": 0.05, "feature_fraction": 0.5},
    "author": {"objective": "binary", "feature_fraction": 0.4},
    "published": {"objective": "binary", "learning_rate": 0.05},
}
MADE_WEIGHT = {"title": 0.3, "author": 0.5, "published": 0.4}
"""How much a page with a made-up head counts: there are four of each form."""
OTHER_WEIGHT = {"title": 0.4, "author": 1.0, "published": 1.0}
WRITTEN_OTHER_WEIGHT = {"title": 0.0, "author": 1.0, "published": 1.0}
"""How much a page counts that is no article, of the gold and of those written for training: with the latter headlines of the gold's
articles were right on 0.903 instead of 0.910."""
WRITTEN_WEIGHT = {"title": 2.0, "author": 1.0, "published": 1.0}
SILVER_WEIGHT = {"title": 1.5, "author": 1.0, "published": 1.0}
"""How much more an article counts that was written for training, or is silver: the gold's are English, and what tells a headline in other
languages is how it stands and what repeats it."""
LEAST = -99.0
"""A score that every candidate reaches: where nothing has a price, the best is given, however bad."""
NEIGHBOURS = 9
"""Values, a tenth apart, over whose mean the least score is chosen."""
PRICE = {"title": 0.0, "author": 0.1, "published": 0.5}
"""What a field that is given where gold's is not printed costs, in shares of right ones."""


def fit(field: str, samples: Sequence[Sample]) -> dict[str, Any]:
    """Trees of one field, as the weights file holds them."""
    kept = [s for s in samples if len(s.right) and (s.right.any() or field != "title") and _trust(s)]
    x, y = np.vstack([s.measures for s in kept]), np.concatenate([s.right for s in kept])
    weight = np.repeat([_trust(s) for s in kept], [len(s.right) for s in kept])
    objective = OBJECTIVES[field]
    groups = [len(s.right) for s in kept] if objective["objective"] == "lambdarank" else None
    booster = lightgbm.train(SETTINGS | objective, lightgbm.Dataset(x, label=y.astype(int), weight=weight, group=groups), TREES[field])
    trees = [complete(tree["tree_structure"], DEPTH) for tree in booster.dump_model()["tree_info"]]
    parts = {name: [tree[i] for tree in trees] for i, name in enumerate(("feature", "threshold", "value"))}
    return {"features": FEATURES[field], "bias": 0.0, "least": 0.0, **parts}


def _trust(sample: Sample) -> float:
    """How much a page counts for a field."""
    entry, weight = sample.entry, sample.entry.page.weight
    if entry.is_made:
        return weight * MADE_WEIGHT[sample.field]
    if entry.is_article:
        return weight * (WRITTEN_WEIGHT[sample.field] if entry.is_written else SILVER_WEIGHT[sample.field] if entry.is_silver else 1.0)
    return weight * (WRITTEN_OTHER_WEIGHT if entry.is_written else OTHER_WEIGHT)[sample.field]


def out_of_fold(field: str, samples: Sequence[Sample]) -> list[np.ndarray]:
    """Scores of every page's candidates by trees that saw no page of its site; the seeds' by trees that saw them."""
    trees = {fold: forest_of(fit(field, [s for s in samples if s.entry.fold != fold]), 0.0) for fold in range(FOLDS)}
    trees[ALWAYS] = trees[0]
    return [trees[s.entry.fold].score(s.measures) if len(s.right) else np.zeros(0) for s in samples]


def pick(score: np.ndarray, least: float) -> int | None:
    """The candidate that is given."""
    return int(np.argmax(score)) if len(score) and score.max() >= least else None


def tally(samples: Sequence[Sample], scores: Sequence[np.ndarray], least: float) -> dict[str, float]:
    """Share right and given where the field is printed, and given where gold has one that is not printed, or has none."""
    number = dict.fromkeys(("printed", "right", "given", "reach", "absent", "invented", "unknown", "unknown given"), 0)
    for s, score in zip(samples, scores, strict=True):
        picked = pick(score, least)
        if s.printed:
            number["printed"] += 1
            number["given"] += picked is not None
            number["right"] += picked is not None and bool(s.counted[picked])
            number["reach"] += bool(s.counted.any())
        else:
            number["absent" if s.known else "unknown"] += 1
            number["invented" if s.known else "unknown given"] += picked is not None
    whole = {"right": "printed", "given": "printed", "reach": "printed", "invented": "absent", "unknown given": "unknown"}
    return {name: round(n / max(number[whole[name]], 1), 4) if name in whole else n for name, n in number.items()}


def choose_least(field: str, samples: Sequence[Sample], scores: Sequence[np.ndarray]) -> float:
    """The least score at which a field is given: most right, less the price of those invented, in the mean of its neighbourhood.

    One value alone is best by chance: the gain hardly changes, and by a page or two either way.
    """
    if not PRICE[field]:
        return LEAST

    measured = [pair for pair in zip(samples, scores, strict=True) if pair[0].entry.is_measured]

    def gain(least: float) -> float:
        figures = tally([s for s, _ in measured], [score for _, score in measured], least)
        return figures["right"] - PRICE[field] * (figures["invented"] + 0.3 * figures["unknown given"])

    leasts = np.arange(-5, 3, 0.1)
    smooth = np.convolve([gain(least) for least in leasts], np.full(NEIGHBOURS, 1 / NEIGHBOURS), mode="valid")
    return round(float(leasts[int(smooth.argmax()) + NEIGHBOURS // 2]), 2)


def report(field: str, samples: Sequence[Sample], scores: Sequence[np.ndarray], least: float) -> None:
    """Print the figures of a field, with and without the pages' addresses, on the pages as they are and stripped, and on other pages."""
    labelled = [(s, v) for s, v in zip(samples, scores, strict=True) if s.entry.is_labelled]
    for is_stripped, with_url in itertools.product((False, True), (True, False)):
        part = [(s, v) for s, v in labelled if s.entry.with_url is with_url and s.entry.is_stripped is is_stripped]
        shown = f"{'with url' if with_url else 'without'}{', stripped' if is_stripped else ''}"
        print(field, shown, tally([s for s, _ in part], [v for _, v in part], least), "least", least)
    for is_written in (False, True):
        others = [(s.entry, v) for s, v in zip(samples, scores, strict=True) if not s.entry.is_article and s.entry.is_written is is_written]
        # A written page has no address, and both of its entries are the same.
        given = {(entry.page.page_id, entry.with_url): pick(v, least) is not None for entry, v in others}
        print(field, f"given on pages of other types{', written' * is_written}: {sum(given.values())} of {len(given)}")


def report_misses(samples: Sequence[Sample], scores: Sequence[np.ndarray], least: float, count: int) -> None:
    """Print pages where the field is wrong."""
    for s, score in zip(samples, scores, strict=True):
        picked = pick(score, least)
        wrong = (s.printed and not (picked is not None and s.counted[picked])) or (s.known and not s.printed and picked is not None)
        if count and wrong and s.entry.with_url and s.entry.is_measured:
            count -= 1
            text, line = printed_candidate(s, picked) if picked is not None else ("", "")
            state = "printed" if s.printed else "absent"
            print(
                s.entry.page.page_id,
                state,
                bool(s.right.any()),
                (s.entry.page.article or {}).get(s.field),
                text,
                line[:80],
                file=sys.stderr,
            )


def main() -> None:
    """Train, report, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold_option(parser)
    add_silver(parser)
    add_scores(parser)
    parser.add_argument("--work", type=Path, help="folder with the weights of the folds: made-up heads are learned from as well")
    which = "train these alone; the others, and how lines are weighed, stay"
    parser.add_argument("--fields", nargs="+", choices=list(FEATURES), default=list(FEATURES), help=which)
    parser.add_argument("--keep-lines", action="store_true", help="weigh lines as the package does, and keep how")
    parser.add_argument("--write", nargs="*", choices=list(FEATURES), help="write the weights, of these fields alone where some are named")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    if options.fields != list(FEATURES)[: len(options.fields)]:
        parser.error(f"--fields: each is chosen by those before it, so give the first of {', '.join(FEATURES)}")
    if missing := set(options.write or ()) - set(options.fields):
        parser.error(f"--write: {', '.join(sorted(missing))} is not trained; name it behind --fields as well")
    if options.work and not options.silver:
        parser.error("--work needs --silver: the made-up heads are set into silver pages")
    tagged = read_scores(options.scores) | waiting_scores()
    pages = read_pages(options.gold, options.silver, tagged)
    if options.work:
        made, told = make_head_pages(options.silver, options.work)
        pages, tagged = pages + made, tagged | told
        stripped, told = strip_pages(pages, options.work)
        pages, tagged = pages + stripped, tagged | told
    entries, lines = make_entries(pages, tagged, line_weights() if options.keep_lines else None)
    weighed = {"dense": lines.dense.tolist(), "tables": [table.tolist() for table in lines.tables]}
    content: dict[str, Any] = {"lines": json.loads(json.dumps(weighed), parse_float=lambda number: round(float(number), 4))}
    written = options.write or options.fields
    if options.keep_lines or len(written) < len(FEATURES):
        content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    for field in options.fields:
        samples = [make_sample(field, entry) for entry in entries]
        scores = out_of_fold(field, samples)
        least = choose_least(field, samples, scores)
        if options.write is not None and field in written:
            content[field] = fit(field, samples) | {"least": least}
        report(field, samples, scores, least)
        report_misses(samples, scores, least, options.misses)
        if field == "title":
            for s, score in zip(samples, scores, strict=True):
                picked = pick(score, least)
                s.entry.title = s.candidates[picked].line if picked is not None else None
    if options.write is not None:
        Path(str(WEIGHTS)).write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
