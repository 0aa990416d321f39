"""Which of a comment's candidates is its author, which of its times is the time of posting."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, pairwise

from pagestrata.parse.chars import COLONS, LIST_SIGNS, WIDE_COLON
from pagestrata.parse.dates import PrintedTime, find_times
from pagestrata.parse.dates.relative import CLOCK, clock_of
from pagestrata.parse.dates.scanned import lowered
from pagestrata.parse.dates.settling import day_order, varying_order
from pagestrata.parse.fields.lines import given_names
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.below_names import lines_below_names
from pagestrata.parse.threads.cards import signed_cards
from pagestrata.parse.threads.decode import Thread
from pagestrata.parse.threads.headers import SURELY_NAMED, LineFields, read_line
from pagestrata.parse.threads.initials import are_initials
from pagestrata.parse.threads.layouts import first_match, ranks, words
from pagestrata.parse.threads.paths import Cut
from pagestrata.parse.threads.template import form_of

NEAR = 5
"""Lines at each edge of a header or footer that are always read."""
LIKELY = -7.0
"""Log-odds of printing an author or date from which any line is read, and below which no author is taken from it."""
LAST_MONTH = 12
MOST = 0.8
"""Share of a thread's names that must be numbered, of those that must count on, and of names that must have a portrait before them."""
COVERED = 4.0
"""What speaks for a slot that is there in every comment."""
COMPLETE = 1.5
"""What speaks for a slot that nearly every comment has, beside that."""
NEARLY_ALL = 0.9
"""Share of the comments that are nearly all."""
LEAST_VARIED = 4
"""Comments from which a slot tells by what it prints: something else in each, as authors are, or always the same."""
VARIED = 4.0
"""What speaks for a slot that prints something else in every comment: names vary more than countries, languages, ranks and colours do."""
SIGNED = 8.0
"""What speaks for who asked or answered by the card below a text, and against who edited it."""
TITLED = 3.0
"""What speaks against a line that ends in a title of members."""
LISTED = 3.0
"""What speaks against an item of a list below what may be a name and is none: what the page tells of who wrote."""
LEAST_PLACED = 3
"""Names of a thread with a place in brackets, from which it is one."""
LEAST_VOTED = 3
"""People of a thread, from which figures before their names may be votes."""
LONGEST_CLOCK = 16
"""Characters of a line that is a time of day and nothing else."""
CONSTANT = 12.0
"""What speaks against a slot that prints the same in every comment."""

_CLOCK_ALONE = re.compile(CLOCK)
_DOTTED = re.compile(r"(?<!\d)(?P<first>\d\d?)\.(?P<second>\d\d?)\.\d\d")
_NUMBERED = re.compile(r"(?P<number>\d{1,5})(?:\s?[:\uff1a.]\s?|\s|(?<=^0\d{3}))(?P<name>\D.*)")
# Files of portraits, as w3m prints them: `[svg][6be62] Ann`.
_PICTURED = re.compile(r"(?:\[[^\[\]\s]{1,12}\]\s?)+(?P<name>[^\s\[].*)")
# How a comment was voted on, glued to who wrote it: `+2ann`, `0Ben Holm`.
_VOTED = re.compile(r"[+\u2212-]?\d{1,3}(?P<name>[^\W\d_].*)")
_VOTES = ("+", "-", "\u2212")

# `Jan (Praha)`
_PLACED = re.compile(r"(?P<name>[^\s()][^()]{0,40}?) \((?P<place>[^\W\d_][^()\d/]{1,30})\)")

_Slot = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Author, place and time of one comment."""

    name: str | None
    place: str | None
    posted: PrintedTime | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that may print an author or a time: its value, its score, and its slots, by which comments are compared."""

    value: str
    score: float
    slots: tuple[_Slot, ...]
    is_likely: bool = True
    place: str | None = None
    time: PrintedTime | None = None


