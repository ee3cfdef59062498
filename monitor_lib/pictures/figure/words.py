"""A figure in words, as firm as its publication class allows and never firmer."""

from collections.abc import Sequence

import numpy as np

from monitor_lib.pictures.figure.rows import Row
from monitor_lib.pictures.style import style
from monitor_lib.reference.text.language import later, say
from monitor_lib.reference.text.reasons import NO_ANSWERS, NONE_LISTED, TOO_FEW

UNCERTAIN = later("het beeld is te onzeker voor een percentage")

_SHORT_REASONS = {
    TOO_FEW: later("te weinig\nantwoorden"),
    NO_ANSWERS: later("nog geen\nantwoorden"),
    NONE_LISTED: later("geen op\nde lijst"),
}

# Words for a figure of class C, narrow ones first: allowed only when the whole interval lies within the limits.
# Last, the same words for where there is little room.
_WORDS = (
    (0.9, 1.0, later("bijna elk initiatief"), later("bijna alle")),
    (0.0, 0.1, later("bijna geen enkel initiatief"), later("bijna geen")),
    (0.4, 0.6, later("ongeveer de helft van de initiatieven"), later("ongeveer\nde helft")),
    (0.75, 1.0, later("een ruime meerderheid van de initiatieven"), later("ruime\nmeerderheid")),
    (0.0, 0.25, later("een kleine minderheid van de initiatieven"), later("kleine\nminderheid")),
    (0.5, 1.0, later("meer dan de helft van de initiatieven"), later("meer dan\nde helft")),
    (0.0, 0.5, later("minder dan de helft van de initiatieven"), later("minder dan\nde helft")),
)


def in_words(low: float, high: float) -> str:
    """The words within which the whole interval stays, or "" when there are none."""
    return next((say(words) for least, most, words, _ in _WORDS if least <= low and high <= most), "")


def words_hold(low: float, high: float, share: float) -> bool:
    """Whether the words for an interval would be true of this share too."""
    limits = next(((least, most) for least, most, *_ in _WORDS if least <= low and high <= most), None)
    return limits is not None and limits[0] <= share <= limits[1]


def short_words(row: Row) -> str:
    """A share as `share_words` says it, for the margin of a chart; lines are parted by a line feed."""
    if row.value is None:
        return say(_SHORT_REASONS.get(row.reason, later("verborgen")))
    if row.interval is None or row.interval.width == 0:
        return style.percent(row.value)
    low, high = row.interval
    if row.quality == "A":
        return f"{style.percent(row.value)} ({style.dashed(low, high)})"
    if row.quality == "B":
        return style.dashed(low, high)
    fitting = (short for least, most, _, short in _WORDS if least <= low and high <= most)
    return say(next(fitting, later("onzeker")))


def share_words(row: Row) -> str:
    """A share as firmly as its class allows: percent with interval, the range first, in words, or why not at all."""
    if row.value is None:
        return say(row.reason)
    if row.interval is None or row.interval.width == 0:
        return style.percent(row.value)
    if row.quality == "A":
        return f"{style.percent(row.value)} ({style.between(*row.interval)})"
    if row.quality == "B":
        return style.between(*row.interval)
    return in_words(*row.interval) or say(UNCERTAIN)


def rest_words(row: Row) -> str:
    """What a figure is compared with; nothing where there is none."""
    return "" if row.reference is None else style.percent(row.reference)


def median_words(row: Row, unit: str) -> str:
    """A median as firmly as its class allows, in its unit."""
    if row.value is None or row.interval is None:
        return say(row.reason)
    range_ = style.ranged(*(style.amount(limit, unit) for limit in row.interval))
    return f"{style.amount(row.value, unit)} ({range_})" if row.quality == "A" else range_


def short_median_words(row: Row, unit: str) -> str:
    """The same in fewer words, for the margin of a chart or a cell."""
    if row.value is None or row.interval is None:
        return say(row.reason)
    range_ = "–".join(style.amount(limit, unit) for limit in row.interval)
    return f"{style.amount(row.value, unit)} ({range_})" if row.quality == "A" else range_


def tenths(row: Row) -> str:
    """A share as so many of ten: one number only when the whole interval rounds to it."""
    if row.value is None:
        return say(TOO_FEW)
    if row.quality == "C":
        return say(UNCERTAIN)
    if row.interval is None:
        return style.percent(row.value)
    low, high = (int(limit * 10 + 0.5) for limit in row.interval)
    if low == high:
        return say("ongeveer {count} van de 10", count=low)
    return say("{low} tot {high} van de 10", low=low, high=high)


def total_words(row: Row) -> str:
    """A total over the whole list as firmly as its class allows, to two significant digits."""
    if row.value is None:
        return say(row.reason)
    if row.quality == "C" or row.interval is None:
        return say("het totaal is te onzeker")
    range_ = style.ranged(*map(rounded, row.interval))
    return say("ongeveer {total} ({range})", total=rounded(row.value), range=range_) if row.quality == "A" else range_


def points(differences: Sequence[float]) -> str:
    """The middle half of some differences between shares, in whole percentage points: `33 tot 40`."""
    low, high = (style.number(round(100 * part)) for part in np.quantile(differences, (0.25, 0.75)))
    return low if low == high else say("{low} tot {high}", low=low, high=high)


def rounded(total: float) -> str:
    """A number of people to two significant digits: 137.107 becomes 140.000."""
    return style.number(float(f"{total:.1e}"))
