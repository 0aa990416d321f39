"""Train the thread model: `train_threads.py --gold DIR --scores FILE [--cv DIR] [--out FILE]`.

The examples are the stretches of the gold pages near any evidence of comments, with the tagger's scores of them, and
threads made up by `thread_pages`, whose scores are guessed. The scores must be out of fold (each page scored by a tagger that has not
seen its site; the seed pages by the final one), as a pickle of {gold id: (labels, marks, page_type)}: with others the model would
trust the tagger more than it may. `--cv` trains five times, each without the sites of one fold, and writes the weights that
`evaluate_threads.py` measures. One seed, one thread: the same data give the same weights, byte for byte.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from options import add_gold_option, add_scores
from pagestrata.parse.threads.model import COLUMNS, DILATIONS, KERNEL, LIMIT, Network
from pagestrata.parse.threads.paths import BEFORE, BODY_FIRST, ENDS, HEAD_FIRST, OUT
from thread_pages import Source
from thread_stretches import Stretch, legal, make_stretches, read_seeds, read_sources, read_stretches

SEED_REPEATS = 10  # the seed pages are labelled by hand, line by line, and must come out exactly
STATES = 7
TAGGER = 12  # columns of the tagger, the last ones; hidden now and then, so that the cues must do without them
LONG = 50.0  # loss of a page from which it counts by its logarithm: one odd page must not lead
NEVER = -1e4


Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Material:
    """What is learned from.

    Attributes:
        stretches: of real pages, shown once an epoch.
        sources: lend what is made up for each epoch, with their folds.
    """

    stretches: list[Stretch]
    sources: list[tuple[int, Source]]

    def without(self, fold: int) -> Material:
        """The same but for one fold."""
        return Material([s for s in self.stretches if s.fold != fold], [(at, source) for at, source in self.sources if at != fold])


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Attributes:
        epochs, rate, decay, batch, drop: passes over the material, highest learning rate, weight decay, stretches of a step, dropout.
        hidden, shared: width of the network, and of what lines of one shape share.
        hide: share of stretches shown without the tagger's scores.
        crop: lines of a stretch that are shown.
        made: made-up threads of an epoch.
        share: weight of a stretch with comments.
        seeds: networks.
    """

    epochs: int = 30
    hidden: int = 32
    shared: int = 16
    drop: float = 0.1
    hide: float = 0.2
    rate: float = 6e-3
    decay: float = 0.02
    batch: int = 32
    crop: int = 300
    made: int = 600
    share: float = 1.5
    seeds: int = 3


