"""The publication gate: no release takes its place while one of its bytes holds what intake kept apart."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from monitor_lib.intake import harmless
from monitor_lib.intake.harmless import Hit, hit
from monitor_lib.intake.withheld import EMAIL, PHONE, WORDS, Withheld
from monitor_lib.publishing.check.unpacking import texts
from monitor_lib.publishing.run.workers import ReportError

_SHOWN = 20
# How many times as long as a text takes to be searched what is as large, but packed; of a picture only its remarks are.
_PACKED = {".xlsx": 10, ".pdf": 6, ".parquet": 5, ".png": 0, ".js": 0}
_ALL = (0, 1)
_EMAIL = re.compile(rb"(?<![a-z0-9._+'-])([a-z0-9._+'-]+)@([a-z0-9.-]+[a-z0-9])")
_REACH = 80  # signs before and after the @ of an address
_SPOKEN = re.compile(rb"[(\[{] ?(?:(at|apenstaartje)|dot|punt) ?[)\]}]")
_SIGN = re.compile(rb" ?\0([@.]) ?")
_NUMBER = 9  # digits of a telephone number, without its 0
_PREFIX = 3  # digits by which numbers are first told apart
_BETWEEN = b" ().-/_"  # signs that may stand between the digits of a number
_GAP = rb"[ ().\-/_]{0,3}"
# After its 0, 31 or +31, or alone where a spreadsheet lost the 0: but not as decimals, and not in a date.
_PHONE = re.compile(
    rb"(?<![0-9])(?<![0-9]\.)(?<![^a-z]\.)(?<![^0-9][0-9],)(?<![^0-9][0-9]{2},)(?<!(?:19|20)[0-9]{2}-)(?<!-[0-9]{2}-)"
    rb"(?:(?:(?:(?:\+|00)31(?: ?\(0\))?|31(?=[ -]?6))%(gap)s|\(?0\)?)(?=[1-9])([0-9](?:%(gap)s[0-9]){8})(?![0-9])"
    rb"|(?<![0-9a-z_])([1-9][0-9]{8})(?![0-9a-z_]|\.[0-9]))" % {b"gap": _GAP}
)
_DIGITS = bytes(sign if sign in b"0123456789" else 32 for sign in range(256))
_LETTERS = bytes(sign if chr(sign).isalnum() and sign < 128 else 32 for sign in range(256))
Place = tuple[Withheld, int, int]


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

    def hits(self, text: str, file: str = "") -> Iterator[Hit]:
        """What of it stands in this text of a file."""
        plain = _plain(text)
        for entry, start, stop in (*self._addresses(plain), *self._numbers(plain), *self._names(plain)):
            yield hit(file, entry.place, plain.decode(), start, stop)

    def _addresses(self, plain: bytes) -> Iterator[Place]:
        for at in re.finditer(b"@", plain):
            first = max(0, at.start() - _REACH)
            known = (self.emails.get(each) for each in _addresses(plain[first : at.start() + _REACH]))
            yield from ((entry, at.start(), at.end()) for entry in known if entry)

    def _numbers(self, plain: bytes) -> Iterator[Place]:
        digits = b" ".join(run for run in plain.translate(_DIGITS, _BETWEEN).split() if len(run) >= _NUMBER)
        if self.phones and any(found[1] in self.phones for found in self.numbers.finditer(digits)):
            for found in _PHONE.finditer(plain):
                entry = self.phones.get((found[1] or found[2]).translate(None, _BETWEEN))
                yield from [(entry, found.start(), found.end())] if entry else []

    def _names(self, plain: bytes) -> Iterator[Place]:
        words = plain.translate(_LETTERS, b"'").split()
        longest = self.names.keys() & set(words) if not self.names.keys().isdisjoint(words) else ()
        whole = b" %s " % b" ".join(words) if longest else b""
        for entry in (each for word in longest for each in self.names[word] if b" %s " % each.text.encode() in whole):
            found = re.search(b"[^a-z0-9]+".join(map(_apostrophised, entry.text.encode().split())), plain)
            yield entry, found.start() if found else 0, found.end() if found else 0


def _apostrophised(word: bytes) -> bytes:
    """A pattern for a word as it stood in a text before its apostrophes went."""
    return b"'*".join(bytes([sign]) for sign in word)


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


def _plain(text: str) -> bytes:
    """The text in small letters without accents, as `folded` has it, its other signs kept.

    The sharp s is the one letter that becomes ASCII by its case alone; bytes are put in lower case faster than texts.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ß", "ss").replace("ẞ", "ss"))
    return _signed(text.encode("ascii", "ignore").lower())


def _signed(plain: bytes) -> bytes:
    """The text with the signs of addresses that stand in it as words, such as "(at)"."""
    signed, count = _SPOKEN.subn(lambda found: b"\0@" if found[1] else b"\0.", plain)
    return _SIGN.sub(rb"\1", signed) if count else plain


def refuse_leaks(found: Sequence[Hit], asked: Path) -> None:
    """Refuses a release for what was found in it.

    Args:
        found: the hits.
        asked: the file in which a person can declare one harmless.

    Raises:
        ReportError: naming the files, and the delivered cells whose content stands in them.
    """
    if found:
        shown = [f"- {each}" for each in found[:_SHOWN]]
        more = [f"- en nog {len(found) - _SHOWN}"] if len(found) > _SHOWN else []
        raise ReportError(
            "Niet gepubliceerd: in de uitvoer staan gegevens van personen.\n"
            "Welk bestand, en uit welke aangeleverde cel (letters als a, cijfers als 0):\n"
            + "\n".join([*shown, *more])
            + "\nHaal de gegevens weg waar ze niet horen (een naam, plaats of webadres), en draai opnieuw. "
            + harmless.advice(asked)
        )


def leaks(
    folder: Path,
    wanted: Sought,
    libraries: Iterable[Path] = (),
    part: tuple[int, int] = _ALL,
    cleared: AbstractSet[str] = frozenset(),
) -> Iterator[Hit]:
    """What is sought and stands in a file of the folder, or in its name; each place once.

    Args:
        folder: a whole release.
        wanted: what may stand nowhere in it.
        libraries: files from installed packages; a copy that is the same to the last byte holds nothing delivered.
        part: which part of its entries, counted from 0, and of how many, so that several can share the work alike.
        cleared: the codes of hits that a person declared harmless.
    """
    known = {library.name: library.read_bytes() for library in libraries}
    for path in sorted(_dealt(folder.rglob("*"), *part)):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes() if path.is_file() else b""
        views = (name, *(texts(data) if data and data != known.get(path.name) else ()))
        found = dict.fromkeys(hit for view in views for hit in wanted.hits(view, name))
        yield from (each for each in found if each.code not in cleared)


def _dealt(entries: Iterable[Path], number: int, parts: int) -> Iterator[Path]:
    """What is dealt to one of so many: the most work first, each to who has the least by then."""
    work = {entry: entry.stat().st_size * _PACKED.get(entry.suffix, 1) for entry in entries}
    given = [0] * parts
    for entry in sorted(work, key=lambda entry: (-work[entry], entry)):
        least = given.index(min(given))
        given[least] += work[entry]
        if least == number:
            yield entry
