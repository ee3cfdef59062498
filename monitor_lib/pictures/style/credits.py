"""Whom pages and pictures name for the map, the places and the letters that they show."""

from monitor_lib import paths
from monitor_lib.pictures.style import style
from monitor_lib.reference.areas import geography

_MAP = ("map", "map_in_full")


def credits() -> dict[str, str]:
    """The credits of the house style, by its names for them; "" for a map, or places, that the project has not."""
    known = dict(style.load().credits)
    if not geography.province_rings():
        known |= dict.fromkeys(_MAP, "")
    if not paths.project().geography.postcodes.exists():
        known["places"] = ""
    return known
