"""Place in the thread by what headers print and lists show: levels, counts of answers, numbers, ways to others, and indentation.

This room reads the place of each comment; whom a comment names as answered is read in `threads.nesting`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Final

from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import masked
from pagestrata.parse.threads.layouts import first_match, words
from pagestrata.parse.threads.lines import fits
from pagestrata.parse.threads.numbers import ticket_number
from pagestrata.parse.threads.paths import Cut

_NUMBER: Final = re.compile(r"\(?(?P<number>\d{1,4})[.)]\s")
STEP: Final = 2
"""Columns by which a nested list stands deeper, at least."""
LEAST_BELOW_FIRST: Final = 4
"""Comments from which it is doubtful that all are answers to the first one."""
_COUNTED: Final = re.compile(r"#(?P<number>\d{1,5}(?:\.\d{1,4})?)\s")
"""How a line of `numbered` begins: `#3.1` is the first answer to `#3`."""
LONGEST_TELLING: Final = 160
"""Characters of a line that may tell whom a comment answers."""
ANCHOR: Final = re.compile(r"(?:>>|\uff1e\uff1e|≫)(?P<number>\d{1,4})(?:$|\s*(?=[^\x00-\x7f]))")
"""How boards print the number of the post that is answered (5ch)."""
_SIGNED_ANCHOR: Final = re.compile(r"(?P<words>(?:[^\W\d_]{1,16} ){0,3})#(?P<number>\d{1,4})(?:[:,]|$| (?P<behind>\w)?)")
"""The same with the sign that headers have before their numbers: `#2 Well then`, `Reply to #3: write to me`; not `#1 rule of boats`."""
_CALLED_NUMBER: Final = re.compile(r"@(?P<number>\d{1,4})(?:[:,.]|$|\s)")
"""The number as if it were a name: `@2 Not at night`."""
_PLACE: Final = re.compile(r"(?P<sign>#)?(?P<number>\d{1,4})(?!\w)")
_BAR: Final = "|"
NEAR: Final = 6
"""Lines of a header that may tell the place in the thread."""


def _by_indent(lines: PageLines, cuts: Sequence[Cut]) -> list[int | None]:
    """Parents by indentation. A staircase without any step back comes from unclosed tags, not from replies."""
    columns = [_column(lines, cut) for cut in cuts]
    # What stands above the first comment may have been taken for the beginning of its header.
    if len(columns) >= LEAST_BELOW_FIRST and columns[0] < min(columns[1:]):
        columns[0] = lines.indents[max(cuts[0].first, cuts[0].body_first - 1)]
    # Nothing stands further out than the first ones; a header that begins a line too late may.
    columns = [max(column, min(columns[:2])) for column in columns]
    steps = [after - before for before, after in pairwise(columns)]
    if sum(step >= STEP for step in steps) > 2 and not any(step <= -STEP for step in steps):
        return [None] * len(columns)
    numbers = [found["number"] if (found := _NUMBER.match(lines.line(cut.first))) else "" for cut in cuts]
    if any(_right_aligned(columns, numbers, i) for i in range(1, len(cuts))):
        columns = [column + max(0, len(number) - 1) for column, number in zip(columns, numbers, strict=True)]
    parents: list[int | None] = []
    above: list[int] = []
    for i, column in enumerate(columns):
        while above and columns[above[-1]] > column - STEP:
            above.pop()
        parents.append(above[-1] if above else None)
        above.append(i)
    return parents


def _column(lines: PageLines, cut: Cut) -> int:
    """Where a comment is set in; below a heading of answers that begins its header (`Replies`; Blogger), with the line below that."""
    is_headed = cut.first < cut.body_first and lines.texts[cut.first].lower() in words("replies")
    return lines.indents[cut.first + is_headed]


def _right_aligned(columns: Sequence[int], numbers: Sequence[str], i: int) -> bool:
    """Whether item `i` is the first of its list with one digit more, and begins one column before the item that it follows."""
    if len(numbers[i]) < 2 or set(numbers[i]) - {"1", "0"} or numbers[i].strip("0") != "1":
        return False
    last = str(int(numbers[i]) - 1)
    before = next((k for k in range(i - 1, -1, -1) if numbers[k] == last and abs(columns[k] - columns[i]) < STEP), None)
    return before is not None and columns[before] == columns[i] + 1


def _by_levels(levels: Sequence[int | None]) -> list[int | None]:
    parents: list[int | None] = []
    last: dict[int, int] = {}
    for i, level in enumerate(levels):
        parents.append(last.get(level - 1) if level else None)
        if level:
            last = {known: at for known, at in last.items() if known < level} | {level: i}
    return parents


def _by_numbers(numbers: Sequence[str | None]) -> list[int | None]:
    """Parents by numbers of several parts: `3.1` answers `3`, where that stands above."""
    parents: list[int | None] = []
    known: dict[str, int] = {}
    for i, number in enumerate(numbers):
        parents.append(known.get(number.rpartition(".")[0]) if number else None)
        if number:
            known[number] = i
    return parents


def _by_children(children: Sequence[int | None]) -> list[int | None]:
    parents: list[int | None] = []
    open_: list[list[int]] = []
    for i, count in enumerate(children):
        while open_ and open_[-1][1] <= 0:
            open_.pop()
        parents.append(open_[-1][0] if open_ else None)
        for entry in open_:
            entry[1] -= 1
        open_.append([i, count or 0])
    return parents


def _by_ways(ways: Sequence[re.Match[str] | None]) -> list[int | None]:
    """Parents by the ways to others that each header prints: to the root, up to the parent, back to the one before.

    One without a way up answers none, one with a way up and none to the root answers the root, one without a way back is the first answer
    to the comment right above, and another stands beside that one. Nothing tells how many levels it may stand further out.
    """
    parents: list[int | None] = []
    chain: list[int] = []
    for i, way in enumerate(ways):
        if way is None or not way["up"]:
            chain = []
        elif not way["root"]:
            chain = chain[:1]
        elif way["back"] and len(chain) > 1:
            chain = chain[:-1]
        parents.append(chain[-1] if chain else None)
        chain.append(i)
    return parents


def _way(lines: PageLines, cut: Cut) -> re.Match[str] | None:
    """The ways to other comments that a header prints behind its time."""
    bars = (i for i in range(cut.first, cut.body_first)[:NEAR] if _BAR in lines.texts[i] and len(lines.texts[i]) <= LONGEST_TELLING)
    masked_lines = (masked(line, find_times(line)) for i in bars if (line := lines.line(i)))
    return next((found for line in masked_lines if (found := first_match("ways", line))), None)


def _anchored(lines: PageLines, cut: Cut) -> str | None:
    """The number of the comment that one answers, on the last line of its header or the first of its body: `>>12`, `@12 Not at night`.

    Alone, or before another script than that of `>>5 knots is all she makes`.
    """
    edge = range(max(cut.first, cut.body_first - 1), cut.body_first + 1)
    found = next((found for i in edge if (found := ANCHOR.match(lines.texts[i]))), None)
    found = found or _CALLED_NUMBER.match(lines.texts[cut.body_first])
    return found["number"] if found else None


def _anchored_by_sign(lines: PageLines, cut: Cut) -> str | None:
    """The same behind the sign of the headers' numbers: behind words for an answer, or before what is no part of `#1 rule`."""
    found = _SIGNED_ANCHOR.match(lines.texts[cut.body_first])
    if found is None:
        return None
    is_told = found["words"].strip().lower() in words("reply_to") if found["words"] else not (found["behind"] or "").islower()
    return found["number"] if is_told else None


