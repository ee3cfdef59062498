"""Single cells: pure functions from text to a value or None. None of them raises or invents; all are idempotent."""

import datetime as dt
import re
import unicodedata
from urllib.parse import urlsplit

from monitor_lib.reference.records import Codebook, Scale
from monitor_lib.reference.text.folding import folded

EMPTY_WORDS = frozenset(["", "onbekend", "n v t", "nvt", "niet bekend", "nb", "n b", "geen"])
_INVISIBLE = frozenset(["Cc", "Cf", "Cs", "Co"])
# It only begins where a word does: looking from every letter of a long word takes for ever.
_EMAIL = re.compile(
    r"(?<![^\s@<>;,:\"'()\[\]/])[^\s@<>;,:\"'()\[\]/]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
DASHES = "\u2010-\u2015\u2212"  # of a character class: the dashes that word processors put for a hyphen
_DIGIT = rf"(?:[\s./()_·•\-{DASHES}]{{0,3}}\d)"
# Nine digits after 0, +31, 0031 or (for a mobile number) 31, or a number from abroad; not after a digit and not a date
# with a time.
PHONE = re.compile(
    r"(?<!\d)(?<!\d[.,])(?!\d\d[-/.]\d\d[-/.]\d{4})"
    rf"(?:(?:(?:\+|00)31(?:\s*\(0\))?|31(?=[\s-]?6)|\(?0(?=[1-9])){_DIGIT}{{9}}"
    rf"|(?:\+|00)(?!31)[1-9]{_DIGIT}{{8,12}})(?!\d)"
)
# What every e-mail address and phone number has: most cells have none, and need no closer look.
_CONTACT_SIGN = re.compile(r"@|\bat\b|\d", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|<\s*>")
_POSTCODE = re.compile(r"(?:NL)?[\s-]*([1-9]\d{3})\s*([A-Z]{2})?", re.IGNORECASE)
_PROVINCIAL = re.compile(r"\b(?:provincie|prov|pv)\b\.?", re.IGNORECASE)
_DAY_ZERO = dt.date(1899, 12, 30)
_FIRST_DAY = 32874  # 1 January 1990: a lower number is rather a slip in a year than a day
_YEAR = re.compile(r"(?<!\d)(?:18[5-9]\d|19\d\d|20\d\d)(?!\d)")
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,;/|\n]")
_YES = frozenset(["ja", "j", "yes", "y", "1", "x", "waar", "true", "akkoord"])
_NO = frozenset(["nee", "neen", "n", "no", "0", "onwaar", "false", "niet akkoord"])
_TICKS = frozenset("xXvV✓✔☑√*•●+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")


def visible(text: str) -> str:
    """The text in NFC without zero-width, control and direction signs; white space stays."""
    if text.isascii() and text.isprintable():
        return text
    seen = (sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _INVISIBLE)
    return unicodedata.normalize("NFC", "".join(seen))


def plain(text: str) -> str:
    """The visible text on one line, its white space single."""
    return " ".join(visible(text).split())


def hides_signs(text: str) -> bool:
    """Whether the text has signs that no one can see, white space aside."""
    if text.isascii() and text.isprintable():
        return False
    return any(unicodedata.category(sign) in _INVISIBLE for sign in text if not sign.isspace())


def parted(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without contact data, and that apart as (contact field, value).

    Brackets with an e-mail address or phone number in them are about a person as a whole. Full-width signs are read as
    others; a text without contact data is left as it is.
    """
    if not _CONTACT_SIGN.search(text):
        return text, []
    found: list[tuple[str, str]] = []

    def bare(aside: re.Match) -> str:
        words, contacts = _without_contacts(aside[0][1:-1])
        found.extend(contacts)
        if contacts and any(map(str.isalpha, words)):
            found.append(("contact_person", plain(words)))
        return " " if contacts else aside[0]

    rest, contacts = _without_contacts(_BRACKETED.sub(bare, _narrow(text)))
    found += contacts
    return (_EMPTY_BRACKETS.sub(" ", rest), found) if found else (text, [])


def _narrow(text: str) -> str:
    """The text with what stands for an ASCII sign, such as a full-width digit, as that sign."""
    if text.isascii():
        return text
    plain = ((sign, unicodedata.normalize("NFKC", sign)) for sign in text)
    return "".join(short if len(short) == 1 and short.isascii() else sign for sign, short in plain)


def _without_contacts(text: str) -> tuple[str, list[tuple[str, str]]]:
    found = [("email", match) for match in _EMAIL.findall(text)]
    rest = _EMAIL.sub(" ", text)
    found += [("phone", match) for match in PHONE.findall(rest)]
    return PHONE.sub(" ", rest), found


def name(text: str) -> str | None:
    """A name in its own spelling; None without a letter or digit."""
    clean = plain(text)
    return clean if any(sign.isalnum() for sign in clean) else None


def postcode(text: str) -> str | None:
    """The four digits of a Dutch postcode."""
    match = _POSTCODE.fullmatch(plain(text))
    return match[1] if match else None


def year(text: str) -> int | None:
    """The one year that a text names, also as a date, or as a spreadsheet's day number."""
    clean = plain(text)
    if re.fullmatch(r"[34]\d{4}", clean) and int(clean) >= _FIRST_DAY:
        return (_DAY_ZERO + dt.timedelta(days=int(clean))).year
    years = {int(found) for found in _YEAR.findall(clean)}
    return years.pop() if len(years) == 1 else None


def province(text: str, book: Codebook) -> str | None:
    """The code of the province with this name, code or alias, also said twice, as "Friesland (Fryslân)"."""
    parts = [_PROVINCIAL.sub("", part).strip() for part in re.split(r"[(),/]", plain(text))]
    areas = [book.area_or_none(part) for part in parts if part]
    found = {area.code if area and area.level == "province" else None for area in areas}
    return found.pop() if len(found) == 1 else None


def choice(text: str, scale: Scale) -> str | None:
    """The code of the answer so spelled."""
    return scale.spellings.get(folded(text))


def choices(text: str, scale: Scale) -> tuple[str | None, list[str]]:
    """The codes named in a text, joined by "|" in the scale's order, and the parts that are no answer."""
    parts = [part for part in _SEPARATORS.split(text) if folded(part)]
    if choice(text, scale):
        parts = [text]
    chosen = {choice(part, scale) for part in parts}
    strange = [plain(part) for part in parts if choice(part, scale) is None]
    return "|".join(code for code in scale.codes if code in chosen) or None, strange


def url(text: str) -> str | None:
    """A web address over http or https; a bare domain gets https."""
    clean = plain(text)
    if not clean or re.search(r"[\s<>\"'`{}\\|^]", clean):
        return None
    address = clean if re.match(r"[a-z][a-z0-9+.-]*:", clean, re.IGNORECASE) and "://" in clean else f"https://{clean}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        fits = parts.scheme in ("http", "https") and _HOST.fullmatch(host) and (parts.port or 1)
    except ValueError:
        return None
    return parts._replace(netloc=parts.netloc.lower()).geturl() if fits and "@" not in parts.netloc else None


def yes_no(text: str) -> bool | None:
    """True for yes, False for no."""
    word = folded(text)
    return True if word in _YES else False if word in _NO else None


def is_tick(text: str) -> bool:
    """Whether a text is no more than a tick, or says that there is none."""
    return text.strip() in _TICKS or yes_no(text) is not None


def is_ticked(text: str) -> bool:
    """Whether a text is a tick or a yes."""
    return text.strip() in _TICKS or yes_no(text) is True


def shape(text: str) -> str:
    """A text by its signs alone: a letter is an a, a digit a 0."""
    return "".join("0" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in text)


def number(text: str) -> float | None:
    """A number in Dutch notation: comma for decimals, points between thousands."""
    clean = plain(text).replace(" ", "")
    if _THOUSANDS.fullmatch(clean):
        return float(clean.replace(".", "").replace(",", "."))
    return float(clean.replace(",", ".")) if _DECIMAL.fullmatch(clean) else None
