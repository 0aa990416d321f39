"""What the thread networks learn from: states of lines by gold, paths that the field allows, made-up threads."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pagestrata.parse.lines import split_lines
from pagestrata.parse.threads.model import COLUMNS
from pagestrata.parse.threads.paths import BEFORE, BODY, BODY_AFTER, BODY_FIRST, ENDS, FOOT, HEAD, HEAD_FIRST, OUT
from thread_pages import Source
from thread_stretches import legal, make_stretches, true_states

TEXT = "Home\nAnn Berg\n5 May 2020\nWhat a lovely trip.\nWe go again.\nReply\nNo thanks.\n"
SOURCES = [
    Source(
        [("Ann Berg", ["What a lovely trip, we took it twice."]), ("Jan Holm", ["The lamps are lit far too early.", "Or is it me?"])],
        ["The harbour", "A text above the comments that is longer than most lines of a menu are."],
        ["Imprint"],
    )
]


def _spans(first: str, last: str, body: str, body_last: str) -> dict[str, int]:
    def end(piece: str) -> int:
        return TEXT.index(piece) + len(piece)

    return {"start": TEXT.index(first), "end": end(last), "body_start": TEXT.index(body), "body_end": end(body_last)}


def test_each_line_of_a_comment_has_its_state() -> None:
    comments = [
        _spans("Ann Berg", "Reply", "What", "again.") | {"author_start": TEXT.index("Ann"), "date_start": TEXT.index("5 May")},
        _spans("No thanks.", "No thanks.", "No thanks.", "No thanks."),
    ]
    states, prints = true_states(split_lines(TEXT), comments)
    assert states.tolist() == [OUT, HEAD_FIRST, HEAD, BODY_AFTER, BODY, FOOT, BODY_FIRST]
    assert np.argwhere(prints).tolist() == [[1, 0], [2, 1]]


@given(st.lists(st.tuples(*(st.integers(least, 3) for least in (0, 1, 0, 0))), max_size=8), st.integers(0, 40), st.integers(1, 40))
def test_what_a_window_cuts_off_is_outside(comments: list[tuple[int, int, int, int]], begin: int, size: int) -> None:
    states = [OUT]
    for head, body, foot, between in comments:
        states += [HEAD_FIRST, *[HEAD] * (head - 1), BODY_AFTER] if head else [BODY_FIRST]
        states += [*[BODY] * (body - 1), *[FOOT] * foot, *[OUT] * between]
    path = legal(np.array(states[begin : begin + size], np.int64)).tolist()
    assert all(before in BEFORE[after] for before, after in pairwise([OUT, *path]))
    assert not path or path[-1] in ENDS
    assert legal(np.array(states)).tolist() == states


def test_a_made_up_thread_is_a_legal_path_with_comments() -> None:
    stretches, again = (make_stretches(SOURCES, 12, (3, 0)) for _ in range(2))
    assert any((stretch.states == BODY_AFTER).any() or (stretch.states == BODY_FIRST).any() for stretch in stretches)
    for one, other in zip(stretches, again, strict=True):
        assert one.seen.tobytes() == other.seen.tobytes()
        assert one.seen.shape == (len(one.states), len(COLUMNS))
        assert legal(one.states).tolist() == one.states.tolist()
