"""A headline that is set on two lines, told by another line of the page that prints it as one.

Breadcrumbs, footers and links to the page say the whole headline again. This room joins what the ranker chose to the line above or below;
it chooses nothing itself.
"""

from __future__ import annotations

from typing import Final

from pagestrata.parse.chars import FULL_STOPS
from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.lines import PageLines

_LONGEST: Final = 120
"""Characters of either line."""


def joined_headline(lines: PageLines, line: int) -> tuple[str, tuple[int, int]] | None:
    """The headline that line `line` prints a half of, as another line has it, and both its lines; None where it is all of it.

    Of what the gold, the silver and the written pages have as headlines, nine are on two lines and said again so, and no half of one is
    a headline: a line that stands in several places (`Apple Watch` above each of its models), or says the other again, is none.

    Args:
        lines: the page.
        line: a line that is a headline, or half of one, and nothing else.
    """
    for first in (line - 1, line):
        if not 0 <= first < len(lines) - 1 or lines.blanks[first + 1]:
            continue
        above, below = lines.texts[first], lines.texts[first + 1]
        whole = next((text for text in (f"{above} {below}", f"{above}{below}") if text in lines.text), None)
        if whole and _are_halves(above, below) and lines.texts.count(above) == lines.texts.count(below) == 1:
            return whole, (first, first + 1)
    return None


def _are_halves(above: str, below: str) -> bool:
    one, other = squeeze(above), squeeze(below)
    is_short = max(len(above), len(below)) <= _LONGEST and not below.endswith(tuple(FULL_STOPS))
    return bool(one and other) and is_short and one not in other and other not in one
