"""The house style: colours, letters, and how a number or a date is written in the language that is spoken."""

import base64
import datetime as dt
import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

from babel import dates, lists, numbers

from monitor_lib import paths
from monitor_lib.pictures.style import checks
from monitor_lib.pictures.style.colour import contrast
from monitor_lib.reference.text.folding import listed_faults
from monitor_lib.reference.text.language import say, spoken

YEARS = ("jaar", "year")  # the unit of a number that is a year, in every language of the codebook


class StyleError(Exception):
    """A house style that not everyone can read: which colours, and why; or what is missing from its file."""


@dataclass(frozen=True)
class Tiles:
    """Pictures of a tile server as the ground of maps: their address with {z}, {x} and {y}, and whom to credit."""

    address: str
    credit: str

    @property
    def host(self) -> str:
        """The server that a reader's browser then asks."""
        return "/".join(self.address.split("/")[:3])


class Fonts(TypedDict):
    """The letters: their family, what stands in for it, what pages call it, and the files that have them."""

    family: str
    fallback: str
    web: str
    files: list[str]
    print_files: list[str]
    licence: str


@dataclass(frozen=True)
class Style:
    """What every picture and page is drawn with; colours are `#rrggbb`."""

    sender: dict[str, str]
    fonts: Fonts
    credits: dict[str, str]
    colours: dict[str, str]
    classes: tuple[str, ...]
    white_from: int
    opinions: tuple[str, ...]
    answers: tuple[str, ...]
    logo: Path | None
    tiles: Tiles | None

    @property
    def css(self) -> str:
        """The style as custom properties, for the top of a stylesheet."""
        named = {**self.colours, **{f"class-{n}": colour for n, colour in enumerate(self.classes)}}
        lines = [f"--{name.replace('_', '-')}: {colour};" for name, colour in named.items()]
        return "\n  ".join([":root {", *lines, f"--letters: {self.fonts['fallback']};"]) + "\n}\n"

    @property
    def logo_address(self) -> str:
        """The logo as a data address for a page, or "" when there is none."""
        if self.logo is None:
            return ""
        kind = "svg+xml" if self.logo.suffix == ".svg" else "png"
        return f"data:image/{kind};base64,{base64.b64encode(self.logo.read_bytes()).decode()}"


def load(path: Path | None = None) -> Style:
    """The house style in this file; without one that of the project.

    Raises:
        StyleError: with every pair of colours that is too faint or looks alike, and everything that is missing.
    """
    return _read(path or paths.project().style)


def colour(role: str) -> str:
    """The colour that the house style gives this role."""
    return load().colours[role]


@lru_cache
def _read(path: Path) -> Style:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise StyleError(f"{path.name} is not valid TOML: {error}") from None
    faults = list(checks.faults(document, path.parent))
    if faults:
        raise StyleError(listed_faults(path.name, faults))
    scales = document["scales"]
    logo = document["sender"].get("logo", "")
    return Style(
        sender=document["sender"],
        fonts=document["fonts"],
        credits=document["credits"],
        colours=document["colours"],
        classes=tuple(scales["classes"]),
        white_from=scales["white_from"],
        opinions=tuple(scales["opinions"]),
        answers=tuple(scales["answers"]),
        logo=path.parent / logo if logo else None,
        tiles=Tiles(**document["tiles"]) if "tiles" in document else None,
    )


def readable_on(colour: str) -> str:
    """The colour of text that stands on this colour."""
    known = load().colours
    return max((known["paper"], known["ink"]), key=lambda front: contrast(front, colour))


def number(value: float, decimals: int = 0) -> str:
    """A number as it is written: in Dutch 1.471 or 2,5."""
    text = f"{_rounded(value, decimals):,.{decimals}f}"
    return text.translate(str.maketrans(".,", separators()))


def separators() -> str:
    """The sign before decimals, and the one between thousands."""
    return _separators(spoken())


@lru_cache
def _separators(language: str) -> str:
    return numbers.get_decimal_symbol(language) + numbers.get_group_symbol(language)


def amount(value: float, unit: str) -> str:
    """A number in its unit: a year without thousands mark, a number under 100 with one decimal if it has one."""
    if unit in YEARS:
        return str(round(value))
    whole = value >= 100 or _rounded(value, 1) == _rounded(value, 0)
    return number(value, 0 if whole else 1)


def percent(share: float) -> str:
    """A fraction as whole percents; a share that is not nothing is never called 0%."""
    if 0 < share < 0.005:
        return say("minder dan 1%")
    return _percents(share)


def signed(value: float) -> str:
    """A whole number with its sign, the minus as it is printed: +14 or −3."""
    text = number(abs(value))
    sign = "" if text == "0" else "+" if value > 0 else "−"
    return f"{sign}{text}"


def ranged(low: str, high: str) -> str:
    """Two numbers as the limits of an interval."""
    return say("tussen {low} en {high}", low=low, high=high)


def between(low: float, high: float) -> str:
    """Two fractions as the limits of an interval."""
    return ranged(_percents(low), _percents(high))


def dashed(low: float, high: float) -> str:
    """Two fractions as a short range, for where there is no room for words."""
    return f"{number(low * 100)}–{_percents(high)}"


def together(names: list[str]) -> str:
    """Several names in a row: in Dutch A, B en C."""
    return lists.format_list(names, locale=spoken())


def either(names: list[str]) -> str:
    """Names of which one will do, in the language that is spoken: `ja, deels of nee`."""
    return lists.format_list(names, style="or", locale=spoken())


def _percents(share: float) -> str:
    return f"{number(share * 100)}%"


def _rounded(value: float, decimals: int) -> float:
    """Half goes up, as readers expect; Python's own rounding goes to the even neighbour."""
    return math.floor(value * 10**decimals + 0.5) / 10**decimals


def date(day: dt.date) -> str:
    """A date as it is written: in Dutch 2 november 2026."""
    return dates.format_date(day, "d MMMM y", locale=spoken())


def month(when: str) -> str:
    """A year, or a year and a month such as `2016-01`, as it is written: in Dutch `januari 2016`."""
    year, _, number = when.partition("-")
    return dates.format_date(dt.date(int(year), int(number), 1), "MMMM y", locale=spoken()) if number else year
