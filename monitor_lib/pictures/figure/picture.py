"""A picture before it is drawn: what both the charts of a page and the infographics on paper are made from."""

from dataclasses import dataclass

from monitor_lib.pictures.figure.lines import Line, rest
from monitor_lib.pictures.style import style


@dataclass(frozen=True)
class Picture:
    """Numbers, order, labels, words, colours and alternative text, made once for every drawing of them.

    `badge` names the area whose figures these are, where it is not the one the page is about. `sentences` stand in
    place of lines, or under them. `marked` is what the reference marks stand for, where that is not the rest of the
    country. `key` says what colours mean, each with its colour, or "" for words without one.
    """

    kind: str
    title: str
    subtitle: str
    lines: tuple[Line, ...] = ()
    sentences: tuple[str, ...] = ()
    badge: str = ""
    pictograms: tuple[str, ...] = ()
    marked: str = ""
    key: tuple[tuple[str, str], ...] = ()

    @property
    def alt(self) -> str:
        """What the picture tells, with all its numbers, for who cannot see it."""
        told = "; ".join(_told(line, self.reference) for line in self.lines)
        return ". ".join(filter(None, (self.title, self.badge, self.subtitle, told)))

    @property
    def reference(self) -> str:
        """What the reference marks stand for, or "" when there are none."""
        return (self.marked or rest()) if any(line.row.beside is not None for line in self.lines) else ""

    @property
    def whole(self) -> float:
        """What a bar over the whole width stands for: of shares all, of counts the largest."""
        return max([1.0, *(line.row.value or 0.0 for line in self.lines)])

    @property
    def json(self) -> dict:
        """The picture for a drawing outside Python."""
        plain = {
            name: getattr(self, name) for name in ("kind", "title", "subtitle", "badge", "alt", "reference", "whole")
        }
        key = [{"colour": colour, "label": label} for colour, label in self.key]
        lists = {"sentences": self.sentences, "pictograms": self.pictograms, "key": key}
        return plain | lists | {"lines": [_line(line) for line in self.lines]}


def _line(line: Line) -> dict:
    words = {name: getattr(line, name) for name in ("label", "short", "words", "colour")}
    row, (low, high) = line.row, line.row.interval or (None, None)
    measures = {"value": row.value, "low": low, "high": high, "quality": row.quality, "hidden": row.hidden}
    measures |= {"differs": row.differs, "reference": row.beside}
    large = {"lead": line.lead, "large": line.large, "limits": line.limits, "between": line.between, "rest": line.rest}
    inked = {"ink": style.readable_on(line.colour)} if line.colour else {}
    area = {"area": line.row.area.code}
    return words | measures | large | inked | area | {"parts": [_line(part) for part in line.parts]}


def _told(line: Line, reference: str) -> str:
    """A line in words, with its parts and what it is compared with."""
    parts = ", ".join(f"{part.label} {part.words}" for part in line.parts)
    rest = f" ({reference} {line.reference})" if line.reference else ""
    return f"{line.label}: {line.words}{rest}" + (f" ({parts})" if parts else "")
