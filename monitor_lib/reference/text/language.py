"""The language that pages speak: Dutch as it stands in the code, or another from its message file.

What a reader sees is marked with one of these functions, so that it is found and translated. Dutch is its own key: it
needs no message file.
"""

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from monitor_lib import paths
from monitor_lib.paths import DUTCH

_now = {"language": DUTCH}


def spoken() -> str:
    """The language that is spoken now."""
    return _now["language"]


def speak(language: str) -> None:
    """From now on this process speaks this language."""
    _now["language"] = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it, this language is spoken."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def told_apart(name: str, language: str) -> str:
    """The name of work on pages in this language, which in Dutch needs no mark."""
    return name if language == DUTCH else f"{name} ({language})"


def say(text: str, /, **values: object) -> str:
    """A Dutch text in the language that is spoken, with these values in the place of their names in braces."""
    told = messages(spoken()).gettext(text) if text else ""
    return told.format(**values) if values else told


def say_many(one: str, many: str, count: float, /, **values: object) -> str:
    """`say` for a text that is another for one than for many."""
    told = messages(spoken()).ngettext(one, many, int(count))
    return told.format(**values) if values else told


def later(text: str) -> str:
    """The Dutch text itself, marked: for a constant that is made before anyone knows the language. `say` it in time."""
    return text


@lru_cache
def messages(language: str) -> gettext.NullTranslations:
    """The message file of a language; of Dutch none."""
    if language == DUTCH:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # half as long to load as all else, and Dutch needs none of it
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with paths.messages(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
