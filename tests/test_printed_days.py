"""Whether a text prints a known day: what the labels and figures of days in `bench/` rest on."""

from __future__ import annotations

import pytest

from printed_days import prints_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 3, 2014", "2014-03-03"),
        ("Monday, the 3rd of March 2014", "2014-03-03"),
        ("3 de marzo de 2014", "2014-03-03"),
        ("03.04.2014", "2014-03-04"),
        ("03.04.2014", "2014-04-03"),
        ("2014年3月4日", "2014-03-04"),
        ("Mar 3 12:30 Uhr MEZ 2014", "2014-03-03"),
        ("AnnMarch 3, 2014", "2014-03-03"),
        ("March 3, 20145 mins", "2014-03-03"),
        ("https://example.org/2014/03/04/boats", "2014-03-04"),
        ("20140304", "2014-03-04T10:12:00Z"),
    ],
)
def test_a_day_is_found_in_any_form(text: str, day: str) -> None:
    assert prints_day(text, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 4, 2014", "2014-03-03"),
        ("#3 · Mar 4, 2014", "2014-03-03"),
        ("March 4, 2014 at 3:03 pm", "2014-03-03"),
        ("in March 2014, 3 people", "2014-03-03"),
        ("March 3", "2014-03-03"),
        ("March 3, 2014", ""),
    ],
)
def test_other_numbers_are_no_day(text: str, day: str) -> None:
    assert not prints_day(text, day)
