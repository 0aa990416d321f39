"""Comments found that are none: what begins as no other does, stories of a list, excerpts, the article, the page around a thread.

Each question is asked of the cuts, of the page's words and of the tagger's scores. This room takes cuts away; it moves none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from pagestrata.parse.dates import find_times
from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.around import edge_lines, is_announced, tells_of_board
from pagestrata.parse.threads.layouts import first_match
from pagestrata.parse.threads.lines import prints_time, short_lines
from pagestrata.parse.threads.paths import Cut

LIKELY: Final = 0.5
"""Probability of being a comment's body from which the tagger sees one."""
SWALLOWED: Final = 0.8
"""Probability of being the article from which a comment's body, over its characters, is the article. Only where the page
is no thread: of a forum the tagger may take any post for an article."""
DOUBTED_ARTICLE: Final = 0.4
"""The same over all bodies of a thread that nothing tells of: no heading, button, level or day."""
UNSEEN: Final = 0.05
"""Probability of being a comment's body that no line of a comment reaches which the tagger does not see. At the ends of threads of
which it sees some, fourteen such of labelled and written pages are all wrong (sites held out); of 30 between others 26 are right."""
LEAST_SEEN: Final = 3
"""Comments of a thread that it sees."""
MOST_TIMED: Final = 0.75
"""Share of the comments of a thread that print a time, from which one without is looked at again."""
SEEN_FIRST: Final = 0.9
"""Mean probability of being a comment's body from which such a first comment stays."""
SEEN_SURELY: Final = 0.9
"""The same where the page is rather neither a board nor an article."""
SEEN_POSTS: Final = 0.6
"""The same over the bodies of a thread, from which they are no stories of a list."""
SEEN_LAST: Final = 0.7
"""The same of a last one, or of one whose time is of another kind."""
SEEN_UNSIGNED: Final = 0.1
"""The same from which a last one without author and time stays, unless it stands below several and the words that ask for a new one."""
SEEN_ALONE: Final = 0.85
"""The same of one that stands alone, and that nothing announces."""
LEAST_OPENED: Final = 3
"""Comments from which the lines that begin them tell of all comments of a page."""
BELOW_STORY: Final = 2
"""Lines below a story in which its number of comments is looked for."""
LONGEST_SIMILAR: Final = 80
"""Characters of a line over a list of other threads."""
LEAST_STORIES: Final = 2
"""Stories that make a list."""
MOST_STORIES: Final = 0.6
"""Share of the comments found that have a number of comments below them, from which they are stories."""
LEAST_EXCERPT: Final = 15
"""Letters and digits from which the beginning of a comment is told from a comment that happens to begin alike."""
_DOTS: Final = ("...", "…")
_ARTICLE, _HEADER, _COMMENT_BODY = (LABELS.index(name) for name in ("body", "comment_header", "comment_body"))


def as_opened(lines: PageLines, scores: LineScores, cuts: list[Cut], openings: Sequence[int]) -> list[Cut]:
    """Comments without those that do not begin as all others do, where the lines that begin the others leave no doubt.

    Those stay that the tagger sees as well as any: names may be longer than those that are told by their form. So does the post of a board
    that the others answer, which stands above all, and what stands for a comment that was taken away, of which few print who wrote it.

    Args:
        lines: the page.
        scores: the tagger's.
        cuts: comments found, in page order.
        openings: lines that begin a comment whatever stands around them, in order.
    """
    opened = [cut for cut in cuts if bisect_left(openings, cut.first) < bisect_right(openings, cut.body_first)]
    if len(opened) < LEAST_OPENED or 2 * len(opened) < len(cuts):
        return cuts
    begun = {cut.first for cut in opened}
    others = [cut for cut in cuts if cut.first not in begun]
    kept = (cut for cut in others if _is_seen(scores, cut) or _is_removed(lines, cut) or _is_first_post(lines, scores, cut, opened[0]))
    return sorted((*opened, *kept), key=lambda cut: cut.first)


def _is_removed(lines: PageLines, cut: Cut) -> bool:
    """Whether the text of a comment is a line that stands for one that was taken away."""
    return cut.body_first == cut.body_last and first_match("removed", lines.line(cut.body_first)) is not None


def are_posts(scores: LineScores, cuts: Sequence[Cut]) -> bool:
    """Whether the tagger takes a page for a board and its bodies for posts, or surely for comments: what stands below is no story's then.

    Boards print how often a post was liked and shared as well (`17 Likes 2 Shares`, Nairaland), and reviews how often somebody answered
    (Goodreads).

    Args:
        scores: the tagger's.
        cuts: comments found.
    """
    least = {"thread": SEEN_POSTS, "other": SEEN_SURELY}.get(scores.likeliest_type)
    return least is not None and sum(_seen(scores, cut) for cut in cuts) >= least * len(cuts)


def without_stories(cuts: list[Cut], stories: Sequence[int]) -> list[Cut]:
    """Nothing, where nearly all comments have a number of comments below them: they are the stories of a list.

    Args:
        cuts: comments found, in page order.
        stories: lines that print such a number, in order.
    """
    below = sum(bisect_left(stories, cut.body_last) < bisect_right(stories, cut.last + BELOW_STORY) for cut in cuts)
    return [] if below >= LEAST_STORIES and below >= MOST_STORIES * len(cuts) else cuts


