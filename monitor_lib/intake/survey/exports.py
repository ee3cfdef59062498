"""One export of a survey: its cells by what they hold, and what is said about the ones that cannot be used."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header, letters, repeated, repeats, unmapped
from monitor_lib.intake.survey.columns import OTHER, Column, question_of
from monitor_lib.intake.survey.heading_rows import cut_off_question
from monitor_lib.intake.survey.mapping import MONTH_FIRST, ORDERS
from monitor_lib.intake.survey.progress import month_first
from monitor_lib.intake.survey.tools import Tool
from monitor_lib.reference.records import Codebook, Question
from monitor_lib.reference.roles import CONSENTS
from monitor_lib.reference.text.folding import disarmed, folded

REMARKS = {
    "number": "geen getal dat bij deze vraag kan; het geldt als niet beantwoord.",
    "limits": "{text} ligt buiten wat bij deze vraag kan ({limits}); het geldt als niet beantwoord.",
    "routing": "beantwoord, maar volgens de doorverwijzing niet gesteld; het antwoord telt niet mee.",
    "personal": "een e-mailadres of telefoonnummer is verplaatst naar de contactgegevens.",
    "long": "langer dan 4.000 tekens: alleen het begin telt mee.",
    "blank": "lege vragenlijst: niets ingevuld, niet meegeteld.",
    "test": "testantwoord: niet meegeteld.",
}
_NO_CONSENT = (
    "deze vraag om toestemming staat niet in de export: van niemand daarin telt zij als ja. Exporteer opnieuw met deze "
    "kolom, of zeg in het codeboek (last) dat deze meting haar niet stelt."
)
LONGEST = 4000  # signs of an answer
# What a respondent wrote beside an answer.
_DATED = ("moment", "submitted")
_ASIDE = re.compile(r"(?:.* )?(?:\w*comment(?:aar)?|opmerking|toelichting|\d+ text)")
_SHOWN = 8  # columns named in a message
_WHICH = "Zeg in mapping.csv wat in elke kolom staat."


@dataclass(frozen=True)
class Export:
    """One sheet of an export with its header, and the tool that made it."""

    sheet: Sheet
    header: Header[Column]
    tool: Tool

    def texts(self, row: int) -> dict[Column, str]:
        """The visible text of every known column in this row, as a person counts rows."""
        texts: dict[Column, str] = {}
        for n, column in self.header.meanings.items():
            text = texts.get(column) or disarmed(cells.visible(self.header.text(self.sheet.rows[row - 1], n)))
            if self.tool.escapes and not self.tool.state(text):
                for escape, sign in self.tool.escapes:
                    text = text.replace(escape, sign)
            texts[column] = text
        return texts

    @property
    def dates(self) -> list[str]:
        """The moments in it, as written."""
        dated = [n for n, column in self.header.meanings.items() if column.kind == "about" and column.name in _DATED]
        cell = ((n, row) for n in dated for row in self.sheet.rows[self.header.row :])
        return [text for n, row in cell if (text := cells.plain(self.header.text(row, n)))]

    @property
    def month_first(self) -> bool | None:
        """Whether the month goes before the day: as a mapping says, or its dates prove; None where nothing does."""
        said = {column.part for column in self.header.meanings.values() if column.kind == "about"} & {*ORDERS}
        return MONTH_FIRST in said if said else month_first(self.dates)

    def fault(self, code: str, row: int, question: str = "", part: str = "", **told: str) -> Fault:
        """A remark on a row, or on the answer to (a part of) a question in it, with what its words ask for."""
        message, heading = REMARKS[code].format(**told), self.heading(question, part)
        return Fault(self.sheet.file, code, message, self.sheet.name, row, heading, "remark")

    def heading(self, question: str, part: str) -> str:
        """The heading of the column that holds (a part of) a question."""
        meanings = self.header.meanings.items()
        columns = [n for n, column in meanings if question and (column.name, column.part) == (question, part)]
        return self.header.headings[columns[0]] if columns else ""


def limits(question: Question) -> str:
    """What a number must lie between, in words."""
    low, high = (f"{limit:.15g}" if math.isfinite(limit) else "" for limit in question.limits)
    return f"{low} tot en met {high}" if low and high else f"hoogstens {high}" if high else f"ten minste {low}"


def no_header(sheet: Sheet, advice: str, book: Codebook) -> Fault:
    """The error on a sheet in which no questions are recognised, or that another tool made."""
    if advice:
        return Fault(sheet.file, "other_tool", advice, sheet.name)
    wanted = ", ".join(f'"{question.id.upper()}"' for question in book.questions[:3])
    message = f"geen rij met vraagcodes of vraagteksten herkend (verwacht bijvoorbeeld {wanted})."
    return Fault(sheet.file, "no_header", f"{message} Exporteer met vraagcodes als kopjes.", sheet.name)


def column_faults(sheet: Sheet, head: Header[Column], tool: Tool, book: Codebook) -> Iterator[Fault]:
    """What is wrong with columns: errors where an answer would be lost or doubtful, else remarks."""
    for unknown, fault in zip(head.unmapped, unmapped(sheet, head), strict=True):
        heading = head.headings[unknown]
        question, part = question_of(folded(heading), book) or (cut_off_question(heading, book), "")
        aside = part in tool.asides or _ASIDE.fullmatch(part)
        yield _unknown_option(fault, heading, question, book) if question and not aside else fault
    for n, column in head.meanings.items():
        if column.kind == "contrary":
            message = "de kopjes van deze kolom spreken elkaar tegen. Zeg in mapping.csv wat erin staat."
            yield Fault(sheet.file, "contrary_headings", message, sheet.name, head.row, head.headings[n])
    if unclear := [n for n, column in head.meanings.items() if column.kind == "unclear"]:
        yield _unclear(sheet, head, unclear)
    yield from _repeated(sheet, head)
    asked = {column.name for column in head.meanings.values()}
    consents = {consent.question.id for role in CONSENTS if (consent := book.consent(role))}
    for name in sorted({question.id for question in book.questions} - asked):
        message = _NO_CONSENT if name in consents else "deze vraag staat niet in de export; zij geldt als niet gesteld."
        yield Fault(sheet.file, "missing_question", message, sheet.name, head.row, name.upper(), "remark")
    yield from _missing_consents(sheet, head, book)


def _unclear(sheet: Sheet, head: Header[Column], columns: list[int]) -> Fault:
    shown = ", ".join(map(letters, columns[:_SHOWN])) + (" ..." if len(columns) > _SHOWN else "")
    message = (
        f"de kolommen {shown} heten naar antwoorden, en niet zeker is van welke vraag. Zeg in mapping.csv per kolom, "
        "met haar letter, welke vraag en welk antwoord het is."
    )
    return Fault(sheet.file, "unclear_options", message, sheet.name, head.row, head.headings[columns[0]])


def _missing_consents(sheet: Sheet, head: Header, book: Codebook) -> Iterator[Fault]:
    """A remark per consent that has no column of its own, where the question has one per answer."""
    parts = {(column.name, column.part) for column in head.meanings.values()}
    for consent in filter(None, map(book.consent, CONSENTS)):
        name, own = consent.question.id, {part for question, part in parts if question == consent.question.id}
        if consent.question.many and own and "" not in own and consent.answer not in own:
            column = f"{name}[{consent.answer}]".upper()
            yield Fault(sheet.file, "missing_question", _NO_CONSENT, sheet.name, head.row, column, "remark")


def _repeated(sheet: Sheet, head: Header[Column]) -> Iterator[Fault]:
    """A fault per column about the same as an earlier one: an error where a row has another answer in each."""
    answers = {n: column for n, column in head.meanings.items() if column.kind == "question" and column.settled}
    alike = Header(head.row, head.headings, {n: replace(column, number=0) for n, column in answers.items()})
    for fault, (n, earlier) in zip(repeated(sheet, alike), repeats(alike), strict=True):
        pairs = [(folded(head.text(row, n)), folded(head.text(row, earlier))) for row in sheet.rows[head.row :]]
        differ = sum(bool(one and other and one != other) for one, other in pairs)
        message = f"deze kolom betekent hetzelfde als een eerdere, en in {differ} rijen staat er iets anders. {_WHICH}"
        yield replace(fault, message=message, severity="error") if differ else fault


def _unknown_option(fault: Fault, heading: str, question: Question, book: Codebook) -> Fault:
    codes = book.scale(question.scale).codes if question.many else ()
    allowed = ", ".join([*codes, *([OTHER] if question.other else [])]) or "geen"
    message = (
        f"het codeboek kent dit antwoord niet, of het afgekorte kopje past op meer (mogelijk tussen haken: {allowed}). "
        "Vul het codeboek aan of exporteer met vraagcodes als kopjes."
    )
    return Fault(fault.file, "unknown_option", message, fault.sheet, fault.row, heading)


def unknown_answer(text: str, count: int, question: Question, part: str, book: Codebook) -> str:
    """The message on an answer that the codebook does not know; only a column with choices may show its text."""
    allowed = "Y, N of leeg" if part else ", ".join(book.scale(question.scale).codes)
    shown = cells.plain(text)[:40]
    return f'"{shown}" is geen antwoord op deze vraag ({count} keer; mogelijk: {allowed}). Vul het codeboek aan.'
