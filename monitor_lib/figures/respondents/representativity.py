"""How alike those who answered are to the list: R-indicators, from what the list says of everybody on it.

Literature: Schouten, Cobben & Bethlehem (2009); Schouten, Shlomo & Skinner (2011) for the partial indicators; Shlomo,
Skinner & Schouten (2012) for the adjustment and the standard errors. All on the list were asked, so nothing here is a
sample but who answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

_ROUNDS = 50
_TOLERANCE = 1e-10
_STEEPEST = 30.0  # on the scale of log-odds: beyond it a chance is 0 or 1 for all that is reckoned


@dataclass(frozen=True)
class Propensities:
    """The chance that each initiative on the list answers, by logistic regression on what the list says of it.

    Per initiative a `chance` from 0 to 1 and a row of `slopes`: how far the chance moves with each coefficient.
    `covariance` is that of the coefficients.
    """

    chances: np.ndarray
    slopes: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True)
class Indicator:
    """An indicator with its standard error; `unadjusted` is what it was before the part that chance adds was taken off.

    Of a category `value` is below nothing where it answered less than average.
    """

    value: float
    error: float
    unadjusted: float


def propensities(answered: np.ndarray, covariates: np.ndarray, weights: np.ndarray | None = None) -> Propensities:
    """The chances of answering, by maximum likelihood (Newton's method).

    Args:
        answered: per initiative on the list, whether it answered.
        covariates: a row per initiative and a column per covariate; a constant is added. Columns that follow from
            others do no harm.
        weights: how often each counts; once, if not given.

    Source: McCullagh & Nelder (1989), section 4.4. A group of which all or none answered has no largest likelihood:
    there the steps end when its chance is 0 or 1 to within rounding.
    """
    design = np.column_stack([np.ones(len(answered)), covariates])
    weights = np.ones(len(answered)) if weights is None else weights / weights.mean()
    coefficients = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        chances = special.expit(np.clip(design @ coefficients, -_STEEPEST, _STEEPEST))
        slopes = (chances * (1 - chances))[:, None] * design
        covariance = np.linalg.pinv(slopes.T @ (weights[:, None] * design), hermitian=True)
        step = covariance @ (design.T @ (weights * (answered - chances)))
        coefficients += step
        if np.abs(slopes @ step).max() < _TOLERANCE:
            break
    return Propensities(chances, slopes, covariance)


def covariates(traits: pd.DataFrame) -> np.ndarray:
    """A 0/1 column per category of every trait but its first: what `propensities` asks for; missing is a category."""
    return pd.get_dummies(traits.astype("string").fillna(""), drop_first=True).to_numpy(dtype=float)


def r_indicator(made: Propensities, weights: np.ndarray | None = None) -> Indicator:
    """The R-indicator: 1 - 2 S, with S the standard deviation of the chances; 1 when everybody is as likely to answer.

    Chances are estimated, and that spreads them: the mean of their variances is taken off S^2 (no further than to
    nothing). The standard error is that of Shlomo, Skinner & Schouten (2012): 4 A'VA + 2 tr(BVBV) for S^2, with A the
    covariance of chances and slopes, and B that of the slopes.

    Args:
        made: the chances.
        weights: how often each counts; once, if not given.
    """
    share = np.full(len(made.chances), 1 / len(made.chances)) if weights is None else weights / weights.sum()
    apart = made.chances - share @ made.chances
    spread = float(share @ apart**2)
    centred = made.slopes - share @ made.slopes
    pull, among = (share * apart) @ centred, (share[:, None] * centred).T @ centred
    product = among @ made.covariance
    variance = float(4 * pull @ made.covariance @ pull + 2 * np.trace(product @ product))
    observed = spread * len(apart) / (len(apart) - 1)
    adjusted = max(0.0, observed - _noise(made, share))
    error = np.sqrt(variance / spread) if spread > 0 else 0.0
    return Indicator(1 - 2 * float(np.sqrt(adjusted)), float(error), 1 - 2 * float(np.sqrt(observed)))


def of_trait(made: Propensities, categories: np.ndarray) -> Indicator:
    """The unconditional partial R-indicator of a trait: how far the mean chances of its categories lie apart, from 0.

    sqrt(sum_k N_k / N (mean_k - mean)^2), shrunk by the same factor as S; half the standard error of the R-indicator
    of the means. Source: Schouten, Shlomo & Skinner (2011).
    """
    names, codes = np.unique(categories, return_inverse=True)
    members = np.eye(len(names))[codes]
    means = members / members.sum(axis=0)
    chances, slopes = (members @ (means.T @ each) for each in (made.chances, made.slopes))
    raw = float(chances.std())
    return Indicator(raw * _shrinkage(made), r_indicator(Propensities(chances, slopes, made.covariance)).error / 2, raw)


def of_categories(made: Propensities, categories: np.ndarray) -> Mapping[str, Indicator]:
    """The unconditional partial R-indicator of each category: sqrt(N_k / N) (mean_k - mean).

    Its standard error follows from the covariance of the coefficients. Source: Schouten, Shlomo & Skinner (2011).
    """
    found = {}
    for name in np.unique(categories):
        inside = categories == name
        root = np.sqrt(inside.mean())
        value = float(root * (made.chances[inside].mean() - made.chances.mean()))
        slope = root * (made.slopes[inside].mean(axis=0) - made.slopes.mean(axis=0))
        found[str(name)] = Indicator(value * _shrinkage(made), float(np.sqrt(slope @ made.covariance @ slope)), value)
    return found


def _noise(made: Propensities, share: np.ndarray) -> float:
    """What the estimation of the chances adds to the mean of their squares."""
    return float(share @ np.einsum("ij,jk,ik->i", made.slopes, made.covariance, made.slopes))


def _shrinkage(made: Propensities) -> float:
    """The adjusted spread of the chances over the one observed, for the partial indicators."""
    whole = r_indicator(made)
    return (1 - whole.value) / (1 - whole.unadjusted) if whole.unadjusted < 1 else 0.0
