"""The questionnaire as LimeSurvey imports it: its tab-separated survey structure.

Columns, classes and settings are those of https://www.limesurvey.org/manual/Tab_Separated_Value_survey_structure.
"""

import csv
import html
import io
import re
from collections.abc import Iterator, Sequence

from monitor_lib.questionnaire.form import CONSENT, GRID, Block, Form, digits
from monitor_lib.reference.grids import grid_code
from monitor_lib.reference.records import Asked, Question

COLUMNS = (
    *("id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation"),
    *("mandatory", "other", "default", "same_default", "max_num_value_n", "min_num_value_n", "other_replace_text"),
    "suffix",
)
# One page per part; answers are known by their code, are kept half-way, and nothing of the machine is kept with them.
_SETTINGS = {
    "format": "G",
    "anonymized": "N",
    "datestamp": "Y",
    "allowsave": "Y",
    "allowprev": "Y",
    "ipaddr": "N",
    "refurl": "N",
    "listpublic": "N",
    "tokenanswerspersistence": "Y",
    "showgroupinfo": "B",
    "shownoanswer": "N",
    "showqnumcode": "X",
    "showwelcome": "Y",
    "showprogress": "Y",
}
# How a language writes dates and decimals, by LimeSurvey's numbers for that.
_DATES, _DECIMALS = {"nl": "2", "en": "6"}, {"nl": "1", "en": "0"}
_EVERYONE, _NOBODY = "1", "0"
_CODE, _PART = re.compile(r"[A-Za-z][A-Za-z0-9]{0,19}"), re.compile(r"[A-Za-z0-9]{1,20}")

Row = dict[str, str]


def structure(forms: Sequence[Form]) -> bytes:
    """The file to import: the questionnaire in the language of the first form, and then in those of the others."""
    first, *others = forms
    rows = [*_settings(forms), *(row for form in forms for row in _texts(form)), *_sections(first)]
    rows += [_translated(row) for form in others for row in _sections(form)]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", dialect="excel-tab", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def faults(form: Form) -> Iterator[str]:
    """What LimeSurvey has no room for."""
    for block in form.blocks:
        if len(block) > 1 and _CODE.fullmatch(block[0].id) and not _CODE.fullmatch(grid_code(block)):
            yield f"vraag {block[0].id} begint een tabel, en LimeSurvey kent geen code als '{grid_code(block)}'"
        for question in block:
            if not _CODE.fullmatch(question.id):
                yield f"vraag {question.id}: LimeSurvey kent alleen codes van 1 tot 20 letters (a-z) en cijfers"
            strange = [option.code for option in form.options(question) if not _PART.fullmatch(option.code)]
            yield from (f"vraag {question.id}, antwoord '{code}': LimeSurvey kent zo'n code niet" for code in strange)


def losses(form: Form) -> Iterator[str]:
    """What LimeSurvey cannot express as the codebook has it, and what happens instead."""
    questions = form.book.questions
    single = [question for question in questions if question.scale and not question.many]
    if cut := [question.id for question in single if _answers(form, question) != _codes(form, question)]:
        yield f"een antwoord heeft er een code van hoogstens vijf tekens. Afgekort is dus: {', '.join(cut)}."
    if several := [question.id for question in questions if question.many and form.other(question)]:
        yield f'een aangekruist "anders" zonder tekst bewaart LimeSurvey niet ({", ".join(several)}).'
    pages = tuple(range(1, len(form.sections) + 1))
    if form.wave.pages != pages:
        yield f"elk deel is er één pagina. Zet bij de meting in het codeboek pages = {list(pages)}."


def _settings(forms: Sequence[Form]) -> Iterator[Row]:
    first, *others = forms
    languages = {"language": first.language, "additional_languages": " ".join(form.language for form in others)}
    who = {"admin": first.book.monitor.sender, "adminemail": first.book.monitor.contact}
    number = {"sid": f"{first.wave.released:%y%m%d}"}
    yield from (
        {"class": "S", "name": name, "text": text} for name, text in (number | who | _SETTINGS | languages).items()
    )


