from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pagestrata import ParsedPage, parse
from pagestrata.cli import run

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "docs" / "sample_page.txt"
PAGE = "A short page\n\nThe tide table was wrong again, and nobody in the village was surprised by that.\n"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Runs one command in an empty directory."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> Outcome:
        code = run([str(argument) for argument in arguments])
        return Outcome(code, *capsys.readouterr())

    return call


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    directory = tmp_path / "pages"
    directory.mkdir()
    (directory / "tide.txt").write_text(PAGE, encoding="utf-8")
    return directory


def is_one_error_line(outcome: Outcome) -> bool:
    return outcome.err.startswith("error: ") and outcome.err.count("\n") == 1 and outcome.out == ""


def test_build_says_what_it_made(command: Command, pages: Path) -> None:
    (pages / "notes.csv").write_text("a,b\n", encoding="utf-8")
    outcome = command("build", pages, "--out", "made", "--version", "1.0.0")
    assert (outcome.code, outcome.err) == (0, "")
    assert "made: version 1.0.0" in outcome.out
    assert "pages 1" in outcome.out
    assert "notes.csv: a file of no known format" in outcome.out
    assert "rejected  none" in outcome.out


def test_a_card_template_is_taken_where_it_is_named_and_nowhere_else(command: Command, pages: Path) -> None:
    Path("dataset_card.md").write_text("---\n{{ front_matter }}---\n\n# {{ manifest.name }} of the coast\n", encoding="utf-8")
    outcome = command("build", pages, "--out", "made", "--version", "1.0.0", "--name", "tides", "--card", "dataset_card.md")
    assert "card      dataset_card.md" in outcome.out
    assert "# tides of the coast" in Path("made/README.md").read_text(encoding="utf-8")
    without = command("build", pages, "--out", "other", "--version", "1.0.0")
    assert "card      the general one; --card takes a template of your own\n" in without.out
    assert "of the coast" not in Path("other/README.md").read_text(encoding="utf-8"), "it may speak of other pages"


def test_a_card_that_was_another_is_told(command: Command, pages: Path) -> None:
    Path("card.md").write_text("---\n{{ front_matter }}---\n\n# Tides\n", encoding="utf-8")
    command("build", pages, "--out", "made", "--version", "1.0.0", "--card", "card.md")
    kept = command("build", pages, "--out", "made", "--version", "1.0.1", "--card", "card.md")
    assert "  card      card.md\n" in kept.out
    replaced = command("build", pages, "--out", "made", "--version", "1.0.2")
    assert "  card      the general one, over another that was there; --card takes the template of that once more\n" in replaced.out
    again = command("build", pages, "--out", "made", "--version", "1.0.3")
    assert "  card      the general one; --card takes a template of your own\n" in again.out
    card = Path("made/README.md")
    card.write_text(card.read_text(encoding="utf-8").replace("license: other", "license: cc0-1.0"), encoding="utf-8")
    edited = command("build", pages, "--out", "made", "--version", "1.0.4")
    assert "the general one, over another that was there" in edited.out


def test_another_name_is_told(command: Command, pages: Path) -> None:
    command("build", pages, "--out", "made", "--version", "1.0.0", "--name", "tides")
    assert "  name  " not in command("build", pages, "--out", "made", "--version", "1.0.1").out
    renamed = command("build", pages, "--out", "made", "--version", "1.0.2", "--name", "waves")
    assert "  name      'waves', while the version beside it is called 'tides'\n" in renamed.out


def test_rejected_input_is_named_and_fails_only_when_strict(command: Command, pages: Path) -> None:
    (pages / "picture.txt").write_bytes(bytes(range(256)) * 8)
    outcome = command("build", pages, "--out", "loose", "--version", "1.0.0")
    assert outcome.code == 0
    assert "rejected  binary 1 (see rejections/1.0.0.jsonl)" in outcome.out
    assert "the first: picture.txt, record 0: " in outcome.out
    strict = command("build", pages, "--out", "strict", "--version", "1.0.0", "--strict")
    assert (strict.code, is_one_error_line(strict)) == (3, True), strict
    assert "rejected (binary 1)" in strict.err
    assert "the first: picture.txt, record 0: " in strict.err
    assert not Path("strict").exists()
    (pages / "picture.txt").rename(pages / "picture.bin")
    others_skipped = command("build", pages, "--out", "strict", "--version", "1.0.0", "--strict")
    assert (others_skipped.code, "picture.bin: a file of no known format" in others_skipped.out) == (0, True)
    assert command("build", pages / "picture.bin", "--out", "given", "--version", "1.0.0").code == 2


