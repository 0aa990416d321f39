"""Training examples: features and targets of gold pages, as they are and in the forms other extractors leave them in.

Pages are also taken apart and put together again: the body of one page between what stands before the body of another and
after that of a third, or a page without one run of its lines. There are few gold pages, and their bodies and their
surroundings are independent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch

from gold import BODY, GoldPage
from network import Batch, pack
from pagestrata.parse.features import FEATURES, compute_features
from pagestrata.parse.lines import split_batch, split_lines
from pagestrata.parse.tagger import INPUT_LIMIT

CROP = 1500
"""Lines of a page in one training step, at the most."""

_BULLET = re.compile(r"^(?:[•◦▪*-]|\d{1,3}\.)\s+")
_WORD = re.compile(r"\w+")
_COLUMN = {name: i for i, name in enumerate(FEATURES)}

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass
class Example:
    """One page in one form.

    Attributes:
        dense: shape (lines, features).
        tokens: hashes of the kept words, shape (tokens,).
        token_first: first token of each line, shape (lines + 1,).
        words: number of words of each line, shape (lines,).
        page: the targets.
        inputs: `dense` with the columns of a lexicon, shape (lines, inputs); empty until `fit` has one.
    """

    dense: Floats
    tokens: npt.NDArray[np.uint64]
    token_first: Ints
    words: Ints
    page: GoldPage
    inputs: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))


@dataclass(frozen=True)
class Part:
    """Lines of one training step with their targets."""

    inputs: Floats
    words: Ints
    allowed: npt.NDArray[np.uint8]
    marks: npt.NDArray[np.int8]
    page: GoldPage

    def __len__(self) -> int:
        return len(self.words)


def stripped_text(page: GoldPage) -> str:
    """The page without blank lines, bullets and indentation; as it is, where its lines would no longer match the targets."""
    lines = [_BULLET.sub("", line) or line for line in (page.lines.line(i) for i in range(len(page.lines)))]
    text = "\n".join(lines)
    return text if len(split_lines(text)) == len(lines) else page.text


def _example(page: GoldPage, text: str) -> Example:
    features = compute_features(split_batch((text,)))
    words = [len(_WORD.findall(page.lines.line(i))) for i in range(len(page.lines))]
    return Example(features.dense, features.tokens, features.token_first, np.array(words, np.int64), page)


def make_examples(pages: list[GoldPage]) -> list[tuple[Example, Example]]:
    """Every page with lines, as it is and stripped."""
    return [(_example(page, page.text), _example(page, stripped_text(page))) for page in pages if len(page.lines)]


def cut(part: Part, lo: int, hi: int) -> Part:
    """Lines [lo, hi) of a part."""
    return Part(part.inputs[lo:hi], part.words[lo:hi], part.allowed[lo:hi], part.marks[lo:hi], part.page)


def whole(example: Example) -> Part:
    """All lines of an example."""
    return Part(example.inputs, example.words, example.page.allowed, example.page.marks, example.page)


def cropped(example: Example, rng: np.random.Generator) -> Part:
    """At most CROP lines of a page, from a random place."""
    part = whole(example)
    if len(part) <= CROP:
        return part
    lo = int(rng.integers(0, len(part) - CROP + 1))
    return cut(part, lo, lo + CROP)


def _placed_anew(inputs: Floats) -> Floats:
    """Recompute the features of place for a page put together from parts."""
    lines = len(inputs)
    chars = np.expm1(inputs[:, _COLUMN["chars"]]) + 1
    is_long = np.expm1(inputs[:, _COLUMN["words"]]) >= 9.5
    at = np.concatenate(([0], np.cumsum(chars)))
    before = np.concatenate(([0], np.cumsum(is_long)))
    number = np.arange(lines)
    placed = inputs.copy()
    for name, column in {
        "line_share": number / lines,
        "char_share": at[:-1] / at[-1],
        "line_number": np.log1p(number),
        "lines_left": np.log1p(lines - number),
        "page_lines": np.full(lines, np.log1p(lines)),
        "page_chars": np.full(lines, np.log1p(at[-1] / 16)),
        "long_before": before[:-1] / max(1, before[-1]),
        "page_long": np.full(lines, is_long.mean()),
    }.items():
        placed[:, _COLUMN[name]] = column
    return placed


def joined(parts: list[Part], page: GoldPage) -> Part:
    """Parts one below the other, as lines of `page`."""
    parts = [part for part in parts if len(part)]
    return Part(
        _placed_anew(np.concatenate([p.inputs for p in parts])),
        np.concatenate([p.words for p in parts]),
        np.concatenate([p.allowed for p in parts]),
        np.concatenate([p.marks for p in parts]),
        page,
    )


def body_range(page: GoldPage) -> tuple[int, int] | None:
    """First line of the body and the line after its last; None for pages whose body is posts, or not known."""
    body = np.flatnonzero(page.allowed == BODY)
    if page.article is None or page.article["page_type"] == "forum" or not len(body):
        return None
    return int(body[0]), int(body[-1]) + 1


def stitched(body: Example, before: Example, after: Example) -> Part:
    """The body of one page between what stands before the body of another and after that of a third."""
    own, ahead, behind = body_range(body.page), body_range(before.page), body_range(after.page)
    if own is None or ahead is None or behind is None:
        raise ValueError("only pages with a body can be stitched")
    return joined(
        [
            cut(whole(before), max(0, ahead[0] - CROP // 3), ahead[0]),
            cut(whole(body), own[0], min(own[1], own[0] + CROP)),
            cut(whole(after), behind[1], behind[1] + CROP // 2),
        ],
        body.page,
    )


def thinned(part: Part, rng: np.random.Generator) -> Part:
    """Without one random run of up to a quarter of its lines."""
    size = int(rng.integers(0, len(part) // 4 + 1))
    lo = int(rng.integers(0, len(part) - size + 1))
    return joined([cut(part, 0, lo), cut(part, lo + size, len(part))], part.page)


@dataclass(frozen=True)
class Norm:
    """Normalisation of the inputs: `(inputs - mean) / scale`, cut at INPUT_LIMIT."""

    mean: Floats
    scale: Floats


def make_batch(parts: list[Part], norm: Norm, hidden: tuple[list[float], Ints], rng: np.random.Generator) -> Batch:
    """Pack parts; of each part a share of the lines is shown without some columns.

    Args:
        parts: lines of some pages.
        norm: of the inputs.
        hidden: share of the lines of each part, and the columns that these lines lack.
        rng: chooses the lines.
    """
    arrays = []
    shares, columns = hidden
    for part, share in zip(parts, shares, strict=True):
        inputs = np.clip((part.inputs - norm.mean) / norm.scale, -INPUT_LIMIT, INPUT_LIMIT)
        if share:
            inputs[np.flatnonzero(rng.random(len(inputs)) < share)[:, None], columns] = 0
        arrays.append(inputs)
    lengths = [len(part) for part in parts]
    row, rows = pack(lengths)
    page = np.repeat(np.arange(len(parts)), lengths)
    inputs = torch.from_numpy(np.concatenate(arrays).astype(np.float32))
    return Batch(inputs, torch.from_numpy(page), torch.from_numpy(row), rows, len(parts))
