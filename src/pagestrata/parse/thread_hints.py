"""Lines of a thread that leave no choice: what they are is told by their words and by what the page prints elsewhere.

What such lines look like is told in the layouts file; how much they weigh is decided in `thread_decode`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.parse.categories import said_alone
from pagestrata.parse.chars import PLANE, code_points
from pagestrata.parse.dates import find_times
from pagestrata.parse.field_scene import squeeze
from pagestrata.parse.lines import PageLines
from pagestrata.parse.thread_fields import masked, read_line
from pagestrata.parse.thread_layouts import first_match, words
from pagestrata.parse.thread_shapes import LONGEST
from pagestrata.records import Category

LONGEST_CHANGED: Final = 200
"""Characters of a line that prints when a post was changed."""
LONGEST_CLOSING: Final = 50
"""Characters of a line that takes leave."""
MOST_CLOSING: Final = 4
"""Lines that are looked at for those that take leave, with the last one of the body."""
MOST_NAMES: Final = 3
"""Words of a name below such a line."""
MOST_BESIDE: Final = 50
"""Lines that print one time, as many as are remembered."""
LONGEST_OUTSIDE: Final = 70
"""Characters of a line that is outside of all comments by its words."""
LONGEST_SUBJECT: Final = 200
"""Characters of a subject line."""
SURELY_NAMED: Final = 2
"""What a line says of its author by a pattern of the layouts file."""
_TO_TIME: Final = "»"
"""The sign that leads from a name to a time in the headers that are certain."""
_FOLD: Final = "["
"""The first character of the sign that folds a comment away."""
_BULLET: Final = "•"
"""The first character of a list's lines."""
_NUMBER_SIGN: Final = "#"
"""The sign before a post's number."""
_SPEECH: Final = ("...", "…")
"""How Blogger ends the line that says who speaks."""
LEAST_SPOKEN: Final = 3
"""Such lines of one page from which they are no line of a story."""
_NUMBER: Final = re.compile(r"#(?P<number>\d{1,9})")
_ITEM: Final = re.compile(r"(?:[•◦*▪]|\d{1,4}[.)])\s+(?P<number>\d{1,5})")
LONGEST_ITEM: Final = 14
"""Characters of a line that is the sign of a list and a number."""
TO_TITLE: Final = 3
"""Lines from the time of a bbPress post to its author's title."""
MOST_COUNTING: Final = 0.8
"""Share of such numbers that must count on."""
LEAST_BUTTONS: Final = 3
"""Times that a control stands alone in its line from which no comment is that word."""
LONGEST_BUTTON: Final = 40
"""Characters of a line that is a control and nothing else."""
MOST_BETWEEN: Final = 3
"""Lines from a comment's time to the subject that stands right above its body."""
LEAST_REPEATED: Final = 3
"""Letters and digits of a subject that its body repeats."""
_TO_QUOTED: Final = "↑"
"""The sign that leads to a quoted post."""
LONGEST_SIGNS: Final = 24
"""Characters of a body that is nothing but signs."""
LONGEST_VOTES: Final = 80
"""Characters of a line of buttons with a number of votes."""
MOST_BELOW_VOTES: Final = 5
"""Lines below it that are looked at for the time."""
LEAST_COUNTED: Final = 3
"""Comments from which as many times are no chance."""
LONGEST_TIME: Final = 50
"""Characters of a line that is a time and nothing else."""
LONGEST_FURNITURE: Final = 40
"""Characters of a line that belongs to the page around the comments."""
_FOREIGN: Final = frozenset((Category.MASTHEAD, Category.ADVERTISEMENT, Category.RELATED, Category.DONATION, Category.LEGAL))
"""What no comment has in its header."""
_FURNITURE: Final = _FOREIGN | {Category.NAVIGATION, Category.SUBSCRIPTION, Category.ABOUT}
_BEFORE_NUMBER: Final = frozenset("0123456789(")
_AFTER_NUMBER: Final = frozenset("0123456789):")


def _short(lines: PageLines, where: range, longest: int) -> list[int]:
    return [i for i in where if lines.ends[i] - lines.starts[i] <= longest]


def _fits(table: str, line: str) -> bool:
    """Whether a line matches a pattern of a table, its times replaced by the sign for one."""
    return first_match(table, masked(line, find_times(line))) is not None


def link_lines(lines: PageLines) -> list[int]:
    """Lines that are pingbacks whatever stands around them: a list marker, and the word for one."""
    text = lines.text.lower()
    if not any(word in text for word in words("pingback")):
        return []
    return [i for i in range(len(lines)) if first_match("link", lines.line(i))]


