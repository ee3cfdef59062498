"""Are the intervals of changes wide enough, and how often does a monitor claim a change that is not there?

Synthetic pairs of waves with known truth: two lists that share half of their initiatives, which answer alike, and more
of those that answered before. Use: .venv/bin/python benchmarks/trend.py [PAIRS]
"""

import sys
from dataclasses import dataclass

import numpy as np
from simulation import ANSWERS, POPULATIONS, RATES, SHARES

from monitor_lib.figures import history
from monitor_lib.figures.differences import significance
from monitor_lib.figures.estimates import estimation
from monitor_lib.figures.respondents.design import stratified

AGAIN, STEADY, LOYAL = 0.5, 0.7, 2.5  # on both lists; gives the same answer; as likely to answer as before
NATIONAL = "NL"


@dataclass(frozen=True)
class Wave:
    """One wave's list: the number of each initiative, its province, its answers, and whether it took part."""

    ids: np.ndarray
    provinces: np.ndarray
    truth: np.ndarray
    answered: np.ndarray


def pair(shares: np.ndarray, draw: np.random.Generator) -> tuple[Wave, Wave]:
    """Two waves in which nothing changed but by chance."""
    provinces = np.repeat(np.arange(12), POPULATIONS)
    size = provinces.size
    first = Wave(
        np.arange(size),
        provinces,
        draw.random((len(shares), size)) < shares[:, None],
        draw.random(size) < RATES[provinces],
    )
    stays = draw.random(size) < AGAIN
    anew = draw.random((len(shares), size)) < shares[:, None]
    keeps = (draw.random((len(shares), size)) < STEADY) & stays
    rate = np.clip(RATES[provinces] * np.where(stays & first.answered, LOYAL, 1.0), 0, 1)
    truth = np.where(keeps, first.truth, anew)
    return first, Wave(np.where(stays, first.ids, first.ids + size), provinces, truth, draw.random(size) < rate)


def changes(waves: tuple[Wave, Wave]):
    """Per area (the country and provinces with ten answers in both waves) its changes and the true ones."""
    homes = {one: int(p) for wave in waves for one, p in zip(wave.ids.tolist(), wave.provinces, strict=True)}
    sizes = np.bincount(list(homes.values()), minlength=12)
    for area in (NATIONAL, *range(12)):
        insides = [wave.answered if area == NATIONAL else wave.answered & (wave.provinces == area) for wave in waves]
        if min(inside.sum() for inside in insides) < 10:
            continue
        domains = []
        for wave, inside in zip(waves, insides, strict=True):
            labels = wave.provinces[wave.answered].astype(str)
            design = stratified(labels, {str(p): int(n) for p, n in enumerate(POPULATIONS)})
            domains.append(history.Domain(design, wave.truth[:, wave.answered], inside[wave.answered]))
        made = history.panel(
            *(wave.ids[wave.answered].astype(str) for wave in waves),
            {str(one): str(home) for one, home in homes.items()},
            {str(p): int(n) for p, n in enumerate(sizes)},
        )
        estimates = tuple(estimation.shares(d.design, d.given, d.inside, 0.95) for d in domains)
        everybody = [np.ones(w.ids.size, bool) if area == NATIONAL else w.provinces == area for w in waves]
        then, now = (wave.truth[:, all_].mean(axis=1) for wave, all_ in zip(waves, everybody, strict=True))
        yield area, history.changes(made, tuple(domains), estimates), now - then


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    draw = np.random.default_rng(2026)
    shares = np.tile(SHARES, ANSWERS // len(SHARES))
    held: dict[str, list[bool]] = {"country": [], "provinces": []}
    claimed = 0
    for _ in range(count):
        chances: dict[str, list[float]] = {"country": [], "provinces": []}
        for area, found, truth in changes(pair(shares, draw)):
            family = "country" if area == NATIONAL else "provinces"
            pairs = zip((change.interval for change in found), truth, strict=True)
            held[family] += [low <= real <= high for (low, high), real in pairs]
            chances[family] += [change.p_value for change in found]
        claimed += any((significance.adjusted(np.array(values)) < 0.05 / 2).any() for values in chances.values())
    for family, hits in held.items():
        print(f"{family}: {np.mean(hits):.1%} of {len(hits)} intervals hold the true change of the lists")
    print(f"{claimed / count:.1%} of {count} pairs of waves without a change make a claim")


if __name__ == "__main__":
    main()
