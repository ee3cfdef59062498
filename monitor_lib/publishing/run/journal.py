"""What a run did, step by step: told while it happens, and kept as JSON beside the private tables."""

import contextlib
import datetime as dt
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field

from monitor_lib import disk, paths
from monitor_lib.publishing.run.workers import Outcome

FILES, PAGES = "Bestanden", "Pagina's"  # the steps whose parts a reader would count


@dataclass
class Step:
    """A part of a run that people see pass: what it does, in how many jobs, which parts were not done
    again, and how the jobs ended.
    """

    words: str
    jobs: int
    reused: list[str] = field(default_factory=list)
    seconds: float = 0
    ended: list[Outcome] = field(default_factory=list)


class Journal:
    """The steps of one run; holds names of areas, faults without values, and times, and no personal data."""

    def __init__(self, tell: Callable[[Step, Outcome | None], None]) -> None:
        """`tell` is called with every step that begins, and again with every job of it that ends."""
        self.steps: list[Step] = []
        self.changed: list[str] = []
        self._tell, self._since = tell, time.monotonic()

    def begin(self, words: str, jobs: int = 1) -> None:
        """A step begins; the one before it is over."""
        self.close()
        self.steps.append(Step(words, jobs))
        self._tell(self.steps[-1], None)

    def end(self, outcome: Outcome) -> None:
        """A job of this step ended."""
        self.steps[-1].ended.append(outcome)
        self._tell(self.steps[-1], outcome)

    def close(self) -> None:
        """The step under way is over."""
        now = time.monotonic()
        if self.steps:
            self.steps[-1].seconds = now - self._since
        self._since = now

    def write(self, clean: paths.Clean, how: str) -> None:
        """One file more in the private folder of logs; `how` the run ended."""
        self.close()
        started = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=sum(step.seconds for step in self.steps))
        told = {
            "started": started.isoformat(timespec="seconds"),
            "ended": how,
            "changed": self.changed,
            "steps": [asdict(step) for step in self.steps],
        }
        name = f"{started:%Y%m%dT%H%M%SZ}-{os.getpid()}.json"
        disk.written(clean.logs / name, json.dumps(told, ensure_ascii=False, indent=1))


@contextlib.contextmanager
def kept(clean: paths.Clean, tell: Callable[[Step, Outcome | None], None]) -> Iterator[Journal]:
    """A journal that is written when the run is over, however it ends; a full disk loses it, and nothing else."""
    journal, how = Journal(tell), "published"
    try:
        yield journal
    except BaseException as error:
        how = type(error).__name__
        raise
    finally:
        with contextlib.suppress(OSError):
            journal.write(clean, how)
