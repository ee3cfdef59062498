"""The ids of initiatives: given once, kept in a register, and the same on every later run.

The register only grows, and nobody has a reason to edit it. Each of its lines is sealed with a hash of itself and the
line before it, so that what was changed, moved, lost or added since is seen without another file.
"""

import hashlib
import itertools
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from monitor_lib import disk, paths
from monitor_lib.intake.files.decisions import Decided, Ledger, Line, listed, write
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.reference.records import Wave

if TYPE_CHECKING:  # every command looks at the register, and most of them compare nothing
    from monitor_lib.intake.matching.entries import Entry

_SECRET = 32  # bytes
_SEALED = 8  # bytes
_SEAL = "seal"
FROM_BACKUP = "Zet het terug uit een back-up: besluiten, brieven en wat gepubliceerd is noemen deze nummers."
REGISTER = Ledger(("initiative_id", "list", "row", _SEAL), keys=("list", "row"), asked=(), added=(_SEAL,))


class Known(NamedTuple):
    """That a row of a list (by what it says) was this initiative once; the register holds the oldest first."""

    id: str
    list: str
    mark: str


def register(path: Path) -> tuple[tuple[Known, ...], tuple[Fault, ...]]:
    """What is known of earlier runs; an error where it is not what the last of them wrote."""
    found = listed(path, REGISTER)
    known = tuple(_known(line) for _, line in found.lines)
    return known, (*found.faults, *_edited(path, found))


def _known(line: Line) -> Known:
    return Known(line["initiative_id"], line["list"], line["row"])


def registered(path: Path, known: tuple[Known, ...]) -> None:
    """Writes the register."""
    lines = zip(known, seals(known), strict=True)
    write(path, REGISTER.columns, [dict(zip(REGISTER.columns, (*one, seal), strict=True)) for one, seal in lines])


def seals(known: Iterable[Known]) -> list[str]:
    """The seal of every line of a register; that of the last one says what all of them are."""
    return list(itertools.accumulate(known, _sealed, initial=""))[1:]


def _sealed(before: str, one: Known) -> str:
    """The seal of a line, behind one with that seal."""
    return hashlib.blake2b("|".join((before, *one)).encode(), digest_size=_SEALED).hexdigest()


def _edited(path: Path, found: Decided) -> Iterator[Fault]:
    """An error where lines are not sealed as they were written; those of an older version have no seals."""
    lines = [line for _, line in found.lines]
    before = ["", *(line[_SEAL] for line in lines)]
    broken = [n for n, line in enumerate(lines) if line[_SEAL] != _sealed(before[n], _known(line))]
    if broken and any(before):
        told = "regel is" if len(broken) == 1 else "regels zijn"
        message = (
            f"{len(broken)} {told} niet zoals de monitor schreef: veranderd, verplaatst of erbij gezet, of een regel "
            f"erboven is weg. {FROM_BACKUP} Is er geen, haal het dan weg: een run zegt wie dan een ander nummer krijgt."
        )
        yield Fault(path.name, "register", message, row=found.lines[broken[0]][0])


def lost(ids: AbstractSet[str], name: str) -> Iterator[Fault]:
    """An error when ids of an earlier run are not there any more: the register holds all that were ever given."""
    if ids:
        message = (
            f"mist {len(ids)} initiatieven die een vorige run had. {FROM_BACKUP} Is er geen, haal dan de geschoonde "
            "tabellen van die meting weg: dan krijgen zij andere."
        )
        yield Fault(name, "lines_lost", message)


def seen(entry: "Entry") -> tuple[str, str]:
    """By what the register knows a row: its list, and what it says."""
    return PurePath(entry.key[0]).stem, entry.mark


def secret(held: Wave | None, keys: paths.Keys, known: tuple[Known, ...]) -> tuple[bytes, tuple[Fault, ...]]:
    """What new ids of a wave are made with: nobody without it finds an id by a name. Made where it is missing.

    An example is invented, and its ids are the same for everyone: nothing is hidden in them. Ids that a register has
    stay what they are, whatever they were made with: letters, tokens and decisions name them, and what was published
    with them cannot be taken back.

    Args:
        held: the wave.
        keys: the secrets of the project.
        known: the ids that registers have.

    Returns:
        The secret, and a remark where it had to be made though ids were given before; an error where it is damaged.
    """
    if held is None or held.example:
        return b"", ()
    if not keys.ids.exists():
        disk.written(keys.ids, f"{secrets.token_hex(_SECRET)}\n")
        return bytes.fromhex(keys.ids.read_text("ascii")), (_missed(keys),) if known else ()
    try:
        found = bytes.fromhex(keys.ids.read_text("ascii", errors="replace"))
    except ValueError:
        found = b""
    message = "is beschadigd. Zet het terug uit een back-up, of haal het weg: dan wordt een nieuw gemaakt."
    return found, () if len(found) == _SECRET else (Fault(keys.ids.name, "secret", message),)


def _missed(keys: paths.Keys) -> Fault:
    message = (
        "het geheim achter de nummers van initiatieven was er niet, en is nieuw gemaakt. Nummers die al gegeven zijn, "
        "blijven zoals ze zijn. Stond het er eerder wel, zet het dan terug uit een back-up."
    )
    return Fault(keys.ids.name, "secret", message, severity="remark")


def ids(
    parts: list[tuple[int, ...]], entries: "list[Entry]", known: tuple[Known, ...], secret: bytes = b""
) -> list[str]:
    """The id of every part of the entries, in the order of the parts.

    A part keeps the oldest id that any of its rows had, and of two parts with rows of one initiative the part with the
    row known longest. A new id follows from the normalised name, the place and the province of the part's first row and
    the secret; equal ones, kept apart for another reason, are numbered.
    """
    given = _kept(parts, entries, known)
    taken = {*given.values(), *(entry.id for entry in known)}
    for n, part in enumerate(parts):
        if n not in given:
            given[n] = next(new for new in _new_ids(entries[part[0]].mark, secret) if new not in taken)
            taken.add(given[n])
    return [given[n] for n in range(len(parts))]


def _kept(parts: list[tuple[int, ...]], entries: "list[Entry]", known: tuple[Known, ...]) -> dict[int, str]:
    """The id of every part that has one; a row that came in another list this time counts after those that did not."""
    exact: dict[tuple[str, str], list[int]] = defaultdict(list)
    alike: dict[str, list[int]] = defaultdict(list)
    for n, part in enumerate(parts):
        for position in part:
            exact[seen(entries[position])].append(n)
            alike[entries[position].mark].append(n)
    given: dict[int, str] = {}
    taken: set[str] = set()
    claims = [(entry.id, exact[entry.list, entry.mark]) for entry in known]
    for name, candidates in [*claims, *((entry.id, alike[entry.mark]) for entry in known)]:
        free = [n for n in candidates if n not in given]
        if free and name not in taken:
            given[free[0]] = name
            taken.add(name)
    return given


def _new_ids(text: str, secret: bytes) -> Iterator[str]:
    for time in itertools.count(1):
        numbered = text if time == 1 else f"{text}|{time}"
        yield f"ZG-{hashlib.blake2b(numbered.encode(), digest_size=4, key=secret).hexdigest()}"


def grown(known: tuple[Known, ...], entries: "list[Entry]", owners: list[str]) -> tuple[Known, ...]:
    """The register with what this run adds to it; nothing is ever taken away, so that a merge can be undone."""
    now = sorted(Known(owner, *seen(entry)) for entry, owner in zip(entries, owners, strict=True))
    return tuple(dict.fromkeys([*known, *now]))
