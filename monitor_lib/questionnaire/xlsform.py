"""The questionnaire as an XLSForm (https://xlsform.org): a workbook for KoboToolbox, ODK and what else reads it."""

import io
import re
from collections.abc import Callable, Iterator, Sequence

import xlsxwriter

from monitor_lib.intake.workbook.written import SAFE
from monitor_lib.questionnaire.form import CONSENT, GRID, OTHER, TOKEN, TOKEN_HINT, Block, Form, digits
from monitor_lib.reference.grids import grid_code
from monitor_lib.reference.records import Asked, Question
from monitor_lib.reference.text.folding import folded
from monitor_lib.reference.text.language import later

_LANGUAGES = {"nl": "Nederlands (nl)", "en": "English (en)"}
_LIMITS = later("Vul een getal in van {low} tot en met {high}.")
_AT_LEAST, _AT_MOST = later("Vul een getal in van ten minste {low}."), later("Vul een getal in van hoogstens {high}.")
_REQUIRED = later("Vul dit eerst in.")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_TEXTS = ("label", "hint", "constraint_message", "required_message")
_SURVEY = ("type", "name", "required", "relevant", "constraint", "appearance")

Row = dict[str, str]
Said = Callable[[Form], str]
"""A text, from the form in a language."""


def workbook(forms: Sequence[Form]) -> bytes:
    """The form in every language, the first as its default."""
    first = forms[0]
    settings = {
        "form_title": first.title,
        "form_id": folded(first.wave.id).replace(" ", "_"),
        "version": f"{first.wave.released:%Y%m%d}",
        "default_language": _LANGUAGES[first.language],
        "style": "pages",
    }
    languages = [f"{text}::{_LANGUAGES[form.language]}" for text in _TEXTS for form in forms]
    labels = [name for name in languages if name.startswith("label")]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as made:
        made.set_properties({"title": first.title, "created": first.made})
        _fill(made, "survey", (*_SURVEY, *languages), list(_survey(forms)))
        _fill(made, "choices", ("list_name", "name", *labels), list(_choices(forms)))
        _fill(made, "settings", tuple(settings), [settings])
    return content.getvalue()


def faults(form: Form) -> Iterator[str]:
    """What an XLSForm has no room for."""
    for question in form.book.questions:
        if not _NAME.fullmatch(question.id):
            yield f"vraag {question.id}: een XLSForm kent alleen codes van letters (a-z), cijfers en _ . -"
        labels = [option.label for option in form.options(question)]
        yield from (
            f'vraag {question.id}: een XLSForm leest "${{" als code'
            for text in (question.text, *labels)
            if "${" in text
        )


def losses(form: Form) -> Iterator[str]:
    """What an XLSForm cannot express, and what happens instead."""
    lost = "antwoorden van wie alleen het eerste deel invult, ontbreken" if len(form.sections) > 1 else "die ontbreekt"
    yield f"wie halverwege stopt, verstuurt niets: {lost}."


def _survey(forms: Sequence[Form]) -> Iterator[Row]:
    yield from ({"type": moment, "name": moment} for moment in ("start", "end"))
    yield from _note("welcome", forms, lambda form: form.welcome)
    hint = _texts("hint", forms, lambda form: form.say(TOKEN_HINT))
    yield {"type": "text", "name": "token"} | _texts("label", forms, lambda form: form.say(TOKEN)) | hint
    for place in range(len(forms[0].sections)):
        yield from _section(forms, place)
    yield from _note("thanks", forms, lambda form: form.book.questionnaire.thanks)


def _section(forms: Sequence[Form], place: int) -> Iterator[Row]:
    section = forms[0].sections[place]
    name = f"part{section.part.number}"
    titles = _texts("label", forms, lambda form: form.sections[place].part.title)
    yield {"type": "begin_group", "name": name, "appearance": "field-list"} | titles
    yield from _note(f"{name}_intro", forms, lambda form: form.sections[place].part.intro)
    for block in section.blocks:
        yield from _block(forms, block)
    yield {"type": "end_group", "name": name}