def test_files_that_give_no_page_are_named(command: Command, pages: Path) -> None:
    for i in range(7):
        (pages / f"other-{i}.jsonl").write_text('{"body": "a"}\n', encoding="utf-8")
    outcome = command("build", pages, "--out", "made", "--version", "1.0.0")
    named = ", ".join(f"other-{i}.jsonl" for i in range(5))
    assert (outcome.code, f"  no page came from {named} and 2 others: `pagestrata inspect` tells why\n" in outcome.out) == (0, True), (
        outcome
    )


def test_input_that_is_all_rejected_is_an_error(command: Command, pages: Path) -> None:
    (pages / "tide.txt").write_bytes(bytes(range(256)) * 8)
    for options in ((), ("--strict",)):
        outcome = command("build", pages, "--out", "made", "--version", "1.0.0", *options)
        assert (outcome.code, is_one_error_line(outcome)) == (3, True), outcome
        assert "every record was rejected (1)" in outcome.err
        assert "the first: tide.txt, record 0: a binary file" in outcome.err
    Path("other.jsonl").write_text('{"body": "a"}\n{"body": "b"}\n', encoding="utf-8")
    named_otherwise = command("build", "other.jsonl", "--out", "made", "--version", "1.0.0")
    assert (named_otherwise.code, "with --column text=NAME" in named_otherwise.err) == (3, True), named_otherwise
    assert not Path("made").exists()


def test_a_build_that_cannot_be_is_one_line(command: Command, pages: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    cases = {
        ("build", "nowhere", "--out", "made", "--version", "1.0.0"): "'nowhere' does not exist",
        ("build", empty, "--out", "made", "--version", "1.0.0"): "nothing to read",
        ("build", pages, "--out", "made", "--version", "1.0"): "'1.0' is not of the form x.y.z",
        ("build", pages, "--out", "made", "--version", "1.0.0", "--card", "none.md"): "'none.md' is not a file",
        ("build", pages, "--out", "made", "--version", "1.0.0", "--workers", "0"): "workers",
        ("build", pages, "--out", pages / "tide.txt", "--version", "1.0.0"): "cannot be written",
        ("build", pages, "--out", "made"): "--version",
        ("build", pages, "--out", "made", "--version", "1.0.0", "--fast"): "--fast",
        ("bulid",): "'build'",
    }
    for arguments, reason in cases.items():
        outcome = command(*arguments)
        assert (outcome.code, is_one_error_line(outcome)) == (2, True), (arguments, outcome)
        assert reason in outcome.err
    assert not Path("made").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="paths are any bytes")
def test_a_path_that_is_no_text_is_one_line(command: Command, pages: Path, tmp_path: Path) -> None:
    for out in (os.fsdecode(b"h\xe4fen"), os.fsdecode(b"h\xe4fen/made")):
        outcome = command("build", pages, "--out", out, "--version", "1.0.0")
        assert (outcome.code, is_one_error_line(outcome)) == (2, True), outcome
        assert "is not valid UTF-8: choose another directory" in outcome.err
    assert not list(tmp_path.glob("h*"))
    done = subprocess.run(
        [sys.executable, "-m", "pagestrata", "schema", "--write", os.fsdecode(b"h\xe4fen")], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr, done.stdout[:10]) == (0, b"", b"h\\udce4fen")


def test_a_version_is_published_once(command: Command, pages: Path) -> None:
    assert command("build", pages, "--out", "made", "--version", "1.0.0").code == 0
    again = command("build", pages, "--out", "made", "--version", "1.0.0")
    assert again.code == 2
    assert is_one_error_line(again)
    assert "holds version 1.0.0 already" in again.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="for the superuser every file is readable")
def test_an_unreadable_file_is_one_line_when_named_and_a_rejection_when_found(command: Command, pages: Path) -> None:
    (pages / "secret.txt").write_text(PAGE, encoding="utf-8")
    (pages / "secret.txt").chmod(0)
    named = command("build", pages / "secret.txt", "--out", "made", "--version", "1.0.0")
    assert (named.code, is_one_error_line(named)) == (2, True)
    found = command("build", pages, "--out", "made", "--version", "1.0.0")
    assert (found.code, "unreadable 1" in found.out) == (0, True)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that opens and cannot be read, on Linux")
