"""Hidden figures in tables of reports of one's own, which may be laid out in any way."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from monitor_lib.publishing.check.markup import BASE, NUMBER, TABLE, grid, plain
from monitor_lib.reference.records import Area, Codebook
from monitor_lib.reference.text.folding import folded

_CHART = re.compile(r'<figure[^>]*aria-labelledby="kop-.*?</figure>', re.DOTALL)
_PRINTED = re.compile(r"<pre[^>]*>(.*?)</pre>", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(r"<(h[1-6]|caption|p)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_CAPTION = re.compile(r"<caption.*?</caption>", re.DOTALL | re.IGNORECASE)
_ABOVE = 600  # signs before a table in which its heading stands
_APART = re.compile(r"[^\w\s.%+-]|\s-\s|_{2,}")  # between the names that one cell joins: "('Zeeland', 'ja')"
_GAP = re.compile(r"\s{2,}|\t")  # between the cells of a table that was printed

Name = frozenset[str]
"""What a cell or an answer is called, as the words between its signs."""


@dataclass(frozen=True)
class _Named:
    """What a hidden figure is known by in a table."""

    key: tuple[str, str, str]
    area: frozenset[Name]
    answer: frozenset[Name]
    others: frozenset[Name]


@dataclass(frozen=True)
class _Table:
    """The cells of a table in lines, and what its heading says, as words and as names."""

    lines: list[list[str]]
    heading: str
    headings: frozenset[Name]


def hidden_figures(
    page: str, about: Area, secret: Collection[tuple[str, str, str]], book: Codebook
) -> Iterator[tuple[str, str, str]]:
    """Area, question and answer of every hidden figure that a table may show.

    A number counts as a figure when its row, its column, or where these do not the heading of its table, names the
    answer, and the area where these name areas. Of which question it is, is told by the table or the heading above it;
    by neither, it may be any that has the answer.

    Args:
        page: the page in HTML.
        about: the area that the page is about; a table without areas is about it too.
        secret: what is hidden.
        book: the codebook, in the language of the page.
    """
    questions = {entry.id: _words(entry.label, entry.id, getattr(entry, "text", "")) for entry in book.entries}
    known = [_named(key, questions[key[1]], book) for key in secret]
    areas = {name for area in book.areas for name in _names(area.code, area.name)}
    for table in _tables(_CHART.sub("", page)):  # charts of the library are read for what they are
        said = {folded(BASE.sub("", cell)) for line in table.lines for cell in line}
        named = {name for name, called in questions.items() if _is_named(called, said, table.heading)}
        asked = [each for each in known if not named or each.key[1] in named]
        where = {area for area in areas if any(f" {word} " in table.heading for word in area)} | _names(about.name)
        for own, names in _numbers(table.lines):
            places = {area for area in areas if _stands(area, names)} or where
            found = (each for each in asked if not places.isdisjoint(each.area))
            yield from (each.key for each in found if _answers(each, own, names, table.headings))


def _named(key: tuple[str, str, str], question: frozenset[str], book: Codebook) -> _Named:
    area, name, answer = key
    place, labels = book.area(area), book.answers_of(name)
    called = _names(answer, labels.get(answer, "")) or frozenset(frozenset({word}) for word in question)
    others = frozenset(chain.from_iterable(_names(code, label) for code, label in labels.items()))
    return _Named(key, _names(place.code, place.name), called, others)


def _words(*words: str) -> frozenset[str]:
    return frozenset(map(folded, filter(None, words)))


@lru_cache(maxsize=100_000)
def _names(*texts: str) -> frozenset[Name]:
    """What each text is called."""
    called = (frozenset(filter(None, map(folded, _APART.split(text)))) for text in texts)
    return frozenset(filter(None, called))


def _is_named(question: frozenset[str], said: set[str], heading: str) -> bool:
    return not said.isdisjoint(question) or any(f" {word} " in heading for word in question)


# ---- tables, and what stands around a number in them ----


def _tables(page: str) -> Iterator[_Table]:
    """The tables of a page, and those that were printed as text."""
    found = [(each.start(), each[0], grid(each[0])) for each in TABLE.finditer(page)]
    found += [(each.start(), "", _printed(each[1])) for each in _PRINTED.finditer(page)]
    for start, markup, lines in found:
        before, captions = page[max(0, start - _ABOVE) : start], "".join(_CAPTION.findall(markup))
        near = [plain(each[1]) for each in (*_HEADING.findall(before)[-1:], *_HEADING.findall(captions))]
        yield _Table(lines, f" {folded(' '.join(near))} ", _names(*near))


def _printed(text: str) -> list[list[str]]:
    """The lines of a printed table, which has its columns at the right."""
    lines = [_GAP.split(line.strip()) for line in plain(text).splitlines()]
    width = max(map(len, lines), default=0)
    return [[""] * (width - len(line)) + line for line in lines]


def _numbers(lines: list[list[str]]) -> Iterator[tuple[str, frozenset[Name]]]:
    """Each cell with a number, and the names of its row and those above it in its column."""
    for at, line in enumerate(lines):
        for column, cell in enumerate(line):
            if NUMBER.search(BASE.sub("", cell)):
                yield cell, _names(*line, *(row[column] for row in lines[:at]))


def _stands(name: Name, names: Iterable[Name]) -> bool:
    return any(name <= each for each in names)


def _answers(hidden: _Named, own: str, names: frozenset[Name], headings: frozenset[Name]) -> bool:
    """Whether a number is of the answer of a hidden figure; an answer may be called "65 jaar of ouder"."""
    if not _names(BASE.sub("", own)).isdisjoint(hidden.answer | hidden.others):
        return False
    if any(_stands(name, names) for name in hidden.others | hidden.answer):
        return any(_stands(name, names) for name in hidden.answer)
    return any(_stands(name, headings) for name in hidden.answer)
