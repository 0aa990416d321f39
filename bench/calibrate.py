"""Make scores mean what they say: temperatures and shifts, fitted on pages that the networks had not seen.

Vector scaling (Guo et al., 2017): every label's score is divided by a temperature and shifted, every mark's divided by one.
The error told is the expected calibration error over fifteen bins of the confidence of the likeliest label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from gold import UNKNOWN, GoldPage
from pagestrata.parse.labels import LABELS, MARKS, LineScores

LINES_A_PAGE = 200
"""Evenly spaced lines of a page that count, so that long pages do not decide."""
BINS = 15

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """What was said of some lines of a page, and what is so.

    Attributes:
        labels: log-probabilities, shape (lines, labels).
        right: label of each line, UNKNOWN where gold leaves a choice, shape (lines,).
        marks: log-odds, shape (lines, marks).
        true: 1, 0 or UNKNOWN, shape (lines, marks).
    """

    labels: Floats
    right: npt.NDArray[np.int64]
    marks: Floats
    true: npt.NDArray[np.int8]


def outcomes(page: GoldPage, scores: LineScores) -> Outcome:
    """Scores of a page beside its gold."""
    number = len(page.lines)
    some = np.unique(np.linspace(0, number - 1, min(number, LINES_A_PAGE)).astype(int)) if number else np.zeros(0, int)
    table = np.full(1 << len(LABELS), UNKNOWN, np.int64)
    table[[1 << i for i in range(len(LABELS))]] = range(len(LABELS))
    marks = np.clip(scores.marks[some].astype(np.float64), 1e-6, 1 - 1e-6)
    return Outcome(
        np.log(np.maximum(scores.labels[some].astype(np.float64), 1e-6)),
        table[page.allowed[some]],
        np.log(marks / (1 - marks)),
        page.marks[some],
    )


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def _known(seen: Sequence[Outcome]) -> tuple[Floats, npt.NDArray[np.int64]]:
    labels, right = np.concatenate([o.labels for o in seen]), np.concatenate([o.right for o in seen])
    return labels[right != UNKNOWN], right[right != UNKNOWN]


def calibrate(seen: Sequence[Outcome]) -> dict[str, list[float]]:
    """Temperatures and shifts that make the scores likeliest."""
    labels, right = _known(seen)
    rows = np.arange(len(right))

    def label_loss(values: Floats) -> float:
        heat, shift = np.exp(values[: len(LABELS)]), values[len(LABELS) :]
        return float(-_log_softmax(labels / heat + shift)[rows, right].mean())

    best = minimize(label_loss, np.zeros(2 * len(LABELS)), method="L-BFGS-B").x
    marks, true = np.concatenate([o.marks for o in seen]), np.concatenate([o.true for o in seen])
    heats = []
    for k in range(len(MARKS)):
        told = true[:, k] != UNKNOWN
        signs = np.where(true[told, k] == 1, -1.0, 1.0)
        odds = marks[told, k]
        found = minimize(lambda v, s=signs, o=odds: float(np.logaddexp(0, s * o / np.exp(v[0])).mean()), [0.0], method="L-BFGS-B")
        heats.append(round(float(np.exp(found.x[0])), 4))
    return {
        "label_heat": [round(float(v), 4) for v in np.exp(best[: len(LABELS)])],
        "label_shift": [round(float(v), 4) for v in best[len(LABELS) :]],
        "mark_heat": heats,
    }


def calibration_error(seen: Sequence[Outcome], fitted: dict[str, list[float]] | None = None) -> float:
    """Expected calibration error of the likeliest label, as scored or with temperatures and shifts applied."""
    labels, right = _known(seen)
    if fitted:
        labels = labels / np.array(fitted["label_heat"]) + np.array(fitted["label_shift"])
    chances = np.exp(_log_softmax(labels))
    sure, hit = chances.max(axis=1), chances.argmax(axis=1) == right
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(sure[place == b].mean() - hit[place == b].mean()) * (place == b).mean() for b in range(BINS) if (place == b).any()]
    return round(float(sum(gaps)), 4)
