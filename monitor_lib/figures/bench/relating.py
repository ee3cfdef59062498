"""Whether two questions hang together in a selection, in a sentence."""

import numpy as np

from monitor_lib.figures.bench.variables import Variable
from monitor_lib.figures.estimates import association
from monitor_lib.figures.history import Held
from monitor_lib.reference.text.language import say


def related(held: Held, one: Variable, other: Variable, selected: np.ndarray) -> str:
    """Whether they hang together by more than chance (Rao and Scott, 1984); or why that was not tested."""
    for each in (one, other):
        if each.numbers is not None or (_options(each) & each.base).sum(axis=0).max(initial=0) > 1:
            return say("Bij {name} geeft men niet één antwoord: daarvoor is hier geen toets.", name=each.label)
    rows, columns = _options(one), _options(other)
    inside = selected & rows.any(axis=0) & columns.any(axis=0)
    respondents, rules = int(inside.sum()), held.book.publication
    varied = min(int((table & inside).any(axis=1).sum()) for table in (rows, columns))
    test = _tested(held, rows, columns, inside) if respondents >= rules.compared_from and varied > 1 else None
    if test is None:
        return say("Te weinig antwoorden om samenhang te toetsen.")
    if np.isinf(test.statistic):
        return say("De antwoorden hangen samen: het ene bepaalt het andere (n = {count}).", count=respondents)
    words = {
        "first": f"{test.degrees[0]:.1f}",
        "second": f"{test.degrees[1]:.0f}",
        "statistic": f"{test.statistic:.2f}",
        "p_value": f"{test.p_value:.3f}",
        "count": respondents,
    }
    if test.p_value < rules.false_discovery_rate:
        return say(
            "De antwoorden hangen samen: F({first}; {second}) = {statistic}, p = {p_value}, n = {count}.", **words
        )
    return say(
        "De antwoorden hangen niet aantoonbaar samen: F({first}; {second}) = {statistic}, p = {p_value}, n = {count}.",
        **words,
    )


def _tested(held: Held, rows: np.ndarray, columns: np.ndarray, inside: np.ndarray) -> association.Association | None:
    """The test, of the design of the country; None where too many cells are empty."""
    try:
        test = association.association(held.weighting.national, rows, columns, inside)
    except np.linalg.LinAlgError:
        return None
    return None if np.isnan(test.p_value) else test


def _options(variable: Variable) -> np.ndarray:
    """Who gave each answer, without the groups of answers."""
    return variable.given[: len(variable.given) - variable.grouped]
