"""Parameters of notebooks: a mistyped one is refused, where papermill itself warns and runs with the default."""

import ast
import difflib
import sys
from collections.abc import Iterable
from itertools import pairwise

from monitor_lib.publishing.run.workers import ReportError

_INJECTED = "# Parameters\n"  # how papermill begins the cell that it puts behind that of the parameters


def refuse_unknown(given: Iterable[str], known: list[str], notebook: str) -> None:
    """Raises ReportError for a parameter that a notebook does not have, with the nearest that it has."""
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"bedoelt u {near[0]}?" if near else f"mogelijk zijn: {', '.join(known)}."
            raise ReportError(f'{notebook}: onbekende parameter "{name}": {hint}')


def refuse_mistyped() -> None:
    """Raises ReportError where papermill gave the notebook that runs now a parameter that it does not have.

    A notebook is not told what it was given; the cells that ran tell it.
    """
    if "IPython" not in sys.modules:
        return
    from IPython.core.getipython import get_ipython  # loaded already

    shell = get_ipython()
    for before, cell in pairwise(shell.user_ns.get("In", ()) if shell else ()):
        if cell.startswith(_INJECTED):
            refuse_unknown(_assigned(cell), _assigned(before), "Dit notebook")


def _assigned(cell: str) -> list[str]:
    """The names that a cell of parameters assigns."""
    targets = (node.targets if isinstance(node, ast.Assign) else [node] for node in ast.parse(cell).body)
    nodes = (target.target if isinstance(target, ast.AnnAssign) else target for each in targets for target in each)
    return [node.id for node in nodes if isinstance(node, ast.Name)]
