"""Place in the thread: which comment answers which.

Signs, from the most to the least telling: a line that names whom it answers, a printed level, a printed number of
comments below, a number of several parts, the ways to others that headers print, the indentation of the lists in which comments
stand, the number of the post that is answered. This room finds parents; it moves no boundary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Final

from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import masked
from pagestrata.parse.threads.layouts import first_match, ranks, words
from pagestrata.parse.threads.lines import fits
from pagestrata.parse.threads.paths import Cut
from pagestrata.records import Kind

_NUMBER: Final = re.compile(r"\(?(?P<number>\d{1,4})[.)]\s")
STEP: Final = 2
"""Columns by which a nested list stands deeper, at least."""
_COUNTED: Final = re.compile(r"#(?P<number>\d{1,5}(?:\.\d{1,4})?)\s")
"""How a line of `numbered` begins: `#3.1` is the first answer to `#3`."""
_LEAST_ANSWERED: Final = 2
"""People who are answered, from which their names behind others are no family's."""
LONGEST_TELLING: Final = 160
"""Characters of a line that may tell whom a comment answers."""
_CALLS: Final = re.compile(r"(?:(?:回复|回覆|返信|답글)\s?)?(?P<sign>[@\uff20\uff1e>])\s?(?=[^\W_])")
"""What stands before whom a comment speaks to: `@Ann Lee, not at night`, `\uff1ekazさん`, `回复 @小安 :`."""
_BEHIND_CALLED: Final = ",:;.!?\u2026\u3001\u3002\uff0c\uff1a\uff01\uff1f-–— "
_QUOTES: Final = ">"
_ANCHOR: Final = re.compile(r"(?:>>|\uff1e\uff1e|≫)(?P<number>\d{1,4})(?:$|\s*(?=[^\x00-\x7f]))")
"""How boards print the number of the post that is answered (5ch)."""
_PLACE: Final = re.compile(r"(?P<number>\d{1,4})(?!\w)")
_ANSWERS: Final = re.compile(r"(?:回复|回覆)\s(?P<to>[^\s:\uff1a@\uff20]{1,40})\s?[:\uff1a]")
"""Whom an answer names before what it says: `回复 小安 :` (Tieba)."""
_BAR: Final = "|"
_MENTIONS: Final = "@"
_MOST_CALLED: Final = 5
"""Words of a name by which somebody is called."""
NEAR: Final = 6
"""Lines of a header that may tell the place in the thread."""


def _by_indent(lines: PageLines, cuts: Sequence[Cut]) -> list[int | None]:
    """Parents by indentation. A staircase without any step back comes from unclosed tags, not from replies."""
    columns = [lines.indents[cut.first] for cut in cuts]
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
    """The number of the comment that one answers, on the last line of its header or the first of its body: `>>12`.

    Alone, or before another script than that of `>>5 knots is all she makes`.
    """
    edge = range(max(cut.first, cut.body_first - 1), cut.body_first + 1)
    return next((found["number"] for i in edge if (found := _ANCHOR.match(lines.texts[i]))), None)


def _place(lines: PageLines, cut: Cut) -> str | None:
    """The number with which a line of a header begins, where it is no part of a time: `5 : Ann : 5 May 2020`."""
    for i in range(cut.first, cut.body_first)[:NEAR]:
        found = _PLACE.match(lines.texts[i]) if len(lines.texts[i]) <= LONGEST_TELLING else None
        if found and all(time.start >= found.end() for time in find_times(lines.line(i))):
            return found["number"]
    return None


def _number(lines: PageLines, cut: Cut) -> str | None:
    """The number of a comment, of one part or of several, that a line of its header prints before the time, or behind the word for one."""
    head = [lines.line(i) for i in range(cut.first, cut.body_first)[:NEAR]]
    found = (match["number"] for line in head if (match := _COUNTED.match(line)) and fits("numbered", line))
    called = (match for line in head if (match := first_match("called", line)))
    return next(found, None) or next(
        (f"{match['number']}.{match['answer']}" if match["answer"] else match["number"] for match in called), None
    )


def _told(lines: PageLines, cut: Cut, table: str, group: str, author: str | None = None) -> str | None:
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


def _named_first(lines: PageLines, cut: Cut) -> str | None:
    """Whom a body names as answered before anything else."""
    found = _ANSWERS.match(lines.texts[cut.body_first])
    return found["to"] if found else None


def _toward(lines: PageLines, cut: Cut, author: str | None) -> str | None:
    """Whom a comment answers by an arrow behind its author."""
    for i in range(cut.first, cut.body_first)[:NEAR]:
        found = first_match("toward", lines.line(i)) if len(lines.texts[i]) <= LONGEST_TELLING else None
        if found and found["author"] == author:
            return found["to"]
    return None


def _mentioned(lines: PageLines, cut: Cut) -> str | None:
    """Whom a comment answers by a mention in a line of its own above what was written: it is heeded above its place among lists, too."""
    called = _called(lines, cut) if cut.body_first < cut.body_last and lines.texts[cut.body_first][0] == _MENTIONS else ()
    return called[0] if len(called) == 1 else None


