"""One A4 per province and two for the country: pictures in rows, with a head, a foot, and cards to share."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from monitor_lib.pictures import blocks, changes
from monitor_lib.pictures.figure.lines import answer_line, count_line, renamed
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.figure.rows import area_of, called, rows, value
from monitor_lib.pictures.figure.words import short_words, tenths
from monitor_lib.pictures.maps import choropleth
from monitor_lib.pictures.maps.density import density
from monitor_lib.pictures.maps.outlines import outlines
from monitor_lib.pictures.style import style, typesetting
from monitor_lib.pictures.style.credits import credits
from monitor_lib.pictures.text import findings, sentences
from monitor_lib.pictures.text.findings import Told
from monitor_lib.pictures.text.trends import History
from monitor_lib.reference.areas import geography
from monitor_lib.reference.infographics import Block, Infographic
from monitor_lib.reference.records import Area, Codebook, Wave
from monitor_lib.reference.text.language import later, say, spoken

DETAIL = 0.008  # degrees: half a millimetre on the page
_FINDINGS = 4
_PPI = 144
_SMALL_PPI = 36.3  # an A4 is 300 pixels wide then
_SCALES = (1, 0.96, 0.92, 0.88, 0.84)
_FULL, _LARGER = 4, (1.5, 1.15)  # a page of fewer rows is drawn larger than life
_PAGE, _CARD = "infographic.typ", "card.typ"
_READING = {
    "bars": later("In een balk is het streepje het cijfer, de lichte rand het interval."),
    "dots": later(
        "Een band is het interval, het streepje erin het cijfer: donker is stevig, bleek indicatief, een dunne lijn "
        "onzeker. Vet is een verschil dat toeval moeilijk verklaart."
    ),
}
_SIZES = {"vierkant": (540, 540), "breed": (600, 315)}  # of a card, in points: 1080 x 1080 and 1200 x 630 pixels


@dataclass(frozen=True)
class _Subject:
    """What a sheet is about: an area, its figures, its history, and its findings, the one that tells most first."""

    area: Area
    figures: pd.DataFrame
    book: Codebook
    past: History | None
    told: tuple[Told, ...]

    @property
    def numbered(self) -> Told | None:
        """The first finding whose own figure is precise enough for a large number; None where there is none."""
        return next(self._numbered, None)

    @property
    def hero(self) -> Told | None:
        """The first of those on the answer that tells its question: under a number alone, another says too little."""
        return next((each for each in self._numbered if _tells(each)), None)

    @property
    def _numbered(self) -> Iterator[Told]:
        for each in self.told:
            row = each.row
            if row and row.area == self.area and row.quality in ("A", "B") and findings.is_narrow(self.book, row):
                yield each


def _tells(told: Told) -> bool:
    finding = told.question.finding if told.question else None
    return bool(finding and told.row and told.row.answer == finding.answer)


def specifications(
    figures: pd.DataFrame, book: Codebook, wave: Wave, area: Area | str, past: History | None
) -> list[dict]:
    """Everything that stands on the infographics of an area, as JSON: words and numbers, nothing left to the drawing.

    Args:
        figures: the figures table of one wave.
        book: the codebook.
        wave: the wave it is about.
        area: the country or a province.
        past: the history of the wave; None where there is no earlier one, and then nothing is told of change.
    """
    area = area_of(book, area)
    pages = [_fitting(page, past) for page in book.infographics if page.level == area.level]
    told = tuple(findings.notable(figures, book, area, past)[:_FINDINGS])
    subject = _Subject(area, figures, book, past, told)
    shared = _shared(subject, wave)
    return [
        shared
        | {
            "slug": area.slug if len(pages) == 1 else f"{area.slug}-{number}",
            "name": page.title.format(area=area.name),
            "headline": _headline(page, subject),
            "rows": _rows(page, subject),
            "reading": _reading(book, page),
        }
        for number, page in enumerate(pages, 1)
    ]


def pdf(specification: dict) -> bytes:
    """The infographic as a tagged PDF."""
    return _drawn(typesetting.pdf, specification)


def png(specification: dict) -> bytes:
    """The infographic as a picture for a screen; who prints it takes the PDF."""
    return _drawn(typesetting.png, specification, _PPI)


def thumbnail(specification: dict) -> bytes:
    """The infographic as a small picture that links to it."""
    return _drawn(typesetting.thumbnail, specification, _SMALL_PPI)


def _drawn(draw: Callable[..., bytes], specification: dict, *form: float) -> bytes:
    """The page at the largest scale that all of it fits at: trying costs less than measuring every page first."""
    *larger, smallest = _SCALES if len(specification["rows"]) >= _FULL else (*_LARGER, *_SCALES)
    for scale in larger:
        with contextlib.suppress(typesetting.OverfullError):
            return draw(_PAGE, specification | {"scale": scale}, *form)
    return draw(_PAGE, specification | {"scale": smallest}, *form)


def card(specification: dict, shape: str) -> bytes:
    """One number and one line as a picture to share, `vierkant` or `breed`."""
    width, height = _SIZES[shape]
    return typesetting.png(_CARD, specification | {"width": width, "height": height}, _PPI)


_FILES = {".pdf": pdf, ".png": png, "-klein.png": thumbnail}


def files(found: list[dict]) -> dict[str, bytes]:
    """Every file of an area's infographics by name; the specifications are those of one area."""
    made: dict[str, bytes] = {}
    for each in found:
        made |= {f"{each['slug']}{ending}": draw(each) for ending, draw in _FILES.items()}
    return made | {f"{found[0]['area']}-{shape}.png": card(found[0], shape) for shape in _SIZES}


