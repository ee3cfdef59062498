"""Which colour stands for which part of a whole, and how a whole is cut into a hundred squares."""

from collections.abc import Iterable, Mapping, Sequence

from monitor_lib.pictures.figure.lines import Line, merged, renamed
from monitor_lib.pictures.style import style
from monitor_lib.reference.records import BOTTLENECK
from monitor_lib.reference.text.language import say


def of_answers(answers: Iterable[str]) -> dict[str, str]:
    """The first answers of a scale with a colour each, the same wherever they stand; the others have none."""
    return dict(zip(answers, style.load().answers, strict=False))


def parts(lines: Sequence[Line], colours: Mapping[str, str]) -> list[Line]:
    """The parts of a whole in their own colours, the largest first; those without one together, last."""
    filled = sorted((line for line in lines if line.row.value), key=lambda line: -line.row.size)
    named = [renamed(line, line.label, colours[line.row.answer]) for line in filled if line.row.answer in colours]
    others = [line for line in filled if line.row.answer not in colours]
    return named + ([renamed(merged(others, say("Overig")), say("Overig"), style.colour("rest"))] if others else [])


def opinions(count: int, kind: str) -> list[str]:
    """A colour per answer from negative to positive; an even number leaves the neutral middle out.

    To agree with a bottleneck is no good news: its colours run the other way. None where there are more answers than
    the style has colours for: those are not drawn side by side, and their table has them all.
    """
    known = style.load().opinions
    if count > len(known):
        return []
    half = count // 2
    centre = [known[len(known) // 2]] if count % 2 else []
    colours = [*known[:half], *centre, *known[len(known) - half :]]
    return colours[::-1] if kind == BOTTLENECK else colours


def hundred(lines: Sequence[Line], colours: Mapping[str, str]) -> tuple[Line, ...]:
    """The parts of a whole, each with its colour and its squares of a hundred."""
    kept = parts(lines, colours)
    squares = _squares([line.row.size for line in kept])
    return tuple(
        renamed(line, line.label, short=str(count), words=say("{count} van de 100", count=count))
        for line, count in zip(kept, squares, strict=True)
    )


def _squares(shares: list[float]) -> list[int]:
    """A hundred squares over these shares: rounded down, what is left goes to the largest remainders."""
    exact = [100 * share / (sum(shares) or 1) for share in shares]
    whole = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])
    for at in order[: 100 - sum(whole)]:
        whole[at] += 1
    return whole
