"""Ways to read the names of several people: out of one line that parts them, and out of lines of a name each.

This room cuts and judges nothing, as its neighbour for one name (`fields.readings`): which reading is the author's is decided in
`fields.names`. It knows no site; roles and words for `and` are data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from pagestrata.parse.alternations import any_of, one_of
from pagestrata.parse.chars import FIRST_HAN, HAN, KANA, LIST_SIGNS
from pagestrata.parse.dates import find_times
from pagestrata.parse.fields.lines import WORDS, given_names, is_unspaced_name
from pagestrata.parse.fields.people import LONGEST_PERSON, SEVERAL, is_full_name, is_person, is_role, people_in, untitled
from pagestrata.parse.fields.readings import COLON, CUE, DESKS, EDGE, ROLE_BEHIND, Reading, is_place, readings, undoubled
from pagestrata.parse.fields.scene import squeeze

_LONGEST_NAMED: Final = 80
"""Characters of a line that is a name, with a word for `and`, the numbers of footnotes and the signs of a list."""
_LONGEST_TITLE: Final = 5
"""Characters of a title before a name: `Prof.`; a full stop behind them ends a sentence."""
_LONGEST_PEOPLE: Final = 140
"""Characters of a line that prints several people and what they are."""
_BEGINS_AND: Final = re.compile(rf"(?:{any_of(WORDS['and'])}|&)\s")
ENDS_AND: Final = re.compile(rf"\s(?:{any_of(WORDS['and'])}|&)$")
# `Interview: Ann Ferris. Portraits: Jan Holm`, `from the harbour: Ann Ferris (af)`: any label before names.
_LABELLED: Final = re.compile(
    r"(?:^|[.;\u060c]\s|\t\s*)(?P<label>[^:\uff1a.;\t|]{2,40}?)\s?[:\uff1a]\s*(?P<names>[^:\uff1a.;\u060c\t(|]{4,80})"
)
# What parts the people of a line, and what is said of each in brackets.
_PARTING: Final = r",;&/|•·\u3001\uff0c\uff0f"
# The first signs come first: they are searched for much faster.
_BETWEEN: Final = re.compile(
    rf"[\s{_PARTING}](?:(?:(?<=\s)\s*[{_PARTING}]|(?<=\S))\s*(?:{one_of(WORDS['and'])}\s)?|(?<=\s)(?:{one_of(WORDS['and'])}|[–—-])\s)"
)
# `Ann Ferris in Dover`: where the one of several who is named writes from.
_STATIONED: Final = re.compile(rf"\s{one_of(WORDS['stationed'])}\s(?P<town>[^\W\d_][\w'’-]*(?:\s[^\W\d_][\w'’-]*){{0,2}})$")
_LAST_AND: Final = re.compile(rf"(?:\s{one_of(WORDS['and'])}|&)\s[^{_PARTING}]*$")
_BRACKETS: Final = re.compile(r"\s*\((?P<said>[^()]*)\)")
# `社会部・大庭修、文化部・久保田理央`: the desk of each reporter.
_DOT: Final = "・"
_DESK: Final = re.compile(rf"(?<![^\s、,，])[{HAN}]{{1,6}}[{DESKS}]{_DOT}")
_PICTURES: Final = tuple(word for word in WORDS["photographers"] if word >= FIRST_HAN)
MOST_WAITING: Final = 3
"""Names below each other of which the last has a word for `and` before it, beside that one and the first."""
MOST_STACKED: Final = 4
"""Names below each other with nothing between them, at most: more are a list of people."""
_LABEL_ENDS: Final = " \xa0:\uff1a"
_OR_MORE: Final = "(s)"
_DASHES: Final = frozenset("—–")
MOST_BETWEEN: Final = 3
"""Lines that tell of one author."""
_INSTITUTION: Final = re.compile(rf"{any_of(WORDS['institutions'])}|\S@\S|(?:\d{{4}}-){{3}}\d{{3}}[\dX]|^\(.*\)$", re.IGNORECASE)
# `Ann Ferris 1,*`, `Jan Holm¹`
_FOOTNOTES: Final = re.compile(r"\s?(?:[\u00b9\u00b2\u00b3\u2070-\u2079*†‡,]|(?<!\d)\d(?!\d))+$")
_LONGEST_NOTES: Final = 20
"""Characters at the end of a line among which the numbers of footnotes are looked for."""
# What journals print below each author, in as many lines as they like (PLOS).
_OF_AUTHOR: Final = re.compile(
    r"(?:roles?|affiliations?|e-?mail|orcid|contributed equally|current address)\b|https?://|[⨯✕×✉]\s?$", re.IGNORECASE
)
_UNSPACED_GAPS: Final = re.compile("[ \u3000\u3001,\uff0c\u30fb]+")
_KANA_NAME: Final = re.compile(f"(?=.*[{KANA}])[{HAN}{KANA}]{{3,7}}")
# Between wide spaces, as Japanese papers set them.
_HAN_NAME: Final = re.compile(f"[{HAN}{KANA}]{{3,7}}")
_WIDE_SPACE: Final = "\u3000"
_DATELINE: Final = re.compile(
    rf"[\u3014【\uff08(\[](?:本[報报])?[記记]者\s?(?P<names>[{HAN}]{{2,4}}(?:[\u3001\uff0c,\s][{HAN}]{{2,4}}){{0,3}})\s?[\uff0f/╱|]\s?[{HAN}]{{1,10}}[\u3015】\uff09)\]]"
)
_NO_NAME: Final = re.compile(r"[\d:/|]")
_JOINTS: Final = frozenset(",;&\u3001\uff0c\u060c")
"""Lines of one sign between the names of a by-line, each of which links elsewhere."""
_OTHERS_PART: Final = WORDS["not_by"] | WORDS["source"]
_OPENING: Final = "([{\uff08\uff3b【"


def people_between(text: str) -> Reading | None:
    """The people of a line that prints more than their names, or parts them by other signs than commas.

    `Ann Ferris, Editor, and Jan Holm, Staff Writer`, `By Ann Ferris (Dover) & Jan Holm`, `서이레 기자 · 구본하 기자`,
    `Ann Ferris in Dover and Jan Holm`, `Interview: Ann Ferris.`
    """
    if len(text) > _LONGEST_PEOPLE:
        return None
    labelled = [(found["label"], _behind_label(found)) for found in _LABELLED.finditer(text)] if COLON.search(text) else []
    if told := next(((label, names) for label, names in labelled if people_in(names) or is_full_name(names)), None):
        label, names = told[0].strip(_OPENING + EDGE).lower(), told[1].strip(EDGE)
        return None if label in _OTHERS_PART else Reading(undoubled(names), by=label in WORDS["by"], cut=True)
    cue = CUE.match(text)
    if cue and not cue["by"]:
        return None
    named = text[cue.end() :] if cue else text
    named = _DESK.sub("", named) if _DOT in named else named
    parts = _BETWEEN.split(_BRACKETS.sub(_without_said, named) if "(" in named else named)
    if len(parts) < SEVERAL:
        return None
    printed = [ROLE_BEHIND.sub("", part.strip(EDGE)) for part in parts]
    parts = [_without_town(part) for part in printed]
    known = sum(map(is_person, parts))
    # Of three or more parts most are people, and the last one is, or stands behind `and`.
    is_list = len(parts) > SEVERAL and 2 * known >= len(parts) and (is_person(parts[-1]) or _LAST_AND.search(named) is not None)
    is_told = cue is not None or parts != printed or is_list
    people = [
        part for part in parts if (people_in(part) or (is_told and is_full_name(untitled(part)))) and ". " not in part[_LONGEST_TITLE:]
    ]
    if len(people) < SEVERAL or not all(is_role(part) or (cue and is_place(part)) for part in parts if part and part not in people):
        return None
    return Reading("; ".join(people), by=cue is not None, joined=True)


def _without_said(found: re.Match[str]) -> str:
    """What stands for what is said of a person in brackets: nothing, unless it is that they made the pictures (`(illustrator)`)."""
    return "" if WORDS["photographers"].isdisjoint(found["said"].lower().split()) else f" {found['said']}"


def _without_town(part: str) -> str:
    """A person without the town that they write from, where that has its capitals."""
    found = _STATIONED.search(part)
    return part[: found.start()] if found and found["town"].istitle() and is_person(part[: found.start()]) else part


def _behind_label(found: re.Match[str]) -> str:
    """The names behind a label, without the next label: `Contributor: Ann Ferris, Editor: Jan Holm`."""
    return found["names"].rpartition(",")[0] if COLON.match(found.string, found.end()) else found["names"]


def joined(reading: Reading, below: Sequence[str]) -> list[Reading]:
    """A name whose two words stand on two lines, and names of several authors, a line each.

    Two words are not the heads of two columns, as `Author` and `Posts`.

    Args:
        reading: the only one of its line.
        below: the next lines, at most as many as there can be names.
    """
    follower = below[0] if below else ""
    whole = " " not in reading.text and follower != reading.text and follower.isalpha() and follower[0].isupper() and len(follower) < 20
    words = (reading.text.lower(), follower.lower())
    whole = whole and WORDS["not_names"].isdisjoint(words) and words[0] not in WORDS["team"]
    ending, beginning = ENDS_AND.search(reading.text), _BEGINS_AND.match(follower)
    names = [reading.text, *(_listed(below) if not ending and is_person(reading.text) else ())]
    listed = len(names) > 1 and len(set(names)) == len(names)
    goes_on = (ending is not None and is_person(follower)) or (beginning is not None and is_person(follower[beginning.end() :]))
    texts = [f"{reading.text} {follower}"] * (whole or goes_on) + ["; ".join(names)] * listed
    return [Reading(text, by=reading.by, joined=True) for text in texts]


def introduced_alike(texts: Sequence[str]) -> tuple[str, ...]:
    """Names that follow a by-line, each behind its word or one for `and`, and none said before.

    `By Jan Holm` or `and Jan Holm` below `By Ann Ferris, harbour master`, `见习记者 潘子牧` below `晚报记者 陆知遥`.

    Args:
        texts: the by-line, and the lines below it.
    """
    line, *below = texts
    cue = CUE.match(line)
    word = (cue["by"] or "").lower() if cue else ""
    is_reporter = cue is None and _reporter(line) is not None
    names: list[str] = []
    for text in below if word or is_reporter else ():
        name = _reporter(text) if is_reporter else _behind_word(text, word)
        if name is None or name in line or name in names:
            break
        names.append(name)
    return tuple(names)


def _reporter(text: str) -> str | None:
    """The name without spaces that a word for a reporter introduces, unless it is one who makes pictures."""
    if len(text) > LONGEST_PERSON or any(word in text for word in _PICTURES):
        return None
    return next((reading.text for reading in readings(text) if reading.by and is_unspaced_name(reading.text)), None)


def _behind_word(text: str, word: str) -> str | None:
    """The full name behind a by-line word that is the same as another, or behind one for `and`."""
    if _BEGINS_AND.match(text):
        return bare_name(text) if _is_name(text) else None
    cue = CUE.match(text)
    is_alike = cue is not None and (cue["by"] or "").lower() == word
    return next((reading.text for reading in readings(text) if reading.by and is_full_name(reading.text)), None) if is_alike else None


def reporters_beside(lines: Sequence[str], at: int, free: range) -> dict[int, str]:
    """Names without spaces before one role, a line each and one below the other: `정다운기자`, `박해원기자`. Empty where there are no two.

    Args:
        lines: the page.
        at: the line that is one of them.
        free: the lines around it that may be read.
    """
    role = ROLE_BEHIND.search(lines[at])
    if role is None:
        return {}

    def named(i: int) -> bool:
        return lines[i].endswith(role[0]) and is_unspaced_name(lines[i].removesuffix(role[0]).strip())

    above, below = takewhile(named, range(at, free.start - 1, -1)), takewhile(named, range(at + 1, free.stop))
    found = sorted({*above, *below})
    return {i: lines[i].removesuffix(role[0]).strip() for i in found} if len(found) >= SEVERAL and at in found else {}


def unspaced_names(line: str) -> tuple[str, ...]:
    """The people of a line that prints nothing but names without spaces: `北沢祐輔　三島あずさ　江口悟朗`.

    A common family name tells most of them; the others may be any with Kana in them. Empty where the line prints more, or one.
    """
    parts = [part for part in _UNSPACED_GAPS.split(line.strip()) if part]
    known = [part for part in parts if is_unspaced_name(part)]
    other = _HAN_NAME if _WIDE_SPACE in line else _KANA_NAME
    is_all = all(part in known or other.fullmatch(part) for part in parts)
    return tuple(parts) if is_all and len(parts) >= SEVERAL and 2 * len(known) >= len(parts) else ()


def reporters_ahead(text: str) -> tuple[str, ...]:
    """The reporters whom the text of a Chinese paper names before it begins: `〔記者林沛珊、陳彥錡／高雄報導〕航行34年…`."""
    found = _DATELINE.match(text)
    names = _UNSPACED_GAPS.split(found["names"].strip()) if found else []
    return tuple(names) if names and all(map(is_unspaced_name, names)) else ()


def with_roles_between(lines: Sequence[str], at: int, free: range) -> tuple[int, ...]:
    """Lines of the other authors of a by-line that gives each a line, and below it what they are or where they work.

    `Ann Ferris`, `harbour master, Dover`, `and Jan Holm`, `Institute of Navigation`. Without that, the last has a word for `and` before it.

    Args:
        lines: the page.
        at: the line that is one of them.
        free: the lines around it that may be read.

    Returns:
        Their lines, from the first author's to the last; empty where that line stands alone.
    """
    if not is_person(own := bare_name(lines[at])) and not is_full_name(own):
        return ()
    # Hungarians say the given name last.
    given = -1 if _has_given_name(own, -1) and not _has_given_name(own, 0) else 0
    walked = [*reversed(_walk(lines, range(at - 1, free.start - 1, -1), given)), at, *_walk(lines, range(at + 1, free.stop), given)]
    found = [i for i in walked if i == at or not (i + 1 < free.stop and _takes_pictures(lines[i + 1]))]
    keys = [squeeze(bare_name(lines[i])) for i in found]
    is_said_again = any(key in other for k, key in enumerate(keys) for other in (*keys[:k], *keys[k + 1 :]))
    return tuple(found) if len(found) >= SEVERAL and not is_said_again else ()


def stacked_names(lines: Sequence[str], at: int, free: range) -> tuple[int, ...]:
    """Lines of the authors of a by-line that gives each a line and nothing else, between a by-line word and a day, or either of them.

    Args:
        lines: the page.
        at: the line that is one of them.
        free: the lines around it that may be read.

    Returns:
        Their lines, from the first author's to the last; empty where that line stands alone, or two share a word (`Ann Lee`,
        `Ann Lee Tours`).
    """
    named = [i for i in free if _is_name(lines[i]) and _DASHES.isdisjoint(lines[i])]
    above, below = (takewhile(named.__contains__, way) for way in (range(at, free.start - 1, -1), range(at + 1, free.stop)))
    found = sorted({*above, *below})
    if not SEVERAL <= len(found) <= MOST_STACKED:
        return ()
    words = [word for i in found for word in bare_name(lines[i]).casefold().split() if len(word) > SEVERAL]
    over, under = lines[max(found[0] - 1, 0)], lines[min(found[-1] + 1, len(lines) - 1)]
    is_told = over.lower().replace(_OR_MORE, "").strip(_LABEL_ENDS) in WORDS["by"] or (
        len(under) < _LONGEST_PEOPLE and bool(find_times(under))
    )
    return tuple(found) if is_told and len(set(words)) == len(words) else ()


def _takes_pictures(below: str) -> bool:
    """Whether the line below a name says that its bearer made the pictures, and not the text."""
    return len(below) < LONGEST_PERSON and not WORDS["photographers"].isdisjoint(below.lower().replace(",", " ").split())


def bare_name(line: str) -> str:
    """A line without the word for `and` at either end, the numbers of footnotes and the signs of a list."""
    name = line.replace("\xa0", " ").strip(EDGE)
    name = name[:-_LONGEST_NOTES] + _FOOTNOTES.sub("", name[-_LONGEST_NOTES:])
    return ENDS_AND.sub("", name[begin.end() :] if (begin := _BEGINS_AND.match(name)) else name).strip(EDGE)


def _walk(lines: Sequence[str], where: range, given: int) -> list[int]:
    """Lines of names along a way from one of them, up or down, as long as something stands between each two.

    That is what people are, a joint, or a word for `and` on a line of its own or before the name. Known names with nothing between them
    are of the way where the last has such a word before it.

    Args:
        lines: the page.
        where: the way.
        given: which word of a name is the given one, which must be known behind a joint.
    """
    found: list[int] = []
    waiting: list[int] = []
    between = 0
    is_linked = is_parted = False
    # Up, the word for `and` stands before the name from which the way begins.
    is_added = where.step < 0 and _begins_with_and(lines[where.start + 1])
    for i in where:
        is_added |= where.step > 0 and _begins_with_and(lines[i])
        told = None if waiting else _told_of_one(lines, i, where.step, between)
        joint = lines[i].strip(EDGE)
        if lines[i].strip() in _JOINTS:
            is_linked = True
        elif joint.lower() in WORDS["and"]:
            # `A`, `Y` are buttons, and first letters in place of portraits.
            is_parted = joint in WORDS["and"]
        elif (is_added and _is_name(lines[i])) or (is_parted and _is_cased_name(lines[i])):
            found += [*waiting, i]
            waiting, between, is_linked, is_parted = [], 0, False, False
            is_added = where.step < 0 and _begins_with_and(lines[i])
        elif told is not None:
            between = told
            if between > MOST_BETWEEN:
                break
        elif not waiting and _may_follow(lines[i], given, is_told=between > 0, is_linked=is_linked):
            found.append(i)
            between, is_linked = 0, False
        elif where.step > 0 and not found and len(waiting) < MOST_WAITING and _is_name(lines[i]):
            waiting.append(i)
        else:
            break
    return found


def _begins_with_and(line: str) -> bool:
    return _BEGINS_AND.match(line.lstrip(EDGE)) is not None


def _told_of_one(lines: Sequence[str], i: int, step: int, between: int) -> int | None:
    """How many lines tell of one author with this one: what they are, where they work, the text of a portrait; None where it does not.

    Args:
        lines: the page.
        i: the line.
        step: which way the lines are read.
        between: how many told of the author before it.
    """
    if lines[i] == lines[i - step] and is_full_name(bare_name(lines[i])):
        return between
    if _OF_AUTHOR.match(lines[i].lstrip(f"{LIST_SIGNS}* ")):
        return max(between, 1)
    return between + 1 if _is_of_one(lines[i]) else None


def _is_name(line: str) -> bool:
    """Whether a line is the name of a person, with a footnote's number or a word for `and` at most."""
    name = bare_name(line) if len(line) <= _LONGEST_NAMED else ""
    return is_person(name) and not _NO_NAME.search(name) and not CUE.match(name)