def _called(lines: PageLines, cut: Cut) -> tuple[str, ...]:
    """Whom the first line of a body may call by name, the longest first: `Ann Lee, not`, `Ann Lee`, `Ann`."""
    line = lines.texts[cut.body_first]
    found = _CALLS.match(line)
    if found is None:
        return ()
    if found["sign"] == _QUOTES:
        # The name alone: elsewhere the sign quotes what somebody has written.
        return (_bare(line[found.end() :]),)
    words_behind = line[found.end() : LONGEST_TELLING].split(maxsplit=_MOST_CALLED)[:_MOST_CALLED]
    return tuple(_bare(" ".join(words_behind[:count])) for count in range(len(words_behind), 0, -1))


def _bare(name: str) -> str:
    """A name without the sign behind it and the title that ends it: `Ann:`, `kazさん`."""
    name = name.rstrip(_BEHIND_CALLED)
    return next((name.removesuffix(title) for title in words("honorific") if name.endswith(title) and name != title), name)


def _beginnings(name: str) -> list[str]:
    """What a name begins with, up to each of its spaces, and the whole of it: people are called by their first words."""
    return [*(name[:at] for at, char in enumerate(name) if char == " "), name]


class _Speakers:
    """Who has spoken so far on a page, each with the last comment."""

    def __init__(self) -> None:
        self._whole: dict[str, int] = {}
        self._begun: dict[str, int] = {}

    def add(self, name: str, i: int) -> None:
        folded = name.casefold()
        self._whole[folded] = i
        self._begun.update(dict.fromkeys(_beginnings(folded), i))

    def last(self, to: str) -> int | None:
        """The last comment of one whose name is `to`, or begins with it, or with which it begins."""
        wanted = to.casefold().lstrip("@").strip()
        found = [self._whole.get(name, -1) for name in _beginnings(wanted)]
        return best if (best := max(*found, self._begun.get(wanted, -1))) >= 0 else None

    def called(self, names: Sequence[str]) -> int | None:
        """The last comment of the first of some names by which one who has spoken may be called."""
        return next((self._begun[folded] for name in names if (folded := name.casefold()) in self._begun), None)


def names_apart(lines: PageLines, cuts: Sequence[Cut], names: Sequence[str | None]) -> tuple[list[str | None], Mapping[int, str]]:
    """Names apart from those of whom they answer, where most answers print both with nothing between (Disqus, whose arrow is a picture).

    An answer is set in, and names somebody who has spoken above. At least two must be answered so: `Ann Lee` below `Lee` is one name.

    Args:
        lines: the page.
        cuts: its comments, in order.
        names: their authors.

    Returns:
        The authors, and whom a comment answers where that is told so.
    """
    authors: list[str | None] = []
    answered: dict[int, str] = {}
    speakers: set[str] = set()
    outermost = min(lines.indents[cut.first] for cut in cuts)
    answers = [lines.indents[cut.first] >= outermost + STEP for cut in cuts]
    for i, (name, is_answer) in enumerate(zip(names, answers, strict=True)):
        author, to = _split(name, speakers) if name and is_answer else (name, None)
        authors.append(author)
        if to:
            answered[i] = to
        if author:
            speakers.add(author.casefold())
    named = sum(is_answer and name is not None for name, is_answer in zip(names, answers, strict=True))
    is_told = len(set(answered.values())) >= _LEAST_ANSWERED and 2 * len(answered) > named
    return (authors, answered) if is_told else (list(names), {})


def answered_lines(lines: PageLines, cuts: Sequence[Cut]) -> dict[int, int]:
    """The second lines of answers that name whom they answer, right below who wrote, and nothing else (the Guardian).

    An answer is set in, and its second line is the first one of a comment above. Most answers must be so, and two must be answered.

    Args:
        lines: the page.
        cuts: its comments, in order.

    Returns:
        Such lines, by the comment.
    """
    outermost = min(lines.indents[cut.first] for cut in cuts)
    answers = [i for i, cut in enumerate(cuts) if lines.indents[cut.first] >= outermost + STEP]
    spoken = {lines.line(cut.first): i for i, cut in reversed([*enumerate(cuts)])}
    seconds = {i: cuts[i].first + 1 for i in answers if cuts[i].first + 1 < cuts[i].body_first}
    found = {
        i: second for i, second in seconds.items() if spoken.get(lines.line(second), i) < i and lines.line(second) != lines.line(second - 1)
    }
    is_told = len({lines.line(second) for second in found.values()}) >= _LEAST_ANSWERED and 2 * len(found) > len(answers)
    return found if is_told else {}


def _split(name: str, speakers: Container[str]) -> tuple[str, str | None]:
    """A name without that of somebody at its end, and that one.

    The word for answering before it goes as well (`Ben antwortet Ann`), and a rank (`Ben Mod Ann`).
    """
    ends = ((name[:at], name[at + 1 :]) for at, char in enumerate(name) if char == " ")
    author, to = next(((author, to) for author, to in ends if to.casefold() in speakers), (name, None))
    first, _, last = author.rpartition(" ")
    return (first if to and first and last.lower() in words("says") | ranks() else author), to


