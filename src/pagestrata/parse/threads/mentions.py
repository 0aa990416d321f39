"""Lines of a thread that name a member and nothing else: whom somebody answers or greets, or the own handle below a name.

What such lines look like is told in the layouts file; how much they weigh is decided in `threads.decode`.
"""

from __future__ import annotations

from typing import Final
from unicodedata import combining, normalize

from pagestrata.parse.fields.scene import squeeze
from pagestrata.parse.lines import PageLines
from pagestrata.parse.threads.layouts import first_match, without_honorific, words
from pagestrata.parse.threads.lines import short_lines
from pagestrata.parse.threads.shapes import LONGEST

LONGEST_GREETING: Final = 40
"""Characters of a line that greets somebody."""
_BELOW_NAME: Final = 3
"""Lines above a handle among which the name of its bearer stands."""
_CITES: Final = ">\uff1e"
"""What stands before whom a comment speaks to, where a title ends the name."""
_BEHIND_GREETED: Final = " ,.!:;…–-"


def mention_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that are nothing but whom a comment answers (`@ann`), where another line begins with the bare name: part of its body.

    Without that line `@ann` may be the handle of who writes, as it is right below the name (`own_handles`).

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    matches = dict(_mentions(lines, where))
    names = {lines.line(i).partition(" ")[0].rstrip(",:") for i in short_lines(lines, where, LONGEST)} if matches else set()
    own = set(own_handles(lines, where))
    return [i for i, name in matches.items() if name in names and i not in own]


def _mentions(lines: PageLines, where: range) -> list[tuple[int, str]]:
    """Lines that are nothing but a handle, and the name in it."""
    begun = (i for i in short_lines(lines, where, LONGEST) if lines.text[lines.starts[i]] == "@")
    return [(i, found["name"]) for i in begun if (found := first_match("mention", lines.line(i)))]


def own_handles(lines: PageLines, where: range) -> list[int]:
    """Lines that are nothing but the handle of who is named right above: no bodies (bbPress).

    `Dona Celeste`, `Participante`, `@dona-celeste`.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    handles = [i for i, _ in _mentions(lines, where)]
    return [i for i in handles if any(_spelling(lines.line(k)) == _spelling(lines.line(i)) for k in range(max(i - _BELOW_NAME, 0), i))]


def _spelling(name: str) -> str:
    """The letters and digits of a name without their accents."""
    return squeeze("".join(sign for sign in normalize("NFD", name) if not combining(sign)))


def greeting_lines(lines: PageLines, where: range) -> list[int]:
    """Lines that greet somebody who is named on a line of the stretch, and say nothing else (`Hi Ann`, `>花子さん`): part of a body.

    Args:
        lines: the page.
        where: the stretch that is looked at.
    """
    greeted = {i: name for i in short_lines(lines, where, LONGEST_GREETING) if (name := _greeted(lines.texts[i]))}
    if not greeted:
        return []
    # A name may stand behind its number and a word for who wrote.
    named = {part for i in short_lines(lines, where, LONGEST) if i not in greeted for part in lines.texts[i].split(" ")[:4]}
    return [i for i, name in greeted.items() if name in named]


def _greeted(text: str) -> str | None:
    """The first name of whom a line greets."""
    if text[0] in _CITES:
        called = text[1:].strip()
        return bare if (bare := without_honorific(called)) != called else None
    word, _, rest = text.partition(" ")
    name, *others = rest.rstrip(_BEHIND_GREETED).split(" ")
    is_name = len(others) <= 1 and name.isalpha() and name[0].isupper()
    return name if is_name and word.lower() in words("greets") else None
