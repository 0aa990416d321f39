"""What is known about comment layouts: the word lists and patterns of `data/layouts.toml`, compiled once.

This room reads the file; the file alone knows words and layouts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

from pagestrata.parse.alternations import one_of

TIME: Final = "\ue000"
"""Stands for a printed time in a line that is matched: a private-use character, so that no page's text looks like it."""

_GROUP: Final = re.compile(r"\(\?P([<=])(\w+)([>)])")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("pagestrata.parse").joinpath("data/layouts.toml").read_text("utf8"))


@cache
def alternation(name: str) -> str:
    """A group that matches one word of the list `name`, longest first."""
    return one_of([*_data()["words"][name], *_data()["words"].get(f"other_{name}", ())])


@cache
def learned_words(name: str) -> frozenset[str]:
    """The list `name` without what was added after the thread networks were trained, in lower case."""
    return frozenset(word.lower() for word in _data()["words"][name])


@cache
def words(name: str) -> frozenset[str]:
    """The list `name`, in lower case."""
    return learned_words(name) | frozenset(word.lower() for word in _data()["words"].get(f"other_{name}", ()))


@cache
def ranks() -> frozenset[str]:
    """What somebody is on a page, in a line of its own: a rank of members, or what a subscriber or an author is called."""
    return words("rank") | words("badge_alone")


@cache
def initials(name: str) -> frozenset[str]:
    """With what a word of the list `name` can begin."""
    return frozenset(letter for word in words(name) for letter in (word[0], word[0].upper()))


def without_honorific(name: str) -> str:
    """A name without the title that ends it: `kazさん`."""
    return next((name.removesuffix(title) for title in words("honorific") if name.endswith(title) and name != title), name)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the data file: {name} is one of the words of a list, <time> a printed time."""
    full = re.sub(r"\{([a-z_]+)\}", lambda m: alternation(m[1]), pattern).replace("<time>", TIME)
    return re.compile(full, re.IGNORECASE)


@cache
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of the table `name`, in the order of the file."""
    return tuple(compiled(entry["pattern"]) for entry in _data()[name])


@cache
def _any_of(name: str) -> re.Pattern[str]:
    """One pattern that fits where any of the table `name` does; its groups are numbered, for names may be shared."""
    numbered = (_GROUP.sub(rf"(?P\1\2_{number}\3", entry["pattern"]) for number, entry in enumerate(_data()[name]))
    return compiled("|".join(f"(?:{pattern})" for pattern in numbered))


def matches(name: str, text: str) -> Iterator[re.Match[str]]:
    """The matches of the whole text with the patterns of the table `name` that fit, in the order of the file."""
    # Nearly every line fits none, which one pattern tells faster than a loop over several.
    if _any_of(name).fullmatch(text):
        for pattern in patterns(name):
            if found := pattern.fullmatch(text):
                yield found


def first_match(name: str, text: str) -> re.Match[str] | None:
    """The first of `matches`; None where there is none."""
    return next(matches(name, text), None)
