"""Dates and times as pages print them, in many languages and orders.

A stretch of text is scanned once for dates with digits and once for relative ones. What is found is read without a guess:
a day and month that could be swapped stay open (`at` is None) until the page's other dates settle them. Names of months
and weekdays are CLDR's (`data/date_words.json`); the other words are in `data/time_words.json`. This room finds and
reads dates; what they leave open is told in `dates.settling`, and which of them is whose elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final, NamedTuple

from pagestrata.parse.alternations import any_of
from pagestrata.parse.chars import HANGUL
from pagestrata.parse.dates.around import TAIL, dotted_clock, read_around, readings_of
from pagestrata.parse.dates.printed import Around, Day, PrintedTime, is_valid
from pagestrata.parse.dates.relative import DATE_WORDS, find_ago
from pagestrata.parse.dates.scanned import lowered
from pagestrata.parse.dates.solar import SOLAR, solar_day

__all__ = ["Around", "Day", "PrintedTime", "days_in", "find_times", "is_valid", "read_around"]

_MARKED_MONTHS: Final = {lowered(name): number for name, number in DATE_WORDS["months_with_vowel_signs"].items()}
_LISTS: Final = ("later_months", "board_months", "months", "right_to_left_months", "months_of_two_words")
_MONTHS: Final[dict[str, int]] = {name: number for some in _LISTS for name, number in DATE_WORDS[some].items()} | _MARKED_MONTHS
# `listopad` is November in Polish and Czech, and October in Croatian.
_CROATIAN: Final[dict[str, int]] = DATE_WORDS["croatian_months"]


def _named_year(group: str) -> str:
    """A year after a month's name. Two digits are one only where nothing else can be meant."""
    long = rf"(?:(?:[,.]|\s?،)?\s{{0,2}}|,?\s(?:de|del|do|of|[คพ]\.ศ\.)\s|\s[คพ]\.ศ\.|[-/.])(?={_YEAR}(?!(?!{_GLUED_NUMBER})\d|:\d))"
    return rf"(?:(?:{long}|\s?['’](?=\d\d(?!\d))|[-/](?=\d\d(?!\d|:\d))|\s(?=\d\d(?:$|\s[|•·/–—]\s|,?\s\d\d?:)))(?P<{group}>{_YEAR}|\d\d))"


