"""The house style: Dutch numbers, and colours that everyone can read."""

import itertools

import pytest

from monitor_lib import paths
from monitor_lib.pictures import packages, style


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (style.number(1471), "1.471"),
        (style.number(1234567), "1.234.567"),
        (style.number(2.5, 1), "2,5"),
        (style.number(0.5), "1"),
        (style.percent(0.22), "22%"),
        (style.percent(0.125), "13%"),
        (style.percent(0), "0%"),
        (style.percent(0.002), "minder dan 1%"),
        (style.percent(1), "100%"),
        (style.between(0.52, 0.62), "tussen 52% en 62%"),
        (style.dashed(0.4, 0.7), "40–70%"),
        (style.amount(2014, "jaar"), "2014"),
        (style.amount(26.5, "leden"), "26,5"),
        (style.amount(1471.5, "leden"), "1.472"),
        (style.amount(3.0, "fte"), "3"),
    ],
)
def test_numbers_are_written_in_dutch(written, expected):
    assert written == expected


def test_the_contrast_ratio_is_that_of_wcag():
    assert style.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert style.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


def test_every_pair_has_the_contrast_it_promises():
    known = style.load()
    weak = [
        (front, back)
        for front, back, ratio in known.contrast
        if style.contrast(known.colours[front], known.colours[back]) < ratio
    ]
    assert weak == []


def test_a_label_is_legible_on_every_class_of_the_map():
    known = style.load()
    for at, colour in enumerate(known.classes):
        label = known.colours["paper" if at >= known.white_from else "ink"]
        assert style.contrast(label, colour) >= 4.5, at


def test_the_classes_of_the_map_grow_darker_step_by_step():
    white = [style.contrast(colour, "#FFFFFF") for colour in style.load().classes]
    assert white == sorted(white)
    assert all(dark / light > 1.2 for light, dark in itertools.pairwise(white))


def test_no_colour_stands_in_python():
    for path in (paths.ROOT / "monitor_lib").rglob("*.py"):
        words = path.read_text("utf-8").split('"')
        assert not [word for word in words if len(word) in (4, 7) and word[:1] == "#" and word[1:].isalnum()], path


def test_the_letters_of_the_style_are_installed():
    files = [*packages.letters(), *packages.letters("print_files"), packages.letters_licence()]
    assert [path.name for path in files if not path.exists()] == []


def test_every_colour_reaches_the_stylesheet():
    assert "--accent-on-dark: " in style.load().css
    assert style.load().css.count("#") == len(style.load().colours) + len(style.load().classes)
