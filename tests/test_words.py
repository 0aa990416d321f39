"""Hashes of spans, and the order that puts equal ones together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagestrata.parse.words import grouped, span_hashes


def groups(keys: list[int]) -> list[list[int]]:
    """Runs of equal keys in the order found, as indices."""
    order = grouped(np.array(keys, np.uint64)).tolist()
    runs: list[list[int]] = []
    for before, i in zip([None, *order], order, strict=False):
        if before is None or keys[before] != keys[i]:
            runs.append([])
        runs[-1].append(i)
    return runs


# Neighbours differ in the lowest bits alone, which the indices take the place of.
@given(st.lists(st.integers(0, 3) | st.integers(2**64 - 4, 2**64 - 1) | st.integers(0, 2**64 - 1), max_size=40))
def test_equal_keys_stand_together_in_their_own_order(keys: list[int]) -> None:
    found = groups(keys)
    assert sorted(i for run in found for i in run) == list(range(len(keys)))
    assert len(found) == len(set(keys))
    assert all(run == sorted(run) for run in found)


@pytest.mark.parametrize("apart", [1, 1 << 16, (1 << 17) + 3])
def test_a_span_has_one_hash_wherever_it_stands(apart: int) -> None:
    word = np.array([7, 1, 9, 4], np.uint64)
    values = np.concatenate((word, np.full(apart, 5, np.uint64), word, word[::-1]))
    at = len(word) + apart
    start = np.array([0, at, at + len(word)])
    first, second, other = span_hashes(values, start, start + len(word)).tolist()
    assert first == second != other
