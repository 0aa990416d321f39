"""Words of a batch of lines as 64-bit hashes, computed without a loop over characters.

A span's hash is a difference of prefix sums of a polynomial modulo 2**64 (Karp and Rabin, 1987), so that a word, a line
or a line's shape costs two look-ups. Hashes are of lower-cased characters with every digit read as 0. They are compared,
counted and looked up; they are never stored, except those of the tagger's vocabulary in its weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pagestrata.parse.chars import PLANE, Char, fold_table, piece_table, word_table
from pagestrata.parse.lines import Ints, LineBatch

Hashes = npt.NDArray[np.uint64]

_FACTOR = 0x9E3779B97F4A7C15
_INVERSE = pow(_FACTOR, -1, 1 << 64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a batch, in order.

    Attributes:
        line: line of each word, shape (words,).
        start, end: span in the batch's code points, shape (words,).
        hash: hash of each word, shape (words,).
        first: index of the first word of each line, shape (lines + 1,).
    """

    line: Ints
    start: Ints
    end: Ints
    hash: Hashes
    first: Ints


def _powers(base: int, count: int) -> Hashes:
    """base**0 … base**(count - 1) modulo 2**64."""
    block = np.full(min(count, _CHUNK), base, np.uint64)
    if count:
        block[0] = 1
    np.cumprod(block, out=block)
    step = pow(base, _CHUNK, 1 << 64)
    heads = [pow(step, k, 1 << 64) for k in range(-(-count // _CHUNK))]
    return (np.array(heads, np.uint64)[:, None] * block[None, :]).ravel()[:count]


def span_hashes(values: npt.NDArray[np.uint64], start: Ints, end: Ints) -> Hashes:
    """Hash of every span [start, end) of `values`, shape (spans,); spans of equal content have equal hashes."""
    sums = np.zeros(len(values) + 1, np.uint64)
    np.cumsum((values + np.uint64(1)) * _powers(_FACTOR, len(values)), out=sums[1:])
    hashes = (sums[end] - sums[start]) * _powers(_INVERSE, len(values) + 1)[start]
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    return hashes


def folded(batch: LineBatch) -> npt.NDArray[np.uint64]:
    """The batch's characters in lower case, digits as 0, shape (characters,)."""
    return fold_table()[np.minimum(batch.codes, PLANE)].astype(np.uint64)


def find_words(batch: LineBatch, values: npt.NDArray[np.uint64]) -> Words:
    """Cut the lines of a batch into words: longest runs of letters, digits and combining marks, or pieces of them.

    Args:
        batch: the lines.
        values: `folded(batch)`.
    """
    in_word = word_table()[batch.classes]
    edges = np.flatnonzero(np.diff(in_word, prepend=False))
    start, end = _in_pieces(batch, edges[0::2], edges[1::2])  # the batch ends with a line feed, so every word ends
    line = np.searchsorted(batch.start, start, side="right") - 1
    first = np.searchsorted(line, np.arange(len(batch.start) + 1))
    return Words(line, start, end, span_hashes(values, start, end), first)


def _in_pieces(batch: LineBatch, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Cut words of scripts that put no space between words into pieces of about a word's length; others stay whole."""
    unspaced = batch.classes[start] == Char.CASELESS
    if not unspaced.any():
        return start, end
    size = np.zeros(len(start), np.int64)
    size[unspaced] = piece_table()[np.minimum(batch.codes[start[unspaced]], PLANE)]
    pieces = np.ones(len(start), np.int64)
    cut = size > 0
    pieces[cut] = -(-(end[cut] - start[cut]) // size[cut])
    step = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    begin = np.repeat(start, pieces) + step * np.repeat(size, pieces)
    last = step == np.repeat(pieces, pieces) - 1
    return begin, np.where(last, np.repeat(end, pieces), begin + np.repeat(size, pieces))


def line_hashes(batch: LineBatch, values: npt.NDArray[np.uint64]) -> Hashes:
    """Hash of every line, lower-cased and with digits as 0, shape (lines,)."""
    return span_hashes(values, batch.start, batch.end)


def shape_hashes(batch: LineBatch) -> Hashes:
    """Hash of every line's shape: runs of letters and of digits shrunk to one sign each, other characters kept by class."""
    shape = batch.classes.copy()
    shape[(shape == Char.UPPER) | (shape == Char.CASELESS) | (shape == Char.MARK)] = Char.LOWER
    kept = np.diff(shape, prepend=np.uint8(255)) != 0
    place = np.concatenate(([0], np.cumsum(kept)))
    return span_hashes(shape[kept].astype(np.uint64), place[batch.start + 1] - 1, place[batch.end])


def signature_hashes(batch: LineBatch) -> Hashes:
    """Hash of every line's signs: its characters that are neither letters nor spaces, by class, runs shrunk to one."""
    signs = batch.classes
    kept = (signs >= Char.PERIOD) | ((signs == Char.DIGIT) & (np.diff(signs, prepend=np.uint8(255)) != 0))
    place = np.concatenate(([0], np.cumsum(kept)))
    return span_hashes(signs[kept].astype(np.uint64), place[batch.start], place[batch.end])
