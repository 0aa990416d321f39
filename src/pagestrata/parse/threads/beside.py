"""Lines beside comments and around them: what the page prints of itself, who is there, who liked, the way to more.

What such lines look like is told in the layouts file and in the categories; how much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise, takewhile
from typing import Final

from pagestrata.parse.categories import said_alone
from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import masked, read_line
from pagestrata.parse.threads.layouts import first_match, initials, words
from pagestrata.parse.threads.lines import fits, is_button, is_signed, prints_time, short_lines
from pagestrata.parse.threads.paths import Cut
from pagestrata.parse.threads.shapes import LONGEST
from pagestrata.records import Category

LONGEST_OUTSIDE: Final = 200
"""Characters of a line that is outside of all comments by its words."""
LONGEST_FURNITURE: Final = 40
"""Characters of a line that belongs to the page around the comments."""
LONGEST_BESIDE: Final = 160
"""Characters of a line that a board prints beside a post."""
LONGEST_OWNER: Final = 100
"""Characters of a line over what a shop answers."""
LEAST_BESIDE: Final = 2
"""Such lines from which they are none of what somebody wrote."""
LEAST_PICTURED: Final = 3
"""Comments from which their pictures tell where they begin."""
MOST_PICTURED: Final = 0.8
"""Share of the comments that must begin with one."""
LEAST_ASKED: Final = 2
"""Times that a page asks to log in, in the same words, from which nobody wrote that."""
_COLON: Final = " :"
_PARTED: Final = "|"
"""Parts the pieces of a line below an article."""
MOST_SIGNED: Final = 1
"""Lines above it that say who wrote and when: the article's by-line may stand there as well."""
MOST_REMARKS: Final = 40
"""Lines below a heading of remarks that are looked at."""
_OVER_NAMES: Final = ":"
"""The sign before the names of those who thanked."""
_BEHIND_MORE: Final = " ()0123456789»›>→.…"
"""Signs behind the way to more comments."""
_FOREIGN: Final = frozenset((Category.MASTHEAD, Category.ADVERTISEMENT, Category.RELATED, Category.DONATION, Category.LEGAL))
"""What no comment has in its header."""
_PARTS: Final = re.compile(r"\s?[|·•]\s?")
_FURNITURE: Final = _FOREIGN | {Category.NAVIGATION, Category.SUBSCRIPTION, Category.ABOUT}


def outside_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that ask for a new comment, stand over all (`What people are saying`) or below the last post of a board: outside of all.

    So do lines with which a page ends (whose it is, who reads it), and rows of its links (`Privacy Policy | Contact`), where no line below
    prints a time: somebody may have pasted one.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = [(i, lines.line(i)) for i in short_lines(lines, where, LONGEST_OUTSIDE)]
    over = words("comments_over")
    found = [i for i, line in short if first_match("invitation", line) or first_match("board", line) or line.lower() in over]
    ends = [i for i, line in short if first_match("page_end", line) or _is_row(line)]
    last = max((i for i, _ in short if prints_time(lines, i)), default=-1) if ends else -1
    return sorted({*found, *(i for i in ends if i > last)})


def _is_row(line: str) -> bool:
    """Whether a line is several links or headings of a page, parted by signs."""
    parts = [part for part in _PARTS.split(line) if part]
    return len(parts) > 1 and all(said_alone(part) in _FURNITURE for part in parts)


def own_lines(lines: PageLines) -> range:
    """Lines of a blog's own article, down to the one that says who wrote it, how many answered, and where (Movable Type, Seesaa).

    Where a page has several such lines, they stand below the articles of a list, or below comments; and below a heading of comments, or
    several lines that say who wrote and when, one belongs to what the page links to. A link to the text itself alone may be one
    comment's; it is the article's where a comment below is signed in the same way without one. So it is right above the heading of
    comments or trackbacks, where it is the first to say who wrote and when, and one below says so too.

    Args:
        lines: the page.
    """
    parted = ((i, line) for i, line in enumerate(lines.texts) if _PARTED in line and len(line) <= LONGEST_OUTSIDE)
    found = [(i, match["sure"] is not None) for i, line in parted if (match := first_match("own_footer", line))]
    over = [] if found else _signed_over_heading(lines)
    found = found or [(i, False) for i in over]
    if len(found) != 1:
        return range(0)
    last, is_sure = found[0]
    above, below = ([lines.line(i) for i in short_lines(lines, where, LONGEST)] for where in (range(last), range(last + 1, len(lines))))
    is_below_thread = any(first_match("heading", line) for line in above) or sum(map(is_signed, above)) > (0 if over else MOST_SIGNED)
    return range(last + 1) if (is_sure or any(map(is_signed, below))) and not is_below_thread else range(0)


