"""Lines of a thread that leave no choice by what is counted: numbers of comments and posts, and times that stand beside them.

What such lines look like is told in the layouts file; how much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise, takewhile
from typing import Final

from pagestrata.parse.chars import COLONS, OPENING_QUOTES, WIDE_COLON
from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import masked, read_line
from pagestrata.parse.threads.layouts import first_match, initials, ranks, words
from pagestrata.parse.threads.lines import fits, is_signed, prints_time, short_lines
from pagestrata.parse.threads.shapes import LONGEST

_TICKETS: Final = ("comment", "Comment")
"""One stands in each line over a comment on a ticket."""
_TICKET_ITSELF: Final = "Description "
"""Stands in the line over the ticket itself."""
_NUMBER_SIGN: Final = "#"
"""The sign before a post's number."""
_NUMBER: Final = re.compile(r"#(?P<number>\d{1,9})")
LONGEST_COUNTED: Final = 160
"""Characters of a line that prints a name, a full name, a time and a number."""
LONGEST_ITEM: Final = 14
"""Characters of a line that is the sign of a list and a number."""
LONGEST_CALLED: Final = 30
"""Characters of a line that calls what follows a comment, with its number."""
LONGEST_NUMBER: Final = 5
"""Characters of a line that is a number."""
LONGEST_NAMED: Final = 60
"""Characters of a line that prints a name and a time."""
LEAST_COUNTING: Final = 0.6
"""Share of numbers that must count on from one to the next, where those of posts taken away are left out."""
TO_TITLE: Final = 3
"""Lines from the time of a bbPress post to its author's title."""
MOST_COUNTING: Final = 0.8
"""Share of such numbers that must count on."""
LONGEST_VOTES: Final = 80
"""Characters of a line of buttons with a number of votes."""
MOST_BELOW_VOTES: Final = 5
"""Lines below it that are looked at for the time."""
LEAST_COUNTED: Final = 3
"""Comments from which as many times are no chance."""
LONGEST_TIME: Final = 50
"""Characters of a line that is a time and nothing else."""
LONGEST_STORY: Final = 80
"""Characters of a line that prints what readers made of a story."""
_JOINING: Final = frozenset("·•|/,–—-")
"""What stands before the number of comments at the end of a line."""
_BEFORE_NUMBER: Final = frozenset("(共")
_BEFORE_COUNT: Final = _BEFORE_NUMBER | frozenset(OPENING_QUOTES)
_AFTER_NUMBER: Final = frozenset(f")]\uff09{COLONS}件条條則则个個개건")


def _counting_items(lines: PageLines, where: range) -> list[int]:
    """Lines that are the sign of a list and a number, with a time right below, where the numbers count on from one to the next."""
    short = ((i, lines.line(i)) for i in short_lines(lines, where, LONGEST_ITEM) if lines.text[lines.ends[i] - 1].isdigit())
    numbers = {
        i: int(found["number"])
        for i, line in short
        if (found := first_match("item", line)) and any(k < len(lines) and prints_time(lines, k) for k in (i + 1, i + 2))
    }
    counts_on = sum(after == before + 1 for before, after in pairwise(numbers.values()))
    return list(numbers) if len(numbers) >= LEAST_COUNTED and counts_on >= MOST_COUNTING * (len(numbers) - 1) else []


def _glued_numbers(lines: PageLines, where: range) -> list[int]:
    """Lines that begin with a number of four figures glued to a name, which counts on from one to the next (5ch).

    A post that was taken away prints no time.
    """
    likely = (i for i in short_lines(lines, where, LONGEST) if lines.text[lines.starts[i]] == "0")
    return _counting_on({i: int(found["number"]) for i in likely if (found := first_match("glued_number", lines.line(i)))})


def _walled_numbers(lines: PageLines, where: range) -> list[int]:
    """Lines that begin with a number behind which wide colons part a name and a time, and which counts on from one to the next (5ch).

    A post that was taken away prints no time; steps and lists print no clock at all.
    """
    likely = (i for i in short_lines(lines, where, LONGEST) if lines.texts[i][0].isdecimal() and WIDE_COLON in lines.texts[i])
    numbers = {i: int(found["number"]) for i in likely if (found := first_match("walled_number", lines.texts[i]))}
    clocks = sum(any(time.has_time for time in find_times(lines.texts[i])) for i in numbers)
    return _counting_on(numbers) if clocks >= LEAST_COUNTING * len(numbers) else []


