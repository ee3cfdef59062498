"""Finds planted texts in the bytes of any published file, however it is packed."""

import base64
import html
import io
import json
import re
import subprocess
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PNG_TEXT = (b"tEXt", b"zTXt", b"iTXt")


def found(folder: Path, planted: Iterable[str]) -> list[tuple[str, str]]:
    """Which planted texts stand in which files (also in file names), as pairs of file and text."""
    planted = [text for text in planted if text]
    hits = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        views = [name] + (list(texts(path.read_bytes())) if path.is_file() else [])
        hits += [(name, text) for text in planted if any(_says(view, text) for view in views)]
    return hits


def found_in(data: bytes, planted: str) -> bool:
    """Whether the text stands in these bytes, however packed."""
    return any(_says(view, planted) for view in texts(data))


def texts(data: bytes, depth: int = 4) -> Iterator[str]:
    """Every way to read the bytes as text, packed parts included."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"):
        yield _plain(data.decode(encoding, "ignore"))
    if depth:
        for part in _parts(data):
            yield from texts(part, depth - 1)


def _plain(text: str) -> str:
    """The text without the escapes of HTML, JSON and URLs."""
    text = html.unescape(html.unescape(text))
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    return urllib.parse.unquote(text).replace("\\/", "/").casefold()


def _parts(data: bytes) -> Iterator[bytes]:
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if data[:4] == b"PAR1":
        yield json.dumps(pq.read_table(io.BytesIO(data)).to_pylist(), default=str, ensure_ascii=False).encode()
    if data[:5] == b"%PDF-":
        yield subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout
        yield from filter(None, (_inflated(match[1]) for match in _STREAM.finditer(data)))
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _png_texts(data)
    if data[:2] == b"\x1f\x8b":
        yield zlib.decompress(data, 31)
    for match in _BASE64.finditer(data):
        for start in range(4):
            piece = match[0][start:]
            yield base64.b64decode(piece[: len(piece) - len(piece) % 4])


def _png_texts(data: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if kind in _PNG_TEXT:
            yield data[at + 8 : at + 8 + length]
        at += 12 + length


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


def _says(view: str, text: str) -> bool:
    """Whether the text stands there; a number of at least nine digits also with other signs between its digits."""
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 9 and not re.search(r"[a-z]", text.casefold()):
        return re.search(r"[\s().\-/]{0,2}".join(digits), view) is not None
    return text.casefold() in view