@cache
def _over_answers() -> frozenset[str]:
    """Headings of comments and trackbacks without a number."""
    return words("trackbacks") | words("trackbacks_over") | words("comments") | words("comments_over")


def _signed_over_heading(lines: PageLines) -> list[int]:
    """Lines that say who wrote and when, right above the heading of trackbacks or of comments."""
    over = _over_answers()
    heads = (i for i, text in enumerate(lines.texts) if len(text) <= LONGEST_FURNITURE and text.lower().rstrip(_COLON) in over)
    return [i - 1 for i in heads if i and len(lines.texts[i - 1]) <= LONGEST and is_signed(lines.line(i - 1))]


def furniture_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that are a link or heading of a page and nothing else (`Back to top`, `About me`): no bodies, though headers may have them.

    In 7,121 comments of the gold and of other archives one body has such a line, and fourteen lines were taken for bodies.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    return [i for i in short_lines(lines, where, LONGEST_FURNITURE) if said_alone(lines.line(i)) in _FURNITURE]


def foreign_lines(lines: PageLines, where: range) -> list[int]:
    """Those that no header has either (`Similar threads`, `Impressum`); arguments as above.

    They may end the footer of the comment above: where they must be outside, the list below them is taken for comments on two pages.
    """
    return [i for i in furniture_lines(lines, where) if said_alone(lines.line(i)) in _FOREIGN]


def present_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that say whether who is named on the line above is there (`Ann is offline Senior Member`): part of a header (vBulletin).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    known = tuple(f" {word}" for word in words("presence"))
    named = (i for i in short_lines(lines, where, LONGEST) if i and lines.line(i).startswith(lines.line(i - 1)))
    return [i for i in named if lines.line(i)[len(lines.line(i - 1)) :].lower().startswith(known)]


def _pictured(lines: PageLines, where: range) -> list[int]:
    """Lines right below which stands who is pictured there, or the picture of who is named there."""
    pairs = (((i, lines.line(i)), (k, lines.line(k))) for i, k in pairwise(short_lines(lines, where, LONGEST)) if k == i + 1)
    likely = (pair for pair in pairs if pair[0][1] in pair[1][1] or pair[1][1] in pair[0][1])
    return [i for (i, above), (_, below) in likely if read_line(below).image_of == above or read_line(above).image_of == below]


def pictured_lines(lines: PageLines, where: range) -> list[int]:
    """Names beside the alternative texts of their pictures, and those (`Ann` and `Picture of Ann`, in either order): no bodies.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    return sorted({k for i in _pictured(lines, where) for k in (i, i + 1)})


def begin_pictured(lines: PageLines, cuts: Sequence[Cut]) -> bool:
    """Whether nearly all comments begin with a name beside the alternative text of its picture: then they are cut as they must be.

    Args:
        lines: the page.
        cuts: the comments found.
    """
    if len(cuts) < LEAST_PICTURED:
        return False
    pictured = set(_pictured(lines, range(cuts[0].first, cuts[-1].last + 1)))
    return sum(cut.first in pictured for cut in cuts) >= MOST_PICTURED * len(cuts)


def going_on_lines(lines: PageLines, where: range) -> list[int]:
    """The second lines of such pairs, with which no comment begins; arguments as above."""
    return [i + 1 for i in _pictured(lines, where)]


def beside_lines(lines: PageLines, where: range) -> list[int]:
    """Ratings and reactions, at least two (`Rated 5 out of 5`, `Reactions: Ann and Jan`): no bodies.

    On pages of the gold and of other archives 387 such lines stand within comments, and none in a body.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    return _several(lines, where, "beside", LONGEST_BESIDE)