def without_liked(cuts: Sequence[Cut], liked: Sequence[int]) -> list[Cut]:
    """Comments without those that have, or hold, how often a story was liked, shared and remarked on.

    Args:
        cuts: comments found, in page order.
        liked: lines that print that, in order (`story_lines`).
    """
    return [cut for cut in cuts if bisect_left(liked, cut.first) == bisect_right(liked, cut.last + BELOW_STORY)]


def without_similar(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Posts without those below a board's list of other threads, which stands below the last one. Articles have tags in its place.

    A list between posts, as beside an advertisement, ends nothing: threads are named in a line each, and posts have more.

    Args:
        lines: the page.
        cuts: comments found, in page order.
    """
    if not cuts:
        return []
    below = range(cuts[0].body_first + 1, cuts[-1].last + 1)
    end = next((i for i in short_lines(lines, below, LONGEST_SIMILAR) if first_match("similar", lines.line(i))), None)
    if end is None:
        return list(cuts)
    if any(cut.body_last > cut.body_first for cut in cuts if cut.body_first > end):
        return list(cuts)
    left = [cut for cut in cuts if cut.body_first < end]
    last = left[-1]
    return [*left[:-1], replace(last, body_last=min(last.body_last, end - 1), last=min(last.last, end - 1))]


def without_excerpts(lines: PageLines, cuts: Sequence[Cut]) -> list[Cut]:
    """Comments without those whose body is the beginning of another and ends in dots: lists of the latest comments print such.

    Args:
        lines: the page.
        cuts: comments found, in page order.
    """
    bodies = [squeeze(lines.text[lines.starts[cut.body_first] : lines.ends[cut.body_last]]) for cut in cuts]
    dotted = [lines.line(cut.body_last).endswith(_DOTS) for cut in cuts]
    ordered = sorted(set(bodies))

    def goes_on(body: str) -> bool:
        behind = bisect_right(ordered, body)
        return behind < len(ordered) and ordered[behind].startswith(body)

    told = zip(cuts, bodies, dotted, strict=True)
    return [cut for cut, body, is_dotted in told if not (is_dotted and len(body) >= LEAST_EXCERPT and goes_on(body))]


def seen_at_ends(scores: LineScores, cuts: list[Cut], certain: Mapping[int, str]) -> list[Cut]:
    """Comments without those at either end that the tagger does not see at all, where it sees others: they are the page around them.

    Args:
        scores: the tagger's.
        cuts: comments found, in page order.
        certain: lines that are part of a comment whatever the models say.
    """
    seen = [float(scores.labels[cut.body_first : cut.body_last + 1, _COMMENT_BODY].max()) for cut in cuts]
    if sum(chance > LIKELY for chance in seen) < LEAST_SEEN:
        return cuts
    stay = [i for i, cut in enumerate(cuts) if seen[i] > UNSEEN or is_certain(cut, certain)]
    return cuts[stay[0] : stay[-1] + 1]


def untimed_ends(
    lines: PageLines, scores: LineScores, cuts: Sequence[Cut], relative: Sequence[bool | None], certain: Mapping[int, str]
) -> range:
    """The comments between those at either end that print no time as nearly all others do, and that the tagger doubts.

    On labelled pages (sites held out) ten of ten such at the beginning were wrong, and four of five at the end; pingbacks have no time.
    A time of another kind (`31 min` below days) may be how long a dish takes.

    Args:
        lines: the page.
        scores: the tagger's.
        cuts: comments found, in page order.
        relative: whether the time of each is told from now on; None where it has no time.
        certain: lines that are part of a comment whatever the models say.
    """
    kinds = [kind for kind in relative if kind is not None]
    usual = sum(kinds) > len(kinds) / 2
    if len(cuts) < LEAST_SEEN or kinds.count(usual) < MOST_TIMED * len(cuts):
        return range(len(cuts))

    def stays(number: int, least: float) -> bool:
        cut = cuts[number]
        is_told = relative[number] is usual or is_certain(cut, certain) or first_match("pingback", lines.line(cut.body_first)) is not None
        return is_told or _seen(scores, cut) >= (least if relative[number] is None else SEEN_LAST)

    first = next(number for number in range(len(cuts)) if stays(number, SEEN_FIRST))
    last = next(number for number in range(len(cuts) - 1, -1, -1) if stays(number, SEEN_LAST))
    return range(first, last + 1)


def signed_part(lines: PageLines, scores: LineScores, cuts: Sequence[Cut], is_signed: Sequence[bool], certain: Mapping[int, str]) -> int:
    """How many of the comments are left without those at the end that nobody signs, that have no time, and that the tagger does not see.

    A number over the comments that is too high, as where some were deleted, makes comments of the form below them. What stands below the
    words that ask for a comment tells how to write one, also where the tagger sees one in it.

    Args:
        lines: the page.
        scores: the tagger's.
        cuts: comments found, in page order.
        is_signed: whether each has an author or a time.
        certain: lines that are part of a comment whatever the models say.
    """
    kept = len(cuts)
    if not any(is_signed):
        return kept
    while not is_signed[kept - 1] and not is_certain(cuts[kept - 1], certain):
        between = range(cuts[kept - 2].last + 1, cuts[kept - 1].first)
        is_asked = kept > LEAST_SEEN and any(first_match("invitation", lines.line(i)) for i in between)
        if _seen(scores, cuts[kept - 1]) >= SEEN_UNSIGNED and not is_asked:
            break
        kept -= 1
    return kept


def is_unannounced(lines: PageLines, scores: LineScores, cuts: Sequence[Cut], certain: Mapping[int, str]) -> bool:
    """Whether a comment alone is told by nothing above or beside it, and doubted by the tagger, on a page that is no thread.

    On labelled pages (sites held out) eleven of twelve such were wrong.

    Args:
        lines: the page.
        scores: the tagger's.
        cuts: comments found, in page order.
        certain: lines that are part of a comment whatever the models say.
    """
    if len(cuts) != 1 or scores.likeliest_type == "thread" or is_announced(lines, cuts) or is_certain(cuts[0], certain):
        return False
    return _seen(scores, cuts[0]) < SEEN_ALONE


def is_untold_post(lines: PageLines, scores: LineScores, cuts: Sequence[Cut], certain: Mapping[int, str]) -> bool:
    """Whether the one post of a page that is taken for a thread is told by nothing around it: it is a text below its by-line.

    So is a second one without a time: a row of a table stands above a piece of the text. A page of a headline, a by-line and a few
    sentences says little of its type. All three boards of one post among 2,500 labelled pages print something around it. Below
    `By Ann Ferris` one button alone is an article's.

    Args:
        lines: the page.
        scores: the tagger's.
        cuts: comments found, in page order.
        certain: lines that are part of a comment whatever the models say.
    """
    is_one = len(cuts) == 1 or (len(cuts) == 2 and not any(prints_time(lines, i) for i in edge_lines(cuts[1])))
    if not is_one or scores.likeliest_type != "thread" or any(is_certain(cut, certain) for cut in cuts):
        return False
    head, between = range(cuts[0].body_first), edge_lines(cuts[1]) if len(cuts) > 1 else ()
    return not tells_of_board(lines, (*head, *between, *range(cuts[-1].body_last + 1, len(lines))), head)


def is_article(lines: PageLines, scores: LineScores, cut: Cut) -> bool:
    """Whether the tagger takes the text of a comment for the article.

    Args:
        lines: the page.
        scores: the tagger's.
        cut: the comment.
    """
    return _article_share(lines, scores, [cut]) > SWALLOWED


def is_untold_article(lines: PageLines, scores: LineScores, cuts: Sequence[Cut]) -> bool:
    """Whether the tagger rather takes the bodies of a thread for the article, and no line tells that there is a thread.

    References, sections and listings of programs repeat on a page as comments do.

    Args:
        lines: the page.
        scores: the tagger's.
        cuts: comments found, in page order.
    """
    if not cuts or _article_share(lines, scores, cuts) <= DOUBTED_ARTICLE or is_announced(lines, cuts):
        return False
    edges = (lines.line(i) for cut in cuts for i in edge_lines(cut))
    return not any(time.at or time.relative for line in edges for time in find_times(line))


def is_certain(cut: Cut, certain: Mapping[int, str]) -> bool:
    """Whether a comment has a line that is part of one whatever the models say.

    Args:
        cut: the comment.
        certain: such lines of the page, with the reason.
    """
    return not certain.keys().isdisjoint(range(cut.first, cut.last + 1))


def _seen(scores: LineScores, cut: Cut) -> float:
    """Mean probability of the lines of a body of being one of a comment."""
    return float(scores.labels[cut.body_first : cut.body_last + 1, _COMMENT_BODY].mean())


def _is_first_post(lines: PageLines, scores: LineScores, cut: Cut, first: Cut) -> bool:
    """Whether a comment is what a board's answers are to: it stands above the first of them below a time, and the tagger sees text there.

    The first post is as long as an article, and is taken for one.
    """
    text = scores.labels[cut.body_first : cut.body_last + 1][:, [_ARTICLE, _COMMENT_BODY]].sum(axis=1).mean()
    if scores.likeliest_type != "thread" or cut.first > first.first or text < SEEN_POSTS:
        return False
    return any(prints_time(lines, i) for i in range(cut.first, cut.body_first))


def _is_seen(scores: LineScores, cut: Cut) -> bool:
    """Whether the tagger takes the first line of a comment for that of a header, and its body for a comment's."""
    return bool(scores.labels[cut.first, _HEADER] >= SEEN_FIRST) and _seen(scores, cut) >= SEEN_FIRST


def _article_share(lines: PageLines, scores: LineScores, cuts: Sequence[Cut]) -> float:
    """Probability of being the article over the characters of some bodies."""
    inside = [i for cut in cuts for i in range(cut.body_first, cut.body_last + 1)]
    weights = [lines.ends[i] - lines.starts[i] for i in inside]
    return float(np.average(scores.labels[inside, _ARTICLE], weights=weights))
