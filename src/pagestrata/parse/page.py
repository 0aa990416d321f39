"""The story of a page: from raw text to its strata.

    text → plain → lines → features → scores → second look → language → comments → article lines → fields → roles → categories → records

Every step is a function of the values before it; nothing flows back. This room says in which order the steps come and
makes records of what they give; how each decides is told in its own module.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

import numpy as np

from pagestrata import language
from pagestrata.config import ParseConfig
from pagestrata.parse.body import Floats, body_chances, choose_body, doubt_of
from pagestrata.parse.categories import categorize
from pagestrata.parse.dates import PrintedTime
from pagestrata.parse.dates.settling import follow, order_in, resolve
from pagestrata.parse.features import compute_features
from pagestrata.parse.fields import Fields, read_fields
from pagestrata.parse.fields.scene import Given
from pagestrata.parse.labels import LABELS, PAGE_TYPES, LineScores
from pagestrata.parse.lines import PageLines, number_of_words, split_batch
from pagestrata.parse.plain import Plain, plain_of
from pagestrata.parse.roles import assign_roles
from pagestrata.parse.second_look import load_second_look, look_again
from pagestrata.parse.sites import SiteLines, heed_neighbours
from pagestrata.parse.tagger import PACKAGED_WEIGHTS, load_weights, score_batch
from pagestrata.parse.threads import CommentSpan, find_comments, is_below_article, numbers_above
from pagestrata.parse.wikis import edit_marks, printed_address, with_headings
from pagestrata.parse.words import Hashes
from pagestrata.records import (
    BODY_ROLES,
    Article,
    Block,
    Boilerplate,
    Category,
    Comment,
    Kind,
    Page,
    PageType,
    ParsedPage,
    Rejection,
    Role,
)
from pagestrata.sources.html import raw_html
from pagestrata.sources.raw import RawPage, page_of, raw_text

_BATCH_CHARS = 250_000
_BOILERPLATE, _BODY = LABELS.index("boilerplate"), LABELS.index("body")
_DIGITS = 4
_OTHER = PAGE_TYPES.index("other")
_RATHER = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class _Tagged:
    """The lines of a page, the tagger's scores, and what a second look adds to the log-odds of body."""

    lines: PageLines
    scores: LineScores
    change: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Strata:
    """A page cut into strata, before records are made of it; `guess` is the tagger's for its type, which its records may overrule.

    Lines, comments and fields are of what was read of the page; `plain` knows where that stands in it.
    """

    plain: Plain
    lines: PageLines
    scores: LineScores
    guess: PageType
    language: tuple[str, float]
    comments: tuple[CommentSpan, ...]
    fields: Fields
    roles: tuple[tuple[int, Role], ...]
    rest: tuple[tuple[int, Category, str], ...]


def parse_pages(raw: Sequence[RawPage], config: ParseConfig, sites: SiteLines | None) -> list[ParsedPage | Rejection]:
    """Separate the strata of some pages.

    Args:
        raw: the pages; what is found on one depends on that page (and on `sites`) alone.
        config: how to parse.
        sites: what is known of the lines of whole sites, where the pages are a set.

    Returns:
        One item a page, in order.

    Raises:
        WeightsError: the weights cannot be used.
    """
    weights, forest = load_weights(config.weights or PACKAGED_WEIGHTS), load_second_look(config.body_weights)
    parsed: list[ParsedPage | Rejection] = []
    for some in _batches(raw):
        plain = [plain_of(page.text) for page in some]
        batch = split_batch([one.text for one in plain])
        features = compute_features(batch)
        scored = score_batch(batch, features, weights)
        changes = look_again(batch, features, scored, forest)
        for i, page in enumerate(some):
            lines = batch.page_lines(i)
            scores = _heeded(page, scored[i], lines, features.line_hash[batch.first[i] : batch.first[i + 1]], sites)
            tagged = _Tagged(lines, scores, changes[i])
            parsed.append(_records(page, _separate(page, plain[i], tagged, config)))
    return parsed


def parse(
    text: str, *, url: str | None = None, captured_at: datetime | None = None, config: ParseConfig | None = None
) -> ParsedPage | Rejection:
    """Separate the strata of one page.

    Args:
        text: the page as plain text, any Unicode.
        url: its address: helps to tell the headline from the site's name.
        captured_at: when it was fetched (without a time zone it is UTC): gives relative times (`2 hours ago`) a date.
        config: options; None takes the defaults.

    Returns:
        The page with its strata, or a rejection where the text cannot be a page (lone surrogates, too long, HTML).

    Raises:
        TypeError: what is given is no text.
        WeightsError: the weights cannot be used.
    """
    options = config or ParseConfig()
    raw = raw_text(text, url, captured_at, options.max_page_chars)
    return raw if isinstance(raw, Rejection) else parse_pages((raw,), options, None)[0]


