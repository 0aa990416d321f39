"""Which language a text is in: the only importer of langdetect.

langdetect is made repeatable here: profiles loaded in sorted order, seed 0, built once under a lock (its own global
factory races between threads and reads profiles in directory order). Codes are langdetect's: ISO 639-1, and `zh-cn`,
`zh-tw` for Chinese. A text with too few letters is `und`. This room may detect; it may not judge what a text is for.
"""

from __future__ import annotations

import json
import random
import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import Final

import langdetect
import numpy as np
import numpy.typing as npt
from langdetect.detector import Detector
from langdetect.utils.ngram import NGram

from pagestrata.records import LanguageSource

UNDETERMINED: Final = "und"
"""ISO 639-2 code of a text whose language cannot be told."""

MIN_LETTERS: Final = 20
"""Below this many letters the detector's answer is noise."""

WINDOWS: Final = 10
WINDOW_CHARS: Final = 100
"""Ten evenly spaced windows of 100 characters gave the answer of the whole text on 400 of 400 pages."""

_SCORE_DIGITS: Final = 12
_TRIALS: Final = 7  # Detector.__init__ sets n_trial
_DRAWS: Final = 5  # Detector._detect_block normalises at every fifth draw
_AHEAD: Final = 96
"""Random numbers that are looked at together: a trial draws some fifty n-grams, each of one or two numbers."""
_MOST_DRAWN: Final = 1 << 15
"""More numbers than any detection draws: seven trials of a thousand n-grams each, of at least every other number."""
_LEAST_LETTER: Final = 1e-6
_LEAST_TRIGRAM: Final = 1e-7
"""Shares of n-grams that a language does not have: below those of the rarest that its profile counts."""
_SHARE_OF_OTHER_CASE: Final = 0.05
"""How much capitals weigh by what is known of small letters: profiles leave out words in capitals."""
_SPACES: Final = re.compile(" {2,}")
_NON_LATIN: Final = "\u0300"
# What Detector.cleaning_text counts: signs from A to z, and those from _NON_LATIN on but for Latin Extended Additional.
_LATIN: Final = re.compile("[A-z]+")
_OTHER_LETTERS: Final = re.compile("[\u0300-\u1dff\u1f00-\U0010ffff]+")
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
    """Rows of the n-grams that `Detector._extract_ngrams` takes from one word, its trailing space included, as 32-bit numbers in a row."""
    row_of = profiles().rows.get
    found: list[int | None] = []
    grams = last = " "
    capital_word = False
    for char in word:
        grams = grams[-(NGram.N_GRAM - 1) :] + char
        capital_word = char.isupper() and (capital_word or last.isupper())
        last = char
        if not capital_word:
            found += [row_of(grams[-n:]) for n in range(1, len(grams) + 1)]
    return np.array([row for row in found if row is not None], np.int32).tobytes()


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


@lru_cache(maxsize=1)
def _drawn_numbers() -> npt.NDArray[np.uint32]:
    """The first 32-bit numbers of `random.Random(0)`: langdetect seeds every detection alike, so that all draw the same."""
    drawn = random.Random(0)  # noqa: S311 - langdetect's own draws
    return np.array([drawn.getrandbits(32) for _ in range(_MOST_DRAWN)], np.uint32)


