"""What each line of a stretch of a page looks like to one who knows comment layouts: dates, words, markers, repetition.

The words are those of `data/layouts.toml` and CLDR's names of months and days; nothing here depends on which of them a
page uses. This room describes lines by numbers; it does not decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.parse.chars import HAN, KANA
from pagestrata.parse.dates.relative import DATE_WORDS, TIME_WORDS
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.layouts import learned_words
from pagestrata.parse.threads.shapes import LONGEST, TOKEN, recurrence, recurring, shape_of

Floats = npt.NDArray[np.float64]

_DATE: Final = re.compile(r"\d{1,4}(?P<sign>[./-])\s?\d{1,2}(?P=sign)\s?\d{2,4}|\d{2,4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}")
_CLOCK: Final = re.compile(r"\d[:h.]\d\d")
_SHORT_AGO: Final = re.compile(r"\d{1,3}(?:mo|min|[smhdwy])\b")
# These signs, and those at the end of a line below, are what the networks have learned from: `chars` has the ones that grow.
_MARKER: Final = re.compile(r"(?P<bullet>[•◦*▪‣●])\s|\(?(?P<number>\d{1,4})[.)]\s")
_CAPITAL: Final = re.compile(r"(?<![^\W\d_])[A-ZÀ-ÖØ-ÞŁŚŻŹĆĄĘĞŞŠŽČА-ЯΑ-Ω]")
_HASH_NUMBER: Final = re.compile(r"#\d")
_MANY: Final = 12
"""Words from which a line is running text."""
_UNSPACED: Final = re.compile(f"[{KANA}{HAN}]")
_SIGNS_A_WORD: Final = 2
"""Signs of scripts without spaces that count as one word."""


_SAYS, _BY, _POSTED, _MONTH, _DAY, _AGO, _CONTROL, _RANK, _AVATAR, _LABEL, _HEADING, _FORM, _CONNECTOR = (1 << i for i in range(13))
"""What a word hints at; plain numbers, as every word of a stretch is asked for its own."""
_TIMELY: Final = _MONTH | _DAY | _CONNECTOR | _AGO

_LISTS: Final = (
    (_SAYS, ("says",)),
    (_BY, ("by_bare", "by")),
    (_POSTED, ("posted",)),
    (_CONTROL, ("control",)),
    (_RANK, ("rank",)),
    (_AVATAR, ("avatar",)),
    (_LABEL, ("label", "not_posted", "place")),
    (_HEADING, ("heading",)),
    (_FORM, ("form",)),
    (_CONNECTOR, ("before_time",)),
)


@cache
def _cues() -> dict[str, int]:
    found: dict[str, int] = {}
    for cue, names in _LISTS:
        for name in names:
            for phrase in learned_words(name):
                tokens = TOKEN.findall(phrase)
                # Of a phrase its last word, the rarest as a rule: `a écrit`, `reply to comment`.
                if tokens and (len(tokens) == 1 or cue in {_SAYS, _AVATAR}):
                    found[tokens[-1]] = found.get(tokens[-1], 0) | cue
    for name in (*DATE_WORDS["months"], *DATE_WORDS["right_to_left_months"], *DATE_WORDS["board_months"]):
        found[name] = found.get(name, 0) | _MONTH
    for name in DATE_WORDS["weekdays"]:
        found[name] = found.get(name, 0) | _DAY
    units = " ".join(TIME_WORDS["units"].values()).split()
    for name in (*units, *TIME_WORDS["short_units"], *TIME_WORDS["before"], *TIME_WORDS["after"], *TIME_WORDS["days_back"]):
        found[name] = found.get(name, 0) | _AGO
    for name in (*TIME_WORDS["connectors"], "am", "pm", "uhr"):
        found[name] = found.get(name, 0) | _CONNECTOR
    return found


@cache
def _time_words() -> frozenset[str]:
    return frozenset(word for word, cue in _cues().items() if cue & _TIMELY)


CUES: Final = (
    "chars",
    "words",
    "few",
    "many",
    "indent",
    "deeper",
    "shallower",
    "blanks",
    "bullet",
    "number",
    "continues",
    "digits",
    "date",
    "clock",
    "ago",
    "only_time",
    "says",
    "says_last",
    "by_first",
    "posted_first",
    "control_all",
    "control_any",
    "rank",
    "avatar",
    "label_first",
    "heading",
    "form",
    "capitals",
    "colon",
    "stop",
    "link_piece",
    "same_text",
    "hash_number",
    "at_sign",
    *(f"{kind}_{what}" for kind in ("fixed", "known") for what in ("lines", "bodies", "gap", "span", "back")),
    "best_fixed",
    "best_known",
    "since_heading",
    "to_form",
    "place",
)
"""Names of the columns of `line_cues`."""


def _row(text: str, tokens: list[str]) -> list[float]:
    """The columns that rest on one line alone, from `digits` to `at_sign`; the text is short."""
    table = _cues()
    every, first, last, named, left = 0, -1, 0, 0, 0
    digits, control = False, True
    for token in tokens:
        if not token[0].isalnum():
            continue
        flag = table.get(token, 0)
        every |= flag
        first, last = flag if first < 0 else first, flag
        if token[0].isalpha():
            named += 1
            left += not flag & _TIMELY
            control = control and bool(flag & (_CONTROL | _HEADING))
            digits = digits or token[-1].isdigit()
        else:
            digits = True
    date = digits and bool(_DATE.search(text) or (every & _MONTH and len(tokens) > 1))
    clock = digits and _CLOCK.search(text) is not None
    ago = digits and (bool(every & _AGO) or _SHORT_AGO.search(text) is not None)
    first = max(first, 0)
    end = text[-1]
    return [
        digits,
        date,
        clock,
        ago,
        (date or ago or clock) and left == 0,
        every & _SAYS > 0,
        last & _SAYS > 0,
        first & _BY > 0,
        first & _POSTED > 0,
        control and (named > 0 or digits),
        every & _CONTROL > 0,
        every & _RANK > 0,
        every & _AVATAR > 0,
        first & _LABEL > 0,
        every & _HEADING > 0,
        every & _FORM > 0,
        min(1.0, len(_CAPITAL.findall(text)) / max(1, named)),
        end == ":",
        end in ".!?…",
        text[0] == "[" or end == "]",
        0.0,
        digits and _HASH_NUMBER.search(text) is not None,
        text[0] == "@",
    ]


_ALONE: Final = 23
_LONG_ROW: Final = [0.0] * _ALONE
_SAME: Final = 20


def _numbers(lines: PageLines, begin: int, end: int) -> tuple[list[float], list[float], list[float]]:
    """Whether each line has a bullet, has a number, and whether its number goes on counting."""
    bullets, numbers, continues = [], [], []
    last: dict[int, int] = {}
    text = lines.text
    for i in range(begin, end):
        found = _MARKER.match(text, lines.starts[i])
        number = int(found["number"]) if found and found["number"] else None
        bullets.append(float(bool(found and found["bullet"])))
        numbers.append(float(number is not None))
        before = max((last.get(lines.indents[i] + shift, -9) for shift in (0, 1)), default=-9)
        continues.append(float(number is not None and (number == before + 1)))
        if number is not None:
            last[lines.indents[i]] = number
    return bullets, numbers, continues


def _shapes(texts: list[str], known: Mapping[str, list[str]]) -> tuple[list[str], list[str]]:
    """Two shapes a line: by the words that recur on the page, and by the words that layouts are known to use.

    Args:
        texts: the lines.
        known: words and signs of each text; none of running text.
    """
    table, times = _cues(), _time_words()
    fixed = recurring([known[text] for text in texts], max(3, len(texts) // 60))
    # A line that the page repeats is shaped once.
    by_page = {text: shape_of(line, times, fixed) if line else "" for text, line in known.items()}
    by_words = {text: shape_of(line, times, table) if line else "" for text, line in known.items()}
    return [by_page[text] for text in texts], [by_words[text] for text in texts]


def _spaces(text: str) -> int:
    """Spaces of a line, with those that scripts without spaces would have."""
    return text.count(" ") + (0 if text.isascii() else len(_UNSPACED.findall(text)) // _SIGNS_A_WORD)


@dataclass(frozen=True, slots=True, eq=False)
class LineCues:
    """Cues of a stretch of lines.

    Attributes:
        columns: shape (lines, len(CUES)).
        groups: number of each line's shape by the words that recur, and by those that are known; -1 for none; shape (lines, 2).
    """

    columns: Floats
    groups: npt.NDArray[np.int64]


def line_cues(lines: PageLines, begin: int, end: int) -> LineCues:
    """Cues of the lines from `begin` to `end`, end exclusive."""
    count = end - begin
    texts = [lines.line(i) for i in range(begin, end)]
    same = Counter(texts)
    known = {text: TOKEN.findall(text.lower()) if len(text) <= LONGEST else [] for text in same}
    rows = {text: _row(text, line) if line else _LONG_ROW for text, line in known.items()}
    alone = np.array([rows[text] for text in texts], float).reshape(count, _ALONE)
    alone[:, _SAME] = np.log1p([same[text] - 1 if known[text] else 0 for text in texts])
    sizes = [len(text) for text in texts]
    chars = [0]
    for size in sizes:
        chars.append(chars[-1] + size)
    recur = [recurrence(shapes, chars, sizes) for shapes in _shapes(texts, known)]
    best = []
    for one in recur:
        weight = one.columns[:, 0] * one.columns[:, 1] * (one.columns[:, 2] > 0)
        best.append(weight / max(1e-9, weight.max(initial=0.0)))
    spaces = np.array([_spaces(text) for text in texts], float)
    indents = np.array(lines.indents[begin:end], float)
    step = np.diff(indents, prepend=indents[:1])
    number = np.arange(count)
    heading = np.flatnonzero((alone[:, 14] > 0) & (spaces < 9))
    form = np.flatnonzero(alone[:, 15] > 0)
    since, until = np.full(count, 400), np.full(count, 400)
    if len(heading):
        since = number - heading[np.maximum(np.searchsorted(heading, number, side="right") - 1, 0)]
    if len(form):
        until = form[np.minimum(np.searchsorted(form, number), len(form) - 1)] - number
    columns = np.column_stack(
        (
            np.log1p(sizes) / 5,
            np.log1p(spaces) / 3,
            spaces < 3,
            spaces >= _MANY,
            np.log1p(indents) / 3,
            step > 0,
            step < 0,
            np.minimum(lines.blanks[begin:end], 2),
            *_numbers(lines, begin, end),
            alone,
            recur[0].columns,
            recur[1].columns,
            *best,
            np.log1p(np.where(since < 0, 400, since)) / 6,
            np.log1p(np.where(until < 0, 400, until)) / 6,
            (begin + number) / max(1, len(lines)),
        )
    )
    return LineCues(columns, np.column_stack([one.group for one in recur]))
