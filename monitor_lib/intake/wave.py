"""From the deliveries of one wave to its clean tables: load, call, save."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from monitor_lib import disk, paths, stored
from monitor_lib.intake import personal, registers, withdrawals, withdrawn
from monitor_lib.intake.files.decisions import Line, write
from monitor_lib.intake.files.deliveries import DeliveryError, Fault
from monitor_lib.intake.lists import headings
from monitor_lib.intake.lists.choices import NOTHING, UNUSED, YES, choices, line_of, taken, unread
from monitor_lib.intake.lists.cleaning import HELD, Cleaned, Contact, cleaned_lists, without_future
from monitor_lib.intake.lists.understanding import Understood, as_records, told
from monitor_lib.intake.matching import definition, identity, rulings
from monitor_lib.intake.matching.account import Judged
from monitor_lib.intake.matching.inventory import Inventory, accounted, linked_inventory
from monitor_lib.intake.matching.respondents import Matched, matched_responses, with_answered_consent
from monitor_lib.intake.matching.rulings import Rulings, Waiting
from monitor_lib.intake.reading import Reading, Sheets, begun, listed_sheets
from monitor_lib.intake.survey import others, tokens
from monitor_lib.intake.survey.cleaning import cleaned_survey
from monitor_lib.intake.survey.consents import column
from monitor_lib.intake.survey.mapping import is_mapping
from monitor_lib.intake.withdrawals import Register
from monitor_lib.intake.withdrawn import Gone
from monitor_lib.reference.areas.municipalities import NEWEST
from monitor_lib.reference.records import Codebook, Wave
from monitor_lib.reference.roles import MAP
from monitor_lib.reference.text.folding import harmless

_FAULTS = ("file", "sheet", "row", "column", "code", "severity", "message")
FAULTS = "faults.csv"
_CONTACTS = ("file", "sheet", "row", "field", "value")


class Answered(NamedTuple):
    """What figures are made of: the initiatives of the list, and the responses."""

    initiatives: pd.DataFrame
    responses: pd.DataFrame


@dataclass(frozen=True)
class CleanWave:
    """The clean tables of one wave, without the contacts: those are written and never passed on.

    `reviews` are the pairs that wait for a person, field by field, `others` the texts in place of an option, and
    `proposed` what speaks against an initiative; `Inventory` tells of the rest.
    """

    initiatives: pd.DataFrame
    responses: pd.DataFrame
    rows: pd.DataFrame
    faults: pd.DataFrame
    account: pd.DataFrame
    merges: pd.DataFrame
    relations: pd.DataFrame
    reviews: pd.DataFrame
    others: list[Line]
    proposed: list[Line]
    understood: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def answered(self) -> Answered:
        """What figures are made of, and no more of it."""
        return Answered(self.initiatives, self.responses)


@dataclass(frozen=True)
class Lists:
    """The lists as one, with what was decided about them, their contacts and all their faults.

    `withdrawn` is the register of who took consent back, `gone` whom these lists have of it.
    """

    inventory: Inventory
    rulings: Rulings
    contacts: list[Contact]
    faults: list[Fault]
    headings: list[Line]
    files: list[Line]
    understood: list[Understood]
    networks: dict[str, str]
    withdrawn: Register
    gone: Gone

    @property
    def ended(self) -> dict[str, str]:
        """Why an initiative, by its id, may be no more: what its rows say, or its network when it was asked."""
        return {**self.inventory.ended, **self.rulings.ended}

    @property
    def told(self) -> list[str]:
        """How every file was understood, in lines."""
        return [line for one in self.understood for line in told(one, self.networks[one.sheet.file])]

    def proposed(self, responses: pd.DataFrame, book: Codebook) -> list[Line]:
        """What speaks against initiatives, for a person to judge."""
        return definition.proposals(self.inventory.initiatives, responses, self.ended, book)

    def judged(self, proposed: list[Line]) -> Judged:
        """Of which initiatives a person judged the definition, and of which one has to."""
        return Judged(definition.judged(self.rulings.definition), frozenset(line["initiative_id"] for line in proposed))

    def waiting(self, proposed: list[Line], others: list[Line]) -> Waiting:
        """What a person has to decide on."""
        return Waiting(proposed, self.inventory.waiting, others, self.inventory.known)


def clean_wave(
    reading: Reading,
    clean: paths.Clean,
    book: Codebook,
    decisions: paths.Decisions | None = None,
    held: Wave | None = None,
) -> CleanWave:
    """The clean tables of one wave, made from its deliveries and written to its private folder.

    What waits for a person is added to the files of decisions, where there is a place for them.

    Raises:
        DeliveryError: with every error in every file; no table is written then, only the headings to confirm. With
            those of registers alone where one is not what runs had of it.
        DamagedError: when that cannot be known.
    """
    if decisions:
        registers.unchanged(clean, decisions, book, held)
    lists = lists_as_one(reading.lists.result(), book, decisions, held)
    wave, contacts, faults = _wave(reading, lists, book, _earlier_responses(clean, book, held))
    before = book.wave_before(held) if held else None
    lost = _lost(lists, wave, clean, decisions, before) if decisions else ()
    _refuse_errors([*faults, *_half_way(reading, wave.responses, held), *lost], lists, decisions)
    if decisions:
        _save(lists, wave, clean, decisions, book)
    _write(_tables(wave, contacts, clean))
    return wave


def _save(lists: Lists, wave: CleanWave, clean: paths.Clean, decisions: paths.Decisions, book: Codebook) -> None:
    """Writes what waits for a person and the registers, before the tables: what those obey may not be forgotten."""
    rulings.save(decisions, lists.rulings, lists.waiting(wave.proposed, wave.others))
    registers.remember(clean, lists.withdrawn)
    registers.remember_ids(clean, lists.inventory.known)


def checked(
    delivered: paths.Delivered, book: Codebook, decisions: paths.Decisions | None = None, held: Wave | None = None
) -> CleanWave:
    """As `clean_wave`, but nothing is written, and errors are among the faults beside all that could be made."""
    reading = begun(delivered, book, held, decisions)
    return checked_survey(reading, lists_as_one(reading.lists.result(), book, decisions, held), book)


def checked_survey(reading: Reading, lists: Lists, book: Codebook) -> CleanWave:
    """As `checked`, where the lists were made one already."""
    return _wave(reading, lists, book)[0]


def earlier_initiatives(clean: paths.Clean, before: Wave | None) -> pd.DataFrame | None:
    """The initiatives of the wave before, where its clean tables lie beside this one's."""
    path = clean.of(before.id).initiatives if before else None
    return stored.table(path) if path and path.exists() else None


