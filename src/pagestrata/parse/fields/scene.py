"""Where on a page its fields can stand: the body's place, the lines worth a look, what the address says.

Measured once a page and shared by the finders of titles, names and days. This room measures; it does not choose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
import numpy.typing as npt

from pagestrata.parse.chars import FIRST_UNSPACED
from pagestrata.parse.dates.scanned import VOWEL_SIGNS
from pagestrata.parse.fields.lines import Floats, Ints, LineWeights, line_weights, weigh_lines
from pagestrata.parse.labels import LABELS, MARKS, PAGE_TYPES, LineScores
from pagestrata.parse.lines import PageLines
from pagestrata.records import PageType

_BODY: Final = LABELS.index("body")
_OTHER: Final = PAGE_TYPES.index("other")
_LETTERS: Final = re.compile(r"[^\W_]+")
# The vowel signs of South and Southeast Asia tell names apart (`मीना`, `मोना`); those of Arabic and Hebrew are left out at will.
_VOWEL_SIGN: Final = re.compile(f"[{VOWEL_SIGNS}]")
_NO_SIGNS: Final = re.compile(f"(?:[^\\w{VOWEL_SIGNS}]|_)+")
_NO_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
_SMALLEST: Final = 1e-4
_OPENING: Final = 2500
_LONGEST_SIZE: Final = 400
_MOST_BLANKS: Final = 4
_NEAR_BODY: Final = 4
_NEAR: Final = np.arange(-3, 4)
_FAR: Final = 60
_NEAR_TITLE: Final = 8
LOOKED_AT: Final = {"title": 10, "author": 10, "published": 5}
"""Lines that are read closely for each field, the likeliest ones. With 14 the author is on one of them more often (0.902 of the pages
instead of 0.893), but less often chosen (0.798 instead of 0.801 where as many are given one): the others mislead."""
FAR_BEHIND: Final = {"title": 5.0}
"""Log-odds behind the likeliest line from which a line is not read. Two in five of the ten lines for headlines are such, and two of 734
headlines stand on one; without them headlines are 0.911 right, with them 0.906. Authors stand on unlikely lines more often: on
pre-filtered pages 308 of 582 are right without those that are 6 behind, 315 with them."""
_LEAST_LOOKED_AT: Final = 6
_TOO_FAR_BEHIND: Final = 8.0
"""So many lines are read if they are not farther behind than this: where the tagger hardly knows a language, a slogan may be far ahead of
the headline. The right line is among them on 0.885 of the silver and 0.892 of the written articles instead of 0.877 and 0.873."""
_MOST_NAMED: Final = 3
"""Lines that say what the address says and are read as well: menus say it besides the headline."""
_SHORTEST_NAMED: Final = 2
"""Letters of what an address says, at least: in `/c/482/` the number is not it."""
_SHORTEST_TELLING: Final = 4
"""Letters of what the address of another page than a wiki's says, signs of scripts without spaces twice: menus hold `New` and `CRM`."""
_SIGNS_BESIDE: Final = 4
"""Signs of a list and the like beside what the address says."""
_ENDING: Final = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$")
# `/548-mizeria`, `/sofas-c413892`, `/instant-pot/4779092`: a shop's or a paper's own number.
_NUMBER: Final = re.compile(r"^\d{2,}[-_](?=\D)|(?<![-_])[-_]{1,3}[a-z]{0,2}[-_]?\d{3,20}$")

PLACE: Final = (
    "title_mark", "author_mark", "published_mark", "title_lead", "author_lead", "published_lead", "title_worth", "author_worth",
    "published_worth", "title_worth_lead", "author_worth_lead", "published_worth_lead", "title_near", "author_near",
    "published_near", "body", "body_above", "body_below", "before_body", "after_body", "after_end", "in_page", "first_line",
    "last_lines", "blanks", "blanks_below", "length", "length_above", "length_below", "has_slug", "title_known", "from_title",
    "by_title",
)  # fmt: skip
"""What `Scene.place` measures of a line: the tagger's view of it and of its neighbours, and where it stands."""
_TITLE_KNOWN, _FROM_TITLE, _BY_TITLE = (PLACE.index(name) for name in ("title_known", "from_title", "by_title"))


