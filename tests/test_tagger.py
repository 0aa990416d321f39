"""The tagger: exact arithmetic, independence of pages and batches, weights that do not fit, neighbours, the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pagestrata.errors import WeightsError
from pagestrata.parse.body import DOUBT, DOUBT_OF_OTHERS, body_chances, choose_body, doubt_of
from pagestrata.parse.features import FEATURES, compute_features
from pagestrata.parse.labels import LABELS, MARKS, PAGE_TYPES, LineScores
from pagestrata.parse.lines import split_batch, split_lines
from pagestrata.parse.sites import count_site_lines, heed_neighbours
from pagestrata.parse.tagger import (
    CEILING,
    EXACT,
    PACKAGED_WEIGHTS,
    STEPS,
    Network,
    doubted_pages,
    load_weights,
    page_means,
    score_batch,
    tag,
)  # fmt: skip
from pagestrata.parse.words import folded, line_hashes
from pagestrata.records import PageType

PAGE = """Home | Contact

How a canal lock works

By Ines Vale
3 May 2019

A lock lifts a boat by letting water run downhill into a chamber. Nobody needs to pump anything, which is why the
idea has lasted for five hundred years and will last for longer than most of the engines built since.

The gates lean against the stream, so that the water itself keeps them shut until both sides stand level.

2 Comments

Ola says:
May 4, 2019 at 9:12 am
I watched one from the bridge last summer and still did not understand it. Now I do, thank you.
Reply

