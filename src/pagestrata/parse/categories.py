"""What each line of boilerplate is there for.

A line is decided, in this order, by a phrase of the lexicon (`data/categories.toml`, in many languages), by its shape (a
date, a copyright sign), by the line above it that it belongs to, or by its place before or after the article. The
reason names which. This room judges lines that are boilerplate already; no site and no language has a branch here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from pagestrata.parse.chars import COLONS, LIST_SIGNS, STATEMENT_ENDS
from pagestrata.parse.dates import find_times
from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import PageLines, count_words
from pagestrata.records import Category

_BODY: Final = LABELS.index("body")
_TOKENS: Final = re.compile(r"[^\W\d_]+|\d+|%")
_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"\d+")
_LONGEST_SEARCHED: Final = 300
_LONGEST_DATE: Final = 60
# A line of so many words or fewer says what the lines below it are.
_HEADING_WORDS: Final = 6
_BAR: Final = re.compile(r"\s[|›»·>/]\s")
_PIECES: Final = 2
_NAVIGATION_WORDS: Final = 4
_TEASER_WORDS: Final = 20
# A gap of so many blank lines ends what a heading says.
_GAP: Final = 3

_BULLETS: Final = f"{LIST_SIGNS}·-–"
# Categories whose members are links of a few words.
_LINKS: Final = (Category.NAVIGATION, Category.WIDGET)

Decision = tuple[Category, str]


class _Judged(NamedTuple):
    """A line by itself: what its words say, whether it heads the lines below, what its shape says, its number of words."""

    phrase: Decision | None
    heads: bool
    shape: Decision | None
    words: int


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Phrases by their longest word; `alone` phrases by the whole line; `whole` is both kinds by the whole line."""

    anywhere: dict[str, tuple[tuple[str, Category], ...]]
    alone: dict[str, Category]
    whole: dict[str, Category]
    spread: dict[Category, int]


@cache
def _lexicon() -> _Lexicon:
    content: dict[str, Any] = tomllib.loads((files("pagestrata.parse") / "data" / "categories.toml").read_text(encoding="utf-8"))
    spread = {Category(name): count for name, count in content.pop("spread").items()}
    anywhere: dict[str, list[tuple[str, Category]]] = {}
    alone: dict[str, Category] = {}
    for name, lists in content.items():
        for phrase in lists["anywhere"]:
            key = _key(phrase)
            anywhere.setdefault(max(key.split(), key=len), []).append((f" {key} ", Category(name)))
        for phrase in lists["alone"]:
            alone.setdefault(_key(phrase), Category(name))
    whole = {phrase.strip(): category for found in anywhere.values() for phrase, category in found} | alone
    return _Lexicon({word: tuple(found) for word, found in anywhere.items()}, alone, whole, spread)


def _key(text: str) -> str:
    """The words of a text in lower case, every number as 0."""
    key = " ".join(_TOKENS.findall(text.lower().replace("\xad", "")))
    return _NUMBER.sub("0", key)


@lru_cache(maxsize=1 << 15)
def said_alone(text: str) -> Category | None:
    """The category of a line that is one phrase of the lexicon and nothing else."""
    return _lexicon().whole.get(_key(text))


def _by_phrase(key: str, words: Sequence[str]) -> Decision | None:
    """The category that a line's words give it, by the longest phrase that it holds."""
    lexicon = _lexicon()
    if key in lexicon.alone:
        return lexicon.alone[key], f"phrase {key}"
    best: tuple[str, Category] | None = None
    spaced = f" {key} "
    for word in words:
        for phrase, category in lexicon.anywhere.get(word, ()):
            if (best is None or (len(phrase), phrase) > (len(best[0]), best[0])) and phrase in spaced:
                best = phrase, category
    return (best[1], f"phrase{best[0].rstrip()}") if best else None


