"""Lines of a thread that leave no choice: what they are is told by their words and by what the page prints elsewhere.

Those told by numbers and times are found next door, in `threads.numbers`, those over quotes in `threads.quotes`, those around comments
in `threads.beside`, and those that name members in `threads.mentions`. What such lines look like is told in the layouts file; how much
they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pagestrata.parse.chars import ENDS_SENTENCE, LIST_SIGNS, WIDE_COLON
from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import SURELY_NAMED, read_line
from pagestrata.parse.threads.layouts import first_match, initials, words
from pagestrata.parse.threads.levels import ANCHOR
from pagestrata.parse.threads.lines import fits, is_button, is_figures, is_header, prints_time, short_lines
from pagestrata.parse.threads.numbers import numbered_openings
from pagestrata.parse.threads.shapes import LONGEST

LONGEST_CHANGED: Final = 200
"""Characters of a line that prints when a post was changed."""
LONGEST_CLOSING: Final = 50
"""Characters of a line that takes leave."""
MOST_CLOSING: Final = 4
"""Lines that are looked at for those that take leave, with the last one of the body."""
MOST_NAMES: Final = 3
"""Words of a name below such a line."""
LONGEST_SUBJECT: Final = 200
"""Characters of a subject line."""
_TO_TIME: Final = "»"
"""The sign that leads from a name to a time in the headers that are certain."""
LEAST_TIMED: Final = 2
"""Such signs of a page from which it can be a thread."""
_FOLD: Final = "["
"""The first character of the sign that folds a comment away."""
_BULLET: Final = "•"
"""The first character of a list's lines."""
_SPEECH: Final = ("...", "…")
"""How Blogger ends the line that says who speaks."""
LEAST_SPOKEN: Final = 3
"""Such lines of one page from which they are no line of a story."""
LEAST_BUTTONS: Final = 2
"""Times that a control stands alone in its line from which no comment is that word."""
_HANDLE: Final = " @"
_BESIDE_HANDLE: Final = " · "
"""Both stand in a line of a name, its handle, and a time."""
LONGEST_BUTTON: Final = 40
"""Characters of a line that is a control and nothing else."""
MOST_BETWEEN: Final = 3
"""Lines from a comment's time to the subject that stands right above its body."""
LEAST_REPEATED: Final = 3
"""Letters and digits of a subject that its body repeats."""
_LIST_SIGNS: Final = frozenset(f"{LIST_SIGNS}(")
"""With what a line of a list can begin, besides a digit."""
LONGEST_PART: Final = 300
"""Characters of a part of a review."""
LEAST_PARTS: Final = 2
"""Such parts of a page from which they are those of reviews."""
_NAMED: Final = re.compile(r"\w")
"""Begins a name, as `#2` does not."""
_SENTENCE: Final = re.compile(f".*{ENDS_SENTENCE}")
"""What a body says to somebody (`In response to the news I say no.`); names may end in an initial."""
LONGEST_SIGNS: Final = 24
"""Characters of a body that is nothing but signs."""
LONGEST_ANCHOR: Final = 6
"""Characters of a line that is nothing but the number of what is answered."""


def link_lines(lines: PageLines, counts: Collection[int]) -> list[int]:
    """Lines that are pingbacks whatever stands around them: the word for one, behind a list marker, on several lines, or below a number.

    Args:
        lines: the page.
        counts: lines that print how many comments stand below them.
    """
    begins = _LIST_SIGNS | initials("pingback")
    # The word is followed by a colon, which few such lines have.
    likely = (
        (i, line)
        for i, line in enumerate(lines.texts)
        if (":" in line or WIDE_COLON in line) and (line[0] in begins or line[0].isdecimal())
    )
    found = {i: match["listed"] is not None for i, line in likely if (match := first_match("link", line))}
    # Between two comments one stands below the button of the one and right above who wrote the other.
    between = (i for i in found if 0 < i < len(lines) - 1 and is_button(lines.texts[i - 1]))
    parting = {i for i in between if read_line(lines.texts[i + 1]).named == SURELY_NAMED and not prints_time(lines, i + 1)}
    return [i for i, is_listed in found.items() if is_listed or len(found) > 1 or i - 1 in counts or i in parting]


