"""Candidates for the authors: the names on the likeliest lines.

A line is cut where one thing ends and another begins (dates, separators, words glued to each other), by-line words are
taken off, and what is left is measured in numbers whose meaning is the order of `NAME_FEATURES`; the ranker chooses, or
none. This room knows no site; by-line words, roles and degrees of many languages are data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pagestrata.parse.dates import find_times
from pagestrata.parse.field_lines import WORDS, Floats, given_names
from pagestrata.parse.field_scene import PLACE, Scene, measures, squeeze, words_of
from pagestrata.parse.relative_times import any_of, one_of

NAME_FEATURES: Final = (
    *PLACE, "rank", "by", "not_by", "inside", "portrait", "cut", "joined", "piece", "pieces", "by_above", "not_by_above",
    "role_after", "day_in_line", "words", "characters", "capitals", "all_caps", "digits", "team_word", "role_word", "degrees",
    "commas", "ands", "ends_dot", "share", "printed", "twins", "in_host", "host_is", "in_slug", "in_title", "next_begins", "stops",
    "given", "given_share", "common", "people", "people_after", "degrees_after",
    "told_of", "role_above", "year_above", "role_below", "year_below",
)  # fmt: skip
_MOST_MENTIONS: Final = 8
_SHORT: Final = 60
_LONGEST: Final = 260
_LONGEST_NAME: Final = 100
_MOST_WORDS: Final = 14

_FLAGS = re.IGNORECASE
_DIGIT: Final = re.compile(r"\d")
_EDGE: Final = ' \t\xa0•◦▪*|·,;:\uff1a.–—-_/~@#>"“”'
_CUE: Final = re.compile(
    rf"(?:(?P<no>{one_of(WORDS['not_by'])})|(?P<by>{one_of(WORDS['by'])}))(?:\s?[:\uff1a]\s*|\s+[–—-]\s+|\s+)(?=\S)", _FLAGS
)
_GLUED_CUE: Final = re.compile(rf"(?:{any_of(word.capitalize() for word in WORDS['by'] if len(word) > 1)})(?=[A-Z])")
_INSIDE: Final = re.compile(rf"\b{one_of(WORDS['by_inside'])}\s+(?=[^\W\d_a-z])", _FLAGS)
# `Jean Morel (Morel & Co)`, `Paramita (Guha) Ghosh`: brackets cut a line into pieces, but not inside of a name.
_BRACKETED: Final = re.compile(
    rf"(?:(?P<by>(?i:{any_of(WORDS['by'])}))\s?[:\uff1a]?\s+)?(?P<name>(?:[^\W\d_a-z][\w.’'-]*\s){{1,3}}\([^()\d]{{2,30}}\)(?P<rest>(?:\s[^\W\d_a-z][\w.’'-]*){{0,2}}))"
    r"(?=\t|$|\s?[|•·]|\s[–—-]\s).*"
)
# The initials come first: without them every letter is compared with every word.
_GLUED: Final = rf"(?=[{''.join(sorted({word[0] for word in WORDS['glued']}))}])(?<=[^\W\d_A-Z.])(?=(?:{any_of(WORDS['glued'])})\b)"
_PIECE: Final = re.compile(rf"\s*[|•·●∙▪◦»›/\t\[\](){{}}—]\s*|\s+[–—-]{{1,2}}\s+|\s{{3,8}}|{_GLUED}")
# Only where there is a colon: at every space this one is compared with a hundred and sixty words.
# Labels of scripts without spaces begin a piece wherever they stand: `新华网作者：温素霞`. Two of them end longer ones. The initials come
# first here as well.
_CJK_LABELS: Final = sorted(word for word in WORDS["by"] | WORDS["not_by"] if "\u3040" <= word[0] <= "\u9fff")
_LABEL: Final = (
    rf"\s+(?=(?i:{one_of(WORDS['by'] | WORDS['not_by'])})\s?[:\uff1a])"
    rf"|(?=[{''.join(sorted({word[0] for word in _CJK_LABELS}))}])(?<=[^\W\d_])(?<!责任)(?<!本报)(?=(?:{any_of(_CJK_LABELS)})\s?[:\uff1a])"
)
_PIECE_OR_LABEL: Final = re.compile(rf"{_PIECE.pattern}|{_LABEL}")
_COLON: Final = re.compile("[:\uff1a]")
_AND: Final = re.compile(rf"\s*[,;&]\s*(?:(?:{any_of(WORDS['and'])})\s)?|\s{one_of(WORDS['and'])}\s")
_AND_WORD: Final = re.compile(rf"\s(?:{any_of(WORDS['and'])}|&)\s")
_SEMICOLON: Final = re.compile(r"\s*;\s*")
_COMMA: Final = re.compile(rf"\s*,\s*(?:(?:{any_of(WORDS['and'])}|&)\s)?")
_SMALL: Final = WORDS["particles"] | WORDS["team"]
_TOLD_OF: Final = tuple(f" {words} " for words in WORDS["told_of"])
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_TITLE: Final = re.compile(r"^(?:(?:Dr|Prof|Mr|Mrs|Ms)\.?\s)+")
_STOP: Final = re.compile(rf"\s{one_of(WORDS['stops'])}\b", _FLAGS)
_ROLE_BEHIND: Final = re.compile(rf"\s{one_of(WORDS['role_behind'])}$")
_PORTRAIT: Final = re.compile(rf"{one_of(WORDS['portrait'])}\s+(?=\S)", _FLAGS)
_PORTRAIT_END: Final = re.compile(rf"(?:['’]s?)?\s{one_of(WORDS['portrait'])}$", _FLAGS)


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A stretch of a line that may be the name of the author, or the names of the authors."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a reading beside its text.

    Attributes:
        rank: place of its line among the likeliest.
        twins: how many readings of the page say the same.
        cues: by-line words on the line above (`_cue_above`).
        near: roles and years on the lines above and below (`_role_and_year`).
        dated: whether its line prints a date.
    """

    rank: int
    twins: int
    cues: tuple[bool, bool]
    near: tuple[bool, ...]
    dated: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """A way to read a name out of a line: the name, and what was taken off to get it."""

    text: str
    by: bool = False
    not_by: bool = False
    inside: bool = False
    portrait: bool = False
    cut: bool = False
    joined: bool = False
    piece: int = 0
    pieces: int = 1
    after: str = ""


