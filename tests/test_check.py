from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pagestrata import BuildConfig
from pagestrata.build import build
from pagestrata.dataset.card import front_matter
from pagestrata.dataset.check import CheckReport, check
from pagestrata.dataset.failure import MAX_SHOWN
from pagestrata.dataset.manifest import read_manifest
from pagestrata.dataset.rowhash import add_hashes, hash_text, row_hash
from pagestrata.errors import DatasetError
from pagestrata.load import load
from pagestrata.records import ParsedPage
from pagestrata.schema import arrow_schema, json_schemas

Publish = Callable[..., Path]
Rows = list[dict[str, Any]]


@pytest.fixture
def dataset(published: Publish, strata: Callable[..., ParsedPage], tmp_path: Path) -> Path:
    return published([strata(i) for i in range(4)], tmp_path / "harbour")


def only_file(root: Path, table: str) -> Path:
    (path,) = (root / table).glob("*.parquet")
    return path


def edit_manifest(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = root / "versions" / "1.0.0.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def sign(root: Path, table: str, rows: Rows) -> None:
    """Makes the manifest agree with a forged file, so that nothing but the forgery itself can give it away."""
    path = only_file(root, table)

    def change(manifest: dict[str, Any]) -> None:
        entry = manifest["tables"][table]
        entry["files"][0] |= {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size, "rows": len(rows)}
        entry |= {"rows": len(rows), "row_hash": hash_text(add_hashes(map(row_hash, rows)))}

    edit_manifest(root, change)


def forge(root: Path, table: str, change: Callable[[Rows], object], schema: pa.Schema | None = None) -> None:
    path = only_file(root, table)
    rows = pq.ParquetFile(path).read().to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema or arrow_schema(table)), path, write_page_checksum=True)
    sign(root, table, rows)


def failures(root: Path, code: str) -> list[str]:
    return [str(failure) for failure in check(root).failures if failure.code == code]


def codes(report: CheckReport) -> set[str]:
    return {failure.code for failure in report.failures}


def test_a_whole_dataset_has_no_failure(dataset: Path) -> None:
    report = check(dataset)
    assert report.failures == ()
    assert report.ok
    assert report.versions == ("1.0.0",)
    assert report.files == 4
    assert report.rows == {"pages": 4, "articles": 4, "comments": 8, "boilerplate": 12}


def test_a_forgery_that_changes_nothing_passes(dataset: Path) -> None:
    forge(dataset, "comments", lambda _: None)
    assert codes(check(dataset)) <= {"card", "front"}


@pytest.mark.parametrize("table", ["pages", "articles", "comments", "boilerplate"])
def test_any_flipped_byte_is_found(dataset: Path, table: str) -> None:
    path = only_file(dataset, table)
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 9)):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        path.write_bytes(bytes(damaged))
        assert any(path.name in failure for failure in failures(dataset, "sha256")), place


