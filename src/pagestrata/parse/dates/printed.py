"""What is read of a printed date: its stretch of text, its day as numbers, and what stands around it. This room reads nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

Side = Literal["ahead", "behind"]


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A date or time, as printed.

    Attributes:
        text: the stretch as printed.
        start, end: its span in the text given to the finder, plus the finder's base (code points).
        at: naive wall clock; None where the time is relative, lacks its day or year, or day and month may be swapped.
        utc_offset_minutes: the zone, where printed.
        has_time: a time of day is printed.
        relative: told by its distance from the day of reading.
        weekday: on which side of the date its weekday is printed.
    """

    text: str
    start: int
    end: int
    at: datetime | None
    utc_offset_minutes: int | None
    has_time: bool
    relative: bool
    weekday: Side | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The calendar part of a printed date, as numbers.

    Attributes:
        start, end: its span.
        year, month, day: None where not printed; where `open` the first number stands in `month`, the second in `day`.
        open: both are numbers, and nothing says which is the month.
        order: True where the day is seen to stand before the month, False where after it, None where that says nothing.
        or_month: another month that the printed name is of, in Croatian.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    open: bool = False
    order: bool | None = None
    or_month: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What is printed around a day.

    Attributes:
        start, end: span of the day with all of it.
        weekday: Monday is 0.
        clock: the time of day.
        utc_offset_minutes: the zone.
        side: on which side of the day its weekday stands.
    """

    start: int
    end: int
    weekday: int | None
    clock: time | None
    utc_offset_minutes: int | None
    side: Side | None = None


def is_valid(day: Day) -> bool:
    """Whether the calendar has such a day; a leap year stands in for a missing one."""
    if day.day is None:
        return True
    try:
        date(day.year or 2000, day.month, day.day)
    except ValueError:
        return False
    return True
