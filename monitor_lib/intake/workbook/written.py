"""The workbook as it is written: text stays text, answers are drop-downs, and what is proposed is filled in."""

import io
import json
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from monitor_lib import disk, paths
from monitor_lib.intake.files.decisions import Line
from monitor_lib.intake.workbook.pages import Facts, Page, facts, pages
from monitor_lib.reference.records import Codebook

FRONT, WHO, WHEN = "Lees mij", "Uw naam", "Datum"
DECIDED, KEY = "besloten", "sleutel (niet wijzigen)"
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_GUIDE = (
    "Besluiten over deze meting. Dit bestand is privé.",
    "Vul hierboven één keer uw naam en de datum in.",
    "Op elk blad staat wat op u wacht bovenaan. Wat schuin staat, is een voorstel: laat het staan of kies iets anders.",
    f'Zet een regel in de kolom "{DECIDED}" op ja. Een regel zonder ja telt niet mee, ook niet als u er iets invulde.',
    "Rijen sorteren, filteren en weglaten mag. De laatste kolom hoort bij de rij; laat die staan.",
    'Op het blad Dubbel haalt "uit elkaar" ook rijen uiteen die vanzelf zijn samengevoegd.',
)
_WIDTHS = (8, 48)


def write(target: Path, places: paths.Decisions, clean: paths.Clean, book: Codebook) -> dict[str, int]:
    """Writes the workbook, whole or not at all, for its owner alone.

    Returns:
        How many lines wait, by sheet.
    """
    content, known = io.BytesIO(), facts(clean, book)
    waiting = {}
    with xlsxwriter.Workbook(content, SAFE) as made:
        front(made, _GUIDE)
        for page in pages(book):
            lines = page.lines(places, known)
            fill(made, page, lines, known)
            waiting[page.name] = sum(_waits(page, line) for line in lines)
    disk.written(target, content.getvalue())
    return waiting


def _waits(page: Page, line: Line) -> bool:
    """Whether a line waits for a person; what was joined without one does not."""
    return not page.ledger.is_decided(line) and bool(line.get("points", "-"))


def front(made: xlsxwriter.Workbook, guide: tuple[str, ...]) -> None:
    """The first sheet: who decided and when, and how to fill in the others."""
    sheet, bold, open_ = made.add_worksheet(FRONT), made.add_format({"bold": True}), made.add_format({"border": 1})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 30)
    for row, words in enumerate((WHO, WHEN)):
        sheet.write_string(row, 0, words, bold)
        sheet.write_blank(row, 1, None, open_)
    for row, line in enumerate(guide, 3):
        sheet.write_string(row, 0, line)


def fill(made: xlsxwriter.Workbook, page: Page, lines: list[Line], known: Facts) -> None:
    """A sheet with a row per line: what is shown of it, what may be filled in, and its key."""
    sheet, bold = made.add_worksheet(page.name), made.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain, proposal = made.add_format({"text_wrap": True, "valign": "top"}), made.add_format({"italic": True})
    shown = [page.shown(line, known) for line in lines]
    asked = [*page.asked.values(), *([DECIDED] if page.asks_yes else [])]
    heads = [*(shown[0] if shown else ()), *asked, KEY]
    first = len(heads) - len(asked) - 1
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        longest = max((len(cells.get(head, "")) for cells in shown), default=0)
        sheet.set_column(column, column, min(max(len(head), longest, _WIDTHS[0]), _WIDTHS[1]))
    for row, (line, cells) in enumerate(zip(lines, shown, strict=True), 1):
        for column, words in enumerate(cells.values()):
            sheet.write_string(row, column, words, plain)
        for column, name in enumerate(page.asked, first):
            proposed = "" if page.ledger.is_decided(line) else page.proposed(line).get(name, "")
            sheet.write_string(row, column, line[name] or proposed, proposal if proposed else plain)
        sheet.write_string(row, len(heads) - 1, _key(page, line))
    _answers(sheet, page, first, len(lines))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(lines), 1), len(heads) - 1)
    sheet.set_column(len(heads) - 1, len(heads) - 1, 3)


def _key(page: Page, line: Line) -> str:
    """What the row is about and what was decided when it was written, for who reads it back."""
    about = {name: line[name] for name in page.ledger.told}
    return json.dumps({"about": about, "was": [line[name] for name in page.ledger.asked]}, ensure_ascii=False)


def _answers(sheet: Worksheet, page: Page, first: int, lines: int) -> None:
    """The drop-downs; a list of words too long for one stays free, and is checked when it is read."""
    for column, name in enumerate(page.asked, first):
        words = page.words.get(name, ())
        if words and len(",".join(words)) <= 255 and not any("," in word for word in words):
            sheet.data_validation(1, column, max(lines, 1), column, {"validate": "list", "source": list(words)})
    done = first + len(page.asked)
    if page.asks_yes:
        sheet.data_validation(1, done, max(lines, 1), done, {"validate": "list", "source": ["ja"]})