def parse_html(
    html: bytes | str, *, url: str | None = None, captured_at: datetime | None = None, config: ParseConfig | None = None
) -> ParsedPage | Rejection:
    """Separate the strata of one page of HTML, set as text as the `.html` files of a build are.

    Args:
        html: the document: bytes, of which the charset is found as browsers find it, or text.
        url: its address; None takes the one that the document calls its own.
        captured_at: as in `parse`.
        config: as in `parse`.

    Returns:
        The page with its strata, whose offsets count in `page.text`; or a rejection where the document cannot be a page.

    Raises:
        WeightsError: the weights cannot be used.
    """
    options = config or ParseConfig()
    raw = raw_html(html, url, captured_at, options.max_page_chars)
    return raw if isinstance(raw, Rejection) else parse_pages((raw,), options, None)[0]


def _batches(raw: Sequence[RawPage]) -> Iterator[list[RawPage]]:
    """Runs of pages of about _BATCH_CHARS characters, so that a batch stays in the processor's cache."""
    some: list[RawPage] = []
    size = 0
    for page in raw:
        some.append(page)
        size += len(page.text)
        if size >= _BATCH_CHARS:
            yield some
            some, size = [], 0
    if some:
        yield some


def _heeded(raw: RawPage, scores: LineScores, lines: PageLines, hashes: Hashes, sites: SiteLines | None) -> LineScores:
    if sites is None or raw.site is None:
        return scores
    size = np.array(lines.ends, np.int64) - np.array(lines.starts, np.int64)
    return heed_neighbours(scores, size, sites.pages_with(raw.site, hashes))


def _separate(raw: RawPage, plain: Plain, tagged: _Tagged, config: ParseConfig) -> _Strata:
    lines, scores = tagged.lines, tagged.scores
    page_language = language.detect(lines.text)
    day_first = order_in(*page_language)
    comments = find_comments(lines, scores, config.thread_weights, day_first)
    taken = _lines_of(lines, comments)
    # Posts that could not be told apart are still the content of their page.
    guess = PageType(scores.likeliest_type) if len(lines) else PageType.OTHER
    # Comments below an article are no posts: what speaks for a thread speaks for the article, here.
    in_doubt = guess is not PageType.ARTICLE and comments and scores.page_type[_OTHER] < _RATHER
    if in_doubt and is_below_article(lines, scores, min(taken), len(comments)):
        guess = PageType.ARTICLE
    is_thread = guess is PageType.THREAD
    posts = sum(comment.body_end - comment.body_start for comment in comments) if is_thread else 0
    marks = edit_marks(lines)
    announcing = numbers_above(lines, min(taken)) if taken else frozenset()
    # Of boards the second look has learned nothing: their content are posts.
    change = None if is_thread else tagged.change
    chances = body_chances(scores, taken.union(marks or (), announcing), is_thread and not comments, change)
    body = with_headings(choose_body(lines, chances, posts, doubt_of(guess, lines.text)), marks or ())
    is_wiki = marks is not None
    headline = None if plain.headline is None else bisect_right(lines.starts, plain.headline) - 1
    url = raw.url or (printed_address(lines.text) if is_wiki else None)
    given = Given(url, day_first, is_wiki, None if headline in taken else headline)
    # Below an article its comments begin where they are announced; a board may print the headline between its number and the first post.
    announced = range(min(announcing), min(taken)) if announcing and not is_thread else announcing
    fields = read_fields(lines, scores, frozenset(taken.union(announced)), given) if body or comments else Fields()
    fields = fields if body else _of_thread(fields, comments)
    # A thread has a headline though its posts are its content; elsewhere a headline without a body is no article.
    roles = assign_roles(lines, scores, body, fields) if body or comments else ()
    placed = {i for i, _ in roles} | taken
    rest = [i for i in range(len(lines)) if i not in placed]
    return _Strata(plain, lines, scores, guess, page_language, comments, fields, roles, categorize(lines, scores, rest))


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


def _lines_of(lines: PageLines, comments: Sequence[CommentSpan]) -> set[int]:
    starts = np.array(lines.starts, np.int64)
    taken: set[int] = set()
    for comment in comments:
        lo, hi = np.searchsorted(starts, (comment.start, comment.end))
        taken.update(range(int(lo), int(hi)))
    return taken


