"""The mapping file of a survey: mapping.csv says of columns what they hold, where headings differ from the codebook."""

from pathlib import PurePath

from monitor_lib.intake.cells import plain
from monitor_lib.intake.columns import OTHER, Column
from monitor_lib.intake.deliveries import Fault, Sheet
from monitor_lib.intake.headers import Header, header
from monitor_lib.reference.codebook_records import Codebook
from monitor_lib.reference.wording import folded

STEM = "mapping"
HEADINGS = {
    **dict.fromkeys(["vraag", "question"], "question"),
    **dict.fromkeys(["antwoord", "option"], "option"),
    **dict.fromkeys(["kolom", "column"], "column"),
    **dict.fromkeys(["waarde gekozen", "true value"], "ticked"),
    **dict.fromkeys(["waarde niet gekozen", "false value"], "unticked"),
    **dict.fromkeys(["scheidingsteken", "separator"], "separator"),
}
_ABOUT = ("number", "submitted", "finished", "lastpage", "moment", "status")


def is_mapping(sheet: Sheet) -> bool:
    """Whether a sheet of a survey's delivery is its mapping file."""
    return PurePath(sheet.file).stem.casefold() == STEM


def mapped_columns(sheets: list[Sheet], book: Codebook) -> tuple[dict[str, Column], list[Fault]]:
    """The meaning of every folded heading in the mapping file, and an error per row that cannot be."""
    columns: dict[str, Column] = {}
    faults: list[Fault] = []
    for sheet in filter(is_mapping, sheets):
        head = header(sheet, HEADINGS)
        if head is None or not {"question", "column"} <= set(head.meanings.values()):
            message = "geen kopregel met ten minste vraag en kolom. Zet die er als eerste rij in."
            faults.append(Fault(sheet.file, "no_header", message, sheet.name))
            continue
        for number in range(head.row + 1, len(sheet.rows) + 1):
            said = _said(head, sheet.rows[number - 1])
            column = _column(said, book)
            if column:
                columns[folded(said["column"])] = column
            elif any(said.values()):
                faults.append(_unknown(sheet, number, said))
    return columns, faults


def _said(head: Header, row: tuple[str, ...]) -> dict[str, str]:
    said = dict.fromkeys(HEADINGS.values(), "")
    return said | {name: plain(head.text(row, n)) for n, name in head.meanings.items()}


def _column(said: dict[str, str], book: Codebook) -> Column | None:
    """What the row says its column holds; None when the codebook has no such question or option."""
    name = folded(said["question"])
    if not said["column"]:
        return None
    if name in _ABOUT:
        return Column("about", name)
    if name == "token":
        return Column("personal", name)
    question = next((one for one in book.questions if name in (one.id, folded(one.text))), None)
    if question is None:
        return None
    scale = book.scale(question.scale) if question.scale else None
    part = folded(said["option"])
    if part and part != OTHER:
        part = scale.spellings.get(part) if scale and question.many else None
    if part is None or (part == OTHER and not question.other):
        return None
    return Column("question", question.id, part, said["ticked"], said["unticked"], said["separator"])


def _unknown(sheet: Sheet, number: int, said: dict[str, str]) -> Fault:
    message = (
        f'vraag "{said["question"][:40]}", antwoord "{said["option"][:40]}": dat kent het codeboek niet, of de kolom '
        "ontbreekt. Geef de code van een vraag (en van een van haar antwoorden, of other) en het kopje van de kolom."
    )
    return Fault(sheet.file, "unknown_mapping", message, sheet.name, number)
