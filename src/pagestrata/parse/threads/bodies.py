"""Where a body begins in its line (after a list marker, a name glued to it, a link's headline), and ends before a signature.

Lines are cut before; this room may move the start of a body inside its first line, take signatures off its end, and add farewells to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from pagestrata.parse.chars import LIST_SIGNS
from pagestrata.parse.dates import PrintedTime
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.around import edge_lines
from pagestrata.parse.threads.hints import signed_to
from pagestrata.parse.threads.layouts import first_match
from pagestrata.parse.threads.lines import is_time, prints_time
from pagestrata.parse.threads.numbers import counting_headers
from pagestrata.parse.threads.paths import Cut
from pagestrata.parse.threads.said import Said
from pagestrata.parse.threads.template import HALF, LEAST_COMMENTS, MOST
from pagestrata.parse.threads.trackbacks import weblog_of

_MARKER: Final = re.compile(rf"(?:[{LIST_SIGNS}]|\(?\d{{1,4}}[.)])\s+(?=\S)")
_MARK: Final = re.compile(r"\n[ \t]*\u00a0[ \t\u00a0]*\r?\n")
_LINK_PIECE: Final = re.compile(r"\[(?:\.\.\.|…)\]")
_LONGEST_PIECE: Final = 6
"""Characters before the end of a body in which its last dots begin: a full stop may follow."""
_SIGNED_END: Final = re.compile(r"\s[–—][ \u00a0]{1,2}(?P<name>[^\s–—.!?][^\n–—!?]{0,38}?(?:\s[^\W\d_]\.|(?<![.,;:\s\u2026)])))$")
LEAST_SIGNED: Final = 2
"""Comments that end in a name behind a dash, from which it is who wrote."""
LONGEST: Final = 600
LONGEST_SIGNATURE: Final = 8
"""Lines of a signature that are taken off."""
MOST_FILES: Final = 20
"""Lines of files below a post, each with its size and how often it was looked at, among which their heading is looked for."""


@dataclass(frozen=True, slots=True)
class Body:
    """One body, and what its own line says of it beside.

    Attributes:
        start, end: its span in the page.
        linked: author of a pingback, who is printed in the body's line; None for other comments.
        said: what the line prints, where it is a comment by itself.
        posted: the time that such a line prints.
        signed: who signs behind the text, in its line.
    """

    start: int
    end: int
    linked: str | None = None
    said: Said | None = None
    posted: PrintedTime | None = None
    signed: str | None = None

    @property
    def author(self) -> str | None:
        """Whom the line itself names."""
        return self.linked or self.signed or (self.said.author if self.said else None)


def _marked(lines: PageLines, cut: Cut) -> int:
    found = _MARKER.match(lines.line(cut.body_first)) if cut.first == cut.body_first else None
    return found.end() if found else 0


def _linked(line: str) -> tuple[str, int] | None:
    """Author of a pingback of one line and the place of its body."""
    found = first_match("pingback", line) if len(line) <= LONGEST else None
    if found is None:
        return None
    return found["author"].strip(), found.start("body") if "body" in found.groupdict() else 0


def find_bodies(lines: PageLines, cuts: Sequence[Cut], said: Mapping[int, Said]) -> list[Body]:
    """Every body, and who links or speaks where it is a pingback or a comment of one line.

    Args:
        lines: the page.
        cuts: the comments.
        said: lines that are comments by themselves.
    """
    bodies = []
    for cut in cuts:
        start, skip = lines.starts[cut.body_first], _marked(lines, cut)
        linked = _linked(lines.line(cut.body_first)[skip:]) if cut.first == cut.body_first else None
        if own := said.get(cut.body_first):
            bodies.append(Body(start + own.start, start + own.end, said=own, posted=own.posted_from(start)))
        else:
            begin = start + skip + (linked[1] if linked else 0)
            bodies.append(Body(begin, lines.ends[cut.body_last], linked[0] if linked else None))
    return bodies


def after_names(lines: PageLines, cuts: Sequence[Cut], bodies: Sequence[Body], names: Sequence[str | None]) -> list[Body]:
    """Bodies without the author's name at their start, where most bodies of the thread begin with it."""
    glued = [
        bool(name) and cut.first < cut.body_first and lines.text.startswith(f"{name} ", body.start, lines.ends[cut.body_first])
        for cut, body, name in zip(cuts, bodies, names, strict=True)
    ]
    if sum(glued) < max(3, 0.5 * len(cuts)):
        return list(bodies)
    return [
        replace(body, start=body.start + len(name) + 1) if is_glued and name else body
        for body, name, is_glued in zip(bodies, names, glued, strict=True)
    ]


