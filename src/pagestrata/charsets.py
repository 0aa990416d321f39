"""Which names are charsets: of Python's codecs those that read bytes as the text that they are."""

from __future__ import annotations

import codecs
from typing import Final

_REWRITING: Final = frozenset(codecs.lookup(name).name for name in ("unicode_escape", "raw_unicode_escape", "punycode", "idna"))
"""Codecs of Python that are none: what a page prints (`C:\\new`) would be read as signs for other text."""


def codec_of(name: str) -> str | None:
    """Python's codec of a charset.

    Args:
        name: any of its names in Python.

    Returns:
        The codec's own name; None where Python has none, or only one that makes other text of it.
    """
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)
    except (LookupError, ValueError):
        return None
    return None if codec in _REWRITING else codec
