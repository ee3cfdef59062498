"""The sheet on which answers on paper are typed over: an export like any other, with a column per answer."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from monitor_lib.intake.workbook.written import SAFE
from monitor_lib.pictures.style import style
from monitor_lib.questionnaire.form import Form
from monitor_lib.reference.records import Question

SHEET = "Invoer"
_WIDTH = 16
ROWS = 1000  # questionnaires that the drop-downs reach
_GUIDE = (
    "Eén rij per papieren vragenlijst. Kies uit de lijst, of typ precies wat daarin staat. Zet bij meer antwoorden een "
    "x bij elk hokje dat is aangekruist. Laat leeg wat op papier open bleef. Klaar? Zet dit bestand in de map survey "
    "van de meting."
)
# Codes as the reader knows them, what they are called, and what may be typed.
_ABOUT = (
    ("id", "Nummer dat u op het papier schrijft"),
    ("token", "Toegangscode, als die erop staat"),
    ("datestamp", "Ontvangen op (jjjj-mm-dd)"),
    ("finished", "Tot het einde ingevuld?"),
)
_YES_NO = ("ja", "nee")
_TITLE, _QUESTIONS, _LABELS, _CODES, _FIRST = range(5)


@dataclass(frozen=True)
class _Column:
    """One column: its code, what stands above it, and the words or the limits of what may be typed in it."""

    code: str
    label: str
    question: str = ""
    words: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None


def workbook(form: Form) -> bytes:
    """The sheet for the questionnaire of a form, empty but for its headings."""
    columns, content = list(_columns(form)), io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as made:
        made.set_properties({"title": form.title, "created": form.made})
        sheet = made.add_worksheet(SHEET)
        _head(made, sheet, form, columns)
        lists = list(dict.fromkeys(column.words for column in columns if column.words))
        for n, words in enumerate(lists):
            sheet.write_column(_FIRST, len(columns) + 1 + n, words)
        sheet.set_column(len(columns), len(columns) + len(lists), None, None, {"hidden": True})
        for n, column in enumerate(columns):
            _restrict(sheet, n, column, len(columns) + 1 + lists.index(column.words) if column.words else 0)
    return content.getvalue()


def _columns(form: Form) -> Iterator[_Column]:
    for code, label in _ABOUT:
        yield _Column(code, label, words=_YES_NO if code == "finished" else ())
    for question in (each for block in form.blocks for each in block):
        yield from _of_question(form, question)


def _of_question(form: Form, question: Question) -> Iterator[_Column]:
    """The columns of a question: the answer, or a tick per option, and the text beside "other"."""
    text = f"{form.numbers[question.id]}. {question.text}"
    if question.many:
        for option in form.options(question):
            yield _Column(f"{question.id}[{option.code}]", option.label, text, ("x",))
    else:
        words = tuple(option.label for option in form.options(question))
        limits = question.limits if question.type == "number" else None
        yield _Column(question.id, question.label, text, words, limits)
    if other := form.other(question):
        yield _Column(f"{question.id}[other]", f"{other.label}, namelijk", text)


def _head(made: xlsxwriter.Workbook, sheet: Worksheet, form: Form, columns: list[_Column]) -> None:
    """The rows above the answers: what the sheet is for, questions, answers, and the codes by which it is read."""
    bold = made.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": style.colour("pale"), "border": 1}
    )
    wrapped = made.add_format({"text_wrap": True, "valign": "top", "border": 1})
    small = made.add_format({"font_size": 8, "font_color": style.colour("grey"), "border": 1})
    sheet.write_string(_TITLE, 0, f"{form.title}. {_GUIDE}", made.add_format({"bold": True}))
    sheet.set_row(_QUESTIONS, 48)
    sheet.set_row(_LABELS, 48)
    questions = [column.question for column in columns]
    for n, column in enumerate(columns):
        sheet.write_string(_QUESTIONS, n, "", bold)
        sheet.write_string(_LABELS, n, column.label, wrapped)
        sheet.write_string(_CODES, n, column.code, small)
    for text in dict.fromkeys(filter(None, questions)):
        first, count = questions.index(text), questions.count(text)
        if count == 1:
            sheet.write_string(_QUESTIONS, first, text, bold)
        else:
            sheet.merge_range(_QUESTIONS, first, _QUESTIONS, first + count - 1, text, bold)
    as_typed = made.add_format({"num_format": "@"})
    for n, column in enumerate(columns):
        sheet.set_column(n, n, _WIDTH, None if column.words or column.limits else as_typed)
    sheet.freeze_panes(_FIRST, 1)


def _restrict(sheet: Worksheet, n: int, column: _Column, listed: int) -> None:
    """What a spreadsheet lets be typed in a column; `listed` is the column with its words."""
    cells = (_FIRST, n, _FIRST + ROWS - 1, n)
    told = {"error_title": "Dat kan hier niet", "ignore_blank": True}
    if column.words:
        source = [_FIRST, listed, _FIRST + len(column.words) - 1, listed]
        reach = f"={xlsxwriter.utility.xl_range_abs(*source)}"
        sheet.data_validation(*cells, told | {"validate": "list", "source": reach})
    elif column.limits:
        low, high = (min(max(limit, -1e15), 1e15) for limit in column.limits)
        rule = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
        sheet.data_validation(*cells, told | rule)
