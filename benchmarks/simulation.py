"""Are the intervals wide enough, how often does a monitor claim a difference that is not there, and find one that is?

Synthetic monitors in which the truth is known: an inventory, responses at random within provinces, one answer.
Use: .venv/bin/python benchmarks/simulation.py [MONITORS]
"""

import sys

import numpy as np

from monitor_lib.figures.differences import comparison, power
from monitor_lib.figures.differences.families import adjusted_within
from monitor_lib.figures.estimates import estimation
from monitor_lib.figures.respondents.design import response_groups, stratified
from monitor_lib.reference import codebook

POPULATIONS = np.array([95, 105, 80, 129, 28, 190, 85, 150, 115, 62, 149, 60])
RATES = np.array([0.2, 0.2, 0.1, 0.27, 0.2, 0.21, 0.21, 0.25, 0.19, 0.24, 0.28, 0.15])
SHARES = (0.05, 0.2, 0.5, 0.8)
ANSWERS = 40
MANY, HEADLINES, FALSE = 96, 12, 0.05
PROVINCE = 6  # of which a difference is to be found


def monitors(count: int, shares: np.ndarray, draw: np.random.Generator):
    """Yields, per monitor, the province of each respondent, the answers given, and the true share per province."""
    provinces = np.repeat(np.arange(12), POPULATIONS)
    for _ in range(count):
        truth = draw.random((len(shares), provinces.size)) < shares[:, None]
        answered = draw.random(provinces.size) < RATES[provinces]
        real = np.array([[truth[a, provinces == p].mean() for p in range(12)] for a in range(len(shares))])
        yield provinces[answered], truth[:, answered], real


def design_of(provinces: np.ndarray):
    areas = codebook.load().provinces
    counts = np.bincount(provinces, minlength=12).tolist()
    groups = response_groups(
        dict(zip([a.code for a in areas], counts, strict=True)), {a.code: a.parent for a in areas}, 10
    )
    labels = np.array([groups[area.code] for area in areas])
    population = {name: int(POPULATIONS[labels == name].sum()) for name in set(labels)}
    return stratified(labels[provinces], population)


def coverage(count: int, draw: np.random.Generator) -> dict[str, list[bool]]:
    """By size of the province's response: whether each interval held the province's true share."""
    held = {"5-9": [], "10-19": [], "20-29": [], "30+": []}
    for provinces, given, real in monitors(count, np.array(SHARES), draw):
        design = design_of(provinces)
        for province in range(12):
            inside = provinces == province
            size = int(inside.sum())
            if size < 5:
                continue
            name = "5-9" if size < 10 else "10-19" if size < 20 else "20-29" if size < 30 else "30+"
            estimates = estimation.shares(design, given, inside, 0.95)
            pairs = zip((each.interval for each in estimates), real[:, province], strict=True)
            held[name] += [low <= truth <= high for (low, high), truth in pairs]
    return held


def tests(design, provinces: np.ndarray, given: np.ndarray) -> np.ndarray:
    """A row per province and landsdeel, a column per answer: its p-value, nan where there are too few answers."""
    areas = codebook.load().provinces
    parts = np.array([area.parent for area in areas])[provinces]
    insides = [provinces == province for province in range(12)]
    insides += [parts == part for part in dict.fromkeys(area.parent for area in areas)]
    nothing = np.full(len(given), np.nan)
    return np.array([_p_values(design, given, inside) if inside.sum() >= 20 else nothing for inside in insides])


def _p_values(design, given: np.ndarray, inside: np.ndarray) -> np.ndarray:
    return comparison.p_values(design, given, inside, ~inside)


def demonstrable(p_values: np.ndarray, headlines: int) -> np.ndarray:
    """Which are claimed, with the first answers as a family of their own."""
    family = np.broadcast_to(np.where(np.arange(p_values.shape[1]) < headlines, "first", "other"), p_values.shape)
    return (adjusted_within(p_values.ravel(), family.ravel()) < FALSE).reshape(p_values.shape)


def claims(count: int, draw: np.random.Generator) -> tuple[float, float]:
    """The part of monitors in which all areas are equal that claim a difference: with one family, and with two."""
    shares = np.resize(SHARES, MANY)
    found = []
    for provinces, given, _ in monitors(count, shares, draw):
        p_values = tests(design_of(provinces), provinces, given)
        found.append([demonstrable(p_values, headlines).any() for headlines in (0, HEADLINES)])
    return tuple(np.mean(found, axis=0))


def found(count: int, apart: float, differs: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """How often a true difference of a province with 25 answers is found: tested alone, in one family, in two.

    Of the last, headline answers and others apart; nan where none of those differ.
    """
    expected = np.round(POPULATIONS * RATES).astype(int)
    expected[PROVINCE] = 25
    provinces, first = np.repeat(np.arange(12), expected), np.arange(MANY) < HEADLINES
    shares = 0.5 + apart * np.outer(differs, provinces == PROVINCE)
    hits = []
    for _ in range(count):
        p_values = tests(design_of(provinces), provinces, draw.random(shares.shape) < shares)
        seen = [p_values < FALSE, demonstrable(p_values, 0), *[demonstrable(p_values, HEADLINES)] * 2]
        kinds = (differs, differs, differs & first, differs & ~first)
        hits.append([each[PROVINCE][kind].sum() for each, kind in zip(seen, kinds, strict=True)])
    return np.sum(hits, axis=0) / (count * np.array([kind.sum() or np.nan for kind in kinds]))


def power_of_what_is_told(count: int, draw: np.random.Generator) -> list[tuple[int, int, float, float, float]]:
    """Answers, tests and share beside it; the smallest difference that is told to be seen, and how often it is."""
    told = []
    for here, rest, tests_together in (
        (20, 303, 192),
        (25, 298, 192),
        (36, 287, 192),
        (25, 298, 1500),
        (80, 243, 1500),
    ):
        for share in (0.1, 0.3, 0.5):
            level = np.array([FALSE / 2 / tests_together])
            apart = power.smallest(np.array([share]), np.array([here]), np.array([rest]), level)[0]
            labels = np.repeat([0, 1], [here, rest])
            chances = np.where(labels == 0, share + apart, share)
            given = draw.random((count, labels.size)) < chances
            design = stratified(labels.astype(str), {"0": 10**6, "1": 10**6 * rest // here})
            seen = comparison.p_values(design, given, labels == 0, labels == 1) <= level[0]
            told.append((here, tests_together, share, apart, seen.mean()))
    return told


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    draw = np.random.default_rng(2026)
    for name, held in coverage(count, draw).items():
        print(f"n {name:>5}: {np.mean(held):.1%} of {len(held)} intervals hold the truth")
    one, two = claims(count, draw)
    print(
        f"{count} monitors without differences, {MANY} answers: {one:.1%} make a claim in one family, {two:.1%} in two"
    )
    print("differing | by | one test | one family | headline | other")
    for words, differs in (("two headline answers", np.arange(MANY) < 2), ("one in eight", np.arange(MANY) % 8 == 0)):
        for apart in (0.2, 0.3, 0.4):
            print(
                f"{words} | {apart:.0%} | " + " | ".join(f"{part:.0%}" for part in found(count, apart, differs, draw))
            )
    for here, together, share, apart, seen in power_of_what_is_told(1000, draw):
        print(f"n {here}, {together} tests, beside {share:.0%}: {apart:.0%} apart is told, and seen in {seen:.0%}")


if __name__ == "__main__":
    main()