@dataclass(frozen=True, slots=True)
class Given:
    """What is given with a page, or known of it before its fields are read.

    Attributes:
        url: its address: its words are those of the headline, its host names the site.
        day_first: which of two numbers of a date is the day, where no date of the page says it.
        is_wiki: whether it is a wiki's (`parse.wikis`).
        headline: the line that the page marks as its headline, of no comment.
    """

    url: str | None = None
    day_first: bool | None = None
    is_wiki: bool = False
    headline: int | None = None


NOTHING_GIVEN: Final = Given()


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One page, as the finders of fields see it.

    Attributes:
        lines: the page.
        first, last: first and last line of the stretch that is most surely body.
        body: probability that a line is body, shape (lines,).
        free: 0 where a line belongs to the comments, else 1, shape (lines,).
        marks: log-odds of title, author and published, shape (lines, 3).
        sizes: length of each line, up to 400, shape (lines,).
        likeliest: lines most worth a look for each field, best first, without those of comments; behind them, for headlines, those
            that say what the address says.
        looked_at: all of them and the body's last, in order.
        places: their PLACE while no headline is known, shape (looked_at, len(PLACE)).
        slug: words of the address's path; empty where no address is known.
        host: the address's host without punctuation; empty where no address is known.
        opening: the first characters of the body, in lower case.
        spoken: its words between spaces, as printed.
        is_bare: whether the page has no blank lines: files of crawls leave them out.
        other_type: probability that the page is neither an article nor a thread, but a shop, a list or the like, which name no author.
    """

    lines: PageLines
    first: int
    last: int
    body: Floats
    free: Floats
    marks: Floats
    sizes: Ints
    likeliest: Mapping[str, tuple[int, ...]]
    looked_at: Ints
    places: Floats
    slug: frozenset[str]
    host: str
    opening: str
    spoken: frozenset[str]
    is_bare: bool
    other_type: float

    def place(self, picked: Sequence[int], title: int | None) -> Floats:
        """Measure lines by their place.

        Args:
            picked: the lines, of those that are looked at.
            title: line of the headline, where it is known.

        Returns:
            Shape (lines, len(PLACE)).
        """
        at = np.array(picked, np.int64)
        measured = self.places[np.searchsorted(self.looked_at, at)]
        if title is not None:
            apart = at - title
            measured[:, _TITLE_KNOWN] = 1
            measured[:, _FROM_TITLE] = _between(apart, -_FAR, _FAR)
            measured[:, _BY_TITLE] = np.abs(apart) <= _NEAR_TITLE
        return measured


def _between(values: Ints, least: int, most: int) -> Ints:
    """Values cut at both ends; on the few values of a page `np.clip` takes several times as long."""
    return np.minimum(np.maximum(values, least), most)


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers of a text."""
    return _LETTERS.findall(text.lower())


def squeeze(text: str) -> str:
    """The letters and digits of a text, in lower case, with their vowel signs: what two spellings of one name share."""
    low = text.lower()
    # Most texts are ASCII, of which bytes are dropped several times as fast.
    if low.isascii():
        return low.encode().translate(None, _NO_LETTERS).decode()
    # And of the others most are told letter by letter, twice as fast as by a pattern.
    return _NO_SIGNS.sub("", low) if _VOWEL_SIGN.search(low) else "".join(filter(str.isalnum, low))


def measures(scene: Scene, lines: Sequence[int], title: int | None, rows: Sequence[tuple[float, ...]]) -> Floats:
    """The measures of candidates: the place of each one's line, and what was measured of itself; a row each."""
    if not lines:
        return np.zeros((0, 0), np.float32)
    return np.hstack([scene.place(lines, title), np.array(rows, np.float32)])


def _stretch(gain: npt.NDArray[np.float64]) -> tuple[int, int]:
    """First and last index of the stretch with the greatest sum (Bentley's maximum subarray)."""
    total = np.concatenate(([0.0], np.cumsum(gain)))
    lowest = np.minimum.accumulate(total)
    last = int(np.argmax(total - lowest))
    first = int(np.argmin(total[: last + 1]))
    return first, max(last - 1, first)


