"""What a check reads in the markup of a page: its tables, their cells, and what is a number in them."""

import html
import re

TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
NUMBER = re.compile(r"\d")
BASE = re.compile(r" \([\d.,]+\)$")  # as a table has it behind the area that its figures are of


def plain(markup: str) -> str:
    """The words of a piece of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()
