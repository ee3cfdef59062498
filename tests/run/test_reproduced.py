"""Ten published figures, made again from the tables for researchers: without a line of our statistics, and by R."""

import re
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from monitor_lib import paths
from monitor_lib.publishing.private.research import tables
from monitor_lib.reference.question_map import as_asked

WAVE = "voorbeeld"
FIGURE = re.compile(
    r'reken_na\("(?P<label>[^"]+)", (?P<design>\w+),\s+basis = (?P<base>.+),\s+gegeven = (?P<given>.+),\s+'
    r"(?P<value>[\d.]+), (?P<low>[\d.]+), (?P<high>[\d.]+)\)"
)
CONDITION = re.compile(r"lijst\$(\w+) %in% c\(([^)]*)\)")


@pytest.fixture(scope="module")
def made(example_run, book, tmp_path_factory):
    folder = tmp_path_factory.mktemp("research")
    tables.written(book.wave(WAVE), example_run.places, folder, as_asked(book, book.wave(WAVE)))
    return paths.Research(folder, WAVE)


@pytest.fixture(scope="module")
def listed(made):
    table = pd.read_csv(made.codes("csv"))
    return table[table["on_list"]].reset_index(drop=True)


def holds(condition: str, table: pd.DataFrame) -> np.ndarray:
    """What a condition in the script says of each row: any of its parts, of those that are joined by and."""
    found = np.ones(len(table), bool)
    for either in re.findall(r"\(((?:lijst\$\w+ %in% c\([^)]*\)(?: \| )?)+)\)", condition):
        parts = [
            table[column].astype("str").str.lower().isin(re.findall(r"[\w-]+", codes.lower()))
            for column, codes in CONDITION.findall(either)
        ]
        found &= np.logical_or.reduce(parts)
    return found


def dummies(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """A column per category of every margin, and how many on the list are in each."""
    margins = [name.removesuffix("_size") for name in table if name.endswith("_size") and name != "list_size"]
    each = [pd.get_dummies(table[name], dtype=float) for name in margins]
    sizes = [
        table.groupby(name)[f"{name}_size"].first()[columns.columns]
        for name, columns in zip(margins, each, strict=True)
    ]
    return np.hstack(each), np.concatenate(sizes)


def calibrated(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Weights of the country by Newton's method on the equations of calibration, and what is left of 1 per column."""
    columns, goal = dummies(table)
    start, multipliers = table["list_size"] / len(table), np.zeros(columns.shape[1])
    for _ in range(50):
        weights = start.to_numpy() * np.exp(columns @ multipliers)
        short = goal - columns.T @ weights
        multipliers += np.linalg.pinv(columns.T @ (weights[:, None] * columns)) @ short
    assert np.abs(short).max() < 1e-6
    return weights, columns


def variance(table: pd.DataFrame, influence: np.ndarray, design: str) -> float:
    """Of a total of weighted influences: within strata, or of what the margins leave of them."""
    if design == "land":
        weights, columns = calibrated(table)
        own = weights * (influence - columns @ np.linalg.pinv(columns) @ influence)  # equal weights before calibration
        strata, sizes = np.zeros(len(table)), table["list_size"]
    else:
        own, strata, sizes = table["weight_province"].to_numpy() * influence, table["stratum"], table["stratum_size"]
    groups = pd.DataFrame({"own": own, "size": sizes}).groupby(np.asarray(strata))
    return sum((1 - len(one) / one["size"].iloc[0]) * len(one) * one["own"].var() for _, one in groups)


def again(table: pd.DataFrame, figure: dict[str, str]) -> tuple[float, float, float]:
    """A share and its Wilson interval from the table alone."""
    inside, gave = holds(figure["base"], table), holds(figure["given"], table)
    country = figure["design"] == "land"
    weights = (
        calibrated(table)[0]
        if country
        else (table["stratum_size"] / table.groupby("stratum")["stratum"].transform("size")).to_numpy()
    )
    behind = (weights * inside).sum()
    share = (weights * inside * gave).sum() / behind
    spread = variance(table, inside * (gave - share) / behind, figure["design"])
    freedom = len(table) - (1 if country else table["stratum"].nunique())
    t, size = stats.t.ppf(0.975, freedom), share * (1 - share) / spread
    middle = (share + t**2 / (2 * size)) / (1 + t**2 / size)
    half = t * np.sqrt(share * (1 - share) / size + t**2 / (4 * size**2)) / (1 + t**2 / size)
    return share, middle - half, middle + half


def test_the_weights_in_the_table_follow_from_its_sizes(listed):
    sampled = listed.groupby("stratum")["stratum"].transform("size")
    np.testing.assert_allclose(listed["weight_province"], listed["stratum_size"] / sampled, rtol=1e-12)
    np.testing.assert_allclose(listed["weight_country"], calibrated(listed)[0], rtol=1e-8)


def test_ten_published_figures_follow_from_the_table_as_the_script_says(made, listed, example_run, book):
    told = [match.groupdict() for match in FIGURE.finditer(made.r.read_text("utf-8"))]
    assert len(told) == 10
    assert {figure["design"] for figure in told} == {"land", "provincie"}
    published = pd.read_parquet(example_run.release.figures)
    shown = published[published["kind"] == "share"][["value", "low", "high"]].apply(tuple, axis=1)
    for figure in told:
        numbers = tuple(float(figure[name]) for name in ("value", "low", "high"))
        assert numbers in set(shown), figure["label"]
        share, low, high = again(listed, figure)
        assert share == pytest.approx(numbers[0], abs=0.0016), figure["label"]
        assert (low, high) == pytest.approx(numbers[1:], abs=0.0051), figure["label"]


def r_has_survey() -> bool:
    program = 'stopifnot(packageVersion("survey") >= "4.5")'
    return (
        bool(shutil.which("Rscript")) and not subprocess.run(["Rscript", "-e", program], capture_output=True).returncode
    )


@pytest.mark.skipif(not r_has_survey(), reason="R with its package survey 4.5 is not here")
def test_r_finds_them_too(made):
    done = subprocess.run(["Rscript", made.r.name], cwd=made.folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("TRUE") == 10
