"""The card: README.md of the dataset directory, rendered from a Jinja2 template and the newest manifest.

Its front matter is what `load_dataset` reads. Every data file is listed by name: with a glob, `datasets` returns cached
rows of another state or another folder. A table without rows is no config, for an empty config breaks loading.
"""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import yaml
from jinja2 import Environment, StrictUndefined, Template, TemplateError
from jinja2.meta import find_undeclared_variables

from pagestrata.dataset.manifest import Manifest
from pagestrata.errors import ConfigError
from pagestrata.records import SCHEMA_VERSION
from pagestrata.schema import DEFAULT_TABLE, TABLES, Column, columns, describe, features

SPLIT: Final = "train"
"""The one split of every config: the name that `datasets` gives to data that is not split."""

_SIZES: Final = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"),
    (10**9, "100M<n<1B"),
    (10**10, "1B<n<10B"),
    (10**11, "10B<n<100B"),
    (10**12, "100B<n<1T"),
)
_LARGEST: Final = "n>1T"
"""The words of the Hub for numbers of rows (`size_categories.json` of `datasets`)."""
# What a file and the expressions in a template may raise beside Jinja's own errors; ValueError is that of a file that is not UTF-8.
_FAULTS: Final = (OSError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_TEMPLATE: Final = "<template>"
"""What Jinja calls a template made of a string in tracebacks."""
_SEEN: Final = frozenset(("front_matter", "manifest", "tables", "default_table", "schema_version"))
"""What a template sees."""
_CLOSED: Final = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
DERIVED: Final = ("language", "size_categories", "configs", "dataset_info")
"""Members of the front matter that follow from the tables; name, licence, tags and others are for the owner to change."""

_HUB_LANGUAGES: Final = {"zh-cn": "zh", "zh-tw": "zh"}


@dataclass(frozen=True, slots=True)
class CardTable:
    """What a template may say of a table."""

    name: str
    rows: int
    description: str
    columns: tuple[Column, ...]


def card_tables(manifest: Manifest) -> tuple[CardTable, ...]:
    """The tables as a template sees them, empty ones included."""
    return tuple(
        CardTable(name, manifest.tables[name].rows, describe(record).splitlines()[0], columns(record)) for name, record in TABLES.items()
    )


def filled_tables(manifest: Manifest) -> tuple[str, ...]:
    """Names of the tables that have rows: the configs of the card."""
    return tuple(name for name in TABLES if manifest.tables[name].rows)


def default_table(manifest: Manifest) -> str:
    """The config that is loaded when none is named: articles, or the first that has rows."""
    filled = filled_tables(manifest)
    return DEFAULT_TABLE if DEFAULT_TABLE in filled or not filled else filled[0]


def _configs(manifest: Manifest) -> list[dict[str, Any]]:
    configs = []
    for name in filled_tables(manifest):
        paths = [file.path for file in manifest.tables[name].files]
        config: dict[str, Any] = {"config_name": name, "version": manifest.version}
        if name == default_table(manifest):
            config["default"] = True
        configs.append(config | {"data_files": [{"split": SPLIT, "path": paths}]})
    return configs


def _infos(manifest: Manifest) -> list[dict[str, Any]]:
    infos = []
    for name in filled_tables(manifest):
        table = manifest.tables[name]
        size = sum(file.bytes for file in table.files)
        infos.append(
            {
                "config_name": name,
                "features": features(name)._to_yaml_list(),
                "splits": [{"name": SPLIT, "num_bytes": size, "num_examples": table.rows}],
                "download_size": size,
                "dataset_size": size,
            }
        )
    return infos


def front_matter(manifest: Manifest) -> dict[str, Any]:
    """The card's front matter.

    Args:
        manifest: the newest version's.

    Returns:
        The members of the Hub's dataset card metadata.
    """
    pages = manifest.tables["pages"].rows
    known = {_HUB_LANGUAGES.get(code, code) for code in manifest.languages if code != "und"}
    meta: dict[str, Any] = {"pretty_name": manifest.name, "license": "other"}
    if known:
        meta["language"] = sorted(known)
    meta["size_categories"] = [next((name for limit, name in _SIZES if pages < limit), _LARGEST)]
    meta["tags"] = ["web", "boilerplate-removal", "comments", "pagestrata"]
    if filled_tables(manifest):
        meta |= {"configs": _configs(manifest), "dataset_info": _infos(manifest)}
    return meta


def _yaml(matter: dict[str, Any]) -> str:
    text: str = yaml.safe_dump(matter, sort_keys=False, allow_unicode=True, width=120)
    return text


def _own_members(text: str, name: str) -> dict[str, Any]:
    """What a template adds to the front matter, or says in place of it."""
    try:
        own = yaml.safe_load(text)
    except (ValueError, RecursionError, yaml.YAMLError) as error:  # a ValueError: a day that the calendar lacks
        raise ConfigError(f"card template {name!r}: what stands behind front_matter is no YAML: {' '.join(str(error).split())}") from error
    if own is None:
        return {}
    if not isinstance(own, dict):
        raise ConfigError(f"card template {name!r}: behind front_matter write lines as `license: cc-by-4.0`, not {text.strip()!r}")
    if derived := [member for member in DERIVED if member in own]:
        raise ConfigError(f"card template {name!r}: {derived[0]!r} follows from the tables: leave it out")
    return own


def _with_own_members(card: str, matter: dict[str, Any], name: str) -> str:
    """A rendered card whose front matter holds each member once, the template's own before what is derived."""
    begin = f"---\n{_yaml(matter)}"
    closed = _CLOSED.search(card, len(begin)) if card.startswith(begin) else None
    if closed is None:
        raise ConfigError(
            f"card template {name!r} must begin with the line `---` and the line `{{{{ front_matter }}}}---`; lines of your own, as "
            "`license: cc-by-4.0`, may stand behind `{{ front_matter }}`, before a line `---`"
        )
    return f"---\n{_yaml(matter | _own_members(card[len(begin) : closed.start()], name))}---\n{card[closed.end() :]}"


def _fault(error: Exception, name: str) -> ConfigError:
    """What is wrong with a template, and where."""
    if isinstance(error, UnicodeDecodeError):
        return ConfigError(f"card template {name!r}: byte {error.start} is not valid utf-8: write the file in that")
    lines = [str(entry.lineno) for entry in traceback.extract_tb(error.__traceback__) if entry.filename == _TEMPLATE]
    line = getattr(error, "lineno", None) or (lines[-1] if lines else None)
    return ConfigError(f"card template {name!r}{f', line {line}' if line else ''}: {error}")


def _read(template: Path | Traversable) -> str:
    return template.read_text(encoding="utf-8").removeprefix("\ufeff")


def _parsed(text: str, name: str) -> Template:
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701
    unknown = find_undeclared_variables(environment.parse(text)) - _SEEN
    if unknown and "defined" not in text:
        raise ConfigError(f"card template {name!r}: {min(unknown)!r} is undefined; a template sees {', '.join(sorted(_SEEN))}")
    return environment.from_string(text)


def check_template(template: Path | None) -> None:
    """Look at a template before there is a manifest to render it with.

    Args:
        template: a Jinja2 file; None for the packaged one.

    Raises:
        ConfigError: it cannot be read, is no template, or asks for what no template sees.
    """
    if template is None:
        return
    try:
        _parsed(_read(template), str(template))
    except (TemplateError, *_FAULTS) as error:
        raise _fault(error, str(template)) from error


def render_card(manifest: Manifest, template: Path | None = None) -> str:
    """Render the card.

    A template sees `front_matter` (YAML, ends in a line break), `manifest`, `tables` (see CardTable), `default_table`
    and `schema_version`. Between the front matter and the line `---` that ends it there may be members of its own (`license`, `tags`).

    Args:
        manifest: the newest version's.
        template: a Jinja2 file; None takes the packaged one.

    Returns:
        The text of README.md.

    Raises:
        ConfigError: the template has a fault, leaves the front matter out, or has members of its own that are no YAML or follow from the
            tables.
    """
    packaged = files("pagestrata.dataset") / "templates" / "card.md.j2"
    name = str(template or packaged.name)
    matter = front_matter(manifest)
    try:
        card = _parsed(_read(template or packaged), name).render(
            front_matter=_yaml(matter),
            manifest=manifest,
            tables=card_tables(manifest),
            default_table=default_table(manifest),
            schema_version=SCHEMA_VERSION,
        )
    except (TemplateError, *_FAULTS) as error:
        raise _fault(error, name) from error
    return _with_own_members(card, matter, name)
