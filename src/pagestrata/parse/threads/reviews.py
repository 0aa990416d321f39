"""Reviews below the goods of a shop, told by their stars: who bought and when beside them (WooCommerce), or a title, and who wrote when.

What the lines look like is told in the layouts file; how much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

from typing import Final

from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import read_line
from pagestrata.parse.threads.layouts import first_match
from pagestrata.parse.threads.lines import fits, is_button, prints_time, short_lines
from pagestrata.parse.threads.shapes import LONGEST

_DASHES: Final = "–—"
"""Before the time of a review."""
_LEAST_TITLED: Final = 2
"""Reviews with a title, from which such lines are headers."""


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


def titled_reviews(lines: PageLines, where: range) -> list[int]:
    """The title of a review, and who wrote it when, between its stars and its text: both lines are of the header, as the stars are.

    `Rated 5 out of 5`, `Best for the money`, `By Ann on 5 May 2024`; twice at least, and not where who wrote stands above the stars.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = (i for i in short_lines(lines, where, LONGEST) if i + 2 in where)
    rated = [i for i in short if first_match("rated", lines.texts[i]) or first_match("row_of_stars", lines.texts[i])]
    found = [i for i in rated if _is_title(lines, i + 1) and _names_and_dates(lines, i + 2) and not (i and _names_and_dates(lines, i - 1))]
    return [k for i in found for k in (i + 1, i + 2)] if len(found) >= _LEAST_TITLED else []


def _names_and_dates(lines: PageLines, i: int) -> bool:
    """Whether a line prints a time, and somebody beside it."""
    return prints_time(lines, i) and (fields := read_line(lines.line(i))).is_dated and bool(fields.name)


def _is_title(lines: PageLines, i: int) -> bool:
    """Whether a line is short, no button, and prints no time."""
    return len(lines.texts[i]) <= LONGEST and not is_button(lines.line(i)) and not prints_time(lines, i)


def _counts_reviews(line: str) -> bool:
    """Whether a line is the heading of comments that counts the reviews of some goods."""
    heading = first_match("heading", line)
    return heading is not None and heading.groupdict().get("goods") is not None


def _names_reviewer(line: str) -> bool:
    """Whether a line says who reviewed something, and when, with a dash between."""
    return any(dash in line for dash in _DASHES) and bool(find_times(line)) and fits("reviewer", line)
