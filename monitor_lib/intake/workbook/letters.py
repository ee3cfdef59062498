"""What goes back to each network: its rows as they were understood, what became of them, and what is asked of it."""

import io
from collections.abc import Iterator
from pathlib import Path, PurePath

import pandas as pd
import xlsxwriter

from monitor_lib import disk, paths
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.decisions import Line
from monitor_lib.intake.matching import clustering
from monitor_lib.intake.matching.account import STATUS_WORDS
from monitor_lib.intake.matching.definition import ALIVE, ALIVE_WORDS
from monitor_lib.intake.workbook.pages import Facts, Page, facts, lines_of, table_of
from monitor_lib.intake.workbook.written import SAFE, fill, front
from monitor_lib.reference.records import Codebook

_SIDES = ("one_row", "other_row")
_LIST, _ASKED = "Uw lijst", "Vragen"
_GUIDE = (
    "Uw lijst zoals wij haar lazen, en wat er van elke rij werd. Dit bestand is voor uw netwerk alleen.",
    "Vul hierboven uw naam en de datum in.",
    f'Blad "{_LIST}": bestaat het initiatief nog? Kies ja, nee of gewijzigd, en schrijf erachter wat er anders is.',
    f'Blad "{_ASKED}": zijn deze twee hetzelfde initiatief? Wat u leeg laat, blijft een vraag.',
    "Stuur het bestand terug. De laatste kolom hoort bij de rij; laat die staan.",
)


_LETTER = """Aan: {network}

Dank voor uw lijst. Wij lazen {rows} rijen. Wat daarvan werd:

{told}

In het bestand bij deze brief staat elke rij zoals wij haar lazen, wat ervan werd en waarom. Een rij die "dubbel" is,
telt één keer mee: het initiatief staat vaker op uw lijst, of ook op die van een ander netwerk.

{questions}Wilt u per initiatief aangeven of het nog bestaat, en of er iets is gewijzigd? Kies "ja", "nee" of
"gewijzigd", vul op het eerste blad uw naam en de datum in, en stuur het bestand terug.

Het bestand is alleen voor uw netwerk. Stuur het niet door: er kunnen namen in staan van initiatieven die niet op de
kaart willen.
"""
_QUESTIONS = """Bij {count} rijen weten wij niet zeker of ze hetzelfde initiatief zijn als een andere rij. Die staan als
vraag op het blad "{sheet}".

"""


def pages() -> tuple[Page, Page]:
    """The sheets of a network's file that are read back."""
    return (
        Page(
            _LIST,
            "alive",
            ALIVE,
            {"alive": "bestaat het nog?", "change": "wat is er gewijzigd?"},
            lambda line, _: {head: line[head] for head in line if head not in ALIVE.columns},
            {"alive": ALIVE_WORDS},
            asks_yes=False,
        ),
        Page(
            _ASKED,
            "pairs",
            clustering.PAIRS,
            {"decision": "hetzelfde?"},
            _pair,
            {"decision": clustering.WORDS},
            asks_yes=False,
        ),
    )


def write(folder: Path, places: paths.Decisions, clean: paths.Clean, book: Codebook) -> dict[str, Path]:
    """Writes a workbook and a letter per delivered list, for the eyes of its network alone.

    Args:
        folder: private.
        places: the decisions; only what waits is asked.
        clean: the tables of the last run.
        book: names the networks and provinces.

    Returns:
        The workbook for each list, by the name of the file that was delivered.
    """
    known, rows = facts(clean, book), table_of(clean.rows)
    waiting = [line for line in lines_of(places.pairs, clustering.PAIRS) if not clustering.PAIRS.is_decided(line)]
    made = {}
    for file, own in rows.groupby("file"):
        network = book.network(str(own["network"].iloc[0])).name
        asked = [line for line in waiting if any(line[side].startswith(f"{file} rij ") for side in _SIDES)]
        lines = list(_rows(own, rows, known, network, book))
        made[str(file)] = _workbook(folder / f"{file}.xlsx", lines, asked, known)
        disk.written(folder / f"{file}.txt", _letter(network, own, asked))
    return made


def _rows(own: pd.DataFrame, rows: pd.DataFrame, known: Facts, network: str, book: Codebook) -> Iterator[Line]:
    """A line per row of a list, with what a reader of that list sees."""
    lists = rows.groupby("initiative_id")["file"].unique().to_dict()
    for row in own.to_dict("records"):
        about = known.of.get(row["initiative_id"], {})
        others = [name for name in lists.get(row["initiative_id"], ()) if name != row["file"]] if about else []
        yield {
            "network": network,
            "initiative_id": row["initiative_id"],
            "name": row["name"],
            "alive": "",
            "change": "",
            decisions.WHO: "",
            decisions.WHEN: "",
            "blad": row["sheet"],
            "rij": row["row"],
            "naam": row["name"],
            "plaats": row["place"],
            "provincie": about.get("province", ""),
            "wat ervan werd": STATUS_WORDS[row["status"]],
            "waarom": row["reason"],
            "ook op de lijst van": ", ".join(book.network(PurePath(name).stem).name for name in others),
        }


def _pair(line: Line, facts: Facts) -> dict[str, str]:
    shown: dict[str, str] = {}
    for side, words in (("one", "dit"), ("other", "en dit")):
        about = facts.of.get(facts.rows.get(line[f"{side}_row"], ""), {})
        shown |= {words: line[f"{side}_name"], f"{words}: plaats": about.get("place", "")}
        shown |= {f"{words}: waar": line[f"{side}_row"]}
    return shown


def _workbook(target: Path, lines: list[Line], asked: list[Line], known: Facts) -> Path:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as made:
        front(made, _GUIDE)
        for page, shown in zip(pages(), (lines, asked), strict=True):
            fill(made, page, shown, known)
    disk.written(target, content.getvalue())
    return target


def _letter(network: str, own: pd.DataFrame, asked: list[Line]) -> str:
    """One page of plain Dutch with a network's own numbers."""
    counts = {str(status): count for status, count in own["status"].value_counts().items()}
    told = "\n".join(f"- {words}: {counts[status]}" for status, words in STATUS_WORDS.items() if status in counts)
    questions = _QUESTIONS.format(count=len(asked), sheet=_ASKED) if asked else ""
    return _LETTER.format(network=network, rows=len(own), told=told, questions=questions)
