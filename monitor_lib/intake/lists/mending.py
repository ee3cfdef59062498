"""What programs left in a cell on its way here: marks of a web page, and letters that were encoded twice."""

import html
import re

_TAGS = "b|i|u|em|strong|br|p|span|div|font|sup|sub|small|ul|ol|li"
_FORMAT = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,200}})?\s?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});", re.IGNORECASE)
_TWICE = re.compile("[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0178\u2018-\u203a\u20ac\u2122]|\u00e2\u20ac")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_ANCHOR = re.compile(r"<a\s[^<>]{0,300}?href=[\"']?([^\"'<>\s]{1,500})[^<>]{0,300}>([^<>]{0,300})</a>", re.IGNORECASE)
_MARKDOWN = re.compile(r"!?\[([^\[\]]{0,300})\]\((https?://[^()\s]{1,500})\)", re.IGNORECASE)
_FORMULA = re.compile(
    r"=\s?HYPERLINK\(\s?\"((?:https?://|www\.)[^\"]{1,500})\"\s?[;,]\s?\"([^\"]{0,300})\"\s?\)", re.IGNORECASE
)
_MARKS = ("marks", "opmaak van een webpagina is weggehaald.")
_LETTERS = ("letters", "letters waren twee keer omgezet (zoals Ã¶ voor ö) en zijn hersteld.")


def mended(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without those, and what was done to it as (code, message)."""
    told = []
    if _FORMAT.search(text) or _ENTITY.search(text):
        text = html.unescape(_FORMAT.sub(" ", text))
        told.append(_MARKS)
    once = _FOREIGN.sub(_encoded_once, text)
    if once != text:
        told.append(_LETTERS)
    return once, told


def linked(text: str) -> tuple[str, str]:
    """The words of a cell that is a link in the form of a web page, of Markdown or of a formula, and its address."""
    if found := _FORMULA.fullmatch(text.strip()):
        return found[2], found[1]
    if found := _ANCHOR.search(text):
        return _ANCHOR.sub(r"\2", text), found[1]
    if found := _MARKDOWN.search(text):
        return _MARKDOWN.sub(r"\1", text), found[2]
    return text, ""


def _encoded_once(found: re.Match) -> str:
    """The letters as they were before their UTF-8 was read as Windows-1252, where it was."""
    try:
        return b"".join(map(_byte, found[0])).decode("utf-8") if _TWICE.search(found[0]) else found[0]
    except UnicodeError:
        return found[0]


def _byte(sign: str) -> bytes:
    """The byte that Windows shows as this sign; it shows five of them as nothing."""
    return sign.encode("latin-1") if "\x80" <= sign <= "\x9f" else sign.encode("cp1252")
