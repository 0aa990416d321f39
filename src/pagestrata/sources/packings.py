"""Packed files, expanded as they are read: what makes a reader of a format one of the same format packed.

bz2, lzma and zstd of the standard library expand a packed member in one way, which is `Member`; zlib is put into it.
"""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from pagestrata.config import ParseConfig
from pagestrata.records import Rejection, Source
from pagestrata.sources.listing import InputFile, Reader
from pagestrata.sources.raw import RawPage, reject

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from typing_extensions import Buffer

_PIECE: Final = 1 << 10
"""Packed bytes that are expanded at once: as many are lost before a fault, and fewer would take longer."""

_EXPANDED_CHUNK: Final = 1 << 20
_GZIP: Final = 16 + zlib.MAX_WBITS
_XZ_MEMORY: Final = 1 << 28
"""Four times what `xz -9` asks for. zstd has a bound of its own, a window of 128 MiB."""

_DICTIONARY: Final = 0x184D2A5D
"""The skippable frame by which a file begins that is packed with a dictionary (iipc.github.io/warc-specifications, warc-zstd 1.0)."""

_MAX_DICTIONARY: Final = 1 << 27
_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"


class _CutError(Exception):
    """The bytes end inside a member. No EOFError, by which libraries say that nothing is left to read."""


class _DamagedError(Exception):
    """The bytes are not packed in the way of the file's ending. No OSError, which a fault of the disk is."""


class Member(Protocol):
    """One packed member, expanded piece by piece."""

    @property
    def eof(self) -> bool:
        """Whether the member is at its end, and its checksum right."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing is left to expand of what was given."""

    @property
    def unused_data(self) -> bytes:
        """What was given behind the end of the member."""

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """Expand on, up to so many bytes."""


class Inflated:
    """A member of zlib, which hands back itself what it was given and did not need yet.

    Args:
        window_bits: what zlib calls so, by which it tells gzip from its own form.
    """

    def __init__(self, window_bits: int) -> None:
        self._member = zlib.decompressobj(window_bits)

    @property
    def eof(self) -> bool:
        """As in `Member`."""
        return self._member.eof

    @property
    def needs_input(self) -> bool:
        """As in `Member`."""
        return not self._member.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """As in `Member`."""
        return self._member.unused_data

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """As in `Member`."""
        return self._member.decompress(self._member.unconsumed_tail + data, max(max_length, 0))


FAULTS: Final = (lzma.LZMAError, OSError, ValueError, zlib.error, zstd.ZstdError)
"""What expanding raises where bytes are not what they should be; bz2 raises OSError and ValueError."""


def _gzip(_: BinaryIO) -> Callable[[], Member]:
    return lambda: Inflated(_GZIP)


def _bzip2(_: BinaryIO) -> Callable[[], Member]:
    return bz2.BZ2Decompressor


def _xz(_: BinaryIO) -> Callable[[], Member]:
    return lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


def _zstd(stream: BinaryIO) -> Callable[[], Member]:
    """Members of zstd, by the dictionary that the file begins with, if it does."""
    start = stream.read(8)
    magic, length = struct.unpack("<II", start) if len(start) == 8 else (0, 0)
    if magic != _DICTIONARY or length > _MAX_DICTIONARY:
        stream.seek(0)
        return zstd.ZstdDecompressor
    content = stream.read(length)
    if len(content) < length:
        raise _CutError
    if content.startswith(_ZSTD_MAGIC):
        content = zstd.ZstdDecompressor().decompress(content, _MAX_DICTIONARY)
    dictionary = zstd.ZstdDict(content)
    return lambda: zstd.ZstdDecompressor(dictionary)


PACKINGS: Final[Mapping[str, Callable[[BinaryIO], Callable[[], Member]]]] = MappingProxyType(
    {".gz": _gzip, ".bz2": _bzip2, ".xz": _xz, ".zst": _zstd}
)
"""By the ending that it gives to a file's name: what begins the members of a file, which it is given at its first byte."""


class _Expanded(io.RawIOBase):
    """A packed file expanded. Unlike `gzip.GzipFile` it gives what stands before a fault, and an empty file ends early, too.

    Raises:
        _CutError: on reading on where a member is cut.
        _DamagedError: on reading on where the bytes are not packed so.
    """

    def __init__(self, packed: BinaryIO, begin: Callable[[BinaryIO], Callable[[], Member]]) -> None:
        self._packed = packed
        self._rest = b""
        try:
            self._new = begin(packed)
            self._member = self._new()
        except (ValueError, zstd.ZstdError) as error:  # a dictionary that is none
            raise _DamagedError(str(error)) from error

    def readable(self) -> bool:
        return True

    def _begin_next(self) -> bool:
        """Begin the next member, behind zeros that fill up a block; false at the end of the file."""
        self._rest = self._member.unused_data.lstrip(b"\0")
        while not self._rest:
            piece = self._packed.read(_PIECE)
            if not piece:
                return False
            self._rest = piece.lstrip(b"\0")
        self._member = self._new()
        return True

    def _input(self) -> bytes:
        if not self._member.needs_input:
            return b""
        given, self._rest = self._rest or self._packed.read(_PIECE), b""
        if not given:
            raise _CutError
        return given

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        while not self._member.eof or self._begin_next():
            given = self._input()
            try:
                expanded = self._member.decompress(given, len(view))
            except FAULTS as error:
                raise _DamagedError(str(error)) from error
            if expanded:
                view[: len(expanded)] = expanded
                return len(expanded)
        return 0


def packed(read: Reader, ending: str) -> Reader:
    """Make a reader of files that are packed, in one or more members.

    Args:
        read: reads the same files expanded.
        ending: the packing, from `PACKINGS`.

    Returns:
        A reader that gives what stands before a fault, and a rejection for the rest, where a file ends early or its checksum is wrong.
    """

    def read_packed(file: InputFile, stream: BinaryIO, config: ParseConfig) -> Iterator[RawPage | Rejection]:
        number = 0
        try:
            expanded = io.BufferedReader(_Expanded(stream, PACKINGS[ending]), _EXPANDED_CHUNK)
            for entry in read(file, expanded, config):
                number = entry.source.record + 1
                yield entry
        except _CutError:
            yield reject("truncated", Source(file=file.name, record=number), f"the {ending} file ends early: copy it again")
        except _DamagedError as error:
            message = f"the {ending} file is damaged, or packed in a way that is not known: copy it again, or unpack it first ({error})"
            yield reject("corrupt", Source(file=file.name, record=number), message)

    return read_packed
