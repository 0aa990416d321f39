"""All authors of an article: who is printed beside the one whom the ranker has chosen, in the same by-line or in the same way.

This room decides for the others of a by-line, and for reporters whom a text names before it begins; whom the ranker chooses is
decided in `fields`, and how names are cut out of lines in `fields.several` and `fields.name_lines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, filterfalse, takewhile
from typing import Final

import numpy as np

from pagestrata.parse.chars import LIST_SIGNS
from pagestrata.parse.fields.lines import WORDS
from pagestrata.parse.fields.name_lines import (
    bare_name,
    introduced_alike,
    reporters_beside,
    stacked_names,
    told_by_role,
    with_roles_behind,
    with_roles_between,
)
from pagestrata.parse.fields.names import MOST_LISTED, NameCandidate, all_of_line, people_alone, people_of_byline, split_names
from pagestrata.parse.fields.people import is_full_name, is_person
from pagestrata.parse.fields.scene import Scene, squeeze
from pagestrata.parse.fields.several import reporter_at_end, reporters_ahead, reporters_behind, unspaced_names
from pagestrata.parse.lines import PageLines

MOST_AHEAD: Final = 4
"""Lines of a body that may name reporters before they begin: summaries may stand above."""
MOST_BEHIND: Final = 3
"""Lines from the last of a body on, in which a line in brackets may name them."""
MOST_AROUND: Final = 24
"""Lines above and below an author's among which those of others are looked for."""
MOST_SAID_AGAIN: Final = 3
"""Lines below an author's among which the name may begin a by-line of several."""
_COMMA: Final = ","
_COMMA_EDGE: Final = ", "
BODY_LIKELY: Final = 0.5
"""The least likelihood of a line from which it is taken for one of the body here."""


def reporters(scene: Scene) -> tuple[str, ...]:
    """Whom the first lines of the body name in brackets before they begin, or one of the last behind it, or a line right below."""
    body = np.flatnonzero(scene.body > BODY_LIKELY).tolist()
    ahead = next((found for i in body[:MOST_AHEAD] if (found := reporters_ahead(scene.lines.line(i)))), ())
    below = range(body[-1], min(body[-1] + MOST_BEHIND, len(scene.lines))) if body and not ahead else ()
    last = body[-MOST_BEHIND:] if not ahead else ()
    behind = next((found for i in below if (found := reporters_behind(scene.lines.line(i)))), ())
    return ahead or behind or next((found for i in reversed(last) if (found := reporter_at_end(scene.lines.line(i)))), ())


