"""The codebook in another language: the texts that readers see are other than in Dutch, and nothing else is."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace

from monitor_lib.reference.own_reports import OwnReport
from monitor_lib.reference.records import Codebook, CodebookError, Network
from monitor_lib.reference.text.folding import listed_faults
from monitor_lib.reference.text.translated import LANGUAGES, Translated


def in_language(book: Codebook, language: str) -> Codebook:
    """The codebook with every text that readers see in this language; `nl` is the book itself.

    Raises:
        CodebookError: with every text that is missing in the language, each with its place.
    """
    if language not in LANGUAGES:
        raise CodebookError(f"'{language}' is no language of the codebook (known: {', '.join(LANGUAGES)})")
    if language == LANGUAGES[0]:
        return book
    gaps = untranslated(book, language)
    if gaps:
        raise CodebookError(listed_faults(f"codebook in '{language}'", gaps, "gap"))
    held = {slot.name: getattr(book, slot.name) for slot in fields(book)}
    return replace(book, **{name: _spoken(value, language) for name, value in held.items()})


def untranslated(book: Codebook, language: str) -> list[str]:
    """Every text that is missing in this language, by its place in the codebook.

    The name of a network is its own: it may stay as it is. So may a report that has no pages in the language.
    """
    return [
        f"{place}: key '{name}' of [{table}.{language}] is missing"
        for table, place, record in _translated(book)
        for name in record.told
        if not getattr(record, language).get(name, "").strip() and not _may_stay(record, language)
    ]


def _may_stay(record: Translated, language: str) -> bool:
    return isinstance(record, Network) or (isinstance(record, OwnReport) and language not in record.languages)


def translation_faults(book: Codebook) -> Iterator[str]:
    """Every translation of a text that is not there, or that has other words in braces."""
    for table, place, record in _translated(book):
        said = [(language, *pair) for language in LANGUAGES[1:] for pair in getattr(record, language).items()]
        for language, name, text in said:
            if name not in record.told:
                yield f"{place}: '{name}' of [{table}.{language}] is no text of it (known: {', '.join(record.told)})"
            elif _slots(text) != _slots(record.told[name]):
                yield f"{place}: '{name}' of [{table}.{language}] has other words in braces than in Dutch"


def _translated(book: Codebook) -> Iterator[tuple[str, str, Translated]]:
    """Every table with texts: what it is called in the file, its place, and the record."""
    yield "monitor", "[monitor]", book.monitor
    yield "questionnaire", "[questionnaire]", book.questionnaire
    for slot in fields(book):
        table, value = slot.name.removesuffix("s"), getattr(book, slot.name)
        for record in value if isinstance(value, tuple) else ():
            if isinstance(record, Translated):
                yield table, f"[[{table}]] {_name(record)}", record
    for page in book.infographics:
        for number, block in enumerate(page.block, 1):
            yield "infographic.block", f"[[infographic]] {page.id}, block {number} ({block.kind})", block


def _name(record: Translated) -> str:
    """What a table is known by: its first key."""
    return next(getattr(record, slot.name) for slot in fields(record) if slot.name not in LANGUAGES)


def _spoken(value, language: str):
    if isinstance(value, tuple):
        return tuple(_spoken(each, language) for each in value)
    return value.in_language(language) if isinstance(value, Translated) else value


def _slots(text: str) -> list[str]:
    return sorted(re.findall(r"{\w*}", text))