def test_a_file_that_fails_while_it_is_read_is_a_rejection(command: Command, pages: Path) -> None:
    (pages / "torn.txt").symlink_to("/proc/self/mem")
    outcome = command("build", pages / "torn.txt", pages / "tide.txt", "--out", "made", "--version", "1.0.0")
    assert outcome.code == 0
    assert "pages 1" in outcome.out
    assert "unreadable 1" in outcome.out


def test_check_names_what_is_broken(command: Command, pages: Path) -> None:
    command("build", pages, "--out", "made", "--version", "1.0.0")
    whole = command("check", "made")
    assert (whole.code, whole.err) == (0, "")
    assert "1.0.0" in whole.out
    assert "no failure" in whole.out
    shard = next(Path("made/pages").glob("*.parquet"))
    damaged = bytearray(shard.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    shard.write_bytes(damaged)
    broken = command("check", "made")
    assert broken.code == 1
    assert shard.name in broken.out
    no_dataset = command("check", pages)
    assert (no_dataset.code, is_one_error_line(no_dataset)) == (2, True)


def test_inspect_shows_the_strata_in_page_order(command: Command) -> None:
    outcome = command("inspect", SAMPLE)
    assert (outcome.code, outcome.err) == (0, "")
    places = [outcome.out.index(words) for words in ("sixty", "Brandt says:", "newsletter")]
    assert places == sorted(places)
    assert "\x1b" not in outcome.out
    assert all(line == line.rstrip() for line in outcome.out.splitlines())


def test_inspect_as_json_gives_the_records(command: Command) -> None:
    outcome = command("inspect", SAMPLE, "--json")
    parsed = ParsedPage.model_validate_json(outcome.out)
    assert parsed.page.text == SAMPLE.read_bytes().decode("utf-8")
    assert outcome.out.count("\n") == 1


def test_output_is_utf_8_whatever_the_locale_says(pages: Path) -> None:
    (pages / "tide.txt").write_text(PAGE + "naïve ’ 🌊\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pagestrata", "inspect", str(pages / "tide.txt"), "--json"],
        env=os.environ | {"PYTHONIOENCODING": "ascii"}, capture_output=True, check=True,
    )  # fmt: skip
    assert "naïve ’ 🌊" in json.loads(done.stdout.decode("utf-8"))["page"]["text"]


