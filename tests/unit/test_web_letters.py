"""The letters of pages: small, under another name, the same on every run."""

import io

from fontTools.ttLib import TTFont

from monitor_lib.pictures.style import packages, style, web_letters


def opened():
    return {name: TTFont(io.BytesIO(font)) for name, font in web_letters.web_letters().items()}


def test_they_hold_every_letter_that_a_name_may_have_and_are_small():
    needed = "Fryslân Coöperatie ’t Ięsselhüs ŵ ẅ “” – − € ↑ ↓ ≥ 0123456789"
    for name, font in opened().items():
        assert set(map(ord, needed)) - {0x20} <= set(font.getBestCmap()), name
    assert all(len(font) < 25_000 for font in web_letters.web_letters().values())


def test_a_part_of_a_font_does_not_keep_the_name_that_its_licence_reserves():
    family = style.load().fonts["family"]
    for name, font in opened().items():
        told = {record.nameID: record.toUnicode() for record in font["name"].names}
        named = " ".join(told[number] for number in told if number not in (0, 7, 13, 14))
        assert family not in named
        assert family.replace(" ", "") not in named + name
        assert "Reserved Font Name" in told[0]


def test_they_are_the_same_on_every_run():
    again = web_letters.web_letters.__wrapped__()
    assert again == web_letters.web_letters()


def test_every_weight_has_a_rule_with_its_own_address():
    letters = web_letters.web_letters()
    rules = web_letters.faces({name: f"x/{name}" for name in letters})
    assert [f"font-weight: {weight};" in rules for weight in (400, 600, 700)] == [True] * 3
    assert all(f'url("x/{name}") format("woff2")' in rules for name in letters)
    assert len(letters) == len(packages.letters()) == 3


def features(font):
    return {each.FeatureTag for table in ("GPOS", "GSUB") for each in font[table].table.FeatureList.FeatureRecord}


def test_they_keep_the_kerning_ligatures_and_figures_that_the_font_has_and_no_hints():
    wanted = {"kern", "liga", "tnum", "lnum"}  # combining accents, which others place, are in no text in NFC
    for (name, font), path in zip(opened().items(), packages.letters(), strict=True):
        assert features(font) == features(TTFont(path)) & wanted, name
        assert "kern" in features(font), name
        assert not {"fpgm", "prep", "cvt "} & set(font.keys()), name
