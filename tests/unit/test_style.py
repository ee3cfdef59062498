"""The house style: Dutch numbers, and colours that everyone can read."""

import itertools

import pytest

from monitor_lib import paths
from monitor_lib.pictures.style import colour, fonts, packages, style


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
        (style.percent(0.0049), "minder dan 1%"),
        (style.percent(0.005), "1%"),
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
    assert colour.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colour.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


def test_distances_are_those_of_oklab_and_the_simulations_keep_grey_grey():
    assert colour.difference("#000000", "#FFFFFF")[0] == pytest.approx(1, abs=1e-4)
    assert colour.difference("#7F8C90", "#7F8C90")[0] == 0
    for sight in colour._SIGHTS.values():
        assert colour._times(sight, (0.5, 0.5, 0.5)) == pytest.approx((0.5, 0.5, 0.5), abs=1e-5)


@pytest.mark.parametrize(
    ("one", "other", "sight"),
    [("#4C9900", "#C27A00", "protanopia"), ("#0F6670", "#3E5A8C", "tritanopia"), ("#5FAFA9", "#C9A7B8", "protanopia")],
)
def test_colours_that_only_some_eyes_part_are_near(one, other, sight):
    distance, who = colour.difference(one, other)
    assert (who, distance < 0.07) == (sight, True)


def test_a_mark_has_the_contrast_that_the_eye_with_least_of_it_sees():
    assert colour.least_contrast("#000000", "#FFFFFF")[0] == pytest.approx(21, abs=1e-3)
    # Machado's deuteranopia turns linear red (1, 0, 0) into (0.367322, 0.280085, 0): luminance 0.2784, not 0.2126.
    assert colour.least_contrast("#FF0000", "#FFFFFF") == (pytest.approx(1.05 / 0.3284, abs=1e-3), "deuteranopia")


def style_with(tmp_path, old, new):
    text = paths.project().style.read_text("utf-8")
    assert text.count(old) == 1
    path = tmp_path / "style.toml"
    path.write_text(text.replace(old, new), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('grey = "#55666C"', 'grey = "#8A979B"', "grey (#8A979B) on paper (#FFFFFF): contrast 3.0"),
        ('middle = "#2A8A8A"', 'middle = "#7FC4C0"', "middle (#7FC4C0) on paper (#FFFFFF): contrast 1.87 (protanopia"),
        ('"#4A77BA"', '"#3E5A8C"', "scales.answers 1 (#0F6670) and scales.answers 4 (#3E5A8C) look alike (tritanopia"),
        ('"#8D6100"', '"#946600"', "scales.answers 2 (#946600) and scales.answers 4 (#4A77BA) look alike in grey"),
        ('middle = "#2A8A8A"', 'middle = "#247A7A"', "deep (#0B3540) on middle (#247A7A): contrast 2.5"),
        ('soft = "#A9D2CF"', 'soft = "#7DB4B0"', "teal (#0F6670) on soft (#7DB4B0): contrast 2.7"),
        ('accent = "#D4551F"', 'accent = "#DA5A20"', "accent (#DA5A20) on pale (#E6F1EF): contrast 2.88 (deuteranopia"),
        ('beside = "#8236B5"', 'beside = "#7A2E8A"', "beside (#7A2E8A) and teal (#0F6670) look alike (deuteranopia"),
        ('"#8CC5C0"', '"#CDDBDA"', "scales.opinions 3 (#D3DADA) and scales.opinions 4 (#CDDBDA) look alike in grey"),
        ('"#C4994F"', '"#D3AD6A"', "scales.opinions 2 (#D3AD6A) and scales.opinions 4 (#8CC5C0) look alike in grey"),
        ('"#98601A"', '"#7C4A0B"', "scales.opinions 1 (#7C4A0B) and scales.opinions 5 (#0F6670) look alike in grey"),
        ('accent = "#D4551F"', 'accent = "rood"', "accent: 'rood' is no colour such as #0F6670"),
        ('sand = "#F7F4ED"', "", "[colours] 'sand' is missing"),
        ('# logo = "logo.svg"', 'logo = "weg.svg"', "[sender] logo 'weg.svg' is no .svg or .png beside the style"),
        ('"SourceSansPro-Black.ttf"', '"Eigen-Zwart.ttf"', "[fonts] print_files: 'Eigen-Zwart.ttf' is not there"),
        (
            'licence = "LICENSE.txt"',
            'licence = "OFL.txt"',
            "put the file beside the style, or name one that comes along",
        ),
        ('places = "GeoNames (CC BY 4.0)"', "", "[credits] key 'places' is missing"),
        ("[sender]", "[sender", "style.toml is not valid TOML"),
    ],
)
def test_a_style_that_not_everyone_can_read_is_refused_with_what_fails(tmp_path, old, new, said):
    with pytest.raises(style.StyleError) as refused:
        style.load(style_with(tmp_path, old, new))
    assert said in str(refused.value)


def test_all_faults_of_a_style_are_told_at_once(tmp_path):
    path = style_with(tmp_path, 'grey = "#55666C"', 'grey = "#C0C0C0"')
    path.write_text(path.read_text("utf-8").replace('"#4A77BA"', '"#3E5A8C"'), "utf-8")
    with pytest.raises(style.StyleError) as refused:
        style.load(path)
    assert "grey (#C0C0C0) on sand" in str(refused.value)
    assert "look alike" in str(refused.value)


def test_a_logo_beside_the_style_becomes_a_data_address(tmp_path):
    (tmp_path / "eigen.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    known = style.load(style_with(tmp_path, '# logo = "logo.svg"', 'logo = "eigen.svg"'))
    assert known.logo_address.startswith("data:image/svg+xml;base64,")
    assert style.load().logo_address == ""


def test_letters_beside_the_style_go_before_those_that_come_along(tmp_path):
    (tmp_path / "Eigen-Zwart.ttf").write_bytes(b"letters")
    style.load(style_with(tmp_path, '"SourceSansPro-Black.ttf"', '"Eigen-Zwart.ttf"'))
    assert fonts.font("Eigen-Zwart.ttf", tmp_path) == tmp_path / "Eigen-Zwart.ttf"


def test_a_label_is_legible_on_every_class_of_the_map():
    known = style.load()
    for at, shade in enumerate(known.classes):
        label = known.colours["paper" if at >= known.white_from else "ink"]
        assert colour.contrast(label, shade) >= 4.5, at


def test_the_classes_of_the_map_grow_darker_step_by_step():
    white = [colour.contrast(shade, "#FFFFFF") for shade in style.load().classes]
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
