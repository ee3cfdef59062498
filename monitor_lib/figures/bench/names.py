"""Questions, answers, facts and areas by what a person calls them: id, label or another word, in any case."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from monitor_lib.reference.records import CodebookError
from monitor_lib.reference.text.folding import folded

Words = Mapping[str, Iterable[str]]
"""By id, all that something is called."""


def as_list(given: object) -> list[Any]:
    """One or more of something as a list; of None none."""
    if given is None:
        return []
    return list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]


def called(word: str, known: Words) -> list[str]:
    """The ids of what is called so: by its id, else by another of its words, else by how one of those begins."""
    plain = folded(str(word))
    by_id = [name for name in known if folded(name) == plain]
    by_word = [name for name, words in known.items() if plain in map(folded, words)]
    begun = [name for name, words in known.items() if any(folded(each).startswith(plain) for each in (name, *words))]
    return by_id or by_word or (begun if plain else [])


def found(word: str, known: Words, kind: str) -> str:
    """The id of what is called so.

    Args:
        word: as a person writes it.
        known: what there is.
        kind: what it is, for who wrote something else.

    Raises:
        CodebookError: where nothing is called so, or several are; with the nearest words.
    """
    ids = called(word, known)
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise CodebookError(f'"{word}" kan meer zijn: {", ".join(ids)}. Schrijf welke van deze u bedoelt.')
    raise CodebookError(f'"{word}" is geen {kind}: {_hint(folded(str(word)), known)}')


def _hint(plain: str, known: Words) -> str:
    spelled = {folded(each): each for name, words in known.items() for each in (name, *words)}
    near = difflib.get_close_matches(plain, spelled, n=1, cutoff=0.6)
    return f"bedoelt u {spelled[near[0]]}?" if near else f"mogelijk zijn {', '.join(list(known)[:40])}."
