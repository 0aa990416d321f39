"""Which language a text is in: the only room that imports langdetect.

langdetect is made repeatable here: profiles loaded in sorted order, seed 0, built once under a lock (its own global
factory races between threads and reads profiles in directory order). Codes are langdetect's: ISO 639-1, and `zh-cn`,
`zh-tw` for Chinese. A text with too few letters is `und`. `profiles.py` holds what is known of languages, `trials.py` draws.
This room may detect; it may not judge what a text is for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from langdetect.detector import Detector
from langdetect.utils.ngram import NGram

from pagestrata.language.profiles import letter_likelihoods, normalized, profiles, rows_of_words
from pagestrata.language.trials import run_trials
from pagestrata.records import LanguageSource

__all__ = ["MIN_LETTERS", "UNDETERMINED", "RowDetector", "detect", "detect_all", "letter_likelihoods", "sample", "within"]

UNDETERMINED: Final = "und"
"""ISO 639-2 code of a text whose language cannot be told."""

MIN_LETTERS: Final = 20
"""Below this many letters the detector's answer is noise."""

WINDOWS: Final = 10
WINDOW_CHARS: Final = 100
"""Ten evenly spaced windows of 100 characters gave the answer of the whole text on 400 of 400 pages."""

_SCORE_DIGITS: Final = 12
_TOGETHER: Final = 64
"""Texts that draw together: more do not fit the processor's cache."""
_SPACES: Final = re.compile(" {2,}")
_NON_LATIN: Final = "\u0300"
# What Detector.cleaning_text counts: signs from A to z, and those from _NON_LATIN on but for Latin Extended Additional.
_LATIN: Final = re.compile("[A-z]+")
_OTHER_LETTERS: Final = re.compile("[\u0300-\u1dff\u1f00-\U0010ffff]+")
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_JAPANESE_FORMS: Final = "県円込働図売駅広転楽観権検験済様戦総続対単団伝変辺帰気経効雑実収処焼乗浄畳粋瀬静摂渋恵栄桜価歩黒毎"
"""Signs of Han that neither set of Chinese forms has (list of Jōyō kanji, 2010): texts without Kana have them."""
_OWN_LETTERS: Final = {
    "ko": re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]+"),
    "ja": re.compile(f"[\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f{_JAPANESE_FORMS}]+"),
}
"""Letters without which a text in Han is in another language. langdetect's profile of Korean knows Han from glosses in brackets, and takes
31 of 59 texts in traditional Chinese of labelled and written pages for Korean."""
_MOST_OTHERS: Final = 4
"""Characters of a text in Han for one of Han, at most."""
_LEAST_OWN: Final = 25
"""Letters of Han for one of a language's own, above which a text is not in that language."""


class RowDetector(Detector):  # type: ignore[misc]  # langdetect has no types
    """langdetect's detector on NumPy rows: the same draws and answers as `Detector`, to the last digit that is kept or one beside it.

    Alone it takes half of the time, and where many texts draw together an eighth.

    Args:
        text: what to detect; addresses and stray Latin letters are taken out as langdetect does.
    """

    def __init__(self, text: str) -> None:
        self.langlist = profiles().languages
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
        return rows_of_words(normalized(self.text))

    def _detect_block(self) -> None:
        draw_together((self,))


def draw_together(detectors: Sequence[RowDetector], possible: npt.NDArray[np.bool_] | None = None) -> None:
    """Give each detector the probabilities of its languages; what one is given does not depend on the others.

    Args:
        detectors: each with its text.
        possible: as in `run_trials`.
    """
    found = [detector._extract_ngrams() for detector in detectors]
    for detector, probabilities in zip(detectors, run_trials(found, possible), strict=True):
        detector.langprob = probabilities


def _possible(text: str) -> npt.NDArray[np.bool_]:
    """Which languages of `profiles()` a text can be in: in Han neither Korean nor Japanese without some of their letters."""
    han, *own = (sum(map(len, letters.findall(text))) for letters in (_HAN, *_OWN_LETTERS.values()))
    is_in_han = _MOST_OTHERS * han > len(text)
    missing = {code for code, count in zip(_OWN_LETTERS, own, strict=True) if is_in_han and _LEAST_OWN * count < han}
    return np.array([code not in missing for code in profiles().languages])


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


def detect_all(texts: Sequence[str]) -> list[tuple[str, float]]:
    """Tell the language of each of some texts: the same as `detect` tells of it, sooner.

    Args:
        texts: any texts without lone surrogates; a long one takes no longer than one of a thousand code points.

    Returns:
        For each its code and the detector's score (0 to 1); `und` and 0 where there are fewer than MIN_LETTERS letters, or no
        language is likelier than one in ten.
    """
    samples = [sample(text) for text in texts]
    told = dict.fromkeys(samples, (UNDETERMINED, 0.0))
    lettered = [text for text in told if sum(map(str.isalpha, text)) >= MIN_LETTERS]
    for first in range(0, len(lettered), _TOGETHER):
        some = lettered[first : first + _TOGETHER]
        detectors = [RowDetector(text) for text in some]
        draw_together(detectors, np.array([_possible(text) for text in some]))
        for text, detector in zip(some, detectors, strict=True):
            ranked = detector.get_probabilities()
            if ranked:
                told[text] = str(ranked[0].lang), min(1.0, round(float(ranked[0].prob), _SCORE_DIGITS))
    return [told[text] for text in samples]


def detect(text: str) -> tuple[str, float]:
    """Tell the language of a text.

    Args:
        text: any text without lone surrogates; long ones take no longer than one of a thousand code points, a millisecond or two.

    Returns:
        Its code and the detector's score (0 to 1); `und` and 0 where there are fewer than MIN_LETTERS letters, or no
        language is likelier than one in ten.
    """
    return detect_all((text,))[0]


def within(found: tuple[str, float], page: tuple[str, float]) -> tuple[str, float, LanguageSource]:
    """The language of a part of a page.

    Args:
        found: code and score of the part.
        page: code and score of the page it stands on.

    Returns:
        Code, score and source; the page's own, as inherited, where the part is too short to tell.
    """
    if found[0] == UNDETERMINED:
        return *page, LanguageSource.INHERITED
    return *found, LanguageSource.DETECTED
