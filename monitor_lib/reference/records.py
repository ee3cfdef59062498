"""What a codebook is made of: one frozen record per kind of table, and how they are found by name."""

import datetime as dt
import difflib
import math
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self, TypeVar

from monitor_lib.mistake import Mistake
from monitor_lib.reference.infographics import Infographic
from monitor_lib.reference.own_reports import OwnReport
from monitor_lib.reference.roles import AGREED
from monitor_lib.reference.text import licences
from monitor_lib.reference.text.folding import folded
from monitor_lib.reference.text.language import say
from monitor_lib.reference.text.translated import Translated

_Entry = TypeVar("_Entry")


class CodebookError(Mistake):
    """A contradiction in the codebook, or a name that is not in it."""


@dataclass(frozen=True)
class Monitor(Translated):
    """Who publishes, under which words.

    `definition` has a line for each thing that must hold of an initiative; `beyond`
    one for each thing that does not belong to it.
    `address`: where `outputs/` is served, if that is known, as https://monitor.example; pages that are shared name it.
    `licence` is one of Creative Commons by its short name, or any other with its `licence_address`.
    `lead` says what the monitor is about, `defined` whose definition that is ("Wat is een bibliotheek?" without the
    first words and the mark), and `unit` in one line what is counted.
    `earlier` names a file beside the codebook with what others published of an earlier round.
    `keywords`, and `data_themes` of the European list of data themes (as SOCI), are for catalogues of data.
    """

    texts = ("title", "sender", "questionnaire", "example_notice", "definition", "beyond", "lead", "defined")

    title: str
    sender: str
    contact: str
    licence: str
    questionnaire: str
    example_notice: str
    definition: str
    beyond: str = ""
    lead: str = ""
    defined: str = ""
    unit: str = "Initiatief"
    earlier: str = ""
    licence_address: str = ""

    @property
    def licence_url(self) -> str:
        """Where the licence can be read."""
        return self.licence_address or licences.address(self.licence)

    @property
    def licence_words(self) -> str:
        """The licence, and that the source is to be named where it asks for that."""
        given = {"licence": self.licence}
        return say("{licence}, met bronvermelding", **given) if licences.asks_credit(self.licence) else self.licence

    def notice(self, wave: "Wave") -> str:
        """The mark on all that is made of a wave with invented answers; "" for a real one."""
        return self.example_notice if wave.example else ""

    address: str = ""
    keywords: tuple[str, ...] = ()
    data_themes: tuple[str, ...] = ("SOCI",)


@dataclass(frozen=True)
class Questionnaire(Translated):
    """What a questionnaire says around its questions; `return_to`: how one on paper is sent back."""

    texts = ("welcome", "thanks", "return_to")

    welcome: str = ""
    thanks: str = ""
    return_to: str = ""


@dataclass(frozen=True)
class Publication:
    """When a figure may be shown; respondents are counts, widths percentage points.

    `answer_bias` is by which part those who gave an answer may have responded more, or less, often than others.
    `widest_finding`: how wide the interval of a percentage may be that opens a report.
    """

    confidence: float
    hidden_below: int
    sensitive_cell_below: int
    class_a_respondents: int
    class_a_width: int
    class_b_respondents: int
    class_b_width: int
    class_a_variation: float
    class_b_variation: float
    dominance: float
    p_percent: float
    size_bias: float
    compared_from: int
    false_discovery_rate: float
    answer_bias: float = 0.2
    widest_finding: int = 25


