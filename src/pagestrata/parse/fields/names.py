"""Candidates for the authors: the names on the likeliest lines.

Every reading of those lines (`fields.readings`, `fields.several`, `fields.name_lines`) is measured in numbers whose meaning is the
order of `NAME_FEATURES`; the ranker chooses, or none. This room knows no site; roles and degrees of many languages are data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from pagestrata.parse.alternations import any_of
from pagestrata.parse.chars import ARROWS, FIRST_HANGUL, FIRST_UNSPACED, is_small
from pagestrata.parse.fields.beside_names import BESIDE_NAMES, NamedLines, around_name, named_lines
from pagestrata.parse.fields.lines import WORDS, Floats, given_names, is_unspaced_name
from pagestrata.parse.fields.name_lines import ENDS_AND, joined
from pagestrata.parse.fields.people import SEVERAL, is_full_name, is_person, people_in, untitled
from pagestrata.parse.fields.readings import EDGE, STOP, Reading, dateless, pictured, readings, signature
from pagestrata.parse.fields.scene import PLACE, Scene, measures, squeeze, words_of
from pagestrata.parse.fields.several import linked_pair, people_between, unspaced_names

NAME_FEATURES: Final = (
    *PLACE, "rank", "by", "not_by", "inside", "portrait", "cut", "joined", "piece", "pieces", "by_above", "not_by_above",
    "role_after", "day_in_line", "words", "characters", "capitals", "all_caps", "digits", "team_word", "role_word", "degrees",
    "commas", "ands", "ends_dot", "share", "printed", "twins", "in_host", "host_is", "in_slug", "in_title", "next_begins", "stops",
    "given", "given_share", "common", "people", "people_after", "degrees_after",
    "told_of", "role_above", "year_above", "role_below", "year_below", "rest_words", "told_by", "told_not_by", "others_told",
    "others_told_before", "other_type", *BESIDE_NAMES,
)  # fmt: skip
_MOST_MENTIONS: Final = 8
MOST_LISTED: Final = 8
"""Lines in which authors are printed a line each, some with what they are below."""
_SHORT: Final = 60
_LONGEST: Final = 260
_LONGEST_NAME: Final = 100
_LONGEST_MONOGRAM: Final = 4
_MOST_WORDS: Final = 14
_AND_WORD: Final = re.compile(rf"\s(?:{any_of(WORDS['and'])}|&)\s")
_HUNG_AND: Final = ("\u0648", "\u05d5")
_SHORTEST_GLUED: Final = 5
"""Letters of a family's name to which another name is glued, at least: `Mac`, `De` and `Fitz` begin one."""
_SHORTEST_HUNG: Final = 2
_FAMILY: Final = tuple(WORDS["family_begins"])
_SEMICOLON: Final = re.compile(r"\s*;\s*")
_COMMA: Final = re.compile(rf"\s*[,\u3001\uff0c]\s*(?:(?:{any_of(WORDS['and'])}|&)\s)?")
_NO_NAMES: Final = WORDS["not_names"] | WORDS["published"] | WORDS["updated"] | WORDS["portrait"]
_NO_PART: Final = WORDS["no_part_of_names"]
"""Small words of scripts without capitals: where capitals do not tell, they do."""
_SENTENCE_ENDS: Final = tuple(sorted(WORDS["sentence_ends"]))
"""With what sentences end where neither spaces nor capitals tell them from names: `この記事には広告が含まれます`."""
_STARS: Final = frozenset("\u2605\u2606")
"""Of ratings: `★★★★☆ 力荐`."""
_SMALL: Final = WORDS["particles"] | WORDS["team"]
_JOINING: Final = WORDS["particles"] | WORDS["and"]
_NOT_ALONE: Final = WORDS["credentials"] | WORDS["roles"] | WORDS["team"]
"""Words of what stays with the name before it."""
_TOLD_OF: Final = tuple(f" {words} " for words in WORDS["told_of"])
_DIGIT: Final = re.compile(r"\d")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


class NameCandidate(NamedTuple):
    """A stretch of a line that may be the name of the author, or the names of the authors.

    Attributes:
        line: where it stands.
        text: what it says, as printed.
        by: whether a by-line word introduces it, before it or on the line above.
    """

    line: int
    text: str
    by: bool


class _Known(NamedTuple):
    """What is known of a reading beside its text.

    Attributes:
        rank: place of its line among the likeliest.
        key: its letters and digits.
        twins: how many readings of the page say the same.
        cues: by-line words on the line above (`_cue_above`).
        near: roles and years on the lines above and below (`_role_and_year`).
        told: what by-line words of the page say of the name and of others (`_told`).
        dated: whether its line prints a date.
        named: days and by-lines of the page.
    """

    rank: int
    key: str
    twins: int
    cues: tuple[bool, bool]
    near: tuple[bool, ...]
    told: tuple[bool, ...]
    dated: bool
    named: NamedLines