def _read(lines: PageLines, thread: Thread, cut: Cut) -> list[tuple[int, LineFields]]:
    head = range(cut.first, cut.body_first)
    foot = range(cut.body_last + 1, cut.last + 1)
    cards = signed_cards(lines, foot)
    near = {*head[:NEAR], *head[-NEAR:], *foot[:NEAR], *foot[-NEAR:], *cards, *(i - 1 for i in cards), *(i - 2 for i in cards)}
    return [
        (i, _read_line(lines, i)) for i in (*head, *foot) if i in near or thread.prints_author[i] > LIKELY or thread.prints_date[i] > LIKELY
    ]


def _read_line(lines: PageLines, i: int) -> LineFields:
    """What a line prints; a name from the line above that is glued to its date is left off."""
    text, above = lines.line(i), lines.line(i - 1) if i else ""
    glued = above[:1].isalpha() and above[-1:].isdigit() and text.startswith(above) and text[len(above) : len(above) + 1].isdigit()
    return read_line(text[len(above) :], lines.starts[i] + len(above)) if glued else read_line(text, lines.starts[i])


def _slots(cut: Cut, i: int, *kind: object) -> tuple[_Slot, ...]:
    """Places of a line in its comment: lines from the start of the header and to the body, or from the end of the body.

    Headers that begin too early, or that some authors have more lines in, are alike on one side only.
    """
    if i < cut.body_first:
        return (("from start", i - cut.first, *kind), ("to body", cut.body_first - i, *kind))
    return (("behind body", i - cut.body_last, *kind),)


def _doubt(fields: LineFields) -> float:
    """How much the candidate's wording speaks against it, in log-odds."""
    name = fields.name or ""
    if fields.named == SURELY_NAMED:
        return -2.0
    first = name.split(maxsplit=1)[0].lower()
    edited = 4.0 * (first in words("not_posted") or " ".join(name.lower().split()[:2]) in words("not_posted"))
    return (
        edited
        + 6.0 * (name.lower() in ranks() or name.isdigit())
        + 2.0 * (name[0].isdigit() and " " in name)
        + 2.0 * (name[0] in "([{")
        + 5.0 * name.startswith(("@", "(@"))
        + (len(name) == 1)
    )


def _is_of_other_times(fields: LineFields) -> bool:
    """Whether a line prints times, none of which is that of posting: when the author joined, or travelled."""
    return bool(fields.times) and not fields.is_dated


def _is_titled(line: str) -> bool:
    """Whether a line of several words ends in one of a member's titles: `Harbour Club Member` below a name."""
    *before, last = line.lower().split() or [""]
    return bool(before) and last in words("user_title")


def _is_title_alone(low: str) -> bool:
    """Whether what could be a name is what somebody is on a page, and no more."""
    return low in words("user_title") or low in words("badge_alone")


def _is_source(name: str) -> bool:
    """Whether what could be a name says where an article is taken from: `来源：江边晚报`."""
    label, colon, _ = name.replace(WIDE_COLON, ":").partition(":")
    return bool(colon) and label.strip().lower() in words("source")


def _is_number_or_level(name: str) -> bool:
    """Whether what could be a name is a number of a comment, the level of a member, or buttons: `Comment 3`, `Lv.6`, `ReplyShare`."""
    return first_match("no_name", name) is not None


