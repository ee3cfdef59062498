"""The steps of a release: done again only when something they are made from changed."""

import json
import shutil
from collections.abc import Iterable

from monitor_lib import paths
from monitor_lib.publishing.receipt import hash_of


class Steps:
    """What each step of a new release was made from and what it made; `done` goes into the manifest.

    A step of the last release is taken over when it was made from the same things and each of its files is still what
    that release's manifest says.
    """

    def __init__(self, staging: paths.Release, last: paths.Release | None) -> None:
        """A release to be built, and the last one, unless nothing of that may be used again."""
        self.done: dict[str, dict] = {}
        self._staging, self._last = staging, last
        self._told = told_by(last) if last else {}

    @property
    def inputs_before(self) -> dict:
        """The ingredients of the last release."""
        return self._told.get("inputs", {})

    def taken_over(self, name: str, recipe: str) -> bool:
        """Whether the last release had this step's files, which then stand in the new one too."""
        step = self._told.get("steps", {}).get(name, {})
        if step.get("recipe") != recipe or not all(map(self._is_whole, step["files"])):
            return False
        for file in step["files"]:
            target = self._staging.folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self._last.folder / file, target)
        self.record(name, recipe, step["files"])
        return True

    def record(self, name: str, recipe: str, files: Iterable[str]) -> None:
        """Notes that the step was done, with its files by their names in the release."""
        self.done[name] = {"recipe": recipe, "files": list(files)}

    def _is_whole(self, file: str) -> bool:
        path = self._last.folder / file
        return path.is_file() and hash_of(path) == self._told["files"].get(file)


def told_by(release: paths.Release) -> dict:
    """What the manifest of a release says; nothing when there is none that can be read."""
    try:
        return json.loads(release.manifest.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