_SHORT_SIGN = "[.\u0970\u05f3]"
# Names that are no word of three letters: `मई`, `มี.ค.`.
_OTHER_NAME = any_of(name for name in _MARKED_MONTHS if len(name) < 3 or "." in name)
# `كانون الثاني`
_TWO_WORDS = any_of(DATE_WORDS["months_of_two_words"])
_WORD = rf"(?:{_TWO_WORDS}|[^\W\d_]{{3,14}}+|{_OTHER_NAME})"
# A month with a name glued before it (`Ann LovelaceNovember 20, 2007`).
_LONG_WORD = rf"(?:{_TWO_WORDS}|[^\W\d_]{{3,32}}+|{_OTHER_NAME})"
# `22 كانون الثاني/يناير 2020`, `22 يناير/كانون الثاني 2020`: the month by the names of two regions.
_OTHER_MONTH: Final = r"[\u0600-\u06ff]{2,6}(?:\s[\u0600-\u06ff]{5,6})?"
# `2564` is a year after Buddha's death, as Thai pages print it.
_YEAR = r"(?:1[5-9]|2[0145])\d\d"
# `April 2, 20241 yr`, `April 10, 20175 Tips`, `January 4, 202614,267 Views`, `March 7, 20236:01 PM`: what stands behind the year is
# glued to it. A number of five or six digits with neither behind it stays one: `in March 20241`.
_GLUED_NUMBER = r"(?:[1-9]\d?(?:,\d{3})?\s[^\W\d_]{2}|[012]?\d:[0-5]\d(?!\d))"
_DAY_YEAR = rf"\d\d?(?:st|nd|rd|th)?,\s{_YEAR}(?!\d)"
# `Jun 22 Sat 2013 23:17`, `5月 23 週四 2019 22:18`: Pixnet sets the weekday inside. `22/8-2016` is Danish, `2009 09 14 00:41` and
# `2009 m. rugsėjo mėn. 14 d.` are Lithuanian, `2010 / 5 / 18` is Arabic.
_SCAN: Final = re.compile(
    rf"""
    (?=[\dn元\u0600-\u06ff]) (?<!\d) (?:(?<!\d[-/.:,])|(?<=:\d\d-)) (?:
      (?<!/) (?P<iy>{_YEAR}) (?: (?P<is>[-/.•·]|\s/\s) (?P<im>\d\d?) (?P=is) (?P<id>\d\d?) (?!\d|[-/]\d)
                             | \.\s (?P<sm>\d\d?) \.\s (?P<sd>\d\d?) (?=\.)
                             | \s (?P<bm>\d\d) \s (?P<bd>\d\d) (?=\s[012]\d:[0-5]\d(?!\d)) )
    | (?:ngày\s)? (?P<vd>\d\d?) \s(?:tháng|thg)\s (?P<vm>\d\d?) (?:,?\s(?:năm\s)?) (?P<vy>{_YEAR}) (?!\d)
    | {SOLAR}
    | (?P<ky>{_YEAR}|\d{{1,3}}|元) \s?[年년] (?:[（(][^（）()]{{2,8}}[）)])? \s? (?P<km>\d\d?) \s?[月월]\s? (?P<kd>\d\d?) \s?[日일]
    | (?P<zm>\d\d?)月\s(?P<zd>\d\d?)\s[週周][一二三四五六日]\s(?P<zy>{_YEAR}) (?!\d)
    | (?P<xd>\d\d?)/(?P<xm>\d\d?)-(?P<xy>{_YEAR}) (?![-/]?\d)
    | (?P<na>\d\d?) \u200f? (?P<ns>[-/.]) \s? (?P<nb>\d\d?) \u200f? (?P=ns) \s?
      (?P<ny> {_YEAR}(?!\d|:\d) | \d\d(?=[012]?\d:\d\d) | \d\d(?!\d|:\d|\.{_YEAR}(?!\d)) ) (?![-/]\d)
    | (?: (?P<gy>{_YEAR})\.\sgada\s )?
      (?P<cd>\d\d?) (?:st|nd|rd|th|er|\.º|º|ª|°|\.|-?го|ی)? (?: \s(?:de|of|do)\s | \sd['’] | \s{{1,2}} | [-/] | ,\s | (?<=\.) )
      (?:{_OTHER_MONTH}/)? (?P<cw>{_WORD}) (?![^\W\d_]) (?!\.?\s{_DAY_YEAR}) {_SHORT_SIGN}? {_named_year("cy")}?
    | (?P<ey>{_YEAR}) (?:\.|,|\s[mթ]\.|(?:\(e\))?ko)? [\s-]
      (?P<ew>{_WORD}) {_SHORT_SIGN}? (?:\smėn\.)? [\s-] (?P<ed>\d\d?) (?![:h]?\d) (?!,\s{_YEAR}(?!\d))
    | (?P<ha>\d\d?) / (?P<hb>\d\d?) (?=\s(?:at|um|à|a\slas|om)\s\d\d?[:h]\d\d)
    | (?P<ja>\d\d?) / (?P<jb>\d\d?) (?=\s?[(\uff08][月火水木金土日][)\uff09])
    | (?P<ka>\d\d) (?P<ks>[./]) (?P<kb>\d\d) (?=\s[012]\d:[0-5]\d(?!\d))
    | (?<=\d[:h]\d\d\s) (?P<ta>\d\d?) / (?P<tb>\d\d?) (?=$|\s?[|•·)–—-])
    )
    | (?<![^\W\d]) (?P<dw>{_LONG_WORD}) (?: {_SHORT_SIGN}?[\s/-]{{1,2}} | \. )
      (?: (?P<my>{_YEAR}) (?!\d)
        | (?P<dd>\d\d?) (?:st|nd|rd|th)? (?![\d:]|[.,]\d\d?(?!\d))
          (?:\s(?:mon|tue|wed|thu|fri|sat|sun)(?=\s\d{{4}}))? {_named_year("dy")}? )
    """,
    re.VERBOSE,
)


