"""Made-up threads: real comments, set in layouts that nobody has seen.

The gold has some sixty layouts; the web has more. Here the comments of a gold page are set again by a layout drawn at
random: which of author, time, controls, votes, profile lines stand before or after the body, in which order, on lines of
their own or joined, in a list or not, indented or not. The lines around them come from other gold pages. A model that is
trained on these as well must learn what repeats, not what a system is called.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pagestrata.parse.dates.relative import DATE_WORDS, TIME_WORDS
from pagestrata.parse.threads.layouts import learned_words

Chance = np.random.Generator


@dataclass(slots=True)
class Made:
    """A made-up page: its text, and its comments as gold gives them."""

    text: str
    comments: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """What one gold page lends: comments as (author, body lines), the lines before its thread and after it."""

    comments: list[tuple[str, list[str]]]
    before: list[str]
    after: list[str]


@dataclass(slots=True)
class Layout:
    """One way to print a comment: pieces before and after the body; a piece is a list of parts joined in one line."""

    before: list[list[str]]
    after: list[list[str]]
    joiner: str
    marker: str
    indent: int
    blank_inside: bool
    blank_between: bool
    blank_after: bool
    time_style: int
    words: dict[str, str] = field(default_factory=dict)
    controls: list[str] = field(default_factory=list)
    profile: list[str] = field(default_factory=list)


_MONTHS: dict[int, list[str]] = {}
for _name, _number in DATE_WORDS["months"].items():
    if len(_name) > 2:
        _MONTHS.setdefault(_number, []).append(_name)
_UNITS = {unit: names.split() for unit, names in TIME_WORDS["units"].items()}


def pick(chance: Chance, values: Any) -> Any:
    """One of the values; sets are sorted, so that a seed gives the same on every machine."""
    options = sorted(values) if isinstance(values, (set, frozenset)) else list(values)
    return options[int(chance.integers(len(options)))]


def draw_time(style: int, chance: Chance) -> str:
    """A printed time in one of eleven styles."""
    year, month, day = int(chance.integers(2004, 2026)), int(chance.integers(1, 13)), int(chance.integers(1, 29))
    hour, minute = int(chance.integers(24)), int(chance.integers(60))
    name = pick(chance, _MONTHS[month]).capitalize()
    clock = f"{hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}"
    return (
        f"{name} {day}, {year} at {clock}",
        f"{day}. {name} {year} um {hour}:{minute:02} Uhr",
        f"{day:02}.{month:02}.{year} {hour:02}:{minute:02}",
        f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}",
        f"{name} {day}, {year}",
        f"{day} {name} {year}",
        f"{month}/{day}/{year}",
        f"{day:02}/{month:02}/{year} - {hour:02}:{minute:02}",
        f"{int(chance.integers(2, 20))} {pick(chance, _UNITS[pick(chance, ('day', 'hour', 'year', 'month'))])} ago",
        f"{int(chance.integers(1, 30))}{pick(chance, 'dhwy')}",
        f"{year}年{month}月{day}日 {hour:02}:{minute:02}",
    )[style]


def draw_layout(chance: Chance) -> Layout:
    """A layout at random; orders as the gold has them are likelier than others."""
    author, time = ["author"], ["time"]
    kind = chance.random()
    before: list[list[str]] = []
    after: list[list[str]] = []
    says = chance.random() < 0.25
    if kind < 0.3:
        before = [[("says" if says else "author")], time]
    elif kind < 0.55:
        before = [["says" if says else "author", "time"]]
    elif kind < 0.63:
        before = [time, author]
    elif kind < 0.72:
        before = [["says" if says else "author"]]
    elif kind < 0.78:
        before, after = [author], [time]
    elif kind < 0.86:
        after = [["by", "time"]] if chance.random() < 0.5 else [author, time]
    elif kind < 0.9:
        after = [["time", "author"]]
    elif kind < 0.94:
        after = [["by", "control0"]] if chance.random() < 0.5 else [["by"]]
    elif kind < 0.97:
        before, after = [time], [author]
    else:
        before = [["by", "time"]] if chance.random() < 0.5 else [["from"], time]
    if chance.random() < 0.1:
        before.insert(pick(chance, (0, len(before))), ["subject"])
    if chance.random() < 0.12:
        before.insert(0, ["reply"])
    if chance.random() < 0.2:
        before.insert(0, ["avatar"])
    elif chance.random() < 0.15 and before:
        before.insert(0, ["author"])
    for _ in range(int(chance.integers(1, 6)) if chance.random() < 0.25 else 0):
        before.append(["profile"])
    if chance.random() < 0.15:
        before.append(["count"])
    if chance.random() < 0.12 and before:
        before.append(["title"])
    if chance.random() < 0.1:
        before.append(["control0"])
    for k in range(int(chance.integers(1, 5)) if chance.random() < 0.6 else 0):
        after.append([f"control{k}"])
    if chance.random() < 0.2:
        after.append(["votes"])
    if chance.random() < 0.08:
        after.insert(0, ["signature"])
    listed = chance.random()
    return Layout(
        before,
        after,
        pick(chance, (" ", " ", " · ", " | ", " - ", ", ", "")),
        "" if listed < 0.5 else "• " if listed < 0.75 else "1. ",
        0 if listed < 0.45 else 2,
        bool(chance.random() < 0.7),
        bool(chance.random() < 0.6),
        bool(chance.random() < 0.6),
        int(chance.integers(11)),
        {
            "says": pick(chance, learned_words("says")),
            "by": f"{pick(chance, learned_words('posted'))} {pick(chance, learned_words('by_bare'))}",
            "avatar": pick(chance, learned_words("avatar")),
            "by_colon": pick(chance, learned_words("by_bare")),
            "from": pick(chance, learned_words("from")),
            "reply": pick(chance, learned_words("reply_to")).capitalize(),
        },
        [pick(chance, learned_words("control")).capitalize() for _ in range(5)],
        [pick(chance, learned_words("label")).capitalize() for _ in range(5)],
    )


def _part(part: str, comment: tuple[str, list[str]], number: int, layout: Layout, chance: Chance) -> str:
    """What one part of a line prints for one comment."""
    name, body = comment
    if part == "subject":
        return " ".join(body[0].split()[: int(chance.integers(2, 7))])
    if part.startswith("control"):
        return layout.controls[int(part[7:])]
    printed: dict[str, str] = {
        "author": name,
        "says": f"{name} {layout.words['says']}{':' if layout.time_style % 3 else ''}",
        "by": f"{layout.words['by'].capitalize()} {name}",
        "from": f"{layout.words['by_colon']}: {name} {layout.words['from']}: {layout.profile[1]}",
        "reply": pick(
            chance, (layout.words["reply"], f"{layout.words['reply']} {layout.controls[1]}", f"level {int(chance.integers(1, 4))}")
        ),
        "time": draw_time(layout.time_style, chance),
        "avatar": f"{name}'s {layout.words['avatar']}",
        "profile": f"{pick(chance, layout.profile)}: {int(chance.integers(1, 9000))}"
        if chance.random() < 0.7
        else str(int(chance.integers(1, 5000))),
        "count": f"#{number}",
        "title": f"Re: {layout.controls[3]} {layout.profile[3]}"
        if layout.time_style % 2
        else " ".join(pick(chance, learned_words("rank")) for _ in range(3)).capitalize(),
        "votes": str(int(chance.integers(0, 40))),
        "signature": f"{name}: {layout.controls[4]} {layout.profile[4]}",
    }
    return printed[part]


class _Writer:
    """Text with the offsets of what is written."""

    def __init__(self) -> None:
        self.text = ""

    def line(self, indent: int, text: str) -> int:
        """Write one line; the code point at which its text begins."""
        at = len(self.text) + indent
        self.text += " " * indent + text + "\n"
        return at


def _set(writer: _Writer, comment: tuple[str, list[str]], number: int, layout: Layout, chance: Chance) -> dict[str, Any]:
    """Set one comment; its record as gold has it."""
    name, body = comment
    if chance.random() < 0.1:
        body = [f"{name[::-1].capitalize()} {layout.words['says']}:", *body[-2:], *body]
    record: dict[str, Any] = {"author_start": None, "date_start": None}
    marker = layout.marker if layout.marker != "1. " else f"{number}. "
    inner = layout.indent + (2 if layout.marker else 0)
    first = True

    def piece(parts: list[str]) -> None:
        nonlocal first
        texts = [_part(part, comment, number, layout, chance) for part in parts]
        text = (marker if first else "") + layout.joiner.join(texts)
        at = writer.line(layout.indent if first else inner, text)
        record.setdefault("start", at)
        record["end"] = at + len(text)
        first = False
        if {"author", "says", "by", "from"} & set(parts):
            record["author_start"] = at + max(0, text.find(name))
        if "time" in parts:
            record["date_start"] = at + len(text) - 1 if parts[-1] == "time" else at

    headless = layout.marker and chance.random() < 0.06
    for parts in () if headless else layout.before:
        if parts != ["reply"] or chance.random() < 0.4:
            piece(parts)
    if layout.before and layout.blank_inside and not headless:
        writer.line(0, "")
    for k, text in enumerate(body):
        at = writer.line(inner if not first else layout.indent, (marker if first else "") + text)
        shift = len(marker) if first else 0
        first = False
        record.setdefault("start", at)
        record.setdefault("body_start", at + shift)
        record["body_end"] = record["end"] = at + shift + len(text)
        if k + 1 < len(body) and layout.time_style % 2:
            writer.line(0, "")
    if layout.after and layout.blank_after:
        writer.line(0, "")
    for parts in layout.after:
        piece(parts)
    return record


def _link(writer: _Writer, comment: tuple[str, list[str]], number: int, layout: Layout, chance: Chance) -> dict[str, Any]:
    """Set one pingback: a line that names the page that links."""
    title = comment[1][0][:60]
    text = (
        f"{pick(chance, learned_words('pingback')).capitalize()}: {title}"
        if layout.time_style % 2
        else f"{title} - [...] {comment[1][-1][:80]} [...]"
    )
    marker = f"{number}. " if layout.marker == "1. " else layout.marker
    at = writer.line(layout.indent, marker + text)
    start = at + len(marker)
    return {
        "start": at,
        "end": start + len(text),
        "body_start": start,
        "body_end": start + len(text),
        "author_start": start,
        "date_start": None,
    }


def make_page(source: Source, around: Source, chance: Chance) -> Made:
    """One made-up page.

    Args:
        source: lends the comments.
        around: lends the lines before and after them.
        chance: where the layout comes from.
    """
    layout = draw_layout(chance)
    count = min(len(source.comments), 1 if chance.random() < 0.25 else int(chance.geometric(0.15)) + 1)
    begin = int(chance.integers(len(source.comments) - count + 1))
    writer = _Writer()
    for text in around.before:
        writer.line(0, text)
    if chance.random() < 0.7:
        writer.line(
            0,
            f"{count} {pick(chance, learned_words('heading')).capitalize()}"
            if chance.random() < 0.7
            else pick(chance, learned_words("heading")).capitalize(),
        )
    comments = []
    for number, comment in enumerate(source.comments[begin : begin + count], 1):
        if layout.blank_between:
            writer.line(0, "")
        comments.append(_set(writer, comment, number, layout, chance))
    if layout.marker and chance.random() < 0.15:
        comments += [_link(writer, comment, number, layout, chance) for number, comment in enumerate(source.comments[:3], 1)]
    writer.line(0, "")
    for text in around.after:
        writer.line(0, text)
    return Made(writer.text, comments)