© 2019 The Canal Pages
"""


def scored(texts: Sequence[str]) -> list[LineScores]:
    return tag(split_batch(texts), load_weights())


@given(st.lists(st.text(max_size=120) | st.just(PAGE), max_size=4))
@settings(max_examples=40)
def test_scores_of_a_page_depend_on_that_page_alone(texts: list[str]) -> None:
    for text, together in zip(texts, scored(texts), strict=True):
        alone = scored([text])[0]
        assert np.array_equal(alone.labels, together.labels)
        assert np.array_equal(alone.marks, together.marks)
        assert np.array_equal(alone.page_type, together.page_type)


def test_the_other_networks_look_at_the_pages_of_which_the_first_is_in_doubt_and_at_no_others() -> None:
    weights = load_weights()
    seed = (Path(__file__).parents[1] / "seeds" / "001_2c5c9944de878b35.txt").read_text(encoding="utf-8")
    texts = (PAGE, seed, "Home\nPrices\nfrom 12\nAnn Lee\nsaid\nMay 3\na word\nor two")
    batch = split_batch(texts)
    features = compute_features(batch)

    def labels(*networks: Network) -> npt.NDArray[np.float32]:
        sure = replace(weights, networks=networks)
        return np.concatenate([scores.labels for scores in score_batch(batch, features, sure)])

    one = labels(weights.networks[0])
    # A network asked twice has the mean of all where it is in doubt: so the same scores everywhere.
    assert np.array_equal(labels(weights.networks[0], weights.networks[0]), one)
    found, asked = labels(*weights.networks), doubted_pages(one, batch).tolist()
    doubted = np.isin(batch.page, asked)
    assert 0 < len(asked) < len(texts)
    assert np.array_equal(found[~doubted], one[~doubted])
    for page in asked:
        assert not np.array_equal(found[batch.page == page], one[batch.page == page])


def test_a_page_is_doubted_by_its_body_and_its_comments() -> None:
    batch = split_batch(("one line\nanother line", "one line\nanother line", "one line\nanother line"))
    sure, unsure, said = [0.01, 0.99, 0.0, 0.0, 0.0], [0.5, 0.5, 0.0, 0.0, 0.0], [0.1, 0.8, 0.0, 0.1, 0.0]
    assert doubted_pages(np.array([sure, sure, unsure, unsure, sure, said], np.float32), batch).tolist() == [1, 2]
    assert doubted_pages(np.zeros((0, len(LABELS)), np.float32), split_batch(("", " "))).tolist() == []


def test_scores_are_probabilities() -> None:
    scores = scored([PAGE])[0]
    assert scores.labels.shape == (len(split_lines(PAGE)), len(LABELS))
    assert scores.marks.shape[1] == len(MARKS)
    assert scores.page_type.shape == (len(PAGE_TYPES),)
    assert np.allclose(scores.labels.sum(axis=1), 1, atol=1e-4)
    assert ((scores.marks >= 0) & (scores.marks <= 1)).all()


def test_weights_keep_every_sum_exact() -> None:
    weights = load_weights()
    for network in weights.networks:
        for layer in (network.enter, *network.blocks, network.pool, network.out, network.page_out):
            assert np.array_equal(layer.weight, np.rint(layer.weight))
            assert np.abs(layer.weight).sum(axis=0).max() * 1024 < EXACT


def test_means_of_a_page_are_exact_however_long_it_is() -> None:
    lines = np.full((40_000, 2), CEILING * STEPS, np.float32)
    lines[::3, 1] -= 1
    means = page_means(lines, np.array([0, 3, 3, 40_000]))
    exact = [lines[begin:end].astype(np.float64).mean(axis=0).round() for begin, end in ((0, 3), (3, 40_000))]
    assert means.tolist() == [exact[0].tolist(), [0.0, 0.0], exact[1].tolist()]


def test_features_have_their_declared_columns() -> None:
    features = compute_features(split_batch([PAGE, "", "one"]))
    assert features.dense.shape[1] == len(FEATURES)
    assert np.isfinite(features.dense).all()
    assert len(features.token_first) == len(features.dense) + 1


@pytest.mark.parametrize("content", [b"", b"not an archive", None])
def test_weights_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "weights.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WeightsError, match="train them anew"):
        load_weights(path)


@pytest.mark.parametrize("name", ["feature_version", "labels", "net0_enter_scale"])
def test_weights_of_another_version(tmp_path: Path, name: str) -> None:
    with np.load(PACKAGED_WEIGHTS) as stored:
        arrays = {key: stored[key] for key in stored.files}
    del arrays[name]
    np.savez(tmp_path / "weights.npz", allow_pickle=False, **arrays)
    with pytest.raises(WeightsError, match="train them anew"):
        load_weights(tmp_path / "weights.npz")


LETTER = "The whole family subscribes to our weekly letter about gardens, and so should everybody who owns one. " * 3
SIZES = "Small, medium, large"


def pages_of_a_site(count: int, copies: int = 1) -> list[tuple[str, str]]:
    stories = [f"Story number {i}: {'the tulips have come up again, '[i % 7 :] * 6}" for i in range(count)]
    return [("example.org", f"{story}\n{LETTER}\n{SIZES}\nCopy {i} {k}\n") for i, story in enumerate(stories) for k in range(copies)]


def heeded_body(pages: list[tuple[str, str]]) -> list[float]:
    """Probability of body of the lines of the first page, each 0.8 before its neighbours are heeded."""
    site, text = pages[0]
    batch = split_batch([text])
    labels = np.tile(np.array([0.2, 0.8, 0, 0, 0], np.float32), (len(batch.start), 1))
    scores = LineScores(labels, np.zeros((len(labels), len(MARKS)), np.float32), np.zeros(3, np.float32))
    counts = count_site_lines(pages).pages_with(site, line_hashes(batch, folded(batch)))
    return [round(float(chance), 3) for chance in heed_neighbours(scores, batch.end - batch.start, counts).labels[:, 1]]


def test_a_line_on_many_pages_of_a_site_is_boilerplate() -> None:
    story, letter, sizes, _ = heeded_body(pages_of_a_site(6))
    assert story == 0.8
    assert letter < 0.05
    assert 0.6 < sizes < 0.8, "what is short stands in many bodies"
    assert heeded_body(pages_of_a_site(2)) == [0.8] * 4


def test_lines_of_another_site_tell_nothing() -> None:
    (_, text), *others = pages_of_a_site(6)
    assert heeded_body([("example.com", text), *others]) == [0.8] * 4


@pytest.mark.parametrize("copies", [3, 12, 300])
def test_copies_of_a_page_are_no_other_pages(copies: int) -> None:
    assert heeded_body(pages_of_a_site(1, copies)) == [0.8] * 4
    story, letter, *_ = heeded_body([*pages_of_a_site(1, min(copies, 12)), *pages_of_a_site(61)[1:]])
    assert story == 0.8
    assert letter < 0.05


def test_counts_do_not_depend_on_order() -> None:
    pages = [*pages_of_a_site(5), *(("other.example", text) for _, text in pages_of_a_site(3))]
    assert np.array_equal(count_site_lines(pages).table, count_site_lines(reversed(pages)).table)


def test_the_body_is_the_set_with_the_best_expected_f1() -> None:
    lines = split_lines("sure and long enough to count\nalso sure and long enough\nrather not part of it\nno")
    labels = np.array([[0.02, 0.98, 0, 0, 0], [0.05, 0.95, 0, 0, 0], [0.9, 0.1, 0, 0, 0], [1, 0, 0, 0, 0]], np.float32)
    scores = LineScores(labels, np.zeros((4, len(MARKS)), np.float32), np.zeros(3, np.float32))
    assert choose_body(lines, body_chances(scores, set(), posts_too=False)) == [0, 1]
    assert choose_body(lines, body_chances(scores, {0}, posts_too=False)) == [1]
    nothing = LineScores(labels[[3, 3, 3, 3]], scores.marks, scores.page_type)
    assert choose_body(lines, body_chances(nothing, set(), posts_too=False)) == []


@pytest.mark.parametrize(
    ("page_type", "text", "doubt"),
    [
        (PageType.OTHER, "Install it, then start it.", DOUBT_OF_OTHERS),
        (PageType.OTHER, "Install 3 krakens, then pay in $ or lei.", DOUBT_OF_OTHERS),
        (PageType.OTHER, "A jumper for $29.90", DOUBT),
        (PageType.OTHER, "Ein Pullover, 29,90 €", DOUBT),
        (PageType.OTHER, "Sweter 129 zł", DOUBT),
        (PageType.OTHER, "毛衣 129元", DOUBT),
        (PageType.ARTICLE, "Install it, then start it.", DOUBT),
        (PageType.THREAD, "Install it, then start it.", DOUBT),
    ],
)
def test_pages_of_other_types_without_a_price_are_doubted_less(page_type: PageType, text: str, doubt: float) -> None:
    assert doubt_of(page_type, text) == doubt


def test_less_doubt_gives_a_longer_body() -> None:
    lines = split_lines("surely a line of the body of it\nperhaps one that goes on with it\nrather not part of it at all, no")
    chances = np.array([0.97, 0.8, 0.1])
    assert choose_body(lines, chances, doubt=5.0) == [0]
    assert choose_body(lines, chances, doubt=0.0) == [0, 1]


def test_beside_posts_a_body_must_be_surer() -> None:
    lines = split_lines("an opening that may be part of it\nrather not part of it at all")
    unsure, sure = np.array([0.7, 0.6]), np.array([0.97, 0.7])
    assert choose_body(lines, unsure, doubt=2.2) == [0]
    assert choose_body(lines, unsure, posts=2000, doubt=2.2) == []
    assert choose_body(lines, sure, posts=2000, doubt=2.2) == [0]
