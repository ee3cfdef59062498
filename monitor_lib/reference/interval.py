"""The limits of a figure: there together, or not at all."""

import math
from typing import NamedTuple


class Interval(NamedTuple):
    """The limits of a figure, in its unit."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """High minus low."""
        return self.high - self.low


def read(low: float, high: float) -> Interval | None:
    """The interval as the columns `low` and `high` of a table have it: nan where there is none."""
    return None if math.isnan(low) else Interval(low, high)


def written(interval: Interval | None) -> tuple[float, float]:
    """The interval for those columns."""
    return interval or (math.nan, math.nan)
