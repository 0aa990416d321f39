"""How users call the package; type-checked by tests/test_public_api.py, never run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pagestrata
from pagestrata import (
    Article,
    Boilerplate,
    BuildConfig,
    BuildReport,
    Category,
    CheckReport,
    Columns,
    Comment,
    Kind,
    Page,
    PagestrataError,
    ParseConfig,
    ParsedPage,
    Rejection,
    Role,
)


def titles(text: str) -> str | None:
    parsed: ParsedPage | Rejection = pagestrata.parse(text, url="https://example.org/a", captured_at=datetime(2024, 5, 1, tzinfo=UTC))
    if isinstance(parsed, Rejection):
        return parsed.message
    page: Page = parsed.page
    article: Article | None = parsed.article
    authors: tuple[str, ...] = article.authors if article else ()
    return f"{page.site}: {article.title} by {authors}" if article else None


def length_of_html(html: bytes) -> int:
    parsed = pagestrata.parse_html(html, url="https://example.org/a", config=ParseConfig(max_page_chars=1000))
    return 0 if isinstance(parsed, Rejection) else parsed.page.n_chars


def replies(parsed: ParsedPage) -> list[Comment]:
    return [comment for comment in parsed.comments if comment.parent_id is not None and comment.kind is Kind.COMMENT]


def spans(parsed: ParsedPage) -> list[tuple[int, int, Role | Category]]:
    blocks = parsed.article.blocks if parsed.article else ()
    rest: tuple[Boilerplate, ...] = parsed.boilerplate
    return [(b.start, b.end, b.role) for b in blocks] + [(s.start, s.end, s.category) for s in rest]


def make(directory: Path) -> str:
    try:
        config = BuildConfig(version="1.0.0", workers=2, parse=ParseConfig(max_page_chars=10_000, columns=Columns(text="content")))
        report: BuildReport = pagestrata.build([directory], directory / "out", config)
    except PagestrataError as error:
        return str(error)
    checked: CheckReport = pagestrata.check(directory / "out")
    rows = pagestrata.load(directory / "out", "comments", version="1.0.0")
    return f"{report} {checked} {len(rows)} {pagestrata.__version__}"
