"""Candidates for the headline: the likeliest lines, whole, and without the site's name or a breadcrumb's number.

A candidate is measured in numbers whose meaning is the order of `TITLE_FEATURES`; the ranker chooses. This room knows no
site and no language.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple

from pagestrata.parse.alternations import one_of
from pagestrata.parse.chars import ARROWS, CLOSING_QUOTES, FIRST_UNSPACED, FULL_STOPS
from pagestrata.parse.fields.lines import BY_WORDS, WORDS, Floats
from pagestrata.parse.fields.people import people_in
from pagestrata.parse.fields.readings import CUE, timeless
from pagestrata.parse.fields.scene import PLACE, Scene, measures, squeeze, words_of
from pagestrata.parse.fields.surroundings import (
    LONGEST_BESIDE,
    beginning,
    credits_around,
    days_and_bylines,
    distances,
    echoes,
    said_elsewhere,
    said_inside,
)
from pagestrata.parse.lines import IDEOGRAPH

TITLE_FEATURES: Final = (
    *PLACE, "rank", "words", "characters", "capitals", "lower_words", "digits", "ends_dot", "ends_mark", "numbered", "bullet",
    "head_of_line", "tail_of_line", "joints", "rest_is_site", "is_site", "twins", "line_twins", "slug_hit", "slug_cover", "topical",
    "dated", "by_line", "copyright", "mark_above", "mark_below", "bare", "said_again",
    "credit", "credit_above", "credit_below", "in_text", "ends_dash", "echo_above", "echo_below", "dated_above", "dated_below",
    "by_above", "by_below", "begun_again",
)  # fmt: skip
# The ranker has learned from these signs, and from those that end a headline below: `chars` has the ones that grow.
_LEAD_IN: Final = re.compile(r"^(?:[•◦▪*»›>#-]+\s*|\d{1,2}\.\s+/?)+")
_JOINTS: Final = re.compile(r"\s+(?:[|–—•·»«:>›/→]|-{1,2}|::)\s+|\s*[|»›]\s*|(?<=\w)[:–—]\s+")
_JOINT_SIGNS: Final = frozenset("|–—•·»«:>›/→-")
"""One of these is in each."""
# `Home › Forums › Ropes`: with two such signs a text is the way to a page.
_WAY: Final = re.compile(r"\s[›»→\uff1e>/]\s")
_LEAST_WAY: Final = 2
_BOTH_WAYS: Final = " :: "
_GAP: Final = re.compile(r"\S(?: {2,}|\t)(?=\S)")
_LEAST_GAPS: Final = 3
"""Gaps of a line from which it is a row of items; the headlines of the gold have one at the most."""
SHORTEST_PROSE: Final = 100
"""Characters of a sentence that cannot be a headline; an ideograph counts two."""
_BEHIND_STOP: Final = f"{CLOSING_QUOTES}')\uff09"
_LONGEST: Final = 300
# Of 1,497 labelled pages one has a longer headline; behind a joint the text of the page goes on.
_LONGEST_JOINED: Final = 220
# More words behind a by-line word and its colon are a headline, as `Interview: why the river rises`.
_MOST_NAMES: Final = 4
# Pairs of signs of a headline without spaces that are looked for.
_MOST_PAIRS: Final = 16
_DASH_ENDS: Final = ("—", "–", "-")
_QUOTED: Final = ("— ", "―", "-- ")
# Characters of a line that is a day and nothing else.
_LONGEST_DAY: Final = 50
_READING_TIME: Final = re.compile(
    rf"\W*(?:\d+\s?\w{{0,8}}\.?\s)?{one_of(WORDS['reading_time'])}(?:\s?[:\uff1a])?(?:\s\d.{{0,12}})?\W*", re.IGNORECASE
)
# `« The page before | Home | The page behind »`
_NEIGHBOURS: Final = re.compile(r"[\u00ab\u2039\u2190<].*[|\uff5c].*[\u00bb\u203a\u2192>]")
# What part of a list a page shows, in any language: `Viewing 3 posts - 1 through 3 (of 3 total)` (bbPress).
_PART: Final = re.compile(r"(?:\D{2,30} )?\d+ \D{3,40} [-–—] \D{0,20}\d+ \D{1,12} \d+ [(（]\D{0,20}\d+\D{0,20}[)）]")
_PART_ENDS: Final = ")）"
# `Author Topic: Two harbours (Read 482 times)`: the first line of a board's thread, and how often it was read (SMF).
BOARD_LINE: Final = re.compile(
    rf"(?:\S.{{0,60}}?\s)?{one_of(WORDS['topic'])}\s?[:\uff1a]\s(?P<title>\S.{{0,200}}?)\s+"
    r"\([^\W\d_][^\W\d_ ]{1,19}(?: [^\W\d_]{2,12})?\s?:?\s?\d[\d.,]{0,9}\s?[^\W\d_]{1,12}\)",
    re.IGNORECASE,
)
_MARKDOWN: Final = "*_#"
_MARKED: Final = re.compile(r"\s*(?:(?P<marks>\*{1,3}|_{1,3})(?=\S)|#{1,6}\s+)(?P<text>.*?\S)(?(marks)(?P=marks)|\s+#{1,6})")
# `標題[心得] …`: a board glues its label to the headline (PTT).
_TITLED: Final = re.compile(r"(?:Title|Titel|Titre|Título|Titolo)\s?:\s?(?=[^\W_a-z])|[標标][題题](?=\[)")
_SELF_LINK: Final = " \u00b6\u200b\uf0c1"
"""Signs of links to a heading, with which documentation ends it (Sphinx)."""
_LABEL: Final = re.compile(rf"{one_of(WORDS['updated'] | WORDS['published'])}\b", re.IGNORECASE)
_OPENINGS_BESIDE: Final = tuple(sorted(WORDS["notes_of_age"] | WORDS["caption_openings"]))
"""Beginnings of notes above old articles (`This article is more than 1 year old`), and of captions as the BBC prints them in all its
languages (`Image caption, the quay`)."""
_DAY: Final = re.compile(r"\b\d{1,2}\b.{1,12}\b20\d\d\b|\b20\d\d-\d\d-\d\d\b")


class TitleCandidate(NamedTuple):
    """A stretch of a line that may be the headline: its line, and its span in the page."""

    line: int
    start: int
    end: int


class _Cut(NamedTuple):
    """A stretch of a line that can be its headline: its span in the line, whether something is cut off behind or before, its letters."""

    start: int
    end: int
    is_head: bool
    is_tail: bool
    key: str


class _Line(NamedTuple):
    """What the candidates of one line share.

    Attributes:
        text: the line.
        rank: its place among the likeliest.
        joints: where it may join the headline to something else.
        dated: whether it prints a day.
        beside: how much less than itself the tagger takes the lines above and below for the headline.
        credits: whether it and the lines above and below tell of a picture.
        near: how many lines above and below a day is printed, and a by-line begins.
    """

    text: str
    rank: int
    joints: list[re.Match[str]]
    dated: bool
    beside: tuple[float, float]
    credits: tuple[bool, bool, bool]
    near: tuple[int, int, int, int]


def _joints(text: str, begin: int = 0) -> list[re.Match[str]]:
    """Where a text may join a headline to something else, from `begin` on."""
    return [] if _JOINT_SIGNS.isdisjoint(text) else list(_JOINTS.finditer(text, begin))


def _cuts(text: str, joints: list[re.Match[str]]) -> list[_Cut]:
    """Every such stretch of a line that has a letter or a digit; `joints`: those of the whole line."""
    begin = found.end() if (found := _LEAD_IN.match(text)) else 0
    spans = [(begin, len(text), False, False)] if begin < len(text) else []
    joints = _joints(text, begin) if begin else joints
    if joints and len(joints) <= 6:
        spans += [(begin, joint.start(), True, False) for joint in joints if joint.start() > begin]
        spans += [(joint.end(), len(text), False, True) for joint in joints if joint.end() < len(text)]
    cuts = [_Cut(*span, squeeze(text[span[0] : span[1]])) for span in spans if len(spans) == 1 or span[1] - span[0] <= _LONGEST_JOINED]
    return [cut for cut in cuts if cut.key]


def title_candidates(scene: Scene) -> tuple[list[TitleCandidate], Floats]:
    """Every candidate of a page, and its measures: shape (candidates, len(TITLE_FEATURES))."""
    starts, ends = scene.lines.starts, scene.lines.ends
    texts = {i: scene.lines.line(i) for i in scene.likeliest["title"] if ends[i] - starts[i] <= _LONGEST}
    texts = {i: text for i, text in texts.items() if not _is_beside_title(text)}
    lines = scene.lines.texts
    told = days_and_bylines(lines, texts)
    known = {
        i: _Line(text, rank, _joints(text), _DAY.search(text) is not None, _beside(scene, i), credits_around(lines, i), distances(told, i))
        for rank, (i, text) in enumerate(texts.items())
    }
    cuts = [(i, cut) for i, text in texts.items() for cut in _cuts(text, known[i].joints)]
    twins, whole = Counter([cut.key for _, cut in cuts]), Counter(map(squeeze, texts.values()))
    rows = [_measure(scene, i, cut, known[i], (twins[cut.key], whole[cut.key])) for i, cut in cuts]
    found = [TitleCandidate(i, starts[i] + cut.start, starts[i] + cut.end) for i, cut in cuts]
    return found, measures(scene, [i for i, _ in cuts], None, rows)


def _beside(scene: Scene, i: int) -> tuple[float, float]:
    """How much less than line `i` the tagger takes the lines above and below for the headline: log-odds."""
    own = scene.marks[i, 0]
    return float(own - scene.marks[max(i - 1, 0), 0]), float(own - scene.marks[min(i + 1, len(scene.lines) - 1), 0])


def bare_headline(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a headline without what a board prints before it and behind it, a label, Markdown, and the sign of a link to itself.

    `Title:Two harbours` (arXiv), `**Two harbours**`, `## Two harbours ##`, `Two harbours¶`.

    Args:
        text: the page.
        start: where the headline begins.
        end: where it ends, exclusive.
    """
    if text[end - 1] == ")" and (found := BOARD_LINE.fullmatch(text, start, end)):
        return found.span("title")
    label = _TITLED.match(text, start, end)
    start = label.end() if label else start
    if text[end - 1] in _MARKDOWN and (marked := _MARKED.fullmatch(text, text.rfind("\n", 0, start) + 1, end)):
        start, end = max(start, marked.start("text")), marked.end("text")
    shown = text[start:end].rstrip(_SELF_LINK)
    return start, start + len(shown) if shown else end


