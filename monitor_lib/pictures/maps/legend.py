"""What the colours of a drawn map mean, beside it, in letters that stay readable where the map is small."""

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from monitor_lib.pictures.style import style
from monitor_lib.reference.areas import geography

LETTERS = 38  # how high, in units of the drawing: 8 points where it is 66 mm wide, as on paper
_LINE = 42
_LONGEST = 14  # characters: what fits beside a land that is higher than wide


@dataclass(frozen=True)
class _Line:
    """One line of the legend: words, how they look, and the colour that they tell of."""

    words: str
    look: str = ""
    colour: str = ""
    indent: int = 0

    def svg(self, y: int) -> str:
        square = f'<rect x="8" y="{y - 27}" width="34" height="30" fill="{self.colour}"/>' if self.colour else ""
        return f'{square}<text x="{8 + self.indent}" y="{y}"{self.look}>{html.escape(self.words)}</text>'


def legend(heading: str, keys: Sequence[tuple[str, str]], note: str = "") -> tuple[str, str]:
    """The legend of a map, and the `viewBox` of the drawing with it.

    Beside a land that is higher than wide it stands upper left, where the Netherlands have sea; else below the land.

    Args:
        heading: what the colours are about.
        keys: each colour and what it means; none where that is not known.
        note: a word on the map itself, or "".
    """
    land = round(geography.drawn_height())
    top = 0 if land > geography.WIDTH else land + 24
    lines = [_Line(words, ' font-weight="700"') for words in _folded(heading) if keys]
    for colour, meaning in keys:
        first, *others = _folded(meaning)
        lines += [_Line(first, "", colour, 46), *(_Line(words, indent=46) for words in others)]
    lines += [_Line(words, ' font-style="italic"') for words in _folded(note)]
    font, ink = html.escape(style.load().fonts["fallback"]), style.colour("ink")
    drawn = "".join(line.svg(top + 30 + _LINE * at) for at, line in enumerate(lines))
    group = f'<g font-family="{font}" font-size="{LETTERS}" fill="{ink}" aria-hidden="true">{drawn}</g>'
    return group, f"-8 -8 880 {max(land, top + _LINE * len(lines)) + 24}"


def _folded(words: str) -> list[str]:
    return textwrap.wrap(words, _LONGEST, break_long_words=False)
