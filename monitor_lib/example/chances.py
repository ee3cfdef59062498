"""How likely answers are, and the dice that decide: the source of everything accidental in the example."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from monitor_lib import paths
from monitor_lib.reference import published
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Codebook, CodebookError, Question, Scale, Wave
from monitor_lib.reference.roles import STOPPED

Shares = Mapping[str, Mapping[str, float]]
_NONE = "geen"


class Dice:
    """Accidents that are the same again for the same seed."""

    def __init__(self, generator: np.random.Generator):
        """Dice that take their accidents from this generator."""
        self._generator = generator

    def happens(self, chance: float) -> bool:
        """Whether something of this chance comes true."""
        return bool(self._generator.random() < chance)

    def number(self, below: int) -> int:
        """A whole number from 0 up to but not including this one."""
        return int(self._generator.integers(below))

    def amount(self, median: float, spread: float) -> float:
        """A positive amount; its logarithm has `spread` as its standard deviation."""
        return float(median * np.exp(spread * self._generator.standard_normal()))

    def one_of(self, options: Sequence):
        """One of these, each as likely."""
        return options[self.number(len(options))]

    def sample(self, options: Sequence, count: int) -> list:
        """So many different ones of these, in random order."""
        return [options[place] for place in self._generator.permutation(len(options))[:count]]

    def one_by(self, chances: Mapping[str, float]) -> str:
        """One of these, by chances that need not add to 1."""
        point = self._generator.random() * sum(chances.values())
        for answer, chance in chances.items():
            point -= chance
            if point < 0:
                return answer
        return answer

    def many_by(self, chances: Mapping[str, float]) -> tuple[str, ...]:
        """At least one of these, each by a chance of its own; "none of these" stands alone."""
        if self.happens(chances.get(_NONE, 0)):
            return (_NONE,)
        chances = {answer: chance for answer, chance in chances.items() if answer != _NONE}
        chosen = tuple(answer for answer, chance in chances.items() if self.happens(chance))
        return chosen or (self.one_by(chances),)


def chances_of_one(scale: Scale, shares: Mapping[str, float], outside: float) -> dict[str, float]:
    """The chance of every answer where one is chosen.

    A share may be that of a group: its answers divide it. What no share names divides the rest. Answers outside the
    base, such as "weet niet", take `outside` off the top.
    """
    weights = _weights(scale)
    members = {group.code: group.answers for group in scale.groups}
    portions = [(members.get(answer, (answer,)), share) for answer, share in shares.items()]
    named = {code for codes, _ in portions for code in codes}
    portions.append((tuple(code for code in weights if code not in named), max(0.0, 1 - sum(shares.values()))))
    chances: dict[str, float] = {}
    for codes, share in portions:
        total = sum(weights[code] for code in codes)
        chances |= {code: (1 - outside * bool(scale.outside)) * share * weights[code] / total for code in codes}
    return chances | {code: outside / len(scale.outside) for code in scale.outside}


def chances_of_many(scale: Scale, shares: Mapping[str, float]) -> dict[str, float]:
    """The chance of every answer where several may be chosen; without a share, the later in the scale the rarer."""
    default = {code: 0.08 if code == _NONE else 0.5 * 0.85**place for place, code in enumerate(scale.codes)}
    return default | {code: share for code, share in shares.items() if code in default}


def _weights(scale: Scale) -> dict[str, float]:
    """How answers divide what no share says: the middle of an ordered scale, the beginning of any other."""
    inside = [code for code in scale.codes if code not in scale.outside]
    middle = (len(inside) - 1) / 2
    if scale.ordered:
        return {code: 1 / (1 + abs(place - middle)) for place, code in enumerate(inside)}
    return {code: 0.7**place for place, code in enumerate(inside)}


@dataclass(frozen=True)
class Example:
    """What a wave of the example is drawn from: its questionnaire, data/example.toml, published shares per area."""

    book: Codebook
    wave: Wave
    habits: Mapping
    published: Mapping[str, Shares]

    @property
    def stopped(self) -> str | None:
        """The phase of an initiative that is no more."""
        return self.book.scale(self.book.field("phase").scale).code_with(STOPPED)

    def answer(self, question: Question, facts: Mapping, dice: Dice) -> tuple[str, ...]:
        """The codes that an initiative with these facts (province and form, by code) chooses."""
        scale, shares = self.book.scale(question.scale), self._shares(facts).get(question.id, {})
        if question.many:
            return dice.many_by(chances_of_many(scale, shares))
        return (dice.one_by(chances_of_one(scale, shares, self.habits["outside"])),)

    def _shares(self, facts: Mapping) -> Shares:
        """The shares that hold for these facts, the most specific ones last."""
        local = {entry["code"]: entry.get("shares", {}) for entry in (*self.habits["province"], *self.habits["form"])}
        return {
            **self.published[self.book.country.code],
            **local.get(facts.get("form"), {}),
            **local[facts["province"]],
            **self.published.get(facts["province"], {}),
            **self.habits.get("drift", {}),
        }


def load(book: Codebook, wave: Wave) -> Example:
    """A wave of the example as its files describe it.

    Raises:
        CodebookError: when data/example.toml knows no such wave.
    """
    habits = tomllib.loads(paths.project().example.read_text("utf-8"))
    if wave.id not in habits["wave"]:
        raise CodebookError(f"{paths.project().example.name} heeft geen [wave.{wave.id}].")
    everywhere = {question: dict(shares) for question, shares in habits["shares"].items()}
    told: dict[str, dict] = {book.country.code: everywhere}
    for figure in published.figures():
        if figure.kind == "share":
            told.setdefault(figure.area, {}).setdefault(figure.indicator, {})[figure.answer] = figure.value
    return Example(as_asked(book, wave), wave, habits | habits["wave"][wave.id], told)
