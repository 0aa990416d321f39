"""What the neighbours of a page know: a line that stands on many pages of one site is boilerplate.

Counts are kept in a table of fixed size (a count-min sketch; Cormode and Muthukrishnan, 2005), so that memory does not
grow with the pages, and adding is commutative, so that neither the order of pages nor the number of workers matters. A
page on its own costs nothing: without counts no score is changed. Copies of a page are no other pages. This room counts
lines and shifts scores; it reads no words.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pagestrata.parse.labels import LABELS, LineScores
from pagestrata.parse.lines import split_batch
from pagestrata.parse.plain import plain_of
from pagestrata.parse.words import Hashes, folded, line_hashes

_SLOT_BITS = 25
_MOST = 255
_BATCH_CHARS = 400_000
_STEPS = 1000
"""Chances are rounded to thousandths; as whole numbers their sums are exact, so that no machine counts other copies."""
_MIXERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))

LEAST_PAGES = 2
"""A line tells something when it stands on this many other pages of the site."""
SHIFT = 2.0
"""Log-odds taken from `body` each time the number of other pages doubles."""
MOST_SHIFT = 8.0
"""Log-odds taken at the most."""
FULL_LENGTH = 300
"""Characters from which a line is moved in full, shorter ones by their share of it: labels of a table, names of sizes and headings of
recipes stand on many pages as well, and in their bodies (bench/tried.md)."""
OWN = 1 / 3
"""Share of its body that a page must have for itself. Where more of it stands elsewhere, the page has copies (other addresses of the
same article, its pages of comments, its print version), and pages are counted by as many at a time."""

_BODY, _BOILERPLATE = LABELS.index("body"), LABELS.index("boilerplate")


@dataclass(frozen=True, slots=True, eq=False)
class SiteLines:
    """On how many pages of each site each line stands, about; never fewer than there are, up to 255.

    Attributes:
        table: shape (slots,).
    """

    table: npt.NDArray[np.uint8]

    def pages_with(self, site: str, lines: Hashes) -> npt.NDArray[np.uint8]:
        """Number of pages of `site` with each line, the page at hand included; shape (lines,)."""
        first, second = (self.table[slots] for slots in _slots(site, lines))
        return np.minimum(first, second)

    def save(self, path: Path) -> None:
        """Write the table; `load_site_lines` maps it into memory, so that processes share it."""
        np.save(path, self.table, allow_pickle=False)


def load_site_lines(path: Path) -> SiteLines:
    """Map a saved table into memory, read-only."""
    return SiteLines(np.load(path, mmap_mode="r", allow_pickle=False))


def _slots(site: str, lines: Hashes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    digest = hashlib.blake2b(site.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    keys = lines ^ np.uint64(int.from_bytes(digest, "little"))
    first, second = ((keys * mixer >> np.uint64(64 - _SLOT_BITS)).astype(np.int64) for mixer in _MIXERS)
    return first, second


def count_site_lines(pages: Iterable[tuple[str, str]]) -> SiteLines:
    """Count the lines of pages that have a site.

    Args:
        pages: site and text of each page; of several pages with one address only one may be given, or a line of theirs
            counts as standing on several.
    """
    table = np.zeros(1 << _SLOT_BITS, np.uint8)
    sites: list[str] = []
    texts: list[str] = []
    size = 0
    for site, text in pages:
        sites.append(site)
        texts.append(text)
        size += len(text) + 1
        if size > _BATCH_CHARS:
            _count(table, sites, texts)
            sites, texts, size = [], [], 0
    _count(table, sites, texts)
    return SiteLines(table)


def _count(table: npt.NDArray[np.uint8], sites: list[str], texts: list[str]) -> None:
    batch = split_batch([plain_of(text).text for text in texts])
    hashes = line_hashes(batch, folded(batch))
    for i, site in enumerate(sites):
        for slots in _slots(site, np.unique(hashes[batch.first[i] : batch.first[i + 1]])):
            distinct = np.unique(slots)
            table[distinct] += table[distinct] < _MOST


def _copies(size: npt.NDArray[np.int64], body: npt.NDArray[np.floating], pages: npt.NDArray[np.uint8]) -> int:
    """How many pages have what a page has for its body: the least number such that `OWN` of the body stands on no more."""
    order = np.argsort(pages, kind="stable")
    mass = np.cumsum((size * np.rint(body * _STEPS).astype(np.int64))[order])
    return int(pages[order[np.searchsorted(mass, OWN * mass[-1])]]) if len(mass) else 1


def heed_neighbours(scores: LineScores, size: npt.NDArray[np.int64], pages: npt.NDArray[np.uint8]) -> LineScores:
    """Move probability from body to boilerplate where a line stands on other pages of the site.

    Args:
        scores: of one page.
        size: characters of each line, shape (lines,).
        pages: number of pages with each line, the page at hand included, shape (lines,).

    Returns:
        The scores, unchanged where no line stands elsewhere but on copies of the page.
    """
    others = pages.astype(np.int64) // max(1, _copies(size, scores.labels[:, _BODY], pages)) - 1
    if not (others >= LEAST_PAGES).any():
        return scores
    shift = np.array([min(SHIFT * math.log2(max(n, 1)) + SHIFT, MOST_SHIFT) if n >= LEAST_PAGES else 0.0 for n in others.tolist()])
    shift *= np.minimum(size / FULL_LENGTH, 1.0)
    labels = scores.labels.copy()
    body = labels[:, _BODY].astype(np.float64)
    rest = labels[:, _BOILERPLATE].astype(np.float64)
    weakened = body * np.exp(-shift)
    share = np.divide(weakened, weakened + rest, out=np.zeros_like(body), where=weakened + rest > 0)
    moved = np.where(shift > 0, (body + rest) * share, body)
    labels[:, _BODY] = np.round(moved, 6)
    labels[:, _BOILERPLATE] = np.round(body + rest - moved, 6)
    return LineScores(labels, scores.marks, scores.page_type)
