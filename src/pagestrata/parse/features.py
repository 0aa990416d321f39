"""Features of lines: what the tagger sees of every line of a batch, all computed at once.

Two kinds: a row of small numbers a line (`dense`), and the hashes of a few of its words (`tokens`). None rests on the
words of a language: function words are induced from the page itself. `FEATURES` names the columns; a change of their
order or meaning is a change of `FEATURE_VERSION`, and needs new weights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pagestrata.parse.chars import Char
from pagestrata.parse.echoes import ECHOES, LONG_LINE, echo_columns
from pagestrata.parse.lines import Ints, LineBatch
from pagestrata.parse.words import (
    Hashes,
    Words,
    count_marked,
    find_words,
    folded,
    grouped,
    keys_by_page,
    line_hashes,
    shape_hashes,
    signature_hashes,
)

FEATURE_VERSION = 2

HEAD_TOKENS = 8
"""Words kept from the start of a line."""
TAIL_TOKENS = 4
"""Words kept from its end, where it has more than HEAD_TOKENS."""

_IDEOGRAPHIC_STOP = 0x3002
_COLON = ord(":")
_LAST_BREAK = ord("\r")
_MILLENNIA = (ord("1"), ord("2"))
_CENTURIES = (ord("9"), ord("0"))
_LOG_LIMIT = 1 << 14

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What the tagger sees of a batch.

    Attributes:
        dense: shape (lines, len(FEATURES)).
        tokens: hashes of the kept words, line after line, shape (tokens,).
        token_first: index of the first token of each line, shape (lines + 1,).
        line_hash: hash of each line, shape (lines,).
    """

    dense: FloatArray
    tokens: Hashes
    token_first: Ints
    line_hash: Hashes


@cache
def _logs() -> FloatArray:
    return np.array([math.log1p(i) for i in range(_LOG_LIMIT)], np.float32)


def _log(counts: npt.NDArray[np.integer]) -> FloatArray:
    """log(1 + count) by table, so that it is the same on every machine; counts from _LOG_LIMIT on are cut."""
    found: FloatArray = _logs()[np.minimum(counts, _LOG_LIMIT - 1)]
    return found


def _per_line(positions: Ints, batch: LineBatch) -> Ints:
    """How many of the ascending `positions` lie in each line."""
    return np.searchsorted(positions, batch.end) - np.searchsorted(positions, batch.start)


def _repeats(hashes: Hashes, batch: LineBatch) -> tuple[Ints, Ints]:
    """For every line: how many lines of its page have its hash, and how many lines back the last of them is (0: none)."""
    keys = keys_by_page(hashes, batch.page)
    order = grouped(keys)
    ordered = keys[order]
    new = np.concatenate(([True], ordered[1:] != ordered[:-1])) if len(ordered) else np.zeros(0, bool)
    group = np.cumsum(new) - 1
    counts, back = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
    counts[order] = np.bincount(group)[group] if len(group) else group
    back[order] = np.where(new, 0, order - np.concatenate((order[:1], order[:-1])))
    return counts, back


def _edge_tokens(words: Words, count: Ints) -> tuple[Ints, Ints]:
    """Indices of the words kept as tokens, and the first token of each line."""
    kept = np.minimum(count, HEAD_TOKENS + TAIL_TOKENS)
    first = np.concatenate(([0], np.cumsum(kept)))
    place = np.arange(first[-1]) - np.repeat(first[:-1], kept)
    skipped = np.repeat(count - kept, kept)
    return np.repeat(words.first[:-1], kept) + place + np.where(place >= HEAD_TOKENS, skipped, 0), first


def compute_features(batch: LineBatch) -> Features:
    """Compute the features of all lines of a batch.

    Args:
        batch: lines of any number of pages.

    Returns:
        The features; those of a page depend on that page alone.
    """
    values = folded(batch)
    words = find_words(batch, values)
    count = np.diff(words.first)
    kept, token_first = _edge_tokens(words, count)
    lines = line_hashes(batch, values)
    columns = {
        **_sizes(batch, words, count),
        **_characters(batch, count),
        **_cases(batch, words, count),
        **_edges(batch),
        **_places(batch, count),
        **_recurrences(batch, words, lines),
        **echo_columns(words, batch, count),
    }
    if tuple(columns) != FEATURES:
        raise AssertionError("the columns computed are not the columns declared")
    dense = np.empty((len(batch.start), len(FEATURES)), np.float32)
    for i, column in enumerate(columns.values()):
        dense[:, i] = column
    return Features(dense, words.hash[kept], token_first, lines)


