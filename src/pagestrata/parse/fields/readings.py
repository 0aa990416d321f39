"""Ways to read the name of an author out of a line.

A line is cut where one thing ends and another begins (dates, separators, words glued to each other), and by-line words are taken off.
This room cuts and judges nothing: which reading is the author's is decided in `fields.names`. It knows no site; by-line words, roles and
family names of many languages are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pagestrata.parse.alternations import any_of, one_of
from pagestrata.parse.chars import FIRST_UNSPACED, HAN, HANGUL, KANA
from pagestrata.parse.dates import find_times
from pagestrata.parse.dates.relative import CLOCK, TIME_WORDS, UNITS
from pagestrata.parse.dates.scanned import lowered
from pagestrata.parse.fields.doubled import undoubled
from pagestrata.parse.fields.lines import WORDS, given_names, is_unspaced_name
from pagestrata.parse.fields.name_ends import before_role, behind_degrees, is_place
from pagestrata.parse.fields.people import are_people

_FLAGS = re.IGNORECASE
_DIGIT: Final = re.compile(r"\d")
_BY_ALONE: Final = WORDS["by"] - WORDS["team"]
"""By-line words that stand before the name as a piece of their own."""
_SHORTEST_GLUED: Final = 4
"""Letters of a role that stands behind a name without a space, at least one more."""
EDGE: Final = ' \t\xa0•◦▪*|·・,;\u060c\u061b:\uff1a.–—-_/~@#<>"“”'
# Romanian for `by`; in other languages it begins names, with a capital there or before small letters. With its capital it
# counts before a given name or a colon. Catalan for `by` is a name where it has a capital: `Per Holm`.
_CAPITAL_DE: Final = "De "
_BARE_DE: Final = r"(?-i:de(?=\s[^\W\d_a-z])|De(?=:\s)|per(?=\s[^\W\d_a-z]))"
CUE: Final = re.compile(
    rf"(?:(?P<no>{one_of(WORDS['not_by'])})|(?P<by>{one_of(WORDS['by'])}|{_BARE_DE}))(?:\s?[:\uff1a=\uff1d\u30fb\uff5c\u055d]\s*|\s+[–—-]\s+|,\s+|\s+)(?=\S)",
    _FLAGS,
)
# `Корреспондент отдела экономики: Анна Соколова`
_LONG_CUE: Final = re.compile(rf"{one_of(WORDS['by'] & WORDS['roles'])}\s[^:\uff1a]{{2,40}}[:\uff1a]\s*(?=\S)", _FLAGS)
# `De notre correspondante à Lima, Hélène Marchetti`
_OUR_CORRESPONDENT: Final = re.compile(rf"{one_of(WORDS['our_correspondent'])}\s[^,]{{2,40}},\s*(?=\S)", _FLAGS)
# `ByAnn Ferris`, `byAnn Ferris`; but `daCosta` is a name.
_LONG_BY: Final = {word for word in WORDS["by"] if len(word) > 1}
_GLUED_BY: Final = {word.capitalize() for word in _LONG_BY} | (_LONG_BY - WORDS["particles"])
_GLUED_CUE: Final = re.compile(rf"{one_of(_GLUED_BY)}(?=[A-Z])")
_INSIDE: Final = re.compile(rf"\b{one_of(WORDS['by_inside'])}\s+(?=(?-i:[^\W\d_a-z]))", _FLAGS)
# `Jean Morel (Morel & Co)`, `Paramita (Guha) Ghosh`: brackets cut a line into pieces, but not inside of a name.
_BRACKETED: Final = re.compile(
    rf"(?:(?P<by>(?i:{any_of(WORDS['by'])}))\s?[:\uff1a]?\s+)?(?P<name>(?:[^\W\d_a-z][\w.’'-]*\s){{1,3}}\([^()\d]{{2,30}}\)(?P<rest>(?:\s[^\W\d_a-z][\w.’'-]*){{0,2}}))"
    r"(?=\t|$|\s?[|•·]|\s[–—-]\s).*"
)
# The initials come first: without them every letter is compared with every word.
# `Ann FerrisReporter`
_ROLES_GLUED: Final = {word.capitalize() for word in WORDS["roles"] if len(word) > _SHORTEST_GLUED and word.isalpha() and word.islower()}
_GLUED_WORDS: Final = WORDS["glued"] | _ROLES_GLUED
_GLUED_INITIALS: Final = "".join(sorted({word[0] for word in _GLUED_WORDS}))
_GLUED: Final = rf"(?=[{_GLUED_INITIALS}])(?<=[^\W\d_A-Z.])(?=(?:{any_of(_GLUED_WORDS)})\b)"
_PIECE_SIGNS: Final = r"|•·●∙▪◦»›/\uff0f\uff5c\t\[\](){}\uff08\uff09\uff3b\uff3d【】—"
# What can begin a match comes first: most letters are told by that from all that parts pieces.
_PIECE: Final = re.compile(
    rf"(?=[\s.;\u061b{_PIECE_SIGNS}{_GLUED_INITIALS}])"
    rf"(?:\s*[{_PIECE_SIGNS}]\s*|\s+[–—=-]{{1,2}}\s+|\s{{3,8}}|{_GLUED}|[.;\u061b]\s+(?=(?i:{one_of(WORDS['not_by'])})[\s:\uff1a]))"
)
# Only where there is a colon: at every space this one is compared with a hundred and sixty words.
# Labels of scripts without spaces begin a piece wherever they stand: `新华网作者：温素霞`. Some of them end longer ones. The
# initials come first here as well.
_LABEL_SIGNS: Final = ":\uff1a\uff1d\uff5c\uff0f"
_CJK_LABELS: Final = sorted(word for word in WORDS["by"] | WORDS["not_by"] if FIRST_UNSPACED <= word[0] <= HAN[-1])
# `责任编辑：`, `本报记者：`: longer labels that end in one.
_NO_LABEL_BEHIND: Final = "".join(f"(?<!{word})" for word in sorted(WORDS["before_labels"]))
_LABEL: Final = (
    rf"\s+[\u0648\u05d5]?"
    rf"(?=(?i:{one_of(WORDS['by'] | WORDS['not_by'] | WORDS['published'] | WORDS['views'])})\s?[{_LABEL_SIGNS}])"
    rf"|\u3000(?=[^\s:\uff1a]{{1,8}}[:\uff1a]|{one_of(WORDS['reporter'])}\s)"
    rf"|[\u3001\uff0c]?(?=[{''.join(sorted({word[0] for word in _CJK_LABELS}))}])(?<=[^\W\d_]|[\u3001\uff0c]){_NO_LABEL_BEHIND}"
    rf"(?={one_of(_CJK_LABELS)}\s?[{_LABEL_SIGNS}])"
)
_PIECE_OR_LABEL: Final = re.compile(rf"{_PIECE.pattern}|{_LABEL}")
# `来源:江边晚报  记者 小安`: behind a source and a gap a reporter needs no colon.
_PIECE_OR_REPORTER: Final = re.compile(rf"{_PIECE_OR_LABEL.pattern}|\s{{2,3}}(?={one_of(WORDS['reporter'])}\s)")
_SOURCE_LABEL: Final = re.compile(
    rf"{one_of(sorted(word for word in WORDS['source'] if FIRST_UNSPACED <= word[0] <= HAN[-1]))}\s?[:\uff1a]"
)
_LABEL_SIGN: Final = re.compile(f"[{_LABEL_SIGNS}]")
COLON: Final = re.compile("[:\uff1a\uff1d]")
# `Ann FerrisHarbour`: a town or a section behind a name, without a space; not in `MacKenzie` or `DeShawn`.
_GLUED_NEXT: Final = re.compile(r"(?=[A-Z][^\W\d_A-Z])(?<=[^\W\d_A-Z]{3})")
_BEHIND_UNSPACED: Final = re.compile("[ \u30fb]")
_COMMA_SIGN: Final = re.compile("[,\uff0c]")
_SPACED_COLON: Final = re.compile(r"\s[:\uff1a]\s")
_LONGEST_UNSPACED: Final = 4
"""Signs of a name without spaces."""
_LONGEST_SIGNATURE: Final = 72
"""Characters at the end of a text in which the name in brackets stands."""
_SIGNED: Final = re.compile(
    r"[(\uff08]\s{0,3}(?P<name>[^\s()\uff08\uff09][^()\uff08\uff09]{0,58}[^\s()\uff08\uff09])\s{0,3}[)\uff09][.\u3002]?$"
)
# `Haber Merkezi`, `Redacción Valle`: the word for an article, or for who wrote it, can be part of a desk's name.
_DESK_OPENINGS: Final = WORDS["by_openings"] | (WORDS["by"] & WORDS["team"])
# `Ann Ferris, ČTK`; English papers print `CNN` and `AP` as they print degrees, and labels keep them.
_AGENCY_BEHIND: Final = re.compile(rf"(?<=[^\W\d_]{{2}}),\s?(?:{any_of(WORDS['agencies'])})$")
# Mail addresses, and handles behind a word.
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<=\w)(?P<handle>\s{0,2}@\w[\w.]*)")
# `穴吹しの (id:anabuki)`: the account behind a name (Hatena).
_ACCOUNT: Final = re.compile(r"(?<=\S)\s?[(\uff08]id:[\w-]+[)\uff09]")
# `Jean Le Guennec`, `Koen Op de Beeck`: a short word with its capital is part of a name.
_LONG_STOPS: Final = {form for word in WORDS["stops"] if len(word) > 3 for form in (word.capitalize(), word.upper())}
# `Anna van den Berg`
STOP: Final = re.compile(rf"(?<!\s[Vv]an)(?<!\s[Oo]p)\s{one_of(WORDS['stops'] | _LONG_STOPS)}\b")
_REPORTS: Final = any_of(WORDS["reports"])
# `周子明報導`: who reports, behind a name of three signs.
_ROLE_INITIALS: Final = "".join(sorted({word[0] for word in (*WORDS["role_behind"], *WORDS["reports"])}))
ROLE_BEHIND: Final = re.compile(
    rf"(?=[\s{_ROLE_INITIALS}])(?:(?:\s|(?<=[{HANGUL}]{{3}})){one_of(WORDS['role_behind'])}|(?<=^[{HAN}]{{3}})(?:{_REPORTS}))$"
)
DESKS: Final = "".join(sorted(WORDS["desks"]))
"""Signs that end the names of a Japanese newsroom's desks, as a pattern's class holds them."""
REPORTER: Final = "기자"
"""What a Korean paper sets behind the name of who wrote: alone on a line both are a by-line."""
_PAPERS: Final = "".join(sorted(WORDS["papers"]))
# `記者王小明／台北報導`, `澎湃新闻记者 王晓明`, `文化部・久保田理央`, `経済部 久保田理央`, `滨海日报 李思源`: a paper's reporter, whose
# name follows without a sign.
_REPORTER: Final = re.compile(
    rf"[{HAN}]{{0,10}}?(?:(?:{any_of(WORDS['reporter'])})\s?|[{DESKS}{_PAPERS}][・\s](?:(?:{any_of(WORDS['reporter'])})\s?)?)(?P<name>[\u3005{KANA}{HAN}]{{2,6}}(?:[\s\u3001](?![发發]自)[{HAN}]{{2,4}}){{0,3}})"
    rf"(?:(?<=[{HAN}]{{3}})\s?[{HAN}]{{2,4}}(?:{_REPORTS}|摄影报道|攝影報導|電|电|訊|讯)|\s?(?:发自|發自)\s?[{HAN}]{{2,8}})?"
)
# The word before a date goes with it: `Publicado por Ana Gil en 3 de mayo`.
_DANGLING: Final = re.compile(rf"\s{one_of(WORDS['dangling'])}\s*$", _FLAGS)
# `Upplagd av Ann Berg kl. 16:30`: Blogger prints the day elsewhere.
_BEFORE_CLOCKS: Final = any_of(map(lowered, (*WORDS["dangling"], *TIME_WORDS["connectors"])))
_CLOCK_END: Final = re.compile(rf"(?:\s(?:{_BEFORE_CLOCKS})[:\uff1a]?)?\s{CLOCK}(?:\s?[^\W\d_]{{2}})?\s*$")
# `Publicado por Ana Gil a las 18:20 en Recetas`
_CLOCK_BEHIND: Final = re.compile(rf"\s(?:{_BEFORE_CLOCKS})[:\uff1a]?\s{CLOCK}(?!\w)")
# `1. Ann Ferris`: the first of a list of authors.
_ITEM: Final = re.compile(r"^\d{1,2}\.\s+(?=[^\W\d_])")
# `도쿄=전형준 특파원`: the town of a correspondent.
_TOWN_BEFORE: Final = re.compile(rf"^[{HANGUL}]{{2,6}}=")
# `Napisao/la Ivana`, `Autor/in: Ann Lohmann`: the other gender's ending of a by-line word.
_GENDERED: Final = re.compile(rf"(?<=[^\W\d_]{{3}})/(?:{any_of(WORDS['other_gender'])})(?=[\s:])")
# `Publicada por Ana Gil à(s) 16:30`
_ONE_OR_MORE: Final = "\u00e0(s)"
# `Skrevet af Søren Lassen i Opskrifter`: the section; in Catalan such a word joins the names of both parents.
_IN_SECTION: Final = re.compile(r"(?<!\S)(?:af|av)\s[^|•·]*?(?P<section>\si\s(?-i:[^\W\d_a-z])\w*)$", _FLAGS)
# `Diposting oleh Dewi Lestari di 02.51`: a dot parts a clock only behind such a word.
_DOTTED_CLOCK_END: Final = re.compile(rf"\s(?:{_BEFORE_CLOCKS})[:\uff1a]?\s\d{{1,2}}\.\d\d\s*$")
# `Posted by Gord from Kicking Horse at 9:48 PM`, `Publicado por Ana de La alacena torcida en 22:17`: what stands between is the name as
# its bearer writes it.
_NAMED_TO_CLOCK: Final = re.compile(rf"(?P<name>[^\t,|•·/:\uff1a]+?)\s(?:{_BEFORE_CLOCKS})[:\uff1a]?\s{CLOCK}(?:\s?[^\W\d_]{{2}})?\s*")
_IN_NAMES: Final = re.compile(rf"(?<!\S)(?:in|{_BEFORE_CLOCKS})(?!\S)")
_CLOCK_START: Final = re.compile(rf"{CLOCK}\s+(?=[^\W\d_])")
# `By Ann Ferris 2–3 minutes`: how long to read; `GTX 1050 Mini` is none.
_READING_TIME: Final = {*WORDS["reading_time"], *(word for word, unit in UNITS.items() if unit == "minute")}
_TAIL: Final = re.compile(
    rf"(?=[\s\d])(?:\s{one_of(WORDS['tails'])}"
    rf"|(?:\s|(?<=[^\W\d_]))(?:\d+\s{one_of(WORDS['comments'])}|\d+(?:\s?[–-]\s?\d+)?\s{one_of(_READING_TIME)}))$",
    _FLAGS,
)
_PORTRAIT: Final = re.compile(rf"{one_of(WORDS['portrait'])}\s+(?=\S)", _FLAGS)


def _behind_pictured(portrait: str) -> str:
    """A pattern of what stands behind the name of whom a picture shows: a word for it, or one that needs no space."""
    return rf"(?:(?=['’\s])(?:['’]s?)?\s{portrait}|\s?(?:{any_of(WORDS['portrait_behind'])}))"


_OF_PEOPLE: Final = one_of(WORDS["portrait_of_people"])
_PICTURED: Final = re.compile(rf"{_OF_PEOPLE}\s+(?P<behind>\S.*)|(?P<before>\S.*?){_behind_pictured(_OF_PEOPLE)}", _FLAGS)
_PORTRAIT_END: Final = re.compile(rf"{_behind_pictured(one_of(WORDS['portrait']))}$", _FLAGS)


class Reading(NamedTuple):
    """A way to read a name out of a line: the name, and what was taken off to get it.

    `whole`: it is all that stands between a by-line word and a time of day.
    """

    text: str
    by: bool = False
    not_by: bool = False
    inside: bool = False
    portrait: bool = False
    cut: bool = False
    joined: bool = False
    whole: bool = False
    piece: int = 0
    pieces: int = 1
    after: str = ""


class _Piece(NamedTuple):
    """Where a piece stands in its line: its number, how many there are, and the text of the next."""

    number: int
    pieces: int
    after: str


def dateless(text: str) -> tuple[str, bool]:
    """The text with a tab in place of every date with a number in it, and whether it had one."""
    return timeless(text) if _DIGIT.search(text) else (text, False)


def timeless(text: str) -> tuple[str, bool]:
    """The text with a tab in place of every date and time, `a day ago` too, and whether it had one."""
    times = find_times(text)
    for time in reversed(times):
        text = f"{_DANGLING.sub('', text[: time.start])}\t{text[time.end :]}"
    return text, bool(times)


def _without_address(found: re.Match[str]) -> str:
    """What stands for an address or a handle: nothing of a name, but for a handle behind a by-line word (`by @annferris`)."""
    before = found.string[: found.start()].split()[-1:] if found["handle"] else []
    return found[0] if before and before[0].lower() in WORDS["by"] else "\t"


def _without_additions(text: str) -> str:
    """A line without what is of no name wherever it stands: addresses, endings of the other gender, a town, a section."""
    text = _ADDRESS.sub(_without_address, text) if "@" in text else text
    text = _ACCOUNT.sub("\t", text) if "id:" in text else text
    text = _GENDERED.sub("", text) if "/" in text else text.replace(_ONE_OR_MORE, "\u00e0s")
    text = _TOWN_BEFORE.sub("", text) if "=" in text else text
    text = _ITEM.sub("", text) if text[:1].isdigit() else text
    return text[: found.start("section")] if (found := _IN_SECTION.search(text)) else text


def _without_clock(piece: str) -> str:
    """A piece without the time of day that it begins or ends with."""
    low = lowered(piece)
    start = found.end() if (found := _CLOCK_START.match(low)) else 0
    ending = _CLOCK_END.search(low, start) or _DOTTED_CLOCK_END.search(low, start) or (CUE.match(piece) and _CLOCK_BEHIND.search(low))
    return piece[start : ending.start() if ending else None]


def is_signed_by_clock(text: str) -> bool:
    """Whether a line is a by-line that ends in a time of day and prints no day: `Posted by Ann at 7:40 PM`."""
    cue = CUE.match(text) if _DIGIT.search(text) else None
    is_by = cue is not None and cue["by"] is not None
    return is_by and _without_clock(text) != text and not find_times(text)


def _parting(text: str) -> re.Pattern[str]:
    """What parts the pieces of a line; where no label can be, none is looked for."""
    if not _LABEL_SIGN.search(text):
        return _PIECE
    return _PIECE_OR_REPORTER if _SOURCE_LABEL.search(text) else _PIECE_OR_LABEL


def _named_to_clock(text: str) -> str | None:
    """What stands between a by-line word and the time of day that ends a line; None where a section or a day can stand there too."""
    cue = CUE.match(text) if _DIGIT.search(text) else None
    found = _NAMED_TO_CLOCK.fullmatch(lowered(text), cue.end()) if cue and cue["by"] else None
    name = text[slice(*found.span("name"))] if found else None
    return name if name and not _IN_NAMES.search(name) else None


def readings(text: str) -> Iterator[Reading]:
    """Every way to read a name out of a line."""
    text = _without_additions(text)
    if name := _named_to_clock(text):
        yield Reading(undoubled(name.strip(EDGE)), by=True, whole=True)
        return
    if "(" in text and (found := _BRACKETED.fullmatch(text)) and found["name"].partition(" (")[0].lower() not in WORDS["by"]:
        yield Reading(found["name"], by=found["by"] is not None)
        if found["rest"]:
            return
    # `Written by: Ann Ferris`, `Người đăng: …`: one label ends a longer one that opens the line.
    lead = found.end() if (found := CUE.match(text)) else 0
    first, *others = _parting(text).split(text[lead:])
    pieces = [stripped for piece in (text[:lead] + first, *others) if (stripped := piece.strip(EDGE))]
    for number, piece in enumerate(pieces):
        before, after = pieces[number - 1].lower() if number else "", pieces[number + 1] if number + 1 < len(pieces) else ""
        # `Ana Gil (texto) e Rui Sá (fotografia)`, but not where labels lead: `取材・文／若槻慎吾、撮影／荒巻礼`
        behind = after.lower() if number != 1 or before not in WORDS["by"] else ""
        told = (before in WORDS["by"] or behind in WORDS["by"], before in WORDS["not_by"] or behind in WORDS["not_by"])
        if after and piece.lower() in _BY_ALONE:
            continue
        yield from _of_piece(piece, told, _Piece(number, len(pieces), after))


def pictured(text: str) -> str | None:
    """Whom a line says that its picture shows: `Picture of Ann Ferris`, `Ann Ferris's avatar`, `雨天放映師的頭像`."""
    found = _PICTURED.fullmatch(text)
    name = (found["behind"] or found["before"]) if found else ""
    cue = CUE.match(name)
    return name[cue.end() if cue else 0 :].strip(EDGE) or None


def signature(text: str) -> Reading | None:
    """The name in brackets that ends a text: `… until Easter. (Ann Ferris)`."""
    found = _SIGNED.search(text, max(0, len(text) - _LONGEST_SIGNATURE))
    return Reading(found["name"], cut=True) if found and found.start() else None


def _of_piece(piece: str, told: tuple[bool, bool], place: _Piece) -> Iterator[Reading]:
    """The readings of one piece; `told`: whether the piece before it is a by-line word, or a word that tells of another's part."""
    piece = _TAIL.sub("", piece)
    piece = _without_clock(piece) if _DIGIT.search(piece) else piece
    cued = _without_cues(piece.strip(EDGE), told)
    if cued is None:
        return
    words = piece.lower().split()
    if cued.by and words[0] in _DESK_OPENINGS and not WORDS["team"].isdisjoint(words):
        yield Reading(piece, *told, piece=place.number, pieces=place.pieces, after=place.after)
    text, after = cued.text, place.after
    if found := ROLE_BEHIND.search(text):
        after, text = text[found.start() :], text[: found.start()].strip(EDGE)
        if place.pieces == 1 and after.strip() == REPORTER and is_unspaced_name(text) and not cued.not_by:
            cued = cued._replace(by=True)
    yield from _cut(
        Reading(undoubled(text), cued.by, cued.not_by, cued.inside, cued.portrait, piece=place.number, pieces=place.pieces, after=after)
    )


