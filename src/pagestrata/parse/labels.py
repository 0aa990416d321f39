"""The vocabulary of the tagger: what it scores for every line. The order of each tuple is the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

LABELS = ("boilerplate", "body", "comment_header", "comment_body", "comment_footer")
"""Coarse labels; a line has one. `body` is the article with its title and byline lines; a forum post is `comment_body`."""

MARKS = (
    "title",  # the line prints the article's headline
    "author",  # the line prints the name of an author of the article
    "published",  # the line prints the date of publication
    "comment_start",  # the first line of a comment's span (its header, or its body where it has none)
    "comment_body_start",  # the line in which a comment's body begins
    "comment_author",  # the line prints the name of a comment's author
    "comment_date",  # the line prints a comment's date
)
"""Independent marks; a line may have several."""

PAGE_TYPES = ("article", "thread", "other")

_BOILERPLATE, _BODY, _HEADER, _COMMENT_BODY, _FOOTER = range(len(LABELS))
_ARTICLE, _THREAD, _ = range(len(PAGE_TYPES))

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class LineScores:
    """What the tagger says of the lines of one page.

    Attributes:
        labels: probabilities, shape (lines, len(LABELS)); each row sums to 1.
        marks: probabilities, shape (lines, len(MARKS)).
        page_type: probabilities, shape (len(PAGE_TYPES),).
    """

    labels: FloatArray
    marks: FloatArray
    page_type: FloatArray

    @property
    def likeliest_type(self) -> str:
        """The page type, of `PAGE_TYPES`, with the greatest probability."""
        return PAGE_TYPES[int(self.page_type.argmax())]


def without_comments(scores: LineScores, where: slice) -> LineScores:
    """Scores of a page that is no thread, and of which some lines are in no comment: what speaks for a body speaks for the article's.

    Args:
        scores: the tagger's.
        where: those lines.

    Returns:
        New scores of the same shapes.
    """
    labels, page_type = scores.labels.copy(), scores.page_type.copy()
    part = labels[where]
    part[:, _BODY] += part[:, _COMMENT_BODY]
    part[:, _BOILERPLATE] += part[:, [_HEADER, _FOOTER]].sum(axis=1)
    part[:, [_HEADER, _COMMENT_BODY, _FOOTER]] = 0.0
    page_type[_ARTICLE] += page_type[_THREAD]
    page_type[_THREAD] = 0.0
    return replace(scores, labels=labels, page_type=page_type)
