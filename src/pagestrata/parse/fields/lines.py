"""Which lines are worth a look for the title, the authors and the day of publication.

The tagger's marks, where a line stands, how long it is, and whether it begins like a by-line or a name or prints a year,
are weighed for all lines of a page at once by a logistic regression (weights in `data/field_weights.json`, made by
`bench/train_fields.py`). Only the few best lines are read closely. This room weighs lines; it reads none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pagestrata.parse.alternations import any_of
from pagestrata.parse.chars import FIRST_HAN, FIRST_HANGUL, HAN, HANGUL, KANA, is_small
from pagestrata.parse.lines import PageLines

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_DATA: Final = files("pagestrata.parse") / "data"
WORDS: Final[dict[str, frozenset[str]]] = {
    name: frozenset(words) for name, words in json.loads((_DATA / "field_words.json").read_text(encoding="utf-8")).items()
}
WEIGHTS: Final = _DATA / "field_weights.json"

_APOSTROPHE: Final = "\u02bc"
_NEAR: Final = np.array([-60, -30, -15, -8, -5, -3, -2, -1, 0, 1, 2, 3, 5, 8, 15])
_END: Final = np.array([-15, -5, -2, 0, 1, 2, 3, 5, 10, 20])
_LENGTH: Final = np.array([5, 10, 15, 20, 30, 40, 60, 80, 110, 150, 250])
_TOP: Final = np.array([1, 3, 6])
BINS: Final = (len(_NEAR) + 1, len(_END) + 1, len(_LENGTH) + 1, len(_NEAR) + 1, len(_TOP) + 1)
"""Sizes of the tables: distance to the body's first line, to its last, length, distance to the likeliest title, line number."""

_CUES: Final = 5
FIRST_CUE: Final = 12
"""Column of the first cue of the line itself; those of the lines above and below follow."""
INTRODUCED: Final = 4
"""Place among the cues of whether a by-line word introduces the line."""
NUMBERS: Final = FIRST_CUE + 3 * _CUES + 2
"""How many numbers the regression takes of each line, besides its place in the tables."""

# In other digits as well, of the Buddhist calendar, and of an era. The first signs come first: they are searched for much faster.
_OTHER_DIGITS: Final = "\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59"
_YEAR: Final = re.compile(
    rf"[12{_OTHER_DIGITS}令平昭民]"
    rf"(?:(?<=[12])(?:[09]\d|5[4-9])\d|(?<=[{_OTHER_DIGITS}])\d{{3}}|(?<=[令平昭民])[和成國国][ \d]{{1,4}}年)"
)
BY_WORDS: Final = frozenset(word.split()[0] for word in WORDS["by"]) - WORDS["by_openings"]
"""First words of by-lines, without those with which other lines begin as well."""

# The first word of a line, behind bullets, dashes and brackets.
_FIRST_WORD: Final = re.compile("[•|–—/*( \xa0\t\uff08\uff3b【-]*\\s*([^\\s\u3001\uff0c\uff0f\uff1a\uff5c】\uff3d\uff09]+)")
_LONGEST_FIRST: Final = 20
_COLON: Final = re.compile("[:\uff1a]")
_LABEL_COLON: Final = re.compile(":")
_LONGEST_LABEL: Final = 24
_BEFORE_COLONS: Final = WORDS["by"] - WORDS["by_openings"]
_LABEL_ENDS: Final = " \xa0\t:\uff1a•-–—"
_LONGEST_BYLINE: Final = 100
# By-lines are looked for so many lines outside and inside both ends of the body.
_OUT_OF_BODY: Final = 120
_INTO_BODY: Final = 25
# Lines before, behind and inside either end of the body that may be nothing but a name, and the most characters and words of such.
_AROUND_BEGIN: Final = (10, 3)
_AROUND_END: Final = (2, 5)
_LONGEST_NAME: Final = 40
_LONGEST_UNSPACED: Final = 8
_MOST_WORDS: Final = 5
_SMALL: Final = WORDS["particles"] | WORDS["and"]
_UNKNOWN: Final = -9.0