def _names(lines: PageLines, thread: Thread, cut: Cut, read: list[tuple[int, LineFields]]) -> list[_Candidate]:
    below_letters = cut.first < cut.body_first and are_initials(lines.line(cut.first), lines.line(cut.first + 1))
    if below_letters:
        # Right below its first letters stands the name; that says nothing of comments without them.
        read = [(i, fields) for i, fields in read if i == cut.first + 1 and fields.name] or read
    if any("<" in lines.line(i) and first_match("sent", lines.line(i)) for i, _ in read if i < cut.body_first):
        # Below a mail its author signs by the first name, and the archive goes on.
        read = [(i, fields) for i, fields in read if i < cut.body_first]
    images = [fields.image_of for _, fields in read if fields.image_of]
    printed = Counter(fields.name for _, fields in read)
    named = {i: fields.name for i, fields in read if fields.name}
    cards = signed_cards(lines, range(cut.body_last + 1, cut.last + 1))
    found = []
    for i, fields in read:
        if fields.name is None or _is_source(fields.name) or _is_number_or_level(fields.name):
            continue
        image = next((image for image in images if fields.name.startswith(image)), None)
        is_likely = fields.named == SURELY_NAMED or image is not None or bool(thread.prints_author[i] >= LIKELY)
        twice = printed[fields.name] > 1
        late = 0.15 * min(i - cut.first, 10) if i < cut.body_first else 0.0
        score = (
            float(thread.prints_author[i])
            - _doubt(fields)
            - 4.0 * _is_of_other_times(fields)
            - TITLED * _is_titled(lines.line(i))
            - LISTED * (lines.line(i)[0] in LIST_SIGNS and any(k < i and lines.line(k)[0] not in LIST_SIGNS for k in named))
            + SIGNED * cards.get(i, 0)
            + 2.0 * (image is not None)
            + 1.5 * twice
            + 1.0 * bool(fields.times)
            - late
        )
        name = image or fields.name
        near = [named[k] for k in range(i - 2, i + 3) if k in named]
        if image is None and fields.named < SURELY_NAMED:
            name = next((short for short in near if len(short) > 2 and name.startswith(short + " ")), name)
        # NodeBB prints the initial in place of a picture: `AnnBA Offline` or `A Offline`, then `AnnB`.
        name = next((other for other in near if len(other) > 2 and name in {other + other[0], other[0]}), name)
        found.append(_Candidate(name, score, _slots(cut, i, fields.named, bool(fields.times), below_letters), is_likely, fields.place))
    if not found and images:
        found.append(_Candidate(images[0], 0.0, (("image",),)))
    return [one for one in found if not _is_title_alone(one.value.lower())] or found


def _times(lines: PageLines, thread: Thread, cut: Cut, read: list[tuple[int, LineFields]]) -> list[_Candidate]:
    found = []
    for i, fields in read:
        above = lines.line(i - 1).rstrip(f"{COLONS} ").lower() in words("not_posted") if i else False
        for number, (time, not_posted) in enumerate(fields.times):
            before = lines.text[lines.starts[i] : time.start].strip(f" •{COLONS}").lower()
            score = (
                float(thread.prints_date[i])
                + 2.0 * (before in words("posted") or (before in words("answered_on") and before not in words("not_posted")))
                - 4.0 * not_posted
                - 4.0 * above
                + 0.5 * time.has_time
                - 0.2 * number
            )
            found.append(_Candidate(time.text, score, _slots(cut, i, number, not_posted), time=time))
    return found


def _chosen(found: list[list[_Candidate]]) -> list[_Candidate | None]:
    """The best candidate of each comment: by its own score and by how well its slot does in the whole thread."""
    members: dict[_Slot, list[_Candidate]] = {}
    for one in chain.from_iterable(found):
        for slot in one.slots:
            members.setdefault(slot, []).append(one)
    constant = {slot for slot, some in members.items() if _is_constant(some)}
    variety = {slot: _variety(some, len(found)) for slot, some in members.items()}
    strength = {slot: _strength(some, len(found)) + VARIED * variety[slot] for slot, some in members.items()}
    varied = {slot for slot, share in variety.items() if share >= MOST}

    def may_be(one: _Candidate) -> bool:
        return one.is_likely or not varied.isdisjoint(one.slots)

    def rank(one: _Candidate) -> float:
        # `Helpful (18)` over and over is a button, not a name with a number.
        is_constant = not constant.isdisjoint(one.slots)
        is_count = one.time is None and any(map(str.isdigit, one.value)) and constant.issuperset(one.slots)
        return one.score + max(strength[slot] for slot in one.slots) - CONSTANT * (is_constant + is_count)

    return [max(filter(may_be, some), key=rank, default=None) for some in found]


def _strength(members: Sequence[_Candidate], comments: int) -> float:
    """How well a slot does: the mean score of its lines, and in how many comments there is one."""
    mean = sum(max(-6.0, min(6.0, one.score)) for one in members) / comments
    is_complete = comments >= LEAST_VARIED and len(members) >= NEARLY_ALL * comments
    return mean + COVERED * len(members) / comments + COMPLETE * is_complete


