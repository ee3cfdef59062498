"""One cell of an inventory list: its value by the kind of its field, what is personal apart, what is wrong in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from monitor_lib.intake.files import cells
from monitor_lib.intake.lists import mending
from monitor_lib.intake.lists.headings import Ticked
from monitor_lib.intake.lists.wordings import are_several, is_negative
from monitor_lib.reference.records import Codebook, Field
from monitor_lib.reference.text.folding import folded

_LONGEST_NAME = 200
_SHOWN = 40  # signs of a cell
_FEW_WORDS = 3  # by which somebody says yes; more of them are a sentence
_LINES = "er staan meer regels in deze cel. Zet elk initiatief op een eigen rij."
_SEVERAL = "deze naam lijkt van meer dan één initiatief, en telt als één. Zet elk initiatief op een eigen rij."
_ADDRESS = "deze naam is een webadres. Vul de naam van het initiatief in."
SHEET_ERROR = "sheet_error"
_SHEET_ERRORS = {
    *map(folded, ("N/A", "N/B", "NAAM", "NAME", "VERW", "REF", "WAARDE", "VALUE")),
    *map(folded, ("DEEL/0", "DIV/0", "GETAL", "NUM", "LEEG", "NULL")),
}
_NOTHING_SAID = cells.EMPTY_WORDS - {"geen"}
# Signs by which a cell is left open; a cross, an empty box or a thumb is an answer that somebody gave.
_BLANK = re.compile(rf"[\s.…,?/\\_{cells.DASHES}-]*")
_SHOWABLE = ("postcode", "year", "province", "choice", "choices", "yesno")
_EXPECTED = {
    "postcode": "geen postcode (verwacht 4 cijfers of 1234 AB)",
    "year": "geen jaartal (verwacht bijvoorbeeld 2014)",
    "province": "geen provincie (verwacht een naam als Drenthe of Fryslân)",
    "yesno": "geen ja of nee",
    "url": "geen webadres (verwacht bijvoorbeeld https://www.voorbeeld.nl)",
    "text": "geen naam (verwacht letters of cijfers, hoogstens 200 tekens)",
    "place": "geen plaats (verwacht letters, hoogstens 200 tekens)",
    "municipality": "geen gemeente (verwacht letters, hoogstens 200 tekens)",
}


@dataclass(frozen=True)
class Cell:
    """What one cell gave: a value, personal parts as (contact field, value), problems as (code, message)."""

    value: str | int | bool | None
    contacts: list[tuple[str, str]]
    problems: list[tuple[str, str]]


def cleaned_cell(text: str, field: Field, book: Codebook) -> Cell:
    """One cell of a list by the kind of its field."""
    if folded(text.strip("#!?")) in _SHEET_ERRORS and text.strip().startswith("#"):
        message = f'"{cells.plain(text)}" is een fout van het rekenblad. Zet er de waarde zelf in en lever opnieuw aan.'
        return Cell(None, [], [(SHEET_ERROR, message)])
    words, address = mending.linked(text)
    text = address if address and field.type == "url" else words
    problems = [("invisible", "onzichtbare tekens zijn weggehaald.")] if cells.hides_signs(text) else []
    seen, mended = mending.mended(cells.visible(text))
    problems += mended
    if isinstance(field, Ticked):
        return Cell(field.option if cells.is_ticked(seen) else None, [], problems)
    if field.personal:
        clean = cells.plain(seen)
        return Cell(None, [(field.id, clean)] if clean else [], problems)
    if field.required and "\n" in seen.strip():
        problems.append(("several_lines", _LINES))
    rest, contacts = cells.parted(seen)
    if field.type == "text":
        rest, person = _without_person(rest, bool(contacts), book)
        contacts = [*contacts, *person]
        problems += _odd_name(rest) if field.required else []
    if contacts:
        problems.append(("personal", "gegevens van een persoon zijn verplaatst naar de contactgegevens."))
    value, problem = _value(rest, field, book)
    return Cell(value, contacts, [*problems, ("unusable_cell", problem)] if problem else problems)


def _odd_name(text: str) -> list[tuple[str, str]]:
    """What is odd about a name that counts all the same."""
    if "\n" not in text.strip() and are_several(text) and not cells.url(text):
        return [("several_names", _SEVERAL)]
    is_address = "." in text and not re.search(r"\.(?:\s|$)", text.strip()) and cells.url(text) is not None
    return [("address_as_name", _ADDRESS)] if is_address else []


def _without_person(text: str, has_contacts: bool, book: Codebook) -> tuple[str, list[tuple[str, str]]]:
    """A name without the person behind it: after "t.a.v.", or after a comma where an address or number stood too."""
    words = "|".join(re.escape(word) for word in book.lists.attention)
    attention = re.search(rf"(?<![^\s,;(])(?:{words})(?![a-z])", text, re.IGNORECASE) if words else None
    cut = attention.start() if attention else text.find(",") if has_contacts else -1
    name, person = (text[:cut], text[cut:]) if cut > 0 else (text, "")
    found = cells.plain(person.strip(" ,;("))
    return (name.rstrip(" ,;(-"), [("contact_person", found)]) if any(map(str.isalpha, found)) else (text, [])


def _value(text: str, field: Field, book: Codebook) -> tuple[str | int | bool | None, str]:
    """The value of a cell and what is wrong with it, if anything; a sign or "onbekend" is an empty cell."""
    if field.type == "yesno":
        return _consent(text, field, book)
    value: str | int | bool | None
    if field.type == "choices":
        value, strange = cells.choices(text, book.scale(field.scale))
        strange = [part for part in strange if folded(part) not in cells.EMPTY_WORDS]
    else:
        value, strange = _SINGLE[field.type](text, field, book), []
        if value is None and folded(text) not in cells.EMPTY_WORDS:
            strange = [cells.plain(text)]
    return value, _problem(strange, field, book) if strange else ""


def _consent(text: str, field: Field, book: Codebook) -> tuple[bool | None, str]:
    """A clear yes is one, an empty cell says nothing, and whatever else is written is a no, be it until it is asked."""
    said = cells.yes_no(text)
    if said is not None and not (said and "?" in text):
        return said, ""
    shown = f'"{cells.plain(text)[:_SHOWN]}" is {_EXPECTED[field.type]}; het geldt als nee'
    if is_unread_consent(text, book):
        return False, f"{shown} tot in lists.csv staat wat het hier betekent."
    return (None, "") if _says_nothing(text) else (False, f"{shown}. Verbeter de cel.")


def is_unread_consent(text: str, book: Codebook) -> bool:
    """Whether a cell may say yes in a way that nobody told of: a tick, or few words without a refusal."""
    unclear = cells.yes_no(text) is None or (cells.yes_no(text) and "?" in text)
    few = len(text.split()) <= _FEW_WORDS and not is_negative(text, book)
    return bool(unclear) and few and not _says_nothing(text)


def consent_word(text: str) -> str:
    """A cell of a consent as it is compared and asked about."""
    return cells.plain(text).casefold()[:_SHOWN]


def _says_nothing(text: str) -> bool:
    return bool(_BLANK.fullmatch(text)) or (bool(folded(text)) and folded(text) in _NOTHING_SAID)


def _name(text: str, field: Field, book: Codebook) -> str | None:
    """A name, or any other text; no name is what only says that there is none."""
    is_none = field.required and folded(text) in map(folded, book.lists.nameless)
    return None if is_none else _short_name(text)


def _short_name(text: str) -> str | None:
    name = cells.name(text)
    return name if name and len(name) <= _LONGEST_NAME else None


_SINGLE: Mapping[str, Callable[[str, Field, Codebook], str | int | bool | None]] = {
    "text": _name,
    "place": lambda text, field, book: _short_name(text),
    "municipality": lambda text, field, book: _short_name(text),
    "postcode": lambda text, field, book: cells.postcode(text),
    "province": lambda text, field, book: cells.province(text, book),
    "choice": lambda text, field, book: cells.choice(text, book.scale(field.scale)),
    "year": lambda text, field, book: cells.year(text),
    "url": lambda text, field, book: cells.url(text),
}


def _problem(strange: list[str], field: Field, book: Codebook) -> str:
    labels = ", ".join(option.label for option in book.scale(field.scale).options) if field.scale else ""
    expected = _EXPECTED.get(field.type) or f"geen antwoord bij {field.label} (mogelijk zijn: {labels})"
    shown = ", ".join(f'"{part[:40]}"' for part in strange) if field.type in _SHOWABLE else "deze cel"
    return f"{shown} is {expected}. Verbeter de cel of laat hem leeg."
