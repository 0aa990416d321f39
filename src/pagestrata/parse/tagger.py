"""The tagger: scores of every line for every label, by a small network of dilated convolutions over the lines of a page.

It computes in whole numbers carried by 32-bit floats: every product sum stays below 2**24, where such floats are exact, so
that the scores are the same whatever machine, thread count, batch or order of addition. Residual dilated convolutions over
a sequence are those of Yu and Koltun (2016) and Bai et al. (2018). The weights are made by `bench/train.py`; this room
evaluates them and learns nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pagestrata.errors import WeightsError
from pagestrata.parse.features import FEATURE_VERSION, FEATURES, Features, compute_features
from pagestrata.parse.labels import LABELS, MARKS, LineScores
from pagestrata.parse.lines import Ints, LineBatch
from pagestrata.parse.weights import read_arrays

PACKAGED_WEIGHTS = Path(__file__).parent / "data" / "tagger.npz"

INPUT_STEPS = 64
"""Steps a unit of a normalised input."""
INPUT_LIMIT = 4
"""Normalised inputs are cut here."""
STEPS = 128
"""Steps a unit of an activation."""
CEILING = 8
"""Activations are cut here."""
EXACT = 1 << 24
"""Whole numbers up to here are exact in 32-bit floats (IEEE 754)."""
_EXACT_LINES = EXACT // (CEILING * STEPS) - 1
"""Lines whose activations can be added in 32-bit floats."""
POOL_AFTER = 3
"""Blocks before the mean over the page joins every line."""

LEAST_DOUBT = 0.55
"""Doubt of a page (`doubted_pages`) from which all networks look at it: one page in six of the labelled ones (bench/tried.md)."""
COMMENTS_DOUBT = 10
"""How much more doubt about comments counts than doubt about the body."""
_MILLION = 1_000_000
_ROOT_STEPS = 16
"""Steps a unit of the root of a line's length."""
_BODY = LABELS.index("body")