def header_lines(lines: PageLines) -> list[int]:
    """Lines that are part of a post's header whatever stands around them, as boards print who wrote it and when."""
    if _TO_TIME not in lines.text:
        return []
    short = ((i, lines.line(i)) for i in _short(lines, range(len(lines)), LONGEST))
    known = tuple(words("post_by"))
    return [i for i, line in short if line.lower().startswith(known) and _fits("header", line)]


def opening_lines(lines: PageLines, where: range) -> list[int]:
    """Lines with which a comment begins whatever stands around them.

    Who writes (`by Ann writes:`), who speaks (`Ann said...`, at least three times), who is there (`• AnnA Offline`), the sign that
    folds the comment away (`[–]ann 3 points`), the sign of a list and a number that counts on (`• 12`), or the time over a post's
    number, its author and the author's title (bbPress).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    text, by, presence = lines.text, tuple(f"{word} " for word in words("by_bare")), tuple(f" {word}" for word in words("presence"))
    begins = frozenset(letter for word in (*by, _FOLD, _BULLET) for letter in (word[0], word[0].upper()))
    found: list[int] = []
    spoken: list[int] = []
    for i in _short(lines, where, LONGEST):
        if text.endswith(_SPEECH, lines.starts[i], lines.ends[i]) and _fits("opening", lines.line(i)):
            spoken.append(i)
        if text[lines.starts[i]] not in begins:
            continue
        line = lines.line(i)
        low = line.lower()
        is_likely = low.startswith(_FOLD) or (":" in low and low.startswith(by)) or (low.startswith(_BULLET) and low.endswith(presence))
        # The same line twice is a name and its picture.
        if is_likely and _fits("opening", line) and i - 1 not in found[-1:]:
            found.append(i)
    told_by_numbers = (*_counting_items(lines, where), *_numbered_openings(lines, where))
    return sorted({*found, *(spoken if len(spoken) >= LEAST_SPOKEN else ()), *told_by_numbers})


def _counting_items(lines: PageLines, where: range) -> list[int]:
    """Lines that are the sign of a list and a number, with a time right below, where the numbers count on from one to the next."""
    short = ((i, lines.line(i)) for i in _short(lines, where, LONGEST_ITEM) if lines.text[lines.ends[i] - 1].isdigit())
    numbers = {
        i: int(found["number"])
        for i, line in short
        if (found := _ITEM.fullmatch(line)) and any(k < len(lines) and _prints_time(lines, k) for k in (i + 1, i + 2))
    }
    counts_on = sum(after == before + 1 for before, after in pairwise(numbers.values()))
    return list(numbers) if len(numbers) >= LEAST_COUNTED and counts_on >= MOST_COUNTING * (len(numbers) - 1) else []


def _numbered(lines: PageLines, where: range) -> list[int]:
    """Lines that are a time and nothing else, above a line that is a post's number, where the numbers go up."""
    numbered = (i for i in _short(lines, where, LONGEST_TIME) if lines.text[lines.starts[i]] == _NUMBER_SIGN and i - 1 in where)
    numbers = {i: int(found["number"]) for i in numbered if (found := _NUMBER.fullmatch(lines.line(i)))}
    times = {i - 1: number for i, number in numbers.items() if _fits("dated", lines.line(i - 1))}
    is_rising = all(before < after for before, after in pairwise(times.values()))
    return list(times) if len(times) > 1 and is_rising else []


def _numbered_openings(lines: PageLines, where: range) -> list[int]:
    """Those of `_numbered` that stand above the author: the second line below them is a name, the third a title of members."""
    titled = (i for i in _numbered(lines, where) if i + TO_TITLE < len(lines))
    return [i for i in titled if lines.line(i + TO_TITLE).lower() in words("user_title")]


def numbered_times(lines: PageLines, where: range) -> list[int]:
    """Lines that are a time above a post's number, and the author and title below it (bbPress): part of a post's header.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    below = (k for i in _numbered_openings(lines, where) for k in range(i + 1, i + TO_TITLE + 1))
    return sorted({*_numbered(lines, where), *below})


def ending_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that end a post whatever stands around them: its number, its author and its time (`#2 Ann, May 27, 2025`).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    numbered = (i for i in _short(lines, where, LONGEST) if lines.text[lines.starts[i]] == _NUMBER_SIGN)
    return [i for i in numbered if _fits("ending", lines.line(i))]


def mention_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that are nothing but whom a comment answers (`@ann`), where another line begins with the bare name: part of its body.

    Without that line `@ann` may be the handle of who writes.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = _short(lines, where, LONGEST)
    matches = {i: found["name"] for i in short if lines.text[lines.starts[i]] == "@" and (found := first_match("mention", lines.line(i)))}
    names = {lines.line(i).partition(" ")[0].rstrip(",:") for i in short} if matches else set()
    return [i for i, name in matches.items() if name in names]


@cache
def _edges_of_counts() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Whether a line that prints a number of comments can begin with a code point, and whether it can end with it."""
    tables = np.zeros((2, PLANE + 1), np.bool_)
    initials = (letter for word in words("one") for letter in (word[0], word[0].upper()))
    tables[0, [ord(sign) for sign in (*_BEFORE_NUMBER, *initials)]] = True
    tables[1, [ord(sign) for sign in _AFTER_NUMBER]] = True
    return tables[0], tables[1]