def authors_around(
    lines: PageLines, author: NameCandidate, names: Sequence[NameCandidate], taken: frozenset[int], title: int | None
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The authors, and the lines of their by-lines: that of who was chosen, and those of others who are printed in the same way.

    Those who made the pictures are none, and have by-lines.

    Args:
        lines: the page.
        author: who was chosen.
        names: all candidates of the page.
        taken: lines of comments, from which nothing is read.
        title: the headline's line, where the page has one.
    """
    people, by_lines = _all_around(lines, author, names, taken, title)
    return tuple(filterfalse(_made_pictures, people)) or people, by_lines


def _all_around(
    lines: PageLines, author: NameCandidate, names: Sequence[NameCandidate], taken: frozenset[int], title: int | None
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Whom the by-lines name, and their lines; arguments as of `authors_around`."""
    top = lines.texts[: min(author.line, title if title is not None else author.line)]
    author = _person_of_house(lines, top, author, names)
    line, own = _byline(author, names), unspaced_names(author.text) or split_names(author.text)
    told = (reporters_beside(lines.texts, i, _free_around(i, len(lines), taken)) for i in told_by_role(lines.texts, line) if i not in taken)
    if reported := next(filter(None, told), None):
        return tuple(dict.fromkeys(reported.values())), tuple(reported)
    if with_roles := with_roles_behind(lines.texts, author.line, _free_around(author.line, len(lines), taken)):
        return tuple(with_roles.values()), tuple(with_roles)
    if len(own) == 1 and (listed := _listed(lines, author, taken, title)):
        return tuple(bare_name(lines.line(i)) for i in listed), listed
    begin = title if title is not None and title < author.line else -1
    beside = [name for name in names if begin < name.line <= author.line]
    again = [i for i in _said_again(lines, author.line, own[0]) if i not in taken]
    line, own = _with_others(lines, author, beside, own, again) or (line, own)
    free = _free_around(line, len(lines), taken)
    alike = introduced_alike([lines.line(i) for i in range(line, min(line + MOST_LISTED, free.stop))])
    others = {line + i: name for i, name in alike.items()} or _behind_commas(lines, line, free.stop)
    people = _without_house(top, tuple(dict.fromkeys((*own, *others.values()))))
    return people, (line, *others)


def _listed(lines: PageLines, author: NameCandidate, taken: frozenset[int], title: int | None) -> tuple[int, ...]:
    """Lines of the authors of a by-line that gives each a line: of one the author's is part, else one right below the headline.

    Items of a list below a headline may be a site's people: the label of a page that lists two so names the first alone.
    """
    key = squeeze(author.text)
    begin = title + 1 if title is not None else author.line
    near = range(begin, min(begin + MOST_LISTED, author.line))
    below_title = (i for i in near if i not in taken and lines.texts[i][0] not in LIST_SIGNS)
    for line in (author.line, *below_title):
        if squeeze(bare_name(lines.line(line))) != key:
            continue
        free = _free_around(line, len(lines), taken)
        listed = with_roles_between(lines.texts, line, free) if line == author.line else ()
        if listed := listed or stacked_names(lines.texts, line, free):
            return listed
    return ()


def _made_pictures(name: str) -> bool:
    """Whether brackets behind a name say that its bearer made the pictures: `Ann Ferris (foto)`."""
    _, bracket, said = name.rpartition("(")
    return bool(bracket) and name.endswith(")") and said[:-1].strip().lower() in WORDS["pictures"]


def _is_house(top: Sequence[str], name: str) -> bool:
    """Whether what a by-line names is no known person and stands over the page on a line of its own, as the names of sites do."""
    return not is_person(name) and name in top


def _person_of_house(lines: PageLines, top: Sequence[str], author: NameCandidate, names: Sequence[NameCandidate]) -> NameCandidate:
    """The person who wrote, where the site was chosen: behind its name and a dash (`Harbour Times - Ann Ferris`), or in a by-line below."""
    if not _is_house(top, author.text):
        return author
    house, _, person = lines.line(author.line).strip().partition(" - ")
    if house == author.text and not author.by and is_full_name(person.strip()):
        return author._replace(text=person.strip())
    below = (name for name in names if name.by and author.line < name.line <= author.line + MOST_AROUND and is_person(name.text))
    return min(below, key=lambda name: name.line, default=author) if author.by else author


def _without_house(top: Sequence[str], names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a by-line without the site's among them (`[樋渡航、篠ノ井めぐみ，ITモニタ]`), where others stay."""
    people = tuple(name for name in names if not _is_house(top, name))
    return people or names


def _with_others(
    lines: PageLines, author: NameCandidate, beside: Sequence[NameCandidate], own: tuple[str, ...], again: Sequence[int]
) -> tuple[int, tuple[str, ...]] | None:
    """The author's line, else a by-line near it, that names others as well, and all whom it names; None where none does.

    Args:
        lines: the page.
        author: who was chosen.
        beside: candidates from the headline to the author's line: those above and below are of other articles.
        own: the names of who was chosen.
        again: lines right below that print the name again (`_said_again`).
    """
    above = (name.line for name in beside if name.by or own[0] in people_alone(lines.line(name.line)))
    told = ((i, all_of_line(lines.line(i), own)) for i in (author.line, *again, *above))
    by_lines = (name for name in beside if name.by)
    said = ((name.line, people) for name in by_lines if own[0] in (people := people_of_byline(name.text)))
    return next(((i, people) for i, people in chain(told, said) if len(people) > len(own)), None)


def _said_again(lines: PageLines, line: int, name: str) -> tuple[int, ...]:
    """Lines right below an author's that print more than the name again: below the texts of portraits stands the by-line."""
    below = range(line + 1, min(line + 1 + MOST_SAID_AGAIN, len(lines)))
    return tuple(i for i in below if name in lines.texts[i] and len(lines.texts[i]) > len(name))


def _behind_commas(lines: PageLines, line: int, stop: int) -> dict[int, str]:
    """Names on the lines right below an author's, and above line `stop`, each behind a comma: `Szentgáli Nóra`, `, Bakos-Tóth Ádám`.

    The comma may stand at the end of the author's line (`Kontributor Palembang, Arif Budiwan,`): then one name is on the next.
    """
    below = lines.texts[line + 1 : min(line + 1 + MOST_LISTED, stop)]
    if below and lines.texts[line].endswith(_COMMA) and is_full_name(below[0]):
        return {line + 1: below[0]}
    named = takewhile(lambda text: text[0] == _COMMA and is_full_name(text.strip(_COMMA_EDGE)), below)
    return {line + i: text.strip(_COMMA_EDGE) for i, text in enumerate(named, 1)}


def _free_around(line: int, count: int, taken: frozenset[int]) -> range:
    """Lines around an author's in which others may be printed: up to the next comment, and not further than `MOST_AROUND`."""
    above = takewhile(lambda i: i not in taken, range(line - 1, max(line - 1 - MOST_AROUND, -1), -1))
    below = takewhile(lambda i: i not in taken, range(line + 1, min(line + 1 + MOST_AROUND, count)))
    return range(line - sum(1 for _ in above), line + 1 + sum(1 for _ in below))


def _byline(author: NameCandidate, names: Sequence[NameCandidate]) -> int:
    """The author's line: of those that say the same, the likeliest that a by-line word introduces; the ranker asks only what they say.

    `Ann Ferris is the editor of the Harbour Journal.` at the end of a text tells best who wrote it, but `By Ann Ferris` is the by-line.
    """
    return next((name.line for name in (author, *names) if name.by and name.text == author.text), author.line)
