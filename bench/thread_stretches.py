"""The stretches that the thread networks learn from: lines near evidence of comments, with what they are.

Of the gold pages and the seeds, with the tagger's scores of them, and of threads made up by `thread_pages`, whose scores are guessed.
What is learned from them, and how, is told in `train_threads`.
"""

from __future__ import annotations

import json
import pickle
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gold import FOLDS, fold_of, read_jsonl, site_of
from pagestrata.parse.labels import MARKS, LineScores
from pagestrata.parse.lines import PageLines, split_lines
from pagestrata.parse.threads.cues import CUES, line_cues
from pagestrata.parse.threads.decode import find_regions
from pagestrata.parse.threads.model import columns
from pagestrata.parse.threads.paths import BEFORE, BODY, BODY_AFTER, BODY_FIRST, ENDS, FOOT, HEAD, HEAD_FIRST, OUT
from thread_pages import Source, make_page, pick


@dataclass(slots=True)
class Stretch:
    """Lines near evidence of comments, with what they are."""

    page_id: str
    fold: int
    begin: int
    seen: npt.NDArray[np.float32]
    groups: npt.NDArray[np.int64]
    states: npt.NDArray[np.int64]
    prints: npt.NDArray[np.float32]


def true_states(lines: PageLines, comments: list[dict[str, Any]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The state of every line by gold, and whether it prints an author and a date."""
    states = np.zeros(len(lines), np.int64)
    prints = np.zeros((len(lines), 2), np.float32)

    def line_at(position: int) -> int:
        return max(0, bisect_right(lines.starts, position) - 1)

    for comment in comments:
        first, last = line_at(comment["start"]), line_at(comment["end"] - 1)
        body, body_last = line_at(comment["body_start"]), line_at(comment["body_end"] - 1)
        states[first : last + 1] = FOOT
        states[first:body] = HEAD
        states[body : body_last + 1] = BODY
        states[first] = HEAD_FIRST if first < body else BODY_FIRST
        if first < body:
            states[body] = BODY_AFTER
        for column, key in enumerate(("author_start", "date_start")):
            if comment.get(key) is not None:
                prints[line_at(comment[key]), column] = 1
    return states, prints


def stretches_of(name: tuple[str, int], lines: PageLines, scores: LineScores, comments: list[dict[str, Any]]) -> Iterator[Stretch]:
    """The stretches of a page near evidence of comments; `name` is its id and its fold."""
    states, prints = true_states(lines, comments)
    for begin, end in find_regions(scores):
        cues = line_cues(lines, begin, end)
        seen = columns(cues, scores, begin, end).astype(np.float32)
        yield Stretch(*name, begin, seen, cues.groups, legal(states[begin:end]), prints[begin:end])


def read_stretches(gold: Path, scores: Path) -> list[Stretch]:
    """The stretches of all gold pages."""
    told = pickle.loads(scores.read_bytes())  # noqa: S301 - our own file
    found: list[Stretch] = []
    for page in read_jsonl(gold / "comments.jsonl.gz"):
        lines = split_lines(page["text"])
        if not len(lines):
            continue
        fold = fold_of(site_of(page.get("url") or "", page["id"]), FOLDS)
        found += stretches_of((page["id"], fold), lines, LineScores(*told[page["id"]]), page["comments"])
    return found


def read_sources(gold: Path) -> list[tuple[int, Source]]:
    """What the gold pages lend to made-up threads, with their folds."""
    found = []
    for page in read_jsonl(gold / "comments.jsonl.gz"):
        lines = split_lines(page["text"])
        texts = [lines.line(i) for i in range(len(lines))]
        states, _ = true_states(lines, page["comments"])
        inside = np.flatnonzero(states)
        comments = [
            (comment["author"], [line.strip() for line in comment["body"].splitlines() if line.strip()][:8])
            for comment in page["comments"]
            if comment.get("author") and len(comment["author"]) < 50
        ]
        first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (max(0, len(texts) - 30),) * 2
        source = Source(comments, texts[max(0, first - 25) : first], texts[last + 1 : last + 26])
        found.append((fold_of(site_of(page.get("url") or "", page["id"]), FOLDS), source))
    return found


def read_seeds(gold: Path, scores: Path) -> list[Stretch]:
    """The stretches of the seed pages."""
    told = pickle.loads(scores.read_bytes())  # noqa: S301 - our own file
    found: list[Stretch] = []
    for path in sorted((gold / "seeds").glob("*.json")):
        page = json.loads(path.read_text("utf8"))
        with (gold.parent / "seeds" / page["file"]).open(encoding="utf8", newline="") as text:
            lines = split_lines(text.read())
        for comment in page["comments"]:
            for name, key in (("author_start", "author"), ("date_start", "date_text")):
                at = lines.text.find(comment[key], comment["start"], comment["end"]) if comment[key] else -1
                comment[name] = at if at >= 0 else None
        found += stretches_of(("seed", -1), lines, LineScores(*told["seed/" + page["file"]]), page["comments"])
    return found


def guessed(stretch: Stretch, is_long: npt.NDArray[np.bool_], chance: np.random.Generator) -> LineScores:
    """Scores that a tagger of random skill might give: blurred truth, some lines wrong, some parts of a layout missed."""
    part = np.array([0, 2, 2, 3, 3, 3, 4])[stretch.states]
    part[(stretch.states == OUT) & is_long & (chance.random(len(part)) < 0.8)] = 1
    if chance.random() < 0.1:
        part[(part == 3) & (chance.random(len(part)) < 0.7)] = 1
    skilled = chance.random() < 0.4
    wrong = chance.random(len(part)) < (0.0 if skilled else chance.uniform(0.0, 0.15))
    part = np.where(wrong, chance.integers(0, 5, len(part)), part)
    odds = chance.normal(0, chance.uniform(0.1, 0.5 if skilled else 1.5), (len(part), 5))
    odds[np.arange(len(part)), part] += chance.uniform(2.5 if skilled else 1.0, 5.0)
    for missed in () if skilled else (2, 4):
        if chance.random() < 0.15:
            odds[part == missed, 0] += 3.0
    labels = np.exp(odds - odds.max(axis=1, keepdims=True))
    marks = np.zeros((len(part), len(MARKS)))
    opens, begins = np.isin(stretch.states, (HEAD_FIRST, BODY_FIRST)), np.isin(stretch.states, (BODY_FIRST, BODY_AFTER))
    bears: npt.NDArray[np.float32] = np.column_stack((opens, begins, stretch.prints))
    truth = bears * chance.uniform(2.0, 6.0) - chance.uniform(2.0, 4.0)
    marks[:, 3:] = 1 / (1 + np.exp(-truth - chance.normal(0, chance.uniform(0.3, 1.5), truth.shape)))
    page = chance.dirichlet(np.ones(3))
    return LineScores((labels / labels.sum(axis=1, keepdims=True)).astype(np.float32), marks.astype(np.float32), page.astype(np.float32))


def make_stretches(sources: list[Source], count: int, seed: tuple[int, int]) -> list[Stretch]:
    """Made-up threads for one epoch of one network; the tagger has not seen them."""
    chance = np.random.default_rng(seed)
    lenders = [source for source in sources if source.comments]
    found = []
    for _ in range(count):
        page = make_page(pick(chance, lenders), pick(chance, sources if chance.random() < 0.5 else lenders), chance)
        lines = split_lines(page.text)
        states, prints = true_states(lines, page.comments)
        cues = line_cues(lines, 0, len(lines))
        stretch = Stretch("made", -1, 0, np.empty((0, 0), np.float32), cues.groups, legal(states), prints)
        scores = guessed(stretch, cues.columns[:, CUES.index("many")] > 0, chance)
        stretch.seen = columns(cues, scores, 0, len(lines)).astype(np.float32)
        found.append(stretch)
    return found


def legal(states: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """A path that the field allows: what a stretch cuts off from a comment at its edges is outside."""
    states = states.copy()
    for order in (range(len(states)), range(len(states) - 1, -1, -1)):
        for i in order:
            before = states[i - 1] if i else OUT
            if order.step > 0 and states[i] != OUT and before not in BEFORE[states[i]]:
                states[i] = BODY_FIRST if states[i] in (BODY, BODY_AFTER) else OUT
    i = len(states) - 1
    while i >= 0 and states[i] not in ENDS:
        states[i] = OUT
        i -= 1
    return states
