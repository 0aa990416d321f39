"""From LightGBM's trees to the complete binary trees that `pagestrata.parse.forest` reads."""

from __future__ import annotations

from typing import Any


def complete(root: dict[str, Any], deepest: int) -> tuple[list[int], list[float], list[float]]:
    """A tree with every path as long as the longest: a leaf above the bottom repeats its value below.

    Args:
        root: a tree's structure, as `Booster.dump_model` gives it.
        deepest: inner nodes on a path.

    Returns:
        Measure and threshold of each inner node, and the value of each leaf, level by level.
    """
    feature, threshold, value = [0] * (2**deepest - 1), [0.0] * (2**deepest - 1), [0.0] * 2**deepest

    def walk(node: dict[str, Any], at: int, depth: int) -> None:
        if depth == deepest:
            value[at - (2**deepest - 1)] = round(node["leaf_value"], 5)
            return
        inner = "split_feature" in node
        if inner:
            feature[at], threshold[at] = node["split_feature"], float(f"{node['threshold']:.6g}")
        walk(node["left_child"] if inner else node, 2 * at + 1, depth + 1)
        walk(node["right_child"] if inner else node, 2 * at + 2, depth + 1)

    walk(root, 0, 0)
    return feature, threshold, value
