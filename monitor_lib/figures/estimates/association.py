"""Whether two questions hang together: the chi-square test for a survey that is no simple random sample."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from monitor_lib.figures.estimates.estimation import ratios
from monitor_lib.figures.respondents.design import Design, covariance

_NOTHING = 1e-12


@dataclass(frozen=True)
class Association:
    """A second-order corrected test of independence: F statistic, its two degrees of freedom, p-value."""

    statistic: float
    degrees: tuple[float, float]
    p_value: float


def association(design: Design, rows: np.ndarray, columns: np.ndarray, inside: np.ndarray) -> Association:
    """Whether the answers to two questions are independent in the domain.

    Pearson's statistic of the weighted table, divided by the trace of Delta = (C'D^-1 C / n)^-1 C' D^-1 V D^-1 C and
    referred to F(d0, d0 df) with d0 = tr(Delta)^2 / tr(Delta^2).

    Args:
        design: the design.
        rows: a row per answer to the one question, a column per respondent; each in the domain gave exactly one.
        columns: the same for the other question.
        inside: respondents in the domain who answered both.

    Source: Rao & Scott (1984); R survey 4.5, svychisq(statistic = "F").
    """
    rows, columns = (table[(table & inside).any(axis=1)] & inside for table in (rows, columns))
    cells = np.array([row & column for column in columns for row in rows])
    shares, influence = ratios(design, cells.T.astype(float), inside)
    inverse = np.diag(np.divide(1, shares, out=np.zeros_like(shares), where=shares > 0))
    contrasts, respondents = _interactions(len(rows), len(columns)), int(inside.sum())
    under_independence = contrasts.T @ inverse @ contrasts / respondents
    observed = contrasts.T @ inverse @ covariance(design, influence) @ inverse @ contrasts
    delta = np.linalg.solve(under_independence, observed)
    if np.trace(delta) < _NOTHING:  # one answer determines the other: no table can be further from independence
        return Association(np.inf, (np.nan, np.nan), 0.0)
    degrees = float(np.trace(delta) ** 2 / np.trace(delta @ delta))
    statistic = _pearson(shares.reshape(len(columns), len(rows)), respondents) / float(np.trace(delta))
    second = degrees * design.degrees
    return Association(statistic, (degrees, second), float(special.fdtrc(degrees, second, statistic)))


def _pearson(shares: np.ndarray, respondents: int) -> float:
    expected = shares.sum(axis=1, keepdims=True) * shares.sum(axis=0)
    return float(respondents * ((shares - expected) ** 2 / expected).sum())


def _interactions(rows: int, columns: int) -> np.ndarray:
    """The interaction contrasts of a table, orthogonal to its margins; cells ordered column by column."""
    row, column = (np.vstack([np.zeros(size - 1), np.eye(size - 1)]) for size in (rows, columns))
    margins = np.column_stack(
        [np.ones(rows * columns), np.kron(np.ones((columns, 1)), row), np.kron(column, np.ones((rows, 1)))]
    )
    both = np.kron(column, row)
    return both - margins @ np.linalg.lstsq(margins, both, rcond=None)[0]
