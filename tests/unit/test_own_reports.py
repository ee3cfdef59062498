"""Reports of one's own: what the codebook says of them, and which pages that makes."""

from dataclasses import replace

import pytest
from changed_codebook import codebook_with

from monitor_lib import paths
from monitor_lib.publishing.pages import pages
from monitor_lib.reference import codebook
from monitor_lib.reference.own_reports import LEVELS, OwnReport
from monitor_lib.reference.records import CodebookError
from monitor_lib.reference.text.language import speaking
from monitor_lib.reference.translation import untranslated


@pytest.fixture
def made(book):
    """The pages for one report of one's own, with these words about it."""

    def listed(towns=False, **told):
        own = OwnReport(**{"id": "zorg", "notebook": "10_theme.ipynb", "level": "part", "title": "Zorg"} | told)
        where = paths.places("voorbeeld")
        return pages.own_reports(replace(book, reports=(own,)), book.wave("voorbeeld"), where, towns)

    return listed


def test_a_page_is_made_for_everything_at_a_level(made, book):
    parts = [area for area in book.areas if area.level == "part"]
    found = made(parameters={"theme": "toekomst"})
    assert [page.title for page in found] == [f"Zorg: {area.name}" for area in parts]
    assert [page.page for page in found] == [f"rapport-zorg-{area.slug}.html" for area in parts]
    assert found[0].parameters == (("wave", "voorbeeld"), ("theme", "toekomst"), ("area", parts[0].code))
    assert [page.page for page in made(level="country")] == ["rapport-zorg.html"]
    assert [page.parameters[-1] for page in made(level="network")] == [("network", each.id) for each in book.networks]
    assert len(made(level="province")) == len(book.provinces)


def test_municipalities_come_with_their_reports_only(made):
    assert made(level="municipality") == []
    assert len({page.page for page in made(level="municipality", towns=True)}) > 300


def test_a_language_has_the_pages_that_are_made_in_it(made):
    with speaking("en"):
        assert made() == []
        assert made(languages=("nl", "en"))
    assert made(languages=("en",)) == []


def test_every_private_folder_is_closed_to_their_notebooks(made):
    private = {path for path in paths.project().data.iterdir() if path.is_dir()} - {paths.project().geography.folder}
    assert private <= set(map(paths.Path, made()[0].closed))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "nodig"', 'id = "Nodig hebben"', "small letters, digits and hyphens"),
        (
            'level = "part"\ntitle = "Wat ze nodig',
            'level = "land"\ntitle = "Wat ze nodig',
            "level 'land' does not exist",
        ),
        ('notebook = "10_theme.ipynb"', 'notebook = "../theme.ipynb"', "does not lie in notebooks/"),
        (
            'languages = ["nl", "en"]\nen = { title = "What they',
            'languages = ["fy"]\nen = { title = "What they',
            "nl, en",
        ),
    ],
)
def test_what_a_report_cannot_be_is_told_when_the_codebook_is_read(tmp_path, old, new, said):
    with pytest.raises(CodebookError, match=said):
        codebook.load(codebook_with(tmp_path, old, new))


def test_a_report_without_pages_in_a_language_needs_no_words_in_it(tmp_path):
    bare = 'languages = ["nl", "en"]\nen = { title = "What they need" }'
    assert untranslated(codebook.load(codebook_with(tmp_path, bare, 'languages = ["nl"]')), "en") == []
    told = codebook_with(tmp_path, bare, 'languages = ["nl", "en"]')
    (gap,) = untranslated(codebook.load(told.rename(tmp_path / "other.toml")), "en")
    assert "[[report]] nodig" in gap


def test_every_level_makes_pages(made):
    assert all(made(level=level, towns=True) for level in LEVELS)
