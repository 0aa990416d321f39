"""Mails in archives of mailing lists: whose words are cited, who sent them, and the way to others.

What their heads look like is told in the layouts file; how much such lines weigh is decided in `threads.decode`.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from pagestrata.parse.chars import WIDE_COLON
from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import SURELY_NAMED, read_line
from pagestrata.parse.threads.layouts import first_match, words
from pagestrata.parse.threads.lines import BULLETS, short_lines
from pagestrata.parse.threads.shapes import LONGEST

_CITED: Final = ">"
"""Begins the lines that a mail cites (RFC 3676, 4.5)."""
_COLON: Final = ":"
_DOMAIN_ENDS: Final = slice(-13, -2)
"""Where the last dot is in a line that ends in a domain."""
_SHORTENED: Final = "...@"
"""Within an address that readers shall not copy."""
_SECONDS: Final = re.compile(r"\d:\d\d:\d\d")
_OF_ADDRESS: Final = "<"
"""Begins an address in a mail's head."""
_DASHES: Final = "---"
MOST_HEAD: Final = 6
"""Lines of a head above and below that which says who sent it."""


def citing_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that say whose words are cited below, and when these were written: part of a mail's body.

    Where such lines stand more often above other text, they are the page's headers, and one has answered by citing.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    text, last = lines.text, len(lines) - 1
    ends = [i for i in short_lines(lines, where, LONGEST) if text[lines.ends[i] - 1] == _COLON and i < last]
    cited = {i for i in ends if text[lines.starts[i + 1]] == _CITED and text[lines.starts[i]] != _CITED}
    if not cited:
        return []
    signed = [i for i in ends if find_times(lines.line(i)) and read_line(lines.line(i)).named == SURELY_NAMED]
    found = [i for i in signed if i in cited]
    return found if 2 * len(found) > len(signed) else []


def sender_lines(lines: PageLines, where: range) -> list[int]:
    """Lines with which a mail begins: who sent it from what address, and below that when.

    Pipermail prints the name and the address alone, right above the time, with its seconds, as few pages do; elsewhere a mail's head has
    them, and the first line of that begins it. Heads of mails that are sent on, below a row of dashes, begin none.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = short_lines(lines, where, LONGEST)
    timed = (i for i in short if i + 1 in where and "." in lines.line(i)[_DOMAIN_ENDS] and _SECONDS.search(lines.line(i + 1)))
    found = {i for i in timed if first_match("sender", lines.line(i)) and _prints_clock(lines.line(i + 1))}
    for head in (_head_around(lines, i) for i in short if _OF_ADDRESS in lines.line(i) and first_match("sent", lines.line(i))):
        is_dated = any(_is_labelled(lines.line(k), "mail_date") and _prints_clock(lines.line(k)) for k in head)
        if is_dated and not (head.start and lines.line(head.start - 1).startswith(_DASHES)):
            found.add(head.start)
    return sorted(i for i in found if i in where)


def glued_heads(lines: PageLines, where: range) -> list[range]:
    """Heads of posts whose labels are glued to what they name: who wrote, on what board, about what, and when (PTT).

    `作者ann (安)`, `看板Harbour`, `標題[心得] …`, `時間Wed Mar 18 21:36:04 2020`. What the post is about is the page's headline, so that
    the post begins with the time.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    authors, times, others = (tuple(words(kind)) for kind in ("glued_author", "glued_time", "board_label"))
    others += tuple(words("glued_subject"))
    begun = (i for i in where if _is_glued(lines.texts[i], authors) and read_line(lines.texts[i]).named == SURELY_NAMED)
    heads = (range(i, min(i + 1 + MOST_HEAD, where.stop)) for i in begun)
    ends = ((head, next((k for k in head if lines.texts[k].startswith(times)), None)) for head in heads)
    found = (range(head.start, end + 1) for head, end in ends if end is not None and _prints_clock(lines.texts[end]))
    # An article has the two alone, or colons behind them.
    return [
        head for head in found if any(_is_glued(lines.texts[i], others) for i in head[1:-1]) and _is_glued(lines.texts[head[-1]], times)
    ]


def _is_glued(text: str, labels: tuple[str, ...]) -> bool:
    """Whether a line begins with a label that stands right before what it names."""
    label = next(filter(text.startswith, labels), None)
    return label is not None and text[len(label) : len(label) + 1] not in ("", _COLON, WIDE_COLON)


def named_above(lines: PageLines, where: range, i: int) -> int | None:
    """The line that names who wrote the post that begins in line `i`, the last one of such a head; None where none does.

    Args:
        lines: the page.
        where: the lines that may be of its head.
        i: the line.
    """
    return next((head.start for head in glued_heads(lines, where) if head[-1] == i), None)


def _head_around(lines: PageLines, i: int) -> range:
    """The lines of a mail's head around that which says who sent it."""
    above = takewhile(lambda k: _is_of_head(lines.line(k)), range(i - 1, max(i - 1 - MOST_HEAD, -1), -1))
    below = takewhile(lambda k: _is_of_head(lines.line(k)), range(i + 1, min(i + 1 + MOST_HEAD, len(lines))))
    return range(i - sum(1 for _ in above), i + 1 + sum(1 for _ in below))


def _is_of_head(line: str) -> bool:
    """Whether a line is another one of a mail's head."""
    is_named = _is_labelled(line, "mail_head") or _is_labelled(line, "mail_date")
    return is_named or (_COLON in line and first_match("unsigned", line) is not None)


def _is_labelled(line: str, kind: str) -> bool:
    """Whether a line begins with a word of a list and a colon."""
    return line.replace(WIDE_COLON, _COLON).partition(_COLON)[0].lower().strip(BULLETS) in words(kind)


def _prints_clock(line: str) -> bool:
    """Whether a line prints a day and a time of day."""
    return len(line) <= LONGEST and any(time.has_time and time.at for time in find_times(line))


def way_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that lead to other mails of an archive, and lines of a mail's head that name neither author nor time: no bodies.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = ((i, lines.line(i)) for i in short_lines(lines, where, LONGEST))
    return [i for i, line in short if (_COLON in line or _SHORTENED in line) and first_match("unsigned", line)]
