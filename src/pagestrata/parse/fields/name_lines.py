"""Ways to read the names of several people out of lines of a name each: who is printed beside an author, in the same way.

This room finds lines and cuts names; whom of a page it is asked about is decided in `fields.names` and `fields.bylines`. It knows no
site; roles and words for `and` are data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from pagestrata.parse.alternations import any_of
from pagestrata.parse.chars import FIRST_HAN, HANGUL, LIST_SIGNS
from pagestrata.parse.dates import find_times
from pagestrata.parse.fields.lines import WORDS, given_names, is_unspaced_name
from pagestrata.parse.fields.people import LONGEST_PERSON, SEVERAL, is_full_name, is_person, is_role, untitled
from pagestrata.parse.fields.readings import CUE, EDGE, ROLE_BEHIND, Reading, readings
from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.fields.several import LONGEST_PEOPLE

_LONGEST_NAMED: Final = 80
"""Characters of a line that is a name, with a word for `and`, the numbers of footnotes and the signs of a list."""
_BEGINS_AND: Final = re.compile(rf"(?:{any_of(WORDS['and'])}|&)\s")
ENDS_AND: Final = re.compile(rf"\s(?:{any_of(WORDS['and'])}|&)$")
_PICTURES: Final = tuple(word for word in WORDS["photographers"] if word >= FIRST_HAN)
MOST_WAITING: Final = 3
"""Names below each other of which the last has a word for `and` before it, beside that one and the first."""
MOST_STACKED: Final = 4
"""Names below each other with nothing between them, at most: more are a list of people."""
_LABEL_ENDS: Final = " \xa0:\uff1a"
_BUTTON_SIGNS: Final = f"+{LIST_SIGNS} "
_OR_MORE: Final = "(s)"
_HANGUL_NAME: Final = re.compile(f"[{HANGUL}]{{3}}")
# `Ann Ferris \u00b7 Staff Engineer`
_ROLE_SIGNS: Final = re.compile(r"\s[\u00b7|\u2022]\s")
_BULLETS: Final = f" {LIST_SIGNS}"
_ADDRESS_BEHIND: Final = re.compile(r"\s[^\s@]+@[^\s@]+$")
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
_NO_NAME: Final = re.compile(r"[\d:/|]")
_JOINTS: Final = frozenset(",;&\u3001\uff0c\u060c")
"""Lines of one sign between the names of a by-line, each of which links elsewhere."""


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


def introduced_alike(texts: Sequence[str]) -> dict[int, str]:
    """Names that follow a by-line, each behind its word or one for `and`, and none said before: their lines with them.

    `By Jan Holm` or `and Jan Holm` below `By Ann Ferris, harbour master`, `见习记者 潘子牧` below `晚报记者 陆知遥`. Where the word stands
    before a comma, a line between says what each is: `Author, Ann Ferris`, `Role, Harbour News` (BBC). So may two lines, the first of
    which is a role: `By Ann Ferris`, `Reporter`, `Harbour News`, `By Jan Holm`.

    Args:
        texts: the by-line, and the lines below it.
    """
    line, *below = (text.strip(_BULLETS) for text in texts)
    cue = CUE.match(line)
    word = (cue["by"] or "").lower() if cue else ""
    is_reporter = cue is None and _reporter(line) is not None
    step = 2 if cue and cue[0].rstrip().endswith(",") else 1
    names: dict[int, str] = {}
    at = step
    while at < len(texts) and (word or is_reporter):
        at += _lines_of_role(below[at - 1 :]) if word and step == 1 else 0
        text = below[at - 1] if at < len(texts) else ""
        name = _reporter(text) if is_reporter else _behind_word(text, word)
        if name is None or name in line or name in names.values():
            break
        names[at] = name
        at += step
    return names


def _lines_of_role(texts: Sequence[str]) -> int:
    """How many of the first lines say what somebody is, and for whom: a role, and one short line more."""
    if not texts or not is_role(texts[0]) or len(texts[0]) > LONGEST_PERSON or CUE.match(texts[0]):
        return 0
    is_more = len(texts) > 1 and len(texts[1]) <= LONGEST_PERSON and not CUE.match(texts[1])
    return 1 + is_more


def _reporter(text: str) -> str | None:
    """The name without spaces that a word for a reporter introduces, unless it is one who makes pictures."""
    if len(text) > LONGEST_PERSON or any(word in text for word in _PICTURES):
        return None
    return next((reading.text for reading in readings(text) if reading.by and is_unspaced_name(reading.text)), None)


def _behind_word(text: str, word: str) -> str | None:
    """The full name behind a by-line word that is the same as another, or behind one for `and`."""
    if _BEGINS_AND.match(text):
        return bare_name(text) if _is_name(text) else _titled_name(bare_name(text))
    cue = CUE.match(text)
    is_alike = cue is not None and (cue["by"] or "").lower() == word
    return next((reading.text for reading in readings(text) if reading.by and is_full_name(reading.text)), None) if is_alike else None


def _titled_name(text: str) -> str | None:
    """A person with a title before the name, which may have a small letter: `don Piero Sgarzi`."""
    return text if untitled(text) != text and is_person(text) else None


def reporters_beside(lines: Sequence[str], at: int, free: range) -> dict[int, str]:
    """Names without spaces before one role, a line each and one below the other: `정다운기자`, `박해원기자 park@paper.example`.

    A button may stand between two (`구독`), and one may be so in training (`안다인 인턴기자`). Empty where there are no two.

    Args:
        lines: the page.
        at: the line that is one of them.
        free: the lines around it that may be read.
    """
    own = _named_by_role(lines[at])
    if own is None:
        return {}
    found = {at: own[0]}
    for way in (range(at - 1, free.start - 1, -1), range(at + 1, free.stop)):
        is_parted = False
        for i in way:
            other = _named_by_role(lines[i])
            if other and (other[1].endswith(own[1]) or own[1].endswith(other[1])):
                found[i], is_parted = other[0], False
            elif is_parted or lines[i].strip(_BUTTON_SIGNS) not in WORDS["not_names"]:
                break
            else:
                is_parted = True
    return dict(sorted(found.items())) if len(found) >= SEVERAL else {}


def told_by_role(lines: Sequence[str], at: int) -> tuple[int, ...]:
    """The line of a reporter, and others that print the same name before the same role; empty where it does not print both."""
    own = _named_by_role(lines[at])
    if own is None:
        return ()
    return (at, *(i for i, line in enumerate(lines) if i != at and line.startswith(own[0]) and _named_by_role(line) == own))


def _named_by_role(line: str) -> tuple[str, str] | None:
    """The name without spaces and the role of a line that prints both, and an address at most."""
    text = _ADDRESS_BEHIND.sub("", line[:_LONGEST_NAMED])
    role = ROLE_BEHIND.search(text)
    name = text[: role.start()].strip() if role else ""
    return (name, role[0].strip()) if role and (is_unspaced_name(name) or _HANGUL_NAME.fullmatch(name)) else None


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


def with_roles_behind(lines: Sequence[str], at: int, free: range) -> dict[int, str]:
    """Authors of a by-line that gives each a line, and on it, behind a sign, what they are: `Ann Ferris \u00b7 Staff Engineer`.

    Args:
        lines: the page.
        at: the line that is one of them.
        free: the lines around it that may be read.

    Returns:
        Their lines with their names; empty where that line stands alone, or prints no known person.
    """
    own = _name_and_role(lines[at])
    if own is None or not is_person(own):
        return {}
    beside = _roles_along(lines, range(at, free.start - 1, -1)) | _roles_along(lines, range(at + 1, free.stop))
    return dict(sorted(beside.items())) if SEVERAL <= len(set(beside.values())) == len(beside) else {}


def _roles_along(lines: Sequence[str], way: range) -> dict[int, str]:
    """Lines along a way that print a name and a role, up to the first that does not, with the names."""
    found: dict[int, str] = {}
    for i in way:
        name = _name_and_role(lines[i])
        if name is None:
            break
        found[i] = name
    return found


def _name_and_role(line: str) -> str | None:
    """The full name before the only sign of a short line without digits that parts two things."""
    parts = _ROLE_SIGNS.split(line.strip()) if len(line) <= LONGEST_PEOPLE and not any(map(str.isdigit, line)) else []
    return parts[0] if len(parts) == SEVERAL and (is_person(parts[0]) or is_full_name(parts[0])) else None


def stacked_names(lines: Sequence[str], at: int, free: range) -> tuple[int, ...]:
    """Lines of the authors of a by-line that gives each a line and nothing else, below a by-line word, or above or below a day.

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
    is_told = over.lower().replace(_OR_MORE, "").strip(_LABEL_ENDS) in WORDS["by"] or any(
        len(line) < LONGEST_PEOPLE and any(time.at or line is under for time in find_times(line)) for line in (over, under)
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
    return len(line) < LONGEST_PEOPLE and (is_role(line) or _INSTITUTION.search(line) is not None)


def _listed(below: Sequence[str]) -> list[str]:
    """Names on the next lines: a line each, with signs of a list, what they are below some of them, or on every second line."""
    below = [line.lstrip(EDGE) for line in below]
    if below and not is_person(below[0]) and not is_role(below[0]):
        return list(takewhile(is_person, below[1::2]))
    lines = takewhile(lambda line: is_person(line) or (len(line) < LONGEST_PERSON and is_role(line)), below)
    return [line for line in lines if not is_role(line)]
