"""The receipt of a release: what went in, by hash, and what came out; no personal data and no path of a machine."""

import hashlib
import importlib.metadata
import itertools
import json
import os
import platform
import re
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

from monitor_lib import disk, paths, stored
from monitor_lib.figures import SEED
from monitor_lib.intake import withdrawals
from monitor_lib.intake.files.deliveries import DeliveryError, Fault
from monitor_lib.intake.withdrawals import NOBODY, Register
from monitor_lib.reference.records import Codebook, Wave

_PROJECT = "monitor-zorgzame-gemeenschappen"
LINK, PIPE, EMPTY = "link", "pipe", "empty"
_SHORT = 8  # signs of a hash that people compare
_BEFORE_PICTURES = ("reference", "intake", "figures")


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def recipe(*parts: object) -> str:
    """One hash for everything that a step is made from; parts are what JSON can hold."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def ingredients(wave: Wave, places: paths.Places, book: Codebook) -> dict[str, object]:
    """Everything that can change a release, by kind, as hashes.

    Names of files that people deliver or fill in are left out, or in a hash: they may be anything, also a person's.
    Decisions count as they are now: a run adds its proposals to them.

    Raises:
        DeliveryError: while a withdrawal was only written down: what may not be lost of it, no run keeps.
    """
    back = withdrawals.register(places.decisions)
    if begun := back.uncleared:
        message = f"niet afgemaakt: het terugtrekken van {', '.join(begun)}. Herhaal: monitor withdraw METING NUMMER"
        raise DeliveryError([Fault(places.decisions.withdrawn.name, "withdrawal", message)])
    project, messages = paths.project(), sorted(paths.DOWNLOADS.parent.glob("messages_*.po"))
    return {
        "tool": wave.tool,
        "deliveries": {
            "inventory": sorted(map(hash_of, files(places.delivered.inventory))),
            "survey": sorted(map(hash_of, files(places.delivered.survey))),
        },
        "decisions": sorted(recipe(path.name, hash_of(path)) for path in _visible(places.decisions.folder)),
        "withdrawals": recipe(back.obeyed),
        "numbers": "" if wave.example or not project.keys.ids.exists() else hash_of(project.keys.ids),
        "earlier waves": _earlier_waves(wave, places, book),
        "codebook": hash_of(project.codebook),
        "geography": _tree(project.geography.folder.rglob("*"), project.data),
        "code of figures": _code(_BEFORE_PICTURES),
        "packages": versions(),
        "style": hash_of(project.style),
        "code": code(),
        "other data": [_tree(project.data.glob("*.toml"), project.data), *map(hash_of, [paths.DOWNLOADS, *messages])],
    }


def for_figures(ingredients: dict[str, object]) -> str:
    """The recipe of the clean tables and the figures: everything but how they are shown."""
    shown = ("style", "code", "other data")
    return recipe({name: value for name, value in ingredients.items() if name not in shown})


def for_pictures(ingredients: dict[str, object], tables: Iterable[Path]) -> str:
    """What all pages and infographics share: the public tables, and how they are shown."""
    private = ("tool", "deliveries", "decisions", "withdrawals", "numbers", "earlier waves")
    shown = {name: value for name, value in ingredients.items() if name not in private}
    return recipe(shown, [hash_of(table) for table in tables])


def code() -> str:
    """One hash of the whole library, templates and scripts included."""
    return _tree(paths.code(), paths.LIBRARY)


def version() -> str:
    """The version of the library, and the code that it is in short."""
    return f"{importlib.metadata.version(_PROJECT)} ({code()[:_SHORT]})"


def versions() -> dict[str, str]:
    """Python and every package that the project asks for."""
    asked = importlib.metadata.requires(_PROJECT) or []
    names = sorted({re.split(r"[^\w.-]", line)[0] for line in asked if "extra ==" not in line})
    return {"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in names}}


def keep(clean: paths.Clean, recipe: str) -> None:
    """Notes beside the clean tables what they were made from, and what they are."""
    disk.written(clean.receipt, json.dumps(_of_clean(clean, recipe), indent=1, sort_keys=True))


def is_whole(clean: paths.Clean, recipe: str) -> bool:
    """Whether the clean tables are there, untouched, and made from these things."""
    return stored.told(clean.receipt) == _of_clean(clean, recipe)


def _of_clean(clean: paths.Clean, recipe: str) -> dict[str, object]:
    """What clean tables are, with what they have of the register of withdrawals: so its loss is known."""
    had = [path for path in (*clean.tables, clean.obeyed) if path.exists()]
    return {"recipe": recipe, "tables": {path.name: hash_of(path) for path in had}}


def forgotten(back: Register, places: paths.Places, book: Codebook) -> list[Fault]:
    """An error where releases were made by a register of withdrawals, and now there is none.

    Also where nothing private is left of those runs, as in a copy of a project without it.
    """
    nobody = recipe(NOBODY.obeyed)
    told = (told_by(places.shelf(wave.id).release).get("inputs", {}) for wave in book.waves)
    if back.every or all(inputs.get("withdrawals", nobody) == nobody for inputs in told):
        return []
    message = (
        "is leeg of weg, en wat gepubliceerd is, hield zich eraan. Zet het terug uit een back-up, of geef voor "
        "iedereen die zich terugtrok monitor withdraw nog eens."
    )
    return [Fault(places.decisions.withdrawn.name, "lines_lost", message)]


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file in the folder and below it, by its name from there."""
    return {path.relative_to(folder).as_posix(): hash_of(path) for path in files(folder)}


def of_tables(release: paths.Release) -> str:
    """One hash of the public tables of a release: it can be told on the pages that are made from them."""
    return recipe([hash_of(table) for table in release.stored])


def short(hash: str) -> str:
    """A hash as people compare it."""
    return hash[:_SHORT]


