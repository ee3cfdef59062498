"""Personal data in free text, by its form: what a person may not publish by a slip. Names have no form."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Set
from urllib.parse import unquote

from monitor_lib.intake.files import cells
from monitor_lib.reference.text.folding import folded

_AT = re.compile(r" ?[(\[{<] ?(?:at|apenstaartje) ?[)\]}>] ?| (?:at|apenstaartje) ", re.IGNORECASE)
_DOT = re.compile(r" ?[(\[{<] ?(?:dot|punt) ?[)\]}>] ?", re.IGNORECASE)
_SIGN = r"[^\s@<>;,:\"'()\[\]/]"
_EMAIL = re.compile(rf"(?<!{_SIGN}){_SIGN}+ ?@ ?[\w-]+(?:(?:\.| punt | dot )[\w-]+)+", re.IGNORECASE)
# Signs of an account number, by country: ISO 13616, those of Europe that people here may have.
_OF_LENGTH = {16: "BE", 18: "DK FI NL", 20: "AT LU", 22: "DE GB IE", 24: "ES SE", 27: "FR IT", 15: "NO", 21: "CH"}
_LENGTHS = {"PT": 25, "PL": 28} | {country: n for n, those in _OF_LENGTH.items() for country in those.split()}
_IBAN = re.compile(rf"(?<![A-Z0-9])(?:{'|'.join(_LENGTHS)})\d\d(?:[ .-]?[A-Z0-9]){{11,24}}", re.IGNORECASE)
_BSN = re.compile(r"(?<![\d.])\d(?:[ .-]?\d){8}(?![\d.]?\d)")
# In small letters with a space, "2020 en 12" is no postcode; those never have some vowels.
_POSTCODE = (
    r"(?<!\d)[1-9]\d{3}(?: ?[A-Z]{2}|[a-zA-Z]{2}"
    r"| (?!(?:al|ca|de|en|er|ha|je|kg|km|me|na|te|we|ze)(?![a-z]))[A-Za-eghj-npr-tv-xz]{2})(?![A-Za-z])"
)
_HOUSE = re.compile(
    rf"{_POSTCODE}\W{{0,3}}(?:nr|huisnummer)?\W{{0,2}}\d{{1,5}}|(?<!\d)\d{{1,5}} ?[a-z]?\W{{1,3}}{_POSTCODE}"
)


NAMES = ("contact_person", "person", "firstname", "lastname")  # the fields of contacts that hold them
_QUOTED = re.compile(r'"([^"]*)"')
_UNSAID = "deze cel"
_WORD = re.compile(r"[^\W\d_]{3,}")
_NO_NAMES = ("van", "der", "den", "het", "ter", "ten")  # stand in names, and in anything else


def words_of(names: Iterable[str]) -> frozenset[str]:
    """The words by which persons are called."""
    return frozenset(word for name in names for word in _WORD.findall(folded(name))) - {*_NO_NAMES}


def unquoted(message: str, called: Set[str]) -> str:
    """A message without what it quotes of a cell, where that may be a person.

    Args:
        message: in which a delivered text stands between straight quotation marks.
        called: the words by which the persons of the delivery are called.
    """

    def shown(quoted: re.Match) -> str:
        is_person = not called.isdisjoint(_WORD.findall(folded(quoted[1]))) or kinds(quoted[1])
        return _UNSAID if is_person else quoted[0]

    return _QUOTED.sub(shown, message)


def kinds(text: str) -> list[str]:
    """Which kinds of personal data stand in a text, in words."""
    return list(dict.fromkeys(kind for kind, _ in found(legible(text))))


def legible(text: str) -> str:
    """The text on one line as a reader understands it, whatever its signs: full-width, percent-encoded, "(at)"."""
    plain = cells.plain(unicodedata.normalize("NFKC", unquote(text, errors="ignore")))
    return _DOT.sub(".", _AT.sub("@", plain))


def found(text: str) -> Iterator[tuple[str, re.Match]]:
    """Every piece of personal data in a legible text, and its kind in words."""
    for kind, (form, is_meant) in _KINDS.items():
        yield from ((kind, match) for match in form.finditer(text) if is_meant(match[0]))


def _is_iban(found: str) -> bool:
    """The check of ISO 13616: as long as its country's are, moved and counted, the rest by 97 is one."""
    plain = re.sub(r"[^0-9A-Z]", "", found.upper())
    whole = plain[: _LENGTHS[plain[:2]]]
    rest = int("".join(str(int(sign, 36)) for sign in whole[4:] + whole[:4])) % 97
    return len(whole) == _LENGTHS[plain[:2]] and rest == 1


def _is_bsn(found: str) -> bool:
    """The eleven test of citizens' numbers."""
    digits = [int(sign) for sign in found if sign.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(digits) and sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


_KINDS: dict[str, tuple[re.Pattern, Callable[[str], bool]]] = {
    "e-mailadres": (_EMAIL, bool),
    "telefoonnummer": (cells.PHONE, bool),
    "rekeningnummer": (_IBAN, _is_iban),
    "burgerservicenummer": (_BSN, _is_bsn),
    "adres": (_HOUSE, bool),
}
