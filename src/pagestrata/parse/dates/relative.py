"""Times told from the day of reading: `2 hours ago`, `vor 3 Tagen`, `Yesterday at 4:25 AM`, `2mo`, `Tuesday at 4:27 AM`.

The words of each language are data (`data/time_words.json`). This room finds such a stretch and says how far back it
points; it does not know what day it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any, Final

from pagestrata.parse.alternations import any_of, one_of
from pagestrata.parse.dates.scanned import lowered

_DATA: Final = files("pagestrata.parse") / "data"
TIME_WORDS: Final[dict[str, Any]] = json.loads((_DATA / "time_words.json").read_text(encoding="utf-8"))
DATE_WORDS: Final[dict[str, Any]] = json.loads((_DATA / "date_words.json").read_text(encoding="utf-8"))

# Mean lengths in the Gregorian calendar: a page that says "2 years ago" says no more than that.
_DAYS: Final = {"day": 1.0, "week": 7.0, "month": 30.436875, "year": 365.2425, "decade": 3652.425}
_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600}
# The other words are kept apart from those with which the thread networks learned made-up threads.
UNITS: Final = {word: unit for kind in ("units", "other_units") for unit, words in TIME_WORDS[kind].items() for word in words.split()}
"""Words for units of time, each with its unit."""
_SHORT_UNITS: Final[dict[str, str]] = TIME_WORDS["short_units"]
_UNSPACED_UNITS: Final = {word: unit for unit, words in TIME_WORDS["unspaced_units"].items() for word in words.split()}
# Of so many languages that one may be another word elsewhere: looked for before a clock, and some alone on their line.
_DOUBTFUL_DAYS: Final[dict[str, int]] = {lowered(word): back for word, back in TIME_WORDS["doubtful_days_back"].items()}
_LONE_DAYS: Final = _DOUBTFUL_DAYS.keys() - {lowered(word) for word in TIME_WORDS["days_only_before_clocks"]}
_DAYS_BACK: Final[dict[str, int]] = _DOUBTFUL_DAYS | TIME_WORDS["days_back"] | TIME_WORDS["other_days_back"]
# `for 3 timer siden`; `for 3 minutes` is a length.
_WITH_MORE: Final[list[str]] = TIME_WORDS["before_with_more"]
_MORE_BEHIND: Final[list[str]] = TIME_WORDS["more_behind"]
_BEFORE: Final[list[str]] = [word for word in TIME_WORDS["before"] + TIME_WORDS["other_before"] if word not in _WITH_MORE]
CONNECTORS: Final = [lowered(word) for word in TIME_WORDS["connectors"] + TIME_WORDS["other_connectors"]]
"""Words between a day and a time of day."""
_AFTER: Final[list[str]] = TIME_WORDS["after"] + TIME_WORDS["other_after"]
# `hier` is yesterday in French, and here in German and Dutch: alone it needs a clock behind it, or signs around it.
_OTHER_WORDS: Final = frozenset(TIME_WORDS["days_that_are_other_words"])
_SURE_DAYS: Final = (TIME_WORDS["days_back"] | TIME_WORDS["other_days_back"]).keys() - _OTHER_WORDS
_NOW: Final[list[str]] = TIME_WORDS["now"] + TIME_WORDS["other_now"]


def _unit_of(table: str) -> dict[str, str]:
    return {phrase: unit for unit, phrases in TIME_WORDS[table].items() for phrase in phrases}


# CLDR's phrases, and some that it lacks.
_AGO: Final[dict[str, Any]] = DATE_WORDS["ago"]
_AGO_UNITS: Final = {lowered(word): unit for word, unit in _AGO["units"].items()}
_BEHIND: Final = {lowered(word): unit for word, unit in (_AGO["behind"] | _unit_of("behind_numbers")).items()}
_ALONE: Final = {lowered(word): (unit, 1) for word, unit in (_AGO["alone"] | _unit_of("one_alone")).items()} | {
    lowered(word): (unit, 2) for word, unit in _unit_of("two_alone").items()
}
# Short forms that are other words elsewhere, behind two other parts: `Curtir · Responder · 5 a` (Facebook).
_UNITS_BEHIND: Final[dict[str, str]] = TIME_WORDS["units_behind_parts"]
_ALL_UNITS: Final = _BEHIND | _AGO_UNITS | _UNSPACED_UNITS | UNITS | _UNITS_BEHIND
_WEEKDAYS: Final = {word: number for word, number in DATE_WORDS["weekdays"].items() if len(word) > 2}


@dataclass(frozen=True, slots=True)
class Ago:
    """A stretch of text that tells a time by its distance.

    Attributes:
        start, end: span in the text.
        unit: second, minute, hour, day, week, month, year or decade; weekday where a day of the week is named.
        count: how many of them; the day's number (Monday 0) for a weekday.
        clock: the time of day, where printed.
    """

    start: int
    end: int
    unit: str
    count: int
    clock: time | None


# What Greek, Arabic, Hindi and others set behind an hour.
_PARTS: Final[dict[str, str]] = {lowered(word): half for word, half in TIME_WORDS["parts_of_day"].items()}
# `14 h 05`, as French sets it; `15: 02` (Bengali); `14時05分`, `오후 2시 5분`; `5時間` is a length.
_HOUR: Final = r"\s?[時时點点시](?![間间간])"
CLOCK: Final = (
    rf"(?:(?P<noon>{any_of(TIME_WORDS['before_noon'] + TIME_WORDS['after_noon'])})\s?)?"
    rf"(?P<hh>[01]?\d|2[0-4])(?=[:h]\d\d|(?<=\d\d):\s[0-5]\d\s*(?:$|[|•·)])|\sh\s[0-5]\d(?!\d)|h(?!\w)|\.[0-5]\d\s?(?:uhr|[ap]\.?m)|\s?[ap]\.?m|\s?uhr|{_HOUR})"
    rf"(?:(?:[:h.]|(?<=\d\d):\s|\sh\s|{_HOUR}\s?)(?P<mm>[0-5]\d|\d(?=\s?[分분]))(?:\s?[分분])?(?::(?P<ss>[0-5]\d)(?:[.,]\d{{1,6}})?)?|h|{_HOUR})?"
    rf"(?:\s?(?:(?P<half>[ap])(?:m|\.\s?m\.?)|(?P<part>{any_of(_PARTS)}))(?![^\W\d_]))?(?:\s?uhr(?:\suhr)?(?!\w))?"
)
"""A time of day in lower-case text; `clock_of` reads its groups."""

_CONNECTORS = any_of(CONNECTORS)
_NUMBER = rf"(?P<num>\d{{1,3}}|{any_of(TIME_WORDS['one'])})"
_UNIT = rf"(?P<unit>{one_of(UNITS)})(?!\w)"
_MORE = rf"(?:,?\s(?:\w{{1,3}}\s)?\d{{1,3}}\s{one_of(UNITS)}(?!\w))?"
BEFORE_DOTTED: Final = r"(?:klo|kl\.?|pukul)"
"""Words before a clock with a dot, in lower-case text."""
# `eilen klo 14.05`, `i går kl. 14.05`
_DOTTED = rf"{BEFORE_DOTTED}\s(?P<dotted>(?:[01]?\d|2[0-4])\.[0-5]\d)(?![\d.])"
_AT_CLOCK = rf"(?:,?\s{_DOTTED}|,?\s(?:(?:{_CONNECTORS})\s)?{CLOCK}(?!\w))"
_ABOUT = rf"(?:{one_of(TIME_WORDS['about'])}\s)?"
_SHORT_FORM: Final = re.compile(
    rf"(?:^|[•·|]\s?)(?P<num>\d{{1,3}})\s?(?P<unit>{any_of(_SHORT_UNITS)})(?:\s{one_of(_AFTER)})?(?=\s?(?:$|[•·|]))"
)
# `Me gusta · Responder · 87 · 5 años` (Facebook): behind two other parts; one alone may say how long something takes.
_LONG_UNITS: Final = {word: unit for word, unit in UNITS.items() if unit not in {"second", "minute"}} | _UNITS_BEHIND
_LONG_PATTERN: Final = rf"[•·][^•·]{{1,40}}[•·]\s(?P<behind>\d{{1,3}})\s(?P<unit>{one_of(_LONG_UNITS)})(?=\s?(?:$|[•·]))"
_WORDS: Final = re.compile(r"[^\W\d_]+")


def _hints(phrases: Iterable[str]) -> frozenset[str]:
    """The longest word of each phrase."""
    return frozenset(max(_WORDS.findall(phrase), key=len) for phrase in phrases)


_GLUED = (unit + after for unit in _UNSPACED_UNITS for after in TIME_WORDS["unspaced_after"])
_UNSPACED: Final = any_of(_UNSPACED_UNITS)
_UNSPACED_AFTER: Final = any_of(TIME_WORDS["unspaced_after"])
# Each with the words of which one stands in whatever it matches: a text without them is not searched.
_PATTERNS: Final = tuple(
    (hints, re.compile(pattern))
    for hints, pattern in (
        (_hints(_BEFORE), rf"(?<!\w){one_of(_BEFORE)}\s{_ABOUT}{_NUMBER}\s{_UNIT}{_MORE}"),
        (_hints(_MORE_BEHIND), rf"(?<!\w){one_of(_WITH_MORE)}\s{_ABOUT}{_NUMBER}\s{_UNIT}{_MORE}\s{one_of(_MORE_BEHIND)}(?!\w)"),
        (_hints(_AFTER), rf"(?<!\w){_ABOUT}{_NUMBER}\s?{_UNIT}\.?{_MORE}\s{one_of(_AFTER)}(?!\w)"),
        (_hints(_NOW), rf"(?<!\w)(?P<now>{one_of(_NOW)})(?!\w)"),
        (_hints(_DOUBTFUL_DAYS), rf"(?<!\w)(?P<named>{one_of(_DOUBTFUL_DAYS)})(?:{_AT_CLOCK})"),
        (_hints(_LONE_DAYS), rf"(?:^|(?<=[•·|]\s))(?P<named>{one_of(_LONE_DAYS)})(?=\s?(?:$|[•·|]))"),
        (_hints(_SURE_DAYS), rf"(?<!\w)(?P<named>{one_of(_SURE_DAYS)})(?!\w)(?:{_AT_CLOCK})?"),
        (_hints(_OTHER_WORDS), rf"(?<!\w)(?P<named>{one_of(_OTHER_WORDS)})(?:{_AT_CLOCK})"),
        (_hints(_OTHER_WORDS), rf"(?:^|(?<=[•·|,–—é-]\s))(?P<named>{one_of(_OTHER_WORDS)})(?=\s?(?:$|[•·|,)–—-]))"),
        (_hints(_WEEKDAYS), rf"(?<!\w)(?P<weekday>{one_of(_WEEKDAYS)})(?:,?\s(?:(?:{_CONNECTORS})\s)){CLOCK}(?!\w)"),
        (
            _hints(TIME_WORDS["unspaced_after"]).union(_GLUED),
            rf"(?<![\d.,:])(?P<num>\d{{1,3}})\s?(?P<unit>{_UNSPACED})(?:\s?\d{{1,3}}\s?(?:{_UNSPACED}))?\s?(?:{_UNSPACED_AFTER})(?![^\W\d_])",
        ),
        (_hints(_AGO["before"]), rf"(?<!\w){one_of(_AGO['before'])}\s{_ABOUT}(?P<num>\d{{1,3}})\s?(?P<unit>{one_of(_AGO_UNITS)})(?!\w)"),
        (_hints(_BEHIND), rf"(?<![\w.,:])(?P<num>\d{{1,3}})\s?(?P<unit>{one_of(_BEHIND)})(?!\w)"),
        (_hints(_ALONE), rf"(?<!\w)(?P<alone>{one_of(_ALONE)})(?!\w)"),
        (_hints(_LONG_UNITS), _LONG_PATTERN),
    )
)
_HINTS: Final = frozenset(word for hints, _ in _PATTERNS for word in hints)
# A text that does not begin as a short form can, and has no such word, is not searched for them.
_SHORT_BEGIN: Final = re.compile(r"^\d{1,3}\s?[a-z]|[•·|]")
_LONGEST: Final = 400


def clock_of(found: re.Match[str]) -> time | None:
    """The time of day in the groups of `CLOCK`; None where none is printed or it cannot be."""
    if not found["hh"]:
        return None
    hour, half = int(found["hh"]), found["half"] or _PARTS.get(found["part"] or "")
    if found["noon"]:
        half = "p" if found["noon"] in TIME_WORDS["after_noon"] else "a"
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    return time(hour % 24, int(found["mm"] or 0), int(found["ss"] or 0))


def find_ago(low: str) -> tuple[Ago, ...]:
    """Every relative time of a short stretch of text.

    Args:
        low: the text in lower case; one longer than any header is not looked at.

    Returns:
        The stretches, in order, without overlap.
    """
    words = _WORDS.findall(low)
    if len(low) > _LONGEST or (_HINTS.isdisjoint(words) and not _SHORT_BEGIN.search(low)):
        return ()
    found: list[Ago] = []
    hinted = (pattern for hints, pattern in _PATTERNS if not hints.isdisjoint(words))
    for pattern in (*hinted, _SHORT_FORM):
        for match in pattern.finditer(low):
            ago = _read(match)
            if all(ago.end <= other.start or other.end <= ago.start for other in found):
                found.append(ago)
    return tuple(sorted(found, key=lambda ago: ago.start))


def _clock_behind(named: re.Match[str]) -> time | None:
    """The time of day behind a day that is named, with a dot or without; None where none is printed."""
    groups = named.groupdict()
    if groups.get("dotted"):
        hours, minutes = map(int, groups["dotted"].split("."))
        return time(hours % 24, minutes)
    return clock_of(named) if "hh" in groups else None


def _read(match: re.Match[str]) -> Ago:
    groups = match.groupdict()
    start, end = match.span()
    if named := groups.get("named"):
        return Ago(start, end, "day", _DAYS_BACK[named], _clock_behind(match))
    if weekday := groups.get("weekday"):
        return Ago(start, end, "weekday", _WEEKDAYS[weekday], clock_of(match))
    if alone := groups.get("alone"):
        return Ago(start, end, *_ALONE[alone], None)
    if groups.get("now"):
        return Ago(start, end, "second", 0, None)
    # Behind other parts the number is where the time begins.
    number, unit = groups.get("behind") or groups["num"], groups["unit"]
    start = match.start("behind") if "behind" in groups else start
    if match.re is _SHORT_FORM:
        return Ago(match.start("num"), end, _SHORT_UNITS[unit], int(number), None)
    return Ago(start, end, _ALL_UNITS[unit], int(number) if number.isdigit() else 1, None)


def moment(ago: Ago, now: datetime) -> datetime:
    """The time that a relative one points at.

    Args:
        ago: the relative time.
        now: naive wall clock of the reading.

    Returns:
        Naive wall clock; midnight where no more than a day, week, month or year is told.
    """
    if ago.unit in _SECONDS:
        return (now - timedelta(seconds=ago.count * _SECONDS[ago.unit])).replace(second=0, microsecond=0)
    back = (now.weekday() - ago.count) % 7 or 7 if ago.unit == "weekday" else ago.count * _DAYS[ago.unit]
    return datetime.combine((now - timedelta(days=back)).date(), ago.clock or time())
