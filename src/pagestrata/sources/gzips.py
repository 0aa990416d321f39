"""Files packed with gzip, expanded as they are read: what makes a reader of a format one of the same format packed."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final

from pagestrata.config import ParseConfig
from pagestrata.records import Rejection, Source
from pagestrata.sources.listing import InputFile, Reader
from pagestrata.sources.raw import RawPage, reject

if TYPE_CHECKING:
    from typing_extensions import Buffer

_PACKED_CHUNK: Final = 1 << 16
_EXPANDED_CHUNK: Final = 1 << 20
_GZIP: Final = 16 + zlib.MAX_WBITS  # zlib reads header and checksum of gzip itself


class _CutError(Exception):
    """The bytes end inside a member. No EOFError, by which libraries say that nothing is left to read."""


class _Expanded(io.RawIOBase):
    """A gzip file expanded. Unlike `gzip.GzipFile` it gives every byte before a fault, and an empty file ends early, too.

    Raises:
        _CutError: on reading on where a member is cut.
        zlib.error: on reading on where the bytes are no gzip.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._member = zlib.decompressobj(_GZIP)
        self._input = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        while True:
            if self._member.eof:
                self._input = (self._member.unused_data or self._packed.read(_PACKED_CHUNK)).lstrip(b"\0")
                if not self._input:
                    return 0
                self._member = zlib.decompressobj(_GZIP)
            elif not self._input:
                self._input = self._packed.read(_PACKED_CHUNK)
                if not self._input:
                    raise _CutError
            expanded = self._member.decompress(self._input, len(view))
            self._input = self._member.unconsumed_tail
            if expanded:
                view[: len(expanded)] = expanded
                return len(expanded)


def packed(read: Reader) -> Reader:
    """Make a reader of files that are packed with gzip, in one or more members.

    Args:
        read: reads the same files expanded.

    Returns:
        A reader that gives what stands before a fault, and a rejection for the rest, where a file ends early or its checksum is wrong.
    """

    def read_packed(file: InputFile, stream: BinaryIO, config: ParseConfig) -> Iterator[RawPage | Rejection]:
        number = 0
        try:
            for entry in read(file, io.BufferedReader(_Expanded(stream), _EXPANDED_CHUNK), config):
                number = entry.source.record + 1
                yield entry
        except _CutError:
            yield reject("truncated", Source(file=file.name, record=number), "the gzip file ends early: copy it again")
        except zlib.error as error:
            yield reject("corrupt", Source(file=file.name, record=number), f"the gzip file is damaged: {error}")

    return read_packed