def inventory_account(
    delivered: paths.Delivered,
    target: Path,
    book: Codebook,
    decisions: paths.Decisions | None = None,
    held: Wave | None = None,
) -> tuple[pd.DataFrame, list[Fault], list[str]]:
    """The account of every delivered row, without a survey; what is remarked; and how each file was understood.

    The account and the remarks are also written, as a spreadsheet in the Netherlands opens them: the account to
    `target`, the remarks and errors to faults.csv beside it, also when the errors leave no account.

    Raises:
        DeliveryError: with every error in every list.
    """
    lists = lists_as_one(listed_sheets(delivered, book, decisions), book, decisions, held)
    faults = [*lists.faults, *_unusable(lists.inventory.rows)]
    _for_excel(_table(faults, _FAULTS), target.with_name(FAULTS))
    _refuse_errors(lists.faults, lists, decisions)
    if decisions:
        rulings.save(decisions, lists.rulings, lists.waiting(lists.proposed(pd.DataFrame(), book), []))
    _for_excel(lists.inventory.rows, target)
    return lists.inventory.rows, faults, lists.told


def _unused(rows: pd.DataFrame, faults: Iterable[Fault]) -> Iterator[Line]:
    """A question per file with rows that could not be used: whether they may be left out, until there are others.

    A row that is held is asked about by itself, and errors are to be mended first.
    """
    if any(fault.severity == "error" for fault in faults):
        return
    left = rows[(rows["status"] == "unusable") & ~rows["reason"].str.startswith(HELD)]
    for file, count in left["file"].value_counts(sort=False).items():
        yield line_of(str(file), "", f"{UNUSED}: {count}", YES)


