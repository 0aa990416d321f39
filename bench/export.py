"""From trained networks to the whole-number weights that `pagestrata.parse.tagger` reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from examples import Norm
from lexicon import Lexicon
from network import DILATIONS, LineNetwork
from pagestrata.parse.features import FEATURE_VERSION, FEATURES
from pagestrata.parse.labels import LABELS, MARKS
from pagestrata.parse.tagger import INPUT_STEPS, STEPS

WHOLE = 127
"""Largest whole number of a weight: it then fits a byte."""

Arrays = dict[str, npt.NDArray[np.generic]]


def _layer(name: str, weight: npt.NDArray[np.float64], bias: npt.NDArray[np.float64], steps: tuple[int, int]) -> Arrays:
    """Round a linear layer (outputs, inputs) to whole numbers, one scale an output."""
    unit = np.maximum(np.abs(weight).max(axis=1), 1e-8) / WHOLE
    steps_in, steps_out = steps
    return {
        f"{name}_weight": np.rint(weight / unit[:, None]).T.astype(np.int8),
        f"{name}_scale": (unit * steps_out / steps_in).astype(np.float32),
        f"{name}_bias": (bias * steps_out).astype(np.float32),
    }


def _network(prefix: str, network: LineNetwork) -> Arrays:
    state = {name: value.detach().numpy().astype(np.float64) for name, value in network.state_dict().items()}
    layers = {"enter": ("enter", (INPUT_STEPS, STEPS)), "pool": ("pool", (STEPS, STEPS))}
    layers |= {f"block{i}": (f"blocks.{i}", (STEPS, STEPS)) for i in range(len(DILATIONS))}
    layers |= {"out": ("out", (STEPS, 1)), "page_out": ("page_out", (STEPS, 1))}
    arrays: Arrays = {}
    for name, (key, steps) in layers.items():
        arrays |= _layer(f"{prefix}_{name}", state[f"{key}.weight"], state[f"{key}.bias"], steps)
    return arrays


def export(networks: list[LineNetwork], lexicon: Lexicon, norm: Norm, heat: Arrays) -> Arrays:
    """Arrays of a weights file.

    Args:
        networks: trained on the same inputs; their scores are averaged.
        lexicon: words of those inputs.
        norm: normalisation of those inputs.
        heat: `label_heat`, `label_shift`, `mark_heat`: the calibration.
    """
    table = np.concatenate([lexicon.use, lexicon.odds, lexicon.about], axis=1)
    unit = np.maximum(np.abs(table).max(axis=0), 1e-8) / WHOLE
    spread = np.concatenate([np.ones(len(FEATURES)), np.tile(unit, 3)])
    arrays: Arrays = {
        "feature_version": np.array(FEATURE_VERSION),
        "features": np.array(len(FEATURES)),
        "labels": np.array(len(LABELS)),
        "marks": np.array(len(MARKS)),
        "networks": np.array(len(networks)),
        "dilations": np.array(DILATIONS),
        "hashes": lexicon.hashes,
        "words": np.rint(table / unit).astype(np.int8),
        "shift": (norm.mean / spread).astype(np.float32),
        "factor": (spread / norm.scale).astype(np.float32),
        **heat,
    }
    for i, network in enumerate(networks):
        arrays |= _network(f"net{i}", network)
    return arrays


def save(arrays: Arrays, path: Path) -> None:
    """Write a weights file; the same arrays give the same bytes."""
    np.savez_compressed(path, allow_pickle=False, **arrays)
