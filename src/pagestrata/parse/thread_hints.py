"""Lines of a thread that leave no choice: what they are is told by their words and by what the page prints elsewhere.

What such lines look like is told in the layouts file; how much they weigh is decided in `thread_decode`.
"""

from __future__ import annotations

from typing import Final

from pagestrata.parse.lines import PageLines
from pagestrata.parse.thread_layouts import patterns, words
from pagestrata.parse.thread_shapes import LONGEST

MOST_HEADINGS: Final = 2
"""Headings with a number of comments that one page has; more stand over the stories of a list."""
_BEFORE_NUMBER: Final = frozenset("0123456789(")
_AFTER_NUMBER: Final = frozenset("0123456789):")


def link_lines(lines: PageLines) -> list[int]:
    """Lines that are pingbacks whatever stands around them: a list marker, and the word for one."""
    text = lines.text.lower()
    if not any(word in text for word in words("pingback")):
        return []
    return [i for i in range(len(lines)) if any(pattern.fullmatch(lines.line(i)) for pattern in patterns("link"))]


def printed_counts(lines: PageLines) -> dict[int, int]:
    """Lines that stand over comments and print how many there are: line to number. None where more than two do, as over stories."""
    text = lines.text
    found: dict[int, int] = {}
    for i, (start, end) in enumerate(zip(lines.starts, lines.ends, strict=True)):
        if end - start <= LONGEST and (text[start] in _BEFORE_NUMBER or text[end - 1] in _AFTER_NUMBER):
            match = next((match for pattern in patterns("heading") if (match := pattern.fullmatch(text, start, end))), None)
            number = match.groupdict().get("number") if match else None
            if number and int(number):
                found[i] = int(number)
    return found if len(found) <= MOST_HEADINGS else {}
