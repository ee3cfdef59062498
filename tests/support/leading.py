"""Where the links of a page lead."""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ADDRESS = re.compile(r'<(?:a|img|link|script)\b[^>]*? (?:href|src)="([^"]+)"')


def nowhere(page: Path) -> list[str]:
    """The addresses on a page of a release to a file that is not there, or a place that its page does not have."""
    addresses = _ADDRESS.findall(_text(page).split("<noscript>")[0])
    return [address for address in addresses if not urlsplit(address).scheme and not _is_there(address, page)]


def _is_there(address: str, page: Path) -> bool:
    parts = urlsplit(address)
    target = page.parent / unquote(parts.path) if parts.path else page
    if parts.fragment and target.suffix == ".html":
        return target.is_file() and f'id="{parts.fragment}"' in _text(target)
    return target.is_file()


@lru_cache
def _text(page: Path) -> str:
    return page.read_text("utf-8")
