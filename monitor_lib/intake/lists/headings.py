"""Headings that the codebook does not know: a meaning is proposed with a score, only a person makes it so."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from monitor_lib.intake import personal
from monitor_lib.intake.files import cells
from monitor_lib.intake.files.decisions import Decided, Ledger, Line
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.lists.wordings import has_word, is_as_a_person, is_negative, is_person, mentions_person
from monitor_lib.intake.places.whereabouts import whereabouts
from monitor_lib.reference.areas import geography
from monitor_lib.reference.areas.municipalities import municipalities_called
from monitor_lib.reference.records import Codebook, Field
from monitor_lib.reference.text.folding import folded

YES, NO = "ja", "nee"
ALL = "*"  # in place of a sheet or a column: every one of the file


@dataclass(frozen=True)
class Ticked(Field):
    """A column of ticks for one answer of a field that has several."""

    option: str = ""


# The heading stands here and nowhere else: it may be a person's name.
HEADINGS = Ledger(
    told=("file", "sheet", "column", "heading", "proposed", "score", "values"),
    keys=("file", "sheet", "column", "heading"),
    asked=("decision",),
    added=("values",),
)
LEAST_SCORE = 60
# The heading row is one of so many at the top.
SEARCHED = 30
_LOOKED_AT = 50
_WORDS = ("text", "place", "municipality")  # kinds of field of which no cell is a number
_NUMERIC = re.compile(r"\s*-?\d+(?:[.,]\d+)?\s*")
_CONTENT_SHARE = 0.9
_TICKED = 90
_LIKELY, _WITHIN_LIKELY = 0.65, 0.2
_MOST, _NEARLY_ALL = 0.5, 0.8
_NAMING = ("text", "choice", "choices")
_PERSON = "contact_person"
_WITHIN = 0.8
_SHORT = 4  # letters of a heading
_LONGER = 2
# Kinds of field of which at least this share of the cells must be what it asks, and those that cells alone never tell.
_STRICT, _LEAST_SHARE = ("postcode", "province", "place", "municipality", "year", "yesno"), 0.3
_BY_HEADING = ("year", "yesno")
_SHOWN = 3
_WIDEST = 40
_YEAR = re.compile(r"(?:18[5-9]|19\d|20[0-4])\d")

Key = tuple[str, ...]


def words(book: Codebook) -> list[str]:
    """What may be decided about a heading: the proposed field, no field, or a field by its label."""
    return [YES, NO, *(field.label for field in book.fields), *_ticked(book)]


def _ticked(book: Codebook) -> dict[str, Ticked]:
    """The columns of ticks that a list may have, one for each answer of a field with several, by their names."""
    return {
        f"{field.label}: {option.label}": Ticked(**vars(field), option=option.code)
        for field in book.fields
        if field.type == "choices"
        for option in book.scale(field.scale).options
    }


def meanings(decided: Decided, book: Codebook) -> dict[Key, Field | None]:
    """The field that a person gave to a heading of a file; None is a column that stays out."""
    fields: dict[str, Field] = {field.label: field for field in book.fields} | _ticked(book)
    chosen: dict[Key, Field | None] = {}
    for _, line in decided.lines:
        label = line["proposed"] if line["decision"] == YES else line["decision"]
        if label == NO or label in fields:
            chosen[HEADINGS.key(line)] = fields.get(label)
    return chosen


def in_all_sheets(decided: Mapping[Key, Field | None], sheets: Iterable[Sheet]) -> dict[Key, Field | None]:
    """The decisions, each also for the column at that place, under that heading, of the file's other sheets.

    A line about all sheets, or all columns under a heading, holds where none is about the one itself.
    """
    found: dict[Key, Field | None] = {}
    for (file, name, column, heading), field in sorted(decided.items(), key=lambda item: ALL in item[0]):
        for sheet in (one for one in sheets if one.file == file and (heading or name == ALL)):
            columns = _columns_under(heading, sheet) if column == ALL else [column]
            found |= {(file, sheet.name, at, heading): field for at in columns}
    return found | dict(decided)


def _columns_under(heading: str, sheet: Sheet) -> list[str]:
    rows = sheet.rows[first_filled(sheet) :][:SEARCHED]
    return [letters(n) for row in rows for n, cell in enumerate(row) if heading and cells.plain(cell) == heading]


def asked_once(lines: Iterable[Line]) -> list[Line]:
    """The lines without those that ask about the same column under the same heading of another sheet of the file."""
    return list({(line["file"], line["column"], line["heading"] or line["sheet"]): line for line in lines}.values())


def with_meaning(made: Decided, file: str) -> Decided:
    """The decisions, with an error for each that says yes to a column of which nothing is proposed."""
    message = f'er is geen voorstel om "{YES}" op te zeggen. Schrijf de naam van het veld, of {NO}.'
    empty = [row for row, line in made.lines if line["decision"] == YES and not line["proposed"]]
    faults = (Fault(file, "decisions", message, row=row, column="decision") for row in empty)
    return replace(made, faults=(*made.faults, *faults))


def idle(sheets: Iterable[Sheet], decided: Mapping[Key, Field | None]) -> Iterator[Fault]:
    """A remark per decision about a column that no list has, at that place and under that heading."""
    known = {
        column_key(sheet, n, row[n] if n < len(row) else "")
        for sheet in sheets
        for row in sheet.rows[first_filled(sheet) :][:SEARCHED]
        for n in range(max(map(len, sheet.rows)))
    }
    known |= {(file, *place, heading) for file, sheet, column, heading in known for place in _said(sheet, column)}
    for file, sheet, column, _ in sorted(decided.keys() - known):
        message = "het besluit in headings.csv over deze kolom doet niets: zo'n kopje staat daar nu niet."
        yield Fault(file, "idle_decision", message, sheet, column=column, severity="remark")


def _said(sheet: str, column: str) -> Iterator[tuple[str, str]]:
    """The ways to say a column in a line about more than one."""
    yield from ((ALL, column), (sheet, ALL), (ALL, ALL))


def first_filled(sheet: Sheet) -> int:
    """At which position the first row with anything in it stands."""
    return next((n for n, row in enumerate(sheet.rows) if any(map(str.strip, row))), 0)


def column_key(sheet: Sheet, column: int, heading: str) -> Key:
    """By what a column is known in the decisions: a heading that moved or changed has to be confirmed again."""
    return sheet.file, sheet.name, letters(column), cells.plain(heading)


def letters(column: int) -> str:
    """A column's letters in a spreadsheet."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def proposal(key: Key, texts: list[str], book: Codebook) -> Line:
    """The line for one unknown heading.

    Args:
        key: the column.
        texts: what stands under the heading.
        book: its fields and headings are what is compared with.
    """
    filled = [text for text in texts if text.strip()][:_LOOKED_AT]
    hidden = has_word(key[-1], book.lists.people) or _may_be_persons(key[-1], filled, book)
    values = " | ".join(_told(text, hidden, book) for text in filled[:_SHOWN])
    if folded(key[-1]) in map(folded, book.lists.coordinates) and all(map(_NUMERIC.fullmatch, filled)):
        return line_of(key, "", 0, values)
    scores: dict[str, float] = {field.label: _score(key[-1], filled, field, book) for field in book.fields}
    scores |= {label: _ticks(key[-1], filled, ticked, book) for label, ticked in _ticked(book).items()}
    label, score = max(scores.items(), key=lambda item: item[1])
    return line_of(key, label if score >= LEAST_SCORE else "", min(int(score), 100), values)


