"""How far a build or a check is, as it is told to who started it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

TOLD_EACH: Final = 1_000
"""Units between two times that progress is told of what takes little time each."""

Stage = Literal["read", "sites", "parse", "compare", "check"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build or a check is.

    Attributes:
        stage: of a build `read` (unit: files), `sites` (pages whose lines are counted by site), `parse` (pages) and `compare` (versions
            beside the new one); of a check `check` (shards).
        done: units done.
        total: units in all.
    """

    stage: Stage
    done: int
    total: int


Tell = Callable[[Progress], None]
"""Takes what is told of progress."""

_T = TypeVar("_T")


def silent(_: Progress) -> None:
    """Tell nobody."""


def counted(items: Iterable[_T], stage: Stage, total: int, tell: Tell) -> Iterator[_T]:
    """The same items, telling now and then how many there were.

    Args:
        items: to hand on.
        stage: what is done with them.
        total: how many there are at the most.
        tell: takes what is told.
    """
    done = 0
    for done, item in enumerate(items, 1):
        yield item
        if done % TOLD_EACH == 0:
            tell(Progress(stage, done, total))
    tell(Progress(stage, total, total))
