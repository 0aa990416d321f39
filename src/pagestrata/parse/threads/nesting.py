"""Who answers whom: which comment answers which, by whom it names, by its place, and by its subject.

A line that names who is answered tells most, then the place that headers and lists give (`threads.levels`). This room finds parents and
kinds; it moves no boundary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Final

from pagestrata.parse.dates import find_times
from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.layouts import first_match, ranks, without_honorific, words
from pagestrata.parse.threads.levels import LONGEST_TELLING, NEAR, STEP, by_layout, number_of, told_in_header
from pagestrata.parse.threads.lines import is_button, prints_time
from pagestrata.parse.threads.paths import Cut
from pagestrata.records import Kind

_LEAST_ANSWERED: Final = 2
"""People who are answered, from which their names behind others are no family's."""
_CALLS: Final = re.compile(r"(?:(?:回复|回覆|返信|답글)\s?)?(?P<sign>[@\uff20\uff1e>])\s?(?=[^\W_])")
"""What stands before whom a comment speaks to: `@Ann Lee, not at night`, `\uff1ekazさん`, `回复 @小安 :`."""
_BEHIND_CALLED: Final = ",:;.!?\u2026\u3001\u3002\uff0c\uff1a\uff01\uff1f-–— "
_QUOTES: Final = ">"
_LONGEST_ARROW: Final = 2
_NUMBER_ALONE: Final = re.compile(r"(?P<number>\d{1,4})\.")
_MENTIONS: Final = "@"
_LEAST_QUOTED: Final = 12
"""Letters with which a comment begins, from which it is named by them."""
_LEAST_WORDS: Final = 3
"""Words of it: two may be the name of somebody who has not spoken on the page."""
_MOST_ALIKE: Final = 5
"""Comments with the same first letters, the last ones, among which one that is named so is looked for."""
_DOT: Final = " · "
_LEAST_PARTS: Final = 3
"""Parts of the line with buttons and a time: two buttons and one more."""
_MOST_CALLED: Final = 5
"""Words of a name by which somebody is called."""


def _named_first(lines: PageLines, cut: Cut) -> str | None:
    """Whom a body names as answered before anything else."""
    line = lines.texts[cut.body_first][:LONGEST_TELLING]
    found = first_match("answering_first", line) or first_match("answering_number", line)
    return found["to"] if found else None


def _by_number(lines: PageLines, cuts: Sequence[Cut]) -> dict[int, int]:
    """Comments that name another by its number before anything else, and those that they answer: `(In reply to Ann from comment #3)`."""
    told = ((i, first_match("answering_number", lines.texts[cut.body_first][:LONGEST_TELLING])) for i, cut in enumerate(cuts))
    numbers = {i: found["number"] for i, found in told if found}
    places = {number: i for i, cut in enumerate(cuts) if (number := number_of(lines, cut))} if numbers else {}
    return {i: places[number] for i, number in numbers.items() if places.get(number, i) < i}


def _by_repeated_heads(lines: PageLines, cuts: Sequence[Cut], names: Sequence[str | None]) -> dict[int, int]:
    """Comments below whose own time author and time of another one stand in a line, and that one: `Ann, 5 May 2020 13:41`."""
    found: dict[int, int] = {}
    known: dict[str, int] = {}
    for i, (cut, name) in enumerate(zip(cuts, names, strict=True)):
        times = [k for k in range(cut.first, cut.body_first)[:NEAR] if prints_time(lines, k)]
        below = range(times[0] + 1, cut.body_first + 1) if times else ()
        to = next((known[key] for k in below if prints_time(lines, k) and (key := squeeze(lines.line(k))) in known), None)
        if to is not None:
            found[i] = to
        if name and times:
            known[squeeze(f"{name} {find_times(lines.line(times[0]))[0].text}")] = i
    return found


def _quoted_first(lines: PageLines, cut: Cut) -> str | None:
    """Whose words a body repeats before anything else, told in a line of its own: `Quoting Ann:` (JComments), `Ann dijo:`."""
    line = lines.line(cut.body_first) if len(lines.texts[cut.body_first]) <= LONGEST_TELLING else ""
    if found := first_match("quoting", line):
        return found["to"]
    spoken = first_match("speaker", line)
    return spoken["author"] if spoken else None


def _toward(lines: PageLines, cut: Cut, author: str | None) -> str | None:
    """Whom a comment answers by an arrow behind its author."""
    for i in range(cut.first, cut.body_first)[:NEAR]:
        found = first_match("toward", lines.line(i)) if len(lines.texts[i]) <= LONGEST_TELLING else None
        if found and author and f"{found['author']} ".startswith(f"{author} "):
            return found["to"]
    return _below_arrow(lines, cut, author)


