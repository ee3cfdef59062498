"""A table of the codebook with texts that readers see, and the same texts in other languages beside them."""

from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, Self, get_args

Language = Literal["nl", "en"]
# The first is the codebook's own; each other one is a field of `Translated`.
LANGUAGES: tuple[str, ...] = get_args(Language)


@dataclass(frozen=True, kw_only=True)
class Translated:
    """A table with texts that readers see: `texts` names the fields, `en` has them in English by the same names.

    A field of coded entries, such as the answers of a scale, has a text for each code.
    """

    texts: ClassVar[tuple[str, ...]]
    en: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def told(self) -> dict[str, str]:
        """Its texts, by the names under which a translation has them."""
        found: dict[str, str] = {}
        for name in self.texts:
            value = getattr(self, name)
            if isinstance(value, tuple):
                found |= {entry.code: entry.label for entry in value}
            elif value:
                found[name] = getattr(value, "words", value)
        return found

    def in_language(self, language: str) -> Self:
        """The same table in another language; a text without translation stays as it is."""
        words = self.told | getattr(self, language)
        return replace(self, **{name: _retold(name, getattr(self, name), words) for name in self.texts})


def _retold(name: str, value, words: dict[str, str]):
    if isinstance(value, tuple):
        return tuple(replace(entry, label=words[entry.code]) for entry in value)
    if value and not isinstance(value, str):
        return replace(value, words=words[name])
    return words[name] if value else value
