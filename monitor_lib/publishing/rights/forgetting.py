"""Data that are kept no longer than the codebook says: what is past its time, told first and then deleted."""

import calendar
import datetime as dt
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor_lib import paths
from monitor_lib.publishing.run import receipt
from monitor_lib.publishing.run.shelf import locked
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference.records import Codebook, Retention, Wave

_YEAR = 12  # months


@dataclass(frozen=True)
class Due:
    """One kind of data of a wave: until when it is kept, and where it lies; `until` is None where it has no end."""

    kind: Retention
    until: dt.date | None
    found: tuple[Path, ...]

    def is_past(self, today: dt.date) -> bool:
        """Whether there is something that should be there no more."""
        return self.until is not None and self.until < today and bool(self.found)

    @property
    def files(self) -> int:
        """How many files that are."""
        return sum(len(receipt.files(path)) if path.is_dir() else 1 for path in self.found)


def kept(wave: Wave, places: paths.Places, book: Codebook) -> list[Due]:
    """What is kept of a wave, by kind, and until when.

    Raises:
        ReportError: where the codebook does not say how long.
    """
    if not book.retentions:
        raise ReportError("Het codeboek noemt geen bewaartermijnen. Zet er per soort gegevens een [[retention]] in.")
    where = places.kept(wave.id)
    return [
        Due(kind, _after(wave.released, kind.months) if kind.months else None, tuple(_there(where[kind.id])))
        for kind in book.retentions
    ]


def _there(wanted: Iterable[Path]) -> Iterator[Path]:
    return (path for path in wanted if path.exists() and (path.is_file() or receipt.files(path)))


def _after(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, _YEAR)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))


def forget(wave: Wave, places: paths.Places, due: list[Due]) -> None:
    """Deletes these data of a wave.

    Raises:
        BusyError: when the wave is being run.
    """
    with locked(places.shelf(wave.id)):
        for path in (path for each in due for path in each.found):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
