"""A headline that is set on two lines, told by another line of the page that prints it as one, or by how the second begins.

Breadcrumbs, footers and links to the page say the whole headline again. This room joins what the ranker chose to the line above or below;
it chooses nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pagestrata.parse.chars import COLONS, FULL_STOPS, OPENING_QUOTES
from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.fields.surroundings import is_byline, prints_day
from pagestrata.parse.lines import IDEOGRAPH, PageLines

_LONGEST: Final = 120
"""Characters of either line."""
_COMMAS: Final = ",\u060c"
_QUOTES: Final = f"{OPENING_QUOTES}\u2018'"
_PARTING: Final = "|»›>•·—"
_LEAST_WORDS: Final = 3
"""Words of the second line of a headline that is told by its letters alone."""
LEAST_BESIDE: Final = 0.03
"""Likelihood of the less likely line of such a headline, at least."""
_LEAST_ABOVE: Final = 2
"""Words of the first line."""
_SIGNS_A_WORD: Final = 2
"""Signs that make a word where none are parted by spaces."""
LEAST_LIKELY: Final = 0.1
"""Likelihood of the other, at least."""
_EDGE: Final = r"\s?[|»›>/–—·•\n-]\s?"
"""What parts a headline from other things in its line."""


def joined_headline(lines: PageLines, likely: Sequence[float], line: int) -> tuple[str, tuple[int, int]] | None:
    """The headline that line `line` prints a half of, as another line has it, and both its lines; None where it is all of it.

    Neither half stands anywhere else, as headlines do in teasers, and sections in menus.

    Args:
        lines: the page.
        likely: how likely each line is a headline to the tagger.
        line: a line that is a headline, or half of one, and nothing else.
    """
    for first in (line - 1, line):
        if not 0 <= first < len(lines) - 1 or lines.blanks[first + 1]:
            continue
        above, below = lines.texts[first], lines.texts[first + 1]
        whole = next((text for text in (f"{above} {below}", f"{above}{below}") if text in lines.text), None)
        if whole and _are_halves(lines.text, above, below, whole):
            return whole, (first, first + 1)
        if _goes_on(lines, likely, first):
            return f"{above}{'' if IDEOGRAPH.match(below) else ' '}{below}", (first, first + 1)
    return None


def _goes_on(lines: PageLines, likely: Sequence[float], first: int) -> bool:
    """Whether line `first` begins a headline, and the next goes on with a small letter or behind a colon, and is likely of one as well.

    `Warum die Nachtzüge nach Triest`, `schon im Jänner ausgebucht sind`: where a page breaks its headline, the second line has no capital.
    `The ferry left without them:`, `“We stood there like fools”`: it has one, or a sign, where the first ends in a colon. So do headlines
    without spaces: `曬一畦月光：`, `烏樹林最後的夜鹽工`.
    """
    above, below = lines.texts[first], lines.texts[first + 1]
    goes_on = (below[0].islower() and (above[-1].isalpha() or above[-1] in _COMMAS)) or above[-1] in COLONS
    first_sign = above.lstrip(_QUOTES)[:1]
    if not goes_on or not (first_sign.isupper() or IDEOGRAPH.match(first_sign)) or below.endswith(tuple(FULL_STOPS)):
        return False
    if max(len(above), len(below)) > _LONGEST or _words_of(above) < _LEAST_ABOVE or _words_of(below) < _LEAST_WORDS:
        return False
    after = lines.texts[first + 2] if first + 2 < len(lines) else ""
    # A third line with a small letter makes a list of them, and what has such signs is a way or a row.
    if (after[:1].islower() and not is_byline(after)) or any(sign in line for line in (above, below) for sign in _PARTING):
        return False
    marks = sorted((likely[first], likely[first + 1]))
    is_said = squeeze(below) in squeeze(above)
    is_marked = not is_said and marks[0] >= LEAST_BESIDE and marks[1] >= LEAST_LIKELY
    return is_marked and not any(prints_day(line) or is_byline(line) for line in (above, below))


def _words_of(line: str) -> int:
    """How many words a line has, in scripts without spaces as well."""
    return len(line) // _SIGNS_A_WORD if IDEOGRAPH.search(line) else len(line.split())


def _are_halves(page: str, above: str, below: str, whole: str) -> bool:
    """Whether two lines are a headline in two, and not a section, a day or a by-line beside one."""
    one, other = squeeze(above), squeeze(below)
    is_short = max(len(above), len(below)) <= _LONGEST and not below.endswith(tuple(FULL_STOPS))
    if not (one and other and is_short) or one in other or other in one:
        return False
    if any(prints_day(line) or is_byline(line) for line in (above, below)):
        return False
    said = page.count(whole)
    is_apart = re.search(rf"(?:^|{_EDGE}){re.escape(whole)}(?:$|{_EDGE})", page) is not None
    return is_apart and page.count(above) == page.count(below) == said + 1