def _plausible(reading: Reading) -> bool:
    """Whether a reading can be a name at all: short, with letters, its words mostly with a capital, and no control of the page."""
    name = reading.text
    words, low = name.split(), name.lower()
    if not words or low.rstrip(":") in _NO_NAMES or len(name) > _LONGEST_NAME or len(words) > _MOST_WORDS or not _NO_PART.isdisjoint(words):
        return False
    if name[0] in ARROWS or name[-1] in ARROWS or not _STARS.isdisjoint(name) or name.endswith(_SENTENCE_ENDS):
        return False
    first = next(filter(str.isalpha, low), "")
    # `Aa Aa`: buttons for the size of letters.
    if not first or (len(words) > 1 and not any(letter != first and letter.isalpha() for letter in low)):
        return False
    small = sum([is_small(word[0]) and word.lower() not in _SMALL and word.rstrip(".") not in WORDS["titles"] for word in words])
    return len(words) == 1 or reading.whole or small * 3 <= len(words)


def _is_monogram(text: str, below: str) -> bool:
    """Whether a text is the first letters of the name below it, as they stand in place of a portrait: `AF` above `Ann Ferris`."""
    return 1 < len(text) <= _LONGEST_MONOGRAM and text.isupper() and text == "".join(word[0] for word in below.split()).upper()


def name_candidates(scene: Scene, title: int | None) -> tuple[list[NameCandidate], Floats]:
    """Every candidate of a page, and its measures: shape (candidates, len(NAME_FEATURES)).

    Args:
        scene: the page.
        title: line of the headline, where it has one.
    """
    lines = scene.lines
    picked = [i for i in scene.likeliest["author"] if lines.ends[i] - lines.starts[i] <= _LONGEST]
    found: list[tuple[int, int, bool, Reading]] = []
    for rank, i in enumerate(picked):
        text, dated = dateless(lines.line(i).replace("\xa0", " "))
        read = list(readings(text))
        if (several := people_between(text)) and several.text not in {reading.text for reading in read}:
            read.append(several)
        elif len(read) == 1:
            below = i + (MOST_LISTED if is_person(read[0].text) else 2)
            read += joined(read[0], [lines.line(k) for k in range(i + 1, min(below, len(lines)))])
        follower = lines.line(i + 1) if i + 1 < len(lines) else ""
        found += [(rank, i, dated, reading) for reading in read if _plausible(reading) and not _is_monogram(reading.text, follower)]
    if signed := signature(lines.line(scene.last)):
        found += [(len(picked), scene.last, False, reading) for reading in readings(signed.text) if _plausible(reading)]
    keys = [squeeze(reading.text) for _, _, _, reading in found]
    twins = Counter(keys)
    places = [i for _, i, _, _ in found]
    cues = {i: _cue_above(scene, i) for i in sorted(set(places))}
    beside = {k: _role_and_year(scene, k) for k in {k for i in cues for k in (i - 1, i + 1)}}
    told = _told([(i, reading) for _, i, _, reading in found], keys, cues)
    named = named_lines(scene, places)
    rows = [
        _measure(scene, i, title, reading, _Known(rank, key, twins[key], cues[i], beside[i - 1] + beside[i + 1], said, dated, named))
        for (rank, i, dated, reading), key, said in zip(found, keys, told, strict=True)
    ]
    return [NameCandidate(i, reading.text, reading.by or cues[i][0]) for _, i, _, reading in found], measures(scene, places, title, rows)


def split_names(text: str) -> tuple[str, ...]:
    """The names of a list of names; degrees, roles and single words stay with the name before them.

    Args:
        text: the stretch of a by-line that holds the names.
    """
    names: list[str] = []
    for part in _SEMICOLON.split(_with_and_apart(ENDS_AND.sub("", text))):
        for number, piece in enumerate(_COMMA.split(part)):
            words = piece.split()
            is_name = len(words) > 1 or is_unspaced_name(piece) or FIRST_UNSPACED <= max(piece, default="") < FIRST_HANGUL
            alone = not is_name or any(word.lower().strip(".,") in _NOT_ALONE for word in words)
            if number and alone:
                names[-1] = f"{names[-1]}, {piece}"
            else:
                names.append(piece)
    return tuple(name for whole in names for single in _unglued(whole) for name in _both(single))


def people_alone(line: str) -> tuple[str, ...]:
    """The people of a line that prints nothing but several names, and a day; empty where it prints more, or one."""
    return unspaced_names(dateless(line)[0]) or linked_pair(line)


