"""How the time of a work grows with its size: what the tests of time share."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable

__all__ = ["MOST_RUNS", "slowdown"]

SHORTEST = 0.003
"""Seconds under which a time tells nothing."""
RUNS = 4
"""Of each size that is timed, at least."""
MOST_RUNS = 16
"""Of each size, where fewer say that the bound is broken: the more runs, the nearer the quickest to what the work takes."""


def slowdown(work_of: Callable[[int], Callable[[], object]], sizes: tuple[int, int], bound: float) -> float:
    """How many times longer a work takes on the larger of two sizes.

    Both take turns, so that a slow moment of the machine is slow for both, and the quickest run of each counts. Nothing is
    collected meanwhile: a collection goes through all that other tests left, and the larger work runs into more of them.

    Args:
        work_of: Makes the work of a size, beforehand: it is called once for each size, what it returns for each run.
        sizes: The smaller and the larger.
        bound: What the caller holds the slowdown against; runs beyond the first few are made only while it is broken.

    Returns:
        The quickest time of the larger size as a multiple of the smaller one's.
    """
    works = [work_of(size) for size in sizes]
    seconds = [math.inf, math.inf]
    works[0]()
    gc.disable()
    try:
        for run in range(MOST_RUNS):
            if run >= RUNS and seconds[1] < bound * max(seconds[0], SHORTEST):
                break
            for k, work in enumerate(works):
                begin = time.process_time()
                work()
                seconds[k] = min(seconds[k], time.process_time() - begin)
    finally:
        gc.enable()
    return seconds[1] / max(seconds[0], SHORTEST)
