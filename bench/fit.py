"""Fit one network to training examples: losses, schedule, averaging of the weights."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from examples import Example, Norm, Part, body_range, cropped, make_batch, stitched, thinned
from gold import BODY, BOILERPLATE, COMMENT, UNKNOWN
from lexicon import learned_columns
from network import Batch, LineNetwork
from pagestrata.parse.labels import LABELS

_log = logging.getLogger(__name__)

BATCH_LINES = 6000


@dataclass(frozen=True)
class Recipe:
    """How a network is fitted; the values were chosen on the first fold (see README.md).

    Attributes:
        seed: of all chance.
        hidden: width.
        epochs: passes over the examples.
        rate: highest learning rate of the one-cycle schedule (Smith and Topin, 2019).
        decay: weight decay.
        drop: dropout.
        hide: share of lines shown without what is learned of their words.
        bare: share of pages shown stripped.
        stitch: share of pages stitched from three.
        dice: weight of the page's soft Dice loss, which follows the F1 of a page (Milletari et al., 2016).
    """

    seed: int
    hide: float = 0.15
    hidden: int = 80
    epochs: int = 8
    rate: float = 2e-3
    decay: float = 0.05
    drop: float = 0.22
    bare: float = 0.35
    stitch: float = 0.5
    dice: float = 0.3


def _line_weights(parts: list[Part], page: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Half by words and half by lines; long pages count more, but by the root of their lines only.

    The lines of a short thread would drown in a long page: they count together at least 0.4 of the others, fourfold at most.
    """
    words = np.concatenate([p.words for p in parts]) + 2.0
    number = np.bincount(page, minlength=len(parts))
    total = np.bincount(page, weights=words, minlength=len(parts))
    trust = np.array([p.page.weight for p in parts])
    weight = (0.5 * words * (number / total)[page] + 0.5) * (number**-0.5 * trust)[page]
    is_comment = (np.concatenate([p.allowed for p in parts]) & 3) == 0
    own = np.bincount(page, weights=weight * is_comment, minlength=len(parts))
    others = np.bincount(page, weights=weight * ~is_comment, minlength=len(parts))
    boost = np.clip(0.4 * others / np.maximum(own, 1e-6), 1, 4)
    return np.asarray(np.where(is_comment, weight * boost[page], weight))


def _body_dice(chances: torch.Tensor, parts: list[Part], page: torch.Tensor) -> torch.Tensor:
    """One less twice the overlap of predicted and gold body words over their sum, mean over pages with article gold.

    Lines that may be body or not do not count.
    """
    allowed = np.concatenate([p.allowed for p in parts])
    known = [p.page.article is not None and not p.page.article.get("seed") for p in parts]
    forum = np.array([bool(p.page.article and p.page.article["page_type"] == "forum") for p in parts], np.float32)
    trust = torch.tensor([p.page.weight * k for p, k in zip(parts, known, strict=True)], dtype=torch.float32)
    body = chances[:, 1] + chances[:, 3] * torch.from_numpy(forum)[page]
    gold = torch.from_numpy((((allowed & (BODY | COMMENT)) > 0) & ((allowed & 1) == 0)).astype(np.float32))
    is_open = (allowed & (BODY | BOILERPLATE)) == BODY | BOILERPLATE
    words = torch.from_numpy((np.concatenate([p.words for p in parts]) * ~is_open).astype(np.float32))

    def by_page(values: torch.Tensor) -> torch.Tensor:
        return torch.zeros(len(parts)).index_add_(0, page, values)

    overlap, predicted, wanted = by_page(body * gold * words), by_page(body * words), by_page(gold * words)
    loss = 1 - (2 * overlap + 5) / (predicted + wanted + 5)
    return (loss * trust).sum() / max(1, sum(known))


