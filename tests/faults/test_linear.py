"""One answer cannot stop the year: whatever sees delivered text takes ten times as long for ten times the text."""

import importlib
import inspect
import pkgutil
import re
import time

import pytest

from monitor_lib import intake
from monitor_lib.intake import personal, withheld
from monitor_lib.intake.files import cells
from monitor_lib.intake.survey.telling import choices
from monitor_lib.publishing.check import persons
from monitor_lib.reference import codebook
from monitor_lib.reference.text import folding

SIZES = (300, 3_000, 30_000)
AT_MOST = 15  # times as long, for ten times the text
NOTHING = 0.02  # seconds: too short to compare
SEEDS = [
    *("a", "é", "1", " ", ".", "-", "_", "(", "[", "<", "@", ",", ";", "/", "'", "=", "%", "\n", "\t", "&"),
    *("#", "{"),
    *("a ", "1 ", "a.", "a@", "1.", "0 ", "06", "+31 ", "(a", "[a", "<a", "(a@b.c", "- ", "a-", "a'", "ja ", "a, "),
    *(
        "..",
        "..[",
        "a..",
        "1-1-",
        "12:",
        "12 ab ",
        "1234 ",
        "nl12 ",
        "nl12abcd",
        "a at ",
        "a punt ",
        "%20",
        "&a",
        "st. ",
    ),
    *("[a](", "<a>", "Aa", "gem ", "[[", "(()", "x/", "http://", "a,\n", '"', '""'),
]


def patterns():
    """Every compiled pattern of intake and of the gate by name, and whether it is used on whole texts alone."""
    names = [found.name for found in pkgutil.walk_packages(intake.__path__, f"{intake.__name__}.")]
    for module in (*map(importlib.import_module, names), persons, folding):
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                ways = set(re.findall(rf"\b{name}\.(\w+)", source))
                yield f"{module.__name__}.{name}", (value, bool(ways) and ways <= {"match", "fullmatch"})


def seconds(work, text):
    """The processor's seconds: a busy machine does not add to them."""
    begun = time.thread_time()
    work(text)
    return time.thread_time() - begun


def grows_linearly(work, seed, before="", after=""):
    """Whether it does, at the second look too: another process may have had the cache."""

    def is_linear():
        took = NOTHING
        for size in SIZES:
            earlier, took = took, max(NOTHING, seconds(work, before + seed * (size // len(seed)) + after))
            if took >= AT_MOST * earlier:
                return False
        return True

    return is_linear() or is_linear()


PATTERNS = dict(patterns())


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_ten_times_as_long_for_ten_times_the_text(name):
    pattern, is_whole = PATTERNS[name]

    def used(text):
        text = text.encode() if isinstance(pattern.pattern, bytes) else text
        pattern.fullmatch(text)
        for _ in () if is_whole else pattern.finditer(text):
            pass

    assert [seed for seed in SEEDS if not grows_linearly(used, seed)] == []
    assert [seed for seed in SEEDS if not grows_linearly(used, seed, "a@", "!")] == []


THEMES = codebook.load().scale("themas")


@pytest.mark.parametrize(
    "work",
    [
        personal.kinds,
        cells.parted,
        cells.name,
        cells.url,
        cells.number,
        cells.yes_no,
        lambda text: list(withheld._secrets("contact_person", text)),
        lambda text: list(withheld._secrets("remarks", text)),
        lambda text: choices(text, THEMES, (",", ";", "\n")),
    ],
)
def test_a_reading_of_a_cell_takes_ten_times_as_long_for_ten_times_the_text(work):
    assert [seed for seed in SEEDS if not grows_linearly(work, seed)] == []
    assert [seed for seed in SEEDS if not grows_linearly(work, seed, "06 zorg jan@", "!")] == []
