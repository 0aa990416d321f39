"""The second look at the body: what it is told of a line, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pagestrata.config import ParseConfig
from pagestrata.errors import WeightsError
from pagestrata.parse.body import Floats, body_chances, share_of_body
from pagestrata.parse.features import compute_features
from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import split_batch
from pagestrata.parse.page import parse_pages
from pagestrata.parse.second_look import DOUBTED, MEASURES, load_second_look, look_again, measure
from pagestrata.parse.tagger import load_weights, tag
from pagestrata.sources import RawPage, raw_text

PAGE = """Home
Sport

How a canal lock works

A lock lifts a boat by letting water run downhill into a chamber. Nobody needs to pump anything.
The gates lean against the stream, so that the water itself keeps them shut.
Read more
The keeper writes down each boat that passes, with its name and its port.

Canals of the north
Canals of the south
Imprint
"""


def changes(texts: Sequence[str]) -> list[Floats]:
    batch = split_batch(texts)
    return look_again(batch, compute_features(batch), tag(batch, load_weights()), load_second_look())


def told(chances: Sequence[float], text: str = PAGE) -> dict[str, Floats]:
    """Measures of a page whose lines have these chances of being body."""
    batch = split_batch([text])
    labels = np.zeros((len(chances), len(LABELS)), np.float32)
    labels[:, 1], labels[:, 0] = chances, 1 - np.array(chances)
    scores = LineScores(labels, np.zeros((len(chances), 7), np.float32), np.array([0.7, 0.2, 0.1], np.float32))
    rows = measure(batch, compute_features(batch), [scores])
    return {name: rows[:, i].astype(np.float64) for i, name in enumerate(MEASURES)}


CHANCES = (0.0, 0.0, 0.75, 1.0, 1.0, 0.25, 1.0, 0.0, 0.0, 0.0)


def test_a_line_is_told_its_neighbours_and_none_of_another_page() -> None:
    rows = told(CHANCES)
    assert rows["chance of line -1"].tolist() == [0.0, *CHANCES[:-1]]
    assert rows["chance of line +2"].tolist() == [*CHANCES[2:], 0.0, 0.0]
    assert rows["chance of lines in -2 to +2"][:3] == pytest.approx([0.25, 0.4375, 0.55])
    assert rows["chance of lines in -10 to -1"][0] == 0.0


def test_a_line_is_told_where_it_stands_to_the_sure_ones() -> None:
    rows = told(CHANCES)
    assert rows["lines since the first sure one"].tolist() == [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7]
    assert rows["lines to the last"].tolist() == [6, 5, 4, 3, 2, 1, 0, -1, -2, -3]
    assert rows["lines since a sure one"].tolist() == [99, 99, 99, 1, 1, 1, 2, 1, 2, 3]
    assert rows["lines to one"].tolist() == [2, 1, 0, 0, 0, 1, 0, 99, 99, 99]
    none = told([0.0] * 10)
    assert set(none["lines since the first sure one"]) == {-99.0}
    assert set(none["lines to one"]) == {99.0}


def test_a_line_is_told_of_its_page_and_of_lines_of_its_shape() -> None:
    rows = told(CHANCES)
    assert set(rows["lines"]) == {10.0}
    assert set(rows["greatest chance"]) == {1.0}
    assert rows["share of the body before"][0] == 0.0
    assert rows["share of it behind"][-1] == 0.0
    assert rows["lines of its shape"][7] == rows["lines of its shape"][8] >= 2
    assert rows["article"].tolist() == pytest.approx([0.7] * 10)


@given(st.lists(st.text("aB .\n1", max_size=80) | st.just(PAGE), max_size=4))
@settings(max_examples=30)
def test_the_change_of_a_page_depends_on_that_page_alone(texts: list[str]) -> None:
    together = changes(texts)
    for text, change in zip(texts, together, strict=True):
        assert np.array_equal(changes([text])[0], change)


def test_a_very_long_line_is_of_no_shape_of_the_next_page() -> None:
    texts = [f"{PAGE}{'a' * 5000}\n", "a\na\n"]
    batch = split_batch(texts)
    rows = measure(batch, compute_features(batch), tag(batch, load_weights()))
    alone = split_batch(texts[1:])
    assert np.array_equal(rows[batch.first[1] :], measure(alone, compute_features(alone), tag(alone, load_weights())))


def test_only_lines_in_doubt_change() -> None:
    batch = split_batch([PAGE])
    scores = tag(batch, load_weights())
    (change,) = look_again(batch, compute_features(batch), scores, load_second_look())
    chance = share_of_body(scores[0].labels)
    assert not change[(chance <= DOUBTED[0]) | (chance >= DOUBTED[1])].any()
    assert change.any()


def test_a_change_moves_the_log_odds_and_no_line_of_a_comment() -> None:
    labels = np.array([[0.5, 0.5, 0, 0, 0], [0.8, 0.2, 0, 0, 0], [0.5, 0.5, 0, 0, 0]], np.float32)
    scores = LineScores(labels, np.zeros((3, 7), np.float32), np.array([1, 0, 0], np.float32))
    chances = body_chances(scores, {2}, posts_too=False, change=np.log([3.0, 4.0, 9.0]))
    assert chances.tolist() == pytest.approx([0.75, 0.5, 0.0])


def test_weights_that_do_not_fit_are_told(tmp_path: Path) -> None:
    path = tmp_path / "body.npz"
    page = raw_text(PAGE)
    assert isinstance(page, RawPage)
    path.write_bytes(b"")
    with pytest.raises(WeightsError, match="cannot read the body weights"):
        parse_pages([page], ParseConfig(body_weights=path), None)
    np.savez(path, measures=np.array(["chance"]), feature=np.zeros((1, 1)), threshold=np.zeros((1, 1)), value=np.zeros((1, 2)))
    with pytest.raises(WeightsError, match="another version"):
        load_second_look(path)


def test_the_option_reaches_the_work(tmp_path: Path) -> None:
    page = raw_text(PAGE)
    assert isinstance(page, RawPage)
    path = tmp_path / "body.npz"
    leaves = np.full((1, 2), -40.0)
    np.savez(path, measures=np.array(MEASURES), feature=np.zeros((1, 1), np.uint8), threshold=np.zeros((1, 1)), value=leaves)
    own, packaged = (parse_pages([page], config, None)[0] for config in (ParseConfig(body_weights=path), ParseConfig()))
    assert own != packaged


@pytest.mark.parametrize("rows", [0, 1, 256, 257, 600])
def test_rows_go_down_their_trees_as_each_alone(rows: int) -> None:
    forest = load_second_look()
    measures = np.random.default_rng(rows).normal(size=(rows, len(MEASURES))).astype(np.float32)
    alone = [float(forest.score(measures[i : i + 1])[0]) for i in range(rows)]
    assert forest.score(measures).tolist() == alone
    assert rows < 2 or len(set(alone)) > 1
