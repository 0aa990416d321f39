"""Where a name can end in a line that goes on: before degrees, roles and places.

This room finds ends; readings are made of them in `fields.readings`.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from pagestrata.parse.fields.lines import WORDS, given_names, is_unspaced_name
from pagestrata.parse.fields.people import FULL_NAME, SEVERAL, are_people, people_in

_DEGREES: Final = WORDS["credentials"] | WORDS["other_credentials"]
_BEGIN_ROLES: Final = WORDS["roles"] | WORDS["before_roles"]


def behind_degrees(text: str) -> set[int]:
    """Where a name ends behind whose degrees more is told: `Ann Berg, PhD, Office of Research`."""
    name, *parts = text.split(",")
    degrees = list(takewhile(lambda part: part.strip().lower() in _DEGREES, parts))
    return {len(",".join((name, *degrees)))} if degrees and len(degrees) < len(parts) else set()


def before_role(text: str) -> set[int]:
    """Where names can end that go on with what their authors are: `Ann Berg Deputy Reviews Editor`, `Ann Berg, Jan Holm Reporters`."""
    words = text.split(" ")
    if len(words) <= FULL_NAME or words[0].lower() not in given_names():
        return set()
    at = next((i for i, word in enumerate(words) if i >= FULL_NAME and word.lower().strip(",") in _BEGIN_ROLES), None)
    if at is None:
        return set()
    before = " ".join(words[:at])
    if people_in(before) >= SEVERAL and are_people(before):
        return {len(before)}
    two, third = len(" ".join(words[:FULL_NAME])), words[FULL_NAME]
    if at == FULL_NAME:
        return {two}
    return {two, two + 1 + len(third)} if third[:1].isupper() else set()


def is_place(text: str) -> bool:
    """Whether what stands behind a comma can be a town or a house alone: one word with its capital that is no role, degree or team."""
    word = text.lower()
    # Scripts without capitals have signs in their words that are no letters; a name without spaces is a person's.
    is_word = (text.istitle() and text.isalpha()) or (text.isidentifier() and word == text.upper() and not is_unspaced_name(text))
    return is_word and not any(word in WORDS[kind] for kind in ("roles", "credentials", "team"))
