"""Character classes: one table over the Basic Multilingual Plane, looked up for millions of characters at once.

The classes follow Unicode general categories; the few punctuation marks that separate strata (sentence ends, bars,
bullets, quotes) have classes of their own. This room holds tables only.
"""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

CodePoints = npt.NDArray[np.uint32]
"""Unicode code points, one array element each."""

PLANE = 0x10000
"""Size of the Basic Multilingual Plane; code points beyond it are looked up as PLANE (the last row)."""


class Char(IntEnum):
    """Class of a character."""

    SPACE = 0
    LOWER = 1
    UPPER = 2
    CASELESS = 3  # letters of scripts without case
    DIGIT = 4
    MARK = 5  # combining
    PERIOD = 6
    EXCLAIM = 7  # ! and ?
    COMMA = 8
    COLON = 9  # : and ;
    QUOTE = 10
    DASH = 11
    SLASH = 12
    BAR = 13
    BULLET = 14
    OPEN = 15
    CLOSE = 16
    ANGLE = 17  # breadcrumbs: › » > →
    AT = 18
    CURRENCY = 19
    COPYRIGHT = 20
    ELLIPSIS = 21
    SYMBOL = 22  # also everything beyond the Basic Multilingual Plane
    UNDERSCORE = 23
    APOSTROPHE = 24
    CODE = 25  # characters that programs use: = < { } [ ] \ ` ~ ^ % + * $
    OTHER = 26


HAN: Final = "\u3400-\u9fff"
KANA: Final = "\u3040-\u30ff"
HANGUL: Final = "\uac00-\ud7a3"
SOUTHEAST_ASIAN: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Ranges of scripts, as a pattern's class holds them; the last are Thai, Lao, Burmese and Khmer, which like Han and Kana set no spaces."""
FIRST_HAN: Final = HAN[0]
FIRST_HANGUL: Final = HANGUL[0]
FIRST_UNSPACED: Final = KANA[0]
"""Kana, Han and Hangul begin here; Korean sets spaces, but hangs particles on its words."""
MARKLESS: Final = "\u0e00-\u0eff"
"""Range of scripts that end no sentence with a sign: Thai and Lao."""

WIDE_COLON: Final = "："
COLONS: Final = f":{WIDE_COLON}"
"""What follows a label; Chinese and Japanese set the wide one."""
FULL_STOPS: Final = ".。．।॥۔։።။។"
STATEMENT_ENDS: Final = ".!。．！।॥۔։።။។"
QUESTION_SIGNS: Final = "?？؟፧"
SENTENCE_ENDS: Final = STATEMENT_ENDS + QUESTION_SIGNS + "…"
"""What ends a sentence; the classes below are older, and networks have learned from them as they are."""
ENDS_SENTENCE: Final = rf"(?:[{SENTENCE_ENDS.replace('.', '')}]|\w{{3}}\.)"
"""The end of a sentence as a pattern: a full stop may as well be that of an initial or a short form."""
OPENING_QUOTES: Final = '"“”„‟«»「『《〈'
CLOSING_QUOTES: Final = '"“”«»」』》〉'
"""Danish sets `»…«`, German `„…“` as well, Swedish `”…”`."""
ARROWS: Final = "\u00ab\u2039\u2190\u00bb\u203a\u2192"
"""Of links to the pages before and behind: `« Previous`."""
_FIRST_GEORGIAN, _LAST_GEORGIAN = "\u10d0", "\u10ff"


def is_small(letter: str) -> bool:
    """Whether a letter is small, where its script sets capitals before names: Unicode counts all of Georgian as small ones."""
    return letter.islower() and not _FIRST_GEORGIAN <= letter <= _LAST_GEORGIAN


LIST_SIGNS: Final = "•◦*▪‣●"
"""With what an item of a list begins, in a class of a pattern or alone."""

