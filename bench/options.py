"""Options that several scripts have in common, each declared once."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

_GOLD = "folder with articles.jsonl.gz, comments.jsonl.gz and seeds/"


def add_gold(parser: ArgumentParser) -> None:
    """The gold, as the first argument of scripts that measure."""
    parser.add_argument("gold", type=Path, help=_GOLD)


def add_gold_option(parser: ArgumentParser) -> None:
    """The gold, as one of the sources of scripts that train."""
    parser.add_argument("--gold", type=Path, required=True, help=_GOLD)


def add_silver(parser: ArgumentParser, *, required: bool = False) -> None:
    """The silver pages."""
    parser.add_argument("--silver", type=Path, required=required, help="silver.jsonl.gz of silver.py")


def add_scores(parser: ArgumentParser) -> None:
    """The tagger's scores of pages that it has not seen."""
    parser.add_argument("--scores", type=Path, required=True, help="scores.pkl of crossvalidate.py")


def add_fold_weights(parser: ArgumentParser, *, required: bool = False) -> None:
    """Where the weights of the folds are."""
    text = "folder with the weights of the folds" + ("" if required else "; without it the packaged ones")
    parser.add_argument("--work", type=Path, required=required, help=text)
