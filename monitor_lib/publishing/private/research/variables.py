"""The columns of the tables for researchers: what each holds, by code, in words and as a number.

One row is one questionnaire. Beside the answers stand what the list says of the initiative, what its answers stand for
(weights, strata, sizes on the list), and per question why there is no answer. What identifies an initiative (its id,
its name, where it is, and all in its own words) is a variable too, that is only written when asked for.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from monitor_lib.figures.respondents.weighting import Weighting, weighting
from monitor_lib.reference.records import Area, Codebook, Field, Option, Question

LONGEST_NAME = 28  # of the 32 signs of a name in Stata: the writer puts a number behind it to name its labels
NOMINAL, ORDINAL, SCALE = "nominal", "ordinal", "scale"
ANSWERED = "answered"
_IDENTIFYING = ("identity", "free")  # sensitivities of answers that tell whose they are
_SEVERAL = "|"  # between the codes in one cell


class Value(NamedTuple):
    """What a code is in SPSS and Stata, and in words."""

    number: int
    label: str


_TICKS = {False: Value(0, "Nee"), True: Value(1, "Ja")}


@dataclass(frozen=True)
class Variable:
    """One column.

    `values` are codes of the codebook, true or false, numbers or texts, and missing where there is none; `states` says
    why. `codes` are all that a coded one can hold, in order. `text` is the question as it was asked, `label` the same
    in short. `column`: its name in the monitor, where that does not fit.
    """

    name: str
    label: str
    values: pd.Series
    text: str = ""
    codes: Mapping[Any, Value] = field(default_factory=dict)
    states: pd.Series | None = None
    measure: str = NOMINAL
    identifying: bool = False
    column: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it holds words as somebody wrote them, or a code that is no answer."""
        return not self.codes and not self.is_number

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers that mean themselves."""
        return self.measure == SCALE

    @property
    def explained(self) -> bool:
        """Whether it has a code that says why there is no answer, where there is none."""
        return self.states is not None and not self.is_text


def variables(
    initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook, *, names: bool = False
) -> list[Variable]:
    """All columns, in order.

    Args:
        initiatives: the inventory.
        responses: the answers, one row per questionnaire.
        book: the codebook as this wave asked it.
        names: whether to give what identifies an initiative too.
    """
    found = [
        *_about(responses, book),
        *_designed(initiatives, responses, book),
        *_listed(initiatives, responses, book),
        *(one for question in book.questions for one in _asked(question, responses, book)),
    ]
    return [_fitting(variable) for variable in found if names or not variable.identifying]


def fitted(column: str) -> str:
    """A name that Stata and SPSS take: one that is too long, or has strange signs, ends in its checksum."""
    dashed = column.replace("-", "_")
    plain = re.sub(r"\W|^(?=\d)", "_", dashed, flags=re.ASCII)
    if plain == dashed and len(plain) <= LONGEST_NAME:
        return plain
    return f"{plain[: LONGEST_NAME - 9]}_{zlib.crc32(column.encode()):08x}"


def _fitting(variable: Variable) -> Variable:
    name = fitted(variable.name)
    return variable if name == variable.name else replace(variable, name=name, column=variable.name)


def _about(responses: pd.DataFrame, book: Codebook) -> Iterator[Variable]:
    yield Variable("response_id", "Nummer van de vragenlijst in de export", responses["response_id"])
    yield Variable(
        "initiative_id", "Nummer van het initiatief, zoals gepubliceerd", responses["initiative_id"], identifying=True
    )
    yield Variable("on_list", "Staat op de lijst", responses["initiative_id"].notna().astype("boolean"), codes=_TICKS)
    yield Variable("finished", "Tot en met welk deel ingevuld", responses["finished"], measure=SCALE)
    if "moment" in responses:
        yield Variable("day", "Dag van het antwoord", responses["moment"].dt.strftime("%Y-%m-%d"))
    for name, label in (("province", "Provincie"), ("part", "Landsdeel")):
        areas = [area for area in book.areas if area.level == name]
        yield Variable(name, label, responses[name], codes=_places(areas))


def _places(areas: list[Area]) -> dict[str, Value]:
    return {area.code: Value(number, area.name) for number, area in enumerate(areas, 1)}


# ---- what answers stand for ----


def _designed(initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook) -> Iterator[Variable]:
    """Weights, strata, and how many on the list: of answers of initiatives on it."""
    on_list = responses["initiative_id"].notna()
    made = weighting(initiatives, responses[on_list].reset_index(drop=True), book)

    def spread(values: np.ndarray) -> pd.Series:
        return pd.Series(values, responses.index[on_list]).reindex(responses.index)

    said = "Gewicht voor cijfers van een provincie: initiatieven op de lijst per antwoord in de responsgroep"
    yield Variable("weight_province", said, spread(made.regional.weights), measure=SCALE)
    said = "Gewicht voor cijfers van het land en de landsdelen, geijkt op de lijst"
    yield Variable("weight_country", said, spread(made.national.weights), measure=SCALE)
    whole = np.full(int(on_list.sum()), float(len(initiatives)))
    yield Variable("list_size", "Initiatieven op de lijst", spread(whole), measure=SCALE)
    for name, own, sizes in margins(made):
        yield Variable(name, _MARGINS.get(name, "Categorie waarop de gewichten geijkt zijn"), spread(own))
        yield Variable(f"{name}_size", f"Initiatieven op de lijst in dezelfde {name}", spread(sizes), measure=SCALE)


_MARGINS = {"stratum": "Responsgroep: de provincie, of enkele samen"}


def margins(made: Weighting) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Of each trait that the weights of the country are raked to its name, the categories, and their sizes."""
    for margin in made.margins:
        sizes = np.array([margin.totals[category] for category in margin.own.tolist()], dtype=float)
        yield margin.name if margin.name == "stratum" else f"margin_{margin.name}", margin.own, sizes


