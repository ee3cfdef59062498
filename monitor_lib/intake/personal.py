"""Personal data in free text, by its form: what a person may not publish by a slip. Names have no form."""

import re
from collections.abc import Callable

from monitor_lib.intake import cells

_SPOKEN = re.compile(r"[\w.-]+\s*(?:[(\[]at[)\]]| at | apenstaartje )\s*[\w-]+(?:\.| punt )\s*[a-z]{2,}", re.IGNORECASE)
_CHAT = re.compile(r"(?:wa\.me/|\+|\b00)31\s?\(?0?\)?(?:[\s\-]?\d){9}", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
_BSN = re.compile(r"(?<![\d.])\d(?:[ .]?\d){8}(?![\d.]?\d)")
_POSTCODE = r"\b[1-9]\d{3}\s?[A-Z]{2}\b"
_HOUSE = re.compile(rf"{_POSTCODE}\W{{0,3}}(?:nr|huisnummer)?\W{{0,2}}\d{{1,5}}|\d{{1,5}}\s?[a-z]?\W{{1,3}}{_POSTCODE}")


def kinds(text: str) -> list[str]:
    """Which kinds of personal data stand in a text, in words."""
    return [words for words, is_there in _KINDS.items() if is_there(text)]


def _contact(field: str) -> Callable[[str], bool]:
    return lambda text: any(kind == field for kind, _ in cells.parted(text)[1])


def _is_iban(found: str) -> bool:
    """The check of ISO 13616: moved and counted, the rest by 97 is one."""
    plain = re.sub(r"\s", "", found).upper()
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _is_bsn(found: str) -> bool:
    """The eleven test of citizens' numbers."""
    digits = [int(sign) for sign in found if sign.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(digits) and sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


_KINDS: dict[str, Callable[[str], bool]] = {
    "e-mailadres": lambda text: _contact("email")(text) or bool(_SPOKEN.search(text)),
    "telefoonnummer": lambda text: _contact("phone")(text) or bool(_CHAT.search(text)),
    "rekeningnummer": lambda text: any(map(_is_iban, _IBAN.findall(text))),
    "burgerservicenummer": lambda text: any(map(_is_bsn, _BSN.findall(text))),
    "adres": lambda text: bool(_HOUSE.search(text)),
}
