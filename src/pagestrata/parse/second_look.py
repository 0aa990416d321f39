"""A second look at the body: how much more, or less, likely a line is body than the tagger says, once its page is scored.

The tagger sees each line with some sixty to either side. What its scores are elsewhere on the page (where the body begins and
ends, how lines of the same shape are scored, how sure it is at all) tells more, and it is surer of the sites it has learned
from than of others. A small boosted forest learned both from scores of pages that the tagger had not seen (stacked
generalization; Wolpert, 1992). Its measures are whole numbers, and shares and ratios of such, so that a line is measured
alike on every machine and in every batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.errors import WeightsError
from pagestrata.parse.body import Floats, share_of_body
from pagestrata.parse.features import FEATURES, Features
from pagestrata.parse.forest import Forest, forest_of
from pagestrata.parse.labels import LABELS, PAGE_TYPES, LineScores
from pagestrata.parse.lines import LineBatch
from pagestrata.parse.weights import read_arrays

Ints = npt.NDArray[np.int64]

HALF: Final = 0.5
"""How far the log-odds of a line go from the tagger's to the forest's: with more, languages with few pages lose (bench/tried.md)."""

DOUBTED: Final = (0.03, 0.97)
"""Probabilities of body between which a line is looked at again; of others the tagger is sure."""

_STEPS: Final = 1_000_000
"""Scores are rounded to millionths; as whole numbers their sums are exact."""

_BODY, _HEADER = (LABELS.index(name) for name in ("body", "comment_header"))
_MARKS: Final = 3
_NEAR: Final = (1, 2, 3, 4, 5, -1, -2, -3, -4, -5)
_WINDOWS: Final = ((-2, 2), (-5, 5), (-12, 12), (-30, 30), (-10, -1), (1, 10), (-40, -1), (1, 40))
_AROUND: Final = (-15, 15)
_FAR: Final = 99
_FAR_OUTSIDE: Final = 50

MEASURES: Final = (
    "chance", "body", "header", "comment", "footer", "title", "author", "published",
    *(f"chance of line {-near:+d}" for near in _NEAR),
    *(f"chance {unit} in {a:+d} to {b:+d}" for a, b in _WINDOWS for unit in ("of characters", "of lines")),
    "comments around", "share of the body before", "share of it behind", "body before", "body behind",
    "lines since the first sure one", "lines to the last", "lines since a sure one", "lines to one",
    "chance of its shape", "lines of its shape",
    "characters", "lines", "share of body", "share that is sure", "share of comments", "doubt", "greatest chance", *PAGE_TYPES,
    "size", "place among lines", "place among characters",
    *FEATURES,
)  # fmt: skip
"""What the forest is told of a line, in order."""

_SHAPE: Final = tuple(
    FEATURES.index(name)
    for name in ("first_upper", "first_lower", "first_digit", "last_period", "last_exclaim", "last_colon", "last_digit", "numbers")
)
_SIZES: Final = 2 ** np.arange(12)


class _Pages:
    """Sums over stretches of lines that stay inside their page."""

    def __init__(self, first: Ints) -> None:
        counts = np.diff(first)
        self.page = np.repeat(np.arange(len(counts)), counts)
        self.begin, self.end = first[self.page], first[self.page + 1]
        self.line = np.arange(int(first[-1]))

    def around(self, sums: Ints, stretch: tuple[int, int]) -> Ints:
        """Sum over the lines from `stretch[0]` to `stretch[1]` around each."""
        low = np.clip(self.line + stretch[0], self.begin, self.end)
        high = np.clip(self.line + stretch[1] + 1, self.begin, self.end)
        return np.asarray(sums[high] - sums[low])

    def total(self, sums: Ints) -> Ints:
        """Sum over the page of each line."""
        return np.asarray(sums[self.end] - sums[self.begin])

    def near(self, values: Floats, far: int) -> Floats:
        """The value of the line so many before each; 0 outside the page."""
        at = self.line - far
        inside = (at >= self.begin) & (at < self.end)
        return np.where(inside, values[np.where(inside, at, 0)], 0.0)

    def greatest(self, values: Ints) -> Ints:
        """The greatest value on the page of each line."""
        starts, which = np.unique(self.begin, return_inverse=True)
        return np.maximum.reduceat(values, starts)[which] if len(values) else values


def _sums(values: npt.NDArray[np.integer] | npt.NDArray[np.bool_]) -> Ints:
    return np.concatenate([[0], np.cumsum(values, dtype=np.int64)])


def _share(part: npt.NDArray[np.number], whole: npt.NDArray[np.number]) -> Floats:
    return np.asarray(part / np.maximum(whole, 1))


def _since(pages: _Pages, sure: npt.NDArray[np.bool_]) -> list[Floats]:
    """Lines since the first sure line of the page and to its last, since the sure line before and to the one from here on."""
    places = np.append(np.flatnonzero(sure), -1)
    before = _sums(sure)
    here, first, last = before[:-1], before[pages.begin], before[pages.end] - 1
    is_any, is_before, is_next = first <= last, here > first, here <= last

    def lines_from(rank: Ints, known: npt.NDArray[np.bool_]) -> Ints:
        return np.asarray(pages.line - places[np.where(known, rank, -1)])

    told = [
        np.where(is_any, np.clip(lines_from(first, is_any), -_FAR_OUTSIDE, _FAR_OUTSIDE), -_FAR),
        np.where(is_any, np.clip(-lines_from(last, is_any), -_FAR_OUTSIDE, _FAR_OUTSIDE), -_FAR),
        np.where(is_before, np.minimum(lines_from(here - 1, is_before), _FAR), _FAR),
        np.where(is_next, np.minimum(-lines_from(here, is_next), _FAR), _FAR),
    ]
    return [values.astype(np.float64) for values in told]


def _of_shape(pages: _Pages, dense: npt.NDArray[np.float32], size: Ints, chance: Ints) -> list[Floats]:
    """Mean chance of the lines of each line's shape on its page, and their number."""
    bits = (dense[:, _SHAPE] > 0) @ (2 ** np.arange(len(_SHAPE)))
    shape = (pages.page * (len(_SIZES) + 1) + np.searchsorted(_SIZES, size)) * 2 ** len(_SHAPE) + bits
    _, which = np.unique(shape, return_inverse=True)
    count = np.bincount(which)
    return [(np.bincount(which, chance) / count / _STEPS)[which], count[which].astype(np.float64)]


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Sums over the lines before each line, and over all of them, as whole numbers: shape (lines + 1,).

    Attributes:
        lines, chars: lines, and their characters.
        body, talk, doubt, sure: characters, each times what the line is as body, as comment, in doubt, and surely as body.
        chance: chances of body, a line counting one.
    """

    lines: Ints
    chars: Ints
    body: Ints
    talk: Ints
    doubt: Ints
    sure: Ints
    chance: Ints


def _sums_of(size: Ints, chance: Ints, talk: Ints) -> _Sums:
    return _Sums(
        lines=np.arange(len(size) + 1),
        chars=_sums(size),
        body=_sums(size * chance),
        talk=_sums(size * talk),
        doubt=_sums(size * (chance * (_STEPS - chance) // _STEPS)),
        sure=_sums(size * (chance > _STEPS // 2)),
        chance=_sums(chance),
    )


def _around(pages: _Pages, sums: _Sums) -> list[Floats]:
    """Chances in windows around each line, of characters and of lines, and what is said in comments there."""
    told: list[Floats] = []
    for stretch in _WINDOWS:
        told.append(_share(pages.around(sums.body, stretch), pages.around(sums.chars, stretch)) / _STEPS)
        told.append(_share(pages.around(sums.chance, stretch), pages.around(sums.lines, stretch)) / _STEPS)
    return [*told, _share(pages.around(sums.talk, _AROUND), pages.around(sums.chars, _AROUND)) / _STEPS]


def _beside(pages: _Pages, sums: _Sums) -> list[Floats]:
    """How much of the body stands before and behind each line, as shares and as characters."""
    body = pages.total(sums.body)
    above, below = sums.body[:-1] - sums.body[pages.begin], sums.body[pages.end] - sums.body[1:]
    return [_share(above, body), _share(below, body), above / _STEPS, below / _STEPS]


def _of_page(pages: _Pages, sums: _Sums, chance: Ints, types: npt.NDArray[np.floating]) -> list[npt.NDArray[np.number]]:
    """What the tagger says of the page of each line."""
    chars, body = pages.total(sums.chars), pages.total(sums.body)
    shares = [_share(body, chars) / _STEPS, _share(pages.total(sums.sure), chars), _share(pages.total(sums.talk), chars) / _STEPS]
    return [chars, pages.total(sums.lines), *shares, _share(pages.total(sums.doubt), body), pages.greatest(chance) / _STEPS, *types.T]


def _place(pages: _Pages, sums: _Sums, size: Ints) -> list[npt.NDArray[np.number]]:
    """How long each line is, and where on its page it stands, by lines and by characters."""
    above = sums.chars[:-1] - sums.chars[pages.begin]
    return [size, _share(pages.line - pages.begin, pages.total(sums.lines)), _share(above, pages.total(sums.chars))]


def measure(batch: LineBatch, features: Features, scored: Sequence[LineScores]) -> npt.NDArray[np.float32]:
    """What the forest is told of the lines of some pages.

    Args:
        batch: the lines.
        features: `compute_features(batch)`.
        scored: the tagger's scores of each page.

    Returns:
        Shape (lines, len(MEASURES)); the row of a line depends on its page alone.
    """
    pages = _Pages(batch.first)
    labels = np.vstack([scores.labels for scores in scored]).astype(np.float64)
    marks = np.vstack([scores.marks for scores in scored])
    types = np.vstack([scores.page_type for scores in scored])[pages.page]
    share = share_of_body(labels)
    chance = np.rint(share * _STEPS).astype(np.int64)
    size = (batch.end - batch.start).astype(np.int64)
    sums = _sums_of(size, chance, np.rint(labels[:, _HEADER:].sum(axis=1) * _STEPS).astype(np.int64))
    columns: list[npt.NDArray[np.number]] = [
        *(share, *labels[:, _BODY:].T, *marks[:, :_MARKS].T),
        *(pages.near(share, far) for far in _NEAR),
        *_around(pages, sums),
        *_beside(pages, sums),
        *_since(pages, chance > _STEPS // 2),
        *_of_shape(pages, features.dense, size, chance),
        *_of_page(pages, sums, chance, types),
        *_place(pages, sums, size),
    ]
    return np.hstack([np.stack([np.asarray(column, np.float32) for column in columns], axis=1), features.dense])


@cache
def load_second_look(path: Path | None = None) -> Forest:
    """Read the forest.

    Args:
        path: a file made by `bench/train_body.py`; None takes the one that ships with the package.

    Raises:
        WeightsError: the file is missing or damaged, or was made for other measures.
    """
    arrays = read_arrays(path, "body_weights.npz", "body weights")
    if tuple(arrays.get("measures", np.zeros(0)).tolist()) != MEASURES or not {"feature", "threshold", "value"} <= arrays.keys():
        raise WeightsError("body weights were made for another version; run bench/train_body.py, or reinstall pagestrata")
    return forest_of({name: arrays[name] for name in ("feature", "threshold", "value")} | {"bias": 0.0}, 0.0)


def look_again(batch: LineBatch, features: Features, scored: Sequence[LineScores], forest: Forest) -> list[Floats]:
    """How the log-odds of body change for the lines of some pages.

    Args:
        batch: the lines.
        features: `compute_features(batch)`.
        scored: the tagger's scores of each page.
        forest: `load_second_look()`.

    Returns:
        What is to be added to the log-odds of each line, one item a page, shape (lines,).
    """
    if not scored:
        return []
    chance = share_of_body(np.vstack([scores.labels for scores in scored]))
    doubted = (chance > DOUBTED[0]) & (chance < DOUBTED[1])
    change = np.zeros(len(chance))
    if doubted.any():
        told = measure(batch, features, scored)[doubted]
        odds = np.log(chance[doubted] / (1 - chance[doubted]))
        change[doubted] = np.round(HALF * (forest.score(told) - odds), 4)
    return [change[a:b] for a, b in pairwise(batch.first.tolist())]
