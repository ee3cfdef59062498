"""Every way in which the tables of a well-formed codebook can disagree with each other."""

import dataclasses
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from monitor_lib.reference.infographic_checks import infographic_faults
from monitor_lib.reference.needs import unmet_needs
from monitor_lib.reference.question_map import is_asked
from monitor_lib.reference.records import (
    KINDS,
    RETAINED,
    WAVE_YEAR,
    Asked,
    Codebook,
    Indicator,
    Monitor,
    Phrase,
    Question,
    Scale,
)
from monitor_lib.reference.roles import AGREED, CONSENTS, IDENTITY, OF_ANSWERS, OF_QUESTIONS, PROUD, ROLES
from monitor_lib.reference.text.folding import folded

_MOST_HEADLINES = 12
_MOST_KEY_FIGURES = 24  # that a reader sees at a glance


def contradictions(book: Codebook) -> Iterator[str]:
    """Every way in which the tables of a well-formed codebook disagree."""
    yield from _repeated(book)
    yield from _monitor_faults(book.monitor)
    yield from _wave_faults(book)
    yield from _scale_faults(book)
    yield from _area_faults(book)
    yield from _field_faults(book)
    earlier: dict[str, Question] = {}
    for question in book.questions:
        yield from _question_faults(book, question, earlier)
        earlier[question.id] = question
    if any(field.type == "yesno" for field in book.fields) and not (book.lists.consent and book.lists.refusals):
        yield "[lists] needs the words `consent` and `refusals`: without them a no in other words would be read as none"
    if (count := sum(len(question.headline) for question in book.questions)) > _MOST_HEADLINES:
        yield f"[[question]]: {count} headline answers; at most {_MOST_HEADLINES}, or they gain nothing over the others"
    if (count := len(book.key_figures)) > _MOST_KEY_FIGURES:
        yield f"[[question]]: {count} have a weight; at most {_MOST_KEY_FIGURES}, or nobody sees them at a glance"
    field_ids = {field.id for field in book.fields}
    for indicator in book.indicators:
        if indicator.field and indicator.field not in field_ids:
            yield f"[[indicator]] {indicator.id}: field '{indicator.field}' does not exist"
        if indicator.of and indicator.of not in {entry.id for entry in book.indicators if entry.source != "responses"}:
            yield f"[[indicator]] {indicator.id}: of '{indicator.of}' is no indicator of the inventory or its networks"
        yield from _class_faults(indicator)
    yield from unmet_needs(book)
    yield from (*infographic_faults(book), *(fault for report in book.reports for fault in report.faults))
    yield from _map_faults(book)
    yield from _role_faults(book)
    yield from _retention_faults(book)


def _monitor_faults(monitor: Monitor) -> Iterator[str]:
    if monitor.address and not re.fullmatch(r"https://[\w.-]+(:\d+)?(/[\w.~-]+)*", monitor.address):
        yield f"[monitor] address '{monitor.address}' must be like https://monitor.example, without a last slash"
    if not monitor.licence_url.startswith("https://"):
        yield f"[monitor] licence '{monitor.licence}' is not known here: say in licence_address where it stands"


def _retention_faults(book: Codebook) -> Iterator[str]:
    """What is wrong with how long data are kept; a codebook that says nothing of it is no fault, half of it is."""
    told = [entry.id for entry in book.retentions]
    unknown = (name for name in told if name not in RETAINED)
    yield from (f"[[retention]] {name}: no kind of data (known: {', '.join(RETAINED)})" for name in unknown)
    yield from (f"[[retention]] is needed for {name} too" for name in RETAINED if told and name not in told)
    for entry in book.retentions:
        words = {slot.name: getattr(entry, slot.name) for slot in dataclasses.fields(entry) if slot.name != "months"}
        yield from (
            f"[[retention]] {entry.id}: {name} says nothing" for name, text in words.items() if not text.strip()
        )
        if entry.months < 0:
            yield f"[[retention]] {entry.id}: {entry.months} months is no time to keep anything"


def _repeated(book: Codebook) -> Iterator[str]:
    groups = {
        "wave": [wave.id for wave in book.waves],
        "area": [area.code for area in book.areas],
        "network": [network.id for network in book.networks],
        "field": [field.id for field in book.fields],
        "scale": [scale.id for scale in book.scales],
        "missing": [missing.state for missing in book.missings],
        "theme": [theme.id for theme in book.themes],
        "part": [str(part.number) for part in book.parts],
        "infographic": [page.id for page in book.infographics],
        "report": [report.id for report in book.reports],
        "title of report": [report.title for report in book.reports],
        "retention": [entry.id for entry in book.retentions],
        "question or indicator": [entry.id for entry in book.entries],
        "finding": [question.finding.words for question in book.questions if question.finding],
    }
    for kind, ids in groups.items():
        yield from (f"{kind} '{key}' occurs {count} times" for key, count in Counter(ids).items() if count > 1)