class _Figures(NamedTuple):
    """Groups of the scan that are a year, a month and a day in figures, and what they say of the page's order (`Day.order`)."""

    year: str
    month: str
    day: str
    order: bool | None = None


_FIGURES: Final = (
    _Figures("iy", "im", "id"),
    _Figures("iy", "sm", "sd"),
    _Figures("iy", "bm", "bd"),
    _Figures("vy", "vm", "vd"),
    _Figures("zy", "zm", "zd"),
    _Figures("xy", "xm", "xd", order=True),
)
_HANGUL: Final = re.compile(f"[{HANGUL}]")
_NEAR: Final = 60
"""Characters on either side of a date that tell its language."""
_WHOLE_YEAR: Final = 4
"""Figures of a year that no version has in its place."""
_MOST_GIVEN: Final = (5, 10)
"""Stars or points of a whole rating."""
# `Tue Mar 9 10:12:44 CET 2010`: C sets the year behind the clock (ISO 9899, asctime).
_YEAR_BEHIND: Final = re.compile(rf"\s(?P<year>{_YEAR})(?![\d:]|\s[^\W\d_])")
# `Mar 05 Nov 2013`: a weekday of three letters that is a month in other languages, as French and Spanish boards print it.
_DAY_BELOW: Final = re.compile(rf"\.?\s(?P<month>[^\W\d_]{{3,14}})\.?,?\s{_YEAR}(?!\d)")
_DIGIT: Final = re.compile(r"\d")
# `Mutt/1.5.21`: the version of a program.
_PROGRAM: Final = re.compile(r"[^\W\d_]/")
_GLUED: Final = re.compile(r"(?<=[^\W\d_])(?=[A-Z])[^\W\d_]+$")
_REACH: Final = 24
# The Thai solar calendar counts from 544 BC; pages print no Gregorian year so high.
_BUDDHIST: Final = 543
_FIRST_BUDDHIST: Final = 2400
_THAI_CENTURY: Final = "25"
_THAI: Final = frozenset(map(chr, range(0xE00, 0xE80)))
# Years of an era: the one before its first (National Diet Library, Japan; Taiwan counts from the founding of its republic).
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_ERA_AHEAD: Final = re.compile(rf"(?:中華)?({any_of(_ERAS)})\s?$")
# Texts whose days and times are kept: more than the lines of one page that are looked at for its fields.
_RECENT: Final = 256
# Characters of a text that is kept: pages may be one line.
_LONGEST_KEPT: Final = 1000


def _full_year(digits: str) -> int:
    """A year; of two digits by the POSIX rule: 69 to 99 are 1969 to 1999. Buddhist ones are told by their height."""
    year = int(digits)
    if len(digits) == 4:
        return year - _BUDDHIST if year >= _FIRST_BUDDHIST else year
    return year + (1900 if year >= 69 else 2000)


def _numeric(found: re.Match[str], first: int, second: int, year: int | None) -> Day | None:
    """Two numbers that are a day and a month; dots are CLDR's sign of the day first, other signs say nothing.

    Three numbers of two digits between dots that cannot be a day first are a date where a clock follows, and else a version.
    """
    start, end = found.span()
    readings = [Day(start, end, year, month, day) for day, month in ((first, second), (second, first))]
    day_first, month_first = (reading if is_valid(reading) else None for reading in readings)
    if found["ns"] == "." and day_first:
        return day_first
    if found["ns"] == "." and len(found["ny"]) == 2 and not TAIL.match(found.string, end):
        return None
    if day_first and month_first and first != second:
        return Day(start, end, year, first, second, open=True)
    if first == second:
        return day_first
    if day_first:
        return replace(day_first, order=True)
    return replace(month_first, order=False) if month_first else None


