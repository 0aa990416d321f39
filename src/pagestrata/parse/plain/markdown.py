"""Markdown, as html2text, pandoc and what is made for language models print a page: its marks.

A page is Markdown by its links, or by headings that stand alone; marks are read nowhere else, for `#` and `*` are signs of prose and of
programs. Listings between fences keep theirs. This room knows signs; it knows no words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from pagestrata.parse.chars import HAN, KANA, SOUTHEAST_ASIAN
from pagestrata.parse.plain.edits import BULLET, Edit, apart

LEAST_LINKS: Final = 3
"""Links of a page from which it is written in Markdown."""
LEAST_HEADINGS: Final = 2
"""Headings below the first level that stand alone, from which it is: `# pacman -S` is a shell's."""
LEAST_WORDS: Final = 3
"""Words of a heading of the first level that is no name of a site."""
LEAST_SIGNS: Final = 8
"""The same in signs of a script without spaces."""
LONGEST_LINK: Final = 5000
"""Characters of a link's text, which may be a box with its headline."""

# An address, or what is none but can only be one by its first sign. html2text breaks them at hyphens.
_TARGET: Final = re.compile(r"\]\((?:<?(?:https?:|mailto:|tel:|javascript:|www\.|[/#.?])(?:[^()\n]|\([^()\n]*\)){0,2000})?\)")
_ANY_TARGET: Final = re.compile(rf"{_TARGET.pattern}|\]\([^\s()]{{1,2000}}\)")
_HEADING: Final = re.compile(r"^ {0,3}(?P<mark>#{1,6}[ \t]+)(?=[^\s#])[^\n]*", re.MULTILINE)
_STANDS_ALONE: Final = re.compile(r"\n[ \t]*(?:\n|\Z)|\Z")
_BRACKET: Final = re.compile(r"[\[\]]")
_EMPHASIS: Final = re.compile(
    r"(?<![\w*\\])(?P<open>\*\*\*|\*\*|__|\*|_)(?=[^\s*_])[^*\n]{1,300}?(?<=[^\s*\\])(?P<close>(?P=open))(?![\w*])"
)
_ESCAPE: Final = re.compile(r"(?P<mark>\\)(?=[\\`*_{}\[\]()#+.!|>~-])")
_LIST_SIGN: Final = re.compile(r"^[ \t]*(?P<sign>[*+-])(?=[ \t]+\S)", re.MULTILINE)
# `=====` below a heading, `|---|:--:|` below the first row of a table, with the line break above.
_UNDERLINE: Final = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_CELL_RULE: Final = r"[ \t]*:?-{2,}:?[ \t]*"
_RULE: Final = re.compile(
    rf"(?<=\S)[ \t]*\n(?:[ \t]*\|)?{_CELL_RULE}(?:\|{_CELL_RULE})+\|?[ \t]*$|(?<=\|)[ \t]*\n[ \t]*\|{_CELL_RULE}\|[ \t]*$", re.MULTILINE
)
# Blanks are read from where they begin, or not at all: the bar before them may have taken them.
_BLANKS: Final = r"(?:(?<![ \t])[ \t]+|)"
_BAR: Final = re.compile(rf"(?P<first>^[ \t]*\|[ \t]*)|(?P<last>{_BLANKS}\|[ \t]*$)|{_BLANKS}(?<!\\)\|[ \t]*", re.MULTILINE)
_WORD: Final = re.compile(r"\w+")
_UNSPACED: Final = re.compile(f"[{SOUTHEAST_ASIAN}{KANA}{HAN}]")
_LINE_END: Final = re.compile("\n")
_FENCE: Final = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.MULTILINE)


class Marked(NamedTuple):
    """What a page in Markdown marks: what is read in place of its marks, and where the text of its headline begins, if it marks one."""

    edits: Sequence[Edit] = ()
    headline: int | None = None


