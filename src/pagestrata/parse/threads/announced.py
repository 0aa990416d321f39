"""Threads that leave no choice by their order: below a heading of comments, lines with a time alternate with texts.

Whether the time stands above the text or below it is told by the first lines below the heading. This room knows no layout's
words but those of the layouts file; how much its lines weigh is decided in `threads.decode`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from pagestrata.parse.chars import CLOSING_QUOTES, ENDS_SENTENCE, HAN, KANA, SOUTHEAST_ASIAN
from pagestrata.parse.dates import find_times
from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.beside import parted_lines
from pagestrata.parse.threads.doubts import LIKELY
from pagestrata.parse.threads.headers import masked, read_line
from pagestrata.parse.threads.layouts import TIME, first_match, initials
from pagestrata.parse.threads.lines import fits, is_bare_heading, is_button, is_figures, lines_beginning_with
from pagestrata.parse.threads.paths import Cut
from pagestrata.parse.threads.shapes import LONGEST
from pagestrata.parse.threads.template import form_of

MOST_HEADINGS: Final = 4
"""Lines of a page that can stand over its comments."""
MOST_BETWEEN: Final = 2
"""Lines below the last time in which the last text is looked for."""
MOST_NOTES: Final = 3
"""Lines between a number of comments and the first of them that say how to comment."""
LEAST_TIMES: Final = 3
"""Times from which they alternate with texts by no chance."""
FEWEST_TIMES: Final = 2
"""The same below a number that says that there are so many, or where the networks find a comment."""
LONGEST_HEADING: Final = 50
"""Characters of a heading without a number."""
LONGEST_NAME: Final = 50
"""Characters of a line that is a name."""
TO_FIRST: Final = 40
"""Lines from the heading to the first time, and from one time to the next."""
FEW_WORDS: Final = 4
"""Words of most names: below a heading of comments that are not there, titles and times of stories may follow."""
MOST_NAMED: Final = 0.75
"""Share of the names that have so few."""
MOST_ABOVE: Final = 0.8
"""Share of the times above texts that must be in headers of comments found."""
LEAST_LINES: Final = 3
"""Lines of a comment with a name, a time and a text."""
LONG: Final = 8
"""Words from which a line is a text."""
_ARTICLE, _COMMENT_BODY = (LABELS.index(name) for name in ("body", "comment_body"))
_SENTENCE: Final = re.compile(
    rf".*{ENDS_SENTENCE}[{CLOSING_QUOTES}')\uff09]?"
    rf"|.*[{KANA}{HAN}]{{16}}.*|.*[{SOUTHEAST_ASIAN}]{{24}}.*",
    re.DOTALL,
)
"""The end of a sentence, not of initials; or a clause in a script without spaces."""


_ONE: Final = frozenset(("comment", "commentaire", "comentario", "comentário", "commento", "komentarz", "комментарий"))
"""Headings of a part of an article, in which it is commented on, or of a form; `kommentar` is the plural, too."""


@dataclass(frozen=True, slots=True)
class Announced:
    """Lines of comments told by their order; none where a page has no such thread.

    Attributes:
        times: lines with a time, one of each comment.
        heads: lines of headers.
        firsts: first lines of bodies that nothing stands above.
        bodies: first lines of bodies below a header.
        feet: lines of footers.
    """

    times: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    firsts: tuple[int, ...] = ()
    bodies: tuple[int, ...] = ()
    feet: tuple[int, ...] = ()

    @property
    def lines(self) -> tuple[int, ...]:
        """All of them."""
        return (*self.heads, *self.firsts, *self.bodies, *self.feet)


@dataclass(frozen=True, slots=True)
class _Time:
    """A line with a time: where it is, the name beside the time if there is one, and whether it is told from now on."""

    line: int
    name: str | None
    relative: bool


def announced_lines(lines: PageLines, scores: LineScores, printed: Mapping[int, int], fewest: int = LEAST_TIMES) -> Announced:
    """Lines of the comments below a heading that stands below the article, where all else below it is in order.

    Args:
        lines: the page.
        scores: the tagger's: more of what it takes for the article stands above the heading than among the comments.
        printed: lines that print a number of comments (`printed_counts`).
        fewest: comments of a thread without a number, at least.
    """
    named = (
        i
        for i in lines_beginning_with(lines, initials("comments") | initials("comments_over"), LONGEST_HEADING)
        if is_bare_heading(lines.line(i)) and lines.line(i).lower() not in _ONE
    )
    headings = sorted({*named, *printed})
    # Stories of a list have such a line each; what stands between bars is no text.
    if not 0 < len(headings) <= MOST_HEADINGS or parted_lines(lines, range(headings[0], len(lines))):
        return Announced()
    size = np.array(lines.ends) - np.array(lines.starts)
    article = np.concatenate(([0.0], np.cumsum(size * scores.labels[:, _ARTICLE])))
    for i in headings:
        found = _below(lines, i, printed.get(i), fewest)
        is_below_article = found.times and article[i] > article[found.times[-1]] - article[i]
        if is_below_article and not (found.firsts and _ends_in_text(lines, scores, found)):
            return found
    return Announced()


def _ends_in_text(lines: PageLines, scores: LineScores, order: Announced) -> bool:
    """Whether a text stands right below the last time that the tagger rather takes for a comment than the first text: a note stands above.

    Buttons may stand between, whom it answers, and one more line of a header.
    """
    body = scores.labels[:, _COMMENT_BODY]
    below = (i for i in range(order.times[-1] + 1, len(lines)) if not _is_of_header(lines.line(i)))
    near = list(islice(below, MOST_BETWEEN))
    told = [i for i in near[1:] if _is_text(lines.line(i)) and body[i] >= LIKELY]
    return bool(told) or any(_is_text(lines.line(i)) or body[i] >= body[order.firsts[0]] for i in near[:1])


def _is_of_header(line: str) -> bool:
    """Whether a line is a button, votes, or says who is answered and no more."""
    return is_figures(line) or is_button(line) or (not _is_text(line) and first_match("reply", line) is not None)


def goes_with(lines: PageLines, order: Announced, cuts: Sequence[Cut]) -> bool:
    """Whether the comments found are those of an order: some, and its times are above their texts, or below them, as they must be.

    Args:
        lines: the page.
        order: what the page's order tells.
        cuts: the comments found.
    """
    if not order.times:
        return True
    first, last = order.lines[0], order.times[-1]
    inside = [cut for cut in cuts if first <= cut.body_first and cut.first <= last]
    # Nobody says no more than a button: what stands above it is the text.
    if any(_behind_controls(lines, cut.body_first) > cut.body_last for cut in inside):
        return False
    above = sum(bisect_left(order.times, cut.body_first) - bisect_left(order.times, cut.first) for cut in inside)
    # Of two comments with a note above them the order may tell either way; networks that give each its time are right.
    if len(order.times) < LEAST_TIMES and above == len(order.times):
        return True
    half = min(LEAST_TIMES, len(order.times) / 2)
    if len(inside) < (half if len(order.times) >= LEAST_TIMES else FEWEST_TIMES):
        return False
    if order.firsts:
        return any(cut.body_first <= order.firsts[0] <= cut.body_last < order.times[0] <= cut.last for cut in inside)
    return bool(order.feet) or above >= MOST_ABOVE * len(order.times)


def _below(lines: PageLines, heading: int, number: int | None, fewest: int) -> Announced:
    """The thread below a heading and the number that it prints, if it does: then some lines more may say how to comment."""
    fewest = fewest if number is None else min(max(number, FEWEST_TIMES), LEAST_TIMES)
    first = _behind_controls(lines, heading + 1)
    for start in range(first, min(first + 1 + MOST_NOTES * (number is not None), len(lines))):
        times = list(islice(_times(lines, start), number))
        if len(times) >= fewest and (found := _in_order(lines, start, times, fewest)).times:
            return found
        if number and (found := _names_alone(lines, start, number)).times:
            return found
    return Announced()


def _names_alone(lines: PageLines, start: int, number: int) -> Announced:
    """Names that alternate with texts and buttons, where they are as many as the page says; the names stand in for times."""
    at: list[int] = []
    for i in range(start, min(start + TO_FIRST * number, len(lines))):
        line = lines.line(i)
        if is_button(line) or (at and _is_text(line)):
            continue
        name = _name(lines, i)
        # What stands below the last text may look like a name as well.
        if name is None or len(at) == number or (at and i - at[-1] < LEAST_LINES - 1) or first_match("invitation", line):
            break
        at.append(i)
    kept = _kept(at, [_name(lines, i) for i in at], LEAST_LINES - 1, LEAST_TIMES) if len(at) == number else ()
    return Announced(kept, heads=kept, bodies=_texts(lines, kept))


def _times(lines: PageLines, start: int) -> Iterator[_Time]:
    """Lines of one kind with a time from a line on, near each other, up to an invitation to comment."""
    last: _Time | None = None
    at = start
    for i in range(start, len(lines)):
        if i - at > TO_FIRST:
            return
        if lines.ends[i] - lines.starts[i] > LONGEST:
            continue
        line = lines.line(i)
        if first_match("invitation", line):
            return
        times = find_times(line)
        if not times or _is_text(masked(line, times).replace(TIME, "")):
            continue
        fields = None if fits("dated", line) else read_line(line)
        if fields is not None and (fields.name is None or not fields.is_dated):
            continue
        time = _Time(i, fields.name if fields else None, times[0].relative)
        if last is not None and (time.relative is not last.relative or (time.name is None) is not (last.name is None)):
            return
        yield time
        last, at = time, i


def _in_order(lines: PageLines, start: int, times: Sequence[_Time], fewest: int) -> Announced:
    """The lines of a thread by where names and texts stand around its times; none where they stand in no order.

    Args:
        lines: the page.
        start: the first line of the first comment.
        times: its lines with a time.
        fewest: comments of a thread, at least.
    """
    at, beside, is_text = [time.line for time in times], times[0].name is not None, _is_text(lines.line(start))
    # Buttons below a comment are its own.
    begins = [start, *(_behind_controls(lines, i + 1) for i in at)]
    if not (beside or is_text or at[0] <= start + 1):
        kept = _kept(at, [_name(lines, i) for i in begins[:-1]], LEAST_LINES, fewest)
        heads = tuple(begins[: len(kept)])
        return Announced(kept, heads=heads, bodies=tuple(i + 1 for i in heads), feet=_feet(kept, kept, begins))
    beyond = 0 if beside else 1 if at[0] == start else -1
    names = [time.name for time in times] if beside else [_name(lines, i + beyond) for i in at]
    kept = _kept(at, names, LEAST_LINES - beside, fewest)
    told = tuple(k for i in kept for k in sorted({i, i + beyond}))
    if at[0] + min(beyond, 0) == start:
        return Announced(kept, heads=told, bodies=_texts(lines, [i + max(beyond, 0) for i in kept]))
    return Announced(kept, firsts=tuple(begins[: len(kept)]), feet=_feet(kept, told, begins)) if is_text else Announced()


def _feet(times: Sequence[int], told: Sequence[int], begins: Sequence[int]) -> tuple[int, ...]:
    """Lines of footers: those told, and the buttons between a comment's time and the line where the next one begins."""
    # Times may be fewer: only those are kept that go with the first.
    buttons = (k for i, after in zip(times, begins[1:], strict=False) for k in range(i + 1, after))
    return tuple(sorted({*told, *buttons}))


