"""Loading, as users do it: in a fresh process, with sockets blocked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pagestrata.errors import DatasetError
from pagestrata.load import load
from pagestrata.records import ParsedPage
from pagestrata.schema import TABLES, features

Publish = Callable[..., Path]
Strata = Callable[..., ParsedPage]

_OFFLINE = """
import json, socket, sys
from datetime import datetime

def refuse(*arguments, **options):
    raise AssertionError("a socket was opened")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
from datasets import load_dataset
"""

_LOAD = """
for path, config in json.loads(sys.argv[1]):
    loaded = load_dataset(path, config) if config else load_dataset(path)
    rows = loaded["train"]
    print(json.dumps({"features": str(rows.features), "splits": list(loaded), "rows": rows.to_list()}, default=datetime.isoformat))
"""


def fresh(program: str, *arguments: str, cache: Path | None = None) -> list[str]:
    environment = os.environ | ({"HF_HOME": str(cache)} if cache is not None else {})
    done = subprocess.run(
        [sys.executable, "-c", _OFFLINE + program, *arguments], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def load_fresh(*wanted: tuple[Path, str | None], cache: Path | None = None) -> list[dict[str, Any]]:
    lines = fresh(_LOAD, json.dumps([(str(path), config) for path, config in wanted]), cache=cache)
    return [json.loads(line) for line in lines]


def test_the_four_configs_have_the_right_types_and_values(published: Publish, strata: Strata, tmp_path: Path) -> None:
    pages = sorted((strata(i) for i in range(3)), key=lambda parsed: parsed.page.page_id)
    root = published(pages, tmp_path / "harbour")
    wanted: dict[str, list[Any]] = {
        "pages": [parsed.page for parsed in pages],
        "articles": [parsed.article for parsed in pages],
        "comments": [comment for parsed in pages for comment in parsed.comments],
        "boilerplate": [segment for parsed in pages for segment in parsed.boilerplate],
    }
    loaded = load_fresh(*((root, table) for table in TABLES), (root, None), cache=tmp_path / "cache")
    for table, found in zip(TABLES, loaded, strict=False):
        assert found["features"] == str(features(table))
        assert found["splits"] == ["train"]
        assert found["rows"] == [json.loads(record.model_dump_json()) for record in wanted[table] if record is not None]
    assert loaded[-1] == loaded[1]


def test_a_rebuild_is_seen_by_a_fresh_process(published: Publish, strata: Strata, tmp_path: Path) -> None:
    root, cache = tmp_path / "harbour", tmp_path / "cache"
    published([strata(0), strata(1)], root)
    (before,) = load_fresh((root, "comments"), cache=cache)
    published([strata(0), strata(1, with_comments=False)], root, "2.0.0")
    (after,) = load_fresh((root, "comments"), cache=cache)
    shutil.rmtree(root)
    published([strata(2), strata(3)], root)
    (anew,) = load_fresh((root, "comments"), cache=cache)
    assert [len(found["rows"]) for found in (before, after, anew)] == [4, 2, 4]
    assert {row["page_id"] for row in anew["rows"]} == {strata(2).page.page_id, strata(3).page.page_id}


def test_two_datasets_of_one_folder_name_do_not_mix(published: Publish, strata: Strata, tmp_path: Path) -> None:
    roots = [published([strata(i)], tmp_path / str(i) / "harbour") for i in range(2)]
    found = load_fresh(*((root, "pages") for root in roots), cache=tmp_path / "cache")
    assert [row["page_id"] for loaded in found for row in loaded["rows"]] == [strata(i).page.page_id for i in range(2)]


def test_without_any_comment_the_other_tables_load(published: Publish, strata: Strata, tmp_path: Path) -> None:
    root = published([strata(0, with_comments=False)], tmp_path / "harbour")
    found = load_fresh((root, None), (root, "pages"), (root, "boilerplate"), cache=tmp_path / "cache")
    assert [len(loaded["rows"]) for loaded in found] == [1, 1, 2]
    card = (root / "README.md").read_text()
    assert "config_name: comments" not in card
    assert "no row in `comments`" in card
    empty = load(root, "comments")
    assert (len(empty), empty.features) == (0, features("comments"))


def test_load_gives_any_version(published: Publish, strata: Strata, tmp_path: Path) -> None:
    root = published([strata(0)], tmp_path / "harbour")
    published([strata(0), strata(1)], root, "1.1.0")
    assert [len(load(root, "articles", version)) for version in ("1.0.0", "1.1.0", None)] == [1, 2, 2]
    assert load(root).features == features("articles")
    assert load(root, "comments", "1.0.0")["author"] == ["Ann", "Bob"]


def test_load_is_offline_and_does_not_depend_on_the_working_directory(published: Publish, strata: Strata, tmp_path: Path) -> None:
    published([strata(0)], tmp_path / "harbour")
    program = "import os; from pagestrata import load; os.chdir(sys.argv[1]); print(len(load('harbour', 'comments')))"
    assert fresh(program, str(tmp_path), cache=tmp_path / "cache") == ["2"]


def test_what_cannot_be_loaded_is_one_line(published: Publish, strata: Strata, tmp_path: Path) -> None:
    root = published([strata(0)], tmp_path / "harbour")
    with pytest.raises(DatasetError, match="no table 'words'"):
        load(root, "words")
    with pytest.raises(DatasetError, match=r"no version '9.0.0': take one of 1.0.0"):
        load(root, version="9.0.0")
    with pytest.raises(DatasetError, match="holds no dataset"):
        load(tmp_path)
    next((root / "pages").glob("*.parquet")).unlink()
    with pytest.raises(DatasetError, match="is missing from"):
        load(root, "pages")
    (root / "versions" / "1.0.0.json").write_text("{}")
    with pytest.raises(DatasetError, match="cannot be read") as caught:
        load(root, "pages")
    assert "\n" not in str(caught.value)


def select(query: str) -> list[Any]:
    relation = duckdb.sql(f"SELECT {query}")
    assert relation is not None
    return relation.fetchall()


def test_duckdb_reads_the_same_values(published: Publish, strata: Strata, tmp_path: Path) -> None:
    page = strata(0)
    root = published([page], tmp_path / "harbour")
    assert select(f"author, text, depth, posted_at FROM '{root}/comments/*.parquet' ORDER BY position") == [
        ("Ann", "It always does.", 0, None),
        ("Bob", "Not in winter.", 1, None),
    ]
    assert select(f"unnest(blocks).role, authors FROM '{root}/articles/*.parquet'") == [
        ("title", ["Ann Ferris", "Bo Quay"]),
        ("paragraph", ["Ann Ferris", "Bo Quay"]),
    ]
    assert select(f"page_id FROM '{root}/pages/*.parquet' WHERE url = '{page.page.url}'") == [(page.page.page_id,)]


def test_polars_reads_the_same_values(published: Publish, strata: Strata, tmp_path: Path) -> None:
    root = published([strata(0)], tmp_path / "harbour")
    frame = pl.read_parquet(root / "articles" / "*.parquet")
    assert frame["authors"].to_list() == [["Ann Ferris", "Bo Quay"]]
    assert frame.schema["published_at"] == pl.Datetime("us")


@pytest.mark.parametrize("name", ["run[1]", "run*", "run?1"])
def test_a_directory_whose_name_is_a_pattern(published: Publish, strata: Strata, tmp_path: Path, name: str) -> None:
    published([strata(i) for i in range(3)], tmp_path / "run1")
    root = published([strata(7)], tmp_path / name)
    assert len(load(root, "pages")) == 1
