"""Issues of a tracker as GitHub prints them: who remarked on one, and what else happened to it.

What the lines look like is told in the layouts file; how much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import Final

from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import masked
from pagestrata.parse.threads.layouts import first_match, words
from pagestrata.parse.threads.lines import prints_time, short_lines

_COMMENTED: Final = "commented"
"""Stands in every header; few other pages have it."""
_HANDLE: Final = "@"
MOST_ABOVE: Final = 4
"""Lines above a header that can be part of it: the handle, a link, what somebody is in the project."""
LONGEST_EVENT: Final = 200
"""Characters of a line that tells what happened to an issue."""
MOST_TOLD: Final = 8
"""Lines in which one event is told where every word that is set apart has a line of its own."""


def issue_headers(lines: PageLines, where: range) -> list[range]:
    """Headers of remarks: `ann commented May 5, 2024`, in one line or three, with the lines above it from the handle on (`@ann`).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    if _COMMENTED not in lines.text:
        return []
    likely = (i for i in short_lines(lines, where, LONGEST_EVENT) if _COMMENTED in lines.texts[i])
    return [header for i in likely if (header := _header(lines, where, i))]


def _header(lines: PageLines, where: range, i: int) -> range | None:
    """The header in which line `i` says that somebody commented; None where it is none."""
    if lines.texts[i] == _COMMENTED:
        is_between = i - 1 in where and i + 1 in where and prints_time(lines, i + 1)
        return range(_begun(lines, where, i - 1, lines.texts[i - 1]), i + 2) if is_between else None
    match = first_match("commented", masked(lines.texts[i], find_times(lines.texts[i])))
    return range(_begun(lines, where, i, match["author"]), i + 1) if match else None


def _begun(lines: PageLines, where: range, i: int, name: str) -> int:
    """The line on which a header begins that says in line `i` who remarked: the handle, or what somebody is, a few lines above."""
    above = range(i - 1, max(where.start, i - MOST_ABOVE) - 1, -1)
    handle = next((k for k in above if lines.texts[k][0] == _HANDLE and lines.texts[k][1:] in (name, *lines.texts[k + 1 : i])), None)
    if handle is not None:
        return handle
    roles = words("badge_alone") | words("status") | words("user_title")
    return i - 1 if i - 1 in where and lines.texts[i - 1].lower() in roles else i


def remark_lines(lines: PageLines, where: range) -> list[int]:
    """Lines from a header to the next one, or to what happened in between: all of them are of the remark.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    headers, events = issue_headers(lines, where), frozenset(event_lines(lines, where))
    between = (range(header.stop, after.start) for header, after in pairwise(headers))
    return [i for some in between for i in takewhile(lambda i: i not in events, some)]


def event_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that tell what happened to an issue (`@ann ann added the bug label May 5, 2024`), where remarks stand: outside of all.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    headers = issue_headers(lines, where)
    if not headers:
        return []
    timed = ((i, find_times(lines.texts[i])) for i in short_lines(lines, where, LONGEST_EVENT))
    found = [i for i, times in timed if times and first_match("happened", masked(lines.texts[i], times))]
    begun = {header.start for header in headers}
    handles = (i for i in where if i not in begun and i + 1 in where and lines.texts[i] == f"{_HANDLE}{lines.texts[i + 1]}")
    return [*found, *(k for i in handles for k in _told_apart(lines, where, i))]


def _told_apart(lines: PageLines, where: range, i: int) -> range:
    """The lines of an event from its handle in line `i` to its time; none where none follows."""
    below = range(i + 2, min(i + 2 + MOST_TOLD, where.stop))
    last = next((k for k in below if prints_time(lines, k)), None)
    return range(i, last + 1) if last is not None else range(0)