@cache
def given_names() -> frozenset[str]:
    """Given names of many languages, in lower case, with each of the signs that pages print for an apostrophe."""
    names = frozenset((_DATA / "given_names.txt").read_text(encoding="utf-8").split())
    return names | {name.replace(_APOSTROPHE, sign) for name in names if _APOSTROPHE in name for sign in "'’"}


# Scripts that print the family's name first and no space behind it: Han (of Chinese, with one sign, and of Japanese, with two), Hangul.
_UNSPACED_NAME: Final = re.compile(
    rf"(?:{any_of(name for name in WORDS['family'] if name < FIRST_HANGUL and len(name) == 1)})[{HAN}]{{1,2}}"
    rf"|(?:{any_of(name for name in WORDS['family'] if len(name) > 1)})[\u3005{KANA}{HAN}]{{1,3}}"
    rf"|(?:{any_of(name for name in WORDS['family'] if name >= FIRST_HANGUL)})[{HANGUL}]{{2}}"
)


def is_unspaced_name(text: str) -> bool:
    """Whether a text is a name as Chinese, Japanese and Korean print it: a common family name, and as many signs as go with it."""
    return text >= FIRST_HAN and _UNSPACED_NAME.fullmatch(text) is not None


@cache
def _first_words() -> dict[str, tuple[bool, bool]]:
    """Words that tell a line by its beginning: whether they begin by-lines, and whether they are given names."""
    return {word: (word in BY_WORDS, word in given_names()) for word in BY_WORDS | given_names()}


@cache
def field_weights() -> dict[str, Any]:
    """The weights of the field rankers."""
    content: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return content


@dataclass(frozen=True, slots=True, eq=False)
class LineWeights:
    """The regression: `dense` has shape (numbers, 3), `tables` one array of shape (bins, 3) for each of BINS."""

    dense: Floats
    tables: tuple[Floats, ...]


@cache
def line_weights() -> LineWeights:
    """The packaged regression."""
    stored = field_weights()["lines"]
    return LineWeights(np.array(stored["dense"], np.float32), tuple(np.array(table, np.float32) for table in stored["tables"]))


def _looks_like_name(text: str) -> bool:
    """Whether a line is as short as a name, and its words have capitals or are of a script that has none."""
    bare = text.strip("()\uff08\uff09/|–—-. ")
    words = bare.split()
    if not words or len(words) > _MOST_WORDS or len(bare) > (_LONGEST_UNSPACED if bare >= FIRST_HAN else _LONGEST_NAME):
        return False
    return not any(map(str.isdigit, bare)) and all(word[0].isalpha() and (not is_small(word[0]) or word in _SMALL) for word in words)


def _introduced(text: str, i: int) -> list[int]:
    """The row in `_cues` of the line that a by-line word introduces where line `i` begins with one: the next, or this one."""
    label = text.rstrip(_LABEL_ENDS)
    if label in WORDS["by"]:
        return [i + 2]
    return [i + 1] if _COLON.split(label)[0].rstrip() in WORDS["by"] else []


def _labelled(texts: Sequence[str], far: Sequence[int]) -> list[int]:
    """The lines that begin with a by-line word and a colon: recipes print `Author: Ann Ferris` among their figures.

    Far from both ends of the body words with which other lines begin as well (`Interview: …`) tell nothing.

    Args:
        texts: the lines of the page.
        far: which of them are asked.
    """
    heads = ((i, texts[i][:_LONGEST_LABEL]) for i in far)
    labels = ((i, head[: found.start()]) for i, head in heads if ":" in head for found in _LABEL_COLON.finditer(head))
    return [i for i, label in labels if label.strip(_LABEL_ENDS).lower() in _BEFORE_COLONS]


