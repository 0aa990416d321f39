"""Comment boundaries: the likeliest sequence of header, body and footer lines near any evidence of comments.

The tagger's scores say where to look; the thread model weighs the lines there, `threads.hints` and the rooms that it names correct
it where a line leaves no choice, and `threads.paths` finds the best sequence. This room may weigh; what a layout looks like is told
in the layouts file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.above_heading import is_above_heading, is_above_number
from pagestrata.parse.threads.announced import FEWEST_TIMES, LEAST_TIMES, announced_lines, goes_with
from pagestrata.parse.threads.around import is_announced
from pagestrata.parse.threads.beginnings import as_others
from pagestrata.parse.threads.beside import (
    barred_names,
    begin_pictured,
    beside_lines,
    between_lines,
    foot_lines,
    foreign_lines,
    furniture_lines,
    going_on_lines,
    outside_lines,
    owner_lines,
    parted_lines,
    pictured_lines,
    present_lines,
    standing_lines,
)
from pagestrata.parse.threads.bodies import with_leave, with_times_below
from pagestrata.parse.threads.cards import card_lines, remark_ends, with_cards
from pagestrata.parse.threads.cues import line_cues
from pagestrata.parse.threads.doubts import (
    LIKELY,
    are_posts,
    as_opened,
    is_article,
    is_certain,
    is_untold_article,
    seen_at_ends,
    without_excerpts,
    without_liked,
    without_similar,
    without_stories,
)
from pagestrata.parse.threads.hints import (
    anchor_lines,
    answering_lines,
    begun_lines,
    button_lines,
    changed_lines,
    citing_answered_lines,
    closing_lines,
    opening_lines,
    part_lines,
    repeated_lines,
    sign_lines,
    subject_lines,
)
from pagestrata.parse.threads.initials import initial_lines
from pagestrata.parse.threads.mails import citing_lines, glued_heads, sender_lines, way_lines
from pagestrata.parse.threads.mentions import greeting_lines, mention_lines, own_handles
from pagestrata.parse.threads.model import columns, load_weights, score_parts
from pagestrata.parse.threads.numbers import (
    ending_lines,
    footer_times,
    listed_names,
    numbered_times,
    ticket_changes,
)
from pagestrata.parse.threads.page_hints import REACH, PageHints, page_hints
from pagestrata.parse.threads.paths import (
    BODIES,
    BODY,
    BODY_AFTER,
    BODY_FIRST,
    FOOT,
    HEAD,
    HEAD_FIRST,
    HEADS,
    OUT,
    SURE,
    Cut,
    counted_path,
    cuts_of,
)
from pagestrata.parse.threads.quotes import quote_lines
from pagestrata.parse.threads.reviews import titled_reviews
from pagestrata.parse.threads.said import Said
from pagestrata.parse.threads.template import (
    from_names,
    from_signs,
    missed_headers,
    with_names_above,
    with_names_below,
    with_own_headers,
    with_short_texts,
    with_subjects,
    without_template,
)
from pagestrata.parse.threads.trackbacks import lines_over_trackbacks, trackbacks

Floats = npt.NDArray[np.float64]

EVIDENCE: Final = 0.1
"""Probability of being part of a comment from which a line is evidence."""
LEAST_LIKELY: Final = 0.3
"""Probability that one line of a stretch must have, where no line of it is a comment by itself. Of 987 stretches of labelled and
made-up pages, by taggers that had not seen them, 309 have none; no comment of those pages stands in one, and of three that were
found there none was right."""
LEAST_NAMELESS: Final = 2
"""Comments of a thread from which one of them should have a name."""
EAGER: Final = 1.1
"""Log weight taken from every line outside: a thread that is missed costs more than a line too many. Chosen by the F1 and
the false comments of held-out sites."""
CERTAIN: Final = 30.0
"""Log weight given to the start of a comment on a line that is one by itself, and to a header or body on one that can be nothing else."""
_INSIDE: Final = (*HEADS, *BODIES, FOOT)
_GOING_ON: Final = (HEAD, BODY_AFTER, BODY, FOOT)
"""States of lines that go on with the comment above."""
_Rule = tuple[Callable[[PageLines, range], list[int]], tuple[int, ...]]
_ONLY: Final[tuple[_Rule, ...]] = (
    (sign_lines, BODIES),
    (quote_lines, (BODY_AFTER, BODY)),
    (citing_lines, (BODY_AFTER, BODY)),
    (footer_times, (FOOT,)),
    (ending_lines, (FOOT,)),
    (remark_ends, (FOOT,)),
    (numbered_times, HEADS),
    (ticket_changes, HEADS),
    (answering_lines, HEADS),
    (citing_answered_lines, HEADS),
    (listed_names, HEADS),
    (present_lines, HEADS),
    (standing_lines, HEADS),
    (owner_lines, HEADS),
    (titled_reviews, (HEAD,)),
)
"""Lines that leave no choice, and the states of which they have one. Here the weight outdoes the side that is tried for dates."""
_IMPOSSIBLE: Final[tuple[_Rule, ...]] = (
    (repeated_lines, BODIES),
    (button_lines, BODIES),
    (changed_lines, BODIES),
    (closing_lines, (*HEADS, FOOT)),
    (mention_lines, HEADS),
    (own_handles, BODIES),
    (anchor_lines, (*HEADS, FOOT)),
    (greeting_lines, HEADS),
    (furniture_lines, BODIES),
    (beside_lines, BODIES),
    (foot_lines, (*HEADS, *BODIES)),
    (pictured_lines, BODIES),
    (going_on_lines, (HEAD_FIRST,)),
    (between_lines, (*HEADS, *BODIES)),
    (foreign_lines, HEADS),
    (part_lines, (*HEADS, FOOT)),
    (card_lines, (*HEADS, *BODIES)),
    (way_lines, BODIES),
    (parted_lines, BODIES),
)
"""Lines that leave no choice, and the states that they cannot have."""
FEW: Final = 2
"""So many comments at the most are none where the page prints that there are none."""
_COMMENT: Final = LABELS.index("comment_header")
_COMMENT_BODY: Final = LABELS.index("comment_body")
_UNLIKELY: Final = -9.0
"""Log-odds of lines far from any evidence."""


@dataclass(frozen=True, slots=True, eq=False)
class Thread:
    """The comments of a page in lines.

    Attributes:
        cuts: in page order, without overlap.
        prints_author, prints_date: log-odds that a line prints a comment's author or date, shape (lines,).
        is_body: probability that a line is a comment's body, shape (lines,).
        certain: lines that are part of a comment whatever the models say, with what they are.
        said: comments of one line that names who speaks.
    """

    cuts: tuple[Cut, ...]
    prints_author: Floats
    prints_date: Floats
    is_body: Floats
    certain: Mapping[int, str]
    said: Mapping[int, Said] = field(default_factory=dict)


def _evidence(scores: LineScores) -> npt.NDArray[np.float32]:
    """Probability of each line of being part of a comment, shape (lines,)."""
    return np.asarray(scores.labels[:, _COMMENT:].sum(axis=1))


def find_regions(scores: LineScores, hints: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Stretches of lines near evidence of comments, end exclusive.

    Args:
        scores: the tagger's scores.
        hints: lines that are comments or headers by themselves, or stand over comments.
    """
    evidence = _evidence(scores) > EVIDENCE
    evidence[list(hints)] = True
    near = np.flatnonzero(evidence)
    if not len(near):
        return []
    breaks = np.flatnonzero(np.diff(near) > 3 * REACH)
    begins = np.maximum(near[np.concatenate(([0], breaks + 1))] - REACH, 0)
    ends = np.minimum(near[np.concatenate((breaks, [len(near) - 1]))] + REACH + 1, len(scores.labels))
    return list(zip(begins.tolist(), ends.tolist(), strict=True))


