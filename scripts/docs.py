"""Write the generated docs, or with --check tell which of them no longer equal the code.

docs/cli.md comes from the help of the command, docs/schema.md from the records, and the block between `<!-- bench -->` and
`<!-- /bench -->` of README.md from bench/results.json.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from pagestrata.records import SCHEMA_VERSION, Category, EncodingSource, Kind, LanguageSource, PageType, Role
from pagestrata.schema import KEYS, TABLES, columns

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ("build", "check", "inspect", "schema")
VOCABULARIES = (Role, Category, Kind, PageType, LanguageSource, EncodingSource)
BENCH_BLOCK = re.compile(r"(?<=<!-- bench -->\n).*?(?=<!-- /bench -->)", re.DOTALL)


def _help(*arguments: str) -> str:
    environment = os.environ | {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "pagestrata", *arguments, "--help"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def cli_page() -> str:
    """docs/cli.md: what the command and each subcommand say of themselves."""
    parts = ["# The command\n\nWritten by `make docs` from the command's own help.\n", f"```text\n{_help()}\n```\n"]
    parts += [f"## pagestrata {name}\n\n```text\n{_help(name)}\n```\n" for name in COMMANDS]
    return "\n".join(parts)


def schema_page() -> str:
    """docs/schema.md: the columns of each table and the values of each vocabulary."""
    parts = [
        "# The tables\n",
        f"Written by `make docs` from `src/pagestrata/records.py`; schema version {SCHEMA_VERSION}. Offsets count Unicode code points of",
        "`pages.text`, ends are exclusive. JSON Schemas are in `schema/`.\n",
    ]
    for table, record in TABLES.items():
        parts += [f"## {table}\n", f"{(record.__doc__ or '').strip()} Key: `{KEYS[table]}`.\n"]
        parts += ["| column | type | null | meaning |", "| --- | --- | --- | --- |"]
        parts += [
            f"| `{column.name}` | `{column.type}` | {'yes' if column.nullable else ''} | {column.description} |"
            for column in columns(record)
        ]
        parts.append("")
    parts.append("## Vocabularies\n")
    for vocabulary in VOCABULARIES:
        parts += [f"**{vocabulary.__name__}.** {vocabulary.__doc__} " + ", ".join(f"`{value}`" for value in vocabulary) + ".\n"]
    return "\n".join(parts)


def readme_page() -> str:
    """README.md with its block of figures made anew, as far as figures have been measured."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    results = ROOT / "bench" / "results.json"
    if not results.is_file():
        return text
    table = json.loads(results.read_text(encoding="utf-8"))["readme"]
    lines = [" | ".join(["", *row, ""]).strip() for row in (table["head"], ["---"] * len(table["head"]), *table["rows"])]
    return BENCH_BLOCK.sub(lambda _: "\n".join(lines) + "\n", text)


PAGES = {"docs/cli.md": cli_page, "docs/schema.md": schema_page, "README.md": readme_page}


def main(arguments: list[str]) -> int:
    """Write the pages or compare them; 1 if any differs."""
    stale = []
    for name, make in PAGES.items():
        path, text = ROOT / name, make()
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    for name in stale:
        print(f"error: {name} no longer equals the code: run `make docs`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