def header_lines(lines: PageLines) -> list[int]:
    """Lines that are part of a post's header whatever stands around them, as boards print who wrote it and when."""
    if _TO_TIME not in lines.text:
        return []
    return [i for i in short_lines(lines, range(len(lines)), LONGEST) if is_header(lines.texts[i])]


def opening_lines(lines: PageLines, where: range, counts: Mapping[int, int] = MappingProxyType({})) -> list[int]:
    """Lines with which a comment begins whatever stands around them.

    Who writes (`by Ann writes:`), who speaks (`Ann said...`, at least three times or as often as the page says), who is there
    (`• AnnA Offline`), whose handle and time stand behind (`Ann Lee @annlee · 5 May`), the sign that folds the comment away
    (`[–]ann 3 points`), or a number (`numbered_openings`).

    Args:
        lines: the page.
        where: the stretch that is looked at.
        counts: lines that print how many comments stand below them.
    """
    text, by, presence = lines.text, tuple(f"{word} " for word in words("by_bare")), tuple(f" {word}" for word in words("presence"))
    begins = frozenset(letter for word in (*by, _FOLD, _BULLET) for letter in (word[0], word[0].upper()))
    found: list[int] = []
    spoken: list[int] = []
    for i in short_lines(lines, where, LONGEST):
        if text.endswith(_SPEECH, lines.starts[i], lines.ends[i]) and fits("opening", lines.line(i)):
            spoken.append(i)
        if _BESIDE_HANDLE in lines.texts[i] and _HANDLE in lines.texts[i] and fits("opening", lines.texts[i]):
            found.append(i)
            continue
        if text[lines.starts[i]] not in begins:
            continue
        line = lines.line(i)
        low = line.lower()
        is_likely = low.startswith(_FOLD) or (":" in low and low.startswith(by)) or (low.startswith(_BULLET) and low.endswith(presence))
        # The same line twice is a name and its picture.
        if is_likely and fits("opening", line) and i - 1 not in found[-1:]:
            found.append(i)
    told = (sum(line < i for i in spoken) == number for line, number in counts.items() if line in where)
    is_told = len(spoken) >= LEAST_SPOKEN or any(told)
    return sorted({*found, *(spoken if is_told else ()), *numbered_openings(lines, where)})


def anchor_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that are nothing but the number of the comment that is answered (`>>12`): part of a body.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    return [i for i in short_lines(lines, where, LONGEST_ANCHOR) if ANCHOR.fullmatch(lines.texts[i])]


def subject_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that print what a thread is about, and those below them that print who wrote: part of a post's header.

    A subject is told by its answers: at least two lines print it behind `Re:`, or one does and another prints it alone. A line
    that is the subject itself heads the first post. It is also told by its score, where the line below prints who wrote.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = short_lines(lines, where, LONGEST_SUBJECT)
    answers = {i: found["subject"] for i in short if (found := first_match("subject", lines.line(i)))}
    alone = {lines.line(i) for i in short if i not in answers} if answers else set()
    subjects = {subject for subject, count in Counter(answers.values()).items() if count > 1 or subject in alone}
    heads = [i for i in short if answers.get(i, lines.line(i)) in subjects] if subjects else []
    scored = [i for i in short if first_match("scored", lines.line(i))]
    named = [i for i in (*heads, *scored) if i + 1 in where and read_line(lines.line(i + 1)).named == SURELY_NAMED]
    return sorted({*heads, *named, *(i + 1 for i in named)})


