from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import settings

from entries import Read
from pagestrata.config import Columns, ParseConfig
from pagestrata.dataset.changes import with_changes
from pagestrata.dataset.front import write_front
from pagestrata.dataset.manifest import ManifestHead, UsedInput, neighbours
from pagestrata.dataset.publish import Made, make_manifest, publish
from pagestrata.dataset.rejected import Rejected
from pagestrata.dataset.shard import ShardSpec, write_shard
from pagestrata.records import (
    Article,
    Block,
    Boilerplate,
    Category,
    Comment,
    Kind,
    LanguageSource,
    PageType,
    ParsedPage,
    Rejection,
    Role,
)
from pagestrata.sources import READERS, RawPage, list_inputs, page_of, raw_text, read_file
from pagestrata.sources.raw import GIVEN_TEXT

# A shared machine may be slow at any moment: time is no property. Continuous integration tries the same examples for the same code; whoever
# runs the tests tries others each time.
settings.register_profile("pagestrata", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("pagestrata")

Publish = Callable[[Iterable[ParsedPage], Path, str], Path]

THREAD = (
    "Harbour news\n\nThe ferry is late\n\nIt waited for the tide, and the tide waited for nobody.\n\n"
    "Ann says:\nIt always does.\n\n  Bob says:\n  Not in winter.\n\nAll rights reserved\n"
)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the cache of whoever runs it; a child process inherits the setting."""
    monkeypatch.setenv("HF_HOME", str(tmp_path_factory.getbasetemp() / "hf"))


def strata_of(number: int, with_comments: bool = True) -> ParsedPage:
    """A page with an article, two comments and boilerplate, made by hand: no parser has a say in it."""
    text = f"{THREAD if with_comments else THREAD.partition('Ann says')[0]}Page {number}\n"
    raw = raw_text(text, url=f"https://www.example.org/{number}")
    assert isinstance(raw, RawPage)
    at = text.index

    def span(words: str) -> tuple[int, int]:
        return at(words), at(words) + len(words)

    page_id = raw.page_id
    title, body = span("The ferry is late"), span("It waited for the tide, and the tide waited for nobody.")
    article = Article(
        article_id=f"{page_id}-a",
        page_id=page_id,
        title="The ferry is late",
        authors=("Ann Ferris", "Bo Quay"),
        published_at=None,
        published_utc_offset_minutes=None,
        published_text=None,
        text=text[slice(*body)],
        blocks=(Block(role=Role.TITLE, start=title[0], end=title[1]), Block(role=Role.PARAGRAPH, start=body[0], end=body[1])),
        n_words=11,
        confidence=0.9,
        language="en",
        language_score=1.0,
        language_source=LanguageSource.INHERITED,
    )
    comments = []
    for i, (head, said) in enumerate([("Ann says:\n", "It always does."), ("Bob says:\n  ", "Not in winter.")] if with_comments else []):
        start, body_start = at(head), at(said)
        comments.append(
            Comment(
                comment_id=f"{page_id}-c{i}",
                page_id=page_id,
                position=i,
                kind=Kind.COMMENT,
                parent_id=f"{page_id}-c0" if i else None,
                depth=i,
                author=head[:3],
                author_location=None,
                posted_at=None,
                posted_utc_offset_minutes=None,
                posted_text=None,
                text=said,
                start=start,
                end=body_start + len(said),
                body_start=body_start,
                body_end=body_start + len(said),
                confidence=0.8,
                reason="by hand",
                language="en",
                language_score=1.0,
                language_source=LanguageSource.INHERITED,
            )
        )
    words = ["Harbour news", *(["All rights reserved"] if with_comments else []), f"Page {number}"]
    boilerplate = tuple(
        Boilerplate(
            boilerplate_id=f"{page_id}-b{i}",
            page_id=page_id,
            position=i,
            category=Category.OTHER,
            text=word,
            start=at(word),
            end=at(word) + len(word),
            confidence=1.0,
            reason="by hand",
        )
        for i, word in enumerate(words)
    )
    page = page_of(raw, ("en", 1.0), len(comments), PageType.ARTICLE)
    return ParsedPage(page=page, article=article, comments=tuple(comments), boilerplate=boilerplate)


@pytest.fixture
def strata() -> Callable[..., ParsedPage]:
    """Makes a page by hand: its number, and whether it has comments."""
    return strata_of


@pytest.fixture
def published() -> Publish:
    """Publishes pages made by hand as a version of a dataset, by the library's own writers."""

    def call(pages: Iterable[ParsedPage], root: Path, version: str = "1.0.0") -> Path:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root) as name:
            work = Path(name)
            spec = ShardSpec(0, (), root, work, 1, ParseConfig())
            receipt = write_shard(sorted(pages, key=lambda parsed: parsed.page.page_id), spec)
            head = ManifestHead(name=root.name, version=version, shards=1, max_page_chars=1000)
            used = UsedInput(file=GIVEN_TEXT.file, pages=receipt.pages, rejections=0)
            manifest = make_manifest(head, Made((receipt,), Rejected(work / "rejected"), (used,), ()), work)
            beside = neighbours(root, version)
            publish(with_changes(manifest, beside, root, root), root, work, beside)
            write_front(root, work)
        return root

    return call


@pytest.fixture
def make_pages(tmp_path: Path) -> Callable[[int], Path]:
    """Makes a directory of so many text files, each another page."""

    def call(count: int) -> Path:
        directory = tmp_path / "raw"
        directory.mkdir(exist_ok=True)
        for i in range(count):
            word = hashlib.sha256(str(i).encode()).hexdigest()
            text = f"Note {i}\r\n\r\nThe harbour master wrote {word} on the board, and the crew read it twice.\r\n"
            (directory / f"page-{i:03}.txt").write_bytes(text.encode())
        return directory

    return call


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a file and reads it."""

    def call(name: str, content: bytes, max_page_chars: int = 1000, **columns: str) -> list[RawPage | Rejection]:
        path = tmp_path / name
        path.write_bytes(content)
        (file,) = list_inputs([path], tuple(READERS)).used
        return list(read_file(file, ParseConfig(max_page_chars=max_page_chars, columns=Columns(**columns))))

    return call
