"""The ranker that chooses among candidates of a field: a small forest of boosted trees, its weights a file in the package.

The weights are made by `bench/train_fields.py`; this room only reads them.
"""

from __future__ import annotations

from functools import cache

from pagestrata.errors import WeightsError
from pagestrata.parse.fields.lines import field_weights
from pagestrata.parse.forest import Forest, forest_of


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
    return forest_of(content, content["least"])
