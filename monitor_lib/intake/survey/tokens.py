"""The participants of a survey: tokens.csv says which initiative was invited with which token."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header, header
from monitor_lib.intake.lists.cleaning import Cleaned, Contact, list_headings
from monitor_lib.intake.lists.fields import cleaned_cell
from monitor_lib.reference.records import Codebook, Field
from monitor_lib.reference.text.folding import folded

STEM = "tokens"
_TOKEN = ("token", "toegangscode")
INITIATIVE = "initiative_id"
"""The heading of the monitor's own ids in a list of participants."""
_ATTRIBUTE = re.compile(r"attribute \d+ ")
_ABOUT_PERSONS = ("firstname", "lastname", "voornaam", "achternaam")


@dataclass(frozen=True)
class Invitation:
    """One invited initiative: its token, and what the list of participants says of it, by inventory field.

    `initiative` is its id, where the list was made by the monitor itself.
    """

    file: str
    sheet: str
    row: int
    token: str
    values: dict[str, str | int | bool | None]
    initiative: str = ""

    @property
    def place(self) -> tuple[str, str, int]:
        """Where the invitation stands: file, sheet and row."""
        return self.file, self.sheet, self.row


def is_token_list(sheet: Sheet) -> bool:
    """Whether a sheet of a survey's delivery is its list of participants."""
    return PurePath(sheet.file).stem.casefold() == STEM


def token_headings(book: Codebook) -> dict[str, Field | str]:
    """The inventory field, or the word "token", "person" or INITIATIVE, of every folded heading."""
    known: dict[str, Field | str] = {**list_headings(book), **dict.fromkeys(_ABOUT_PERSONS, "person")}
    return known | dict.fromkeys(_TOKEN, "token") | {folded(INITIATIVE): INITIATIVE}


def invitations(sheets: list[Sheet], book: Codebook) -> Cleaned:
    """The invitations in all lists of participants, and their personal cells.

    A list without a token or a name column is a fault of severity "error".
    """
    known, cleaned = token_headings(book), Cleaned()
    for sheet in filter(is_token_list, sheets):
        bare = tuple(tuple(_ATTRIBUTE.sub("", folded(cell)) for cell in row) for row in sheet.rows[:1])
        head = header(Sheet(sheet.file, sheet.name, sheet.hidden, bare), known)
        if head is None or not {"token", book.field("name")} <= set(head.meanings.values()):
            message = "geen kolommen met de toegangscode (token) en de naam van het initiatief. Voeg ze toe."
            cleaned.faults.append(Fault(sheet.file, "no_header", message, sheet.name))
            continue
        for number in range(2, len(sheet.rows) + 1):
            _invite(sheet, head, number, book, cleaned)
    owners = {(one.token, one.values["name"], one.values.get("place")) for one in cleaned.rows}
    counts = Counter(token for token, *_ in owners)
    cleaned.faults += [_repeated(one) for one in cleaned.rows if counts[one.token] > 1]
    cleaned.rows = [one for one in cleaned.rows if counts[one.token] == 1]
    return cleaned


def _repeated(invitation: Invitation) -> Fault:
    message = "deze toegangscode is ook van een ander; wat de vragenlijst zelf zegt, beslist van wie zij is."
    return Fault(invitation.file, "repeated_token", message, invitation.sheet, invitation.row, severity="remark")


def of_another_survey(sheets: list[Sheet], invited: Cleaned, answered: Collection[str]) -> Iterator[Fault]:
    """An error where no token that was answered with is in the list of participants, a remark where some are not.

    Args:
        sheets: the delivery of the survey.
        invited: what the lists of participants say.
        answered: the tokens in the exports.
    """
    listed = {contact.value for contact in invited.contacts if contact.field == "token"}
    strange = set(answered) - listed
    if not (listed and strange):
        return
    file = next(sheet.file for sheet in sheets if is_token_list(sheet))
    if len(strange) == len(set(answered)):
        message = (
            f"geen van de {len(strange)} toegangscodes in de export staat in deze lijst: zij is van een andere meting "
            "of vragenlijst. Zet de deelnemerslijst van deze meting erbij, of haal haar weg."
        )
        yield Fault(file, "other_tokens", message)
    else:
        message = (
            f"{len(strange)} van de {len(set(answered))} toegangscodes in de export staan niet in deze lijst; wat de "
            "vragenlijst zelf zegt, beslist van wie die zijn."
        )
        yield Fault(file, "unlisted_tokens", message, severity="remark")


def _invite(sheet: Sheet, head: Header[Field | str], number: int, book: Codebook, cleaned: Cleaned) -> None:
    """Adds the invitation and the contacts of one row."""
    token = initiative = ""
    values: dict[str, str | int | bool | None] = {}
    for column, meaning in head.meanings.items():
        text = head.text(sheet.rows[number - 1], column)
        if meaning == INITIATIVE:
            initiative, contacts = cells.plain(text), []
        elif isinstance(meaning, str):
            clean = cells.plain(text)
            token = clean if meaning == "token" else token
            contacts = [(meaning, clean)] if clean else []
        else:
            cell = cleaned_cell(text, meaning, book)
            contacts, values[meaning.id] = cell.contacts, values.get(meaning.id) or cell.value
        cleaned.contacts += [Contact(sheet.file, sheet.name, number, kind, value) for kind, value in contacts]
    if token and values["name"]:
        cleaned.rows.append(Invitation(sheet.file, sheet.name, number, token, values, initiative))