def _sizes(batch: LineBatch, words: Words, count: Ints) -> dict[str, npt.NDArray[np.generic]]:
    chars = batch.end - batch.start
    after = np.ones_like(batch.blanks)
    after[:-1] = batch.blanks[1:]
    after[batch.first[1:][np.diff(batch.first) > 0] - 1] = 1
    letters = words.end - words.start
    total = np.concatenate(([0], np.cumsum(letters)))
    lettered = total[words.first[1:]] - total[words.first[:-1]]
    return {
        "chars": _log(chars),
        "words": _log(count),
        "word_length": lettered / np.maximum(count, 1) / 5.0,
        "few_words": count <= 2,
        "indent": _log(batch.indent),
        "blanks_before": np.minimum(batch.blanks, 3),
        "blanks_after": np.minimum(after, 3),
    }


def _characters(batch: LineBatch, count: Ints) -> dict[str, npt.NDArray[np.generic]]:
    chars = np.maximum(batch.end - batch.start, 1)
    width = len(Char)
    begin = np.append(batch.start, len(batch.classes))
    cell = np.repeat(np.arange(len(batch.start)) * width, np.diff(begin))
    cell += batch.classes[begin[0] :]
    table = np.bincount(cell, minlength=len(batch.start) * width).reshape(-1, width)
    table[:, Char.SPACE] -= np.diff(begin) - (batch.end - batch.start)  # those between this line and the next
    shares = {f"share_{kind.name.lower()}": table[:, kind] / chars for kind in _SHARES}
    logs = {f"count_{kind.name.lower()}": _log(table[:, kind]) for kind in _COUNTS}
    return {**shares, **logs, "periods_a_word": (table[:, Char.PERIOD] + table[:, Char.EXCLAIM]) / np.maximum(count, 1)}


_SHARES = (
    Char.SPACE, Char.LOWER, Char.UPPER, Char.CASELESS, Char.DIGIT, Char.CODE, Char.SYMBOL, Char.BULLET, Char.BAR,
)  # fmt: skip
_COUNTS = (
    Char.PERIOD, Char.EXCLAIM, Char.COMMA, Char.COLON, Char.QUOTE, Char.DASH, Char.SLASH, Char.BAR, Char.OPEN,
    Char.ANGLE, Char.AT, Char.CURRENCY, Char.COPYRIGHT, Char.ELLIPSIS, Char.CODE, Char.APOSTROPHE, Char.SYMBOL,
)  # fmt: skip


