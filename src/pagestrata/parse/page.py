"""The story of a page: from raw text to its strata.

    text → plain → lines → features → scores → second look → strata → records

Every step is a function of the values before it; nothing flows back. This room scores the lines of many pages at once, tells their
languages, has each page cut into its strata (`strata.py`), and makes records of what that gives; how each step decides is told in
its own module.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain, groupby, islice

import numpy as np

from pagestrata import language
from pagestrata.config import ParseConfig
from pagestrata.parse.blocks import blocks_of, span_of, text_of
from pagestrata.parse.dates import PrintedTime
from pagestrata.parse.dates.settling import follow, resolve
from pagestrata.parse.features import compute_features
from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import PageLines, number_of_words, split_batch
from pagestrata.parse.plain import plain_of
from pagestrata.parse.second_look import load_second_look, look_again
from pagestrata.parse.sites import SiteLines, heed_neighbours
from pagestrata.parse.strata import Strata, Tagged, separate
from pagestrata.parse.tagger import PACKAGED_WEIGHTS, load_weights, score_batch
from pagestrata.parse.words import Hashes
from pagestrata.records import (
    BODY_ROLES,
    Article,
    Block,
    Boilerplate,
    Comment,
    Kind,
    Page,
    PageType,
    ParsedPage,
    Rejection,
)
from pagestrata.sources.html import raw_html
from pagestrata.sources.raw import RawPage, page_of, raw_text

_BATCH_CHARS = 250_000
_BOILERPLATE, _BODY = LABELS.index("boilerplate"), LABELS.index("body")
_DIGITS = 4


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
        languages = language.detect_all([one.text for one in plain])
        strata: list[Strata] = []
        for i, page in enumerate(some):
            lines = batch.page_lines(i)
            scores = _heeded(page, scored[i], lines, features.line_hash[batch.first[i] : batch.first[i + 1]], sites)
            strata.append(separate(Tagged(plain[i], lines, scores, changes[i]), page.url, languages[i], config))
        texts = [_texts(one) for one in strata]
        told = iter(language.detect_all([*chain.from_iterable(texts)]))
        spoken = [tuple(islice(told, len(own))) for own in texts]
        parsed += [_records(page, one, own) for page, one, own in zip(some, strata, spoken, strict=True)]
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
        TypeError: what is given is neither bytes nor text.
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


def _texts(strata: Strata) -> list[str]:
    """The texts of a page whose languages are told apart: that of the article, where there is one, then those of the comments."""
    lines, text = strata.tagged.lines, strata.tagged.plain.text
    body = ["\n\n".join(lines.line(i) for i, role in strata.roles if role in BODY_ROLES)] if strata.roles else []
    return [*body, *(text[span.body_start : span.body_end] for span in strata.comments)]


def _records(raw: RawPage, strata: Strata, spoken: Sequence[tuple[str, float]]) -> ParsedPage:
    """Records of a page.

    Args:
        raw: the page.
        strata: what it was cut into.
        spoken: language and score of each of its `_texts`.
    """
    of_article, of_comments = (spoken[0], spoken[1:]) if strata.roles else (None, spoken)
    article = _article_record(raw, strata, of_article) if of_article else None
    published = article.published_at.date() if article and article.published_at else None
    comments = tuple(_comment_records(raw, strata, published, of_comments))
    page: Page = page_of(raw, strata.language, len(comments), _page_type(strata, article))
    return ParsedPage(page=page, article=article, comments=comments, boilerplate=tuple(_boilerplate_records(raw, strata)))


def _page_type(strata: Strata, article: Article | None) -> PageType:
    if any(comment.kind in (Kind.POST, Kind.ANSWER) for comment in strata.comments):
        return PageType.THREAD
    return PageType.OTHER if strata.guess is PageType.ARTICLE and article is None else strata.guess


def _article_record(raw: RawPage, strata: Strata, spoken: tuple[str, float]) -> Article:
    lines, plain = strata.tagged.lines, strata.tagged.plain
    body = [i for i, role in strata.roles if role in BODY_ROLES]
    blocks = blocks_of(lines, strata.roles)
    spans = [span_of(plain, lines, block) for block in blocks]
    text = text_of(plain, lines, blocks)
    code, score, source = language.within(spoken, strata.language)
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
        blocks=tuple(Block(role=block.role, start=start, end=end) for block, (start, end) in zip(blocks, spans, strict=True)),
        language=code,
        language_score=score,
        language_source=source,
        n_words=number_of_words(text),
        confidence=_mean(strata.tagged.scores.labels[body or [i for i, _ in strata.roles], _BODY].tolist()),
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


def _comment_records(raw: RawPage, strata: Strata, published: date | None, spoken: Sequence[tuple[str, float]]) -> Iterator[Comment]:
    spans, plain = strata.comments, strata.tagged.plain
    latest = max((span.posted.at.date() for span in spans if span.posted and span.posted.at), default=published)
    for i, (span, own) in enumerate(zip(spans, spoken, strict=True)):
        start, end = plain.span(span.start, span.end)
        body_start, body_end = plain.span(span.body_start, span.body_end)
        code, score, source = language.within(own, strata.language)
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


def _boilerplate_records(raw: RawPage, strata: Strata) -> Iterator[Boilerplate]:
    """Neighbouring lines of one category and one reason make one segment."""
    lines, plain = strata.tagged.lines, strata.tagged.plain
    chances = strata.tagged.scores.labels[:, _BOILERPLATE].tolist()
    runs = groupby(enumerate(strata.rest), key=lambda item: (item[1][0] - item[0], item[1][1], item[1][2]))
    for position, ((_, category, reason), run) in enumerate(runs):
        indices = [entry[0] for _, entry in run]
        start, end = plain.span(lines.starts[indices[0]], lines.ends[indices[-1]])
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
