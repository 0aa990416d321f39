"""Rejections on disk: in their order, whatever came first and however many are kept in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from pagestrata.dataset.rejected import Rejected
from pagestrata.records import Rejection, Source

MESSAGES = ("a picture", "no text\u2028at all", "a\nb")


def rejections(count: int) -> list[Rejection]:
    return [
        Rejection(
            code=f"code_{i % 3}",
            source=Source(file=f"f{i % 7}", record=i // 7),
            source_id=None,
            offset=i,
            message=MESSAGES[i % len(MESSAGES)],
        )
        for i in range(count)
    ]


def by_place(rejection: Rejection) -> tuple[str, int, str, str, str]:
    place = rejection.source
    return place.file, place.record, rejection.code, rejection.message, rejection.model_dump_json()


@pytest.mark.parametrize("run", [1, 3, 10, 1_000])
@pytest.mark.parametrize("count", [0, 1, 10, 100])
def test_all_come_back_in_order(tmp_path: Path, run: int, count: int) -> None:
    made = rejections(count)
    given = [*made[1::2], *made[::2][::-1]]
    rejected = Rejected(tmp_path / "rejected", run)
    for rejection in given:
        rejected.add(rejection)
    ordered = sorted(given, key=by_place)
    assert [Rejection.model_validate_json(line) for line in rejected.in_order()] == ordered
    assert list(rejected.in_order()) == list(rejected.in_order())
    assert (len(rejected), sum(rejected.by_code.values())) == (count, count)
    assert rejected.first == (ordered[0] if ordered else None)
    assert (tmp_path / "rejected").exists() is (count >= run)


def test_those_of_one_place_have_one_order(tmp_path: Path) -> None:
    twins = [rejections(1)[0].model_copy(update={"source_id": name}) for name in ("b", "a", "c")]
    found: list[list[str]] = []
    for given in (twins, twins[::-1]):
        rejected = Rejected(tmp_path / str(len(found)), 2)
        for rejection in given:
            rejected.add(rejection)
        found.append(list(rejected.in_order()))
    assert found[0] == found[1]
