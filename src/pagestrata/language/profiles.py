"""What langdetect's profiles say of n-grams, as rows of one matrix, and the rows that a text holds."""

from __future__ import annotations

import json
import threading
from functools import lru_cache
from pathlib import Path
from typing import Final

import langdetect
import numpy as np
import numpy.typing as npt
from langdetect.utils.ngram import NGram

_LEAST_LETTER: Final = 1e-6
_LEAST_TRIGRAM: Final = 1e-7
"""Shares of n-grams that a language does not have: below those of the rarest that its profile counts."""
_SHARE_OF_OTHER_CASE: Final = 0.05
"""How much capitals weigh by what is known of small letters: profiles leave out words in capitals."""
_lock = threading.Lock()


class Profiles:
    """The detector's n-gram probabilities: `matrix` of shape (n-grams, languages), and each n-gram's row in `rows`."""

    def __init__(self) -> None:
        directory = Path(langdetect.__file__).with_name("profiles")
        files = sorted(path for path in directory.iterdir() if path.is_file() and not path.name.startswith("."))
        loaded = [json.loads(path.read_text(encoding="utf-8")) for path in files]
        self.languages: list[str] = [profile["name"] for profile in loaded]
        self.rows: dict[str, int] = {}
        for profile in loaded:
            for gram in profile["freq"]:
                self.rows.setdefault(gram, len(self.rows))
        self.matrix: npt.NDArray[np.float64] = np.zeros((len(self.rows), len(loaded)))
        for column, profile in enumerate(loaded):
            grams = [gram for gram in profile["freq"] if 1 <= len(gram) <= NGram.N_GRAM]
            totals = [profile["n_words"][len(gram) - 1] for gram in grams]
            counts = [profile["freq"][gram] for gram in grams]
            self.matrix[[self.rows[gram] for gram in grams], column] = np.array(counts, float) / np.array(totals, float)


class _Normalized(dict[int, str]):
    """NGram.normalize as a table for `str.translate`, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = normal = str(NGram.normalize(chr(code)))
        return normal


_NORMALIZED = _Normalized()


@lru_cache(maxsize=1)
def _built_profiles() -> Profiles:
    return Profiles()


def profiles() -> Profiles:
    """The profiles, read from disk at the first call (0.3 s), whichever thread makes it."""
    with _lock:
        return _built_profiles()


@lru_cache(maxsize=1 << 16)
def _word_rows(word: str) -> bytes:
    """Rows of the n-grams that `Detector._extract_ngrams` takes from one word, its trailing space included, as 32-bit numbers in a row.

    Of a word in capitals, from the second on, it takes none.
    """
    row_of = profiles().rows.get
    found: list[int | None] = []
    spaced = " " + word
    capital_word = False
    for end in range(2, len(spaced) + 1):
        char, last = spaced[end - 1], spaced[end - 2]
        capital_word = char.isupper() and (capital_word or last.isupper())
        if not capital_word:
            found += row_of(char), row_of(spaced[end - 2 : end]), row_of(spaced[end - 3 : end]) if end > 2 else None
    return np.array([row for row in found if row is not None], np.int32).tobytes()


def normalized(text: str) -> str:
    """A text with each sign as `NGram.normalize` has it."""
    return text.translate(_NORMALIZED)


def rows_of_words(text: str) -> npt.NDArray[np.int32]:
    """Rows of `profiles()` of all n-grams of a text whose signs are normalized, word by word."""
    *words, last = text.split(" ")
    found = [_word_rows(word + " ") for word in words if word]
    return np.frombuffer(b"".join([*found, _word_rows(last)]), np.int32)


def letter_likelihoods(before: str, letter: str, behind: str) -> npt.NDArray[np.float64]:
    """How likely a letter is by itself and between two others.

    Args:
        before: the letter or space before it.
        letter: the letter.
        behind: the letter or space behind it.

    Returns:
        The logarithm for each language of `profiles()`.
    """
    left, middle, right = (_NORMALIZED[ord(sign)] for sign in (before, letter, behind))
    total = np.zeros(len(profiles().languages))
    for gram, least in ((middle, _LEAST_LETTER), (left + middle + right, _LEAST_TRIGRAM)):
        total += np.log(_share(gram) + _SHARE_OF_OTHER_CASE * _share(gram.lower()) + least)
    return total


def _share(gram: str) -> npt.NDArray[np.float64] | float:
    row = profiles().rows.get(gram)
    return 0.0 if row is None else profiles().matrix[row]
