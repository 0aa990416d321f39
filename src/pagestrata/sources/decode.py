"""From raw bytes to text: byte order mark, ISO-2022-JP, strict UTF-8, the declared charset, a detector, in this order.

No line ending is touched: the text encodes back to the raw bytes, or `repair` says what does not. Bytes are replaced or joined in UTF-8
that is damaged, and nowhere else: it is told from other encodings by what of it is whole.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from pagestrata.charsets import codec_of, web_codec_of
from pagestrata.records import EncodingSource
from pagestrata.sources.legacy import by_likelihood

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "byte order mark removed"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "byte order mark removed"),
    (codecs.BOM_UTF8, "utf-8-sig", None),  # this codec writes its mark again
    (codecs.BOM_UTF16_LE, "utf-16-le", "byte order mark removed"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "byte order mark removed"),
)
"""Byte order marks, longest first where one begins another: mark, codec, repair."""

DETECTABLE: Final = (
    "cp1252", "cp1251", "shift_jis", "gb18030", "euc_jp", "euc_kr", "iso8859_2", "cp1250", "cp1254", "big5", "cp1256",
    "cp1253", "cp1255", "cp874", "cp1257", "iso8859_7", "iso8859_15", "koi8_r", "koi8_u", "cp1258", "iso8859_5",
    "iso8859_6", "iso2022_jp", "cp866", "mac_cyrillic",
)  # fmt: skip
"""What may be answered where nothing is declared, the more usual first: the legacy encodings of the WHATWG Encoding Standard."""

_REPLACEMENT: Final = "\ufffd"
_MULTI_BYTE: Final = frozenset({"shift_jis", "gb18030", "euc_jp", "euc_kr", "big5", "iso2022_jp"})

_SINGLE_BYTE: Final = tuple(name for name in DETECTABLE if name not in _MULTI_BYTE)
_ALONE: Final = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?![^\x00-\x7f])|(?<![^\x00-\x7f])[^\x00-\x7f](?=[A-Za-z])")
"""A sign alone beside a plain letter, as accented letters are read in encodings of Chinese, Japanese and Korean (`Pe鎙` for `Peña`)."""

MAX_CONTROL_SHARE: Final = 0.02
"""A file with a greater share of control characters is binary: text has next to none, compiled files have a tenth."""

MIN_WHOLE: Final = 2
"""Characters of several bytes that are whole UTF-8, for each run of bytes that is not, in UTF-8 that is damaged: other encodings write
next to none that could be read so."""

_CUT: Final = re.compile(rb"(?:\xe2[\x80-\x84]|\xf0\x9f[\x80-\xbf]?)\Z")
"""How a text ends that was cut within a quotation mark, a dash or an emoji, which are seldom the last letters of other encodings (`â€`)."""
_SURROGATES: Final = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
"""A character beyond U+FFFF as CESU-8 writes it (Unicode Technical Report 26), as Java and some databases do."""

_ISO_2022_JP: Final = re.compile(rb"\x1b\$[@B](?:[\x21-\x7e]{2})+[\r\n]*\x1b\([BJI]")
"""A run of Japanese in ISO-2022-JP (RFC 1468), all of which is ASCII; control sequences of terminals have none."""

_DETECTOR_BYTES: Final = 64 * 1024
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text.

    Attributes:
        text: the text.
        encoding: Python codec that was used.
        source: how it was settled.
        repair: what decoding changed, or None.
        url: the address that the text gives for itself, where its format has a place for it.
        from_markup: the text was set from HTML.
    """

    text: str
    encoding: str
    source: EncodingSource
    repair: str | None = None
    url: str | None = None
    from_markup: bool = False


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why bytes are not text.

    Attributes:
        code: `binary` or `undecodable`.
        message: the reason, for people.
        offset: the byte at fault, where there is one.
    """

    code: str
    message: str
    offset: int | None = None


def is_binary(raw: bytes) -> bool:
    """Whether bytes of no multi-byte Unicode form are no text: too many control characters."""
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    return controls > MAX_CONTROL_SHARE * len(raw)


def _strict(raw: bytes, encoding: str, source: EncodingSource, repair: str | None = None) -> Decoded | Undecodable:
    try:
        text = raw.decode(encoding)
        text.encode("utf-8")
    except UnicodeDecodeError as error:
        return Undecodable("undecodable", f"not valid {encoding}: {error.reason}", error.start)
    except (UnicodeError, ValueError) as error:
        return Undecodable("undecodable", f"not valid {encoding}: {error}")
    if repair is None and text.encode(encoding, "replace") != raw:
        repair = f"bytes that {encoding} writes in another way"
    return Decoded(text, encoding, source, repair)


def replaced(encoding: str, count: int) -> str:
    """What `repair` says of bytes that an encoding does not know."""
    return f"bytes replaced that are no {encoding}: {count:,}"


def _joined(pair: re.Match[bytes]) -> bytes:
    return pair[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _damaged_utf_8(raw: bytes) -> Decoded | None:
    """UTF-8 that was cut within a character, or that some bytes were lost of or put into; None where it is rather another encoding."""
    joined, pairs = _SURROGATES.subn(_joined, raw)
    text = joined.decode("utf-8", "replace")
    told = text.count(_REPLACEMENT) - raw.count(_REPLACEMENT.encode())
    whole = sum(char > "\x7f" for char in text) - text.count(_REPLACEMENT)
    cut = told == 1 and text.endswith(_REPLACEMENT) and (whole or _CUT.search(raw))
    if whole < MIN_WHOLE * told and not cut:
        return None
    notes = (f"pairs of surrogates joined that are no utf-8: {pairs:,}" if pairs else None, replaced("utf-8", told) if told else None)
    return Decoded(text, "utf-8", EncodingSource.DETECTED, "; ".join(filter(None, notes)))


def _guesses(raw: bytes) -> list[str]:
    """Encodings that the bytes may be in, the likeliest first."""
    looked_at = raw[:_DETECTOR_BYTES]
    matches = list(from_bytes(looked_at, cp_isolation=list(DETECTABLE), preemptive_behaviour=False))
    if not matches:
        return list(DETECTABLE)
    if matches[0].encoding in _MULTI_BYTE:
        text = str(matches[0])
        if 2 * len(_ALONE.findall(text)) < sum(char > "\x7f" for char in text):
            return [match.encoding for match in matches]
    return by_likelihood(looked_at, _SINGLE_BYTE)


def _detected(raw: bytes) -> Decoded | Undecodable:
    for encoding in _guesses(raw):
        decoded = _strict(raw, encoding, EncodingSource.DETECTED)
        if isinstance(decoded, Decoded):
            return decoded
    return Undecodable("undecodable", "no encoding fits: save the file as UTF-8")


def _japanese(raw: bytes, declared: str | None) -> Decoded | None:
    """Japanese that is written in ASCII alone; None where the bytes are none."""
    if not (raw.isascii() and _ISO_2022_JP.search(raw)):
        return None
    source = EncodingSource.DECLARED if declared and declared.lower().startswith(("iso-2022-jp", "iso2022_jp")) else EncodingSource.DETECTED
    read = (_strict(raw, encoding, source) for encoding in ("iso2022_jp", "iso2022_jp_ext"))
    return next((text for text in read if isinstance(text, Decoded)), None)


def decode(raw: bytes, declared: str | None = None) -> Decoded | Undecodable:
    """Decode a page.

    Args:
        raw: the bytes.
        declared: the charset that the input names for them, as an HTTP header or a WARC record does; one that nobody knows tells nothing.

    Returns:
        The text with how it was read, or why it is none.
    """
    for mark, encoding, repair in _MARKS:
        if raw.startswith(mark):
            body = raw if encoding == "utf-8-sig" else raw[len(mark) :]
            return _strict(body, encoding, EncodingSource.BOM, repair)
    plain = _japanese(raw, declared) or _strict(raw, "utf-8", EncodingSource.UTF_8)
    if isinstance(plain, Decoded):
        return Undecodable("binary", "a binary file: too many control characters") if is_binary(raw) else plain
    name = (codec_of(declared) or web_codec_of(declared)) if declared else None
    known = _strict(raw, name, EncodingSource.DECLARED) if name else None
    if isinstance(known, Decoded):
        return known
    if is_binary(raw):
        return Undecodable("binary", "a binary file: too many control characters")
    return _damaged_utf_8(raw) or _detected(raw)
