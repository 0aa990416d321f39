"""Days of the Solar Hijri calendar, as Iran and Afghanistan print them: `۱۵ خرداد ۱۴۰۲`, `پانزدهم خرداد ۱۴۰۲`, `۱۴۰۲/۰۳/۱۵`.

This room tells how such a day is written and which day of our calendar it is; `dates` looks for it with all others.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from persiantools.jdatetime import JalaliDate

from pagestrata.parse.alternations import any_of
from pagestrata.parse.dates.relative import DATE_WORDS, TIME_WORDS
from pagestrata.parse.dates.scanned import lowered

_MONTHS: Final[dict[str, int]] = DATE_WORDS["solar_months"]
# Weblogs of Iran print the day of the month as a word: `شنبه پانزدهم دی ۱۳۹۲ ساعت 21:40`.
_ORDINALS: Final = {lowered(word): day for day, words in enumerate(TIME_WORDS["solar_days"], 1) for word in words.split("|")}
# Years 1300 to 1449 are 1921 to 2071.
_YEAR: Final = r"1[34]\d\d"
# Of two figures, 50 to 99 are 1350 to 1399.
_CENTURY: Final = 1400
_CENTURY_ENDS: Final = 50

SOLAR: Final = rf"""
    (?P<solar>(?P<pd>\d\d?)\s(?P<pw>{any_of(_MONTHS)})(?:\sماه)?(?:،|,)?\s(?:سال\s)?(?P<py>{_YEAR})(?!\d)
    | (?=[\u0600-\u06ff])(?<![\u0600-\u06ff])(?P<fd>{any_of(_ORDINALS)})\s(?P<fw>{any_of(_MONTHS)})(?:\sماه)?\s(?P<fy>{_YEAR})(?!\d)
    | (?P<ud>\d\d?)\s(?P<uw>{any_of(_MONTHS)})\s(?P<uy>\d\d)(?=\s?[،,]\s?\d\d?:\d\d)
    | (?=[\u0600-\u06ff])(?P<ow>{any_of(_MONTHS)})\s(?P<od>\d\d?)(?:،|,)?\s(?P<oy>{_YEAR})(?!\d)
    | (?P<qy>{_YEAR})(?P<qs>[-/.])(?P<qm>\d\d?)(?P=qs)(?P<qd>\d\d?)(?!\d|[-/.]\d)
    | (?P<rd>\d\d?)(?P<rs>[-/.])(?P<rm>\d\d?)(?P=rs)(?P<ry>{_YEAR})(?!\d|[-/.]\d))
"""
"""Pattern of such a day in lowered text, for a verbose pattern: the group `solar`, and in it those that `solar_day` reads."""


def solar_day(found: re.Match[str], text: str) -> date | None:
    """The Gregorian day of a match of `SOLAR`.

    Args:
        found: a match in the lowered text.
        text: the same text as it is printed.

    Returns:
        None where the calendar has no such day. Figures alone are a date with slashes or in digits of the script only: `1402-03-15`
        may be any number.
    """
    if found["uw"]:
        # Weblogs of Iran leave out the century: `۳۰ آبان ۰۰ ، ۰۸:۵۲`.
        year, month, day = int(found["uy"]), _MONTHS[found["uw"]], int(found["ud"])
        year += _CENTURY if year < _CENTURY_ENDS else _CENTURY - 100
    elif word := found["fw"]:
        year, month, day = int(found["fy"]), _MONTHS[word], _ORDINALS[found["fd"]]
    elif word := found["pw"] or found["ow"]:
        year, month, day = int(found["py"] or found["oy"]), _MONTHS[word], int(found["pd"] or found["od"])
    else:
        if (found["qs"] or found["rs"]) != "/" and text[found.start()].isascii():
            return None
        year, month, day = (int(found[f"q{part}"] or found[f"r{part}"]) for part in "ymd")
    try:
        # persiantools is typed but for its constructor.
        gregorian: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    return gregorian