def _behind_controls(lines: PageLines, start: int) -> int:
    """The first line from `start` on that is no button."""
    return next((i for i in range(start, len(lines)) if not is_button(lines.line(i))), len(lines))


def _kept(at: Sequence[int], names: Sequence[str | None], least: int, fewest: int) -> tuple[int, ...]:
    """Times up to the first one without a name or too near to the one before; none where there are few, or the names are titles.

    Args:
        at: lines of the times.
        names: who stands beside, above or below each.
        least: lines that a comment has at least.
        fewest: comments of a thread, at least.
    """
    ends = [k for k, name in enumerate(names) if name is None or (k and at[k] - at[k - 1] < least)]
    count = ends[0] if ends else len(at)
    told = [name or "" for name in names[:count]]
    few = sum(len(name.split()) <= FEW_WORDS for name in told)
    is_thread = count >= fewest and len({form_of(name) for name in told}) > 1 and few >= MOST_NAMED * count
    return tuple(at[:count]) if is_thread else ()


def _name(lines: PageLines, i: int) -> str | None:
    """The name that a line is, if it is one."""
    if not 0 <= i < len(lines) or lines.ends[i] - lines.starts[i] > LONGEST_NAME or _is_text(lines.line(i)):
        return None
    fields = read_line(lines.line(i))
    return None if fields.times else fields.name


def _is_text(line: str) -> bool:
    """Whether a line is rather a text than a name: it is long, or ends as sentences do."""
    return len(line) > LONGEST_NAME or len(line.split()) >= LONG or _SENTENCE.fullmatch(line) is not None


def _texts(lines: PageLines, heads: Sequence[int]) -> tuple[int, ...]:
    """Lines right below headers that are texts: what is short may be one more line of the header."""
    return tuple(i + 1 for i in heads if i + 1 < len(lines) and _is_text(lines.line(i + 1)))
