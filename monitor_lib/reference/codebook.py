"""The codebook: questions, scales, areas and publication rules, read once and checked as a whole."""

import datetime as dt
import difflib
import tomllib
import types
import typing
from collections import Counter
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path

from monitor_lib import paths
from monitor_lib.reference.wording import folded


class CodebookError(Exception):
    """A contradiction in the codebook, or a name that is not in it."""


@dataclass(frozen=True)
class Monitor:
    """Who publishes, under which words."""

    title: str
    sender: str
    contact: str
    licence: str
    questionnaire: str
    example_notice: str
    definition: str


@dataclass(frozen=True)
class Publication:
    """When a figure may be shown; respondents are counts, widths percentage points."""

    confidence: float
    hidden_below: int
    sensitive_cell_below: int
    class_a_respondents: int
    class_a_width: int
    class_b_respondents: int
    class_b_width: int
    compared_from: int
    false_discovery_rate: float


@dataclass(frozen=True)
class Wave:
    """One round of the monitor. `released` dates everything published from it."""

    id: str
    label: str
    year: int
    released: dt.date
    example: bool = False


@dataclass(frozen=True)
class Area:
    """The country, a landsdeel (level `part`) or a province, by CBS code."""

    code: str
    name: str
    level: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    language: str = "nl"

    @property
    def slug(self) -> str:
        """The area's name as it stands in a file name."""
        return folded(self.name).replace(" ", "-")


@dataclass(frozen=True)
class Network:
    """A regional network; its id is the stem of the file it sends."""

    id: str
    name: str


@dataclass(frozen=True)
class Option:
    """One possible answer; `synonyms` are other spellings that a list may use."""

    code: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Answers taken together under a code of their own, such as the two highest of five."""

    code: str
    label: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Scale:
    """The possible answers of a question, in order."""

    id: str
    options: tuple[Option, ...]
    outside: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    ordered: bool = False

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the options, in order."""
        return tuple(option.code for option in self.options)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Label by code, groups included."""
        return {entry.code: entry.label for entry in (*self.options, *self.groups)}

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Code by folded spelling: codes, labels and synonyms."""
        return {folded(word): o.code for o in self.options for word in (*o.synonyms, o.label, o.code)}


@dataclass(frozen=True)
class Theme:
    """A chapter of the reports."""

    id: str
    title: str
    intro: str


@dataclass(frozen=True)
class Asked:
    """Who saw a question: those who gave one of these answers to an earlier one."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """The answer (or group) that may head a report, and the verb phrase that says it."""

    answer: str
    words: str


@dataclass(frozen=True)
class Question:
    """One question of the questionnaire."""

    id: str
    part: int
    type: str
    text: str
    label: str
    scale: str = ""
    theme: str = ""
    sensitivity: str = "open"
    asked: Asked | None = None
    other: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    finding: Finding | None = None

    @property
    def published(self) -> bool:
        """Whether figures are made of it."""
        return self.sensitivity in ("open", "sensitive")

    @property
    def many(self) -> bool:
        """Whether several answers may be given."""
        return self.type in ("multiple", "consent")


@dataclass(frozen=True)
class Field:
    """A column that an inventory list may have; `personal` ones go to the contacts table only."""

    id: str
    label: str
    type: str
    headings: tuple[str, ...]
    scale: str = ""
    required: bool = False
    personal: bool = False


@dataclass(frozen=True)
class Indicator:
    """A figure that does not come from a question."""

    id: str
    label: str
    source: str
    kind: str
    field: str = ""
    part: int = 1


@dataclass(frozen=True)
class Codebook:
    """Everything the monitor knows before data arrives."""

    monitor: Monitor
    publication: Publication
    waves: tuple[Wave, ...]
    areas: tuple[Area, ...]
    networks: tuple[Network, ...]
    fields: tuple[Field, ...]
    scales: tuple[Scale, ...]
    themes: tuple[Theme, ...]
    questions: tuple[Question, ...]
    indicators: tuple[Indicator, ...]

    @property
    def provinces(self) -> tuple[Area, ...]:
        """The twelve provinces, by code."""
        return tuple(area for area in self.areas if area.level == "province")

    @property
    def published(self) -> tuple[Question, ...]:
        """The questions that figures are made of."""
        return tuple(question for question in self.questions if question.published)

    def wave(self, name: str) -> Wave:
        """The wave with this id."""
        return _found(name, {wave.id: wave for wave in self.waves}, "meting")

    def question(self, name: str) -> Question:
        """The question with this id."""
        return _found(name, {question.id: question for question in self.questions}, "vraag")

    def scale(self, name: str) -> Scale:
        """The scale with this id."""
        return _found(name, {scale.id: scale for scale in self.scales}, "schaal")

    def field(self, name: str) -> Field:
        """The inventory field with this id."""
        return _found(name, {field.id: field for field in self.fields}, "veld")

    def area(self, name: str) -> Area:
        """The area with this code, name or alias, however spelled."""
        return _found(name, self._areas, "gebied")

    def area_or_none(self, name: str) -> Area | None:
        """As `area`, and None for a name that is not known."""
        return self._areas.get(folded(name))

    def network_name(self, name: str) -> str:
        """What a network is called; a network the codebook does not list goes by its file's name."""
        return {network.id: network.name for network in self.networks}.get(name, name)

    def questions_of(self, theme: Theme) -> tuple[Question, ...]:
        """The published questions of one chapter."""
        return tuple(question for question in self.published if question.theme == theme.id)

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {folded(word): area for area in self.areas for word in (area.code, area.name, *area.aliases)}