FloatArray = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A linear layer in whole numbers: `round(inputs @ weight * scale + bias)`.

    Attributes:
        weight: whole numbers, shape (inputs, outputs).
        scale: shape (outputs,).
        bias: shape (outputs,).
    """

    weight: FloatArray
    scale: FloatArray
    bias: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """One network.

    Attributes:
        enter, pool, out, page_out: layers.
        blocks: one layer a dilation, over the line before, the line and the line after.
    """

    enter: Layer
    blocks: tuple[Layer, ...]
    pool: Layer
    out: Layer
    page_out: Layer


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """All that the tagger has learned.

    Attributes:
        hashes: vocabulary, sorted, shape (words,).
        words: whole numbers a word, row 0 for the unknown, shape (words + 1, columns).
        shift, factor: normalisation of the inputs, `(input - shift) * factor`, shape (inputs,).
        networks: the first scores every page; where it is in doubt, the scores of all are averaged.
        dilations: distance in lines, one a block.
        label_heat, mark_heat: temperatures that calibrate the scores (Guo et al., 2017), shape (labels,), (marks,).
        label_shift: added to the label scores before they become probabilities, shape (labels,).
    """

    hashes: npt.NDArray[np.uint64]
    words: FloatArray
    shift: FloatArray
    factor: FloatArray
    networks: tuple[Network, ...]
    dilations: tuple[int, ...]
    label_heat: FloatArray
    label_shift: FloatArray
    mark_heat: FloatArray


@lru_cache(maxsize=8)
def load_weights(path: Path = PACKAGED_WEIGHTS) -> Weights:
    """Read the tagger's weights.

    Args:
        path: a file made by `bench/train.py`.

    Raises:
        WeightsError: the file is missing, damaged, or made for other features or labels.
    """
    return _assemble(read_arrays(path, PACKAGED_WEIGHTS.name, f"weights {path}"), path)


def _assemble(arrays: dict[str, npt.NDArray[np.generic]], path: Path) -> Weights:
    expected = {"feature_version": FEATURE_VERSION, "labels": len(LABELS), "marks": len(MARKS), "features": len(FEATURES)}
    for name, number in expected.items():
        if name not in arrays or int(arrays[name]) != number:
            raise WeightsError(f"the weights {path} do not fit this version ({name}): train them anew")

    def floats(name: str) -> FloatArray:
        return np.ascontiguousarray(arrays[name], np.float32)

    def layer(name: str, limit: int) -> Layer:
        made = Layer(floats(f"{name}_weight"), floats(f"{name}_scale"), floats(f"{name}_bias"))
        if (np.abs(made.weight).sum(axis=0) * limit).max() >= EXACT:
            raise WeightsError(f"the weights {path} are too large to be exact ({name}): train them anew")
        return made

    def network(prefix: str) -> Network:
        ceiling = CEILING * STEPS
        return Network(
            enter=layer(f"{prefix}_enter", INPUT_LIMIT * INPUT_STEPS),
            blocks=tuple(layer(f"{prefix}_block{i}", ceiling) for i in range(len(dilations))),
            pool=layer(f"{prefix}_pool", ceiling),
            out=layer(f"{prefix}_out", ceiling),
            page_out=layer(f"{prefix}_page_out", ceiling),
        )

    try:
        dilations = tuple(int(d) for d in arrays["dilations"])
        return Weights(
            hashes=arrays["hashes"].astype(np.uint64),
            words=floats("words"),
            shift=floats("shift"),
            factor=floats("factor"),
            networks=tuple(network(f"net{i}") for i in range(int(arrays["networks"]))),
            dilations=dilations,
            label_heat=floats("label_heat"),
            label_shift=floats("label_shift"),
            mark_heat=floats("mark_heat"),
        )
    except KeyError as error:
        raise WeightsError(f"the weights {path} lack {error}: train them anew") from error


def _inputs(features: Features, weights: Weights) -> FloatArray:
    """Normalised inputs in steps, whole numbers, shape (lines, inputs)."""
    words = _word_columns(features, weights)
    inputs = np.concatenate((features.dense, words), axis=1)
    inputs -= weights.shift
    inputs *= weights.factor
    np.clip(inputs, -INPUT_LIMIT, INPUT_LIMIT, out=inputs)
    inputs *= INPUT_STEPS
    return np.rint(inputs, out=inputs)


def _word_columns(features: Features, weights: Weights) -> FloatArray:
    """The vectors of a line's words: the mean of the known ones, the first and the last; shape (lines, 3 * columns)."""
    first = features.token_first
    count = np.diff(first)
    lines, width = len(count), weights.words.shape[1]
    columns = np.zeros((lines, 3 * width), np.float32)
    if not len(features.tokens):
        return columns
    place = np.minimum(np.searchsorted(weights.hashes, features.tokens), len(weights.hashes) - 1)
    row = np.where(weights.hashes[place] == features.tokens, place + 1, 0)
    known = np.concatenate(([0], np.cumsum(row > 0)))
    number = np.maximum(known[first[1:]] - known[first[:-1]], 1).astype(np.float32)
    filled = count > 0
    longest = np.argsort(-count, kind="stable")
    begin, sums = first[:-1][longest], np.zeros((lines, width), np.float32)
    for step, having in enumerate(np.searchsorted(-count[longest], -np.arange(count.max()), side="left").tolist()):
        sums[:having] += weights.words[row[begin[:having] + step]]
    columns[longest, :width] = sums
    columns[:, :width] /= number[:, None]
    columns[filled, width : 2 * width] = weights.words[row[first[:-1][filled]]]
    columns[filled, 2 * width :] = weights.words[row[first[1:][filled] - 1]]
    return columns


def _activate(values: FloatArray) -> FloatArray:
    np.rint(values, out=values)
    return np.clip(values, 0, CEILING * STEPS, out=values)


def page_means(lines: FloatArray, first: Ints) -> FloatArray:
    """Mean over the lines of each page, rounded; pages without lines give zeros."""
    means = np.zeros((len(first) - 1, lines.shape[1]), np.float32)
    for page, (begin, end) in enumerate(pairwise(first.tolist())):
        if begin < end:
            parts = range(begin, end, _EXACT_LINES)
            sums = np.array([np.add.reduce(lines[at : min(at + _EXACT_LINES, end)], axis=0) for at in parts], np.float64)
            means[page] = np.rint(sums.sum(axis=0) / (end - begin))
    return means


def _hidden(inputs: FloatArray, first: Ints, network: Network, dilations: tuple[int, ...]) -> FloatArray:
    """Activations of every line after the last block, whole numbers, shape (lines, width); `first`: as in `LineBatch`."""
    line, lengths = np.arange(len(inputs)), np.diff(first)
    page = np.repeat(np.arange(len(lengths)), lengths)
    before = line - first[page]
    after = first[page + 1] - 1 - line
    enter = network.enter
    width = enter.weight.shape[1]
    h: FloatArray = inputs @ enter.weight
    h *= enter.scale
    h += enter.bias
    _activate(h)
    part = np.empty_like(h)
    for number, (dilation, block) in enumerate(zip(dilations, network.blocks, strict=True)):
        if number == POOL_AFTER:
            joined = page_means(h, first) @ network.pool.weight * network.pool.scale + network.pool.bias
            h += joined[page]
            _activate(h)
        change = h @ block.weight[width : 2 * width]
        # A line has no part in lines of another page.
        np.matmul(h, block.weight[:width], out=part)
        part[after < dilation] = 0
        change[dilation:] += part[:-dilation]
        np.matmul(h, block.weight[2 * width :], out=part)
        part[before < dilation] = 0
        change[:-dilation] += part[dilation:]
        change *= block.scale
        change += block.bias
        change += h
        h = _activate(change)
    return h


