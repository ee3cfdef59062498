"""Finds planted texts in the bytes of any published file, however it is packed."""

import re
from collections.abc import Iterable
from pathlib import Path

from monitor_lib.publishing.check.unpacking import texts


def found(folder: Path, planted: Iterable[str]) -> list[tuple[str, str]]:
    """Which planted texts stand in which files (also in file names), as pairs of file and text."""
    planted = [text for text in planted if text]
    hits = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        views = [view.casefold() for view in (name, *(texts(path.read_bytes()) if path.is_file() else ()))]
        hits += [(name, text) for text in planted if any(_says(view, text) for view in views)]
    return hits


def found_in(data: bytes, planted: str) -> bool:
    """Whether the text stands in these bytes, however packed."""
    return any(_says(view.casefold(), planted) for view in texts(data))


def _says(view: str, text: str) -> bool:
    """Whether the text stands there; a number of at least nine digits also with other signs between its digits."""
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 9 and not re.search(r"[a-z]", text.casefold()):
        return re.search(r"[\s().\-/]{0,2}".join(digits), view) is not None
    return text.casefold() in view