@dataclass(frozen=True, slots=True)
class _Address:
    """What an address says.

    Attributes:
        words: of its path, and of the page's name in its query.
        named: letters and digits of that name, or of the path's last part that is no number, without its ending, and without a number
            at either end.
        host: its host without punctuation.
    """

    words: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    host: str = ""


def _address(url: str | None) -> _Address:
    """What an address says; nothing where it cannot be one."""
    if not url:
        return _Address()
    try:
        parts = urlsplit(url)
    except ValueError:
        return _Address()
    path = unquote(parts.path)
    # `/index.php?title=Old_harbour`: the query names the page.
    named_by = "/".join(parse_qs(parts.query).get("title", [path]))
    pieces = [_ENDING.sub("", piece) for piece in named_by.rstrip("/").split("/")[-2:]]
    last = next((piece for piece in reversed(pieces) if sum(map(str.isalpha, piece)) >= _SHORTEST_NAMED), "")
    named = frozenset(key for key in map(squeeze, (last, _NUMBER.sub("", last))) if len(key) >= _SHORTEST_NAMED)
    host = squeeze(parts.netloc.rpartition("@")[2].partition(":")[0].removeprefix("www."))
    return _Address(frozenset(words_of(f"{path} {named_by}")), named, host)


def _named_lines(lines: PageLines, sizes: Ints, free: Floats, named: frozenset[str]) -> list[int]:
    """The first lines that say what the address says, and nothing else: `Running Shoes` in `/c/running-shoes`.

    A wiki's headline stands far above its text, and lists and shops have texts of many headlines: on those the tagger does not mark it.
    """
    if not named:
        return []
    shortest, longest = min(map(len, named)), max(map(len, named))
    near = np.flatnonzero((sizes >= shortest) & (sizes <= 2 * longest + _SIGNS_BESIDE) & (free > 0))
    return list(islice((i for i in near.tolist() if squeeze(lines.line(i)) in named), _MOST_NAMED))


def _headline_lines(likely: tuple[int, ...], named: Sequence[int], lines: PageLines, given: Given, is_article: bool) -> tuple[int, ...]:
    """The lines to look at for a headline: the likely ones, and those that say what the address says.

    Of a page that marks its headline that line alone; of a wiki, whose addresses are made of its headlines, only those; beside an article
    none of them, for menus say it too.
    """
    if given.headline is not None:
        return (given.headline,)
    if given.is_wiki and named:
        return tuple(named)
    return likely if is_article else likely + tuple(i for i in named if i not in likely and _is_telling(lines.line(i)))


def _is_telling(text: str) -> bool:
    """Whether a text has letters enough to be more than a word of a menu."""
    letters = list(filter(str.isalpha, text))
    return len(letters) + sum(letter >= FIRST_UNSPACED for letter in letters) >= _SHORTEST_TELLING