def find_parents(
    lines: PageLines,
    cuts: Sequence[Cut],
    names: Sequence[str | None],
    answered: Mapping[int, str] = MappingProxyType({}),
    *,
    is_board: bool = False,
) -> list[int | None]:
    """The comment that each comment answers, None at the top level.

    Args:
        lines: the page.
        cuts: its comments, in order.
        names: their authors.
        answered: whom a comment answers, where `names_apart` tells it.
        is_board: whether they are the posts of a board, where a mention calls a member and answers nobody's post.
    """
    parents = _by_layout(lines, cuts)
    if not is_board:
        subjects = _by_subjects(lines, cuts)
        parents = [subjects.get(i) if parent is None else parent for i, parent in enumerate(parents)]
    speakers, top = _Speakers(), None
    for i, (cut, name) in enumerate(zip(cuts, names, strict=True)):
        told = _told(lines, cut, "reply", "to", name)
        # Words for an answer that name nobody are heeded last, and still differ from none.
        mentioned = None if is_board else _mentioned(lines, cut)
        to = told or _named_first(lines, cut) or answered.get(i) or _toward(lines, cut, name) or mentioned or told
        if to:
            named = speakers.last(to)
            parents[i] = named if named is not None else parents[i]
        elif to is None and not is_board and parents[i] is None and (called := speakers.called(_called(lines, cut))) is not None:
            parents[i] = called
        elif to is not None and parents[i] is None:
            parents[i] = top
        elif i and parents[i] is None and _told(lines, cut, "answer_above", "to") is not None:
            parents[i] = i - 1
        top = i if parents[i] is None else top
        if name:
            speakers.add(name, i)
    return parents


def with_anchors(lines: PageLines, cuts: Sequence[Cut], parents: Sequence[int | None]) -> list[int | None]:
    """Parents, with those that a comment answers by their number, where most comments have theirs in their header.

    Posts of a board stay posts by it: they are its content.

    Args:
        lines: the page.
        cuts: its comments, in order.
        parents: which comment each answers, as found.
    """
    places = {number: i for i, cut in enumerate(cuts) if (number := _place(lines, cut))}
    if 2 * len(places) <= len(cuts):
        return list(parents)
    told = (places.get(_anchored(lines, cut) or "", i) for i, cut in enumerate(cuts))
    return [to if to < i else parent for i, (to, parent) in enumerate(zip(told, parents, strict=True))]


def _by_layout(lines: PageLines, cuts: Sequence[Cut]) -> list[int | None]:
    """The comment that each answers by levels, counts of answers or numbers that headers print, else by how far it is set in."""
    levels = [_told(lines, cut, "depth", "depth") for cut in cuts]
    children = [_told(lines, cut, "children", "children") for cut in cuts]
    numbers = [_number(lines, cut) for cut in cuts]
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


def _by_subjects(lines: PageLines, cuts: Sequence[Cut]) -> dict[int, int]:
    """Comments that answer another by its subject, and those that they answer: `Re : Sans porc` (Canalblog).

    Where several have one subject, or it is said of most answers, as that of the page is, it tells nothing.
    """
    heads = [lines.line(cut.first) if cut.first < cut.body_first else "" for cut in cuts]
    told = {i: found["subject"].casefold() for i, line in enumerate(heads) if (found := first_match("subject", line))}
    titles = Counter(line.casefold() for line in heads)
    first = {line.casefold(): i for i, line in reversed([*enumerate(heads)]) if line}
    is_told = len(set(told.values())) >= _LEAST_ANSWERED
    return {i: first[to] for i, to in told.items() if is_told and titles[to] == 1 and first[to] < i}


def depths(parents: Sequence[int | None]) -> list[int]:
    """Number of ancestors of each comment; parents come before their answers."""
    found: list[int] = []
    for parent in parents:
        found.append(0 if parent is None else found[parent] + 1)
    return found


def find_kinds(lines: PageLines, cuts: Sequence[Cut], parents: Sequence[int | None]) -> tuple[list[Kind], list[int | None]]:
    """Kinds and parents on a page whose comments are its content: a forum, or questions with answers and remarks on both.

    Args:
        lines: the page.
        cuts: its comments, in order.
        parents: which comment each answers, as found.
    """
    answers = [_is_answer(lines, cut) for cut in cuts]
    if any(answers):
        is_top = [answer or not i for i, answer in enumerate(answers)]
        kinds = [(Kind.ANSWER if i else Kind.POST) if top else Kind.COMMENT for i, top in enumerate(is_top)]
        last = accumulate((i if top else 0 for i, top in enumerate(is_top)), max)
        return kinds, [None if top else above for top, above in zip(is_top, last, strict=True)]
    nested = sum(parent is not None for parent in parents)
    return [Kind.COMMENT if nested > len(cuts) / 4 else Kind.POST] * len(cuts), list(parents)


def _is_answer(lines: PageLines, cut: Cut) -> bool:
    """A line of the footer begins with the word for an answer and goes on with a time."""
    for i in range(cut.body_last + 1, cut.last + 1):
        first, _, rest = lines.line(i).partition(" ")
        if first.casefold() in words("answered") and any(char.isdigit() for char in rest):
            return True
    return False