def printed_counts(lines: PageLines) -> dict[int, int]:
    """Lines that are a number of comments and nothing else: line to number. Where more than two are, they stand below stories."""
    if not len(lines):
        return {}
    # Most lines are told by their ends; cutting each out takes longer than all the rest.
    codes = np.minimum(code_points(lines.text), PLANE)
    start, end = np.array(lines.starts), np.array(lines.ends)
    begins, ends = _edges_of_counts()
    is_likely = begins[codes[start]] | ends[codes[end - 1]]
    ones = words("one")
    found: dict[int, int] = {}
    for i in np.flatnonzero(is_likely & (end - start <= LONGEST)).tolist():
        line = lines.line(i)
        if line[0] in _BEFORE_NUMBER or line[-1] in _AFTER_NUMBER or line.partition(" ")[0].lower() in ones:
            match = first_match("heading", line)
            told = match.groupdict() if match else {}
            number = 1 if told.get("one") else int(told.get("number") or 0)
            if number:
                found[i] = number
    return found


def counted_times(lines: PageLines, counts: Mapping[int, int]) -> list[int]:
    """Lines that are a time, where exactly as many stand below a number of comments: one is beside each body.

    Lines that are a time and nothing else, or a name and a time.

    Args:
        lines: the page.
        counts: lines that print how many comments there are (`printed_counts`).
    """
    found: set[int] = set()
    for line, number in counts.items():
        if number >= LEAST_COUNTED:
            below = _short(lines, range(line + 1, len(lines)), LONGEST_TIME)
            dated = [i for i in below if find_times(lines.line(i))]
            times = [i for i in dated if _fits("dated", lines.line(i))]
            if len(times) != number and len(dated) >= number:
                times = [i for i in dated if read_line(lines.line(i)).name]
            found.update(times if len(times) == number else ())
    return sorted(found)


def subject_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that print what a thread is about, and those below them that print who wrote: part of a post's header.

    A subject is told by its answers: at least two lines print it behind `Re:`, or one does and another prints it alone. A line
    that is the subject itself heads the first post. It is also told by its score, where the line below prints who wrote.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = _short(lines, where, LONGEST_SUBJECT)
    answers = {i: found["subject"] for i in short if (found := first_match("subject", lines.line(i)))}
    alone = {lines.line(i) for i in short if i not in answers} if answers else set()
    subjects = {subject for subject, count in Counter(answers.values()).items() if count > 1 or subject in alone}
    heads = [i for i in short if answers.get(i, lines.line(i)) in subjects] if subjects else []
    scored = [i for i in short if first_match("scored", lines.line(i))]
    named = [i for i in (*heads, *scored) if i + 1 in where and read_line(lines.line(i + 1)).named == SURELY_NAMED]
    return sorted({*heads, *named, *(i + 1 for i in named)})