def _wave_faults(book: Codebook) -> Iterator[str]:
    numbers = {question.part for question in book.questions}
    unasked = [part for part in book.parts if part.number not in numbers]
    yield from (f"[[part]] {part.number}: no question stands in it" for part in unasked)
    parts = len(numbers)
    for wave in book.waves:
        if len(wave.pages) != parts or list(wave.pages) != sorted(set(wave.pages)):
            yield f"[[wave]] {wave.id}: pages is not the last page of each of {parts} parts, in order"
        if wave.closes and wave.closes > wave.released:
            yield f"[[wave]] {wave.id}: the survey closes on {wave.closes}, after the release of {wave.released}"
        if str(wave.year) in wave.label:
            yield f"[[wave]] {wave.id}: label '{wave.label}' holds the year, which is shown behind it anyway"


def _map_faults(book: Codebook) -> Iterator[str]:
    """What the question map says of questions, scales, answers and waves that are not there."""
    waves, questions = {wave.id for wave in book.waves}, {question.id for question in book.questions}
    codes = {scale.id: scale.codes for scale in book.scales}
    named = [(f"[[question]] {q.id}", wave) for q in book.questions for wave in (q.first, q.last) if wave]
    named += [(f"[[rewording]] {change.question}", change.since) for change in book.rewordings]
    named += [(f"[[option_change]] {change.scale}", change.since) for change in book.option_changes]
    nowhere = [(place, wave) for place, wave in named if wave not in waves]
    yield from (f"{place}: wave '{wave}' does not exist" for place, wave in nowhere)
    if not nowhere:
        yield from _leading_faults(book)
    for change in book.rewordings:
        if change.question not in questions:
            yield f"[[rewording]] {change.question}: there is no such question"
    for options in book.option_changes:
        if options.scale not in codes:
            yield f"[[option_change]] {options.scale}: there is no such scale"
        unknown = [code for code in (*options.added, *options.dropped) if code not in codes.get(options.scale, ())]
        yield from (f"[[option_change]] {options.scale}: '{code}' is not one of its options" for code in unknown)


def _leading_faults(book: Codebook) -> Iterator[str]:
    """Follow-ups that a wave asks without the question that leads to them: nobody could be shown those."""
    questions = {question.id: question for question in book.questions}
    for question in book.questions:
        leading = questions.get(question.asked.question) if question.asked else None
        if leading is None:
            continue
        alone = [
            f"'{wave.id}'"
            for wave in book.waves
            if is_asked(question, book, wave) and not is_asked(leading, book, wave)
        ]
        if alone:
            yield (
                f"[[question]] {question.id}: wave {', '.join(alone)} asks it, but not '{leading.id}', which leads to "
                "it; give both the same first and last"
            )


def _scale_faults(book: Codebook) -> Iterator[str]:
    for scale in book.scales:
        place = f"[[scale]] {scale.id}"
        codes = [*scale.codes, *(group.code for group in scale.groups)]
        yield from (f"{place}: code '{code}' occurs twice" for code, n in Counter(codes).items() if n > 1)
        yield from (f"{place}: code '{code}' is not letters and digits only" for code in codes if not code.isalnum())
        used = {code for group in scale.groups for code in group.answers} | set(scale.outside)
        yield from (f"{place}: '{code}' is not one of its options" for code in sorted(used - set(scale.codes)))
        spelled: dict[str, str] = {}
        for option in scale.options:
            for word in set(map(folded, scale.words(option))):
                if spelled.setdefault(word, option.code) != option.code:
                    yield f"{place}: '{word}' is both '{spelled[word]}' and '{option.code}'"


def _area_faults(book: Codebook) -> Iterator[str]:
    codes = {area.code for area in book.areas}
    countries = sum(area.level == "country" for area in book.areas)
    if countries != 1:
        yield f"[[area]]: one area has the level country, not {countries}"
    if not book.provinces:
        yield "[[area]]: no area has the level province"
    spelled: dict[str, str] = {}
    for area in book.areas:
        place = f"[[area]] {area.code}"
        if area.level not in ("country", "part", "province"):
            yield f"{place}: level '{area.level}' is not country, part or province"
        if area.level != "country" and area.parent not in codes:
            yield f"{place}: parent '{area.parent}' does not exist"
        if len(area.map_label) not in (0, 2):
            yield f"{place}: map_label is not [degrees east, degrees north]"
        for word in {folded(word) for word in (area.code, area.name, *area.aliases)}:
            if spelled.setdefault(word, area.code) != area.code:
                yield f"{place}: the name '{word}' is also that of {spelled[word]}"