def _ticks(heading: str, filled: list[str], ticked: Ticked, book: Codebook) -> int:
    """How well a column fits as ticks for one answer: its heading is that answer, and its cells are ticks."""
    is_answer = cells.choice(heading, book.scale(ticked.scale)) == ticked.option
    return _TICKED if is_answer and all(map(cells.is_tick, filled)) else 0


def line_of(key: Key, proposed: str, score: int = 100, values: str = "") -> Line:
    """The line for a column of which this is proposed; its first values as they may be shown."""
    line = dict(zip(HEADINGS.keys, key, strict=True))
    return {**line, "proposed": proposed, "score": str(score), "values": values}


def _score(heading: str, filled: list[str], field: Field, book: Codebook) -> float:
    """How well a field fits, 0 to 100: by its headings, or by what the cells hold where that is telling.

    Cells that are nothing of the kind speak against it, whatever the heading; of equals the likest heading wins.
    """
    if field.type == "yesno" and is_negative(heading, book):
        return 0  # ticks below it would be read as a yes
    if not field.personal and field.type in _NAMING and are_persons(heading, filled, book):
        return 0
    likeness = max(_likeness(folded(heading), folded(word)) for word in (field.label, *field.headings))
    if _is_likely(heading, field) and not _may_be_persons(heading, filled, book):
        likeness = max(likeness, _LIKELY + _WITHIN_LIKELY * _own_words(filled))
    if field.id == _PERSON and are_persons(heading, filled, book):
        likeness = max(likeness, _LIKELY)
    fits = [fit(text, field, book) for text in filled]
    share = sum(fits) / len(fits) if fits else 0
    if field.type in _WORDS and filled and all(map(_NUMERIC.fullmatch, filled)):
        return 0
    if field.type == "postcode" and filled and all(_YEAR.fullmatch(text.strip()) for text in filled):
        return 0
    if filled and field.type in _STRICT and share < _LEAST_SHARE:
        return 0
    return 100 * max(likeness, _CONTENT_SHARE * share if field.type not in _BY_HEADING else 0) + likeness / 2


def are_persons(heading: str, filled: list[str], book: Codebook) -> bool:
    """Whether a column is about persons: by its heading, or as most of its cells are names of persons."""
    persons = sum(is_person(text, book.lists) for text in filled)
    return has_word(heading, book.lists.people) or persons > _MOST * len(filled)


