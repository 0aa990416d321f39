"""What the rankers of title, author and published learn from: the candidates of every gold page, compared with the gold."""

from __future__ import annotations

import itertools
import json
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

import heads
from examples import stripped_text
from gold import FOLDS, UNKNOWN, GoldPage, fold_of, norm, read_gold, read_silver
from pagestrata.language import detect
from pagestrata.parse.dates.settling import order_in
from pagestrata.parse.fields.days import DAY_FEATURES, day_candidates
from pagestrata.parse.fields.lines import BINS, NUMBERS, LineWeights, line_numbers
from pagestrata.parse.fields.names import NAME_FEATURES, name_candidates, split_names
from pagestrata.parse.fields.scene import Given, Scene, make_scene
from pagestrata.parse.fields.titles import TITLE_FEATURES, title_candidates
from pagestrata.parse.labels import MARKS, LineScores
from pagestrata.parse.lines import split_batch, split_lines
from pagestrata.parse.tagger import load_weights, tag
from pagestrata.parse.wikis import edit_marks
from printed_days import prints_day
from written_pages import WAITING, read_written

ALWAYS = -1  # the fold of pages that are trained on in every fold and never measured: the seeds
FEATURES = {"title": TITLE_FEATURES, "author": NAME_FEATURES, "published": DAY_FEATURES}
SEED_WEIGHT = 8.0
# What a silver page says of itself in its HTML is not always what it prints; written pages are labelled by hand, and most of what is
# known of fields in other languages than English.
PAGE_WEIGHTS = {"silver": 0.5, "written": 1.1}
# Every page is shown once more without blank lines, signs of lists and indentation, as files of crawls have it.
STRIPPED, STRIPPED_WEIGHT = "stripped", 0.4
MADE_LINES = 0.15  # how much a line of a made-up head counts where lines are weighed
NEGATIVES = 6  # one in so many lines without a mark is trained on


@dataclass
class Entry:
    """One page seen once: with its address, or without."""

    page: GoldPage
    scene: Scene
    with_url: bool
    fold: int
    title: int | None = None

    @property
    def is_article(self) -> bool:
        """Whether the page's gold says that it is an article."""
        return bool(self.page.article and self.page.article["page_type"] == "article")

    @property
    def is_written(self) -> bool:
        """Whether the page was written for training."""
        return self._origin == "written"

    @property
    def is_silver(self) -> bool:
        """Whether the page is of another project's archive."""
        return self._origin == "silver"

    @property
    def is_made(self) -> bool:
        """Whether the head of the page is made up."""
        return self._origin == "made"

    @property
    def is_stripped(self) -> bool:
        """Whether the page is shown without blank lines."""
        return self.page.page_id.startswith(f"{STRIPPED}/")

    @property
    def is_labelled(self) -> bool:
        """Whether the page is one of the gold's articles."""
        return self.is_article and self.fold != ALWAYS and not self.is_made and self._origin not in PAGE_WEIGHTS

    @property
    def _origin(self) -> str:
        return self.page.page_id.removeprefix(f"{STRIPPED}/").partition("/")[0]

    @property
    def is_measured(self) -> bool:
        """Whether the figures rest on the page: the gold's articles as they are."""
        return self.is_labelled and not self.is_stripped


@dataclass
class Sample:
    """The candidates of one field of one page: measures, which are right, which are so as handed out, and what gold says of the page.

    Gold joins the names of some pages by `and`, as written pages do, which no list of authors has: such a candidate is right, but counts
    for wrong.
    """

    field: str
    entry: Entry
    measures: np.ndarray
    right: np.ndarray
    counted: np.ndarray
    printed: bool
    known: bool
    candidates: Sequence[Any]


def read_scores(path: Path) -> dict[str, LineScores]:
    """The tagger's out-of-fold scores: page id to labels, marks and page type."""
    return {key: LineScores(*arrays) for key, arrays in pickle.loads(path.read_bytes()).items()}  # noqa: S301 -- written by our own training


def waiting_scores() -> dict[str, LineScores]:
    """Scores of the written pages that wait for the next training of the tagger, by the packaged one, which has not seen them."""
    weights = load_weights()
    return {page.page_id: tag(split_batch((page.text,)), weights)[0] for page in read_written(WAITING)}


