"""The times of a thread, settled by each other: which of two figures is the month, and the clock that stands in the line below its day.

Which time of a comment is that of posting is chosen in `threads.people`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pagestrata.parse.dates import PrintedTime, find_times
from pagestrata.parse.dates.relative import CLOCK, clock_of
from pagestrata.parse.dates.scanned import lowered
from pagestrata.parse.dates.settling import day_order, varying_order
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.paths import Cut

LAST_MONTH: Final = 12
LEAST_KOREAN: Final = 0.2
"""Share of a page's characters that are Hangul, from which it is Korean."""
LONGEST_CLOCK: Final = 16
"""Characters of a line that is a time of day and nothing else."""
_CLOCK_ALONE: Final = re.compile(CLOCK)
_YEAR_FIRST: Final = re.compile(r"\d\d\.\d\d\.\d\d(?!\d)")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_DOTTED: Final = re.compile(r"(?<!\d)(?P<first>\d\d?)\.(?P<second>\d\d?)\.\d\d")

Times = list[PrintedTime | None]
"""When each comment of a thread was posted."""


def settle_times(lines: PageLines, cuts: Sequence[Cut], times: Times, day_first: bool | None) -> Times:
    """The times of a thread, each as the others tell to read it.

    Args:
        lines: the page.
        cuts: its comments, in order.
        times: when each was posted, as its line tells.
        day_first: which of two numbers is the day, where no date of the page says it.
    """
    return _with_months_first(_settled(lines, _with_clocks(lines, cuts, _with_years_first(lines, times)), day_first))


def _with_years_first(lines: PageLines, times: Times) -> Times:
    """Times of Korean pages, whose dates begin with the year, where all of the thread are two figures each between dots: `23.11.28.`."""
    told = [time for time in times if time and not time.relative]
    is_all = bool(told) and all(_YEAR_FIRST.match(time.text) for time in told)
    if not is_all or len(_HANGUL.findall(lines.text)) < LEAST_KOREAN * len(lines.text):
        return times
    read = [_in_century(time) if time and not time.relative else time for time in times]
    return read if all(after or not before for before, after in zip(times, read, strict=True)) else times


def _in_century(time: PrintedTime) -> PrintedTime | None:
    """A time whose year is printed by its last two figures, read with all four: a thread on the web is of this century. None for no day."""
    full = f"20{time.text}"
    read = [found for found in find_times(full) if found.text == full]
    return replace(time, at=read[0].at, has_time=read[0].has_time) if read else None


def _with_months_first(times: Times) -> Times:
    """Dates of numbers between dots, the month first where another of the thread can only be read so: `12.29.14`, `07.06.12`."""
    dotted = [_DOTTED.search(time.text) if time and time.at else None for time in times]
    if not any(found and int(found["second"]) > LAST_MONTH for found in dotted):
        return times
    return [_swapped(time, found) if time and found else time for time, found in zip(times, dotted, strict=True)]


def _swapped(time: PrintedTime, dotted: re.Match[str]) -> PrintedTime:
    at = time.at
    if at is None or at.day > LAST_MONTH or (at.day, at.month) != (int(dotted["first"]), int(dotted["second"])):
        return time
    return replace(time, at=at.replace(month=at.day, day=at.month))


def _settled(lines: PageLines, times: Times, day_first: bool | None) -> Times:
    """Times whose day and month may be swapped, read again by the thread's other times, the page's, its language, or what changes."""
    is_open = [time is not None and time.at is None and not time.relative for time in times]
    if not any(is_open):
        return times
    printed = [time.text for time in times if time]
    order = day_order(printed)
    if order is None:
        order = day_order([lines.text])
    order = day_first if order is None else order
    order = varying_order(printed) if order is None else order
    if order is None:
        return times
    return [_again(time, order) if opened else time for time, opened in zip(times, is_open, strict=True)]


def _with_clocks(lines: PageLines, cuts: Sequence[Cut], times: Times) -> Times:
    """Days below which the header prints a time of day alone in its line (`4 May '23`, `10:22 a.m.`), with that."""
    return [_at_clock(lines, cut, time) if time and time.at and not time.has_time else time for time, cut in zip(times, cuts, strict=True)]


def _at_clock(lines: PageLines, cut: Cut, day: PrintedTime) -> PrintedTime:
    i = bisect_right(lines.starts, day.start)
    found = _CLOCK_ALONE.fullmatch(lowered(lines.line(i))) if i < cut.body_first and len(lines.texts[i]) <= LONGEST_CLOCK else None
    clock = clock_of(found) if found else None
    if clock is None or day.at is None or lines.text[day.end : lines.ends[i - 1]].strip():
        return day
    text = f"{day.text} {lines.line(i)}"
    return replace(day, text=text, end=lines.ends[i], at=datetime.combine(day.at.date(), clock), has_time=True)


def _again(time: PrintedTime | None, order: bool) -> PrintedTime | None:
    if time is None:
        return None
    found = find_times(time.text, time.start, order)
    return found[0] if len(found) == 1 else time