def _bare_numbers(lines: PageLines, where: range) -> list[int]:
    """Lines that are a number which counts on, right above a name and a time in one line, or in two where others have one (V2EX).

    Lists of stories print a headline there, and who published it.
    """
    bare = [i for i in short_lines(lines, where, LONGEST_NUMBER) if i + 2 < len(lines) and lines.texts[i].isdecimal()]
    at_once = {i: int(lines.line(i)) for i in bare if _is_name_and_time(lines, i + 1)}
    if len(at_once) < LEAST_COUNTED:
        return []
    below = {i: int(lines.line(i)) for i in bare if len(lines.texts[i + 1]) <= LONGEST_NAMED and _is_name_and_time(lines, i + 2)}
    return _counting_on(dict(sorted((at_once | below).items())))


def _called_numbers(lines: PageLines, where: range) -> list[int]:
    """Lines that call what follows a comment of a number, which counts on: `ความคิดเห็นที่ 2`, and `ความคิดเห็นที่ 2-1` on it (Pantip)."""
    likely = (i for i in short_lines(lines, where, LONGEST_CALLED) if lines.texts[i][-1].isdigit() or lines.texts[i][0].isdigit())
    found = {
        i: (int(match["number"]), int(match.groupdict().get("answer") or 0))
        for i in likely
        if (match := first_match("called", lines.line(i)))
    }
    steps = [after[0] - before[0] in (0, 1) and before < after for before, after in pairwise(found.values())]
    return list(found) if len(found) >= LEAST_COUNTED and sum(steps) >= LEAST_COUNTING * len(steps) else []


def _tickets(lines: PageLines, where: range) -> list[int]:
    """Lines over comments on a ticket, whose numbers count on, and the line over the ticket itself, the last one above them.

    `comment:3 by ann, 12 years ago` (Trac), `Comment 3 Ann Lee 5 May` (Bugzilla).
    """
    numbers = ((i, ticket_number(lines.texts[i])) for i in short_lines(lines, where, LONGEST))
    found = _counting_on({i: number for i, number in numbers if number is not None})
    above = range(found[0] - 1, where.start - 1, -1) if found else ()
    itself = (i for i in above if _TICKET_ITSELF in lines.texts[i] and fits("ticket", lines.texts[i]))
    return [*([first] if (first := next(itself, None)) is not None else ()), *found]


def ticket_number(line: str) -> int | None:
    """The number of the comment on a ticket over which a line stands; None for other lines."""
    times = find_times(line) if any(word in line for word in _TICKETS) else ()
    found = first_match("ticketed", masked(line, times)) if times else None
    return int(found["number"]) if found else None


def ticket_changes(lines: PageLines, where: range) -> list[int]:
    """Items that tell what was changed on a ticket, between the line over a comment and what was written: part of its header (Trac).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    tickets = _tickets(lines, where)
    changed = ([*takewhile(lambda k: first_match("ticket_change", lines.line(k)), range(i + 1, where.stop))] for i in tickets)
    # Where nothing was written, what was changed is all that the comment says.
    return [k for some in changed if some and some[-1] + 1 not in tickets for k in some]


def _is_name_and_time(lines: PageLines, i: int) -> bool:
    """Whether a line is short and prints a name of few words before a time."""
    line = lines.line(i)
    fields = read_line(line) if len(line) <= LONGEST_NAMED else None
    return fields is not None and fields.name is not None and fields.is_dated and line.startswith(fields.name)


def _counting_on(numbers: Mapping[int, int]) -> list[int]:
    """Lines whose numbers count on from one to the next, but for some; none where they do not, or are few."""
    steps = [after - before for before, after in pairwise(numbers.values())]
    is_thread = len(numbers) >= LEAST_COUNTED and min(steps) > 0 and sum(step == 1 for step in steps) >= LEAST_COUNTING * len(steps)
    return list(numbers) if is_thread else []


def _numbered(lines: PageLines, where: range) -> list[int]:
    """Lines that are a time and nothing else, above a line that is a post's number, where the numbers go up."""
    numbered = (i for i in short_lines(lines, where, LONGEST_TIME) if lines.text[lines.starts[i]] == _NUMBER_SIGN and i - 1 in where)
    numbers = {i: int(found["number"]) for i in numbered if (found := _NUMBER.fullmatch(lines.line(i)))}
    times = {i - 1: number for i, number in numbers.items() if fits("dated", lines.line(i - 1))}
    is_rising = all(before < after for before, after in pairwise(times.values()))
    return list(times) if len(times) > 1 and is_rising else []


