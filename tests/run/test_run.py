"""The main job from end to end: deliveries in, province reports out."""

import hashlib
import json
import re
import shutil

import canaries
import pandas as pd
import pytest
import scan
from runs import monitor, run_wave

from monitor_lib import paths
from monitor_lib.publishing.pages import pages
from monitor_lib.publishing.pages.form import EngineName, Form
from monitor_lib.publishing.run import workers
from monitor_lib.publishing.run.release import PUBLIC_COLUMNS, public_initiatives

PAGES = ["index.html", "nederland.html", "initiatievenkaart.html", "leeswijzer.html", "wie-deden-mee.html"]
WORDS = [
    "methode.html",
    "bewijs.html",
    "bekende-fouten.html",
    "wijzigingen.html",
    "colofon.html",
    "toegankelijkheid.html",
]


def test_everything_that_was_promised_is_there(example_run, book):
    made = {path.name for path in example_run.release.folder.glob("*.html")}
    parts = [area.slug for area in book.areas if area.level == "part"]
    reports = [f"provincie-{area.slug}.html" for area in book.provinces]
    assert made == {*PAGES, *WORDS, *reports, *(f"rapport-nodig-{slug}.html" for slug in parts)}
    assert "29 van 29 rapporten, infographics en andere onderdelen gemaakt" in example_run.said
    assert "index.html" in example_run.said.splitlines()[-1]
    made = {path.name for path in example_run.release.infographics.iterdir()}
    pages = ["nederland-1", "nederland-2", *(area.slug for area in book.provinces)]
    cards = ["nederland", *(area.slug for area in book.provinces)]
    assert made == {
        "leeswijzer.pdf",
        *(page + form for page in pages for form in (".pdf", ".png", "-klein.png")),
        *(card + shape for card in cards for shape in ("-vierkant.png", "-breed.png")),
    }


def test_every_page_bears_the_mark_of_the_example(example_run, book):
    for path in example_run.release.folder.glob("*.html"):
        assert book.monitor.example_notice in path.read_text("utf-8"), path.name


def test_every_download_bears_the_mark_of_the_example(example_run, book):
    files = [path for path in example_run.release.data.rglob("*") if path.is_file()]
    assert len(files) > 100
    for path in set(files) - {example_run.release.licence}:
        assert scan.found_in(path.read_bytes(), book.monitor.example_notice), path.name


def test_every_infographic_bears_the_mark_of_the_example(example_run, book):
    for path in example_run.release.infographics.glob("*.pdf"):
        assert scan.found_in(path.read_bytes(), book.monitor.example_notice), path.name


def test_the_inventory_counts_itself_closed(example_run):
    rows = pd.read_csv(example_run.places.clean.rows)
    assert set(rows["status"]) <= {"used", "double", "outside", "unusable"}
    assert not rows.duplicated(["file", "sheet", "row"]).any()
    initiatives = pd.read_parquet(example_run.places.clean.initiatives)
    assert (rows["status"] == "used").sum() == len(initiatives)
    figures = pd.read_parquet(example_run.release.figures)
    total = figures[(figures["area"] == "NL") & (figures["indicator"] == "initiatives")]["value"].item()
    assert total == len(initiatives)


def test_about_as_many_initiatives_and_answers_as_the_example_means_to_have(example_run):
    figures = pd.read_parquet(example_run.release.figures).set_index(["indicator", "area"])["value"]
    assert 1150 <= figures["initiatives", "NL"] <= 1350
    assert 250 <= figures["responses", "NL"] <= 300
    provinces = figures["responses"][[f"PV{n}" for n in range(20, 32)]]
    assert (provinces < 10).sum() == 3


def test_no_personal_data_in_any_byte_that_is_published_or_said(example_run, tmp_path):
    (tmp_path / "said.txt").write_text(example_run.said, "utf-8")
    contacts = pd.read_parquet(example_run.places.clean.contacts)
    wanted = set(canaries.TEXTS) - set(contacts["value"])
    assert {text for text in wanted if not any(text in value for value in contacts["value"])} == set()
    long = contacts.loc[contacts["value"].str.len() > 8, "value"].drop_duplicates()
    planted = [*canaries.TEXTS, *canaries.PERSON.split(), *long.sample(min(60, len(long)), random_state=1)]
    for folder in (example_run.release.folder, tmp_path):
        assert scan.found(folder, planted) == []


