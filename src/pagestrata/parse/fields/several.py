"""Ways to read the names of several people out of one line that parts them.

This room cuts and judges nothing, as its neighbours for one name (`fields.readings`) and for a line each (`fields.name_lines`):
which reading is the author's is decided in `fields.names`. It knows no site; roles and words for `and` are data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pagestrata.parse.alternations import one_of
from pagestrata.parse.chars import HAN, KANA
from pagestrata.parse.fields.doubled import undoubled
from pagestrata.parse.fields.lines import WORDS, is_unspaced_name
from pagestrata.parse.fields.name_ends import is_place
from pagestrata.parse.fields.people import SEVERAL, is_full_name, is_person, is_role, people_in, untitled
from pagestrata.parse.fields.readings import COLON, CUE, DESKS, EDGE, REPORTER, ROLE_BEHIND, Reading, without_agency

_BAR: Final = "|"
_HANDLE: Final = "@"
_LONGEST_TITLE: Final = 5
"""Characters of a title before a name: `Prof.`; a full stop behind them ends a sentence, but behind an initial."""
_ENDS_SENTENCE: Final = re.compile(r"(?<![\s.-][^\W\d_a-z])\. ")
LONGEST_PEOPLE: Final = 140
"""Characters of a line that prints several people and what they are."""
# `Interview: Ann Ferris. Portraits: Jan Holm`, `from the harbour: Ann Ferris (af)`: any label before names.
_LABELLED: Final = re.compile(
    r"(?:^|[.;\u060c]\s|\t\s*)(?P<label>[^:\uff1a.;\t|]{2,40}?)\s?[:\uff1a]\s*(?P<names>(?:[^:\uff1a.;\u060c\t()|]|(?<=\s[^\W\d_a-z])\.){4,80})"
)
# What parts the people of a line, and what is said of each in brackets.
_PARTING: Final = r",;&/|•·\u3001\uff0c\uff0f"
# The first signs come first: they are searched for much faster.
_BETWEEN: Final = re.compile(
    rf"[\s{_PARTING}](?:(?:(?<=\s)\s*[{_PARTING}]|(?<=\S))\s*(?:{one_of(WORDS['and'])}\s)?|(?<=\s)(?:{one_of(WORDS['and'])}|[–—-])\s)"
)
# `Ann Ferris in Dover`: where the one of several who is named writes from.
_STATIONED: Final = re.compile(rf"\s{one_of(WORDS['stationed'])}\s(?P<town>[^\W\d_][\w'’-]*(?:\s[^\W\d_][\w'’-]*){{0,2}})$")
_HOUSE: Final = re.compile(r"\s(?:for|For|FOR)\s")
_LAST_AND: Final = re.compile(rf"(?:\s{one_of(WORDS['and'])}|&)\s[^{_PARTING}]*$")
_BRACKETS: Final = re.compile(r"\s*\((?P<said>[^()]*)\)")
# `社会部・大庭修、文化部・久保田理央`: the desk of each reporter.
_DOT: Final = "・"
_DESK: Final = re.compile(rf"(?<![^\s、,，])[{HAN}]{{1,6}}[{DESKS}]{_DOT}")
_UNSPACED_GAPS: Final = re.compile("[ \u3000\u3001,\uff0c\u30fb]+")
_KANA_NAME: Final = re.compile(f"(?=.*[{KANA}])[{HAN}{KANA}]{{3,7}}")
# Between wide spaces, as Japanese papers set them.
_HAN_NAME: Final = re.compile(f"[{HAN}{KANA}]{{3,7}}")
_WIDE_SPACE: Final = "\u3000"
# `【北沢祐輔、三島あずさ】`, `（北沢祐輔、三島あずさ）`: who wrote it, below the text.
_IN_BRACKETS: Final = re.compile(f"[\u3010\uff08](?P<names>[{HAN}{KANA}]{{2,7}}(?:\u3001[{HAN}{KANA}]{{2,7}}){{1,3}})[\u3011\uff09]")
_DATELINE: Final = re.compile(
    rf"[\u3014【\uff08(\[](?:本[報报])?[記记]者\s?(?P<names>[{HAN}]{{2,4}}(?:[\u3001\uff0c,\s][{HAN}]{{2,4}}){{0,3}})\s?[\uff0f/╱|]\s?[{HAN}]{{1,10}}[\u3015】\uff09)\]]"
)
# `江湾晚报讯（记者 贺小萌 通讯员 陆志坚）早上…`
_DISPATCH: Final = re.compile(
    rf"[{HAN}]{{0,12}}\s?[\uff08(][{HAN}]{{0,8}}[記记]者\s?[:\uff1a]?\s?(?P<names>[{HAN}]{{2,4}}(?:[\u3001\uff0c,\s]{{1,2}}[{HAN}]{{2,4}}){{0,5}})[\uff09)]"
)
# `…と書いてある。【北沢祐輔】`: who wrote it, behind the last sentence.
_SIGNED: Final = re.compile(rf"[。」]\s?(?:【(?P<name>[{HAN}]{{3,5}})】|\uff08(?P<other>[{HAN}]{{3,5}})\uff09)$")
# `（島嶼社記者湯美慧南投縣5日電）`: an agency's reporter, the town and the day.
_WIRE: Final = re.compile(
    rf"[\uff08(][{HAN}]{{1,6}}社[記记]者(?P<names>(?:[{HAN}]{{2,4}}\u3001){{0,3}})(?P<last>[{HAN}]{{4,12}}?)\d{{1,2}}日[專专]?[電电][\uff09)]"
)
_BEHIND_TEXT: Final = re.compile(
    rf"[\uff08(][^\uff08\uff09()]{{0,24}}?(?:[記记]者|作者)\s?[:\uff1a]?\s?(?P<names>[{HAN}]{{2,4}}(?:[\u3001\uff0c,\s]{{1,2}}[{HAN}]{{2,4}}){{0,3}})[\uff09)]"
)
_LINKS: Final = re.compile(rf"\s{one_of(WORDS['and'])}\s")
_DASH: Final = re.compile(r"\s[–-]\s")
_VIETNAMESE: Final = re.compile("[\u0103\u0110\u0111\u01a0-\u01b0\u1ea0-\u1ef9]")
_NAME_LENGTHS: Final = (3, 2, 4)
_SHORTEST_TOWN: Final = 2
# `روز ایران؛ کاوه نیک‌منش - از سال …`: the house, and who writes for it.
_HOUSE_AHEAD: Final = re.compile("[\u0600-\u06ff][\u0600-\u06ff\u200c ]{1,28}\u061b (?P<name>[\u0600-\u06ff\u200c ]{4,40}?) ?[-–] ")
_OTHERS_PART: Final = WORDS["not_by"] | WORDS["source"]
_OPENING: Final = "([{\uff08\uff3b【"


def people_between(text: str) -> Reading | None:
    """The people of a line that prints more than their names, or parts them by other signs than commas.

    `Ann Ferris, Editor, and Jan Holm, Staff Writer`, `By Ann Ferris (Dover) & Jan Holm`, `서이레 기자 · 구본하 기자`,
    `Ann Ferris in Dover and Jan Holm`, `Interview: Ann Ferris.`
    """
    if len(text) > LONGEST_PEOPLE:
        return None
    if bracketed := _IN_BRACKETS.fullmatch(text.strip()):
        return _known_half(bracketed["names"].split("\u3001"))
    labelled = [(found["label"], _behind_label(found)) for found in _LABELLED.finditer(text)] if COLON.search(text) else []
    if told := next(((label, names) for label, names in labelled if people_in(names) or is_full_name(names)), None):
        # `Harbour 24 - Ann Ferris (Photos: Jan Holm)`
        _, bracket, inside = told[0].rpartition("(")
        label = inside if bracket and ")" not in inside else told[0]
        is_only = label.lower() in WORDS["by"] and len(COLON.findall(text)) == 1
        if is_only and (parted := _parted_people(text)):
            return parted
        label, names = label.strip(_OPENING + EDGE).lower(), without_agency(told[1].strip(EDGE))
        return None if label in _OTHERS_PART else Reading(undoubled(names), by=label in WORDS["by"], cut=True)
    return _parted_people(text)


def _parted_people(text: str) -> Reading | None:
    """The people of a line that signs and words for `and` part, with what is said of each; None where it prints more, or only one."""
    cue = CUE.match(text)
    if cue and not cue["by"]:
        return None
    named = text[cue.end() :] if cue else text
    named = _DESK.sub("", named) if _DOT in named else named
    pieces = _BETWEEN.split(_BRACKETS.sub(_without_said, named) if "(" in named else named)
    parts = [piece for piece in pieces if not piece.lstrip().startswith(_HANDLE)]
    if len(parts) < SEVERAL:
        return None
    are_reporters = all(part.strip(EDGE).endswith(REPORTER) for part in parts)
    printed = [ROLE_BEHIND.sub("", part.strip(EDGE)) for part in parts]
    parts = [_without_town(_without_house(part)) for part in printed]
    known = sum(map(is_person, parts))
    # Of three or more parts most are people, and the last one is, or stands behind `and`.
    is_list = len(parts) > SEVERAL and 2 * known >= len(parts) and (is_person(parts[-1]) or _LAST_AND.search(named) is not None)
    is_told = cue is not None or parts != printed or is_list
    people = [part for part in parts if _is_one(part, is_told=is_told) and not _ENDS_SENTENCE.search(part, _LONGEST_TITLE)]
    if len(people) < SEVERAL or not all(
        is_role(part) or ((cue or _BAR in text) and is_place(part)) for part in parts if part and part not in people
    ):
        return None
    return Reading("; ".join(people), by=cue is not None or are_reporters, joined=True)


def _is_one(part: str, *, is_told: bool) -> bool:
    """Whether a part is somebody's name, and ends in no role: `Sunday Gazette Writer`, where `Sunday` is a given name elsewhere."""
    is_name = bool(people_in(part)) or (is_told and is_full_name(untitled(part)))
    return is_name and part.rpartition(" ")[2].lower() not in WORDS["roles"]


