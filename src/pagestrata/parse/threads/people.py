"""Which of a comment's candidates is its author, which of its times is the time of posting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from pagestrata.parse.chars import COLONS, LIST_SIGNS, WIDE_COLON
from pagestrata.parse.dates import PrintedTime
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.below_names import lines_below_names
from pagestrata.parse.threads.cards import signed_cards
from pagestrata.parse.threads.decode import Thread
from pagestrata.parse.threads.headers import SURELY_NAMED, LineFields, read_line
from pagestrata.parse.threads.initials import are_initials
from pagestrata.parse.threads.layouts import first_match, learned_words, ranks, words
from pagestrata.parse.threads.lines import is_header
from pagestrata.parse.threads.mails import named_above
from pagestrata.parse.threads.nesting import answered_lines
from pagestrata.parse.threads.paths import Cut
from pagestrata.parse.threads.posting_times import settle_times
from pagestrata.parse.threads.template import form_of
from pagestrata.parse.threads.thread_names import own_names, with_places
from pagestrata.parse.threads.trackbacks import weblog_of

NEAR = 5
"""Lines at each edge of a header or footer that are always read."""
LIKELY = -7.0
"""Log-odds of printing an author or date from which any line is read, and below which no author is taken from it."""
MOST = 0.8
"""Share of a slot's lines, or of the comments that have it, that are nearly all."""
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
PRESENT = 4.0
"""What speaks for a name before the word that says whether somebody is there: ranks below it differ from member to member as names do."""
NUMBERED = 8.0
"""What speaks for a name behind the number of a post, all of its line (`#2 Camera Oscura`): titles of members below vary as well."""
TITLED = 3.0
"""What speaks against a line that ends in a title of members."""
LISTED = 3.0
"""What speaks against an item of a list below what may be a name and is none: what the page tells of who wrote."""
STATED = 4.0
"""What speaks against a town and its country below what may be a name: `Ann Ferris`, `Lucca, Italia`."""
CONSTANT = 12.0
"""What speaks against a slot that prints the same in every comment."""

_BEHIND_ORDER = f" {COLONS}▼▾⌄↓↑"
_COMMA = ", "
_WORD = r"[^\W\d_a-zß-ÿа-џα-ω][\w'’-]{2,}"
_TOWN = re.compile(rf"{_WORD}(?: {_WORD}){{0,2}}, [^\W\d_a-zß-ÿа-џα-ω][\w'’.-]+(?: [^\W\d_a-zß-ÿа-џα-ω][\w'’.-]*){{0,2}}")
"""A town and its country: each word of the town has three letters, as an initial has not (`Ann F., Lucca`)."""
_POST_NUMBER = re.compile(r"#\d{1,5}\s\S")
_MONTH = re.compile(r"\D*(?:19|20)\d\d\D*")
"""A time whose only number is its year."""

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
    is_signed: bool = False
    place: str | None = None
    time: PrintedTime | None = None


