"""The letters of the house style as pages load them: those in use, small, under a name of their own."""

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from monitor_lib.pictures.style import packages, style

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# Latin with all its accents, punctuation, the euro, arrows, and the signs of comparison.
_IN_USE = (range(0x20, 0x250), range(0x1E00, 0x1F00), range(0x2000, 0x2070), (0x20AC,), range(0x2190, 0x219A))
_SIGNS = (0x2212, 0x2248, 0x2260, 0x2264, 0x2265)
_FEATURES = ("kern", "liga", "tnum", "lnum", "ccmp", "mark")
_KEPT = (0, 7, 13, 14)  # copyright, trademark, licence and its address
_WEIGHTS = {"Regular": 400, "Semibold": 600, "Bold": 700}


@lru_cache
def web_letters() -> dict[str, bytes]:
    """The font files of pages by name; the same bytes on every run."""
    fonts = style.load().fonts
    return {f"{_called(path.stem, fonts)}.woff2": _in_use(path, fonts) for path in packages.letters()}


def faces(addresses: dict[str, str]) -> str:
    """The style rules that bring the letters, each file by its address."""
    family = style.load().fonts["web"]
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {_weight(name)}; font-display: swap; '
        f'src: url("{address}") format("woff2"); }}\n'
        for name, address in addresses.items()
    )


def _weight(name: str) -> int:
    return next((weight for word, weight in _WEIGHTS.items() if Path(name).stem.endswith(f"-{word}")), 400)


def _in_use(path: Path, fonts: style.Fonts) -> bytes:
    import uharfbuzz  # these two are needed only where letters are made
    from fontTools.ttLib import TTFont

    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    wanted.unicode_set.update(code for codes in (*_IN_USE, _SIGNS) for code in codes)
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(name.encode()) for name in _FEATURES)
    kept = uharfbuzz.subset(uharfbuzz.Face(path.read_bytes()), wanted).blob.data
    made = io.BytesIO()
    with TTFont(io.BytesIO(kept), recalcTimestamp=False, lazy=True) as font:
        _rename(font, fonts)
        font.flavor = "woff2"
        font.save(made)
    return made.getvalue()


def _rename(font: "TTFont", fonts: style.Fonts) -> None:
    """Gives the font another name, as its licence asks of who changes it; its maker and licence stay."""
    for record in [record for record in font["name"].names if record.nameID not in _KEPT]:
        place = record.nameID, record.platformID, record.platEncID, record.langID
        font["name"].setName(_called(record.toUnicode(), fonts), *place)


def _called(name: str, fonts: style.Fonts) -> str:
    """A name with that of the family in place of the one its maker reserves, with and without spaces."""
    for written in (str, lambda words: words.replace(" ", "")):
        name = name.replace(written(fonts["family"]), written(fonts["web"]))
    return name
