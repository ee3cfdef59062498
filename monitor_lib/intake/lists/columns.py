"""Which columns of a list count where several mean one field; where nothing tells, a person decides."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from dataclasses import field as slot

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.decisions import Line
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header
from monitor_lib.intake.lists.headings import Key, column_key, is_general, letters, line_of
from monitor_lib.intake.lists.wordings import is_about_consent
from monitor_lib.reference.records import Codebook, Field
from monitor_lib.reference.text.folding import folded

_SHOWN = 3
_MOST = 0.5
_PERSON = "contact_person"
# Of these kinds of fields no row may get the value of one column while another says something else.
_PLACING = ("place", "postcode", "municipality", "province")


@dataclass(frozen=True)
class Columns:
    """The columns of a list that count: its header without the others, what is told, and what to decide on.

    Of the columns `only_no` a no counts and a yes does not: another is surer to be about this consent, or one that
    is not understood may be. `refused`: whether a heading above the rows says no for all of them. `meant` is what a
    person said that words in columns of consent mean.
    """

    header: Header[Field]
    only_no: frozenset[int]
    faults: list[Fault]
    lines: list[Line]
    refused: bool = False
    meant: Mapping[str, str] = slot(default_factory=dict)


def counting(sheet: Sheet, head: Header[Field], decided: Mapping[Key, Field | None], book: Codebook) -> Columns:
    """The columns that count: what a person decided, then what is surely of its field, then a general heading.

    A fault of severity "error" where columns that are equally sure say different things about the name or the place.
    """
    several, homes = _several(head), set(_homes(sheet, head, decided))
    lesser = homes.union(*(_lesser(sheet, head, field, columns, decided) for field, columns in several.items()))
    only_no = frozenset(n for n in lesser if head.meanings[n].type == "yesno")
    aside = _aside(sheet, head, lesser - only_no, decided, book)
    meanings = {n: aside.get(n, field) for n, field in head.meanings.items()}
    faults = [_gave_way(sheet, head, n, n in only_no, aside.get(n)) for n in sorted(lesser | aside.keys())]
    lines = [line_of(_key(sheet, head, n), head.meanings[n].label) for n in sorted(homes)]
    for field, columns in several.items():
        equal = [n for n in columns if n not in lesser]
        if rows := _clashing(sheet, head, field, equal):
            faults.append(_clash(sheet, head, equal, rows))
            lines += [line_of(_key(sheet, head, n), field.label) for n in equal]
        elif field.type != "yesno":
            faults += [_first_counts(sheet, head, n) for n in equal[1:]]
    unsure, names = _unsure(sheet, head, decided, book), _unread_names(sheet, head, decided, book)
    faults += [_unread_consent(sheet, head, unsure)] if unsure else []
    faults += [_may_be_persons(sheet, head, names)] if names else []
    if unsure or names:
        only_no = frozenset(n for n, field in head.meanings.items() if field.type == "yesno")
    return Columns(replace(head, meanings={n: field for n, field in meanings.items() if field}), only_no, faults, lines)


def _unsure(sheet: Sheet, head: Header[Field], decided: Mapping[Key, Field | None], book: Codebook) -> list[int]:
    """The columns that nobody gave a meaning to and that may be about consent."""
    unread = (n for n, heading in enumerate(head.headings) if heading and n not in head.meanings)
    return [n for n in unread if is_about_consent(head.headings[n], book) and _key(sheet, head, n) not in decided]


def _unread_names(sheet: Sheet, head: Header[Field], decided: Mapping[Key, Field | None], book: Codebook) -> list[int]:
    """The columns of words that nobody gave a meaning to, where names stand under a heading that may be of persons too.

    "Naam" beside them may be who leads what stands in them.
    """
    names = [n for n, field in head.meanings.items() if field.required and field.type == "text"]
    if not names or not all(is_general(head.meanings[n], head.headings[n]) for n in names):
        return []
    if any(_key(sheet, head, n) in decided for n in names):
        return []
    rows = [row for row in sheet.rows[head.row :] if any(map(str.strip, row))]
    return [
        n
        for n, heading in enumerate(head.headings)
        if heading and n not in head.meanings and _key(sheet, head, n) not in decided and _are_words(rows, n, head)
    ]


def _are_words(rows: Sequence[tuple[str, ...]], column: int, head: Header[Field]) -> bool:
    """Whether most rows have words of their own in a column."""
    said = [folded(text) for row in rows if any(map(str.isalpha, text := head.text(row, column)))]
    return len(said) > _MOST * len(rows) and len(set(said)) > _MOST * len(said)


def _may_be_persons(sheet: Sheet, head: Header[Field], columns: list[int]) -> Fault:
    where = ", ".join(map(letters, columns))
    message = (
        f"de namen staan onder een kopje dat ook over personen kan gaan, en wat in kolom {where} staat, is onbekend. "
        "Staan de initiatieven daarin? Tot in headings.csv staat wat zij is, of nee om haar weg te laten, telt op deze "
        "lijst geen ja."
    )
    return Fault(sheet.file, "may_be_persons", message, sheet.name, head.row, severity="remark")


def _unread_consent(sheet: Sheet, head: Header[Field], columns: list[int]) -> Fault:
    message = (
        f"kolom {', '.join(map(letters, columns))} gaat misschien over toestemming. Tot in headings.csv staat wat zij "
        "is, of nee om haar weg te laten, telt op deze lijst geen ja."
    )
    return Fault(sheet.file, "unread_consent", message, sheet.name, head.row, severity="remark")


def _homes(sheet: Sheet, head: Header[Field], decided: Mapping[Key, Field | None]) -> Iterator[int]:
    """The columns of a place, by a general heading, among those about a person: where that person lives."""
    among = False
    for n, heading in enumerate(head.headings):
        field = head.meanings.get(n)
        if field is None:
            among = False
            continue
        among = field.id == _PERSON or (among and (field.personal or field.type in _PLACING))
        if among and field.type == "place" and is_general(field, heading) and _key(sheet, head, n) not in decided:
            yield n


def _several(head: Header[Field]) -> dict[Field, list[int]]:
    """The columns of every field that has more than one; of a person all are kept apart anyway."""
    columns: dict[Field, list[int]] = defaultdict(list)
    for column, field in head.meanings.items():
        columns[field].append(column)
    return {field: own for field, own in columns.items() if len(own) > 1 and not field.personal}


def _key(sheet: Sheet, head: Header[Field], column: int) -> Key:
    return column_key(sheet, column, head.text(head.cells(sheet.rows), column))


def _lesser(sheet: Sheet, head: Header[Field], field: Field, columns: list[int], decided: Mapping) -> list[int]:
    """The columns of a field that give way to another."""
    ranks = {n: (_key(sheet, head, n) in decided, not is_general(field, head.headings[n])) for n in columns}
    return [n for n, rank in ranks.items() if rank < max(ranks.values())]


def _aside(
    sheet: Sheet, head: Header[Field], lesser: AbstractSet[int], decided: Mapping, book: Codebook
) -> dict[int, Field | None]:
    """What the columns that give way mean instead; the postcode beside such a place goes with it."""
    otherwise = {folded(word): field for field in book.fields for word in field.otherwise}
    kinds = {n: field.type for n, field in head.meanings.items()}
    aside = {n: otherwise.get(folded(head.headings[n])) for n in lesser}
    for place in [n for n in lesser if kinds[n] == "place"]:
        for beside, beyond in ((place - 1, place - 2), (place + 1, place + 2)):
            is_of_another = kinds.get(beyond) == "place" and beyond not in lesser
            if kinds.get(beside) == "postcode" and not is_of_another and _key(sheet, head, beside) not in decided:
                aside[beside] = aside[place]
    return aside


def _clashing(sheet: Sheet, head: Header[Field], field: Field, columns: list[int]) -> list[int]:
    """The rows in which equally sure columns of a name or a place say different things.

    Of two names one may be of an initiative and the other of a person: that one of them is missing tells too.
    """
    if not (field.required or field.type in _PLACING):
        return []
    texts = {number: _said(head, row, columns) for number, row in enumerate(sheet.rows[head.row :], head.row + 1)}
    filled = {n for said in texts.values() for n in said}
    return [
        number
        for number, said in texts.items()
        if len(set(said.values())) > 1 or (field.type == "text" and 0 < len(said) < len(filled))
    ]


def _said(head: Header[Field], row: tuple[str, ...], columns: list[int]) -> dict[int, str]:
    """What a row says in each of these columns that says anything; nothing where it repeats the headings."""
    said = {n: folded(head.text(row, n)) for n in columns}
    if all(said[n] == folded(head.headings[n]) for n in columns):
        return {}
    return {n: text for n, text in said.items() if text not in cells.EMPTY_WORDS}


def stand_ins(head: Header[Field], field: Field) -> list[int]:
    """The columns that do instead of a field; an address right behind another personal column is that person's."""
    personal = {n for n, other in head.meanings.items() if other.personal}
    instead = [n for n, other in head.meanings.items() if other.id in field.instead]
    return [n for n in instead if n not in personal or n - 1 not in personal]


