"""What each line of an article is: headline, by-line, heading, paragraph, list item, quote, code, table, caption, bio.

Judged by shape (length, first and last sign, what repeats, what follows); the few words that help are data
(`data/role_words.json`). A line of the body is called by-line, date or bio only where that is sure: such a line leaves the
body. This room names lines that are in the article already; it does not decide which are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from typing import Final, NamedTuple

from pagestrata.parse.alternations import any_of, one_of
from pagestrata.parse.chars import COLONS, LIST_SIGNS, STATEMENT_ENDS
from pagestrata.parse.fields import Fields
from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import IDEOGRAPH, PageLines, count_words
from pagestrata.parse.role_words import ROLE_WORDS
from pagestrata.parse.tables import is_row
from pagestrata.records import Role

_LONGEST_HEADING: Final = 90
_LONGEST_CAPTION: Final = 400
_LONGEST_BIO: Final = 500
_HEADING_WORDS: Final = 13
_CAPTION_WORDS: Final = 40
_HEADINGS: Final = ("## ", "### ", "#### ")
# A bio ends an article: it is looked for in so many last lines, and in as many behind them.
_BIO_LINES: Final = 3
_COMMENT: Final = [i for i, label in enumerate(LABELS) if label.startswith("comment")]
_SURE: Final = 0.5

_ITEM: Final = re.compile(rf"(?:[{LIST_SIGNS}○■□►▸✓✔·–—-]|\(?\d{{1,3}}[.)]|[a-zA-Z][.)])\s+\S")
_CODE_SIGN: Final = re.compile(r"[{}();=<>\[\]\\$_#|&]")
_CODE: Final = re.compile(
    r"^(?:</?\w+[^>]*>|(?:import|from|def|class|return|const|let|var|function|public|private|static|sudo|pip|npm|git)\s\S+|[\w.]+\(.*\);?$|[\w.\[\]'\"]+\s?[+:-]?=\s?\S)"
)
_CREDIT: Final = re.compile(any_of(ROLE_WORDS["credit"]))
_BIO: Final = re.compile(rf"(?<!\w){one_of(ROLE_WORDS['bio'])}(?!\w)")
# `材料：ふき600g`, `新築 3年以内 5年以内`: of a form or a list; a caption of ideographs has a space or two, before who took it.
_LISTED: Final = re.compile(r"[:\uff1a\t]|\s\s|\s\S+\s\S+\s")
_IS: Final = re.compile(rf"\s{one_of(ROLE_WORDS['is'])}\s")
_ENDS: Final = tuple(f'{STATEMENT_ENDS}{COLONS}…;,"”»')

_STOPS: Final = tuple(STATEMENT_ENDS)


class _Line(NamedTuple):
    """A line of the article, and its neighbours in it."""

    text: str
    before: str
    after: str


def _is_item(line: _Line) -> bool:
    return _ITEM.match(line.text) is not None


def _is_quote(line: _Line) -> bool:
    return line.text.startswith(">") and len(line.text) > 2


def _is_table(line: _Line) -> bool:
    return is_row(line.text)


def _is_code(line: _Line) -> bool:
    """Most lines of code begin like code and hold more of its signs than prose does."""
    if line.text[0] * len(line.text) == line.text or line.text.startswith(_HEADINGS):  # the line below a heading, and one of Markdown
        return False
    signs = len(_CODE_SIGN.findall(line.text))
    if line.text.startswith("$ ") and line.text[2:3].islower():
        return True
    return signs >= 2 and (signs * 8 > len(line.text) or (_CODE.match(line.text) is not None and not line.text.endswith(".")))


def _is_caption(line: _Line) -> bool:
    """A caption tells the source of a picture, is printed twice in a row, or is a sentence without its full stop."""
    if len(line.text) > _LONGEST_CAPTION:
        return False
    if _begins_sentence(line) and line.text[-1].isalnum() and _HEADING_WORDS <= count_words(line.text) <= _CAPTION_WORDS:
        return True
    return _CREDIT.match(line.text.lower()) is not None or _repeats(line.text, line.after) or _repeats(line.text, line.before)


def _begins_sentence(line: _Line) -> bool:
    """Whether a line begins with a capital, or with an ideograph beside a line that ends in a full stop: not every blog sets them."""
    text = line.text
    if text[0].isupper() or not text[0].isalpha() or IDEOGRAPH.match(text) is None:
        return text[0].isupper()
    return (line.before.endswith(_STOPS) or line.after.endswith(_STOPS)) and not _LISTED.search(text)


def _repeats(text: str, other: str) -> bool:
    """Whether one of two neighbours is the other, or begins with it and is mostly it."""
    short, long = sorted((text, other), key=len)
    is_likely = len(short) > 15 and len(long) <= 2 * len(short) + 40
    return is_likely and bool(key := squeeze(short)) and squeeze(long).startswith(key)


def _is_heading(line: _Line) -> bool:
    """Short, without a full stop, and followed by something longer."""
    text = line.text
    if len(text) > _LONGEST_HEADING or text.endswith(_ENDS) or count_words(text) >= _HEADING_WORDS or not any(c.isalpha() for c in text):
        return False
    return not text[0].islower() and len(line.after) > len(text)


_TESTS: Final[tuple[tuple[Role, Callable[[_Line], bool]], ...]] = (
    (Role.QUOTE, _is_quote),
    (Role.TABLE, _is_table),
    (Role.LIST_ITEM, _is_item),
    (Role.CODE, _is_code),
    (Role.CAPTION, _is_caption),
    (Role.HEADING, _is_heading),
)
"""The first test that holds names the line; a line for which none holds is a paragraph."""


def _is_bio(text: str, authors: Sequence[str]) -> bool:
    """Whether a line speaks of the author: by name, or in brackets as the writer."""
    if len(text) > _LONGEST_BIO:
        return False
    low = text.lower()
    named = any(text.startswith(name) and _IS.match(low, len(name)) for name in authors)
    return named or (text.startswith(("(", "[", "*")) and _BIO.search(low) is not None)


def _bio_lines(lines: PageLines, scores: LineScores, body: Sequence[int], authors: Sequence[str], taken: Container[int]) -> set[int]:
    """The lines at the end of the body, or right behind it and in no comment, that speak of the author."""
    if not body:
        return set()
    near = (i for i in range(body[-1] + 1, min(body[-1] + 1 + _BIO_LINES, len(lines))) if i not in taken)
    behind = [i for i in near if scores.labels[i, _COMMENT].sum() < _SURE]
    return {i for i in (*body[-_BIO_LINES:], *behind) if _is_bio(lines.line(i), authors)}


def assign_roles(
    lines: PageLines, scores: LineScores, body: Sequence[int], fields: Fields, taken: Container[int] = frozenset()
) -> tuple[tuple[int, Role], ...]:
    """The role of each line of an article.

    Args:
        lines: the page.
        scores: the tagger's.
        body: the lines of the body, in order.
        fields: what was read; its lines join the article, and so does a bio right behind the body.
        taken: lines of comments, whatever the tagger says of them.

    Returns:
        Each line of the article with its role, in order.
    """
    fixed = {
        **dict.fromkeys(_bio_lines(lines, scores, body, fields.authors, taken), Role.AUTHOR_BIO),
        **dict.fromkeys(fields.date_lines, Role.DATE),
        **dict.fromkeys(fields.byline_lines, Role.BYLINE),
        **dict.fromkeys(fields.title_lines, Role.TITLE),
    }
    article = sorted({*body, *fixed})
    texts = ["", *(lines.line(i) for i in article), ""]
    roles: list[tuple[int, Role]] = []
    for place, i in enumerate(article, 1):
        line = _Line(texts[place], texts[place - 1], texts[place + 1])
        roles.append((i, fixed.get(i) or next((role for role, test in _TESTS if test(line)), Role.PARAGRAPH)))
    return _with_standfirst(roles, lines)


def _with_standfirst(roles: list[tuple[int, Role]], lines: PageLines) -> tuple[tuple[int, Role], ...]:
    """A sentence between the headline and the by-line or date is the standfirst."""
    kinds = [role for _, role in roles]
    for place in range(1, len(roles) - 1):
        between = kinds[place - 1] is Role.TITLE and kinds[place + 1] in (Role.BYLINE, Role.DATE)
        if between and kinds[place] in (Role.PARAGRAPH, Role.HEADING) and count_words(lines.line(roles[place][0])) > 4:
            roles[place] = (roles[place][0], Role.STANDFIRST)
    return tuple(roles)
