"""The account of the lists: per network and per province what became of every delivered row, and what changed."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from monitor_lib.reference.areas.inhabitants import inhabitants
from monitor_lib.reference.areas.municipalities import municipalities_called, municipalities_in
from monitor_lib.reference.records import OTHER_LISTS, Codebook
from monitor_lib.reference.text.language import later

STATUS_WORDS = {
    "used": "gebruikt",
    "double": "dubbel",
    "outside": "buiten de definitie",
    "unusable": "niet bruikbaar",
}
STATUSES = list(STATUS_WORDS)
NOWHERE = "onbekend"
_CHANGES = ["new", "gone", "moved"]
_REACH = ["municipalities", "all_municipalities", "inhabitants", "inhabitants_year", "per_initiative"]
_COUNTS = ["delivered", *STATUSES, "initiatives", "undecided", "on_authority", *_REACH, *_CHANGES]


@dataclass(frozen=True)
class Judged:
    """The ids of initiatives that a person judged, and of those that wait for that as something speaks against them."""

    decided: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()


def account(rows: pd.DataFrame, provinces: Mapping, judged: Judged, book: Codebook) -> pd.DataFrame:
    """One row for the country, per province and per network: counts and names from the codebook only.

    `delivered` = `used` + `double` + `outside` + `unusable`, in every row. A row of which the province is not
    known stands under "onbekend", a list that bears no network's name under "overig". `initiatives` counts those that
    a network has on its list, also where another list's row is the one used; `undecided` those that wait for a
    person, as something speaks against them, `on_authority` those that nobody judged and against which nothing speaks:
    they count on the authority of their network. Municipalities are empty until `covered`, inhabitants until `reach`,
    and `new`, `gone` and `moved` until `compared`.

    Args:
        rows: the account of every delivered row.
        provinces: the PV code of a delivered row, by its place.
        judged: what people decided about the definition.
        book: gives the names.
    """
    places = zip(rows["file"], rows["sheet"], rows["row"], strict=True)
    marked = rows.assign(
        country=book.country.code,
        province=[provinces.get(place) or NOWHERE for place in places],
        network=[book.network(name).id for name in rows["network"]],
    )
    lines = [
        {"level": level, "id": code, "name": name, **_counts(marked[marked[level] == code], judged)}
        for level, names in _names(book).items()
        for code, name in names.items()
        if code not in (NOWHERE, OTHER_LISTS.id) or (marked[level] == code).any()
    ]
    return pd.DataFrame(lines, columns=["level", "id", "name", *_COUNTS]).astype(dict.fromkeys(_COUNTS, "Int64"))


def _names(book: Codebook) -> dict[str, dict[str, str]]:
    """What each row is called; never by a file's name, which may be anything."""
    return {
        "country": {book.country.code: book.country.name},
        "province": {area.code: area.name for area in book.provinces} | {NOWHERE: later("Provincie onbekend")},
        "network": {network.id: network.name for network in (*book.networks, OTHER_LISTS)},
    }


def _counts(rows: pd.DataFrame, judged: Judged) -> dict[str, int]:
    inside = set(rows.loc[rows["status"].isin(["used", "double"]), "initiative_id"])
    found = rows["status"].value_counts()
    return {
        "delivered": len(rows),
        **{status: int(found.get(status, 0)) for status in STATUSES},
        "initiatives": len(inside),
        "undecided": len(inside & judged.doubtful - judged.decided),
        "on_authority": len(inside - judged.decided - judged.doubtful),
    }


def covered(account: pd.DataFrame, initiatives: pd.DataFrame, year: int) -> pd.DataFrame:
    """The account with how many municipalities of a year there are and have an initiative, and a row for each of those.

    Such a row says no more than that: all its counts are empty. An initiative of which only the municipality of today
    is known counts where that was one in the year too.
    """
    provinces = set(account.loc[account["level"] == "province", "id"])
    every = [town for town in municipalities_in(year) if town.province in provinces]
    known = set(initiatives["municipality"].dropna())
    reached = [town for town in every if town.code in known]
    columns = {"municipalities": reached, "all_municipalities": every}
    counted = account.assign(
        **{name: _spread(account, pd.Series([town.province for town in towns])) for name, towns in columns.items()}
    )
    lines = [{"level": "municipality", "id": town.code, "name": town.name} for town in reached]
    towns = pd.DataFrame(lines, columns=counted.columns).astype(counted.dtypes)
    return pd.concat([counted, towns], ignore_index=True)


def _spread(table: pd.DataFrame, provinces: pd.Series) -> pd.Series:
    """How many of these there are per province and in the country; nothing for a network or a municipality."""
    found = provinces.value_counts()
    counts = table["id"].map(found).fillna(0).mask(table["level"] == "country", len(provinces))
    return counts.where(table["level"].isin(["country", "province"])).astype("Int64")


def reach(account: pd.DataFrame, year: int) -> pd.DataFrame:
    """The account with how many people live in the country and each province, and how many that is per initiative.

    Of the year itself or else the nearest with figures, which `inhabitants_year` names.
    """
    known = inhabitants(year)
    people = account["id"].map(known.counts).astype("Int64")
    counted = account["initiatives"].mask(account["initiatives"] == 0)
    return account.assign(
        inhabitants=people,
        inhabitants_year=pd.Series(known.year, account.index, dtype="Int64").mask(people.isna()),
        per_initiative=(people / counted).round().astype("Int64"),
    )


def compared(account: pd.DataFrame, initiatives: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """The account with what is new, gone and moved to another municipality, per province and in the country.

    Nothing moves when its municipality merges with another: only where the two share no municipality of today.

    Args:
        account: of this wave.
        initiatives: of this wave.
        before: the initiatives of the wave before; None when there is none to compare with.
    """
    if before is None:
        return account
    now, then = initiatives.set_index("initiative_id"), before.set_index("initiative_id")
    stayed = now.index.intersection(then.index)
    towns = zip(now.loc[stayed, "municipality"], then.loc[stayed, "municipality"], strict=True)
    moved = stayed[[_apart(town, earlier) for town, earlier in towns]]
    changes = {
        "new": now["province"].drop(stayed),
        "gone": then["province"].drop(stayed),
        "moved": now.loc[moved, "province"],
    }
    return account.assign(**{name: _spread(account, provinces) for name, provinces in changes.items()})


def _apart(town: str, earlier: str) -> bool:
    """Whether two municipalities, each of its own year, have nothing in common today; not where one is unknown."""
    if pd.isna(town) or pd.isna(earlier):
        return False
    return not set(municipalities_called(town)) & set(municipalities_called(earlier))