@dataclass(frozen=True)
class ListWords:
    """Words by which something in a list is known for what it is, in any case and without accents.

    `archived` stand in the name of a sheet that no longer counts, `people` in that of a sheet, or above a column, about
    persons; `totals` begin a row with a sum, `sums` may stand behind such a word; `notes` and `sections` begin a row
    that is a note or a heading above others; `sentences` are words of remarks that no name has; `ditto` mean the cell
    above; `coordinates` are headings of columns with them; a person follows after `attention` and `titles`, and may
    be called by one of the `first_names`.
    `ended` say that an initiative is no more, and so does a name behind one of `former`; behind `merged` stands what
    it became, behind `doubled` what it is as well.
    `doubtful` begin a heading in a list above rows that may be no initiatives (yet); `whole` stand before a province
    that is meant as a whole.
    `nameless` stand in the place of a name that there is not.
    `consent` are words about being shown, `refusals` those by which somebody does not want it, in a heading too, and
    `withdrawn` those by which a remark takes it back or puts it off; a remark with one of `private` is a no by itself.
    """

    archived: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    ditto: tuple[str, ...] = ()
    coordinates: tuple[str, ...] = ()
    attention: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    first_names: tuple[str, ...] = ()
    nameless: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    private: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wave(Translated):
    """One round of the monitor. `released` dates everything published from it.

    `tool` is the survey tool whose export is delivered; `pages` the page of the survey with which each part ends;
    `closes` the last day on which the survey can be answered.
    """

    texts = ("label",)

    id: str
    label: str
    year: int
    released: dt.date
    example: bool = False
    tool: str = "limesurvey"
    pages: tuple[int, ...] = (1, 2)
    closes: dt.date | None = None


@dataclass(frozen=True)
class Area(Translated):
    """The country, a landsdeel (level `part`) or a province, by its official code.

    `map_label` is where a province's name stands on a map, in degrees east and north; beside it where it is narrow.
    """

    texts = ("name",)

    code: str
    name: str
    level: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    map_label: tuple[float, ...] = ()
    map_label_beside: bool = False
    language: str = "nl"
    own_name: str = ""

    @property
    def slug(self) -> str:
        """The area's name as it stands in a file name, the same in every language."""
        return folded(self.own_name or self.name).replace(" ", "-")

    @property
    def title(self) -> str:
        """The area's name where it stands alone, as in a heading: `The Netherlands`."""
        return self.name[:1].upper() + self.name[1:]

    def in_language(self, language: str) -> Self:
        """The area under its name in another language; `own_name` keeps the one that it goes by itself."""
        own = self.own_name or self.name
        return replace(super().in_language(language), language=language, own_name=own)


@dataclass(frozen=True)
class Network(Translated):
    """A regional network; its id is the stem of the file it sends."""

    texts = ("name",)

    id: str
    name: str


OTHER_LISTS = Network("overig", "Andere lijsten", en={"name": "Other lists"})


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


SHORT_CODE = 5  # signs of an answer's code in LimeSurvey


