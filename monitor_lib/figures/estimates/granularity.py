"""Can these percentages be true together? A whole number of respondents allows only some percentages."""

import math
from collections.abc import Sequence


def possible_sizes(percentages: Sequence[float], most: int, decimals: int = 0) -> list[int]:
    """The numbers of respondents, up to `most`, of which every one of these percentages can be a rounded share.

    54% and 63% of one whole group: 13 of 24 and 15 of 24 would do, but no group of 23 has both.

    Args:
        percentages: as published, rounded.
        most: the largest number of respondents to try.
        decimals: decimals of the published percentages.

    Source: Brown & Heathers (2017), the GRIM test.
    """
    half = 0.5 / 10**decimals
    return [n for n in range(1, most + 1) if all(_possible(percentage, n, half) for percentage in percentages)]


def _possible(percentage: float, respondents: int, half: float) -> bool:
    """Whether a whole count gives the percentage, when a half may have been rounded either way."""
    least = math.ceil((percentage - half) * respondents / 100 - 1e-9)
    return least <= min(respondents, (percentage + half) * respondents / 100 + 1e-9)
