"""How pages are made; it makes no difference to what they say."""

import enum
from dataclasses import dataclass

from monitor_lib.reference.text.language import DUTCH


class EngineName(enum.StrEnum):
    """What runs the cells, by its name in papermill's register."""

    shell = "shell"
    kernel = "kernel"


@dataclass(frozen=True)
class Form:
    """How a page is made; the engine makes no difference to it."""

    engine: EngineName
    single_file: bool
    language: str = DUTCH
