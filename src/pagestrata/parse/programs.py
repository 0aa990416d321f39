"""Lines of programs: those around lines that are code by themselves, and those between the fences of Markdown.

A program is seldom told by each of its lines (`}`, `else:`, `# a note`), but a few tell of the others: these stand right above and
below, have signs of code at an end, or are set in. This room knows no language of programming; what a line is by itself is told in
`roles`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import groupby, pairwise, takewhile
from typing import Final

from pagestrata.parse.chars import LIST_SIGNS
from pagestrata.parse.lines import PageLines
from pagestrata.records import Role

LONGEST_CODE: Final = 200
"""Characters of a line that is code by what stands around it."""
MOST_BETWEEN: Final = 3
"""Lines without a sign of code between two with one."""
MOST_BLANK: Final = 2
"""Blank lines within a program."""
LEAST_SURE: Final = 2
"""Lines that are code by themselves, so near each other that they tell of those beside them: `$89 - $189` alone is a price."""
NEAR: Final = 6
"""Lines of an article between which they stand."""
SHORTEST_PARAGRAPH: Final = 100
"""Characters of a sentence that stands in no program."""
MOST_BESIDE: Final = 12
"""Lines of a program that the article was taken to leave out, from one that it has."""
_MISTAKEN: Final = (Role.PARAGRAPH, Role.HEADING, Role.CAPTION, Role.QUOTE, Role.TABLE)
"""What a line of a program may have been taken for."""
_FIXED: Final = (Role.TITLE, Role.BYLINE, Role.DATE, Role.AUTHOR_BIO, Role.STANDFIRST)
"""What is told of a line by what it says of the article, and by no sign of code."""
# A row of more tildes parts what stands above from what stands below.
_FENCE: Final = re.compile(r"(?P<ticks>`{3,})[^`]*|(?P<tildes>~{3,4})(?:\s?\w.*)?")
# `}`, `// a note`, `# a note`, `>>> 2 + 3`, `@app.route`, `<input`, `"name": 3`, `className="wide"`, `import re`
_BEGINS: Final = re.compile(
    r"//|>>>|/\*|\*/|#(?!#)|@\w|</?\w|<!--|--|[{}()\[\]|\\+$;]|\.\w+[({\s]|\"\w+\"\s?:|\w+=[\"'{]"
    r"|(?:import|from|using|use|package|return)\s[\w.]+(?:;|$|\simport\s)"
)
_ENDS: Final = re.compile(r"(?:[{}()\[\];\\]|=>|/?>)$")
# `"name": "Dover",`, `color: red;`, `<div class="gauge">`, `</div>`
_MEMBER: Final = re.compile(r"\"[\w.$-]+\"\s?:\s?\S.{0,120}|[a-z-]+:\s[^;]{1,60};|</?[a-z][\w-]*(?:\s[^<>]*)?>")
_IMPORT: Final = re.compile(r"(?:import|from|using|use|package|#include)\s[\w.<\"].{0,60}")
_CLOSING: Final = re.compile(r"[\[\](){};,]+")
_DASH: Final = "-"
_KEY: Final = re.compile(r"(?:- )?[a-z_][\w.-]*:")
_OPENING: Final = ":{("
_PRICE: Final = re.compile(r"[$€£]\s?\d")
_SENTENCE: Final = re.compile(r"[^\W\d_]{3}[.!?]$")


def _fenced(lines: PageLines, roles: Mapping[int, Role], taken: Container[int]) -> Iterator[int]:
    """Lines between two fences (CommonMark, 4.5), and the fences, where the article has one of them, or goes on above or below.

    Paragraphs between them tell of a fence that is not closed, whose second fence may open the next pair. A headline or a by-line
    tells of signs that decorate, unless the first fence names a language: then that line was taken for what it is not. The
    program that ends an article may have been left out of it.
    """
    opened: tuple[int, str] | None = None
    behind = max(roles, default=-1) + 1
    for i in range(max(min(roles, default=0) - 1, 0), min(behind + MOST_BESIDE, len(lines))):
        if i > behind and opened is None:
            break
        fence = _FENCE.fullmatch(lines.line(i))
        if fence is None:
            continue
        signs = fence["ticks"] or fence["tildes"]
        if opened is not None and lines.line(i) == signs and signs.startswith(opened[1]):
            inside = range(opened[0] + 1, i)
            is_closed = not any(_is_paragraph(lines.line(k)) for k in inside)
            is_decoration = lines.line(opened[0]) == opened[1] and any(roles.get(k) in _FIXED for k in inside)
            if is_closed and not is_decoration and any(k in roles for k in range(opened[0] - 1, i + 2)):
                yield from (k for k in range(opened[0], i + 1) if k not in taken and roles.get(k) not in _FIXED)
            opened = None if is_closed else (i, signs)
        else:
            opened = opened or (i, signs)


def _is_paragraph(text: str) -> bool:
    return len(text) >= SHORTEST_PARAGRAPH and _is_sentence(text)


def _may_be(lines: PageLines, roles: Mapping[int, Role], i: int) -> bool:
    """Whether a line of the article may belong to a program, by its role, its length and its first sign."""
    if (role := roles.get(i)) is None:
        return False
    text = lines.line(i)
    # `- high` in YAML, and a line that a patch takes away, look like items.
    is_told = role in _MISTAKEN or (role is Role.LIST_ITEM and text[0] == _DASH)
    return is_told and len(text) <= LONGEST_CODE and text[0] not in LIST_SIGNS


def _opens(lines: PageLines, roles: Mapping[int, Role], i: int) -> bool:
    """Whether a line ends in a sign with which a program begins what is set in right below."""
    below = i + 1
    if not _may_be(lines, roles, i) or not (_may_be(lines, roles, below) or roles.get(below) is Role.CODE):
        return False
    return _leads_in(lines, i)


def _leads_in(lines: PageLines, i: int) -> bool:
    """Whether a line that is not the last ends in such a sign, and the one below it is set in."""
    return lines.line(i)[-1] in _OPENING and not lines.blanks[i + 1] and lines.indents[i + 1] > lines.indents[i]


def _is_sure(lines: PageLines, roles: Mapping[int, Role], i: int, role: Role) -> bool:
    """Whether a line is code by itself, and no price, a member of JSON or CSS, a tag, or a key over what is set in below it (YAML)."""
    if role is Role.CODE:
        return _PRICE.search(lines.line(i)) is None
    if role in _MISTAKEN and _MEMBER.fullmatch(lines.line(i)):
        return True
    return lines.indents[i] > 0 and _KEY.fullmatch(lines.line(i)) is not None and _opens(lines, roles, i)


def _sure(lines: PageLines, roles: Mapping[int, Role]) -> list[int]:
    """Lines that are code by themselves, or open what is set in below them, where several stand near each other."""
    alone = [i for i, role in roles.items() if _is_sure(lines, roles, i, role)]
    near = {k for i in alone for k in range(i - NEAR, i + NEAR + 1)}
    told = sorted({*alone, *(i for i in near if _opens(lines, roles, i))})
    return [i for i in told if bisect_right(told, i + NEAR) - bisect_left(told, i - NEAR) >= LEAST_SURE]


def _has_sign(text: str) -> bool:
    """Whether a line has a sign of code at an end."""
    return _BEGINS.match(text) is not None or _ENDS.search(text) is not None


def _is_sentence(text: str) -> bool:
    return _SENTENCE.search(text) is not None


def _above(lines: PageLines, roles: Mapping[int, Role], found: set[int]) -> None:
    """Add the lines right above a program that have signs of code, or from which it is set in."""
    for i in sorted(roles, reverse=True):
        if i + 1 not in found or i in found or not _may_be(lines, roles, i):
            continue
        is_outer = lines.indents[i + 1] > lines.indents[i] and not _is_sentence(lines.line(i))
        has_sign = _has_sign(lines.line(i))
        goes_on = (is_outer and has_sign) or _IMPORT.fullmatch(lines.line(i)) is not None
        if (goes_on and lines.blanks[i + 1] <= MOST_BLANK) or (not lines.blanks[i + 1] and (is_outer or has_sign)):
            found.add(i)


def _below(lines: PageLines, roles: Mapping[int, Role], found: set[int]) -> None:
    """Add the lines below a program that have signs of code, or are set in further than its outermost line."""
    least = 0
    for i in roles:
        if i - 1 not in found or lines.blanks[i] > MOST_BLANK:
            least = lines.indents[i]
            continue
        least = min(least, lines.indents[i])
        if i not in found and _may_be(lines, roles, i):
            text, has_sign = lines.line(i), _has_sign(lines.line(i))
            # Below a blank line what begins with a capital is rather text that is set in, too.
            may_go_on = has_sign or not lines.blanks[i] or not text[0].isupper()
            is_set_in = lines.indents[i] > least and may_go_on and not _is_sentence(text)
            if is_set_in or (has_sign and not lines.blanks[i]):
                found.add(i)


def _between(lines: PageLines, roles: Mapping[int, Role], found: set[int]) -> Iterator[int]:
    """Few lines between two of a program, without a blank line, of which none is a sentence."""
    for above, below in pairwise(sorted(found)):
        gap = range(above + 1, below)
        is_whole = len(gap) <= MOST_BETWEEN and not any(lines.blanks[i] for i in range(above + 1, below + 1))
        if is_whole and all(_may_be(lines, roles, i) and not _is_sentence(lines.line(i)) for i in gap):
            yield from gap


def _beside(lines: PageLines, sure: Iterable[int], taken: Container[int]) -> set[int]:
    """Lines that no blank line parts from one of a program, and that are in no comment."""
    beside: set[int] = set()
    for i in sure:
        for step in (-1, 1):
            for k in range(i + step, i + step * (MOST_BESIDE + 1), step):
                if not 0 <= k < len(lines) or lines.blanks[k if step > 0 else k + 1] or k in taken:
                    break
                beside.add(k)
    return beside


def _inside(lines: PageLines, article: Container[int], found: AbstractSet[int]) -> set[int]:
    """Lines of programs without those that the article left out at either end of one: links stand there as well.

    Brackets are kept, and what begins what is set in below it.
    """
    kept: set[int] = set()
    for _, run in groupby(enumerate(sorted(found)), key=lambda item: item[1] - item[0]):
        program = [i for _, i in run]
        own = [k for k, i in enumerate(program) if i in article]
        if own:
            inside = program[own[0] : own[-1] + 1]
            above = takewhile(lambda i: _CLOSING.fullmatch(lines.line(i)) or _leads_in(lines, i), reversed(program[: own[0]]))
            below = takewhile(lambda i: _CLOSING.fullmatch(lines.line(i)), program[own[-1] + 1 :])
            kept.update(inside, above, below)
    return kept


def with_programs(lines: PageLines, roles: Mapping[int, Role], taken: Container[int] = frozenset()) -> dict[int, Role]:
    """The lines of an article with their roles, in which every line of a program is code.

    Args:
        lines: the page.
        roles: the role of each line of the article, in order.
        taken: lines of comments.

    Returns:
        The same lines, and those of its programs that were left out of it, in order.
    """
    fenced, sure = set(_fenced(lines, roles, taken)), _sure(lines, roles)
    if not fenced and not sure:
        return dict(roles)
    found, article = set(sure), roles
    left = dict.fromkeys(fenced.union(_beside(lines, sure, taken)), Role.PARAGRAPH)
    roles = dict(sorted((left | dict(roles)).items()))
    _above(lines, roles, found)
    found.update(_between(lines, roles, found))
    _below(lines, roles, found)
    code = fenced | _inside(lines, article, found)
    return {i: Role.CODE if i in code else role for i, role in roles.items() if i in article or i in code}
