"""What was shown of groups of respondents, so that no sum or difference of it tells of a few.

Who asks freely can take one group off another: all of a province minus those who began before 2020. Forbidding small
groups, or small remainders, does not help against three questions or more. So it is remembered which groups were shown
of each question, and no new one is shown with which some combination of them would be about fewer than may be shown.

Source: Chin & Ozsoyoglu (1982), Auditing and inference control in statistical databases.
"""

import numpy as np
from scipy import linalg

from monitor_lib.figures import SEED

_TRIES = 60  # eliminations; each shows a small difference, where there is one, with a chance of about a tenth or more
_NOTHING = 1e-7


class Ledger:
    """The groups that were shown, by question; a group is a boolean per respondent: who of it is in the base.

    `least` is how many respondents a figure needs.
    """

    def __init__(self, least: int) -> None:
        """With nothing shown yet."""
        self._least = least
        self._shown: dict[str, np.ndarray] = {}

    def note(self, question: str, groups: np.ndarray) -> None:
        """Remembers groups that are shown, whatever follows from them: those that were published."""
        known = self._shown.get(question, groups[:0])
        self._shown[question] = np.unique(np.vstack([known, groups]), axis=0)

    def admitted(self, question: str, groups: np.ndarray) -> np.ndarray:
        """Which of these groups (a row each) may be shown beside all that was; those are remembered.

        Where not all of them may, the larger come first.
        """
        large = groups.sum(axis=1) >= self._least
        known = self._shown.get(question, groups[:0])
        if tells_of_few(known, groups[large], self._least):
            chosen = np.zeros_like(large)
            for at in sorted(np.flatnonzero(large), key=lambda row: -groups[row].sum()):
                chosen[at] = not tells_of_few(np.vstack([known, groups[chosen]]), groups[[at]], self._least)
            large = chosen
        self.note(question, groups[large])
        return large


def tells_of_few(known: np.ndarray, asked: np.ndarray, least: int) -> bool:
    """Whether sums and differences of groups, new ones among them, are about some respondents but fewer than `least`.

    Respondents who are in the same groups cannot be told apart. A combination about few leaves out all kinds of them
    that are many, so it lies in a smaller space; there, eliminations from random sides show the ones that have few
    left. What follows from the known groups alone is out already, and does not count.

    Args:
        known: the groups that were shown, a row each and a column per respondent.
        asked: those that are asked for.
        least: how many respondents are enough.

    Source: Lee & Brickell (1988), for the search; a group of this kind is a word of low weight in a linear code.
    """
    kinds, sizes = np.unique(np.vstack([known, asked]).astype(float), axis=1, return_counts=True)
    kinds, sizes = kinds[:, kinds.any(axis=0)], sizes[kinds.any(axis=0)]
    many = sizes >= least
    combinations = linalg.null_space(kinds[:, many].T, rcond=_NOTHING).T if many.any() else np.eye(len(kinds))
    space = linalg.orth((combinations @ kinds[:, ~many]).T, rcond=_NOTHING).T
    if not space.size:
        return False
    rows = np.zeros((len(space), len(sizes)))
    rows[:, ~many] = space
    rng = np.random.default_rng(SEED)
    shown = kinds[: len(known)]
    return any(_is_news(found, shown) for _ in range(_TRIES) for found in _small(rows, sizes, least, rng))


def _small(rows: np.ndarray, sizes: np.ndarray, least: int, rng: np.random.Generator) -> np.ndarray:
    """The combinations about few that one elimination shows: each row has one pivot, and nothing at the others."""
    _, order = linalg.qr(rows * rng.uniform(0.1, 1, len(sizes)), mode="r", pivoting=True)
    reduced = linalg.solve(rows[:, order[: len(rows)]], rows)
    return reduced[(np.abs(reduced) > _NOTHING) @ sizes < least]


def _is_news(found: np.ndarray, shown: np.ndarray) -> bool:
    """Whether a combination does not follow from the groups that were shown already."""
    if not len(shown):
        return True
    weights, *_ = np.linalg.lstsq(shown.T, found, rcond=None)
    return bool(np.abs(shown.T @ weights - found).max() > _NOTHING)
