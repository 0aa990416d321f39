"""Where comments begin and end by what the others of their thread do: at the item of a list, without buttons, above or below their times.

Comments are cut before; this room moves the ends of the few that are cut otherwise. Of words it knows the buttons alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pagestrata.parse.chars import LIST_SIGNS
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.around import edge_lines
from pagestrata.parse.threads.lines import BULLETS, is_button, prints_time
from pagestrata.parse.threads.paths import Cut
from pagestrata.parse.threads.template import HALF, LEAST_ALIKE, MOST, form_of

LONGEST_NAMED: Final = 40
"""Characters of a line that may be who wrote, and was taken for what was written."""


def as_others(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments that begin and end as most of their thread do.

    Args:
        lines: the page.
        cuts: the comments.
    """
    return _above_times(lines, _first_as_usual(lines, _from_items(lines, _from_buttons(lines, _with_items(lines, cuts)))))


def _first_as_usual(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments whose first has the lines above its time that the headers of nearly all others have, one of which says the same in all.

    Nothing ends above the first comment, so that its header is the one that is cut off, or taken for a comment of its own.
    """
    times = [next((i for i in range(cut.first, cut.body_first) if prints_time(lines, i)), None) for cut in cuts]
    begun = next((number for number, time in enumerate(times[:2]) if time is not None), None)
    if len(cuts) < LEAST_ALIKE or begun is None or (time := times[begun]) is None:
        return list(cuts)
    others = [(at, at - cut.first) for at, cut in zip(times[begun + 1 :], cuts[begun + 1 :], strict=True) if at is not None]
    above, count = Counter(above for _, above in others).most_common(1)[0] if others else (0, 0)
    first = time - above
    is_cut_off = first == cuts[0].first if begun else 0 <= first < cuts[0].first
    if count < MOST * (len(cuts) - begun - 1) or not is_cut_off:
        return list(cuts)
    alike = [at for at, own in others if own == above]
    is_usual = any(_is_usual(lines, [at - up for at in alike], time - up) for up in range(1, above + 1))
    return [replace(cuts[begun], first=first), *cuts[begun + 1 :]] if is_usual else list(cuts)


def _is_usual(lines: PageLines, others: Sequence[int], i: int) -> bool:
    """Whether line `i` says, but for numbers, what nearly all of some lines say."""
    form, count = Counter(form_of(lines.line(k)) for k in others).most_common(1)[0]
    return count >= MOST * len(others) and form_of(lines.line(i)) == form


def _from_buttons(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments without the buttons that a few of their headers begin with: most begin otherwise, so they are those of the comment above."""
    heads = [(cut.body_first, range(cut.first, cut.body_first)) for cut in cuts]
    behind = [next((i for i in head if not is_button(lines.line(i).strip(BULLETS))), body) for body, head in heads]
    moved = [number for number, cut in enumerate(cuts) if number and cut.first < behind[number] < cut.body_first]
    found = list(cuts)
    if 2 * len(moved) >= len(cuts):
        return found
    for number in moved:
        before, cut = found[number - 1], found[number]
        found[number] = replace(cut, first=behind[number])
        if before.last == cut.first - 1:
            found[number - 1] = replace(before, last=behind[number] - 1)
    return found


def _from_items(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments that begin where the item of a list does, where nearly all of them do: lines above that are none of theirs."""
    begun = [lines.line(cut.first)[0] in LIST_SIGNS for cut in cuts]
    found = list(cuts)
    if len(cuts) < LEAST_ALIKE or sum(begun) < MOST * len(cuts):
        return found
    for number, (cut, is_begun) in enumerate(zip(cuts, begun, strict=True)):
        item = None if is_begun else next((i for i in range(cut.first, cut.body_first) if lines.line(i)[0] in LIST_SIGNS), None)
        if item is None:
            continue
        found[number] = replace(cut, first=item)
        if number and found[number - 1].last == cut.first - 1:
            found[number - 1] = replace(found[number - 1], last=item - 1)
    return found


def _with_items(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments with the items of a list in them, which were taken for the header of another: alone without a time, and begun by a sign."""
    signed = [cut.first < cut.body_first and all(lines.texts[i][0] in LIST_SIGNS for i in range(cut.first, cut.body_first)) for cut in cuts]
    if len(cuts) < LEAST_ALIKE or not any(signed) or sum(signed) > len(cuts) / 2:
        return list(cuts)
    timed = [any(prints_time(lines, i) for i in edge_lines(cut)) for cut in cuts]
    if sum(timed) < MOST * len(cuts):
        return list(cuts)
    found = [cuts[0]]
    for cut, is_timed, is_signed in zip(cuts[1:], timed[1:], signed[1:], strict=True):
        before = found[-1]
        if is_signed and not is_timed and before.last == before.body_last == cut.first - 1:
            found[-1] = replace(before, body_last=cut.body_last, last=cut.last)
        else:
            found.append(cut)
    return found


def _above_times(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments whose short text was taken for more of the header, where half of all print the time right below theirs: `good`.

    What was taken for the text is then who wrote it. The text is what no other header has.
    """
    is_below = [cut.body_last < cut.last and prints_time(lines, cut.body_last + 1) for cut in cuts]
    if len(cuts) < LEAST_ALIKE or sum(is_below) < HALF * len(cuts):
        return list(cuts)
    printed = Counter(form for cut in cuts for form in {form_of(lines.line(i)) for i in range(cut.first, cut.body_first)})
    found = list(cuts)
    for number, cut in enumerate(cuts):
        time = None if is_below[number] else next((i for i in range(cut.first, cut.body_first) if prints_time(lines, i)), None)
        own = [i for i in range(cut.first, time) if printed[form_of(lines.line(i))] == 1] if time is not None else []
        is_name = cut.body_first == cut.body_last and lines.ends[cut.body_first] - lines.starts[cut.body_first] <= LONGEST_NAMED
        if is_name and time == cut.body_first - 1 and own == [time - 1]:
            found[number] = replace(cut, body_first=own[0], body_last=own[0])
    return found
