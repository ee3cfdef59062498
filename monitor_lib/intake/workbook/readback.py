"""A workbook of decisions that came back: merged by key into the files, told where it cannot be, and undone again."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from monitor_lib import paths
from monitor_lib.intake.files import cells, decisions
from monitor_lib.intake.files.decisions import Ledger, Line
from monitor_lib.intake.files.deliveries import DeliveryError, Fault, Sheet, delivered_sheets
from monitor_lib.intake.matching.clustering import APART
from monitor_lib.intake.workbook import letters
from monitor_lib.intake.workbook.pages import UNJOIN, Page, lines_of, pages
from monitor_lib.intake.workbook.written import DECIDED, FRONT, KEY, WHEN, WHO
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded

HISTORY = Ledger(("number", "who", "when", "file", "key", "column", "before", "after"), ("number", "file", "key"), ())
AGREED = "ja"


@dataclass
class Merged:
    """What a workbook changes: per page its lines as they become, with the changes for the history.

    `untouched` counts rows that were changed without being decided.
    """

    lines: dict[str, list[Line]] = field(default_factory=dict)
    history: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    untouched: int = 0


def read(file: Path, places: paths.Decisions, book: Codebook) -> Merged:
    """Takes the decisions of a workbook over into the files, all of them or none.

    Raises:
        DeliveryError: with every row that cannot be taken over: a word that may not stand there, a row without its
            key, and a decision that somebody changed in the file after the workbook was made.
    """
    sheets = _sheets(file)
    who, when = _signed(file, sheets)
    merged, number = Merged(), _next(places)
    for page in _pages(book):
        for sheet in (sheet for sheet in sheets if sheet.name == page.name):
            _merge(page, sheet, (who, when, number), places, merged)
    if merged.faults:
        raise DeliveryError(merged.faults)
    by_file = {page.file: page for page in _pages(book)}
    for name, lines in merged.lines.items():
        decisions.write(by_file[name].path(places), by_file[name].ledger.columns, lines)
    _remember(places, merged.history)
    return merged


def undo(number: str, places: paths.Decisions, book: Codebook) -> int:
    """Takes back what one workbook changed, where nobody changed it again since; how many cells that were.

    Raises:
        DeliveryError: when there is no such number, or a cell was changed since.
    """
    made = [line for line in lines_of(places.history, HISTORY) if line["number"] == number]
    if not made:
        raise DeliveryError([Fault(places.history.name, "history", f'er is geen nummer "{number}" om terug te nemen.')])
    faults: list[Fault] = []
    by_file = {page.file: page for page in _pages(book)}
    changed = {name: _undone(by_file[name], made, places, faults) for name in {line["file"] for line in made}}
    if faults:
        raise DeliveryError(faults)
    for name, lines in changed.items():
        decisions.write(by_file[name].path(places), by_file[name].ledger.columns, lines)
    back = {"number": _next(places)}
    _remember(places, [line | back | {"before": line["after"], "after": line["before"]} for line in made])
    return len(made)


def _pages(book: Codebook) -> tuple[Page, ...]:
    """The sheets of the workbook of decisions, and those that networks send back."""
    return (*pages(book), *letters.pages())


def _undone(page: Page, made: Sequence[Line], places: paths.Decisions, faults: list[Fault]) -> list[Line]:
    lines = {_text(page.ledger, line): line for line in lines_of(page.path(places), page.ledger)}
    for change in (change for change in made if change["file"] == page.file):
        line = lines.get(change["key"], {})
        if line.get(change["column"], "") != change["after"]:
            message = f"{change['column']} is sindsdien veranderd; verander het daar zelf."
            faults.append(Fault(page.path(places).name, "history", message, column=change["key"]))
        elif line:
            line[change["column"]] = change["before"]
    return list(lines.values())


def _sheets(file: Path) -> list[Sheet]:
    """The sheets, read as any file of a stranger is: in a process of its own, after a look at its bytes."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(file, Path(folder, file.name))
        sheets, faults = delivered_sheets(Path(folder), frozenset())
    if faults:
        raise DeliveryError(faults)
    return sheets


def _signed(file: Path, sheets: list[Sheet]) -> tuple[str, str]:
    """Who decided and when, from the first sheet."""
    front = [row for sheet in sheets if sheet.name == FRONT for row in sheet.rows]
    said = {folded(row[0]): cells.plain(row[1]) for row in front if len(row) > 1}
    who, when = said.get(folded(WHO), ""), said.get(folded(WHEN), "")[:10]
    if not (who and cells.year(when)):
        message = f'vul "{WHO}" en "{WHEN}" in (bijvoorbeeld 2026-05-01) en lees het bestand dan opnieuw in.'
        raise DeliveryError([Fault(file.name, "unsigned", message, FRONT)])
    return who, when


