"""Rejections on disk while a version is made, so that memory stays flat: a crawl may hold more pictures than pages.

They come in any order and are listed in one that follows from them alone: sorted runs are written, and merged in the end.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from pagestrata.records import Rejection

RUN: Final = 100_000
"""Rejections in memory, some 700 bytes each."""

_Key = tuple[str, int, str, str]


def _key(rejection: Rejection) -> _Key:
    """By file, record, code and message."""
    return rejection.source.file, rejection.source.record, rejection.code, rejection.message


class Rejected:
    """Takes rejections in any order.

    Args:
        directory: a directory for the runs; made with the first one.
        run: rejections of a run.

    Attributes:
        first: the first one of all so far, in the order in which they are listed.
        by_code: how many have each code.
    """

    def __init__(self, directory: Path, run: int = RUN) -> None:
        self.first: Rejection | None = None
        self.by_code: Counter[str] = Counter()
        self._directory = directory
        self._run = run
        self._runs: list[Path] = []
        self._waiting: list[tuple[_Key, str]] = []

    def __len__(self) -> int:
        return self.by_code.total()

    def add(self, rejection: Rejection) -> None:
        """Take one.

        Args:
            rejection: of listing, reading or parsing.
        """
        if self.first is None or _key(rejection) < _key(self.first):
            self.first = rejection
        self.by_code[rejection.code] += 1
        self._waiting.append((_key(rejection), rejection.model_dump_json()))
        if len(self._waiting) >= self._run:
            self._directory.mkdir(exist_ok=True)
            path = self._directory / f"{len(self._runs):06}"
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(f"{line}\n" for _, line in sorted(self._waiting))
            self._runs.append(path)
            self._waiting.clear()

    def in_order(self) -> Iterator[str]:
        """All of them as JSON, by file, record, code and message.

        Yields:
            Lines without a line break.
        """
        with ExitStack() as stack:
            files = [stack.enter_context(path.open(encoding="utf-8", newline="\n")) for path in self._runs]
            runs = [((_key(Rejection.model_validate_json(line)), line.rstrip("\n")) for line in file) for file in files]
            for _, line in heapq.merge(*runs, sorted(self._waiting)):
                yield line
