"""pagestrata separates raw web pages into articles, comments and boilerplate, and ships them as a versioned Parquet dataset.

This room holds the public names and nothing else: each is imported from where it lives when it is first used, so that
`import pagestrata` costs next to nothing. A name that is not in `__all__` is private to the project.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pagestrata.build import BuildReport, build
    from pagestrata.config import BuildConfig, Columns, ParseConfig
    from pagestrata.dataset.check import CheckReport, check
    from pagestrata.errors import (
        ConfigError,
        DatasetError,
        InputError,
        OutputError,
        PagestrataError,
        RejectedError,
        WeightsError,
        WorkerError,
    )
    from pagestrata.load import load
    from pagestrata.parse.page import parse, parse_html
    from pagestrata.records import (
        SCHEMA_VERSION,
        Article,
        Block,
        Boilerplate,
        Category,
        Comment,
        EncodingSource,
        Kind,
        LanguageSource,
        Page,
        PageType,
        ParsedPage,
        Rejection,
        Role,
        Source,
    )

__version__ = "0.39.0"

__all__ = [
    "SCHEMA_VERSION",
    "Article",
    "Block",
    "Boilerplate",
    "BuildConfig",
    "BuildReport",
    "Category",
    "CheckReport",
    "Columns",
    "Comment",
    "ConfigError",
    "DatasetError",
    "EncodingSource",
    "InputError",
    "Kind",
    "LanguageSource",
    "OutputError",
    "Page",
    "PageType",
    "PagestrataError",
    "ParseConfig",
    "ParsedPage",
    "RejectedError",
    "Rejection",
    "Role",
    "Source",
    "WeightsError",
    "WorkerError",
    "__version__",
    "build",
    "check",
    "load",
    "parse",
    "parse_html",
]

_ERRORS = ("ConfigError", "DatasetError", "InputError", "OutputError", "PagestrataError", "RejectedError", "WeightsError", "WorkerError")
_HOMES = {
    "BuildConfig": "pagestrata.config",
    "BuildReport": "pagestrata.build",
    "CheckReport": "pagestrata.dataset.check",
    "Columns": "pagestrata.config",
    "ParseConfig": "pagestrata.config",
    "build": "pagestrata.build",
    "check": "pagestrata.dataset.check",
    "load": "pagestrata.load",
    "parse": "pagestrata.parse.page",
    "parse_html": "pagestrata.parse.page",
} | dict.fromkeys(_ERRORS, "pagestrata.errors")


def __getattr__(name: str) -> object:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value: object = getattr(import_module(_HOMES.get(name, "pagestrata.records")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    # Importing a submodule binds it in its parent: without this, `pagestrata.parse` would be the function or the
    # subpackage of that name, by which of the two was used first. A module below goes by `from pagestrata.parse import page`;
    # `import pagestrata.parse.page as page` asks the function for it. A subpackage that can be called would serve both, but
    # not be sent to the workers of a pool, as the function can.
    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
