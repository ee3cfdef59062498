"""Hidden figures in tables of reports of one's own, which may be laid out in any way."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from monitor_lib.publishing.check.markup import BASE, CELL, NUMBER, TABLE, plain
from monitor_lib.reference.records import Area, Codebook
from monitor_lib.reference.text.folding import folded

_CHART = re.compile(r'<figure[^>]*>\s*(?:<figcaption>)?<h3 id="kop-.*?</figure>', re.DOTALL)
_ABOVE = 600  # signs before a table in which its heading stands


@dataclass(frozen=True)
class _Named:
    """What a hidden figure is known by in a table."""

    key: tuple[str, str, str]
    area: frozenset[str]
    answer: frozenset[str]


def hidden_figures(
    page: str, about: Area, secret: Collection[tuple[str, str, str]], book: Codebook
) -> Iterator[tuple[str, str, str]]:
    """Area, question and answer of every hidden figure that a table may show.

    A number counts as a figure when its row or column names the answer, and the area where the table names areas. Of
    which question it is, is told by the table or the heading above it; by neither, it may be any that has the answer.

    Args:
        page: the page in HTML.
        about: the area that the page is about; a table without areas is about it too.
        secret: what is hidden.
        book: the codebook, in the language of the page.
    """
    questions = {entry.id: _words(entry.label, entry.id, getattr(entry, "text", "")) for entry in book.entries}
    known = [_named(key, questions[key[1]], book) for key in secret]
    areas = {word for area in book.areas for word in _words(area.code, area.name, *area.aliases)}
    rest = _CHART.sub("", page)  # charts of the library are read for what they are
    for table in TABLE.finditer(rest):
        lines = [list(map(plain, CELL.findall(line))) for line in table[0].split("</tr>")]
        above = folded(plain(rest[max(0, table.start() - _ABOVE) : table.start()]))
        said = {folded(cell) for line in lines for cell in line}
        named = {name for name, called in questions.items() if _is_named(called, said, above)}
        asked = [each for each in known if not named or each.key[1] in named]
        for number, names in _numbers(lines):
            found = (each for each in asked if number not in each.answer)  # an answer may be called "65 jaar of ouder"
            yield from (each.key for each in found if _fits(each, names, areas, folded(about.name)))


def _named(key: tuple[str, str, str], question: frozenset[str], book: Codebook) -> _Named:
    area, name, answer = key
    place, label = book.area(area), book.answers_of(name).get(answer, "")
    return _Named(key, _words(place.code, place.name, *place.aliases), _words(answer, label) or question)


def _words(*words: str) -> frozenset[str]:
    return frozenset(map(folded, filter(None, words)))


def _is_named(question: frozenset[str], said: set[str], above: str) -> bool:
    return not said.isdisjoint(question) or any(f" {word} " in f" {above} " for word in question)


def _numbers(lines: list[list[str]]) -> Iterator[tuple[str, set[str]]]:
    """Each cell with a number, and the words of its row and those above it in its column."""
    for at, line in enumerate(lines):
        beside = {folded(BASE.sub("", cell)) for cell in line}
        for column, cell in enumerate(line):
            if NUMBER.search(BASE.sub("", cell)):
                heads = {folded(BASE.sub("", row[column])) for row in lines[:at] if column < len(row)}
                yield folded(cell), beside | heads


def _fits(hidden: _Named, names: set[str], areas: set[str], about: str) -> bool:
    where = names & areas or {about}
    return not where.isdisjoint(hidden.area) and not names.isdisjoint(hidden.answer)