def test_a_flipped_byte_of_data_fails_its_page_checksum_too(dataset: Path) -> None:
    path = only_file(dataset, "pages")
    metadata = pq.read_metadata(path)
    column = metadata.row_group(0).column(arrow_schema("pages").names.index("text") + 1)
    damaged = bytearray(path.read_bytes())
    damaged[column.dictionary_page_offset + column.total_compressed_size // 2] ^= 1
    path.write_bytes(bytes(damaged))
    assert codes(check(dataset)) == {"sha256", "page_crc"}


def test_a_missing_shard(dataset: Path) -> None:
    path = only_file(dataset, "comments")
    path.unlink()
    assert failures(dataset, "missing") == [f"missing: comments/{path.name}: the file is missing"]
    assert codes(check(dataset)) == {"missing", "card"}


@pytest.mark.parametrize(
    "path", ["../other/pages/00000-0123456789ab.parquet", "/srv/pages/00000-0123456789ab.parquet", "pages/../../x.parquet"]
)
def test_a_file_outside_of_the_dataset_is_no_part_of_it(dataset: Path, path: str) -> None:
    edit_manifest(dataset, lambda manifest: manifest["tables"]["pages"]["files"][0].update(path=path))
    assert codes(check(dataset)) >= {"manifest"}


def test_a_truncated_shard(dataset: Path) -> None:
    path = only_file(dataset, "comments")
    path.write_bytes(path.read_bytes()[:-100])
    assert {"sha256", "unreadable"} <= codes(check(dataset))


def test_a_changed_row_count(dataset: Path) -> None:
    edit_manifest(dataset, lambda manifest: manifest["tables"]["comments"]["files"][0].update(rows=9))
    (in_file, in_total) = failures(dataset, "row_count")
    assert "8 rows, the manifest says 9" in in_file
    assert "comments: 8 rows, but its files are listed with 9" in in_total


def test_a_lost_row(dataset: Path) -> None:
    forge(dataset, "comments", lambda rows: rows.pop())
    assert any("n_comments is 2, there are 1" in failure for failure in failures(dataset, "promise"))


def test_a_broken_parent(dataset: Path) -> None:
    forge(dataset, "comments", lambda rows: rows[1].update(parent_id="nobody"))
    (failure,) = failures(dataset, "promise")
    assert "its parent nobody is no comment of this page" in failure
    assert only_file(dataset, "pages").name in failure


def test_a_parent_on_another_page(dataset: Path) -> None:
    forge(dataset, "comments", lambda rows: rows[1].update(parent_id=rows[2]["comment_id"]))
    assert any("is no comment of this page" in failure for failure in failures(dataset, "promise"))


def test_a_page_that_is_not_there(dataset: Path) -> None:
    forge(dataset, "boilerplate", lambda rows: rows[0].update(page_id="0" * 32))
    (failure,) = failures(dataset, "foreign_key")
    assert f"boilerplate/{only_file(dataset, 'boilerplate').name}, row 0" in failure


def test_an_overlapping_span(dataset: Path) -> None:
    def widen(rows: Rows) -> None:
        rows[0]["end"] += len("\n\n  Bob")

    forge(dataset, "comments", widen)
    assert any("overlaps" in failure for failure in failures(dataset, "promise"))


def test_text_in_no_span(dataset: Path) -> None:
    def narrow(rows: Rows) -> None:
        rows[0]["start"] += 1

    forge(dataset, "comments", narrow)
    (failure,) = failures(dataset, "promise")
    assert "is in no span" in failure


@pytest.mark.parametrize(
    ("table", "field", "value", "message"),
    [
        ("comments", "text", "It never does.", "text is not pages.text[body_start:body_end]"),
        ("boilerplate", "text", "Harbor news", "text is not pages.text[start:end]"),
        ("articles", "text", "It waited for the tide.", "text is not the text of its body blocks"),
        ("comments", "depth", 3, "does not follow from its parent"),
        ("comments", "body_end", 100_000, "the body is not inside the comment"),
        ("pages", "n_chars", 7, "n_chars is 7"),
        ("pages", "n_comments", 7, "n_comments is 7"),
        ("pages", "encoding", "utf-16", "text does not encode back to the raw bytes"),
        ("pages", "encoding", "utf-99", "text cannot be encoded by 'utf-99'"),
        ("boilerplate", "position", 5, "positions of the boilerplate are not"),
    ],
)
def test_a_value_that_contradicts_the_page(dataset: Path, table: str, field: str, value: object, message: str) -> None:
    forge(dataset, table, lambda rows: rows[0].update({field: value}))
    assert any(message in failure for failure in failures(dataset, "promise"))


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [("comments", "kind", "rant"), ("comments", "author", ""), ("pages", "language_score", 1.5), ("articles", "n_words", -1)],
)
def test_a_value_outside_its_vocabulary_or_limits(dataset: Path, table: str, field: str, value: object) -> None:
    forge(dataset, table, lambda rows: rows[2].update({field: value}))
    (failure,) = failures(dataset, "value")
    assert failure.startswith(f"value: {table}/{only_file(dataset, table).name}, row 2: {field}: ")


