"""Workers that die. Each test is a program of its own, for a spawned worker imports the main module of its parent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import os, signal, sys, tempfile, time
from pathlib import Path

from pagestrata.config import ParseConfig
from pagestrata.dataset.shard import ShardSpec, build_shard
from pagestrata.dataset.spill import Spill
from pagestrata.engines.local import run_shards
from pagestrata.errors import PagestrataError
from pagestrata.sources import raw_text
from threadpoolctl import threadpool_info

SHARDS = 8

def die_once(spec):
    mark = spec.temporary / f"died-{spec.shard}"
    if spec.shard == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return build_shard(spec)

def die_always(spec):
    if spec.shard == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return build_shard(spec)

def count_threads(spec):
    used = {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
    if used != {1}:
        raise PagestrataError(f"matrices are multiplied by {used} threads")
    return build_shard(spec)

def wait(spec):
    print("at work", flush=True)
    time.sleep(600)

def fail(spec):
    if spec.shard == 5:
        raise PagestrataError("no weights")
    return build_shard(spec)

def specs(name):
    root = Path(sys.argv[2]) / name
    pages = root / "pages-in"
    pages.mkdir(parents=True)
    with Spill(pages) as spill:
        for i in range(60):
            spill.add(raw_text(f"The harbour master wrote note {i} and nobody read it."))
    return [ShardSpec(i, spill.buckets(i, SHARDS), root, root, 7, ParseConfig()) for i in range(SHARDS)]

if __name__ == "__main__":
    work = globals()[sys.argv[1]]
    try:
        receipts = sorted(run_shards(specs("pool"), 2, work), key=lambda receipt: receipt.shard)
        assert [receipt.shard for receipt in receipts] == list(range(SHARDS))
        assert receipts == list(run_shards(specs("serial"), 1))
        print("same")
    except PagestrataError as error:
        print(type(error).__name__, error)
"""


@pytest.fixture
def run(tmp_path: Path) -> str:
    (tmp_path / "work.py").write_text(_PROGRAM)
    return str(tmp_path / "work.py")


@pytest.mark.parametrize(
    ("work", "outcome"),
    [
        ("build_shard", "same"),
        ("count_threads", "same"),
        ("die_once", "same"),
        ("die_always", "WorkerError shard 5 killed its worker process twice: give the machine more memory"),
        ("fail", "PagestrataError no weights"),
    ],
)
def test_a_pool_of_workers(run: str, tmp_path: Path, work: str, outcome: str) -> None:
    # A machine of one core would never multiply on two threads by itself.
    several = os.environ | {"OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run([sys.executable, run, work, str(tmp_path)], capture_output=True, text=True, check=False, env=several)
    assert done.stdout.startswith(outcome), done.stderr


def test_workers_end_with_the_process_that_started_them(run: str, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, run, "wait", str(tmp_path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert [parent.stdout.readline() for _ in range(2)] == ["at work\n"] * 2
        parent.kill()
        # The workers hold the other end of the pipe: it ends when the last of them has.
        assert not parent.communicate(timeout=60)[0]
