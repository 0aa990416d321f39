"""Title, authors and day of publication of an article, from the lines that the tagger marks.

For each field candidates are measured (`fields.titles`, `fields.names`, `fields.days`), a small learned ranker chooses the
best, and none is given below the least score of that field. This room chooses and hands out; how candidates are found and
measured, and who else is in a by-line (`fields.bylines`), is decided next door.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np

from pagestrata.parse.chars import FULL_STOPS
from pagestrata.parse.dates import PrintedTime
from pagestrata.parse.fields.bylines import BODY_LIKELY, authors_around, reporters
from pagestrata.parse.fields.days import DAY_FEATURES, day_candidates, entry_day, labelled_day
from pagestrata.parse.fields.lines import WORDS, Floats
from pagestrata.parse.fields.names import NAME_FEATURES, NameCandidate, name_candidates, split_names
from pagestrata.parse.fields.people import is_person, is_person_with_role
from pagestrata.parse.fields.pictures import is_photographer
from pagestrata.parse.fields.ranker import load_forest
from pagestrata.parse.fields.readings import EDGE
from pagestrata.parse.fields.scene import NOTHING_GIVEN, Given, Scene, make_scene, squeeze
from pagestrata.parse.fields.several import people_between
from pagestrata.parse.fields.titles import TITLE_FEATURES, bare_headline, is_link_row, is_on_the_way, is_prose, title_candidates
from pagestrata.parse.fields.two_lines import joined_headline
from pagestrata.parse.labels import MARKS, LineScores
from pagestrata.parse.lines import PageLines

# A line longer than this says more than who wrote the article or when: it stays in the body.
_LONGEST_BYLINE: Final = 120
_LONGEST_DATE_LINE: Final = 80
# A site's name may follow the headline in its line; what is longer, and longer than the headline, is text.
_LONGEST_REST: Final = 60
# `ann merged 4 commits into main from floats` (GitHub)
_MERGED: Final = re.compile(r"\S{1,40} (?:merged|wants to merge) \d{1,4} commits? into \S")
# The longest headlines of the gold have 188 and 218 characters: a longer line is text, also where it is all that the page has.
_LONGEST_HEADLINE: Final = 220
MOST_FROM_WAY: Final = 8
"""Lines above what may be an author among which the way to the page stands."""
_MOST_FROM_CONTACT: Final = 4
"""Lines from the words over a contact to the name."""
_STOPS: Final = FULL_STOPS.replace(".", "")
"""What ends a sentence and no abbreviation."""
OTHER_LIKELY: Final = 0.5
"""Likelihood that a page is neither article nor thread from which it is taken for such."""
_TITLE: Final = MARKS.index("title")
_SIGNS_BESIDE: Final = 8
"""Fewer characters than these a line that repeats the headline has more or less than it."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What an article says of itself.

    Attributes:
        title: the headline, as printed.
        title_lines: the lines that print it and nothing else of the article.
        authors: their names, as printed.
        byline_lines: the lines that print them and little else.
        published: the day of publication.
        date_lines: the line that prints it and little else.
    """

    title: str | None = None
    title_lines: tuple[int, ...] = ()
    authors: tuple[str, ...] = ()
    byline_lines: tuple[int, ...] = ()
    published: PrintedTime | None = None
    date_lines: tuple[int, ...] = ()


_C = TypeVar("_C")


def _ranked(field: str, features: tuple[str, ...], candidates: Sequence[_C], measured: Floats) -> list[_C]:
    """The candidates that are good enough, the one that the ranker likes best first; the first of equals before the others."""
    if not candidates:
        return []
    forest = load_forest(field, features)
    scores = forest.score(measured)
    return [candidates[k] for k in (-scores).argsort(kind="stable").tolist() if scores[k] >= forest.least]


def _author_of(lines: PageLines, ranked: Sequence[NameCandidate], headline: str | None) -> NameCandidate | None:
    """The likeliest author whom nothing bars; where the likeliest of all made the pictures, somebody behind a by-line word."""
    needs_word = bool(ranked) and _made_pictures(lines, ranked[0])
    return next((name for name in ranked if (name.by or not needs_word) and not _is_nobody(lines, name, headline)), None)


def _title_lines(scene: Scene, line: int, title: str) -> tuple[int, ...]:
    """The headline's line, unless it goes on far behind it, and the lines of the body that repeat it; none where it is too long."""
    key, size = squeeze(title), len(title)
    if size > _LONGEST_HEADLINE:
        return ()
    lines = scene.lines
    own = {line} if lines.ends[line] - lines.starts[line] - size <= max(size, _LONGEST_REST) else set()
    likely = np.flatnonzero((scene.body > BODY_LIKELY) & (np.abs(scene.sizes - size) < _SIGNS_BESIDE) & (scene.free > 0))
    return tuple(sorted(own | {i for i in likely.tolist() if squeeze(lines.line(i)) == key}))


