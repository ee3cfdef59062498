"""Who a figure of the bench is about: an area, what it is narrowed to, and what it is split by."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from monitor_lib.figures.bench.names import as_list, called, found
from monitor_lib.figures.bench.variables import Variable, Variables
from monitor_lib.figures.respondents.answers import rows_in
from monitor_lib.reference.records import Area, CodebookError
from monitor_lib.reference.text.language import later, say

Narrowing = str | Mapping[str, object] | Iterable[str | Mapping[str, object]] | None
"""Conditions that all hold: `"start >= 2020"`, `{"form": ["dorpsraad", "stadsdorp"]}`, or a list of such."""
Split = str | Mapping[str, object] | None
"""A variable, a condition, or a variable with cut points or groups: `{"start": [2010, 2020]}`."""

_KINDS = {"municipality": later("gemeente"), "network": later("netwerk")}
_CONDITION = re.compile(r"(.+?)\s*(>=|<=|==|!=|=|>|<)\s*(-?\d+(?:[.,]\d+)?)")
_COMPARED = {
    ">=": np.greater_equal,
    "<=": np.less_equal,
    ">": np.greater,
    "<": np.less,
    "=": np.equal,
    "==": np.equal,
    "!=": np.not_equal,
}


@dataclass(frozen=True)
class Place:
    """An area of the bench: one of the codebook's (`area`), or a municipality or the list of a network."""

    code: str
    name: str
    inside: np.ndarray
    area: Area | None = None
    regional: bool = False


def place(word: str, variables: Variables) -> Place:
    """The country, landsdeel, province, municipality or network that is called so.

    Figures of a municipality weigh as those of its province, figures of a network as those of the country.
    """
    held = variables.held
    known: dict[str, tuple[str, ...]] = {area.code: (area.name, *area.aliases) for area in held.book.areas}
    others = {name: variables.named(name) for name in ("municipality", "network") if name in variables.words()}
    rest: dict[str, tuple[str, ...]] = {
        code: (label,) for each in others.values() for code, label in each.labels.items()
    }
    code = found(word, known if called(word, known) else {**known, **rest}, "gebied, gemeente of netwerk")
    if code in known:
        area = held.book.area(code)
        return Place(code, area.name, rows_in(area, held.listed), area, area.level == "province")
    name, variable = next((name, each) for name, each in others.items() if code in each.labels)
    label = variable.labels[code]
    if label in {area.name for area in held.book.areas}:  # Utrecht is a province, and a municipality of it
        label = say("{place} ({kind})", place=label, kind=say(_KINDS[name]))
    return Place(code, label, variable.answers(code), regional=name == "municipality")


@dataclass(frozen=True)
class Condition:
    """Something that holds for some respondents (`inside`), of which variable, and in words."""

    inside: np.ndarray
    words: str
    variable: Variable


def conditions(only: Narrowing, variables: Variables) -> Iterator[Condition]:
    """What a figure is narrowed to."""
    if isinstance(only, Mapping):
        for name, words in only.items():
            variable = _telling(name, variables)
            kept = variable.answers(words)
            yield Condition(kept, f"{variable.label}: {' of '.join(_called(as_list(words), variable))}", variable)
    elif isinstance(only, Iterable) and not isinstance(only, str):
        for each in only:
            yield from conditions(each, variables)
    elif only is not None:
        yield _condition(str(only), variables)


def _called(words: list[str], variable: Variable) -> list[str]:
    labels = {code: (label,) for code, label in variable.labels.items()}
    return [variable.labels[found(word, labels, "antwoord")] for word in words]


def _condition(text: str, variables: Variables) -> Condition:
    """A condition on a number: `start >= 2020`."""
    read = _CONDITION.fullmatch(text.strip())
    if read is None:
        raise CodebookError(
            f'"{text}" is geen voorwaarde: schrijf bijvoorbeeld "start >= 2020", of {{"fase": "actief"}}.'
        )
    name, sign, limit = read.groups()
    variable = _telling(name, variables)
    if variable.numbers is None:
        raise CodebookError(f'{variable.label} is geen getal: schrijf {{"{variable.id}": "antwoord"}}.')
    kept = _COMPARED[sign](variable.numbers, float(limit.replace(",", ".")))
    return Condition(kept & variable.base, f"{variable.label} {sign} {limit}", variable)


def _telling(name: str, variables: Variables) -> Variable:
    """A variable by which groups may be told apart: with a sensitive one each group would be told of."""
    variable = variables.named(name)
    if variable.sensitive:
        raise CodebookError(
            f"{variable.id} ({variable.label}) is een gevoelige vraag: daarop filtert of splitst de werkbank niet."
        )
    return variable


@dataclass(frozen=True)
class Groups:
    """What a figure is split by: by code a label, and who is in it.

    `whole`: whether that is by all answers of the variable, and not by own groups or a condition.
    """

    label: str
    labels: Mapping[str, str]
    inside: np.ndarray
    variable: Variable | None = None
    whole: bool = False


def groups(by: Split, variables: Variables) -> Groups:
    """The groups of a split; of None one, with everybody in it."""
    everybody = np.ones((1, len(variables.held.listed)), dtype=bool)
    if by is None:
        return Groups("", {"": ""}, everybody)
    if isinstance(by, Mapping) and len(by) == 1:
        ((name, parts),) = by.items()
        return _cut(_telling(name, variables), parts)
    if not isinstance(by, str):
        raise CodebookError(
            f'Splitsen kan naar één vraag of feit tegelijk, niet naar {by!r}: schrijf bijvoorbeeld by="fase".'
        )
    if _CONDITION.fullmatch(by.strip()):
        met = _condition(by, variables)
        labels, others = {"ja": met.words, "nee": f"niet {met.words}"}, met.variable.base & ~met.inside
        return Groups(met.words, labels, np.array([met.inside, others]), met.variable)
    variable = _telling(by, variables)
    if variable.numbers is not None:
        advice = f'noem grenzen, zoals {{"{variable.id}": [10, 50]}}, of een voorwaarde, zoals "{variable.id} >= 10"'
        raise CodebookError(f"{variable.label} is een getal om op te splitsen: {advice}.")
    return Groups(variable.label, variable.labels, variable.given, variable, whole=True)


def _cut(variable: Variable, parts: object) -> Groups:
    """Own groups of answers (`{"dorp": ["dorpsraad", …]}`), or a number in classes that begin at these limits."""
    if isinstance(parts, Mapping) and parts:
        inside = [variable.answers(words) for words in parts.values()]
        return Groups(variable.label, {str(name): str(name) for name in parts}, np.array(inside), variable)
    if variable.numbers is None:
        raise CodebookError(f'{variable.label} is geen getal: schrijf {{"{variable.id}": {{"groep": ["antwoord"]}}}}.')
    given = as_list(parts)
    if not given or not all(isinstance(limit, int | float) for limit in given):
        raise CodebookError(f'Noem de grenzen van {variable.label} als getallen, zoals {{"{variable.id}": [10, 50]}}.')
    limits = sorted(set(given))
    ends = [-np.inf, *limits, np.inf]
    names = [f"tot {limits[0]}", *(f"{low} tot {high}" for low, high in pairwise(limits))]
    classes = np.searchsorted(limits, variable.numbers, side="right")
    inside = [(classes == at) & variable.base for at in range(len(ends) - 1)]
    labels = [*names, f"vanaf {limits[-1]}"]
    return Groups(variable.label, dict(zip(labels, labels, strict=True)), np.array(inside), variable)