def _field_faults(book: Codebook) -> Iterator[str]:
    scales = {scale.id for scale in book.scales}
    owner: dict[str, str] = {}
    for field in book.fields:
        place = f"[[field]] {field.id}"
        if field.type not in _FIELD_TYPES:
            yield f"{place}: type '{field.type}' is not one of {', '.join(_FIELD_TYPES)}"
        if (field.type in ("choice", "choices")) != (field.scale in scales):
            yield f"{place}: type '{field.type}' and scale '{field.scale}' do not go together"
        for word in {folded(word) for word in field.headings}:
            if owner.setdefault(word, field.id) != field.id:
                yield f"{place}: heading '{word}' also belongs to {owner[word]}"
        ids, general = {each.id for each in book.fields}, {word for each in book.fields for word in each.general}
        strange = [word for word in field.general if word not in field.headings]
        yield from (f"{place}: general '{word}' is none of its headings" for word in strange)
        yield from (f"{place}: instead '{name}' is no field" for name in field.instead if name not in ids)
        strange = [word for word in field.otherwise if word not in general]
        yield from (f"{place}: otherwise '{word}' is no general heading of a field" for word in strange)


_FIELD_TYPES = ("text", "place", "postcode", "municipality", "province", "choice", "choices", "year", "url", "yesno")
_QUESTION_TYPES = {"text": False, "number": False, "single": True, "multiple": True, "likert": True, "consent": True}
_SENSITIVITIES = ("open", "sensitive", "identity", "free")


def _question_faults(book: Codebook, question: Question, earlier: dict[str, Question]) -> Iterator[str]:
    place = f"[[question]] {question.id}"
    scales = {scale.id: scale for scale in book.scales}
    if question.type not in _QUESTION_TYPES:
        yield f"{place}: type '{question.type}' is not one of {', '.join(_QUESTION_TYPES)}"
    elif question.sensitivity != "identity" and _QUESTION_TYPES[question.type] != (question.scale in scales):
        yield f"{place}: type '{question.type}' and scale '{question.scale}' do not go together"
    if isinstance(question.maximum, str) and question.maximum != WAVE_YEAR:
        yield f"{place}: maximum '{question.maximum}' is no number, nor \"{WAVE_YEAR}\""
    if question.part < 1:
        yield f"{place}: part {question.part} is less than 1"
    if question.sensitivity not in _SENSITIVITIES:
        yield f"{place}: sensitivity '{question.sensitivity}' is not one of {', '.join(_SENSITIVITIES)}"
    if question.published and question.theme not in {theme.id for theme in book.themes}:
        yield f"{place}: theme '{question.theme}' does not exist"
    if question.type == "likert" and len(scales[question.scale].groups if question.scale in scales else ()) != 1:
        yield f"{place}: of a likert question the scale has one group, its positive answers together"
    yield from _weight_faults(place, question)
    yield from _said_faults(place, question, scales[question.scale].labels if question.scale in scales else {})
    if question.asked:
        yield from _asked_faults(place, question.asked, earlier, scales)


def _said_faults(place: str, question: Question, answers: dict[str, str]) -> Iterator[str]:
    """What the codebook says of answers that the question does not have."""
    if question.other and question.other not in answers:
        yield f"{place}: other '{question.other}' is not an answer of scale '{question.scale}'"
    if question.finding and question.finding.answer not in answers:
        yield f"{place}: finding '{question.finding.answer}' is not an answer of scale '{question.scale}'"
    unknown = [answer for answer in question.headline if answer not in answers or not question.published]
    yield from (
        f"{place}: headline '{answer}' is no published answer of scale '{question.scale}'" for answer in unknown
    )
    if question.phrase:
        yield from _phrase_faults(place, question.phrase, question.scale, answers)


def _weight_faults(place: str, question: Question) -> Iterator[str]:
    if question.kind not in KINDS:
        yield f"{place}: kind '{question.kind}' is not one of {', '.join(KINDS)}"
    if question.weight < 0:
        yield f"{place}: weight {question.weight} is less than 0"
    if question.weight and not question.published:
        yield f"{place}: has a weight, but no figures are made of it"
    if question.headline and not question.weight:
        yield f"{place}: has headline answers, so it needs a weight: what is tested first is shown first"
    if question.weight and not question.finding:
        yield f"{place}: has a weight, so it needs a finding: which of its answers is the key figure"


