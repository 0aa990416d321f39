"""Threads: from scored lines to comments, posts, answers and pingbacks with author, time and place in the thread.

The story is told here: boundaries (`threads.decode`), starts of bodies (`threads.bodies`), authors and times
(`threads.people`, `threads.headers`), parents and kinds (`threads.nesting`). What a layout looks like is data
(`data/layouts.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from pagestrata.parse.dates import PrintedTime
from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.above_heading import is_article_above_heading, tells_of_comments
from pagestrata.parse.threads.around import edge_lines
from pagestrata.parse.threads.beside import own_lines
from pagestrata.parse.threads.bodies import (
    after_names,
    before_files,
    before_names,
    before_signatures,
    find_bodies,
    is_link,
    up_to_headers,
    up_to_marks,
)
from pagestrata.parse.threads.decode import Thread, cut_thread, is_told_by_number, needs_names
from pagestrata.parse.threads.doubts import (
    is_unannounced,
    is_untold_post,
    signed_part,
    untimed_ends,
)
from pagestrata.parse.threads.layouts import first_match
from pagestrata.parse.threads.levels import with_anchors
from pagestrata.parse.threads.lines import is_button
from pagestrata.parse.threads.nesting import answered_lines, depths, find_kinds, find_parents, names_apart
from pagestrata.parse.threads.numbers import told_number
from pagestrata.parse.threads.people import Person, read_people
from pagestrata.parse.threads.shapes import LONGEST
from pagestrata.records import Kind

_BODY: Final = LABELS.index("body")
_COMMENT: Final = LABELS.index("comment_body")
_RATHER: Final = 0.5
"""Probability from which a line is rather body than all else."""
_NEAR_HEADING: Final = 4
"""Lines above the first comment in which its heading is looked for."""
_LEAST_LISTED: Final = 4
"""Comments from which a share of them tells."""
_MOST_NAMED: Final = 0.5
"""Share of the comments on a page that is neither article nor thread, below which names are too few: of 730 threads none has fewer."""
_LEAST_SEEN: Final = 0.2
"""Probability of being a comment's that the bodies of a thread must have in the mean, where it names nobody."""
_LONG_TEXT: Final = 40
"""Characters of a line of an article, at least of one of them, in scripts without spaces as well."""


@dataclass(frozen=True, slots=True)
class CommentSpan:
    """One comment; offsets are code points of the page, end exclusive, `start <= body_start < body_end <= end`.

    Attributes:
        kind: comment, post, answer or pingback.
        start, end: the whole comment with header and footer, without the replies nested in it.
        body_start, body_end: what its author wrote.
        author: bare name, None where the page prints none.
        author_location: where the author says to be.
        posted: time of posting as printed.
        parent: index of the comment that it answers, None at the top level.
        depth: number of ancestors.
        confidence: probability that the body is a comment's.
        reason: what decided.
    """

    kind: Kind
    start: int
    end: int
    body_start: int
    body_end: int
    author: str | None
    author_location: str | None
    posted: PrintedTime | None
    parent: int | None
    depth: int
    confidence: float
    reason: str


def find_comments(
    lines: PageLines, scores: LineScores, weights: Path | None = None, day_first: bool | None = None
) -> tuple[CommentSpan, ...]:
    """Every comment of a page.

    Args:
        lines: the page.
        scores: the tagger's scores of its lines.
        weights: file of the thread model's weights; None takes the packaged ones.
        day_first: which of two numbers of a date is the day, where no date of the page says it.

    Returns:
        Comments in page order, without overlap; empty where the page has none.
    """
    thread = cut_thread(lines, scores, weights)
    if not thread.cuts:
        return ()
    people = read_people(lines, thread, day_first)
    if is_article_above_heading(lines, scores, thread.cuts, [person.name for person in people]):
        thread, people = replace(thread, cuts=thread.cuts[1:]), people[1:]
    is_forum = scores.likeliest_type == "thread" and not is_below_article(lines, scores, thread.cuts[0].first, len(thread.cuts))
    relative = [person.posted.relative if person.posted else None for person in people]
    kept = untimed_ends(lines, scores, thread.cuts, relative, thread.certain)
    thread, people = replace(thread, cuts=thread.cuts[kept.start : kept.stop]), people[kept.start : kept.stop]
    left = signed_part(
        lines, scores, thread.cuts, [person.name is not None or person.posted is not None for person in people], thread.certain
    )
    thread, people = replace(thread, cuts=thread.cuts[:left]), people[:left]
    if _is_none(lines, scores, thread, people):
        return ()
    cuts = before_files(lines, up_to_headers(lines, up_to_marks(lines, thread.cuts)))
    cuts = before_signatures(lines, cuts, [person.name for person in people]) if is_forum else cuts
    return _spans(lines, replace(thread, cuts=tuple(cuts)), people, is_board=is_forum)


