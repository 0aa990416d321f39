"""What is printed around a day: its weekday, the time of day and the zone, before it or behind.

`dates` finds and reads the day itself; this room looks no further than a few words beside it.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Final

from pagestrata.parse.alternations import any_of
from pagestrata.parse.chars import HAN
from pagestrata.parse.dates.printed import Around, Day, Side
from pagestrata.parse.dates.relative import BEFORE_DOTTED, CLOCK, CONNECTORS, TIME_WORDS, clock_of
from pagestrata.parse.dates.weekdays import AHEAD, AHEAD_SIGNS, BEFORE_CLOCK, BEHIND, LATER, WEEKDAYS, weekday_in

_ZONES: Final[dict[str, int]] = TIME_WORDS["zones"]
_ZONE = rf"(?:\s?\(?(?P<zone>{any_of(_ZONES)})(?![^\W\d_])(?P<more>[+-]\d\d?(?::?[0-5]\d)?)?\)?|\s?(?P<offset>[+-]\d\d:?[0-5]\d)(?!\d))"
TAIL: Final = re.compile(
    rf"(?:t|{BEFORE_CLOCK}\s{{0,2}}[,،|@/•·–—~(:-]?\u200f?\s{{0,2}}(?:(?:{any_of(CONNECTORS)})\s)?)"
    rf"{CLOCK}(?!\d|[.,:]\d)(?:{_ZONE})?"
)
"""A time of day behind a day, in lower-case text, with what stands between them."""
_ZONE_BEHIND: Final = re.compile(_ZONE)
# `25.3.2021 14.05`, `5. mar. 2021 kl. 10.12`: a clock with a dot, as Danish, Finnish and Indonesian print it; no price.
_DOTTED_CLOCK: Final = re.compile(
    rf",?\s(?P<word>(?:{BEFORE_DOTTED}|เวลา)\s)?(?P<hh>[01]?\d|2[0-4])\.(?P<mm>[0-5]\d)(?:\.(?P<ss>[0-5]\d))?(?![\d%]|[.,]\d|\s?[$€£¥%])"
)
_CLOCK_AHEAD: Final = re.compile(rf"(?<![\d.:]){CLOCK}(?:{_ZONE})?,?\s?(?:[-–—|•·]|on\s|am\s|le\s|el\s|,|\()?\s{{0,2}}$")
# `AnnMittwoch, 10. Mai`: a name that ends in a small letter, and the weekday with its capital; `時間Wed Mar 18`.
_GLUED_DAY: Final = re.compile(rf"(?<=[^\W\d_A-Z])(?=[A-Z])(?P<day>[^\W\d_]{{4,14}}|(?<=[{HAN}])[^\W\d_]{{3}})[.,]{{0,2}}\s{{0,2}}$")
_REACH: Final = 24
# The largest distance from UTC in use is Kiritimati's.
_FARTHEST_ZONE: Final = 14 * 60


def _offset(found: re.Match[str]) -> int | None:
    """Minutes from UTC in the groups of a zone."""
    printed = found["offset"] or found["more"]
    minutes = _ZONES.get(found["zone"] or "")
    if printed:
        digits = printed[1:].replace(":", "")
        hours, rest = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
        minutes = (minutes or 0) + (int(hours) * 60 + int(rest)) * (-1 if printed[0] == "-" else 1)
    return minutes if minutes is None or abs(minutes) <= _FARTHEST_ZONE else None


def readings_of(day: Day) -> tuple[date, ...]:
    """The calendar days that a day can be: one, or two where two figures could be swapped or the month's name is of two."""
    if day.year is None or day.day is None:
        return ()
    printed = date(day.year, day.month, day.day)
    if day.open:
        return printed, date(day.year, day.day, day.month)
    return (printed, date(day.year, day.or_month, day.day)) if day.or_month else (printed,)


def read_around(text: str, low: str, day: Day, floor: int) -> Around:
    """The weekday of a day, and the time of day and zone around it; nothing before `floor` is looked at."""
    start, end, clock, offset = day.start, day.end, None, None
    weekday: int | None = None
    behind: int | None = None
    side: Side | None = None
    least = max(floor, start - _REACH)
    for ahead in (AHEAD.search(low, least, start), _GLUED_DAY.search(text, least, start)):
        if (
            ahead
            and (name := ahead["day"].rstrip(AHEAD_SIGNS).lower()) in WEEKDAYS
            and _can_be_weekday(name, day, is_bare=bool(ahead.groupdict().get("bare")))
        ):
            weekday, start, side = WEEKDAYS[name], ahead.start(), "ahead"
            break
    if tail := TAIL.match(low, end):
        clock, offset, end = clock_of(tail), _offset(tail), tail.end()
        behind = weekday_in(tail["signs"], tail["name"] or tail["inner"])
    elif dotted := dotted_clock(low, end, day.year):
        clock, end = time(int(dotted["hh"]) % 24, int(dotted["mm"]), int(dotted["ss"] or 0)), dotted.end()
    else:
        behind, end = _weekday_behind(low, day)
        if ahead := _CLOCK_AHEAD.search(low, max(floor, start - _REACH), start):
            clock, offset, start = clock_of(ahead), _offset(ahead), ahead.start()
    # `Fri 5 Mar 2021 06.00 GMT`, `11:48 2024-04-23 HKT`
    if clock is not None and offset is None and (zone := _ZONE_BEHIND.match(low, end)):
        offset, end = _offset(zone), zone.end()
    if weekday is None and behind is not None:
        weekday, side = behind, "behind"
    return Around(start, end, weekday, clock, offset, side)


def dotted_clock(low: str, end: int, year: int | None) -> re.Match[str] | None:
    """A clock with a dot behind a day: `6. oktober kl. 17.20`; behind one without its year only after its word."""
    found = _DOTTED_CLOCK.match(low, end)
    return found if found and (year is not None or found["word"]) else None


def _can_be_weekday(name: str, day: Day, *, is_bare: bool) -> bool:
    """Whether a name can be the weekday of a day: one that may be another word must fit, where the year tells it.

    A bare one of two letters must fit in any case.
    """
    must_fit = is_bare or (name in LATER and day.year is not None)
    return not must_fit or any(reading.weekday() == WEEKDAYS[name] for reading in readings_of(day))


def _weekday_behind(low: str, day: Day) -> tuple[int | None, int]:
    """The weekday behind a day without a clock, and where that ends; only one that the day can have is its own."""
    if found := BEHIND.match(low, day.end):
        weekday = weekday_in(found["signs"], found["name"] or found["last"])
        if any(reading.weekday() == weekday for reading in readings_of(day)):
            return weekday, found.end()
    return None, day.end
