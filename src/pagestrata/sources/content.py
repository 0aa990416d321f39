"""What a server sent, as it was before it was cut into chunks and packed for its way (RFC 9112, 7.1; RFC 9110, 8.4).

Servers say of content what it is not (`Content-Encoding: utf-8`), and archives keep it expanded below headers that say it is packed.
What is certainly text is taken as it stands, as browsers and warcio do.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Protocol

import brotli

from pagestrata.sources.decode import is_binary
from pagestrata.sources.packings import FAULTS, Inflated, Member

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
_MOST_CODINGS: Final = 5
"""Packings, one in the other, that are taken off, as curl does: each may expand a thousand times."""

_BESIDE: Final = 1 << 10
"""Bytes by which packed content may be longer than twice what is in it."""

_SIZE: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_MAX_SIZE_LINE: Final = 1 << 12
_MARKS: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""How content begins that is packed by gzip or zstd; other packings have no such mark."""


class _Brotli:
    """A member of brotli, which gives a little more than it is asked for."""

    unused_data = b""

    def __init__(self) -> None:
        self._member = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._member.is_finished())

    @property
    def needs_input(self) -> bool:
        return bool(self._member.can_accept_more_data())

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        return bytes(self._member.process(data, output_buffer_limit=max_length))


_CODINGS: Final[Mapping[str, Callable[[], Member]]] = MappingProxyType(
    {
        "gzip": lambda: Inflated(_GZIP_OR_ZLIB),
        "x-gzip": lambda: Inflated(_GZIP_OR_ZLIB),
        "deflate": lambda: Inflated(_GZIP_OR_ZLIB),
        "br": _Brotli,
        "zstd": zstd.ZstdDecompressor,
    }
)
"""By the name that HTTP gives it (RFC 9110, 8.4.1; RFC 7932; RFC 8878)."""


class _Readable(Protocol):
    def read(self, length: int, /) -> bytes: ...

    def readline(self, length: int, /) -> bytes: ...


def unchunked(body: _Readable, most: int) -> tuple[bytes, str]:
    """Content as it was before it was cut into chunks.

    Read here, because warcio's reader takes chunks that are cut for whole ones; told to raise, it does not tell them from content that
    was sent in no chunks.

    Args:
        body: what was sent; content that is in no chunks is taken as it stands.
        most: bytes that are of use.

    Returns:
        The content, or more than `most` bytes of it where it is longer; and what is wrong with it: `cut` where it ends before its last
        chunk, `damaged` where a chunk is not as long as it says, which ends it, or nothing.
    """
    found = bytearray()
    first = True
    while len(found) <= most:
        line = body.readline(_MAX_SIZE_LINE)
        size = _SIZE.fullmatch(line)
        if size is None:
            fault = "cut" if _SIZE.match(line.rstrip(b"\r") + b"\n") or not line else "damaged"
            return (line + body.read(most), "") if first else (bytes(found), fault)
        wanted = min(int(size[1], 16), most + 1 - len(found))
        if not wanted:
            return bytes(found), ""
        chunk = body.read(wanted)
        found += chunk
        if len(chunk) < wanted:
            return bytes(found), "cut"
        if wanted == int(size[1], 16):
            end = body.readline(2)
            if end not in {b"\r\n", b"\n"}:
                return (line + chunk + end + body.read(most), "") if first and end else (bytes(found), "damaged" if end else "cut")
        first = False
    return bytes(found), ""


def _members(raw: bytes, begin: Callable[[], Member], most: int) -> bytes | None:
    """Content of one member or of several, one behind the other (RFC 1952, 2.2); None where the first is damaged or any is cut."""
    found, rest, ended = b"", raw, False
    try:
        while rest and len(found) <= most:
            member = begin()
            found += member.decompress(rest, most + 1 - len(found))
            while not member.eof and not member.needs_input and len(found) <= most:
                found += member.decompress(b"", most + 1 - len(found))
            rest, ended = member.unused_data, member.eof
    except (brotli.error, *FAULTS):
        return found if ended else None
    return found if ended or len(found) > most else None


def _is_text(raw: bytes) -> bool:
    """Whether content is certainly text as it stands, whatever its headers say: whole UTF-8, or markup in another encoding."""
    if is_binary(raw) or raw.startswith(_MARKS):
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.lstrip().startswith(b"<")
    return True


def _bare_deflate(raw: bytes, most: int) -> bytes | None:
    """Content packed by deflate alone, which some servers send for the zlib that is meant by `deflate`; None unless it is all of that."""
    member = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = member.decompress(raw, most + 1)
    except zlib.error:
        return None
    return found if (member.eof and not member.unused_data) or len(found) > most else None


def _expanded(raw: bytes, coding: str, most: int) -> bytes | None:
    found = _members(raw, _CODINGS[coding], most) if coding in _CODINGS else None
    if found is None and _is_text(raw):
        return raw
    return _bare_deflate(raw, most) if found is None and coding == "deflate" else found


def _names(codings: str) -> list[str]:
    return [name for part in codings.split(",") if (name := part.strip()) not in {"", "identity"}]


def is_known(codings: str) -> bool:
    """Whether content packed so can be unpacked.

    Args:
        codings: as in `unpacked`.
    """
    return all(name in _CODINGS for name in _names(codings))


def unpacked(raw: bytes, codings: str, most: int) -> bytes | None:
    """Content as it was before it was packed for its way.

    Args:
        raw: the content.
        codings: what its Content-Encoding says, in lower case: names in the order in which they were applied, or nothing.
        most: bytes that are of use.

    Returns:
        The content, or more than `most` bytes of it where it is longer; None where it cannot be unpacked.
    """
    names = _names(codings)
    found: bytes | None = raw if len(names) <= _MOST_CODINGS else None
    while names and found is not None:
        name = names.pop()
        bound = 2 * most + _BESIDE if names else most
        found = _expanded(found, name, bound)
        if found is not None and len(found) > bound:
            break
    return found