def test_no_initiative_without_consent_and_no_free_text_is_published(example_run):
    initiatives = pd.read_parquet(example_run.places.clean.initiatives)
    agreed = initiatives["map_consent"].fillna(False).astype(bool)
    public = " ".join(initiatives.loc[agreed, "name"]).casefold()
    silent = [name for name in initiatives.loc[~agreed, "name"] if len(name) > 12 and name.casefold() not in public]
    responses = pd.read_parquet(example_run.places.clean.responses)
    proud = [text for text in responses["q43"].dropna() if len(text) > 20]
    assert len(silent) > 100
    assert len(proud) > 20
    assert scan.found(example_run.release.folder, [*silent[:40], *proud[:20]]) == []


def test_public_initiatives_have_allowed_columns_and_consent_only(example_run):
    public = pd.read_parquet(example_run.release.initiatives)
    assert list(public.columns) == PUBLIC_COLUMNS
    initiatives = pd.read_parquet(example_run.places.clean.initiatives).set_index("initiative_id")
    assert initiatives.loc[public["initiative_id"], "map_consent"].all()


def test_what_is_no_place_is_not_published_as_one(book):
    row = dict.fromkeys(PUBLIC_COLUMNS) | {"map_consent": True, "networks": "bokd"}
    places = ["Assen", "Kerkstraat 12, bij De Vries", None]
    table = pd.DataFrame([row | {"initiative_id": f"ZG-{n}", "place": place} for n, place in enumerate(places)])
    assert public_initiatives(table, book)["place"].fillna("").tolist() == ["Assen", "", ""]


def test_an_initiative_is_told_with_every_network_that_lists_it_and_never_with_the_name_of_a_file(book):
    row = dict.fromkeys(PUBLIC_COLUMNS) | {"map_consent": True}
    lists = ["stimuland|bokd", "BOKD|lijst van mw De Vries|nog een lijst", "lijst van mw De Vries"]
    table = pd.DataFrame([row | {"initiative_id": f"ZG-{n}", "networks": files} for n, files in enumerate(lists)])
    told = public_initiatives(table, book)["network"].tolist()
    assert told == ["bokd|stimuland", "bokd|overig", "overig"]
    assert "networks" not in public_initiatives(table, book)


def test_the_networks_of_an_initiative_are_those_of_its_lists(example_run, book):
    public = pd.read_parquet(example_run.release.initiatives)
    clean = pd.read_parquet(example_run.places.clean.initiatives).set_index("initiative_id")
    lists = clean.loc[public["initiative_id"], "networks"].str.split("|")
    assert [set(told.split("|")) for told in public["network"]] == [
        {book.network(name).id for name in files} for files in lists
    ]
    assert public["network"].str.contains("|", regex=False).any()


def test_the_manifest_is_a_receipt_of_every_file(example_run):
    manifest = json.loads(example_run.release.manifest.read_text("utf-8"))
    folder = example_run.release.folder
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == files - {"manifest.json"}
    figures = example_run.release.figures.read_bytes()
    assert manifest["files"]["data/figures.parquet"] == hashlib.sha256(figures).hexdigest()


def test_no_path_of_this_machine_is_published(example_run):
    words = [str(paths.ROOT), str(example_run.places.outputs), str(example_run.places.clean.folder)]
    assert scan.found(example_run.release.folder, words) == []


def test_every_link_between_pages_leads_somewhere(example_run):
    folder = example_run.release.folder
    for page in folder.glob("*.html"):
        for target in re.findall(r'(?:href|src)="([^"#?]+)"', page.read_text("utf-8")):
            if not re.match(r"https?:|mailto:|data:", target):
                assert (folder / target).exists(), f"{page.name} -> {target}"


# ---- bad input: one clear message, exit code 2, nothing half-written ----


@pytest.fixture
def places(small):
    return small


def refused(places):
    run = run_wave(places)
    assert run.code == 2, run.said
    assert "Traceback" not in run.said
    assert not any(places.outputs.glob("voorbeeld*"))
    assert not [path for path in places.outputs.glob(".*") if path.suffix != ".lock"]
    assert not places.clean.initiatives.exists()
    return run.said


def test_a_missing_folder(places):
    shutil.rmtree(places.delivered.inventory)
    said = refused(places)
    assert "inventory" in said


def test_an_empty_file(places):
    (places.delivered.inventory / "leeg.csv").write_bytes(b"")
    assert "leeg.csv" in refused(places)


def test_a_list_without_a_place_column(places):
    (places.delivered.inventory / "zonder.csv").write_text("Naam;Telefoon\nDe Lindehof;06-00001234\n", "utf-8")
    said = refused(places)
    assert "zonder.csv" in said
    assert "Plaats" in said
    assert "06-00001234" not in said


