"""The questionnaire on paper: a tagged PDF, set by Typst."""

from monitor_lib.pictures.style import style, typesetting
from monitor_lib.questionnaire.form import CONSENT, GRID, TOKEN, TOKEN_HINT, Block, Form, Section
from monitor_lib.reference.records import CodebookError, Question
from monitor_lib.reference.text.language import later, speaking

_TEMPLATE = "questionnaire.typ"
_MARKING = later(
    "Zet een kruisje in het hokje dat past. Vergist u zich? Maak dat hokje helemaal zwart, en kruis het goede aan."
)
_PART = later("Deel {number}: {title}")
_ONE, _SEVERAL = later("Eén antwoord."), later("Kruis alles aan wat past.")
_MANDATORY = later("Vul dit in ieder geval in.")
_ASKED = later("Alleen als u bij vraag {number} aankruiste: {answers}.")
_OTHER = later("{label}, namelijk")
_RETURN = later("Terugsturen")
_UNTIL = later("Uiterlijk {day}.")
_FOOT = later("{title}. Vragen? {contact}")
_PAGE = later("Bladzijde {page} van {pages}")
_QUESTIONNAIRE = later("Vragenlijst")


def pdf(form: Form) -> bytes:
    """The questionnaire as a tagged PDF (PDF/UA-1) in the language of the form.

    Raises:
        CodebookError: when it cannot be printed as it is, such as for a letter that the font does not have.
    """
    try:
        return typesetting.pdf(_TEMPLATE, specification(form))
    except typesetting.InfographicError as error:
        raise CodebookError(
            f"De vragenlijst kan zo niet op papier ({error}). Er is geen vragenlijst geschreven."
        ) from None


def specification(form: Form) -> dict:
    """All that stands in the printed questionnaire, in its order."""
    around, say = form.book.questionnaire, form.say
    return {
        "name": say(_QUESTIONNAIRE),
        "kicker": form.title,
        "author": form.book.monitor.sender,
        "released": form.wave.released.isoformat(),
        "spoken": form.language,
        "foot": say(_FOOT, title=form.title, contact=form.book.monitor.contact),
        "page": say(_PAGE, page="{page}", pages="{pages}"),
        "welcome": form.welcome.splitlines(),
        "marking": say(_MARKING),
        "token": {"label": say(TOKEN), "hint": say(TOKEN_HINT)},
        "sections": [_section(form, section) for section in form.sections],
        "thanks": around.thanks,
        "return": {"title": say(_RETURN), "text": " ".join(filter(None, [around.return_to, _until(form)]))},
    }


def _until(form: Form) -> str:
    """The last day, where the wave has one."""
    if form.wave.closes is None:
        return ""
    with speaking(form.language):
        return form.say(_UNTIL, day=style.date(form.wave.closes))


def _section(form: Form, section: Section) -> dict:
    part, alone = section.part, len(form.sections) == 1
    numbered = any(known.number == part.number for known in form.book.parts) and not alone
    title = form.say(_PART, number=part.number, title=part.title) if numbered else part.title
    return {"title": title, "intro": part.intro, "blocks": [_block(form, block) for block in section.blocks]}


def _block(form: Form, block: Block) -> dict:
    first = block[0]
    told = {
        "kind": _kind(block),
        "asked": _asked(form, first),
        "hint": _hint(form, block),
        "unit": form.unit(first),
        "options": [option.label for option in form.options(first) if option.code != first.other],
        "other": "",
        "rows": [{"number": str(form.numbers[question.id]), "text": question.text} for question in block],
    }
    if other := form.other(first):
        told["other"] = form.say(_OTHER, label=other.label)
    return told


def _kind(block: Block) -> str:
    first = block[0]
    if first.scale:
        return "grid" if len(block) > 1 else "choice"
    return "number" if first.type == "number" else "long" if first.sensitivity == "free" else "line"


def _hint(form: Form, block: Block) -> str:
    """How to answer, where the room for it does not say so."""
    first = block[0]
    told = [GRID if len(block) > 1 else CONSENT if first.type == "consent" else _SEVERAL if first.many else _ONE]
    mandatory = [_MANDATORY] if first.mandatory else []
    return " ".join(map(form.say, [*(told if first.scale else []), *mandatory]))


def _asked(form: Form, question: Question) -> str:
    """For whom a question is, where it is not for all."""
    if question.asked is None:
        return ""
    leading = form.book.question(question.asked.question)
    answers = [option.label for option in form.options(leading) if option.code in question.asked.answers]
    with speaking(form.language):
        quoted = style.either([f"“{label}”" for label in answers])
    return form.say(_ASKED, number=form.numbers[leading.id], answers=quoted)