def _is_none(lines: PageLines, scores: LineScores, thread: Thread, people: Sequence[Person]) -> bool:
    """Whether what was cut is no thread, by what announces it and whom it names."""
    if is_unannounced(lines, scores, thread.cuts, thread.certain) or is_untold_post(lines, scores, thread.cuts, thread.certain):
        return True
    named = sum(person.name is not None for person in people)
    # Lists of stories print a name here and there, too.
    if scores.likeliest_type == "other" and len(people) >= _LEAST_LISTED and named < _MOST_NAMED * len(people):
        return True
    if named:
        return False
    if not thread.certain and _seen(thread) < _LEAST_SEEN:
        return True
    timed = sum(person.posted is not None for person in people)
    buttons = sum(any(is_button(lines.line(i)) for i in edge_lines(cut)) for cut in thread.cuts)
    # Buttons for what readers think of a story, and lists of other stories: of labelled threads without a name each has its times.
    is_told = thread.certain or _headings_above(lines, thread.cuts[0].first) or 2 * max(timed, buttons) >= len(people)
    is_of_nobody = len(people) > 1 and not is_told
    return is_of_nobody or needs_names(lines, thread) or (not timed and is_told_by_number(scores, thread))


def _seen(thread: Thread) -> float:
    """How surely the bodies of a thread are a comment's, in the mean."""
    return float(np.mean([thread.is_body[cut.body_first : cut.body_last + 1].mean() for cut in thread.cuts]))


def _spans(lines: PageLines, thread: Thread, people: Sequence[Person], *, is_board: bool) -> tuple[CommentSpan, ...]:
    """The comments of a thread, each with its body, its author and its place among the others."""
    cuts = thread.cuts
    bodies = before_names(lines, cuts, find_bodies(lines, cuts, thread.said))
    names, apart = names_apart(lines, cuts, [body.author or person.name for body, person in zip(bodies, people, strict=True)])
    told = {i: lines.line(second) for i, second in answered_lines(lines, cuts).items()}
    answered = {**apart, **told, **{i: body.said.to for i, body in enumerate(bodies) if body.said and body.said.to}}
    bodies = after_names(lines, cuts, bodies, names)
    parents = find_parents(lines, cuts, names, answered, is_board=is_board)
    kinds = [Kind.COMMENT] * len(cuts)
    if is_board:
        kinds, parents = find_kinds(lines, cuts, parents)
    parents = with_anchors(lines, cuts, parents)
    return tuple(
        CommentSpan(
            kind=Kind.PINGBACK if is_link(lines, cut, body) else kind,
            start=lines.starts[cut.first],
            end=lines.ends[cut.last],
            body_start=body.start,
            body_end=body.end,
            author=name,
            author_location=person.place,
            posted=body.posted or person.posted,
            parent=parent,
            depth=depth,
            confidence=float(thread.is_body[cut.body_first : cut.body_last + 1].mean()),
            reason=next((thread.certain[i] for i in range(cut.first, cut.last + 1) if i in thread.certain), "thread-model"),
        )
        for cut, body, person, name, parent, depth, kind in zip(cuts, bodies, people, names, parents, depths(parents), kinds, strict=True)
    )


def is_below_article(lines: PageLines, scores: LineScores, first: int, count: int) -> bool:
    """Whether comments stand below an article: below a heading with no other number than theirs, and a text rather of one than of a post.

    The type of a page of a few lines is told badly: a note of two sentences with three remarks is no board. Nor is a page with any
    text above a heading that calls them comments and has exactly their number: boards count replies, and the post that they answer is found
    as well. A text that ends in its own by-line is an article without a heading over what follows.

    Args:
        lines: the page.
        scores: the tagger's.
        first: the first line of the first comment.
        count: how many comments there are.
    """
    found = _headings_above(lines, first)
    told = [i for i, match in found if told_number(match) in (None, count)]
    exact = [i for i, match in found if told_number(match) == count > 1 and tells_of_comments(lines.line(i))]
    if exact and any(len(text) >= _LONG_TEXT for text in lines.texts[: exact[-1]]):
        return True
    above = scores.labels[: told[-1]] if told else scores.labels[:0]
    is_rather_article = len(above) > 0 and bool(above[:, _BODY].max() >= max(_RATHER, above[:, _COMMENT].max()))
    return is_rather_article or len(own_lines(lines)) > 0


def numbers_above(lines: PageLines, first: int) -> frozenset[int]:
    """Lines that print a number of comments right above them: they name what the comments are on, and are no part of it.

    Args:
        lines: the page.
        first: first line of the first comment.
    """
    return frozenset(i for i, match in _headings_above(lines, first) if told_number(match) is not None)


def _headings_above(lines: PageLines, first: int) -> list[tuple[int, re.Match[str]]]:
    """Lines a few lines above the first comment that say that comments follow."""
    near = (i for i in range(max(0, first - _NEAR_HEADING), first) if lines.ends[i] - lines.starts[i] <= LONGEST)
    return [(i, match) for i in near if (match := first_match("heading", lines.line(i)))]