# ---- what the list says ----


def _listed(initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook) -> Iterator[Variable]:
    own = initiatives.set_index("initiative_id").reindex(responses["initiative_id"]).set_axis(responses.index)
    for entry in book.fields:
        if entry.id in own and entry.type not in ("province", "yesno"):
            yield from _fact(entry, own[entry.id], book)
    networks = own["networks"].map(lambda names: {book.network(name).id for name in names.split(_SEVERAL)}, "ignore")
    for network in (*book.networks, book.other_lists):
        yield _ticked(f"network_{network.id}", f"Op de lijst van {network.name}", networks, network.id)


def _fact(entry: Field, values: pd.Series, book: Codebook) -> Iterator[Variable]:
    name, label = f"list_{entry.id}", f"Volgens de lijst: {entry.label}"
    options = book.scale(entry.scale).options if entry.scale else ()
    if entry.type == "choices":
        chosen = values.map(lambda codes: {*codes.split(_SEVERAL)}, na_action="ignore")
        yield from (_ticked(f"{name}_{one.code}", f"{label}: {one.label}", chosen, one.code) for one in options)
    elif options:
        yield Variable(name, label, values, codes=_numbered(options))
    elif entry.type == "year":
        yield Variable(name, label, values, measure=SCALE)
    else:
        yield Variable(name, label, values, identifying=True)


def _ticked(name: str, label: str, chosen: pd.Series, code: str) -> Variable:
    """Whether a code is among those that were chosen; missing where none is known."""
    ticks = chosen.map(lambda codes: code in codes, na_action="ignore").astype("boolean")
    return Variable(name, label, ticks, codes=_TICKS)


# ---- what was answered ----


def _asked(question: Question, responses: pd.DataFrame, book: Codebook) -> Iterator[Variable]:
    """The columns of one question: its answers, another in own words, and why there is none."""
    identifying = question.sensitivity in _IDENTIFYING
    yield from (replace(one, identifying=identifying) for one in _answers(question, responses, book))
    if question.other:
        label, text = f"{question.label}: anders, namelijk", f"{question.text} Anders, namelijk"
        yield Variable(f"{question.id}_other", label, responses[f"{question.id}_other"], text, identifying=True)
    codes = {ANSWERED: Value(1, "Beantwoord")} | {one.state: Value(one.code, one.label) for one in book.missings}
    label, text = f"{question.label}: beantwoord of niet", f"Gezien en beantwoord: {question.text}"
    yield Variable(f"{question.id}_state", label, _states(question, responses), text, codes, identifying=identifying)


def _answers(question: Question, responses: pd.DataFrame, book: Codebook) -> Iterator[Variable]:
    options = book.scale(question.scale).options if question.scale else ()
    answer = partial(Variable, states=_states(question, responses))
    if question.many:
        for one in options:
            name, text = f"{question.id}_{one.code}", f"{question.text} {one.label}"
            ticks = responses[name].astype("boolean")
            yield answer(name, f"{question.label}: {one.label}", ticks, text, codes=_TICKS)
        return
    own = answer(question.id, question.label, responses[question.id], question.text)
    if options:
        measure = ORDINAL if book.scale(question.scale).ordered else NOMINAL
        yield replace(own, codes=_numbered(options), measure=measure)
    else:
        yield replace(own, measure=SCALE if question.type == "number" else NOMINAL)


def _states(question: Question, responses: pd.DataFrame) -> pd.Series:
    return responses[f"{question.id}_state"]


def _numbered(options: Iterable[Option]) -> dict[str, Value]:
    return {one.code: Value(number, one.label) for number, one in enumerate(options, 1)}
