"""Releases on their shelf: a new one is built out of sight and takes the place of the last one in one step.

A reader of the published folder finds the old release or the new one, at any moment and however a run ends: on Linux
the two folders are exchanged (`renameat2`); elsewhere one is renamed after the other, and the next run mends what a
stop between the two left. A link to a folder would do as well, but not on Windows without rights, nor in a zip.
"""

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import filelock

from monitor_lib import disk, paths
from monitor_lib.publishing.run.receipt import differences, hash_of, told_by
from monitor_lib.publishing.run.workers import ReportError

# A release of the example takes 35 MB; a run that would stop half-way for want of room had better not start.
_ROOM = 60_000_000
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


class BusyError(Exception):
    """Another run of the same wave is under way."""


def check_room(folder: Path) -> None:
    """Finds out, before anything is made, whether this folder can be written to.

    Raises:
        OSError: naming the folder, when it is read-only or has no room.
    """
    probe = folder / ".probe"
    try:
        probe.write_bytes(b"monitor")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from None
    finally:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)
    if shutil.disk_usage(folder).free < _ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def refuse_link(shelf: paths.Shelf) -> None:
    """Raises ReportError where the place of a release is a link: the folder that it leads to is somebody else's."""
    place = shelf.release.folder
    if place.is_symlink():
        raise ReportError(
            f"{place} is een verwijzing, naar {place.resolve()}, en die wordt niet vervangen. Haal haar weg en laat de "
            "webserver deze map tonen, of noem met --outputs een andere map."
        )


@contextlib.contextmanager
def locked(shelf: paths.Shelf) -> Iterator[None]:
    """Holds the wave's lock, which the system takes back when the process ends, however that ends.

    Raises:
        BusyError: when another process holds it.
    """
    disk.public(shelf.outputs)
    try:
        with filelock.FileLock(shelf.lock, timeout=0, mode=0o644):
            yield
    except filelock.Timeout:
        raise BusyError from None


@contextlib.contextmanager
def staged(shelf: paths.Shelf, keep: int) -> Iterator[paths.Release]:
    """A folder to build a release in, that takes the place of the last one when all went well and is gone when not.

    Args:
        shelf: locked by this process.
        keep: how many earlier releases stay.
    """
    _tidy(shelf, keep)
    disk.private(shelf.staging)
    try:
        yield paths.Release(shelf.staging)
        disk.opened(shelf.staging)
        if not _is_published(shelf):
            disk.synced(shelf.staging)
            _replace(shelf)
            _keep(shelf, keep)
    finally:
        shutil.rmtree(shelf.staging, ignore_errors=True)


def _tidy(shelf: paths.Shelf, keep: int) -> None:
    """Clears what a killed run left: half a release goes, one that was just being replaced stays."""
    release, staging = shelf.release, paths.Release(shelf.staging)
    if shelf.replaced.exists() and not release.folder.exists():
        shelf.replaced.rename(release.folder)
    if _was_replaced(staging, release):
        staging.folder.rename(shelf.replaced)
    _keep(shelf, keep)
    shutil.rmtree(shelf.staging, ignore_errors=True)


def _was_replaced(one: paths.Release, last: paths.Release) -> bool:
    """Whether a release is the one that stood in the place of the last; a clock may have been put back since."""
    if not one.manifest.exists():
        return False
    if before := told_by(last).get("before", ""):
        return bool(before == hash_of(one.manifest))
    return _written(one) < _written(last)


def _written(release: paths.Release) -> int:
    """When the release was made whole: its manifest is written last."""
    return release.manifest.stat().st_mtime_ns if release.manifest.exists() else 0


def _is_published(shelf: paths.Shelf) -> bool:
    """Whether the last release is the same to the byte; a copy of it would only push out an earlier one."""
    now, new = shelf.release, paths.Release(shelf.staging)
    if not now.manifest.exists() or _proof(now) != _proof(new):
        return False
    return not any(differences(shelf.release).values())


def _proof(release: paths.Release) -> list[bytes]:
    """What stands in the manifest of a release and under it."""
    return [path.read_bytes() for path in (release.manifest, release.signature) if path.exists()]


def _replace(shelf: paths.Shelf) -> None:
    """Puts the new release in its place, and the one before in its own."""
    target = shelf.release.folder
    if not target.exists():
        shelf.staging.rename(target)
    elif _exchanged(shelf.staging, target):
        shelf.staging.rename(shelf.replaced)
    else:
        target.rename(shelf.replaced)
        shelf.staging.rename(target)
    disk.synced_names(shelf.outputs)


def _exchanged(first: Path, second: Path) -> bool:
    """Whether the two folders could change places in one step."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE) == 0


def _keep(shelf: paths.Shelf, keep: int) -> None:
    """Moves the replaced release to the earlier ones, and lets go of those that are too many."""
    kept = shelf.kept
    for old in (*sorted(shelf.served.glob("[0-9]*")), shelf.replaced):
        if old.exists():
            number = int(kept[-1].name) + 1 if kept else 1
            kept.append(_moved(old, shelf.earlier / f"{number:04}"))
    shutil.rmtree(shelf.served, ignore_errors=True)
    for old in kept[: max(0, len(kept) - keep)]:
        shutil.rmtree(old, ignore_errors=True)


def _moved(folder: Path, target: Path) -> Path:
    """The folder under its new name, whole, also on another disk."""
    disk.private(target.parent)
    beside = target.with_name(".moving")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.move(folder, beside)
    disk.closed(beside)
    return beside.rename(target)