def is_link_row(text: str) -> bool:
    """Whether a text is a row of links and no headline.

    The way to a page (`Home › Forums › Ropes`), the topics beside it (`View previous topic :: View next topic`), or items with gaps.
    """
    has_gap = "  " in text or "\t" in text
    if _BOTH_WAYS in text and _are_both_ways(text):
        return True
    return len(_WAY.findall(text)) >= _LEAST_WAY or (has_gap and len(_GAP.findall(text)) >= _LEAST_GAPS)


def is_on_the_way(text: str, line: str) -> bool:
    """Whether a text is several steps of the way to a page that its line prints."""
    return _WAY.search(text) is not None and is_link_row(line)


def is_prose(text: str) -> bool:
    """Whether a text is a sentence and no headline: long, and with a full stop at its end.

    Three of 2,647 headlines of labelled and written pages are as long and end so: two posts of an aggregator with their first
    sentences, and what a shop says of itself.
    """
    is_ended = text.rstrip(_BEHIND_STOP).endswith(tuple(FULL_STOPS))
    return is_ended and len(text) + sum(1 for _ in IDEOGRAPH.finditer(text)) >= SHORTEST_PROSE


def _are_both_ways(text: str) -> bool:
    """Whether two parts of a text have as many words, and half of them in common."""
    before, _, behind = (part.split() for part in text.lower().partition(_BOTH_WAYS))
    return len(before) == len(behind) and 2 * len(set(before) & set(behind)) >= len(before)