def _korean(found: re.Match[str]) -> Day | None:
    """Three numbers of two digits between dots, with Hangul near them (`23.05.11 최종 업데이트`): Korean sets the year first."""
    is_short = found["ns"] == "." and len(found["na"]) == len(found["ny"]) < _WHOLE_YEAR
    if not is_short or not _HANGUL.search(found.string, max(0, found.start() - _NEAR), found.end() + _NEAR):
        return None
    day = Day(*found.span(), _full_year(found["na"]), int(found["nb"]), int(found["ny"]))
    return day if is_valid(day) else None


def _named(found: re.Match[str], text: str) -> Day | None:
    """A date whose month is a word; a year-less one only where the name is long, has its capital or stands before a clock."""
    start, end = found.span()
    day: int | None
    order: bool | None
    if found["cw"]:
        month, year, day, order, at = _MONTHS.get(found["cw"]), found["cy"] or found["gy"], int(found["cd"]), True, found.start("cw")
    elif found["ew"]:
        month, year, day, order, at = _MONTHS.get(found["ew"]), found["ey"], int(found["ed"]), False, found.start("ew")
    else:
        word, at = found["dw"], found.start("dw")
        if word not in _MONTHS and (glued := _GLUED.search(text, at, found.end("dw"))):
            word, start, at = found["dw"][glued.start() - at :], glued.start(), glued.start()
        month, year = _MONTHS.get(word), found["dy"] or found["my"]
        day = int(found["dd"]) if found["dd"] else None
        order = None if day is None else False
    if month is None or (year is None and found["dw"] and (later := _DAY_BELOW.match(found.string, end)) and later["month"] in _MONTHS):
        return None
    clock = TAIL.match(found.string, end) or dotted_clock(found.string, end, None) if year is None and found["cw"] else None
    if year is None and not text[at].isupper() and not (found["cw"] and (clock or len(found["cw"]) > 4)):
        return None
    if year is None and found["cw"] and not clock:
        end = found.end("cw")
    if year and len(year) == 2 and found["cw"] and found["cw"][0] in _THAI:
        year = _THAI_CENTURY + year
    named = Day(start, end, _full_year(year) if year else None, month, day, order=order)
    croatian = _CROATIAN.get(found["cw"] or found["dw"] or found["ew"])
    return _with_croatian(named, found, croatian) if croatian else named


def _with_croatian(named: Day, found: re.Match[str], month: int) -> Day:
    """A day whose month's name is of another one in Croatian (`25. listopada 2023.`): that sets a full stop behind day and year."""
    in_croatian = replace(named, month=month)
    has_stops = found["cd"] and found["cy"] and found.string[found.end("cd")] == "." == found.string[found.end() : found.end() + 1]
    if has_stops or not is_valid(named):
        return in_croatian
    return replace(named, or_month=month) if is_valid(in_croatian) else named


def _with_characters(found: re.Match[str]) -> Day | None:
    """A date with the characters for year, month and day: `2021年3月5日`, `令和3年3月5日`; a year of an unknown era is none."""
    start, end = found.span()
    month, day = int(found["km"]), int(found["kd"])
    if len(found["ky"]) == 4:
        return Day(start, end, _full_year(found["ky"]), month, day)
    era = _ERA_AHEAD.search(found.string, max(0, start - _REACH), start)
    year = 1 if found["ky"] == "元" else int(found["ky"])
    return Day(era.start(), end, _ERAS[era[1]] + year, month, day) if era and year else None


