"""Issues of a tracker as GitHub prints them, and changes that are reviewed: who remarked, what else happened, what the page notes beside.

What the lines look like is told in the layouts file; how much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Final

from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import masked
from pagestrata.parse.threads.layouts import first_match, words
from pagestrata.parse.threads.lines import prints_time, short_lines

_COMMENTED: Final = "commented"
"""Stands in every header; lists of what members did have it, too."""
_HIDING: Final = "Choose a reason for hiding this comment"
_EDITED: Final = "edited"
_LINK: Final = "copy link"
_HANDLE: Final = "@"
MOST_ASKED: Final = 4
"""Lines that ask why a remark should be hidden."""
MOST_ABOVE: Final = 4
"""Lines above a header that can be part of it: the handle, a link, what somebody is in the project."""
LONGEST_EVENT: Final = 200
"""Characters of a line that tells what happened to an issue."""
MOST_TOLD: Final = 8
"""Lines in which one event is told where every word that is set apart has a line of its own."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Lines of an issue; all empty on other pages.

    Attributes:
        headers: of its remarks, from the handle on.
        remarks: lines from a header to the next one, or to what happened in between: all of them are of the remark.
        events: lines that tell what happened: outside of all remarks.
        notes: lines of the page's own within remarks: reactions, what could not be loaded.
    """

    headers: Sequence[range] = ()
    remarks: Sequence[int] = ()
    events: Sequence[int] = ()
    notes: Sequence[int] = ()


NO_ISSUE: Final = Issue()


def read_issue(lines: PageLines) -> Issue:
    """The lines of an issue.

    Headers alone do not tell of one: its page says who opened it, or prints the handle above a header.

    Args:
        lines: the page.
    """
    if _COMMENTED not in lines.text:
        return NO_ISSUE
    short = short_lines(lines, range(len(lines)), LONGEST_EVENT)
    told = [header for i in short if _COMMENTED in lines.texts[i] and (header := _header(lines, i))]
    reviewed = [header for i in short if lines.texts[i] == _HIDING and (header := _reviewed(lines, i))]
    headers = sorted([*told, *reviewed], key=lambda header: header.start)
    has_handle = any(lines.texts[header.start][0] == _HANDLE for header in headers)
    if not headers or not (has_handle or any(mark in lines.text for mark in words("issue_mark"))):
        return NO_ISSUE
    events = _events(lines, short, headers)
    between = (range(header.stop, after.start) for header, after in pairwise(headers))
    remarks = [i for some in between for i in takewhile(lambda i: i not in events, some)]
    notes = [i for i in short if first_match("issue_note", lines.texts[i])]
    return Issue(headers, remarks, sorted(events), notes)


def _header(lines: PageLines, i: int) -> range | None:
    """The header in which line `i` says that somebody commented, in one line or in three; None where it is none."""
    if lines.texts[i] == _COMMENTED:
        is_between = 0 < i < len(lines) - 1 and prints_time(lines, i + 1)
        return range(_begun(lines, i - 1, lines.texts[i - 1]), i + 2) if is_between else None
    match = first_match("commented", masked(lines.texts[i], find_times(lines.texts[i])))
    is_edited = i + 1 < len(lines) and lines.texts[i + 1] == _EDITED
    return range(_begun(lines, i, match["author"]), i + 1 + is_edited) if match else None


def _reviewed(lines: PageLines, i: int) -> range | None:
    """The header of a remark on a changed line, below which line `i` asks why it should be hidden; None where nobody is named above."""
    above = lines.texts[i - 1] if i else ""
    match = first_match("reviewed", masked(above, find_times(above)))
    asked = takewhile(lambda k: first_match("hiding", lines.texts[k]), range(i, min(i + MOST_ASKED, len(lines))))
    return range(_begun(lines, i - 1, match["author"]), max(asked) + 1) if match else None


def _begun(lines: PageLines, i: int, name: str) -> int:
    """The line on which a header begins that says in line `i` who remarked: the handle, or what somebody is, a few lines above."""
    above = range(i - 1, max(0, i - MOST_ABOVE) - 1, -1)
    handle = next((k for k in above if lines.texts[k][0] == _HANDLE and lines.texts[k][1:] in (name, *lines.texts[k + 1 : i])), None)
    if handle is not None:
        return handle
    roles = words("badge_alone") | words("status") | words("user_title") | {_LINK}
    # `Contributor Author` is both.
    parts = ({lines.texts[k].lower(), *lines.texts[k].lower().split()} for k in above)
    return i - sum(1 for _ in takewhile(lambda found: not found.isdisjoint(roles), parts))


def _events(lines: PageLines, short: Sequence[int], headers: Sequence[range]) -> set[int]:
    """Lines that tell what happened, in one line (`@ann ann added the bug label May 5, 2024`) or word by word, by whom the page names."""
    handles = {text[1:] for text in lines.texts if text[0] == _HANDLE}
    known = handles | {lines.texts[k].partition(" ")[0] for header in headers for k in header}
    timed = ((i, find_times(lines.texts[i])) for i in short)
    told = ((i, first_match("happened", masked(lines.texts[i], times))) for i, times in timed if times)
    found = {i for i, match in told if match and (match["who"] is None or match["who"] in known)}
    apart = (i for i in range(len(lines) - 2) if lines.texts[i] == f"{_HANDLE}{lines.texts[i + 1]}")
    return found.union(*(_told_apart(lines, i) for i in apart))


def _told_apart(lines: PageLines, i: int) -> range:
    """The lines of an event from its handle in line `i` to its time; none where no word for what happened or no time follows."""
    if lines.texts[i + 2].partition(" ")[0].lower() not in words("event_verb"):
        return range(0)
    last = next((k for k in range(i + 2, min(i + 2 + MOST_TOLD, len(lines))) if prints_time(lines, k)), None)
    return range(i, last + 1) if last is not None else range(0)
