"""One A4 per province and one for the country: a specification of figures and words, and Typst to draw it."""

import datetime as dt
import json
from functools import lru_cache

import pandas as pd
import typst

from monitor_lib import paths
from monitor_lib.pictures import choropleth, packages, sentences, style, words
from monitor_lib.pictures.outlines import outlines
from monitor_lib.pictures.rows import Row, area_of, in_area, shown, value
from monitor_lib.reference import geography
from monitor_lib.reference.codebook_records import Area, Codebook, Question, Wave

_DETAIL = 0.008  # degrees: half a millimetre on the page
_FINDINGS = 3
_PARTS = 5


def infographic(figures: pd.DataFrame, book: Codebook, wave: Wave, area: Area | str) -> dict:
    """Everything that stands on an infographic, as JSON: words and numbers made here, nothing left to the drawing.

    Args:
        figures: the figures table of one wave.
        book: the codebook.
        wave: the wave it is about.
        area: the country or a province.
    """
    area = area_of(book, area)
    return {
        "kicker": f"{book.monitor.title} {wave.year}",
        "name": area.name,
        "language": area.language,
        "code": area.code,
        "headline": _headline(figures, area),
        "notice": book.monitor.example_notice if wave.example else "",
        "released": wave.released.isoformat(),
        "numbers": _numbers(figures, book, area),
        "findings": sentences.findings(figures, book, area)[1 : _FINDINGS + 1],
        "people": _people(figures, area),
        "names": _names(figures, book, area),
        "lines": _lines(figures, book, area),
        "map": _map(figures, book, area),
        "foot": _foot(figures, book, wave, area),
        "style": {"colours": style.load().colours, "classes": style.load().classes},
    }


def pdf(specification: dict) -> bytes:
    """The infographic as a tagged PDF (PDF/UA-1), dated by the release so that every run gives the same bytes."""
    day = dt.date.fromisoformat(specification["released"])
    moment = int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())
    return _compiled(specification, format="pdf", pdf_standards="ua-1", timestamp=moment)


def png(specification: dict, ppi: float = 144) -> bytes:
    """The infographic as a picture."""
    return _compiled(specification, format="png", ppi=ppi)


def _compiled(specification: dict, **options) -> bytes:
    return typst.compile(
        paths.ASSETS / "infographic.typ",
        root=paths.ASSETS,
        sys_inputs={"data": json.dumps(specification, ensure_ascii=False)},
        font_paths=_font_folders(),
        ignore_system_fonts=True,
        **options,
    )


@lru_cache
def _font_folders() -> list[str]:
    return sorted({str(path.parent) for path in packages.letters("print_files")})


def _headline(figures: pd.DataFrame, area: Area) -> str:
    count = style.number(value(figures, "initiatives", area) or 0)
    return f"{count} initiatieven van bewoners die samen zorgen voor buurt, wijk of dorp"


def _numbers(figures: pd.DataFrame, book: Codebook, area: Area) -> list[dict]:
    counts = [entry for entry in book.indicators if entry.kind == "count"]
    return [{"value": style.number(value(figures, entry.id, area) or 0), "label": entry.label} for entry in counts]


def _people(figures: pd.DataFrame, area: Area) -> dict:
    """How many of the list took part: ten houses, as many filled; exact, for it is a count and no estimate."""
    share = value(figures, "participation", area) or 0
    return {
        "share": round(share, 4),
        "large": style.percent(share),
        "words": f"van de initiatieven op de lijst {in_area(area)} vulde de vragenlijst in.",
    }


def _names(figures: pd.DataFrame, book: Codebook, area: Area) -> dict:
    """What the initiatives on the list call themselves, as a hundred squares; the list is complete, so no interval."""
    found = shown(figures, book, "list_form", area)
    known = [row for row in found.rows if not row.hidden]
    known.sort(key=lambda row: (row.answer == "anders", -row.value))
    head, tail = known[:_PARTS], known[_PARTS:]
    parts = [(row.label, row.value) for row in head]
    if tail:
        parts.append(("Overige namen", sum(row.value for row in tail)))
    squares = _squares([share for _, share in parts])
    return {
        "title": "Zo noemen ze zich",
        "subtitle": f"Van elke 100 initiatieven op de lijst {in_area(found.area)}",
        "parts": [
            {"label": label, "squares": count, "colour": colour}
            for (label, _), count, colour in zip(parts, squares, _colours(len(parts)), strict=True)
        ],
    }


