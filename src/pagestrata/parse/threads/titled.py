"""Comments that begin with a number and a title, and end with who wrote and when, a line each: `1. Two harbours` … `Ann`, a time, buttons.

So Ameba prints them. This room finds their lines by the numbers that count up; how much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.lines import BULLETS, is_button, is_time
from pagestrata.parse.threads.shapes import LONGEST

LEAST_TITLED: Final = 3
"""Comments that begin so, from which it is no list of something else."""
_LEAST_BETWEEN: Final = 2
"""Lines from a title to the time of its comment, at least: a text and who wrote stand between."""
_MOST_BUTTONS: Final = 3
"""Lines of buttons below a time."""
_TITLED: Final = re.compile(r"(?P<number>\d{1,4})[.\uff0e]\s?\S.*")


class Titled(NamedTuple):
    """The lines of a comment's title and of its author, who stands right above the time."""

    title: int
    name: int


def titled_comments(lines: PageLines) -> tuple[Titled, ...]:
    """The comments of a page that begin with a number and a title.

    Args:
        lines: the page.
    """
    chains: dict[int, list[tuple[int, int]]] = {}
    longest: list[tuple[int, int]] = []
    for i in [i for i, text in enumerate(lines.texts) if text[0].isdecimal() and len(text) <= LONGEST]:
        found = _TITLED.fullmatch(lines.line(i))
        if found is None:
            continue
        number, time = int(found["number"]), _time_above(lines, i)
        chain = chains.pop(number - 1, []) if time is not None else []
        if chain and time is not None and time - chain[-1][0] > _LEAST_BETWEEN:
            chain.append((i, time))
        else:
            chain = [(i, -1)]
        chains[number] = chain
        longest = max(longest, chain, key=len)
    if len(longest) < LEAST_TITLED:
        return ()
    titles = [title for title, _ in longest]
    last = next((i for i in range(titles[-1] + _LEAST_BETWEEN + 1, len(lines)) if is_time(lines, i)), None)
    times = [*(time for _, time in longest[1:]), *(() if last is None else (last,))]
    return tuple(Titled(title, time - 1) for title, time in zip(titles, times, strict=False))


def _time_above(lines: PageLines, i: int) -> int | None:
    """The line above that is a time and nothing else, with nothing but buttons between."""
    near = range(i - 1, max(i - 2 - _MOST_BUTTONS, -1), -1)
    above = next((k for k in near if not is_button(lines.line(k).strip(BULLETS))), None)
    return above if above is not None and is_time(lines, above) else None
