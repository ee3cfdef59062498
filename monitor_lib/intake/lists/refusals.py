"""Where a list says no to a place on the map elsewhere than in a column of consent."""

from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded


def is_about_consent(text: str, book: Codebook) -> bool:
    """Whether a heading or a remark speaks of being shown or told of."""
    return _has(text, book.lists.consent)


def is_negative(text: str, book: Codebook) -> bool:
    """Whether a text holds a word of refusal: under such a heading a tick is a no."""
    return _has(text, book.lists.refusals)


def refuses(text: str, book: Codebook) -> bool:
    """Whether a text in words says no to being shown."""
    return is_about_consent(text, book) and is_negative(text, book)


def _has(text: str, words: tuple[str, ...]) -> bool:
    said = f" {folded(text)} "
    return any(f" {folded(word)} " in said for word in words)
