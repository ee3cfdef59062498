"""Survey exports: from sheets of text, whatever the tool, to one response per questionnaire."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header, filled_sheets, without_rows
from monitor_lib.intake.lists.cleaning import Cleaned, Contact
from monitor_lib.intake.survey import consents, tokens
from monitor_lib.intake.survey.answers import answers
from monitor_lib.intake.survey.columns import Column, survey_headings
from monitor_lib.intake.survey.exports import LONGEST, REMARKS, Export, column_faults, limits, no_header, unknown_answer
from monitor_lib.intake.survey.heading_rows import export_header
from monitor_lib.intake.survey.mapping import is_mapping, mapped_columns
from monitor_lib.intake.survey.numbering import settled
from monitor_lib.intake.survey.others import others
from monitor_lib.intake.survey.progress import moment, progress
from monitor_lib.intake.survey.responses import Response, without_doubles
from monitor_lib.intake.survey.telling import told
from monitor_lib.intake.survey.tools import LIMESURVEY, Tool, suggestion, tool_for
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded

_LEAST_QUESTIONS = 3
_TEST_NAMES = frozenset(["test", "test test", "testantwoord", "testinitiatief", "proef"])


def cleaned_survey(sheets: list[Sheet], book: Codebook, tool: Tool = LIMESURVEY) -> Cleaned:
    """The responses of all exports, in the order of delivery, one per token.

    Faults of severity "error": no header found or that of another tool, a mapping that cannot be, an option in a
    heading or an answer that the codebook does not know.
    """
    exports, faults = recognised(sheets, book, tool)
    cleaned = Cleaned(faults=faults)
    for export in exports:
        _clean_export(export, book, cleaned)
    cleaned.faults += others(cleaned.rows, book)
    cleaned.rows, doubles = without_doubles(cleaned.rows, lambda response: response.token, "met dezelfde toegangscode")
    cleaned.faults += doubles
    return cleaned


def recognised(sheets: list[Sheet], book: Codebook, tool: Tool) -> tuple[list[Export], list[Fault]]:
    """Every export with what each of its columns holds, and what is wrong with files, headings and the mapping."""
    delivered = [sheet for sheet in sheets if not is_mapping(sheet) and not tokens.is_token_list(sheet)]
    filled, faults = filled_sheets(delivered)
    if sheets and not delivered:
        message = "wel een lijst van deelnemers of een mapping, maar geen export van de vragenlijst. Zet hem erbij."
        faults.append(Fault(sheets[0].file, "no_export", message))
    mapped, mapping_faults = mapped_columns(sheets, book)
    known, exports = survey_headings(book), []
    made_by = [tool_for(sheet, tool) for sheet in filled]
    heads = [export_header(sheet, known, by, book, mapped) for sheet, by in zip(filled, made_by, strict=True)]
    faults += [*mapping_faults, *mapped.faults([head for head in heads if head])]
    for sheet, head, by in zip(filled, heads, made_by, strict=True):
        advice = suggestion(sheet, by)
        if advice or head is None or _asked(head) < _LEAST_QUESTIONS:
            faults.append(no_header(sheet, advice, book))
        else:
            sure, unexplained = settled(sheet, head, by, book, mapped.in_order)
            faults += [*column_faults(sheet, sure, by, book), *unexplained, *without_rows(sheet, sure)]
            exports.append(_telling(Export(sheet, sure, by)))
    return exports, faults


def _asked(head: Header[Column]) -> int:
    """How many questions are in an export."""
    return len({column.name for column in head.meanings.values() if column.kind == "question"})


def _telling(export: Export) -> Export:
    """The export with its tool as it shows it: what an empty question means if it marks what was seen; its dates."""
    tool, first = export.tool, export.month_first
    marked = any(cell in tool.seen for row in export.sheet.rows for cell in row)
    blank, order = "not_shown" if marked else tool.blank, tool.month_first if first is None else first
    return replace(export, tool=replace(tool, blank=blank, month_first=order))


def _clean_export(export: Export, book: Codebook, cleaned: Cleaned) -> None:
    """Adds the responses, contacts and faults of one export."""
    unknown: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], int] = {}
    for row in range(export.header.row + 1, len(export.sheet.rows) + 1):
        texts = _without_personal(export, row, cleaned)
        if not any(map(str.strip, texts.values())):
            continue
        response = _response(export, row, texts, book)
        reason = _reason_to_leave_out(response, texts, export.tool, book)
        if reason:
            cleaned.faults.append(export.fault(reason, row))
            continue
        cleaned.rows.append(response)
        strange = [(name, part, text) for name, part, code, text in response.problems if code == "unknown_answer"]
        unknown.update(strange)
        first = dict.fromkeys(strange, row) | first
        known = [problem for problem in response.problems if problem[2] in REMARKS]
        cleaned.faults += [
            export.fault(code, row, name, part, text=text, limits=limits(book.question(name)))
            for name, part, code, text in known
        ]
    for (name, part, text), count in unknown.items():
        message = unknown_answer(text, count, book.question(name), part, book)
        sheet, row = export.sheet, first[name, part, text]
        cleaned.faults.append(Fault(sheet.file, "unknown_answer", message, sheet.name, row, export.heading(name, part)))


def _reason_to_leave_out(response: Response, texts: Mapping[Column, str], tool: Tool, book: Codebook) -> str:
    status = texts.get(Column("about", "status"), "")
    if folded(status) in tool.tests or folded(response.identity(book)["name"] or "") in _TEST_NAMES:
        return "test"
    return "" if response.problems or response.answered else "blank"


def _without_personal(export: Export, row: int, cleaned: Cleaned) -> dict[Column, str]:
    """The texts of a row without what is personal; that goes to the contacts."""
    texts: dict[Column, str] = {}
    for column, text in export.texts(row).items():
        contacts = [(column.name, text)] if column.kind == "personal" and text.strip() else []
        if column.kind == "question":
            cleaned.faults += [export.fault("long", row, column.name, column.part)] if len(text) > LONGEST else []
            text, contacts = cells.parted(text[:LONGEST])
            cleaned.faults += [export.fault("personal", row, column.name, column.part)] if contacts else []
        place = export.sheet.file, export.sheet.name, row
        cleaned.contacts += [Contact(*place, field, cells.plain(value)) for field, value in contacts]
        texts[column] = text
    return texts


def _response(export: Export, row: int, texts: Mapping[Column, str], book: Codebook) -> Response:
    tool = export.tool
    about = {
        column.name: "" if tool.state(text) else cells.plain(text)
        for column, text in texts.items()
        if column.kind != "question"
    }
    parts: dict[str, dict[Column, str]] = {}
    for column, text in texts.items():
        if column.kind == "question":
            parts.setdefault(column.name, {})[column] = text
    said = {name: told(book.question(name), columns, tool, book) for name, columns in parts.items()}
    came, highest = progress(about, said, tool, book), max(question.part for question in book.questions)
    finished, given = highest if came.submitted else min(came.part, highest - 1), answers(said, came, book)
    return Response(
        export.sheet.file,
        export.sheet.name,
        row,
        number=about.get("number", ""),
        token=about.get("token", ""),
        moment=moment(about.get("moment") or about.get("submitted", ""), tool),
        finished=finished,
        answers=given,
        agreed=consents.given(said, given, finished, book),
    )
