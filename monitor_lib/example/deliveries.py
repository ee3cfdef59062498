"""Example deliveries: invented lists and answers, drawn from the codebook with a seed.

The same seed gives the same bytes. Everything that is made up stands in data/example.toml.
"""

import shutil
import tempfile
from pathlib import Path

import numpy as np

from monitor_lib import disk, paths
from monitor_lib.example.answers import Fieldwork, fieldwork, write_answers
from monitor_lib.example.chances import Dice, Example, load
from monitor_lib.example.initiatives import Initiative, initiatives, initiatives_after
from monitor_lib.example.lists import write_lists
from monitor_lib.reference.records import Codebook, Wave


def ensure_deliveries(delivered: paths.Delivered, book: Codebook, wave: Wave) -> bool:
    """Writes the example of a wave if nothing was delivered yet, all or nothing; says whether it wrote."""
    if any(path.is_file() for path in delivered.folder.rglob("*")):
        return False
    disk.private(delivered.folder)
    with tempfile.TemporaryDirectory(dir=delivered.folder.parent) as folder:
        staged = paths.Delivered(Path(folder))
        write_deliveries(staged, book, wave)
        shutil.rmtree(delivered.folder)
        disk.private(delivered.folder)
        disk.closed(staged.folder)
        staged.inventory.rename(delivered.inventory)
        staged.survey.rename(delivered.survey)
    return True


def write_deliveries(delivered: paths.Delivered, book: Codebook, wave: Wave, seed: int | None = None) -> None:
    """Writes the lists of all networks and the export of the survey; without a seed, the one of data/example.toml."""
    example = load(book, wave)
    truth, done = _drawn(book, example, seed)
    delivered.inventory.mkdir(parents=True, exist_ok=True)
    delivered.survey.mkdir(parents=True, exist_ok=True)
    write_lists(example, truth, delivered, _dice(example, seed)[1])
    write_answers(example, done, delivered)


def true_initiatives(book: Codebook, wave: Wave, seed: int | None = None) -> list[Initiative]:
    """The initiatives behind the deliveries of this seed: what a perfect reading of the lists would find."""
    return _drawn(book, load(book, wave), seed)[0]


def _drawn(book: Codebook, example: Example, seed: int | None = None) -> tuple[list[Initiative], Fieldwork]:
    """The initiatives of a wave and its survey; of a later wave, out of those of the wave before."""
    first, _, answers = _dice(example, seed)
    if "after" not in example.habits:
        truth = initiatives(example, first)
        return truth, fieldwork(example, truth, answers)
    earlier, done = _drawn(book, load(book, book.wave(example.habits["after"])))
    truth = initiatives_after(example, earlier, first)
    return truth, fieldwork(example, truth, answers, done.answers)


def _dice(example: Example, seed: int | None) -> list[Dice]:
    """Dice of their own for initiatives, lists and answers, so that a change in one leaves the others as they are."""
    generator = np.random.default_rng(example.habits["seed"] if seed is None else seed)
    return [Dice(part) for part in generator.spawn(3)]