def _below_arrow(lines: PageLines, cut: Cut, author: str | None) -> str | None:
    """Whom a comment answers where an arrow stands on a line between both names; it may be a sign that prints nothing (Zhihu)."""
    head = lines.texts[cut.first : cut.body_first][:NEAR]
    between = zip(head, head[1:], head[2:], strict=False)
    is_arrow = (to for name, sign, to in between if name == author and len(sign) <= _LONGEST_ARROW and not any(map(str.isalnum, sign)))
    return next(is_arrow, None)


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
    return without_honorific(name.rstrip(_BEHIND_CALLED))


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
        # Who is called by an abbreviation (`@Dr. Ann F.`) is called without its stop, as what stands behind a name is left off.
        self._begun.update(dict.fromkeys((*_beginnings(folded), folded.rstrip(_BEHIND_CALLED)), i))

    def last(self, to: str) -> int | None:
        """The last comment of one whose name is `to`, or begins with it, or with which it begins."""
        wanted = to.casefold().lstrip("@~").strip()
        found = [self._whole.get(name, -1) for name in _beginnings(wanted)]
        return best if (best := max(*found, self._begun.get(wanted, -1))) >= 0 else None

    def named_first(self, line: str) -> int | None:
        """The last comment of one whose whole name, of several words, a line begins with: the longest such name."""
        first = line[:LONGEST_TELLING].casefold().split()[:_MOST_CALLED]
        names = (" ".join(first[:count]).rstrip(_BEHIND_CALLED) for count in range(len(first), 1, -1))
        return next((self._whole[name] for name in names if name in self._whole), None)

    def named_beside(self, head: Sequence[str], author: str | None) -> int | None:
        """The last comment of one whose whole name stands behind the author's in a line of a header: `Ann  Ben`."""
        behind = (line[len(author) :].strip().casefold() for line in head if author and line.startswith(f"{author} "))
        return next((self._whole[name] for name in behind if name in self._whole), None)

    def called(self, names: Sequence[str]) -> int | None:
        """The last comment of the first of some names by which one who has spoken may be called."""
        return next((self._begun[folded] for name in names if (folded := name.casefold()) in self._begun), None)