@dataclass(frozen=True)
class Scale(Translated):
    """The possible answers of a question, in order; `roles` says by code what an answer means to the monitor."""

    texts = ("options", "groups")

    id: str
    options: tuple[Option, ...]
    outside: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    ordered: bool = False
    roles: dict[str, str] = field(default_factory=dict, hash=False)

    def code_with(self, role: str) -> str | None:
        """The code of the answer with this role, if one has it."""
        return next((code for code, carried in self.roles.items() if carried == role), None)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the options, in order."""
        return tuple(option.code for option in self.options)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Label by code, groups included."""
        return {o.code: o.label for o in self.options} | {group.code: group.label for group in self.groups}

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Code by folded spelling: codes, labels in every language, and synonyms."""
        return {folded(word): o.code for o in self.options for word in self.words(o)}

    def words(self, option: Option) -> tuple[str, ...]:
        """All that may stand for an option of this scale; its code last."""
        translated = [self.en[option.code]] if option.code in self.en else []
        return (*option.synonyms, *translated, option.label, option.code)

    @cached_property
    def short_codes(self) -> dict[str, str]:
        """By code what stands for it where LimeSurvey has room for no more: its beginning, if no other begins so."""
        begun = Counter(code[:SHORT_CODE] for code in self.codes)
        return {code: code if code == code[:SHORT_CODE] else _shortened(code, begun) for code in self.codes}


def _shortened(code: str, begun: Mapping[str, int]) -> str:
    """A code cut short, the same in every wave; one that begins as another is told apart by its checksum."""
    alone = begun[code[:SHORT_CODE]] == 1
    return code[:SHORT_CODE] if alone else f"{code[0]}{zlib.crc32(code.encode()):08x}"[:SHORT_CODE]


@dataclass(frozen=True)
class Missing(Translated):
    """How a question without an answer is written in the tables for researchers, by its state."""

    texts = ("label",)

    state: str
    code: int
    label: str


RETAINED = ("deliveries", "contacts", "list", "answers", "decisions", "fieldwork", "mirrors", "history", "published")
"""The kinds of data that a monitor keeps; `Places.kept` says where each lies."""


@dataclass(frozen=True)
class Retention:
    """One kind of data (RETAINED) in the record of processing (GDPR article 30), in the words of who is responsible.

    `months`: how long after the release of a wave it is kept; 0 for as long as the wave is published. `personal`: whose
    data it may hold.
    """

    id: str
    label: str
    personal: str
    purpose: str
    basis: str
    seen_by: str
    months: int = 0


@dataclass(frozen=True)
class Role:
    """A role that no question or answer of this questionnaire has."""

    id: str
    absent: bool


@dataclass(frozen=True)
class Theme(Translated):
    """A chapter of the reports."""

    texts = ("title", "intro")

    id: str
    title: str
    intro: str


@dataclass(frozen=True)
class Part(Translated):
    """What the questions with this part stand under in a questionnaire; without one they stand under its number."""

    texts = ("title", "intro")

    number: int
    title: str
    intro: str = ""


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
class Phrase:
    """How any answer is said of a share: `is {share} een {answer}`; `beyond` are answers that it does not fit."""

    words: str
    beyond: tuple[str, ...] = ()


WAVE_YEAR = "year"
SUCCESS, BOTTLENECK, NEED, FACT, NAME = "success", "bottleneck", "need", "fact", "name"
KINDS = (SUCCESS, BOTTLENECK, NEED, FACT, NAME)  # what a large share of a question's answer says


@dataclass(frozen=True)
class Question(Translated):
    """One question of the questionnaire; `role` says what it means to the monitor, whatever its id.

    `headline` are the answers of which differences between areas are tested as a family of their own: chosen before
    data arrive, at most 12 in all. `kind`, one of KINDS, is what a large share of the telling answer says, and `weight`
    how much that matters to who decides on it: those with a weight are the key figures of an area, and the heaviest of
    each kind open its report. `maximum` is a number, or WAVE_YEAR for a year that cannot lie after the wave.

    `first` and `last` are the waves that asked it first and last, if not all. `mandatory`: a form asks on until it is
    answered; on paper it says so.
    """

    texts = ("text", "label", "unit", "finding", "phrase")

    id: str
    part: int
    type: str
    text: str
    label: str
    role: str = ""
    scale: str = ""
    theme: str = ""
    kind: str = FACT
    weight: int = 0
    sensitivity: str = "open"
    asked: Asked | None = None
    other: str = ""
    unit: str = ""
    total: bool = False
    minimum: float | None = None
    maximum: float | str | None = None
    finding: Finding | None = None
    headline: tuple[str, ...] = ()
    phrase: Phrase | None = None
    first: str = ""
    last: str = ""
    mandatory: bool = False

    @property
    def published(self) -> bool:
        """Whether figures are made of it."""
        return self.sensitivity in ("open", "sensitive")

    @property
    def limits(self) -> tuple[float, float]:
        """The least and the greatest number that can be an answer; a wave's year is none until the wave is known."""
        greatest = self.maximum if isinstance(self.maximum, int | float) else math.inf
        return -math.inf if self.minimum is None else self.minimum, greatest

    @property
    def many(self) -> bool:
        """Whether several answers may be given."""
        return self.type in ("multiple", "consent")


@dataclass(frozen=True)
class Consent:
    """The question and the answer with which an initiative agrees to something."""

    question: Question
    answer: str


@dataclass(frozen=True)
class Rewording(Translated):
    """A question that stands as in the codebook `since` a wave; `before` are the words of the waves before that."""

    texts = ("before",)

    question: str
    since: str
    before: str


