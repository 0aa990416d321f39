"""Which names are charsets: of Python's codecs those that read bytes as the text that they are."""

from __future__ import annotations

import codecs
from typing import Final

_REWRITING: Final = frozenset(codecs.lookup(name).name for name in ("unicode_escape", "raw_unicode_escape", "punycode", "idna"))
"""Codecs of Python that are none: what a page prints (`C:\\new`) would be read as signs for other text."""

_WIDER: Final = {"gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"}
"""Python's codecs that read all that these encodings hold on the web (WHATWG Encoding)."""


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


def web_codec_of(label: str) -> str | None:
    """Python's codec of an encoding by one of its names on the web (WHATWG Encoding).

    Args:
        label: what a header or a document says.

    Returns:
        The codec's own name; None where the label is none.
    """
    from resiliparse.parse.encoding import map_encoding_to_html5

    name = map_encoding_to_html5(label.strip().strip("\"'"), fallback_utf8=False)
    return codecs.lookup(_WIDER.get(name, name)).name if name else None
