"""Comment boundaries: the likeliest sequence of header, body and footer lines near any evidence of comments.

The tagger's scores say where to look; the thread model weighs the lines there, `thread_hints` and `thread_numbers` correct it
where a line leaves no choice, and `thread_paths` finds the best sequence. This room may weigh; what a layout looks like is told
in the layouts file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.parse.dates import find_times
from pagestrata.parse.field_scene import squeeze, words_of
from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import PageLines
from pagestrata.parse.thread_cues import line_cues
from pagestrata.parse.thread_hints import (
    button_lines,
    changed_lines,
    closing_lines,
    foreign_lines,
    furniture_lines,
    header_lines,
    link_lines,
    mention_lines,
    opening_lines,
    outside_lines,
    quote_lines,
    repeated_lines,
    sign_lines,
    signed_to,
    subject_lines,
)
from pagestrata.parse.thread_layouts import first_match, words
from pagestrata.parse.thread_model import columns, load_weights, score_parts
from pagestrata.parse.thread_numbers import counted_times, ending_lines, footer_times, numbered_times, printed_counts
from pagestrata.parse.thread_paths import BODIES, BODY, BODY_AFTER, BODY_FIRST, FOOT, HEAD_FIRST, HEADS, OUT, Cut, counted_path, cuts_of
from pagestrata.parse.thread_template import from_names, without_template

Floats = npt.NDArray[np.float64]

EVIDENCE: Final = 0.1
"""Probability of being part of a comment from which a line is evidence."""
LEAST_LIKELY: Final = 0.3
"""Probability that one line of a stretch must have, where no line of it is a comment by itself. Of 987 stretches of labelled and
made-up pages, by taggers that had not seen them, 309 have none; no comment of those pages stands in one, and of three that were
found there none was right."""
LIKELY: Final = 0.5
"""Probability of being a comment's body from which the tagger sees one."""
REACH: Final = 24
"""Lines on each side of evidence that are looked at with it."""
EAGER: Final = 1.1
"""Log weight taken from every line outside: a thread that is missed costs more than a line too many. Chosen by the F1 and
the false comments of held-out sites."""
LINES_EACH: Final = 6
"""Lines that a comment is thought to take where a page says how many it has."""
CERTAIN: Final = 30.0
"""Log weight given to the start of a comment on a line that is one by itself, and to a header or body on one that can be nothing else."""
SURE: Final = 12.0
"""Log weight taken from a state that a line cannot have."""
SWALLOWED: Final = 0.8
"""Probability of being the article from which a comment's body, over its characters, is the article. Only where the page
is no thread: of a forum the tagger may take any post for an article."""
DOUBTED_ARTICLE: Final = 0.4
"""The same over all bodies of a thread that nothing tells of: no heading, button, level or day."""
_INSIDE: Final = (*HEADS, *BODIES, FOOT)
_Rule = tuple[Callable[[PageLines, range], list[int]], tuple[int, ...]]
_ONLY: Final[tuple[_Rule, ...]] = (
    (sign_lines, BODIES),
    (quote_lines, (BODY_AFTER, BODY)),
    (footer_times, (FOOT,)),
    (ending_lines, (FOOT,)),
    (numbered_times, HEADS),
)
"""Lines that leave no choice, and the states of which they have one. Here the weight outdoes the side that is tried for dates."""
_IMPOSSIBLE: Final[tuple[_Rule, ...]] = (
    (subject_lines, BODIES),
    (repeated_lines, BODIES),
    (button_lines, BODIES),
    (changed_lines, BODIES),
    (closing_lines, (*HEADS, FOOT)),
    (mention_lines, HEADS),
    (furniture_lines, BODIES),
    (foreign_lines, HEADS),
    (outside_lines, _INSIDE),
)
"""Lines that leave no choice, and the states that they cannot have."""
LEAST_OPENED: Final = 3
"""Comments from which the lines that begin them tell of all comments of a page."""
MOST_HEADINGS: Final = 2
"""Headings with a number of comments that one page has; more stand below the stories of a list."""
BELOW_STORY: Final = 2
"""Lines below a story in which its number of comments is looked for."""
LEAST_NAMELESS: Final = 2
"""Comments of a thread from which one of them should have a name."""
LEAST_STORIES: Final = 2
"""Stories that make a list."""
MOST_STORIES: Final = 0.6
"""Share of the comments found that have a number of comments below them, from which they are stories."""
LEAST_EXCERPT: Final = 15
"""Letters and digits from which the beginning of a comment is told from a comment that happens to begin alike."""
_DOTS: Final = ("...", "…")
_ARTICLE: Final = LABELS.index("body")
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
    """

    cuts: tuple[Cut, ...]
    prints_author: Floats
    prints_date: Floats
    is_body: Floats
    certain: Mapping[int, str]


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


def _below(counts: Mapping[int, int], lines: int) -> list[int]:
    """Lines below those that print a number of comments, near enough to each other that all comments are looked at."""
    return [i for line, number in counts.items() for i in range(line, min(line + LINES_EACH * number, lines), REACH)]


@dataclass(frozen=True, slots=True)
class _PageHints:
    """Lines of a whole page that tell of its comments, wherever they stand.

    Attributes:
        links: pingbacks of one line.
        headers: lines of a post's header.
        counts: lines that print how many comments there are.
        times: lines that are a time, as many as comments.
        stories: lines that print how many comments a story has that stands above, on a page that lists stories.
    """

    links: Sequence[int]
    headers: Sequence[int]
    counts: Mapping[int, int]
    times: Sequence[int]
    stories: Sequence[int]


def _page_hints(lines: PageLines) -> _PageHints:
    printed = printed_counts(lines)
    counts = printed if len(printed) <= MOST_HEADINGS else {}
    # `Comment 3` is the third comment.
    stories = sorted(i for i in printed if lines.text[lines.starts[i]].isdigit()) if not counts else []
    return _PageHints(link_lines(lines), header_lines(lines), counts, counted_times(lines, counts), stories)


def _heed(states: Floats, lines: PageLines, where: range, hints: _PageHints, openings: Sequence[int]) -> None:
    """Change the log weights of the states of a stretch, in place, by the lines that leave no choice."""
    sure: list[tuple[Iterable[int], tuple[int, ...], float]] = [
        (where, (OUT,), -EAGER),
        (hints.links, (BODY_FIRST,), CERTAIN),
        (hints.headers, HEADS, CERTAIN),
        (openings, (HEAD_FIRST,), CERTAIN),
        *((find(lines, where), of, CERTAIN) for find, of in _ONLY),
        *((find(lines, where), of, -SURE) for find, of in _IMPOSSIBLE),
        (hints.counts, _INSIDE, -SURE),
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
    cuts: list[Cut] = []
    openings: list[int] = []
    printed = np.full((3, len(lines)), _UNLIKELY)
    hints = _page_hints(lines)
    hinted = (*hints.links, *hints.headers, *hints.times, *_below(hints.counts, len(lines)))
    for begin, end in find_regions(scores, hinted):
        if not any(begin <= i < end for i in hinted) and _evidence(scores)[begin:end].max() < LEAST_LIKELY:
            continue
        model, where = load_weights(weights), range(begin, end)
        cues = line_cues(lines, begin, end)
        parts = score_parts(columns(cues, scores, begin, end), cues.groups, model)
        own = opening_lines(lines, where, hints.counts)
        _heed(parts.states, lines, where, hints, own)
        inside = [(i - begin, number) for i, number in hints.counts.items() if i in where]
        told = scores.labels[begin:end, _COMMENT_BODY]
        path = counted_path(parts, model.steps.tolist(), told, inside, is_exact=any(i in where for i in hints.times))
        cuts += cuts_of(path, begin)
        openings += own
        printed[:, begin:end] = parts.author, parts.date, _body_share(parts.states)
    cuts = _with_leave(lines, _without_excerpts(lines, _as_opened(cuts, openings)))
    cuts = from_names(lines, without_template(lines, _without_stories(cuts, hints.stories)))
    certain = _certain(lines, hints, openings, cuts)
    if scores.likeliest_type != "thread":
        cuts = [cut for cut in cuts if not certain.keys().isdisjoint(range(cut.first, cut.last + 1)) or not _is_article(lines, scores, cut)]
        cuts = cuts[int(_is_above_heading(lines, cuts)) :]
        cuts = [] if not certain and _is_untold_article(lines, scores, cuts) else cuts
    elif _is_above_number(lines, hints.counts, cuts):
        cuts = cuts[1:]
    return Thread(tuple(cuts), printed[0], printed[1], printed[2], certain)


def _certain(lines: PageLines, hints: _PageHints, openings: Sequence[int], cuts: Sequence[Cut]) -> dict[int, str]:
    """Lines that are part of a comment whatever the models say, with what they are."""
    signs = [i for cut in cuts for i in sign_lines(lines, range(cut.body_first, cut.body_first + 1))]
    return (
        dict.fromkeys(hints.times, "one of as many times as comments")
        | dict.fromkeys(hints.links, "pingback in a list")
        | dict.fromkeys((*hints.headers, *openings), "header of a board's post")
        | dict.fromkeys(signs, "body of signs")
    )


def _as_opened(cuts: list[Cut], openings: Sequence[int]) -> list[Cut]:
    """Comments without those that do not begin as all others do, where the lines that begin the others leave no doubt."""
    opened = [cut for cut in cuts if bisect_left(openings, cut.first) < bisect_right(openings, cut.body_first)]
    return opened if len(opened) >= LEAST_OPENED and 2 * len(opened) >= len(cuts) else cuts


def _without_stories(cuts: list[Cut], stories: Sequence[int]) -> list[Cut]:
    """Nothing, where nearly all comments have a number of comments below them: they are the stories of a list."""
    below = sum(bisect_left(stories, cut.body_last) < bisect_right(stories, cut.last + BELOW_STORY) for cut in cuts)
    return [] if below >= LEAST_STORIES and below >= MOST_STORIES * len(cuts) else cuts


def _without_excerpts(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments without those whose body is the beginning of another and ends in dots: lists of the latest comments print such."""
    bodies = [squeeze(lines.text[lines.starts[cut.body_first] : lines.ends[cut.body_last]]) for cut in cuts]
    dotted = [lines.line(cut.body_last).endswith(_DOTS) for cut in cuts]
    ordered = sorted(set(bodies))

    def goes_on(body: str) -> bool:
        behind = bisect_right(ordered, body)
        return behind < len(ordered) and ordered[behind].startswith(body)

    told = zip(cuts, bodies, dotted, strict=True)
    return [cut for cut, body, is_dotted in told if not (is_dotted and len(body) >= LEAST_EXCERPT and goes_on(body))]


