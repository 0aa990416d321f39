"""Train the tagger: `python bench/train.py GOLD --silver FILE [--out WEIGHTS]`. One command, one thread, the same bytes each time.

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

from examples import Example, Norm, make_batch, make_examples, whole
from export import Arrays, export, save
from fit import Recipe, fit, norm_of
from gold import BODY, BOILERPLATE, GoldPage, data_hash, read_gold, read_silver
from lexicon import Lexicon, build_lexicon, word_columns
from made_lists import make_lists
from network import LineNetwork
from options import add_gold
from pagestrata.parse.labels import LABELS, MARKS
from pagestrata.parse.tagger import PACKAGED_WEIGHTS
from synthetic import make_pages
from system_forms import make_form_pages
from written_pages import FOLDER, read_written

SEEDS = (2, 1)
"""One network each: the first scores every page, the others those of which it is in doubt (see README.md)."""
MADE_SEED = 1
"""Of the pages that are made up."""
MADE_UP = 700
"""Pages with made-up threads."""
FORMS = 400
"""Pages with threads in the forms of known systems."""
LISTS = 300
"""Pages with made-up lists that are no threads."""
FIRST = {"seed": 0, "epochs": 4, "hidden": 64}
"""The recipe of a first network, that looks over the labels before the others learn from them."""
SURE = 0.9
"""Probability from which its word counts."""
CALIBRATION = Path(__file__).parent / "calibration.json"

Forms = list[tuple[Example, Example]]
"""Pages as they are and stripped."""

_log = logging.getLogger(__name__)


def read_calibration(path: Path = CALIBRATION) -> Arrays:
    """Temperatures and shifts of the scores; neutral ones where there is no file."""
    known = json.loads(path.read_text(encoding="utf8")) if path.exists() else {}
    neutral = {"label_heat": [1.0] * len(LABELS), "label_shift": [0.0] * len(LABELS), "mark_heat": [1.0] * len(MARKS)}
    return {name: np.array(known.get(name, value), np.float32) for name, value in neutral.items()}


def train(pages: list[GoldPage], recipe: Recipe, heat: Arrays) -> Arrays:
    """Weights learned from some gold, silver and written pages.

    Some pages have no mark of their body (those with comment gold alone, mostly German), and on others the mark ends in the
    middle of the article. A first network labels lines of the ones and opens lines of the others, where it is sure.

    Args:
        pages: the training pages.
        recipe: how each network is fitted; its seed is replaced.
        heat: the calibration.
    """
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    pages = [replace(page, allowed=page.allowed.copy()) for page in pages]
    real = make_examples(pages)
    made = make_examples(
        make_pages(pages, MADE_UP, MADE_SEED) + make_lists(pages, LISTS, MADE_SEED) + make_form_pages(pages, FORMS, MADE_SEED)
    )
    norm = give_inputs(real, made)[1]
    first = fit(real + made, replace(recipe, **FIRST), norm)
    for plain, _ in real:
        look_over(plain, first, norm)
    lexicon, norm = give_inputs(real, made)
    networks = [fit(real + made, replace(recipe, seed=seed), norm) for seed in SEEDS]
    return export(networks, lexicon, norm, heat)


def give_inputs(real: Forms, made: Forms) -> tuple[Lexicon, Norm]:
    """Learn what is known of words from the real pages, and give every page its inputs."""
    lexicon = build_lexicon([plain for plain, _ in real])
    _log.info("%d pages, %d made up, %d words", len(real), len(made), len(lexicon.hashes))
    for forms in real + made:
        for example in forms:
            example.inputs = np.hstack([example.dense, word_columns(lexicon, example, example.page.site)])
    return lexicon, norm_of(real + made)


def look_over(example: Example, network: LineNetwork, norm: Norm) -> None:
    """Change the allowed labels of a page where a network is sure.

    A line without a mark is labelled (self-training; Yarowsky, 1995). A marked line of which the network is sure that it is
    the other is left open, body or not (Reed et al., 2015, on learning from noisy labels). Silver, seeds and forums stay.
    """
    page = example.page
    gold = page.article
    if gold is not None and ("seed" in gold or "open_spans" in gold or gold["page_type"] == "forum"):
        return
    with torch.no_grad():
        logits, _ = network(make_batch([whole(example)], norm, ([0.0], np.zeros(0, np.int64)), np.random.default_rng(0)))
    chance = 1 / (1 + np.exp((logits[:, 0] - logits[:, 1]).numpy()))
    may_be, may_not = (page.allowed & BODY) > 0, (page.allowed & BOILERPLATE) > 0
    surely, surely_not = chance > SURE, chance < 1 - SURE
    is_open = page.allowed == BODY | BOILERPLATE
    wrong = (may_be & ~may_not & surely_not) | (may_not & ~may_be & surely)
    if gold is None:
        page.allowed[is_open & surely], page.allowed[is_open & surely_not] = BODY, BOILERPLATE
    else:
        page.allowed[wrong] |= BODY | BOILERPLATE


def main() -> None:
    """Train on all pages of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold(parser)
    parser.add_argument("--silver", type=Path, help="silver.jsonl.gz of silver.py; without it other languages than English are known badly")
    parser.add_argument("--out", type=Path, default=PACKAGED_WEIGHTS, help="weights file to write")
    parser.add_argument("--epochs", type=int, default=Recipe(0).epochs, help="passes over the pages")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    print("training data", data_hash(options.gold, options.silver, FOLDER))
    pages = read_gold(options.gold) + read_silver(options.silver) + read_written()
    save(train(pages, Recipe(0, epochs=options.epochs), read_calibration()), options.out)
    print("weights", options.out, hashlib.sha256(options.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