def test_an_unknown_answer_code(places):
    export = places.delivered.limesurvey
    text = export.read_text("utf-8-sig")
    assert '"Stichting"' in text
    export.write_text(text.replace('"Stichting"', '"Stichtign"'), "utf-8-sig")
    said = refused(places)
    assert export.name in said
    assert "Q07" in said
    assert "Stichtign" in said
    assert "vereniging" in said


def test_all_errors_come_at_once(places):
    (places.delivered.inventory / "leeg.csv").write_bytes(b"")
    (places.delivered.inventory / "zonder.csv").write_text("Naam;Telefoon\nDe Lindehof;06-00001234\n", "utf-8")
    said = refused(places)
    assert "leeg.csv" in said
    assert "zonder.csv" in said


def test_an_error_leaves_the_last_release_as_it_was(places):
    release = places.outputs / "voorbeeld"
    release.mkdir(parents=True)
    (release / "index.html").write_text("vorige", "utf-8")
    (places.delivered.inventory / "leeg.csv").write_bytes(b"")
    assert run_wave(places).code == 2
    assert [(path.name, path.read_text("utf-8")) for path in release.iterdir()] == [("index.html", "vorige")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "voorbeld"), "bedoelt u voorbeeld?"),
        (("report", "voorbeeld", "Frieslnd"), "bedoelt u Fryslân?"),
        (("report", "voorbeeld", "Noord"), "geen provincie"),
    ],
)
def test_a_mistyped_name_gets_a_suggestion(words, said):
    done = monitor(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_one_report_by_an_alias_in_a_single_file(example_run, tmp_path):
    target = tmp_path / "friesland.html"
    done = monitor("report", "voorbeeld", "Friesland", "--to", target, "--outputs", example_run.places.outputs)
    assert done.returncode == 0, done.stderr
    page = target.read_text("utf-8")
    assert "Fryslân" in page
    assert 'src="assets' not in page


def test_a_municipality_has_a_report_in_a_single_file(example_run, tmp_path):
    target = tmp_path / "gemeente.html"
    done = monitor("report", "voorbeeld", "gm0363", "--to", target, "--outputs", example_run.places.outputs)
    assert done.returncode == 0, done.stderr
    page = target.read_text("utf-8")
    assert "Gemeente Amsterdam" in page
    assert "de cijfers van de provincie Noord-Holland" in page
    assert 'src="assets' not in page
    assert "monitorFigures = " not in page  # of other provinces, which nobody can put beside it


def test_there_is_a_report_for_every_municipality_under_a_name_of_its_own(book):
    reports = pages.municipality_reports(book.wave("voorbeeld"), book)
    assert len(reports) == 342
    assert len({report.page for report in reports}) == len({report.title for report in reports}) == 342
    assert {dict(report.parameters)["area"][:2] for report in reports} == {"GM"}


def test_an_unknown_municipality_is_refused():
    done = monitor("report", "voorbeeld", "GM9999")
    assert done.returncode == 2
    assert "GM9999" in done.stderr


NOTEBOOKS = ["Nederland", "Zeeland", "Noord-Brabant", "Initiatievenkaart", "Leeswijzer"]


@pytest.mark.parametrize("title", NOTEBOOKS)
def test_the_kernel_of_jupyter_gives_the_same_page_byte_for_byte(title, example_run, tmp_path, book):
    wave, made = book.wave("voorbeeld"), []
    report = next(each for each in pages.report_list(book, wave) if each.title == title)
    for engine in EngineName:
        (tmp_path / engine).mkdir()
        target = tmp_path / engine / report.page
        args = (report, example_run.release.folder, target, wave, Form(engine, single_file=False))
        assert [end.fault for end in workers.outcomes([workers.Job(title, make, args)], 1, 300)] == [""]
        made.append({path.name: path.read_bytes() for path in target.parent.rglob("*") if path.is_file()})
    assert made[0].keys() == made[1].keys()
    assert made[0] == made[1]


def make(report, tables, target, wave, form):
    """In a process of its own, with the reading guide's PDF beside its page and not in the release."""
    folder = target.with_suffix("")
    shutil.copytree(tables / "data", folder / "data")
    pages.make_report(report, folder, target, wave, form)


def test_a_second_run_at_the_same_time_is_refused(places):
    import fcntl

    places.outputs.mkdir()
    with (places.outputs / ".voorbeeld.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        run = run_wave(places)
    assert run.code == 75
    assert "al gedraaid" in run.said
