"""One wave on the bench: its answers, a researcher's own variables, and what was shown so far."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from monitor_lib.figures.bench.variables import Variable, Variables
from monitor_lib.figures.history import Held
from monitor_lib.figures.secrecy.ledger import Ledger


@dataclass(frozen=True)
class Session:
    """A wave, and what was shown of it since it was put on the bench."""

    held: Held
    ledger: Ledger
    own: dict[str, pd.Series] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def __repr__(self) -> str:
        """What was put on the bench."""
        wave, listed = self.held.wave, len(self.held.listed)
        return f"{wave.label} {wave.year}: {listed} antwoorden van de {len(self.held.initiatives)} initiatieven."

    @property
    def variables(self) -> Variables:
        """What can be asked and split by."""
        return Variables(self.held, self.own)

    def shown_before(self, variable: Variable) -> Ledger:
        """The ledger, with the groups of which the release shows this question."""
        if variable.id not in self._begun:
            self._begun.add(variable.id)
            table = self.held.figures
            rows = table[(table["wave"] == self.held.wave.id) & (table["indicator"] == variable.id) & ~table["hidden"]]
            areas = rows.loc[rows["kind"].isin(["share", "median"]), "area"].unique()
            groups = [self.held.answered[code] & variable.base for code in areas]
            self.ledger.note(variable.id, np.array(groups, dtype=bool).reshape(len(groups), len(variable.base)))
        return self.ledger


def answers(session: Session) -> pd.DataFrame:
    """What each initiative on the list answered and the list says of it, by its id; without sensitive questions."""
    held = session.held
    asked = [question for question in held.asked.published if question.sensitivity != "sensitive"]
    columns = [
        name
        for question in asked
        for name in (
            [f"{question.id}_{code}" for code in held.asked.scale(question.scale).codes]
            if question.many
            else [question.id]
        )
    ]
    facts = [name for name in session.variables.facts() if name in held.initiatives and name not in held.listed]
    told = held.initiatives.set_index("initiative_id")[facts]
    return held.listed.set_index("initiative_id")[columns].join(told)
