"""The error tree of pagestrata: what is raised when a *set-up* is broken.

Bad data is never an exception: it is a `pagestrata.records.Rejection` value, written beside the dataset. This room
may hold exception classes only.

    PagestrataError
    ├── InputError       a path that is missing, empty or of no known format
    │   └── RejectedError    inputs of which every record was rejected, or some in a strict build
    ├── OutputError      a directory that cannot be written or holds this version already, a number that says too little
    ├── ConfigError      an option out of its range, a version that is not x.y.z
    ├── DatasetError     a dataset directory that cannot be read as one
    ├── WeightsError     a weights file that does not fit this version of the code
    └── WorkerError      a process that died twice on the same work
"""

from __future__ import annotations


class PagestrataError(Exception):
    """Root of all errors of this package; its text is one line that says what to do next."""


class InputError(PagestrataError):
    """An input is missing, empty, unreadable or of no known format."""


class RejectedError(InputError):
    """Every record of the inputs was rejected, or some was in a build that is strict, so that nothing is published."""


class OutputError(PagestrataError):
    """The output cannot be written, already holds what was to be written, or its version says less than what changed."""


class ConfigError(PagestrataError):
    """An option has a value that cannot be used."""


class DatasetError(PagestrataError):
    """A directory does not hold a dataset that this version can read."""


class WeightsError(PagestrataError):
    """The tagger's weights are missing, damaged or made for other features."""


class WorkerError(PagestrataError):
    """A worker process died on a piece of work, and again when it was tried alone."""
