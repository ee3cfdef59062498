"""Delivery folders: files are read in another process, what cannot be read is told in Dutch."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from monitor_lib import paths
from monitor_lib.intake.files.cells import plain

KINDS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".html", ".htm", ".csv", ".tsv", ".txt", ".sav", ".zsav", ".por")
_SECONDS = 60
_AT_ONCE = 2
_DAMAGED = "bestand beschadigd: het kan niet gelezen worden. Open het, bewaar het opnieuw en lever het nog eens aan."
_REFUSALS = {
    "cut_off": "de pagina houdt midden in de tabel op: er kunnen rijen ontbreken. Maak en lever haar opnieuw.",
    "damaged": _DAMAGED,
    "empty": "het bestand is leeg. Lever de lijst opnieuw aan of haal het bestand weg.",
    "encrypted": "het bestand is beveiligd met een wachtwoord. Bewaar het zonder wachtwoord en lever het opnieuw aan.",
    "entities": "het bestand bevat een DOCTYPE en wordt om veiligheid geweigerd. Bewaar het opnieuw als .xlsx.",
    "mixed_encoding": "tekens door elkaar: deels UTF-8, deels Windows. Bewaar het bestand opnieuw als CSV UTF-8.",
    "not_a_list": "dit zip-bestand is geen werkmap. Pak het uit en lever de lijst zelf aan.",
    "quotes": "de aanhalingstekens kloppen niet vanaf deze rij. Verbeter ze of lever een .xlsx aan.",
    "other_count": "er staan niet zo veel antwoorden in als het bestand zelf zegt. Exporteer opnieuw.",
    "too_large": "te groot: hoogstens 20 MB, uitgepakt 200 MB. Lever alleen de lijst aan, zonder opmaak en plaatjes.",
    "too_many_parts": "de werkmap heeft meer dan 2.000 onderdelen. Lever alleen de lijst aan, zonder plaatjes.",
    "too_slow": f"het lezen duurde langer dan {_SECONDS} seconden. Lever alleen de lijst aan, zonder opmaak.",
    "too_wide": "gevulde cellen ver buiten de lijst (meer dan 500 kolommen). Maak die leeg en lever opnieuw aan.",
    "unknown_encoding": "de tekens zijn niet te lezen. Bewaar het bestand als CSV UTF-8 of als .xlsx.",
    "web_page": "dit is een webpagina zonder tabel. Open hem in Excel en bewaar hem als .xlsx.",
}


@dataclass(frozen=True)
class Fault:
    """One remark on a delivery; `row` as a person counts it in the file, 0 for the whole file."""

    file: str
    code: str
    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        """Where, and what is wrong there."""
        where = [
            self.file,
            self.sheet and f"blad {self.sheet}",
            self.row and f"rij {self.row}",
            self.column and f"kolom {self.column}",
        ]
        return f"{', '.join(part for part in where if part)}: {self.message}"


_NO_LIST = "geen lijst"
_SHOWN = 3  # places of faults that say the same


class DeliveryError(Exception):
    """Deliveries that cannot be used; says one line per error."""

    def __init__(self, faults: list[Fault], told: Iterable[str] = ()):
        """Its text tells the errors; the remarks are kept beside them, and lines that tell how files were read."""
        self.told = tuple(told)
        self.faults = tuple(fault for fault in faults if fault.severity == "error")
        self.remarks = tuple(fault for fault in faults if fault.severity != "error")
        super().__init__("\n".join(grouped(self.faults)))


def grouped(faults: Iterable[Fault]) -> Iterator[str]:
    """The faults in words, those of one file that say the same as one line, with how many and the first places."""
    alike: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.file, fault.message), []).append(fault)
    for (file, message), several in alike.items():
        if len(several) == 1:
            yield str(several[0])
        else:
            yield f"{file}, {len(several)} keer ({', '.join(map(_place, several[:_SHOWN]))}{_more(several)}): {message}"


def _place(fault: Fault) -> str:
    row, column = f"rij {fault.row}" if fault.row else "", f"kolom {fault.column}" if fault.column else ""
    return " ".join(filter(None, (fault.sheet and f"blad {fault.sheet}", row, column)))


def _more(several: list[Fault]) -> str:
    return ", …" if len(several) > _SHOWN else ""


@dataclass(frozen=True)
class Marks:
    """What a file says of a sheet beside its text, rows and columns from 0; `links` are (row, column, address).

    Of a text file the separator and the encoding in which it was read.
    """

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    struck_rows: tuple[int, ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()
    separator: str = ""
    encoding: str = ""


UNMARKED = Marks()
NOTHING_TOLD: Mapping[str, Mapping[str, str]] = {}


@dataclass(frozen=True)
class Sheet:
    """One sheet of a delivered file as text; row n of the file is item n-1. A text file's sheet has no name.

    Of a .sav file `sets` are the multiple response sets, as (name, whether every column is one option, columns), and
    `labels` what it calls each column.
    """

    file: str
    name: str
    hidden: bool
    rows: tuple[tuple[str, ...], ...]
    sets: tuple[tuple[str, bool, tuple[str, ...]], ...] = ()
    labels: tuple[str, ...] = ()
    marks: Marks = UNMARKED


def delivered_sheets(
    folder: Path, known: AbstractSet[str], told: Mapping[str, Mapping[str, str]] = NOTHING_TOLD
) -> tuple[list[Sheet], list[Fault]]:
    """All sheets of a delivery folder, by name of file, and what was wrong or left out.

    Args:
        folder: the inbox; it is read, never written.
        known: folded headings, by which a text file's delimiter is found.
        told: what a person said of a text file, by its name: its "separator" and "encoding".
    """
    if not folder.is_dir():
        return [], [Fault(folder.name, "no_folder", f"de map {folder} ontbreekt. Maak hem en zet de bestanden erin.")]
    entries = sorted(folder.iterdir(), key=lambda path: (plain(path.name), path.name))
    files = [path for path in entries if not _reason_to_skip(path)]
    faults = [_skipped(path) for path in entries if _reason_to_skip(path)]
    if not files:
        wanted = ", ".join(KINDS)
        message = f"er staan geen bestanden in de map {folder}. Zet er ten minste één in ({wanted})."
        return [], [*faults, Fault(folder.name, "empty_folder", message)]
    sheets: list[Sheet] = []
    for path, answer in zip(files, _answers(files, {"known": sorted(known), "told": dict(told)}), strict=True):
        file = plain(path.name)
        if "refused" in answer:
            code = answer["refused"]
            faults.append(Fault(file, code, _REFUSALS[code], row=answer["row"]))
        for sheet in answer.get("sheets", ()):
            sheets.append(_sheet(file, sheet))
    return sheets, faults


def _sheet(file: str, told: dict) -> Sheet:
    """A sheet as the reader told of it."""
    sets = tuple((name, by_option, tuple(columns)) for name, by_option, columns in told.get("sets", ()))
    rows, labels = tuple(map(tuple, told["rows"])), tuple(told.get("labels", ()))
    return Sheet(file, plain(told["name"]), told["hidden"], rows, sets, labels, _marks(told.get("marks", {})))


def _marks(told: dict) -> Marks:
    return Marks(
        hidden_rows=tuple(told.get("hidden_rows", ())),
        hidden_columns=tuple(told.get("hidden_columns", ())),
        struck_rows=tuple(told.get("struck_rows", ())),
        links=tuple((row, column, address) for row, column, address in told.get("links", ())),
        separator=told.get("separator", ""),
        encoding=told.get("encoding", ""),
    )


def _reason_to_skip(path: Path) -> str:
    if path.name.startswith(("~$", ".", ".~lock")):
        return "verborgen bestand of slot van een programma"
    if not path.is_file():
        return "geen gewoon bestand"
    return "" if path.suffix.lower() in KINDS else f"{_NO_LIST} (verwacht {', '.join(KINDS)})"


def _skipped(path: Path) -> Fault:
    reason = _reason_to_skip(path)
    code = "no_list" if reason.startswith(_NO_LIST) else "skipped"
    return Fault(plain(path.name), code, f"overgeslagen: {reason}.", severity="remark")


def _answers(files: list[Path], request: dict) -> list[dict]:
    """What was read in each file: by one process, for starting one costs more than reading a list.

    Where that dies or hangs on one of them, each file has a process of its own, so that the others are read.
    """
    together = _read(files, request)
    if len(together) == len(files):
        return together
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [answer for answers in pool.map(lambda path: _read([path], request), files) for answer in answers]


def _read(files: list[Path], request: dict) -> list[dict]:
    """What a process said of each of these files; its death or silence is one answer for all of them."""
    command = [sys.executable, "-m", "monitor_lib.intake.files.readers", *(str(path.resolve()) for path in files)]
    told = json.dumps(request, default=dict).encode()
    try:
        child = subprocess.run(command, input=told, capture_output=True, timeout=_SECONDS, cwd=paths.ROOT, check=False)
    except subprocess.TimeoutExpired:
        return [{"refused": "too_slow", "row": 0}]
    return json.loads(child.stdout) if child.returncode == 0 else [{"refused": "damaged", "row": 0}]
