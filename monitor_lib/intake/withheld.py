"""What intake kept apart and no published byte may hold: addresses, numbers and names of persons, from the contacts.

A text is withheld when it points at a person and cannot well be anything else:

- an e-mail address, wherever in a contact cell;
- a Dutch telephone number, wherever in a contact cell;
- a name of two words or more in a column of names. One word is no person: "Roos" is also a flower;
- a token of ten signs or more: who has it answers as the initiative that was invited with it;
- the number of an initiative that took its consent back, and its name of two words or more, whole;
- any other personal cell of fifteen signs and two words or more, whole: a street with its number, a remark.

What the monitor itself publishes is not withheld: the name of an initiative that agreed to the map, of its place, of a
network, the words of the codebook. A village hall that a list names as contact person is such a name.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from monitor_lib import paths, stored
from monitor_lib.intake.files.cells import DASHES
from monitor_lib.intake.personal import NAMES
from monitor_lib.intake.withdrawals import ENDED, NOBODY, Register
from monitor_lib.reference.areas import geography
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded

EMAIL, PHONE, WORDS = "email", "phone", "words"
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(rf"(?<!\d)(?:\(?\+|00)?\(?\d[\d\s().\-/{DASHES}]{{7,16}}\d(?!\d)")
_APART = re.compile(r"[;/()\[\]]")
_INITIATIVE, _TOKEN = "initiative", "token"
# How many signs a text has at least, by field; that of another field is not sought as a whole.
_LEAST = dict.fromkeys((*NAMES, _INITIATIVE), 7) | dict.fromkeys(("address", "remarks"), 15) | {_TOKEN: 10}


@dataclass(frozen=True)
class Withheld:
    """One text that may not be published, and the delivered cell that it came from.

    `text` is in the form in which it is sought: an address in lower case, the last nine digits of a number, or words
    as `folded` gives them.
    """

    kind: str
    text: str
    file: str
    sheet: str
    row: int
    field: str

    @property
    def place(self) -> str:
        """Where it was delivered, for a message."""
        sheet = f", blad {self.sheet}" if self.sheet else ""
        return f"{self.file}{sheet}, rij {self.row}, kolom {self.field}"


def withheld(
    clean: paths.Clean, initiatives: pd.DataFrame, book: Codebook, back: Register = NOBODY
) -> tuple[Withheld, ...]:
    """Everything that may not be published, of one wave.

    Args:
        clean: the clean tables of the wave, as they were written.
        initiatives: the public ones; their names are no secret.
        book: the codebook, whose words are public.
        back: who took consent back; nothing may name them.
    """
    cells = pd.concat([_with_whole_names(stored.table(clean.contacts)), _named(back)], ignore_index=True)
    contacts = cells.drop_duplicates(["field", "value"])
    public = f" {' '.join(folded(text) for text in _public(initiatives, book))} "
    said = frozenset(public.split())  # few names end in a word of these
    columns = (contacts[name] for name in ("file", "sheet", "row", "field", "value"))
    found = [
        Withheld(kind, text, file, sheet, row, field)
        for file, sheet, row, field, value in zip(*columns, strict=True)
        for kind, text in _secrets(field, value)
        if not (kind == WORDS and text.split()[-1] in said and f" {text} " in public)
        and text != book.monitor.contact.casefold()
    ]
    return tuple({(each.kind, each.text): each for each in reversed(found)}.values())


def digits_of(number: str) -> str:
    """The last nine digits of a Dutch telephone number, or "" for what is none."""
    digits = re.sub(r"\D", "", number)
    rest = re.sub(r"^(?:0031|31|0)0?", "", digits)
    return rest if len(rest) == 9 and rest[0] != "0" else ""


def _secrets(field: str, value: str) -> Iterator[tuple[str, str]]:
    yield from ((EMAIL, found.casefold()) for found in _EMAIL.findall(value))
    yield from ((PHONE, digits) for found in _NUMBER.findall(value) if (digits := digits_of(found)))
    texts = _names(_NUMBER.sub(" ", _EMAIL.sub(" ", value))) if field in NAMES else (value,)
    for words in dict.fromkeys(map(folded, texts)):
        if len(words) >= _LEAST.get(field, math.inf) and (" " in words or field == _TOKEN):
            yield WORDS, words


def _named(back: Register) -> pd.DataFrame:
    """The names and ids of initiatives that took consent back, as cells of the register."""
    cells = [
        (n, text)
        for n, line in enumerate(back.every, 2)
        if not line[ENDED]
        for text in (line["name"], line["initiative_id"])
    ]
    table = pd.DataFrame(cells, columns=["row", "value"])
    return table.assign(file=back.file, sheet="", field=_INITIATIVE)


def _names(text: str) -> Iterator[str]:
    """The names in a cell: as a whole, those between signs, and of "Jansen, Jan" the name as it is said."""
    yield text
    for entry in _APART.split(text):
        parts = entry.split(",")
        yield from (entry, *parts)
        if len(parts) == 2:
            yield " ".join(reversed(parts))


def _with_whole_names(contacts: pd.DataFrame) -> pd.DataFrame:
    """The contacts with, for a row with a first and a last name in columns of their own, the two together."""
    cell = ["file", "sheet", "row"]
    first, last = (contacts[contacts["field"] == name] for name in ("firstname", "lastname"))
    whole = first.merge(last, on=cell, suffixes=("_first", "_last"))
    joined = whole[cell].assign(field="person", value=whole["value_first"] + " " + whole["value_last"])
    return pd.concat([contacts, joined[contacts.columns]], ignore_index=True)


def _public(initiatives: pd.DataFrame, book: Codebook) -> Iterable[str]:
    """The texts that the monitor publishes itself."""
    named = (initiatives[column].dropna() for column in ("name", "place", "municipality_name"))
    labels = (label for entry in book.entries for label in book.answers_of(entry.id).values())
    spoken = (text for question in book.questions for text in (question.text, question.label))
    areas = (area.name for area in book.areas)
    places = (town.name for town in geography.municipalities())
    return (*(name for column in named for name in column), *labels, *spoken, *areas, *places, book.monitor.sender)
