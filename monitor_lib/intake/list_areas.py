"""Where rows lie without saying so: in what their sheet is called after, or in what a heading above them names."""

from monitor_lib.intake import cells
from monitor_lib.intake.headers import Header
from monitor_lib.reference.codebook_records import Codebook
from monitor_lib.reference.municipalities import municipalities_called

Area = dict[str, str]
# Above others stands the name of an area where their own names do, or in a column for such areas.
_HEADING_TYPES = ("text", "municipality", "province")


def named_area(text: str, book: Codebook) -> Area:
    """The municipality, or the province by code, that a text names, as values of a row; nothing where it names neither.

    What both are called so is the province: the municipality lies in it.
    """
    if province := cells.province(text, book):
        return {"province": province}
    return {"municipality": cells.plain(text)} if municipalities_called(text) else {}


def group_area(row: tuple[str, ...], head: Header, book: Codebook) -> Area:
    """The area that a row names if it says nothing else, so that it stands above others."""
    filled = [n for n, cell in enumerate(row) if cell.strip()]
    field = head.meanings.get(filled[0]) if len(filled) == 1 else None
    is_heading = len(filled) == 1 and (field is None or (field.type in _HEADING_TYPES and not field.personal))
    return named_area(row[filled[0]], book) if is_heading else {}
