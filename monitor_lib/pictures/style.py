"""The house style: colours, letters, and how a number is written in Dutch."""

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from monitor_lib import paths


@dataclass(frozen=True)
class Style:
    """What every picture and page is drawn with; colours are `#rrggbb`."""

    sender: dict[str, str]
    fonts: dict[str, str | list[str]]
    colours: dict[str, str]
    classes: tuple[str, ...]
    white_from: int
    opinions: tuple[str, ...]
    answers: tuple[str, ...]
    contrast: tuple[tuple[str, str, float], ...]

    @property
    def css(self) -> str:
        """The style as custom properties, for the top of a stylesheet."""
        named = {**self.colours, **{f"class-{n}": colour for n, colour in enumerate(self.classes)}}
        lines = [f"--{name.replace('_', '-')}: {colour};" for name, colour in named.items()]
        return "\n  ".join([":root {", *lines, f"--letters: {self.fonts['fallback']};"]) + "\n}\n"


@lru_cache
def load(path: Path = paths.STYLE) -> Style:
    """The house style in this file."""
    document = tomllib.loads(path.read_text("utf-8"))
    scales = document["scales"]
    return Style(
        sender=document["sender"],
        fonts=document["fonts"],
        colours=document["colours"],
        classes=tuple(scales["classes"]),
        white_from=scales["white_from"],
        opinions=tuple(scales["opinions"]),
        answers=tuple(scales["answers"]),
        contrast=tuple((front, back, ratio) for front, back, ratio in document["contrast"]["pairs"]),
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21.

    Source: WCAG 2.1, definition of relative luminance.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def number(value: float, decimals: int = 0) -> str:
    """A number as it is written in Dutch: 1.471 or 2,5."""
    text = f"{_rounded(value, decimals):,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))


def amount(value: float, unit: str) -> str:
    """A number in its unit: a year without thousands mark, a number under 100 with one decimal if it has one."""
    if unit == "jaar":
        return str(round(value))
    whole = value >= 100 or _rounded(value, 1) == _rounded(value, 0)
    return number(value, 0 if whole else 1)


def percent(share: float) -> str:
    """A fraction as whole percents; a share that is not nothing is never called 0%."""
    if 0 < share < 0.005:
        return "minder dan 1%"
    return f"{number(share * 100)}%"


def between(low: float, high: float) -> str:
    """Two fractions as the limits of an interval."""
    return f"tussen {number(low * 100)}% en {number(high * 100)}%"


def dashed(low: float, high: float) -> str:
    """Two fractions as a short range, for where there is no room for words."""
    return f"{number(low * 100)}–{number(high * 100)}%"


def _rounded(value: float, decimals: int) -> float:
    """Half goes up, as readers expect; Python's own rounding goes to the even neighbour."""
    return math.floor(value * 10**decimals + 0.5) / 10**decimals
