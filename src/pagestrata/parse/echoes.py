"""Echoes: where the words of a line stand again on its page.

The caption below a picture repeats its alternative text, an article keeps to its topic, a list of links does not; and words
that stand in most long lines are the page's function words, whatever its language. All words of a batch are sorted once.
This room counts; it knows no word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.parse.lines import Ints, LineBatch
from pagestrata.parse.words import Words, count_marked, grouped, keys_by_page

LONG_LINE: Final = 10
"""Words from which a line is long; jusText calls a block long from 200 characters on, about twice that."""

_FAR: Final = 1 << 20
_BESIDE: Final = 2  # lines
_NEAR: Final = 15  # lines
_COMMON: Final = 0.3
"""Share of the page's long lines from which a word is no word of the topic."""

ECHOES: Final = ("echo_back", "echo_ahead", "topic_page", "topic_near", "new_words", "function_mean", "function_top")
"""Names of the columns: shares of a line's words that stand on a line just before and just after it, of its words of the topic
that stand on another long line of the page and on a line near, of words that the page has not had before; mean and
greatest share of the page's long lines that its words stand on."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Echoes:
    """Where the words of a batch stand again on their page.

    Attributes:
        back, ahead: lines to the nearest line before and after that has the word, _FAR where there is none, shape (words,).
        elsewhere: long lines of the page, other than the word's own, that have it, shape (words,).
        common: their share of all long lines of the page, shape (words,).
    """

    back: Ints
    ahead: Ints
    elsewhere: Ints
    common: Floats


def find_echoes(words: Words, batch: LineBatch, count: Ints) -> Echoes:
    """Find every word of a batch again.

    Args:
        words: one word at least.
        batch: the lines.
        count: words of each line, shape (lines,).
    """
    keys = keys_by_page(words.hash, batch.page[words.line])
    order = grouped(keys)
    line, ordered = words.line[order], keys[order]
    new_key = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    new_line = new_key | np.concatenate(([True], line[1:] != line[:-1]))
    at = np.flatnonzero(new_line)  # one entry a word and line
    gap = np.where(new_key[at[1:]], _FAR, np.diff(line[at]))
    is_long = (count[line[at]] >= LONG_LINE).astype(np.int64)
    key = np.cumsum(new_key[at]) - 1
    elsewhere = np.bincount(key, weights=is_long)[key].astype(np.int64) - is_long
    total = np.bincount(batch.page[count >= LONG_LINE], minlength=len(batch.texts))[batch.page[line[at]]]
    place = np.empty(len(order), np.int64)
    place[order] = np.cumsum(new_line) - 1
    back, ahead = np.concatenate(([_FAR], gap)), np.concatenate((gap, [_FAR]))
    return Echoes(back[place], ahead[place], elsewhere[place], (elsewhere / (total + 2.0))[place])


def echo_columns(words: Words, batch: LineBatch, count: Ints) -> dict[str, npt.NDArray[np.generic]]:
    """The columns named in ECHOES; arguments as in `find_echoes`, but the batch may have no words."""
    if not len(words.line):
        return {name: np.zeros(len(count), np.float32) for name in ECHOES}
    found = find_echoes(words, batch, count)
    topical = found.common < _COMMON
    near = np.minimum(found.back, found.ahead)

    def share(mask: npt.NDArray[np.bool_], of: npt.NDArray[np.integer]) -> Floats:
        return np.asarray(count_marked(words, mask) / np.maximum(of, 1))

    topics = count_marked(words, topical)
    filled = count > 0
    mean, top = np.zeros(len(count)), np.zeros(len(count))
    mean[filled] = np.add.reduceat(found.common, words.first[:-1][filled])
    top[filled] = np.maximum.reduceat(found.common, words.first[:-1][filled])
    columns = (
        share(found.back <= _BESIDE, count),
        share(found.ahead <= _BESIDE, count),
        share(topical & (found.elsewhere > 0), topics),
        share(topical & (near <= _NEAR) & (near > _BESIDE), topics),
        share(found.back == _FAR, count),
        (mean / np.maximum(count, 1)).astype(np.float32),
        top.astype(np.float32),
    )
    return dict(zip(ECHOES, columns, strict=True))
