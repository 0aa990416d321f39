"""Concepts: what a word of a web page is about (navigation, a comment, a date …), the same in every language.

The gold is English nearly throughout, so that the networks cannot learn what "Impressum" or "评论" means. A word that stands
in the parser's own phrase tables, or in `concepts.toml`, has a column for its concept; an English page teaches the column,
and the column speaks for all languages.

The parser's tables grow, and each change of them would change what is trained. So training reads `concept_phrases.json`, a
copy of what they held; `python bench/concepts.py` renews it, before a training that shall know the new words.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pagestrata.parse import lines as parse_lines
from pagestrata.parse.words import find_words, folded

DATA = Path(parse_lines.__file__).parent / "data"
MORE = Path(__file__).parent / "concepts.toml"
PHRASES = Path(__file__).parent / "concept_phrases.json"

CATEGORIES = {
    "navigation": "navigation",
    "widget": "widget",
    "advertisement": "advertisement",
    "related": "related",
    "subscription": "subscription",
    "comment_heading": "comment",
    "comment_controls": "comment",
    "comment_notice": "comment",
    "comment_policy": "comment",
    "comment_form": "form",
    "legal": "legal",
    "masthead": "about",
    "about": "about",
    "donation": "donation",
}
"""Boilerplate categories of the parser, and the concept of their words."""
FIELDS = {
    "by": "by",
    "by_inside": "by",
    "not_by": "credit",
    "portrait": "credit",
    "roles": "role",
    "published": "dated",
    "updated": "dated",
}
"""Tables of by-line words, and the concept of their words."""
CONCEPTS = (
    "navigation", "widget", "advertisement", "related", "subscription", "comment", "form", "legal", "about", "donation", "by",
    "credit", "role", "dated", "says", "month", "weekday", "ago",
)  # fmt: skip

LEAST_SHARE = 0.6
"""A word belongs to a concept where so many of its phrases do; the others are too common to tell."""
_SHORTEST = 3
_SHORTEST_IN_PHRASE = 5  # shorter words of a phrase are mostly its articles and prepositions
_SHORT_ONES = ("by", "ago", "month")


def words_of(texts: Iterable[str]) -> tuple[list[str], npt.NDArray[np.uint64]]:
    """The words of some phrases as the tagger cuts them, and their hashes."""
    batch = parse_lines.split_batch(("\n".join(texts),))
    found = find_words(batch, folded(batch))
    text = batch.texts[0]
    return [text[a:b] for a, b in zip(found.start.tolist(), found.end.tolist(), strict=True)], found.hash


def _parser_phrases() -> Iterator[tuple[str, str]]:
    """Concept and phrase, from the parser's tables."""
    categories = tomllib.loads((DATA / "categories.toml").read_text(encoding="utf-8"))
    for category, concept in CATEGORIES.items():
        yield from ((concept, phrase) for kind in ("anywhere", "alone") for phrase in categories[category][kind])
    fields = json.loads((DATA / "field_words.json").read_text(encoding="utf-8"))
    for table, concept in FIELDS.items():
        yield from ((concept, phrase) for phrase in fields[table])
    says = tomllib.loads((DATA / "layouts.toml").read_text(encoding="utf-8"))["words"]["says"]
    yield from (("says", phrase) for phrase in says)
    dates = json.loads((DATA / "date_words.json").read_text(encoding="utf-8"))
    yield from (("month", name) for name in dates["months"])
    yield from (("weekday", name) for name in dates["weekdays"])
    times = json.loads((DATA / "time_words.json").read_text(encoding="utf-8"))
    yield from (("ago", phrase) for names in times["units"].values() for phrase in names.split())
    yield from (("ago", phrase) for table in ("before", "after", "days_back", "now") for phrase in times[table])


def _phrases() -> Iterator[tuple[str, str]]:
    """Concept and phrase, from the copy of the parser's tables and the words beside them."""
    for concept, phrases in json.loads(PHRASES.read_text(encoding="utf-8")).items():
        yield from ((concept, phrase) for phrase in phrases)
    for concept, text in tomllib.loads(MORE.read_text(encoding="utf-8")).items():
        yield from ((concept, word) for word in text.split())


def copy_phrases() -> None:
    """Write the copy of the parser's tables."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for concept, phrase in _parser_phrases():
        found[concept].add(phrase)
    content = {concept: sorted(found[concept]) for concept in CONCEPTS if concept in found}
    PHRASES.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _tells(word: str, concept: str, *, alone: bool) -> bool:
    """Whether a word of a phrase is long enough to tell its concept."""
    if not word.isascii() and not word[0].isupper() and word.lower() == word.upper():
        return True
    return len(word) >= (2 if alone and concept in _SHORT_ONES else _SHORTEST if alone else _SHORTEST_IN_PHRASE)


def concept_words() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Hashes of all words that tell a concept, sorted, and the index of each one's concept."""
    tally: defaultdict[int, npt.NDArray[np.float64]] = defaultdict(lambda: np.zeros(len(CONCEPTS)))
    for concept, phrase in sorted(set(_phrases())):
        words, hashes = words_of([phrase])
        for word, key in zip(words, hashes.tolist(), strict=True):
            if _tells(word, concept, alone=len(words) == 1):
                tally[key][CONCEPTS.index(concept)] += 1
    kept = sorted((key, int(number.argmax())) for key, number in tally.items() if number.max() >= LEAST_SHARE * number.sum())
    return np.array([key for key, _ in kept], np.uint64), np.array([number for _, number in kept], np.int64)


if __name__ == "__main__":
    copy_phrases()
