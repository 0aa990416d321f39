"""langdetect's trials, for many texts at once: n-grams drawn at random, until one language is sure.

`random.Random(0)` is replayed from the numbers it draws, for langdetect seeds every detection alike. Each text walks at its own
pace; what is drawn and multiplied for it is the same whichever others walk beside it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from langdetect.detector import Detector

from pagestrata.language.profiles import profiles

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_TRIALS: Final = 7  # Detector.__init__ sets n_trial
_DRAWS: Final = 5  # Detector._detect_block normalises after one draw, and at every fifth after it
_LOOKS: Final = 8
"""Times that probabilities are looked at in one step. A quarter of all trials end in their first one; steps of three to six take longer."""
_AHEAD: Final = 96
"""Random numbers that a step may use up: each n-gram that is drawn takes one or two."""
_MOST_LOOKS: Final = Detector.ITERATION_LIMIT // _DRAWS + 1
"""Looks of one trial: after the first draw, and the last one of which it ends at the limit."""
_MOST_DRAWN: Final = 1 << 15
"""More numbers than any detection draws: seven trials of a thousand n-grams each, of at least every other number."""


@lru_cache(maxsize=1)
def _drawn_numbers() -> npt.NDArray[np.uint32]:
    drawn = random.Random(0)  # noqa: S311 - langdetect's own draws
    return np.array([drawn.getrandbits(32) for _ in range(_MOST_DRAWN)], np.uint32)


def _random(at: int) -> float:
    """A number from 0 to 1, of two as the Mersenne Twister makes it (genrand_res53; Matsumoto and Nishimura, 1998)."""
    high, low = _drawn_numbers()[at : at + 2].tolist()
    return float(((high >> 5) * 67108864.0 + (low >> 6)) * (1.0 / 9007199254740992.0))


@lru_cache(maxsize=1 << 12)
def _weights(at: int) -> tuple[float, float]:
    """What two trials add to every share: `random.gauss` makes two numbers of the four drawn at a place (Box and Muller, 1958)."""
    angle, radius = _random(at) * math.tau, math.sqrt(-2.0 * math.log(1.0 - _random(at + 2)))
    first, second = (
        (Detector.ALPHA_DEFAULT + turn(angle) * radius * Detector.ALPHA_WIDTH) / Detector.BASE_FREQ for turn in (math.cos, math.sin)
    )
    return first, second


@dataclass(slots=True)
class _Walk:
    """Where each text is in its trials; every array has one entry a text.

    Attributes:
        at: the random number that comes next.
        pair: where the numbers stand from which the trial's weight is made.
        trial: trials that are over.
        left: looks that the trial may still take.
        weight: what the trial adds to every share.
        prob: probabilities of the languages so far, shape (texts, languages).
        total: sum over the trials that are over, same shape.
        prior: probabilities with which a trial begins, same shape (`Detector.set_prior_map`).
    """

    at: Ints
    pair: Ints
    trial: Ints
    left: Ints
    weight: Floats
    prob: Floats
    total: Floats
    prior: Floats


def run_trials(found: Sequence[npt.NDArray[np.int32]], possible: npt.NDArray[np.bool_] | None = None) -> Floats:
    """Probabilities of the languages of some texts, each the mean of _TRIALS trials.

    Args:
        found: rows of `profiles()` of the n-grams of each text.
        possible: which languages each text can be in, at least one, shape (texts, languages); None where all are.

    Returns:
        Shape (texts, languages); all 0 for a text without n-grams.
    """
    size = np.array([len(rows) for rows in found], np.int64)
    first, grams = np.cumsum(size) - size, np.concatenate([*found, np.zeros(1, np.int32)])
    shape = len(found), len(profiles().languages)
    at, pair, trial, left = np.zeros((4, len(found)), np.int64)
    prior = np.ones(shape) if possible is None else possible.astype(np.float64)
    walk = _Walk(at, pair, trial, left, np.zeros(len(found)), np.ones(shape), np.zeros(shape), prior)
    going = np.flatnonzero(size)
    _begin(walk, going)
    while len(going):
        # A trial is first looked at after one draw: as if others had been drawn before it that change nothing.
        nth = np.arange(_LOOKS * _DRAWS) - np.where(walk.left[going] == _MOST_LOOKS, _DRAWS - 1, 0)[:, None]
        places, used, enough = _draw(walk.at[going], size[going], nth)
        factors = profiles().matrix.take(grams[first[going, None] + places], axis=0)
        factors += walk.weight[going, None, None]
        factors[nth < 0] = 1.0
        probs = _looked_at(factors, walk.prob[going])
        looks = np.minimum(enough, walk.left[going])
        is_sure = (np.maximum.reduce(probs, axis=2) > Detector.CONV_THRESHOLD) & (np.arange(_LOOKS) < looks[:, None])
        sure = is_sure.any(axis=1)
        last, each = np.where(sure, is_sure.argmax(axis=1), looks - 1), np.arange(len(going))
        walk.at[going] += used[each, (last + 1) * _DRAWS - 1]
        walk.prob[going] = probs[each, last]
        walk.left[going] -= looks
        over = going[sure | (walk.left[going] == 0)]
        walk.total[over] += walk.prob[over] / _TRIALS
        walk.trial[over] += 1
        _begin(walk, over[walk.trial[over] < _TRIALS])
        going = going[walk.trial[going] < _TRIALS]
    return walk.total


def _draw(at: Ints, size: Ints, nth: Ints) -> tuple[Ints, Ints, Ints]:
    """What `random.choice` draws for some texts, from the numbers that come next.

    Args:
        at: the random number that comes next, for each text.
        size: its n-grams.
        nth: which draws are asked for, from 0, shape (texts, draws); negative ones are none.

    Returns:
        For each draw the place of its n-gram and how many numbers are used up with it, and for each text how many looks the numbers
        suffice for, _LOOKS at most.
    """
    numbers = np.lib.stride_tricks.sliding_window_view(_drawn_numbers(), _AHEAD)[at]
    places = numbers >> (32 - np.frexp(size)[1].astype(np.uint32))[:, None]
    # Those that are below the number of n-grams; others are thrown away.
    is_place = places < size[:, None]
    draws, taken = is_place.sum(axis=1), np.flatnonzero(is_place)
    chosen = taken[(np.cumsum(draws) - draws)[:, None] + np.minimum(np.maximum(nth, 0), draws[:, None] - 1)]
    used = chosen - np.arange(len(at))[:, None] * _AHEAD + 1
    return places.ravel()[chosen], used, np.minimum((draws - nth[:, 0]) // _DRAWS, _LOOKS)


def _begin(walk: _Walk, texts: Ints) -> None:
    """Begin the next trial of some texts; of the two weights that four numbers make, the second is for the trial after."""
    for text in texts.tolist():
        is_second = walk.trial[text] % 2
        if not is_second:
            walk.pair[text] = walk.at[text]
            walk.at[text] += 4
        walk.weight[text] = _weights(int(walk.pair[text]))[is_second]
    walk.prob[texts], walk.left[texts] = walk.prior[texts], _MOST_LOOKS


def _looked_at(factors: Floats, prob: Floats) -> Floats:
    """Probabilities at each look, shape (texts, looks, languages), from those before and what each draw multiplies them by."""
    texts, draws, languages = factors.shape
    by_look: Floats = np.multiply.reduce(factors.reshape(texts, draws // _DRAWS, _DRAWS, languages), axis=2)
    by_look[:, 0] *= prob
    by_look /= np.maximum.reduce(by_look, axis=2)[:, :, None]  # else products of many draws are too small for a number
    # What `accumulate` gives, in a third of its time.
    for look in range(1, by_look.shape[1]):
        by_look[:, look] *= by_look[:, look - 1]
    # Languages first, so that they are added one after the other, as langdetect does.
    by_look /= np.add.reduce(by_look.transpose(2, 0, 1).copy(), axis=0)[:, :, None]
    return by_look
