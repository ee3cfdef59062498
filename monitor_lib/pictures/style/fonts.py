"""The files of letters that a house style can name: its own, beside it, and those of the package that comes along."""

from importlib.metadata import distribution
from pathlib import Path

_PACKAGE = "font-source-sans-pro"
_FOLDER = "font_source_sans_pro/files"


def font(name: str, folder: Path) -> Path:
    """The file with this name in the folder of a style; without one there, that of the package."""
    beside = folder / name
    return beside if beside.is_file() else _supplied() / name


def supplied() -> tuple[str, ...]:
    """The names of the files of the package."""
    return tuple(sorted(path.name for path in _supplied().iterdir()))


def _supplied() -> Path:
    return Path(str(distribution(_PACKAGE).locate_file(_FOLDER)))