def _is_constant(members: Sequence[_Candidate]) -> bool:
    """Whether a slot prints the same in nearly every comment, but for the numbers in it; times are compared as they are."""
    common = Counter(form_of(one.value) if one.time is None else one.value for one in members).most_common(1)[0][1]
    return len(members) >= LEAST_VARIED and common > MOST * len(members)


def _variety(members: Sequence[_Candidate], comments: int) -> float:
    """How many different things a slot prints, as a share of its lines; 0 for times, and where too few comments have the slot."""
    if len(members) < max(LEAST_VARIED, MOST * comments) or members[0].time is not None:
        return 0.0
    return len({form_of(one.value) for one in members}) / len(members)


def _with_months_first(people: list[Person]) -> list[Person]:
    """Dates of numbers between dots, the month first where another of the thread can only be read so: `12.29.14`, `07.06.12`."""
    dotted = [_DOTTED.search(p.posted.text) if p.posted and p.posted.at else None for p in people]
    if not any(found and int(found["second"]) > LAST_MONTH for found in dotted):
        return people
    return [replace(p, posted=_swapped(p.posted, found)) if p.posted and found else p for p, found in zip(people, dotted, strict=True)]


def _swapped(time: PrintedTime, dotted: re.Match[str]) -> PrintedTime:
    at = time.at
    if at is None or at.day > LAST_MONTH or (at.day, at.month) != (int(dotted["first"]), int(dotted["second"])):
        return time
    return replace(time, at=at.replace(month=at.day, day=at.month))


def _settled(lines: PageLines, people: list[Person], day_first: bool | None) -> list[Person]:
    """Times whose day and month may be swapped, read again by the thread's other times, the page's, its language, or what changes."""
    is_open = [p.posted is not None and p.posted.at is None and not p.posted.relative for p in people]
    if not any(is_open):
        return people
    order = day_order([p.posted.text for p in people if p.posted])
    if order is None:
        order = day_order([lines.text])
    order = day_first if order is None else order
    order = varying_order([p.posted.text for p in people if p.posted]) if order is None else order
    if order is None:
        return people
    return [replace(p, posted=_again(p.posted, order)) if opened else p for p, opened in zip(people, is_open, strict=True)]


def _with_clocks(lines: PageLines, cuts: Sequence[Cut], people: list[Person]) -> list[Person]:
    """Days below which the header prints a time of day alone in its line (`4 May '23`, `10:22 a.m.`), with that."""
    return [
        replace(p, posted=_at_clock(lines, cut, p.posted)) if p.posted and p.posted.at and not p.posted.has_time else p
        for p, cut in zip(people, cuts, strict=True)
    ]


def _at_clock(lines: PageLines, cut: Cut, day: PrintedTime) -> PrintedTime:
    i = bisect_right(lines.starts, day.start)
    found = _CLOCK_ALONE.fullmatch(lowered(lines.line(i))) if i < cut.body_first and len(lines.texts[i]) <= LONGEST_CLOCK else None
    clock = clock_of(found) if found else None
    if clock is None or day.at is None or lines.text[day.end : lines.ends[i - 1]].strip():
        return day
    text = f"{day.text} {lines.line(i)}"
    return replace(day, text=text, end=lines.ends[i], at=datetime.combine(day.at.date(), clock), has_time=True)


def _again(time: PrintedTime | None, order: bool) -> PrintedTime | None:
    if time is None:
        return None
    found = find_times(time.text, time.start, order)
    return found[0] if len(found) == 1 else time


def _without_template(names: list[str | None]) -> list[str | None]:
    """Names without the words with which most of a thread's names begin or end, as `Herr`, `Member`, `Senior Member`."""
    for side in (0, -1):
        while (shorter := _without_word(names, side)) != names:
            names = shorter
    return names


def _without_word(names: list[str | None], side: int) -> list[str | None]:
    """Names without the first word (side 0) or the last one (side -1), where most share it."""
    known = [name.split() for name in names if name and len(name.split()) > 1]
    if len(known) < 3:
        return names
    word, count = Counter(parts[side] for parts in known).most_common(1)[0]
    rest = {tuple(parts[1:] if side == 0 else parts[:-1]) for parts in known if parts[side] == word}
    if any(not any(char.isalpha() for char in "".join(parts)) for parts in rest):
        return names
    if count < (0.7 if len(known) > 3 else 1.0) * sum(name is not None for name in names) or len(rest) < 3:
        return names
    return [
        name
        if name is None or len(name.split()) < 2 or name.split()[side] != word
        else " ".join(name.split()[1:] if side == 0 else name.split()[:-1])
        for name in names
    ]