def _read(lines: PageLines, thread: Thread, cut: Cut) -> list[tuple[int, LineFields]]:
    head = range(cut.first, cut.body_first)
    foot = range(cut.body_last + 1, cut.last + 1)
    cards = signed_cards(lines, foot)
    near = {*head[:NEAR], *head[-NEAR:], *foot[:NEAR], *foot[-NEAR:], *cards, *(i - 1 for i in cards), *(i - 2 for i in cards)}
    above = named_above(lines, range(max(cut.first - NEAR, 0), cut.first + 1), cut.first)
    return [
        *([(above, _read_line(lines, above))] if above is not None else ()),
        *((i, _read_line(lines, i)) for i in (*head, *foot) if i in near or max(thread.prints_author[i], thread.prints_date[i]) > LIKELY),
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


@cache
def _present() -> tuple[str, ...]:
    return tuple(f" {word}" for word in words("presence"))


def _is_titled(line: str) -> bool:
    """Whether a line of several words ends in one of a member's titles: `Harbour Club Member` below a name."""
    *before, last = line.lower().split() or [""]
    return bool(before) and last in words("user_title")


def _is_title_alone(low: str) -> bool:
    """Whether what could be a name is what somebody is on a page, and no more (`Auteur`); `Guest` and `admin`, ranks too, are names."""
    is_rank = low in ranks() and (low not in learned_words("rank") or low in words("by"))
    return is_rank or low in words("user_title")


def _is_source(name: str) -> bool:
    """Whether what could be a name says where an article is taken from: `来源：江边晚报`."""
    label, colon, _ = name.replace(WIDE_COLON, ":").partition(":")
    return bool(colon) and label.strip().lower() in words("source")


def _is_month(time: PrintedTime) -> bool:
    """Whether a time has no day, as that since when somebody is a member: `ago 2010`."""
    return time.at is None and _MONTH.fullmatch(time.text) is not None


def _is_number_or_level(name: str) -> bool:
    """Whether what could be a name is a number of a comment, a level, stars, buttons, or what stands for a comment that is gone."""
    return any(first_match(table, name) is not None for table in ("no_name", "rated", "removed"))


def _is_order(name: str) -> bool:
    """Whether what could be a name is how comments may be sorted: `Newest`."""
    return name.lower().rstrip(_BEHIND_ORDER) in words("sort_order")


def _names(lines: PageLines, thread: Thread, cut: Cut, read: list[tuple[int, LineFields]]) -> list[_Candidate]:
    below_letters = cut.first < cut.body_first and are_initials(lines.line(cut.first), lines.line(cut.first + 1))
    if below_letters:
        # Right below its first letters stands the name; that says nothing of comments without them.
        read = [(i, fields) for i, fields in read if i == cut.first + 1 and fields.name] or read
    if any("<" in lines.line(i) and first_match("sent", lines.line(i)) for i, _ in read if i < cut.body_first):
        # Below a mail its author signs by the first name, and the archive goes on.
        read = [(i, fields) for i, fields in read if i < cut.body_first]
    # Of a board that says so in one line; ranks stand below names elsewhere in its headers, and are as many.
    read = [(i, fields) for i, fields in read if fields.name and is_header(lines.texts[i])] or read
    if weblog := weblog_of(lines, range(cut.first, cut.last + 1)):
        return [_Candidate(weblog, 0.0, (("weblog",),))]
    images = [fields.image_of for _, fields in read if fields.image_of]
    printed = Counter(fields.name for _, fields in read)
    named = {i: fields.name for i, fields in read if fields.name}
    cards = signed_cards(lines, range(cut.body_last + 1, cut.last + 1))
    found = []
    for i, fields in read:
        if fields.name is None or _is_source(fields.name) or _is_number_or_level(fields.name) or _is_order(fields.name):
            continue
        # `set 2023 • Coppie`: when and with whom somebody travelled.
        begins = fields.named < SURELY_NAMED and bool(fields.times) and fields.times[0][0].start == lines.starts[i]
        if begins and len(named) > 1 and all(_is_month(time) for time, _ in fields.times):
            continue
        image = next((image for image in images if fields.name.startswith(image)), None)
        is_likely = fields.named == SURELY_NAMED or image is not None or bool(thread.prints_author[i] >= LIKELY)
        twice = printed[fields.name] > 1
        late = 0.15 * min(i - cut.first, 10) if i < cut.body_first else 0.0
        score = (
            float(thread.prints_author[i])
            - _doubt(fields)
            + PRESENT * (fields.named == SURELY_NAMED and lines.line(i).lower().endswith(_present()))
            + NUMBERED * (_POST_NUMBER.match(lines.line(i)) is not None and not fields.times)
            - 4.0 * _is_of_other_times(fields)
            - TITLED * _is_titled(lines.line(i))
            - LISTED * (lines.line(i)[0] in LIST_SIGNS and any(k < i and lines.line(k)[0] not in LIST_SIGNS for k in named))
            - STATED * (i - 1 in named and _COMMA in lines.texts[i] and _TOWN.fullmatch(lines.line(i)) is not None)
            + SIGNED * cards.get(i, 0)
            + 2.0 * (image is not None)
            + 1.5 * twice
            + 1.0 * bool(fields.times)
            - late
        )
        name = image or fields.name
        # Who signs below a text by the first name alone has the whole one in the header.
        near = [named[k] for k in range(i - 2, i + 3) if k in named and (k < cut.body_first) == (i < cut.body_first)]
        if image is None and fields.named < SURELY_NAMED:
            name = next((short for short in near if len(short) > 2 and name.startswith(short + " ")), name)
        # NodeBB prints the initial in place of a picture: `AnnBA Offline` or `A Offline`, then `AnnB`.
        name = next((other for other in near if len(other) > 2 and name in {other + other[0], other[0]}), name)
        is_signed = fields.named == SURELY_NAMED and fields.is_dated
        slots = _slots(cut, i, fields.named, bool(fields.times), below_letters)
        found.append(_Candidate(name, score, slots, is_likely, is_signed, fields.place))
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
                - 4.0 * (not_posted or _is_month(time))
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
        # Who writes `by Ann » D` from a place of their own writes the same there.
        is_constant = constant.issuperset(one.slots) if one.is_signed else not constant.isdisjoint(one.slots)
        # `Helpful (18)` over and over is a button, not a name with a number.
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
    below = lines_below_names(lines, thread, read) | _subjects(lines, read) | frozenset(answered_lines(lines, thread.cuts).values())
    found = zip(thread.cuts, read, strict=True)
    named = _chosen([_names(lines, thread, cut, [(i, fields) for i, fields in one if i not in below]) for cut, one in found])
    timed = _chosen([_times(lines, thread, cut, one) for cut, one in zip(thread.cuts, read, strict=True)])
    times = settle_times(lines, thread.cuts, [time.time if time else None for time in timed], day_first)
    printed, places = [name.value if name else None for name in named], [name.place if name else None for name in named]
    names, places = with_places(printed, places)
    return [
        Person(name.removeprefix("@") if name else None, place, time)
        for name, place, time in zip(own_names(names), places, times, strict=True)
    ]
