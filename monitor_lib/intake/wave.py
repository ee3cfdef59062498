"""From the deliveries of one wave to its clean tables: load, call, save."""

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from monitor_lib import paths
from monitor_lib.intake.cleaning import Contact, cleaned_lists, list_headings
from monitor_lib.intake.deliveries import DeliveryError, Fault, delivered_sheets
from monitor_lib.intake.inventory import linked_inventory
from monitor_lib.intake.matching import matched_responses, with_answered_consent
from monitor_lib.intake.survey import cleaned_survey, survey_headings
from monitor_lib.reference.codebook_records import Codebook

_FAULTS = ("file", "sheet", "row", "column", "code", "severity", "message")
_CONTACTS = ("file", "sheet", "row", "field", "value")


@dataclass(frozen=True)
class CleanWave:
    """The clean tables of one wave, without the contacts: those are written and never passed on."""

    initiatives: pd.DataFrame
    responses: pd.DataFrame
    rows: pd.DataFrame
    faults: pd.DataFrame


def clean_wave(delivered: paths.Delivered, clean: paths.Clean, book: Codebook) -> CleanWave:
    """The clean tables of one wave, read from its deliveries and written to its private folder.

    Raises:
        DeliveryError: with every error in every file; nothing is written then.
    """
    lists, list_faults = delivered_sheets(delivered.inventory, frozenset(list_headings(book)))
    exports, export_faults = delivered_sheets(delivered.survey, frozenset(survey_headings(book)))
    listed, surveyed = cleaned_lists(lists, book), cleaned_survey(exports, book)
    faults = [*list_faults, *listed.faults, *export_faults, *surveyed.faults]
    if any(fault.severity == "error" for fault in faults):
        raise DeliveryError(faults)
    inventory = linked_inventory(listed, book)
    responses, doubles = matched_responses(surveyed, inventory, book)
    wave = CleanWave(
        with_answered_consent(inventory.initiatives, responses),
        responses,
        inventory.rows,
        _table([*faults, *inventory.faults, *doubles], _FAULTS),
    )
    _write(wave, _table([*listed.contacts, *surveyed.contacts], _CONTACTS), clean)
    return wave


def _table(records: Iterable[Fault | Contact], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame([asdict(record) for record in records], columns=columns)
    return frame.astype({name: "int64" if name == "row" else "str" for name in columns})


def _write(wave: CleanWave, contacts: pd.DataFrame, clean: paths.Clean) -> None:
    """All tables written beside their names, then renamed: a stop half-way leaves the old ones."""
    tables = {
        clean.initiatives: wave.initiatives,
        clean.responses: wave.responses,
        clean.contacts: contacts,
        clean.rows: wave.rows,
        clean.faults: wave.faults,
    }
    clean.folder.mkdir(parents=True, exist_ok=True)
    partial = {path: path.with_name(f".{path.name}.partial") for path in tables}
    try:
        for path, table in tables.items():
            _save(table, partial[path], path.suffix)
        for path, written in partial.items():
            written.replace(path)
    finally:
        for written in partial.values():
            written.unlink(missing_ok=True)


def _save(table: pd.DataFrame, path: Path, kind: str) -> None:
    with path.open("wb") as file:
        if kind == ".parquet":
            table.to_parquet(file, index=False)
        else:
            table.to_csv(file, index=False, encoding="utf-8", lineterminator="\n")
        file.flush()
        os.fsync(file.fileno())