def _without_numbers(names: list[str | None]) -> list[str | None]:
    """Names without the comment's number before them, where those count up or down from one to the next."""
    parts = [_NUMBERED.fullmatch(name or "") for name in names]
    numbers = [int(part["number"]) for part in parts if part]
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    if len(numbers) < max(2, MOST * sum(name is not None for name in names)) or sum(step in (1, -1) for step in steps) < MOST * len(steps):
        return names
    return [part["name"] if part else name for part, name in zip(parts, names, strict=True)]


def _without_what_is_before(names: list[str | None]) -> list[str | None]:
    """Names without a portrait's file or votes before them, where nearly all have such.

    Votes are told from names that begin with a figure (`2pac`) by the sign that one of them has at least.
    """
    names = _without_front(names, _PICTURED)
    votes = _without_front(names, _VOTED)
    return votes if any(name and name.startswith(_VOTES) for name in names) and len(set(votes)) >= LEAST_VOTED else names


def _without_front(names: list[str | None], pattern: re.Pattern[str]) -> list[str | None]:
    found = [pattern.fullmatch(name or "") for name in names]
    if sum(map(bool, found)) < max(2, MOST * sum(name is not None for name in names)):
        return names
    return [match["name"] if match else name for match, name in zip(found, names, strict=True)]


def _with_places(people: list[Person]) -> list[Person]:
    """Places in brackets behind names (`Jan (Praha)`), where so many names have one, and not the name by which somebody is called."""
    found = [_PLACED.fullmatch(p.name or "") for p in people]
    told = [match["place"] for match in found if match and _is_place(match["place"])]
    if len(told) < LEAST_PLACED or 2 * len(told) < sum(p.name is not None for p in people) or len(set(told)) == 1:
        return people
    return [
        replace(p, name=match["name"], place=p.place or match["place"]) if match and _is_place(match["place"]) else p
        for p, match in zip(people, found, strict=True)
    ]


def _is_place(text: str) -> bool:
    """Whether what stands in brackets behind a name can be a town: it begins with a capital, and is no given name or title of members."""
    low = text.lower()
    return text[0].isupper() and low.split()[0] not in given_names() and low not in ranks() and low not in words("user_title")


def _subjects(lines: PageLines, read: Sequence[Sequence[tuple[int, LineFields]]]) -> frozenset[int]:
    """Lines that print alone what an answer prints behind its `Re:`: the subject of the first post."""
    answered = {found["subject"] for one in read for i, _ in one if (found := first_match("subject", lines.line(i)))}
    return frozenset(i for one in read for i, _ in one if lines.line(i) in answered)


def read_people(lines: PageLines, thread: Thread, day_first: bool | None = None) -> list[Person]:
    """Author, place and time of every comment of a thread, in its order.

    Args:
        lines: the page.
        thread: its comments.
        day_first: which of two numbers is the day, where no date of the page says it.
    """
    read = [_read(lines, thread, cut) for cut in thread.cuts]
    below = lines_below_names(lines, thread, read) | _subjects(lines, read)
    found = zip(thread.cuts, read, strict=True)
    named = _chosen([_names(lines, thread, cut, [(i, fields) for i, fields in one if i not in below]) for cut, one in found])
    timed = _chosen([_times(lines, thread, cut, one) for cut, one in zip(thread.cuts, read, strict=True)])
    people = [
        Person(name.value if name else None, name.place if name else None, time.time if time else None)
        for name, time in zip(named, timed, strict=True)
    ]
    people = _with_clocks(lines, thread.cuts, people)
    people = _with_places(_with_months_first(_settled(lines, people, day_first)))
    names = _without_template(_without_what_is_before(_without_numbers([p.name for p in people])))
    return [replace(p, name=name.removeprefix("@") if name else None) for p, name in zip(people, names, strict=True)]
