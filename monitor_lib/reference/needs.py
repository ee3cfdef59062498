"""What the monitor cannot do without, whatever a codebook is about: fields, indicators, and limits that make sense."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitor_lib.reference.records import Codebook, Indicator, Publication

NAME = "name"
PLACING = ("place", "postcode", "municipality", "province")
# What a list may say of an initiative besides its name, its place and its consent, with the type that goes with it.
FACTS = {
    "form": "choice",
    "legal_form": "choice",
    "phase": "choice",
    "start_year": "year",
    "themes": "choices",
    "activities": "choices",
    "website": "url",
}
_TYPES = {NAME: "text", **{name: name for name in PLACING}, "map_consent": "yesno", **FACTS}
_INDICATORS = {
    "initiatives": ("inventory", "count", "how many initiatives are on the list, which maps and texts tell"),
    "responses": ("responses", "count", "how many of them answered, which texts tell"),
    "participation": ("responses", "share", "which part of the list answered, which texts and charts tell"),
}
_SOURCES, _KINDS = ("inventory", "networks", "responses"), ("count", "share")


def unmet_needs(book: Codebook) -> Iterator[str]:
    """Every need that a codebook does not meet."""
    yield from _field_needs(book)
    yield from _indicator_needs(book)
    yield from _limit_faults(book.publication)


# ---- fields of lists that the monitor knows by their id ----


def _field_needs(book: Codebook) -> Iterator[str]:
    ids = {field.id for field in book.fields}
    if NAME not in ids:
        yield f"[[field]] {NAME} is missing: an initiative is compared, merged and shown by its name"
    if ids.isdisjoint(PLACING):
        yield f"[[field]]: one of {', '.join(PLACING)} is needed, or no initiative can be placed"
    for field in book.fields:
        wanted = _TYPES.get(field.id, field.type)
        if field.type != wanted:
            yield f"[[field]] {field.id}: type is '{field.type}', and the monitor reads it as '{wanted}'"
        if field.personal and field.id in _TYPES:
            yield f"[[field]] {field.id}: the monitor publishes or compares it, so it cannot be personal"


# ---- indicators that pages tell of ----


def _indicator_needs(book: Codebook) -> Iterator[str]:
    known = {entry.id: entry for entry in book.indicators}
    for name, (source, kind, use) in _INDICATORS.items():
        entry = known.get(name)
        if entry is None:
            yield f'[[indicator]] {name} is missing: with source = "{source}" and kind = "{kind}" it is {use}'
        elif entry != Indicator(entry.id, entry.label, source, kind, en=entry.en):
            yield f'[[indicator]] {name}: it is {use}: source = "{source}", kind = "{kind}" and nothing more'
    types = {field.id: field.type for field in book.fields}
    for entry in book.indicators:
        if entry.source not in _SOURCES or entry.kind not in _KINDS:
            yield f"[[indicator]] {entry.id}: source is one of {', '.join(_SOURCES)}, kind one of {', '.join(_KINDS)}"
        wanted = "year" if entry.classes else "choice"
        if types.get(entry.field, wanted) != wanted:
            yield f"[[indicator]] {entry.id}: field '{entry.field}' is of type '{types[entry.field]}', not '{wanted}'"


# ---- limits of publication ----


@dataclass(frozen=True)
class _Limit:
    """Which values one key of [publication] can have, as a rule and in words; `why` where that is not plain."""

    allows: Callable[[float], bool]
    words: str
    why: str = ""


_FRACTION = _Limit(lambda value: 0 < value < 1, "above 0 and below 1")
_POINTS = _Limit(lambda value: 1 <= value <= 100, "from 1 to 100")
_POSITIVE = _Limit(lambda value: 0 < value < float("inf"), "above 0")
_LIMITS = {
    "confidence": _FRACTION,
    "hidden_below": _Limit(lambda value: value >= 3, "3 or more", "of two, each would know what the other said"),
    "sensitive_cell_below": _Limit(lambda value: value >= 2, "2 or more", "or a cell of one initiative is shown"),
    "class_a_width": _POINTS,
    "class_b_width": _POINTS,
    "class_a_variation": _POSITIVE,
    "class_b_variation": _POSITIVE,
    "dominance": _Limit(lambda value: 0 < value <= 1, "above 0, and at most 1"),
    "p_percent": _Limit(lambda value: 0 <= value <= 100, "from 0 to 100"),
    "size_bias": _Limit(lambda value: 0 <= value <= 1, "from 0 to 1"),
    "answer_bias": _Limit(lambda value: 0 <= value < 1, "from 0 and below 1"),
    "compared_from": _Limit(lambda value: value >= 1, "1 or more"),
    "false_discovery_rate": _FRACTION,
}
# Of each pair the first cannot be less than the second.
_AT_LEAST = (
    ("class_a_respondents", "class_b_respondents"),
    ("class_b_respondents", "hidden_below"),
    ("class_b_width", "class_a_width"),
    ("class_b_variation", "class_a_variation"),
)


def _limit_faults(rules: Publication) -> Iterator[str]:
    for name, limit in _LIMITS.items():
        value = getattr(rules, name)
        if not limit.allows(value):
            yield f"[publication], {name}: {value} is not {limit.words}{limit.why and f' ({limit.why})'}"
    for name, other in _AT_LEAST:
        value, least = getattr(rules, name), getattr(rules, other)
        if value < least:
            yield f"[publication], {name}: {value} is less than {other}, {least}"