def _undoubled(text: str) -> str:
    """A name that is printed twice in a row, once."""
    half = len(text) // 2
    if len(text) > 3 and text[:half].strip() == text[half:].strip():
        return text[:half].strip()
    return text


def _dateless(text: str) -> tuple[str, bool]:
    """The text with a tab in place of every date, and whether it had one."""
    if not _DIGIT.search(text):
        return text, False
    times = find_times(text)
    for time in reversed(times):
        text = f"{text[: time.start]}\t{text[time.end :]}"
    return text, bool(times)


def _readings(text: str) -> Iterator[_Reading]:
    """Every way to read a name out of a line."""
    if found := _BRACKETED.fullmatch(text):
        yield _Reading(found["name"], by=found["by"] is not None)
        if found["rest"]:
            return
    parting = _PIECE_OR_LABEL if _COLON.search(text) else _PIECE
    pieces = [piece.strip(_EDGE) for piece in parting.split(text)]
    pieces = [piece for piece in pieces if piece]
    for number, piece in enumerate(pieces):
        after = pieces[number + 1] if number + 1 < len(pieces) else ""
        yield from _of_piece(piece, number, len(pieces), after)


def _of_piece(piece: str, number: int, pieces: int, after: str) -> Iterator[_Reading]:
    by = not_by = inside = portrait = False
    of, cue = _PORTRAIT.match(piece), _CUE.match(piece)
    if cue and (of is None or cue.end() >= of.end()):
        by, not_by, piece = cue["by"] is not None, cue["no"] is not None, piece[cue.end() :].strip(_EDGE)
    elif cue := _GLUED_CUE.match(piece):
        by, piece = True, piece[cue.end() :].strip(_EDGE)
    elif found := _INSIDE.search(piece):
        inside, piece = True, piece[found.end() :].strip(_EDGE)
    if found := _PORTRAIT.match(piece):
        portrait, piece = True, piece[found.end() :].strip(_EDGE)
    elif found := _PORTRAIT_END.search(piece):
        portrait, piece = True, piece[: found.start()].strip(_EDGE)
    if found := _ROLE_BEHIND.search(piece):
        after, piece = piece[found.start() :], piece[: found.start()].strip(_EDGE)
    piece = _undoubled(piece)
    kept = (by, not_by, inside, portrait)
    yield _Reading(piece, *kept, cut=False, piece=number, pieces=pieces, after=after)
    comma = piece.find(",")
    ends = {found.start() for found in [_STOP.search(piece)] if found}
    if comma > 0 and not _are_people(piece[comma + 1 :]):
        ends.add(comma)
    for end in sorted(ends):
        if end > 0:
            yield _Reading(_undoubled(piece[:end].strip(_EDGE)), *kept, cut=True, piece=number, pieces=pieces, after=piece[end:])


