"""The initiatives to search, filter and read, on a map and in a list that is its equal."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import jinja2
import pandas as pd

from monitor_lib.pictures.figure.rows import area_of, in_area
from monitor_lib.pictures.maps import base_map, places
from monitor_lib.pictures.style import packages, style, templates
from monitor_lib.pictures.style.templates import json_block
from monitor_lib.pictures.text.markdown import literal
from monitor_lib.reference.records import Area, Codebook
from monitor_lib.reference.roles import MAP
from monitor_lib.reference.text.language import say, say_many

MIME = "application/vnd.monitor.map+json"
EXPLORER_MIME = "application/vnd.monitor.explorer+json"
_PAGE, _EXPLORER = "frame.html.j2", "explorer.html.j2"
_FRAME = "width:100%;height:44rem;border:0"


@dataclass(frozen=True)
class InitiativesMap:
    """The initiatives of one area that agreed to be on the map.

    `markup` gives its HTML: with links to shared files in `assets/`, or with everything in it.
    """

    id: str
    title: str
    sentence: str
    note: str
    table: pd.DataFrame
    markup: Callable[[bool], str]
    whole_page: bool

    def page(self, shared: bool) -> str:
        """The map as a page, for a frame."""
        return _template(_PAGE).render(title=self.title, markup=self.markup(shared), **_files(shared))

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        if self.table.empty and not self.whole_page:  # a search in which nothing can be found is no map
            return {"text/markdown": literal(self.sentence), "text/plain": self.sentence}
        frame = f'<iframe title="{html.escape(self.title)}" style="{_FRAME}" srcdoc="{{}}"></iframe>'
        return {
            **(self._explorer() if self.whole_page else self._figure()),
            "text/html": frame.format(html.escape(self.page(shared=False))),
            "text/plain": f"{self.title}. {self.sentence}",
        }

    def _explorer(self) -> dict:
        return {EXPLORER_MIME: {"shared": self.markup(True), "alone": self.markup(False)}}

    def _figure(self) -> dict:
        table = {"columns": list(self.table.columns), "rows": self.table.to_numpy().tolist()}
        words = {name: getattr(self, name) for name in ("id", "title", "sentence", "note")}
        return {MIME: words | {"page": self.page(shared=True), "table": table}}


def initiatives_map(initiatives: pd.DataFrame, book: Codebook, area: Area | str) -> InitiativesMap:
    """The initiatives of an area at the centre of their place, as a picture in a report.

    Args:
        initiatives: the public table, one row per initiative that agreed to be shown.
        book: the codebook.
        area: the country, a province or a municipality.
    """
    return _made(initiatives, book, area_of(book, area), notice=None)


def initiatives_explorer(initiatives: pd.DataFrame, book: Codebook, notice: str = "") -> InitiativesMap:
    """All initiatives on a page of their own, whose address holds what is asked; `notice` marks invented data."""
    return _made(initiatives, book, book.country, notice)


def consent(book: Codebook) -> str:
    """On whose word an initiative is on the map."""
    if book.consent(MAP):
        return say("Op de kaart staan alleen initiatieven die daar, zelf of via hun netwerk, ja op zeiden.")
    return say("De vragenlijst vroeg niet naar de kaart: wie erop staat, zei daar via het eigen netwerk ja op.")


def _made(initiatives: pd.DataFrame, book: Codebook, area: Area, notice: str | None) -> InitiativesMap:
    inside = places.ordered(initiatives[_inside(initiatives, area)])
    frame = book.area(area.parent) if area.level == "municipality" else area
    return InitiativesMap(
        id=f"kaart-{area.code.lower()}",
        title=say("Initiatieven {where}", where=in_area(area)),
        sentence=_sense(inside, area),
        note=say(
            "Elk punt is het midden van een plaats of postcodegebied, nooit een huis. Het getal in een punt zegt "
            "hoeveel initiatieven er samen staan. Alleen initiatieven die daarmee instemden staan op de kaart."
        ),
        table=places.listed(inside, book),
        markup=_markup(_told(inside, book, frame, notice)),
        whole_page=notice is not None,
    )


def _inside(initiatives: pd.DataFrame, area: Area) -> pd.Series:
    if area.level == "municipality":
        return (initiatives["municipality_name"] == area.name) & (initiatives["province"] == area.parent)
    return (initiatives["province"] == area.code) | (area.level == "country")


def _sense(inside: pd.DataFrame, area: Area) -> str:
    if inside.empty:
        return say("In {area} staan nog geen initiatieven op de kaart.", area=area.name)
    placed = inside.dropna(subset=["latitude", "longitude"])
    spots = placed["place"].nunique()
    them = say_many("één initiatief", "{count} initiatieven", len(placed), count=style.number(len(placed)))
    spread = say_many("één plaats", "{count} plaatsen", spots, count=style.number(spots))
    return say("Op de kaart: {initiatives} in {places} {where}.", initiatives=them, places=spread, where=in_area(area))


def _told(inside: pd.DataFrame, book: Codebook, area: Area, notice: str | None) -> dict:
    """What the template is told, whichever way it reaches the files that pages share."""
    data = places.data(inside, book)
    return {
        "contact": book.monitor.contact,
        "title": book.monitor.title,
        "heading": say("Initiatievenkaart"),
        "notice": notice,
        "embedded": notice is None,
        "facets": data["facets"],
        "base": base_map.base_map(area),
        "block": json_block(data),
        "groups": [] if notice is None else places.by_province(inside, book),
    }


def _markup(told: dict) -> Callable[[bool], str]:
    return lru_cache(lambda shared: _template(_EXPLORER).render(told | _files(shared)))


def _files(shared: bool) -> dict:
    """How a template reaches the files that pages share."""
    return {"shared": shared, "text": _text}


@lru_cache
def _text(name: str) -> str:
    """A shared file as it stands in a page of its own, where there is no other style sheet."""
    text = packages.of_maps()[name].read_text("utf-8").replace("</script", "<\\/script")
    return style.load().css + text if name == "map.css" else text


def _template(name: str) -> jinja2.Template:
    return _templates().get_template(name)


_templates = lru_cache(templates.environment)
