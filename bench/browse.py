"""Browse errors: `python bench/browse.py GOLD [--fold-weights DIR] [--kind body|comments] [--worst 5]`.

Prints the worst pages line by line, what gold says beside what the parser says, wherever the two differ. With the weights
of the folds (see `crossvalidate.py`) every page is parsed by networks that never saw its site.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gold import BODY, BOILERPLATE, COMMENT, FOLDS, FOOTER, HEADER, GoldPage, fold_of, read_gold
from measure import measure, parse_all
from options import add_gold
from pagestrata.parse.tagger import PACKAGED_WEIGHTS
from pagestrata.records import ParsedPage

_NAMES = {BOILERPLATE: "boilerplate", BODY: "body", HEADER: "comment header", COMMENT: "comment body", FOOTER: "comment footer"}
_WHOLE_COMMENT = HEADER | COMMENT | FOOTER


def _said(parsed: ParsedPage, start: int) -> tuple[str, int]:
    """What the parser says of the line that begins at `start`, and the labels that agree with it."""
    for comment in parsed.comments:
        if comment.start <= start < comment.end:
            inside = comment.body_start <= start < comment.body_end
            return ("comment body", COMMENT) if inside else ("comment header or footer", _WHOLE_COMMENT)
    for block in parsed.article.blocks if parsed.article else ():
        if block.start == start:
            return block.role.value, BODY
    return "boilerplate", BOILERPLATE


def differences(page: GoldPage, parsed: ParsedPage) -> list[tuple[int, str, str, str]]:
    """Line number, gold, parser and text of every line on which the two differ."""
    rows = []
    for i in range(len(page.lines)):
        said, agreeing = _said(parsed, page.lines.starts[i])
        allowed = int(page.allowed[i])
        if not allowed & agreeing:
            gold = " or ".join(name for bit, name in _NAMES.items() if allowed & bit)
            rows.append((i, gold, said, page.lines.line(i)))
    return rows


def main() -> None:
    """Show the worst pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold(parser)
    parser.add_argument("--fold-weights", type=Path, help="folder with fold0.npz, body0.npz …; without it the packaged weights")
    parser.add_argument("--kind", default="body full article", help="beginning of the figure's name: body full article, comments …")
    parser.add_argument("--worst", type=int, default=5, help="number of pages")
    parser.add_argument("--lines", type=int, default=40, help="differing lines shown of a page")
    options = parser.parse_args()
    pages: list[GoldPage] = []
    parsed: list[ParsedPage] = []
    everything = read_gold(options.gold)
    for fold in range(FOLDS):
        weights = options.fold_weights / f"fold{fold}.npz" if options.fold_weights else PACKAGED_WEIGHTS
        body = options.fold_weights / f"body{fold}.npz" if options.fold_weights else None
        some = [page for page in everything if fold_of(page.site, FOLDS) == fold]
        pages += some
        parsed += parse_all(some, [page.text for page in some], weights, body=body)
    by_id = {page.page_id: (page, result) for page, result in zip(pages, parsed, strict=True)}
    console = Console()
    ranked = sorted(entry for entry in measure(pages, parsed).worst if entry[2].startswith(options.kind))
    for score, page_id, kind in ranked[: options.worst]:
        table = Table(title=f"{page_id}: {kind} {score:.3f}", show_lines=False)
        for column in ("line", "gold", "parser", "text"):
            table.add_column(column, no_wrap=column != "text")
        for i, gold, said, text in differences(*by_id[page_id])[: options.lines]:
            table.add_row(str(i), gold, said, text[:160])
        console.print(table)


if __name__ == "__main__":
    main()