def _read(found: re.Match[str], text: str) -> Day | None:
    """The day of a match of the scan; None where it is none."""
    start, end = found.span()
    if figures := next((known for known in _FIGURES if found[known.month]), None):
        year, month, number = _full_year(found[figures.year]), int(found[figures.month]), int(found[figures.day])
        day: Day | None = Day(start, end, year, month, number, order=figures.order)
    elif found["ky"]:
        day = _with_characters(found)
    elif found["na"]:
        is_version = found["ns"] == "." and len(found["ny"]) < _WHOLE_YEAR and _PROGRAM.match(found.string, max(0, start - 2), start)
        day = None if is_version else _korean(found) or _numeric(found, int(found["na"]), int(found["nb"]), _full_year(found["ny"]))
    elif found["ha"]:
        day = _numeric(found, int(found["ha"]), int(found["hb"]), None)
    elif found["ja"]:
        day = Day(start, end, None, int(found["ja"]), int(found["jb"]))
    elif found["ka"]:
        day = _numeric(found, int(found["ka"]), int(found["kb"]), None)
    elif found["ta"]:
        # `10:30 5/5` is what somebody gave out of five
        is_rating = int(found["tb"]) in _MOST_GIVEN and int(found["ta"]) <= int(found["tb"])
        day = None if is_rating else _numeric(found, int(found["ta"]), int(found["tb"]), None)
    elif found["solar"]:
        solar = solar_day(found, text)
        day = Day(start, end, solar.year, solar.month, solar.day) if solar else None
    else:
        day = _named(found, text)
    return day


def days_in(text: str) -> tuple[Day, ...]:
    """The days in a text. Those of the last short texts are kept: one line is looked at for names, for dates, and for the order of days."""
    return _kept_days(text) if len(text) <= _LONGEST_KEPT else _search_days(text)


def _search_days(text: str) -> tuple[Day, ...]:
    low, days, at = lowered(text), [], 0
    while found := _SCAN.search(low, at):
        day = _read(found, text)
        if day and (day.open or is_valid(day)):
            days.append(day)
        at = day.end if day else found.start() + 1
    return tuple(days)


def _settle(day: Day, weekday: int | None, day_first: bool | None) -> date | None:
    """The calendar day; of two that can be meant the one whose weekday is printed, else by the order known, or by the commoner month."""
    readings = readings_of(day)
    if len(readings) < 2:
        return readings[0] if readings else None
    fitting = [reading for reading in readings if reading.weekday() == weekday]
    if len(fitting) == 1:
        return fitting[0]
    if day.open:
        return None if day_first is None else readings[day_first]
    return readings[0]


def _complete(text: str, low: str, day: Day, floor: int, day_first: bool | None) -> PrintedTime:
    """A day with what is printed around it."""
    around = read_around(text, low, day, floor)
    if day.year is None and around.weekday is not None and around.clock and (late := _YEAR_BEHIND.match(low, around.end)):
        day, around = replace(day, year=_full_year(late["year"])), replace(around, end=late.end())
    settled = _settle(day, around.weekday, day_first)
    at = datetime.combine(settled, around.clock or time()) if settled else None
    printed = text[around.start : around.end]
    offset, has_time = around.utc_offset_minutes, around.clock is not None
    return PrintedTime(printed, around.start, around.end, at, offset, has_time, relative=False, weekday=around.side)


def find_times(text: str, base: int = 0, day_first: bool | None = None) -> tuple[PrintedTime, ...]:
    """Every date or time printed in a short stretch of text.

    Args:
        text: usually a line.
        base: added to the offsets (code points).
        day_first: which of two numbers is the day, where nothing in the date says it; see `dates.settling.day_order`.

    Returns:
        The times in order, without overlap. A date that no calendar has is none.
    """
    times = _kept_times(text, day_first) if len(text) <= _LONGEST_KEPT else _search_times(text, day_first)
    return tuple(replace(found, start=found.start + base, end=found.end + base) for found in times) if base else times


def _search_times(text: str, day_first: bool | None) -> tuple[PrintedTime, ...]:
    low = lowered(text)
    times: list[PrintedTime] = []
    if _DIGIT.search(low):
        floor = 0
        for day in days_in(text):
            if day.start >= floor:
                times.append(_complete(text, low, day, floor, day_first))
                floor = times[-1].end
    for ago in find_ago(low):
        if all(ago.end <= known.start or known.end <= ago.start for known in times):
            times.append(PrintedTime(text[ago.start : ago.end], ago.start, ago.end, None, None, ago.clock is not None, relative=True))
    times.sort(key=lambda found: found.start)
    return tuple(times)


_kept_days = lru_cache(maxsize=_RECENT)(_search_days)
_kept_times = lru_cache(maxsize=_RECENT)(_search_times)
