"""A process that makes a report of one's own sees what is published, as its reader does, and nothing private."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path

import pyarrow.dataset
import pyarrow.parquet


def close(folders: Iterable[str]) -> None:
    """From now on this process opens no file in these folders; who tries gets a PermissionError that says why.

    It holds against a slip, not against bad will: a library that opens files outside Python gets past it, but for
    the readers of Parquet, in which the clean tables are kept.
    """
    closed = [Path(folder).resolve() for folder in folders]

    def refuse(event: str, given: tuple) -> None:
        if event == "open" and isinstance(given[0], str | bytes | os.PathLike):
            path = Path(os.path.realpath(os.fsdecode(given[0])))
            if any(path.is_relative_to(folder) for folder in closed):
                raise PermissionError("Een rapport leest alleen wat gepubliceerd wordt, en dit bestand is privé.")

    sys.addaudithook(refuse)
    pyarrow.dataset.dataset = _told_of(pyarrow.dataset.dataset)
    for kind in (pyarrow.parquet.ParquetDataset, pyarrow.parquet.ParquetFile):
        kind.__init__ = _told_of(kind.__init__)


def _told_of(read: Callable) -> Callable:
    """A reader of files, with each that it is to open told of as Python tells of its own."""

    @wraps(read)
    def reading(*given, **named):
        for path in _paths((*given, *named.values())):
            sys.audit("open", path, "r", 0)
        return read(*given, **named)

    return reading


def _paths(given: Iterable[object]) -> Iterator[str]:
    """The files among what a reader was given, also in a list, or as an address."""
    for each in given:
        if isinstance(each, list | tuple):
            yield from _paths(each)
        elif isinstance(each, str | os.PathLike):
            yield os.fspath(each).removeprefix("file://")
