"""Draw a page in its strata as SVG: `python scripts/picture.py OUT.svg [PAGE.txt]`."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from pagestrata import ParsedPage, parse
from pagestrata.view import Stratum, strata

SAMPLE = Path(__file__).resolve().parents[1] / "docs" / "sample_page.txt"

WIDTH = 1000
TEXT_LEFT = 190
TEXT_CHARS = 92
MOST_LINES = 3
LINE = 19
PAD = 7
GAP = 3

COLOURS = {
    "title": ("#1a7f4b", "#e3f4ea", "#0b4a2a"),
    "article": ("#2da565", "#effaf3", "#14301f"),
    "byline": ("#b58a00", "#fbf5dc", "#574200"),
    "comment": ("#2f6fd0", "#e9f1fd", "#12284c"),
    "comment edge": ("#5b8bd8", "#f3f7fe", "#4a5f80"),
    "boilerplate": ("#9a9a98", "#f5f5f4", "#7c7c7a"),
}
"""Band, ground and ink of each stratum."""


@dataclass(frozen=True, slots=True)
class Row:
    """One drawn stretch: its stratum, its wrapped text and the height in pixels it takes."""

    stratum: Stratum
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        """Pixels from the row's top to its bottom."""
        return len(self.lines) * LINE + 2 * PAD


def rows(parsed: ParsedPage) -> Iterator[Row]:
    """Wrap the text of each stretch; a long one is cut after `MOST_LINES` lines."""
    for stratum in strata(parsed):
        text = parsed.page.text[stratum.start : stratum.end]
        lines = [piece for line in text.splitlines() for piece in textwrap.wrap(line.strip(), TEXT_CHARS)]
        if len(lines) > MOST_LINES:
            lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][: TEXT_CHARS - 2] + " …"]
        yield Row(stratum, tuple(lines))


def draw_row(row: Row, top: int) -> str:
    """One stretch as SVG: band, ground, label, text, confidence."""
    band, ground, ink = COLOURS[row.stratum.kind]
    base = top + PAD + 14
    weight = "600" if row.stratum.label in {"title", "heading"} else "400"
    parts = [
        f'<rect x="16" y="{top}" width="{WIDTH - 32}" height="{row.height}" fill="{ground}"/>',
        f'<rect x="16" y="{top}" width="6" height="{row.height}" fill="{band}"/>',
        f'<text class="label" x="34" y="{base}" fill="{band}">{escape(row.stratum.label.replace("_", " "))}</text>',
        f'<text class="note" x="{WIDTH - 26}" y="{base}" fill="{ink}">{escape(row.stratum.note.split(" ")[0])}</text>',
    ]
    parts += [
        f'<text x="{TEXT_LEFT}" y="{base + i * LINE}" fill="{ink}" font-weight="{weight}">{escape(line)}</text>'
        for i, line in enumerate(row.lines)
    ]
    return "\n".join(parts)


def picture(parsed: ParsedPage) -> str:
    """The whole page as an SVG document."""
    drawn, top = [], 40
    for row in rows(parsed):
        top += GAP if row.stratum.label else 0
        drawn.append(draw_row(row, top))
        top += row.height
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top + 14}" viewBox="0 0 {WIDTH} {top + 14}" role="img">\n'
        "<title>A page in its strata: article, comments and boilerplate</title>\n"
        "<style>text{font:14px system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}"
        ".label{font-size:13px;font-weight:600}.note{font-size:12px;text-anchor:end}</style>\n"
        f'<rect width="{WIDTH}" height="{top + 14}" rx="10" fill="#ffffff" stroke="#dddddd"/>\n'
        '<text class="label" x="34" y="26" fill="#666666">stratum</text>\n'
        f'<text class="label" x="{TEXT_LEFT}" y="26" fill="#666666">text of the page</text>\n'
        f'<text class="note" x="{WIDTH - 26}" y="26" fill="#666666">confidence</text>\n'
    )
    return head + "\n".join(drawn) + "\n</svg>\n"


def main(arguments: list[str]) -> None:
    """Parse the page and write the picture."""
    out, page = Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else SAMPLE
    parsed = parse(page.read_bytes().decode("utf-8"))
    if not isinstance(parsed, ParsedPage):
        sys.exit(f"error: {page}: {parsed.message}")
    out.write_text(picture(parsed), encoding="utf-8", newline="\n")
    print(out)


if __name__ == "__main__":
    main(sys.argv[1:])