def loss_of(scores: tuple[torch.Tensor, torch.Tensor], batch: Batch, parts: list[Part], recipe: Recipe) -> torch.Tensor:
    """The loss of one step: labels, body words, marks, page types."""
    logits, page_logits = scores
    page = batch.page.numpy()
    weight = torch.from_numpy(_line_weights(parts, page).astype(np.float32))
    allowed = np.concatenate([p.allowed for p in parts])
    bits = torch.from_numpy(((allowed[:, None] >> np.arange(len(LABELS))) & 1).astype(bool))
    log_chances = functional.log_softmax(logits[:, : len(LABELS)], 1)
    label_loss = (-torch.logsumexp(log_chances.masked_fill(~bits, -1e9), 1) * weight).sum() / weight.sum()

    marks = np.concatenate([p.marks for p in parts])
    target = torch.from_numpy(np.maximum(marks, 0).astype(np.float32))
    each = functional.binary_cross_entropy_with_logits(logits[:, len(LABELS) :], target, reduction="none")
    flat = torch.from_numpy((np.bincount(page) ** -0.5)[page].astype(np.float32))
    mark_loss = (each * torch.from_numpy(marks != UNKNOWN) * flat[:, None]).sum() / flat.sum()

    types = torch.tensor([p.page.page_type for p in parts])
    told = types != UNKNOWN
    type_loss = functional.cross_entropy(page_logits[told], types[told]) if told.any() else torch.zeros(())
    return label_loss + recipe.dice * _body_dice(log_chances.exp(), parts, batch.page) + mark_loss + 0.1 * type_loss


class _Feeder:
    """Gives the batches of every epoch."""

    def __init__(self, examples: list[tuple[Example, Example]], recipe: Recipe, norm: Norm) -> None:
        self.examples = examples
        self.recipe = recipe
        self.norm = norm
        self.rng = np.random.default_rng(recipe.seed)
        self.with_body = [i for i, (plain, _) in enumerate(examples) if body_range(plain.page)]
        shown = [plain.page.repeats * (2 if plain.page.comments else 1) for plain, _ in examples]
        self.order = [i for i, times in enumerate(shown) for _ in range(times)]

    def batches(self) -> list[list[int]]:
        """Examples of each batch of one epoch, pages with comments twice."""
        groups: list[list[int]] = [[]]
        lines = 0
        for i in self.rng.permutation(self.order).tolist():
            size = min(len(self.examples[i][0].dense), 1500)
            if groups[-1] and lines + size > BATCH_LINES:
                groups.append([])
                lines = 0
            groups[-1].append(i)
            lines += size
        return groups

    def _part(self, i: int, bodies: set[int]) -> Part:
        form = int(self.rng.random() < self.recipe.bare)
        if i in bodies and self.rng.random() < self.recipe.stitch:
            before, after = (self.with_body[k] for k in self.rng.integers(0, len(self.with_body), 2))
            part = stitched(self.examples[i][form], self.examples[before][form], self.examples[after][form])
        else:
            part = cropped(self.examples[i][form], self.rng)
        return thinned(part, self.rng) if len(part) > 8 and self.rng.random() < 0.5 else part

    def batch(self, group: list[int]) -> tuple[Batch, list[Part]]:
        bodies = set(self.with_body)
        parts = [self._part(i, bodies) for i in group]
        hidden = [1.0 if self.rng.random() < 0.15 else self.recipe.hide for _ in parts]
        return make_batch(parts, self.norm, (hidden, learned_columns()), self.rng), parts


def norm_of(examples: list[tuple[Example, Example]]) -> Norm:
    """Mean and deviation of the inputs, over every third page."""
    seen = np.concatenate([plain.inputs for plain, _ in examples[::3]])
    return Norm(seen.mean(0), np.maximum(seen.std(0), 0.05))


def fit(examples: list[tuple[Example, Example]], recipe: Recipe, norm: Norm) -> LineNetwork:
    """Fit a network; the weights returned are an exponential average over the steps (Polyak and Juditsky, 1992).

    Args:
        examples: pages as they are and stripped, with `inputs` set.
        recipe: how.
        norm: of the inputs.
    """
    torch.manual_seed(recipe.seed)
    network = LineNetwork(len(norm.mean), recipe.hidden, recipe.drop)
    feeder = _Feeder(examples, recipe, norm)
    optimizer = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    epochs = [feeder.batches() for _ in range(recipe.epochs)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.rate, sum(map(len, epochs)) + 1, pct_start=0.15, div_factor=10, final_div_factor=100
    )
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    step = 0
    for number, groups in enumerate(epochs):
        network.train()
        total = 0.0
        for group in groups:
            batch, parts = feeder.batch(group)
            loss = loss_of(network(batch), batch, parts, recipe)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            total += float(loss.detach())
            keep = min(0.998, (1 + step) / (20 + step))
            with torch.no_grad():
                for name, value in network.state_dict().items():
                    average[name].mul_(keep).add_(value, alpha=1 - keep)
        _log.info("seed %d epoch %d: loss %.4f", recipe.seed, number, total / len(groups))
    network.load_state_dict(average)
    network.eval()
    return network
