"""The register of known errors in what was published: what was wrong, in which figures, and whether it was mended."""

import datetime as dt
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from monitor_lib import paths
from monitor_lib.reference.records import CodebookError, Wave
from monitor_lib.reference.text.folding import listed_faults

_TYPES = {"wave": str, "date": dt.date, "what": str, "figures": str, "mended": dt.date}


@dataclass(frozen=True)
class KnownError:
    """One error: when it was found, what it is, which figures it touches, and when it was mended, if it was."""

    wave: str
    date: dt.date
    what: str
    figures: str
    mended: dt.date | None = None


def known_errors(wave: Wave, path: Path | None = None) -> tuple[KnownError, ...]:
    """The known errors of a wave, the last one found first, in this register or that of the project.

    Raises:
        CodebookError: with everything that is wrong with the register.
    """
    path = path or paths.project().known_errors
    if not path.exists():
        return ()
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"{path.name} is not valid TOML: {error}") from None
    entries = document.get("error", [])
    faults = [f"[{key}] is not a table of this register" for key in document if key != "error"]
    faults += [fault for number, entry in enumerate(entries, 1) for fault in _faults(entry, number)]
    if faults:
        raise CodebookError(listed_faults(path.name, faults))
    known = [KnownError(**entry) for entry in entries if entry["wave"] == wave.id]
    return tuple(sorted(known, key=lambda error: error.date, reverse=True))


def _faults(entry: dict, number: int) -> list[str]:
    place = f"[[error]] number {number}"
    needed = [slot.name for slot in fields(KnownError) if slot.name != "mended"]
    missing = [f"{place}: key '{key}' is missing" for key in needed if key not in entry]
    unknown = [f"{place}: unknown key '{key}' (known: {', '.join(_TYPES)})" for key in entry if key not in _TYPES]
    unfit = [
        f"{place}, {key}: {value!r} is no {_TYPES[key].__name__}"
        for key, value in entry.items()
        if key in _TYPES and type(value) is not _TYPES[key]
    ]
    return [*missing, *unknown, *unfit]
