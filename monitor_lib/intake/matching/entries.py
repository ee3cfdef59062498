"""Rows of lists, and questionnaires, in the form in which they are compared."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlsplit

from monitor_lib.intake.files import cells
from monitor_lib.intake.matching.names import Name
from monitor_lib.intake.places.addresses import Location
from monitor_lib.reference.text.folding import folded

_SHARED_BY = 3


@dataclass(frozen=True)
class Entry:
    """A row of a list, or a questionnaire, as it is compared. `contacts` are e-mail addresses and phone numbers."""

    key: tuple[str, str, int]
    name: Name
    location: Location
    domain: str | None = None
    contacts: frozenset[str] = frozenset()

    @cached_property
    def place(self) -> str:
        """The place as it is compared."""
        return folded(self.location.place or "")

    @cached_property
    def emails(self) -> frozenset[str]:
        """The e-mail addresses among its contacts."""
        return frozenset(contact for contact in self.contacts if "@" in contact)

    @cached_property
    def phones(self) -> frozenset[str]:
        """The phone numbers among its contacts."""
        return self.contacts - self.emails

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The domains of its e-mail addresses: one may be the website that another list has."""
        return frozenset(email.rpartition("@")[2] for email in self.emails)

    @cached_property
    def mark(self) -> str:
        """What the row says it is, however it is spelled and wherever it stands."""
        return f"{self.name.key}|{self.place}|{self.location.province}"


def web_domain(url: str | None) -> str | None:
    """The domain of a web address, without www."""
    host = (urlsplit(url).hostname or "") if url else ""
    return re.sub(r"^www\.", "", host) or None


def compared_contacts(values: Iterable[str]) -> frozenset[str]:
    """E-mail addresses and phone numbers in personal cells, as they are compared; names of persons never are."""
    found = [part for value in values for part in cells.parted(value)[1]]
    return frozenset(value.casefold() if kind == "email" else re.sub(r"\D", "", value)[-9:] for kind, value in found)


def without_shared_domains(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, a website that several differently named ones share (a platform, a network) taken away."""
    entries = list(entries)
    users: dict[str | None, set[str]] = defaultdict(set)
    for entry in entries:
        users[entry.domain].add(" ".join(entry.name.own))
    shared = {domain for domain, names in users.items() if len(names) > _SHARED_BY}
    return [replace(entry, domain=None) if entry.domain in shared else entry for entry in entries]
