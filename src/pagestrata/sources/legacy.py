"""Which single-byte encoding reads best: that in which the letters beyond ASCII are those of the text's language.

Detectors of encodings count how odd the signs are that an encoding gives; by that, Hungarian in windows-1250 is good text in
windows-1252 (`hõség`). What tells them apart is a language: most letters of words are ASCII, which every encoding reads alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from pagestrata.language import letter_likelihoods

_WORDS: Final = 200
"""Words with bytes above ASCII that are looked at."""
_BESIDE: Final = 5
"""Words before and behind each of these that tell its language: pages hold other languages too, and documents have markup."""
_LONGEST_WORD: Final = 40
"""Bytes of a word that are looked at: in scripts without spaces sentences are words."""

_NEVER: Final = -60.0
"""Logarithm of how likely a control character is, where windows code pages have quotation marks, or another script within a word."""
_UNSEEN: Final = -30.0
"""Of a sign within a word, as of a letter that the language does not have."""
_SELDOM: Final = -20.0
_LIKE_LETTERS: Final = -15.0
"""Of a quotation mark or a dash: no likelier than a letter, so that no encoding wins by reading letters as signs."""

_SIGNS: Final = dict.fromkeys("“”‘’„‚«»–—…•·¿¡€£°\u00a0\u00ad\u200c\u200d\u200e\u200f", _LIKE_LETTERS) | dict.fromkeys(
    "§©®™±×²³ªº½¼¾µ", _SELDOM
)
_WITHIN_WORDS: Final = frozenset("’·–—\u00ad\u200c\u200d")
_UNPROFILED: Final = frozenset("þðÞÐ")
"""Letters of Icelandic, of which the detector of languages knows nothing; what else their bytes are (`ţ`, `đ`, `ş`, `ğ`) it knows."""

_USUAL: Final = 2.0
"""By how much an encoding must be likelier than the one before it in the order of use: on a single word chance says more."""


def _spread(places: Sequence[int]) -> Sequence[int]:
    return [places[i * len(places) // _WORDS] for i in range(_WORDS)] if len(places) > _WORDS else places


@lru_cache(maxsize=1 << 15)
def _likelihood(before: str, char: str, behind: str) -> npt.NDArray[np.float64] | float:
    """Logarithm of how likely a character is between its neighbours, for each language; one number where languages are alike in it."""
    category = unicodedata.category(char)
    if category in {"Cc", "Cn", "Co"}:
        return _NEVER
    if char in _UNPROFILED:
        return _LIKE_LETTERS
    if char in _SIGNS or category[0] not in "LM":
        within = before.isalpha() and behind.isalpha() and char not in _WITHIN_WORDS
        return _UNSEEN if within else _SIGNS.get(char, _UNSEEN)
    beside_ascii = any(other.isascii() and other.isalpha() for other in (before, behind))
    foreign = beside_ascii and not char.isascii() and not unicodedata.name(char, "").startswith("LATIN")
    return _NEVER if foreign else letter_likelihoods(before, char, behind)


def _likelihood_of(words: Sequence[str]) -> npt.NDArray[np.float64] | float:
    total: npt.NDArray[np.float64] | float = 0.0
    for word in words:
        padded = f" {word} "
        for i, char in enumerate(word, 1):
            if char.isalpha() or not char.isascii():
                total = total + _likelihood(padded[i - 1], char, padded[i + 1])
    return total


def by_likelihood(raw: bytes, encodings: Sequence[str]) -> list[str]:
    """Order encodings by how likely the text is that they give, in the language in which it is likeliest.

    Args:
        raw: bytes in an encoding that has ASCII in it.
        encodings: Python codecs of one byte a character, the more usual first.

    Returns:
        Those that know the bytes, the best first.
    """
    words = [word[:_LONGEST_WORD] for word in raw.split()]
    places = _spread([place for place, word in enumerate(words) if not word.isascii()])
    near = sorted({near for place in places for near in range(max(place - _BESIDE, 0), min(place + _BESIDE + 1, len(words)))})
    plain = _likelihood_of([words[place].decode() for place in near if words[place].isascii()])
    telling = [words[place] for place in places]
    found = {}
    for place, encoding in enumerate(encodings):
        try:
            read = [unicodedata.normalize("NFC", word.decode(encoding)) for word in telling]
        except UnicodeDecodeError:
            continue
        found[encoding] = _USUAL * place - float(np.max(plain + _likelihood_of(read)))
    return sorted(found, key=found.__getitem__)