def _place(lines: PageLines, cut: Cut) -> re.Match[str] | None:
    """The number with which a line of a header begins, where it is no part of a time: `5 : Ann : 5 May 2020`, `#5`."""
    for i in range(cut.first, cut.body_first)[:NEAR]:
        found = _PLACE.match(lines.texts[i]) if len(lines.texts[i]) <= LONGEST_TELLING else None
        if found and all(time.start >= found.end() for time in find_times(lines.line(i))):
            return found
    return None


def number_of(lines: PageLines, cut: Cut) -> str | None:
    """The number of a comment, of one part or of several, that a line of its header prints before the time, or behind the word for one."""
    head = [lines.line(i) for i in range(cut.first, cut.body_first)[:NEAR]]
    found = (match["number"] for line in head if (match := _COUNTED.match(line)) and fits("numbered", line))
    called = (match for line in head if (match := first_match("called", line)))
    parts = (f"{match['number']}.{answer}" if (answer := match.groupdict().get("answer")) else match["number"] for match in called)
    tickets = (str(number) for line in head if (number := ticket_number(line)) is not None)
    return next(chain(found, parts, tickets), None)


def told_in_header(lines: PageLines, cut: Cut, table: str, group: str, author: str | None = None) -> str | None:
    """The group of the first pattern of a table that matches a header's line; empty where it has no such group.

    A line that is the author's own handle (`@ann`) is passed over.
    """
    for i in range(cut.first, cut.body_first)[:NEAR]:
        line = lines.line(i)
        if len(line) > LONGEST_TELLING or (author and line == f"@{author}"):
            continue
        if found := first_match(table, line):
            return (found.groupdict().get(group) or "").strip()
    return None


def with_anchors(lines: PageLines, cuts: Sequence[Cut], parents: Sequence[int | None]) -> list[int | None]:
    """Parents, with those that a comment answers by their number, where most comments have theirs in their header.

    Posts of a board stay posts by it: they are its content.

    Args:
        lines: the page.
        cuts: its comments, in order.
        parents: which comment each answers, as found.
    """
    found = [_place(lines, cut) for cut in cuts]
    places = {place["number"]: i for i, place in enumerate(found) if place}
    if 2 * len(places) <= len(cuts):
        return list(parents)
    is_signed = all(place["sign"] for place in found if place)
    answered = (_anchored(lines, cut) or (_anchored_by_sign(lines, cut) if is_signed else None) for cut in cuts)
    told = (places.get(number or "", i) for i, number in enumerate(answered))
    return [to if to < i else parent for i, (to, parent) in enumerate(zip(told, parents, strict=True))]


def by_layout(lines: PageLines, cuts: Sequence[Cut]) -> list[int | None]:
    """The comment that each answers by levels, counts of answers or numbers that headers print, else by how far it is set in."""
    levels = [told_in_header(lines, cut, "depth", "depth") for cut in cuts]
    children = [told_in_header(lines, cut, "children", "children") for cut in cuts]
    numbers = [number_of(lines, cut) for cut in cuts]
    ways = [_way(lines, cut) for cut in cuts]
    if sum(level is not None for level in levels) > len(cuts) / 2:
        return _by_levels([int(level) if level else None for level in levels])
    if sum(count is not None for count in children) > len(cuts) / 2:
        return _by_children([int(count) if count else None for count in children])
    if sum(way is not None for way in ways) > len(cuts) / 2 and any(way and way["up"] for way in ways):
        return _by_ways(ways)
    if sum(number is not None for number in numbers) > len(cuts) / 2 and any("." in number for number in numbers if number):
        return _by_numbers(numbers)
    return _by_indent(lines, cuts)
