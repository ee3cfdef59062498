"""Complementary suppression: what else must be hidden so that a hidden figure cannot be worked out from the others.

A province, its landsdeel and the country add up. Where one province of a landsdeel is hidden, its figure is the
landsdeel's minus the others'. So every sum with a hidden part needs a second one.

Source: Hundepool et al. (2012), Statistical Disclosure Control, chapter 4; Cox (1980).
"""

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from monitor_lib.reference.records import Area
from monitor_lib.reference.text.language import later

COMPLEMENT = later("verborgen om een andere groep te beschermen")

# A province's own figures are what its readers come for; a landsdeel's can be missed first.
_COST_OF_LEVEL = {"province": 10_000, "part": 1}


def complements(hidden: Iterable[str], areas: tuple[Area, ...], respondents: Mapping[str, int]) -> set[str]:
    """The further areas to hide, at the least cost, so that every sum has no hidden part or at least two.

    The country is never hidden: where hiding everything else does not help, all landsdelen and provinces are hidden.
    Landsdelen go first, but they only help where provinces of two of them are hidden: a landsdeel of which all
    provinces are shown is their sum.

    Args:
        hidden: codes of the areas that are hidden already.
        areas: all areas, each with its parent.
        respondents: per area, what it costs to lose it within its level.
    """
    hidden = set(hidden)
    if not hidden:
        return set()
    codes = [area.code for area in areas]
    cost = np.array([_COST_OF_LEVEL.get(area.level, 1) * (1 + respondents.get(area.code, 0)) for area in areas])
    lowest = np.array([code in hidden for code in codes], dtype=float)
    highest = np.array([area.level != "country" or area.code in hidden for area in areas], dtype=float)
    constraints = LinearConstraint(_second_parts(areas), lb=0)
    found = milp(cost, integrality=np.ones(len(codes)), bounds=Bounds(lowest, highest), constraints=constraints)
    if not found.success:
        return {area.code for area in areas if area.level != "country"} - hidden
    return {code for code, chosen in zip(codes, found.x, strict=True) if chosen > 0.5} - hidden


def sums(areas: tuple[Area, ...]) -> list[list[int]]:
    """The additions that a reader can make: per parent, the places of itself and of its children in `areas`."""
    codes = [area.code for area in areas]
    families = {code: [codes.index(code)] for code in codes}
    for at, area in enumerate(areas):
        if area.parent:
            families[area.parent].append(at)
    return [family for family in families.values() if len(family) > 1]


def _second_parts(areas: tuple[Area, ...]) -> np.ndarray:
    """A row per sum and part: the other parts hidden, minus this one, is at least nothing."""
    rows = []
    for family in sums(areas):
        for part in family:
            row = np.zeros(len(areas))
            row[family], row[part] = 1, -1
            rows.append(row)
    return np.array(rows)