class _Replay(random.Random):
    """`random.Random(0)` from the numbers written down.

    Attributes:
        at: the number that comes next.
    """

    at = 0

    def random(self) -> float:
        """A number from 0 to 1, of two as the Mersenne Twister makes it (genrand_res53; Matsumoto and Nishimura, 1998)."""
        high, low = _drawn_numbers()[self.at : self.at + 2].tolist()
        self.at += 2
        return float(((high >> 5) * 67108864.0 + (low >> 6)) * (1.0 / 9007199254740992.0))

    def upcoming(self, size: int, ahead: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
        """Places below `size` that `random.choice` would draw from the next `ahead` numbers, and how many it would use up for each."""
        places = _drawn_numbers()[self.at : self.at + ahead] >> np.uint32(32 - size.bit_length())
        taken = np.flatnonzero(places < size)
        return places[taken], taken + 1


class RowDetector(Detector):  # type: ignore[misc]  # langdetect has no types
    """langdetect's detector on NumPy rows: the same draws and answers as `Detector`, to the last digit that is kept or one beside it.

    It takes less than a third of the time: products are made for many draws at once.

    Args:
        text: what to detect; addresses and stray Latin letters are taken out as langdetect does.
    """

    def __init__(self, text: str) -> None:
        self.profiles = profiles()
        self.langlist = self.profiles.languages
        self.random = random.Random()  # noqa: S311 - langdetect's own draws
        self.langprob: npt.NDArray[np.float64] | None = None
        text = self.MAIL_RE.sub(" ", self.URL_RE.sub(" ", text))
        self.text = _SPACES.sub(" ", NGram.normalize_vi(text))

    def cleaning_text(self) -> None:
        """Take Latin letters out of a text in which others are more than twice as many."""
        latin, others = (sum(map(len, kind.findall(self.text))) for kind in (_LATIN, _OTHER_LETTERS))
        if 2 * latin < others:
            self.text = _LATIN.sub("", self.text)

    def _extract_ngrams(self) -> npt.NDArray[np.int32]:
        if self.text and max(self.text) >= _NON_LATIN:
            self.cleaning_text()
        *words, last = self.text.translate(_NORMALIZED).split(" ")
        found = [_word_rows(word + " ") for word in words if word]
        return np.frombuffer(b"".join([*found, _word_rows(last)]), np.int32)

    def _detect_block(self) -> None:
        found, replay = self._extract_ngrams(), _Replay(0)
        self.langprob = np.zeros(len(self.langlist))
        for _ in range(_TRIALS if len(found) else 0):
            self.langprob += self._trial(found, replay) / _TRIALS

    def _trial(self, found: npt.NDArray[np.int32], replay: _Replay) -> npt.NDArray[np.float64]:
        """Probabilities of the languages once one is sure, or enough is drawn.

        They are looked at after one draw, and after each _DRAWS more.
        """
        weight = (self.ALPHA_DEFAULT + replay.gauss(0.0, 1.0) * self.ALPHA_WIDTH) / self.BASE_FREQ
        prob, before_first, left = np.ones(len(self.langlist)), _DRAWS - 1, self.ITERATION_LIMIT // _DRAWS + 1
        while True:
            places, used = replay.upcoming(len(found), _AHEAD)
            looks = min((before_first + len(used)) // _DRAWS, left)
            factors = np.ones((looks * _DRAWS, len(prob)))
            self.profiles.matrix.take(found[places[: looks * _DRAWS - before_first]], axis=0, out=factors[before_first:])
            factors[before_first:] += weight
            by_look = np.multiply.reduce(factors.reshape(looks, _DRAWS, len(prob)), axis=1)
            by_look[0] *= prob
            by_look /= np.maximum.reduce(by_look, axis=1)[:, None]  # else products of many draws are too small for a number
            probs = np.multiply.accumulate(by_look, axis=0)
            probs /= np.add.accumulate(probs, axis=1)[:, -1:]
            is_sure = np.maximum.reduce(probs, axis=1) > self.CONV_THRESHOLD
            last = int(is_sure.argmax()) if is_sure.any() else looks - 1
            replay.at += int(used[(last + 1) * _DRAWS - before_first - 1])
            prob, before_first, left = probs[last], 0, left - looks
            if is_sure[last] or not left:
                return np.asarray(prob)


def sample(text: str) -> str:
    """The part of a text that is looked at.

    Args:
        text: any text.

    Returns:
        The text itself up to WINDOWS * WINDOW_CHARS code points, else that many windows of it, evenly spaced.
    """
    if len(text) <= WINDOWS * WINDOW_CHARS:
        return text
    last = len(text) - WINDOW_CHARS
    starts = [last * i // (WINDOWS - 1) for i in range(WINDOWS)]
    return " ".join(text[start : start + WINDOW_CHARS] for start in starts)


@lru_cache(maxsize=4096)
def _detect_sample(text: str) -> tuple[str, float]:
    if sum(map(str.isalpha, text)) < MIN_LETTERS:
        return UNDETERMINED, 0.0
    ranked = RowDetector(text).get_probabilities()
    if not ranked:
        return UNDETERMINED, 0.0
    return str(ranked[0].lang), min(1.0, round(float(ranked[0].prob), _SCORE_DIGITS))


def detect(text: str) -> tuple[str, float]:
    """Tell the language of a text.

    Args:
        text: any text without lone surrogates; long ones take no longer than one of a thousand code points, one or two milliseconds.

    Returns:
        Its code and the detector's score (0 to 1); `und` and 0 where there are fewer than MIN_LETTERS letters, or no
        language is likelier than one in ten.
    """
    return _detect_sample(sample(text))


def detect_within(text: str, page: tuple[str, float]) -> tuple[str, float, LanguageSource]:
    """Tell the language of a part of a page.

    Args:
        text: the part.
        page: code and score of the page it stands on.

    Returns:
        Code, score and source; the page's own, as inherited, where the part is too short to tell.
    """
    code, score = detect(text)
    if code == UNDETERMINED:
        return *page, LanguageSource.INHERITED
    return code, score, LanguageSource.DETECTED
