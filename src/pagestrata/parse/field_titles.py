"""Candidates for the headline: the likeliest lines, whole, and without the site's name or a breadcrumb's number.

A candidate is measured in numbers whose meaning is the order of `TITLE_FEATURES`; the ranker chooses. This room knows no
site and no language.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from pagestrata.parse.field_lines import BY_WORDS, Floats
from pagestrata.parse.field_scene import PLACE, Scene, measures, squeeze, words_of

TITLE_FEATURES: Final = (
    *PLACE, "rank", "words", "characters", "capitals", "lower_words", "digits", "ends_dot", "ends_mark", "numbered", "bullet",
    "head_of_line", "tail_of_line", "joints", "rest_is_site", "is_site", "twins", "line_twins", "slug_hit", "slug_cover", "topical",
    "dated", "by_line", "copyright",
)  # fmt: skip
_LINES: Final = 10
_LEAD_IN: Final = re.compile(r"^(?:[•◦▪*»›>#-]+\s*|\d{1,2}\.\s+/?)+")
_JOINTS: Final = re.compile(r"\s+(?:[|–—•·»«:>›/→]|-{1,2}|::)\s+|\s*[|»›]\s*|(?<=\w)[:–—]\s+")
_LONGEST: Final = 300
_DAY: Final = re.compile(r"\b\d{1,2}\b.{1,12}\b20\d\d\b|\b20\d\d-\d\d-\d\d\b")


@dataclass(frozen=True, slots=True)
class TitleCandidate:
    """A stretch of a line that may be the headline: its line, and its span in the page."""

    line: int
    start: int
    end: int


def _cuts(text: str) -> list[tuple[int, int, int, int]]:
    """Stretches of a line that can be its headline: start, end, and whether something is cut off behind or before."""
    begin = found.end() if (found := _LEAD_IN.match(text)) else 0
    cuts = [(begin, len(text), 0, 0)] if begin < len(text) else []
    joints = list(_JOINTS.finditer(text, begin))
    if joints and len(joints) <= 6:
        cuts += [(begin, joint.start(), 1, 0) for joint in joints if joint.start() > begin]
        cuts += [(joint.end(), len(text), 0, 1) for joint in joints if joint.end() < len(text)]
    return cuts


def title_candidates(scene: Scene) -> tuple[list[TitleCandidate], Floats]:
    """Every candidate of a page, and its measures: shape (candidates, len(TITLE_FEATURES))."""
    picked = [i for i in scene.best("title", _LINES) if scene.lines.ends[i] - scene.lines.starts[i] <= _LONGEST]
    stretches = [(rank, i, *cut) for rank, i in enumerate(picked) for cut in _cuts(scene.lines.line(i))]
    keys = [squeeze(scene.lines.line(i)[start:end]) for _, i, start, end, _, _ in stretches]
    twins = Counter(keys)
    whole = Counter(squeeze(scene.lines.line(i)) for i in picked)
    found, rows = [], []
    for (rank, i, start, end, head, tail), key in zip(stretches, keys, strict=True):
        if key:
            offset = scene.lines.starts[i]
            found.append(TitleCandidate(i, offset + start, offset + end))
            rows.append(_measure(scene, i, (start, end), key, (rank, head, tail, twins[key], whole[key])))
    return found, measures(scene, [c.line for c in found], None, rows)


def _topical(scene: Scene, words: list[str]) -> float:
    """How much the opening of the body speaks of the candidate's longest words."""
    longest = sorted((word for word in words if len(word) > 3), key=lambda word: (-len(word), word))[:4]
    return sum(min(scene.opening.count(word), 3) for word in longest) / max(len(longest), 1)


def _measure(scene: Scene, i: int, span: tuple[int, int], key: str, known: tuple[int, int, int, int, int]) -> tuple[float, ...]:
    rank, head, tail, twins, whole = known
    line = scene.lines.line(i)
    text = line[span[0] : span[1]]
    rest = squeeze(line[span[1] :] if head else line[: span[0]]) if head or tail else ""
    words, printed = words_of(text), text.split()
    hits = sum(word in scene.slug for word in words)
    led = span[0] > 0 and not tail
    return (
        rank, len(words), len(text), sum(word[0].isupper() for word in printed) / max(len(printed), 1),
        sum(word[0].islower() for word in printed), sum(word.isdigit() for word in words), text.endswith((".", "…")),
        text.endswith(("?", "!", ":")), led and line[0].isdigit(), led and not line[0].isdigit(), head, tail, len(_JOINTS.findall(line)),
        bool(rest) and (rest in scene.host or (scene.host != "" and scene.host.startswith(rest[:12]))), key in scene.host, twins, whole,
        hits / max(len(words), 1), hits / max(len(scene.slug), 1), _topical(scene, words), _DAY.search(line) is not None,
        bool(words) and words[0] in BY_WORDS, "©" in line,
    )  # fmt: skip
