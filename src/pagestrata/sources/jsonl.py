"""JSON Lines: one object a line, with the members that `members.py` reads, by the names that `Columns` gives them.

A record's number counts the lines of the file from 0, blank ones included; offsets count expanded bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from pagestrata.config import COLUMNS, Columns, ParseConfig
from pagestrata.records import Rejection, Source
from pagestrata.sources.html import TAG_BYTES
from pagestrata.sources.listing import InputFile
from pagestrata.sources.members import page_of_members
from pagestrata.sources.raw import RawPage, reject

_MAX_BYTES_PER_CHAR: Final = 12  # an escaped surrogate pair
_OTHER_MEMBERS: Final = 1 << 20
_CHUNK: Final = 1 << 20
_UTF8_MARK: Final = b"\xef\xbb\xbf"


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, int, bytes | None]]:
    """Lines as (number, offset, bytes), cut at LF only; None for one over the limit, which is read past and not kept."""
    number = offset = 0
    while line := stream.readline(limit + 1):
        length = len(line)
        kept: bytes | None = line
        if length > limit and not line.endswith(b"\n"):
            kept = None
            while rest := stream.readline(_CHUNK):
                length += len(rest)
                if rest.endswith(b"\n"):
                    break
        yield number, offset, kept
        number += 1
        offset += length


class _Twice:
    """The value of a member that stands more than once in its object: which of them is meant nothing tells (RFC 8259, 4)."""


def _object(members: Sequence[tuple[str, object]]) -> dict[str, object]:
    told = dict(members)
    if len(told) < len(members):
        told |= {name: _Twice() for name, times in Counter(name for name, _ in members).items() if times > 1}
    return told


def _member(members: object, name: str) -> object:
    """A member of an object, or of one inside it, whose name begins with the outer one's and a dot; None where it is not there."""
    if isinstance(members, _Twice):
        return members
    if not isinstance(members, dict):
        return None
    if name in members:
        return members[name]
    inner = (_member(members[name[:i]], name[i + 1 :]) for i, char in enumerate(name) if char == "." and name[:i] in members)
    return next((value for value in inner if value is not None), None)


def _page(line: bytes, source: Source, offset: int, limit: int, names: Columns) -> RawPage | Rejection:
    try:
        members = json.loads(line.decode("utf-8"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        message = f"not valid utf-8, in which JSON Lines are written: {error.reason}: write the file anew"
        return reject("undecodable", source, message, offset + error.start)
    except json.JSONDecodeError as error:
        at = offset + len(error.doc[: error.pos].encode())
        # The position, which some messages end by naming, is the rejection's offset.
        reason = error.msg.removesuffix(" at")
        message = f"not valid JSON, of which each line is one object: {reason}; write an array so with `jq -c '.[]'`"
        return reject("bad_json", source, message, at)
    except (ValueError, RecursionError) as error:
        return reject("bad_json", source, f"JSON that cannot be read: {error}", offset)
    if not isinstance(members, dict):
        return reject("bad_record", source, "not a JSON object: give one object a line, as `jq -c '.[]'` writes an array", offset)
    told = {what: _member(members, getattr(names, what)) for what in COLUMNS}
    if twice := [getattr(names, what) for what, value in told.items() if isinstance(value, _Twice)]:
        return reject("bad_field", source, f"{twice[0]!r} stands more than once in the object: leave one", offset)
    return page_of_members(told, source, limit, offset, names)


def read_jsonl(file: InputFile, stream: BinaryIO, config: ParseConfig) -> Iterator[RawPage | Rejection]:
    """Read a JSON Lines file.

    Args:
        file: the file.
        stream: its bytes, expanded.
        config: the limit of a page's length, and what the members are called.

    Yields:
        A page or a rejection for each line that is not blank.
    """
    limit = config.max_page_chars
    for number, offset, line in _lines(stream, limit * _MAX_BYTES_PER_CHAR + TAG_BYTES + _OTHER_MEMBERS):
        source = Source(file=file.name, record=number)
        if line is None:
            yield reject("oversize", source, f"a line far over the limit of {limit:,} characters", offset)
            continue
        mark = len(_UTF8_MARK) if number == 0 and line.startswith(_UTF8_MARK) else 0
        if line[mark:].strip():
            yield _page(line[mark:], source, offset + mark, limit, config.columns)
