"""The question map: the questionnaire as each wave put it, and where two waves cannot be set beside each other."""

import datetime as dt
from dataclasses import replace

from monitor_lib.reference.infographics import Infographic
from monitor_lib.reference.records import WAVE_YEAR, Codebook, Indicator, Question, Scale, Wave
from monitor_lib.reference.text.language import later

REWORDED = later("anders gevraagd")
NOT_ASKED = later("niet gevraagd")
OTHER_OPTIONS = later("andere antwoordmogelijkheden")


def as_asked(book: Codebook, wave: Wave) -> Codebook:
    """The codebook with the questionnaire of a wave: its questions in its own words, and the answers it offered.

    Of classes of years only those that had begun are left.
    """
    scales = {scale.id: _offered(scale, book, wave) for scale in book.scales}
    asked = [_worded(question, book, wave) for question in book.questions if is_asked(question, book, wave)]
    left_out = {question.id for question in book.questions} - {question.id for question in asked}
    return replace(
        book,
        scales=tuple(scales.values()),
        questions=tuple(_fitting(question, scales) for question in asked),
        indicators=tuple(_until(indicator, wave.year) for indicator in book.indicators),
        infographics=tuple(_without(page, left_out) for page in book.infographics),
    )


def break_between(book: Codebook, earlier: Wave, later: Wave, key: tuple[str, str]) -> str:
    """Why a figure of two waves cannot be compared, in Dutch; "" where it can.

    An answer that only one of them offered was not asked in the other. In a question with one answer, other answers
    than before take from all; where several may be given, the rest stands.

    Args:
        book: the whole codebook.
        earlier: a wave released before the other.
        later: the other.
        key: the question or indicator, and the answer or group of answers.
    """
    name, answer = key
    question = next((entry for entry in book.questions if entry.id == name), None)
    if question is None:
        return ""
    if not all(is_asked(question, book, wave) for wave in (earlier, later)):
        return NOT_ASKED
    reworded = [change.since for change in book.rewordings if change.question == name]
    if any(earlier.released < _released(book, since) <= later.released for since in reworded):
        return REWORDED
    if not question.scale:
        return ""
    then, now = (_offered(book.scale(question.scale), book, wave) for wave in (earlier, later))
    if answer in then.labels and answer in now.labels:
        return OTHER_OPTIONS if then.codes != now.codes and not question.many else ""
    return NOT_ASKED


def is_asked(question: Question, book: Codebook, wave: Wave) -> bool:
    """Whether a wave asked this question."""
    begun = not question.first or _released(book, question.first) <= wave.released
    return begun and (not question.last or wave.released <= _released(book, question.last))


def _worded(question: Question, book: Codebook, wave: Wave) -> Question:
    """The question in the words of the wave: those that the first rewording after it replaced; with its own year."""
    later = [
        change
        for change in book.rewordings
        if change.question == question.id and _released(book, change.since) > wave.released
    ]
    first = min(later, key=lambda change: _released(book, change.since), default=None)
    if question.maximum == WAVE_YEAR:
        question = replace(question, maximum=float(wave.year))
    if first is None:
        return question
    return replace(question, text=first.before, en=question.en | {"text": first.en.get("before", "")})


def _offered(scale: Scale, book: Codebook, wave: Wave) -> Scale:
    """The scale with the answers that the wave offered."""
    gone: set[str] = set()
    for change in book.option_changes:
        if change.scale == scale.id:
            begun = _released(book, change.since) <= wave.released
            gone |= set(change.dropped if begun else change.added)
    if not gone:
        return scale

    def kept(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(code for code in codes if code not in gone)

    groups = [replace(group, answers=kept(group.answers)) for group in scale.groups]
    return replace(
        scale,
        options=tuple(option for option in scale.options if option.code not in gone),
        outside=kept(scale.outside),
        groups=tuple(group for group in groups if group.answers),
        roles={code: role for code, role in scale.roles.items() if code not in gone},
    )


def _fitting(question: Question, scales: dict[str, Scale]) -> Question:
    """The question without a finding (nor the weight of one), or headlines, that its scale does not offer."""
    offered = scales[question.scale].labels if question.scale else ()
    lost = question.finding and question.finding.answer not in offered
    headline = tuple(answer for answer in question.headline if answer in offered)
    if lost:
        question = replace(question, finding=None, weight=0)
    return replace(question, headline=headline)


def _until(indicator: Indicator, year: int) -> Indicator:
    """The indicator without the classes of years that were still to come."""
    return replace(indicator, classes=tuple(years for years in indicator.classes if years.first <= year))


def _without(page: Infographic, questions: set[str]) -> Infographic:
    """The infographic without the blocks that draw one of these questions."""
    return replace(page, block=tuple(block for block in page.block if questions.isdisjoint(block.figures)))


def _released(book: Codebook, wave: str) -> dt.date:
    return book.wave(wave).released
