"""Spelling that does not matter: how words are compared everywhere."""

import re
import unicodedata


def folded(text: str) -> str:
    """The text in lower-case ASCII letters and digits, words apart by one space.

    Two headings, names of areas or answers are the same when their folded forms are.
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("'", "")).casefold()
    return re.sub(r"[^0-9a-z]+", " ", plain.encode("ascii", "ignore").decode()).strip()