def _by_shape(text: str) -> Decision | None:
    """A line with a copyright sign, one that is mostly a date, or a row of words between bars."""
    if "©" in text or "(c) 20" in text.lower():
        return Category.LEGAL, "sign ©"
    if len(text) <= _LONGEST_DATE and _DIGIT.search(text):
        times = find_times(text)
        if times and times[0].at and sum(time.end - time.start for time in times) * 5 >= len(text) * 2:
            return Category.PAGE_DATE, "date"
    pieces = _BAR.split(text)
    if len(pieces) > _PIECES and all(count_words(piece) <= _NAVIGATION_WORDS for piece in pieces):
        return Category.NAVIGATION, "words between bars"
    return None


@lru_cache(maxsize=1 << 15)
def _judge(text: str) -> _Judged:
    """What a line says by itself; most lines of a site stand on many of its pages."""
    key = _key(text)
    words = key.split(" ")
    phrase = _by_phrase(key, words)
    heads = phrase is not None and len(words) <= _HEADING_WORDS
    return _Judged(phrase, heads, None if phrase else _by_shape(text), count_words(text) - (text[0] in _BULLETS))


def _by_place(text: str, words: int, before: bool) -> Decision:
    """What is left is told by its length and by which side of the article it stands on."""
    side = "before the article" if before else "after the article"
    if words <= _NAVIGATION_WORDS:
        return Category.NAVIGATION, f"few words {side}"
    if text[0] in _BULLETS and words <= _HEADING_WORDS:
        return Category.NAVIGATION, f"list item {side}"
    if before:
        return Category.MASTHEAD, f"sentence {side}"
    if words <= _TEASER_WORDS and text[-1] not in STATEMENT_ENDS:
        return Category.RELATED, f"teaser {side}"
    return Category.OTHER, f"prose {side}"


def categorize(lines: PageLines, scores: LineScores, rest: Sequence[int]) -> tuple[tuple[int, Category, str], ...]:
    """The category of each line of boilerplate.

    Args:
        lines: the page.
        scores: the tagger's.
        rest: the lines that are neither article nor comment, in order.

    Returns:
        Each line with its category and the reason, in the order of `rest`.
    """
    if not rest:
        return ()
    # The first line that is kept divides the page; where none is, the one that is most like a body.
    whole = len(rest) == len(lines)
    first = int(scores.labels[:, _BODY].argmax()) if whole else next((place for place, i in enumerate(rest) if i != place), len(rest))
    found: list[tuple[int, Category, str]] = []
    heading: tuple[Category, int] | None = None
    above = -1
    for i in rest:
        text = lines.text[lines.starts[i] : min(lines.ends[i], lines.starts[i] + _LONGEST_SEARCHED)]
        judged = _judge(text)
        adjoins = above == i - 1 and lines.blanks[i] < _GAP
        if judged.phrase:
            decision = judged.phrase
        elif found and adjoins and text[0].islower():
            decision = found[-1][1], "goes on from the line above"
        else:
            decision = judged.shape or (_below(heading, judged.words) if adjoins else None) or _by_place(text, judged.words, i < first)
        if judged.phrase or not adjoins:
            reach = _lexicon().spread.get(decision[0], 0)
            heading = (decision[0], reach) if judged.heads and reach else None
        elif heading:
            heading = (heading[0], heading[1] - 1)
        found.append((i, *decision))
        above = i
    return _with_headings(found, lines)


def _below(heading: tuple[Category, int] | None, words: int) -> Decision | None:
    if heading is None or heading[1] <= 0 or (words > _NAVIGATION_WORDS and heading[0] in _LINKS):
        return None
    return heading[0], f"below {heading[0].value}"


def _with_headings(found: list[tuple[int, Category, str]], lines: PageLines) -> tuple[tuple[int, Category, str], ...]:
    """A few words over a text that speaks of the site or the author, or with a colon at their end, are a heading."""
    for place in range(len(found) - 2, -1, -1):
        i, category, reason = found[place]
        below = found[place + 1]
        undecided = category is Category.NAVIGATION and reason.startswith("few words") and below[0] == i + 1
        if undecided and (below[1] is Category.ABOUT or lines.text[lines.ends[i] - 1] in COLONS):
            found[place] = (i, below[1], "heading of the text below")
    return tuple(found)