def _unusable(rows: pd.DataFrame) -> Iterator[Fault]:
    """A remark per row that could not be used: nobody else would look for it in the account."""
    for row in rows[rows["status"] == "unusable"].to_dict("records"):
        message = f"deze rij is niet gebruikt: {row['reason']}"
        yield Fault(row["file"], "unusable_row", message, row["sheet"], row["row"], severity="remark")


def _half_way(reading: Reading, responses: pd.DataFrame, held: Wave | None) -> Iterator[Fault]:
    """An error where the last answer of all is of a day before the one on which the survey closes."""
    last = responses["moment"].max()
    if held and held.closes and not pd.isna(last) and last.date() < held.closes:
        message = (
            f"een export van halverwege: het laatste antwoord is van {last.date():%d-%m-%Y}, en de enquête sluit op "
            f"{held.closes:%d-%m-%Y}. Exporteer na die dag opnieuw, of zet bij de meting in het codeboek (closes) de "
            "dag waarop zij sloot. Tot dan: monitor response."
        )
        sheets, _ = reading.survey.result()
        exports = (sheet.file for sheet in sheets if not is_mapping(sheet) and not tokens.is_token_list(sheet))
        yield Fault(next(exports), "half_way", message)


def _lost(
    lists: Lists, wave: CleanWave, clean: paths.Clean, decisions: paths.Decisions, before: Wave | None
) -> Iterator[Fault]:
    """An error where ids that this wave or the one before it had would be given no more.

    An id that is given again, as it follows from the name, is not lost.
    """
    known = {*wave.initiatives["initiative_id"], *(one.id for one in lists.rulings.known)}
    tables = {"": clean} | ({f"{before.id}/": clean.of(before.id)} if before else {})
    for folder, each in tables.items():
        gone = stored.remembered(each.initiatives, "initiative_id") - known
        yield from identity.lost(gone, f"{folder}{decisions.ids.name}")


def _for_excel(table: pd.DataFrame, target: Path) -> None:
    lines = table.astype("object").where(table.notna(), "").astype("str").to_dict("records")
    write(target, [str(name) for name in table.columns], [{str(k): v for k, v in line.items()} for line in lines])


def _refuse_errors(faults: list[Fault], lists: Lists, decisions: paths.Decisions | None) -> None:
    """Raises the errors, the headings that wait for a person written first: they may be the cause."""
    if decisions:
        rulings.save_headings(decisions, lists.headings, lists.files)
    if any(fault.severity == "error" for fault in faults):
        raise DeliveryError(faults, lists.told)


def lists_as_one(read: Sheets, book: Codebook, decisions: paths.Decisions | None, held: Wave | None) -> Lists:
    """The lists of all networks as one, by what was decided in this wave and the one before it."""
    before = book.wave_before(held) if held else None
    made = rulings.rulings(decisions.after(before.id) if decisions and before else decisions, book)
    secret, unknown = identity.secret(held if decisions else None, paths.project().keys, made.known)
    made = replace(made, secret=secret, known_faults=(*made.known_faults, *unknown))
    sheets, faults = read
    chosen = choices(decisions.lists, book) if decisions else NOTHING
    counted = taken(sheets, chosen, book, held.year if held else 0)
    listed = cleaned_lists(counted.sheets, book, headings.meanings(made.headings, book), chosen)
    without_future(listed, held.year if held else NEWEST, book)
    listed.rows = [replace(row, network=chosen.network(row.file)) for row in listed.rows]
    inventory = linked_inventory(listed, book, made, held.year if held else NEWEST)
    back = withdrawals.register(decisions)
    gone = withdrawn.gone(back, inventory, book)
    decided = [*made.faults, *chosen.faults, *gone.faults]
    faults = [*decided, *_discreet([*faults, *counted.faults, *listed.faults, *inventory.faults], listed.contacts)]
    asked = [*counted.lines, *unread(faults, chosen), *listed.files, *_unused(inventory.rows, listed.faults)]
    understood = [*listed.understood, *(Understood(sheet, why) for sheet, why in counted.left)]
    networks = {sheet.file: book.network(chosen.network(sheet.file)).name for sheet in sheets}
    of_lists = inventory, made, listed.contacts, faults, listed.headings, asked, understood, networks
    return Lists(*of_lists, back, gone)


