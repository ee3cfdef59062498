"""Which initiative is meant: by its id, or by a name that a list has for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from monitor_lib import paths
from monitor_lib.intake import withdrawals, withdrawn
from monitor_lib.intake.withdrawals import Said, said_in
from monitor_lib.intake.workbook.pages import table_of
from monitor_lib.publishing.run.release import refuse_uncleaned
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference.records import Codebook, Wave
from monitor_lib.reference.text.folding import folded

_MOST = 10  # initiatives to choose from
_NEAR = 0.6


@dataclass(frozen=True)
class InWave:
    """Under which ids a wave has an initiative, and in which delivered files."""

    ids: frozenset[str]
    files: frozenset[str]


@dataclass(frozen=True)
class Found:
    """One initiative: its id, all under which lists of any wave have it, and where in each wave, by the wave's id."""

    id: str
    said: frozenset[Said]
    waves: Mapping[str, "InWave"]

    @property
    def name(self) -> str:
        """What it is called, for a person."""
        return " / ".join(f"{name} ({place or 'zonder plaats'})" for name, place, _ in sorted(self.said))


def found(asked: str, wave: Wave, places: paths.Places, book: Codebook) -> Found:
    """The initiative that a person means.

    Args:
        asked: its id, or its name as a list has it.
        wave: a wave that was run.
        places: where that wave's tables lie, with those of others beside them.
        book: the codebook of all waves.

    Raises:
        ReportError: when it is none, or several, with those that may be meant.
        DeliveryError: when the register of withdrawals cannot be read.
    """
    refuse_uncleaned(wave, places.clean)
    known = dict(_known(places.clean, withdrawals.register(places.decisions)))
    meant = [one for one, said in known.items() if _is(asked, one, said)]
    if len(meant) != 1:
        raise ReportError(_ask(asked, meant, known))
    return _everywhere(meant[0], known[meant[0]], places, book)


def _known(clean: paths.Clean, back: withdrawals.Register) -> Iterator[tuple[str, frozenset[Said]]]:
    """Every initiative of a wave, and who took consent back before, by id."""
    own: dict[str, set[Said]] = {}
    for one, said, _ in _rows(clean):
        own.setdefault(one, set()).add(said)
    for line in back.every:
        own.setdefault(line["initiative_id"], set()).add(said_in(line))
    return ((one, frozenset(said)) for one, said in own.items())


def _rows(clean: paths.Clean) -> Iterator[tuple[str, Said, str]]:
    """Of every row of a wave that is an initiative: its id, what it says, and its file."""
    columns = ["initiative_id", "name", "place", "province_code", "file"]
    for one, name, place, province, file in table_of(clean.rows)[columns].itertuples(index=False, name=None):
        if one:
            yield one, (name, place, province), file


def _is(asked: str, one: str, said: frozenset[Said]) -> bool:
    return asked.casefold() == one.casefold() or folded(asked) in {folded(name) for name, _, _ in said}


def _ask(asked: str, meant: list[str], known: Mapping[str, frozenset[Said]]) -> str:
    """Why a name is no answer, and what may be meant."""
    names = {folded(name): one for one, said in known.items() for name, _, _ in said}
    near = meant or [names[name] for name in get_close_matches(folded(asked), names, _MOST, _NEAR)]
    told = [f"- {one}: {Found(one, known[one], {}).name}" for one in dict.fromkeys(near)]
    head = (
        f"Er zijn {len(meant)} initiatieven die zo heten. Noem het nummer van het ene dat u bedoelt:"
        if meant
        else "Zo heet geen initiatief in deze meting, en geen nummer is zo."
    )
    advice = "Noem de naam zoals zij op de lijst staat, of het nummer." if not told else "" if meant else "Bedoelt u:"
    return "\n".join(filter(None, (head, advice, *told[:_MOST])))


def _everywhere(one: str, said: frozenset[Said], places: paths.Places, book: Codebook) -> Found:
    """The same initiative in every wave that was run, by the rules by which a run knows it again.

    A wave in which another may be it is made again too: it stays off the map until a person says that it is another.
    """
    waves: dict[str, InWave] = {}
    for wave in book.waves:
        clean = places.of(wave.id).clean
        rows = list(_rows(clean)) if clean.rows.exists() else []
        listed = withdrawn.as_compared((row[1] for row in rows), book), [row[0] for row in rows]
        ids, alike = withdrawn.meant(one, said, listed, book)
        ids |= {row[0] for row in rows if row[1] in said}
        own = [row for row in rows if row[0] in ids]
        said |= {row[1] for row in own}
        if own or alike:
            waves[wave.id] = InWave(frozenset(ids), frozenset(row[2] for row in own))
    return Found(one, said, waves)