def _gave_way(sheet: Sheet, head: Header[Field], column: int, only_no: bool, other: Field | None) -> Fault:
    if only_no:
        outcome = "hier telt alleen een nee"
    else:
        outcome = f'deze is gelezen als "{other.label}"' if other else "deze is niet gebruikt"
    message = f"een andere kolom zegt het zekerder, of deze gaat over een persoon; {outcome}. Beslis in headings.csv."
    return _remark(sheet, head, column, message)


def _first_counts(sheet: Sheet, head: Header[Field], column: int) -> Fault:
    message = "deze kolom betekent hetzelfde als een eerdere; per rij telt de eerste gevulde cel."
    return _remark(sheet, head, column, message)


def _remark(sheet: Sheet, head: Header[Field], column: int, message: str) -> Fault:
    return Fault(sheet.file, "repeated_column", message, sheet.name, head.row, head.headings[column], "remark")


def _clash(sheet: Sheet, head: Header[Field], columns: list[int], rows: list[int]) -> Fault:
    label = head.meanings[columns[0]].label
    named = " en ".join(f'{letters(n)} ("{head.headings[n]}")' for n in columns)
    where = ", ".join(map(str, rows[:_SHOWN])) + (", ..." if len(rows) > _SHOWN else "")
    message = (
        f'de kolommen {named} kunnen allebei "{label}" zijn, en zeggen in {len(rows)} rijen iets anders (rij {where}). '
        "Zet in headings.csv bij elk onder decision wat zij is, of nee om haar weg te laten, met who en when, en draai "
        "opnieuw."
    )
    return Fault(sheet.file, "clashing_columns", message, sheet.name, head.row, label)
