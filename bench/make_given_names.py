"""Write the given names that `pagestrata.parse.fields.names` knows: those of Faker and Mimesis (MIT licence), and of `given_names.toml`.

    python bench/make_given_names.py        (needs faker and mimesis)

Of Mimesis only names in other scripts than Latin are taken: of its 17,000 names that Faker lacks many are words and places (`Torre`,
`Lancée`), and with them three of the labelled articles that have no author were given one. The result is committed. This script may only
turn those lists into that one file.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import faker.providers.person
import mimesis

TARGET = Path(__file__).parent.parent / "src/pagestrata/parse/data/given_names.txt"
MORE = Path(__file__).parent / "given_names.toml"
"""Names of some sixty languages that both lack."""
FAMILY_FIRST = ("hu_HU", "vi_VN")
"""Locales whose names begin with that of the family."""
FAMILIES = """
trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn
vương trịnh trương lâm phùng tô đinh châu quách lương thái tăng nghiêm kiều lưu
"""
"""Family names of Vietnam that Faker lacks."""
UNSPACED = ("ja", "ko", "zh")
"""Locales of Mimesis whose names are told by their families (`fields.lines.is_unspaced_name`)."""
RATHER_WORDS = frozenset(["августа", "дана", "динара", "май", "мира", "нея", "тур", "ума"])
"""Names of Mimesis that pages print more often as words."""
LAST_LATIN = "\u024f"


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


def of_mimesis() -> Iterable[str]:
    """The given names of Mimesis in other scripts than Latin."""
    for path in (Path(mimesis.__file__).parent / "datasets").glob("*/person.json"):
        if path.parent.name not in UNSPACED:
            given = json.loads(path.read_text(encoding="utf-8")).get("names", {})
            listed = given.values() if isinstance(given, dict) else [given]
            yield from (name for names in listed for name in names if name[:1] > LAST_LATIN and name.lower() not in RATHER_WORDS)


def main() -> None:
    """Write the file: one name a line, lower case, sorted."""
    names: set[str] = {name.lower().strip() for name in of_mimesis()}
    for listed in tomllib.loads(MORE.read_text(encoding="utf-8")).values():
        names.update(listed.split())
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for field in dir(provider):
            if field.startswith("first_name") or (module.name in FAMILY_FIRST and field.startswith("last_name")):
                value = getattr(provider, field)
                if not callable(value):
                    names.update(name.lower().strip() for name in flat(value))
    kept = sorted(name for name in names if all(map(is_of_word, name)) and 2 < len(name) < 15)
    kept = sorted({*kept, *FAMILIES.split()})
    TARGET.write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} names: {TARGET}")


if __name__ == "__main__":
    main()