def before_names(lines: PageLines, cuts: Sequence[Cut], bodies: Sequence[Body]) -> list[Body]:
    """Bodies without the name behind a dash that ends them above their time, where several end so: `… of the tide? – Ann Ferris`.

    Remarks on questions and answers are signed so (Stack Exchange).

    Args:
        lines: the page.
        cuts: the comments.
        bodies: the body of each.
    """
    ends = [
        _SIGNED_END.search(lines.text, body.start, body.end) if cut.body_last < cut.last and prints_time(lines, cut.body_last + 1) else None
        for cut, body in zip(cuts, bodies, strict=True)
    ]
    if sum(found is not None for found in ends) < LEAST_SIGNED:
        return list(bodies)
    return [
        replace(body, end=found.start(), signed=found["name"]) if found and found.start() > body.start else body
        for body, found in zip(bodies, ends, strict=True)
    ]


def is_link(lines: PageLines, cut: Cut, body: Body) -> bool:
    """Whether a comment is a pingback: by its first line, by `Tracked on` below a headline, or by dots in brackets around a piece."""
    is_told = cut.first < cut.body_first and first_match("told_pingback", lines.line(cut.first)) is not None
    if is_told or weblog_of(lines, range(cut.first, cut.last + 1)):
        return True
    opened, end = _LINK_PIECE.match(lines.text, body.start), lines.ends[cut.body_last]
    return body.linked is not None or bool(opened and _LINK_PIECE.search(lines.text, max(opened.end(), end - _LONGEST_PIECE), end))


