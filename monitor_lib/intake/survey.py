"""Survey exports in LimeSurvey's CSV form: from sheets of text to one response per questionnaire."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor_lib.intake import cells
from monitor_lib.intake.answers import OTHER, Progress, answers
from monitor_lib.intake.cleaning import Cleaned, Contact
from monitor_lib.intake.deliveries import Fault, Sheet
from monitor_lib.intake.headers import Header, filled_sheets, header, repeated, unmapped
from monitor_lib.intake.responses import Response, without_doubles
from monitor_lib.reference.codebook_records import Codebook, Question
from monitor_lib.reference.wording import folded

_ABOUT = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp")
_PERSONAL = ("token", "ipaddr", "refurl", "firstname", "lastname", *(f"attribute_{n}" for n in range(1, 100)))
_LEAST_QUESTIONS = 3
_REMARKS = {
    "number": "geen getal dat bij deze vraag kan; het geldt als niet beantwoord.",
    "routing": "beantwoord, maar volgens de doorverwijzing niet gesteld; het antwoord telt niet mee.",
    "personal": "een e-mailadres of telefoonnummer is verplaatst naar de contactgegevens.",
    "blank": "lege vragenlijst: niets ingevuld, niet meegeteld.",
}


@dataclass(frozen=True)
class Column:
    """What a column holds: metadata ("about"), a "personal" field, or (a part of) a "question" of the codebook."""

    kind: str
    name: str
    part: str = ""


@dataclass(frozen=True)
class Export:
    """One sheet of an export with its header, and where each column stands."""

    sheet: Sheet
    header: Header

    def texts(self, row: int) -> dict[Column, str]:
        """The visible text of every known column in this row, as a person counts rows."""
        texts: dict[Column, str] = {}
        for n, column in self.header.meanings.items():
            texts[column] = texts.get(column) or cells.visible(self.header.text(self.sheet.rows[row - 1], n))
        return texts

    def fault(self, code: str, row: int, column: Column | None = None, message: str = "") -> Fault:
        """A remark, or with a message of its own an error, on a row."""
        heading = next((self.header.headings[n] for n, c in self.header.meanings.items() if c == column), "")
        severity = "error" if message else "remark"
        return Fault(self.sheet.file, code, message or _REMARKS[code], self.sheet.name, row, heading, severity)


def survey_headings(book: Codebook) -> dict[str, Column]:
    """The meaning of every folded heading of an export."""
    known = {folded(name): Column("about", name) for name in _ABOUT}
    known |= {folded(name): Column("personal", name) for name in _PERSONAL}
    for field in book.fields:
        if field.personal:
            known |= {folded(word): Column("personal", field.id) for word in (field.id, *field.headings)}
    for question in book.questions:
        spellings = book.scale(question.scale).spellings if question.many else {}
        known |= {f"{question.id} {word}": Column("question", question.id, code) for word, code in spellings.items()}
        if question.other:
            known[f"{question.id} {OTHER}"] = Column("question", question.id, OTHER)
        if not question.many:
            known[question.id] = Column("question", question.id)
    return known


def cleaned_survey(sheets: list[Sheet], book: Codebook) -> Cleaned:
    """The responses of all exports, in the order of delivery, one per token.

    Faults of severity "error": no header found, an option in a heading or an answer that the codebook does not know.
    """
    filled, faults = filled_sheets(sheets)
    known, cleaned = survey_headings(book), Cleaned(faults=faults)
    for sheet in filled:
        head = header(sheet, known)
        asked = {column.name for column in head.meanings.values() if column.kind == "question"} if head else set()
        if len(asked) < _LEAST_QUESTIONS:
            cleaned.faults.append(_no_header(sheet, book))
        else:
            cleaned.faults += _column_faults(sheet, head, asked, book)
            _clean_export(Export(sheet, head), book, cleaned)
    cleaned.rows, doubles = without_doubles(cleaned.rows, lambda response: response.token, "met dezelfde toegangscode")
    cleaned.faults += doubles
    return cleaned


def _no_header(sheet: Sheet, book: Codebook) -> Fault:
    wanted = ", ".join(f'"{question.id.upper()}"' for question in book.questions[:3])
    message = f"geen rij met vraagcodes herkend in de eerste 15 rijen (verwacht {wanted} enzovoort)."
    return Fault(sheet.file, "no_header", f"{message} Exporteer met vraagcodes als kopjes.", sheet.name)


def _column_faults(sheet: Sheet, head: Header, asked: set[str], book: Codebook) -> Iterator[Fault]:
    """Headings of unknown options (errors), other unknown headings and questions not in the export (remarks)."""
    questions = {question.id: question for question in book.questions}
    for column, fault in zip(head.unmapped, unmapped(sheet, head), strict=True):
        question = questions.get(folded(head.headings[column]).split(" ")[0])
        yield _unknown_option(fault, head.headings[column], question, book) if question else fault
    yield from repeated(sheet, head)
    for name in sorted(questions.keys() - asked):
        message = "deze vraag staat niet in de export; zij geldt als niet gesteld."
        yield Fault(sheet.file, "missing_question", message, sheet.name, head.row, name.upper(), "remark")


def _unknown_option(fault: Fault, heading: str, question: Question, book: Codebook) -> Fault:
    codes = book.scale(question.scale).codes if question.many else ()
    allowed = ", ".join([*codes, *([OTHER] if question.other else [])]) or "geen"
    message = f"het codeboek kent dit antwoord niet (mogelijk tussen haken: {allowed}). Vul het codeboek aan."
    return Fault(fault.file, "unknown_option", message, fault.sheet, fault.row, heading)


def _clean_export(export: Export, book: Codebook, cleaned: Cleaned) -> None:
    """Adds the responses, contacts and faults of one export."""
    unknown: Counter[tuple[Column, str]] = Counter()
    first: dict[tuple[Column, str], int] = {}
    for row in range(export.header.row + 1, len(export.sheet.rows) + 1):
        texts = _without_personal(export, row, cleaned)
        if not any(map(str.strip, texts.values())):
            continue
        response = _response(export, row, texts, book)
        problems = [(Column("question", name, part), *rest) for name, part, *rest in response.problems]
        if problems or response.answered:
            cleaned.rows.append(response)
        else:
            cleaned.faults.append(export.fault("blank", row))
        strange = [(column, text) for column, code, text in problems if code == "unknown_answer"]
        unknown.update(strange)
        first = dict.fromkeys(strange, row) | first
        cleaned.faults += [export.fault(code, row, column) for column, code, _ in problems if code in _REMARKS]
    for (column, text), count in unknown.items():
        message = _unknown_answer(text, count, book.question(column.name), book)
        cleaned.faults.append(export.fault("unknown_answer", first[column, text], column, message))


def _without_personal(export: Export, row: int, cleaned: Cleaned) -> dict[Column, str]:
    """The texts of a row without what is personal; that goes to the contacts."""
    texts: dict[Column, str] = {}
    for column, text in export.texts(row).items():
        contacts = [(column.name, text)] if column.kind == "personal" and text.strip() else []
        if column.kind == "question":
            text, contacts = cells.parted(text)
            cleaned.faults += [export.fault("personal", row, column)] if contacts else []
        place = export.sheet.file, export.sheet.name, row
        cleaned.contacts += [Contact(*place, field, cells.plain(value)) for field, value in contacts]
        texts[column] = text
    return texts


def _response(export: Export, row: int, texts: Mapping[Column, str], book: Codebook) -> Response:
    about = {column.name: cells.plain(text) for column, text in texts.items() if column.kind != "question"}
    told: dict[str, dict[str, str]] = {}
    for column, text in texts.items():
        if column.kind == "question":
            told.setdefault(column.name, {})[column.part] = text
    progress = Progress(bool(about.get("submitdate", "unknown")), int(cells.number(about.get("lastpage", "")) or 0))
    highest = max(question.part for question in book.questions)
    return Response(
        export.sheet.file,
        export.sheet.name,
        row,
        number=about.get("id", ""),
        token=about.get("token", ""),
        moment=about.get("datestamp") or about.get("submitdate", ""),
        finished=highest if progress.submitted else min(progress.last_page, highest - 1),
        answers=answers(told, progress, book),
    )


def _unknown_answer(text: str, count: int, question: Question, book: Codebook) -> str:
    allowed = "Y, N of leeg" if question.many else ", ".join(book.scale(question.scale).codes)
    shown = cells.plain(text)[:40]
    return f'"{shown}" is geen antwoord op deze vraag ({count} keer; mogelijk: {allowed}). Vul het codeboek aan.'