def foot_lines(lines: PageLines, where: range) -> list[int]:
    """Who likes a comment, or answered it, at least two such lines (`Ann, Jan and 3 others like this.`): below a text, or outside of all.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    return _several(lines, where, "foot", LONGEST_BESIDE)


def _several(lines: PageLines, where: range, table: str, longest: int) -> list[int]:
    """Lines that match a table of the layouts file, where there are at least two."""
    found = [i for i in short_lines(lines, where, longest) if first_match(table, lines.line(i))]
    return found if len(found) >= LEAST_BESIDE else []


def owner_lines(lines: PageLines, where: range) -> list[int]:
    """Lines over what a shop or a house answers to the review above (`Response from the owner`): part of a header.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    begins, known = initials("response_from") | initials("owner_response"), tuple(words("response_from") | words("owner_response"))
    likely = (i for i in short_lines(lines, where, LONGEST_OWNER) if lines.texts[i][0] in begins)
    return [i for i in likely if (line := lines.line(i)).lower().startswith(known) and first_match("owner", masked(line, find_times(line)))]


def standing_lines(lines: PageLines, where: range) -> list[int]:
    """What others think of a member, or by what way to write to them, on two lines at least: part of a header (vBulletin).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    return _several(lines, where, "standing", LONGEST_OUTSIDE)


def remark_lines(lines: PageLines, where: range) -> list[int]:
    """Remarks on a post and ratings of it, which others left below, with the heading over them (Discuz).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    heads = [i for i in short_lines(lines, where, LONGEST_FURNITURE) if lines.line(i) in words("below_post")]
    found = list(heads)
    for head in heads:
        below = range(head + 1, min(head + 1 + MOST_REMARKS, where.stop))
        rest = takewhile(lambda i: fits("remark", lines.line(i)) or is_button(lines.line(i)), below)
        found += [i for i in rest if not is_button(lines.line(i))]
    return sorted(found)


def login_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that ask to log in before one may speak, politely or twice at least in the same words (Question2Answer).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    low = {i: lines.line(i).lower() for i in short_lines(lines, where, LONGEST_BESIDE)}
    # Of hundreds of stems a page has few, which its text tells faster than each of its lines.
    text = "\n".join(low.values())
    stems = [[stem for stem in words(kind) if stem in text] for kind in ("log_in", "to_speak")]
    likely = {i: line for i, line in low.items() if all(any(stem in line for stem in some) for some in stems)}
    often, please, must = Counter(likely.values()), tuple(words("please")), words("must")
    return [i for i, line in likely.items() if often[line] >= LEAST_ASKED or line.startswith(please) or any(word in line for word in must)]


def _shows_more(line: str) -> bool:
    """Whether a line shows so many more answers (`Show 4 more replies`)."""
    return any(map(str.isdigit, line)) and first_match("more", line.rstrip(_BEHIND_MORE + "\u200b")) is not None


def parted_lines(lines: PageLines, where: range) -> list[int]:
    """Bars alone on their lines, and what they part: who wrote, where from, when. No bodies.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    bars = [i for i in where if lines.texts[i] == _PARTED]
    beside = (k for i in bars for k in (i - 1, i + 1) if k in where and len(lines.texts[k]) <= LONGEST_FURNITURE)
    return sorted({*bars, *beside}) if len(bars) >= LEAST_BESIDE else []


def barred_names(lines: PageLines, where: range) -> list[int]:
    """Names above a bar, a place, another bar and a time: each begins a comment, where there are two at least (Tabnak).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    bars = {i for i in where if lines.texts[i] == _PARTED}
    names = [i - 1 for i in sorted(bars) if i - 1 in where and i - 2 not in bars]
    timed = [i for i in names if i + 3 in bars and i + 4 < len(lines) and prints_time(lines, i + 4)]
    return timed if len(timed) >= LEAST_BESIDE else []


def between_lines(lines: PageLines, where: range) -> list[int]:
    """Thanks below a post with the names of who thanked (vBulletin), and the way to more comments: neither headers nor bodies.

    Remarks and ratings of others, and what asks to log in, are none either.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = list(short_lines(lines, where, LONGEST_BESIDE))
    thanks = [i for i in short if lines.text[lines.ends[i] - 1] == _OVER_NAMES and first_match("thanked", lines.line(i))]
    more = (i for i in short if lines.line(i).lower().rstrip(_BEHIND_MORE) in words("more_comments") or _shows_more(lines.line(i)))
    return sorted({*thanks, *(i + 1 for i in thanks), *more, *remark_lines(lines, where), *login_lines(lines, where)})
