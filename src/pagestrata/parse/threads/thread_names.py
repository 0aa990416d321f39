"""What the names of a thread share and is none of theirs: numbers, portraits, votes, titles of members, places in brackets.

Which line of a comment names its author is chosen in `threads.people`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import Final

from pagestrata.parse.fields.lines import given_names
from pagestrata.parse.lines import IDEOGRAPH
from pagestrata.parse.threads.layouts import ranks, without_honorific, words

MOST: Final = 0.8
"""Share of a thread's names that must be numbered, of those that must count on, and of names that must have a portrait before them."""
LEAST_PLACED: Final = 3
"""Names of a thread with a place behind them, from which it is one."""
LEAST_TITLED: Final = 3
"""Names of a thread with a title glued to them, from which it is none of their own."""
LEAST_VOTED: Final = 3
"""People of a thread, from which figures before their names may be votes."""
_NUMBERED: Final = re.compile(r"(?P<number>\d{1,5})(?:\s?[:\uff1a.]\s?|\s|(?<=^0\d{3}))(?P<name>\D.*)")
# Files of portraits, as w3m prints them: `[svg][6be62] Ann`.
_PICTURED: Final = re.compile(r"(?:\[[^\[\]\s]{1,12}\]\s?)+(?P<name>[^\s\[].*)")
# How a comment was voted on, glued to who wrote it: `+2ann`, `0Ben Holm`.
_VOTED: Final = re.compile(r"[+\u2212-]?\d{1,3}(?P<name>[^\W\d_].*)")
_VOTES: Final = ("+", "-", "\u2212")
# `annlee`, `ann_lee2`
_HANDLE: Final = re.compile(r"[a-z0-9][\w.-]{2,30}", re.ASCII)
LEAST_HANDLES: Final = 3
"""Names of a thread with a handle beside them, from which it is one."""
SHORTEST_SHARED: Final = 3
"""Letters of a name that its handle has, at least."""
_DOT: Final = " · "
"""What parts a name from what somebody does, or where."""
_LEAST_BEHIND: Final = 2
"""People of a thread who have something behind such a dot, each something else, from which it is no part of their names."""
_OPENER: Final = re.compile(r"(?P<name>.{3,}[a-z0-9])OP[MA]{0,2}")
"""What Lemmy glues to who began a thread, and moderates or administers there: `annleeOPM`."""
# `Jan (Praha)`
_PLACED: Final = re.compile(r"(?P<name>[^\s()][^()]{0,40}?) \((?P<place>[^\W\d_][^()\d/]{1,30})\)")
# `Ann Lee, Wigan, United Kingdom`
_TOWN_BEHIND: Final = re.compile(r"(?P<name>[^,]{1,40}), (?P<place>[^\W\d_][^,\d]{1,30}, [^\W\d_][^,\d]{1,30})")
# `Ann Lee WIGAN, UNITED KINGDOM`; the country may have been cut off.
_CAPITALS_BEHIND: Final = re.compile(
    r"(?P<name>(?=.*[a-zß-ÿ])[^,]{1,40}?) (?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .'-]{2,30},(?: [A-ZÀ-Þ][A-ZÀ-Þ .'-]{1,30})?)"
)

Names = list[str | None]
"""Who wrote each comment of a thread, or where they are."""


def own_names(names: Names) -> Names:
    """The names of a thread without what most of them have beside.

    Args:
        names: who wrote each comment, as its line tells.
    """
    steps = (
        _without_numbers, _without_what_is_before, _without_handles, _without_template, _before_dots, _without_leads, _without_badges,
        _without_honorifics,
    )  # fmt: skip
    for step in steps:
        names = step(names)
    return names


def _without_honorifics(names: Names) -> Names:
    """Names without a title behind a space: `초록손가락 님` (Naver), or glued to nearly all of them: `tetsu_0412さん` (Kakaku)."""
    bare = [name and without_honorific(name) for name in names]
    titled = [name for name, short in zip(names, bare, strict=True) if name != short]
    if len(set(titled)) >= LEAST_TITLED and len(titled) >= MOST * sum(name is not None for name in names):
        return bare
    return [short.rstrip() if short and short.endswith(" ") else name for name, short in zip(names, bare, strict=True)]


def with_places(names: Names, places: Names) -> tuple[Names, Names]:
    """Names and places, with those behind names, where so many have one, and not who is called so.

    `Jan (Praha)`; `Ann Lee, Wigan, United Kingdom` (Daily Mail); `Ann Lee WIGAN, UNITED KINGDOM` (petitions)

    Args:
        names: who wrote each comment.
        places: where each is, as their lines tell.
    """
    told = [_with_place(name or "") for name in names]
    count = sum(match is not None for match in told)
    if count < LEAST_PLACED or 2 * count < sum(name is not None for name in names) or len({match["place"] for match in told if match}) == 1:
        return names, places
    return (
        [match["name"] if match else name for name, match in zip(names, told, strict=True)],
        [place or (match["place"].rstrip(",") if match else None) for place, match in zip(places, told, strict=True)],
    )


def _with_place(name: str) -> re.Match[str] | None:
    """A name and the place behind it; a town in brackets may be a name, one with its country is none."""
    placed, town = _PLACED.fullmatch(name), _TOWN_BEHIND.fullmatch(name)
    if placed and _is_place(placed["place"]):
        return placed
    return town if town and town["place"][0].isupper() else _CAPITALS_BEHIND.fullmatch(name)


