"""A page in the terminal: its strata one below the other, in colour, each with its label, confidence and reason.

This room may lay out and colour what a `ParsedPage` says; it decides nothing. `strata` is the flat list of what is shown,
`render` makes a Rich renderable of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pagestrata.records import Article, Boilerplate, Comment, ParsedPage, Role

STYLES = {
    "title": "bold green",
    "article": "green",
    "byline": "yellow",
    "comment": "cyan",
    "comment edge": "blue",
    "boilerplate": "bright_black",
}
"""Terminal style of each stratum; `comment edge` is what stands before and after a comment's body."""

_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}
_ROLE_STRATA = {Role.TITLE: "title", Role.BYLINE: "byline", Role.DATE: "byline", Role.AUTHOR_BIO: "byline"}


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stretch of a page.

    Attributes:
        start: first code point of the stretch.
        end: code point after its last.
        kind: a key of `STYLES`.
        label: the role, the comment's number or the category.
        note: confidence and reason of the decision, or nothing where a stretch goes on with the decision before it.
    """

    start: int
    end: int
    kind: str
    label: str
    note: str


def _of_article(article: Article) -> Iterator[Stratum]:
    for block in article.blocks:
        yield Stratum(block.start, block.end, _ROLE_STRATA.get(block.role, "article"), block.role.value, f"{article.confidence:.2f}")


def _of_comment(comment: Comment, number: dict[str, int]) -> Iterator[Stratum]:
    parent = number.get(comment.parent_id or "")
    label = f"{comment.kind.value} {comment.position + 1}" + (f" to {parent + 1}" if parent is not None else "")
    pieces = (
        (comment.start, comment.body_start, "comment edge"),
        (comment.body_start, comment.body_end, "comment"),
        (comment.body_end, comment.end, "comment edge"),
    )
    note = f"{comment.confidence:.2f} {comment.reason}"
    for start, end, kind in pieces:
        if start < end:
            yield Stratum(start, end, kind, label, note)
            label, note = "", ""


def _of_boilerplate(segment: Boilerplate) -> Stratum:
    return Stratum(segment.start, segment.end, "boilerplate", segment.category.value, f"{segment.confidence:.2f} {segment.reason}")


def strata(parsed: ParsedPage) -> tuple[Stratum, ...]:
    """Everything a page consists of, in page order.

    Args:
        parsed: a page with its records.

    Returns:
        Stretches that do not overlap; what lies between them is white space.
    """
    number = {comment.comment_id: comment.position for comment in parsed.comments}
    found = list(_of_article(parsed.article)) if parsed.article else []
    found += [piece for comment in parsed.comments for piece in _of_comment(comment, number)]
    found += [_of_boilerplate(segment) for segment in parsed.boilerplate]
    return tuple(sorted(found, key=lambda stratum: stratum.start))


def visible(text: str) -> str:
    """A page's text for a terminal: line ends made LF, and control characters, which could drive the terminal, replaced."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)


def facts(parsed: ParsedPage) -> tuple[tuple[str, str], ...]:
    """The page's fields by name, those that are null left out."""
    article, page = parsed.article, parsed.page
    found = [
        ("title", article.title if article else None),
        ("authors", ", ".join(article.authors) if article else None),
        ("published", article.published_text if article else None),
        ("language", f"{page.language} ({page.language_score:.2f})"),
        ("page type", page.page_type.value),
        ("comments", str(page.n_comments)),
    ]
    return tuple((name, value) for name, value in found if value)


def render(parsed: ParsedPage) -> RenderableType:
    """Lay out a page for a Rich console.

    Args:
        parsed: a page with its records.

    Returns:
        The fields of the page, then a row for each stretch: label, text, confidence and reason.
    """
    # Long words, addresses and texts without spaces are broken: with an ellipsis most of a Chinese paragraph would be hidden.
    head = Table.grid(padding=(0, 2))
    head.add_column(overflow="fold")
    head.add_column(overflow="fold")
    for name, value in facts(parsed):
        head.add_row(Text(name, style="bold"), Text(visible(value)))
    body = Table.grid(padding=(0, 2), expand=True)
    body.add_column(min_width=10, max_width=20, overflow="fold")
    body.add_column(ratio=1, overflow="fold")
    body.add_column(justify="left", max_width=24, overflow="fold")
    for stratum in strata(parsed):
        style = STYLES[stratum.kind]
        text = Text(dedent(visible(parsed.page.text[stratum.start : stratum.end])).strip(), style=style)
        body.add_row(Text(stratum.label, style=style), text, Text(stratum.note, style="dim"))
    return Group(head, Text(), body)
