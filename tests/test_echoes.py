"""Words and their echoes: pieces of scripts without spaces, repeated captions, topics, pages apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagestrata.parse.echoes import ECHOES, echo_columns
from pagestrata.parse.lines import split_batch
from pagestrata.parse.words import find_words, folded


def pieces(text: str) -> list[str]:
    batch = split_batch([text])
    words = find_words(batch, folded(batch))
    return [text[start:end] for start, end in zip(words.start.tolist(), words.end.tolist(), strict=True)]


def echoes(*texts: str) -> dict[str, list[float]]:
    batch = split_batch(texts)
    words = find_words(batch, folded(batch))
    return {name: np.asarray(column, float).tolist() for name, column in echo_columns(words, batch, np.diff(words.first)).items()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("渡船每天开两次", ["渡船", "每天", "开两", "次"]),
        ("2019年 harbour news", ["2019年", "harbour", "news"]),
        ("เรือข้ามฟาก", ["เรือข", "้ามฟา", "ก"]),
        ("연락선이 늦었다", ["연락선이", "늦었다"]),
        ("паром опоздал", ["паром", "опоздал"]),
    ],
)
def test_scripts_without_spaces_are_cut_into_pieces(text: str, words: list[str]) -> None:
    assert pieces(text) == words


LONG = "the ferry across the sound leaves the old harbour twice on every single day of the week"


def test_a_caption_repeats_the_alternative_text() -> None:
    found = echoes(f"{LONG}\nFerry at dusk, seen from the pier\nFerry at dusk, seen from the pier. Photo: Ines Vale\n{LONG}")
    assert found["echo_ahead"][1] == 1.0
    assert found["echo_back"][2] > 0.6
    assert found["new_words"][0] > found["new_words"][2]


def test_lines_of_the_topic_share_words_with_the_article() -> None:
    other = "nobody knows whether the crossing will be open again in spring because there is no money for it"
    found = echoes("\n".join([LONG, other, "Old harbour ferry", "Ten gifts below twenty", LONG.replace("twice", "once"), other, other]))
    assert found["topic_page"][2] > 0.9
    assert found["topic_page"][3] == 0.0


@given(st.lists(st.text("ab 渡เ1\n", max_size=60), min_size=1, max_size=4))
def test_echoes_of_a_page_depend_on_that_page_alone(texts: list[str]) -> None:
    together = echoes(*texts)
    alone = [echoes(text) for text in texts]
    for name in ECHOES:
        assert together[name] == [value for page in alone for value in page[name]]
        assert all(0.0 <= value <= 1.0 for value in together[name])
