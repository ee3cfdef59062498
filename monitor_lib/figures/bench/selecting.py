"""Who a figure of the bench is about: an area, what it is narrowed to, and what it is split by."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np

from monitor_lib.figures.bench.names import called, found
from monitor_lib.figures.bench.variables import Variable, Variables
from monitor_lib.figures.respondents.answers import rows_in
from monitor_lib.reference.records import Area, CodebookError

Narrowing = str | Mapping[str, object] | Iterable[str | Mapping[str, object]]
"""Conditions that all hold: `"start >= 2020"`, `{"form": ["dorpsraad", "stadsdorp"]}`, or a list of such."""
Split = str | Mapping[str, object] | None
"""A variable, a condition, or a variable with cut points or groups: `{"start": [2010, 2020]}`."""

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
    return Place(code, variable.labels[code], variable.answers(code), regional=name == "municipality")


def narrowed(only: Narrowing, variables: Variables) -> tuple[np.ndarray, str]:
    """Who meets all conditions, and the conditions in words."""
    inside, words = np.ones(len(variables.held.listed), dtype=bool), []
    for kept, told in _conditions(only, variables):
        inside &= kept
        words.append(told)
    return inside, ", ".join(words)


def _conditions(only: Narrowing, variables: Variables) -> Iterator[tuple[np.ndarray, str]]:
    if isinstance(only, str):
        yield _condition(only, variables)
    elif isinstance(only, Mapping):
        for name, words in only.items():
            variable = _telling(name, variables)
            listed = [words] if isinstance(words, str) else list(cast(Iterable[str], words))
            yield variable.answers(listed), f"{variable.label}: {' of '.join(_called(listed, variable))}"
    else:
        for each in only:
            yield from _conditions(each, variables)


def _called(words: list[str], variable: Variable) -> list[str]:
    labels = {code: (label,) for code, label in variable.labels.items()}
    return [variable.labels[found(word, labels, "antwoord")] for word in words]


def _condition(text: str, variables: Variables) -> tuple[np.ndarray, str]:
    """Who meets a condition on a number: `start >= 2020`."""
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
    return kept & variable.base, f"{variable.label} {sign} {limit}"


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
    """What a figure is split by: by code a label, and who is in it."""

    label: str
    labels: Mapping[str, str]
    inside: np.ndarray
    variable: Variable | None = None


def groups(by: Split, variables: Variables) -> Groups:
    """The groups of a split; of None one, with everybody in it."""
    everybody = np.ones((1, len(variables.held.listed)), dtype=bool)
    if by is None:
        return Groups("", {"": ""}, everybody)
    if isinstance(by, Mapping):
        ((name, parts),) = by.items()
        return _cut(_telling(name, variables), parts)
    if _CONDITION.fullmatch(by.strip()):
        kept, told = _condition(by, variables)
        base = _telling(_CONDITION.fullmatch(by.strip())[1], variables).base  # type: ignore[index]
        return Groups(told, {"ja": told, "nee": f"niet {told}"}, np.array([kept, base & ~kept]))
    variable = _telling(by, variables)
    if variable.numbers is not None:
        advice = f'noem grenzen, zoals {{"{variable.id}": [10, 50]}}, of een voorwaarde, zoals "{variable.id} >= 10"'
        raise CodebookError(f"{variable.label} is een getal om op te splitsen: {advice}.")
    return Groups(variable.label, variable.labels, variable.given, variable)


def _cut(variable: Variable, parts: object) -> Groups:
    """Own groups of answers (`{"dorp": ["dorpsraad", …]}`), or a number in classes that begin at these limits."""
    if isinstance(parts, Mapping):
        inside = [variable.answers(words) for words in parts.values()]
        return Groups(variable.label, {str(name): str(name) for name in parts}, np.array(inside))
    if variable.numbers is None:
        raise CodebookError(f'{variable.label} is geen getal: schrijf {{"{variable.id}": {{"groep": ["antwoord"]}}}}.')
    limits = sorted(parts)  # type: ignore[call-overload]
    ends = [-np.inf, *limits, np.inf]
    names = [f"tot {limits[0]}", *(f"{low} tot {high}" for low, high in pairwise(limits))]
    classes = np.searchsorted(limits, variable.numbers, side="right")
    inside = [(classes == at) & variable.base for at in range(len(ends) - 1)]
    labels = [*names, f"vanaf {limits[-1]}"]
    return Groups(variable.label, dict(zip(labels, labels, strict=True)), np.array(inside))
