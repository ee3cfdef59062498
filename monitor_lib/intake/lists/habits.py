"""What a table leaves to its reader: cells that mean the one above, gaps under a value, and its own words for yes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.decisions import Line
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header
from monitor_lib.intake.lists.asides import aside
from monitor_lib.intake.lists.choices import CONSENT, GAPS, YES, Choices, line_of
from monitor_lib.intake.lists.fields import consent_word, is_unread_consent
from monitor_lib.intake.lists.headings import ALL, letters
from monitor_lib.intake.lists.rows import group_area
from monitor_lib.intake.places.clues import lies_in
from monitor_lib.intake.places.whereabouts import whereabouts
from monitor_lib.reference.areas import geography
from monitor_lib.reference.areas.municipalities import municipalities_called
from monitor_lib.reference.records import Codebook, Field, ListWords
from monitor_lib.reference.text.folding import folded

_QUOTES = re.compile(r"[\"'’‘“”„«»´`〃]+|,,+")
_AREAS = ("municipality", "province", "place")
_LEAST_GAPS, _GAPS_SHARE = 2, 0.25  # empty cells, of the rows with a name
_FITTING = 0.9  # of the rows with a gap that say where they are lie in what stands above
_DITTO = "deze cel zegt dat zij gelijk is aan die erboven, en is zo gelezen."
_NOTHING_ABOVE = "deze cel zegt dat zij gelijk is aan die erboven, maar daar staat niets."
_GAPPED = (
    "de kolom is alleen op de eerste rij van elk blok gevuld, zo lijkt het. Geldt een waarde ook voor de lege cellen "
    'eronder, zet dan in lists.csv bij "{about}" onder decision ja; anders nee.'
)
_FILLED = "de lege cellen in deze kolom zijn gelezen als de gevulde erboven, zoals in lists.csv staat."


@dataclass
class Above:
    """The cells above the row that is to read, by column; those of `gaps` go on below, others where a cell says so."""

    gaps: frozenset[int]
    texts: dict[int, str] = field(default_factory=dict)

    def read(self, row: tuple[str, ...], head: Header[Field], words: ListWords) -> tuple[tuple[str, ...], dict]:
        """The row with what its cells mean, and what is told of the columns of which that stands above."""
        found, told = [*row, *[""] * (len(head.headings) - len(row))], {}
        for n, meaning in head.meanings.items():
            if meaning.type != "yesno" and is_ditto(found[n], words):
                found[n] = self.texts.get(n, "")
                told[n] = _DITTO if found[n] else _NOTHING_ABOVE
            elif n in self.gaps and not found[n].strip():
                found[n] = self.texts.get(n, "")
        self.texts = dict(enumerate(found))
        return tuple(found), told


def is_ditto(text: str, words: ListWords) -> bool:
    """Whether a cell says that it is as the one above."""
    plain = text.strip()
    return bool(_QUOTES.fullmatch(plain.replace(" ", "")) or (plain and folded(plain) in map(folded, words.ditto)))


def gaps(sheet: Sheet, head: Header[Field], made: Choices, book: Codebook) -> tuple[Above, list[Fault], list[Line]]:
    """The columns whose empty cells are as those above by decision, with what is told and asked of such columns."""
    filled, faults, lines = set(), [], []
    for n, meaning in head.meanings.items():
        about = f"{GAPS}: {meaning.label}"
        said = made.said(sheet.file, sheet.name, about) if meaning.type in _AREAS else None
        if said == YES:
            filled.add(n)
            faults.append(_remark(sheet, head, n, _FILLED))
        elif said is None and meaning.type in _AREAS and _is_gapped(sheet, head, n, book):
            faults.append(_remark(sheet, head, n, _GAPPED.format(about=about)))
            lines.append(line_of(sheet.file, sheet.name, about, YES))
    return Above(frozenset(filled)), faults, lines


def _remark(sheet: Sheet, head: Header[Field], column: int, message: str) -> Fault:
    return Fault(sheet.file, "gaps", message, sheet.name, head.row, letters(column), "remark")


def _is_gapped(sheet: Sheet, head: Header[Field], column: int, book: Codebook) -> bool:
    """Whether a column of areas has a value where a block begins, and gaps below: no value stands twice in a row.

    Of a place that is so only where no municipality is said beside it.
    """
    kinds = {field.type for field in head.meanings.values()}
    if head.meanings[column].type == "place" and "municipality" in kinds:
        return False
    rows = _delivered(sheet, head, book)
    said = [head.text(row, column).strip() for row in rows]
    again = any(one and one == other for one, other in pairwise(said))
    if not rows or not said[0] or again or said.count("") < max(_LEAST_GAPS, _GAPS_SHARE * len(said)):
        return False
    fitting = list(_fitting(rows, head, column, book))
    return sum(fitting) >= _FITTING * len(fitting) and (bool(fitting) or _are_lost(rows, head, column))


def _delivered(sheet: Sheet, head: Header[Field], book: Codebook) -> list[tuple[str, ...]]:
    """The rows with a name that are no total, note or heading above others."""
    names = [n for n, field in head.meanings.items() if field.required and field.type == "text"]
    below = list(enumerate(sheet.rows))[head.row :]
    named = [(at, row) for at, row in below if any(head.text(row, n).strip() for n in names)]
    return [row for at, row in named if not (group_area(row, head, book) or aside(sheet.rows, at, head, book))]


def _are_lost(rows: Sequence[tuple[str, ...]], head: Header[Field], column: int) -> bool:
    """Whether the rows with a gap say nowhere else where they are."""
    where = [n for n, field in head.meanings.items() if field.type in (*_AREAS, "postcode") and n != column]
    return not any(head.text(row, n).strip() for row in rows if not head.text(row, column).strip() for n in where)


def _fitting(rows: Sequence[tuple[str, ...]], head: Header[Field], column: int, book: Codebook) -> Iterator[bool]:
    """Of every row with a gap that names a place: whether that lies in the area above."""
    above = ""
    for row in rows:
        above = head.text(row, column).strip() or above
        if not head.text(row, column).strip():
            texts = (head.text(row, n) for n, field in head.meanings.items() if field.type == "place" and n != column)
            names = [name for text in texts for name in whereabouts(text, book).places]
            spots = [spot for name in names for spot in geography.by_place(name)]
            if spots:
                province = cells.province(above, book) if head.meanings[column].type == "province" else None
                towns = municipalities_called(above)
                yield any(spot.province == province or any(lies_in(spot, town) for town in towns) for spot in spots)


def consents(sheet: Sheet, head: Header[Field], made: Choices, book: Codebook) -> tuple[dict[str, str], list[Line]]:
    """What a person said that words in columns of consent mean, and a question about each that nobody decided on."""
    every = ALL if sheet.name else ""
    meant: dict[str, str] = {}
    asked: dict[str, Line] = {}
    for n in (n for n, meaning in head.meanings.items() if meaning.type == "yesno"):
        for word in {consent_word(head.text(row, n)) for row in sheet.rows[head.row :]}:
            about = f"{CONSENT}: {word}"
            said = made.said(sheet.file, sheet.name, about)
            if said is not None:
                meant[word] = said
            elif is_unread_consent(word, book):
                asked[about] = line_of(sheet.file, every, about, "")
    return meant, [asked[about] for about in sorted(asked)]
