"""How files are written: whole or not at all, and for whose eyes. Private is for the owner alone, whatever the umask.

Private files go through `replacing` or `written`, what is made to hand on through these with `private=False`; folders
are made by `private` or `public`. A folder that others filled is made private or public as a whole, by `closed` or
`opened`, and is brought to the disk by `synced`.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

_OWNER, _EVERYONE, _ANYONE = 0o600, 0o644, 0o666
_OWNERS_FOLDER, _EVERYONES_FOLDER = 0o700, 0o755


@contextlib.contextmanager
def replacing(path: Path, private: bool = True) -> Iterator[Path]:
    """Where to write a file, beside its name; it takes that name when all went well, and is gone when not.

    Who may read one that is not private, the umask says.
    """
    beside = path.with_name(f".{path.name}.partial")
    beside.unlink(missing_ok=True)  # of a run that was killed; or a link that somebody put there
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER if private else _ANYONE))
    try:
        if private:
            beside.chmod(_OWNER)  # an umask may have taken away even that
        yield beside
        renamed(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def renamed(beside: Path, path: Path) -> None:
    """Gives a file its name, once its bytes are on the disk."""
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    beside.replace(path)


def written(path: Path, content: bytes | str) -> Path:
    """Writes a private file, its folder made where it is missing; lines of a text end as they stand in it."""
    private(path.parent)
    return _filled(path, content, private=True)


def handed_on(path: Path, content: bytes | str) -> Path:
    """Writes a file that is made to hand on, in a folder that is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return _filled(path, content, private=False)


def _filled(path: Path, content: bytes | str, *, private: bool) -> Path:
    with replacing(path, private) as beside:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def synced(folder: Path) -> None:
    """Makes sure that a folder and all in it are on the disk, not only on their way to it."""
    for inside, _, files in os.walk(folder):
        for name in files:
            with Path(inside, name).open("rb+") as file:
                os.fsync(file.fileno())
        synced_names(Path(inside))


def synced_names(folder: Path) -> None:
    """Makes sure that the disk knows which files a folder holds."""
    if os.name != "nt":  # Windows flushes no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """While this lasts, whatever this process makes is for its owner alone, unless it says otherwise."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def private(folder: Path) -> Path:
    """The folder; where it is missing, made for its owner alone, and so are the missing ones above it."""
    return _made(folder, _OWNERS_FOLDER)


def public(folder: Path) -> Path:
    """The folder; where it is missing, made for everyone to read, and so are the missing ones above it."""
    return _made(folder, _EVERYONES_FOLDER)


def _made(folder: Path, mode: int) -> Path:
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(exist_ok=True)
        missing.chmod(mode)
    return folder


def closed(folder: Path) -> None:
    """Makes a folder, with all in it, its owner's alone; what is somebody else's stays as it is."""
    _change(folder, _OWNERS_FOLDER, _OWNER)


def opened(folder: Path) -> None:
    """Lets everyone read a folder and all in it."""
    _change(folder, _EVERYONES_FOLDER, _EVERYONE)


def _change(folder: Path, of_folders: int, of_files: int) -> None:
    for inside, _, files in os.walk(folder):
        for path, mode in ((Path(inside), of_folders), *((Path(inside, name), of_files) for name in files)):
            if _is_ours(path):
                path.chmod(mode)


def _is_ours(path: Path) -> bool:
    """Whether the owner of this process may say who sees it; the target of a link is left alone."""
    found = path.lstat()
    return not stat.S_ISLNK(found.st_mode) and (not hasattr(os, "geteuid") or found.st_uid == os.geteuid())
