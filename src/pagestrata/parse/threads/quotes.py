"""Lines over quotes: they say whose the words below are, and belong to the body of the post that quotes them.

What such lines look like is told in the layouts file; how much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pagestrata.parse.chars import COLONS
from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.beside import remark_lines
from pagestrata.parse.threads.headers import SURELY_NAMED, read_line
from pagestrata.parse.threads.layouts import first_match, words
from pagestrata.parse.threads.lines import short_lines
from pagestrata.parse.threads.shapes import LONGEST

MOST_BESIDE: Final = 50
"""Lines that print one time, as many as are remembered."""
LEAST_SPEAKERS: Final = 2
"""Lines that say who speaks from which the page tells which way."""
LEAST_BARE: Final = 2
"""Headers of a page that print the word and the time alone."""
LONGEST_BEFORE: Final = 8
"""Characters beside a time in a line over a quote that names nobody."""
_BAR: Final = "|"
"""Parts the pieces of such a header."""
_BEHIND_SIGN: Final = f" {COLONS}"
"""What stands behind the word for a quote, in a line of its own."""
_BRACKET: Final = "("
"""Begins a line that says whom somebody answers, and by what number."""
_TO_QUOTED: Final = "↑"
"""The sign that leads to a quoted post."""


def quote_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that say whose the words below are, as boards print it over a quote: part of a post's body.

    Told by the board's words for it, by the sign that leads to the quoted post, or by its time, which stands beside the same
    name further up.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = short_lines(lines, where, LONGEST)
    matches = {i: found for i in short if (found := first_match("quote", lines.line(i)))}
    dated = {i: found for i, found in matches.items() if found.groupdict().get("posted", _TO_QUOTED) != _TO_QUOTED}
    above = (i - 1 for i in matches if i - 1 in where and lines.line(i - 1).lower().rstrip(_BEHIND_SIGN) in words("quote_sign"))
    repeated = _repeats(lines, short, dated) if dated else ()
    named = _named_quotes(lines, short)
    remarks = frozenset(remark_lines(lines, where)) if named else frozenset()
    answering = (i for i in short if lines.texts[i][0] == _BRACKET and first_match("answering_number", lines.texts[i]))
    told = (*repeated, *above, *named, *answering, *_known_speakers(lines, short), *_timed_quotes(lines, short))
    return sorted({*(i for i in matches if i not in dated), *told} - remarks)


def _timed_quotes(lines: PageLines, short: Sequence[int]) -> Iterator[int]:
    """Lines that are a time, a word before it and a colon, where the time stands further up: when what is quoted below was written.

    `Le 08 octobre 2023 à 22:16:40 :` is over a quote without the name of its author (jeuxvideo.com).

    Args:
        lines: the page.
        short: lines that are looked at, in order.
    """
    ends = any(lines.texts[i][-1] in COLONS and any(map(str.isdigit, lines.texts[i])) for i in short)
    printed: set[str] = set()
    for i in short if ends else ():
        line = lines.line(i)
        times = find_times(line)
        if line[-1] in COLONS and len(times) == 1 and times[0].has_time and len(line) <= len(times[0].text) + LONGEST_BEFORE:
            if times[0].text in printed:
                yield i
        else:
            printed.update(time.text for time in times)


def _known_speakers(lines: PageLines, short: Sequence[int]) -> list[int]:
    """Lines that say who speaks (`Ann wrote:`), where most of them name who stands alone in another line, as boards print who posts.

    Of 173 such lines of labelled and written pages 172 are over quotes; of 1,594 whose names stand nowhere alone 43 are.

    Args:
        lines: the page.
        short: lines that are looked at, in order.
    """
    spoken = {i: found["author"] for i in short if lines.line(i)[-1] in COLONS and (found := first_match("speaker", lines.line(i)))}
    if len(spoken) < LEAST_SPEAKERS:
        return []
    # `Ann`, for a picture, above `Ann says:`
    beside = {k for i in spoken for k in (i - 1, i + 1)}
    alone = {lines.line(i) for i in short if i not in beside}
    known = [i for i, name in spoken.items() if name in alone]
    return known if len(known) > len(spoken) / 2 else []


def _named_quotes(lines: PageLines, short: Sequence[int]) -> list[int]:
    """Lines that print a name before the word and time that stand alone in the headers of the page's posts (Discuz).

    `小安 发表于 2014-3-17 09:34` below `发表于 2014-3-17 12:03:40` is whose words follow.

    Args:
        lines: the page.
        short: lines that are looked at, in order.
    """
    posted = tuple(words("posted_at"))
    bare = sum(lines.line(i).startswith(posted) for i in short)
    if bare < LEAST_BARE:
        return []
    named = (
        i for i in short if _BAR not in (line := lines.line(i)) and not line.startswith(posted) and any(word in line for word in posted)
    )
    return [i for i in named if read_line(lines.line(i)).named == SURELY_NAMED]


def _repeats(lines: PageLines, short: Sequence[int], dated: Mapping[int, re.Match[str]]) -> Iterator[int]:
    """Those lines whose time is printed beside the same name in another form, further up.

    Args:
        lines: the page.
        short: lines that are looked at, in order.
        dated: lines among them that end in a time, with their match: `author` and `posted`.
    """
    printed: dict[str, set[str]] = {}
    for i in short:
        line = lines.line(i)
        if i not in dated:
            for time in find_times(line):
                beside = printed.setdefault(time.text, set())
                if len(beside) < MOST_BESIDE:
                    beside.add(line)
        elif any(dated[i]["author"] in other for time in find_times(dated[i]["posted"]) for other in printed.get(time.text, ())):
            yield i
