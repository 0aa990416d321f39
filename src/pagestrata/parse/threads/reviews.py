"""Reviews below the goods of a shop, as WooCommerce prints them: stars, who bought, and when, below a line that counts them.

What the lines look like is told in the layouts file; how much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

from typing import Final

from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.layouts import first_match
from pagestrata.parse.threads.lines import fits, short_lines
from pagestrata.parse.threads.shapes import LONGEST

_DASHES: Final = "–—"
"""Before the time of a review."""


def review_headers(lines: PageLines) -> list[range]:
    """Headers of reviews: `Ann (verified owner) – May 5, 2024`, from the line of stars above it on, where one has such a line.

    They stand below `2 reviews for Oak board`; answers of the shop have no stars.

    Args:
        lines: the page.
    """
    short = short_lines(lines, range(len(lines)), LONGEST)
    over = next((i for i in short if lines.texts[i][0].isdigit() and _counts_reviews(lines.texts[i])), None)
    if over is None:
        return []
    named = [i for i in short if i > over and _names_reviewer(lines.texts[i])]
    rated = {i for i in named if first_match("rated", lines.texts[i - 1])}
    return [range(i - (i in rated), i + 1) for i in named] if rated else []


def _counts_reviews(line: str) -> bool:
    """Whether a line is the heading of comments that counts the reviews of some goods."""
    heading = first_match("heading", line)
    return heading is not None and heading.groupdict().get("goods") is not None


def _names_reviewer(line: str) -> bool:
    """Whether a line says who reviewed something, and when, with a dash between."""
    return any(dash in line for dash in _DASHES) and bool(find_times(line)) and fits("reviewer", line)