def with_leave(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments with the lines right below their bodies that take leave, and the name there, where nothing else claims them.

    Args:
        lines: the page.
        cuts: the comments.
    """
    begins = [*(cut.first for cut in cuts), len(lines)]
    signed = [
        min(signed_to(lines, cut.last), after - 1) if cut.last == cut.body_last else cut.last
        for cut, after in zip(cuts, begins[1:], strict=True)
    ]
    return [replace(cut, body_last=last, last=last) if last > cut.last else cut for cut, last in zip(cuts, signed, strict=True)]


def with_times_below(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments that print no time, with the time right below them that is a line of its own and nobody else's (Blogger).

    Args:
        lines: the page.
        cuts: the comments.
    """
    begins = [*(cut.first for cut in cuts[1:]), len(lines)]
    return [replace(cut, last=cut.last + 1) if _lacks_time(lines, cut, end) else cut for cut, end in zip(cuts, begins, strict=True)]


def _lacks_time(lines: PageLines, cut: Cut, end: int) -> bool:
    """Whether a comment prints no time, and the line right below it, before `end`, is one."""
    below = cut.last + 1
    if below >= end or lines.blanks[below] or not is_time(lines, below) or any(prints_time(lines, i) for i in edge_lines(cut)):
        return False
    # Before a text without a gap it is the time of that.
    return below + 1 == end or lines.blanks[below + 1] > 0


def up_to_marks(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Cuts whose bodies end at the mark that stands once below nearly every one of them: a line of nothing but a hard space.

    XenForo sets it right below what was written, above the author's signature; other boards further down. It stands so on 34 pages of the
    gold, below 487 posts, right below 410 of them, and within none. Where most bodies end at theirs, all do; else none goes beyond.

    Args:
        lines: the page.
        cuts: the comments.
    """
    if len(cuts) < LEAST_COMMENTS:
        return list(cuts)
    stops = [*(cut.first for cut in cuts[1:]), cuts[-1].last + 1]
    marks = [[i for i in range(cut.body_first, stop) if _is_marked_off(lines, i)] for cut, stop in zip(cuts, stops, strict=True)]
    if sum(len(found) == 1 for found in marks) < MOST * len(cuts):
        return list(cuts)
    marked = [(cut, found[0] if len(found) == 1 else None) for cut, found in zip(cuts, marks, strict=True)]
    at_mark = sum(cut.body_last == mark for cut, mark in marked) > HALF * len(cuts)
    ends = [cut.body_last if mark is None else mark if at_mark else min(cut.body_last, mark) for cut, mark in marked]
    return [replace(cut, body_last=end, last=max(cut.last, end)) for cut, end in zip(cuts, ends, strict=True)]


def up_to_headers(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Cuts whose bodies go on to the next post's header, or to who liked them, where headers are counted (Discourse).

    On twenty labelled pages nothing else stands between the end of a post and the next header.

    Args:
        lines: the page.
        cuts: the comments.
    """
    headers = set(counting_headers(lines, range(len(lines))))
    followers = [*(cut.first if cut.first in headers else None for cut in cuts[1:]), None]
    return [_up_to(lines, cut, after) if after and cut.first in headers else cut for cut, after in zip(cuts, followers, strict=True)]


def _up_to(lines: PageLines, cut: Cut, after: int) -> Cut:
    """A cut whose body goes on to a line, or to how many liked it."""
    below = takewhile(lambda i: not first_match("likes", lines.line(i)), range(cut.body_last + 1, after))
    last = max((cut.body_last, *below))
    return replace(cut, body_last=last, last=max(cut.last, last))


def _is_marked_off(lines: PageLines, i: int) -> bool:
    """Whether a line of nothing but a hard space stands between a line and the next."""
    end = lines.starts[i + 1] if i + 1 < len(lines) else len(lines.text)
    return _MARK.search(lines.text, lines.ends[i], end) is not None


def before_files(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Cuts whose bodies end above the heading of a post's files, where nothing but files stands below it.

    Args:
        lines: the page.
        cuts: the comments.
    """
    return [_before_files(lines, cut) for cut in cuts]


def _before_files(lines: PageLines, cut: Cut) -> Cut:
    inside = range(cut.body_last, max(cut.body_first, cut.body_last - MOST_FILES), -1)
    heading = next((i for i in inside if not first_match("file", lines.line(i))), None)
    return replace(cut, body_last=heading - 1) if heading is not None and first_match("attached", lines.line(heading)) else cut


def before_signatures(lines: PageLines, cuts: Sequence[Cut], names: Sequence[str | None]) -> list[Cut]:
    """Cuts whose bodies end before their author's signature.

    It is told by the rule of signs above it, or closes several posts of one author, or one and stands right below another. Only of
    posts: the author of a blog signs answers by hand, and that is part of what was written.

    Args:
        lines: the page.
        cuts: the posts.
        names: author of each post.
    """
    found = [_before_rule(lines, cut) for cut in cuts]
    below = {(name, lines.line(cut.body_last + 1)) for name, cut in zip(names, found, strict=True) if name and cut.body_last < cut.last}
    for _ in range(LONGEST_SIGNATURE):
        long = [name is not None and cut.body_first < cut.body_last for name, cut in zip(names, found, strict=True)]
        closing = [(name, lines.line(cut.body_last)) for name, cut in zip(names, found, strict=True)]
        printed = Counter(line for line, is_long in zip(closing, long, strict=True) if is_long)
        signed = [is_long and (printed[line] > 1 or line in below) for line, is_long in zip(closing, long, strict=True)]
        if not any(signed):
            break
        found = [replace(cut, body_last=cut.body_last - 1) if ends else cut for cut, ends in zip(found, signed, strict=True)]
    return found


def _before_rule(lines: PageLines, cut: Cut) -> Cut:
    """A cut whose body ends before the last rule of signs in it that a signature of a few lines follows."""
    near = range(cut.body_last, max(cut.body_first, cut.body_last - LONGEST_SIGNATURE - 1), -1)
    rule = next((i for i in near if first_match("signature", lines.line(i))), None)
    return cut if rule is None else replace(cut, body_last=rule - 1)
