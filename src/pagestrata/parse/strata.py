"""A page cut into strata, once its lines are scored: comments first, then the article's lines, its fields, roles, and what is left.

Each step sees what those before it took. What a line says, and why it is taken, is decided in rooms of their own; this room
orders the steps and hands on what one leaves to the next.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from pagestrata.config import ParseConfig
from pagestrata.parse.body import Floats, body_chances, choose_body, doubt_of
from pagestrata.parse.categories import categorize
from pagestrata.parse.chars import CLOSING_QUOTES, FULL_STOPS, OPENING_QUOTES
from pagestrata.parse.dates.settling import order_in
from pagestrata.parse.fields import Fields, read_fields
from pagestrata.parse.fields.days import entry_lines
from pagestrata.parse.fields.scene import Given, squeeze
from pagestrata.parse.labels import PAGE_TYPES, LineScores, without_comments
from pagestrata.parse.lines import PageLines
from pagestrata.parse.plain import Plain
from pagestrata.parse.programs import with_programs
from pagestrata.parse.roles import assign_roles
from pagestrata.parse.tables import with_tables
from pagestrata.parse.threads import CommentSpan, find_comments, is_below_article, numbers_above
from pagestrata.parse.threads.around import tells_of_board
from pagestrata.parse.tickers import as_story
from pagestrata.parse.wikis import edit_marks, printed_address, with_headings
from pagestrata.records import Category, PageType, Role

_OTHER: Final = PAGE_TYPES.index("other")
_ON: Final = re.compile(rf"[{OPENING_QUOTES}](?P<headline>[^{OPENING_QUOTES}{CLOSING_QUOTES}]+)[{CLOSING_QUOTES}]\W*$")
_SHORTEST_NAMED: Final = 4
"""Letters and digits of a headline that is told by a line which names it: shorter ones may be words of buttons."""
_RATHER: Final = 0.5
_STOPS: Final = tuple(FULL_STOPS)


@dataclass(frozen=True, slots=True, eq=False)
class Tagged:
    """A page as it is read, and what the models say of its lines.

    Attributes:
        plain: the page without what a converter put into it.
        lines: of `plain`.
        scores: the tagger's.
        change: what a second look adds to the log-odds of body, shape (lines,).
    """

    plain: Plain
    lines: PageLines
    scores: LineScores
    change: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """A page cut into strata, before records are made of it; every line is in one of them.

    Attributes:
        tagged: the page; comments, fields and lines are of what was read of it, and its `plain` knows where that stands in the page.
        guess: its type, which its records may overrule.
        language: code and score.
        comments: in page order.
        fields: of the article, or of the thread.
        roles: lines of the article with their roles, in order.
        rest: lines of boilerplate with category and reason, in order.
    """

    tagged: Tagged
    guess: PageType
    language: tuple[str, float]
    comments: tuple[CommentSpan, ...]
    fields: Fields
    roles: tuple[tuple[int, Role], ...]
    rest: tuple[tuple[int, Category, str], ...]


@dataclass(frozen=True, slots=True)
class _Thread:
    """What is known of a page before its body is chosen.

    Attributes:
        comments: in page order.
        taken: their lines.
        announcing: lines that print their number right above them.
        guess: the page's type.
        edits: a wiki's lines that are nothing but a mark for editing; None where the page is no wiki's.
    """

    comments: tuple[CommentSpan, ...]
    taken: frozenset[int]
    announcing: frozenset[int]
    guess: PageType
    edits: tuple[int, ...] | None


def separate(tagged: Tagged, url: str | None, spoken: tuple[str, float], config: ParseConfig) -> Strata:
    """Cut a page into strata.

    Args:
        tagged: the page.
        url: its address, where it is known.
        spoken: code and score of its language.
        config: how to parse.

    Raises:
        WeightsError: the thread model's weights cannot be used.
    """
    tagged = replace(tagged, scores=as_story(tagged.lines, tagged.scores))
    lines, scores = tagged.lines, tagged.scores
    day_first = order_in(*spoken)
    comments = find_comments(lines, scores, config.thread_weights, day_first)
    if not comments and scores.likeliest_type == PageType.THREAD and not tells_of_board(lines, range(len(lines))):
        scores = without_comments(scores, slice(None))
        tagged = replace(tagged, scores=scores)
    taken = _lines_of(lines, comments)
    announcing = numbers_above(lines, min(taken)) if taken else frozenset()
    thread = _Thread(comments, taken, announcing, _guess_type(lines, scores, comments, taken), edit_marks(lines))
    body = _body_of(tagged, thread)
    fields = _fields_of(tagged, thread, url, day_first, body)
    # A thread has a headline though its posts are its content; elsewhere a headline without a body is no article.
    named = dict(assign_roles(lines, scores, body, fields, taken)) if body or comments else {}
    roles = with_programs(lines, with_tables(lines, named, taken), taken) if body else named
    placed = roles.keys() | taken
    rest = [i for i in range(len(lines)) if i not in placed]
    return Strata(tagged, thread.guess, spoken, comments, fields, tuple(roles.items()), categorize(lines, scores, rest))


def _lines_of(lines: PageLines, comments: Sequence[CommentSpan]) -> frozenset[int]:
    starts = np.array(lines.starts, np.int64)
    taken: set[int] = set()
    for comment in comments:
        lo, hi = np.searchsorted(starts, (comment.start, comment.end))
        taken.update(range(int(lo), int(hi)))
    return frozenset(taken)


def _guess_type(lines: PageLines, scores: LineScores, comments: Sequence[CommentSpan], taken: frozenset[int]) -> PageType:
    """The tagger's guess; comments below an article are no posts, and what speaks for a thread speaks for the article there."""
    guess = PageType(scores.likeliest_type) if len(lines) else PageType.OTHER
    in_doubt = guess is not PageType.ARTICLE and comments and scores.page_type[_OTHER] < _RATHER
    if in_doubt and is_below_article(lines, scores, min(taken), len(comments)):
        return PageType.ARTICLE
    return guess