def _note(name: str, forms: Sequence[Form], said: Said) -> Iterator[Row]:
    if said(forms[0]):
        yield {"type": "note", "name": name} | _texts("label", forms, said)


def _block(forms: Sequence[Form], block: Block) -> Iterator[Row]:
    if len(block) == 1:
        yield from _question(forms, block[0])
        return
    group = {"type": "begin_group", "name": grid_code(block)}
    yield group | _texts("label", forms, lambda form: form.say(GRID)) | _relevant(forms[0], block[0].asked)
    for question in block:
        for row in _question(forms, question):
            yield row | {"appearance": "likert", "relevant": ""}
    yield {"type": "end_group", "name": grid_code(block)}


def _question(forms: Sequence[Form], question: Question) -> Iterator[Row]:
    def text(form: Form) -> str:
        return form.book.question(question.id).text

    row = {"type": _type(question), "name": question.id} | _texts("label", forms, text)
    row |= _relevant(forms[0], question.asked) | _constraint(forms, question)
    if question.type == "consent":
        row |= _texts("hint", forms, lambda form: form.say(CONSENT))
    if forms[0].unit(question):
        row |= _texts("hint", forms, lambda form: form.unit(form.book.question(question.id)))
    if question.mandatory:
        row |= {"required": "yes"} | _texts("required_message", forms, lambda form: form.say(_REQUIRED))
    yield row
    if forms[0].other(question):
        beside = _texts("label", forms, lambda form: f"{text(form)} {form.say(OTHER)}")
        asked = Asked(question.id, (question.other,))
        yield {"type": "text", "name": f"{question.id}_other"} | beside | _relevant(forms[0], asked)


def _type(question: Question) -> str:
    if question.scale:
        return f"{'select_multiple' if question.many else 'select_one'} {_list(question)}"
    return "decimal" if question.type == "number" else "text"


def _list(question: Question) -> str:
    return folded(question.scale).replace(" ", "_")


def _relevant(form: Form, asked: Asked | None) -> Row:
    """The expression that says who is shown a question; nothing where that is everyone."""
    if asked is None:
        return {}
    many = form.book.question(asked.question).many
    name = f"${{{asked.question}}}"
    return {"relevant": " or ".join(f"selected({name}, '{c}')" if many else f"{name} = '{c}'" for c in asked.answers)}


def _constraint(forms: Sequence[Form], question: Question) -> Row:
    """What a number must lie between, and what is said otherwise."""
    limits = {"low": question.minimum, "high": question.maximum}
    told = {name: digits(limit) for name, limit in limits.items() if isinstance(limit, int | float)}
    if not told:
        return {}
    words = _LIMITS if len(told) == 2 else _AT_LEAST if "low" in told else _AT_MOST
    tests = [f". {sign} {told[name]}" for name, sign in (("low", ">="), ("high", "<=")) if name in told]
    return {"constraint": " and ".join(tests)} | _texts(
        "constraint_message", forms, lambda form: form.say(words, **told)
    )


def _choices(forms: Sequence[Form]) -> Iterator[Row]:
    """A row per answer of every scale that is asked."""
    asked = {question.scale: question for question in forms[0].book.questions if question.scale}
    for question in asked.values():
        for option in forms[0].options(question):

            def label(form: Form, scale: str = question.scale, code: str = option.code) -> str:
                return form.book.scale(scale).labels[code]

            yield {"list_name": _list(question), "name": option.code} | _texts("label", forms, label)


def _texts(kind: str, forms: Sequence[Form], said: Said) -> Row:
    return {f"{kind}::{_LANGUAGES[form.language]}": said(form) for form in forms}


def _fill(made: xlsxwriter.Workbook, name: str, columns: Sequence[str], rows: list[Row]) -> None:
    sheet, bold = made.add_worksheet(name), made.add_format({"bold": True})
    used = [column for column in columns if any(row.get(column) for row in rows)]
    for n, column in enumerate(used):
        sheet.write_string(0, n, column, bold)
        for number, row in enumerate(rows, 1):
            if row.get(column):
                sheet.write_string(number, n, row[column])
    sheet.freeze_panes(1, 0)