def _phrase_faults(place: str, phrase: Phrase, scale: str, answers: dict[str, str]) -> Iterator[str]:
    missing = [slot for slot in ("{share}", "{answer}") if phrase.words.count(slot) != 1]
    yield from (f"{place}: phrase needs {slot} once" for slot in missing)
    unknown = [answer for answer in phrase.beyond if answer not in answers]
    yield from (f"{place}: phrase, beyond '{answer}' is no answer of scale '{scale}'" for answer in unknown)


def _class_faults(indicator: Indicator) -> Iterator[str]:
    place = f"[[indicator]] {indicator.id}"
    for before, after in itertools.pairwise(indicator.classes):
        if after.first != before.last + 1:
            yield f"{place}: class '{after.code}' does not begin in the year after '{before.code}' ends"
    backward = [each.code for each in indicator.classes if each.last < each.first]
    yield from (f"{place}: class '{code}' ends before it begins" for code in backward)


def _asked_faults(place: str, asked: Asked, earlier: dict, scales: dict[str, Scale]) -> Iterator[str]:
    if asked.question not in earlier:
        yield f"{place}: asked refers to '{asked.question}', which is no earlier question"
        return
    scale = scales.get(earlier[asked.question].scale)
    unknown = [answer for answer in asked.answers if scale is None or answer not in scale.codes]
    yield from (f"{place}: asked refers to '{answer}', no answer of {asked.question}" for answer in unknown)


def _role_faults(book: Codebook) -> Iterator[str]:
    """Every role that is not carried exactly once, and every carrier that cannot have it."""
    absent = {role.id for role in book.roles if role.absent}
    for entry in book.roles:
        if entry.id not in ROLES or not entry.absent:
            known = ", ".join(ROLES)
            yield f"[[role]] {entry.id}: only a role that nothing has stands here, with absent = true ({known})"
    carriers = list(_carriers(book))
    for role in ROLES:
        found = [place for place, carried in carriers if carried == role]
        if found and role in absent:
            yield f"[[role]] {role}: absent, but {' and '.join(found)} has it"
        elif len(found) > 1:
            yield f"role '{role}' is that of {' and '.join(found)}; only one can have it"
        elif not found and role not in absent:
            yield (
                f"role '{role}' is that of no question or answer: give it to one, or add [[role]] with "
                f'id = "{role}" and absent = true'
            )
    yield from (fault for question in book.questions for fault in _faults_of_question(book, question))
    yield from (fault for scale in book.scales for fault in _answer_faults(scale))


def _carriers(book: Codebook) -> Iterator[tuple[str, str]]:
    """Every question or answer with a role, and the role; of consent an answer counts for each question offering it."""
    for question in book.questions:
        yield f"[[question]] {question.id}", question.role
    for scale in book.scales:
        asking = [question.id for question in book.questions if question.scale == scale.id]
        for code, role in scale.roles.items():
            places = [f"[[question]] {name}" for name in asking] if role in CONSENTS else [f"[[scale]] {scale.id}"]
            yield from ((f"{place}, answer '{code}'", role) for place in places)


def _faults_of_question(book: Codebook, question: Question) -> Iterator[str]:
    place = f"[[question]] {question.id}"
    roles = set().union(*(scale.roles.values() for scale in book.scales if scale.id == question.scale))
    if question.role and question.role not in OF_QUESTIONS:
        yield f"{place}: role '{question.role}' is not one of {', '.join(OF_QUESTIONS)}"
    if question.role in CONSENTS and (question.many or AGREED not in roles):
        yield f"{place}: role '{question.role}' asks for one answer, of which the scale gives one the role '{AGREED}'"
    if not question.many and not roles.isdisjoint(CONSENTS):
        yield f"{place}: answers with a role of consent belong to a question of type consent"
    if question.mandatory and question.type == "consent":
        yield f"{place}: consent is given freely, so it cannot be mandatory; nothing ticked is a no"
    if question.type == "consent" and question.role not in CONSENTS and roles.isdisjoint(CONSENTS):
        yield f"{place}: asks for consent, and no answer has one of the roles {', '.join(CONSENTS)}"
    if question.published and (question.role in (*IDENTITY, *CONSENTS, PROUD) or not roles.isdisjoint(CONSENTS)):
        yield f"{place}: what has this role is no figure; sensitivity is identity, or free for a text"


def _answer_faults(scale: Scale) -> Iterator[str]:
    for code, role in scale.roles.items():
        if code not in scale.codes:
            yield f"[[scale]] {scale.id}: roles names '{code}', which is not one of its options"
        if role not in OF_ANSWERS:
            yield f"[[scale]] {scale.id}: role '{role}' of '{code}' is not one of {', '.join(OF_ANSWERS)}"