def markdown(text: str) -> Marked:
    """The marks of links, headings, tables, emphasis and escapes, which are not read, and of lists, which are read as bullets.

    Args:
        text: the page; nothing is found where it is not written in Markdown.
    """
    headings = list(_HEADING.finditer(text)) if "#" in text else []
    if not _is_markdown(text, headings):
        return Marked()
    fences = [found.start() for found in _FENCE.finditer(text)]
    edits = [*_links(text)]
    edits += [Edit(*found.span("mark")) for found in headings]
    edits += [Edit(*found.span()) for found in _UNDERLINE.finditer(text)]
    edits += _tables(text)
    edits += [Edit(*found.span(group)) for found in _EMPHASIS.finditer(text) for group in ("open", "close")]
    edits += [Edit(*found.span("mark")) for found in _ESCAPE.finditer(text)]
    edits += [Edit(*found.span("sign"), BULLET) for found in _LIST_SIGN.finditer(text)]
    kept = apart(edit for edit in edits if not _is_listing(fences, edit.start))
    return Marked(_with_ink(text, kept), _only_headline(text, [found for found in headings if not _is_listing(fences, found.start())]))


def _is_markdown(text: str, headings: Sequence[re.Match[str]]) -> bool:
    if text.count("](") >= LEAST_LINKS and len(_TARGET.findall(text)) >= LEAST_LINKS:
        return True
    lower = (found for found in headings if found["mark"].startswith("##"))
    return sum(_STANDS_ALONE.match(text, found.end()) is not None for found in lower) >= LEAST_HEADINGS


def _is_listing(fences: Sequence[int], at: int) -> bool:
    """Whether a place is between two fences, given where those begin."""
    return bisect_right(fences, at) % 2 == 1


def _only_headline(text: str, headings: Sequence[re.Match[str]]) -> int | None:
    """Where the text of the only heading of first level begins; None where there are others, or it may be the name of a site.

    On 465 such pages of html2text it is the headline of 410, and of 370 what is chosen without knowing of it.
    """
    first = [found for found in headings if found["mark"].strip() == "#"]
    texts = {_ANY_TARGET.sub("]", text[found.end("mark") : found.end()]).strip() for found in first}
    if len(texts) != 1:
        return None
    (only,) = texts
    is_long = len(_WORD.findall(only)) >= LEAST_WORDS or len(_UNSPACED.findall(only)) >= LEAST_SIGNS
    return first[0].end("mark") if is_long else None


def _links(text: str) -> Iterator[Edit]:
    """The brackets and addresses of links and pictures; their texts are read."""
    ends = {target.start(): target.end() for target in _ANY_TARGET.finditer(text)}
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        at = found.start()
        if found[0] == "[":
            opened.append(at)
        elif opened:
            begin, end = opened.pop(), ends.get(at)
            if end is not None and at - begin <= LONGEST_LINK:
                yield Edit(begin - (text[begin - 1 : begin] == "!"), begin + 1)
                yield Edit(at, end)


def _tables(text: str) -> Iterator[Edit]:
    """The rules of tables, which are not read, and the bars between their cells, which are read as tabs."""
    end = -1
    for rule in _RULE.finditer(text):
        if rule.start() < end:
            continue
        yield Edit(*rule.span())
        begin, end = text.rfind("\n", 0, rule.start()) + 1, rule.end()
        while "|" in text[end + 1 : (below := _end_of_line(text, end + 1))]:
            end = below
        for bar in (*_BAR.finditer(text, begin, rule.start()), *_BAR.finditer(text, min(rule.end() + 1, end), end)):
            yield Edit(*bar.span(), "" if bar["first"] or bar["last"] else "\t")


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _with_ink(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Edits, in order and apart, of which the last of a line leaves a bullet where nothing else would be left of it."""
    ends = [*(found.start() for found in _LINE_END.finditer(text)), len(text)]
    by_line = groupby(edits, lambda edit: ends[bisect_left(ends, edit.start)])
    return [edit for end, run in by_line for edit in _of_line(text, list(run), end)]


def _of_line(text: str, edits: list[Edit], end: int) -> list[Edit]:
    begins = [text.rfind("\n", 0, edits[0].start) + 1, *(edit.end for edit in edits)]
    stops = [*(edit.start for edit in edits), end]
    is_left = any(edit.instead.strip() for edit in edits) or any(text[a:b].strip() for a, b in zip(begins, stops, strict=True))
    return edits if is_left else [*edits[:-1], edits[-1]._replace(instead=BULLET)]
