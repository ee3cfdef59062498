"""What respondents can be told apart by: their answers, what the list says of them, and what a researcher made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor_lib.figures.bench.names import Words, as_list, called, found
from monitor_lib.figures.history import Held
from monitor_lib.figures.respondents.answers import answers_to
from monitor_lib.reference.areas import geography
from monitor_lib.reference.records import Codebook, CodebookError, Field, Question

_PLACES = ("part", "province")
_FACTS = ("choice", "choices", "year", "municipality")  # types of fields of a list that tell initiatives apart


@dataclass(frozen=True)
class Variable:
    """A question, a fact of the list or a researcher's own, over the respondents on the list.

    `labels` has a label per answer and group, `given` for each of them who gave it, of those in `base`. One that is a
    number has `numbers` in a `unit` instead, nan where there is none. `grouped`: how many at the end are groups.
    """

    id: str
    label: str
    labels: Mapping[str, str]
    given: np.ndarray
    base: np.ndarray
    numbers: np.ndarray | None = None
    question: Question | None = None
    grouped: int = 0
    unit: str = ""

    @property
    def sensitive(self) -> bool:
        """Whether it may be shown as published only, and tells nobody apart."""
        return self.question is not None and self.question.sensitivity == "sensitive"

    def answers(self, words: object) -> np.ndarray:
        """Who gave one of these answers: a code, group or label, or a list of them."""
        if self.numbers is not None:
            raise CodebookError(f'{self.label} is een getal. Schrijf bijvoorbeeld "{self.id} >= 10".')
        listed = as_list(words)
        if not listed:
            raise CodebookError(
                f'Bij {self.label} staat geen antwoord: noem er minstens één, zoals "{next(iter(self.labels))}".'
            )
        kind, known = f"antwoord op {self.id} ({self.label})", {code: (label,) for code, label in self.labels.items()}
        codes = [list(self.labels).index(found(word, known, kind)) for word in listed]
        return np.asarray(self.given[codes].any(axis=0))


@dataclass(frozen=True)
class Variables:
    """All variables of a wave: facts of the list, the questions of the wave, and a researcher's own."""

    held: Held
    own: Mapping[str, pd.Series]

    def facts(self) -> list[str]:
        """The ids of what the list tells of initiatives, and of own variables."""
        return [*dict(_facts(self.held)), *self.own]

    def words(self) -> Words:
        """By id what each is called."""
        asked: Words = {question.id: (question.label, question.text) for question in self.held.asked.published}
        return {
            **{name: (name,) for name in self.own},
            **asked,
            **{name: (label,) for name, label in _facts(self.held)},
        }

    def named(self, word: str) -> Variable:
        """The variable to split by; a fact of the list goes before a question that is called the same."""
        return self._found(word, asked=False)

    def asked(self, word: str) -> Variable:
        """The variable to count; a question goes before a fact that is called the same."""
        return self._found(word, asked=True)

    def _found(self, word: str, asked: bool) -> Variable:
        words = self.words()
        first = {name: words[name] for name in words if name in self.own or self.held.asked.asks(name) == asked}
        known = first if called(word, first) else words
        return self._made(found(word, known, "vraag, feit van de lijst of eigen variabele"))

    def _made(self, name: str) -> Variable:
        if name in self.own:
            return _own(name, self.own[name], self.held)
        if self.held.asked.asks(name):
            return _asked(self.held.asked.question(name), self.held)
        return _fact(name, dict(_facts(self.held))[name], self.held)


def _facts(held: Held) -> Iterator[tuple[str, str]]:
    """Id and label of what the list tells of initiatives."""
    yield from (("part", "Landsdeel"), ("province", "Provincie"), ("network", "Netwerk"))
    for field in held.book.fields:
        if field.type in _FACTS and not field.personal and field.id in held.initiatives:
            yield field.id, field.label


def _asked(question: Question, held: Held) -> Variable:
    nobody = np.zeros((0, len(held.listed)), dtype=bool)
    if question.type == "number":
        numbers = held.listed[question.id].to_numpy(dtype=float, na_value=np.nan)
        return Variable(
            question.id, question.label, {}, nobody, ~np.isnan(numbers), numbers, question, unit=question.unit
        )
    if not question.scale:
        raise CodebookError(f'Vraag {question.id} ("{question.label}") heeft geen antwoorden om te tellen.')
    answers, scale = answers_to(question, held.listed, held.asked), held.asked.scale(question.scale)
    told, grouped = {code: scale.labels[code] for code in answers.codes}, len(scale.groups)
    return Variable(question.id, question.label, told, answers.given, answers.base, question=question, grouped=grouped)


def _fact(name: str, label: str, held: Held) -> Variable:
    rows = held.initiatives.set_index("initiative_id").reindex(held.listed["initiative_id"])
    if name == "network":
        lists = rows["networks"].fillna("").map(lambda names: _networks(names, held.book))
        networks = (*held.book.networks, held.book.other_lists)
        return _several(name, label, {each.id: each.name for each in networks}, lists.tolist())
    if name in _PLACES:
        labels = {area.code: area.name for area in held.book.areas if area.level == name}
        return _several(name, label, labels, [[code] for code in held.listed[name].fillna("")])
    field = held.book.field(name)
    if field.type == "year":
        numbers = rows[name].to_numpy(dtype=float, na_value=np.nan)
        nobody = np.zeros((0, len(rows)), dtype=bool)
        return Variable(name, label, {}, nobody, ~np.isnan(numbers), numbers, unit=field.type)
    return _several(name, label, _labels(field, held), rows[name].fillna("").str.split("|").tolist())


def _labels(field: Field, held: Held) -> dict[str, str]:
    if field.scale:
        return {option.code: option.label for option in held.book.scale(field.scale).options}
    here = set(held.initiatives[field.id].dropna())
    return {town.code: town.name for town in geography.municipalities() if town.code in here}


def _networks(names: str, book: Codebook) -> list[str]:
    return [book.network(name).id for name in names.split("|") if name]


def _several(name: str, label: str, labels: Mapping[str, str], codes: list[list[str]]) -> Variable:
    """A variable of which each respondent has these codes; who has none is not in its base."""
    given = np.array([[code in own for own in codes] for code in labels], dtype=bool).reshape(len(labels), len(codes))
    return Variable(name, label, labels, given, np.asarray(given.any(axis=0)))


def _own(name: str, values: pd.Series, held: Held) -> Variable:
    known = values.reindex(held.listed["initiative_id"])
    if pd.api.types.is_numeric_dtype(known) and not pd.api.types.is_bool_dtype(known):
        numbers = known.to_numpy(dtype=float, na_value=np.nan)
        return Variable(name, name, {}, np.zeros((0, len(known)), dtype=bool), ~np.isnan(numbers), numbers)
    answered = known.dropna()
    words = answered.map({True: "ja", False: "nee"}) if answered.isin([True, False]).all() else answered.astype(str)
    order = map(str, known.cat.categories) if isinstance(known.dtype, pd.CategoricalDtype) else sorted(words.unique())
    told = words.reindex(known.index).astype(object).fillna("")
    return _several(name, name, {word: word for word in order}, [[word] for word in told])