_CHARS: dict[Char, str] = {
    Char.PERIOD: ".。।．",
    Char.EXCLAIM: "!?！？¡¿؟",
    Char.COMMA: ",،、，",
    Char.COLON: ":;：；",
    Char.QUOTE: '"“”„‟«»「」『』',
    Char.DASH: "-–—‐‑‒―",
    Char.SLASH: "/",
    Char.BAR: "|·‧∙¦",
    Char.BULLET: "•◦▪▸►●○■□‣⁃✓✔★☆♦",
    Char.ANGLE: ">›→←‹▼▲↑↓▾",
    Char.AT: "@",
    Char.COPYRIGHT: "©®™",
    Char.ELLIPSIS: "…",
    Char.UNDERSCORE: "_",
    Char.APOSTROPHE: "'’‘`´",
    Char.CODE: "=<{}[]\\~^%+*#&",
}

_CATEGORIES: dict[str, Char] = {
    "Ll": Char.LOWER, "Lu": Char.UPPER, "Lt": Char.UPPER, "Lo": Char.CASELESS, "Lm": Char.CASELESS,
    "Nd": Char.DIGIT, "Nl": Char.SYMBOL, "No": Char.SYMBOL, "Mn": Char.MARK, "Mc": Char.MARK, "Me": Char.MARK,
    "Ps": Char.OPEN, "Pe": Char.CLOSE, "Pi": Char.QUOTE, "Pf": Char.QUOTE, "Pd": Char.DASH, "Sc": Char.CURRENCY,
    "So": Char.SYMBOL, "Sm": Char.CODE, "Sk": Char.SYMBOL, "Zs": Char.SPACE, "Zl": Char.SPACE, "Zp": Char.SPACE,
}  # fmt: skip


@cache
def class_table() -> npt.NDArray[np.uint8]:
    """Class of every code point of the Basic Multilingual Plane, and one row more for all others: shape (PLANE + 1,)."""
    table = np.full(PLANE + 1, Char.OTHER, np.uint8)
    for code in range(PLANE):
        char = chr(code)
        table[code] = Char.SPACE if char.isspace() else _CATEGORIES.get(unicodedata.category(char), Char.OTHER)
    for kind, chars in _CHARS.items():
        for char in chars:
            table[ord(char)] = kind
    table[PLANE] = Char.SYMBOL
    return table


@cache
def fold_table() -> npt.NDArray[np.uint64]:
    """Lower case of every code point, digits as 0: shape (PLANE + 1,). Code points that grow in lower case stay."""
    table = np.arange(PLANE + 1, dtype=np.uint32)
    for code in range(PLANE):
        lower = chr(code).lower()
        if len(lower) == 1:
            table[code] = ord(lower)
    table[class_table() == Char.DIGIT] = ord("0")
    return np.minimum(table, PLANE - 1).astype(np.uint64)


@cache
def word_table() -> npt.NDArray[np.bool_]:
    """For every class, whether it is part of a word: shape (len(Char),)."""
    table = np.zeros(len(Char), bool)
    table[[Char.LOWER, Char.UPPER, Char.CASELESS, Char.DIGIT, Char.MARK]] = True
    return table


@cache
def shape_table() -> npt.NDArray[np.uint8]:
    """For every class, the class that it has in the shape of a line, where all letters are one: shape (len(Char),)."""
    table = np.arange(len(Char), dtype=np.uint8)
    table[[Char.UPPER, Char.CASELESS, Char.MARK]] = Char.LOWER
    return table


_PIECES: tuple[tuple[int, int, int], ...] = (
    (0x3041, 0x30FF, 2), (0x3400, 0x4DBF, 2), (0x4E00, 0x9FFF, 2), (0xF900, 0xFAFF, 2),  # kana, ideographs
    (0x0E00, 0x0EFF, 5), (0x1000, 0x109F, 5), (0x1780, 0x17FF, 5),  # Thai and Lao, Myanmar, Khmer
)  # fmt: skip


@cache
def piece_table() -> npt.NDArray[np.int64]:
    """For every code point the length of a piece of a word where its script puts no space between words, else 0: shape (PLANE + 1,).

    A Chinese word has two characters as a rule, and a Thai one four or five.
    """
    table = np.zeros(PLANE + 1, np.int64)
    for first, last, size in _PIECES:
        table[first : last + 1] = size
    return table


def code_points(text: str) -> CodePoints:
    """The code points of `text`, lone surrogates included: shape (len(text),)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def plane_index(codes: CodePoints) -> npt.NDArray[np.intp]:
    """The row of each code point in the tables over the Basic Multilingual Plane: shape (characters,)."""
    return np.minimum(codes, PLANE).astype(np.intp)