def _without_cues(piece: str, told: tuple[bool, bool]) -> Reading | None:
    """A piece without its by-line words, and which those are; None where it tells of a source."""
    by, not_by, inside, portrait, whole = *told, False, False, piece
    of, cue = _PORTRAIT.match(piece), CUE.match(piece)
    long_cue = (_LONG_CUE if COLON.search(piece) else _OUR_CORRESPONDENT).match(piece) if cue else None
    if cue and long_cue is None and (of is None or cue.end() >= of.end()):
        if cue["no"] and cue["no"].lower() in WORDS["source"]:
            return None
        by, not_by, piece = cue["by"] is not None, cue["no"] is not None, _behind_cues(piece[cue.end() :].strip(EDGE))
    elif (reporter := _REPORTER.fullmatch(piece)) and reporter["name"] not in WORDS["stops"]:
        by, piece = True, reporter["name"]
    elif long_cue:
        by, piece = True, piece[long_cue.end() :].strip(EDGE)
    elif cue := _GLUED_CUE.match(piece):
        by, piece = True, piece[cue.end() :].strip(EDGE)
    elif piece.startswith(_CAPITAL_DE) and not given_names().isdisjoint(piece.lower().split()[1:2]):
        by, piece = True, piece[len(_CAPITAL_DE) :]
    elif found := _INSIDE.search(piece):
        before, behind = piece[: found.start()].strip(EDGE), piece[found.end() :].strip(EDGE)
        inside, piece = True, before if before and behind.startswith(before) else behind
    if found := of if piece is whole else _PORTRAIT.match(piece):
        portrait, piece = True, piece[found.end() :].strip(EDGE)
    elif found := _PORTRAIT_END.search(piece):
        portrait, piece = True, piece[: found.start()].strip(EDGE)
    return Reading(piece, by, not_by, inside, portrait)


