"""The README's commands and examples do what they say: they are run, and what they print is compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pagestrata import BuildConfig, build, check

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
MADE_ELSEWHERE = re.compile(r"(make|git|pip) ")


def _clone(directory: Path) -> Path:
    """What the examples read, and a directory to put before PATH in which `pagestrata` is this checkout's."""
    for name in ("seeds", "docs"):
        shutil.copytree(ROOT / name, directory / name)
    command = directory / "bin" / "pagestrata"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m pagestrata "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return command.parent


@pytest.mark.skipif(os.name == "nt", reason="the blocks are for a POSIX shell")
def test_the_examples_print_what_the_readme_says(tmp_path: Path) -> None:
    bin_directory = _clone(tmp_path)
    environment = os.environ | {
        "PATH": f"{bin_directory}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HF_DATASETS_CACHE": str(tmp_path / "cache"),
        "HF_HUB_OFFLINE": "1",
    }
    run = 0
    for language, code, expected in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        if language == "sh" and all(MADE_ELSEWHERE.match(line) for line in code.splitlines()):
            continue
        command = [sys.executable, "-c", code] if language == "python" else ["sh", "-e", "-c", code]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{code}\n{done.stderr}"
        assert not expected or done.stdout.rstrip("\n") == expected.rstrip("\n"), code
        run += 1
    assert run >= 4


def test_the_template_of_a_card_is_one(tmp_path: Path) -> None:
    (template,) = re.findall(r"^```jinja\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "card.md").write_text(template, encoding="utf-8")
    build(ROOT / "docs" / "sample_page.txt", tmp_path / "made", BuildConfig(version="1.0.0", name="harbours", card=tmp_path / "card.md"))
    card = (tmp_path / "made" / "README.md").read_text(encoding="utf-8")
    assert "\nlicense: cc-by-4.0\n" in card
    assert "\n# harbours 1.0.0\n" in card
    assert "\n* `articles`, 1 rows: The article of a page. schema_version, article_id" in card
    assert check(tmp_path / "made").failures == ()


def test_the_examples_with_the_package_type_check(tmp_path: Path) -> None:
    blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    (code,) = (code for language, code, _ in blocks if language == "python" and "import pagestrata" in code)
    example = tmp_path / "example.py"
    example.write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", str(example)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout
