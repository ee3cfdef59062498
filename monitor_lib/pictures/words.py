"""A figure in words, as firm as its publication class allows and never firmer."""

from monitor_lib.pictures import style
from monitor_lib.pictures.rows import Row

TOO_FEW = "te weinig antwoorden"
UNCERTAIN = "het beeld is te onzeker voor een percentage"

# Words for a figure of class C, narrow ones first: allowed only when the whole interval lies within the limits.
# Last, the same words for where there is little room.
_WORDS = (
    (0.9, 1.0, "bijna elk initiatief", "bijna alle"),
    (0.0, 0.1, "bijna geen enkel initiatief", "bijna geen"),
    (0.4, 0.6, "ongeveer de helft van de initiatieven", "ongeveer\nde helft"),
    (0.75, 1.0, "een ruime meerderheid van de initiatieven", "ruime\nmeerderheid"),
    (0.0, 0.25, "een kleine minderheid van de initiatieven", "kleine\nminderheid"),
    (0.5, 1.0, "meer dan de helft van de initiatieven", "meer dan\nde helft"),
    (0.0, 0.5, "minder dan de helft van de initiatieven", "minder dan\nde helft"),
)


def in_words(low: float, high: float) -> str:
    """The words within which the whole interval stays, or "" when there are none."""
    return next((words for least, most, words, _ in _WORDS if least <= low and high <= most), "")


def short_words(row: Row) -> str:
    """A share as `share_words` says it, for the margin of a chart; lines are parted by a line feed."""
    if row.hidden:
        return "te weinig\nantwoorden" if row.reason == TOO_FEW else "verborgen"
    if row.low is None or row.low == row.high:
        return style.percent(row.value)
    if row.quality == "A":
        return f"{style.percent(row.value)} ({style.dashed(row.low, row.high)})"
    if row.quality == "B":
        return style.dashed(row.low, row.high)
    return next((short for least, most, _, short in _WORDS if least <= row.low and row.high <= most), "onzeker")


def share_words(row: Row) -> str:
    """A share as firmly as its class allows: percent with interval, the range first, in words, or why not at all."""
    if row.hidden:
        return row.reason
    if row.low is None or row.low == row.high:
        return style.percent(row.value)
    if row.quality == "A":
        return f"{style.percent(row.value)} ({style.between(row.low, row.high)})"
    if row.quality == "B":
        return style.between(row.low, row.high)
    return in_words(row.low, row.high) or UNCERTAIN


def median_words(row: Row, unit: str) -> str:
    """A median as firmly as its class allows, in its unit."""
    if row.hidden:
        return row.reason
    range_ = f"tussen {style.amount(row.low, unit)} en {style.amount(row.high, unit)}"
    return f"{style.amount(row.value, unit)} ({range_})" if row.quality == "A" else range_


def tenths(row: Row) -> str:
    """A share as so many of ten: one number only when the whole interval rounds to it."""
    if row.hidden:
        return TOO_FEW
    if row.quality == "C":
        return UNCERTAIN
    if row.low is None:
        return style.percent(row.value)
    low, high = (int(limit * 10 + 0.5) for limit in (row.low, row.high))
    return f"ongeveer {low} van de 10" if low == high else f"{low} tot {high} van de 10"


def total_words(row: Row) -> str:
    """A total over the whole list as firmly as its class allows, to two significant digits."""
    if row.hidden:
        return row.reason
    if row.quality == "C":
        return "het totaal is te onzeker"
    range_ = f"tussen {rounded(row.low)} en {rounded(row.high)}"
    return f"ongeveer {rounded(row.value)} ({range_})" if row.quality == "A" else range_


def rounded(total: float) -> str:
    """A number of people to two significant digits: 137.107 becomes 140.000."""
    return style.number(float(f"{total:.1e}"))
