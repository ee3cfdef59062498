"""Markdown of words that are none: whatever stands in a name, a label or a question is shown as it stands there."""

import re
from collections.abc import Iterable, Sequence

# Two backslashes and a bracket are a formula to who reads notebooks.
_SIGNS = re.compile(r"[\\`*_\[\]<>|$~]|(?<=\\)[()]|&(?=#?\w+;)")
_LEAD = re.compile(r"^(\s*)([-+#=:]|\d+(?=[.)](?:\s|$)))", re.MULTILINE)


def literal(text: str) -> str:
    """The text with every sign escaped that Markdown would follow."""
    shown = _SIGNS.sub(r"\\\g<0>", text)
    return _LEAD.sub(lambda found: f"{found[1]}{_at_the_start(found[2])}", shown)


def _at_the_start(mark: str) -> str:
    """What would begin a heading or a list, so that it does not; behind a number it is the sign that does."""
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"


def chapter(title: str, intro: str = "") -> str:
    """A heading of the second level, and what stands under it."""
    return f"## {literal(title)}\n\n{literal(intro)}".rstrip()


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: bool = False) -> str:
    """A table; with `numbers` all columns but the first stand to the right."""
    rule = "|---|" + ("---:|" if numbers else "---|") * (len(heads) - 1)
    return "\n".join([_row(heads), rule, *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(literal, cells))} |"
