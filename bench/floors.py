"""Check the accuracy floors: `python bench/floors.py GOLD`. Exit code 1 where a figure has fallen below its floor.

Parses the gold pages with the packaged weights and compares the figures with `floors.json`. The weights were trained on
these pages, so these figures are higher than those of `results.json`, which come from sites held out; they are here to
tell when a change of code has made something worse. A floor rises by itself: `--raise` lifts each to the present figure less
a margin, and never lowers one. Weights learned from other data may remember some of these pages less well and still know
unseen sites better; then `--lower REASON` sets the floors that fell, and writes down which, from what, and why.

With other gold than the floors were made on, the hash differs and the check says so.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gold import data_hash, read_gold
from measure import measure, parse_all
from options import add_gold
from pagestrata.parse.tagger import PACKAGED_WEIGHTS
from short_texts import measure_short_texts

FLOORS = Path(__file__).parent / "floors.json"
MARGIN = 0.002
EVERY = 3
"""One page in this many is parsed: the check then takes a minute."""
_LOWER_IS_BETTER = ("false comments", "short texts, false comments", "article published given though not printed")

Lowered = dict[str, str | float]
"""Which floor was set, from what and to what, and why."""


def figures_of(folder: Path) -> dict[str, float]:
    """Figures of every third gold page, and of short texts."""
    pages = [page for page in read_gold(folder) if not page.page_id.startswith("seed/")][::EVERY]
    tally = measure(pages, parse_all(pages, [page.text for page in pages], PACKAGED_WEIGHTS))
    measure_short_texts(tally)
    return tally.summary()


def fallen(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """What lies below its floor (above it, where lower is better), in words."""
    faults = []
    for name, floor in sorted(floors.items()):
        figure = figures.get(name)
        worse = figure is None or (figure > floor if name in _LOWER_IS_BETTER else figure < floor)
        if worse:
            faults.append(f"{name}: {figure} is worse than its floor {floor}")
    return faults


def raised(figures: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """The floors lifted to the figures less the margin; none is lowered."""
    lifted = {}
    for name, figure in figures.items():
        if name in _LOWER_IS_BETTER:
            lifted[name] = round(min(figure + MARGIN, floors.get(name, 1.0)), 4)
        else:
            lifted[name] = round(max(figure - MARGIN, floors.get(name, 0.0)), 4)
    return {**floors, **lifted}


def lowered(figures: dict[str, float], floors: dict[str, float], reason: str) -> tuple[dict[str, float], list[Lowered]]:
    """The floors with those that fell set to the figures less the margin, and a record of each."""
    new = dict(floors)
    records: list[Lowered] = []
    for name in sorted(floors):
        if name in figures and fallen(figures, {name: floors[name]}):
            new[name] = round(figures[name] + (MARGIN if name in _LOWER_IS_BETTER else -MARGIN), 4)
            records.append({"figure": name, "from": floors[name], "to": new[name], "reason": reason})
    return new, records


def main() -> int:
    """Check, lift, or lower the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold(parser)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to the present figures")
    parser.add_argument("--lower", metavar="REASON", help="set the floors that fell, and record why")
    options = parser.parse_args()
    stored: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.exists() else {"data": "", "floors": {}}
    found = data_hash(options.gold)
    if stored["data"] not in ("", found):
        print("floors: the gold is not the one the floors were made on: nothing is compared, raised or lowered")
        return 1 if options.lift or options.lower else 0
    figures = figures_of(options.gold)
    if options.lift:
        stored |= {"data": found, "floors": raised(figures, stored["floors"])}
    if options.lower:
        floors, records = lowered(figures, stored["floors"], options.lower)
        stored |= {"floors": floors, "lowered": [*stored.get("lowered", []), *records]}
    if options.lift or options.lower:
        FLOORS.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", encoding="utf8")
    faults = fallen(figures, stored["floors"])
    for name, figure in sorted(figures.items()):
        print(f"{name:45} {figure:.4f}  floor {stored['floors'].get(name, float('nan')):.4f}")
    print("\n".join(faults) if faults else f"floors: {len(stored['floors'])} figures hold")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
