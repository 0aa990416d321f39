"""What a version's number says: what changed is counted by key, and a number that says less is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pagestrata import BuildConfig
from pagestrata.build import build
from pagestrata.dataset.changes import Part, changes_between, part_claimed, part_needed, told
from pagestrata.dataset.check import check
from pagestrata.dataset.front import changelog
from pagestrata.dataset.manifest import Changes, TableChanges, neighbours, published_versions, read_manifest
from pagestrata.dataset.publish import publish
from pagestrata.errors import DatasetError, OutputError

Make = Callable[..., Changes | None]
SMALL = BuildConfig(version="1.0.0", shard_bytes=500)
LARGE = BuildConfig(version="1.0.0")


def note(number: int, word: str = "") -> str:
    said = hashlib.sha256((word or str(number)).encode()).hexdigest()
    return f"Note {number}\n\nThe harbour master wrote {said} on the board, and the crew read it twice.\n"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def make(tmp_path: Path, out: Path) -> Make:
    """Builds a version of so many notes, some with another word, and gives what the manifest says of its changes."""

    def call(version: str, notes: range, words: dict[int, str] | None = None, config: BuildConfig = SMALL) -> Changes | None:
        raw = tmp_path / version
        shutil.rmtree(raw, ignore_errors=True)
        raw.mkdir()
        for i in notes:
            (raw / f"{i}.txt").write_text(note(i, (words or {}).get(i, "")), encoding="utf-8")
        build(raw, out, replace(config, version=version))
        assert check(out).failures == ()
        return read_manifest(out, version).changes

    return call


def pages(changes: Changes | None) -> tuple[int, int, int]:
    assert changes is not None
    counts = changes.tables["pages"]
    return counts.added, counts.removed, counts.changed


def refused(make: Make, version: str, notes: range, words: dict[int, str] | None = None) -> str:
    with pytest.raises(OutputError) as caught:
        make(version, notes, words)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_rows_that_are_only_added_take_a_minor_number(make: Make, out: Path) -> None:
    assert make("1.0.0", range(20)) is None
    assert '"changes"' not in (out / "versions" / "1.0.0.json").read_text(encoding="utf-8")
    assert refused(make, "1.0.1", range(23)) == (
        "version 1.0.1 says that no row changed since 1.0.0, but pages: 3 added; articles: 3 added: publish it as 1.1.0"
    )
    assert published_versions(out) == ("1.0.0",)
    assert check(out).ok
    assert pages(make("1.1.0", range(23))) == (3, 0, 0)
    assert "## 1.1.0\n\n- pages: 23 rows; 3 added, 0 removed, 0 changed\n" in (out / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "- comments: 0 rows, unchanged\n" in (out / "CHANGELOG.md").read_text(encoding="utf-8")


def test_rows_that_are_gone_or_changed_take_a_major_number(make: Make) -> None:
    make("1.0.0", range(20))
    assert refused(make, "1.0.1", range(2, 20), {7: "tide"}) == (
        "version 1.0.1 says that no row changed since 1.0.0, but pages: 2 removed, 1 changed; articles: 2 removed, 1 changed: "
        "publish it as 2.0.0"
    )
    assert refused(make, "1.1.0", range(21), {7: "tide"}) == (
        "version 1.1.0 says that rows were only added since 1.0.0, but pages: 1 added, 1 changed; articles: 1 added, 1 changed: "
        "publish it as 2.0.0"
    )
    assert pages(make("2.0.0", range(2, 21), {7: "tide"})) == (1, 2, 1)
    assert pages(make("3.0.0", range(3, 21), {7: "tide"})) == (0, 1, 0)


def test_the_same_rows_take_a_patch_however_they_are_laid_out(make: Make, out: Path) -> None:
    make("1.0.0", range(20))
    assert pages(make("1.0.1", range(20))) == (0, 0, 0)
    assert pages(make("1.0.2", range(20), config=LARGE)) == (0, 0, 0)
    assert read_manifest(out, "1.0.1").shards > read_manifest(out, "1.0.2").shards == 1
    assert "## 1.0.2\n\n- pages: 20 rows, unchanged\n" in (out / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("first", "second"), [(LARGE, SMALL), (SMALL, LARGE)])
def test_other_shards_and_other_rows_at_once(make: Make, first: BuildConfig, second: BuildConfig) -> None:
    make("1.0.0", range(20), config=first)
    assert pages(make("2.0.0", range(1, 22), {4: "ebb"}, config=second)) == (2, 1, 1)


def test_the_number_of_workers_has_no_say(make: Make, out: Path) -> None:
    make("1.0.0", range(20))
    one = make("2.0.0", range(1, 22), {4: "ebb"})
    (out / "versions" / "2.0.0.json").unlink()
    assert make("2.0.0", range(1, 22), {4: "ebb"}, config=replace(SMALL, workers=2)) == one


def test_numbers_below_one_promise_nothing(make: Make) -> None:
    make("0.1.0", range(9))
    assert pages(make("0.1.1", range(1, 10), {4: "ebb"})) == (1, 1, 1)
    assert pages(make("1.0.0", range(2, 10), {4: "ebb"})) == (0, 1, 0)


def test_a_number_between_two_that_are_there(make: Make, out: Path) -> None:
    make("1.0.0", range(9))
    make("1.2.0", range(12))
    assert refused(make, "1.0.5", range(10)).endswith("pages: 1 added; articles: 1 added: publish it as 2.0.0")
    assert pages(make("1.0.5", range(9))) == (0, 0, 0)
    assert refused(make, "1.1.0", range(13)) == (
        "version 1.1.0 would stand before 1.2.0, which says that rows were only added since, but pages: 1 removed; articles: 1 removed: "
        "publish it as 2.0.0"
    )
    assert pages(make("1.1.0", range(11))) == (2, 0, 0)
    # 1.2.0 was compared when nothing but 1.0.0 was there
    assert "## 1.2.0\n\n- pages: 12 rows; since 1.0.0: 3 added, 0 removed, 0 changed\n" in (out / "CHANGELOG.md").read_text(
        encoding="utf-8"
    )
    assert pages(make("2.0.0", range(1))) == (0, 11, 0)
    assert refused(make, "1.2.1", range(1, 12)).endswith("publish it as 3.0.0")


def test_manifests_that_tell_no_changes_give_the_changelog_that_they_gave(make: Make, out: Path) -> None:
    make("1.0.0", range(9))
    make("1.1.0", range(12))
    path = out / "versions" / "1.1.0.json"
    old = json.loads(path.read_text(encoding="utf-8"))
    del old["changes"]
    path.write_text(json.dumps(old), encoding="utf-8")
    text = changelog([read_manifest(out, version) for version in ("1.0.0", "1.1.0")])
    assert "- pages: 12 rows, +3; values changed\n" in text
    assert "- comments: 0 rows, unchanged\n" in text


def told_of_changes(out: Path) -> list[str]:
    return [failure.message for failure in check(out).failures if failure.code == "changes"]


def test_check_counts_what_changed_once_more(make: Make, out: Path) -> None:
    make("1.0.0", range(9))
    make("1.1.0", range(11))
    path = out / "versions" / "1.1.0.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["changes"]["tables"]["pages"]["added"] = 3
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert told_of_changes(out) == ["since 1.0.0 the rows changed otherwise: pages: 2 added; articles: 2 added"]
    manifest["changes"]["since"] = "0.9.0"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert told_of_changes(out) == []


def test_check_tells_a_number_that_says_too_little(make: Make, out: Path) -> None:
    make("1.0.0", range(9))
    make("1.1.0", range(11))
    manifest = json.loads((out / "versions" / "1.1.0.json").read_text(encoding="utf-8")) | {"version": "1.0.1"}
    (out / "versions" / "1.1.0.json").unlink()
    (out / "versions" / "1.0.1.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert told_of_changes(out) == ["the number says less than what changed since 1.0.0: pages: 2 added; articles: 2 added"]


def test_files_that_both_versions_name_are_not_read(make: Make, out: Path) -> None:
    make("1.0.0", range(20))
    make("1.1.0", range(21))
    old, new = read_manifest(out, "1.0.0"), read_manifest(out, "1.1.0")
    shared = {file.path for file in old.tables["pages"].files} & {file.path for file in new.tables["pages"].files}
    assert len(shared) > 3
    for name in shared:
        (out / name).unlink()
    assert pages(changes_between(old, new, (out,))) == (1, 0, 0)


def test_new_files_may_be_elsewhere(make: Make, tmp_path: Path, out: Path) -> None:
    make("1.0.0", range(20))
    make("1.1.0", range(21))
    old, new = read_manifest(out, "1.0.0"), read_manifest(out, "1.1.0")
    for table in new.tables:
        (tmp_path / "work" / table).mkdir(parents=True)
        for name in {file.path for file in new.tables[table].files} - {file.path for file in old.tables[table].files}:
            (out / name).rename(tmp_path / "work" / name)
    assert changes_between(old, new, (tmp_path / "work", out)) == new.changes
    with pytest.raises(DatasetError, match="is missing from"):
        changes_between(old, new, (out,))


def test_a_version_is_not_compared_with_what_is_missing_or_damaged(make: Make, tmp_path: Path, out: Path) -> None:
    make("1.0.0", range(3), config=LARGE)
    (path,) = (out / "pages").iterdir()
    whole = path.read_bytes()
    for damage, told_as in ((whole[:-9], "cannot be read, so no version"), (None, "is missing from")):
        path.unlink()
        if damage is not None:
            path.write_bytes(damage)
        with pytest.raises(DatasetError, match=told_as) as caught:
            make("2.0.0", range(4), config=LARGE)
        assert "\n" not in str(caught.value)
    assert published_versions(out) == ("1.0.0",)
    assert (tmp_path / "2.0.0").is_dir()


def test_a_version_that_got_a_neighbour_meanwhile_is_not_published(make: Make, tmp_path: Path, out: Path) -> None:
    make("1.0.0", range(3))
    beside = neighbours(out, "1.2.0")
    make("1.1.0", range(4))
    late = read_manifest(out, "1.0.0").model_copy(update={"version": "1.2.0"})
    with pytest.raises(OutputError, match=r"got a version next to 1\.2\.0 meanwhile"):
        publish(late, out, tmp_path, beside)
    assert published_versions(out) == ("1.0.0", "1.1.0")


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("1.0.0", "1.0.1", Part.PATCH),
        ("1.9.3", "1.10.0", Part.MINOR),
        ("1.0.0", "2.0.0", Part.MAJOR),
        ("0.1.0", "0.1.1", Part.MAJOR),
        ("0.9.0", "1.0.0", Part.MAJOR),
    ],
)
def test_what_a_number_claims(old: str, new: str, part: Part) -> None:
    assert part_claimed(old, new) is part


def test_what_changed_decides_the_part_that_is_needed() -> None:
    def of(added: int, removed: int, changed: int) -> Changes:
        return Changes(since="1.0.0", tables={"pages": TableChanges(added=added, removed=removed, changed=changed)})

    assert [part_needed(of(*counts)) for counts in ((0, 0, 0), (2, 0, 0), (0, 1, 0), (1, 0, 1))] == [
        Part.PATCH,
        Part.MINOR,
        Part.MAJOR,
        Part.MAJOR,
    ]
    assert told(of(1234, 0, 1)) == "pages: 1,234 added, 1 changed"
    assert told(of(0, 0, 0)) == ""