def manifest(wave: Wave, inputs: dict, parameters: dict, steps: dict, made: dict[str, str]) -> dict[str, object]:
    """The receipt of a release; `made` are the hashes of its files."""
    return {
        "made by": f"{_PROJECT} {version()}",
        "wave": wave.id,
        "released": wave.released.isoformat(),
        "example": wave.example,
        "seed": SEED,
        "parameters": parameters,
        "inputs": inputs,
        "steps": steps,
        "files": made,
    }


def sealed(told: dict[str, object], last: paths.Release) -> str:
    """A receipt as JSON, with the hash of the one before it; a release that is the same follows what that one did."""
    same = _json(told | {"before": told_by(last).get("before", "")})
    if not last.manifest.exists() or last.manifest.read_text("utf-8", errors="replace") == same:
        return same
    return _json(told | {"before": hash_of(last.manifest)})


def _json(told: dict[str, object]) -> str:
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False)


def differences(release: paths.Release) -> dict[str, list[str]]:
    """What is not as the manifest says, by name: files changed, missing and extra; and what is no file at all.

    Nothing but plain files is opened: a link leads elsewhere, and who opens a pipe waits for ever.
    """
    told, found = told_by(release)["files"], _entries(release.folder)
    plain = {name for name, kind in found.items() if not kind} - {release.manifest.name, release.signature.name}
    odd = {kind: sorted(name for name, own in found.items() if own == kind) for kind in (LINK, PIPE, EMPTY)}
    return {
        "changed": [name for name in sorted(plain & told.keys()) if hash_of(release.folder / name) != told[name]],
        "missing": sorted(told.keys() - found.keys()),
        "extra": sorted(plain - told.keys()),
        **odd,
    }


def _entries(folder: Path) -> dict[str, str]:
    """Everything in a folder and below it, by its name from there: why it is no plain file, or "" where it is one."""
    found = {}
    for inside, folders, names in os.walk(folder):
        here = Path(inside)
        for name in (*folders, *names):
            path = here / name
            kind = path.lstat().st_mode
            why = LINK if stat.S_ISLNK(kind) else "" if stat.S_ISREG(kind) else PIPE
            if not stat.S_ISDIR(kind):
                found[path.relative_to(folder).as_posix()] = why
            elif not any(path.iterdir()):
                found[path.relative_to(folder).as_posix()] = EMPTY
    return found


def broken_chain(stand: paths.Shelf) -> list[str]:
    """The names of kept releases that are not what the one after them followed."""
    kept = [paths.Release(folder) for folder in stand.kept]
    line = [*kept, stand.release]
    return [one.folder.name for one, after in itertools.pairwise(line) if not _follows(after, one)]


def _follows(after: paths.Release, one: paths.Release) -> bool:
    """Whether a release came after this one as it says; one whose files were mended has the same receipt.

    One that says nothing is the first in its place, or of an older version.
    """
    own, before = hash_of(one.manifest) if one.manifest.is_file() else "", told_by(after).get("before", "")
    return before in ("", own) or own == hash_of(after.manifest)


def changed(inputs: dict, before: dict) -> list[str]:
    """The kinds of ingredients that are not what they were."""
    return [name for name in inputs if inputs[name] != before.get(name)]


def files(folder: Path) -> list[Path]:
    """Every file in the folder and below it, in an order that no system decides."""
    return sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.as_posix())


def _visible(folder: Path) -> list[Path]:
    """The files of a folder of decisions without the backups of what a run wrote anew."""
    return [path for path in files(folder) if not path.name.startswith(".")]


def _tree(files: Iterable[Path], root: Path) -> str:
    """One hash of these files and their names."""
    kept = [path for path in files if path.is_file()]
    return recipe(sorted([path.relative_to(root).as_posix(), hash_of(path)] for path in kept))


def _code(stages: Iterable[str]) -> str:
    modules = [path for stage in stages for path in (paths.LIBRARY / stage).rglob("*.py")]
    return _tree([paths.LIBRARY / "paths.py", *modules], paths.LIBRARY)


def _earlier_waves(wave: Wave, places: paths.Places, book: Codebook) -> dict[str, dict[str, str]]:
    """The clean tables, register and figures of every wave before this one, where they lie beside this one's."""
    found = {}
    for other in (each for each in book.waves if each.released < wave.released and each.example == wave.example):
        tables = [places.clean.of(other.id).initiatives, places.clean.of(other.id).responses]
        decided = paths.Decisions(places.decisions.folder.parent / other.id)
        kept = (*tables, decided.ids, decided.pairs, decided.definition, places.shelf(other.id).release.figures)
        found[other.id] = {path.name: hash_of(path) for path in kept if path and path.exists()}
    return found


# ---- the steps of a release ----


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
        last, step = self._last, self._told.get("steps", {}).get(name, {})
        if last is None or step.get("recipe") != recipe:
            return False
        if not all(self._is_whole(last.folder / file, file) for file in step["files"]):
            return False
        for file in step["files"]:
            target = self._staging.folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(last.folder / file, target)
        self.record(name, recipe, step["files"])
        return True

    def record(self, name: str, recipe: str, files: Iterable[str]) -> None:
        """Notes that the step was done, with its files by their names in the release."""
        self.done[name] = {"recipe": recipe, "files": list(files)}

    def _is_whole(self, path: Path, file: str) -> bool:
        return path.is_file() and hash_of(path) == self._told["files"].get(file)


def told_by(release: paths.Release) -> dict:
    """What the manifest of a release says; nothing when there is none that can be read, or it is no receipt."""
    if not release.manifest.is_file():  # who opens a pipe waits for ever
        return {}
    told = stored.told(release.manifest)
    return told if isinstance(told.get("files"), dict) else {}
