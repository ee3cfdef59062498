"""All that can be read in the bytes of a file, however they are packed or written. Blind to pixels and outlines."""

import base64
import binascii
import contextlib
import html
import io
import quopri
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from monitor_lib.publishing.check import pdf_text

DEPTH = 4  # of packing within packing
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{14,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2})+")
_TYPED = re.compile(rb'"dtype":\s*"([a-z]\d)",\s*"bdata":\s*"([^"]+)"|"bdata":\s*"([^"]+)",\s*"dtype":\s*"([a-z]\d)"')
_QUOTED = re.compile(rb"=[0-9A-F]{2}")
_ADDRESS_SIGNS = bytes.maketrans(b"-_", b"+/")
_BROKEN = (zipfile.BadZipFile, zlib.error, pa.ArrowException, OSError, ValueError, NotImplementedError, RuntimeError)
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_TAG = re.compile(r"<[^<>]{1,300}>")
_WITHIN_A_LINE = re.compile(
    r"</?(?:[abisu]|em|font|mark|small|span|strong|su[bp]|tspan|wbr|a:(?!p\b|br\b)\w+)(?=[\s/>])[^<>]{0,300}>", re.I
)
_WIDE = {
    "utf-16-le": re.compile(rb"(?:[\x09\x0a\x0d\x20-\xff][\x00-\x02\x20]){5,}"),
    "utf-16-be": re.compile(rb"(?:[\x00-\x02\x20][\x09\x0a\x0d\x20-\xff]){5,}"),
}
_WRITTEN = bytes([9, 10, 13, *range(32, 127)])
_LONG = 1000  # bytes: longer than any word
_PNG, _GZIP, _PDF = b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08", b"%PDF-"


def texts(data: bytes, depth: int = DEPTH) -> Iterator[str]:
    """Every way to read the bytes as text, packed parts included."""
    kind = next((form for form in _FORMS if data.startswith(form)), None)
    if kind != _PNG:
        yield from _decoded(data)
    if depth:
        for part in _opened(_FORMS[kind], data) if kind else _encoded(data):
            yield from texts(part, depth - 1)


def _opened(form: Callable[[bytes], Iterator[bytes]], data: bytes) -> Iterator[bytes]:
    """The parts of a packed file; of one that only looks like it, or is broken, those that can still be read."""
    with contextlib.suppress(*_BROKEN):
        yield from form(data)


def _decoded(data: bytes) -> Iterator[str]:
    """The bytes in each alphabet that they can be in; escapes are undone in texts, not in noise."""
    try:
        yield from _plain(data.decode("utf-8"))
    except UnicodeDecodeError:
        views = [data.decode(alphabet, "ignore") for alphabet in ("cp1252", "utf-8")]
        yield from (text for view in views for text in (_plain(view) if _is_text(data) else (view,)))
    for alphabet, runs in _WIDE.items():
        wide = b"".join(runs.findall(data)) if b"\0" in data else b""
        if wide:
            yield from _plain(wide.decode(alphabet, "ignore"))


def _is_text(data: bytes) -> bool:
    return len(data.translate(None, _WRITTEN)) * 4 < len(data)


def _plain(text: str) -> Iterator[str]:
    """The text without the escapes of HTML, JSON and addresses; and once more without its tags.

    What stands on either side of a tag is one word where the tag is within a line, and else not.
    """
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "\\u" in text:
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    if "%" in text:
        text = _PERCENT.sub(lambda found: urllib.parse.unquote(found[0], errors="ignore"), text)
    yield text.replace("\\/", "/")
    if "<" in text:
        yield _TAG.sub("\n", _WITHIN_A_LINE.sub("", text))


def _encoded(data: bytes) -> Iterator[bytes]:
    """What stands within a text in another alphabet: base64 at any place, hexadecimal, quoted-printable, numbers."""
    for word in dict.fromkeys(_BASE64.findall(data)):
        yield from _kept(word) if len(word) < _LONG else _within(word)
    if _QUOTED.search(data):
        yield quopri.decodestring(data)
    for found in _TYPED.finditer(data) if b'"bdata"' in data else ():
        yield _numbers(found[1] or found[4], found[2] or found[3])


def _within(word: bytes) -> Iterator[bytes]:
    """What a word may be in base64, from each of the places where that can begin, or in hexadecimal."""
    for start in range(4):
        piece = word[start:].rstrip(b"=").translate(_ADDRESS_SIGNS)
        piece = piece[:-1] if len(piece) % 4 == 1 else piece
        yield from _meant(base64.b64decode(piece + b"=" * (-len(piece) % 4)))
    if _HEX.fullmatch(word):
        yield from _meant(binascii.unhexlify(word))


@lru_cache(1 << 17)
def _kept(word: bytes) -> tuple[bytes, ...]:
    """The same, kept: the files of a release repeat their words by the thousand."""
    return tuple(_within(word))


def _meant(data: bytes) -> Iterator[bytes]:
    """The bytes, unless they are noise: a word of the program that only looks encoded."""
    if len(data) > _LONG or _is_text(data) or data.startswith(tuple(_FORMS)):
        yield data


def _numbers(kind: bytes, packed: bytes) -> bytes:
    """A typed array of plotly, as numbers in words."""
    packed = packed.replace(b"\\u002f", b"/")
    try:
        found = np.frombuffer(base64.b64decode(packed), np.dtype(kind.decode()))
    except (ValueError, TypeError):
        return b""
    return ";".join(np.format_float_positional(number, trim="-") for number in found.astype("f8")).encode()


def _zipped(data: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name.encode()
            yield archive.read(name)


def _columns(data: bytes) -> Iterator[bytes]:
    table = pq.read_table(pa.BufferReader(data))
    yield str(table.schema.metadata).encode()
    for column in table.columns:
        yield ";\n".join(map(str, column.unique().to_pylist())).encode()


def _png(data: bytes) -> Iterator[bytes]:
    """The parts of a picture that are not its pixels, and what follows it."""
    at = len(_PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        content = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind != b"IDAT":
            yield content
            packed = (content.find(mark) for mark in (b"x\x9c", b"x\xda"))
            yield from (inflated(content[start:]) for start in packed if start > 0)
        if kind == b"IEND":
            yield data[at:]
            return


def inflated(data: bytes) -> bytes:
    """Bytes packed by deflate, or nothing where they are not."""
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


_FORMS: dict[bytes, Callable[[bytes], Iterator[bytes]]] = {
    b"PK\x03\x04": _zipped,
    b"PAR1": _columns,
    _PDF: pdf_text.parts,
    _PNG: _png,
    _GZIP: lambda data: iter([zlib.decompress(data, 31)]),
}