@dataclass(frozen=True)
class OptionChange:
    """Answers that a scale offers since a wave (`added`), or offers no more (`dropped`)."""

    scale: str
    since: str
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field(Translated):
    """A column that an inventory list may have; `personal` ones go to the contacts table only.

    `general` are those of its headings that give way to a column under another of them; `otherwise` those of another
    field that mean this one where they gave way. `instead` are the ids of the fields that do where this required one is
    missing. Under a heading with one of the words `likely` the field is proposed, and never taken.
    """

    texts = ("label",)

    id: str
    label: str
    type: str
    headings: tuple[str, ...]
    general: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    scale: str = ""
    required: bool = False
    personal: bool = False


@dataclass(frozen=True)
class Years:
    """The years from `first` up to and including `last` under one code."""

    code: str
    label: str
    first: int
    last: int


@dataclass(frozen=True)
class Indicator(Translated):
    """A figure that does not come from a question; with `classes` a count per class of years of its field.

    `part`: the part of the questionnaire that a respondent must have finished to count; at 0 any answer will do.
    `of`: another indicator, of the list, in each of whose groups is told which share answered.
    """

    texts = ("label", "classes")

    id: str
    label: str
    source: str
    kind: str
    field: str = ""
    part: int = 0
    classes: tuple[Years, ...] = ()
    of: str = ""


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
    missings: tuple[Missing, ...]
    roles: tuple[Role, ...]
    themes: tuple[Theme, ...]
    questions: tuple[Question, ...]
    indicators: tuple[Indicator, ...]
    infographics: tuple[Infographic, ...]
    rewordings: tuple[Rewording, ...]
    option_changes: tuple[OptionChange, ...]
    lists: ListWords = ListWords()
    questionnaire: Questionnaire = Questionnaire()
    parts: tuple[Part, ...] = ()
    reports: tuple[OwnReport, ...] = ()
    retentions: tuple[Retention, ...] = ()
    other_lists: Network = OTHER_LISTS

    def __hash__(self) -> int:
        """Of its name alone: it is looked up for every cell of every list, and there is seldom another."""
        return hash(self.monitor.title)

    @cached_property
    def country(self) -> Area:
        """The whole that the provinces are parts of."""
        return next(area for area in self.areas if area.level == "country")

    @cached_property
    def provinces(self) -> tuple[Area, ...]:
        """The provinces, in the codebook's order."""
        return tuple(area for area in self.areas if area.level == "province")

    @cached_property
    def entries(self) -> tuple[Question | Indicator, ...]:
        """The questions and the indicators."""
        return (*self.questions, *self.indicators)

    @cached_property
    def published(self) -> tuple[Question, ...]:
        """The questions that figures are made of."""
        return tuple(question for question in self.questions if question.published)

    @cached_property
    def key_figures(self) -> tuple[Question, ...]:
        """The questions with a weight, in the codebook's order."""
        return tuple(question for question in self.published if question.weight)

    @cached_property
    def headlines(self) -> tuple[tuple[str, str], ...]:
        """Question and answer of every headline."""
        return tuple((question.id, answer) for question in self.published for answer in question.headline)

    def wave(self, name: str) -> Wave:
        """The wave with this id."""
        return _found(name, {wave.id: wave for wave in self.waves}, "bekende meting")

    def wave_before(self, wave: Wave) -> Wave | None:
        """The last wave released before this one; an example is never compared with a real wave."""
        earlier = [other for other in self.waves if other.released < wave.released and other.example == wave.example]
        return max(earlier, key=lambda other: other.released, default=None)

    def waves_before(self, wave: Wave) -> tuple[Wave, ...]:
        """All waves before this one, the oldest first."""
        before = self.wave_before(wave)
        return (*self.waves_before(before), before) if before else ()

    def question(self, name: str) -> Question:
        """The question with this id."""
        return _found(name, self._questions, "bekende vraag")

    def asks(self, name: str) -> bool:
        """Whether there is a question with this id."""
        return name in self._questions

    def question_with(self, role: str) -> Question | None:
        """The question with this role; None where the questionnaire has none."""
        return next((question for question in self.questions if question.role == role), None)

    def consent(self, role: str) -> Consent | None:
        """With which answer to which question an initiative agrees; None where the questionnaire does not ask it."""
        for question in self.questions:
            wanted = AGREED if question.role == role else role
            code = self._scales[question.scale].code_with(wanted) if question.scale else None
            if code and (question.role == role or question.many):
                return Consent(question, code)
        return None

    def scale_of(self, name: str) -> Scale | None:
        """The scale of a question, or of the field that an indicator counts; None where it has none."""
        if name in self._questions:
            return self._scales.get(self._questions[name].scale)
        return self.scale_of_field(self.indicator(name).field)

    def scale_of_field(self, name: str) -> Scale | None:
        """The scale of an inventory field; None where lists have no such field, or it has none."""
        return next((self._scales.get(field.scale) for field in self.fields if field.id == name), None)

    def other_of(self, scale: Scale | None) -> frozenset[str]:
        """The answers of a scale that stand for any other."""
        name = scale.id if scale else ""
        return frozenset(question.other for question in self.questions if question.other and question.scale == name)

    def scale(self, name: str) -> Scale:
        """The scale with this id."""
        return _found(name, self._scales, "bekende schaal")

    def field(self, name: str) -> Field:
        """The inventory field with this id."""
        return _found(name, {field.id: field for field in self.fields}, "bekend veld")

    def area(self, name: str) -> Area:
        """The area with this code, name or alias, however spelled."""
        return self.area_or_none(name) or _found(name, self._areas, "bekend gebied")

    def province(self, name: str) -> Area:
        """The province with this code, name or alias; refuses the country and its parts."""
        area = self.area(name)
        if area.level != "province":
            names = ", ".join(province.name for province in self.provinces)
            raise CodebookError(f"{area.name} is geen provincie: mogelijk zijn {names}.")
        return area

    def area_or_none(self, name: str) -> Area | None:
        """As `area`, and None for a name that is not known."""
        return self._areas.get(folded(name))

    def network(self, name: str) -> Network:
        """The network with this id; a list under any other name is one of the others, as its name may be anything."""
        return next((network for network in self.networks if network.id == name.casefold()), self.other_lists)

    def indicator(self, name: str) -> Indicator:
        """The indicator with this id."""
        return _found(name, {entry.id: entry for entry in self.indicators}, "bekende indicator")

    def questions_of(self, theme: Theme) -> tuple[Question, ...]:
        """The published questions of one chapter."""
        return tuple(question for question in self.published if question.theme == theme.id)

    def answers_of(self, name: str) -> dict[str, str]:
        """Label by code of everything that can be answered to this question, or that this indicator counts."""
        return self._answers[name]

    @cached_property
    def _answers(self) -> dict[str, dict[str, str]]:
        scales = {scale.id: scale.labels for scale in self.scales}
        field_scales = {field.id: field.scale for field in self.fields}
        networks = {network.id: network.name for network in (*self.networks, self.other_lists)}
        asked = {question.id: scales.get(question.scale, {}) for question in self.questions}
        counted = {entry.id: scales.get(field_scales.get(entry.field, ""), {}) for entry in self.indicators}
        classed = {entry.id: {years.code: years.label for years in entry.classes} for entry in self.indicators}
        listed = {entry.id: networks for entry in self.indicators if entry.source == "networks"}
        told = asked | {name: counted[name] | classed[name] for name in counted} | listed
        return told | {entry.id: told[entry.of] for entry in self.indicators if entry.of}

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def _scales(self) -> dict[str, Scale]:
        return {scale.id: scale for scale in self.scales}

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {folded(word): area for area in self.areas for word in (area.code, area.name, area.slug, *area.aliases)}


def _found(name: str, known: Mapping[str, _Entry], kind: str) -> _Entry:
    """The entry called `name`; raises CodebookError with the nearest known names."""
    if name in known:
        return known[name]
    by_folded = {folded(key): key for key in known}
    key = by_folded.get(folded(str(name)))
    if key is not None:
        return known[key]
    names = {folded(key): getattr(entry, "name", key) for key, entry in known.items()}
    near = difflib.get_close_matches(folded(str(name)), names, n=1, cutoff=0.6)
    hint = f"bedoelt u {names[near[0]]}?" if near else f"mogelijk zijn {', '.join(dict.fromkeys(names.values()))}."
    raise CodebookError(f'"{name}" is geen {kind}: {hint}')