def _is_likely(heading: str, field: Field) -> bool:
    """Whether a heading has a word under which the field is proposed; a very short one means it by itself alone."""
    return _has_long(heading, field.likely) or folded(heading) in map(folded, field.likely)


def _has_long(heading: str, words: tuple[str, ...]) -> bool:
    return has_word(heading, tuple(word for word in words if len(word) >= _SHORT))


def _may_be_persons(heading: str, filled: list[str], book: Codebook) -> bool:
    """Whether nearly all cells may be persons for how they look: names of initiatives have a kind or a place.

    Under a heading that speaks of an initiative, such as "Club", they are none.
    """
    if any(_has_long(heading, field.likely) for field in book.fields):
        return False
    alike = [text for text in filled if is_as_a_person(text) and len(text.split()) > 1]
    elsewhere = [text for text in alike if not _has_kind(text, book) and not any(map(_is_somewhere, text.split()))]
    return len(elsewhere) > _NEARLY_ALL * len(filled)


def _is_somewhere(word: str) -> bool:
    return bool(geography.by_place(word) or municipalities_called(word))


def _has_kind(text: str, book: Codebook) -> bool:
    scale = book.scale_of_field("form")
    kinds = (word for option in (scale.options if scale else ()) for word in (option.label, *option.synonyms))
    return any(folded(kind) in folded(text) for kind in kinds)


def _own_words(filled: list[str]) -> float:
    """The share of cells that are words which no other cell says, as names are."""
    said = [folded(text) for text in filled if any(map(str.isalpha, text))]
    return len(set(said)) / len(filled) if filled else 0


def name_likeness(heading: str, texts: list[str], book: Codebook) -> float:
    """How much a column looks like names of initiatives, 0 to 1: words of its own, kinds among them, and no persons."""
    filled = [text for text in texts if text.strip()][:_LOOKED_AT]
    if not filled or are_persons(heading, filled, book) or any(cells.parted(text)[1] for text in filled):
        return 0
    strict = [field for field in book.fields if field.type in _STRICT]
    if sum(_tells(text, field, book) for text in filled for field in strict) > _MOST * len(filled):
        return 0
    of_a_kind = sum(_has_kind(text, book) for text in filled) / len(filled)
    return (_own_words(filled) + of_a_kind) / 2 / (1 + _may_be_persons(heading, filled, book))


def _likeness(heading: str, known: str) -> float:
    """How alike two headings are, 0 to 1; all words of a known one within a longer one count as near.

    Very short ones are alike in nothing but all their letters, and half a word is none: "Stadsdorp" is no village.
    """
    within = set(known.split()) <= set(heading.split())
    if not within and (min(len(heading), len(known)) < _SHORT or len(heading) > _LONGER * len(known)):
        return 0.0
    return max(SequenceMatcher(None, heading, known).ratio(), _WITHIN if within else 0.0)


def fit(text: str, field: Field, book: Codebook) -> bool:
    """Whether a cell can hardly be anything but this field; a text or a name tells nothing."""
    found = [kind for kind, _ in cells.parted(text)[1]]
    if field.personal:
        return field.id in found
    return not found and _tells(text, field, book)


def _tells(text: str, field: Field, book: Codebook) -> bool:
    checks: Mapping[str, object] = {
        "postcode": cells.postcode(text),
        "province": cells.province(text, book),
        "place": _is_place(text, book) or None,
        "year": cells.year(text),
        "yesno": cells.yes_no(text),
        "municipality": municipalities_called(cells.plain(text)) or None,
        "url": cells.url(text) if "." in text else None,
        "choice": cells.choice(text, book.scale(field.scale)) if field.scale else None,
        "choices": cells.choices(text, book.scale(field.scale))[0] if field.scale else None,
    }
    return checks.get(field.type) is not None


def _is_place(text: str, book: Codebook) -> bool:
    said = whereabouts(cells.plain(text), book)
    return bool(said.municipality) or any(map(geography.by_place, said.places))


def is_general(field: Field, heading: str) -> bool:
    """Whether a heading gives way to a column of the field under another: it may be about something else."""
    return folded(heading) in map(folded, field.general)


def _told(text: str, hidden: bool, book: Codebook) -> str:
    """A value of an unknown column, for who decides what that is; by its shape where it is a person's."""
    plain = " ".join(text.split())[:_WIDEST]
    about_a_person = hidden or personal.kinds(text) or cells.parted(text)[1] or mentions_person(text, book.lists)
    safe = not about_a_person or any(fit(text, one, book) for one in book.fields if not one.personal)
    return plain if safe and not personal.kinds(text) else cells.shape(plain)


def shown(text: str, field: Field | None, heading: str, book: Codebook) -> str:
    """A value as it may be told: by its shape where it may be about a person, and in words where it is surely not."""
    general = field is not None and is_general(field, heading)
    plain = " ".join(text.split())[:_WIDEST]
    if field is None:
        safe = any(fit(text, one, book) for one in book.fields if not one.personal)
    else:
        safe = not field.personal and not (general and field.type == "text")
    return plain if safe and not personal.kinds(text) else cells.shape(plain)
