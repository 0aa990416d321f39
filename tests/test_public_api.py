from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pagestrata
import pagestrata.parse.lines
from pagestrata.parse import page

TYPED_USE = Path(__file__).parent / "typing" / "api.py"
HEAVY = {"datasets", "langdetect", "numpy", "pandas", "pyarrow", "rich"}


def test_public_names() -> None:
    assert pagestrata.__all__ == [
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


def test_every_public_name_is_there() -> None:
    assert dir(pagestrata) == sorted(pagestrata.__all__)
    assert all(getattr(pagestrata, name) is not None for name in pagestrata.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(pagestrata, "strata")


def test_functions_win_over_the_modules_of_their_name() -> None:
    assert pagestrata.parse.__module__ == "pagestrata.parse.page"
    assert pagestrata.build.__module__ == "pagestrata.build"
    assert pagestrata.load.__module__ == "pagestrata.load"


def test_modules_below_a_function_are_imported_from_their_package() -> None:
    assert page.parse is pagestrata.parse
    assert b"pagestrata.parse.page" in pickle.dumps(pagestrata.parse)


def test_importing_the_package_or_asking_for_help_imports_nothing_heavy() -> None:
    code = f"""
import sys
from pagestrata.cli import run
assert run(["--help"]) == 0
assert run(["build", "--help"]) == 0
print("heavy:", sorted({HEAVY!r} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_reading_and_checking_a_dataset_load_neither_parser_nor_readers_of_pages() -> None:
    code = """
import sys, pagestrata
pagestrata.load, pagestrata.check
print("loaded:", [name for name in sorted(sys.modules) if name.startswith(("pagestrata.parse", "pagestrata.sources"))])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_user_code_type_checks() -> None:
    command = [sys.executable, "-m", "mypy", "--strict", str(TYPED_USE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert done.returncode == 0, done.stdout
