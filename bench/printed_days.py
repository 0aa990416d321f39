"""Whether a text prints a known day, in any form: what labels and figures of days rest on.

It looks for a day that the gold names, and reads no other: the package's reader of dates may change without changing what
the tagger is trained on, or what the reader itself is measured by. Nothing of the package is used here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from make_date_words import month_names

APART = 3
"""Tokens from the number of the day to the month, at the most: `3rd of March` is three."""
YEAR_APART = 6
"""Tokens from day or month to the year, at the most: `Mar 3 12:30 Uhr MEZ 2014`."""

_TOKEN = re.compile(r"\d{1,2}:\d\d(?::\d\d)?|\d+|[^\W\d_]+")
_INNER_CAPITAL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")


@cache
def _months() -> dict[str, set[int]]:
    """Names of months with the numbers that they may stand for."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for name, number in month_names():
        found[name].add(number)
    return dict(found)


def _near(place: int, places: list[int], numbers: list[int], apart: int) -> list[int]:
    """Those of some places that lie at most so far from a place, with no number between."""
    close = (other for other in places if 0 < abs(other - place) <= apart)
    return [other for other in close if not any(min(place, other) < at < max(place, other) for at in numbers)]


def prints_day(text: str, day: str) -> bool:
    """Whether a text prints a day: its number, its month by number or name, and its year, with no other number among them.

    Args:
        text: of any length; words glued by a capital (`AnnMarch 3, 2014`) are told apart, and so is a short number glued to
            a year (`20145 mins`).
        day: YYYY-MM-DD, with or without a time behind it; anything else is not printed.
    """
    known = re.match(r"(\d{4})-(\d\d)-(\d\d)", day)
    if not known:
        return False
    if "".join(known.groups()) in text:
        return True
    year, month, number = (int(part) for part in known.groups())
    tokens = [token.lower() for token in _TOKEN.findall(_INNER_CAPITAL.sub(" ", text))]
    numbers = [i for i, token in enumerate(tokens) if token.isdecimal()]
    short = [i for i in numbers if len(tokens[i]) < 3]
    years = [i for i in numbers if tokens[i].startswith(known[1]) and len(tokens[i]) < 7]
    years += [i for i in short if int(tokens[i]) == year % 100]
    days = [i for i in short if int(tokens[i]) == number]
    months = [i for i in short if int(tokens[i]) == month]
    months += [i for i, token in enumerate(tokens) if month in _months().get(token, ())]
    for one in days:
        for other in _near(one, months, numbers, APART):
            if {*_near(one, years, numbers, YEAR_APART), *_near(other, years, numbers, YEAR_APART)} - {one, other}:
                return True
    return False