def _known_half(people: Sequence[str]) -> Reading | None:
    """The people of a by-line without spaces, half of whom at least have common family names."""
    return Reading("; ".join(people), by=True, joined=True) if 2 * sum(map(is_unspaced_name, people)) >= len(people) else None


def _without_said(found: re.Match[str]) -> str:
    """What stands for what is said of a person in brackets: nothing, unless it is that they made the pictures (`(illustrator)`)."""
    return "" if WORDS["photographers"].isdisjoint(found["said"].lower().split()) else f" {found['said']}"


def _without_town(part: str) -> str:
    """A person without the town that they write from, where that has its capitals."""
    found = _STATIONED.search(part)
    return part[: found.start()] if found and found["town"].istitle() and is_person(part[: found.start()]) else part


def _without_house(part: str) -> str:
    """A person without the paper for which they write: `ANN FERRIS FOR THE HARBOUR TIMES`."""
    found = _HOUSE.search(part)
    return part[: found.start()] if found and is_person(part[: found.start()]) else part


def _behind_label(found: re.Match[str]) -> str:
    """The names behind a label, without the next label: `Contributor: Ann Ferris, Editor: Jan Holm`."""
    return found["names"].rpartition(",")[0] if COLON.match(found.string, found.end()) else found["names"]


def unspaced_names(line: str) -> tuple[str, ...]:
    """The people of a line that prints nothing but names without spaces: `北沢祐輔　三島あずさ　江口悟朗`.

    A common family name tells most of them; the others may be any with Kana in them. Empty where the line prints more, or one.
    """
    parts = [part for part in _UNSPACED_GAPS.split(line.strip()) if part]
    known = [part for part in parts if is_unspaced_name(part)]
    other = _HAN_NAME if _WIDE_SPACE in line else _KANA_NAME
    is_all = all(part in known or other.fullmatch(part) for part in parts)
    return tuple(parts) if is_all and len(parts) >= SEVERAL and 2 * len(known) >= len(parts) else ()


