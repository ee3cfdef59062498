"""What a check reads in the markup of a page: its tables, their cells, and what is a number in them."""

import html
import re
from itertools import count, product

TABLE = re.compile(r"<table.*?</table>", re.DOTALL | re.IGNORECASE)
NUMBER = re.compile(r"\d")
BASE = re.compile(r" \([\d.,]+\)$")  # as a table has it behind the area that its figures are of
_CELL = re.compile(r"<t[hd](\s[^>]*)?>(.*?)</t[hd]>", re.DOTALL | re.IGNORECASE)
_LINE = re.compile("</tr>", re.IGNORECASE)
_DOWN, _ALONG = (re.compile(rf"{way}span=\W?(\d+)", re.IGNORECASE) for way in ("row", "col"))
_TAG = re.compile(r"<[^>]+>")
_MOST = 1000  # cells that one cell may span


def grid(table: str) -> list[list[str]]:
    """The cells of a table in words, in lines of one length; what spans several cells stands in each of them."""
    found: dict[tuple[int, int], str] = {}
    lines = _LINE.split(table)[:-1]
    for at, line in enumerate(lines):
        for about, words in _CELL.findall(line):
            column = next(each for each in count() if (at, each) not in found)
            down, along = _span(_DOWN, about), _span(_ALONG, about)
            found |= dict.fromkeys(product(range(at, at + down), range(column, column + along)), plain(words))
    width = max((column + 1 for _, column in found), default=0)
    return [[found.get((at, column), "") for column in range(width)] for at in range(len(lines))]


def _span(way: re.Pattern, about: str) -> int:
    told = way.search(about)
    return min(int(told[1]), _MOST) if told else 1


def plain(markup: str) -> str:
    """The words of a piece of a page."""
    return html.unescape(_TAG.sub("", markup)).strip()
