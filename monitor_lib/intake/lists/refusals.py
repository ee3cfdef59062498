"""Where a list says no to a place on the map elsewhere than in a column of consent."""

from monitor_lib.intake.lists.lone_names import has_word
from monitor_lib.reference.records import Codebook


def is_about_consent(text: str, book: Codebook) -> bool:
    """Whether a heading or a remark speaks of being shown or told of."""
    return has_word(text, book.lists.consent)


def is_negative(text: str, book: Codebook) -> bool:
    """Whether a text holds a word of refusal: under such a heading a tick is a no."""
    return has_word(text, book.lists.refusals)


def refuses(text: str, book: Codebook) -> bool:
    """Whether a text in words says no to being shown."""
    return is_about_consent(text, book) and is_negative(text, book)
