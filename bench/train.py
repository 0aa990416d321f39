"""Train the tagger: `python bench/train.py GOLD [--out WEIGHTS]`. One command, one thread, the same bytes each time.

Prints the hash of the data it trained on. The calibration comes from `calibration.json`, which `crossvalidate.py` makes
from pages that its networks had not seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from examples import make_examples
from export import Arrays, export, save
from fit import Recipe, fit, norm_of
from gold import GoldPage, data_hash, read_gold
from lexicon import build_lexicon, word_columns
from pagestrata.parse.labels import LABELS, MARKS
from pagestrata.parse.tagger import PACKAGED_WEIGHTS
from synthetic import make_pages

SEEDS = (1, 2)
"""One network each; their scores are averaged."""
MADE_UP = 800
"""Pages with made-up threads."""
CALIBRATION = Path(__file__).parent / "calibration.json"

_log = logging.getLogger(__name__)


def read_calibration(path: Path = CALIBRATION) -> Arrays:
    """Temperatures and shifts of the scores; neutral ones where there is no file."""
    known = json.loads(path.read_text(encoding="utf8")) if path.exists() else {}
    neutral = {"label_heat": [1.0] * len(LABELS), "label_shift": [0.0] * len(LABELS), "mark_heat": [1.0] * len(MARKS)}
    return {name: np.array(known.get(name, value), np.float32) for name, value in neutral.items()}


def train(pages: list[GoldPage], recipe: Recipe, heat: Arrays) -> Arrays:
    """Weights learned from some gold pages.

    Args:
        pages: the training pages.
        recipe: how each network is fitted; its seed is replaced.
        heat: the calibration.
    """
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    real = make_examples(pages)
    made = make_examples(make_pages(pages, MADE_UP, SEEDS[0]))
    lexicon = build_lexicon([plain for plain, _ in real])
    _log.info("%d pages, %d made up, %d words", len(real), len(made), len(lexicon.hashes))
    examples = real + made
    for forms in examples:
        for example in forms:
            columns = word_columns(lexicon, example, example.page.site)
            example.inputs = np.hstack([example.dense, columns])
    norm = norm_of(examples)
    networks = [fit(examples, replace(recipe, seed=seed), norm) for seed in SEEDS]
    return export(networks, lexicon, norm, heat)


def main() -> None:
    """Train on all pages of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="folder with articles.jsonl.gz, comments.jsonl.gz and seeds/")
    parser.add_argument("--out", type=Path, default=PACKAGED_WEIGHTS, help="weights file to write")
    parser.add_argument("--epochs", type=int, default=Recipe(0).epochs, help="passes over the pages")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    print("training data", data_hash(options.gold))
    save(train(read_gold(options.gold), Recipe(0, epochs=options.epochs), read_calibration()), options.out)
    print("weights", options.out, hashlib.sha256(options.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