def test_a_key_that_stands_twice(dataset: Path) -> None:
    forge(dataset, "boilerplate", lambda rows: rows[1].update(boilerplate_id=rows[0]["boilerplate_id"]))
    (failure,) = failures(dataset, "key")
    assert "stands in row 0 already" in failure


def test_rows_out_of_order(dataset: Path) -> None:
    forge(dataset, "pages", lambda rows: rows.reverse())
    assert len(failures(dataset, "order")) == 1


def test_a_page_with_two_articles(dataset: Path) -> None:
    forge(dataset, "articles", lambda rows: rows.append(rows[-1] | {"article_id": f"{rows[-1]['page_id']}-b"}))
    assert any("has 2 articles" in failure for failure in failures(dataset, "promise"))


def test_languages_are_counted(dataset: Path) -> None:
    edit_manifest(dataset, lambda manifest: manifest["languages"].update(en=manifest["languages"]["en"] - 1, de=1))
    assert failures(dataset, "languages") == ["languages: versions/1.0.0.json: the numbers of pages by language are not those of the pages"]


def test_another_schema_version_is_told_and_nothing_else_of_that_version(dataset: Path) -> None:
    edit_manifest(dataset, lambda manifest: manifest.update(schema_version="9.0.0"))
    (failure,) = failures(dataset, "schema_version")
    assert "schema 9.0.0; this version of pagestrata checks" in failure
    assert check(dataset).versions == ()


@pytest.fixture
def sharded(make_pages: Callable[[int], Path], tmp_path: Path) -> Path:
    """A dataset of two shards or more."""
    build(make_pages(24), tmp_path / "sharded", BuildConfig(version="1.0.0", shard_bytes=600))
    assert check(tmp_path / "sharded").failures == ()
    return tmp_path / "sharded"


def _sign_file(root: Path, table: str, place: int, rows: Rows) -> None:
    """Makes the manifest agree with one forged file of several."""

    def change(manifest: dict[str, Any]) -> None:
        entry = manifest["tables"][table]
        path = root / entry["files"][place]["path"]
        pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(table)), path, write_page_checksum=True)
        entry["files"][place] |= {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size, "rows": len(rows)}
        found = [row for file in entry["files"] for row in pq.ParquetFile(root / file["path"]).read().to_pylist()]
        entry |= {"rows": len(found), "row_hash": hash_text(add_hashes(map(row_hash, found)))}

    edit_manifest(root, change)


def test_a_page_of_another_shard_and_a_key_in_two(sharded: Path) -> None:
    manifest = json.loads((sharded / "versions" / "1.0.0.json").read_text())
    first, second = ([*pq.ParquetFile(sharded / file["path"]).read().to_pylist()] for file in manifest["tables"]["pages"]["files"][:2])
    _sign_file(sharded, "pages", 1, sorted([*second, first[0]], key=lambda row: str(row["page_id"])))
    assert [failure for failure in failures(sharded, "shard") if first[0]["page_id"] in failure and "belongs to another shard" in failure]
    assert any("1 keys of pages stand in two shards of version 1.0.0" in failure for failure in failures(sharded, "key"))


def test_field_ids_are_those_of_the_records(dataset: Path) -> None:
    wanted = arrow_schema("comments")
    bare = wanted.get_field_index("reason")
    forge(dataset, "comments", lambda _: None, wanted.set(bare, wanted.field(bare).with_metadata({b"PARQUET:field_id": b"900"})))
    assert any("field ids or schema metadata are not those of the records" in failure for failure in failures(dataset, "schema"))


def test_a_field_of_the_wrong_type(dataset: Path) -> None:
    wanted = arrow_schema("comments")
    place = wanted.get_field_index("depth")
    forge(dataset, "comments", lambda _: None, wanted.set(place, pa.field("depth", pa.int64(), nullable=False)))
    assert failures(dataset, "schema") == [
        f"schema: comments/{only_file(dataset, 'comments').name}: column 'depth' is int64, must be int32"
    ]


