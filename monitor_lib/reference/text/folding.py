"""Words as they are compared everywhere, and as they are handed to a spreadsheet."""

import re
import unicodedata
from functools import lru_cache

_FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """The text in lower-case ASCII letters and digits, words apart by one space.

    Two headings, names of areas or answers are the same when their folded forms are.
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("'", "")).casefold()
    return re.sub(r"[^0-9a-z]+", " ", plain.encode("ascii", "ignore").decode()).strip()


def listed_faults(name: str, faults: list[str], kind: str = "fault") -> str:
    """All faults of a file that a developer writes, under how many there are."""
    count = f"1 {kind}" if len(faults) == 1 else f"{len(faults)} {kind}s"
    return "\n".join([f"{name}: {count}", *(f"- {fault}" for fault in faults)])


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_SIGNS) else text


def disarmed(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text
