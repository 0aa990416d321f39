"""The thread model: how well each line of a stretch fits each part of a comment, learned from pages with marked comments.

Two convolutions over the lines' cues and the tagger's scores; between them, each line learns what the lines of its shape
look like, which is how eight headers help to find the ninth. The last layer feeds a linear-chain conditional random field
(Lafferty, McCallum, Pereira 2001), decoded in `threads.paths`. What several networks say is averaged: few threads are
marked, and networks that differ by chance alone disagree on one page in ten. The weights are made by
`bench/train_threads.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.errors import WeightsError
from pagestrata.parse.labels import LABELS, MARKS, PAGE_TYPES, LineScores
from pagestrata.parse.threads.cues import CUES, LineCues
from pagestrata.parse.weights import read_arrays

Floats = npt.NDArray[np.float64]

COLUMNS: Final = (
    *CUES,
    *(f"label_{name}" for name in LABELS),
    *(f"mark_{name}" for name in MARKS[3:]),
    *(f"page_{name}" for name in PAGE_TYPES),
)
"""What the model sees of a line, in order."""
KERNEL: Final = 5
"""Lines that a convolution sees."""
DILATIONS: Final = (1, 3)
LIMIT: Final = 4.0
"""Columns are cut at so many standard deviations."""
_LABELS: Final = slice(len(CUES), len(CUES) + len(LABELS))
_OPENING: Final = slice(_LABELS.stop, _LABELS.stop + 2)
TRUST_LABEL: Final = 0.25
TRUST_MARK: Final = 0.2
"""Weights of the tagger's own log-probabilities and log-odds beside the network's: both experts together were better on
held-out sites than the network alone (comment F1 0.862 and 0.852)."""
_SUREST: Final = 4.0
"""The tagger's scores are cut here, in natural logarithms."""


@dataclass(frozen=True, slots=True, eq=False)
class PartScores:
    """Scores of a stretch of lines.

    Attributes:
        states: log weights of the states of `threads.paths`, shape (lines, 7).
        author, date: log-odds that a line prints a comment's author or date, shape (lines,).
    """

    states: Floats
    author: Floats
    date: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The arrays of one network, named as in the file, where those of all networks are stacked."""

    first: Floats
    first_bias: Floats
    pool: Floats
    pool_bias: Floats
    second: Floats
    second_bias: Floats
    last: Floats
    last_bias: Floats
    steps: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The model.

    Attributes:
        mean, scale: of the columns, shape (len(COLUMNS),).
        networks: what is averaged.
        steps: log weight of coming to a state (row) from another (column), mean of the networks', shape (7, 7).
    """

    mean: Floats
    scale: Floats
    networks: tuple[Network, ...]
    steps: Floats


@lru_cache(maxsize=8)
def load_weights(path: Path | None = None) -> Weights:
    """Read the model's weights.

    Args:
        path: a file made by `bench/train_threads.py`; None takes the one that ships with the package.

    Raises:
        WeightsError: the file is missing or damaged, or was made for other columns or one network.
    """
    arrays = read_arrays(path, "thread_weights.npz", "thread weights")
    told = tuple(arrays.pop("columns", np.zeros(0)).tolist())
    stacked = {*Network.__slots__, "mean", "scale"} == arrays.keys() and arrays["steps"].ndim == 3
    if told != COLUMNS or not stacked:
        raise WeightsError("thread weights were made for another version; run bench/train_threads.py, or reinstall pagestrata")
    known = {name: array.astype(np.float64) for name, array in arrays.items()}
    networks = tuple(Network(**{name: known[name][k] for name in Network.__slots__}) for k in range(len(known["steps"])))
    return Weights(known["mean"], known["scale"], networks, known["steps"].mean(axis=0))


def columns(cues: LineCues, scores: LineScores, begin: int, end: int) -> Floats:
    """What the model sees of the lines from `begin` to `end`: shape (end - begin, len(COLUMNS))."""
    labels = np.log(np.clip(scores.labels[begin:end].astype(np.float64), 1e-4, 1.0))
    marks = np.clip(scores.marks[begin:end, 3:].astype(np.float64), 1e-4, 1 - 1e-4)
    page = np.broadcast_to(scores.page_type.astype(np.float64), (end - begin, len(PAGE_TYPES)))
    return np.column_stack((cues.columns, labels, np.log(marks / (1 - marks)), page))


def _convolved(values: Floats, kernel: Floats, bias: Floats, dilation: int) -> Floats:
    """Kernel of shape (KERNEL, inputs, outputs) over lines, zeros beyond both ends."""
    reach = KERNEL // 2 * dilation
    padded = np.zeros((len(values) + 2 * reach, values.shape[1]))
    padded[reach : reach + len(values)] = values
    total = np.tile(bias, (len(values), 1))
    for k in range(KERNEL):
        total += padded[k * dilation : k * dilation + len(values)] @ kernel[k]
    return np.maximum(total, 0.0)


def _pooled(values: Floats, group: npt.NDArray[np.int64]) -> Floats:
    """Sum over the lines of one group, by their number and one; zeros outside groups."""
    members = int(group.max(initial=-1)) + 2
    total = np.zeros((members, values.shape[1]))
    np.add.at(total, group + 1, values)
    mean = total / (np.bincount(group + 1, minlength=members) + 1.0)[:, None]
    mean[0] = 0.0
    pooled: Floats = np.maximum(mean[group + 1], 0.0)
    return pooled


def _outputs(values: Floats, groups: npt.NDArray[np.int64], network: Network) -> Floats:
    """What one network says of every line: parts, opening, author and date; shape (lines, 8)."""
    near = _convolved(values, network.first, network.first_bias, DILATIONS[0])
    shared = near @ network.pool + network.pool_bias
    near = np.column_stack((near, *(_pooled(shared, groups[:, k]) for k in range(groups.shape[1]))))
    far = _convolved(near, network.second, network.second_bias, DILATIONS[1])
    told: Floats = np.column_stack((near, far, values)) @ network.last + network.last_bias
    return told


def score_parts(seen: Floats, groups: npt.NDArray[np.int64], weights: Weights) -> PartScores:
    """Score a stretch of lines.

    Args:
        seen: its `columns`.
        groups: shapes of its lines, as in `LineCues`.
        weights: the model.
    """
    values = np.clip((seen - weights.mean) / weights.scale, -LIMIT, LIMIT)
    outputs = sum(_outputs(values, groups, network) for network in weights.networks) / len(weights.networks)
    out, head, body, foot, opens, begins, author, date = np.asarray(outputs).T
    told, marks = np.maximum(seen[:, _LABELS], -_SUREST), np.clip(seen[:, _OPENING], -_SUREST, _SUREST)
    out = out + TRUST_LABEL * np.logaddexp(told[:, 0], told[:, 1])
    head, body, foot = (part + TRUST_LABEL * told[:, k] for k, part in ((2, head), (3, body), (4, foot)))
    opens, begins = opens + TRUST_MARK * marks[:, 0], begins + TRUST_MARK * marks[:, 1]
    states = np.column_stack((out, head + opens, head, body + opens + begins, body + begins, body, foot))
    return PartScores(states, author, date)