def _cases(batch: LineBatch, words: Words, count: Ints) -> dict[str, npt.NDArray[np.generic]]:
    n = np.maximum(count, 1)
    head = batch.classes[words.start]
    length = words.end - words.start

    def share(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        return np.asarray(count_marked(words, mask) / n)

    upper = head == Char.UPPER
    second = batch.classes[np.minimum(words.start + 1, len(batch.classes) - 1)]
    glued = (batch.classes[1:] == Char.UPPER) & (batch.classes[:-1] == Char.LOWER)
    stop = np.flatnonzero((batch.classes[:-2] == Char.PERIOD) | (batch.classes[:-2] == Char.EXCLAIM))
    after, beyond = batch.classes[stop + 1], batch.classes[stop + 2]
    ends_sentence = (after == Char.SPACE) & (batch.codes[stop + 1] > _LAST_BREAK) & ((beyond == Char.UPPER) | (beyond == Char.QUOTE))
    ends_sentence |= (batch.codes[stop] == _IDEOGRAPHIC_STOP) & (after == Char.CASELESS)
    year = words.start[(length == 4) & (head == Char.DIGIT)]
    year = year[np.isin(batch.codes[year], _MILLENNIA) & np.isin(batch.codes[year + 1], _CENTURIES)]
    colon = np.flatnonzero(batch.codes[1:-1] == _COLON) + 1
    clock = colon[(batch.classes[colon - 1] == Char.DIGIT) & (batch.classes[colon + 1] == Char.DIGIT)]
    double = (batch.classes[:-1] == Char.SPACE) & (batch.classes[1:] == Char.SPACE)
    return {
        "capitalised": share(upper),
        "all_caps": share(upper & (second == Char.UPPER)),
        "short_lower": share((head == Char.LOWER) & (length <= 3)),
        "lower": share(head == Char.LOWER),
        "numbers": share(head == Char.DIGIT),
        "long_words": share(length >= 10),
        "glued": _log(_per_line(np.flatnonzero(glued), batch)),
        "inner_stops": _log(_per_line(stop[ends_sentence], batch)),
        "years": _log(_per_line(year, batch)),
        "clocks": _log(_per_line(clock, batch)),
        "double_spaces": _log(_per_line(np.flatnonzero(double), batch)),
    }


_FIRST_KINDS = (Char.UPPER, Char.LOWER, Char.DIGIT, Char.BULLET, Char.QUOTE, Char.OPEN, Char.DASH, Char.SYMBOL, Char.CODE)
_LAST_KINDS = (
    Char.PERIOD, Char.EXCLAIM, Char.COLON, Char.COMMA, Char.DIGIT, Char.UPPER, Char.LOWER, Char.QUOTE, Char.CLOSE,
    Char.ELLIPSIS, Char.ANGLE, Char.CODE,
)  # fmt: skip


def _edges(batch: LineBatch) -> dict[str, npt.NDArray[np.generic]]:
    first, last = batch.classes[batch.start], batch.classes[batch.end - 1]
    after = np.minimum(batch.start + 2, batch.end - 1)
    bulleted = (first == Char.BULLET) | ((first == Char.DASH) & (batch.classes[batch.start + 1] == Char.SPACE))
    return {
        **{f"first_{kind.name.lower()}": first == kind for kind in _FIRST_KINDS},
        **{f"last_{kind.name.lower()}": last == kind for kind in _LAST_KINDS},
        "bulleted": bulleted,
        "bulleted_upper": bulleted & (batch.classes[after] == Char.UPPER),
    }


def _places(batch: LineBatch, count: Ints) -> dict[str, npt.NDArray[np.generic]]:
    lines = np.diff(batch.first)
    number = np.arange(len(batch.start)) - batch.first[:-1][batch.page]
    total = lines[batch.page]
    size = np.diff(batch.bases)[batch.page]
    position = batch.start - batch.bases[:-1][batch.page]
    is_long = (count >= LONG_LINE).astype(np.int64)
    running = np.concatenate(([0], np.cumsum(is_long)))
    at_first = running[batch.first[:-1]][batch.page]
    all_long = (running[batch.first[1:]] - running[batch.first[:-1]])[batch.page]
    return {
        "line_share": number / total,
        "char_share": position / size,
        "line_number": _log(number),
        "lines_left": _log(total - number),
        "page_lines": _log(total),
        "page_chars": _log(size >> 4),
        "long_before": (running[:-1] - at_first) / np.maximum(all_long, 1),
        "page_long": all_long / total,
    }


def _recurrences(batch: LineBatch, words: Words, lines: Hashes) -> dict[str, npt.NDArray[np.generic]]:
    empty = np.diff(words.first) == 0
    last_word = words.hash[np.maximum(words.first[1:] - 1, 0)] if len(words.hash) else np.zeros(len(lines), np.uint64)
    first_word = words.hash[np.minimum(words.first[:-1], len(words.hash) - 1)] if len(words.hash) else last_word
    columns: dict[str, npt.NDArray[np.generic]] = {}
    for name, hashes in (
        ("same_line", lines),
        ("same_shape", shape_hashes(batch)),
        ("same_signs", signature_hashes(batch)),
        ("same_first", np.where(empty, np.uint64(0), first_word)),
        ("same_last", np.where(empty, np.uint64(0), last_word)),
    ):
        counts, back = _repeats(hashes, batch)
        columns[name] = _log(counts)
        columns[f"{name}_back"] = _log(back)
    return columns


FEATURES = (
    "chars", "words", "word_length", "few_words", "indent", "blanks_before", "blanks_after",
    *(f"share_{kind.name.lower()}" for kind in _SHARES),
    *(f"count_{kind.name.lower()}" for kind in _COUNTS),
    "periods_a_word",
    "capitalised", "all_caps", "short_lower", "lower", "numbers", "long_words", "glued", "inner_stops", "years", "clocks",
    "double_spaces",
    *(f"first_{kind.name.lower()}" for kind in _FIRST_KINDS),
    *(f"last_{kind.name.lower()}" for kind in _LAST_KINDS),
    "bulleted", "bulleted_upper",
    "line_share", "char_share", "line_number", "lines_left", "page_lines", "page_chars", "long_before", "page_long",
    "same_line", "same_line_back", "same_shape", "same_shape_back", "same_signs", "same_signs_back",
    "same_first", "same_first_back", "same_last", "same_last_back",
    *ECHOES,
)  # fmt: skip
"""Names of the dense columns, in order."""