def _likeliest(worth: Floats, free: Floats) -> dict[str, tuple[int, ...]]:
    """The lines most worth a look for each field, best first; a comment's lines are left out."""
    odds = worth - 99 * (1 - free[:, None])
    likeliest = {}
    for mark, count in LOOKED_AT.items():
        own = odds[:, MARKS.index(mark)]
        order = (-own).argsort(kind="stable")[:count]
        behind, most = (own[order[0]] - own[order]).tolist(), FAR_BEHIND.get(mark, np.inf)
        # Of a few lines lists are quicker than arrays.
        near = zip(order.tolist(), behind, free[order].tolist(), range(count), strict=False)
        likeliest[mark] = tuple(
            i for i, far, is_free, rank in near if is_free and (far <= most or (rank < _LEAST_LOOKED_AT and far <= _TOO_FAR_BEHIND))
        )
    return likeliest


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What `_places` rests on; `body`, `marks` and `sizes` as in `Scene`.

    Attributes:
        edges: first and last line of the body.
        worth: how much a line is worth a look for each field, shape (lines, 3).
        has_slug: whether the page's address is known.
    """

    edges: tuple[int, int]
    body: Floats
    marks: Floats
    worth: Floats
    sizes: Ints
    has_slug: bool


def _places(lines: PageLines, at: Ints, seen: _Seen) -> Floats:
    """PLACE of the lines `at` of a page, while no headline is known."""
    body, marks, worth, sizes, edges = seen.body, seen.marks, seen.worth, seen.sizes, seen.edges
    count = len(lines)
    last = count - 1
    total = np.concatenate(([0.0], np.cumsum(body, dtype=np.float64)))
    blanks = np.minimum(lines.blanks, _MOST_BLANKS)
    low, high = np.maximum(at - _NEAR_BODY, 0), np.minimum(at + 1 + _NEAR_BODY, count)
    below = np.minimum(at + 1, last)
    inside = at < last
    near = marks[_between(at[:, None] + _NEAR, 0, last)].max(axis=1)
    by_mark = np.hstack((marks[at], marks[at] - marks.max(axis=0), worth[at], worth[at] - worth.max(axis=0), near))
    columns = (
        body[at],
        (total[at] - total[low]) / np.maximum(at - low, 1),
        (total[high] - total[at + 1]) / np.maximum(high - at - 1, 1),
        _between(edges[0] - at, 0, _FAR),
        _between(at - edges[0], 0, _FAR),
        _between(at - edges[1], -_FAR, _FAR),
        at / count,
        at == 0,
        at >= count - 3,
        blanks[at],
        np.where(inside, blanks[below], _MOST_BLANKS + 1),
        sizes[at],
        np.where(at > 0, sizes[at - 1], 0),
        np.where(inside, sizes[below], 0),
        seen.has_slug,
    )
    # Filled column by column: stacking them takes twice as long.
    measured = np.zeros((len(at), len(PLACE)), np.float32)
    measured[:, : by_mark.shape[1]] = by_mark
    for number, column in enumerate(columns, by_mark.shape[1]):
        measured[:, number] = column
    return measured


def make_scene(
    lines: PageLines, scores: LineScores, taken: frozenset[int], given: Given = NOTHING_GIVEN, weights: LineWeights | None = None
) -> Scene:
    """Measure a page.

    Args:
        lines: the page, of one line at least.
        scores: the tagger's.
        taken: lines of comments, and those from where they are announced.
        given: what is known of it besides.
        weights: of the regression that weighs lines; None takes the packaged ones.
    """
    body = scores.labels[:, _BODY]
    free = np.ones(len(lines), np.float32)
    if taken:
        free[list(taken)] = 0
    sizes = np.minimum(np.array(lines.ends) - np.array(lines.starts), _LONGEST_SIZE)
    first, last = _stretch((body * free - 0.5) * sizes)
    likely = np.clip(scores.marks[:, :3], _SMALLEST, 1 - _SMALLEST)
    odds = np.log(likely / (1 - likely)).astype(np.float32)
    address = _address(given.url)
    prose = lines.text[lines.starts[first] : lines.starts[first] + _OPENING]
    worth = weigh_lines(lines, odds, body, (first, last), weights or line_weights())
    likeliest = _likeliest(worth, free)
    named, is_article = _named_lines(lines, sizes, free, address.named), scores.likeliest_type == PageType.ARTICLE
    likeliest["title"] = _headline_lines(likeliest["title"], named, lines, given, is_article)
    looked_at = np.array(sorted({last, *(i for some in likeliest.values() for i in some)}), np.int64)
    return Scene(
        lines=lines,
        first=first,
        last=last,
        body=body,
        free=free,
        marks=odds,
        sizes=sizes,
        likeliest=likeliest,
        looked_at=looked_at,
        places=_places(lines, looked_at, _Seen((first, last), body, odds, worth, sizes, bool(address.words))),
        slug=address.words,
        host=address.host,
        opening=prose.lower(),
        spoken=frozenset(prose.split(" ")[1:-1]),
        is_bare=not any(lines.blanks),
        other_type=float(scores.page_type[_OTHER]),
    )
