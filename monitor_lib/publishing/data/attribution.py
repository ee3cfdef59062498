"""What every public file says of itself: what it is, which version, under which licence, how to cite it."""

import importlib.metadata
import json
from dataclasses import dataclass
from functools import lru_cache

from monitor_lib.pictures.style import style
from monitor_lib.reference.records import Monitor, Wave
from monitor_lib.reference.text import licences
from monitor_lib.reference.text.folding import folded

DISTRIBUTION = "monitor-zorgzame-gemeenschappen"


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
        return f"{folded(self.monitor.title).replace(' ', '-')}-{self.wave.id}"

    @property
    def licence(self) -> dict[str, str]:
        """The licence as programs read it: its name in the list of SPDX where it is there, and where it can be read."""
        name = licences.identifier(self.monitor.licence) or self.monitor.licence
        return {"name": name, "path": self.monitor.licence_url}

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
    def _cff_licence(self) -> dict[str, str]:
        """Under `license` CFF takes names of SPDX alone."""
        name = licences.identifier(self.monitor.licence)
        return {"license": name} if name else {"license-url": self.monitor.licence_url}

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
            **self._cff_licence,
            "authors": [{"name": self.monitor.sender}],
        }
        return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items())


@lru_cache
def _program() -> str:
    return importlib.metadata.version(DISTRIBUTION)
