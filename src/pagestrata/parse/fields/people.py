"""Whether a text names people, and how many: by given names, capitals, and family names of scripts without spaces.

This room counts names; it cuts none out of a line (`fields.readings`, `fields.several`, `fields.name_lines`), and decides for no author
(`fields.names`, `fields.bylines`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pagestrata.parse.alternations import any_of, one_of
from pagestrata.parse.chars import FIRST_HAN, FIRST_UNSPACED, is_small
from pagestrata.parse.fields.lines import WORDS, given_names, is_unspaced_name

SEVERAL: Final = 2
"""People from which a text names several."""
FULL_NAME: Final = 2
"""Words of a full name, at least."""
LONGEST_PERSON: Final = 40
"""Characters of a line that is the name of another author."""
_MOST_OF_NAME: Final = 4
"""Words of a full name of which no part is known, at most."""
_MOST_OF_LIST: Final = 5
"""Words of a full name that begins with a given name, at most, without particles and initials."""
# The first signs come first: they are searched for much faster.
_AND: Final = re.compile(
    rf"[\s,;&\u3001\uff0c](?:(?:(?<=\s)\s{{0,8}}[,;&\u3001\uff0c]|(?<=\S))\s{{0,8}}(?:(?:{any_of(WORDS['and'])})\s)?|(?<=\s){one_of(WORDS['and'])}\s)"
)
_WORDS_APART: Final = re.compile(r"[\s,;&\u3001\uff0c]")
# `Prof. Dr. Anna Schmidt`, `Dott.ssa Anna Rossi`
_TITLES: Final = re.compile(rf"(?:{one_of(WORDS['titles'])}(?:\.\s?|\s))+", re.IGNORECASE)
# `A.`, `J.R.`, `J.-P.`
_INITIAL: Final = re.compile(r"(?!U\.[SKN]\.|E\.U\.)(?:[^\W\d_a-z]\.-?){1,2}")
_NO_PART_OF_NAME: Final = WORDS["roles"] | WORDS["team"]
_UNSPACED_ROLES: Final = tuple(sorted(role for role in WORDS["roles"] if role >= FIRST_UNSPACED))


def is_full_name(text: str) -> bool:
    """Whether a text can be a full name of which no part is known: a few words with capitals, none of them a role or a team."""
    words = text.split()
    capital = all(word[0].isalpha() and (not is_small(word[0]) or _is_particle(word)) for word in words)
    return FULL_NAME <= len(words) <= _MOST_OF_NAME and capital and _NO_PART_OF_NAME.isdisjoint(map(str.lower, words))


def are_people(text: str) -> bool:
    """Whether a text is a list of full names, so that the name before it is not the only one."""
    parts = [part for part in _AND.split(text.strip()) if part]
    return bool(parts) and all(people_in(untitled(part)) for part in parts)


def is_person(line: str) -> bool:
    """Whether a line is the name of one person, with a title or without."""
    return len(line) < LONGEST_PERSON and _may_name(line) and people_in(untitled(line)) == 1


def _may_name(text: str) -> bool:
    """Whether a word of a short text can be the first of a full name, which most lines have none of; asked first, for it is cheap."""
    if "." in text or "-" in text or (not text.isascii() and max(text) >= FIRST_HAN):
        return True
    return not given_names().isdisjoint(_WORDS_APART.split(text.lower()))


def untitled(name: str) -> str:
    """A name without the titles before it."""
    return name[found.end() :] if (found := _TITLES.match(name)) else name


def is_role(line: str) -> bool:
    """Whether a line is what an author is, in a few words."""
    return not WORDS["roles"].isdisjoint(line.lower().split())


def is_person_with_role(text: str) -> bool:
    """Whether a text is one person and what they are, in a script without spaces: `白鳥 麻里 : ノンフィクションライター`."""
    name, colon, told = text.partition(" : ")
    return bool(colon) and told.endswith(_UNSPACED_ROLES) and is_person(name)


def people_in(text: str) -> int:
    """How many parts of a list are full names: two to four words with capitals, the first a known given name, or its initial."""
    count = int(is_unspaced_name(text))
    if " " not in text:
        return count
    given = given_names()
    by_initial: list[tuple[str, str]] = []
    for part in _AND.split(text):
        words = part.split()
        first = words[0].lower().strip(".") if words else ""
        if first >= FIRST_HAN:
            count += len(words) == FULL_NAME and is_unspaced_name("".join(words))
            continue
        is_name = len(words) >= FULL_NAME and all(not is_small(word[0]) or _is_particle(word) for word in words)
        is_name = is_name and sum(not _is_particle(word) and not _INITIAL.fullmatch(word) for word in words) <= _MOST_OF_LIST
        if is_name and (first in given or first.partition("-")[0] in given):
            count += 1
        elif is_name and _INITIAL.fullmatch(words[0]):
            by_initial.append((words[0], words[-1]))
    return count + (0 if _are_parts(by_initial) else len(by_initial))


def _is_particle(word: str) -> bool:
    """Whether a word of a name may have a small letter: `de`, `al-Hamdani`."""
    return word in WORDS["particles"] or word.partition("-")[0] in WORDS["particles"]


def _are_parts(by_initial: Sequence[tuple[str, str]]) -> bool:
    """Whether what looks like initials and families are parts that are counted (`A. Introduction, B. Methods`), or places of one name."""
    letters, families = [initial[0] for initial, _ in by_initial], [family for _, family in by_initial]
    is_counted = len(letters) > 1 and letters == [chr(ord("A") + i) for i in range(len(letters))]
    return is_counted or len(set(families)) < len(families)