def _merge(page: Page, sheet: Sheet, signed: tuple[str, str, str], places: paths.Decisions, merged: Merged) -> None:
    found = decisions.listed(page.path(places), page.ledger)
    merged.faults += found.faults
    lines = {_text(page.ledger, line): line for _, line in found.lines}
    heads = [folded(cell) for cell in sheet.rows[0]] if sheet.rows else []
    told = (*page.asked.values(), *((DECIDED,) if page.asks_yes else ()), KEY)
    wanted = [folded(head) for head in told]
    if not set(wanted) <= set(heads):
        message = f"de kolommen {', '.join(told)} horen op dit blad te staan."
        merged.faults.append(Fault(sheet.file, "workbook", message, sheet.name, 1))
        return
    columns = [heads.index(head) for head in wanted]
    changes = len(merged.history)
    for number, row in enumerate(sheet.rows[1:], 2):
        texts = [cells.plain(row[column]) if column < len(row) else "" for column in columns]
        if not page.asks_yes:
            texts.insert(-1, AGREED if any(texts[:-1]) else "")
        for message in _row(page, texts, lines, signed, merged):
            merged.faults.append(Fault(sheet.file, "workbook", message, sheet.name, number))
    if len(merged.history) > changes:
        merged.lines[page.file] = list(lines.values())


def _row(
    page: Page, texts: list[str], lines: dict[str, Line], signed: tuple[str, str, str], merged: Merged
) -> Iterator[str]:
    """Takes one row over; tells what stands in the way."""
    *given, agreed, key = texts
    if not any(texts):
        return
    try:
        told = json.loads(key)
        about, was = told["about"], told["was"]
    except (ValueError, KeyError, TypeError):
        yield f'de laatste kolom ("{KEY}") is veranderd of leeg. Neem deze rij over in een nieuw werkboek.'
        return
    asked = list(page.asked)
    new = {name: _worded(page, name, text) for name, text in zip(asked, given, strict=True)}
    if folded(agreed) != AGREED:
        proposed = page.proposed(about)
        merged.untouched += any(new[n] not in (w, proposed.get(n, "")) for n, w in zip(asked, was, strict=True))
        return
    yield from _unknown(page, new)
    line = lines.get(_text(page.ledger, about), about | dict.fromkeys((*asked, decisions.WHO, decisions.WHEN), ""))
    now = [line[name] for name in asked]
    if now not in (was, list(new.values())):
        by = line[decisions.WHO]
        yield f"hierover is intussen iets anders besloten ({by}). Verander het daar, of maak een nieuw werkboek."
        return
    merged.history += _changes(page, line, new, signed)
    who, when, _ = signed
    if now != list(new.values()):
        lines[_text(page.ledger, about)] = line | new | {decisions.WHO: who, decisions.WHEN: when}


def _worded(page: Page, name: str, text: str) -> str:
    known = {folded(word): word for word in page.words.get(name, ())}
    word = known.get(folded(text), text)
    return APART if word == UNJOIN else word


def _unknown(page: Page, new: Line) -> Iterator[str]:
    for name, word in new.items():
        words = page.words.get(name, ())
        if word and words and word not in words:
            yield f'"{word[:40]}" kan niet bij {page.asked[name]} (mogelijk: {", ".join(words)}).'


def _changes(page: Page, line: Line, new: Line, signed: tuple[str, str, str]) -> Iterator[Line]:
    who, when, number = signed
    for name, after in new.items():
        if line[name] != after:
            told = {"number": number, "who": who, "when": when, "file": page.file, "key": _text(page.ledger, line)}
            yield {**told, "column": name, "before": line[name], "after": after}


def _text(ledger: Ledger, line: Line) -> str:
    return " | ".join(ledger.key(line))


def _next(places: paths.Decisions) -> str:
    used = (cells.number(line["number"]) for line in lines_of(places.history, HISTORY))
    return str(int(max(filter(None, used), default=0)) + 1)


def _remember(places: paths.Decisions, changes: list[Line]) -> None:
    decisions.write(places.history, HISTORY.columns, [*lines_of(places.history, HISTORY), *changes])
