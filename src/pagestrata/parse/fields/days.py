"""Candidates for the day of publication: the dates printed on the likeliest lines.

A candidate is measured in numbers whose meaning is the order of `DAY_FEATURES`; the ranker chooses, or none. This room
knows no site; the words beside a date are data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pagestrata.parse.alternations import any_of
from pagestrata.parse.dates import PrintedTime, find_times
from pagestrata.parse.dates.scanned import lowered
from pagestrata.parse.dates.settling import day_order
from pagestrata.parse.fields.lines import WORDS, Floats
from pagestrata.parse.fields.readings import is_signed_by_clock
from pagestrata.parse.fields.scene import PLACE, Scene, measures, words_of
from pagestrata.parse.lines import PageLines

DAY_FEATURES: Final = (
    *PLACE, "rank", "published_label", "other_label", "published_above", "updated_line", "published_line", "alone", "led",
    "position", "follows_date", "day_rank", "same_day", "days", "younger", "has_time", "in_url", "numbers", "before_title", "other_type",
)  # fmt: skip
_BANNER_LINES: Final = 3
_LONGEST_LABEL: Final = 40
_BELOW_TITLE: Final = 4
_LONGEST_BYLINE: Final = 80
_FAR: Final = 4000
# Of 1,473 right days of publication one stands in a line of more than 250 characters, none in one of more than this.
_LONGEST: Final = 300
_LONGEST_ENTRY: Final = 400
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]+(?:[\s’'-][^\W\d_]+){0,3}|©)[\s:\uff1a.•|-]*$")
# As the text is scanned for them; of a word in two lists the last list holds.
_ENTRY_POSTED: Final = tuple(sorted(WORDS["entry_posted"]))
_ENTRY_INITIALS: Final = frozenset(letter for words in _ENTRY_POSTED for letter in (words[0], words[0].upper()))
_LABELS: Final = {lowered(word): kind for kind in ("not_published", "published", "updated") for word in WORDS[kind]}
# `12.–14. Mai 2024`, `1.1.–31.12.2021`: the end of a time that something takes; but behind a clock or another number there is none.
_RANGE: Final = re.compile(r"(?:^|[^\w.:/-] ?)(?P<first>[0-3]?\d)\.?(?P<month>[01]?\d\.)?\s?[–—-]\s?$")
# `出版：2024-03-17 18:22　更新：2024-03-17 21:05`: here the word is of the day behind it.
_CHANGED_BEHIND: Final = re.compile(rf"\s?(?:{any_of(WORDS['updated_behind'])})(?!\s?(?:[于於]|[:\uff1a])?\s?\d)")


@dataclass(frozen=True, slots=True)
class DayCandidate:
    """A printed date that may be that of publication.

    Attributes:
        line: where it stands.
        time: the date.
        is_labelled: whether a word for publication stands right before it.
    """

    line: int
    time: PrintedTime
    is_labelled: bool = False


def _label(text: str) -> str:
    """The kind of label that a text ends in: published, updated, not_published, or nothing."""
    if not (found := _WORD_BEFORE.search(lowered(text[-60:]))):
        return ""
    words = found[1].split()
    while len(words) > 1 and words[-1] in WORDS["dangling"]:
        words.pop()
    for count in range(len(words), 0, -1):
        phrase = " ".join(words[-count:])
        if phrase in _LABELS:
            return _LABELS[phrase]
    return ""


def day_candidates(scene: Scene, title: int | None, day_first: bool | None = None) -> tuple[list[DayCandidate], Floats]:
    """Every candidate of a page, and its measures: shape (candidates, len(DAY_FEATURES)).

    A date that is labelled as that of a change is none: it says when the page was edited. Nor is the later one of two that are
    glued to each other (WordPress prints both, and themes hide the second), nor the day of a banner, which says when the page
    was fetched: it stands over the headline, as the day of a blog's post does whose by-line has the clock alone (Blogger).

    Args:
        scene: the page.
        title: line of the headline, where it has one.
        day_first: which of two numbers is the day, where the page's other dates do not say it.
    """
    lines = scene.lines
    picked = [i for i in scene.likeliest["published"] if lines.ends[i] - lines.starts[i] <= _LONGEST]
    texts = {i: lines.line(i) for i in picked}
    order = day_order(texts.values())
    order = day_first if order is None else order
    times = [(rank, i, time) for rank, i in enumerate(picked) for time in find_times(texts[i], 0, order)]
    dated = [(rank, i, time, time.at.date()) for rank, i, time in times if time.at is not None]
    if not dated:
        return [], measures(scene, (), title, ())
    by_lines = (lines.line(i) for i in scene.likeliest["author"] if lines.ends[i] - lines.starts[i] <= _LONGEST_BYLINE)
    is_blog = any(map(is_signed_by_clock, by_lines))
    above = None if title is None or not is_blog else title - 1
    todays = _todays(lines, title, dated)
    is_dated_below = title is not None and any(title < i <= title + _BELOW_TITLE for _, i, _, _ in dated)
    days = Counter(day for *_, day in dated)
    ordered = sorted(days)
    found, rows = [], []
    for rank, i, time, day in dated:
        labels = _labels(lines, i, time)
        is_banner = i != above and (_is_banner(i, time, title, is_dated_below=is_dated_below) or (i, day) in todays)
        is_end = _is_later_twin(i, time, day, dated) or _ends_range(texts[i], time, day)
        if "updated" not in labels and not is_banner and not is_end:
            counts = (ordered.index(day), days[day], len(days), min((ordered[-1] - day).days, _FAR))
            placed = replace(time, start=time.start + lines.starts[i], end=time.end + lines.starts[i])
            found.append(DayCandidate(i, placed, labels[0] == "published"))
            rows.append((rank, *_beside(texts[i], time, labels), *counts, time.has_time, *_page_wide(scene, i, time, title)))
    return found, measures(scene, [c.line for c in found], title, rows)


def labelled_day(days: Sequence[DayCandidate]) -> DayCandidate | None:
    """The only day of a page that a word for publication stands right before, wherever it stands; None where others have one too."""
    labelled = [day for day in days if day.is_labelled]
    told = {day.time.at.date() for day in labelled if day.time.at}
    return labelled[0] if len(told) == 1 else None


def entry_lines(lines: PageLines) -> tuple[int, ...]:
    """Sentences about when an entry was posted and where it is filed, as blogs have them below it: no part of what it says.

    `This entry was posted on Thursday, March 6th, 2008 at 9:14 pm and is filed under …`

    Args:
        lines: the page.
    """
    begun = (i for i, text in enumerate(lines.texts) if text[0] in _ENTRY_INITIALS and len(text) <= _LONGEST_ENTRY)
    return tuple(i for i in begun if lines.texts[i].lower().startswith(_ENTRY_POSTED))


def entry_day(scene: Scene, day_first: bool | None = None) -> DayCandidate | None:
    """The day that such a sentence tells.

    Args:
        scene: the page.
        day_first: which of two numbers is the day, where the page's other dates do not say it.
    """
    lines = scene.lines
    for i in entry_lines(lines):
        time = next((time for time in find_times(lines.line(i), 0, day_first) if time.at), None) if scene.free[i] else None
        if time:
            return DayCandidate(i, replace(time, start=time.start + lines.starts[i], end=time.end + lines.starts[i]))
    return None


def _labels(lines: PageLines, i: int, time: PrintedTime) -> tuple[str, str]:
    """The labels of a date: before it on its line, and alone on the line above where nothing stands before it."""
    before = lines.text[lines.starts[i] : lines.starts[i] + time.start]
    if _CHANGED_BEHIND.match(lines.text, lines.starts[i] + time.end, lines.ends[i]):
        return "updated", ""
    above = lines.line(i - 1) if i and lines.ends[i - 1] - lines.starts[i - 1] <= _LONGEST_LABEL else ""
    return _label(before), _label(above) if not before.strip(" •|-") else ""


def _is_banner(i: int, time: PrintedTime, title: int | None, *, is_dated_below: bool) -> bool:
    """Whether a date is the day's, as newspapers print it over their pages: weekday and date in the first lines, over the headline.

    A weekday behind the date, or a clock, right above the headline is how blogs and papers print when they published it; but a clock that
    runs, where a date stands below the headline.
    """
    is_posted = title is not None and i == title - 1 and (time.weekday == "behind" or (time.has_time and not is_dated_below))
    return i < _BANNER_LINES and (title is None or i < title) and time.weekday is not None and not is_posted


def _todays(lines: PageLines, title: int | None, dated: Sequence[tuple[int, int, PrintedTime, date]]) -> set[tuple[int, date]]:
    """Lines well above the headline with a later day than a short line right below it: what a paper prints over its pages."""
    if title is None:
        return set()
    near = range(title + 1, title + 1 + _BELOW_TITLE)
    below = [day for _, i, _, day in dated if i in near and lines.ends[i] - lines.starts[i] <= _LONGEST_BYLINE]
    return {(i, day) for _, i, _, day in dated if below and i < title - 1 and day > max(below)}


def _is_later_twin(i: int, time: PrintedTime, day: date, dated: Sequence[tuple[int, int, PrintedTime, date]]) -> bool:
    """Whether an earlier day is glued to this one: `July 4, 2025February 9, 2026`."""
    glued = (other_day for _, line, other, other_day in dated if line == i and (other.end == time.start or other.start == time.end))
    return any(other_day < day for other_day in glued)


def _ends_range(text: str, time: PrintedTime, day: date) -> bool:
    """Whether a date is the last of the days that something takes."""
    found = _RANGE.search(text, 0, time.start)
    return found is not None and (found["month"] is not None or 0 < int(found["first"]) < day.day)


def _in_url(scene: Scene, time: PrintedTime) -> int:
    """2 where the address holds the date's year and month, 1 where another year stands there, 0 where none does."""
    years = [word for word in scene.slug if len(word) == 4 and word.startswith(("19", "20")) and word.isdigit()]
    if not years or time.at is None:
        return 0
    return 2 if str(time.at.year) in years and scene.slug & {f"{time.at.month:02}", str(time.at.month)} else 1


def _beside(text: str, time: PrintedTime, labels: tuple[str, str]) -> tuple[float, ...]:
    """What stands beside a date on its line: from "published_label" to "follows_date"."""
    words, before = words_of(text[:120]), text[: time.start].rstrip()
    return (
        labels[0] == "published", labels[0] == "not_published", labels[1] == "published", not WORDS["updated"].isdisjoint(words),
        not WORDS["published"].isdisjoint(words), (time.end - time.start) / len(text), bool(before), time.start, before[-1:].isdigit(),
    )  # fmt: skip


def _page_wide(scene: Scene, i: int, time: PrintedTime, title: int | None) -> tuple[float, ...]:
    """What the address, the line's other numbers, the headline and the type of the page say of a date: from "in_url" to "other_type"."""
    others = sum(c.isdigit() for c in scene.lines.line(i)) - sum(c.isdigit() for c in time.text)
    return _in_url(scene, time), others, title is not None and i < title, scene.other_type
