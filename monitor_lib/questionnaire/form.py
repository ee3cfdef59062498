"""A wave's questionnaire in one language: what is asked, in which order, under which words, and of whom."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from monitor_lib.pictures.style.style import YEARS
from monitor_lib.reference.grids import blocks
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Codebook, Option, Part, Question, Wave
from monitor_lib.reference.text.language import later, say, speaking
from monitor_lib.reference.text.translated import LANGUAGES
from monitor_lib.reference.translation import in_language, untranslated

Block = tuple[Question, ...]
"""One question, or the questions of a grid."""

GRID = later("Geef op elke regel één antwoord.")
OTHER = later("Anders, namelijk")
CONSENT = later("Kruis aan waar u ja op zegt. Wat u niet aankruist, is een nee.")
TOKEN = later("Toegangscode")
TOKEN_HINT = later("De code uit uw uitnodiging. Hebt u er geen, laat dit dan open.")
_TITLE, _ONLY = later("Deel {number}"), later("De vragen")


@dataclass(frozen=True)
class Section:
    """A part of the questionnaire: what it stands under, and its blocks."""

    part: Part
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Form:
    """The questionnaire of a wave in one language; `book` is the codebook as that wave asks it, in that language."""

    language: str
    wave: Wave
    book: Codebook

    @property
    def title(self) -> str:
        """What it is called."""
        return f"{self.book.monitor.title} {self.wave.year}"

    @property
    def made(self) -> dt.datetime:
        """The date of what is made of it: that of the wave, so that every time gives the same bytes."""
        return dt.datetime.combine(self.wave.released, dt.time())

    @property
    def welcome(self) -> str:
        """What stands above it; an example says that it is one."""
        said = [self.book.questionnaire.welcome, self.book.monitor.questionnaire if self.wave.example else ""]
        return "\n".join(filter(None, said))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Its parts, in their order."""
        numbers = sorted({question.part for question in self.book.questions})
        title = _TITLE if len(numbers) > 1 else _ONLY
        return tuple(Section(self._part(number, title), self._blocks(number)) for number in numbers)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all parts."""
        return tuple(block for section in self.sections for block in section.blocks)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """At which number, from 1, a question stands, by its id."""
        inside = [question for block in self.blocks for question in block]
        return {question.id: number for number, question in enumerate(inside, 1)}

    def options(self, question: Question) -> tuple[Option, ...]:
        """What can be ticked; that for which a text is asked too comes last."""
        offered = self.book.scale(question.scale).options if question.scale else ()
        return tuple(sorted(offered, key=lambda option: option.code == question.other))

    def other(self, question: Question) -> Option | None:
        """The answer beside which a text is asked, if this wave offers it."""
        return next((option for option in self.options(question) if option.code == question.other), None)

    def unit(self, question: Question) -> str:
        """What stands behind the room for a number; behind a year nothing."""
        return "" if question.unit in YEARS else question.unit

    def say(self, text: str, **values: object) -> str:
        """A text of ours in its language."""
        with speaking(self.language):
            return say(text, **values)

    def _part(self, number: int, title: str) -> Part:
        known = {part.number: part for part in self.book.parts}
        return known.get(number) or Part(number=number, title=self.say(title, number=number))

    def _blocks(self, number: int) -> tuple[Block, ...]:
        return tuple(block for block in blocks(self.book) if block[0].part == number)


def forms(book: Codebook, wave: Wave) -> tuple[Form, ...]:
    """The questionnaire of a wave in every language that the whole codebook has, its own first."""
    asked = as_asked(book, wave)
    spoken = [language for language in LANGUAGES if language == LANGUAGES[0] or not untranslated(asked, language)]
    return tuple(_form(asked, wave, language) for language in spoken)


def _form(asked: Codebook, wave: Wave, language: str) -> Form:
    book = in_language(asked, language)
    return Form(language, next(each for each in book.waves if each.id == wave.id), book)


def digits(number: float) -> str:
    """A limit as a form has it: whole where it is whole, and never in powers of ten."""
    return str(int(number)) if number == int(number) else f"{number:f}".rstrip("0")
