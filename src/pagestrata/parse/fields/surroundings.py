"""What stands around a line that may be the headline: credits of pictures, days, by-lines, and lines that say it again.

Alternative texts of pictures look like headlines; what stands beside them tells the two apart. This room measures; the ranker, which
learns from it, chooses. What captions say of a picture is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from pagestrata.parse.chars import CLOSING_QUOTES, FIRST_UNSPACED, OPENING_QUOTES, is_small
from pagestrata.parse.dates import find_times
from pagestrata.parse.fields.lines import WORDS
from pagestrata.parse.fields.people import is_person
from pagestrata.parse.fields.readings import CUE
from pagestrata.parse.fields.scene import words_of

_LONGEST_CREDIT: Final = 60
"""Characters at the end of a caption that tell of the picture."""
_CAPTION_SIGNS: Final = tuple(sorted(word for word in WORDS["captions"] if not word.isalpha() or word >= FIRST_UNSPACED))
_QUOTES: Final = f" \"'\u201e{CLOSING_QUOTES}{OPENING_QUOTES}"
_SHORTEST_QUOTED: Final = 12
"""Characters of a text that is looked for inside of others."""
AROUND: Final = 3
"""Lines above and below a headline in which its day and its by-line are looked for."""
_BEGINNING: Final = 24
"""Characters of a headline that breadcrumbs and lists say again where they cut it off; an ideograph counts two."""
_DIGIT: Final = re.compile(r"\d")
_RECENT: Final = 1 << 12
"""Lines that are remembered as by-lines or none: pages of one site have most of theirs in common."""
LONGEST_BESIDE: Final = 90
"""Characters of a line that is a day, a by-line or the like and little else; a longer one stands alone."""
_MOST_AGAIN: Final = 4
"""More lines that say a headline again tell no more."""


def credits_around(lines: Sequence[str], i: int) -> tuple[bool, bool, bool]:
    """Whether line `i` and those above and below tell of a picture at their ends: `Photograph: Suki Bell`, `写真：大庭修`."""
    return (
        _is_credited(lines[i]),
        i > 0 and _is_credited(lines[i - 1]),
        i + 1 < len(lines) and _is_credited(lines[i + 1]),
    )


def _is_credited(line: str) -> bool:
    end = line[-_LONGEST_CREDIT:]
    return not WORDS["captions"].isdisjoint(words_of(end)) or any(sign in end for sign in _CAPTION_SIGNS)


def distances(told: Sequence[tuple[bool, bool]], i: int) -> tuple[int, int, int, int]:
    """How many lines above and below line `i` a day is printed, and how many a by-line begins; more than are looked at for none.

    Args:
        told: whether each line prints a day, and whether it is a by-line.
        i: the line.
    """
    up, down = told[max(i - AROUND, 0) : i][::-1], told[i + 1 : i + 1 + AROUND]
    days, by_lines = ([next((n for n, line in enumerate(way) if line[kind]), AROUND) for way in (up, down)] for kind in (0, 1))
    return days[0], days[1], by_lines[0], by_lines[1]


def days_and_bylines(lines: Sequence[str], asked: Iterable[int]) -> list[tuple[bool, bool]]:
    """Whether each short line near those asked for prints a day, and whether it is a by-line; False for all others."""
    around = {k for i in asked for k in range(max(i - AROUND, 0), min(i + 1 + AROUND, len(lines)))}
    told = [(False, False)] * len(lines)
    for k in around:
        line = lines[k]
        if len(line) <= LONGEST_BESIDE:
            told[k] = prints_day(line), is_byline(line)
    return told


def prints_day(line: str) -> bool:
    """Whether a line prints a day, or a time of one."""
    return _DIGIT.search(line) is not None and bool(find_times(line))


@lru_cache(maxsize=_RECENT)
def is_byline(line: str) -> bool:
    """Whether a line begins with a by-line word, or names somebody and says nothing else."""
    cue = CUE.match(line)
    return (cue is not None and cue["by"] is not None) or (not is_small(line[0]) and is_person(line.strip(_QUOTES)))


def echoes(lines: Sequence[str], i: int, words: Sequence[str]) -> tuple[float, float]:
    """Shares of the longer words of a candidate that the lines above and below say as well: a caption says what the picture's text does."""
    telling = {word for word in words if len(word) > 3 or word >= FIRST_UNSPACED}
    above, below = (lines[k].lower() if 0 <= k < len(lines) else "" for k in (i - 1, i + 1))
    count = max(len(telling), 1)
    return sum(word in above for word in telling) / count, sum(word in below for word in telling) / count


def said_elsewhere(page: str, line: str, text: str) -> int:
    """How often other lines than its own say a text: breadcrumbs, what was read most, `3 comments on “…”`."""
    return min(page.count(text) - line.count(text), _MOST_AGAIN)


def beginning(text: str) -> str:
    """How a text begins, where what says it again may cut it off."""
    return text[: _BEGINNING // 2 if text >= FIRST_UNSPACED else _BEGINNING]


def said_inside(page: str, text: str) -> int:
    """How often a text, without the marks around it, stands in lines at least twice as long: what a text says is quoted beside it."""
    bare, found = text.strip(_QUOTES), 0
    at = page.find(bare) if len(bare) >= _SHORTEST_QUOTED else -1
    for _ in range(_MOST_AGAIN):
        if at < 0:
            break
        end = page.find("\n", at)
        line_length = (end if end >= 0 else len(page)) - page.rfind("\n", 0, at) - 1
        found += line_length >= 2 * len(bare)
        at = page.find(bare, at + len(bare))
    return found
