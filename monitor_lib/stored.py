"""Files that the system wrote itself, read back: what was cut or emptied since is named, and never half read."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor_lib.mistake import Mistake

if TYPE_CHECKING:  # the commands import this module, and most of them need no tables
    import pandas as pd

AGAIN = "Draai de meting waar het bij hoort opnieuw met --fresh, of zet het terug uit een back-up."
FROM_BACKUP = "Geen run kan het opnieuw maken: zet het terug uit een back-up."


class DamagedError(Mistake):
    """A file of the system that is not what was written; its text says which, and what to do."""


@contextlib.contextmanager
def read_back(path: Path, advice: str = AGAIN) -> Iterator[None]:
    """While this lasts, what cannot be understood of a file is that file's damage.

    Raises:
        DamagedError: with this advice.
    """
    try:
        yield
    except (OSError, ValueError, EOFError, RecursionError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk's, and no damage
            raise
        raise DamagedError(f"{path} is beschadigd. {advice}") from None


def table(path: Path, columns: list[str] | None = None, advice: str = AGAIN) -> "pd.DataFrame":
    """A table in Parquet, of which it may be that no more than these columns are needed."""
    from pyarrow.parquet import ParquetFile  # pandas' own reader takes half as long again for tables as small as these

    with read_back(path, advice):
        path.stat()  # of a file that is not there, this says which
        with ParquetFile(path) as file:
            return file.read(columns=columns).to_pandas()


def remembered(path: Path, column: str) -> frozenset[str]:
    """What an earlier run wrote in a column; nothing where it is not there or damaged, as before the first run."""
    with contextlib.suppress(DamagedError, FileNotFoundError):
        return frozenset(table(path, [column])[column])
    return frozenset()


def only_copy(path: Path) -> "pd.DataFrame":
    """A table in Parquet that no run can make again."""
    return table(path, advice=FROM_BACKUP)


def text(path: Path, advice: str = AGAIN) -> str:
    """A text, of which the last line ends as all others do; line ends stay what they are."""
    with read_back(path, advice):
        found = path.read_bytes().decode("utf-8-sig")
        if not is_whole(found):
            raise ValueError
        return found


def is_whole(text: str) -> bool:
    """Whether the last line of a text ends: one that was cut does not, but for a cut between two lines."""
    return text.endswith(("\n", "\r"))


def told(path: Path) -> dict[str, Any]:
    """What a file in JSON says; nothing where it is not there or not whole, so that it is made again."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