def begun_lines(lines: PageLines, where: range, subjects: Sequence[int], headers: Sequence[int]) -> list[int]:
    """Lines right below who wrote and when, as phpBB prints it (`Post by Ann » Tue Aug 27`, or `by Ann » …` under a subject): bodies begin.

    They do so below all 94 such lines of the gold, and below all 93 of the written pages; where the name stands there once more,
    what a board prints of a member follows.

    Args:
        lines: the page.
        where: the stretch that is looked at.
        subjects: its `subject_lines`.
        headers: `header_lines` of the page.
    """
    if lines.text.count(_TO_TIME) < LEAST_TIMED:
        return []
    told = set(subjects)
    under = (i for i in subjects if i + 1 not in told and _TO_TIME in lines.line(i))
    above = {*headers, *(i for i in under if read_line(lines.line(i)).named == SURELY_NAMED)}
    return sorted(i + 1 for i in above if i in where and i + 1 in where and f"{lines.line(i + 1)} {_TO_TIME}" not in lines.line(i))


def repeated_lines(lines: PageLines, where: range) -> list[int]:
    """Subjects that repeat how their comment begins, as Drupal makes them up, right above the body or above the line between: no bodies.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    first = [lines.text[lines.starts[i] : lines.starts[i] + LEAST_REPEATED] for i in where]
    found: list[int] = []
    for i in short_lines(lines, where, LONGEST_SUBJECT):
        begin, *below = first[i - where.start : i - where.start + 3]
        if begin in below and (body := _body_begun(lines, i, len(below))):
            # The time stands between the two, or above both.
            times = range(i + 1, body) if body > i + 1 else range(max(where.start, i - MOST_BETWEEN), i)
            found += [i] if any(prints_time(lines, k) for k in times) else []
    return found


def _body_begun(lines: PageLines, i: int, below: int) -> int:
    """The nearest of some lines below line `i` that begins with all its letters and digits; 0 where none does."""
    begin = squeeze(lines.line(i))
    if len(begin) < LEAST_REPEATED:
        return 0
    return next((k for k in range(i + 1, i + 1 + below) if squeeze(lines.line(k)).startswith(begin)), 0)


def button_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that are a control or a title of members and nothing else, where the same stands alone at least so often, or likes: no bodies.

    A word of thanks is one, though boards have a button of that name.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    known = (words("control") | words("user_title")) - words("greeting")
    short = [(i, lines.line(i)) for i in short_lines(lines, where, LONGEST_BUTTON)]
    alone = [(i, low) for i, line in short if (low := line.lower()) in known]
    often = Counter(low for _, low in alone)
    liked = (i for i, line in short if first_match("liked", line))
    return sorted({*liked, *(i for i, low in alone if often[low] >= LEAST_BUTTONS)})


def _is_below_time(lines: PageLines, where: range, i: int) -> bool:
    """Whether a time stands right above a line, or above votes that do."""
    return prints_time(lines, i - 1) or (i - 2 in where and is_figures(lines.line(i - 1)) and prints_time(lines, i - 2))


def answering_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that say whom a comment answers below who wrote it, and the name, where a control ends the comment above (wpDiscuz 7).

    Elsewhere `Reply to Ann` is a button of Ann's own comment, unless it stands right below a time: 31 such lines of labelled and written
    pages are headers; `@Ann` and `In reply to #2`, with which bodies begin, are none.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    found: list[int] = []
    short = short_lines(lines, where, LONGEST)
    names: frozenset[str] | None = None
    begun: dict[str, int] | None = None
    for i in short:
        line = lines.line(i)
        match = first_match("reply", line) if i - 1 in where else None
        if match and line[0] != "@" and _NAMED.match(match.groupdict().get("to") or "") and _is_below_time(lines, where, i):
            names = frozenset(map(lines.line, short)) if names is None else names
            is_told = not _SENTENCE.fullmatch(line) and line.lower().partition(" ")[0] not in words("reply_verb")
            found += [i] if is_told or match["to"] in names else []
        elif match and i - 2 in where and is_button(lines.line(i - 2)):
            to, name = match.groupdict().get("to"), lines.line(i - 1)
            is_name = len(name) <= LONGEST_BUTTON and not is_button(name) and not prints_time(lines, i - 1)
            names = frozenset(map(lines.line, short)) if names is None else names
            found += [i - 1, i] if is_name and to != name and to in names else []
        elif lines.texts[i] in words("reply_alone") and i - 1 in where and i + 1 in where and _is_between_names(lines, i):
            begun = {lines.texts[k]: k for k in reversed(short)} if begun is None else begun
            found += [i - 1, i, i + 1] if begun.get(lines.texts[i + 1], i) < i - 1 else []
    return found


def _is_between_names(lines: PageLines, i: int) -> bool:
    """Whether a word for an answer stands alone between who answers, or what that one is, and what may be another name (CSDN).

    Below a text it is a button, with a time above or a number below, or before a name above its own time (Pixnet).
    """
    if i + 2 < len(lines) and prints_time(lines, i + 2):
        return False
    is_apart = len({lines.indents[k] for k in (i - 1, i, i + 1)}) > 1 or is_button(lines.line(i + 1)) or lines.texts[i + 1].isdigit()
    above = lines.texts[i - 1]
    is_name = len(above) <= LONGEST_BUTTON and not above.isdigit() and not prints_time(lines, i - 1) and not is_button(above)
    return is_name and not is_apart


def citing_answered_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that cite the beginning of what a comment answers, and say whose it is: part of its header (Drupal).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    begin = initials("reply_to")
    likely = (i for i in short_lines(lines, where, LONGEST_PART) if lines.texts[i][0] in begin)
    return [i for i in likely if first_match("cites_answered", lines.line(i))]


def changed_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that print when a post was written and when it was changed: part of its header, however long they are.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    likely = (i for i in short_lines(lines, where, LONGEST_CHANGED) if lines.text[lines.ends[i] - 1] == ")")
    return [i for i in likely if fits("changed", lines.line(i))]


def closing_lines(lines: PageLines, where: range) -> list[int]:
    """Lines with which the author of a comment takes leave, and the name alone on the line below: part of its body.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    matches = {i: match for i in short_lines(lines, where, LONGEST_CLOSING) if (match := first_match("closing", lines.line(i)))}
    below = (i + 1 for i, match in matches.items() if not match["name"] and i + 1 in where)
    signed = (i for i in below if not lines.blanks[i] and len(lines.line(i).split()) <= MOST_NAMES)
    return sorted({*matches, *(i for i in signed if not is_button(lines.line(i)))})


