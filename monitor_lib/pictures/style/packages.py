"""Files of installed packages that pages and infographics need; none of them is copied into this project."""

from importlib.metadata import distribution
from pathlib import Path
from typing import Literal

from monitor_lib import paths
from monitor_lib.pictures.style import style
from monitor_lib.pictures.style.fonts import font

OF_MAPS = ("shared.js", "finder.js", "bubbles.js", "map.js", "map.css")


def plotly_script() -> Path:
    """The library that draws the charts of a page."""
    return _file("plotly", "plotly/package_data/plotly.min.js")


def leaflet_script() -> Path:
    """The library that draws the map of a page."""
    return _file("xstatic-leaflet", "xstatic/pkg/leaflet/data/leaflet.js")


def leaflet_style() -> Path:
    """The style sheet of that library."""
    return _file("xstatic-leaflet", "xstatic/pkg/leaflet/data/leaflet.css")


def notices() -> dict[str, str]:
    """What the licences of the libraries ask to be told wherever those are, by the name of a file to stand beside them.

    Each begins with the copyright notice of the script itself. The licence of plotly.js lies in its package; that of
    Leaflet, which has none in its package, is one of ours.
    """
    found = (file for file in distribution("plotly").files or () if file.match("licenses/LICENSE.txt"))
    of_plotly, of_leaflet = Path(str(next(found).locate())), paths.ASSETS / "licences" / "BSD-2-Clause.txt"
    licensed = {plotly_script(): of_plotly, leaflet_script(): of_leaflet}
    return {
        f"{script.name}.LICENSE.txt": f"{_opening_comment(script)}\n\n{licence.read_text('utf-8')}"
        for script, licence in licensed.items()
    }


def _opening_comment(script: Path) -> str:
    """The comment that a script begins with, without its signs."""
    comment = script.read_text("utf-8").lstrip().removeprefix("/*").partition("*/")[0]
    return "\n".join(line.strip(" *") for line in comment.splitlines() if "@" not in line).strip()


def of_maps() -> dict[str, Path]:
    """Everything that a map needs beside its page, by name: the library and our own."""
    own = {name: paths.ASSETS / name for name in OF_MAPS}
    return own | {path.name: path for path in (leaflet_script(), leaflet_style())}


def letters(role: Literal["files", "print_files"] = "files") -> list[Path]:
    """The font files of the house style for this role (`files` of pages, `print_files` of infographics)."""
    return [_font(name) for name in style.load().fonts[role]]


def letters_licence() -> Path:
    """The licence that goes with the font files."""
    return _font(style.load().fonts["licence"])


def _font(name: str) -> Path:
    beside = paths.project().style
    return font(name, beside.parent)


def _file(package: str, name: str) -> Path:
    return Path(str(distribution(package).locate_file(name)))
