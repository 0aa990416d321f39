"""Lines of a whole page that tell of its comments before any stretch of it is looked at: counts, times, pingbacks, headers, who speaks.

Each kind is found in a room of its own; this one brings them together. How much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.announced import Announced
from pagestrata.parse.threads.beside import own_lines
from pagestrata.parse.threads.hints import header_lines, link_lines
from pagestrata.parse.threads.issues import Issue, read_issue
from pagestrata.parse.threads.numbers import counted_times, printed_counts, story_lines
from pagestrata.parse.threads.reviews import review_headers
from pagestrata.parse.threads.said import Said, said_lines
from pagestrata.parse.threads.titled import Titled, titled_comments

REACH: Final = 24
"""Lines on each side of evidence that are looked at with it."""
MOST_HEADINGS: Final = 2
"""Headings with a number of comments that one page has; more stand below the stories of a list."""
LINES_EACH: Final = 6
"""Lines that a comment is thought to take where a page says how many it has."""


@dataclass(frozen=True, slots=True)
class PageHints:
    """Lines of a whole page that tell of its comments, wherever they stand.

    Attributes:
        own: lines of the article, down to its own by-line below it.
        links: pingbacks of one line.
        headers: lines of a post's header.
        reviews: headers of reviews of goods.
        issue: the lines of an issue of a tracker.
        counts: lines that print how many comments there are.
        times: lines that are a time, as many as comments.
        stories: lines that print how many comments a story has that stands above, on a page that lists stories.
        liked: lines that print how often a story was liked, shared and remarked on.
        announced: lines with times that alternate with texts below a heading, where the models do not see them.
        said: comments of one line that names who speaks.
        titled: comments that begin with a number and a title, and end with author and time.
        initials: first letters of names in place of portraits, where the models see less than half of them.
        tells_none: whether the page prints that there are no comments, and no other number.
    """

    own: range
    links: Sequence[int]
    headers: Sequence[int]
    reviews: Sequence[range]
    issue: Issue
    counts: Mapping[int, int]
    times: Sequence[int]
    stories: Sequence[int]
    liked: Sequence[int]
    announced: Announced
    said: Mapping[int, Said]
    titled: Sequence[Titled]
    initials: Sequence[int]
    tells_none: bool

    @property
    def alone(self) -> list[int]:
        """Lines that are comments or headers by themselves."""
        begun = (*(one.title for one in self.titled), *(header.start for header in self.reviews))
        return [*self.links, *self.headers, *self.times, *self.announced.lines, *self.said, *self.initials, *begun]

    def near_counts(self, lines: int) -> list[int]:
        """Lines below those that print a number of comments, near enough to each other that all comments are looked at."""
        return [i for line, number in self.counts.items() for i in range(line, min(line + LINES_EACH * number, lines), REACH)]


def page_hints(lines: PageLines) -> PageHints:
    """What the lines of a page tell of its comments by themselves, before they are looked at in order.

    Args:
        lines: the page.
    """
    told = printed_counts(lines)
    printed = {i: number for i, number in told.items() if number}
    counts = printed if len(printed) <= MOST_HEADINGS else {}
    # `Comment 3` is the third comment.
    stories = sorted(i for i in printed if lines.text[lines.starts[i]].isdigit()) if not counts else []
    times, liked = counted_times(lines, counts), story_lines(lines)
    tells_none = bool(told) and not printed
    links, headers = link_lines(lines, printed), header_lines(lines)
    return PageHints(
        own=own_lines(lines),
        links=links,
        headers=headers,
        reviews=review_headers(lines),
        issue=read_issue(lines),
        counts=counts,
        times=times,
        stories=stories,
        liked=liked,
        announced=Announced(),
        said=said_lines(lines),
        titled=titled_comments(lines),
        initials=(),
        tells_none=tells_none,
    )
