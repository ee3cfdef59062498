"""What the six slides of a briefing on an area say: words, pictures and tables, nothing left to the drawing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from monitor_lib.pictures import changes
from monitor_lib.pictures.charts import charts
from monitor_lib.pictures.charts.key_figures import key_figures
from monitor_lib.pictures.figure.lines import answers_twin
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.figure.rows import in_area, value
from monitor_lib.pictures.slides.bars import drawable
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import differences, findings, guide, sentences, trends
from monitor_lib.pictures.text.trends import History
from monitor_lib.reference.records import BOTTLENECK, SUCCESS, Area, Codebook, Question, Wave
from monitor_lib.reference.text.language import later, say

_MOST_FIGURES = 7  # each with the rest of the country under it, beside their table
_MOST_ANSWERS = 7
_MOST_CHANGES = 5
_UNASKED = {
    SUCCESS: later("Deze vragenlijst vraagt niet wat goed gaat."),
    BOTTLENECK: later("Deze vragenlijst vraagt niet waar het knelt."),
}


@dataclass(frozen=True)
class Said:
    """A paragraph; `lead` stands before it in bold."""

    words: str
    lead: str = ""


@dataclass(frozen=True)
class Slide:
    """One slide; `number` is drawn large, each picture as a native chart with the words of `under` at its foot."""

    title: str
    said: tuple[Said, ...] = ()
    number: str = ""
    pictures: tuple[Picture, ...] = ()
    under: tuple[str, ...] = ()
    table: pd.DataFrame | None = None


@dataclass(frozen=True)
class Briefing:
    """The slides on an area with what stands on each: the source, and the mark on example data, or ""."""

    title: str
    kicker: str
    author: str
    notice: str
    source: str
    wave: Wave
    slides: tuple[Slide, ...]


def briefing(figures: pd.DataFrame, book: Codebook, wave: Wave, area: Area, past: History | None) -> Briefing:
    """The briefing on an area.

    Args:
        figures: the figures table of one wave.
        book: the codebook.
        wave: the wave it is about.
        area: the country, a landsdeel or a province.
        past: the history of the wave; None where there is no earlier one, and then it tells who took part.
    """
    return Briefing(
        title=area.title,
        kicker=f"{book.monitor.title} {wave.year}",
        author=book.monitor.sender,
        notice=book.monitor.notice(wave),
        source=say("Bron: {published}", published=sentences.published_words(book, wave)),
        wave=wave,
        slides=(
            _opening(figures, wave, area),
            _notable(figures, book, area, past),
            _key_figures(figures, book, area),
            _going(figures, book, area),
            _changes(past, area) if past else _participation(figures, book, area),
            _reading(figures, book, area),
        ),
    )


def _opening(figures: pd.DataFrame, wave: Wave, area: Area) -> Slide:
    held = f"{wave.label} {wave.year}, {style.date(wave.released)}"
    listed = value(figures, "initiatives", area) or 0
    return Slide(area.title, (Said(sentences.turnout(figures, area)), Said(held)), number=style.number(listed))


def _notable(figures: pd.DataFrame, book: Codebook, area: Area, past: History | None) -> Slide:
    told = findings.notable(figures, book, area, past)
    return Slide(
        say("Wat valt op {where}?", where=in_area(area)),
        tuple(Said(" ".join(filter(None, (each.words, each.base and f"({each.base})"))), each.label) for each in told),
    )


def _key_figures(figures: pd.DataFrame, book: Codebook, area: Area) -> Slide:
    """The heaviest key figures, in the order of the chapters, as a chart and as a table with their intervals."""
    title = say("Kerncijfers")
    if not key_figures(figures, book, area):
        return Slide(title, (Said(say("Het codeboek wijst geen kerncijfers aan.")),))
    picture = _drawable(lambda place: _heaviest_figures(figures, book, place), book, area)
    shown = picture.lines[0].row.area
    given = {"area": area.title, "wider": shown.name}
    told = say(
        "{area} heeft geen kerncijfers die zeker genoeg zijn voor een balk: grafiek en tabel tonen {wider}.", **given
    )
    table = pd.DataFrame(answers_twin(list(picture.lines), shown, heading=say("Kerncijfer")))
    said = () if shown == area else (Said(told),)
    return Slide(f"{title} {in_area(shown)}", said, pictures=(picture,), table=table)


def _heaviest_figures(figures: pd.DataFrame, book: Codebook, area: Area) -> Picture:
    (chart,) = key_figures(figures, book, area)
    lines = chart.picture.lines
    heaviest = sorted(lines, key=lambda line: -book.question(line.row.indicator).weight)[:_MOST_FIGURES]
    return replace(chart.picture, lines=tuple(line for line in lines if line in heaviest))


def _drawable(make: Callable[[Area], Picture], book: Codebook, area: Area) -> Picture:
    """A picture of the area, or of the nearest larger one of which something can be drawn, with that as its badge."""
    picture, place = make(area), area
    while place.parent and not any(map(drawable, picture.lines)):
        place = book.area(place.parent)
        picture = make(place)
    shown = picture.lines[0].row.area
    return picture if shown == area else replace(picture, badge=shown.title)


def _going(figures: pd.DataFrame, book: Codebook, area: Area) -> Slide:
    """What goes well and where it pinches: of each kind the heaviest question, with all that was answered.

    Where neither is asked it is about the heaviest questions of any kind.
    """
    chosen = sorted((each for each in book.published if each.scale), key=lambda question: -question.weight)
    asked = {kind: next((each for each in chosen if each.kind == kind), None) for kind in _UNASKED}
    shown = [question for question in asked.values() if question]
    others = [] if shown else [each for each in chosen if each.weight][: len(_UNASKED)]
    missing = () if others else tuple(Said(say(_UNASKED[kind])) for kind, found in asked.items() if not found)
    return Slide(
        say("Wat was het antwoord?") if others else say("Wat gaat goed, en waar knelt het?"),
        missing,
        pictures=tuple(_answers(figures, book, question, area) for question in shown or others),
        under=tuple(_sense(figures, book, question, area) for question in shown or others),
    )


def _answers(figures: pd.DataFrame, book: Codebook, question: Question, area: Area) -> Picture:
    picture = _drawable(lambda place: charts.question_chart(figures, book, question, place).picture, book, area)
    return replace(picture, lines=picture.lines[:_MOST_ANSWERS])


def _sense(figures: pd.DataFrame, book: Codebook, question: Question, area: Area) -> str:
    """What the area answers, to which question, and whether more could be answered than is drawn."""
    told = [sentences.question_sentence(figures, book, question, area), charts.asked(question, book)]
    if len(book.answers_of(question.id)) > _MOST_ANSWERS:
        told.append(say("De andere antwoorden staan in het rapport."))
    return " ".join(told)


def _changes(past: History, area: Area) -> Slide:
    """What changed, in words and as bars, each above what it was."""
    year = past.before.wave.year
    told = (trends.list_words(past, area), *trends.findings(past, area)[:_MOST_CHANGES])
    found = trends.demonstrable(past, area)[:_MOST_CHANGES]
    lines = tuple(changes.line(past, question, change) for question, change in found)
    picture = Picture("changes", say("Wat aantoonbaar veranderde"), "", lines, marked=str(year))
    return Slide(
        say("Wat veranderde sinds {year}?", year=year),
        tuple(map(Said, told)),
        pictures=(picture,) if lines else (),
        under=(say("Onder elk cijfer dat van {year}.", year=year),) if lines else (),
    )


def _participation(figures: pd.DataFrame, book: Codebook, area: Area) -> Slide:
    told = (guide.participation(figures, book, area), differences.in_sight(figures, book, area))
    chart = charts.provinces_chart(figures, book, "participation")
    return Slide(
        say("Wie deden mee?"),
        tuple(Said(words) for words in told if words),
        pictures=(chart.picture,),
        under=(say("Het deel van de lijst dat antwoordde. De provincies staan in vaste volgorde."),),
    )


def _reading(figures: pd.DataFrame, book: Codebook, area: Area) -> Slide:
    return Slide(say("Zo leest u deze cijfers"), tuple(_advice(figures, book, area)))


def _advice(figures: pd.DataFrame, book: Codebook, area: Area) -> Iterator[Said]:
    rules, monitor = book.publication, book.monitor
    yield Said(
        say(
            "Bij {confidence} van de 100 metingen als deze ligt het ware cijfer in het interval, als wie niet "
            "antwoordde is als wie antwoordde.",
            confidence=style.number(rules.confidence * 100),
        ),
        say("Interval."),
    )
    yield Said(
        say(
            "{turnout} De cijfers gaan over wie antwoordde; wie niet antwoordde, kan anders zijn. Wat dat kan schelen, "
            "staat in de leeswijzer.",
            turnout=sentences.turnout(figures, area),
        ),
        say("Wie niet antwoordde."),
    )
    yield Said(
        say(
            "Een donkere balk is een stevig cijfer. Een lichtere balk loopt van het begin tot het eind van het "
            "interval: dan is het cijfer een indicatie. Wat te onzeker is, staat er in woorden. Onder de {least} "
            "antwoorden tonen we geen cijfer.",
            least=style.number(rules.hidden_below),
        ),
        say("Balken."),
    )
    yield Said(say("{sender}. Licentie: {licence}.", sender=monitor.sender, licence=monitor.licence), say("Bron."))
    yield Said(monitor.contact, say("Vragen."))