def _colours(parts: int) -> list[str]:
    """A colour per part; the last, of everything else, is quiet."""
    known = style.load()
    return [*known.answers[: max(parts - 1, 0)], known.colours["line"]][:parts]


def _squares(shares: list[float]) -> list[int]:
    """A hundred squares over these shares: rounded down, what is left goes to the largest remainders."""
    exact = [100 * share / (sum(shares) or 1) for share in shares]
    whole = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])
    for at in order[: 100 - sum(whole)]:
        whole[at] += 1
    return whole


def _lines(figures: pd.DataFrame, book: Codebook, area: Area) -> dict:
    """One telling figure per theme as a dot with its interval; a landsdeel's where the province has too few answers."""
    telling = [next((q for q in book.questions_of(theme) if q.finding), None) for theme in book.themes]
    found = [(question, shown(figures, book, question.id, area)) for question in telling if question]
    borrowed = all(each.borrowed for _, each in found)
    if not borrowed:
        found = [(question, each) for question, each in found if not each.borrowed]
    wider = found[0][1].area.name
    few = f"{words.TOO_FEW.capitalize()} in {area.name} voor percentages. Dit zijn de antwoorden van heel {wider}."
    items = [_item(question, sentences.finding_row(question, each.rows)) for question, each in found]
    return {
        "title": f"Hoe het gaat in heel {wider}" if borrowed else "Hoe het gaat",
        "subtitle": few if borrowed else "Aandeel van de initiatieven, met het interval waarbinnen het ligt",
        "borrowed": borrowed,
        "items": items,
        "reference": "" if all(item["reference"] is None for item in items) else "rest van Nederland",
    }


def _item(question: Question, row: Row) -> dict:
    short = words.short_words(row).replace("\n", " ")
    said = question.finding.words
    return {
        "label": said[:1].upper() + said[1:],
        "words": short,
        "alt": f"{said}: {words.share_words(row)}",
        "differs": row.differs,
        **{name: getattr(row, name) for name in ("quality", "value", "low", "high", "reference")},
    }


def _map(figures: pd.DataFrame, book: Codebook, area: Area) -> dict:
    """The provinces as rings on a drawing 1000 high, with their count and its class."""
    counts = {each.code: value(figures, "initiatives", each) or 0 for each in book.provinces}
    limits = choropleth.class_limits(list(counts.values()))
    provinces = [
        {
            "code": each.code,
            "name": each.name,
            "count": style.number(counts[each.code]),
            "class": choropleth.class_of(counts[each.code], limits),
            "label": [round(at, 1) for at in geography.projected(*choropleth.LABELS[each.code])],
            "rings": [
                [[round(at, 1) for at in geography.projected(*point)] for point in ring[:-1]]
                for ring in outlines(_DETAIL)[each.code]
            ],
        }
        for each in book.provinces
    ]
    return {"title": "Initiatieven per provincie", "white_from": style.load().white_from, "provinces": provinces}


def _foot(figures: pd.DataFrame, book: Codebook, wave: Wave, area: Area) -> dict:
    rules = book.publication
    answered = style.number(value(figures, "responses", area) or 0)
    return {
        "reading": "Een stip is het percentage, de band het interval: bij een herhaling van de meting zou het cijfer "
        f"in {style.number(rules.confidence * 100)} van de 100 keer daarbinnen vallen. Een band met een kleine stip is "
        "indicatief, een open stip op een dunne lijn onzeker. De getallen op de kaart zijn geen rangorde. "
        f"Onder de {rules.hidden_below} antwoorden tonen we geen cijfer.",
        "source": f"{answered} ingevulde vragenlijsten in {area.name}. Bron: {book.monitor.title}, "
        f"{wave.label.lower()} {wave.year}. {book.monitor.sender}. Licentie: {book.monitor.licence}. "
        "Kaart: MapSVG / svg-maps (CC BY 4.0). Letter: Source Sans Pro (OFL).",
    }