class ThreadNetwork(nn.Module):
    """What `pagestrata.parse.threads.model` computes, on packed batches."""

    def __init__(self, inputs: int, plan: Plan) -> None:
        super().__init__()
        reach = [KERNEL // 2 * dilation for dilation in DILATIONS]
        self.first = nn.Conv1d(inputs, plan.hidden, KERNEL, padding=reach[0], dilation=DILATIONS[0])
        self.pool = nn.Linear(plan.hidden, plan.shared)
        self.second = nn.Conv1d(plan.hidden + 2 * plan.shared, plan.hidden, KERNEL, padding=reach[1], dilation=DILATIONS[1])
        self.last = nn.Linear(2 * plan.hidden + 2 * plan.shared + inputs, 8)
        self.drop = nn.Dropout(plan.drop)
        self.steps = nn.Parameter(torch.zeros(STATES, STATES))
        mask = torch.full((STATES, STATES), NEVER)
        for state, befores in enumerate(BEFORE):
            mask[state, list(befores)] = 0.0
        self.register_buffer("mask", mask)

    def pooled(self, values: torch.Tensor, group: torch.Tensor) -> torch.Tensor:
        """For every line the mean over the lines of its group; zeros for lines of none."""
        pages, length, width = values.shape
        members = int(group.max()) + 2
        index = (torch.arange(pages)[:, None] * members + group + 1).reshape(-1)
        total = torch.zeros(pages * members, width).index_add_(0, index, values.reshape(-1, width))
        count = torch.zeros(pages * members).index_add_(0, index, torch.ones(len(index)))
        mean = (total / (count[:, None] + 1))[index].reshape(pages, length, width)
        return torch.relu(mean) * (group >= 0)[..., None]

    def forward(self, seen: torch.Tensor, here: torch.Tensor, groups: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of states and of printed names and times for every line."""
        values, mask = seen.transpose(1, 2), here[:, None, :]
        near = torch.relu(self.first(self.drop(values))) * mask
        shared = self.pool(near.transpose(1, 2))
        pools = [self.pooled(shared, groups[..., k]).transpose(1, 2) * mask for k in range(2)]
        near = torch.cat([near, *pools], 1)
        far = torch.relu(self.second(self.drop(near))) * mask
        out, head, body, foot, opens, begins, author, date = self.last(torch.cat([near, far, values], 1).transpose(1, 2)).unbind(-1)
        states = torch.stack([out, head + opens, head, body + opens + begins, body + begins, body, foot], -1)
        return states, torch.stack([author, date], -1)


def field_loss(states: torch.Tensor, wanted: torch.Tensor, here: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
    """Negative log-likelihood of the wanted paths, one a page."""
    opening = torch.full((STATES,), NEVER)
    opening[[OUT, HEAD_FIRST, BODY_FIRST]] = 0.0
    closing = torch.full((STATES,), NEVER)
    closing[list(ENDS)] = 0.0
    total = states[:, 0] + opening
    told = states.gather(2, wanted[..., None])[..., 0]
    told[:, 1:] = told[:, 1:] + steps[wanted[:, 1:], wanted[:, :-1]]
    for i in range(1, states.shape[1]):
        after = torch.logsumexp(total[:, None, :] + steps[None], 2) + states[:, i]
        total = torch.where(here[:, i : i + 1] > 0, after, total)
    return torch.logsumexp(total + closing, 1) - (told * here).sum(1)


def batches(stretches: list[Stretch], plan: Plan, chance: np.random.Generator) -> list[list[Stretch]]:
    """Stretches of like length together, in random order."""
    order = sorted((cropped(stretch, plan, chance) for stretch in stretches), key=lambda s: len(s.states) * chance.uniform(0.8, 1.2))
    cut = [order[i : i + plan.batch] for i in range(0, len(order), plan.batch)]
    return [cut[i] for i in chance.permutation(len(cut))]


def cropped(stretch: Stretch, plan: Plan, chance: np.random.Generator) -> Stretch:
    """A window of a long stretch, near a comment where it has one."""
    extra = len(stretch.states) - plan.crop
    if extra <= 0:
        return stretch
    inside = np.flatnonzero(stretch.states)
    middle = int(chance.choice(inside)) if len(inside) and chance.random() < 0.9 else int(chance.integers(len(stretch.states)))
    lo = min(max(0, middle - int(chance.integers(plan.crop))), extra)
    window = slice(lo, lo + plan.crop)
    return Stretch(
        stretch.page_id,
        stretch.fold,
        stretch.begin + lo,
        stretch.seen[window],
        stretch.groups[window],
        legal(stretch.states[window]),
        stretch.prints[window],
    )


def packed(batch: list[Stretch], mean: Any, scale: Any, plan: Plan, chance: np.random.Generator) -> tuple[torch.Tensor, ...]:
    """Arrays of a batch, padded; the tagger's columns hidden on some pages."""
    length = max(len(s.states) for s in batch)
    seen = np.zeros((len(batch), length, len(COLUMNS)), np.float32)
    groups = np.full((len(batch), length, 2), -1)
    wanted = np.zeros((len(batch), length), np.int64)
    prints = np.zeros((len(batch), length, 2), np.float32)
    here = np.zeros((len(batch), length), np.float32)
    for k, s in enumerate(batch):
        n = len(s.states)
        seen[k, :n] = np.clip((s.seen - mean) / scale, -LIMIT, LIMIT)
        if chance.random() < plan.hide:
            seen[k, :n, -TAGGER:] = 0.0
        groups[k, :n], wanted[k, :n], prints[k, :n], here[k, :n] = s.groups, s.states, s.prints, 1.0
    return tuple(torch.from_numpy(array) for array in (seen, here, groups, wanted, prints))


def train(material: Material, plan: Plan) -> Arrays:
    """Train one model of several networks; its arrays, as `pagestrata.parse.threads.model` reads them."""
    every = np.concatenate([s.seen for s in material.stretches])
    mean, scale = every.mean(0), np.maximum(every.std(0), 0.05)
    networks = [train_network(material, plan, (mean, scale), seed) for seed in range(1, plan.seeds + 1)]
    arrays: Arrays = {name: np.stack([getattr(network, name) for network in networks]) for name in Network.__slots__}
    return arrays | {"mean": mean, "scale": scale}


def train_network(material: Material, plan: Plan, norm: tuple[Any, Any], seed: int) -> Network:
    """Train one network."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    mean, scale = norm
    network = ThreadNetwork(len(COLUMNS), plan)
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=plan.decay)
    total = plan.epochs * (-(-(len(material.stretches) + plan.made) // plan.batch))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=plan.rate, total_steps=total, pct_start=0.2)
    network.train()
    for epoch in range(plan.epochs):
        made = make_stretches([source for _, source in material.sources], plan.made, (seed, epoch))
        for batch in batches(material.stretches + made, plan, chance):
            seen, here, groups, wanted, prints = packed(batch, mean, scale, plan, chance)
            states, told = network(seen, here, groups)
            loss = field_loss(states, wanted, here, network.steps + network.mask)
            loss = torch.where(loss > LONG, LONG * (1 + torch.log(loss.clamp(min=1.0) / LONG)), loss)
            loss = loss + 0.5 * (functional.binary_cross_entropy_with_logits(told, prints, reduction="none").sum(2) * here).sum(1)
            comments = (((wanted == HEAD_FIRST) | (wanted == BODY_FIRST)) * here).sum(1)
            weight = torch.where(comments > 0, plan.share * comments.clamp(min=1.0) ** -0.6, torch.ones(()))
            optimizer.zero_grad()
            ((loss * weight).mean() / 10).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return exported(network)


def exported(network: ThreadNetwork) -> Network:
    """The arrays as `pagestrata.parse.threads.model` reads them."""
    get = {name: value.detach().numpy().astype(np.float64) for name, value in network.state_dict().items()}
    return Network(
        get["first.weight"].transpose(2, 1, 0), get["first.bias"], get["pool.weight"].T, get["pool.bias"],
        get["second.weight"].transpose(2, 1, 0), get["second.bias"], get["last.weight"].T, get["last.bias"], get["steps"],
    )  # fmt: skip


def write(weights: Arrays, path: Path) -> None:
    """Write the weights, in half the precision that training used."""
    halved: Arrays = {name: array.astype(np.float32) for name, array in weights.items()}
    np.savez_compressed(path, allow_pickle=False, columns=np.array(COLUMNS), **halved)


def main() -> None:
    """Train by the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_gold_option(parser)
    add_scores(parser)
    parser.add_argument("--cv", type=Path, help="write one weights file a fold into this directory")
    parser.add_argument("--folds", default="01234")
    parser.add_argument("--out", type=Path)
    parser.add_argument(
        "--plan",
        type=lambda text: Plan(**{k: type(getattr(Plan(), k))(v) for k, v in (p.split("=") for p in text.split(","))}),
        default=Plan(),
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    stretches = read_stretches(options.gold, options.scores) + SEED_REPEATS * read_seeds(options.gold, options.scores)
    sources = read_sources(options.gold)
    print(f"{len(stretches)} stretches, {sum(len(s.states) for s in stretches)} lines", flush=True)
    material = Material(stretches, sources)
    if options.cv:
        options.cv.mkdir(parents=True, exist_ok=True)
        for fold in map(int, options.folds):
            write(train(material.without(fold), options.plan), options.cv / f"fold{fold}.npz")
            print(f"fold {fold} done", flush=True)
    if options.out:
        write(train(material, options.plan), options.out)


if __name__ == "__main__":
    main()