def test_a_column_too_many_and_one_too_few(dataset: Path) -> None:
    def swap(rows: Rows) -> None:
        for row in rows:
            row["mood"] = row.pop("reason")

    wanted = arrow_schema("comments")
    forge(dataset, "comments", swap, wanted.set(wanted.get_field_index("reason"), pa.field("mood", pa.string())))
    messages = " ".join(failures(dataset, "schema"))
    assert "no column 'reason'" in messages
    assert "column 'mood' is in no record" in messages


def test_rows_that_were_not_published(dataset: Path) -> None:
    edit_manifest(dataset, lambda manifest: manifest["tables"]["pages"].update(row_hash="0" * 64))
    assert codes(check(dataset)) == {"row_hash"}


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A dataset of two pages, of inputs that gave less and more."""
    raw = tmp_path / "raw"
    raw.mkdir()
    records = [{"id": i, "text": f"Note {i}\n\nThe harbour master wrote it on the board, and the crew read it twice.\n"} for i in (1, 2, 2)]
    (raw / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records) + "[]\n")
    (raw / "empty.jsonl").write_text("")
    (raw / "link.txt").symlink_to("a.jsonl")
    build(raw, tmp_path / "mixed", BuildConfig(version="1.0.0"))
    assert check(tmp_path / "mixed").failures == ()
    return tmp_path / "mixed"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda m: m["rejections"]["by_code"].update(bad_record=7), "rejections: {}: the numbers by code are not those of {rejections}"),
        (lambda m: m["rejections"]["by_code"].pop("duplicate_id"), "rejections: {}: the numbers by code are not those of {rejections}"),
        (lambda m: m["used"][0].update(pages=2), "used: {}: 'a.jsonl' gave 3 pages and 1 rejections, not 2 and 1"),
        (lambda m: m["used"][0].update(pages=2, rejections=2), "used: {}: 'a.jsonl' gave 3 pages and 1 rejections, not 2 and 2"),
        (lambda m: m["used"][1].update(pages=1), "used: {}: 'empty.jsonl' gave 0 pages and 0 rejections, not 1 and 0"),
        (lambda m: m["skipped"].clear(), "used: {}: 'link.txt' was rejected, which is among the files neither used nor skipped"),
    ],
)
def test_what_a_manifest_counts_is_counted_once_more(mixed: Path, change: Callable[[dict[str, Any]], object], told: str) -> None:
    edit_manifest(mixed, change)
    assert [str(failure) for failure in check(mixed).failures] == [
        told.format("versions/1.0.0.json", rejections="rejections/1.0.0.jsonl"),
    ]


def test_an_input_that_is_not_listed(mixed: Path) -> None:
    edit_manifest(mixed, lambda manifest: manifest["used"].pop(0))
    assert [failure.partition("json: ")[2] for failure in failures(mixed, "used")] == [
        "pages were read in 'a.jsonl', which is not among the files used",
        "'a.jsonl' was rejected, which is among the files neither used nor skipped",
    ]


@pytest.mark.parametrize(
    ("member", "other"), [("size_categories:\n- n<1K", "size_categories:\n- n>1M"), ("language:\n- en", "language:\n- fr")]
)
def test_what_the_card_says_of_the_rows(dataset: Path, member: str, other: str) -> None:
    card = dataset / "README.md"
    assert member in card.read_text()
    card.write_text(card.read_text().replace(member, other).replace("license: other", "license: cc0-1.0"))
    assert failures(dataset, "card") == [f"card: README.md: {member.partition(':')[0]} is not that of version 1.0.0, the newest"]


def test_a_dangling_card(dataset: Path) -> None:
    card = dataset / "README.md"
    name = only_file(dataset, "comments").name
    card.write_text(card.read_text().replace(name, "00000-000000000000.parquet"))
    assert failures(dataset, "card") == [
        "card: README.md: names the data file comments/00000-000000000000.parquet, which is missing",
        "card: README.md: configs is not that of version 1.0.0, the newest",
    ]
    card.unlink()
    assert failures(dataset, "card") == ["card: README.md: missing, or without front matter that can be read"]


def test_a_card_of_an_older_version(dataset: Path, published: Publish, strata: Callable[..., ParsedPage]) -> None:
    old = (dataset / "README.md").read_text()
    published([strata(i) for i in range(5)], dataset, "1.10.0")
    published([strata(i) for i in range(4)], dataset, "1.9.0")
    assert check(dataset).ok
    assert check(dataset).versions == ("1.0.0", "1.9.0", "1.10.0")
    assert check(dataset, "1.9.0").rows["pages"] == 4
    (dataset / "README.md").write_text(old)
    assert "configs is not that of version 1.10.0" in failures(dataset, "card")[0]


def test_failures_of_one_kind_are_counted_beyond_those_that_are_listed(dataset: Path) -> None:
    for i in range(150):
        (dataset / "pages" / f"{i}.parquet").write_bytes(b"")
    report = check(dataset)
    assert (report.found, len(report.failures), str(report.failures[-1])) == (150, 101, "stray: and 50 more of this kind")


def test_another_manifest_that_is_damaged_is_told_where_one_version_is_checked(dataset: Path) -> None:
    (dataset / "versions" / "1.0.1.json").write_text("{")
    assert [(failure.code, failure.file) for failure in check(dataset, "1.0.0").failures] == [("manifest", "versions")]
    assert [(failure.code, failure.file) for failure in check(dataset).failures] == [("manifest", "versions/1.0.1.json")]


def test_sizes_are_told_in_the_words_of_the_hub(dataset: Path) -> None:
    known = json.loads((files("datasets") / "utils" / "resources" / "size_categories.json").read_text(encoding="utf-8"))
    manifest = read_manifest(dataset)
    told = []
    for power in range(13):
        tables = manifest.tables | {"pages": manifest.tables["pages"].model_copy(update={"rows": 10**power})}
        told += front_matter(manifest.model_copy(update={"tables": tables}))["size_categories"]
    assert sorted(set(told), key=told.index) == [word for word in known if word != "unknown"]


def test_what_stands_before_the_tables(dataset: Path) -> None:
    (dataset / "CHANGELOG.md").write_text("# Changes\n")
    (dataset / "schema" / "v1" / "pages.json").write_text("{}\n")
    (dataset / "croissant.json").unlink()
    (dataset / "rejections" / "1.0.0.jsonl").write_text("{}\n")
    assert [str(failure).rsplit(": ", 1)[0] for failure in check(dataset).failures] == [
        "sha256: rejections/1.0.0.jsonl",
        "row_count: rejections/1.0.0.jsonl",
        "value: rejections/1.0.0.jsonl, row 0: code",
        "front: CHANGELOG.md",
        "missing: croissant.json",
        "json_schema: schema/v1/pages.json",
    ]


def reword(root: Path) -> None:
    for path in (root / "croissant.json", *(root / "schema" / "v1").iterdir()):
        path.write_text(json.dumps(json.loads(path.read_text()) | {"description": "In the words of another release."}))


def test_descriptions_in_the_words_of_another_release(dataset: Path) -> None:
    reword(dataset)
    assert {(failure.code, failure.file) for failure in check(dataset).failures} == {
        ("front", "croissant.json"),
        *(("json_schema", f"schema/{name}") for name in json_schemas()),
    }
    edit_manifest(dataset, lambda manifest: manifest["tools"].update(pagestrata="0.1.0"))
    assert check(dataset).ok
    (dataset / "croissant.json").write_text("{")
    (dataset / "schema" / "v1" / "articles.json").write_bytes(b"\xff")
    (dataset / "schema" / "v1" / "pages.json").unlink()
    assert {(failure.code, failure.file) for failure in check(dataset).failures} == {
        ("front", "croissant.json"),
        ("json_schema", "schema/v1/articles.json"),
        ("missing", "schema/v1/pages.json"),
    }


def test_what_no_release_words_anew_is_compared_whoever_wrote_it(dataset: Path) -> None:
    edit_manifest(dataset, lambda manifest: manifest["tools"].pop("pagestrata"))
    (dataset / "CHANGELOG.md").write_text("# Changes\n")
    (dataset / "README.md").write_text("---\nlicense: other\n---\n")
    assert codes(check(dataset)) == {"front", "card"}


def test_damaged_and_strange_manifests(dataset: Path) -> None:
    (dataset / "versions" / "2.0.0.json").write_text("{")
    (dataset / "versions" / "notes.txt").write_text("")
    assert [failure.file for failure in check(dataset).failures] == ["versions/notes.txt", "versions/2.0.0.json"]


@pytest.mark.parametrize(
    "name",
    [
        "comments/00000-abcdefabcdef.parquet", "rejections/9.0.0.jsonl", "extra.parquet", "data/x.parquet", "schema/v1/pages.JSONL",
        "old/rows.csv.gz", ".build-x", ".publish.lock",
    ],
)  # fmt: skip
def test_a_file_that_no_version_has_is_a_failure(dataset: Path, name: str) -> None:
    (dataset / name).parent.mkdir(parents=True, exist_ok=True)
    (dataset / name).write_bytes(only_file(dataset, "articles").read_bytes())
    (failure,) = check(dataset).failures
    assert str(failure).startswith(f"stray: {name}: "), failure
    assert str(failure).endswith((" remove it", ", copy that back")), failure


@pytest.mark.parametrize(
    "name",
    [
        ".git/objects/rows.parquet",
        ".cache/huggingface/upload/x.jsonl",
        ".gitattributes",
        "CITATION.cff",
        "figures/strata.png",
        "NOTICE.txt",
    ],
)
def test_what_the_owner_of_a_dataset_keeps_with_it(dataset: Path, name: str) -> None:
    (dataset / name).parent.mkdir(parents=True, exist_ok=True)
    (dataset / name).touch()
    assert check(dataset).failures == ()


@pytest.mark.parametrize(
    ("name", "damage", "code"),
    [
        ("README.md", b"---\nlicense: \xff\n---\n", "card"),
        ("README.md", b"---\nday: 2024-13-45\n---\n", "card"),
        ("schema/v1/pages.json", b"\xff", "json_schema"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_failure(dataset: Path, name: str, damage: bytes, code: str) -> None:
    (dataset / name).write_bytes(damage)
    assert [(failure.code, failure.file) for failure in check(dataset).failures] == [(code, name)]


def test_a_manifest_that_lacks_a_table(dataset: Path) -> None:
    edit_manifest(dataset, lambda manifest: manifest["tables"].pop("comments"))
    (told,) = failures(dataset, "manifest")
    assert "lacks the table 'comments'" in told
    with pytest.raises(DatasetError, match="lacks the table 'comments'"):
        load(dataset, "comments")


def test_failures_of_one_kind_are_counted_not_all_listed(published: Publish, strata: Callable[..., ParsedPage], tmp_path: Path) -> None:
    root = published([strata(i) for i in range(MAX_SHOWN + 7)], tmp_path / "many")

    def lie(rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            row["n_chars"] = 0

    forge(root, "pages", lie)
    report = check(root)
    assert sum(failure.code == "promise" for failure in report.failures) == MAX_SHOWN + 1
    assert "and 7 more of this kind" in str(report.failures[-1])


def test_no_dataset_and_no_such_version(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds no dataset"):
        check(tmp_path / "nowhere")
    with pytest.raises(DatasetError, match=r"take one of 1\.0\.0"):
        check(dataset, "3.0.0")