def _is_beside_title(text: str) -> bool:
    """Whether a line is what stands beside headlines: who wrote (`Autor: Ann Ferris`), for whom (`来源：…`), when, how long to read.

    Or what part of a list the page shows, the ways to the pages before and behind it, that the article is old, or what a picture
    shows. A line behind a dash says who is quoted (`— Ann Ferris (@ann) March 5, 2021`).
    """
    if _NEIGHBOURS.fullmatch(text) or _leads_on(text) or text.lower().startswith(_OPENINGS_BESIDE):
        return True
    if len(text) > LONGEST_BESIDE:
        return False
    cue = CUE.match(text)
    if cue and (cue["no"] or "").lower() in WORDS["source"] and cue[0].rstrip().endswith((":", "\uff1a")):
        return True
    if cue and cue["by"]:
        rest = text[cue.end() :]
        return people_in(rest) > 0 or (cue[0].rstrip().endswith((":", "\uff1a")) and len(rest.split()) <= _MOST_NAMES)
    is_part = text[-1] in _PART_ENDS and _PART.fullmatch(text) is not None
    if text.startswith(_QUOTED) or is_part or (len(text) < _LONGEST_DAY and _is_time(text)):
        return True
    return _READING_TIME.fullmatch(text) is not None or (_LABEL.match(text) is not None and _DAY.search(text) is not None)


