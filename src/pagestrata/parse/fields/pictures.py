"""Who made the pictures of an article, as the lines around a name say it: no author of its text.

This room judges one line by itself and by those below it; whom that bars is decided in `fields`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pagestrata.parse.alternations import one_of
from pagestrata.parse.fields.lines import WORDS
from pagestrata.parse.fields.name_lines import bare_name
from pagestrata.parse.fields.people import is_full_name
from pagestrata.parse.fields.readings import CUE

# `© Agency / Ann Ferris`
_AGENCY: Final = re.compile("\u00a9[^/]{1,60}/")
# `Photo: Agency/Ann Ferris`, `Ljósmynd/Ann Ferris`
_LABELS_PICTURES: Final = re.compile(rf"[•(\[\s]*{one_of(WORDS['pictures'])}\s?[:\uff1a/]", re.IGNORECASE)
_ADDRESS: Final = "@"


def is_photographer(lines: Sequence[str], at: int) -> bool:
    """Whether a line without a by-line word names who made the pictures: behind a word for them or the sign of a right, or above a word.

    `© Agency / Ann Ferris`, `Photo: Agency/Ann Ferris`, `Ann Ferris` above `Photo` or an address and that; but not above another name,
    nor above a colon: such a word stands over the line below.

    Args:
        lines: the page.
        at: the line.
    """
    if _AGENCY.match(lines[at]) or _LABELS_PICTURES.match(lines[at]) or _names_photographer(lines[at]):
        return True
    behind = at + 2 if at + 1 < len(lines) and _ADDRESS in lines[at + 1] else at + 1
    label, after = (lines[i].strip() if i < len(lines) else "" for i in (behind, behind + 1))
    return label.lower() in WORDS["pictures"] and not is_full_name(bare_name(after))


def _names_photographer(line: str) -> bool:
    """Whether a line begins with words that say who made the pictures, the last of which leads to a name: `Photographs by Ann Ferris`."""
    cue = CUE.match(line)
    words = cue["no"].lower().split() if cue and cue["no"] else []
    return len(words) > 1 and not WORDS["captions"].isdisjoint(words)
