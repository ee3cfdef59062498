"""The codebook, read from its file once and checked as a whole."""

import tomllib
import types
import typing
from dataclasses import MISSING, fields
from functools import lru_cache
from pathlib import Path

from monitor_lib import paths
from monitor_lib.reference.checks import contradictions
from monitor_lib.reference.infographics import Block, Infographic
from monitor_lib.reference.own_reports import OwnReport
from monitor_lib.reference.records import (
    Area,
    Asked,
    Codebook,
    CodebookError,
    Field,
    Finding,
    Group,
    Indicator,
    ListWords,
    Missing,
    Monitor,
    Network,
    Option,
    OptionChange,
    Part,
    Phrase,
    Publication,
    Question,
    Questionnaire,
    Retention,
    Rewording,
    Role,
    Scale,
    Theme,
    Wave,
    Years,
)
from monitor_lib.reference.text.folding import listed_faults
from monitor_lib.reference.translation import translation_faults

_TABLES = {
    "wave": Wave,
    "area": Area,
    "network": Network,
    "field": Field,
    "scale": Scale,
    "missing": Missing,
    "role": Role,
    "theme": Theme,
    "part": Part,
    "question": Question,
    "indicator": Indicator,
    "infographic": Infographic,
    "report": OwnReport,
    "rewording": Rewording,
    "option_change": OptionChange,
    "retention": Retention,
}


def load(path: Path | None = None) -> Codebook:
    """The codebook in this file; without one that of the project.

    Raises:
        CodebookError: with every contradiction found, each with its place.
    """
    return _read(path or paths.project().codebook, whole=path is None)


@lru_cache
def _read(path: Path, whole: bool) -> Codebook:
    """The codebook in a file; `whole` if what it names beside it has to be there."""
    try:
        document = tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"{path.name} is not valid TOML: {error}") from None
    faults: list[str] = []
    known = {"monitor", "publication", "questionnaire", "lists", *_TABLES}
    faults += [f"[{key}] is not a table of the codebook" for key in document if key not in known]
    monitor = _record(Monitor, document.get("monitor", {}), "[monitor]", faults)
    publication = _record(Publication, document.get("publication", {}), "[publication]", faults)
    around = _record(Questionnaire, document.get("questionnaire", {}), "[questionnaire]", faults)
    words = _record(ListWords, document.get("lists", {}), "[lists]", faults)
    tables = {f"{name}s": _records(kind, document.get(name, []), name, faults) for name, kind in _TABLES.items()}
    book = Codebook(monitor, publication, questionnaire=around, lists=words, **tables)  # type: ignore[arg-type]  # a table is of the type of its field
    if whole and monitor.earlier and not (path.parent / monitor.earlier).is_file():
        faults.append(f"[monitor] earlier: there is no file {monitor.earlier} beside the codebook")
    faults = faults or [*contradictions(book), *translation_faults(book)]
    if faults:
        raise CodebookError(listed_faults(path.name, faults))
    return book


def _records(kind: type, tables: list, name: str, faults: list[str]) -> tuple:
    def place(number: int, table: dict) -> str:
        return f"[[{name}]] {table.get('id') or table.get('code') or f'number {number}'}"

    return tuple(_record(kind, table, place(n, table), faults) for n, table in enumerate(tables, 1))


@lru_cache
def _hints(kind: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(kind)


def _record(kind: type, table: dict, place: str, faults: list[str]):
    """One table as a dataclass; what does not fit is added to `faults` and the value left out."""
    slots = {slot.name: slot for slot in fields(kind)}
    hints = _hints(kind)
    faults += [f"{place}: unknown key '{key}' (known: {', '.join(slots)})" for key in table if key not in slots]
    required = [name for name, slot in slots.items() if slot.default is slot.default_factory is MISSING]
    needed = [name for name in required if name not in table]
    faults += [f"{place}: key '{name}' is missing" for name in needed]
    values = {key: _value(hints[key], value, f"{place}, {key}", faults) for key, value in table.items() if key in slots}
    return kind(**dict.fromkeys(needed), **values)


def _value(hint, value, place: str, faults: list[str]):
    """A TOML value as the annotated type: lists become tuples, tables and rows become records."""
    if isinstance(hint, types.UnionType):
        kinds = [part for part in typing.get_args(hint) if part is not types.NoneType]
        hint = next((kind for kind in kinds if isinstance(kind, type) and isinstance(value, kind)), kinds[0])
    if typing.get_origin(hint) is tuple:
        item = typing.get_args(hint)[0]
        if isinstance(value, list):
            return tuple(_value(item, entry, f"{place} {n}", faults) for n, entry in enumerate(value, 1))
    elif hint is Option and isinstance(value, list) and len(value) >= 2:
        return Option(value[0], value[1], tuple(value[2:]))
    elif hint is Group and isinstance(value, list) and len(value) == 3:
        return Group(value[0], value[1], tuple(value[2]))
    elif hint is Years and isinstance(value, list) and [type(each) for each in value] == [str, str, int, int]:
        return Years(*value)
    elif hint in (Asked, Block, Finding, Phrase) and isinstance(value, dict):
        return _record(hint, value, place, faults)
    elif typing.get_origin(hint) is dict:
        if isinstance(value, dict) and all(isinstance(said, str) for said in value.values()):
            return value
    elif isinstance(value, hint) or (hint is float and isinstance(value, int)):
        return value
    faults.append(f"{place}: {value!r} does not fit {getattr(hint, '__name__', hint)}")
    return None
