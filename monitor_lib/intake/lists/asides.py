"""Rows under the headings that are no delivered rows: totals, notes, section headings, contacts, and numbers alone."""

import re
from collections.abc import Sequence

from monitor_lib.intake.files.headers import Header
from monitor_lib.intake.lists.rows import named_area
from monitor_lib.reference.records import Codebook, Field, ListWords
from monitor_lib.reference.text.folding import folded

_NUMBER = re.compile(r"[\d\s.,%€-]*")
_LONG = 80  # signs that no name of an initiative has
WORDS = {
    "total_row": "deze rij is een totaal; zij telt niet als initiatief.",
    "note_row": "deze rij is een opmerking bij de lijst; zij telt niet als initiatief.",
    "below_row": "deze cel staat alleen onder de lijst; zij telt niet als initiatief.",
    "section_row": "deze rij is een tussenkop; zij telt niet als initiatief.",
    "contact_row": "deze rij noemt alleen een contactpersoon; zij hoort bij de rij erboven, en telt niet mee.",
    "number_row": "deze rij heeft alleen een nummer; zij telt niet als initiatief.",
}

BY_PLACE = ("below_row", "section_row")  # what is told by where it stands, and not by what it says


def aside(rows: Sequence[tuple[str, ...]], at: int, head: Header[Field], book: Codebook) -> str:
    """What a row is that is no initiative, by the codes of `WORDS`; "" for a row that may be one.

    Args:
        rows: the rows of the sheet.
        at: the position of the row, which is not empty.
        head: the columns.
        book: knows the areas that a total may be of.
    """
    filled = {n: cell for n, cell in enumerate(rows[at]) if cell.strip()}
    first, *rest = filled.values()
    is_bare = folded(first) in map(folded, book.lists.totals)  # beside a place this is what an initiative is called
    known = (_NUMBER.fullmatch(cell) or (named_area(cell, book) and not is_bare) for cell in rest)
    if _is_total(first, book) and all(known):
        return "total_row"
    if all(map(_NUMBER.fullmatch, filled.values())):
        return "number_row"
    fields = [head.meanings.get(n) for n in filled]
    if all(field is not None and field.personal for field in fields):
        return "contact_row"
    return "" if rest else _alone(first, rows, at, book.lists)


def _is_total(text: str, book: Codebook) -> bool:
    """Whether a text is a word for a sum, of nothing or of an area: "Totaal Welzijn" is a name."""
    said = folded(text)
    words = " ".join(word for word in said.split() if not word.isdigit())
    if not (total := _begins(words, book.lists.totals)):
        return words != said and words in map(folded, book.lists.sums)
    of = words[len(total) :].strip()
    return not of or bool(_begins(of, book.lists.sums) or named_area(of, book))


def _begins(words: str, known: Sequence[str]) -> str:
    """The known word or words with which a folded text begins."""
    return next((word for word in map(folded, known) if f"{words} ".startswith(f"{word} ")), "")


def _alone(text: str, rows: Sequence[tuple[str, ...]], at: int, known: ListWords) -> str:
    """What a row with one cell is: a note below the table or long or begun as one, or a heading above other rows."""
    words = folded(text)
    below = any(_count(row) > 1 for row in rows[at + 1 :])
    if _begins(words, known.notes) or len(text) > _LONG or text.strip()[:1] in "*†":
        return "note_row"
    if not below and _count(rows[at - 1]) < 2:
        return "below_row"
    heads = _begins(words, (*known.sections, *known.ended, *known.doubtful)) or text.rstrip().endswith(":")
    return "section_row" if below and heads else ""


def _count(row: tuple[str, ...]) -> int:
    return sum(bool(cell.strip()) for cell in row)