def linked_pair(line: str) -> tuple[str, ...]:
    """Two full names that are all of a line, one of them known, and that a word for `and` links, or a dash where both are Vietnamese."""
    names = [part.strip(EDGE) for part in _LINKS.split(line.strip())]
    dashed = [part.strip(EDGE) for part in _DASH.split(line.strip())]
    if len(names) == SEVERAL and all(map(is_full_name, names)) and any(map(is_person, names)):
        return tuple(names)
    if len(dashed) == SEVERAL and all(map(is_full_name, dashed)) and any(map(is_person, dashed)) and _VIETNAMESE.search(line):
        return tuple(dashed)
    return ()


def reporters_ahead(text: str) -> tuple[str, ...]:
    """The reporters whom a text names before it begins, as papers of China and Iran do.

    `〔記者林沛珊、陳彥錡／高雄報導〕航行34年…`, `江湾晚报讯（记者 贺小萌 通讯员 陆志坚）早上…`, `（島嶼社記者湯美慧南投縣5日電）…`,
    `روز ایران؛ کاوه نیک‌منش - …`
    """
    if (house := _HOUSE_AHEAD.match(text)) and is_person(name := house["name"].strip()):
        return (name,)
    if wire := _WIRE.match(text):
        names = [*wire["names"].split("\u3001")[:-1], _before_town(wire["last"])]
    else:
        found = _DATELINE.match(text) or _DISPATCH.match(text)
        parts = _UNSPACED_GAPS.split(found["names"].strip()) if found else []
        names = [part for part in parts if part not in WORDS["beside_reporter"]]
    return tuple(names) if names and all(map(is_unspaced_name, names)) else ()


def reporters_behind(text: str) -> tuple[str, ...]:
    """The reporters whom a line in brackets names below a text.

    `（临江晚报记者 陆知遥 潘子牧）`, `（本文来源：江州晚报 作者：邵启明 罗晓婷）`, `(Ann Ferris und Jan Holm)`
    """
    found = _BEHIND_TEXT.fullmatch(text.strip())
    parts = _UNSPACED_GAPS.split(found["names"].strip()) if found else []
    if names := [part for part in parts if part not in WORDS["beside_reporter"]]:
        return tuple(names) if 2 * sum(map(is_unspaced_name, names)) >= len(names) else ()
    return linked_pair(bare[1:-1]) if (bare := text.strip()).startswith("(") and bare.endswith(")") else ()


def reporter_at_end(text: str) -> tuple[str, ...]:
    """The reporter whom the last sentence of a text has behind it in brackets: `…と書いてある。【北沢祐輔】`, as papers of Japan do."""
    found = _SIGNED.search(text.rstrip())
    name = found and (found["name"] or found["other"])
    return (name,) if name and is_unspaced_name(name) else ()


def _before_town(text: str) -> str:
    """The name with which a text of a name and a town begins; empty where none does."""
    return next((text[:n] for n in _NAME_LENGTHS if len(text) >= n + _SHORTEST_TOWN and is_unspaced_name(text[:n])), "")
