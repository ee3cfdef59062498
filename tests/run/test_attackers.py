"""How hidden figures were recovered once, tried again on what is published now, and on what was published then."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from monitor_lib.figures import aggregation
from monitor_lib.figures.respondents.design import response_groups
from monitor_lib.figures.secrecy import audit, disclosure
from monitor_lib.publishing.data import columns
from monitor_lib.reference.question_map import as_asked

_ROUNDING = 0.0005 + 1e-9


class Attacker:
    """Who reads a figures table, knows the method, and takes what stands beside a province's share for the rest's.

    The share of the rest is sum(a k) / sum(a n) over the other provinces, with a the weight of their response group;
    a, n and the counts k of provinces that are shown follow from what is published.
    """

    def __init__(self, figures: pd.DataFrame, book):
        self.figures, self.book = figures[figures["kind"] == "share"], book
        listed = figures[(figures["indicator"] == "initiatives")].set_index("area")["value"]
        answered = figures[(figures["indicator"] == "responses")].set_index("area")["value"].astype(int)
        self.provinces = [area.code for area in book.provinces]
        parts = {area.code: area.parent for area in book.provinces}
        groups = response_groups(answered[self.provinces].to_dict(), parts, book.publication.hidden_below)
        group = pd.Series(groups)
        sizes = {name: [each for each in self.provinces if group[each] == name] for name in set(groups.values())}
        self.weight = {
            code: listed[sizes[group[code]]].sum() / answered[sizes[group[code]]].sum() for code in self.provinces
        }

    def recovered(self) -> dict[tuple[str, str, str], int]:
        """Every hidden count that can have one value only, by area, question and answer."""
        found = {}
        for key, rows in self.figures[self.figures["area"].isin(self.provinces)].groupby(["indicator", "answer"]):
            rows = rows.set_index("area")
            if rows["hidden"].any() and rows["reference"].notna().any():
                found |= {(area, *key): count for area, count in self._single(rows).items()}
        return found

    def _single(self, rows: pd.DataFrame) -> dict[str, int]:
        known = (rows["value"] * rows["respondents"]).round()
        secret = [area for area in rows.index if rows.loc[area, "hidden"] and rows.loc[area, "respondents"] > 0]
        weights = pd.Series(self.weight)[rows.index]
        lines, least, most = [], [], []
        for area, reference in rows["reference"].dropna().items():
            others = rows.index != area
            behind = (weights * rows["respondents"])[others].sum()
            shown = (weights * known)[others & ~rows["hidden"]].sum()
            lines.append(weights[secret].to_numpy())
            least.append((reference - _ROUNDING) * behind - shown)
            most.append((reference + _ROUNDING) * behind - shown)
        constraint = LinearConstraint(np.array(lines), least, most)
        bounds = Bounds(0, rows.loc[secret, "respondents"].to_numpy())
        goals = np.vstack([np.eye(len(secret)), -np.eye(len(secret))])
        ends = []
        for goal in goals:
            end = milp(goal, integrality=np.ones(len(secret)), bounds=bounds, constraints=constraint)
            if not end.success:  # what the attacker takes the figures for, they are not
                return {}
            ends.append(np.round(end.x).astype(int))
        least, most = (np.diag(np.array(half)) for half in (ends[: len(secret)], ends[len(secret) :]))
        return {area: int(low) for area, low, high in zip(secret, least, most, strict=True) if low == high}


@pytest.fixture(scope="module", params=["voorbeeld", "voorbeeld2"])
def wave(request, example_run, second_run, book):
    """A wave of the example: its codebook, its clean tables, and its figures as they are published."""
    run = {"voorbeeld": example_run, "voorbeeld2": second_run}[request.param]
    held, clean = book.wave(request.param), run.places.clean
    figures = pd.read_parquet(run.release.figures)
    own = figures[(figures["wave"] == held.id) & (figures["kind"] != "change")].reset_index(drop=True)
    return as_asked(book, held), held, pd.read_parquet(clean.initiatives), pd.read_parquet(clean.responses), own


def counted(wave) -> pd.DataFrame:
    book, _, initiatives, responses, _ = wave
    return audit.tally(initiatives, responses, book).set_index(["area", "indicator", "answer"])["count"]


def won(wave, found) -> list:
    """Of the counts that an attacker believes to know those that are so, and not nothing."""
    counts = counted(wave)
    return [key for key, count in found.items() if count == counts.get(key, 0) > 0]


def by_chance(wave, found) -> float:
    """How many of his counts he would have right, in all but one of a hundred cases, had he dealt them at random."""
    counts, dice = counted(wave), np.random.default_rng(1)
    true = np.array([counts.get(key, 0) for key in found])
    dealt = dice.permuted(np.tile(list(found.values()), (10_000, 1)), axis=1)
    return float(np.quantile(((dealt == true) & (true > 0)).sum(axis=1), 0.99))


def test_nothing_follows_from_what_stands_beside_the_provinces(wave):
    """What stands there is no function of hidden counts: whoever takes it for one is mostly wrong.

    Of the counts that he believes to know a few are right, as hidden counts are small: no more than by chance.
    """
    book, *_, figures = wave
    believed = Attacker(figures, book).recovered()
    assert len(won(wave, believed)) <= by_chance(wave, believed)
    assert by_chance(wave, believed) < len(believed) / 2


def test_the_share_of_the_rest_as_it_was_told_before_gave_hidden_counts_away(wave):
    """The planted leak: the reference that was published once, computed with every hidden answer in it."""
    book, held, initiatives, responses, published = wave
    made = aggregation.figures(initiatives, responses, book, held)
    keys = ["area", "indicator", "answer", "kind"]
    exact = made[[*keys, "reference"]].assign(reference=audit.thousandths(made["reference"]))
    planted = published.drop(columns="reference").merge(exact, on=keys, how="left")
    assert len(won(wave, Attacker(planted, book).recovered())) >= 20


def test_the_audit_finds_nothing_in_what_is_published(wave):
    book, _, initiatives, responses, figures = wave
    assert audit.recovered(figures, audit.tally(initiatives, responses, book), book) == []


def test_what_the_audit_cannot_answer_counts_as_found_and_no_clock_decides(wave, monkeypatch):
    """Or what is hidden would depend on how busy the machine is, and differ from release to release."""
    book, _, initiatives, responses, figures = wave
    asked = []

    def unanswered(*_, options, **__):
        asked.append(options.keys())
        return OptimizeResult(x=None)

    monkeypatch.setattr(audit, "milp", unanswered)
    assert len(audit.recovered(figures, audit.tally(initiatives, responses, book), book)) > 100
    assert {*map(tuple, asked)} == {("node_limit",)}


def test_no_sensitive_question_tells_of_all_of_a_small_group(wave):
    book, *_, figures = wave
    sensitive = [question.id for question in book.questions if question.sensitivity == "sensitive"]
    shown = figures[figures["indicator"].isin(sensitive) & ~figures["hidden"]]
    small = shown[shown["respondents"] < book.publication.class_b_respondents]
    assert len(shown) > 0
    assert ((small["value"] > 0) & (small["value"] < 1)).all()


@pytest.mark.parametrize(
    ("counts", "base", "hidden"),
    [
        ([10, 9], 19, False),
        ([19, 0], 19, True),
        ([20, 0], 20, False),
        ([15, 4], 19, True),
        ([14, 5], 19, False),
        ([30, 4], 34, True),
        ([29, 5], 34, False),
    ],
)
def test_few_and_all_of_a_small_group_are_hidden_in_a_sensitive_question(book, counts, base, hidden):
    assert disclosure.gives_away(np.array(counts), base, book.publication) is hidden


def test_every_column_that_everyone_may_download_says_what_it_tells():
    told = {column.name: column.tells for table in columns.tables().values() for column in table.columns}
    assert all(told.values())
    figures = {column.name: column.tells for column in columns.tables()["figures"].columns}
    of_published = {name for name, tells in figures.items() if tells == "published figures alone"}
    assert of_published == {"reference", "detectable", "scenario_low", "scenario_high"}

    telling = {name for name, tells in figures.items() if tells != "nothing hidden"}
    assert telling >= {"value", "low", "high", "compared", "p_adjusted"}


def test_what_is_told_of_published_figures_alone_can_be_made_of_them_again(wave):
    """Whatever stands under a hidden figure: with that blotted out, every such column comes out the same."""
    book, *_, figures = wave
    told = ["detectable", "scenario_low", "scenario_high"]
    shown = ~figures["hidden"]
    again = disclosure.published(figures.drop(columns=told), book)
    pd.testing.assert_frame_equal(again.loc[shown, told], figures.loc[shown, told])
    assert figures.loc[~shown, told].isna().all(axis=None)


def bases(**respondents) -> pd.DataFrame:
    rows = [("w", "q23", area, count) for area, count in respondents.items()]
    return pd.DataFrame(rows, columns=["wave", "indicator", "area", "respondents"])


@pytest.mark.parametrize(("now", "found"), [(25, False), (26, True), (29, True), (30, False), (24, True), (20, False)])
def test_a_release_is_not_to_be_subtracted_from_the_one_before(book, now, found):
    table = bases(PV20=now).assign(hidden=False, kind="share")
    assert disclosure.subtractable(table, bases(PV20=25), book) == ({"q23": {"PV20"}} if found else {})
    assert disclosure.subtractable(table.assign(hidden=True), bases(PV20=25), book) == {}


def test_what_was_shown_in_any_earlier_release_counts(book):
    table = bases(PV20=28).assign(hidden=False, kind="share")
    assert disclosure.subtractable(table, pd.concat([bases(PV20=40), bases(PV20=26)]), book) == {"q23": {"PV20"}}


def test_a_question_that_is_not_sensitive_may_grow_by_one(book):
    table = bases(PV20=26).assign(hidden=False, kind="share", indicator="q12")
    assert disclosure.subtractable(table, bases(PV20=25).assign(indicator="q12"), book) == {}
