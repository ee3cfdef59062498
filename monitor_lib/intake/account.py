"""The account of the lists: per network and per province what became of every delivered row, and what changed."""

from collections.abc import Mapping
from pathlib import PurePath

import pandas as pd

from monitor_lib.reference import geography
from monitor_lib.reference.codebook_records import OTHER_LISTS, Codebook

STATUS_WORDS = {
    "used": "gebruikt",
    "double": "dubbel",
    "outside": "buiten de definitie",
    "unusable": "niet bruikbaar",
}
STATUSES = list(STATUS_WORDS)
NOWHERE = "onbekend"
_CHANGES = ["new", "gone", "moved"]
_COUNTS = ["delivered", *STATUSES, "initiatives", "undecided", "municipalities", "all_municipalities", *_CHANGES]


def account(
    rows: pd.DataFrame, initiatives: pd.DataFrame, provinces: Mapping, undecided: frozenset[str], book: Codebook
) -> pd.DataFrame:
    """One row for the country, per province and per network: counts and names from the codebook only.

    Then a row per municipality with at least one initiative, which says no more than that: all its counts are empty.
    `delivered` = `used` + `double` + `outside` + `unusable`, in every other row. A row of which the province is not
    known stands under "onbekend", a list that bears no network's name under "overig". `initiatives` counts those that
    a network has on its list, also where another list's row is the one used; `undecided` those of which a test of the
    definition waits for an answer. `new`, `gone` and `moved` are empty until `compared`.

    Args:
        rows: the account of every delivered row.
        initiatives: one row per initiative.
        provinces: the PV code of a delivered row, by its place.
        undecided: ids of initiatives.
        book: gives the names.
    """
    places = zip(rows["file"], rows["sheet"], rows["row"], strict=True)
    marked = rows.assign(
        country="NL",
        province=[provinces.get(place) or NOWHERE for place in places],
        network=[book.network(PurePath(file).stem).id for file in rows["file"]],
    )
    lines = [
        {"level": level, "id": code, "name": name, **_counts(marked[marked[level] == code], undecided)}
        for level, names in _names(book).items()
        for code, name in names.items()
        if code not in (NOWHERE, OTHER_LISTS.id) or (marked[level] == code).any()
    ]
    table = pd.DataFrame(lines, columns=["level", "id", "name", *_COUNTS]).astype(dict.fromkeys(_COUNTS, "Int64"))
    return _covered(table, initiatives)


def _names(book: Codebook) -> dict[str, dict[str, str]]:
    """What each row is called; never by a file's name, which may be anything."""
    return {
        "country": {"NL": book.area("NL").name},
        "province": {area.code: area.name for area in book.provinces} | {NOWHERE: "Provincie onbekend"},
        "network": {network.id: network.name for network in (*book.networks, OTHER_LISTS)},
    }


def _counts(rows: pd.DataFrame, undecided: frozenset[str]) -> dict[str, int]:
    inside = set(rows.loc[rows["status"].isin(["used", "double"]), "initiative_id"])
    found = rows["status"].value_counts()
    return {
        "delivered": len(rows),
        **{status: int(found.get(status, 0)) for status in STATUSES},
        "initiatives": len(inside),
        "undecided": len(inside & undecided),
    }


def _covered(table: pd.DataFrame, initiatives: pd.DataFrame) -> pd.DataFrame:
    """With how many municipalities there are and have an initiative, and a row for each of the latter."""
    every = geography.municipalities()
    known = set(initiatives["municipality"].dropna())
    reached = [town for town in every if town.code in known]
    columns = {"municipalities": reached, "all_municipalities": every}
    counted = table.assign(
        **{name: _spread(table, pd.Series([town.province for town in towns])) for name, towns in columns.items()}
    )
    lines = [{"level": "municipality", "id": town.code, "name": town.name} for town in reached]
    towns = pd.DataFrame(lines, columns=counted.columns).astype(counted.dtypes)
    return pd.concat([counted, towns], ignore_index=True)


def _spread(table: pd.DataFrame, provinces: pd.Series) -> pd.Series:
    """How many of these there are per province and in the country; nothing for a network or a municipality."""
    found = provinces.value_counts()
    counts = {"NL": len(provinces), **{code: int(found.get(code, 0)) for code in table["id"] if code.startswith("PV")}}
    return table["id"].map(counts).where(table["level"].isin(["country", "province"])).astype("Int64")


def compared(account: pd.DataFrame, initiatives: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """The account with what is new, gone and moved to another municipality, per province and in the country.

    Args:
        account: of this wave.
        initiatives: of this wave.
        before: the initiatives of the wave before; None when there is none to compare with.
    """
    if before is None:
        return account
    now, then = initiatives.set_index("initiative_id"), before.set_index("initiative_id")
    stayed = now.index.intersection(then.index)
    towns = now.loc[stayed, "municipality"], then.loc[stayed, "municipality"]
    moved = stayed[(towns[0] != towns[1]) & towns[0].notna() & towns[1].notna()]
    changes = {
        "new": now["province"].drop(stayed),
        "gone": then["province"].drop(stayed),
        "moved": now.loc[moved, "province"],
    }
    return account.assign(**{name: _spread(account, provinces) for name, provinces in changes.items()})