def _headline(page: Infographic, subject: _Subject) -> str:
    """What the codebook says over the page; of a list with one initiative or none the plain fact."""
    area, told = subject.area, subject.told
    listed = value(subject.figures, "initiatives", area) or 0
    if listed < 2:
        return sentences.listed_words(listed, area)
    finding = told[0].words if told else sentences.listed_words(listed, area)
    return page.headline.format(area=area.name, initiatives=style.number(listed), finding=finding)


def _card(subject: _Subject) -> dict:
    """What stands on a picture to share: one number and one line; of the list where no finding has a number."""
    figures, area, first = subject.figures, subject.area, subject.numbered
    if first is None or first.row is None:
        return {"number": _count(figures, "initiatives", area), "line": sentences.turnout(figures, area)}
    return {"number": short_words(first.row).partition(" (")[0], "line": first.words}


def _reading(book: Codebook, page: Infographic) -> str:
    """How to read the strokes on this page; a bar of the list has no interval to explain."""
    asked = {question.id for question in book.published}
    kinds = {block.kind for block in page.block if asked & set(block.figures)}
    kinds |= {"dots" for block in page.block if block.kind == "changes"}
    return " ".join(say(words) for kind, words in _READING.items() if kind in kinds)


def _shared(subject: _Subject, wave: Wave) -> dict:
    """What all infographics of an area have in common."""
    area, figures, book = subject.area, subject.figures, subject.book
    return {
        "kicker": f"{book.monitor.title} {wave.year}",
        "place": area.title,
        "name_in_line": area.name,
        "area": area.slug,
        "language": area.language,
        "spoken": spoken(),
        "code": area.code,
        "national": area.level == "country",
        "author": book.monitor.sender,
        "notice": book.monitor.notice(wave),
        "released": wave.released.isoformat(),
        "card": _card(subject),
        "map": _map(figures, book),
        "foot": _foot(figures, book, wave, area),
    }


def _fitting(page: Infographic, past: History | None) -> Infographic:
    """The page as it is in this wave: the first one has nothing to tell of change."""
    return page if past else replace(page, block=tuple(block for block in page.block if block.kind != "changes"))


def _rows(page: Infographic, subject: _Subject) -> list:
    """Rows of columns of pictures."""

    def picture(block: Block) -> Picture:
        if subject.past and block.kind == "changes":
            return changes.picture(subject.past, block, subject.area)
        if block.kind == "hero":
            return _hero(block, subject)
        if block.kind == "findings":
            told = tuple(each.words for each in subject.told[1:] if each != subject.hero)
            return Picture(block.kind, block.title, block.subtitle, sentences=told)
        return blocks.picture(subject.figures, subject.book, block, subject.area)

    def column(stacked: list[Block]) -> dict:
        return {"width": stacked[0].width, "pictures": [picture(block).json for block in stacked]}

    return [[column(stacked) for stacked in row] for row in page.rows]


