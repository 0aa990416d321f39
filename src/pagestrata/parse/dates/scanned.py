"""A text as it is scanned for dates and times: in lower case, with the digits 0 to 9 and a letter for each vowel sign.

To a pattern the vowel signs of South and Southeast Asia, the Persian sign above a last letter, and joiners of letters, are no letters.
Every sign stays where it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARKED: Final = (*range(0x900, 0xF00), *range(0x1000, 0x10A0), *range(0x1780, 0x17EA))
VOWEL_SIGNS: Final = "".join(chr(code) for code in _MARKED if unicodedata.category(chr(code)) in ("Mn", "Mc"))
"""Signs of South and Southeast Asia that are no letters to a pattern, as its class holds them."""
_HAMZA_ABOVE, _NON_JOINER, _JOINER = 0x654, 0x200C, 0x200D
_LIKE_LETTERS: Final = (_HAMZA_ABOVE, *_MARKED, _NON_JOINER, _JOINER)
_AS_LETTER: Final = {code: "\u0259" for code in _LIKE_LETTERS if unicodedata.category(chr(code)) in ("Mn", "Mc", "Cf")}
_AS_DIGIT: Final = {code: str(int(chr(code))) for code in (*range(0x660, 0x6FA), *_MARKED) if chr(code).isdecimal()}
# The small form that Unicode gives the Turkish capital is two signs, and no name has them.
_DOTTED_I: Final = 0x130
_SCANNED_AS: Final = _AS_LETTER | _AS_DIGIT | {_DOTTED_I: "i"}
_HAS_OTHER_SIGNS: Final = re.compile("[{}]".format("".join(map(chr, _SCANNED_AS))))


def lowered(text: str) -> str:
    """The text as it is scanned, as long as it was; a letter whose small form is longer stays.

    Args:
        text: any stretch of a page.
    """
    low = text.lower()
    low = low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_SCANNED_AS) if not low.isascii() and _HAS_OTHER_SIGNS.search(low) else low