def _records(raw: RawPage, strata: _Strata) -> ParsedPage:
    article = _article_record(raw, strata)
    published = article.published_at.date() if article and article.published_at else None
    comments = tuple(_comment_records(raw, strata, published))
    page: Page = page_of(raw, strata.language, len(comments), _page_type(strata, article))
    return ParsedPage(page=page, article=article, comments=comments, boilerplate=tuple(_boilerplate_records(raw, strata)))


def _page_type(strata: _Strata, article: Article | None) -> PageType:
    if any(comment.kind in (Kind.POST, Kind.ANSWER) for comment in strata.comments):
        return PageType.THREAD
    return PageType.OTHER if strata.guess is PageType.ARTICLE and article is None else strata.guess


def _article_record(raw: RawPage, strata: _Strata) -> Article | None:
    lines, plain = strata.lines, strata.plain
    if not strata.roles:
        return None
    body = [i for i, role in strata.roles if role in BODY_ROLES]
    spans = [plain.span(lines.starts[i], lines.ends[i]) for i, _ in strata.roles]
    text = "\n\n".join(plain.printed(lines.starts[i], lines.ends[i]) for i in body)
    code, score, source = language.detect_within("\n\n".join(map(lines.line, body)), strata.language)
    at, offset = _moment(strata.fields.published, raw)
    return Article(
        article_id=f"{raw.page_id}-a",
        page_id=raw.page_id,
        title=strata.fields.title,
        authors=strata.fields.authors,
        published_at=at,
        published_utc_offset_minutes=offset,
        published_text=strata.fields.published.text if strata.fields.published else None,
        text=text,
        blocks=tuple(Block(role=role, start=start, end=end) for (_, role), (start, end) in zip(strata.roles, spans, strict=True)),
        language=code,
        language_score=score,
        language_source=source,
        n_words=number_of_words(text),
        confidence=_mean(strata.scores.labels[body or [i for i, _ in strata.roles], _BODY].tolist()),
    )


def _moment(time: PrintedTime | None, raw: RawPage, latest: date | None = None) -> tuple[datetime | None, int | None]:
    """Wall clock and zone of a printed time; one without its year by the day of fetching, else by the thread's or the article's."""
    if time is None:
        return None, None
    if raw.captured_at is not None:
        time = resolve(time, raw.captured_at)
    elif latest is not None:
        time = follow(time, latest)
    return time.at, time.utc_offset_minutes


def _comment_records(raw: RawPage, strata: _Strata, published: date | None) -> Iterator[Comment]:
    spans, plain = strata.comments, strata.plain
    latest = max((span.posted.at.date() for span in spans if span.posted and span.posted.at), default=published)
    for i, span in enumerate(spans):
        start, end = plain.span(span.start, span.end)
        body_start, body_end = plain.span(span.body_start, span.body_end)
        code, score, source = language.detect_within(plain.text[span.body_start : span.body_end], strata.language)
        at, offset = _moment(span.posted, raw, latest)
        yield Comment(
            comment_id=f"{raw.page_id}-c{i:05}",
            page_id=raw.page_id,
            position=i,
            kind=span.kind,
            parent_id=None if span.parent is None else f"{raw.page_id}-c{span.parent:05}",
            depth=span.depth,
            author=span.author,
            author_location=span.author_location,
            posted_at=at,
            posted_utc_offset_minutes=offset,
            posted_text=span.posted.text if span.posted else None,
            text=raw.text[body_start:body_end],
            start=start,
            end=end,
            body_start=body_start,
            body_end=body_end,
            language=code,
            language_score=score,
            language_source=source,
            confidence=round(min(max(span.confidence, 0.0), 1.0), _DIGITS),
            reason=span.reason,
        )


def _boilerplate_records(raw: RawPage, strata: _Strata) -> Iterator[Boilerplate]:
    """Neighbouring lines of one category and one reason make one segment."""
    lines = strata.lines
    chances = strata.scores.labels[:, _BOILERPLATE].tolist()
    runs = groupby(enumerate(strata.rest), key=lambda item: (item[1][0] - item[0], item[1][1], item[1][2]))
    for position, ((_, category, reason), run) in enumerate(runs):
        indices = [entry[0] for _, entry in run]
        start, end = strata.plain.span(lines.starts[indices[0]], lines.ends[indices[-1]])
        yield Boilerplate(
            boilerplate_id=f"{raw.page_id}-b{position:05}",
            page_id=raw.page_id,
            position=position,
            category=category,
            text=raw.text[start:end],
            start=start,
            end=end,
            confidence=_mean([chances[i] for i in indices]),
            reason=reason,
        )


def _mean(probabilities: Sequence[float]) -> float:
    return round(min(max(math.fsum(probabilities) / len(probabilities), 0.0), 1.0), _DIGITS)