def _texts(form: Form) -> Iterator[Row]:
    told = {
        "surveyls_language": form.language,
        "surveyls_title": _html(form.title),
        "surveyls_welcometext": _html(form.welcome),
        "surveyls_endtext": _html(form.book.questionnaire.thanks),
        "surveyls_dateformat": _DATES[form.language],
        "surveyls_numberformat": _DECIMALS[form.language],
    }
    yield from ({"class": "SL", "name": name, "text": text, "language": form.language} for name, text in told.items())


def _translated(row: Row) -> Row:
    """The row in another language than the first: what holds in every language stands in the first alone."""
    return {name: text for name, text in row.items() if name not in ("max_num_value_n", "min_num_value_n")}


def _sections(form: Form) -> Iterator[Row]:
    for number, section in enumerate(form.sections, 1):
        about = {"class": "G", "type/scale": str(number), "name": _html(section.part.title), "relevance": _EVERYONE}
        yield about | {"id": str(number), "text": _html(section.part.intro), "language": form.language}
        for block in section.blocks:
            yield from ({**row, "language": form.language} for row in _block(form, block))


def _block(form: Form, block: Block) -> Iterator[Row]:
    """A question with its answers or its options; or a grid with its questions and the answers that they share."""
    first, grid = block[0], len(block) > 1
    yield _question(form, block)
    for option in form.options(first) if first.many and not grid else ():
        if option.code != first.other:
            yield {"class": "SQ", "type/scale": "0", "name": option.code, "text": _html(option.label)}
    for question in block if grid else ():
        yield {"class": "SQ", "type/scale": "0", "name": question.id, "text": _html(question.text)}
    for option in form.options(first) if not first.many else ():
        if option.code != first.other:
            code = form.book.scale(first.scale).short_codes[option.code]
            yield {"class": "A", "type/scale": "0", "name": code, "text": _html(option.label)}


def _question(form: Form, block: Block) -> Row:
    first, grid = block[0], len(block) > 1
    other = form.other(first)
    row = {
        "class": "Q",
        "type/scale": _type(block),
        "name": grid_code(block) if grid else first.id,
        "relevance": _relevance(form, first.asked),
        "text": _html(form.say(GRID) if grid else first.text),
        "help": _html(form.say(CONSENT)) if first.type == "consent" else "",
        "mandatory": "Y" if first.mandatory else "N",
        "other": "Y" if other else "N",
        "other_replace_text": _html(other.label) if other else "",
        "suffix": _html(form.unit(first)),
    }
    if first.type == "number":
        limits = {"min_num_value_n": first.minimum, "max_num_value_n": first.maximum}
        row |= {name: digits(limit) for name, limit in limits.items() if isinstance(limit, int | float)}
    return row


def _type(block: Block) -> str:
    """LimeSurvey's letter: array, multiple choice, list, number, long text or short."""
    first = block[0]
    if len(block) > 1:
        return "F"
    if first.scale:
        return "M" if first.many else "L"
    if first.type == "number":
        return "N"
    return "T" if first.sensitivity == "free" else "S"


def _relevance(form: Form, asked: Asked | None) -> str:
    """The expression that says who is shown a question."""
    if asked is None:
        return _EVERYONE
    leading = form.book.question(asked.question)
    given = [option.code for option in form.options(leading) if option.code in asked.answers]
    return " or ".join(_given(form, leading, code) for code in given) or _NOBODY


def _given(form: Form, leading: Question, code: str) -> str:
    """The expression that this answer was given."""
    if leading.many:
        is_other = code == leading.other
        return f'{leading.id}_other.NAOK != ""' if is_other else f'{leading.id}_{code}.NAOK == "Y"'
    grid = next((block for block in form.blocks if leading in block and len(block) > 1), None)
    name = f"{grid_code(grid)}_{leading.id}" if grid else leading.id
    return f'{name}.NAOK == "{"-oth-" if code == leading.other else _answers(form, leading)[code]}"'


def _answers(form: Form, question: Question) -> dict[str, str]:
    """The code that an answer has in LimeSurvey, by its own."""
    short = form.book.scale(question.scale).short_codes
    return {code: short[code] for code in _codes(form, question)}


def _codes(form: Form, question: Question) -> dict[str, str]:
    return {option.code: option.code for option in form.options(question) if option.code != question.other}


def _html(text: str) -> str:
    """The text as a web page shows it; a brace would begin an expression."""
    return html.escape(text).replace("{", "&#123;").replace("\n", "<br />")