def _body_share(states: Floats) -> npt.NDArray[np.float64]:
    weights = np.exp(states - states.max(axis=1, keepdims=True))
    share: Floats = weights[:, BODY_FIRST : BODY + 1].sum(axis=1) / weights.sum(axis=1)
    return share


def _heed(states: Floats, lines: PageLines, where: range, hints: PageHints, openings: Sequence[int]) -> None:
    """Change the log weights of the states of a stretch, in place, by the lines that leave no choice."""
    subjects, linked = subject_lines(lines, where), trackbacks(lines, where)
    sure: list[tuple[Iterable[int], tuple[int, ...], float]] = [
        (where, (OUT,), -EAGER),
        (hints.links, (BODY_FIRST,), CERTAIN),
        # A pingback is its line: all 45 of the gold are.
        ((i + 1 for i in (*hints.links, *(i + said.below for i, said in hints.said.items()))), _GOING_ON, -CERTAIN),
        (hints.said, (BODY_FIRST,), 2 * CERTAIN),
        ((*hints.headers, *hints.announced.heads), HEADS, CERTAIN),
        ((*openings, *hints.initials), (HEAD_FIRST,), CERTAIN),
        ((one.title for one in hints.titled), (HEAD_FIRST,), 2 * CERTAIN),
        ((one.title + 1 for one in hints.titled), (BODY_FIRST,), CERTAIN),
        ((one.name for one in hints.titled), (FOOT,), CERTAIN),
        ((i + 1 for i in hints.initials), (HEAD,), CERTAIN),
        (begun_lines(lines, where, subjects, hints.headers), (BODY_AFTER,), CERTAIN),
        (hints.announced.firsts, (BODY_FIRST,), CERTAIN),
        (hints.announced.bodies, (BODY_AFTER,), CERTAIN),
        ((*hints.announced.feet, *(i + 1 for i, said in hints.said.items() if said.below)), (FOOT,), CERTAIN),
        *((find(lines, where), of, CERTAIN) for find, of in _ONLY),
        *((find(lines, where), of, -SURE) for find, of in _IMPOSSIBLE),
        ((one[0] for one in linked), (HEAD_FIRST,), CERTAIN),
        ((i for one in linked for i in one[1:-1]), (BODY_AFTER, BODY), CERTAIN),
        ((one[-1] for one in linked), (FOOT,), CERTAIN),
        (subjects, BODIES, -SURE),
        ((i for header in hints.issue.headers for i in header[1:]), (HEAD,), CERTAIN),
        (hints.issue.remarks, (OUT,), -CERTAIN),
        (hints.issue.notes, BODIES, -SURE),
        (hints.counts, _INSIDE, -SURE),
        # More than the printed number of comments can outweigh, where one of them was deleted.
        ((*outside_lines(lines, where), *hints.issue.events, *lines_over_trackbacks(lines, where), *hints.own), _INSIDE, -CERTAIN),
    ]
    for found, of, weight in sure:
        states[np.ix_([i - where.start for i in found if i in where], of)] += weight


