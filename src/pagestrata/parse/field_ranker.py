"""The ranker that chooses among candidates of a field: a small forest of boosted trees, its weights a file in the package.

Trees are complete binary trees kept as arrays, so that all candidates go down all trees at once. The weights are made by
`bench/train_fields.py`; this room only reads and applies them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pagestrata.errors import WeightsError
from pagestrata.parse.field_lines import field_weights


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Boosted trees of one depth.

    Attributes:
        feature: measure that each inner node looks at, shape (trees, 2**depth - 1).
        threshold: a candidate goes right where its measure is greater, same shape.
        value: log-odds that each leaf adds, shape (trees, 2**depth).
        bias: log-odds of all candidates.
        least: smallest log-odds at which a candidate is given.
    """

    feature: npt.NDArray[np.intp]
    threshold: npt.NDArray[np.float32]
    value: npt.NDArray[np.float64]
    bias: float
    least: float

    def score(self, measures: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Log-odds of candidates.

        Args:
            measures: shape (candidates, features).

        Returns:
            Shape (candidates,).
        """
        trees, inner = self.feature.shape
        # Flat indices: taking by them is twice as fast as by rows and columns.
        first, own = np.arange(trees) * inner, np.arange(len(measures))[:, None] * measures.shape[1]
        feature, threshold, flat = self.feature.ravel(), self.threshold.ravel(), measures.ravel()
        node = np.zeros((len(measures), trees), np.int64)
        for _ in range((inner + 1).bit_length() - 1):
            at = first + node
            node = 2 * node + 1 + (flat.take(own + feature.take(at)) > threshold.take(at))
        leaves = self.value.ravel().take(np.arange(trees) * (inner + 1) + node - inner)
        return np.asarray(leaves.sum(axis=1) + self.bias)


@cache
def load_forest(field: str, features: tuple[str, ...]) -> Forest:
    """The forest of a field.

    Args:
        field: title, author or published.
        features: names of the measures, in order.

    Raises:
        WeightsError: the file was made for other measures.
    """
    content = field_weights()[field]
    if tuple(content["features"]) != features:
        message = f"the weights of {field} were made for other measures; run bench/train_fields.py and install again"
        raise WeightsError(message)
    return Forest(
        np.array(content["feature"], np.int64),
        np.array(content["threshold"]),
        np.array(content["value"]),
        content["bias"],
        content["least"],
    )