def _are_people(text: str) -> bool:
    """Whether a text is a list of full names, so that the name before it is not the only one."""
    parts = [part for part in _AND.split(text.strip()) if part]
    return bool(parts) and all(people_in(_TITLE.sub("", part)) for part in parts)


def _plausible(name: str) -> bool:
    """Whether a text can be a name at all: short, with letters, its words mostly with a capital, and no control of the page."""
    words = name.split()
    if name.lower() in WORDS["not_names"]:
        return False
    if not words or len(name) > _LONGEST_NAME or len(words) > _MOST_WORDS or not any(map(str.isalpha, name)):
        return False
    small = sum([word[0].islower() and word.lower() not in _SMALL for word in words])
    return len(words) == 1 or small * 3 <= len(words)


def name_candidates(scene: Scene, title: int | None) -> tuple[list[NameCandidate], Floats]:
    """Every candidate of a page, and its measures: shape (candidates, len(NAME_FEATURES)).

    Args:
        scene: the page.
        title: line of the headline, where it has one.
    """
    lines = scene.lines
    picked = [i for i in scene.likeliest["author"] if lines.ends[i] - lines.starts[i] <= _LONGEST]
    found: list[tuple[int, int, bool, _Reading]] = []
    for rank, i in enumerate(picked):
        text, dated = _dateless(lines.line(i).replace("\xa0", " "))
        readings = list(_readings(text))
        if len(readings) == 1:
            readings += _joined(readings[0], lines.line(i + 1) if i + 1 < len(lines) else "")
        found += [(rank, i, dated, reading) for reading in readings if _plausible(reading.text)]
    keys = [squeeze(reading.text) for _, _, _, reading in found]
    twins = Counter(keys)
    places = [i for _, i, _, _ in found]
    cues = {i: _cue_above(scene, i) for i in sorted(set(places))}
    near = {i: (*_role_and_year(scene, i - 1), *_role_and_year(scene, i + 1)) for i in cues}
    rows = [
        _measure(scene, i, title, reading, _Known(rank, twins[key], cues[i], near[i], dated=dated))
        for (rank, i, dated, reading), key in zip(found, keys, strict=True)
    ]
    return [NameCandidate(i, reading.text) for _, i, _, reading in found], measures(scene, places, title, rows)


def _joined(reading: _Reading, follower: str) -> list[_Reading]:
    """A name whose two words stand on two lines; not the heads of two columns, as `Author` and `Posts`."""
    whole = " " not in reading.text and follower != reading.text and follower.isalpha() and follower[0].isupper() and len(follower) < 20
    whole = whole and WORDS["not_names"].isdisjoint((reading.text.lower(), follower.lower()))
    return [_Reading(f"{reading.text} {follower}", by=reading.by, joined=True)] if whole else []


def people_in(text: str) -> int:
    """How many parts of a list are full names: two to four words with capitals, the first a known given name."""
    count = 0
    for part in _AND.split(text) if " " in text else ():
        words = part.split()
        count += 2 <= len(words) <= 4 and words[0].lower().strip(".") in given_names() and all(word[:1].isupper() for word in words)
    return count


def split_names(text: str) -> tuple[str, ...]:
    """The names of a list of names; degrees, roles and single words stay with the name before them.

    Args:
        text: the stretch of a by-line that holds the names.
    """
    names: list[str] = []
    for part in _SEMICOLON.split(text):
        for number, piece in enumerate(_COMMA.split(part)):
            words = piece.split()
            alone = len(words) < 2 or any(
                word.lower().strip(".,") in WORDS["credentials"] | WORDS["roles"] | WORDS["team"] for word in words
            )
            if number and alone:
                names[-1] = f"{names[-1]}, {piece}"
            else:
                names.append(piece)
    return tuple(name for whole in names for name in _both(whole))


