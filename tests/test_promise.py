"""What a build promises of each page, broken one way at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from pagestrata.dataset.promise import broken_promises
from pagestrata.records import ParsedPage


@dataclass(frozen=True)
class Broken:
    """What is changed of a page: of which of its records, and what is told then."""

    of: str
    place: int
    change: dict[str, Any]
    told: str


def _with(parsed: ParsedPage, broken: Broken) -> ParsedPage:
    """The page with one record changed, whatever the record's own rules say."""
    found = getattr(parsed, broken.of)
    records = [*found] if isinstance(found, tuple) else [found]
    records[broken.place] = records[broken.place].model_copy(update=broken.change)
    return parsed.model_copy(update={broken.of: tuple(records) if isinstance(found, tuple) else records[0]})


def test_a_page_made_by_hand_keeps_it(strata: Callable[..., ParsedPage]) -> None:
    assert broken_promises(strata(1)) == ()


@pytest.mark.parametrize(
    "broken",
    [
        Broken("page", 0, {"n_chars": 3}, "n_chars is 3"),
        Broken("page", 0, {"n_comments": 3}, "n_comments is 3, there are 2"),
        Broken("page", 0, {"sha256": "0" * 64}, "text does not encode back to the raw bytes"),
        Broken("page", 0, {"encoding": "harbour"}, "text cannot be encoded by 'harbour'"),
        Broken("article", 0, {"text": "It waited."}, "text is not the text of its body blocks"),
        Broken("article", 0, {"page_id": "0" * 32}, "a record says it stands on page 00000000000000000000000000000000"),
        Broken("comments", 0, {"position": 4}, "positions of the comments are not 0 to 1"),
        Broken("comments", 0, {"start": 10_000, "end": 10_001}, "impossible span 10000 to 10001"),
        Broken("comments", 1, {"end": 1}, "impossible span"),
        Broken("comments", 0, {"body_start": 0}, "the body is not inside the comment"),
        Broken("comments", 0, {"text": "It never does."}, "text is not pages.text[body_start:body_end]"),
        Broken("comments", 1, {"parent_id": "nobody"}, "its parent nobody is no comment of this page"),
        Broken("comments", 0, {"depth": 3}, "depth 3 does not follow from its parent"),
        Broken("boilerplate", 0, {"text": "Menu"}, "text is not pages.text[start:end]"),
        Broken("boilerplate", 0, {"end": 0, "start": 0, "text": ""}, "is in no span"),
    ],
    ids=lambda broken: f"{broken.of}: {', '.join(broken.change)}",
)
def test_what_is_broken_is_told(strata: Callable[..., ParsedPage], broken: Broken) -> None:
    assert any(broken.told in fault for fault in broken_promises(_with(strata(1), broken)))


@pytest.mark.parametrize("table", ["comments", "boilerplate"])
def test_records_stand_in_the_order_of_the_page(strata: Callable[..., ParsedPage], table: str) -> None:
    parsed = strata(1)
    turned = [record.model_copy(update={"position": i}) for i, record in enumerate(reversed(getattr(parsed, table)))]
    assert f"{table} are not in the order of the page" in broken_promises(parsed.model_copy(update={table: tuple(turned)}))


def test_no_stretch_is_in_two_records(strata: Callable[..., ParsedPage]) -> None:
    parsed = strata(1)
    first = parsed.boilerplate[0]
    longer = first.model_copy(update={"end": first.end + 9, "text": parsed.page.text[first.start : first.end + 9]})
    faults = broken_promises(parsed.model_copy(update={"boilerplate": (longer, *parsed.boilerplate[1:])}))
    assert any("overlaps" in fault for fault in faults)
