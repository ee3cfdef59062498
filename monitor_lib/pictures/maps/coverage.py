"""The municipalities with an initiative, in words and as a map in SVG: yes or no, never how many."""

import html
from collections.abc import Mapping

import pandas as pd

from monitor_lib import paths
from monitor_lib.pictures.figure.rows import in_area
from monitor_lib.pictures.figure.words import rounded
from monitor_lib.pictures.maps.drawn import DrawnMap
from monitor_lib.pictures.maps.legend import legend
from monitor_lib.pictures.maps.outlines import path, simplified
from monitor_lib.pictures.style import style
from monitor_lib.pictures.style.credits import credits
from monitor_lib.pictures.text.sentences import published_words
from monitor_lib.reference.areas import boundaries, geography
from monitor_lib.reference.areas.geography import Municipality, Outline
from monitor_lib.reference.areas.municipalities import monitored, municipalities_in
from monitor_lib.reference.records import Area, Codebook, Wave
from monitor_lib.reference.text.language import say

COVERED, BARE = "teal", "line"  # colours of the house style
_DETAIL = 0.004
_OLDEST = min(boundaries.MUNICIPALITIES)
_NONE = "–"


def coverage_map(account: pd.DataFrame, book: Codebook, official: paths.Boundaries, wave: Wave) -> DrawnMap:
    """The map of municipalities that have at least one initiative on the list.

    Its table has one row per province: its name, how many municipalities have an initiative, and which; there is none
    where it is not known which municipalities there are.

    Args:
        account: the public account of one wave.
        book: the codebook.
        official: the outlines of the wave's year; where they were not fetched, the schematic ones serve.
        wave: the wave.
    """
    towns = account[account["level"] == "municipality"]
    covered = dict(zip(towns["id"], towns["name"], strict=True))
    schematic = not boundaries.available(official)
    rough = paths.project().geography.schematic_municipalities
    drawn = _own(geography.drawn_areas(rough if schematic else official.municipalities), book)
    known = account.loc[account["level"] == "country", "all_municipalities"].iloc[0]
    told = say(
        "In {count} van de {all} gemeenten staat ten minste één initiatief op de lijst.",
        count=style.number(len(covered)),
        all=style.number(known),
    )
    missing = [name for code, name in covered.items() if code not in drawn]
    return DrawnMap(
        id="gemeenten",
        title=say("Gemeenten met een initiatief"),
        sentence=told if drawn else say("Welke gemeenten er zijn, is hier niet bekend."),
        svg=_svg(drawn, covered, told, schematic) if drawn else "",
        note=_note(schematic, missing) if drawn else "",
        source=say("Bron: {published}", published=published_words(book, wave)),
        columns=(say("Provincie"), say("Gemeenten met een initiatief"), say("Welke")),
        rows=_rows(account, book) if known else (),
    )


def reach(account: pd.DataFrame, book: Codebook, province: Area, year: int) -> str:
    """In which municipalities of a province nobody is on the list yet, and how many people there are per initiative.

    Args:
        account: the public account of one wave.
        book: the codebook.
        province: the province.
        year: the year whose municipalities count.
    """
    covered = set(account.loc[account["level"] == "municipality", "id"])
    towns = [town for town in municipalities_in(year) if town.province == province.code]
    bare = sorted((town.name for town in towns if town.code not in covered), key=str.casefold)
    return " ".join(filter(None, (*_reach(bare, len(towns), province), _people(account, province, book.country))))


def _reach(bare: list[str], every: int, province: Area) -> tuple[str, ...]:
    if not every:
        return ()
    given = {"count": every - len(bare), "all": every, "where": in_area(province), "towns": style.together(bare)}
    if not bare:
        return (say("In alle {all} gemeenten {where} staat ten minste één initiatief op de lijst.", **given),)
    if len(bare) == every:
        return (say("Nog in geen van de {all} gemeenten {where} staat een initiatief op de lijst.", **given),)
    return (
        say("In {count} van de {all} gemeenten {where} staat ten minste één initiatief op de lijst.", **given),
        say("In {towns} nog geen. Dat kan ook komen doordat daar nog niet is gezocht.", **given),
    )