def _softmax(logits: npt.NDArray[np.float64]) -> FloatArray:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    shares = np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)
    return np.round(shares, 6).astype(np.float32)


def _outputs(inputs: FloatArray, first: Ints, network: Network, weights: Weights) -> tuple[Doubles, Doubles]:
    """Log-odds of lines, shape (lines, labels + marks), and of pages, shape (pages, types), by one network."""
    hidden = _hidden(inputs, first, network, weights.dilations)
    out, page_out = network.out, network.page_out
    of_pages = page_means(hidden, first) @ page_out.weight * page_out.scale + page_out.bias
    return (hidden @ out.weight * out.scale + out.bias).astype(np.float64), of_pages.astype(np.float64)


def _labels(logits: Doubles, weights: Weights) -> FloatArray:
    """Calibrated chances of the labels, shape (lines, labels)."""
    return _softmax(logits[:, : len(LABELS)] / weights.label_heat + weights.label_shift)


def doubted_pages(labels: FloatArray, batch: LineBatch) -> Ints:
    """Numbers of the pages of whose body or comments a network is not sure, so that the others are asked as well (Viola and Jones, 2001).

    The doubt of a page is that of its lines about the body, as a share of the body, and ten times that about comments, as a share
    of the page; a line counts by the root of its length. Whole numbers have the same sums on every machine.

    Args:
        labels: chances of the labels by one network, shape (lines, labels).
        batch: the lines.
    """
    chances = np.rint(labels * _MILLION).astype(np.int64)
    body, said = chances[:, _BODY], chances[:, _BODY + 1 :].sum(axis=1)
    root = np.rint(np.sqrt((batch.end - batch.start).astype(np.float64)) * _ROOT_STEPS).astype(np.int64)

    def by_page(values: Ints) -> Ints:
        sums = np.concatenate(([0], np.cumsum(values * root)))
        return np.asarray(sums[batch.first[1:]] - sums[batch.first[:-1]], np.int64)

    of_body = by_page(np.minimum(body, _MILLION - body)) / np.maximum(by_page(body), _MILLION * _ROOT_STEPS)
    of_comments = by_page(np.minimum(said, _MILLION - said)) / np.maximum(_MILLION * by_page(np.ones_like(said)), 1)
    return np.flatnonzero(of_body + COMMENTS_DOUBT * of_comments >= LEAST_DOUBT)


def score_batch(batch: LineBatch, features: Features, weights: Weights) -> list[LineScores]:
    """Score the lines of some pages: by the first network, and by the mean of all where that one is in doubt of the page.

    Args:
        batch: the lines.
        features: `compute_features(batch)`.
        weights: what the tagger has learned.

    Returns:
        One item a page; the scores of a page depend on that page alone.
    """
    inputs = _inputs(features, weights)
    logits, pages = _outputs(inputs, batch.first, weights.networks[0], weights)
    others = weights.networks[1:]
    doubted = doubted_pages(_labels(logits, weights), batch) if others else np.zeros(0, np.int64)
    if len(doubted):
        lines = np.flatnonzero(np.isin(batch.page, doubted))
        first = np.concatenate(([0], np.cumsum(np.diff(batch.first)[doubted])))
        for network in others:
            told, of_pages = _outputs(inputs[lines], first, network, weights)
            logits[lines] += told
            pages[doubted] += of_pages
        logits[lines] /= len(weights.networks)
        pages[doubted] /= len(weights.networks)
    labels = _labels(logits, weights)
    marks = np.round(1 / (1 + np.exp(-logits[:, len(LABELS) :] / weights.mark_heat)), 6).astype(np.float32)
    types = _softmax(pages)
    bounds = batch.first.tolist()
    return [LineScores(labels[a:b], marks[a:b], types[i]) for i, (a, b) in enumerate(pairwise(bounds))]


def tag(batch: LineBatch, weights: Weights) -> list[LineScores]:
    """Features and scores of some pages in one step; see `score_batch`."""
    return score_batch(batch, compute_features(batch), weights)
