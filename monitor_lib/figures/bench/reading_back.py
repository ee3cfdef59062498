"""A table read the other way: what one that is split by a question, or narrowed to its answers, tells of that question.

How many of each network say that they check their goals is told by "network, by checks its goals" as much as by "checks
its goals, by network". So a figure is shown only where the question that it is split by or narrowed to might be shown
too: in the same place, of whom all else holds; and of a fact of the list or an own variable, of who has each answer.
"""

from collections.abc import Callable, Iterator

import numpy as np

from monitor_lib.figures.bench.asked import Asked
from monitor_lib.figures.bench.variables import Variable
from monitor_lib.figures.secrecy.ledger import Ledger
from monitor_lib.figures.secrecy.suppression import COMPLEMENT
from monitor_lib.reference.text.reasons import TOO_FEW

Cell = tuple[str, str]
"""A place and a group, by their codes."""


def reasons(asked: Asked, shown_before: Callable[[Variable], Ledger]) -> dict[tuple[str, str, str], str]:
    """Why figures are hidden that tell too much of another question, by place, group and answer ("" for all).

    Args:
        asked: the figures.
        shown_before: the ledger of the session, with what the release shows of a question.
    """
    least, found = asked.held.book.publication.hidden_below, {}
    for question, cells, rest in _questions(asked):
        told = list(_told(asked, rest & question.base))
        admitted = shown_before(question).admitted(question.id, np.array([inside for _, inside in told]))
        for (answer, inside), shown in zip(told, admitted, strict=True):
            reason = "" if shown else TOO_FEW if inside.sum() < least else COMPLEMENT
            found.update({(*cell, answer): reason for cell in cells if reason})
    return found


def _questions(asked: Asked) -> Iterator[tuple[Variable, list[Cell], np.ndarray]]:
    """Each question that tells groups apart, with the cells that it does so in and who they would be without it."""
    split, codes = asked.groups.variable, list(asked.groups.labels)
    for place in asked.places:
        if split is not None and split.question is not None:
            yield split, [(place.code, code) for code in codes], place.inside & asked.kept()
        for condition in asked.only:
            if condition.variable.question is None:
                continue
            for code, inside in zip(codes, asked.groups.inside, strict=True):
                yield condition.variable, [(place.code, code)], place.inside & inside & asked.kept(condition)


def _told(asked: Asked, rest: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """The groups that the question would be shown of, by the answer whose figures tell it."""
    yield "", rest
    if asked.variable.question is None:
        for code, given in zip(*asked.answers(), strict=True):
            if (rest & given).any():
                yield code, rest & given
