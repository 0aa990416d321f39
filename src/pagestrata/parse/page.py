"""The story of a page: from raw text to its strata."""

from __future__ import annotations

from collections.abc import Sequence

from pagestrata import language
from pagestrata.config import ParseConfig
from pagestrata.parse.lines import split_lines
from pagestrata.records import Boilerplate, Category, PageType, ParsedPage, Rejection
from pagestrata.sources.raw import RawPage, page_of


def parse_pages(raw: Sequence[RawPage], config: ParseConfig, sites: object | None) -> list[ParsedPage | Rejection]:
    """Separate the strata of some pages: every line is boilerplate so far."""
    return [_parse(page) for page in raw]


def _parse(raw: RawPage) -> ParsedPage:
    lines = split_lines(raw.text)
    segments = tuple(
        Boilerplate(
            boilerplate_id=f"{raw.page_id}-b{i:05}",
            page_id=raw.page_id,
            position=i,
            category=Category.OTHER,
            text=lines.line(i),
            start=lines.starts[i],
            end=lines.ends[i],
            confidence=0.5,
            reason="line",
        )
        for i in range(len(lines))
    )
    page = page_of(raw, language.detect(raw.text), 0, PageType.OTHER)
    return ParsedPage(page=page, article=None, comments=(), boilerplate=segments)