def signed_to(lines: PageLines, last: int) -> int:
    """The last line of a body, when the lines that take leave right below it are counted in.

    Args:
        lines: the page.
        last: the last line of the body without them.
    """
    closing = closing_lines(lines, range(last, min(last + MOST_CLOSING, len(lines))))
    return next(i for i in range(last, last + MOST_CLOSING) if i + 1 not in closing)


def part_lines(lines: PageLines, where: range) -> list[int]:
    """Lines over parts of a review (`Pros`), the lines below, and parts that begin so (`Pros: it floats`): neither headers nor footers.

    All 41 such lines within comments of labelled and written pages are in their bodies.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    parts = {i: lines.line(i).replace(WIDE_COLON, ":").partition(":") for i in short_lines(lines, where, LONGEST_PART)}
    found = [i for i, (label, _, _) in parts.items() if label.rstrip().lower() in words("review_parts")]
    alone = (i + 1 for i in found if not parts[i][2].strip())
    return sorted({*found, *alone}) if len(found) >= LEAST_PARTS else []


def sign_lines(lines: PageLines, where: range) -> list[int]:
    """Lines of nothing but hearts, faces and hands right below a time, or below one button that follows it: a comment's whole body.

    Elsewhere such a sign may be a button.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    short = (i for i in short_lines(lines, where, LONGEST_SIGNS) if not lines.text[lines.starts[i]].isascii())
    signs = [i for i in short if first_match("signs", lines.line(i))]
    return [i for i in signs if prints_time(lines, i - 1 - (i > 0 and is_button(lines.line(i - 1))))]