def _body_of(tagged: Tagged, thread: _Thread) -> list[int]:
    """The lines of the body. Posts that could not be told apart are still the content of their page."""
    is_thread = thread.guess is PageType.THREAD
    posts = sum(comment.body_end - comment.body_start for comment in thread.comments) if is_thread else 0
    # Of boards the second look has learned nothing: their content are posts.
    change = None if is_thread else tagged.change
    edits = thread.edits or ()
    others = thread.taken.union(edits, thread.announcing, entry_lines(tagged.lines))
    chances = body_chances(tagged.scores, others, is_thread and not thread.comments, change)
    return with_headings(choose_body(tagged.lines, chances, posts, doubt_of(thread.guess, tagged.lines.text)), edits)


def _fields_of(tagged: Tagged, thread: _Thread, url: str | None, day_first: bool | None, body: Collection[int]) -> Fields:
    """What is printed beside the body, or above the first post."""
    if not body and not thread.comments:
        return Fields()
    lines, taken, announcing = tagged.lines, thread.taken, thread.announcing
    is_wiki = thread.edits is not None
    marked = tagged.plain.headline
    headline = _named_headline(lines, announcing) if marked is None else bisect_right(lines.starts, marked) - 1
    given = Given(url or (printed_address(lines.text) if is_wiki else None), day_first, is_wiki, None if headline in taken else headline)
    # Below an article its comments begin where they are announced; a board may print the headline between its number and the first post.
    announced = range(min(announcing), min(taken)) if announcing and thread.guess is not PageType.THREAD else announcing
    fields = read_fields(lines, tagged.scores, taken.union(announced), given)
    return _of_text(lines, fields, body, thread.comments) if body else _of_thread(fields, thread.comments)


def _of_text(lines: PageLines, fields: Fields, body: Collection[int], comments: Sequence[CommentSpan]) -> Fields:
    """Fields of a page with a body: a sentence that is all of its text, down to the full stop, is no headline."""
    is_all = fields.title is not None and not comments and set(body) <= {*fields.title_lines, *fields.byline_lines, *fields.date_lines}
    is_sentence = is_all and any(lines.line(i).endswith(_STOPS) for i in fields.title_lines)
    return replace(fields, title=None, title_lines=()) if is_sentence else fields


def _named_headline(lines: PageLines, announcing: Collection[int]) -> int | None:
    """The first line that the number of comments names as what they are on: `3 Responses to “Two harbours”`."""
    quoted = [squeeze(found["headline"]) for i in announcing if (found := _ON.search(lines.line(i)))]
    named = {key for key in quoted if len(key) >= _SHORTEST_NAMED}
    return next((i for i in range(min(announcing)) if squeeze(lines.line(i)) in named), None) if named else None


def _of_thread(fields: Fields, comments: Sequence[CommentSpan]) -> Fields:
    """Fields of a page without a body: no author, and no day after that of its first post.

    Its authors are those of its posts; of 15 names found beside them on such pages of the gold 13 were names of sites and buttons, and
    of nine wrong days seven were later than the first post.
    """
    first = next((comment.posted.at for comment in comments if comment.posted and comment.posted.at), None)
    day = fields.published.at if fields.published else None
    is_later = first is not None and day is not None and day.date() > first.date()
    fields = replace(fields, authors=(), byline_lines=())
    return replace(fields, published=None, date_lines=()) if is_later else fields