def _leads_on(text: str) -> bool:
    """Whether a line is a link to the page before or behind, by its arrow and its word: `« Previous: the tide mill`, `Next article ›`."""
    is_arrow = text[0] in ARROWS or text[-1] in ARROWS
    return is_arrow and not WORDS["neighbours"].isdisjoint(words_of(text))


def _is_time(text: str) -> bool:
    """Whether a text is a day or a time and nothing else."""
    rest, is_dated = timeless(text)
    return is_dated and not any(map(str.isalnum, rest))


def _topical(scene: Scene, words: list[str]) -> float:
    """How much the opening of the body speaks of the candidate's longest words, or, in scripts without spaces, of its pairs of signs."""
    parted = [word[i : i + 2] for word in words if word >= FIRST_UNSPACED for i in range(len(word) - 1)]
    whole = sorted((word for word in words if len(word) > 3 and word < FIRST_UNSPACED), key=lambda word: (-len(word), word))[:4]
    telling = whole + parted[:_MOST_PAIRS]
    return sum([min(scene.opening.count(word), 3) for word in telling]) / max(len(telling), 1)


def _measure(scene: Scene, i: int, cut: _Cut, known: _Line, twins: tuple[int, int]) -> tuple[float, ...]:
    line = known.text
    text = line[cut.start : cut.end]
    rest = squeeze(line[cut.end :] if cut.is_head else line[: cut.start]) if cut.is_head or cut.is_tail else ""
    words, printed, slug = words_of(text), text.split(), scene.slug
    hits = sum([word in slug for word in words]) if slug else 0
    led = cut.start > 0 and not cut.is_tail
    return (
        known.rank, len(words), len(text), sum([word[0].isupper() for word in printed]) / max(len(printed), 1),
        sum([word[0].islower() for word in printed]), sum(map(str.isdigit, words)), text.endswith((".", "…", "。")),
        text.endswith(("?", "!", ":")), led and line[0].isdigit(), led and not line[0].isdigit(), cut.is_head, cut.is_tail,
        len(known.joints),
        bool(rest) and (rest in scene.host or (scene.host != "" and scene.host.startswith(rest[:12]))),
        cut.key.removeprefix("the") in scene.host, *twins,
        hits / max(len(words), 1), hits / max(len(slug), 1), _topical(scene, words), known.dated,
        bool(words) and words[0] in BY_WORDS, "©" in line, *known.beside, scene.is_bare,
        said_elsewhere(scene.lines.text, line, text), *known.credits, said_inside(scene.lines.text, text),
        text.endswith(_DASH_ENDS), *echoes(scene.lines.texts, i, words), *known.near,
        said_elsewhere(scene.lines.text, line, beginning(text)),
    )  # fmt: skip
