"""On which days initiatives answer, in invented surveys of several kinds: provinces of different size and eagerness."""

import numpy as np

LISTED = (40, 60, 70, 80, 90, 110, 120, 130, 150, 180, 200, 240)
_CHANCE = 0.012  # a day, of an initiative in the middle
_UNLIKE = 0.4  # of the logarithm of the chance, between provinces


def _fading(day: np.ndarray, half: float) -> np.ndarray:
    return 0.5 ** (day / half)


def _reminded(day: np.ndarray, when: tuple[int, ...]) -> np.ndarray:
    return sum((day >= moment) * _fading(np.clip(day - moment, 0, None), 4) for moment in when)


KINDS = {
    "even": lambda day, dice: np.ones(len(day)),
    "no weekends": lambda day, dice: np.where(day % 7 >= 5, 0.2, 1.32),
    "fading": lambda day, dice: 2.5 * _fading(day, 10),
    "one reminder": lambda day, dice: 2.5 * _fading(day, 5) + 2 * _reminded(day, (14,)),
    "two reminders": lambda day, dice: 3 * _fading(day, 5) + 2.5 * _reminded(day, (10, 20)),
    "bursts": lambda day, dice: dice.gamma(1, 1, len(day)),
}


def invented(kind: str, length: int, dice: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, int]]:
    """By province the day of each answer, and the initiatives on its list."""
    pace, level = KINDS[kind](np.arange(length), dice), np.exp(dice.normal(0, 0.5))
    days = {}
    for n, waiting in enumerate(LISTED):
        chance = _CHANCE * level * np.exp(dice.normal(0, _UNLIKE))
        own: list[int] = []
        for day in range(length):
            came = dice.binomial(waiting - len(own), -np.expm1(-chance * pace[day]))
            own += [day] * int(came)
        days[f"P{n:02}"] = np.array(own, dtype=int)
    return days, {name: LISTED[n] for n, name in enumerate(days)}
