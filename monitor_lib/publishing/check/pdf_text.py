"""What a PDF says: its packed streams as they are, and its texts as a reader sees them."""

import re
import struct
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?=[\n\r<]|endbfchar)")
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]+)>|(T\*|T[dDm]|ET)", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_FONTS = (b"\0\1\0\0", b"OTTO", b"true", b"\1\0\4")
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\n": b"", b"\r": b""}

Letters = dict[int, str]


def parts(data: bytes) -> Iterator[bytes]:
    """The streams of a PDF, unpacked, and their texts in letters, with every alphabet that the file brings.

    Of a stream that draws a page its strings are given and not the strokes between them.
    """
    yield _literals(_pieces(_STREAM.sub(b"", data)))
    streams = [_unpacked(found[1]) for found in _STREAM.finditer(data)]
    alphabets = [letters for stream in streams if b"begincmap" in stream for letters in [_letters(stream)]]
    for stream in streams:
        pieces = [] if stream.startswith(_FONTS) else _pieces(stream)
        yield _literals(pieces)
        if all(word in stream for word in (b"BT", b"Tf", b"ET")):
            yield from (_said(pieces, letters).encode() for letters in alphabets)
        else:
            yield stream


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _letters(table: bytes) -> Letters:
    """What each code stands for, as a font's own table tells."""
    known: Letters = {}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, start in _RANGE.findall(block):
            for n, code in enumerate(range(int(first, 16), min(int(last, 16), int(first, 16) + 65535) + 1)):
                known[code] = chr((int(start, 16) + n) % 0x110000)
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letters in _CHAR.findall(block):
            known[int(code, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be", "ignore")
    return known


def _pieces(stream: bytes) -> list[bytes | None]:
    """The strings that a page draws, in order; None where it goes to another line."""
    found = _STRING.finditer(stream)
    return [
        None if match[3] else _unescaped(match[1]) if match[1] is not None else _from_hex(match[2]) for match in found
    ]


def _literals(pieces: list[bytes | None]) -> bytes:
    return b"\n".join(piece for piece in pieces if piece)


def _said(pieces: list[bytes | None], letters: Letters) -> str:
    return "".join(" " if piece is None else _read(piece, letters) for piece in pieces)


def _read(piece: bytes, letters: Letters) -> str:
    pairs = len(piece) // 2
    return "".join([letters.get(code, "") for code in struct.unpack_from(f">{pairs}H", piece)])


def _from_hex(text: bytes) -> bytes:
    digits = b"".join(text.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _unescaped(text: bytes) -> bytes:
    """A literal string without its backslashes."""
    if b"\\" not in text:
        return text
    return _ESCAPED.sub(_sign, text)


def _sign(escaped: re.Match) -> bytes:
    is_octal = escaped[1].isdigit() and escaped[1] not in (b"8", b"9")
    return bytes([int(escaped[1], 8) % 256]) if is_octal else _SIGNS.get(escaped[1], escaped[1])
