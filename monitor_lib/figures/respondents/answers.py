"""Who gave which answer: the responses of one question as rows of true and false."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor_lib.reference.records import OTHER_LISTS, Area, Codebook, Indicator, Question, Scale


@dataclass(frozen=True)
class Answers:
    """The answers to one question: per respondent, whether it is in the base and whether it gave each answer.

    `given` has a row per answer (code or group) in codebook order and a column per respondent.
    """

    codes: tuple[str, ...]
    base: np.ndarray
    given: np.ndarray


def rows_in(area: Area, table: pd.DataFrame) -> np.ndarray:
    """Which rows of a table with `part` and `province` lie in the area, as a boolean per row."""
    if area.level == "country":
        return np.ones(len(table), dtype=bool)
    column = "part" if area.level == "part" else "province"
    return (table[column] == area.code).fillna(False).to_numpy(dtype=bool)


def answers_to(question: Question, responses: pd.DataFrame, book: Codebook) -> Answers:
    """The answers to a question with a scale; its base is whoever saw it, answered it and has an opinion."""
    scale = book.scale(question.scale)
    if not question.many:
        return single_answers(responses[question.id], scale)
    base = (responses[f"{question.id}_state"] == "answered").to_numpy(dtype=bool)
    columns = [responses[f"{question.id}_{code}"].fillna(False).to_numpy(dtype=bool) for code in scale.codes]
    return _grouped(scale, scale.codes, base, np.array(columns))


def single_answers(column: pd.Series, scale: Scale) -> Answers:
    """The answers in a column with one code per row; its base is who gave one that is an opinion."""
    codes = tuple(code for code in scale.codes if code not in scale.outside)
    given = np.array([(column == code).fillna(False).to_numpy(dtype=bool) for code in codes])
    return _grouped(scale, codes, np.logical_or.reduce(given), given)


def _grouped(scale: Scale, codes: tuple[str, ...], base: np.ndarray, given: np.ndarray) -> Answers:
    """The answers with the scale's groups added behind them."""
    together = [given[[codes.index(code) for code in group.answers]].any(axis=0) for group in scale.groups]
    return Answers(codes + tuple(group.code for group in scale.groups), base, np.array([*given, *together]) & base)


# ---- which initiatives on the list fall under each code of an indicator that counts them ----


def counted(entry: Indicator, initiatives: pd.DataFrame, book: Codebook) -> dict[str, np.ndarray]:
    """By code, which initiatives count.

    Per class of years, or per answer of its field, each counts at most once (not at all where it is unknown); per
    network an initiative counts on every list it stands on. Lists of networks that the codebook does not name come
    last, together.
    """
    if entry.source == "networks":
        return _per_network(initiatives, book)
    if not entry.classes:
        answers = single_answers(initiatives[entry.field], book.scale(book.field(entry.field).scale))
        return dict(zip(answers.codes, answers.given, strict=True))
    years = initiatives[entry.field].to_numpy(dtype=float, na_value=np.nan)
    return {each.code: (years >= each.first) & (years <= each.last) for each in entry.classes}


def _per_network(initiatives: pd.DataFrame, book: Codebook) -> dict[str, np.ndarray]:
    listed = initiatives["networks"].str.split("|").explode().dropna().map(lambda name: book.network(name).id)
    return {
        network.id: initiatives.index.isin(listed.index[listed == network.id])
        for network in (*book.networks, OTHER_LISTS)
    }
