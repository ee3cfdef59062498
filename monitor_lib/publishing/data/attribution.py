"""What every public file says of itself: what it is, which version, under which licence, how to cite it."""

import importlib.metadata
import json
from dataclasses import dataclass
from functools import lru_cache

from monitor_lib.pictures.style import style
from monitor_lib.reference.records import Monitor, Wave

DISTRIBUTION = "monitor-zorgzame-gemeenschappen"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.nl"


@dataclass(frozen=True)
class Attribution:
    """The words on one wave's files; `notice` is empty where the data are real."""

    monitor: Monitor
    wave: Wave

    @property
    def title(self) -> str:
        """What the figures are."""
        return f"{self.monitor.title}, {self.wave.label.lower()} {self.wave.year}"

    @property
    def identifier(self) -> str:
        """What the data of this wave are called, the same in every release of it."""
        return f"{DISTRIBUTION}-{self.wave.id}"

    @property
    def description(self) -> str:
        """What they are, behind the mark on invented data."""
        return f"{self.notice}. {self.citation}" if self.notice else self.citation

    @property
    def version(self) -> str:
        """The version of the data: the day it was released, and of the program that made it."""
        return f"{self.wave.released.isoformat()}+{_program()}"

    @property
    def notice(self) -> str:
        """The mark on invented data, or ""."""
        return self.monitor.notice(self.wave)

    @property
    def citation(self) -> str:
        """How to refer to it."""
        return f"{self.monitor.sender} ({self.wave.year}). {self.title}. Verschenen {style.date(self.wave.released)}."

    @property
    def line(self) -> str:
        """All of it in one line, for in a file."""
        return f"{self.description} Versie {self.version}. Licentie {self.monitor.licence}."

    @property
    def cff(self) -> str:
        """The citation as a CITATION.cff file; a JSON string is a YAML string too."""
        said = {
            "cff-version": "1.2.0",
            "message": f"{self.notice + '. ' if self.notice else ''}Gebruikt u deze cijfers? Verwijs er dan zo naar.",
            "title": self.title,
            "type": "dataset",
            "version": self.version,
            "date-released": self.wave.released.isoformat(),
            "license": self.monitor.licence.replace(" ", "-"),
            "authors": [{"name": self.monitor.sender}],
        }
        return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items())


@lru_cache
def _program() -> str:
    return importlib.metadata.version(DISTRIBUTION)