def _people(account: pd.DataFrame, province: Area, country: Area) -> str:
    """How many people there are per initiative, here and in the country; nothing where that is not known."""
    per = account.set_index("id")["per_initiative"]
    if per[[province.code, country.code]].isna().any():
        return ""
    here, everywhere = (rounded(per[area.code]) for area in (province, country))
    return say(
        "Er is één initiatief op ongeveer {here} inwoners; in heel {country} één op {everywhere}.",
        here=here,
        everywhere=everywhere,
        country=country.name,
    )


def _note(schematic: bool, missing: list[str]) -> str:
    """What the outlines are worth, and which municipalities they do not know."""
    if schematic:
        named = credits()
        words = say(
            "De kaart is schematisch: de vlakken zijn geen gemeentegrenzen. Vlakken: {source}.",
            source=style.together([named["map"], named["places"]]),
        )
    else:
        words = say("Grenzen: {source}.", source=say(boundaries.LICENCE))
    left_out = say("Niet getekend, want niet in deze grenzen: {towns}.", towns=", ".join(missing)) if missing else ""
    bare = say("Een gemeente zonder kleur kan ook een gemeente zijn waar nog niet is gezocht.")
    return " ".join(filter(None, (words, left_out, bare)))


def _own(drawn: Mapping[str, Outline], book: Codebook) -> dict[str, Outline]:
    """The outlines without those of municipalities in a province that the monitor is not about."""
    elsewhere = {town.code for town in set(_every()) - set(monitored(_every(), book))}
    return {code: outline for code, outline in drawn.items() if code not in elsewhere}


def _every() -> tuple[Municipality, ...]:
    """Every municipality of today, and of the oldest outlines."""
    return (*municipalities_in(_OLDEST), *geography.municipalities())


def _rows(account: pd.DataFrame, book: Codebook) -> tuple[tuple[str, str, str], ...]:
    counts = account[account["level"] == "province"].set_index("id")["all_municipalities"]
    towns = account[account["level"] == "municipality"]
    homes = towns["id"].map({town.code: town.province for town in _every()})
    names = {code: sorted(found, key=str.casefold) for code, found in towns["name"].groupby(homes)}
    return tuple(
        (
            area.name,
            _reached(len(names.get(area.code, ())), counts[area.code]),
            ", ".join(names.get(area.code, ())) or _NONE,
        )
        for area in book.provinces
    )


def _reached(count: int, every: int) -> str:
    return say("{count} van {all}", count=count, all=style.number(every))


def _svg(drawn: Mapping[str, Outline], covered: Mapping[str, str], told: str, schematic: bool) -> str:
    colours = style.load().colours
    kinds = {True: (colours[COVERED], say("ja")), False: (colours[BARE], say("nee"))}
    lands = "".join(
        f'<g fill="{colour}">{"".join(_land(drawn[code], word) for code in drawn if (code in covered) == kind)}</g>'
        for kind, (colour, word) in kinds.items()
    )
    keys = [(colours[COVERED], say("ten minste één initiatief")), (colours[BARE], say("geen op de lijst"))]
    key, box = legend(say("Gemeenten"), keys, say("schematisch") if schematic else "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" '
        f'aria-labelledby="coverage-map-title"><title id="coverage-map-title">{html.escape(told)}</title>'
        f'<g fill-rule="evenodd" stroke="{style.colour("paper")}" stroke-width="1.2" stroke-linejoin="round">'
        f"{lands}</g>{key}</svg>"
    )


def _land(outline: Outline, covered: str) -> str:
    thin = path(simplified(ring, _DETAIL) for ring in outline.rings)
    return f'<path d="{thin}"><title>{html.escape(outline.name)}: {covered}</title></path>'
