"""How many changes of one operator, number or condition in the figures and the matching rules do their tests notice?

Cosmic Ray makes the changes, in a copy of the project: per module a sample of its places with a fixed seed, at each
place one of the changes that it knows there. Sessions stay in FOLDER, so that a run that was stopped goes on where it
was. Which changes nobody noticed, and why those change nothing: docs/mutations.md.
Use: .venv/bin/python benchmarks/mutation.py FOLDER [PLACES [MODULE ...]], with cosmic-ray on the path.
"""

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

SEED, PLACES, SECONDS = 2026, 25, 120
# Of what type things are; what would only stop a mistake of ours.
NO_FIGURES = re.compile(r"^@dataclass|\| None\b"), re.compile(r"\bstrict=True")
ROOT = Path(__file__).parents[1]
FIGURES, MATCHING = "monitor_lib/figures", "monitor_lib/intake/matching"
OF_FIGURES = ("golden", "method", "figures")
# Only files in which the module is meant to be held: the fastest that fail stand first.
TESTS = {
    f"{FIGURES}/respondents/answers.py": ("respondents", *OF_FIGURES),
    f"{FIGURES}/respondents/design.py": OF_FIGURES,
    f"{FIGURES}/respondents/weighting.py": ("respondents", *OF_FIGURES),
    f"{FIGURES}/respondents/representativity.py": ("representativity",),
    f"{FIGURES}/estimates/estimation.py": OF_FIGURES,
    f"{FIGURES}/estimates/quantities.py": (*OF_FIGURES, "disclosure"),
    f"{FIGURES}/estimates/association.py": ("golden", "exploring"),
    f"{FIGURES}/estimates/pooling.py": ("pooling",),
    f"{FIGURES}/estimates/granularity.py": ("published", "figures"),
    f"{FIGURES}/differences/significance.py": OF_FIGURES,
    f"{FIGURES}/differences/comparison.py": OF_FIGURES,
    f"{FIGURES}/differences/families.py": ("power", "trend", *OF_FIGURES),
    f"{FIGURES}/differences/power.py": ("power",),
    f"{FIGURES}/secrecy/suppression.py": ("disclosure",),
    f"{FIGURES}/secrecy/disclosure.py": ("disclosure", "power", "figures", "trend"),
    f"{FIGURES}/secrecy/audit.py": ("disclosure",),
    f"{FIGURES}/fieldwork/forecast.py": ("forecast",),
    f"{FIGURES}/aggregation.py": (*OF_FIGURES, "participation", "disclosure", "power"),
    f"{FIGURES}/participation.py": ("participation",),
    f"{FIGURES}/history.py": ("trend", "golden", "question_map"),
    f"{FIGURES}/exploring.py": ("exploring", "pooling"),
    f"{MATCHING}/likeness.py": ("likeness", "linkage", "borders"),
    f"{MATCHING}/pairs.py": ("clustering", "likeness", "linkage", "borders"),
    f"{MATCHING}/clustering.py": ("clustering", "linkage", "borders"),
}


def copied(folder: Path) -> Path:
    """The project as git knows it, and as it lies here now: changes are made in a copy."""
    shutil.rmtree(folder, ignore_errors=True)
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    for name in names:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def command(module: str) -> list[str]:
    files = [f"tests/unit/test_{name}.py" for name in TESTS[module]]
    return [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", *files]


def cosmic_ray(what: str, config: Path, session: Path, project: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(["cosmic-ray", what, config, session], cwd=project, env=environment, check=True)


def begun(module: str, places: int, folder: Path, project: Path) -> tuple[Path, Path]:
    """The configuration and session of a module, with a sample of its places."""
    stem = module.replace("/", ".").removesuffix(".py")
    config, session = folder / f"{stem}.toml", folder / f"{stem}.sqlite"
    if not session.exists():
        told = f"module-path = {json.dumps(module)}\ntimeout = {SECONDS}.0\nexcluded-modules = []\n"
        told += f'test-command = {json.dumps(" ".join(command(module)))}\ndistributor.name = "local"\n'
        config.write_text(f"[cosmic-ray]\n{told}", "utf-8")
        cosmic_ray("init", config, session, project)
        sampled(session, places, random.Random(f"{SEED} {module}"), (project / module).read_text("utf-8").splitlines())
    return config, session


def sampled(session: Path, places: int, draw: random.Random, lines: list[str]) -> None:
    """Leaves in a session so many places of which figures may depend, and one change at each."""
    with sqlite3.connect(session) as base:
        ordered = "start_pos_row, start_pos_col, operator_name, operator_args, occurrence"
        at: dict[tuple, list[str]] = {}
        for job, row, column, operator in base.execute(
            f"select job_id, start_pos_row, start_pos_col, operator_name from mutation_specs order by {ordered}"
        ):
            types, guards = NO_FIGURES
            guarded = operator == "core/ReplaceTrueWithFalse" and guards.search(lines[row - 1])
            if not types.search(lines[row - 1]) and not guarded:
                at.setdefault((row, column), []).append(job)
        chosen = [draw.choice(at[place]) for place in draw.sample(sorted(at), min(places, len(at)))]
        marks = ",".join("?" * len(chosen))
        for table in ("mutation_specs", "work_items"):
            base.execute(f"delete from {table} where job_id not in ({marks})", chosen)


def told(module: str, session: Path) -> tuple[int, int]:
    """Prints which changes of a module nobody noticed; how many were noticed, and how many there were."""
    with sqlite3.connect(session) as base:
        results = base.execute(
            "select test_outcome, start_pos_row, diff from work_results join mutation_specs using (job_id) order by 2"
        ).fetchall()
    missed = [(row, diff) for outcome, row, diff in results if outcome == "SURVIVED"]
    print(f"{module}: {len(results) - len(missed)} of {len(results)} noticed", flush=True)
    for row, diff in missed:
        lines = [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
        print(f"  line {row}:", *lines, sep="\n    ", flush=True)
    return len(results) - len(missed), len(results)


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    places = int(sys.argv[2]) if len(sys.argv) > 2 else PLACES
    project = copied(folder / "project")
    counts = []
    for module in sys.argv[3:] or TESTS:
        environment = os.environ | {"PYTHONPATH": str(project)}
        subprocess.run(command(module), cwd=project, env=environment, check=True, stdout=subprocess.DEVNULL)
        config, session = begun(module, places, folder, project)
        cosmic_ray("exec", config, session, project)
        counts.append(told(module, session))
    noticed, made = map(sum, zip(*counts, strict=True))
    print(f"all: {noticed} of {made} noticed, {noticed / made:.1%}")


if __name__ == "__main__":
    main()
