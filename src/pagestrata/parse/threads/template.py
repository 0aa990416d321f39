"""What the comments of a thread share line by line: its template.

A line that stands in nearly every comment of a thread, but for its numbers, no user wrote: `Reply`, `36 ratings`, `(not verified)`.
Comments are cut before; this room moves such lines from the edges of their bodies to headers and footers. It knows no words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pagestrata.parse.chars import COLONS, LIST_SIGNS, MARKLESS, SENTENCE_ENDS
from pagestrata.parse.dates import find_times
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.headers import masked, read_line
from pagestrata.parse.threads.layouts import TIME, first_match, words
from pagestrata.parse.threads.lines import is_button, is_time, prints_time
from pagestrata.parse.threads.paths import Cut
from pagestrata.parse.threads.shapes import LONGEST

LEAST_COMMENTS: Final = 3
"""Comments from which a line in all of them is no chance."""
LEAST_FORMED: Final = 2
"""Comments whose headers have one form, from which another line of it begins one."""
LEAST_ALIKE: Final = 4
"""Comments with as many lines between them from which the one line that differs everywhere is no chance."""
MOST: Final = 0.8
"""Share of the comments in which it must stand."""
HALF: Final = 0.5
"""Share of the comments whose headers must be of one form, for another of it to be looked for in bodies."""
SHORTEST_LEAD: Final = 5
"""Letters of words that lead to another time, by which a line is told: `Last edited by Ann`; `since` begins what people write, too."""
MOST_OF_NAME: Final = 4
"""Words of a name above a time."""
NEAR: Final = 4
"""Lines at the beginning of a body among which a line of the header is looked for."""
_ENDS: Final = tuple(SENTENCE_ENDS + COLONS + ")\uff09")
"""What a line ends with that is no subject."""
_MARKLESS: Final = re.compile(f"[{MARKLESS}]")
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")


def form_of(line: str) -> str:
    """A line without its numbers, for comparison."""
    return _DIGITS.sub("0", line.lower()).strip(" •\u00a0")


def _forms(lines: PageLines, cuts: Sequence[Cut]) -> dict[int, str]:
    """The short lines of the comments that are of the template, with their forms."""
    short = {i: form_of(lines.line(i)) for cut in cuts for i in range(cut.first, cut.last + 1) if _is_short(lines, i)}
    counted = Counter(form for cut in cuts for form in {short[i] for i in range(cut.first, cut.last + 1) if i in short})
    return {i: form for i, form in short.items() if counted[form] >= max(LEAST_COMMENTS, MOST * len(cuts))}


def _openers(lines: PageLines, cuts: Sequence[Cut], template: Mapping[int, str]) -> set[str]:
    """Those forms of the template that stand before what users wrote: more is written behind them than before them."""
    balance: defaultdict[str, int] = defaultdict(int)
    for cut in cuts:
        own = range(cut.first, cut.last + 1)
        behind, before = sum(lines.ends[i] - lines.starts[i] for i in own if i not in template), 0
        for i in own:
            if i in template:
                balance[template[i]] += behind - before
            else:
                size = lines.ends[i] - lines.starts[i]
                behind, before = behind - size, before + size
    return {form for form, chars in balance.items() if chars > 0}


def without_template(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments whose bodies begin behind what the thread's headers share, and end before what its footers share.

    A body of nothing else gives way to what stands behind it; where nothing does, it stays.

    Args:
        lines: the page.
        cuts: the comments.
    """
    if len(cuts) < LEAST_COMMENTS:
        return list(cuts)
    template = _forms(lines, cuts)
    if not template:
        return list(cuts)
    openers = _openers(lines, cuts, template)
    return [_trimmed(lines, cut, template, openers) for cut in cuts]


def _trimmed(lines: PageLines, cut: Cut, template: Mapping[int, str], openers: set[str]) -> Cut:
    """A cut whose body is trimmed; nothing but short lines is taken off, for two texts may have been taken for one."""
    opened = [i for i in range(cut.body_first, min(cut.body_first + NEAR, cut.last + 1)) if template.get(i) in openers]
    begin = opened[-1] + 1 if opened and all(_is_short(lines, i) for i in range(cut.body_first, opened[-1])) else cut.body_first
    first = next((i for i in range(begin, cut.last + 1) if i not in template), None)
    if first is None:
        return cut
    body_last = max(cut.body_last, first)
    last_long = next((i for i in range(body_last, first, -1) if not _is_short(lines, i)), first)
    closing = (i for i in range(last_long + 1, body_last + 1) if i in template and template[i] not in openers)
    return replace(cut, body_first=first, body_last=next(closing, body_last + 1) - 1)


