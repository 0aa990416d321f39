"""Measure speed: `python bench/speed.py GOLD`. One thread, one process, the same pages for all; figures are ratios of one run.

Stages of the parser are timed apart, and the whole parse over other pages. Every stage goes over each page once: they remember lines
that they have judged, and would gain from pages that come again. Extractors that work on HTML are given each page as paragraphs in a
bare document, so that their figures are of the same text; a real page holds several times as much markup. `--memory N` tags N pages,
the same ones over and over with one more line, and prints the greatest memory so far instead.
"""

from __future__ import annotations

import argparse
import html
import os
import resource
import time
from collections.abc import Callable, Mapping

from options import add_gold

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

from gold import read_gold  # noqa: E402 - threads are limited before NumPy is loaded
from pagestrata.config import ParseConfig  # noqa: E402
from pagestrata.parse.features import compute_features  # noqa: E402
from pagestrata.parse.fields import read_fields  # noqa: E402
from pagestrata.parse.forest import Forest  # noqa: E402
from pagestrata.parse.lines import split_batch  # noqa: E402
from pagestrata.parse.page import parse_pages  # noqa: E402
from pagestrata.parse.second_look import load_second_look, look_again  # noqa: E402
from pagestrata.parse.tagger import Weights, load_weights, score_batch, tag  # noqa: E402
from pagestrata.parse.threads import find_comments  # noqa: E402
from pagestrata.sources.raw import RawPage, raw_text  # noqa: E402

PAGES = 80
"""Pages of one part."""
OTHERS = 20
"""Pages of a part that the extractors are given, the first ones."""
PARTS = 6
"""Parts on which the stages are timed; on the one before them each warms up."""
BATCH = 15
TAGGER = "lines, features and tagging"
"""The stage that others are compared with."""
TOLD_EACH = 600
"""Batches between two lines about memory."""


def _batches(texts: list[str]) -> list[list[str]]:
    return [texts[i : i + BATCH] for i in range(0, len(texts), BATCH)]


def _timed(works: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds of the processor that each work takes."""
    seconds: dict[str, float] = {}
    for name, work in works.items():
        start = time.process_time()
        work()
        seconds[name] = time.process_time() - start
    return seconds


def _stages(texts: list[str], weights: Weights, forest: Forest) -> dict[str, Callable[[], object]]:
    """The parser's stages, each with what those before it give."""
    groups = _batches(texts)
    cut = [split_batch(group) for group in groups]
    known = [compute_features(batch) for batch in cut]
    tagged = [score_batch(batch, features, weights) for batch, features in zip(cut, known, strict=True)]
    scored = [(batch.page_lines(i), scores) for batch, pages in zip(cut, tagged, strict=True) for i, scores in enumerate(pages)]
    return {
        TAGGER: lambda: [tag(split_batch(group), weights) for group in groups],
        "second look": lambda: [look_again(b, f, s, forest) for b, f, s in zip(cut, known, tagged, strict=True)],
        "threads": lambda: [find_comments(lines, scores) for lines, scores in scored],
        "fields": lambda: [read_fields(lines, scores, frozenset()) for lines, scores in scored],
    }


def _others(texts: list[str]) -> dict[str, Callable[[], object]]:
    """Extractors that people use, where they are installed."""
    pages = [
        "<html><body>" + "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip()) + "</body></html>"
        for text in texts
    ]
    found: dict[str, Callable[[], object]] = {}
    try:
        import trafilatura

        found["trafilatura"] = lambda: [trafilatura.extract(page) for page in pages]
    except ImportError:
        pass
    try:
        import justext

        stops = justext.get_stoplist("English")
        found["jusText"] = lambda: [justext.justext(page, stops) for page in pages]
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda: [extract_plain_text(page, main_content=True) for page in pages]
    except ImportError:
        pass
    return found


def _memory(texts: list[str], number: int, weights: Weights) -> None:
    """Tag `number` pages and print the greatest resident memory, in units of the system (kilobytes on Linux)."""
    begin, size = time.perf_counter(), 0
    for first in range(0, number, BATCH):
        pages = [f"{texts[i % len(texts)]}\n{i}" for i in range(first, min(first + BATCH, number))]
        tag(split_batch(pages), weights)
        size += sum(map(len, pages))
        if first // BATCH % TOLD_EACH == 0 or first + BATCH >= number:
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            speed = size / (time.perf_counter() - begin) / 1e6
            print(f"{first + len(pages):8} pages  {most:9} at most  {speed:6.2f} M characters/s", flush=True)


def _tell(name: str, speed: float, reference: float) -> None:
    """Print a speed, in characters a second."""
    print(f"{name:40} {speed / 1e6:8.2f} M characters/s  {speed / reference:6.3f} of the tagger's speed")


def main() -> None:
    """Print characters a second of every stage and of other extractors."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_gold(parser)
    parser.add_argument("--memory", type=int, metavar="N", help="tag N pages and print the memory that this takes")
    options = parser.parse_args()
    texts = [page.text for page in read_gold(options.gold) if page.page_id.endswith("-full")]
    if options.memory:
        _memory(texts, options.memory, load_weights())
        return
    weights, forest = load_weights(), load_second_look()
    parts = [texts[first : first + PAGES] for first in range(0, (PARTS + 1) * PAGES, PAGES)]
    timed: list[dict[str, float]] = []
    shown: dict[str, int] = {}
    for part in parts:
        # They take turns, so that a slow minute of the machine is slow for all.
        stages, others = _stages(part, weights, forest), _others(part[:OTHERS])
        shown = dict.fromkeys(stages, PAGES) | dict.fromkeys(others, OTHERS)
        timed.append(_timed(stages | others))
    seconds = {name: sum(part[name] for part in timed[1:]) for name in shown}
    sizes = {name: sum(len(text) for part in parts[1:] for text in part[:pages]) for name, pages in shown.items()}
    reference = sizes[TAGGER] / seconds[TAGGER]
    for name, own in seconds.items():
        _tell(name, sizes[name] / own, reference)
    unseen = [page for page in map(raw_text, texts[len(parts) * PAGES :]) if isinstance(page, RawPage)]
    start = time.process_time()
    parse_pages(unseen, ParseConfig(), None)
    seen = time.process_time() - start
    _tell("whole parse, records and languages", sum(len(page.text) for page in unseen) / seen, reference)
    both = seconds["threads"] + seconds["fields"]
    print(f"threads and fields together take {both / seconds[TAGGER]:.3f} of the tagger's time")


if __name__ == "__main__":
    main()
