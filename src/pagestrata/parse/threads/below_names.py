"""Lines of a comment's header that stand below its author's name and are none: a place, an employer, a rank, the word for a newsroom.

They look like names where no list of titles has them, so they are told by the thread: some of its authors have such a line, and some
have their name alone. This room finds those lines; who the author is, is chosen in `people`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.lines import IDEOGRAPH, PageLines
from pagestrata.parse.threads.decode import Thread
from pagestrata.parse.threads.headers import SURELY_NAMED, LineFields
from pagestrata.parse.threads.initials import LONGEST_INITIALS, are_initials
from pagestrata.parse.threads.layouts import words
from pagestrata.parse.threads.lines import BULLETS, is_joined_to_next
from pagestrata.parse.threads.paths import Cut

LEAST_SINGLE: Final = 0.2
"""Share of a thread's headers with a name alone, from which a second line below the others' names is told by those."""
MOST_SECOND: Final = 0.5
"""Share of a thread's headers with such a second line, from which it is one; fewer are names, below what is left of the comment above."""
LEAST_HEADERS: Final = 3
"""Headers from which that is told."""
NEARLY_ALL: Final = 0.8
"""Share of the headers whose name stands in the same place, and is as short as names are."""
FEW_WORDS: Final = 4
"""Words of most names, where a subject may stand above a name."""
FIRST_LIKELY: Final = -5.0
"""Log-odds of printing an author that half of the first lines have at least."""

_LATIN: Final = re.compile("[A-Za-z]")
LONGEST_LEVEL: Final = 2
"""Figures of a member's level, a line by itself."""

Read = Sequence[tuple[int, LineFields]]
"""What some lines of a comment print, by line."""


def lines_below_names(lines: PageLines, thread: Thread, read: Sequence[Read]) -> frozenset[int]:
    """Lines right below names of authors that are no names themselves.

    Args:
        lines: the page.
        thread: its comments.
        read: what the lines of each comment print.
    """
    bare = [
        [i for i, fields in one if i < cut.body_first and _is_bare_name(lines, i, fields)]
        for cut, one in zip(thread.cuts, read, strict=True)
    ]
    second = _second_lines(lines, thread, bare) if all(bare) else []
    told = (*_newsrooms(lines, bare), *_over_levels(lines, thread, read), *_joined(lines, read), *_countries(lines, bare), *second)
    return frozenset(told)


def _is_bare_name(lines: PageLines, i: int, fields: LineFields) -> bool:
    """Whether a line may be a name and prints nothing else, as the words beside a portrait do."""
    text = lines.line(i).lstrip(BULLETS)
    return fields.name == text and fields.named < SURELY_NAMED and not fields.times and text.lower() not in words("user_title")


def _joined(lines: PageLines, read: Sequence[Read]) -> list[int]:
    """Lines that a sign at the end of a name joins to it: what its bearer is, or where (`Ann Ferris |`, `Works at Dover Port`)."""
    return [i + 1 for one in read for i, fields in one if fields.name and is_joined_to_next(lines, i)]


def _newsrooms(lines: PageLines, bare: Sequence[Sequence[int]]) -> list[int]:
    """Lines that are the word for a newsroom, below a name and not below its first letters: a title there, and a name where it is alone."""
    pairs = ((above, i) for one in bare for above, i in pairwise(one) if above == i - 1)
    below = (i for above, i in pairs if len(lines.line(above)) > LONGEST_INITIALS)
    return [i for i in below if lines.line(i).lower() in words("newsroom")]


def _countries(lines: PageLines, bare: Sequence[Sequence[int]]) -> list[int]:
    """Lines in Latin letters right below names in others, in half of the headers: where the address of a reader is (`Germany`; Tabnak)."""
    pairs = [(one[0], one[1]) for one in bare if len(one) > 1 and one[1] == one[0] + 1]
    told = {lines.texts[second] for first, second in pairs if lines.texts[second].isascii() and not _LATIN.search(lines.texts[first])}
    found = [second for _, second in pairs if lines.texts[second] in told]
    return found if len(found) >= max(LEAST_HEADERS, MOST_SECOND * len(bare)) else []


def _over_levels(lines: PageLines, thread: Thread, read: Sequence[Read]) -> list[int]:
    """Lines between a name and a level alone in its line, where the name begins a comment or stands below an empty item: titles (Tieba)."""
    named = [
        i
        for cut, one in zip(thread.cuts, read, strict=True)
        for i, fields in one
        if fields.name and cut.first < i < cut.body_first - 1 and _begins_below(lines, cut, i)
    ]
    found = [i for i in named if _is_level(lines.line(i + 1))]
    return found if len(found) >= LEAST_HEADERS else []


def _begins_below(lines: PageLines, cut: Cut, i: int) -> bool:
    """Whether the line above begins its comment, below an empty item, or before a title in Chinese: elsewhere the number is another."""
    if i - 1 == cut.first:
        return IDEOGRAPH.search(lines.texts[i]) is not None
    return not any(map(str.isalnum, lines.line(i - 2)))


def _is_level(line: str) -> bool:
    return line.isdecimal() and len(line) <= LONGEST_LEVEL


def _second_lines(lines: PageLines, thread: Thread, bare: Sequence[Sequence[int]]) -> list[int]:
    """Second lines of headers: every header has the first one, and some have it alone.

    Args:
        lines: the page.
        thread: its comments.
        bare: lines of each header that may be a name, one at least.
    """
    firsts = [one[0] for one in bare]
    seconds = [i for one in bare for i in one[1:2] if i == one[0] + 1 and _goes_on(lines, one[0], i)]
    singles = set(firsts).difference(i - 1 for i in seconds)
    ranks = {lines.line(i) for i in seconds}
    steps = [i - cut.first for i, cut in zip(firsts, thread.cuts, strict=True)]
    usual, times = Counter(steps).most_common(1)[0]
    short = sum(len(lines.line(i).split()) <= FEW_WORDS for i in firsts)
    is_told = (
        len(firsts) >= LEAST_HEADERS
        and len(singles) >= LEAST_SINGLE * len(firsts)
        and len(seconds) >= MOST_SECOND * len(firsts)
        and ranks.isdisjoint(map(lines.line, singles))
        and min(short, times) >= NEARLY_ALL * len(firsts)
        and median(float(thread.prints_author[i]) for i in firsts) >= FIRST_LIKELY
    )
    if not is_told:
        return []
    begins = {i for i, step in zip(firsts, steps, strict=True) if step == usual and lines.line(i) not in ranks}
    return [i for i in seconds if i - 1 in begins]


def _goes_on(lines: PageLines, above: int, below: int) -> bool:
    """Whether a line stands right below another, no blank line between, and is not the same name, as beside portraits."""
    first, second = lines.line(above), lines.line(below)
    is_near = lines.text.count("\n", lines.ends[above], lines.starts[below]) == 1
    is_same = squeeze(second) in squeeze(first) or second.startswith(first) or are_initials(first, second)
    return is_near and len(first) > LONGEST_INITIALS and not is_same