def _titled(lines: PageLines, times: Sequence[int]) -> list[int]:
    """Those of the lines that `_numbered` gives which stand above the author: the third line below them is a title of members."""
    return [i for i in times if i + TO_TITLE < len(lines) and lines.line(i + TO_TITLE).lower() in words("user_title")]


def _below_names(lines: PageLines, where: range) -> list[int]:
    """Lines above a number and a time (`#3.1 — 16. August 2021, 12:58 Uhr`), or above the same name and its points (Livefyre): names.

    The alternative text of a picture of theirs may stand above them.
    """
    short = [i for i in short_lines(lines, where, LONGEST_TIME) if i - 1 in where]
    dated = [i for i in short if lines.text[lines.starts[i]] == _NUMBER_SIGN and fits("numbered", lines.line(i))]
    dated = dated if len(dated) >= LEAST_COUNTED else []
    beside = (i for i in short if lines.line(i).startswith(f"{lines.line(i - 1)} "))
    pointed = [i for i in beside if (found := first_match("pointed", lines.line(i))) and found["name"] == lines.line(i - 1)]
    names = [i - 1 - (i - 2 in where and _is_title(lines.line(i - 1))) for i in (*dated, *pointed)]
    return [i - (i - 1 in where and read_line(lines.line(i - 1)).image_of is not None) for i in names]


def _is_title(line: str) -> bool:
    """Whether a line says what a member is: `Redaktion`, `Moderator`."""
    low = line.lower()
    return low in ranks() or low in words("user_title") or low in words("newsroom")


def counting_headers(lines: PageLines, where: range) -> list[int]:
    """Lines that print who posted, the day and the hour, and the post's number, where nearly all count on (Discourse).

    On twenty labelled pages they begin all posts. Fixtures and tables that number their rows print no hour.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    # Few lines end in a digit and have the colon of a clock: times are looked for in those alone.
    likely = (i for i in short_lines(lines, where, LONGEST_COUNTED) if lines.text[lines.ends[i] - 1].isdigit() and ":" in lines.line(i))
    timed = ((i, find_times(lines.line(i))) for i in likely)
    read = ((i, masked(lines.line(i), times)) for i, times in timed if any(time.has_time for time in times))
    numbers = {i: int(found["number"]) for i, line in read if (found := first_match("counted", line))}
    counts_on = [after == before + 1 for before, after in pairwise(numbers.values())]
    return list(numbers) if counts_on and sum(counts_on) >= MOST_COUNTING * len(counts_on) else []


def numbered_openings(lines: PageLines, where: range) -> list[int]:
    """Lines that begin a post by a number.

    The sign of a list and a number that counts on (`• 12`), a name, a time and such a number (Discourse), or a time over a
    number (bbPress). Where one such time stands above an author and a title of members, all do: not every title is known. So do names above
    a number and a time, or above themselves with their points. A number of four figures glued to a name, one before a wide colon (5ch), one
    alone above a name and a time (V2EX), or behind the word for a comment (Pantip, Trac).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    times = _numbered(lines, where)
    return sorted(
        {
            *_counting_items(lines, where),
            *counting_headers(lines, where),
            *_glued_numbers(lines, where),
            *_walled_numbers(lines, where),
            *_bare_numbers(lines, where),
            *_called_numbers(lines, where),
            *_tickets(lines, where),
            *_below_names(lines, where),
            *(times if _titled(lines, times) else ()),
        }
    )


def numbered_times(lines: PageLines, where: range) -> list[int]:
    """Lines that are a time above a post's number, and the author and title below it (bbPress): part of a post's header.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    times = _numbered(lines, where)
    return sorted({*times, *(k for i in _titled(lines, times) for k in range(i + 1, i + TO_TITLE + 1))})


def listed_names(lines: PageLines, where: range) -> list[int]:
    """Lines that are a number of a list, a name and a time (`2. Ann May 5, 2020`): part of the header of the item.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = (i for i in short_lines(lines, where, LONGEST) if lines.text[lines.starts[i]].isdigit())
    told = [i for i in short if first_match("listed", lines.line(i)) and find_times(lines.line(i))]
    named = [i for i in told if (fields := read_line(lines.line(i))).name and fields.times and not fields.times[0][1]]
    return named if len(named) >= LEAST_COUNTED else []


