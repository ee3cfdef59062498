"""A new project folder: the codebook, house style, example, places and notebooks that come with the library."""

import os
import shutil
import tempfile
from pathlib import Path

from monitor_lib import disk, paths


class FolderError(Exception):
    """A folder that cannot become a project; its text says why, and what to do."""


def made(folder: Path) -> Path:
    """Makes the project, whole or not at all.

    Args:
        folder: does not exist yet, or is empty.

    Raises:
        FolderError: when something stands there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderError(f"{folder} is niet leeg. Noem een map die er nog niet is, of een lege.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for path in paths.supplied():
            target = beside / path.relative_to(paths.ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        for path in sorted(paths.NEW_PROJECT.iterdir()):
            shutil.copyfile(path, beside / (".gitignore" if path.name == "gitignore" else path.name))
        beside.chmod(0o777 & ~_umask())
        if folder.exists():
            folder.rmdir()
        disk.synced(beside)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder


def _umask() -> int:
    os.umask(mask := os.umask(0))
    return mask
