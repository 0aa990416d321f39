"""Candidates for the day of publication: the dates printed on the likeliest lines.

A candidate is measured in numbers whose meaning is the order of `DAY_FEATURES`; the ranker chooses, or none. This room
knows no site; the words beside a date are data.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from pagestrata.parse.dates import PrintedTime, day_order, find_times
from pagestrata.parse.field_lines import WORDS
from pagestrata.parse.field_scene import Scene, words_of
from pagestrata.parse.relative_times import DATE_WORDS

DAY_FEATURES: Final = (
    "mark", "rank", "lead", "body", "from_title", "title_known", "before_body", "after_body", "after_end", "in_page", "published_label",
    "updated_label", "other_label", "published_above", "updated_above", "line_length", "alone", "day_rank", "same_day", "days",
    "younger", "has_time", "author_mark", "author_near", "led", "position", "first_line", "by_title", "updated_line", "published_line",
    "in_url", "last_line", "numbers", "before_title", "follows_date", "worth", "worth_lead",
)  # fmt: skip
_UPDATED: Final = DAY_FEATURES.index("updated_label")
_UPDATED_ABOVE: Final = DAY_FEATURES.index("updated_above")
_LINES: Final = 6
_BANNER_LINES: Final = 3
_LONGEST: Final = 400
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]+(?:[\s’'-][^\W\d_]+){0,3}|©)[\s:.•|-]*$")
_LABEL: Final = re.compile(r"^[•\s]*([^\W\d_]+(?:\s[^\W\d_]+){0,3})\s*:?$")


@dataclass(frozen=True, slots=True)
class DayCandidate:
    """A printed date that may be that of publication: its line, the date and its measures."""

    line: int
    time: PrintedTime
    measures: tuple[float, ...]


def _label(text: str) -> str:
    """The kind of label that a text ends in: published, updated, not_published, or nothing."""
    if not (found := _WORD_BEFORE.search(text[-60:])):
        return ""
    words = found[1].lower().split()
    for count in range(len(words), 0, -1):
        phrase = " ".join(words[-count:])
        for kind in ("updated", "published", "not_published"):
            if phrase in WORDS[kind]:
                return kind
    return ""


def day_candidates(scene: Scene, title: int | None) -> list[DayCandidate]:
    """Every candidate of a page, with its measures in the order of `DAY_FEATURES`.

    A date that is labelled as that of a change is none: it says when the page was edited. Nor is the clock of a banner,
    which says when the page was fetched.

    Args:
        scene: the page.
        title: line of the headline, where it has one.
    """
    lines = scene.lines
    picked = [i for i in scene.best("published", _LINES) if lines.ends[i] - lines.starts[i] <= _LONGEST]
    texts = {i: lines.line(i) for i in picked}
    order = day_order(texts.values())
    times = [(rank, i, time) for rank, i in enumerate(picked) for time in find_times(texts[i], 0, order)]
    dated = [(rank, i, time) for rank, i, time in times if time.at is not None]
    days = Counter(time.at.date() for _, _, time in dated if time.at)
    ordered = sorted(days)
    found = []
    for rank, i, time in dated:
        day = time.at.date() if time.at else ordered[0]
        counts = (rank, ordered.index(day), days[day], len(days), (ordered[-1] - day).days)
        offset = lines.starts[i]
        measures = _measure(scene, i, time, title, counts)
        if not (measures[_UPDATED] or measures[_UPDATED_ABOVE] or _is_banner(i, time, title)):
            found.append(DayCandidate(i, replace(time, start=time.start + offset, end=time.end + offset), measures))
    return found


def _is_banner(i: int, time: PrintedTime, title: int | None) -> bool:
    """Whether a date is the day's, as newspapers print it over their pages: weekday and date in the first lines, over the headline."""
    return i < _BANNER_LINES and (title is None or i < title) and time.text.split()[0].lower().strip(".,") in DATE_WORDS["weekdays"]


def _in_url(scene: Scene, time: PrintedTime) -> int:
    """2 where the address holds the date's year and month, 1 where another year stands there, 0 where none does."""
    years = [word for word in scene.slug if len(word) == 4 and word.startswith(("19", "20")) and word.isdigit()]
    if not years or time.at is None:
        return 0
    return 2 if str(time.at.year) in years and scene.slug & {f"{time.at.month:02}", str(time.at.month)} else 1


def _measure(scene: Scene, i: int, time: PrintedTime, title: int | None, counts: tuple[int, int, int, int, int]) -> tuple[float, ...]:
    rank, day_rank, same_day, days, younger = counts
    text = scene.lines.line(i)
    before = text[: time.start]
    label = _label(before)
    above = scene.lines.line(i - 1) if i else ""
    above_label = _label(above) if len(above) <= 40 and not before.strip(" •|-") else ""
    odds = scene.marks[i]
    near = scene.marks[max(0, i - 3) : i + 4, 1]
    alone = time.end - time.start
    return (
        float(odds[2]), rank, float(odds[2] - scene.marks[:, 2].max()), float(scene.body[i]),
        max(-60, min(60, i - title)) if title is not None else 0, title is not None, min(max(scene.first - i, 0), 60),
        min(max(i - scene.first, 0), 60), min(max(i - scene.last, 0), 60), i / len(scene.lines), label == "published",
        label == "updated", label == "not_published", above_label == "published", above_label == "updated", len(text),
        alone / len(text), day_rank, same_day, days, min(younger, 4000), time.has_time, float(odds[1]), float(near.max()),
        bool(before.strip()), time.start, i == 0, abs(i - title) <= 8 if title is not None else 0,
        any(word in WORDS["updated"] for word in words_of(text[:120])),
        any(word in WORDS["published"] for word in words_of(text[:120])), _in_url(scene, time), i >= len(scene.lines) - 3,
        sum(c.isdigit() for c in text) - sum(c.isdigit() for c in time.text), title is not None and i < title,
        bool(re.search(r"\d$", before.rstrip())), float(scene.worth[i, 2]), float(scene.worth[i, 2] - scene.worth[:, 2].max()),
    )  # fmt: skip