LONGEST_WHOSE: Final = 60
"""Characters at the beginning of a line, all of which such a line has, that say whose opinion a review is."""


def ending_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that end a post whatever stands around them: its number, its author and its time (`#2 Ann, May 27, 2025`).

    So does a time with who answered, and that one did (`20 Mayıs 2016 Ann tarafından cevaplandı`; Question2Answer in Turkish), and a site
    of reviews with whose opinion each is, below the time of writing (Tripadvisor).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    text, behind = lines.text, tuple(sorted(words("answered_behind")))
    short = short_lines(lines, where, LONGEST)
    numbered = (i for i in short if text[lines.starts[i]] == _NUMBER_SIGN or text.endswith(behind, lines.starts[i], lines.ends[i]))
    known = tuple(words("whose_opinion"))
    opinions = [i for i in where if len(lines.texts[i]) > LONGEST_WHOSE and lines.texts[i][:LONGEST_WHOSE].lower().startswith(known)]
    written = (i - 1 for i in opinions if i - 1 in where and prints_time(lines, i - 1) and fits("written", lines.line(i - 1)))
    return sorted({*(i for i in numbered if fits("ending", lines.line(i))), *opinions, *written})


def told_number(heading: re.Match[str]) -> int | None:
    """The number of comments in a match of `heading`; None where it has none."""
    told = heading.groupdict()
    if told.get("one"):
        return 1
    return int(told["number"]) if told.get("number") else None


def printed_counts(lines: PageLines) -> dict[int, int]:
    """Lines that are a number of comments and nothing else: line to number, also 0. Where more than two are, they stand below stories."""
    begin_one, ones = initials("one"), words("one")
    found: dict[int, int] = {}
    for i, line in enumerate(lines.texts):
        is_edged = line[0].isdecimal() or line[-1].isdecimal() or line[0] in _BEFORE_COUNT or line[-1] in _AFTER_NUMBER
        if (is_edged or (line[0] in begin_one and line.partition(" ")[0].lower() in ones)) and len(line) <= LONGEST:
            match = first_match("heading", line)
            number = told_number(match) if match else None
            if number is not None:
                found[i] = number
    return found


def story_lines(lines: PageLines) -> list[int]:
    """Lines that print how often a story was liked, shared or remarked on; none where there are too few to stand below a list.

    Args:
        lines: the page.
    """
    short = ((i, line) for i, line in enumerate(lines.texts) if len(line) <= LONGEST_STORY)
    found = [i for i, line in short if (line[0].isdecimal() or line[0] in _BEFORE_NUMBER) and first_match("story", line)]
    ended = _story_ends(lines)
    return sorted({*(found if len(found) >= LEAST_COUNTED else ()), *(ended if len(ended) >= LEAST_COUNTED else ())})


def _story_ends(lines: PageLines) -> list[int]:
    """Lines that say when a story was posted, and at their end how many comments it has."""
    ends = _ends_of_counts()
    likely = (
        i for i, text in enumerate(lines.texts) if text[-3:].lower() in ends and len(text) <= LONGEST and not _JOINING.isdisjoint(text)
    )
    return [i for i in likely if first_match("story_end", lines.line(i)) and prints_time(lines, i)]


@cache
def _ends_of_counts() -> frozenset[str]:
    return frozenset(word[-3:] for word in words("comments"))


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
            below = short_lines(lines, range(line + 1, len(lines)), LONGEST_TIME)
            dated = [i for i in below if find_times(lines.line(i))]
            times = [i for i in dated if fits("dated", lines.line(i))]
            if len(times) != number and len(dated) >= number:
                times = [i for i in dated if read_line(lines.line(i)).name]
            if len(times) != number:
                times = [i for i in short_lines(lines, range(line + 1, len(lines)), LONGEST) if is_signed(lines.line(i))]
            found.update(times if len(times) == number else ())
    return sorted(found)


def footer_times(lines: PageLines, where: range) -> list[int]:
    """Lines that are a time and stand below a comment's votes, as wpDiscuz 5 sets them: part of its footer.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    votes = [i for i in short_lines(lines, where, LONGEST_VOTES) if first_match("votes", lines.line(i))]
    below = (range(i + 1, min(i + 1 + MOST_BELOW_VOTES, where.stop)) for i in votes)
    timed = (next((k for k in some if prints_time(lines, k)), None) for some in below)
    return [k for k in timed if k is not None and not read_line(lines.line(k)).name]