def _with_leave(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments with the lines right below their bodies that take leave, and the name there, where nothing else claims them."""
    begins = [*(cut.first for cut in cuts), len(lines)]
    signed = [
        min(signed_to(lines, cut.last), after - 1) if cut.last == cut.body_last else cut.last
        for cut, after in zip(cuts, begins[1:], strict=True)
    ]
    return [replace(cut, body_last=last, last=last) if last > cut.last else cut for cut, last in zip(cuts, signed, strict=True)]


def _is_article(lines: PageLines, scores: LineScores, cut: Cut) -> bool:
    """Whether the tagger takes the text of a comment for the article."""
    return _article_share(lines, scores, [cut]) > SWALLOWED


def _is_untold_article(lines: PageLines, scores: LineScores, cuts: Sequence[Cut]) -> bool:
    """Whether the tagger rather takes the bodies of a thread for the article, and no line tells that there is a thread.

    References, sections and listings of programs repeat on a page as comments do.
    """
    if not cuts or _article_share(lines, scores, cuts) <= DOUBTED_ARTICLE or _is_announced(lines, cuts):
        return False
    edges = (lines.line(i) for cut in cuts for i in _edges(cut))
    return not any(time.at or time.relative for line in edges for time in find_times(line))


def _article_share(lines: PageLines, scores: LineScores, cuts: Sequence[Cut]) -> float:
    """Probability of being the article over the characters of some bodies."""
    inside = [i for cut in cuts for i in range(cut.body_first, cut.body_last + 1)]
    weights = [lines.ends[i] - lines.starts[i] for i in inside]
    return float(np.average(scores.labels[inside, _ARTICLE], weights=weights))


def _edges(cut: Cut) -> tuple[int, ...]:
    """Lines of the header and the footer of a comment."""
    return (*range(cut.first, cut.body_first), *range(cut.body_last + 1, cut.last + 1))


def _is_announced(lines: PageLines, cuts: Sequence[Cut]) -> bool:
    """Whether a line above the first comment says that comments follow, or one of them has a button or a level."""
    above = range(max(0, cuts[0].first - REACH), cuts[0].body_first)
    told = any(_tells_of_thread(lines.line(i)) for cut in cuts for i in _edges(cut))
    return told or any(first_match("heading", lines.line(i)) for i in above)


def _is_above_heading(lines: PageLines, cuts: Sequence[Cut]) -> bool:
    """Whether the heading of the comments stands behind the body of the first one: then that is a short article."""
    return any(first_match("heading", lines.line(i)) for i in _between_first(cuts))


def _is_above_number(lines: PageLines, counts: Mapping[int, int], cuts: Sequence[Cut]) -> bool:
    """Whether `Comments (2)` stands behind the body of the first comment, with as many others behind: then that is an article.

    Boards print the number of replies so, below a post that is one; they do not call them comments.
    """
    told = (lines.line(i) for i in _between_first(cuts) if counts.get(i) == len(cuts) - 1)
    return any(not words("comments").isdisjoint(words_of(line)) for line in told)


def _between_first(cuts: Sequence[Cut]) -> range:
    """Lines between the bodies of the first two comments; none where there are no two."""
    return range(cuts[0].body_last + 1, cuts[1].body_first) if len(cuts) > 1 else range(0)


def is_told_by_number(scores: LineScores, thread: Thread) -> bool:
    """Whether a thread is one comment that the tagger does not see, so that nothing but the number over it says that there is one.

    Pages print the number also where their comments are loaded later, and what stands below it is something else.

    Args:
        scores: the tagger's.
        thread: its comments, at least one.
    """
    first = thread.cuts[0]
    told = scores.labels[first.body_first : first.body_last + 1, _COMMENT_BODY].max()
    return len(thread.cuts) == 1 and not thread.certain and bool(told < LIKELY)


def needs_names(lines: PageLines, thread: Thread) -> bool:
    """Whether a thread must have a name to be one: no line above it says that comments follow, and none has a button or a level.

    Programmes, tickers and change logs set texts below times as comments are set.

    Args:
        lines: the page.
        thread: its comments, at least one.
    """
    if len(thread.cuts) < LEAST_NAMELESS or thread.certain:
        return False
    return not _is_announced(lines, thread.cuts)


def _tells_of_thread(line: str) -> bool:
    """Whether a line is a button, a printed level, or whom a comment answers."""
    return line.lower() in words("control") or first_match("depth", line) is not None or first_match("reply", line) is not None
