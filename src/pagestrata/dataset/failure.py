"""What a check finds: named failures, and the report of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MAX_SHOWN: Final = 100
"""Failures listed of one code; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is wrong.

    Attributes:
        code: the kind of failure, in one word that programs may compare.
        file: path below the dataset directory.
        row: number of the row in the file, from 0, where it is one row's fault.
        message: what is wrong, for people.
    """

    code: str
    file: str
    row: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}, row {self.row}"
        return ": ".join(part for part in (self.code, place, self.message) if part)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check looked at and found.

    Attributes:
        path: the dataset directory.
        versions: the versions checked, oldest number first.
        files: number of Parquet files read.
        rows: rows by table of the newest version checked.
        failures: everything that is wrong; of each kind the first MAX_SHOWN, and a line that counts the others.
        found: how many failures there are in all.
    """

    path: Path
    versions: tuple[str, ...]
    files: int
    rows: dict[str, int]
    failures: tuple[Failure, ...]
    found: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failures


class Failures:
    """Failures as they are found; of each code the first MAX_SHOWN are kept."""

    def __init__(self) -> None:
        self._kept: list[Failure] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, file: str, row: int | None, message: str) -> None:
        """Note a failure."""
        self._counts[code] += 1
        if self._counts[code] <= MAX_SHOWN:
            self._kept.append(Failure(code, file, row, message))

    @property
    def found(self) -> int:
        """How many were noted in all."""
        return self._counts.total()

    def listed(self) -> tuple[Failure, ...]:
        """All that were kept, and a line for each code that had more."""
        more = [
            Failure(code, "", None, f"and {count - MAX_SHOWN:,} more of this kind")
            for code, count in self._counts.items()
            if count > MAX_SHOWN
        ]
        return (*self._kept, *more)
