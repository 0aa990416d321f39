"""Who wrote a comment, where from, when: read off the lines of its header and footer.

Each line gives at most one candidate for a name: by a pattern of the layouts file where one matches, else what is left when
times, controls, ranks and separators are taken away. The tagger's mark for lines that print an author, pooled over the
lines of one shape, chooses among a comment's candidates. This room reads fields; where a comment begins is settled before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from pagestrata.parse.chars import CLOSING_QUOTES, COLONS, HAN, LIST_SIGNS, OPENING_QUOTES, WIDE_COLON
from pagestrata.parse.dates import PrintedTime, find_times
from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.fields.titles import BOARD_LINE
from pagestrata.parse.threads.layouts import TIME, alternation, first_match, matches, words

LONGEST_NAME: Final = 200
"""Characters; pingbacks are signed with the headline of the page that links."""
LONGEST_LINE: Final = 400
SURELY_NAMED: Final = 2
"""What a line says of its author by a pattern of the layouts file."""
LONGEST_NOTE: Final = 40
"""Characters before a time that are asked what it is the time of."""
_RECENT: Final = 512
"""Lines whose fields are kept: those of one thread are asked for several times."""
_BEFORE_TIME: Final = f" \t\u00a0(\uff08{COLONS}"
_EDGES: Final = f" \t\u00a0\u202f\u200b\u3000|,;{COLONS}·•∙—–»«>/*#~✭★☆=]@-"
_MARKER: Final = re.compile(rf"(?:[{LIST_SIGNS}]|\(?\d{{1,4}}[.)]|#\d{{1,5}}(?:\.\d{{1,4}}){{0,6}})\s+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_HIDDEN: Final = re.compile(r"(?<=\S)\s?\[email\sprotected\]?$")
_TAG: Final = re.compile(r"</?[a-zA-Z]{1,10}>")
_COUNT: Final = re.compile(r"(?:\s#\d+|\s[+-]\d+)$")
_DOUBLED: Final = re.compile(r"(?P<name>\S.{1,60}?)(?:\s(?P=name)(?=$|\s)|(?P=name)(?=\s))|(?P<long>\S.{4,60}?)(?P=long)$")
# `Ann (Homepage)` (Serendipity), `Ann (ann@harbour.example)` (WWWBoard)
_CONTACT: Final = re.compile(r"(?<=\S)\s\((?:Homepage|Link|URL|E-?Mail|[^\s()@]{1,60}@[^\s()]{1,60})\)$")
# `[deleted]`, in place of the name of a member who has left.
_FRAMED: Final = re.compile(r"\[(?P<word>[^\W\d_]+)\]")
# `+7\t#1 Ann`, `1 - Ann`: the number of a comment.
_NUMBER: Final = re.compile(r"^(?:#\d{1,5}|\d{1,4}\s[-–])\s+")
_HANDLE: Final = re.compile(r"@[\w.-]{2,40}")
_BESIDE: Final = re.compile(r"(?P<name>\S.{0,60}?)\s\(@?(?P<handle>[^()]{1,60})\)")
# `hs****`, `M*** T***`: a name of which the page hides the end.
_PAIRS: Final = ("«»", "[]")
_HIDDEN_END: Final = re.compile(r"\*{2,}")
# `Ann Lee @annlee`, `Ann ( 38 )`, `Ann(121.2)`, `Ann 89.64.39.*`: a handle, a member's number, the beginning of an address;
# `名無しさん (ﾜｯﾁｮｲ 8f3a-Kd2P)`, `花子 #mQop/nM.[` (FC2): what a board tells the addresses or passwords of its writers by.
_BEHIND_NAME: Final = re.compile(
    r"(?<=\S)(?:\s@[\w.-]{2,40}|\s?\(\s?\d[\d.]*\s?\)?|(?<!\b[Ii][Pp])(?:\s|\s?(?i:ip)[:\uff1a]\s?)\d{1,3}(?:\.(?:\d{1,3}|[*xX]{1,3})){2,3}\.?"
    r"|\s\([\uff66-\uff9f\u30a1-\u30fc]{2,12}\s[\w-]{4,9}(?:\s\[[\d.]{7,15}\])?\)|\s(?:sage|age)|\s#[\w./-]{1,10}\[)$"
)
# `小安[网易北京市手机网友]`: where a reader of a Chinese portal writes from.
_BRACKETED: Final = re.compile(rf"(?<=\S)\s?\[[{HAN}][^\[\]]{{1,30}}(?:\]\d{{0,3}})?$")
# `Ann Lee  Moderator`, `Ann Lee > Jan Holm`: what stands beside a name in the layout, and whom it answers (Disqus).
_APART: Final = re.compile(r"(?<=\S)(?:[ \u3000]{2,}(?=\S)|\s{1,3}(?:[>›→▶▸➜➤]|->)\s(?=\S)).*$")
# `└ Ann`, `ㄴ Ann`: an answer (Korean boards).
_ANSWER_SIGN: Final = re.compile(r"^(?:[└↳↪ㄴ⤷]\s{0,2})+(?=\S)")
_TITLE: Final = re.compile(rf"(?:\d{{1,4}}\W{{1,4}})?[{OPENING_QUOTES}][^{CLOSING_QUOTES}]+[{CLOSING_QUOTES}](?:\s?\S.*)?")
"""A title in quotation marks, with a number before it or something behind it, as lists of episodes have it."""
_GLUED_NUMBER: Final = re.compile(r"(?<=[^\W\d])\d{1,9}\s")
# `Поделиться22026-08-16 13:31:10`, `Share5Yesterday`: a button, the number of the post, and its time.
_GLUED_TIME: Final = re.compile(r"(?<=[^\W\d_])\d{1,5}?(?=(?:19|20)\d\d-\d\d-\d\d(?!\d)|[^\W\d_])")
_GLUED_YEAR: Final = re.compile(r",?\s(?:19|20)\d\d(?=\d)")
_GLUED_MONTH: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][^\W\d_A-Z]{2,9}\.? \d{1,2}[,.]? \d{4})")


@dataclass(frozen=True, slots=True)
class LineFields:
    """What one line of a header or footer prints.

    Attributes:
        name: candidate for the author; None where the line prints none.
        named: SURELY_NAMED where a pattern of the layouts file says so, 1 where the line is a name once cleaned, 0 for none.
        place: where the author is.
        image_of: whose picture the line is the alternative text of.
        times: printed times with whether the words before one say that it is not the time of posting.
    """

    name: str | None
    named: int
    place: str | None
    image_of: str | None
    times: tuple[tuple[PrintedTime, bool], ...]

    @property
    def is_dated(self) -> bool:
        """Whether one of the times may be that of posting."""
        return any(not not_posted for _, not_posted in self.times)


@cache
def _image_ahead() -> re.Pattern[str]:
    """The alternative text of a picture before the name in the same line."""
    avatar, of = alternation("avatar"), alternation("avatar_of")
    return re.compile(rf"(?:(?:.{{1,60}}? )?{avatar}(?: {of})?|\S{{1,60}}@\S{{1,60}}')\s(?=\S)", re.IGNORECASE)


@cache
def _tail() -> re.Pattern[str]:
    """Controls and ranks at the end of a line."""
    # `Kees vd Meer` is called so, whatever `meer` means on a button.
    behind = rf"(?<=[\s|,·•—–)\]])(?<!\bvd )(?<!\bvan )(?<!\bder )[\[(]?\s?(?:{alternation('control')}|{alternation('rank')})\s?[\])]?"
    return re.compile(rf"(?:{behind}|[,|·•—–(\[]\s?{alternation('badge_alone')}\s?[\])]?)$", re.IGNORECASE)


@cache
def _lead() -> re.Pattern[str]:
    """What leads from a name to a time: on, am, le."""
    return re.compile(rf"(?<=[\s,|·•—–]){alternation('before_time')}$", re.IGNORECASE)


@cache
def _head() -> re.Pattern[str]:
    """Controls and prepositions before a name."""
    return re.compile(rf"{alternation('control')}\s(?=\S)|(?:{alternation('posted')}\s)?{alternation('by_bare')}\s(?=\S)", re.IGNORECASE)


def masked(text: str, times: Sequence[PrintedTime]) -> str:
    """A line with the sign for a time, as patterns of the layouts file have it, in place of each of its times."""
    parts, done = [], 0
    for time in times:
        parts += [text[done : time.start], TIME]
        done = time.end
    return "".join([*parts, text[done:]])


def _clean(text: str) -> str:
    """The name in a piece of a line: controls, ranks, counts and separators around it taken away."""
    before = None
    while text != before:
        before = text
        text = _CONTACT.sub("", text)
        text = _BRACKETED.sub("", _BEHIND_NAME.sub("", _COUNT.sub("", _tail().sub("", _HIDDEN.sub("", text).strip(_EDGES)))))
    # `Ann Lee Mod > Ben`: whom somebody answers stands behind the rank.
    return _tail().sub("", _APART.sub("", _ANSWER_SIGN.sub("", text.strip(_EDGES))).rstrip(_EDGES)).rstrip(_EDGES)


def _once(name: str) -> str:
    """A name that stands twice, as an avatar's alternative text and as itself, or as a member's name in brackets, once."""
    beside = _BESIDE.fullmatch(name)
    if beside and squeeze(beside["name"]) == squeeze(beside["handle"]):
        return beside["name"]
    doubled = _DOUBLED.match(name)
    if doubled and doubled["long"]:
        return doubled["long"]
    if doubled and (len(doubled["name"]) > 3 or not doubled["name"].islower()):
        return doubled["name"]
    return name


def _is_name(text: str) -> bool:
    low = text.lower().replace(WIDE_COLON, ":")
    if (
        not 1 <= len(text) <= LONGEST_NAME
        or not any(char.isalnum() for char in text)
        or any(low.strip("()[]") in words(kind) for kind in _NOT_NAMES)
    ):
        return False
    if first_match("numbered_word", text):
        return False
    named = _WORD.findall(low)
    if not named:
        return len(text) > 3 and text.isalnum()
    # `on` alone leads to a time; `Hi Ann` speaks to her; `Rating: unrated` is a label.
    if text in words("before_time") or (named[0] in words("greets") and len(named) > 1) or _is_title(text):
        return False
    # `Joined: May 2009`, `Location: Oslo`, `Likes: Ann, Jan`; `From: ann` is who writes, on LiveJournal.
    if ":" in low and low.partition(":")[0].rstrip() in _labels():
        return False
    # `39 points`, `4.0 out of 5 stars`
    return not words("label").union(words("stars")).issuperset(named) or not (":" in low or any(char.isdigit() for char in low))


@cache
def _labels() -> frozenset[str]:
    """What stands before a colon and what is no name behind it."""
    return (words("place") | words("not_posted") | words("reactions")) - words("from")


def _is_title(text: str) -> bool:
    """Whether a text is a title in quotation marks and something beside it; `"Ann"` alone may be who calls herself so."""
    return bool(_TITLE.fullmatch(text)) and (text[0].isdigit() or text[-1] not in CLOSING_QUOTES)


_NOT_NAMES: Final = (
    "posted", "date_label", "control", "avatar", "label", "not_posted", "reply_to", "says", "answered", "profile_link", "advertisement",
    "comments", "name_label", "answered_on", "posted_at",
)  # fmt: skip


def _loose_name(masked: str) -> str | None:
    """The name in a line that no pattern matches: what stands before its time, else what stands after it."""
    pieces = masked.split(TIME)
    for number, piece in enumerate(pieces):
        if not any(char.isalnum() for char in piece):
            continue
        if (framed := _FRAMED.fullmatch(piece.strip(f"{LIST_SIGNS}· "))) and framed["word"].lower() in words("gone"):
            return framed[0]
        columns = [column for column in piece.split("\t") if any(map(str.isalpha, column))] if "\t" in piece else [piece]
        if len(columns) != 1:  # heads of a table's columns
            continue
        text = _TAG.sub("", _NUMBER.sub("", columns[0])).strip(_EDGES)
        lead = _lead().search(text) if number + 1 < len(pieces) else None
        # `o` leads to a time in Polish; `Beth O` is a name.
        text = text[: lead.start()] if lead and not (lead.end() - lead.start() == 1 and lead[0].isupper()) else text
        for ahead in (_image_ahead(), _head(), _head()):
            found = ahead.match(text)
            text = text[found.end() :] if found else text
        text = _clean(_once(text))
        if _is_name(text) and len(text) <= 60 and len(text.split()) <= 8:
            return _with_hidden_end(_once(text), piece)
    return None


def _with_hidden_end(name: str, piece: str) -> str:
    """A name with the asterisks that a piece of a line prints right behind it; between two such signs (`**Ann**`) it is set off.

    Or with the mark that closes what is opened in it: `Harbour «Two lamps»`, `[deleted user]`.
    """
    at = piece.find(name)
    for opening, closing in _PAIRS:
        if at >= 0 and opening in name and closing not in name and piece.startswith(closing, at + len(name)):
            return name + closing
    behind = _HIDDEN_END.match(piece, at + len(name)) if at >= 0 and piece[:at][-1:] != "*" else None
    return name + behind[0] if behind else name


def _times(text: str) -> tuple[PrintedTime, ...]:
    """The times of a line; a name that is glued to the first one is left to the name."""
    times = find_times(text)
    glue = _GLUED_MONTH.search(text)
    if glue and not any(time.start <= glue.end() < time.end for time in times):
        return find_times(text[glue.end() :], glue.end())
    behind = _GLUED_TIME.search(text) if not times else None
    if behind and (glued := find_times(text[behind.end() :], behind.end())) and glued[0].start == behind.end():
        return glued
    number = _GLUED_NUMBER.search(text)
    if number and not times:
        # `Ann6 days ago`
        times = tuple(time for time in find_times(text[number.start() :], number.start()) if time.start == number.start())
    if number and (not times or times[0].start < number.end()):
        again = find_times(text[number.end() :], number.end())
        # `ann2016 May 19th` is a name with a number of its own.
        times = again if again and (again[0].at or not times or number.end() - number.start() == 5) else times
    year = _GLUED_YEAR.match(text, times[0].end) if times and times[0].at is None and not times[0].relative else None
    return find_times(text[: year.end()]) if year else times


def _shifted(times: tuple[PrintedTime, ...], by: int) -> tuple[PrintedTime, ...]:
    return tuple(replace(time, start=time.start + by, end=time.end + by) for time in times)


def read_line(text: str, base: int = 0) -> LineFields:
    """What one line of a header or footer prints.

    Args:
        text: the line, without outer white space.
        base: code point of the page at which it begins.
    """
    fields = _read_line(text)
    if not base or not fields.times:
        return fields
    return replace(fields, times=tuple((replace(time, start=time.start + base, end=time.end + base), told) for time, told in fields.times))


@lru_cache(maxsize=_RECENT)
def _read_line(text: str) -> LineFields:
    if len(text) > LONGEST_LINE or (":" in text and _is_unsigned(text)):
        return LineFields(None, 0, None, None, ())
    times = _times(text)
    marker = _MARKER.match(text)
    if marker and times and times[0].start < marker.end() and times[0].at is None:
        # `3. June says` is the third comment, by June; `3. June at 9:12` is a day.
        times = _shifted(_times(text[marker.end() :]), marker.end()) or tuple(time for time in times if time.has_time)
    skip = marker.end() if marker and not any(time.start < marker.end() for time in times) else 0
    bare = masked(text, times)[skip:]
    found = tuple((time, _not_posted(text[: time.start])) for time in times)
    for image in matches("portrait", bare):
        if not _DOUBLED.match(image["name"]):
            return LineFields(None, 0, None, image["name"].strip(), found)
    ahead = _image_ahead().match(bare)
    plain = _TAG.sub("", bare[ahead.end() :] if ahead else bare).strip(" |·")
    is_owner = first_match("owner", plain) is not None
    for match in () if is_owner else matches("author", plain):
        if TIME not in match["author"] and any(char.isalnum() for char in match["author"]):
            place = match["place"].strip() if "place" in match.groupdict() else None
            return LineFields(_once(_CONTACT.sub("", match["author"].strip(" \u00a0,|").removeprefix("- "))), 2, place, None, found)
    if _HANDLE.fullmatch(plain):
        return LineFields(plain, 1, None, None, found)
    if is_owner or any(first_match(table, plain) for table in ("reply", "depth", "subject", "dated")):
        return LineFields(None, 0, None, None, found)
    # `reiste im Mai 2023 · Paar`: what stands behind such a time is said of the journey.
    is_of_other = len(found) == 1 and found[0][1] and bare.partition(TIME)[0].strip(_BEFORE_TIME).lower() in words("not_posted")
    name = None if is_of_other else _loose_name(bare)
    return LineFields(name, int(name is not None), None, None, found)


def _is_unsigned(text: str) -> bool:
    """Whether a line says neither who wrote nor when: a line of a mail's head, or the first of a board's thread."""
    return first_match("unsigned", text) is not None or (text[-1] == ")" and BOARD_LINE.fullmatch(text) is not None)


@cache
def _not_posted_ends() -> tuple[str, ...]:
    return tuple(f" {word}" for word in words("not_posted"))


def _not_posted(before: str) -> bool:
    tail = f" {before.rstrip(_BEFORE_TIME).lower()[-LONGEST_NOTE:]}"
    return tail.endswith(_not_posted_ends())
