"""How a survey that is still held stands: who on the lists answered, how far and when, and whom to remind. Private."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from monitor_lib import paths
from monitor_lib.intake.fieldwork import invitations
from monitor_lib.intake.fieldwork.understood import Understood, dates, understood
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.reading import begun
from monitor_lib.intake.survey.cleaning import cleaned_survey, recognised
from monitor_lib.intake.wave import checked_survey, lists_as_one
from monitor_lib.reference.records import Codebook, Wave

UNTOUCHED = -1  # the step of who did not begin
_REMINDED = ("initiative_id", "naam", "plaats", "hoe ver", "uitgenodigd")


@dataclass(frozen=True)
class Standing:
    """A survey as it stands.

    `initiatives` has one row per initiative on the lists: initiative_id, name, place, province, networks (ids joined by
    "|"), form, start_year, `step` (UNTOUCHED, or the highest part of the questionnaire that was finished), `day` (of
    its last answer), `invited`, and `asked` (not ended, and not asked to be left alone). `responses` are the clean
    answers, `understood` how each question of the export was read, `questions` what is not certain of its dates;
    `listed_files` are those of the lists.
    """

    initiatives: pd.DataFrame
    responses: pd.DataFrame
    faults: pd.DataFrame
    understood: list[Understood]
    questions: list[str]
    parts: tuple[int, ...]
    listed_files: frozenset[str]

    @property
    def answered(self) -> pd.Series:
        """Which initiatives count as having answered: those that finished the first part."""
        return self.initiatives["step"] >= self.parts[0]

    @property
    def errors(self) -> list[Fault]:
        """The errors among the faults."""
        told = self.faults[self.faults["severity"] == "error"].to_dict("records")
        return [Fault(**{str(name): value for name, value in line.items()}) for line in told]

    @property
    def first_day(self) -> dt.date | None:
        """The day of the first answer of all."""
        return _day(self.responses["moment"].min())

    @property
    def last_day(self) -> dt.date | None:
        """The day of the last answer of all: until then this is how it stands."""
        return _day(self.responses["moment"].max())


def standing(delivered: paths.Delivered, book: Codebook, decided: paths.Decisions, held: Wave) -> Standing:
    """How the survey of a wave stands, from its lists and an export; nothing is written.

    Errors in the deliveries are among its faults, beside all that could be read.

    Raises:
        DeliveryError: where the ledger of invitations cannot be read.
    """
    reading = begun(delivered, book, held, decided)
    lists = lists_as_one(reading.lists.result(), book, decided, held)
    wave, ledger = checked_survey(reading, lists, book), invitations.known(decided, book.waves_before(held))
    sheets, _ = reading.survey.result()
    exports, _ = recognised(sheets, book, reading.tool)
    unasked = invitations.left_out(lists, ledger, book).all
    found = wave.initiatives.merge(_steps(wave.responses), "left", "initiative_id")
    networks = found["networks"].map(
        lambda files: "|".join(dict.fromkeys(book.network(one).id for one in files.split("|")))
    )
    columns = ["initiative_id", "name", "place", "province", "networks", "form", "start_year", "step", "day"]
    told = found.assign(networks=networks, step=found["step"].fillna(UNTOUCHED).astype("int64"))[columns]
    tokens = {line["initiative_id"] for line in ledger if line["token"]}
    return Standing(
        told.assign(invited=told["initiative_id"].isin(tokens), asked=~told["initiative_id"].isin(unasked)),
        wave.responses,
        wave.faults,
        understood(exports, cleaned_survey(sheets, book, reading.tool).rows, book),
        list(dates(exports)),
        tuple(sorted({question.part for question in book.questions})),
        frozenset(wave.rows["file"]),
    )


def _steps(responses: pd.DataFrame) -> pd.DataFrame:
    """How far each initiative on the list came, and the day of its answer."""
    listed = responses[responses["initiative_id"].notna()]
    return pd.DataFrame(
        {"initiative_id": listed["initiative_id"], "step": listed["finished"], "day": listed["moment"].dt.normalize()}
    )


def _day(moment: pd.Timestamp) -> dt.date | None:
    return None if pd.isna(moment) else moment.date()


def steps(parts: tuple[int, ...]) -> dict[int, str]:
    """How far one can be, in words, from not begun to sent in."""
    between = {part: f"deel {part} af" for part in parts[:-1]}
    return {UNTOUCHED: "niet begonnen", 0: "begonnen", **between, parts[-1]: "klaar"}


def per_province(found: Standing, book: Codebook) -> pd.DataFrame:
    """One row per province and one for the country: initiatives on the list, and how many of them are how far."""
    names = {area.code: area.name for area in book.provinces}
    return _counted(found, found.initiatives["province"].map(names), [*names.values()], book)


def per_network(found: Standing, book: Codebook) -> pd.DataFrame:
    """One row per network and one for the country, as `per_province`; who is on two lists counts for both."""
    names = {network.id: network.name for network in (*book.networks, book.other_lists)}
    each = found.initiatives["networks"].str.split("|").explode().map(names)
    return _counted(found, each, [name for name in names.values() if (each == name).any()], book)


def _counted(found: Standing, groups: pd.Series, names: list[str], book: Codebook) -> pd.DataFrame:
    words = steps(found.parts)
    how_far = found.initiatives["step"].map(words)
    counts = pd.crosstab(groups.to_numpy(), how_far.loc[groups.index].to_numpy())
    counts = counts.reindex(index=names, columns=[*words.values()], fill_value=0)
    counts.loc[book.country.title] = how_far.value_counts().reindex([*words.values()], fill_value=0)
    counts.insert(0, "op de lijst", counts.sum(axis=1))
    answered = counts[[words[part] for part in found.parts]].sum(axis=1)
    return counts.assign(antwoorden=answered).rename_axis(index=None, columns=None)


def per_day(found: Standing) -> pd.DataFrame:
    """One row per day from the first answer to the last: initiatives that answered, and all so far."""
    days = found.initiatives.loc[found.answered, "day"].dropna().value_counts()
    if found.first_day is None or found.last_day is None:
        return pd.DataFrame({"antwoorden": [], "samen": []}, dtype="int64")
    every = pd.date_range(found.first_day, found.last_day)
    counts = days.reindex(every, fill_value=0).rename_axis(index=None)
    return pd.DataFrame({"antwoorden": counts, "samen": counts.cumsum()})


def to_remind(found: Standing) -> dict[str, list[decisions.Line]]:
    """By network the initiatives that did not send in their answers: all that are asked, however far they are."""
    words = steps(found.parts)
    lines: dict[str, list[decisions.Line]] = {}
    waiting = found.initiatives[found.initiatives["asked"] & (found.initiatives["step"] < found.parts[-1])]
    for one in waiting.sort_values("name").to_dict("records"):
        place = "" if pd.isna(one["place"]) else one["place"]
        told = one["initiative_id"], one["name"], place, words[one["step"]], "ja" if one["invited"] else "nee"
        for network in one["networks"].split("|"):
            lines.setdefault(network, []).append(dict(zip(_REMINDED, told, strict=True)))
    return lines


def write_reminders(found: Standing, folder: paths.Fieldwork) -> list[str]:
    """Writes the list of each network anew, and takes away those of networks that have nobody left to remind."""
    wanted = {folder.to_remind(network): lines for network, lines in to_remind(found).items()}
    for path in folder.folder.glob(folder.to_remind("*").name):
        if path not in wanted:
            decisions.remove(path)
    for path, lines in wanted.items():
        decisions.write(path, _REMINDED, lines)
    return sorted(path.name for path in wanted)


def told(found: Standing) -> Iterator[str]:
    """What is to be known of the export before its numbers are believed."""
    outside = int(found.responses["initiative_id"].isna().sum())
    undated = int(found.responses["moment"].isna().sum())
    doubles = int((found.faults["code"] == "double_response").sum())
    if found.errors:
        yield f"Fouten in de aanleveringen: {len(found.errors)}. Tot zij verbeterd zijn, is dit onvolledig."
    if outside:
        yield f"Antwoorden van initiatieven die op geen lijst staan: {outside}. Zij tellen niet mee."
    if doubles:
        yield f"Vaker dan eens geantwoord, online of op papier: {doubles} keer. Eén telt; zie de opmerkingen."
    if undated:
        yield f"Antwoorden zonder datum: {undated}. Zij gelden als van de eerste dag."
    yield from found.questions
