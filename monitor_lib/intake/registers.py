"""What runs had of the registers, kept beside the tables that they made, and held against what the registers are now.

A register that lost its last lines, an older one that was put back, and one that is gone are each whole by themselves.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from monitor_lib import disk, paths, stored
from monitor_lib.intake import withdrawals
from monitor_lib.intake.files.deliveries import DeliveryError, Fault
from monitor_lib.intake.matching import identity
from monitor_lib.intake.matching.identity import Known
from monitor_lib.intake.withdrawals import MARK, Register
from monitor_lib.reference.records import Codebook, Wave

_OBEYED = (
    "Zet het terug uit een back-up. Is er geen, kijk dan na of in withdrawn.csv iedereen staat die zich terugtrok, en "
    "haal daarna receipt.json weg, en dit bestand als het er nog is."
)
_NUMBERED = "Zet het terug uit een back-up, of haal het weg: een run zegt wie dan een ander nummer krijgt."


def remember(clean: paths.Clean, back: Register) -> None:
    """Notes beside the tables of a wave what it has of the register of withdrawals; what it had is never forgotten."""
    disk.written(clean.obeyed, json.dumps(sorted({*_obeyed(clean), *back.marks})))


def remember_ids(clean: paths.Clean, known: tuple[Known, ...]) -> None:
    """Notes beside the tables of a wave how far its register of ids goes: its lines, and the seal of the last."""
    disk.written(clean.numbered, json.dumps([len(known), ("", *identity.seals(known))[-1]]))


def unchanged(clean: paths.Clean, decisions: paths.Decisions, book: Codebook, held: Wave | None) -> Register:
    """The register of withdrawals, where it and the registers of ids are what runs had of them.

    Args:
        clean: the tables of a wave, with those of others beside them.
        decisions: its decisions, with those of others beside them.
        book: names all waves.
        held: the wave; None for one that is in no codebook.

    Raises:
        DeliveryError: with every register that was edited, lost lines or is gone.
        DamagedError: when what a run had of one cannot be read: nobody knows then what is missing.
    """
    back = withdrawals.register(decisions)
    faults = [*lost(back, clean, book), *_renumbered(clean, decisions, decisions.ids.name)]
    if before := book.wave_before(held) if held else None:
        earlier = paths.Decisions(decisions.folder.parent / before.id)
        faults += _renumbered(clean.of(before.id), earlier, f"{before.id}/{earlier.ids.name}")
    if faults:
        raise DeliveryError(faults)
    return back


def lost(back: Register, clean: paths.Clean, book: Codebook) -> list[Fault]:
    """An error where lines are gone of the register of withdrawals that a run of any wave had.

    Raises:
        DamagedError: when that cannot be known.
    """
    had = (_obeyed(each) for each in {clean, *(clean.of(wave.id) for wave in book.waves)})
    return list(back.lost(frozenset().union(*had)))


def _obeyed(clean: paths.Clean) -> frozenset[str]:
    """What a wave has of the register of withdrawals, as hashes; nothing where it was not run yet."""
    if not clean.obeyed.exists():
        if clean.obeyed.name in stored.told(clean.receipt).get("tables", {}):
            raise stored.DamagedError(f"{clean.obeyed} ontbreekt. {_OBEYED}")
        return frozenset()
    with stored.read_back(clean.obeyed, _OBEYED):
        match json.loads(clean.obeyed.read_bytes()):
            case [*marks] if all(isinstance(mark, str) and len(mark) == MARK for mark in marks):
                return frozenset(marks)
            case _:
                raise ValueError


def _renumbered(clean: paths.Clean, decisions: paths.Decisions, name: str) -> Iterator[Fault]:
    """An error where a register of ids was edited, or does not begin with what the last run of its wave had."""
    known, edited = identity.register(decisions.ids)
    yield from (replace(fault, file=name) for fault in edited)
    lines, seal = _numbered(clean.numbered)
    if not edited and lines and identity.seals(known[:lines])[-1:] != [seal]:
        told = f"mist {lines - len(known)} regels die" if len(known) < lines else "is niet het register dat"
        advice = f"Is er geen, haal dan {clean.numbered} weg: een run zegt wie dan een ander nummer krijgt."
        yield Fault(name, "lines_lost", f"{told} de vorige run had. {identity.FROM_BACKUP} {advice}")


def _numbered(path: Path) -> tuple[int, str]:
    """How far a register of ids went, and its last seal then; no further than its beginning where nobody noted that."""
    if not path.exists():
        return 0, ""
    with stored.read_back(path, _NUMBERED):
        match json.loads(path.read_bytes()):
            case [int(lines), str(seal)]:
                return lines, seal
            case _:
                raise ValueError
