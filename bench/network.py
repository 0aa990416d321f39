"""The tagger's network, as it is trained: a residual stack of dilated convolutions over the lines of a page.

Pages are packed into one long sequence with gaps of zero rows between them, so that a shift never reaches another page.
`pagestrata.parse.tagger` computes the same function in whole numbers; `export` makes its weights from this one's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from pagestrata.parse.labels import LABELS, MARKS, PAGE_TYPES
from pagestrata.parse.tagger import CEILING, POOL_AFTER

DILATIONS = (1, 2, 4, 8, 16, 32)
GAP = max(DILATIONS)


@dataclass(frozen=True)
class Batch:
    """Packed pages.

    Attributes:
        inputs: normalised inputs, shape (lines, inputs).
        page: page of each line, shape (lines,).
        row: place of each line in the packed sequence, shape (lines,).
        rows: length of the sequence, gaps included.
        pages: number of pages.
    """

    inputs: torch.Tensor
    page: torch.Tensor
    row: torch.Tensor
    rows: int
    pages: int


class LineNetwork(nn.Module):
    """Scores of every line for every label and mark, and of every page for every type."""

    def __init__(self, inputs: int, hidden: int, drop: float) -> None:
        super().__init__()
        self.hidden = hidden
        self.enter = nn.Linear(inputs, hidden)
        self.blocks = nn.ModuleList(nn.Linear(3 * hidden, hidden) for _ in DILATIONS)
        self.pool = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, len(LABELS) + len(MARKS))
        self.page_out = nn.Linear(hidden, len(PAGE_TYPES))
        self.drop = nn.Dropout(drop)

    def _page_mean(self, lines: torch.Tensor, batch: Batch) -> torch.Tensor:
        count = torch.bincount(batch.page, minlength=batch.pages).clamp(min=1)[:, None]
        return torch.zeros(batch.pages, self.hidden).index_add_(0, batch.page, lines) / count

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of labels and marks, shape (lines, labels + marks), and of page types, shape (pages, types)."""
        at = batch.row + GAP
        entered = self.enter(self.drop(batch.inputs)).clamp(0, CEILING)
        packed = torch.zeros(batch.rows + 2 * GAP, self.hidden).index_copy(0, at, entered)
        mask = torch.zeros(batch.rows, 1)
        mask[batch.row] = 1
        inner = slice(GAP, GAP + batch.rows)
        for number, (dilation, block) in enumerate(zip(DILATIONS, self.blocks, strict=True)):
            if number == POOL_AFTER:
                lines = packed[at]
                joined = (lines + self.pool(self._page_mean(lines, batch))[batch.page]).clamp(0, CEILING)
                packed = torch.zeros_like(packed).index_copy(0, at, joined)
            before, after = packed[GAP - dilation :][: batch.rows], packed[GAP + dilation :][: batch.rows]
            change = block(self.drop(torch.cat([before, packed[inner], after], 1)))
            packed = functional.pad((packed[inner] + change).clamp(0, CEILING) * mask, (0, 0, GAP, GAP))
        lines = packed[at]
        return self.out(self.drop(lines)), self.page_out(self._page_mean(lines, batch))


def pack(lengths: list[int]) -> tuple[npt.NDArray[np.int64], int]:
    """Row of every line when pages of these lengths are packed with gaps, and the number of rows."""
    starts = np.cumsum([0] + [n + GAP for n in lengths])
    rows = [start + np.arange(n) for start, n in zip(starts, lengths, strict=False)]
    return np.concatenate([*rows, np.zeros(0, np.int64)]).astype(np.int64), int(starts[-1])