def _cues(lines: PageLines, starts: Ints, sizes: Ints, edges: tuple[int, int]) -> Floats:
    """What tells each line, shape (lines + 2, _CUES), padded.

    Whether it prints a year, begins with a by-line word or a given name, looks like a name, or is introduced by a by-line word that stands
    alone above it or before its colon.
    """
    cues = np.zeros((len(lines) + 2, _CUES), np.float32)
    years = [found.start() for found in _YEAR.finditer(lines.text)]
    cues[np.searchsorted(starts, years, side="right"), 0] = 1
    cues[0] = 0
    begins, text = _first_words(), lines.text
    short = sizes < _LONGEST_BYLINE
    short[edges[0] + _INTO_BODY : max(edges[1] - _INTO_BODY, 0)] = False
    short[: max(edges[0] - _OUT_OF_BODY, 0)] = False
    short[edges[1] + _OUT_OF_BODY :] = False
    # Written at once below: setting them one by one takes as long as finding them.
    by_lines, name_lines, introduced = [], [], []
    for i in np.flatnonzero(short).tolist():
        start = lines.starts[i]
        first = _FIRST_WORD.match(text, start, start + _LONGEST_FIRST)
        if not first:
            continue
        word = first[1]
        if of := begins.get(word.rstrip(":,").lower()):
            if of[0]:
                by_lines.append(i + 1)
                introduced += _introduced(text[first.start(1) : lines.ends[i]].lower(), i)
            if of[1] and word[0].isupper():
                name_lines.append(i + 1)
        elif word >= FIRST_HAN and is_unspaced_name(word):
            name_lines.append(i + 1)
    introduced += [i + 1 for i in _labelled(lines.texts, np.flatnonzero((sizes < _LONGEST_BYLINE) & ~short).tolist())]
    cues[by_lines, 1] = 1
    cues[name_lines, 2] = 1
    cues[introduced, INTRODUCED] = 1
    begin, end = (range(edge - before, edge + behind) for edge, (before, behind) in zip(edges, (_AROUND_BEGIN, _AROUND_END), strict=True))
    cues[[i + 1 for i in {*begin, *end} if 0 <= i < len(lines) and sizes[i] <= _LONGEST_NAME and _looks_like_name(lines.line(i))], 3] = 1
    return cues


def line_numbers(lines: PageLines, odds: Floats, body: Floats, edges: tuple[int, int]) -> tuple[Floats, tuple[Ints, ...]]:
    """What the regression looks at.

    Args:
        lines: the page.
        odds: log-odds of title, author and published, shape (lines, 3).
        body: probability that a line is body, shape (lines,).
        edges: first and last line of the body.

    Returns:
        Numbers of each line, shape (lines, numbers), and its bin in each table.
    """
    count = len(lines)
    starts = np.array(lines.starts, np.int64)
    sizes = np.array(lines.ends, np.int64) - starts
    cues = _cues(lines, starts, sizes, edges)
    place = np.arange(count)
    # Filled part by part: stacking them takes twice as long.
    dense = np.empty((count, NUMBERS), np.float32)
    dense[:, 0:3] = odds
    dense[:-1, 3:6], dense[-1, 3:6] = odds[1:], _UNKNOWN
    dense[1:, 6:9], dense[0, 6:9] = odds[:-1], _UNKNOWN
    dense[:, 9:12] = odds - odds.max(axis=0)
    for number, near in enumerate((cues[1:-1], cues[:-2], cues[2:])):
        dense[:, FIRST_CUE + number * _CUES : FIRST_CUE + (number + 1) * _CUES] = near
    dense[:, -2] = body
    dense[:, -1] = np.minimum(np.array(lines.blanks, np.float32), 3)
    bins = (
        np.searchsorted(_NEAR, place - edges[0], side="right"),
        np.searchsorted(_END, place - edges[1], side="right"),
        np.searchsorted(_LENGTH, sizes, side="right"),
        np.searchsorted(_NEAR, place - int(odds[:, 0].argmax()), side="right"),
        np.searchsorted(_TOP, place, side="right"),
    )
    return dense, bins


def weigh_lines(lines: PageLines, odds: Floats, body: Floats, edges: tuple[int, int], weights: LineWeights) -> Floats:
    """How much each line is worth a look for each field; arguments as in `line_numbers`.

    Returns:
        Log-odds up to a constant, shape (lines, 3).
    """
    dense, bins = line_numbers(lines, odds, body, edges)
    worth = dense @ weights.dense
    for table, where in zip(weights.tables, bins, strict=True):
        worth += table[where]
    return np.asarray(worth, np.float32)
