"""Whether the links of what initiatives are proud of still answer; asked by a person, never during a run."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

from monitor_lib import paths, stored
from monitor_lib.intake.pride import materials
from monitor_lib.reference.records import Codebook

_SECONDS = 10


@dataclass(frozen=True)
class Answer:
    """How one link answered; `fault` is empty when there was a page."""

    title: str
    address: str
    fault: str


def answers(clean: paths.Clean, decisions: paths.Decisions, book: Codebook) -> Iterator[Answer]:
    """How every link that is published answers, in the order of the register.

    Raises:
        DeliveryError: when the register cannot be published as it is.
    """
    initiatives, responses = stored.table(clean.initiatives), stored.table(clean.responses)
    for entry in materials(decisions, initiatives, responses, book):
        if entry.address:
            yield Answer(entry.title, entry.address, fault(entry.address))


def fault(address: str) -> str:
    """Why a web address gives no page, or nothing when it does; only the head of the answer is read."""
    request = urllib.request.Request(address, headers={"User-Agent": "monitor-links"})  # noqa: S310 (form is checked)
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
            return ""
    except urllib.error.HTTPError as error:
        return f"antwoordt met {error.code}"
    except http.client.HTTPException:
        return "antwoordt met iets dat geen webpagina is"
    except (OSError, ValueError):
        return "antwoordt niet"