def _without_badges(names: Names) -> Names:
    """Names without what is glued to that of who began the thread: one name alone has it, and comes more than once, or bare as well."""
    found = [_OPENER.fullmatch(name or "") for name in names]
    badged = [match["name"] for match in found if match]
    is_told = len(set(badged)) == 1 and (len(badged) > 1 or badged[0] in names)
    return [match["name"] if match else name for match, name in zip(found, names, strict=True)] if is_told else names


def _before_dots(names: Names) -> Names:
    """Names without what stands behind a dot, where two people have different things there: `Ann Lee · Harbour School` (Facebook)."""
    parts = [(name or "").partition(_DOT) for name in names]
    told = {(first, behind) for first, dot, behind in parts if dot and not IDEOGRAPH.search(first)}
    if min(len({first for first, _ in told}), len({behind for _, behind in told})) < _LEAST_BEHIND:
        return names
    return [first or name for name, (first, _, _) in zip(names, parts, strict=True)]


def _without_template(names: Names) -> Names:
    """Names without the words with which most of a thread's names begin or end, as `Herr`, `Member`, `Senior Member`."""
    for side in (0, -1):
        while (shorter := _without_word(names, side)) != names:
            names = shorter
    return names


def _without_handles(names: Names) -> Names:
    """Names without the handle behind them and what stands behind that (`Ann Lee annlee Regular`), or handles without the name behind them.

    Boards that print both print them in one order (Discourse); a handle is told by what it has of the name beside it.
    """
    parts = [_with_handle(name.split()) if name else None for name in names]
    if sum(part is not None for part in parts) < max(LEAST_HANDLES, len(names) / 2):
        return names
    return [part or name for part, name in zip(parts, names, strict=True)]


def _with_handle(words_: list[str]) -> str | None:
    """What somebody is called first, by the name or the handle; None where the words are not both."""
    keys = [_letters(word) for word in words_]
    for at, word in enumerate(words_):
        if not _HANDLE.fullmatch(word) or len(keys[at]) < SHORTEST_SHARED:
            continue
        beside = keys[1:] if at == 0 else keys[:at]
        # `john johnson` is a name in small letters.
        if not any(other[0].isupper() for other in words_):
            return None
        if any(len(key) >= SHORTEST_SHARED and (key in keys[at] or keys[at] in key) for key in beside):
            return word if at == 0 else " ".join(words_[:at])
    return None


def _letters(word: str) -> str:
    """The letters of a word without marks, in lower case."""
    return "".join(char for char in unicodedata.normalize("NFKD", word).casefold() if char.isalpha())


def _without_leads(names: Names) -> Names:
    """Names without the word that leads to a group at their end, where the rest is who wrote another comment: `ann to` (Lemmy)."""
    known = set(names)
    parts = [(name or "").rpartition(" ") for name in names]
    return [first if first in known and last in words("into") else name for name, (first, _, last) in zip(names, parts, strict=True)]


def _without_word(names: Names, side: int) -> Names:
    """Names without the first word (side 0) or the last one (side -1), where most share it."""
    known = [name.split() for name in names if name and len(name.split()) > 1]
    if len(known) < 3:
        return names
    word, count = Counter(parts[side] for parts in known).most_common(1)[0]
    rest = {tuple(parts[1:] if side == 0 else parts[:-1]) for parts in known if parts[side] == word}
    if any(not any(char.isalpha() for char in "".join(parts)) for parts in rest):
        return names
    if count < (0.7 if len(known) > 3 else 1.0) * sum(name is not None for name in names) or len(rest) < 3:
        return names
    return [
        name
        if name is None or len(name.split()) < 2 or name.split()[side] != word
        else " ".join(name.split()[1:] if side == 0 else name.split()[:-1])
        for name in names
    ]


def _without_numbers(names: Names) -> Names:
    """Names without the comment's number before them, where those count up or down from one to the next."""
    parts = [_NUMBERED.fullmatch(name or "") for name in names]
    numbers = [int(part["number"]) for part in parts if part]
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    if len(numbers) < max(2, MOST * sum(name is not None for name in names)) or sum(step in (1, -1) for step in steps) < MOST * len(steps):
        return names
    return [part["name"] if part else name for part, name in zip(parts, names, strict=True)]


def _without_what_is_before(names: Names) -> Names:
    """Names without a portrait's file or votes before them, where nearly all have such.

    Votes are told from names that begin with a figure (`2pac`) by the sign that one of them has at least.
    """
    names = _without_front(names, _PICTURED)
    votes = _without_front(names, _VOTED)
    return votes if any(name and name.startswith(_VOTES) for name in names) and len(set(votes)) >= LEAST_VOTED else names


def _without_front(names: Names, pattern: re.Pattern[str]) -> Names:
    found = [pattern.fullmatch(name or "") for name in names]
    if sum(map(bool, found)) < max(2, MOST * sum(name is not None for name in names)):
        return names
    return [match["name"] if match else name for match, name in zip(found, names, strict=True)]


def _is_place(text: str) -> bool:
    """Whether what stands in brackets behind a name can be a town: it begins with a capital, and is no given name or title of members."""
    low = text.lower()
    return text[0].isupper() and low.split()[0] not in given_names() and low not in ranks() and low not in words("user_title")