def cut_thread(lines: PageLines, scores: LineScores, weights: Path | None = None) -> Thread:
    """Where each comment of a page begins and ends; without cuts where nothing looks like a comment.

    Args:
        lines: the page.
        scores: the tagger's scores of its lines.
        weights: file of the thread model's weights; None takes the packaged ones.
    """
    hints = page_hints(lines)
    thread = _cut(lines, scores, weights, hints)
    order = announced_lines(lines, scores, hints.counts, FEWEST_TIMES if thread.cuts else LEAST_TIMES)
    if not (hints.issue.headers or goes_with(lines, order, thread.cuts) or begin_pictured(lines, thread.cuts)):
        hints = replace(hints, announced=order)
        thread = _cut(lines, scores, weights, hints)
    letters = initial_lines(lines)
    missed = [i for i in letters if not any(cut.first <= i <= cut.last for cut in thread.cuts)]
    return _cut(lines, scores, weights, replace(hints, initials=letters)) if 2 * len(missed) > len(letters) else thread


def _cut(lines: PageLines, scores: LineScores, weights: Path | None, hints: PageHints) -> Thread:
    """The thread as `cut_thread` gives it, with what is known of the page's lines beforehand."""
    cuts: list[Cut] = []
    openings: list[int] = []
    printed = np.full((3, len(lines)), _UNLIKELY)
    hinted = (*hints.alone, *hints.near_counts(len(lines)))
    for begin, end in find_regions(scores, hinted):
        if not any(begin <= i < end for i in hinted) and _evidence(scores)[begin:end].max() < LEAST_LIKELY:
            continue
        model, where = load_weights(weights), range(begin, end)
        cues = line_cues(lines, begin, end)
        parts = score_parts(columns(cues, scores, begin, end), cues.groups, model)
        headed = [header.start for header in (*hints.issue.headers, *hints.reviews) if header.start in where]
        begun = (*headed, *(head[-1] for head in glued_heads(lines, where)), *sender_lines(lines, where), *barred_names(lines, where))
        own = sorted({*opening_lines(lines, where, hints.counts), *begun})
        _heed(parts.states, lines, where, hints, own)
        inside = [(i - begin, number) for i, number in hints.counts.items() if i in where]
        told = scores.labels[begin:end, _COMMENT_BODY]
        times = [i - begin for i in hints.times if i in where]
        path = counted_path(parts, model.steps.tolist(), told, inside, times)
        if missed := missed_headers(lines, cuts_of(path, begin)):
            parts.states[np.ix_([i - begin for i in missed], HEADS)] += CERTAIN
            path = counted_path(parts, model.steps.tolist(), told, inside, times)
        cuts += cuts_of(path, begin)
        openings += own
        printed[:, begin:end] = parts.author, parts.date, _body_share(parts.states)
    # On most pages nothing is found.
    if not cuts:
        return Thread((), printed[0], printed[1], printed[2], {})
    cuts = with_times_below(lines, with_leave(lines, without_excerpts(lines, as_opened(lines, scores, cuts, openings))))
    cuts = without_similar(lines, cuts) if scores.likeliest_type == "thread" else cuts
    cuts = cuts if are_posts(scores, cuts) else without_liked(without_stories(cuts, sorted({*hints.stories, *hints.liked})), hints.liked)
    cuts = without_template(
        lines, with_own_headers(lines, as_others(lines, with_names_below(lines, with_names_above(lines, with_short_texts(lines, cuts)))))
    )
    cuts = with_subjects(lines, from_names(lines, from_signs(lines, cuts)))
    certain = _certain(lines, hints, openings, cuts)
    if scores.likeliest_type != "thread":
        # Where there are more, the number is one that a script was to replace.
        tells_none = hints.tells_none and len(cuts) <= FEW
        cuts = [cut for cut in cuts if is_certain(cut, certain) or not (tells_none or is_article(lines, scores, cut))]
        cuts = cuts[int(is_above_heading(lines, cuts)) :]
        cuts = [] if not certain and is_untold_article(lines, scores, cuts) else cuts
    elif is_above_number(lines, hints.counts, cuts):
        cuts = cuts[1:]
    cuts = with_cards(lines, seen_at_ends(scores, cuts, certain))
    return Thread(tuple(cuts), printed[0], printed[1], printed[2], certain, hints.said)


