from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from pagestrata.parse.alternations import any_of, one_of

MANY_SIGNS = "abcdefghijklmnopqrstuvw.-]^\\"


@given(st.lists(st.text("ab.", min_size=1, max_size=4), min_size=1, max_size=8), st.text("ab. ", max_size=12))
@example([f"{sign}a" for sign in MANY_SIGNS], f"{MANY_SIGNS} {'a'.join(MANY_SIGNS)}")
@example(list(MANY_SIGNS), f"{MANY_SIGNS} z")
def test_words_put_together_by_their_beginnings_match_the_same(words: list[str], text: str) -> None:
    plain, together = (re.compile(rf"{make(words)}(?!b)") for make in (lambda some: f"(?:{any_of(some)})", one_of))
    assert together.findall(text) == plain.findall(text)


def test_what_only_one_word_goes_on_with_is_no_group() -> None:
    assert one_of(["autor", "autora", "par"]) == "(?:(?=[ap])(?:autor(?:a)?|par))"