def _earlier_responses(clean: paths.Clean, book: Codebook, held: Wave | None) -> list[pd.DataFrame]:
    """Whose responses agreed to what in earlier waves, the latest first, where their clean tables lie beside these."""
    found = []
    for wave in reversed(book.waves_before(held)) if held else ():
        table = clean.of(wave.id).responses
        if table.exists():
            responses = stored.table(table)
            if column(MAP) not in responses:
                message = f"geschoonde tabellen van een oudere versie. Draai eerst: monitor run {wave.id}"
                raise DeliveryError([Fault(table.name, "old_tables", message)])
            found.append(responses)
    return found


def _wave(
    reading: Reading, lists: Lists, book: Codebook, before: Iterable[pd.DataFrame] = ()
) -> tuple[CleanWave, pd.DataFrame, list[Fault]]:
    """The clean tables, the contacts apart, and every fault."""
    sheets, survey_faults = reading.survey.result()
    surveyed, invited = cleaned_survey(sheets, book, reading.tool), tokens.invitations(sheets, book)
    answered = [one.token for one in surveyed.rows if one.token]
    inventory = lists.inventory
    surveyed.rows, left = withdrawn.obeyed(surveyed, invited, inventory, (lists.withdrawn, lists.gone), book)
    written = list(others.proposals(surveyed.rows, book))
    surveyed.rows = others.settled(surveyed.rows, lists.rulings.others, book)
    matched = _matched(surveyed, invited, lists, book)
    initiatives, torn = with_answered_consent(inventory, matched, before)
    told = [*survey_faults, *surveyed.faults, *invited.faults, *tokens.of_another_survey(sheets, invited, answered)]
    contacts = [*lists.contacts, *surveyed.contacts, *invited.contacts]
    faults = [*_discreet([*lists.faults, *told, *left, *matched.faults], contacts), *torn]
    proposed = lists.proposed(matched.responses, book)
    wave = CleanWave(
        initiatives,
        matched.responses,
        inventory.rows,
        _table(faults, _FAULTS),
        accounted(inventory, lists.judged(proposed), book),
        inventory.merges,
        inventory.relations,
        inventory.reviews,
        written,
        proposed,
        pd.DataFrame(as_records(lists.understood, lists.networks)),
    )
    return wave, _table(contacts, _CONTACTS), faults


def _matched(surveyed: Cleaned, invited: Cleaned, lists: Lists, book: Codebook) -> Matched:
    """The responses with their initiatives; who withdrew is refused a place on the map too."""
    matched = matched_responses(surveyed, invited, lists.inventory, book)
    return replace(matched, refused=matched.refused | lists.gone.refused)


def _discreet(faults: Iterable[Fault], contacts: Iterable[Contact]) -> list[Fault]:
    """The faults without what they quote of a cell, where that is what a person of the delivery is called."""
    called = personal.words_of(each.value for each in contacts if each.field in personal.NAMES)
    return [replace(fault, message=personal.unquoted(fault.message, called)) for fault in faults]


def _table(records: Iterable[Fault | Contact], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(list(map(vars, records)), columns=columns)
    return frame.astype({name: "int64" if name == "row" else "str" for name in columns})


def _tables(wave: CleanWave, contacts: pd.DataFrame, clean: paths.Clean) -> dict[Path, pd.DataFrame]:
    return {
        clean.initiatives: wave.initiatives,
        clean.responses: wave.responses,
        clean.contacts: contacts,
        clean.rows: wave.rows,
        clean.faults: wave.faults,
        clean.merges: wave.merges,
        clean.relations: wave.relations,
    }


def _write(tables: Mapping[Path, pd.DataFrame]) -> None:
    """All tables written beside their names, then renamed: a stop half-way leaves the old ones."""
    with contextlib.ExitStack() as whole:
        for path, table in tables.items():
            disk.private(path.parent)
            _save_table(table, whole.enter_context(disk.replacing(path)), path.suffix)


def _save_table(table: pd.DataFrame, path: Path, kind: str) -> None:
    if kind == ".parquet":
        table.to_parquet(path, index=False)
    else:
        columns = table.select_dtypes(["str"]).items()
        texts = {str(name): column.map(harmless, na_action="ignore") for name, column in columns}
        table.assign(**texts).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