def read_pages(gold: Path, silver: Path | None, scores: dict[str, LineScores]) -> list[GoldPage]:
    """Whole pages of the gold and written ones but forums, silver articles, and the seeds with what their own gold says of the fields.

    Pages of other types than articles help to rank titles, and tell that shops and lists name no author.
    """
    pages = []
    articles = [page for page in read_silver(silver) if page.article and page.article["page_type"] == "article"]
    for page in read_gold(gold) + articles + read_written() + read_written(WAITING):
        article = page.article or {}
        if (
            page.page_id not in scores
            or not len(page.lines)
            or article.get("page_type", "forum") == "forum"
            or page.page_id.endswith("-main")
        ):
            continue
        page.weight *= PAGE_WEIGHTS.get(page.page_id.partition("/")[0], 1.0)
        if "seed" in article:
            seed = json.loads((gold / "seeds" / page.page_id.removeprefix("seed/")).with_suffix(".json").read_text(encoding="utf-8"))
            fields = {"title": seed["title"], "author": " and ".join(seed["authors"]), "published": seed["published_at"], "url": None}
            page.article, page.weight = article | fields, SEED_WEIGHT
        pages.append(page)
    return pages


def make_head_pages(silver: Path, work: Path) -> tuple[list[GoldPage], dict[str, LineScores]]:
    """Pages with made-up heads (`heads.toml`), and their scores by taggers that had not seen the articles in them.

    Args:
        silver: silver.jsonl.gz of silver.py.
        work: folder with the weights of the folds, as `crossvalidate.py` leaves them.
    """
    pages = []
    for number, made in enumerate(heads.make_pages(silver)):
        lines = split_lines(made.text)
        texts = [lines.line(i) for i in range(len(lines))]
        marks = np.full((len(lines), len(MARKS)), UNKNOWN, np.int8)
        for column, printed in enumerate(({made.title}, made.by_lines, made.day_lines)):
            marks[:, column] = [text in printed for text in texts]
        article = {"page_type": "article", "title": made.title, "author": made.author, "published": made.day, "url": None}
        allowed = np.zeros(len(lines), np.uint8)
        page = GoldPage(f"made/{number}", made.form, made.text, lines, allowed, marks, article=article)
        page.extra["fold"] = made.fold
        pages.append(page)
    return pages, _tag_by_fold(pages, work)


def strip_pages(pages: Sequence[GoldPage], work: Path) -> tuple[list[GoldPage], dict[str, LineScores]]:
    """The pages without blank lines, signs of lists and indentation, and their scores by taggers that had not seen them.

    Args:
        pages: the pages; seeds are left out, and those that are the same so.
        work: folder with the weights of the folds, as `crossvalidate.py` leaves them.
    """
    stripped: list[GoldPage] = []
    for page in pages:
        text = stripped_text(page)
        if text != page.text and not page.page_id.startswith("seed/"):
            lines = split_lines(text)
            taken = sorted(_comment_lines(page))
            comments = [{"start": lines.starts[i], "end": lines.ends[i]} for i in taken]
            extra = page.extra | {"fold": page.extra.get("fold", fold_of(page.site, FOLDS))}
            changed = replace(page, page_id=f"{STRIPPED}/{page.page_id}", text=text, lines=lines, comments=comments, extra=extra)
            stripped.append(replace(changed, weight=STRIPPED_WEIGHT * page.weight))
    return stripped, _tag_by_fold(stripped, work)


def _tag_by_fold(pages: Sequence[GoldPage], work: Path) -> dict[str, LineScores]:
    """Scores of pages whose `extra` tells their fold, by the tagger that had not seen that fold."""
    scores: dict[str, LineScores] = {}
    for fold in range(FOLDS):
        weights = load_weights(work / f"fold{fold}.npz")
        scores |= {page.page_id: tag(split_batch((page.text,)), weights)[0] for page in pages if page.extra["fold"] == fold}
    return scores


def _comment_lines(page: GoldPage) -> frozenset[int]:
    spans = [(c["start"], c["end"]) for c in page.comments or ()]
    return frozenset(i for i, start in enumerate(page.lines.starts) if any(begin <= start < end for begin, end in spans))