def test_inspect_reads_standard_input(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode("utf-8"))))
    outcome = command("inspect", "-", "--json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["page"]["text"] == PAGE


def test_a_page_on_standard_input_is_named_by_its_text(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    named = []
    for text in (PAGE, PAGE + "Posted on Monday\n"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        found = json.loads(command("inspect", "--json", "-").out)["page"]
        parsed = parse(text)
        assert isinstance(parsed, ParsedPage)
        assert (found["page_id"], found["source_id"]) == (parsed.page.page_id, parsed.page.source_id)
        named.append(found["page_id"])
    assert named[0] != named[1]


def test_inspect_does_not_let_a_page_drive_the_terminal(command: Command, pages: Path) -> None:
    (pages / "escape.txt").write_text(PAGE + "\x1b]0;a title\x07 and \x9b2J more\n", encoding="utf-8")
    assert not set(command("inspect", pages / "escape.txt").out) & set("\x1b\x07\x9b")


def test_inspect_of_what_is_no_page(command: Command, pages: Path) -> None:
    (pages / "picture.txt").write_bytes(bytes(range(256)) * 8)
    rejected = command("inspect", pages / "picture.txt")
    assert (rejected.code, rejected.out) == (3, "")
    assert rejected.err.startswith(f"rejected: {pages / 'picture.txt'}, record 0: ")
    for file in ("nowhere.txt", pages, "page.xyz"):
        outcome = command("inspect", file)
        assert (outcome.code, is_one_error_line(outcome)) == (2, True), outcome


def test_schema_lists_writes_and_compares(command: Command) -> None:
    assert "comments\tparent_id\tstring | null\n" in command("schema").out
    assert command("schema", "--write", "schemas").code == 0
    assert command("schema", "--check", "schemas") == Outcome(0, "", "")
    Path("schemas/v1/comments.json").write_text("{}\n", encoding="utf-8")
    drifted = command("schema", "--check", "schemas")
    assert drifted.code == 1
    assert "comments.json" in drifted.err
    assert command("schema", "--check", ROOT / "schema").code == 0


@pytest.mark.parametrize(
    ("arguments", "end"),
    [
        (("build", "--out", "made"), "Missing argument 'INPUT'. Try `pagestrata build --help`."),
        (("check", "made", "--all"), "No such option: --all. Try `pagestrata check --help`."),
        (("chek",), "Did you mean 'check', 'schema'? Try `pagestrata --help`."),
    ],
)
def test_a_slip_in_the_arguments_names_the_help_of_the_command(command: Command, arguments: tuple[str, ...], end: str) -> None:
    outcome = command(*arguments)
    assert (outcome.code, is_one_error_line(outcome), outcome.err.endswith(f"{end}\n")) == (2, True, True), outcome


def test_no_command_shows_the_help(command: Command) -> None:
    outcome = command()
    assert outcome.code == 2
    assert outcome.out == command("--help").out


def test_version_of_the_program(command: Command) -> None:
    assert command("--version").out.startswith("pagestrata ")


@pytest.mark.skipif(os.name == "nt", reason="pipes and signals of POSIX")
def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen([sys.executable, "-m", "pagestrata", "inspect", str(SAMPLE)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


@pytest.mark.skipif(os.name == "nt", reason="pipes and signals of POSIX")
def test_work_is_done_where_nobody_reads_what_is_printed(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "unread"
    command = f'exec "{sys.executable}" -m pagestrata build "{pages}" --out "{out}" --version 1.0.0 >&-'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (out / "versions" / "1.0.0.json").exists()


def test_a_page_on_standard_input_that_is_closed_is_one_line() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "{sys.executable}" -m pagestrata inspect - <&-'], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "error: standard input is closed: give a file, or a page on it\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux that is always full")
def test_output_that_cannot_be_written_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pagestrata", "inspect", str(SAMPLE)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["error: standard output cannot be written: No space left on device: send it elsewhere"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux that is always full")
def test_a_version_that_is_published_is_told_where_its_summary_cannot_be_printed(pages: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pagestrata", "build", str(pages), "--out", str(tmp_path / "o"), "--version", "1.0.0"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.stderr.startswith("error: version 1.0.0 is published, but standard output cannot be written")


def seconds_to_parse(text: str) -> float:
    """How long a page takes."""
    parse(text)
    begun = time.monotonic()
    for i in range(20):
        parse(f"{i}\n{text}")
    return (time.monotonic() - begun) / 20


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_build_that_is_told_to_end_leaves_nothing_behind(tmp_path: Path, workers: int) -> None:
    """With two workers there are two shards, and what they have in hand is not waited for."""
    text, pages = 2 * SAMPLE.read_text(encoding="utf-8"), 400 if workers == 1 else 12_000
    with (tmp_path / "raw.jsonl").open("w", encoding="utf-8") as raw:
        raw.writelines(json.dumps({"id": str(i), "text": f"{i}\n{text}"}) + "\n" for i in range(pages))
    command = ["build", str(tmp_path / "raw.jsonl"), "--out", str(tmp_path / "a" / "o"), "--version", "1.0.0", "--workers", str(workers)]
    with subprocess.Popen([sys.executable, "-m", "pagestrata", *command], stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not list((tmp_path / "a" / "o").glob(".build-*/pages/*")):
            time.sleep(0.01)
        time.sleep(0 if workers == 1 else 5)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate()
    took = time.monotonic() - begun
    # Where the signal meets code that lets no exception pass, the interpreter ends by it in the end.
    assert (process.returncode in (130, -signal.SIGINT), told) == (True, "interrupted\n")
    assert not (tmp_path / "a").exists()
    assert workers == 1 or took < pages / workers * seconds_to_parse(text) / 4


def test_without_docstrings_nothing_is_built_that_would_not_be_described(pages: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-OO", "-m", "pagestrata", "build", str(pages), "--out", str(tmp_path / "o"), "--version", "1.0.0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("error: Python runs without docstrings")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "o").exists()


@pytest.mark.skipif(os.name == "nt", reason="pipes and signals of POSIX")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_without_a_traceback(sent: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "pagestrata", "inspect", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        while "pagestrata.sources.text" not in process.stderr.readline():
            pass
        process.send_signal(sent)
        rest = [line for line in process.stderr if not line.startswith("import time:")]
    # CPython dies by the signal where it came while a string was executed, as `dataclass` does; to a shell that is 130 too.
    assert process.returncode in {130, -signal.SIGINT}
    assert rest == ["interrupted\n"]
