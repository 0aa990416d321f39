from __future__ import annotations

import errno
import fcntl
import gzip
import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from pagestrata import BuildConfig, ParseConfig, ParsedPage, parse
from pagestrata.build import build
from pagestrata.dataset.buckets import bucket_of, shard_of, shards_for
from pagestrata.dataset.check import check
from pagestrata.dataset.manifest import published_versions, read_manifest
from pagestrata.errors import ConfigError, DatasetError, InputError, OutputError, RejectedError
from pagestrata.load import load
from pagestrata.progress import Progress, counted
from pagestrata.schema import TABLES

MakePages = Callable[[int], Path]
CONFIG = BuildConfig(version="1.0.0")
SMALL = BuildConfig(version="1.0.0", shard_bytes=500)


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def jsonl(*records: dict[str, str]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def test_a_build_is_whole_and_says_what_it_made(make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(5)
    (raw / "notes.md").write_text("x")
    (raw / "broken.txt").write_bytes(bytes(range(256)))
    told: list[Progress] = []
    report = build(raw, tmp_path / "out", CONFIG, told.append)
    assert (report.version, report.rows["pages"], report.used) == ("1.0.0", 5, 6)
    assert report.rejected == {"binary": 1}
    assert report.skipped == (("notes.md", "a file of no known format, but Markdown is read from files that end in .txt"),)
    assert report.reused == 0
    assert told[5:] == [Progress("read", 6, 6), Progress("parse", 5, 5), Progress("compare", 0, 1), Progress("compare", 1, 1)]
    told.clear()
    assert check(tmp_path / "out", progress=told.append).failures == ()
    assert told == [Progress("check", 1, 1)]
    assert [path.name for path in (tmp_path / "out").glob(".*")] == []
    manifest = read_manifest(tmp_path / "out")
    assert [(used.file, used.pages, used.rejections) for used in manifest.used][:2] == [("broken.txt", 0, 1), ("page-000.txt", 1, 0)]
    assert str(tmp_path) not in "".join(text.decode(errors="ignore") for text in contents(tmp_path / "out").values())


def test_pages_keep_their_text_to_the_byte(make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(3)
    (raw / "page-001.txt").write_bytes("Grüße\x85 vom\rHafen, schöne Grüße vom Hafen".encode("cp1252", "replace"))
    build(raw, tmp_path / "out", CONFIG)
    for row in load(tmp_path / "out", "pages"):
        assert row["text"].encode(row["encoding"]) == (raw / row["source"]["file"]).read_bytes()
        assert row["source_id"] == row["source"]["file"].removesuffix(".txt")
        assert row["encoding_source"] == ("detected" if row["source_id"] == "page-001" else "utf_8")


def test_nothing_but_the_input_decides_the_bytes(make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(12)
    more = tmp_path / "more.jsonl.gz"
    more.write_bytes(gzip.compress(jsonl(*({"id": str(i), "text": f"Text {i}", "url": f"https://example.org/{i}"} for i in range(9)))))
    made = []
    for i, config in enumerate([SMALL, replace(SMALL, batch_pages=1), replace(SMALL, workers=3, batch_pages=5)]):
        inputs = [raw, more] if i % 2 else [more, raw]
        build(inputs, tmp_path / str(i) / "out", config)
        made.append(contents(tmp_path / str(i) / "out"))
    assert len(list((tmp_path / "0" / "out" / "pages").iterdir())) > 2
    assert made[0] == made[1] == made[2]


def test_a_changed_page_rewrites_its_shard_alone(make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(30)
    build(raw, tmp_path / "out", SMALL)
    (raw / "page-007.txt").write_bytes(b"Quite another page, of about the same length as it had before, one may hope so.\r\n")
    report = build(raw, tmp_path / "out", replace(SMALL, version="2.0.0"))
    assert 1 <= report.written <= len(TABLES)
    assert report.reused > 10
    assert check(tmp_path / "out").failures == ()
    assert published_versions(tmp_path / "out") == ("1.0.0", "2.0.0")
    old, new = (load(tmp_path / "out", "pages", version) for version in ("1.0.0", "2.0.0"))
    assert old["page_id"] == new["page_id"]
    assert sum(a != b for a, b in zip(old["text"], new["text"], strict=True)) == 1
    assert "- pages: 30 rows; 0 added, 0 removed, 1 changed" in (tmp_path / "out" / "CHANGELOG.md").read_text()


def test_a_version_is_never_changed(make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(2)
    build(raw, tmp_path / "out", CONFIG)
    before = contents(tmp_path / "out")
    with pytest.raises(OutputError, match=r"holds version 1\.0\.0 already"):
        build(raw, tmp_path / "out", CONFIG)
    assert contents(tmp_path / "out") == before


def test_of_racing_builds_of_one_version_one_wins(make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(2)
    program = (
        "import sys\nfrom pagestrata import BuildConfig, build, OutputError\n"
        "try:\n    build(sys.argv[1], sys.argv[2], BuildConfig(version='1.0.0'))\nexcept OutputError:\n    sys.exit(9)\n"
    )
    racers = [subprocess.Popen([sys.executable, "-c", program, str(raw), str(tmp_path / "out")]) for _ in range(4)]
    assert sorted(racer.wait() for racer in racers) == [0, 9, 9, 9]
    assert check(tmp_path / "out").failures == ()


def test_a_build_that_is_killed_leaves_what_was_there(make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(9)
    build(raw, tmp_path / "out", SMALL)
    (raw / "page-000.txt").write_bytes(b"changed")
    program = (
        "import os, sys\nfrom pagestrata import BuildConfig, build\n"
        "def tell(progress):\n    if progress.stage == 'parse':\n        os.kill(os.getpid(), 9)\n"
        "build(sys.argv[1], sys.argv[2], BuildConfig(version='2.0.0', shard_bytes=500), tell)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(raw), str(tmp_path / "out")], check=False)
    assert killed.returncode == -9
    assert len(list((tmp_path / "out").glob(".build-*"))) == 1
    assert published_versions(tmp_path / "out") == ("1.0.0",)
    (left,) = check(tmp_path / "out").failures
    assert (left.code, left.file[:7]) == ("stray", ".build-")
    build(raw, tmp_path / "out", replace(SMALL, version="2.0.0"))
    assert list((tmp_path / "out").glob(".build-*")) == []
    assert check(tmp_path / "out").failures == ()


def test_a_build_that_is_refused_mends_what_one_that_died_left(make_pages: MakePages, tmp_path: Path) -> None:
    raw, out = make_pages(3), tmp_path / "out"
    build(raw, out, CONFIG)
    for name in ("CHANGELOG.md", "README.md"):
        (out / name).unlink()
    (out / ".build-dead").mkdir()
    (out / ".build-dead" / "lock").write_bytes(b"")
    (raw / "broken.html.gz").write_bytes(b"no gzip")
    with pytest.raises(RejectedError):
        build(raw, out, replace(CONFIG, version="2.0.0", strict=True))
    assert check(out).failures == ()


def test_a_card_of_ones_own_outlives_a_build_that_died_before_it_published(make_pages: MakePages, tmp_path: Path) -> None:
    (tmp_path / "card.md").write_bytes(b"---\n{{ front_matter }}---\nOurs\n")
    raw, out = make_pages(3), tmp_path / "out"
    build(raw, out, replace(CONFIG, card=tmp_path / "card.md"))
    (out / ".build-dead").mkdir()
    (out / ".build-dead" / "lock").write_bytes(b"")
    with pytest.raises(OutputError, match="already"):
        build(raw, out, CONFIG)
    assert (out / "README.md").read_text(encoding="utf-8").endswith("---\nOurs\n")
    assert check(out).failures == ()


def test_of_pages_with_one_id_the_first_by_file_and_record_is_kept(tmp_path: Path) -> None:
    for name, ids in (("b.jsonl", ["x", "x", "y"]), ("a.jsonl", ["y"])):
        (tmp_path / name).write_bytes(jsonl(*({"id": i, "text": f"{name} {place}"} for place, i in enumerate(ids))))
    report = build([tmp_path / "b.jsonl", tmp_path / "a.jsonl"], tmp_path / "out", CONFIG)
    assert report.rejected == {"duplicate_id": 2}
    assert sorted(load(tmp_path / "out", "pages")["text"]) == ["a.jsonl 0", "b.jsonl 0"]
    rejections = [json.loads(line) for line in (tmp_path / "out" / "rejections" / "1.0.0.jsonl").read_text().splitlines()]
    assert [(row["source"]["record"], row["message"]) for row in rejections] == [
        (1, "the id 'x' was read before: b.jsonl, record 0"),
        (2, "the id 'y' was read before: a.jsonl, record 0"),
    ]


def test_of_pages_with_one_address_and_none_it_is_told_what_they_share(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        jsonl(*({"url": "https://tide.example/", "text": f"{i}"} for i in "ab"), {"text": "c"}, {"text": "c"})
    )
    build(tmp_path / "a.jsonl", tmp_path / "out", CONFIG)
    rejections = [json.loads(line) for line in (tmp_path / "out" / "rejections" / "1.0.0.jsonl").read_text().splitlines()]
    assert rejections[0]["message"] == "the address 'https://tide.example/' was read before: a.jsonl, record 0"
    assert rejections[1]["message"].startswith("the same page ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{\n\xff\n", r"every record was rejected \(2\).*the first: bad\.jsonl, record 0: "),
        (b"", "holds no record"),
    ],
)
def test_what_gives_no_page_is_not_published(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_bytes(jsonl({"text": "The tide comes in twice a day."}))
    (tmp_path / "bad.jsonl").write_bytes(content)
    build(tmp_path / "good.jsonl", tmp_path / "out", CONFIG)
    before = contents(tmp_path / "out")
    with pytest.raises(InputError, match=reason) as caught:
        build(tmp_path / "bad.jsonl", tmp_path / "out", replace(CONFIG, version="2.0.0"))
    assert isinstance(caught.value, RejectedError) == bool(content)
    assert contents(tmp_path / "out") == before


def test_the_output_inside_an_input_is_not_read_again(make_pages: MakePages) -> None:
    raw = make_pages(2)
    build(raw, raw / "out", CONFIG)
    report = build(raw, raw / "out", replace(CONFIG, version="1.1.0"))
    assert report.skipped == (("out", "the dataset that is being built"),)
    assert report.rows["pages"] == 2


def test_parquet_is_written_as_declared(make_pages: MakePages, tmp_path: Path) -> None:
    build(make_pages(4), tmp_path / "out", CONFIG)
    (path,) = (tmp_path / "out" / "pages").iterdir()
    group = pq.read_metadata(path).row_group(0)
    by_name = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert {column.compression for column in by_name.values()} == {"ZSTD"}
    assert all(column.has_column_index and column.has_offset_index for column in by_name.values())
    assert [by_name[name].bloom_filter_offset is not None for name in ("page_id", "url", "text")] == [True, True, False]
    assert [sorting.column_index for sorting in group.sorting_columns] == [1]
    assert pq.read_schema(path).field("text").metadata[b"PARQUET:field_id"].isdigit()


def test_the_card_and_the_licence_can_be_given(make_pages: MakePages, tmp_path: Path) -> None:
    (tmp_path / "card.md").write_text("---\n{{ front_matter }}---\n# {{ manifest.name }}: {{ tables[0].rows }}\n")
    (tmp_path / "terms").write_text("Ask first.\n")
    config = replace(CONFIG, name="Harbour: notes", card=tmp_path / "card.md", license_file=tmp_path / "terms")
    build(make_pages(2), tmp_path / "out", config)
    assert "\n# Harbour: notes: 2\n" in (tmp_path / "out" / "README.md").read_text()
    assert (tmp_path / "out" / "LICENSE").read_text() == "Ask first.\n"
    assert check(tmp_path / "out").failures == ()


def test_the_name_and_the_licence_stay_unless_others_are_given(make_pages: MakePages, tmp_path: Path) -> None:
    (tmp_path / "terms").write_text("Ask first.\n")
    out, raw = tmp_path / "out", make_pages(2)
    build(raw, out, replace(CONFIG, version="1.0.0", name="Harbour notes", license_file=tmp_path / "terms"))
    assert build(raw, out, replace(CONFIG, version="1.0.1")).renamed_from is None
    assert read_manifest(out).name == "Harbour notes"
    assert "pretty_name: Harbour notes\n" in (out / "README.md").read_text()
    assert (out / "LICENSE").read_text() == "Ask first.\n"
    (tmp_path / "terms").write_text("Do as you like.\n")
    report = build(raw, out, replace(CONFIG, version="1.0.2", name="Tides", license_file=tmp_path / "terms"))
    assert (report.renamed_from, read_manifest(out).name) == ("Harbour notes", "Tides")
    assert (out / "LICENSE").read_text() == "Do as you like.\n"
    assert check(out).failures == ()


def test_a_card_may_have_front_matter_of_its_own(make_pages: MakePages, tmp_path: Path) -> None:
    own = "license: cc-by-4.0  # theirs\ntags:\n- harbour\nannotations_creators: [found]\n"
    (tmp_path / "card.md").write_text(f"---\n{{{{ front_matter }}}}\n{own}---\n\n# Notes\n\n---\n\nEnd\n")
    build(make_pages(1), tmp_path / "out", replace(CONFIG, card=tmp_path / "card.md"))
    text = (tmp_path / "out" / "README.md").read_text()
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    matter = yaml.safe_load(head)
    assert (matter["license"], matter["tags"], matter["annotations_creators"]) == ("cc-by-4.0", ["harbour"], ["found"])
    assert (head.count("license:"), matter["configs"][0]["config_name"], body) == (1, "pages", "\n# Notes\n\n---\n\nEnd\n")
    assert check(tmp_path / "out").failures == ()


@pytest.mark.parametrize(
    "template",
    [
        b"no front matter",
        b"---\n{{ front_matter }}---\n{{ nothing }}",
        b"---\n{{ front_matter }}---\n{% if",
        b"---\n{{ front_matter }}---\n{{ 1 / 0 }}",
        b"---\n{{ front_matter }}---\n\xff",
        b"---\nlicense: mit\n{{ front_matter }}---\n",
        b"---\n{{ front_matter }}license: mit\n",
        b"---\n{{ front_matter }}license: [mit\n---\n",
        b"---\n{{ front_matter }}see below\n---\n",
        b"---\n{{ front_matter }}size_categories: [n<1K]\n---\n",
    ],
)
def test_a_faulty_card_is_told_before_anything_is_published(make_pages: MakePages, tmp_path: Path, template: bytes) -> None:
    (tmp_path / "card.md").write_bytes(template)
    with pytest.raises(ConfigError, match="card template"):
        build(make_pages(1), tmp_path / "out", replace(CONFIG, card=tmp_path / "card.md"))
    assert contents(tmp_path / "out") == {}


@pytest.mark.parametrize("template", [b"---\n{{ front_matter }}---\n{{ nothing }}", b"---\n{{ front_matter }}---\n{% if", b"\xff"])
def test_a_card_that_asks_for_what_is_not_there_is_told_before_anything_is_read(
    make_pages: MakePages, tmp_path: Path, template: bytes
) -> None:
    (tmp_path / "card.md").write_bytes(template)
    told: list[Progress] = []
    with pytest.raises(ConfigError, match="card template"):
        build(make_pages(1), tmp_path / "out", replace(CONFIG, card=tmp_path / "card.md"), told.append)
    assert (told, (tmp_path / "out").exists()) == ([], False)


@pytest.mark.parametrize(
    ("template", "told"),
    [
        (b"---\n{{ front_matter }}---\nHar\xe9\n", "byte 29 is not valid utf-8"),
        (b"---\n{{ front_matter }}---\n{% if", "line 3: "),
        (b"---\n{{ front_matter }}---\n\n{{ manifest.harbour }}", "line 4: .*harbour"),
    ],
)
def test_where_a_card_is_at_fault_is_told(make_pages: MakePages, tmp_path: Path, template: bytes, told: str) -> None:
    (tmp_path / "card.md").write_bytes(template)
    with pytest.raises(ConfigError, match=told):
        build(make_pages(1), tmp_path / "out", replace(CONFIG, card=tmp_path / "card.md"))


def test_a_card_template_may_begin_with_a_byte_order_mark(make_pages: MakePages, tmp_path: Path) -> None:
    (tmp_path / "card.md").write_bytes(b"\xef\xbb\xbf---\n{{ front_matter }}---\nTides\n")
    build(make_pages(1), tmp_path / "out", replace(CONFIG, card=tmp_path / "card.md"))
    assert (tmp_path / "out" / "README.md").read_text(encoding="utf-8").endswith("---\nTides\n")


def test_weights_that_are_not_there_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"body_weights .* is not a file"):
        ParseConfig(body_weights=tmp_path / "none.npz")


def test_an_encoding_that_makes_other_text_of_a_page_is_none() -> None:
    with pytest.raises(ConfigError, match="'unicode_escape' is not known"):
        ParseConfig(encoding="unicode_escape")


def test_a_licence_that_is_no_text_is_told_before_anything_is_published(make_pages: MakePages, tmp_path: Path) -> None:
    (tmp_path / "terms").write_bytes("Nur für den Hafen.".encode("latin-1"))
    with pytest.raises(ConfigError, match="give a text file in UTF-8"):
        build(make_pages(1), tmp_path / "out", replace(CONFIG, license_file=tmp_path / "terms"))
    assert published_versions(tmp_path / "out") == ()


def test_a_version_that_is_damaged_is_told_before_another_is_published(make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(1)
    build(raw, tmp_path / "out", CONFIG)
    (tmp_path / "out" / "versions" / "1.0.0.json").write_text('{"manifest": 1}')
    with pytest.raises(DatasetError, match=r"the manifest of version 1\.0\.0 .* cannot be read: name: Field required"):
        build(raw, tmp_path / "out", replace(CONFIG, version="2.0.0"))
    assert published_versions(tmp_path / "out") == ("1.0.0",)


@pytest.mark.parametrize(
    ("module", "function", "published"),
    [("pagestrata.dataset.publish", "manifest_text", ()), ("pagestrata.build", "write_front", ("1.0.0",))],
)
def test_a_build_that_is_killed_while_it_publishes(
    module: str, function: str, published: tuple[str, ...], make_pages: MakePages, tmp_path: Path
) -> None:
    raw = make_pages(2)
    (raw / "broken.txt").write_bytes(bytes(range(256)))
    program = (
        "import importlib, os, sys\nfrom pagestrata import BuildConfig, build\n"
        f"setattr(importlib.import_module({module!r}), {function!r}, lambda *_: os.kill(os.getpid(), 9))\n"
        "build(sys.argv[1], sys.argv[2], BuildConfig(version='1.0.0'))\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(raw), str(tmp_path / "out")], check=False)
    assert killed.returncode == -9
    assert published_versions(tmp_path / "out") == published
    if published:
        with pytest.raises(OutputError, match=r"holds version 1\.0\.0 already"):
            build(raw, tmp_path / "out", CONFIG)
    else:
        build(raw, tmp_path / "out", CONFIG)
    assert check(tmp_path / "out").failures == ()
    assert not list((tmp_path / "out").glob(".*"))


def test_files_are_put_in_place_while_no_other_build_can(make_pages: MakePages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, placed = tmp_path / "out", []
    publish = importlib.import_module("pagestrata.dataset.publish")
    put = publish.put

    def put_locked(made: Path, final: Path) -> None:
        with (out / ".publish.lock").open("r+b") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        placed.append(final.suffix)
        put(made, final)

    monkeypatch.setattr(publish, "put", put_locked)
    build(make_pages(1), out, CONFIG)
    assert placed[-1] == ".json"
    assert ".parquet" in placed


def test_a_page_that_breaks_the_promise_is_rejected(make_pages: MakePages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is known that does; what is taken for one here is the second."""

    def broken(parsed: ParsedPage) -> list[str]:
        return ["cut twice"] if parsed.page.source_id == "page-001" else []

    monkeypatch.setattr(importlib.import_module("pagestrata.dataset.shard"), "broken_promises", broken)
    report = build(make_pages(3), tmp_path / "out", CONFIG)
    assert (report.rows["pages"], report.rejected, report.first_rejected) == (
        2,
        {"broken_promise": 1},
        "page-001.txt, record 0: cut twice",
    )
    assert "page-001" not in load(tmp_path / "out", "pages")["source_id"]


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_when_the_card_is_written(make_pages: MakePages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, out = make_pages(2), tmp_path / "out"
    build(raw, out, CONFIG)
    with monkeypatch.context() as patched:
        patched.setattr(importlib.import_module("pagestrata.build"), "write_front", full)
        with pytest.raises(OutputError, match=r"version 2\.0\.0 is published, but the card .* \(No space left on device\): once"):
            build(raw, out, replace(CONFIG, version="2.0.0"))
    assert "card" in {failure.code for failure in check(out).failures}
    with pytest.raises(OutputError, match="already"):
        build(raw, out, replace(CONFIG, version="2.0.0"))
    assert check(out).failures == ()


def test_the_card_of_a_build_that_is_still_at_work_is_left_to_it(make_pages: MakePages, tmp_path: Path) -> None:
    raw, out = make_pages(2), tmp_path / "out"
    build(raw, out, CONFIG)
    (out / "CHANGELOG.md").unlink()
    (out / ".build-other").mkdir()
    (out / ".build-front").write_text(".build-other", encoding="utf-8")
    with pytest.raises(OutputError, match="already"):
        build(raw, out, CONFIG)
    assert not (out / "CHANGELOG.md").exists()
    (out / ".build-other").rmdir()
    with pytest.raises(OutputError, match="already"):
        build(raw, out, CONFIG)
    assert check(out).failures == ()


def test_a_disk_that_is_full_while_files_are_put_in_place(make_pages: MakePages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, out = make_pages(2), tmp_path / "out"
    build(raw, out, CONFIG)
    before = contents(out)
    (raw / "page-000.txt").write_bytes(b"changed")
    publish = importlib.import_module("pagestrata.dataset.publish")
    put = publish.put

    def put_no_manifest(made: Path, final: Path) -> None:
        full() if final.suffix == ".json" else put(made, final)

    monkeypatch.setattr(publish, "put", put_no_manifest)
    with pytest.raises(OutputError, match="No space left on device"):
        build(raw, out, replace(CONFIG, version="2.0.0"))
    assert contents(out) == before


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("raw.csv", None),
        ("raw/page.txt", "raw"),
        ("README.md", None),
        ("CHANGELOG.md", None),
        ("croissant.json", None),
        ("schema/v1/pages.json", None),
        ("pages/one.txt", None),
        ("comments/all.parquet", None),
        ("versions/notes.md", None),
        ("articles", None),
    ],
)
def test_a_directory_of_somebody_else_is_left_as_it_is(name: str, told: str | None, make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(1)
    out = tmp_path / "project"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_text("mine")
    with pytest.raises(OutputError, match=rf"is no dataset and holds '{told or name}': give a new or an empty directory"):
        build(raw, out, CONFIG)
    assert contents(out) == {name: b"mine"}


def test_a_directory_with_a_licence_and_hidden_files_becomes_a_dataset(make_pages: MakePages, tmp_path: Path) -> None:
    out = tmp_path / "harbour"
    mine = {"LICENSE": b"CC-BY-4.0", ".git/config": b"", ".gitattributes": b"* text=auto"}
    for name, content in mine.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    (out / "pages").mkdir()
    build(make_pages(1), out, CONFIG)
    assert contents(out).items() >= mine.items()
    assert check(out).failures == ()


def test_set_ups_that_cannot_be_are_one_line(make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(1)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="does not exist"):
        build(tmp_path / "nowhere", tmp_path / "out", CONFIG)
    with pytest.raises(OutputError, match="cannot be written") as caught:
        build(raw, tmp_path / "file", CONFIG)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("version", version) for version in ("1.0", "1", "v1.0.0", "1.0.0 ", "01.0.0", "1.0.0-rc1", "", "1.0.٣", None)),
        ("name", " "),
        ("name", "two\nlines"),
        ("card", Path("nowhere.md")),
        ("license_file", "nowhere"),
        *((option, value) for option in ("shard_bytes", "workers", "batch_pages") for value in (0, -1, 10**10, 2.0, True, "2")),
        ("parse", None),
    ],
)
def test_an_option_that_cannot_be_is_told_at_once(option: str, value: object) -> None:
    with pytest.raises(ConfigError) as caught:
        replace(CONFIG, **{option: value})  # type: ignore[arg-type]  # wrong on purpose
    assert "\n" not in str(caught.value).replace("\\n", "")


def test_parse_options_that_cannot_be() -> None:
    for wrong in ({"max_page_chars": 0}, {"max_page_chars": "9"}, {"weights": "file"}, {"columns": {"text": "content"}}):
        with pytest.raises(ConfigError):
            ParseConfig(**wrong)


def test_the_limit_of_a_page_reaches_the_readers(make_pages: MakePages, tmp_path: Path) -> None:
    raw = make_pages(3)
    (raw / "short.txt").write_text("High tide at nine.\n", encoding="utf-8")
    report = build(raw, tmp_path / "out", replace(CONFIG, parse=ParseConfig(max_page_chars=20)))
    assert report.rejected == {"oversize": 3}
    assert read_manifest(tmp_path / "out").max_page_chars == 20


def test_shards_follow_the_page_id() -> None:
    assert [shards_for(size, 100) for size in (0, 100, 101, 201, 10**9)] == [1, 1, 2, 4, 1024]
    assert [bucket_of(start + "0" * 28) for start in ("0000", "0040", "8000", "ffff")] == [0, 1, 512, 1023]
    assert [shard_of("8" + "0" * 31, shards) for shards in (1, 2, 4, 1024)] == [0, 1, 2, 512]


def test_a_page_at_many_addresses_of_its_site_keeps_its_article(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "docs" / "sample_page.txt").read_text(encoding="utf-8")
    pages = [{"id": str(i), "text": f"{text}\nReply {i}\n", "url": f"https://example.org/ferry?replytocom={i}"} for i in range(9)]
    (tmp_path / "a.jsonl").write_bytes(jsonl(*pages))
    build(tmp_path / "a.jsonl", tmp_path / "out", CONFIG)
    articles = load(tmp_path / "out", "articles")
    alone = parse(text)
    assert isinstance(alone, ParsedPage)
    assert alone.article is not None
    assert set(articles["text"]) == {alone.article.text}
    assert len(articles) == 9
    assert len(load(tmp_path / "out", "comments")) == 9 * len(alone.comments)


def test_progress_is_told_now_and_then_and_in_the_end() -> None:
    told: list[Progress] = []
    assert list(counted(range(2_500), "sites", 2_600, told.append)) == list(range(2_500))
    assert [progress.done for progress in told] == [1_000, 2_000, 2_600]