def repeated_lines(lines: PageLines, where: range) -> list[int]:
    """Subjects that repeat how their comment begins, as Drupal makes them up, right above the body or above the line between: no bodies.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    first = [lines.text[lines.starts[i] : lines.starts[i] + LEAST_REPEATED] for i in where]
    found: list[int] = []
    for i in _short(lines, where, LONGEST_SUBJECT):
        begin, *below = first[i - where.start : i - where.start + 3]
        if begin in below and (body := _body_begun(lines, i, len(below))):
            # The time stands between the two, or above both.
            times = range(i + 1, body) if body > i + 1 else range(max(where.start, i - MOST_BETWEEN), i)
            found += [i] if any(_prints_time(lines, k) for k in times) else []
    return found


def _body_begun(lines: PageLines, i: int, below: int) -> int:
    """The nearest of some lines below line `i` that begins with all its letters and digits; 0 where none does."""
    begin = squeeze(lines.line(i))
    if len(begin) < LEAST_REPEATED:
        return 0
    return next((k for k in range(i + 1, i + 1 + below) if squeeze(lines.line(k)).startswith(begin)), 0)


def button_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that are a control or a title of members and nothing else, where the same stands alone at least so often: no bodies.

    A word of thanks is one, though boards have a button of that name.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    known = (words("control") | words("user_title")) - words("greeting")
    alone = [(i, low) for i in _short(lines, where, LONGEST_BUTTON) if (low := lines.line(i).lower()) in known]
    often = Counter(low for _, low in alone)
    return [i for i, low in alone if often[low] >= LEAST_BUTTONS]


def changed_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that print when a post was written and when it was changed: part of its header, however long they are.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    likely = (i for i in _short(lines, where, LONGEST_CHANGED) if lines.text[lines.ends[i] - 1] == ")")
    return [i for i in likely if _fits("changed", lines.line(i))]


def quote_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that say whose the words below are, as boards print it over a quote: part of a post's body.

    Told by the board's words for it, by the sign that leads to the quoted post, or by its time, which stands beside the same
    name further up.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = _short(lines, where, LONGEST)
    matches = {i: found for i in short if (found := first_match("quote", lines.line(i)))}
    dated = {i: found for i, found in matches.items() if found.groupdict().get("posted", _TO_QUOTED) != _TO_QUOTED}
    return sorted({*(i for i in matches if i not in dated), *(_repeats(lines, short, dated) if dated else ())})


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


def closing_lines(lines: PageLines, where: range) -> list[int]:
    """Lines with which the author of a comment takes leave, and the name alone on the line below: part of its body.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    matches = {i: match for i in _short(lines, where, LONGEST_CLOSING) if (match := first_match("closing", lines.line(i)))}
    below = (i + 1 for i, match in matches.items() if not match["name"] and i + 1 in where)
    signed = (i for i in below if not lines.blanks[i] and len(lines.line(i).split()) <= MOST_NAMES)
    return sorted({*matches, *(i for i in signed if lines.line(i).lower() not in words("control"))})


def signed_to(lines: PageLines, last: int) -> int:
    """The last line of a body, when the lines that take leave right below it are counted in.

    Args:
        lines: the page.
        last: the last line of the body without them.
    """
    closing = closing_lines(lines, range(last, min(last + MOST_CLOSING, len(lines))))
    return next(i for i in range(last, last + MOST_CLOSING) if i + 1 not in closing)


def sign_lines(lines: PageLines, where: range) -> list[int]:
    """Lines of nothing but hearts, faces and hands right below a time, or below one button that follows it: a comment's whole body.

    Elsewhere such a sign may be a button.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    signs = [
        i for i in _short(lines, where, LONGEST_SIGNS) if not lines.text[lines.starts[i]].isascii() and first_match("signs", lines.line(i))
    ]
    return [i for i in signs if _prints_time(lines, i - 1 - (i > 0 and lines.line(i - 1).lower() in words("control")))]


def footer_times(lines: PageLines, where: range) -> list[int]:
    """Lines that are a time and stand below a comment's votes, as wpDiscuz 5 sets them: part of its footer.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    votes = [i for i in _short(lines, where, LONGEST_VOTES) if first_match("votes", lines.line(i))]
    below = (range(i + 1, min(i + 1 + MOST_BELOW_VOTES, where.stop)) for i in votes)
    timed = (next((k for k in some if _prints_time(lines, k)), None) for some in below)
    return [k for k in timed if k is not None and not read_line(lines.line(k)).name]


def _prints_time(lines: PageLines, i: int) -> bool:
    return i >= 0 and lines.ends[i] - lines.starts[i] <= LONGEST and bool(find_times(lines.line(i)))


def outside_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that ask for a new comment, or that a board prints below its last post: outside of all comments.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = ((i, lines.line(i)) for i in _short(lines, where, LONGEST_OUTSIDE))
    return [i for i, line in short if first_match("invitation", line) or first_match("board", line)]


def furniture_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that are a link or heading of a page and nothing else (`Back to top`, `About me`): no bodies, though headers may have them.

    In 7,121 comments of the gold and of other archives one body has such a line, and fourteen lines were taken for bodies.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    return [i for i in _short(lines, where, LONGEST_FURNITURE) if said_alone(lines.line(i)) in _FURNITURE]


def foreign_lines(lines: PageLines, where: range) -> list[int]:
    """Those that no header has either (`Similar threads`, `Impressum`); arguments as above.

    They may end the footer of the comment above: where they must be outside, the list below them is taken for comments on two pages.
    """
    return [i for i in furniture_lines(lines, where) if said_alone(lines.line(i)) in _FOREIGN]