def all_of_line(line: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The people of a line that prints nothing else, where one of them was chosen; else who was chosen.

    Args:
        line: as printed.
        chosen: names that stand in it.
    """
    if chosen[0] in (alone := people_alone(line)):
        return alone
    for reading in readings(line) if len(chosen) == 1 else ():
        if reading.by and chosen[0] in (reporters := unspaced_names(reading.text)):
            return reporters
    told = people_between(line.replace("\xa0", " ")) if len(chosen) == 1 else None
    names = split_names(told.text) if told else ()
    known = sum(map(is_person, names))
    is_all = chosen[0] in names and all(is_person(name) or is_full_name(untitled(name)) for name in names)
    # `By Ann Ferris, Dover and Jan Holm, Oslo`: such a line needs no known name.
    is_linked = told is not None and told.by and _AND_WORD.search(line) is not None
    is_known = 2 * known >= len(names) and (known == len(names) or len(names) > SEVERAL)
    return names if is_all and (is_linked or is_known) else chosen


def people_of_byline(text: str) -> tuple[str, ...]:
    """The people whom the text behind a by-line word names, where it names several and nothing else.

    More than half of them must be known ones, or one of two that a word for `and` links.
    """
    names = () if ";" in text or _DIGIT.search(text) else split_names(text)
    known = sum(map(is_person, names))
    is_pair = len(names) == SEVERAL and known > 0 and _AND_WORD.search(text) is not None
    can_be = (is_person(name) or (is_full_name(untitled(name)) and _NO_NAMES.isdisjoint(name.lower().split())) for name in names)
    return names if len(names) >= SEVERAL and (2 * known > len(names) or is_pair) and all(can_be) else ()


def _unglued(text: str) -> tuple[str, ...]:
    """Two full names with nothing between them (`Rocío AlmansaÍñigo Berrueta`), each with a given name that is known; else the text."""
    for at in range(1, len(text)):
        first, second = text[:at], text[at:]
        if not (first[-1].islower() and second[0].isupper() and first.count(" ") == second.count(" ") == 1):
            continue
        family = first.rpartition(" ")[2]
        if len(family) >= _SHORTEST_GLUED and family[1:].islower() and people_in(first) == people_in(second) == 1:
            return first, second
    return (text,)


def _with_and_apart(text: str) -> str:
    """Arabic and Hebrew hang their `and` on the next word: it is set apart where one full name ends before it and another begins.

    Its letter begins names too: another one begins where the rest is a known given name, or behind a family's name with its article.
    """
    words = text.split(" ")
    for i in range(len(words) - 2, 1, -1):
        word = words[i]
        if word[:1] not in _HUNG_AND or len(word) <= _SHORTEST_HUNG or word in given_names() or words[i - 1] in WORDS["name_goes_on"]:
            continue
        if word[1:] in given_names() or _ends_family(words[i - 2], words[i - 1]):
            words[i] = f"{word[0]} {word[1:]}"
    return " ".join(words)


def _ends_family(before: str, word: str) -> bool:
    """Whether a word is a family's name with its article: `الحمايدة`, but not in `عبد الرحيم` or `نور الدين`, which are given names."""
    return word.startswith(_FAMILY) and word not in WORDS["given_name_ends"] and before not in WORDS["name_goes_on"]


def _both(text: str) -> tuple[str, ...]:
    """The two sides of an `and`, or names without spaces in them; a text whose sides cannot both be names stays whole."""
    words = text.split()
    if all(map(is_unspaced_name, words)):
        return tuple(words)
    sides = [side.strip(EDGE) for side in _AND_WORD.split(text)]
    if len(sides) < 2 or not all(side and not is_small(side[0]) for side in sides):
        return (text,)
    if any(word.lower() in WORDS["team"] for side in sides for word in side.split()):
        return (text,)
    # `Roser Capdevila i Font`: the name of the other parent.
    if " " in sides[0] and len(sides[1:]) == 1 and " " not in sides[1]:
        return (text,)
    return tuple(sides)


def _told(found: Sequence[tuple[int, Reading]], keys: Sequence[str], cues: Mapping[int, tuple[bool, bool]]) -> list[tuple[bool, ...]]:
    """What by-line words say of each name and of the others of its page: from "told_by" to "others_told_before".

    Args:
        found: the readings with their lines.
        keys: the letters of each.
        cues: what stands on the line above each line (`_cue_above`).
    """
    by, not_by = set[tuple[str, int]](), set[str]()
    for (i, reading), key in zip(found, keys, strict=True):
        above_by, above_not_by = cues[i]
        if (reading.by or above_by) and not reading.not_by:
            by.add((key, i))
        if reading.not_by or above_not_by:
            not_by.add(key)
    named = {key for key, _ in by}
    told: list[tuple[bool, ...]] = []
    for (i, _), key in zip(found, keys, strict=True):
        others = [at for other, at in by if other not in key and key not in other]
        told.append((key in named, key in not_by, bool(others), any(at < i for at in others)))
    return told


def _cue_above(scene: Scene, i: int) -> tuple[bool, bool]:
    """Whether the line above is nothing but a by-line word, or tells of a portrait of whom the line names; or a word for another's part."""
    if not i or scene.lines.ends[i - 1] - scene.lines.starts[i - 1] > _SHORT:
        return False, False
    above = scene.lines.line(i - 1).strip(EDGE)
    low = above.lower()
    return low in WORDS["by"] or pictured(above) == scene.lines.line(i).strip(EDGE), low in WORDS["not_by"]


def _role_and_year(scene: Scene, i: int) -> tuple[bool, bool]:
    """Whether a line is short and has a word for a role, and whether it is short and prints a year."""
    lines = scene.lines
    if not 0 <= i < len(lines) or scene.sizes[i] > _SHORT:
        return False, False
    line = lines.line(i)
    return not WORDS["roles"].isdisjoint(words_of(line)), _YEAR.search(line) is not None


def _mentions(text: str, name: str) -> tuple[int, int]:
    """How often the page prints a name, and how often it goes on as one tells of an author (`is a`, `writes`); both at most eight."""
    printed, told_of, at = 0, 0, text.find(name)
    while at >= 0 and printed < _MOST_MENTIONS:
        printed += 1
        told_of += text.startswith(_TOLD_OF, at + len(name))
        at = text.find(name, at + len(name))
    return printed, told_of


def _measure(scene: Scene, i: int, title: int | None, reading: Reading, known: _Known) -> tuple[float, ...]:
    lines = scene.lines
    # Behind most names nothing stands.
    roles, degrees, people = _behind(reading.after) if reading.after else (False, 0, 0)
    printed, told_of = _mentions(lines.text, reading.text)
    words = [word.strip(".,;&") for word in reading.text.split()]
    lower = [word.lower() for word in words]
    is_in_title = title is not None and reading.text in lines.texts[title]
    return (
        known.rank, reading.by, reading.not_by, reading.inside, reading.portrait, reading.cut, reading.joined, reading.piece,
        reading.pieces, *known.cues, roles, known.dated,
        *_of_name(reading.text, words, lower), len(reading.text) / (lines.ends[i] - lines.starts[i]),
        printed, known.twins,
        *_in_address(scene, reading.text, known.key), is_in_title, *_among_words(scene, i, reading.text, lower),
        people_in(reading.text), people, degrees, told_of, *known.near,
        len(words_of(reading.after if reading.cut else reading.text.partition(",")[2])), *known.told, scene.other_type,
        *around_name(known.named, i, title),
    )  # fmt: skip


def _behind(after: str) -> tuple[bool, int, int]:
    """What stands behind a name: whether a role does, and how many degrees and people."""
    degrees = sum([word in WORDS["credentials"] for word in after.lower().replace(",", " ").split()[:6]])
    return not WORDS["roles"].isdisjoint(words_of(after[:60])), degrees, people_in(after)


def _of_name(name: str, words: Sequence[str], lower: Sequence[str]) -> tuple[float, ...]:
    """What the name and its words look like by themselves: from "words" to "ends_dot"."""
    proper = [word for word, low in zip(words, lower, strict=True) if word and low not in _JOINING]
    unspaced = is_unspaced_name(name)
    capitals = sum([word[0].isalpha() and not is_small(word[0]) for word in proper]) / max(len(proper), 1)
    return (
        len(words) + unspaced, len(name), 1.0 if unspaced else capitals, name.isupper(),
        sum(map(str.isdigit, name)), not WORDS["team"].isdisjoint(lower), not WORDS["roles"].isdisjoint(lower),
        sum([word in WORDS["credentials"] for word in lower[1:]]), name.count(","),
        sum([word in WORDS["and"] for word in lower]) + name.count("&"), name.endswith("."),
    )  # fmt: skip


def _in_address(scene: Scene, name: str, key: str) -> tuple[bool, bool, bool]:
    """What the page's address says of the name: from "in_host" to "in_slug"."""
    in_slug = bool(scene.slug) and all(word in scene.slug for word in words_of(name))
    return bool(scene.host) and key in scene.host, bool(key) and scene.host.startswith(key), in_slug


def _among_words(scene: Scene, i: int, name: str, lower: Sequence[str]) -> tuple[float, ...]:
    """What the page and the lists of names say of the name and its words: from "next_begins" to "common"."""
    lines, given = scene.lines, given_names()
    known = [word in given or is_unspaced_name(word) for word in lower]
    return (
        i + 1 < len(lines) and lines.text.startswith(name, lines.starts[i + 1]), STOP.search(name) is not None, known[0],
        sum(known) / len(lower), sum([word in scene.spoken for word in lower if len(word) > 1]) / len(lower),
    )  # fmt: skip