def fit_lines(entries: Sequence[Entry]) -> LineWeights:
    """The regression that weighs lines: one target a field, on pages whose lines bear its mark."""
    columns = []
    for k in range(3):
        x, y, weights = [], [], []
        for entry in entries:
            target, scene = entry.page.marks[:, k] == 1, entry.scene
            if target.any():
                dense, bins = line_numbers(scene.lines, scene.marks, scene.body, (scene.first, scene.last))
                kept = target | (np.arange(len(target)) % NEGATIVES == 0)
                x.append(np.hstack([dense, *(np.eye(size, dtype=np.float32)[at] for size, at in zip(BINS, bins, strict=True))])[kept])
                y.append(target[kept])
                weights.append(np.full(int(kept.sum()), MADE_LINES if entry.is_made else 1.0))
        columns.append(LogisticRegression(C=0.3, max_iter=1000).fit(np.vstack(x), np.concatenate(y), np.concatenate(weights)).coef_[0])
    learned = np.round(np.stack(columns, axis=1), 4).astype(np.float32)
    ends = np.cumsum([NUMBERS, *BINS])
    return LineWeights(learned[:NUMBERS], tuple(learned[begin:end] for begin, end in itertools.pairwise(ends)))


def make_entries(
    pages: Sequence[GoldPage], scores: dict[str, LineScores], kept: LineWeights | None = None
) -> tuple[list[Entry], LineWeights]:
    """Every page twice, its lines weighed by a regression that saw no page of its site; and the regression of all pages.

    Args:
        pages: the pages.
        scores: the tagger's, by page.
        kept: a regression by which all lines are weighed instead: its few weights say little of single pages, and a ranker that is to
            stand beside it must have learned from what it gives.
    """
    none = LineWeights(np.zeros((NUMBERS, 3), np.float32), tuple(np.zeros((size, 3), np.float32) for size in BINS))
    folds = [ALWAYS if page.page_id.startswith("seed/") else page.extra.get("fold", fold_of(page.site, FOLDS)) for page in pages]
    bare = [
        Entry(page, make_scene(page.lines, scores[page.page_id], _comment_lines(page), weights=none), with_url=False, fold=fold)
        for page, fold in zip(pages, folds, strict=True)
    ]
    articles = [entry for entry in bare if entry.is_article]
    everything = kept or fit_lines(articles)
    weights = {fold: kept or fit_lines([entry for entry in articles if entry.fold != fold]) for fold in range(FOLDS)}
    weights[ALWAYS] = everything
    entries = []
    for page, fold in zip(pages, folds, strict=True):
        for url in ((page.article or {}).get("url"), None):
            given = Given(url, is_wiki=edit_marks(page.lines) is not None)
            scene = make_scene(page.lines, scores[page.page_id], _comment_lines(page), given, weights[fold])
            entries.append(Entry(page, scene, url is not None, fold))
    return entries, everything


def make_sample(field: str, entry: Entry) -> Sample:
    """Candidates of a page, each compared with the gold."""
    gold = (entry.page.article or {}).get(field) or ""
    text = entry.page.text
    if field == "title":
        found: Sequence[Any]
        found, measures = title_candidates(entry.scene)
        right = counted = [norm(text[c.start : c.end]) == norm(gold) != "" for c in found]
    elif field == "author":
        found, measures = name_candidates(entry.scene, entry.title)
        apart, wanted = [norm(" ".join(split_names(c.text))) for c in found], {norm(gold), norm(gold.replace(" and ", " "))} - {""}
        counted = [names == norm(gold) != "" for names in apart]
        right = [norm(c.text) == norm(gold) != "" or names in wanted for c, names in zip(found, apart, strict=True)]
    else:
        found, measures = day_candidates(entry.scene, entry.title, order_in(*detect(text)))
        right = counted = [c.time.at is not None and c.time.at.date().isoformat() == gold[:10] for c in found]
    printed = bool(gold) and (prints_day(text, gold) if field == "published" else norm(gold) in norm(text))
    return Sample(field, entry, measures, np.array(right, bool), np.array(counted, bool), printed, bool(gold), found)


def printed_candidate(sample: Sample, picked: int) -> tuple[str, str]:
    """A candidate as it is printed, and its line."""
    c = sample.candidates[picked]
    text = c.text if hasattr(c, "text") else c.time.text if hasattr(c, "time") else sample.entry.page.text[c.start : c.end]
    return text, sample.entry.page.lines.line(c.line)
