"""What is asked of the bench: one question of one wave, of whom and beside whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from monitor_lib.figures.bench.selecting import Condition, Groups, Place
from monitor_lib.figures.bench.variables import Variable
from monitor_lib.figures.history import Held
from monitor_lib.figures.respondents.design import Design


@dataclass(frozen=True)
class Asked:
    """One question of one wave, in places, narrowed and split.

    `regroup`: own groups of its answers, by their name; without it the answers and groups of the codebook.
    """

    held: Held
    variable: Variable
    places: tuple[Place, ...]
    only: tuple[Condition, ...]
    groups: Groups
    regroup: Mapping[str, object]

    @property
    def as_published(self) -> bool:
        """Whether it asks for nothing but figures that a release has."""
        plain = self.variable.question is not None and not self.groups.label and bool(self.kept().all())
        return plain and not self.regroup and all(place.area for place in self.places)

    def design(self, place: Place) -> Design:
        """The weights of figures of a place: those of a province, or those of the country."""
        weighting = self.held.weighting
        return weighting.regional if place.regional else weighting.national

    def kept(self, but: Condition | None = None) -> np.ndarray:
        """Who meets all conditions, but for one."""
        met = [condition.inside for condition in self.only if condition is not but]
        return np.logical_and.reduce([np.ones(len(self.held.listed), dtype=bool), *met])

    def cells(self) -> Iterator[tuple[Place, str, np.ndarray]]:
        """Each place and group with who of it is in the base of the question."""
        kept = self.kept()
        for place in self.places:
            for code, inside in zip(self.groups.labels, self.groups.inside, strict=True):
                yield place, code, place.inside & inside & kept & self.variable.base

    def answers(self) -> tuple[tuple[str, ...], np.ndarray]:
        """The answers that are counted, and who gave each."""
        if not self.regroup:
            return tuple(self.variable.labels), self.variable.given
        return tuple(self.regroup), np.array([self.variable.answers(words) for words in self.regroup.values()])