def names_apart(lines: PageLines, cuts: Sequence[Cut], names: Sequence[str | None]) -> tuple[list[str | None], Mapping[int, str]]:
    """Names apart from those of whom they answer, where most answers print both with nothing between (Disqus, whose arrow is a picture).

    An answer is set in, where any comment is, and names somebody who has spoken above. At least two must be answered so: `Ann Lee` below
    `Lee` is one name.

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
    is_flat, answers = _answers(lines, cuts)
    may_answer = frozenset(answers)
    for i, name in enumerate(names):
        author, to = _split(name, speakers) if name and i in may_answer else (name, None)
        authors.append(author)
        if to:
            answered[i] = to
        if author:
            speakers.add(author.casefold())
    named = sum(names[i] is not None for i in answers)
    is_told = len(set(answered.values())) >= _LEAST_ANSWERED and (is_flat or 2 * len(answered) > named)
    return (authors, answered) if is_told else (list(names), {})


def answered_lines(lines: PageLines, cuts: Sequence[Cut]) -> dict[int, int]:
    """The lines of answers that name whom they answer and nothing else: right below who wrote (the Guardian), or below `回复` (CSDN).

    An answer is set in, and its second line is the first one of a comment above. Most answers must be so, and two must be answered.

    Args:
        lines: the page.
        cuts: its comments, in order.

    Returns:
        Such lines, by the comment.
    """
    behind = {i: line for i, cut in enumerate(cuts) if (line := _below_reply(lines, cut)) is not None}
    is_flat, answers = _answers(lines, cuts)
    if behind or is_flat:
        return behind
    spoken = {lines.line(cut.first): i for i, cut in reversed([*enumerate(cuts)])}
    seconds = {i: cuts[i].first + 1 for i in answers if cuts[i].first + 1 < cuts[i].body_first}
    found = {
        i: second for i, second in seconds.items() if spoken.get(lines.line(second), i) < i and lines.line(second) != lines.line(second - 1)
    }
    is_told = len({lines.line(second) for second in found.values()}) >= _LEAST_ANSWERED and 2 * len(found) > len(answers)
    return found if is_told else {}


def _below_reply(lines: PageLines, cut: Cut) -> int | None:
    """The line of a header below the word for an answer alone, which stands below who wrote."""
    inside = range(cut.first + 1, cut.body_first - 1)[:NEAR]
    return next((i + 1 for i in inside if lines.texts[i] in words("reply_alone")), None)


def _answers(lines: PageLines, cuts: Sequence[Cut]) -> tuple[bool, list[int]]:
    """Whether no comment is set in, and those that may be answers: those set in, or all."""
    indents = [lines.indents[cut.first] for cut in cuts]
    is_flat = max(indents) < min(indents) + STEP
    return is_flat, [i for i, indent in enumerate(indents) if is_flat or indent >= min(indents) + STEP]


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
    parents = by_layout(lines, cuts)
    counted = _by_counting(lines, cuts)
    parents = [counted.get(i) if parent is None else parent for i, parent in enumerate(parents)]
    if not is_board:
        subjects = _by_subjects(lines, cuts)
        parents = [subjects.get(i) if parent is None else parent for i, parent in enumerate(parents)]
    speakers, top = _Speakers(), None
    begun: dict[str, list[tuple[int, str]]] = {}
    numbered = {**_by_repeated_heads(lines, cuts, names), **_by_number(lines, cuts)}
    for i, (cut, name) in enumerate(zip(cuts, names, strict=True)):
        told = told_in_header(lines, cut, "reply", "to", name)
        # Words for an answer that name nobody are heeded last, and still differ from none.
        mentioned = None if is_board else _mentioned(lines, cut) or _quoted_first(lines, cut)
        to = told or _named_first(lines, cut) or answered.get(i) or _toward(lines, cut, name) or mentioned or told
        if to:
            named = speakers.last(to)
            named = _begun_with(begun, to) if named is None and to == told else named
            parents[i] = named if named is not None else parents[i]
        elif to is None and parents[i] is None and (hinted := _hinted(lines, cut, name, speakers, is_board=is_board)) is not None:
            parents[i] = hinted
        elif to is not None and parents[i] is None:
            parents[i] = top
        elif i and parents[i] is None and told_in_header(lines, cut, "answer_above", "to") is not None:
            parents[i] = i - 1
        parents[i] = numbered.get(i, parents[i])
        top = i if parents[i] is None else top
        if name:
            speakers.add(name, i)
        if len(beginning := _beginning(lines, cut)) >= _LEAST_QUOTED:
            begun.setdefault(beginning[:_LEAST_QUOTED], []).append((i, beginning))
    return parents


def _hinted(lines: PageLines, cut: Cut, author: str | None, speakers: _Speakers, *, is_board: bool) -> int | None:
    """Whom a comment answers where no words tell: whom it calls, who stands beside its author, or with whose name it begins."""
    found = None if is_board else speakers.called(_called(lines, cut))
    if found is None:
        found = speakers.named_beside([lines.line(i) for i in range(cut.first, cut.body_first)[:NEAR]], author)
    if found is None and _has_facebooks_foot(lines, cut):
        found = speakers.named_first(lines.line(cut.body_first))
    return found


def _has_facebooks_foot(lines: PageLines, cut: Cut) -> bool:
    """Whether a comment ends in buttons and a time, parted by dots: there whom somebody answers is named before all else.

    `Like · Reply · 44 · 2 d` (Facebook, whose answers are not set in as text).
    """
    below = range(cut.body_last + 1, cut.last + 1)
    parts = (lines.line(i).split(_DOT) for i in below if _DOT in lines.texts[i])
    return any(len(found) >= _LEAST_PARTS and all(map(is_button, found[:2])) for found in parts)


def _beginning(lines: PageLines, cut: Cut) -> str:
    """The letters with which a body begins."""
    return squeeze(lines.line(cut.body_first)[:LONGEST_TELLING])


def _begun_with(begun: Mapping[str, Sequence[tuple[int, str]]], words_: str) -> int | None:
    """The last comment that begins with so many words that a header may name it by them (`Replied to: As long as`; Ghost)."""
    key = squeeze(words_) if len(words_.split()) >= _LEAST_WORDS else ""
    likely = begun.get(key[:_LEAST_QUOTED], ())[: -_MOST_ALIKE - 1 : -1]
    return next((i for i, beginning in likely if beginning.startswith(key)), None) if key else None


def _by_counting(lines: PageLines, cuts: Sequence[Cut]) -> dict[int, int]:
    """Comments without a number among those that are counted, and the last that was: answers are counted nowhere (Ynet).

    Numbers stand on lines of their own, and none is left out: else one of them may only be missing.
    """
    numbers = {i: int(found["number"]) for i, cut in enumerate(cuts) if (found := _NUMBER_ALONE.fullmatch(lines.texts[cut.first]))}
    steps = {after - before for before, after in pairwise(numbers.values())}
    if len(steps) != 1 or not steps <= {1, -1}:
        return {}
    last = accumulate((i if i in numbers else -1 for i in range(len(cuts))), max)
    return {i: above for i, above in enumerate(last) if i not in numbers and above >= 0}


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
