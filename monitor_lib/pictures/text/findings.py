"""What a report opens with: what changed, what differs, what goes well, where it hurts and what is needed."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from monitor_lib.pictures.figure.rows import Row, finding_row, in_area, rows, value
from monitor_lib.pictures.figure.words import in_words, rest_words, words_hold
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import differences, sentences, trends
from monitor_lib.pictures.text.markdown import literal
from monitor_lib.pictures.text.trends import History
from monitor_lib.reference.records import BOTTLENECK, FACT, NAME, NEED, SUCCESS, Area, Codebook, Question
from monitor_lib.reference.text.language import later, say

_ROOM = 8
_LEADS = 4  # changes and differences together; what goes well, hurts and is needed have room beside them
_FACTS = 5  # are told for as long as there is less than this
CHANGED, DIFFERS, NOTE = "changed", "differs", ""
_LABELS = {
    CHANGED: later("Veranderd"),
    DIFFERS: later("Anders dan elders"),
    SUCCESS: later("Lukt het?"),
    BOTTLENECK: later("Knelt het?"),
    NEED: later("Wat helpt?"),
    FACT: later("Kerncijfer"),
}
_SCARCE = later("Er zijn te weinig antwoorden voor percentages over {area}.")
_SILENT = later("Er zijn nog geen antwoorden uit {area}.")
_UNTOLD = later("Wat de antwoorden uit {area} zeggen, staat bij elke vraag apart.")
_UNSURE = later("De antwoorden uit {area} zijn te onzeker voor percentages.")
_MORE, _LESS = later("een groter deel van de initiatieven"), later("een kleiner deel van de initiatieven")


@dataclass(frozen=True)
class Told:
    """One finding: why it stands where it does, in a sentence or two, and on how many answers it rests.

    `kind` is CHANGED, DIFFERS, the kind of its question, or NOTE for what is no figure. `row` is the figure told.
    """

    kind: str
    words: str
    question: Question | None = None
    row: Row | None = None

    @property
    def label(self) -> str:
        """Its kind in a word or two, "" of a note."""
        return say(_LABELS[self.kind]) if self.kind else ""

    @property
    def base(self) -> str:
        """On how many answers it rests."""
        return sentences.answers(self.row.respondents) if self.row else ""

    @property
    def markdown(self) -> str:
        """As a line of a list."""
        label, base = f"**{self.label}** " if self.kind else "", f" *{self.base}*" if self.base else ""
        return f"- {label}{literal(self.words)}{base}"


def opening(figures: pd.DataFrame, book: Codebook, area: Area, past: History | None) -> str:
    """What a report on an area opens with, as Markdown: how many there are, its findings, and why these."""
    told = notable(figures, book, area, past)
    lines = "\n".join([f"- {literal(sentences.turnout(figures, area))}", *(each.markdown for each in told)])
    why = say(
        "*Waarom deze? Eerst wat aantoonbaar veranderde, dan wat aantoonbaar anders is dan elders. Dan wat goed gaat, "
        "waar het knelt en wat nodig is: van elk de vraag die volgens het codeboek het zwaarst weegt.*"
    )
    return f"{lines}\n\n{why}" if any(each.kind for each in told) else lines


def notable(figures: pd.DataFrame, book: Codebook, area: Area, past: History | None) -> list[Told]:
    """The findings on an area, the one that tells most first.

    First what changed demonstrably since the wave before and what differs demonstrably from the rest of the country,
    each by weight. Then of success, bottleneck and need the heaviest question, and key facts for as long as there is
    room. Where an area's own figure has too wide an interval, its landsdeel or the country tells it, so marked.
    """
    (changed, _), (differing, names) = _apart(_changes(book, area, past)), _apart(_differences(figures, book, area))
    leads = _leads(changed, differing)
    asked = [question for question in _by_weight(book) if question not in [told.question for told in leads]]
    own = [told for question in asked if (told := _telling(figures, book, question, area))]
    kinds = [next((told for told in own if told.kind == kind), None) for kind in (SUCCESS, BOTTLENECK, NEED)]
    facts = [told for told in own if told.kind == FACT]
    firm = [*leads, *filter(None, kinds), *names[:1]]
    firm += facts[: max(0, _FACTS - len(firm))]
    notes = _unlisted(figures, book, area) + ([] if firm else _scarcity(figures, book, area))
    wider = _wider(figures, book, area, asked, {told.kind for told in firm})
    return [*notes, *firm, *wider][:_ROOM]


def _by_weight(book: Codebook) -> list[Question]:
    """The questions that may open a report, the heaviest first; without any weight all that have a finding."""
    may = [question for question in book.key_figures or book.published if question.finding and question.kind != NAME]
    return sorted(may, key=lambda question: -question.weight)


def _leads(changed: list[Told], differing: list[Told]) -> list[Told]:
    """What changed and what differs; as many of the one as of the other where there is much of both."""
    led = changed[: _LEADS - min(len(differing), _LEADS // 2)]
    again = {(told.question, told.row.answer) for told in led if told.row}
    others = [told for told in differing if told.row and (told.question, told.row.answer) not in again]
    return [*led, *others[: _LEADS - len(led)]]


def _apart(found: list[Told]) -> tuple[list[Told], list[Told]]:
    """Those that may open a report, and those on what something is called, which may not."""
    named = [told for told in found if told.question and told.question.kind == NAME]
    return [told for told in found if told not in named], named


def _changes(book: Codebook, area: Area, past: History | None) -> list[Told]:
    if past is None:
        return []
    found = sorted(trends.demonstrable(past, area), key=lambda pair: (-pair[0].weight, pair[1].surety))
    return [Told(CHANGED, _change(book, past, *pair), pair[0], past.after(pair[1])) for pair in found]


def _differences(figures: pd.DataFrame, book: Codebook, area: Area) -> list[Told]:
    """Of each question its surest demonstrable difference, for one is often the other side of the next."""
    first = {question.id: (question, row) for question, row in reversed(differences.differing(figures, book, area))}
    found = sorted(first.values(), key=lambda pair: (-pair[0].weight, pair[1].surety))
    return [Told(DIFFERS, _difference(book, *pair), *pair) for pair in found]


def _change(book: Codebook, past: History, question: Question, change: Row) -> str:
    """A change in two sentences; the share of now only where it is firm enough to open with."""
    now = past.after(change)
    given = {"before": past.before.wave.year, "then": rest_words(change), "year": past.now.wave.year}
    said = _setting_apart(book, question, now, change.reference)
    if said and change.compared == "higher":
        return say("{said} In {before} was dat {then}: een aantoonbare toename.", said=said, **given)
    if said:
        return say("{said} In {before} was dat {then}: een aantoonbare afname.", said=said, **given)
    vague = sentences.clause(question, now, say(_MORE if change.compared == "higher" else _LESS))
    return say(
        "{vague} dan in {before}, toen het {then} was. Dat is aantoonbaar; hoe groot de verandering is, is onzeker.",
        vague=vague,
        **given,
    )


def _difference(book: Codebook, question: Question, row: Row) -> str:
    """A difference in two sentences; the share itself only where it is firm enough to open with."""
    given = {"country": book.country.name, "rest": rest_words(row)}
    if said := _setting_apart(book, question, row, row.reference):
        return say("{said} In de rest van {country} is dat {rest}: een aantoonbaar verschil.", said=said, **given)
    vague = sentences.clause(question, row, say(_MORE if row.compared == "higher" else _LESS))
    return say(
        "{vague} dan in de rest van {country}, waar het {rest} is. Dat is aantoonbaar; hoe groot het verschil is, is "
        "onzeker.",
        vague=vague,
        **given,
    )


def _setting_apart(book: Codebook, question: Question, row: Row, other: float | None) -> str:
    """A figure as a sentence; "" where it would be words that hold for what it is compared with too."""
    in_percent = row.quality != "C" and is_narrow(book, row)
    if not in_percent and row.interval and other is not None and words_hold(*row.interval, other):
        return ""
    return sentence(book, question, row)


def is_narrow(book: Codebook, row: Row) -> bool:
    """Whether a figure is precise enough for a number that opens something: a report, a sheet or a card."""
    return row.interval is None or row.interval.width <= book.publication.widest_finding / 100


def sentence(book: Codebook, question: Question, row: Row) -> str:
    """A figure as a sentence that may open a report: in words where its interval is wide, and "" where none fit."""
    if row.hidden:
        return ""
    if row.interval is None or is_narrow(book, row):
        return sentences.finding_sentence(question, row)
    words = in_words(*row.interval)
    return sentences.finding_sentence(question, row, words) if words else ""


def _telling(figures: pd.DataFrame, book: Codebook, question: Question, area: Area) -> Told | None:
    """What a question says of an area by its own figures, if they are firm enough to open with."""
    row = finding_row(question, rows(figures, book, question.id, area))
    words = sentence(book, question, row) if row else ""
    return Told(question.kind, words, question, row) if words else None


def _wider(figures: pd.DataFrame, book: Codebook, area: Area, asked: list[Question], told: set[str]) -> Iterator[Told]:
    """Of the kinds that the area itself does not tell, what the nearest larger area says that can, so marked."""
    for kind in (SUCCESS, BOTTLENECK, NEED, FACT):
        of_kind = [question for question in asked if question.kind == kind]
        found = (_telling(figures, book, question, place) for place in _around(book, area) for question in of_kind)
        if kind not in told and (first := next(filter(None, found), None)):
            yield Told(kind, sentences.beside(first.words), first.question, first.row)


def _around(book: Codebook, area: Area) -> Iterator[Area]:
    """The areas that an area lies in, the nearest first."""
    while area.parent:
        area = book.area(area.parent)
        yield area


def _unlisted(figures: pd.DataFrame, book: Codebook, area: Area) -> list[Told]:
    """Of the country: of which provinces there is nothing on the list yet, so that no figure is about them."""
    bare = [each.name for each in book.provinces if not value(figures, "initiatives", each)]
    if area.level != "country" or not bare or len(bare) == len(book.provinces):
        return []
    words = say(
        "Van {provinces} staat nog geen initiatief op de lijst: de cijfers over {area} gaan over de andere.",
        provinces=style.together(bare),
        area=area.name,
    )
    return [Told(NOTE, words)]


def _scarcity(figures: pd.DataFrame, book: Codebook, area: Area) -> list[Told]:
    """For an area without a single figure firm enough to open with: that it is so, and what the list tells."""
    forms = [entry.id for entry in book.indicators if entry.source == "inventory" and entry.field == "form"]
    known = [row for name in forms for row in rows(figures, book, name, area) if not row.hidden]
    most = max(known, key=lambda row: row.size, default=None)
    asked = [row for question in book.published for row in rows(figures, book, question.id, area)]
    shown = _UNSURE if _by_weight(book) else _UNTOLD
    words = (_SCARCE if all(row.hidden for row in asked) else shown) if value(figures, "responses", area) else _SILENT
    told = [Told(NOTE, say(words, area=area.name))]
    if most is not None:
        said = {"where": in_area(area), "name": most.label.lower()}
        told.append(Told(NOTE, say("De naam die op de lijst {where} het vaakst voorkomt: {name}.", **said)))
    return told