def _is_cased_name(line: str) -> bool:
    """Whether a line can be a name of which no part is known, told by its capitals."""
    name = bare_name(line) if len(line) <= _LONGEST_NAMED else ""
    return name != name.lower() and len(name) < LONGEST_PERSON and is_full_name(untitled(name)) and not _NO_NAME.search(name)


def _may_follow(line: str, given: int, *, is_told: bool, is_linked: bool) -> bool:
    """Whether a line names another author behind what the one before is, or behind a joint.

    Args:
        line: the line.
        given: which word of a name is the given one, which must be known behind a joint.
        is_told: whether what the author before is stands between.
        is_linked: whether a joint does.
    """
    return (is_linked and _has_given_name(bare_name(line), given)) or ((is_told or is_linked) and _is_name(line))


def _has_given_name(name: str, place: int) -> bool:
    """Whether a text is a full name whose word at a place, the first or the last, is a known given name."""
    return is_full_name(name) and name.lower().split()[place] in given_names()


def _is_of_one(line: str) -> bool:
    """Whether a line tells of one person what they are, or where they work."""
    return len(line) < _LONGEST_PEOPLE and (is_role(line) or _INSTITUTION.search(line) is not None)


def _listed(below: Sequence[str]) -> list[str]:
    """Names on the next lines: a line each, with signs of a list, what they are below some of them, or on every second line."""
    below = [line.lstrip(EDGE) for line in below]
    if below and not is_person(below[0]) and not is_role(below[0]):
        return list(takewhile(is_person, below[1::2]))
    lines = takewhile(lambda line: is_person(line) or (len(line) < LONGEST_PERSON and is_role(line)), below)
    return [line for line in lines if not is_role(line)]
