"""Headings that the codebook does not know: a meaning is proposed with a score, only a person makes it so."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.decisions import Decided, Ledger, Line
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.reference.records import Codebook, Field
from monitor_lib.reference.text.folding import folded

YES, NO = "ja", "nee"
# The heading stands here and nowhere else: it may be a person's name.
HEADINGS = Ledger(
    told=("file", "sheet", "column", "heading", "proposed", "score"),
    keys=("file", "sheet", "column", "heading"),
    asked=("decision",),
)
LEAST_SCORE = 60
# The heading row is one of so many at the top.
SEARCHED = 30
_LOOKED_AT = 50
_WORDS = ("text", "place", "municipality")  # kinds of field of which no cell is a number
_NUMERIC = re.compile(r"\s*-?\d+(?:[.,]\d+)?\s*")
_CONTENT_SHARE = 0.9

Key = tuple[str, ...]


def words(book: Codebook) -> list[str]:
    """What may be decided about a heading: the proposed field, no field, or a field by its label."""
    return [YES, NO, *(field.label for field in book.fields)]


def meanings(decided: Decided, book: Codebook) -> dict[Key, Field | None]:
    """The field that a person gave to a heading of a file; None is a column that stays out."""
    fields = {field.label: field for field in book.fields}
    chosen: dict[Key, Field | None] = {}
    for _, line in decided.lines:
        label = line["proposed"] if line["decision"] == YES else line["decision"]
        if label == NO or label in fields:
            chosen[HEADINGS.key(line)] = fields.get(label)
    return chosen


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
    for file, sheet, column, _ in sorted(decided.keys() - known):
        message = "het besluit in headings.csv over deze kolom doet niets: zo'n kopje staat daar nu niet."
        yield Fault(file, "idle_decision", message, sheet, column=column, severity="remark")


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
    scores = {field.label: _score(key[-1], filled, field, book) for field in book.fields}
    label, score = max(scores.items(), key=lambda item: item[1])
    return line_of(key, label if score >= LEAST_SCORE else "", score)


def line_of(key: Key, proposed: str, score: int = 100) -> Line:
    """The line for a column of which this is proposed."""
    return {**dict(zip(HEADINGS.keys, key, strict=True)), "proposed": proposed, "score": str(score)}


def _score(heading: str, filled: list[str], field: Field, book: Codebook) -> int:
    """How well a field fits, 0 to 100: by its headings, or by what the cells hold where that is telling."""
    if field.type in _WORDS and filled and all(map(_NUMERIC.fullmatch, filled)):
        return 0
    likeness = max(_likeness(folded(heading), folded(word)) for word in (field.label, *field.headings))
    fits = [fit(text, field, book) for text in filled]
    return round(100 * max(likeness, _CONTENT_SHARE * sum(fits) / len(fits) if fits else 0))


def _likeness(heading: str, known: str) -> float:
    """How alike two headings are, 0 to 1; all words of a known one within a longer one count as near."""
    within = set(known.split()) <= set(heading.split())
    return max(SequenceMatcher(None, heading, known).ratio(), 0.8 if within else 0)


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
        "url": cells.url(text) if "." in text else None,
        "choice": cells.choice(text, book.scale(field.scale)) if field.scale else None,
        "choices": cells.choices(text, book.scale(field.scale))[0] if field.scale else None,
    }
    return checks.get(field.type) is not None
