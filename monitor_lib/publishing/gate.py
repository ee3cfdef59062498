"""The publication gate: no release takes its place while one of its bytes holds what intake kept apart."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from monitor_lib.intake.withheld import EMAIL, PHONE, WORDS, Withheld
from monitor_lib.publishing.lanes import ReportError
from monitor_lib.publishing.unpacking import texts

_SHOWN = 20
_WHOLE = slice(None)
_EMAIL = re.compile(rb"(?<![a-z0-9._+'-])([a-z0-9._+'-]+)@([a-z0-9.-]+[a-z0-9])")
_REACH = 80  # signs before and after the @ of an address
_NUMBER = 9  # digits of a telephone number, without its 0
_PREFIX = 3  # digits by which numbers are first told apart
_BETWEEN = b" \t\r\n().-/"  # signs that may stand between the digits of a number
_DIGITS = bytes(sign if sign in b"0123456789" else 32 for sign in range(256))
_LETTERS = bytes(sign if chr(sign).isalnum() and sign < 128 else 32 for sign in range(256))


@dataclass(frozen=True)
class Sought:
    """What is withheld, in the form in which it is looked up; names by their longest word."""

    emails: dict[bytes, Withheld]
    phones: dict[bytes, Withheld]
    names: dict[bytes, list[Withheld]]

    @cached_property
    def numbers(self) -> re.Pattern:
        """Nine digits that may be one of these numbers."""
        starts = b"|".join(sorted({digits[:_PREFIX] for digits in self.phones}))
        return re.compile(b"(?=((?:%s)[0-9]{%d}))" % (starts, _NUMBER - _PREFIX))

    def hits(self, text: str) -> Iterator[Withheld]:
        """What of it stands in this text."""
        plain = _plain(text)
        for at in re.finditer(b"@", plain):
            around = plain[max(0, at.start() - _REACH) : at.start() + _REACH]
            yield from self._known(_addresses(around), self.emails)
        if self.phones:
            digits = b" ".join(run for run in plain.translate(_DIGITS, _BETWEEN).split() if len(run) >= _NUMBER)
            whole = (found[1] for found in self.numbers.finditer(digits) if _is_number(digits, found.start()))
            yield from self._known(whole, self.phones)
        words = plain.translate(_LETTERS, b"'").split()
        if not self.names.keys().isdisjoint(words):
            longest = self.names.keys() & set(words)
            whole = b" %s " % b" ".join(words)
            yield from (each for word in longest for each in self.names[word] if b" %s " % each.text.encode() in whole)

    def _known(self, found: Iterable[bytes], entries: dict[bytes, Withheld]) -> Iterator[Withheld]:
        return (entries[each] for each in found if each in entries)


def sought(withheld: Iterable[Withheld]) -> Sought:
    """The lookup of what is withheld."""
    kinds: dict[str, dict[bytes, Withheld]] = defaultdict(dict)
    for entry in withheld:
        kinds[entry.kind][_plain(entry.text)] = entry
    names = defaultdict(list)
    for text, entry in kinds[WORDS].items():
        names[max(text.split(), key=len)].append(entry)
    return Sought(kinds[EMAIL], kinds[PHONE], names)


def _addresses(text: bytes) -> Iterator[bytes]:
    """Every address that may be meant: a full stop before or behind it, and what is glued to that, is no part of it."""
    for name, host in _EMAIL.findall(text):
        labels = host.split(b".")
        for own in dict.fromkeys((name, name.lstrip(b"._+'-"))):
            yield from (own + b"@" + b".".join(labels[:n]) for n in range(2, len(labels) + 1))


def _is_number(digits: bytes, start: int) -> bool:
    """Whether nine digits stand after the 0 or 31 of a telephone number, or alone where a spreadsheet lost the 0."""
    before, after = digits[max(0, start - 2) : start], digits[start + _NUMBER : start + _NUMBER + 1]
    return before.endswith((b"0", b"31")) or not (before[-1:].isdigit() or after.isdigit())


def _plain(text: str) -> bytes:
    """The text in small letters without accents, as `folded` has it, its other signs kept.

    The sharp s is the one letter that becomes ASCII by its case alone; bytes are put in lower case faster than texts.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ß", "ss").replace("ẞ", "ss"))
    return text.encode("ascii", "ignore").lower()


def refuse_leaks(
    folder: Path, withheld: Iterable[Withheld], libraries: Iterable[Path] = (), part: slice = _WHOLE
) -> None:
    """Scans every byte and every name of a file in the folder.

    Args:
        folder: a whole release.
        withheld: what may stand nowhere in it.
        libraries: files from installed packages; a copy that is the same to the last byte holds nothing delivered.
        part: which of its entries, in order of kind and size, so that several can share the work alike.

    Raises:
        ReportError: naming the files, and the delivered cells whose content stands in them.
    """
    hits = list(leaks(folder, sought(withheld), libraries, part))
    if hits:
        shown = [f"- {file}: {entry.place}" for file, entry in hits[:_SHOWN]]
        more = [f"- en nog {len(hits) - _SHOWN}"] if len(hits) > _SHOWN else []
        raise ReportError(
            "Niet gepubliceerd: in de uitvoer staan gegevens van personen.\n"
            "Welk bestand, en uit welke aangeleverde cel:\n"
            + "\n".join([*shown, *more])
            + "\nHaal de gegevens weg waar ze niet horen (een naam, plaats of webadres), en draai opnieuw."
        )


def leaks(
    folder: Path, wanted: Sought, libraries: Iterable[Path] = (), part: slice = _WHOLE
) -> Iterator[tuple[str, Withheld]]:
    """What is sought and stands in a file, or in its name; each pair once."""
    known = {library.name: library.read_bytes() for library in libraries}
    entries = sorted(folder.rglob("*"), key=lambda path: (path.suffix, path.stat().st_size, path))
    for path in sorted(entries[part]):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes() if path.is_file() else b""
        views = (name, *(texts(data) if data and data != known.get(path.name) else ()))
        yield from ((name, entry) for entry in dict.fromkeys(hit for view in views for hit in wanted.hits(view)))