def _found(name: str, known: dict[str, object], kind: str):
    """The entry called `name`; raises CodebookError with the nearest known names."""
    by_folded = {folded(key): key for key in known}
    key = by_folded.get(folded(str(name)))
    if key is not None:
        return known[key]
    near = difflib.get_close_matches(folded(str(name)), by_folded, n=1, cutoff=0.6)
    entry = known[by_folded[near[0]]] if near else None
    hint = f'bedoelt u {getattr(entry, "name", near[0])}?' if near else f"mogelijk zijn: {', '.join(sorted(known))}."
    raise CodebookError(f'Onbekende {kind} "{name}": {hint}')


@lru_cache
def load(path: Path = paths.CODEBOOK) -> Codebook:
    """The codebook in this file.

    Raises:
        CodebookError: with every contradiction found, each with its place.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"{path.name} is not valid TOML: {error}") from None
    faults: list[str] = []
    known = {"monitor", "publication", *_TABLES}
    faults += [f"[{key}] is not a table of the codebook" for key in document if key not in known]
    book = Codebook(
        monitor=_record(Monitor, document.get("monitor", {}), "[monitor]", faults),
        publication=_record(Publication, document.get("publication", {}), "[publication]", faults),
        **{f"{name}s": _records(kind, document.get(name, []), name, faults) for name, kind in _TABLES.items()},
    )
    faults = faults or list(_contradictions(book))
    if faults:
        raise CodebookError(f"{path.name}: {len(faults)} fault(s)\n" + "\n".join(f"- {fault}" for fault in faults))
    return book


_TABLES = {
    "wave": Wave,
    "area": Area,
    "network": Network,
    "field": Field,
    "scale": Scale,
    "theme": Theme,
    "question": Question,
    "indicator": Indicator,
}


def _records(kind: type, tables: list, name: str, faults: list[str]) -> tuple:
    def place(number: int, table: dict) -> str:
        return f"[[{name}]] {table.get('id') or table.get('code') or f'number {number}'}"

    return tuple(_record(kind, table, place(n, table), faults) for n, table in enumerate(tables, 1))


def _record(kind: type, table: dict, place: str, faults: list[str]):
    """One table as a dataclass; what does not fit is added to `faults` and the value left out."""
    slots = {slot.name: slot for slot in fields(kind)}
    hints = typing.get_type_hints(kind)
    faults += [f"{place}: unknown key '{key}' (known: {', '.join(slots)})" for key in table if key not in slots]
    needed = [name for name, slot in slots.items() if slot.default is MISSING and name not in table]
    faults += [f"{place}: key '{name}' is missing" for name in needed]
    values = {key: _value(hints[key], value, f"{place}, {key}", faults) for key, value in table.items() if key in slots}
    return kind(**dict.fromkeys(needed), **values)


def _value(hint, value, place: str, faults: list[str]):
    """A TOML value as the annotated type: lists become tuples, tables and rows become records."""
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        item = typing.get_args(hint)[0]
        if isinstance(value, list):
            return tuple(_value(item, entry, f"{place} {n}", faults) for n, entry in enumerate(value, 1))
    elif hint is Option and isinstance(value, list) and len(value) >= 2:
        return Option(value[0], value[1], tuple(value[2:]))
    elif hint is Group and isinstance(value, list) and len(value) == 3:
        return Group(value[0], value[1], tuple(value[2]))
    elif hint in (Asked, Finding) and isinstance(value, dict):
        return _record(hint, value, place, faults)
    elif isinstance(value, hint) or (hint is float and isinstance(value, int)):
        return value
    faults.append(f"{place}: {value!r} does not fit {getattr(hint, '__name__', hint)}")
    return None


def _contradictions(book: Codebook) -> Iterator[str]:
    """Every way in which the tables of a well-formed codebook disagree."""
    yield from _repeated(book)
    yield from _scale_faults(book)
    yield from _area_faults(book)
    yield from _field_faults(book)
    earlier: dict[str, Question] = {}
    for question in book.questions:
        yield from _question_faults(book, question, earlier)
        earlier[question.id] = question
    field_ids = {field.id for field in book.fields}
    for indicator in book.indicators:
        if indicator.field and indicator.field not in field_ids:
            yield f"[[indicator]] {indicator.id}: field '{indicator.field}' does not exist"


def _repeated(book: Codebook) -> Iterator[str]:
    groups = {
        "wave": [wave.id for wave in book.waves],
        "area": [area.code for area in book.areas],
        "network": [network.id for network in book.networks],
        "field": [field.id for field in book.fields],
        "scale": [scale.id for scale in book.scales],
        "theme": [theme.id for theme in book.themes],
        "question or indicator": [entry.id for entry in (*book.questions, *book.indicators)],
    }
    for kind, ids in groups.items():
        yield from (f"{kind} '{key}' occurs {count} times" for key, count in Counter(ids).items() if count > 1)


def _scale_faults(book: Codebook) -> Iterator[str]:
    for scale in book.scales:
        place = f"[[scale]] {scale.id}"
        codes = [*scale.codes, *(group.code for group in scale.groups)]
        yield from (f"{place}: code '{code}' occurs twice" for code, n in Counter(codes).items() if n > 1)
        yield from (f"{place}: code '{code}' is not letters and digits only" for code in codes if not code.isalnum())
        used = {code for group in scale.groups for code in group.answers} | set(scale.outside)
        yield from (f"{place}: '{code}' is not one of its options" for code in sorted(used - set(scale.codes)))
        spelled: dict[str, str] = {}
        for option in scale.options:
            for word in {folded(word) for word in (option.code, option.label, *option.synonyms)}:
                if spelled.setdefault(word, option.code) != option.code:
                    yield f"{place}: '{word}' is both '{spelled[word]}' and '{option.code}'"


def _area_faults(book: Codebook) -> Iterator[str]:
    codes = {area.code for area in book.areas}
    spelled: dict[str, str] = {}
    for area in book.areas:
        place = f"[[area]] {area.code}"
        if area.level not in ("country", "part", "province"):
            yield f"{place}: level '{area.level}' is not country, part or province"
        if area.level != "country" and area.parent not in codes:
            yield f"{place}: parent '{area.parent}' does not exist"
        for word in {folded(word) for word in (area.code, area.name, *area.aliases)}:
            if spelled.setdefault(word, area.code) != area.code:
                yield f"{place}: the name '{word}' is also that of {spelled[word]}"


def _field_faults(book: Codebook) -> Iterator[str]:
    scales = {scale.id for scale in book.scales}
    owner: dict[str, str] = {}
    for field in book.fields:
        place = f"[[field]] {field.id}"
        if field.type not in _FIELD_TYPES:
            yield f"{place}: type '{field.type}' is not one of {', '.join(_FIELD_TYPES)}"
        if (field.type in ("choice", "choices")) != (field.scale in scales):
            yield f"{place}: type '{field.type}' and scale '{field.scale}' do not go together"
        for word in {folded(word) for word in field.headings}:
            if owner.setdefault(word, field.id) != field.id:
                yield f"{place}: heading '{word}' also belongs to {owner[word]}"


_FIELD_TYPES = ("text", "place", "postcode", "municipality", "province", "choice", "choices", "year", "url", "yesno")
_QUESTION_TYPES = {"text": False, "number": False, "single": True, "multiple": True, "likert": True, "consent": True}
_SENSITIVITIES = ("open", "sensitive", "identity", "free")


def _question_faults(book: Codebook, question: Question, earlier: dict[str, Question]) -> Iterator[str]:
    place = f"[[question]] {question.id}"
    scales = {scale.id: scale for scale in book.scales}
    if question.type not in _QUESTION_TYPES:
        yield f"{place}: type '{question.type}' is not one of {', '.join(_QUESTION_TYPES)}"
    elif question.sensitivity != "identity" and _QUESTION_TYPES[question.type] != (question.scale in scales):
        yield f"{place}: type '{question.type}' and scale '{question.scale}' do not go together"
    if question.part not in (1, 2):
        yield f"{place}: part {question.part} is not 1 or 2"
    if question.sensitivity not in _SENSITIVITIES:
        yield f"{place}: sensitivity '{question.sensitivity}' is not one of {', '.join(_SENSITIVITIES)}"
    if question.published and question.theme not in {theme.id for theme in book.themes}:
        yield f"{place}: theme '{question.theme}' does not exist"
    answers = scales[question.scale].labels if question.scale in scales else {}
    if question.other and question.other not in answers:
        yield f"{place}: other '{question.other}' is not an answer of scale '{question.scale}'"
    if question.finding and question.finding.answer not in answers:
        yield f"{place}: finding '{question.finding.answer}' is not an answer of scale '{question.scale}'"
    if question.asked:
        yield from _asked_faults(place, question.asked, earlier, scales)


def _asked_faults(place: str, asked: Asked, earlier: dict, scales: dict[str, Scale]) -> Iterator[str]:
    if asked.question not in earlier:
        yield f"{place}: asked refers to '{asked.question}', which is no earlier question"
        return
    scale = scales.get(earlier[asked.question].scale)
    unknown = [answer for answer in asked.answers if scale is None or answer not in scale.codes]
    yield from (f"{place}: asked refers to '{answer}', no answer of {asked.question}" for answer in unknown)
