"""What a reader of croissant.json rests on: files of the newest version, a media type that it knows, columns that the files have."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pagestrata import BuildConfig
from pagestrata.build import build
from pagestrata.dataset.check import check
from pagestrata.dataset.manifest import Manifest, read_manifest
from pagestrata.schema import TABLES

SEEDS = Path(__file__).parents[1] / "seeds"
SMALL = BuildConfig(version="9.0.0", shard_bytes=500)
READABLE = "application/x-parquet"

Described = tuple[Path, Manifest, dict[str, Any]]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Described:
    """A dataset of two versions and several shards, its newest manifest and its croissant.json."""
    raw, root = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("made") / "harbour"
    for path in SEEDS.glob("*.txt"):
        shutil.copy(path, raw)
    build(raw, root, SMALL)
    for path in sorted(raw.iterdir())[:2]:
        path.write_text(path.read_text(encoding="utf-8") + "\nAll rights reserved\n", encoding="utf-8")
    build(raw, root, replace(SMALL, version="10.0.0"))
    return root, read_manifest(root), json.loads((root / "croissant.json").read_bytes())


def distribution(described: Described, kind: str) -> dict[str, dict[str, Any]]:
    return {entry["@id"]: entry for entry in described[2]["distribution"] if entry["@type"] == kind}


def leaves(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        if "subField" in field:
            yield from leaves(field["subField"])
        else:
            yield field


def member(schema: pa.Schema, source: dict[str, Any]) -> pa.DataType:
    """The type of what a source points at; an error where there is no such column, or no such member of it."""
    kind = schema.field(source["extract"]["column"]).type
    for name in source.get("transform", {}).get("jsonPath", "$").split(".")[1:]:
        kind = (kind.value_type if pa.types.is_list(kind) else kind).field(name).type
    return kind


def test_record_sets_read_the_rows_of_the_newest_version_and_no_others(described: Described) -> None:
    root, manifest, document = described
    on_disk = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    sets = distribution(described, "cr:FileSet")
    assert [record_set["@id"] for record_set in document["recordSet"]] == list(TABLES)
    for record_set in document["recordSet"]:
        table = record_set["@id"]
        (name,) = {field["source"]["fileSet"]["@id"] for field in leaves(record_set["field"])}
        found = [path for path in on_disk if any(fnmatchcase(path, pattern) for pattern in sets[name]["includes"])]
        assert sorted(found) == sorted(file.path for file in manifest.tables[table].files)
        assert 1 < len(found) < len(list((root / table).iterdir()))
        assert sum(pq.read_metadata(root / path).num_rows for path in found) == manifest.tables[table].rows
        assert "containedIn" not in sets[name]


def test_files_are_told_with_a_media_type_that_readers_know(described: Described) -> None:
    root, manifest, document = described
    assert {entry["encodingFormat"] for entry in document["distribution"]} == {READABLE}
    objects = distribution(described, "cr:FileObject")
    assert set(objects) == {file.path for table in manifest.tables.values() for file in table.files}
    for entry in objects.values():
        content = (root / entry["contentUrl"]).read_bytes()
        assert (entry["sha256"], entry["contentSize"]) == (sha256(content).hexdigest(), f"{len(content)} B")


def test_every_field_is_a_column_or_a_member_of_one(described: Described) -> None:
    root, manifest, document = described
    for record_set in document["recordSet"]:
        schema = pq.read_schema(root / manifest.tables[record_set["@id"]].files[0].path)
        assert [field["@id"].split("/")[1] for field in record_set["field"]] == schema.names
        for field in leaves(record_set["field"]):
            kind = member(schema, field["source"])
            assert not pa.types.is_struct(kind)
            assert pa.types.is_list(kind) == field.get("repeated", False)


def test_members_of_structs_are_read_from_the_column_that_holds_them(described: Described) -> None:
    fields = {field["@id"]: field for record_set in described[2]["recordSet"] for field in leaves(record_set["field"])}
    for name, column, path in (("pages/source/file", "source", "$.file"), ("articles/blocks/role", "blocks", "$.role")):
        source = fields[name]["source"]
        assert (source["extract"], source["transform"]) == ({"column": column}, {"jsonPath": path})
    assert "transform" not in fields["comments/text"]["source"]


def test_the_licence_is_a_file_of_the_dataset_and_no_moment_is_told(described: Described) -> None:
    root, _, document = described
    assert (root / document["license"]).is_file()
    assert "datePublished" not in document
    assert check(root).ok