def _behind_cues(text: str) -> str:
    """A name without a second by-line word: `Author Posted by Ann Ferris`; in `By Von Hagen` that is part of the name."""
    cue = CUE.match(text)
    return text[cue.end() :].strip(EDGE) if cue and cue["by"] and cue["by"].lower() not in WORDS["particles"] else text


def without_agency(text: str) -> str:
    """A name without the agency that a comma sets behind it."""
    return text[: found.start()] if (found := _AGENCY_BEHIND.search(text)) else text


def _is_account(rest: Sequence[str]) -> bool:
    """Whether one of the words behind a name without spaces is too long to be another's."""
    return any(len(part) > _LONGEST_UNSPACED for part in rest)


def _cut(whole: Reading) -> Iterator[Reading]:
    """A reading as it is, where it can be a name, and cut before what can follow a name."""
    if (bare := without_agency(whole.text)) != whole.text:
        whole = whole._replace(text=bare, cut=True, after=whole.text[len(bare) :])
    text = whole.text
    colon, comma = _SPACED_COLON.search(text), _COMMA_SIGN.search(text)
    ends = {found.start() for found in (STOP.search(text), colon, _GLUED_NEXT.search(text)) if found} | before_role(text)
    first, *rest = _BEHIND_UNSPACED.split(text)
    # `李思源 江边读书`, `田中直樹・港新聞`: a name without spaces, and what is told behind it.
    is_cut_here = is_unspaced_name(first) and not all(map(is_unspaced_name, rest))
    if is_cut_here:
        ends.add(len(first))
    if comma and not are_people(text[comma.end() :]):
        ends |= {comma.start(), *behind_degrees(text)}
    # Behind a by-line word the name ends there: `原创 陆听澜 河埠头故事` names the account as well.
    if not colon and not (comma and is_place(text[comma.end() :].strip())) and not (is_cut_here and whole.by and _is_account(rest)):
        yield whole
    for end in sorted(ends):
        if end > 0:
            yield whole._replace(text=undoubled(text[:end].strip(EDGE)), cut=True, after=text[end:])
