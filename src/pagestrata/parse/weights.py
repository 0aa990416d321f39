"""Files of weights: arrays by name, packaged or a user's own. This room reads them; what must be in them each stage knows itself."""

from __future__ import annotations

from contextlib import nullcontext
from importlib.resources import as_file, files
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from pagestrata.errors import WeightsError


def read_arrays(path: Path | None, packaged: str, what: str) -> dict[str, npt.NDArray[np.generic]]:
    """Read the arrays of a weights file.

    Args:
        path: the file; None takes the packaged one.
        packaged: name of that.
        what: how an error calls the file.

    Raises:
        WeightsError: the file is missing or damaged.
    """
    found = as_file(files("pagestrata.parse").joinpath("data", packaged)) if path is None else nullcontext(path)
    try:
        with found as place, np.load(place, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise WeightsError(f"cannot read the {what}: {error}; install the package again or train them anew") from error
