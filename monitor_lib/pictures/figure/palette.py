"""Which colour stands for which part of a whole, and how a whole is cut into a hundred squares."""

from monitor_lib.pictures.figure.lines import Line, merged, renamed
from monitor_lib.pictures.style import style
from monitor_lib.reference.text.language import say

_LARGEST = 5  # a waffle names this many parts; the others are taken together


def parts(count: int) -> list[str]:
    """A colour per part, in order.

    Raises:
        StyleError: when the style has fewer colours than there are parts.
    """
    known = style.load().answers
    if count > len(known):
        raise style.StyleError(f"{count} parts need {count} colours; the style has {len(known)} in scales.answers")
    return list(known[:count])


def opinions(count: int) -> list[str]:
    """A colour per answer from negative to positive; an even number leaves the neutral middle out."""
    known = style.load().opinions
    middle = len(known) // 2
    half = count // 2
    centre = [known[middle]] if count % 2 else []
    return [*known[:half], *centre, *known[len(known) - half :]] if half <= middle else parts(count)


def hundred(lines: list[Line], others: frozenset[str]) -> tuple[Line, ...]:
    """The largest parts of a whole and the others together, each with its colour and its squares of a hundred.

    `others` are the answers that stand for any other.
    """
    filled = [line for line in lines if line.row.value]
    known = sorted(filled, key=lambda line: -line.row.size)
    other = [line for line in known if line.row.answer in others]
    named = [line for line in known if line.row.answer not in others]
    kept, rest = named[:_LARGEST], [*named[_LARGEST:], *other]
    kept += [merged(rest, say("Overig"))] if rest else []
    colours = [*parts(min(len(named), _LARGEST)), style.colour("rest")]
    squares = _squares([line.row.size for line in kept])
    return tuple(
        renamed(line, line.label, colour, short=str(count), words=say("{count} van de 100", count=count))
        for line, colour, count in zip(kept, colours, squares, strict=False)
    )


def _squares(shares: list[float]) -> list[int]:
    """A hundred squares over these shares: rounded down, what is left goes to the largest remainders."""
    exact = [100 * share / (sum(shares) or 1) for share in shares]
    whole = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])
    for at in order[: 100 - sum(whole)]:
        whole[at] += 1
    return whole