def read_fields(lines: PageLines, scores: LineScores, taken: frozenset[int], given: Given = NOTHING_GIVEN) -> Fields:
    """Read title, authors and day of publication; of a wiki's page, which has neither of the others, the title alone.

    Args:
        lines: the page.
        scores: the tagger's.
        taken: lines of comments, and those from where they are announced; nothing is read from them.
        given: what is known of the page besides.

    Returns:
        What is printed; a field that the page does not print is None or empty.

    Raises:
        WeightsError: the rankers' weights do not fit this version.
    """
    if not len(lines) or len(taken) == len(lines):
        return Fields()
    scene = make_scene(lines, scores, taken, given)
    titles, measured = title_candidates(scene)
    ranked = _ranked("title", TITLE_FEATURES, titles, measured)
    title = next((title for title in ranked if not _is_no_headline(lines.text[title.start : title.end], lines.texts[title.line])), None)
    at = title.line if title else None
    printed = lines.text[slice(*bare_headline(lines.text, title.start, title.end))] if title else None
    told = Fields(printed, _title_lines(scene, title.line, printed) if title and printed else ())
    joined = joined_headline(lines, scores.marks[:, _TITLE].tolist(), title.line) if title and printed == lines.texts[title.line] else None
    if joined and taken.isdisjoint(joined[1]):
        told = Fields(joined[0], tuple(sorted({*told.title_lines, *joined[1]})))
    if given.is_wiki:
        return told
    names, measured = name_candidates(scene, at)
    author = _author_of(lines, _ranked("author", NAME_FEATURES, names, measured), printed)
    posted = entry_day(scene, given.day_first)
    days, measured = day_candidates(scene, at, given.day_first)
    day = posted or next(iter(_ranked("published", DAY_FEATURES, days, measured)), None)
    if day is None and scene.other_type < OTHER_LIKELY:
        day = labelled_day(days)
    ahead = reporters(scene)
    ahead = ahead if not author or not author.by or author.text in ahead else ()
    authors, by_lines = (ahead, ()) if ahead or not author else authors_around(lines, author, names, taken, at)
    return replace(
        told,
        authors=authors,
        byline_lines=tuple(i for line in by_lines for i in _short(lines, line, _LONGEST_BYLINE, at)),
        published=day.time if day else None,
        date_lines=(posted.line,) if posted else _short(lines, day.line, _LONGEST_DATE_LINE, at) if day else (),
    )


def _is_no_headline(text: str, line: str) -> bool:
    """Whether what may be the headline is a row of words, a way, a paragraph, what became of a change, or people, one with a role."""
    people = people_between(text)
    return (
        is_link_row(text)
        or _MERGED.match(text) is not None
        or is_on_the_way(text, line)
        or is_prose(text)
        or is_person_with_role(text)
        or (people is not None and people.joined and all(map(is_person, split_names(people.text))))
    )


def _is_nobody(lines: PageLines, name: NameCandidate, headline: str | None) -> bool:
    """Whether a candidate is a sign alone (`16.45 น.`), a sentence, or the headline, a section or a contact that no by-line says."""
    is_other = name.text == headline or _made_pictures(lines, name) or _is_section(lines, name) or _is_contact(lines, name)
    return len(name.text) == 1 or name.text[-1] in _STOPS or (not name.by and is_other)


def _is_contact(lines: PageLines, name: NameCandidate) -> bool:
    """Whether a candidate is whom the press may ask: below `Media contact`, or before `, Press Office`."""
    above = (text.strip(EDGE).lower() for text in lines.texts[max(name.line - _MOST_FROM_CONTACT, 0) : name.line])
    behind = lines.texts[name.line].partition(name.text)[2].strip(EDGE).lower()
    return behind in WORDS["contacts"] or not WORDS["contacts"].isdisjoint(above)


def _is_section(lines: PageLines, name: NameCandidate) -> bool:
    """Whether a candidate is the last step of the way to the page, which stands above it: `トップ ＞ ニュース ＞ 地域 ＞ 南灘`."""
    above = lines.texts[max(name.line - MOST_FROM_WAY, 0) : name.line]
    return any(text.endswith(name.text) and is_link_row(text) for text in above)


def _made_pictures(lines: PageLines, name: NameCandidate) -> bool:
    return not name.by and is_photographer(lines.texts, name.line)


def _short(lines: PageLines, line: int, longest: int, title: int | None) -> tuple[int, ...]:
    """The line, unless it is too long to be only that, or is the headline's."""
    return () if line == title or lines.ends[line] - lines.starts[line] > longest else (line,)
