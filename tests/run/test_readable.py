"""Pages for readers are in plain words: short sentences, easy to read, with the signs of a printer."""

import re
from html.parser import HTMLParser

import pyphen
import pytest

LONGEST, MEAN, EASY = 25, 13, 60  # words, words, and `ease`
PAGES = ("index", "nederland", "provincie-noord-brabant", "provincie-flevoland", "initiatievenkaart", "leeswijzer")


class Sentences(HTMLParser):
    """The running text of a page: no tables, drawings, links, sources, or what initiatives sent in themselves."""

    APART = re.compile(r'<p class="source">.*?</p>|<ul class="tiles pride">.*?</ul>', re.DOTALL)

    UNREAD = frozenset(["script", "style", "svg", "head", "code", "pre"])
    BESIDE = UNREAD | {"table", "nav", "footer", "select", "summary", "button", "dl", "figcaption", "blockquote"}
    BLOCKS = frozenset(["p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "div", "section", "ul"])

    def __init__(self, page):
        super().__init__()
        self.depth, self.current, self.blocks = 0, "", []
        self.feed(self.APART.sub("", page))
        self.end()

    def handle_starttag(self, tag, attrs):
        self.depth += tag in self.BESIDE
        if tag in self.BLOCKS:
            self.end()

    def handle_endtag(self, tag):
        if tag in self.BLOCKS:
            self.end()
        self.depth -= tag in self.BESIDE

    def handle_data(self, data):
        self.current += "" if self.depth else data

    def end(self):
        self.blocks.append(" ".join(self.current.split()))
        self.current = ""

    @property
    def found(self):
        parts = [part for block in self.blocks for part in re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý“0-9])", block)]
        return [part for part in parts if part.endswith((".", "!", "?", ":")) and len(words(part)) > 2]


def words(sentence):
    """Its words; names in a row are one, as a reader takes them in."""
    names = re.sub(r"([A-ZÀ-Ý][\w’-]+(?: [A-ZÀ-Ý][\w’-]+)*, )+[A-ZÀ-Ý][\w’-]+ en [A-ZÀ-Ý][\w’-]+", "namen", sentence)
    return re.findall(r"[\w’'%–-]+", names)


def ease(sentences):
    """How easy a text reads, from 0 to 100 and beyond; a number is a word of one syllable.

    Source: Douma (1960), De leesbaarheid van landbouwbladen: the formula of Flesch fitted to Dutch.
    """
    hyphens = pyphen.Pyphen(lang="nl_NL")
    every = [word for sentence in sentences for word in re.findall(r"[\w’]+", sentence)]
    syllables = sum(len(hyphens.positions(word)) + 1 for word in every)
    return 206.84 - 0.93 * len(every) / len(sentences) - 77 * syllables / len(every)


@pytest.fixture(scope="module")
def texts(second_run, town_release):
    towns = {path.stem: path.read_text("utf-8") for path in town_release.folder.glob("gemeente-*.html")}
    folders = [second_run.places.outputs / wave for wave in ("voorbeeld", "voorbeeld2")]
    others = {f"{each.name}/{name}": (each / f"{name}.html").read_text("utf-8") for each in folders for name in PAGES}
    return towns | others


def test_no_sentence_is_long_and_most_are_short(texts):
    for name, page in texts.items():
        found = Sentences(page).found
        assert len(found) > 8, name
        assert [each for each in found if len(words(each)) > LONGEST] == [], name
        assert sum(len(words(each)) for each in found) / len(found) < MEAN, name


def test_every_page_for_readers_is_easy_to_read(texts):
    found = {name: ease(Sentences(page).found) for name, page in texts.items()}
    assert {name: how for name, how in found.items() if how < EASY} == {}


def test_long_words_and_long_sentences_make_a_text_harder():
    easy = ["Wij zijn er voor elk.", "Dat is goed."]
    assert ease(easy) > ease(["Wij zijn er voor elk en dat is goed."]) > ease(["Gemeenschapsvoorzieningen bestaan."])


def test_quotes_and_minus_signs_are_those_of_a_printer(second_run):
    names = re.compile(r"<(noscript|select|textarea)\b.*?</\1>", re.DOTALL)  # as they came
    pages = {path: names.sub("", path.read_text("utf-8")) for path in second_run.places.outputs.glob("*/*.html")}
    assert {path.stem for path in pages} >= {"methode", "initiatievenkaart", "wie-deden-mee", *PAGES}
    for name, page in pages.items():
        said = " ".join(Sentences(page).blocks)
        assert re.findall(r".{20}[\"].{20}|\s-\d+|\w'\w", said) == [], name


def test_a_long_sentence_would_be_found():
    long = f"<p>Dit is een zin {'met nog een woord ' * 6}en een einde.</p>"
    assert [len(words(each)) > LONGEST for each in Sentences(long).found] == [True]
    assert len(words("In de gemeenten Aalten, Baarle Nassau, Sint-Oedenrode en Zwolle nog geen.")) == 6
