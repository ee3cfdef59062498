"""The weights of a wave: what each respondent stands for, in figures of a province and in those of the country."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor_lib.figures.respondents.answers import counted
from monitor_lib.figures.respondents.design import Design, raked, response_groups, stratified
from monitor_lib.reference.records import Area, Codebook

_ALL = "all"
_UNKNOWN = "unknown"
_REST = "rest"
_SMALLEST_CATEGORY = 5


@dataclass(frozen=True)
class Margin:
    """A trait to which answers are raked: the category of each respondent, and how many on the list are in each."""

    name: str
    own: np.ndarray
    totals: Mapping[str, int]


@dataclass(frozen=True)
class Weighting:
    """The two designs of a wave, over the same respondents in the same order.

    `margins` are those that the national design is raked to: the response groups, and then what the list tells.
    """

    regional: Design
    national: Design
    margins: tuple[Margin, ...] = ()

    def design(self, area: Area) -> Design:
        """The design of an area's figures."""
        return self.regional if area.level == "province" else self.national


def weighting(initiatives: pd.DataFrame, listed: pd.DataFrame, book: Codebook) -> Weighting:
    """The designs of a wave.

    Figures of a province weigh N_h / n_h per response group. Figures of the country and its parts start from equal
    weights and are raked to the list: response group by response group, by what initiatives call themselves, and by the
    classes of years that the codebook counts the list by, as young ones answer more often. The last ones are left out
    where they cannot all be met, as when a kind answered in one group only.

    Args:
        initiatives: the inventory.
        listed: the answers of initiatives on it, one per initiative.
        book: the codebook.
    """
    groups = group_of_province(listed, book)
    regions, all_regions = (table["province"].map(groups).to_numpy(str) for table in (listed, initiatives))
    regional = stratified(regions, _counts(all_regions))
    equal = stratified(np.full(len(listed), _ALL), {_ALL: len(initiatives)})
    if listed.empty:
        return Weighting(regional, equal)
    margins = [Margin("stratum", regions, _counts(all_regions))]
    names = ["form", *(entry.id for entry in book.indicators if entry.classes)]
    for name, trait in zip(names, traits_of_list(initiatives, book), strict=True):
        own = listed["initiative_id"].map(pd.Series(trait, initiatives["initiative_id"])).to_numpy(str)
        own, every = _collapsed(own, trait)
        margins.append(Margin(name, own, _counts(every)))
    return Weighting(regional, *_raked(equal, tuple(margins)))


def traits_of_list(initiatives: pd.DataFrame, book: Codebook) -> list[np.ndarray]:
    """What the list tells of every initiative that may say whether it answers, as categories: its kind, and its age."""
    kinds = initiatives["form"].fillna(_UNKNOWN).to_numpy(str)
    return [kinds, *(_classes(counted(entry, initiatives, book)) for entry in book.indicators if entry.classes)]


def _classes(inside: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.select([*inside.values()], [*inside], _UNKNOWN)


def _raked(equal: Design, margins: tuple[Margin, ...]) -> tuple[Design, tuple[Margin, ...]]:
    """The design raked to all margins, or to as many of the first as can be met, with those."""
    try:
        return raked(equal, [margin.own for margin in margins], [margin.totals for margin in margins]), margins
    except ValueError:  # a category answered in too few response groups to stand for all of it on the list
        return _raked(equal, margins[:-1])


def group_of_province(listed: pd.DataFrame, book: Codebook) -> dict[str, str]:
    """The response group of every province, by PV code, for the answers of initiatives on the list."""
    counts = listed["province"].value_counts()
    answers = {area.code: int(counts.get(area.code, 0)) for area in book.provinces}
    return response_groups(answers, {area.code: area.parent for area in book.provinces}, book.publication.hidden_below)


def _collapsed(own: np.ndarray, every: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both columns with the categories that hardly anybody answered from taken together."""
    counts = _counts(own)
    kept = [name for name in counts if counts[name] >= _SMALLEST_CATEGORY]
    own, every = (np.where(np.isin(column, kept), column, _REST) for column in (own, every))
    lonely = _REST in every and _REST not in own
    return own, np.where(every == _REST, kept[0], every) if lonely else every


def _counts(column: np.ndarray) -> Mapping[str, int]:
    names, counts = np.unique(column, return_counts=True)
    return dict(zip(names.tolist(), counts.tolist(), strict=True))