def _hero(block: Block, subject: _Subject) -> Picture:
    """The figure of the first finding with a number, as so many of ten; without one, how many are on the list."""
    first = subject.hero
    if first is None or first.row is None or first.question is None:
        listed = rows(subject.figures, subject.book, "initiatives", subject.area)[0]
        line = renamed(count_line(listed), subject.book.indicator("initiatives").label)
        return Picture(block.kind, block.title, block.subtitle, (line,), pictograms=block.pictograms)
    line = renamed(
        answer_line(first.row), called(first.question, first.row.answer, first.row.label), short=tenths(first.row)
    )
    return Picture(block.kind, block.title, f"{first.label} · {first.base}", (line,), pictograms=block.pictograms)


def _map(figures: pd.DataFrame, book: Codebook) -> dict:
    """The provinces as rings on a drawing 1000 high, with the class of their density."""
    dense = density(figures, book)
    provinces = [
        {
            "code": each.code,
            "class": dense.class_of(each.code),
            "beside": each.map_label_beside,
            "label": [round(at, 1) for at in choropleth.label_point(each)],
            "rings": [
                [[round(at, 1) for at in geography.projected(*point)] for point in ring[:-1]]
                for ring in outlines(DETAIL)[each.code]
            ],
        }
        for each in book.provinces
        if each.code in outlines(DETAIL)
    ]
    return {
        "white_from": style.load().white_from,
        "legend": dense.legend,
        "legend_title": say("Per 10.000 inwoners") if dense.legend else "",
        "source": dense.source,
        "height": round(geography.drawn_height()),
        "provinces": provinces,
    }


def _foot(figures: pd.DataFrame, book: Codebook, wave: Wave, area: Area) -> dict:
    rules = book.publication
    given: dict[str, str | int] = {
        "listed": _count(figures, "initiatives", area),
        "answered": _count(figures, "responses", area),
    }
    given |= {"monitor": book.monitor.title, "licence": book.monitor.licence, "sender": book.monitor.sender}
    given |= {"wave": wave.label.lower(), "year": wave.year, "day": style.date(wave.released)}
    given |= {"confidence": style.number(rules.confidence * 100), "least": rules.hidden_below}
    low, high = (style.percent(0.5 / (1 + side * rules.answer_bias / 2)) for side in (1, -1))
    given |= {"bias": style.percent(rules.answer_bias), "low": low, "high": high, "half": style.percent(0.5)}
    return {
        "who": say("Wie deden mee?"),
        "answered": _participation(figures, area),
        "guide": say("Leeswijzer."),
        "interval": say(
            "Een interval is voor het toeval: bij {confidence} van de 100 metingen ligt het ware cijfer erin, als wie "
            "niet antwoordde is als wie antwoordde. Deden ja-zeggers {bias} vaker of minder vaak mee, dan is {half} "
            "eigenlijk {low} of {high}. Onder de {least} antwoorden tonen we geen cijfer.",
            **given,
        ),
        "short": say("Initiatieven: {listed}; antwoorden: {answered}. {monitor}, {licence}.", **given),
        "source": say(
            "Bron: {monitor}, {wave} {year}, verschenen {day}. {sender}. Licentie: {licence}. {credits}",
            credits=_credits(),
            **given,
        ),
    }


def _credits() -> str:
    """Whom a picture names for its map and its letters."""
    named = credits()
    of_map = say("Kaart: {credit}.", credit=named["map"]) if named["map"] else ""
    return " ".join(filter(None, (of_map, say("Letter: {credit}.", credit=named["letters"]))))


def _participation(figures: pd.DataFrame, area: Area) -> str:
    listed, answered = (value(figures, name, area) or 0 for name in ("initiatives", "responses"))
    told = sentences.answered_words(answered, listed, value(figures, "participation", area))
    return " ".join(filter(None, (sentences.listed_words(listed, area), told)))


def _count(figures: pd.DataFrame, indicator: str, area: Area) -> str:
    return style.number(value(figures, indicator, area) or 0)
