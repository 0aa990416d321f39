"""The local engine: one process, or a supervised pool of them.

A pool that loses a worker loses all its work in hand, and cannot say whose fault it was. So only as many shards are in
hand as there are workers; after a loss the pool is made anew, the shards that were in hand are tried again one at a
time, each alone in a pool of one, and the one that takes its worker down again is named.

A shard is the work of one thread. Left alone, NumPy multiplies matrices on as many threads as the machine has cores, in each of as many
workers, and threads that wait for each other keep the cores busy; the matrices of a page are too small to gain by it.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from threading import Thread

from threadpoolctl import threadpool_limits

from pagestrata.dataset.shard import Receipt, ShardSpec, build_shard
from pagestrata.errors import WorkerError

_log = logging.getLogger(__name__)

Work = Callable[[ShardSpec], Receipt]


def _end_with_parent() -> None:
    """End this worker when its parent dies, which otherwise leaves it waiting for work for ever."""
    parent = parent_process()

    def wait_for_parent() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait_for_parent, daemon=True).start()


def _pool(workers: int) -> ProcessPoolExecutor:
    # spawned, not forked: pyarrow and NumPy run threads, and a fork copies their locks in whatever state they are
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _on_one_thread(work: Work, spec: ShardSpec) -> Receipt:
    with threadpool_limits(limits=1, user_api="blas"):
        return work(spec)


def _alone(work: Work, spec: ShardSpec) -> Receipt:
    with _pool(1) as pool:
        try:
            return pool.submit(work, spec).result()
        except BrokenProcessPool as error:
            raise WorkerError(
                f"shard {spec.shard} killed its worker process twice: give the machine more memory or fewer workers, or smaller shards"
            ) from error


def _round(work: Work, todo: deque[ShardSpec], workers: int, suspects: list[ShardSpec]) -> Iterator[Receipt]:
    """Run shards in one pool until none is left or the pool breaks; then `suspects` holds those that were in hand."""
    in_hand: dict[Future[Receipt], ShardSpec] = {}
    others = active_children()
    with _pool(workers) as pool:
        try:
            while todo or in_hand:
                while todo and len(in_hand) < workers:
                    future = pool.submit(work, todo[0])
                    in_hand[future] = todo.popleft()
                done, _ = wait(in_hand, return_when=FIRST_COMPLETED)
                for future in done:
                    receipt = future.result()
                    del in_hand[future]
                    yield receipt
        except BrokenProcessPool:
            suspects += in_hand.values()
        except BaseException:
            # What they have in hand is for nobody any more, and whoever ends a build does not wait for it.
            for worker in active_children():
                if worker not in others:
                    worker.terminate()
            raise


def run_shards(specs: Sequence[ShardSpec], workers: int, work: Work = build_shard) -> Iterator[Receipt]:
    """Run shards.

    Args:
        specs: what to build.
        workers: processes; 1 works in this one.
        work: what to do with each; a function of a module, so that it can be sent to a process.

    Yields:
        A receipt for each, in the order in which they are done.

    Raises:
        WorkerError: a shard takes its process down twice.
    """
    work = partial(_on_one_thread, work)
    if workers == 1 or len(specs) < 2:
        yield from map(work, specs)
        return
    todo = deque(specs)
    while todo:
        suspects: list[ShardSpec] = []
        yield from _round(work, todo, min(workers, len(todo)), suspects)
        for spec in suspects:
            _log.warning("a worker process died; shard %d is tried again alone", spec.shard)
            yield _alone(work, spec)
