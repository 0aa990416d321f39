"""Measure what is left of short texts with nothing around them: `python bench/short_texts.py`.

Each is the headline, the by-line and the first paragraphs of a written article (`written_pages.py`), as pre-filtered corpora and notes of a
few sentences are. What they say little of is their type: all that is taken for a comment, or left out, is lost to the article.
"""

from __future__ import annotations

import json
from pathlib import Path

import pagestrata
from measure import Tally
from unseen_pages import FOLDER as UNSEEN
from written_pages import FOLDER

PARAGRAPHS = 3
"""Lines of the article that a text has, at most."""
TOLD = ("T", "Y")
"""Labels of the lines that stand above them."""


def short_text(path: Path, paragraphs: int = PARAGRAPHS) -> tuple[str, str] | None:
    """The head and the first paragraphs of a written page, and these alone; None where it is no article.

    Args:
        path: of `pages/`.
        paragraphs: how many.
    """
    head, *rows = path.read_text(encoding="utf8").splitlines()
    if json.loads(head)["page_type"] != "article":
        return None
    labelled = [(label, line.strip()) for label, _, line in (row.partition("\t") for row in rows) if line.strip()]
    body = [line for label, line in labelled if label == "A"][:paragraphs]
    left = iter(body)
    lines = [line if label in TOLD else next(left, "") for label, line in labelled if label in (*TOLD, "A")]
    return "\n\n".join(filter(None, lines)) + "\n", "\n".join(body)


def measure_short_texts(tally: Tally, folder: Path = FOLDER) -> None:
    """Add how much of each text's body the article keeps, by its signs, and whether something is taken for a comment."""
    for path in sorted(folder.glob("*.tsv")):
        if (found := short_text(path)) is None:
            continue
        parsed = pagestrata.parse(found[0])
        assert isinstance(parsed, pagestrata.ParsedPage)
        kept = len("".join(parsed.article.text.split())) if parsed.article else 0
        tally.add("short texts, kept", min(1.0, kept / len("".join(found[1].split()))))
        tally.add("short texts, false comments", float(bool(parsed.comments)))


def main() -> None:
    """Print means and the number of texts, of pages that are learned from and of those that are not."""
    for folder in (FOLDER, UNSEEN):
        tally = Tally()
        measure_short_texts(tally, folder)
        told = {name: (value, len(tally.values[name])) for name, value in sorted(tally.summary().items())}
        print(json.dumps({folder.name: told}, indent=1))


if __name__ == "__main__":
    main()
