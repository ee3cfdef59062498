"""What the columns of a survey export hold, by heading: one dictionary of headings serves every tool."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from monitor_lib.reference.grids import blocks, grid_code
from monitor_lib.reference.records import Codebook, Question
from monitor_lib.reference.text.folding import folded

OTHER = "other"
_ABOUT = {
    "number": ("id", "response id", "antwoord id", "responseid", "respondent id", "record id"),
    "submitted": (
        *("submitdate", "date submitted", "inzenddatum", "datum ingezonden", "submission time", "submissiondate"),
        *("submit date utc", "submission date"),
    ),
    "finished": ("finished", "voltooid", "beendet"),
    "lastpage": ("lastpage", "last page", "laatste pagina"),
    "moment": (
        *("datestamp", "date last action", "datum laatste actie", "recordeddate", "recorded date", "date modified"),
        *("enddate", "end date", "tijd van voltooien", "completion time", "tijdstempel", "timestamp", "end"),
    ),
    "status": ("status", "response type", "complete"),
    "": (
        *("startlanguage", "start language", "starttaal", "seed", "startdate", "start date", "date started"),
        *("progress", "duration in seconds", "collector id", "date created", "begintijd", "start time"),
        *("distributionchannel", "userlanguage", "tijd van laatste wijziging", "last modified time", "responseset"),
        *("startdatum", "instanceid", "duur in seconden", "taal", "time started", "start date utc", "start", "today"),
        *("uuid", "meta instanceid", "rootuuid", "version", "index", "validation status", "notes", "tags"),
    ),
}
_PERSONAL = {
    "token": ("token", "toegangscode", "externalreference", "externaldatareference", "external data reference"),
    "ipaddr": ("ipaddr", "ip address", "ip adres", "ipaddress"),
    "email": ("email address", "recipientemail", "recipient email", "emailaddress", "gebruikersnaam", "username"),
    "firstname": ("firstname", "first name", "recipientfirstname", "recipient first name", "voornaam"),
    "lastname": ("lastname", "last name", "recipientlastname", "recipient last name", "achternaam", "naam", "name"),
    "refurl": ("refurl", "referrer url", "verwijzende url"),
    "location": (
        *("locationlatitude", "location latitude", "locationlongitude", "location longitude", "locationaccuracy"),
        *(f"custom data {n}" for n in range(1, 20)),
        "custom data",
    ),
    **{f"attribute_{n}": (f"attribute {n}",) for n in range(1, 100)},
}
# What SurveyMonkey writes where another column would name an option.
ANSWER_ITSELF = frozenset(["response", "open ended response", "antwoord", "open antwoord", "reactie"])
OTHER_WORDS = (
    *("other", "overig", "overige", "anders", "anders namelijk", "text", "other text", "other please specify"),
    "other write in",
    *("overig geef nadere toelichting", "anders geef nadere toelichting", "anders graag toelichten"),
)
# "3. Vraag", "4b) Vraag": tools number questions as they stand in the form.
NUMBERED = re.compile(r"\A\s*(\d{1,3}[a-z]?\d?)[.)]\s+(?=\S)")
_CHOICE = re.compile(r"\(choice=(.*)\)\s*")
_AFTER_GROUP = re.compile(r"/|(?<=\w)-(?=\w)")
_WORD = re.compile(r"[^\W\d_]{2}")
_CUTS = 8  # names of groups before that of a question, or colons in a heading


@dataclass(frozen=True)
class Column:
    """What a column holds: something "about" the answer, a "personal" field, or (a part of) a "question".

    `part` is an option, OTHER for its text, or "" for the answer itself; that of a question with several answers holds
    choices in one cell. `number`: how the export numbers its option. `settled`: whether it is sure what it holds; of a
    column that is not, `part` is what it would be in the codebook's order, and it says nothing. `ticked`, `unticked`
    and `separator` only where a mapping file or the column itself tells them; `values` are codes by what stands for
    them in this column; `slot` tells apart columns of one multiple response set.
    """

    kind: str
    name: str
    part: str = ""
    ticked: str = ""
    unticked: str = ""
    separator: str = ""
    slot: int = 0
    number: int = 0
    settled: bool = True
    values: tuple[tuple[str, str], ...] = ()


def survey_headings(book: Codebook) -> dict[str, Column]:
    """The meaning of every folded heading of an export."""
    known = {word: Column("about", name) for name, words in _ABOUT.items() for word in words if name}
    known |= {word: Column("about", word) for word in _ABOUT[""]}
    known |= {word: Column("personal", name) for name, words in _PERSONAL.items() for word in words}
    for field in book.fields:
        if field.personal:
            known |= {folded(word): Column("personal", field.id) for word in (field.id, *field.headings)}
    texts = question_texts(book)
    for question in book.questions:
        parts = _parts(question, book)
        # What both languages call so is what it is in the codebook's own: "Q12[other]" is a text, no option.
        spoken = {folded(question.en.get("text", "")): parts | _in_english(question, book), texts[question.id]: parts}
        for text in filter(None, spoken):
            for heading, part in _headings(question, text, spoken[text]):
                known[heading] = Column("question", question.id, part)
    grids = ((grid_code(block), question.id) for block in blocks(book) for question in block if len(block) > 1)
    return known | {folded(f"{grid} {name}"): Column("question", name) for grid, name in grids}


def question_texts(book: Codebook) -> dict[str, str]:
    """The folded text of every question; of questions with the same text the second ends in 2, as the Forms do it."""
    seen: Counter[str] = Counter()
    texts = {}
    for question in book.questions:
        text = folded(question.text)
        seen[text] += 1
        texts[question.id] = text if seen[text] == 1 else f"{text}{seen[text]}"
    return texts


def question_of(heading: str, book: Codebook) -> tuple[Question, str] | None:
    """The question that a folded heading begins with, and the rest of the heading."""
    texts = question_texts(book)
    for question in book.questions:
        for name in (*_codes(question), texts[question.id]):
            if heading == name or heading.startswith(f"{name} "):
                return question, heading[len(name) :].strip()
    return None


def without_additions(heading: str, known: Mapping[str, Column], book: Codebook) -> str:
    """The heading without what a tool writes around question and option; as it is where that tells no more."""
    if folded(heading) in known:
        return heading
    others = [one for one in dict.fromkeys(_otherwise(heading)) if one != heading]
    whole = (one for one in others if known.get(folded(one), Column("", "")).kind == "question")
    begun = (one for one in others if _WORD.search(one) and question_of(folded(one), book))
    return next(whole, None) or next(begun, heading)


def _otherwise(heading: str) -> Iterator[str]:
    """The heading without number, "(choice=)" or groups, and with an option that goes before its question after it."""
    bare = NUMBERED.sub("", heading, count=1)
    yield from (bare, _CHOICE.sub(r" [\1]", bare))
    yield from (bare[cut.end() :] for cut in islice(_AFTER_GROUP.finditer(bare), _CUTS))
    colons = islice(re.finditer(":+", bare), _CUTS)
    yield from (f"{bare[colon.end() :].strip()} [{bare[: colon.start()]}]" for colon in colons)


def _codes(question: Question) -> tuple[str, ...]:
    return question.id, re.sub(r"(?<=[a-z])0+(?=\d)", "", question.id)


def _parts(question: Question, book: Codebook) -> dict[str, str]:
    """Part by the folded word that stands for it behind the name of the question."""
    parts = {"": ""} if question.many else dict.fromkeys(("", *ANSWER_ITSELF), "")
    codes = _options(question, book)
    if question.other:
        parts |= dict.fromkeys(OTHER_WORDS, OTHER)
        parts |= {f"{word} text": OTHER for word, code in codes.items() if code == question.other}
        parts |= {word: OTHER for word, code in codes.items() if code == question.other and not question.many}
    return parts | (codes if question.many else {})


def _options(question: Question, book: Codebook) -> dict[str, str]:
    """Code by every folded word for an option in the codebook's own language."""
    options = book.scale(question.scale).options if question.scale else ()
    return {folded(word): one.code for one in options for word in (*one.synonyms, one.label, one.code)}


def _in_english(question: Question, book: Codebook) -> dict[str, str]:
    """Code by the folded word for an option in English, where options have columns of their own."""
    scale = book.scale(question.scale) if question.many else None
    return {folded(label): code for code, label in scale.en.items() if code in scale.codes} if scale else {}


def _headings(question: Question, text: str, parts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every heading of a question's columns: by code, by text, and by code and text."""
    for word, part in parts.items():
        for name in (*_codes(question), text):
            yield f"{name} {word}".strip(), part
        both = [other for other, same in parts.items() if same == part]
        for code in _codes(question):
            yield from ((" ".join(f"{code} {word} {text} {other}".split()), part) for other in both)
