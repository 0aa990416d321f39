"""Measure pages as other converters print them: `python bench/converters.py ARCHIVES --silver FILE --work DIR`.

The silver pages of articles on which the extractors agree are set again by html2text, inscriptis, Beautiful Soup, lynx and w3m (those
that are installed), and parsed by the taggers of the folds that had not seen their sites. Bodies are measured against what trafilatura
keeps of the HTML, without the marks that the converter sets; headlines, authors and days against what the HTML says of itself; comments
by the letters of their bodies. ARCHIVES is the folder that `silver.py` reads, DIR where `crossvalidate.py` left the weights. No model
learns from this.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import html2text
from bs4 import BeautifulSoup
from inscriptis import get_text
from trafilatura.utils import decode_file

from gold import FOLDS, GoldPage, fold_of, read_silver, read_silver_comments
from measure import SILVER_AGREEMENT, Tally, found_body, parse_all, plain_words, word_f1, words_apart
from options import add_fold_weights, add_silver
from pagestrata.parse.fields.scene import squeeze
from pagestrata.records import ParsedPage
from silver import SOURCES, name_of, read_archive

SECONDS = 60
"""That a program may take for a page."""
_MARKS = re.compile(r"\]\((?:[^()]|\([^()]*\))*\)|\[\d{1,4}\](?=\S)|[*_\\#>•□]")
_CHARSET = re.compile(r"<meta[^>]+charset[^>]*>", re.IGNORECASE)
_PROGRAMS = {
    "lynx": ("lynx", "-dump", "-stdin", "-display_charset=utf-8", "-assume_charset=utf-8"),
    "lynx without numbers": ("lynx", "-dump", "-nolist", "-stdin", "-display_charset=utf-8", "-assume_charset=utf-8"),
    "w3m": ("w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "80"),
}

Converter = Callable[[str], str]


def _markdown(width: int, *, links: bool) -> Converter:
    def convert(html: str) -> str:
        writer = html2text.HTML2Text()
        writer.body_width, writer.ignore_images, writer.ignore_links = width, True, not links
        return str(writer.handle(html))

    return convert


def _strings(html: str) -> str:
    tree = BeautifulSoup(html, "lxml")
    for node in tree(["script", "style", "noscript", "template"]):
        node.decompose()
    return str(tree.get_text("\n"))


def _program(command: tuple[str, ...]) -> Converter:
    def convert(html: str) -> str:
        given = _CHARSET.sub("", html).encode("utf-8", "replace")
        ran = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, check=False)
        return ran.stdout.decode("utf-8", "replace")

    return convert


def converters() -> dict[str, Converter]:
    """The converters that are there, by name."""
    found = {
        "html2text": _markdown(78, links=True),
        "html2text, lines not broken": _markdown(0, links=True),
        "html2text without links": _markdown(0, links=False),
        "inscriptis": lambda html: str(get_text(html)),
        "Beautiful Soup, get_text": _strings,
    }
    return found | {name: _program(command) for name, command in _PROGRAMS.items() if shutil.which(command[0])}


def _pages(archives: Path) -> Iterator[tuple[str, str]]:
    """Id and HTML of every page of the archives."""
    for path in sorted(archives.iterdir()):
        if path.name in SOURCES:
            for name, content in read_archive(path):
                yield f"silver/{name_of(path.name)}/{name}", decode_file(content)


def _letters(text: str) -> str:
    return squeeze(_MARKS.sub("", text))


def _measure(tally: Tally, page: GoldPage, parsed: ParsedPage) -> None:
    gold, article = page.article or {}, parsed.article
    tally.add("body", word_f1(words_apart(_MARKS.sub(" ", found_body(parsed))), words_apart(gold["main_content"])))
    if gold.get("title"):
        tally.add("headline", float(plain_words(article.title if article else None) == plain_words(gold["title"])))
    if gold.get("author"):
        tally.add("authors", float(plain_words(" ".join(article.authors) if article else None) == plain_words(gold["author"])))
    if gold.get("published"):
        tally.add("day", float(str(article.published_at if article else None)[:10] == gold["published"][:10]))


def _measure_comments(tally: Tally, page: GoldPage, parsed: ParsedPage) -> None:
    wanted = Counter(_letters(comment["body"]) for comment in page.comments or ())
    found = Counter(_letters(comment.text) for comment in parsed.comments)
    right = (wanted & found).total()
    tally.right += right
    tally.false += found.total() - right
    tally.missed += wanted.total() - right
    names = {_letters(comment["body"]): comment["author"] for comment in page.comments or () if comment["author"]}
    for comment in parsed.comments:
        if name := names.get(_letters(comment.text)):
            tally.add("comment author", float(squeeze(name) == squeeze(comment.author or "")))


def main() -> None:
    """Print the figures of every converter, and of the pages as silver has them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archives", type=Path, help="folder with the archives")
    add_silver(parser, required=True)
    add_fold_weights(parser, required=True)
    options = parser.parse_args()
    known = [page for page in read_silver(options.silver) if page.article and page.article["page_type"] == "article"]
    pages = {page.page_id: page for page in known if page.article and page.article["agreement"] >= SILVER_AGREEMENT}
    spoken = {page.page_id: page for page in read_silver_comments(options.silver)}
    html = {page_id: text for page_id, text in _pages(options.archives) if page_id in pages}
    every: dict[str, Converter | None] = {"as silver has them": None, **converters()}
    for name, convert in every.items():
        tally = Tally()
        for fold in range(FOLDS):
            some = [page for page_id, page in pages.items() if page_id in html and fold_of(page.site) == fold]
            texts = [convert(html[page.page_id]) if convert else page.text for page in some]
            told = parse_all(some, texts, options.work / f"fold{fold}.npz", body=options.work / f"body{fold}.npz")
            for page, parsed in zip(some, told, strict=True):
                _measure(tally, page, parsed)
                if page.page_id in spoken:
                    _measure_comments(tally, spoken[page.page_id], parsed)
        print(f"{name:30}", *(f"{figure} {value:.3f}" for figure, value in tally.summary().items()), flush=True)


if __name__ == "__main__":
    main()