def _both(text: str) -> tuple[str, ...]:
    """The two sides of an `and`; a text whose sides cannot both be names stays whole."""
    sides = [side.strip(_EDGE) for side in _AND_WORD.split(text)]
    if len(sides) < 2 or not all(side and side[0].isupper() for side in sides):
        return (text,)
    if any(word.lower() in WORDS["team"] for side in sides for word in side.split()):
        return (text,)
    return tuple(sides)


def _cue_above(scene: Scene, i: int) -> tuple[bool, bool]:
    """Whether the line above is nothing but a by-line word, or a word that tells of another's part."""
    if not i or scene.lines.ends[i - 1] - scene.lines.starts[i - 1] > 30:
        return False, False
    above = scene.lines.line(i - 1).lower().strip(_EDGE)
    return above in WORDS["by"], above in WORDS["not_by"]


def _role_and_year(scene: Scene, i: int) -> tuple[bool, bool]:
    """Whether a line is short and has a word for a role, and whether it is short and prints a year."""
    lines = scene.lines
    if not 0 <= i < len(lines) or scene.sizes[i] > _SHORT:
        return False, False
    line = lines.line(i)
    return any(word in WORDS["roles"] for word in words_of(line)), _YEAR.search(line) is not None


def _mentions(text: str, name: str) -> tuple[int, int]:
    """How often the page prints a name, and how often it goes on as one tells of an author (`is a`, `writes`); both at most eight."""
    printed, told_of, at = 0, 0, text.find(name)
    while at >= 0 and printed < _MOST_MENTIONS:
        printed += 1
        told_of += text.startswith(_TOLD_OF, at + len(name))
        at = text.find(name, at + len(name))
    return printed, told_of


def _measure(scene: Scene, i: int, title: int | None, reading: _Reading, known: _Known) -> tuple[float, ...]:
    lines = scene.lines
    after = words_of(reading.after[:60])
    printed, told_of = _mentions(lines.text, reading.text)
    return (
        known.rank, reading.by, reading.not_by, reading.inside, reading.portrait, reading.cut, reading.joined, reading.piece,
        reading.pieces, *known.cues, any(word in WORDS["roles"] for word in after), known.dated,
        *_of_name(reading.text), len(reading.text) / (lines.ends[i] - lines.starts[i]),
        printed, known.twins,
        *_elsewhere(scene, i, title, reading.text), people_in(reading.text), people_in(reading.after),
        sum(word in WORDS["credentials"] for word in reading.after.lower().replace(",", " ").split()[:6]),
        told_of, *known.near,
    )  # fmt: skip


def _of_name(name: str) -> tuple[float, ...]:
    """What the name looks like by itself: from "words" to "ends_dot"."""
    words = [word.strip(".,;&") for word in name.split()]
    lower = [word.lower() for word in words]
    proper = [word for word, low in zip(words, lower, strict=True) if word and low not in WORDS["particles"]]
    return (
        len(words), len(name), sum(word[0].isupper() for word in proper) / max(len(proper), 1), name.isupper(),
        sum(map(str.isdigit, name)), not WORDS["team"].isdisjoint(lower), not WORDS["roles"].isdisjoint(lower),
        sum(word in WORDS["credentials"] for word in lower[1:]), name.count(","),
        sum(word in WORDS["and"] for word in lower) + name.count("&"), name.endswith("."),
    )  # fmt: skip


def _elsewhere(scene: Scene, i: int, title: int | None, name: str) -> tuple[float, ...]:
    """What the page, its address and the lists of names say of the name: from "in_host" to "common"."""
    lines, key, lower = scene.lines, squeeze(name), [word.lower().strip(".,;&") for word in name.split()]
    names = given_names()
    return (
        bool(scene.host) and key in scene.host, bool(key) and scene.host.startswith(key),
        bool(scene.slug) and all(word in scene.slug for word in words_of(name)), title is not None and name in lines.line(title),
        i + 1 < len(lines) and lines.text.startswith(name, lines.starts[i + 1]), _STOP.search(name) is not None, lower[0] in names,
        sum(word in names for word in lower) / len(lower), sum(f" {word} " in scene.prose for word in lower if len(word) > 1) / len(lower),
    )  # fmt: skip