def _certain(lines: PageLines, hints: PageHints, openings: Sequence[int], cuts: Sequence[Cut]) -> dict[int, str]:
    """Lines that are part of a comment whatever the models say, with what they are."""
    signs = [i for cut in cuts for i in sign_lines(lines, range(cut.body_first, cut.body_first + 1))]
    return (
        dict.fromkeys(hints.times, "one of as many times as comments")
        | dict.fromkeys(hints.announced.lines, "in order below a heading")
        | dict.fromkeys(hints.links, "pingback in a list")
        | dict.fromkeys(hints.initials, "first letter of a name")
        | dict.fromkeys(hints.said, "who speaks before a colon")
        | dict.fromkeys((*hints.headers, *openings), "header of a board's post")
        | dict.fromkeys(signs, "body of signs")
    )


def is_told_by_number(scores: LineScores, thread: Thread) -> bool:
    """Whether the tagger sees none of a thread's bodies, so that nothing but the number over it says that there are comments.

    Pages print the number also where their comments are loaded later, and what stands below it is something else.

    Args:
        scores: the tagger's.
        thread: its comments, at least one.
    """
    told = max(scores.labels[cut.body_first : cut.body_last + 1, _COMMENT_BODY].max() for cut in thread.cuts)
    return not thread.certain and bool(told < LIKELY)


def needs_names(lines: PageLines, thread: Thread) -> bool:
    """Whether a thread must have a name to be one: no line above it says that comments follow, and none has a button or a level.

    Programmes, tickers and change logs set texts below times as comments are set.

    Args:
        lines: the page.
        thread: its comments, at least one.
    """
    if len(thread.cuts) < LEAST_NAMELESS or thread.certain:
        return False
    return not is_announced(lines, thread.cuts)
