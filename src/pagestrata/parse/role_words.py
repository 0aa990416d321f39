"""Words of many languages that tell what a line of an article is, and what kind of page has it: the tables of `data/role_words.json`."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Final

ROLE_WORDS: Final[dict[str, list[str]]] = json.loads((files("pagestrata.parse") / "data" / "role_words.json").read_text(encoding="utf-8"))
