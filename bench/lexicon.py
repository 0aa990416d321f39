"""What is known of words: three frozen vectors a word, so that the network has no word table of its own to overfit.

`use`: in what kinds of lines, and beside which other words, a word stands, from all pages without a label (positive
pointwise mutual information and a truncated singular value decomposition; Levy and Goldberg, 2014). Words of the same use
in two languages lie close, because the kinds of lines know no language.
`odds`: for each label the log-odds that a line with this word has it. Each site counts once, and for a page in training
its own site is left out, so that a site cannot betray itself.
`about`: the word's concept, the same in all languages (`concepts.py`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from concepts import CONCEPTS, concept_words
from examples import Example
from gold import BOILERPLATE
from pagestrata.parse.features import FEATURES
from pagestrata.parse.labels import LABELS

USE = 20
ODDS = len(LABELS)
ABOUT = len(CONCEPTS)
LEARNED = USE + ODDS
"""Columns of a word that are learned from the pages; a word of an unknown language has none of them."""
WIDTH = LEARNED + ABOUT
MIN_SITES = 4
"""A word of the vocabulary stands on this many sites of the training pages."""
COMMON = 3000
"""Words that count as neighbours of others."""
PRIOR_WEIGHT = 3.0
"""Sites that the prior counts for."""
ALSO_RUNNING = ("by", "says")
"""Concepts whose words are common ones, that tell by standing first or last in a line."""

_LONG = 15
_SHORT = 8
_RUNNING = 10
_KINDS = 66
_CONTEXTS = 4096
_LABEL_OF = {1 << i: i for i in range(len(LABELS))}
_COLUMN = {name: i for i, name in enumerate(FEATURES)}

Array = npt.NDArray[Any]


@dataclass
class Lexicon:
    """Vectors of words; row 0 is the unknown word.

    Attributes:
        hashes: sorted, shape (words,).
        use: shape (words + 1, USE).
        odds: shape (words + 1, ODDS).
        about: 1 for the word's concept, shape (words + 1, ABOUT).
        without: per training site, the rows it changes and their odds without it.
    """

    hashes: npt.NDArray[np.uint64]
    use: npt.NDArray[np.float32]
    odds: npt.NDArray[np.float32]
    about: npt.NDArray[np.float32]
    without: dict[str, tuple[Array, Array]] = field(default_factory=dict)

    def look_up(self, tokens: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        """Row of every token."""
        place = np.minimum(np.searchsorted(self.hashes, tokens), len(self.hashes) - 1)
        return np.where(self.hashes[place] == tokens, place + 1, 0)


def _kinds(example: Example) -> npt.NDArray[np.int64]:
    """Three kinds of every line, each by other signs: length and place, length and list sign, ending and recurrence."""

    def column(name: str) -> npt.NDArray[np.float32]:
        return example.dense[:, _COLUMN[name]]

    length = np.digitize(np.expm1(column("words")).round(), [2, 4, 8, 16, 40])
    place = np.minimum((column("line_share") * 5).astype(int), 4)
    ending = (column("last_period") > 0) * 1 + (column("last_colon") > 0) * 2
    sign = (column("bulleted") > 0) * 1 + (column("blanks_before") > 0) * 2
    repeat = np.digitize(column("same_shape"), [1.0, 2.2])
    return np.stack([length * 5 + place, 30 + length * 4 + sign, 54 + ending * 3 + repeat], 1)


def _vocabulary(by_site: dict[str, list[Example]]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    distinct = [np.unique(np.concatenate([e.tokens for e in examples])) for examples in by_site.values()]
    hashes, count = np.unique(np.concatenate(distinct), return_counts=True)
    kept = count >= MIN_SITES
    return hashes[kept], count[kept]


def _telling(by_site: dict[str, list[Example]]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Words that tell a concept, without most of those that running text uses: seen in long lines of more sites than in short ones."""
    hashes, concepts = concept_words()
    seen = np.zeros((2, len(hashes)), np.int64)
    for examples in by_site.values():
        for is_long in (0, 1):
            tokens = [e.tokens[np.repeat((e.words >= _LONG) if is_long else (e.words < _SHORT), np.diff(e.token_first))] for e in examples]
            seen[is_long] += np.isin(hashes, np.concatenate(tokens))
    kept = (seen[1] < _RUNNING) | (seen[1] <= seen[0]) | np.isin(concepts, [CONCEPTS.index(name) for name in ALSO_RUNNING])
    return hashes[kept], concepts[kept]


def _log_odds(mass: Array, number: Array, prior: Array) -> npt.NDArray[np.float32]:
    share = (mass + PRIOR_WEIGHT * prior) / (number[:, None] + PRIOR_WEIGHT)
    return (np.clip(np.log(share / prior), -3, 3) * (number[:, None] >= 1)).astype(np.float32)


def _learn_odds(lexicon: Lexicon, by_site: dict[str, list[Example]]) -> None:
    """Only pages with lines that are surely boilerplate take part: where nobody marked the comments, no other line is sure either."""
    size = len(lexicon.hashes) + 1
    mass, seen, prior = np.zeros((size, ODDS)), np.zeros(size), np.zeros(ODDS)
    shares: dict[str, tuple[Array, Array]] = {}
    for site, examples in by_site.items():
        flat = np.zeros((size, ODDS))
        for e in (e for e in examples if (e.page.allowed == BOILERPLATE).any()):
            label = np.array([_LABEL_OF.get(int(a), -1) for a in e.page.allowed], np.int64)
            label = label[np.repeat(np.arange(len(label)), np.diff(e.token_first))]
            row = lexicon.look_up(e.tokens)
            np.add.at(flat, (row[label >= 0], label[label >= 0]), 1)
        rows = np.flatnonzero(flat.sum(1))
        if len(rows):
            share = flat[rows] / flat[rows].sum(1, keepdims=True)
            mass[rows] += share
            seen[rows] += 1
            prior += flat.sum(0) / flat.sum()
            shares[site] = (rows[rows > 0], share[rows > 0])
    prior /= prior.sum()
    lexicon.odds[1:] = _log_odds(mass, seen, prior)[1:]
    for site, (rows, share) in shares.items():
        lexicon.without[site] = (rows, _log_odds(mass[rows] - share, seen[rows] - 1, prior))


