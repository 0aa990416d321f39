"""Weekdays as pages print them before a day or behind it: names of many languages, and signs of Chinese, Japanese and Korean.

This room holds names and patterns, over text in the form of `dates.scanned.lowered`; which day a weekday belongs to is read in `dates`.
"""

from __future__ import annotations

import re
from typing import Final

from pagestrata.parse.alternations import any_of, one_of
from pagestrata.parse.dates.relative import DATE_WORDS, TIME_WORDS
from pagestrata.parse.dates.scanned import lowered

WEEKDAYS: Final = {lowered(name): number for some in ("later_weekdays", "weekdays") for name, number in DATE_WORDS[some].items()}
"""Names of weekdays; Monday is 0."""
LATER: Final = frozenset(lowered(name) for name in DATE_WORDS["later_weekdays"])
"""Those of them that are names of people or other words as well (`Thu Hai`, `อาทิตย์`): one belongs to a day that it fits."""
_LONGEST: Final = 14
"""Letters of a name that is looked up; a longer one, or one with other signs in it (`sexta-feira`, `thứ sáu`), is searched for."""
_SEARCHED: Final = one_of(name for name in WEEKDAYS if not name.isalpha() or len(name) > _LONGEST)
_SPACED, _GLUED = (any_of(map(lowered, TIME_WORDS[name])) for name in ("before_days", "before_days_without_space"))
# A weekday of two letters needs its sign (`Di, 21. April`, not `on April 21`), but where boards print it (`Ann » Di 21. Apr 2015`), in
# letters in which it is no other word (`Пн дек 05, 2011`), or where it begins the text and fits the day (`vr 4 februari 2022`).
AHEAD: Final = re.compile(
    rf"(?<![^\W\d_])(?P<day>{_SEARCHED}[.,،]{{0,2}}|[^\W\d_]{{3,{_LONGEST}}}?[.,،]{{0,2}}|[^\W\d_]{{2}}[.,،]{{1,2}}"
    rf"|(?<=»\s)(?!on\s)[^\W\d_]{{2}}|[\u0430-\u044f]{{2}}|^(?P<bare>[^\W\d_]{{2}}))\s{{0,2}}(?:(?<=\s)(?:{_SPACED})\s|(?:{_GLUED})\s?)?$"
)
AHEAD_SIGNS: Final = ".,،"
"""What ends a weekday before a day."""
_WEEKS: Final = ("月火水木金土日", "월화수목금토일", "一二三四五六日")
_BY_SIGN: Final = {sign: number for week in _WEEKS for number, sign in enumerate(week)} | {"天": 6}
_JAPANESE, _KOREAN, _CHINESE = _WEEKS[0], _WEEKS[1], f"{_WEEKS[2]}天"
_SIGNS: Final = (
    rf"(?P<signs>[(\uff08][{_JAPANESE}{_KOREAN}][)\uff09]"
    rf"|(?:星期|礼拜|禮拜)[{_CHINESE}]|[周週][{_CHINESE}](?!\w)|[{_JAPANESE}]曜日?|[{_KOREAN}]요일)"
)
_NAMES: Final = one_of(name for name in WEEKDAYS if len(name) > 2)
# `25.03.2021 г., 14:05`, `25. 03. 2021. 14:05`, `2021 m. kovo 25 d. 14:05`, `2021(e)ko martxoaren 25(a) 14:05`: what ends a day in some
# languages.
_DAY_END: Final = r"(?:\.|\s(?:г|р|d|\u0569)\.|\(a\))?"
# `2012/05/03(木) 14:05`, `2021年3月5日 星期五 10:22`: the weekday of Chinese, Japanese and Korean dates stands behind them.
# `15 Mayıs 2012 Salı, 14:22`: Turkish sets the weekday behind the year. `2006/10/02(Mon) 15:14`: so do Japanese boards.
BEFORE_CLOCK: Final = (
    rf"(?:\s?{_SIGNS})?{_DAY_END}(?:,?\s(?P<name>{_NAMES})(?![^\W\d_])|\s?[(\uff08](?P<inner>{_NAMES})[)\uff09])?{_DAY_END}"
)
"""What can stand between a day and its clock."""
# `2024. május 3., péntek`, `05/04/2024 (金)`; not `Sunday 5 May`, the next date, or `Sunday Times`.
BEHIND: Final = re.compile(
    rf"{_DAY_END}(?:\s?{_SIGNS}|\s?[(\uff08](?P<name>{_NAMES})[)\uff09]|[,،]?\s(?P<last>{_NAMES})(?![\w'’-]|,?\s{{1,2}}\d|\s{{1,2}}\w))"
)
"""The weekday behind a day without a clock."""


def weekday_in(signs: str | None, name: str | None) -> int | None:
    """The weekday that signs or a name tell, Monday is 0: `(金)`, `星期五`, `péntek`; None without either."""
    if signs:
        return next((_BY_SIGN[sign] for sign in signs if sign in _BY_SIGN), None)
    return WEEKDAYS[name] if name else None
