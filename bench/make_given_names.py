"""Write the given names that `pagestrata.parse.fields.names` knows, from the locales of Faker (MIT licence).

    python bench/make_given_names.py        (needs faker)

The result is committed. This script may only turn Faker's lists into that one file.
"""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import faker.providers.person

TARGET = Path(__file__).parent.parent / "src/pagestrata/parse/data/given_names.txt"
FAMILY_FIRST = ("hu_HU", "vi_VN")
"""Locales whose names begin with that of the family."""


def is_of_word(sign: str) -> bool:
    """Whether a sign is a letter, or a vowel sign as the scripts of South Asia and Thai have them."""
    return sign.isalpha() or unicodedata.category(sign) in ("Mn", "Mc")


def flat(value: object) -> Iterable[str]:
    """The strings of a Faker list, which may be nested or weighted."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for item in value:
            yield from flat(item)


def main() -> None:
    """Write the file: one name a line, lower case, sorted."""
    names: set[str] = set()
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for field in dir(provider):
            if field.startswith("first_name") or (module.name in FAMILY_FIRST and field.startswith("last_name")):
                value = getattr(provider, field)
                if not callable(value):
                    names.update(name.lower().strip() for name in flat(value))
    kept = sorted(name for name in names if all(map(is_of_word, name)) and 2 < len(name) < 15)
    TARGET.write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} names: {TARGET}")


if __name__ == "__main__":
    main()