def _contexts(lexicon: Lexicon, common: Array, examples: list[Example]) -> tuple[Array, Array, Array]:
    """Words and contexts of one site, and the logarithm of how often they meet."""
    words, contexts = [], []
    for e in examples:
        row = lexicon.look_up(e.tokens)
        line = np.repeat(np.arange(len(e.dense)), np.diff(e.token_first))
        for kind in _kinds(e).T:
            words.append(row)
            contexts.append(kind[line])
        for step in (1, 2):
            same = line[step:] == line[:-step]
            pair = (row[:-step][same], row[step:][same])
            for own, other in (pair, pair[::-1]):
                met = (common[other] >= 0) & (own > 0)
                words.append(own[met])
                contexts.append(common[other[met]] + _KINDS)
    keys, count = np.unique(np.concatenate(words) * _CONTEXTS + np.concatenate(contexts), return_counts=True)
    return keys // _CONTEXTS, keys % _CONTEXTS, np.log1p(count)


def _learn_use(lexicon: Lexicon, by_site: dict[str, list[Example]], sites_with: Array, seed: int) -> None:
    size = len(lexicon.hashes) + 1
    common = np.full(size, -1)
    most = np.argsort(-sites_with, kind="stable")[:COMMON]
    common[most + 1] = np.arange(len(most))
    found = [_contexts(lexicon, common, examples) for examples in by_site.values()]
    rows, columns, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    met = sparse.csr_matrix((values, (rows, columns)), shape=(size, _KINDS + COMMON))
    met.sum_duplicates()
    by_row, by_column, total = np.asarray(met.sum(1)).ravel(), np.asarray(met.sum(0)).ravel(), met.sum()
    cells = met.tocoo()
    smoothed = by_column**0.75 * total**0.25  # context distribution smoothing of Levy, Goldberg and Dagan (2015)
    information = np.log(cells.data * total / (by_row[cells.row] * smoothed[cells.col]))
    kept = (information > 0) & (cells.row > 0)
    weight = np.where(cells.col[kept] < _KINDS, 1.0, 0.5)
    matrix = sparse.csr_matrix((information[kept] * weight, (cells.row[kept], cells.col[kept])), shape=cells.shape)
    left, values, _ = randomized_svd(matrix, USE, random_state=seed, n_iter=5)
    use = left * np.sqrt(values)
    lexicon.use[1:] = (use / np.maximum(use.std(0), 1e-6))[1:]


def build_lexicon(examples: list[Example], seed: int = 0) -> Lexicon:
    """Learn the vectors of all words that stand on enough sites of the training examples."""
    by_site: defaultdict[str, list[Example]] = defaultdict(list)
    for e in sorted(examples, key=lambda e: e.page.page_id):
        by_site[e.page.site].append(e)
    ordered = dict(sorted(by_site.items()))
    frequent, number = _vocabulary(ordered)
    telling, concepts = _telling(ordered)
    hashes = np.union1d(frequent, telling)
    size = len(hashes) + 1
    use, odds, about = (np.zeros((size, width), np.float32) for width in (USE, ODDS, ABOUT))
    lexicon = Lexicon(hashes, use, odds, about)
    lexicon.about[lexicon.look_up(telling), concepts] = 1
    sites_with = np.zeros(len(hashes), np.int64)
    sites_with[np.searchsorted(hashes, frequent)] = number
    _learn_odds(lexicon, ordered)
    _learn_use(lexicon, ordered, sites_with, seed)
    return lexicon


def learned_columns() -> npt.NDArray[np.int64]:
    """Indices of the inputs that a line of an unknown language does not have: of each of three vectors all but the concept."""
    return len(FEATURES) + (np.arange(3)[:, None] * WIDTH + np.arange(LEARNED)).ravel()


def word_columns(lexicon: Lexicon, example: Example, training_site: str | None) -> npt.NDArray[np.float32]:
    """Vectors of a line's words: mean of the known ones, the first, the last; shape (lines, 3 * WIDTH).

    Args:
        lexicon: the words.
        example: the lines.
        training_site: the page's site where the lexicon was learned from it; its own odds are then left out.
    """
    row = lexicon.look_up(example.tokens)
    odds = lexicon.odds
    if training_site in lexicon.without:
        rows, own = lexicon.without[training_site]
        odds = odds.copy()
        odds[rows] = own
    vectors = np.concatenate([lexicon.use, odds, lexicon.about], 1)[row]
    first = example.token_first
    known = np.concatenate(([0], np.cumsum(row > 0)))
    number = np.maximum(known[first[1:]] - known[first[:-1]], 1)
    columns = np.zeros((len(first) - 1, 3 * WIDTH), np.float32)
    filled = np.diff(first) > 0
    if len(row):
        columns[filled, :WIDTH] = np.add.reduceat(vectors, first[:-1][filled], axis=0) / number[filled, None]
        columns[filled, WIDTH : 2 * WIDTH] = vectors[first[:-1][filled]]
        columns[filled, 2 * WIDTH :] = vectors[first[1:][filled] - 1]
    return columns
