"""What stands around comments and tells that there are some: a heading above, a button beside, what a board prints around its posts.

Asked where the models are not enough. What such lines look like is told in the layouts file; what follows is decided in `threads.doubts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from pagestrata.parse.fields.readings import CUE
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.layouts import first_match
from pagestrata.parse.threads.lines import is_button
from pagestrata.parse.threads.paths import Cut

ABOVE: Final = 24
"""Lines above the first comment in which it can be told that comments follow."""
LONGEST_AROUND: Final = 200
"""Characters of a line that tells of a board."""
LEAST_BESIDE_BYLINE: Final = 2
"""Lines that tell of a board where a by-line tells of an article."""
_AROUND: Final = ("heading", "invitation", "board", "similar", "numbered", "item")
"""Tables of lines that stand around posts."""


def edge_lines(cut: Cut) -> tuple[int, ...]:
    """Lines of the header and the footer of a comment.

    Args:
        cut: the comment.
    """
    return (*range(cut.first, cut.body_first), *range(cut.body_last + 1, cut.last + 1))


def is_announced(lines: PageLines, cuts: Sequence[Cut]) -> bool:
    """Whether a line above the first comment says that comments follow, or one of them has a button or a level.

    Args:
        lines: the page.
        cuts: comments found, in page order; one at least.
    """
    above = range(max(0, cuts[0].first - ABOVE), cuts[0].body_first)
    told = any(_tells_of_thread(lines.line(i)) for cut in cuts for i in edge_lines(cut))
    return told or any(first_match("heading", lines.line(i)) for i in above)


def tells_of_board(lines: PageLines, where: Iterable[int], head: range = range(0)) -> bool:
    """Whether lines print what stands around posts: a button, a number of them, the way to answer, lists of other threads.

    Args:
        lines: the page.
        where: the lines to look at.
        head: those above the text; below a by-line (`By Ann Ferris`) one button alone is an article's.
    """
    least = LEAST_BESIDE_BYLINE if any((cue := CUE.match(lines.line(i))) and cue["by"] for i in head) else 1
    short = (line for i in where if len(line := lines.line(i)) <= LONGEST_AROUND)
    told = (line for line in short if _tells_of_thread(line) or any(first_match(table, line) for table in _AROUND))
    return sum(1 for _ in islice(told, least)) == least


def _tells_of_thread(line: str) -> bool:
    """Whether a line is a button, a printed level, or whom a comment answers."""
    return is_button(line) or first_match("depth", line) is not None or first_match("reply", line) is not None
