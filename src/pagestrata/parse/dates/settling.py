"""What a printed date leaves open, told from elsewhere: which of two figures is the day, which year is meant, when `2 hours ago` was.

The page's other dates tell it, its language, what changes within a thread, the day of fetching, or the last full date of a thread.
This room settles; dates are found and read in `dates`, and nothing is settled by a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import MINYEAR, UTC, date, datetime, time, timedelta
from typing import Final

from pagestrata.parse.dates import PrintedTime, days_in, is_valid, read_around
from pagestrata.parse.dates.relative import DATE_WORDS, find_ago, moment
from pagestrata.parse.dates.scanned import lowered

_DAY_FIRST: Final = frozenset(DATE_WORDS["day_first"])
_SURELY_TOLD: Final = 0.9
"""Score of a language from which it tells how its dates are written."""
_LETTER: Final = re.compile(r"[^\W\d_]")
# The 29th of February comes back within so many years, also around a century that has none.
_LEAP: Final = 9
_DAY: Final = timedelta(days=1)
_LEAST_VARYING: Final = 3
"""Dates of one month from which it is no chance that they are not of one day in so many months."""


def day_order(texts: Iterable[str]) -> bool | None:
    """Whether a page writes the day before the month.

    Args:
        texts: the dates of the page, or the lines that hold them.

    Returns:
        What the dates that leave no doubt say: first those of three numbers, else those that name the month. None where
        there are none, or where they disagree.
    """
    numeric: set[bool] = set()
    named: set[bool] = set()
    for text in texts:
        for day in days_in(text):
            if day.order is not None:
                (named if _LETTER.search(text, day.start, day.end) else numeric).add(day.order)
    for orders in (numeric, named):
        if orders:
            return orders.pop() if len(orders) == 1 else None
    return None


def varying_order(texts: Iterable[str]) -> bool | None:
    """Whether the day stands first in dates that nothing else tells, by which of two figures changes: comments of one month have many days.

    Args:
        texts: the times of a thread.

    Returns:
        What a figure that is the same in all dates, beside another that takes several values, says; None where both or none change.
    """
    found = (day for text in texts for day in days_in(text))
    open_days = {(day.month, day.day) for day in found if day.open or (day.month == day.day and day.order is None)}
    firsts, seconds = ({figures[i] for figures in open_days} for i in range(2))
    if len(open_days) < _LEAST_VARYING or min(len(firsts), len(seconds)) > 1:
        return None
    return len(firsts) > 1


def order_in(language: str, score: float) -> bool | None:
    """How a language writes a date, by the short form of CLDR, or by the next longer one where that begins with the year.

    Args:
        language: its code, as `pagestrata.language.detect` tells it.
        score: how sure that is (0 to 1).

    Returns:
        True where the day stands before the month; None where it does not, where the language's countries disagree (English), or where
        it is not told surely.
    """
    return True if score >= _SURELY_TOLD and language in _DAY_FIRST else None


def resolve(found: PrintedTime, captured_at: datetime) -> PrintedTime:
    """Give a time that needs the day of reading its place in the calendar.

    Args:
        found: a relative time, or a date without its year; others are returned as they are.
        captured_at: when the page was fetched, with its zone.

    Returns:
        The same stretch with `at` in UTC where it could be settled, within the years that Python's calendar has. A day without a year
        is the last such day.
    """
    if found.at is not None:
        return found
    now = captured_at.astimezone(UTC).replace(tzinfo=None)
    if found.relative:
        ago = next(iter(find_ago(lowered(found.text))), None)
        with suppress(OverflowError):  # before the first day that a datetime can be
            return replace(found, at=moment(ago, now), utc_offset_minutes=0) if ago else found
        return found
    readings = _in_years(found, range(now.year, max(now.year - _LEAP, MINYEAR - 1), -1))
    return replace(found, at=next((at for at in readings if at - now <= _DAY), None))


def follow(found: PrintedTime, earliest: date) -> PrintedTime:
    """Give a date without its year the first one in which it is no earlier than another day.

    Pages leave out the year that runs, and print it with the dates of the years before.

    Args:
        found: a date without its year; others are returned as they are.
        earliest: the last day that the same thread prints with its year.
    """
    if found.at is not None or found.relative:
        return found
    readings = _in_years(found, range(earliest.year, earliest.year + _LEAP))
    return replace(found, at=next((at for at in readings if at.date() >= earliest), None))


def _in_years(found: PrintedTime, years: Iterable[int]) -> Iterator[datetime]:
    """The wall clock of a date without its year in each of some years that have such a day; nothing for other times."""
    day = next(iter(days_in(found.text)), None)
    if day is None or day.year is not None or day.day is None or day.open:
        return
    clock = read_around(found.text, lowered(found.text), day, 0).clock or time()
    for year in years:
        if is_valid(replace(day, year=year)):
            yield datetime.combine(date(year, day.month, day.day), clock)
