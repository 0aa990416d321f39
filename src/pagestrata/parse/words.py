"""Words of a batch of lines as 64-bit hashes, computed without a loop over characters.

A span's hash is a difference of prefix sums of a polynomial modulo 2**64 (Karp and Rabin, 1987), so that a word, a line
or a line's shape costs two look-ups. Hashes are of lower-cased characters with every digit read as 0. They are compared,
counted and looked up; they are never stored, except those of the tagger's vocabulary in its weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pagestrata.parse.chars import PLANE, Char, fold_table, piece_table, plane_index, shape_table, word_table
from pagestrata.parse.lines import Ints, LineBatch

Hashes = npt.NDArray[np.uint64]

_FACTOR = 0x9E3779B97F4A7C15
_INVERSE = pow(_FACTOR, -1, 1 << 64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_PAGE_FACTOR = np.uint64(0xC2B2AE3D27D4EB4F)
_CHUNK_BITS = 16
_CHUNK = 1 << _CHUNK_BITS
"""Powers are multiplied by chunks: those within one are made once, and one more is made a chunk."""


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


@cache
def _powers(base: int) -> Hashes:
    """base**0 … base**(_CHUNK - 1) modulo 2**64."""
    block = np.full(_CHUNK, base, np.uint64)
    block[0] = 1
    np.cumprod(block, out=block)
    return block


def _chunk_powers(base: int, count: int) -> Hashes:
    """base**0, base**_CHUNK, base**(2 * _CHUNK) … modulo 2**64, up to base**count."""
    return np.array([pow(base, power, 1 << 64) for power in range(0, count + 1, _CHUNK)], np.uint64)


def _scale(values: Hashes, base: int) -> None:
    """Multiply values[i] by base**i modulo 2**64, in place."""
    powers = _powers(base)
    for head, lo in zip(_chunk_powers(base, len(values)), range(0, len(values), _CHUNK), strict=False):
        part = values[lo : lo + _CHUNK]
        part *= powers[: len(part)]
        part *= head


def span_hashes(values: npt.NDArray[np.uint64], start: Ints, end: Ints) -> Hashes:
    """Hash of every span [start, end) of `values`, shape (spans,); spans of equal content have equal hashes."""
    sums = np.zeros(len(values) + 1, np.uint64)
    np.add(values, np.uint64(1), out=sums[1:])
    _scale(sums[1:], _FACTOR)
    np.cumsum(sums[1:], out=sums[1:])
    hashes: Hashes = (sums[end] - sums[start]) * _powers(_INVERSE)[start & (_CHUNK - 1)]
    hashes *= _chunk_powers(_INVERSE, len(values))[start >> _CHUNK_BITS]
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    return hashes


def keys_by_page(hashes: Hashes, page: Ints) -> Hashes:
    """Hashes that differ from page to page, so that a batch is sorted at once and each page keeps to itself; shape as both arguments."""
    return hashes ^ (page.astype(np.uint64) * _PAGE_FACTOR)


def grouped(keys: Hashes) -> Ints:
    """An order of the keys in which equal ones stand together, each group in its own order; shape (keys,).

    Indices take the place of the lowest bits, for numbers are sorted far faster than orders are found. Where different keys
    would agree in what is left of them, the order is found the slow way.
    """
    bits = np.uint64(len(keys).bit_length())
    low = (np.uint64(1) << bits) - np.uint64(1)
    packed = np.sort((keys & ~low) | np.arange(len(keys), dtype=np.uint64))
    order = (packed & low).astype(np.int64)
    rest, ordered = packed & ~low, keys[order]
    if ((rest[1:] == rest[:-1]) & (ordered[1:] != ordered[:-1])).any():
        return np.argsort(keys, kind="stable")
    return order


def folded(batch: LineBatch) -> npt.NDArray[np.uint64]:
    """The batch's characters in lower case, digits as 0, shape (characters,)."""
    return fold_table().take(plane_index(batch.codes))


def find_words(batch: LineBatch, values: npt.NDArray[np.uint64]) -> Words:
    """Cut the lines of a batch into words: longest runs of letters, digits and combining marks, or pieces of them.

    Args:
        batch: the lines.
        values: `folded(batch)`.
    """
    in_word = word_table().take(batch.classes)
    edges = np.flatnonzero(np.diff(in_word, prepend=False))
    start, end = _in_pieces(batch, edges[0::2], edges[1::2])  # the batch ends with a line feed, so every word ends
    first = np.append(np.searchsorted(start, batch.start), len(start))
    line = np.repeat(np.arange(len(batch.start)), np.diff(first))
    return Words(line, start, end, span_hashes(values, start, end), first)


def count_marked(words: Words, mask: npt.NDArray[np.bool_]) -> Ints:
    """How many words of each line are marked, shape (lines,); `mask`: shape (words,)."""
    sums = np.concatenate(([0], np.cumsum(mask)))
    return np.asarray(sums[words.first[1:]] - sums[words.first[:-1]], np.int64)


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
    shape = shape_table().take(batch.classes)
    at = np.flatnonzero(_changes(shape))
    return span_hashes(shape[at].astype(np.uint64), np.searchsorted(at, batch.start + 1) - 1, np.searchsorted(at, batch.end))


def signature_hashes(batch: LineBatch) -> Hashes:
    """Hash of every line's signs: its characters that are neither letters nor spaces, by class, runs shrunk to one."""
    signs = batch.classes
    at = np.flatnonzero((signs >= Char.PERIOD) | ((signs == Char.DIGIT) & _changes(signs)))
    return span_hashes(signs[at].astype(np.uint64), np.searchsorted(at, batch.start), np.searchsorted(at, batch.end))


def _changes(classes: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """For every character, whether its class is another than that of the character before; the first one's is."""
    changes = np.ones(len(classes), bool)
    np.not_equal(classes[1:], classes[:-1], out=changes[1:])
    return changes