def from_names(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments whose headers reach up to the one line between two bodies that differs everywhere: who wrote the second.

    Only where as many lines stand between nearly all bodies, and the time in the header: author and time stand on one side.

    Args:
        lines: the page.
        cuts: the comments.
    """
    gaps = [after.body_first - before.body_last - 1 for before, after in pairwise(cuts)]
    usual, count = Counter(gaps).most_common(1)[0] if gaps else (0, 0)
    dated = sum(any(prints_time(lines, i) for i in range(cut.first, cut.body_first)) for cut in cuts)
    if count < max(LEAST_ALIKE, MOST * len(gaps)) or dated < MOST * len(cuts):
        return list(cuts)
    alike = [number for number, gap in enumerate(gaps, 1) if gap == usual]
    differing = [up for up in range(1, usual + 1) if _differs(lines, [cuts[number] for number in alike], up)]
    if len(differing) != 1:
        return list(cuts)
    up, found = differing[0], list(cuts)
    for number in alike:
        first = min(cuts[number].first, cuts[number].body_first - up)
        found[number] = replace(found[number], first=first)
        found[number - 1] = replace(found[number - 1], last=min(found[number - 1].last, first - 1))
    above = cuts[0].body_first - up
    if 0 <= above < cuts[0].first and _is_short(lines, above) and not prints_time(lines, above):
        found[0] = replace(found[0], first=above)
    return found


def missed_headers(lines: PageLines, cuts: Sequence[Cut]) -> list[int]:
    """Lines within bodies and right below the last one that look like the header of another comment: a time alone or beside a name.

    They are of the form that nearly all headers have; the lines above and below the time that headers have as a rule, a name for one,
    are of it.

    Args:
        lines: the page.
        cuts: the comments.
    """
    if (usual := _usual_header(lines, cuts)) is None:
        return []
    form, above, below = usual
    inside = [i for cut in cuts for i in range(cut.body_first + above + 1, cut.last - below + 1)]
    behind = cuts[-1].last + above + 1
    inside += [behind] if behind + below < len(lines) and not form.startswith(TIME) else []
    likely = (i for i in inside if _header_form(lines, i) == form)
    return [k for i in likely if all(_is_short(lines, k) for k in range(i - above, i + below)) for k in range(i - above, i + below)]


def _usual_header(lines: PageLines, cuts: Sequence[Cut]) -> tuple[str, int, int] | None:
    """The form of the line that prints the time in the headers of a thread, and how many lines headers have above it and from it on.

    None where fewer than half of them are so, fewer than nearly all print a time, or too many lines stand above it.
    """
    placed = [next(((i, form) for i in range(cut.first, cut.body_first) if (form := _header_form(lines, i))), None) for cut in cuts]
    known = [
        (form, at - cut.first, cut.body_first - at)
        for cut, (at, form) in ((cut, one) for cut, one in zip(cuts, placed, strict=True) if one)
    ]
    if len(known) < max(LEAST_FORMED, MOST * len(cuts)):
        return None
    usual, count = Counter(known).most_common(1)[0]
    return usual if usual[1] <= NEAR and count >= HALF * len(cuts) else None


def with_short_texts(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments apart whose short text was taken for part of the next header, so that one header holds two times of the usual form.

    Args:
        lines: the page.
        cuts: the comments.
    """
    usual = _usual_header(lines, cuts) if len(cuts) >= LEAST_COMMENTS else None
    if usual is None:
        return list(cuts)
    form, above, below = usual
    found: list[Cut] = []
    for cut in cuts:
        rest = cut
        times = [i for i in range(cut.first, cut.body_first) if _header_form(lines, i) == form]
        for time, after in pairwise(times):
            text = range(time + below, after - above)
            if text and time - above >= rest.first and _are_said(lines, text) and _begin_header(lines, range(text.stop, after)):
                found.append(Cut(rest.first, text.start, text.stop - 1, text.stop - 1))
                rest = replace(rest, first=text.stop)
        found.append(rest)
    return found


def _are_said(lines: PageLines, where: range) -> bool:
    """Whether some lines can be what somebody wrote: not buttons alone, and none that leads to another time (`Last edited by`)."""
    texts = [lines.line(i) for i in where]
    leads = tuple(word for word in words("not_posted") if len(word) > SHORTEST_LEAD)
    return not all(map(is_button, texts)) and not any(text.lower().startswith(leads) for text in texts)


def _begin_header(lines: PageLines, where: range) -> bool:
    """Whether the lines above a time, where there are any, can be those of a header: one is a name."""
    return not where or any(read_line(lines.line(i)).name for i in where)


def with_names_above(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments whose headers begin with the short lines above the time, as most of their thread do: they were taken for the end of a body.

    Args:
        lines: the page.
        cuts: the comments.
    """
    usual = _usual_header(lines, cuts) if len(cuts) >= LEAST_COMMENTS else None
    if usual is None or not usual[1]:
        return list(cuts)
    form, above, _ = usual
    placed = (cut for cut in cuts if cut.first + above < cut.body_first and _header_form(lines, cut.first + above) == form)
    gap = Counter(lines.blanks[cut.first + 1 : cut.first + above + 1] for cut in placed).most_common(1)[0][0]
    found = list(cuts)
    for number, (before, cut) in enumerate(pairwise(cuts), 1):
        first = cut.first - above
        is_cut_off = cut.first < cut.body_first and _header_form(lines, cut.first) == form and before.last == cut.first - 1
        is_alike = before.body_first < first and lines.blanks[first + 1 : cut.first + 1] == gap
        if is_cut_off and is_alike and all(_is_subject(lines, i) and _is_whole_name(lines.line(i)) for i in range(first, cut.first)):
            found[number] = replace(found[number], first=first)
            found[number - 1] = replace(found[number - 1], body_last=min(before.body_last, first - 1), last=first - 1)
    return found


def with_names_below(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments whose footers begin with the short line above the time, as those of most others do: it was taken for the end of the text.

    Args:
        lines: the page.
        cuts: the comments.
    """
    signed = sum(_is_signed(lines, cut, cut.body_last + 1) for cut in cuts)
    if len(cuts) < LEAST_COMMENTS or signed <= HALF * len(cuts):
        return list(cuts)
    return [replace(cut, body_last=cut.body_last - 1) if _is_signed(lines, cut, cut.body_last) else cut for cut in cuts]


def _is_signed(lines: PageLines, cut: Cut, i: int) -> bool:
    """Whether line `i` of a comment without a header, below its text, is a name, and the next one a time."""
    is_placed = cut.first == cut.body_first < i < cut.last
    return is_placed and _is_subject(lines, i) and len(lines.line(i).split()) <= MOST_OF_NAME and is_time(lines, i + 1)


def with_own_headers(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments without a header whose header was taken for the footer of the one above: a time, of the form of that one's own header.

    Args:
        lines: the page.
        cuts: the comments.
    """
    found = list(cuts)
    for number, (above, below) in enumerate(pairwise(cuts), 1):
        before = found[number - 1]
        if below.first < below.body_first or before.first == before.body_first or above.last != below.first - 1:
            continue
        forms = {form for i in range(before.first, before.body_first) if (form := _header_form(lines, i))}
        head = next((i for i in range(above.body_last + 1, above.last + 1) if forms and _header_form(lines, i) in forms), None)
        if head is not None:
            found[number - 1], found[number] = replace(before, last=head - 1), replace(below, first=head)
    return found


def from_signs(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments that begin at the sign of a list before their text, where all texts have one: what stands above is of the comment before.

    Lists print their sign where an item begins. Nothing stands above the first text then, and something below the last.

    Args:
        lines: the page.
        cuts: the comments.
    """
    if len(cuts) < LEAST_COMMENTS or cuts[0].first < cuts[0].body_first or cuts[-1].last == cuts[-1].body_last:
        return list(cuts)
    signed = [_signed_line(lines, cut) for cut in cuts]
    firsts = [i for i in signed if i is not None]
    heads = (i for cut in cuts for i in range(cut.first, cut.body_first))
    at_once = sum(cut.body_first == i for cut, i in zip(cuts, signed, strict=True))
    if len(firsts) < len(cuts) or at_once < MOST * len(cuts) or any(lines.line(i)[0] in LIST_SIGNS for i in heads):
        return list(cuts)
    ends = (
        after - 1 if before.last == below.first - 1 else before.last
        for (before, below), after in zip(pairwise(cuts), firsts[1:], strict=True)
    )
    lasts = [*ends, cuts[-1].last]
    return [replace(cut, first=first, body_first=first, last=last) for cut, first, last in zip(cuts, firsts, lasts, strict=True)]


def _signed_line(lines: PageLines, cut: Cut) -> int | None:
    """The line with the sign of a list at the beginning of a body."""
    return next((i for i in range(cut.body_first, min(cut.body_first + NEAR, cut.body_last + 1)) if lines.line(i)[0] in LIST_SIGNS), None)


def with_subjects(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments whose headers begin with the subject right above who wrote and when, where one stands above all lines of that form (Drupal).

    A subject is short and ends as no sentence does. Otherwise it ends the body above; above the first comment no body ends. Where a script
    ends no sentence with a sign, it is told by the gap above it, or by the word for an answer.

    Args:
        lines: the page.
        cuts: the comments.
    """
    if len(cuts) < LEAST_COMMENTS:
        return list(cuts)
    placed = [next(((i, form) for i in range(cut.first, cut.body_first) if (form := _header_form(lines, i))), (-1, TIME)) for cut in cuts]
    form, count = Counter(form for _, form in placed).most_common(1)[0]
    headed = {number: at - 1 for number, (at, one) in enumerate(placed) if one == form}
    if form.startswith(TIME) or count < LEAST_COMMENTS or 0 not in headed or not all(_is_subject(lines, i) for i in headed.values()):
        return list(cuts)
    if len({form_of(lines.line(i)) for i in headed.values()}) < MOST * count or not _are_set_off(lines, headed.values()):
        return list(cuts)
    found = list(cuts)
    for number, subject in headed.items():
        before = found[number - 1] if number else None
        if found[number].first <= subject or (before is not None and before.body_first >= subject):
            continue
        found[number] = replace(found[number], first=subject)
        if before is not None and before.last >= subject:
            found[number - 1] = replace(before, body_last=min(before.body_last, subject - 1), last=subject - 1)
    return found


def _is_subject(lines: PageLines, i: int) -> bool:
    """Whether a line can be the subject of the comment below it: short words, no heading, button or time."""
    if i < 0 or not _is_short(lines, i) or prints_time(lines, i):
        return False
    line = lines.line(i)
    is_told = line.endswith(_ENDS) or is_button(line) or first_match("heading", line) is not None
    return not is_told and any(map(str.isalpha, line))


def _is_whole_name(line: str) -> bool:
    """Whether a line is a name of a few words and nothing else."""
    return len(line.split()) <= MOST_OF_NAME and read_line(line).name == line


def _are_set_off(lines: PageLines, subjects: Collection[int]) -> bool:
    """Whether more tells subjects than that they end as no sentence does, where that tells nothing."""
    if not any(_MARKLESS.search(lines.line(i)) for i in subjects):
        return True
    return all(lines.blanks[i] > lines.blanks[i + 1] or first_match("subject", lines.line(i)) for i in subjects)


def _header_form(lines: PageLines, i: int) -> str | None:
    """The form of a line that prints a time alone, or beside a name: what stands around the two."""
    if not _is_short(lines, i):
        return None
    line = lines.line(i)
    times = find_times(line)
    if not times:
        return None
    bare = masked(line, times)
    if first_match("dated", bare):
        return f"{TIME} {times[0].relative}"
    fields = read_line(line)
    if fields.name is None or not fields.is_dated:
        return None
    return form_of(bare.replace(fields.name, "", 1))


def _is_short(lines: PageLines, i: int) -> bool:
    """Whether a line is as short as those of headers and footers are."""
    return lines.ends[i] - lines.starts[i] <= LONGEST


def _differs(lines: PageLines, cuts: Sequence[Cut], up: int) -> bool:
    """Whether the lines so far above some bodies are short, no times, no beginnings of what they stand above, and nearly all different."""
    shown = [(cut, cut.body_first - up) for cut in cuts]
    kept = [
        form_of(lines.line(i))
        for cut, i in shown
        if _is_short(lines, i) and not prints_time(lines, i) and not lines.text.startswith(lines.line(i), lines.starts[cut.body_first])
    ]
    return len(set(kept)) >= MOST * len(cuts) and sum(any(map(str.isalpha, form)) for form in kept) >= MOST * len(cuts)
