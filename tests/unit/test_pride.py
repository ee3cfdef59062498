"""What initiatives are proud of: published only when the initiative agreed and a person marked it, and never run."""

import csv
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pandas as pd
import pytest
from PIL import Image

from monitor_lib import paths
from monitor_lib.intake import pride
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.survey import consents
from monitor_lib.publishing.check import links
from monitor_lib.publishing.data import showcase
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference import codebook

BOOK = codebook.load()

INITIATIVES = pd.DataFrame(
    {
        "initiative_id": ["ZG-1", "ZG-2", "ZG-3"],
        "name": ["De Brug", "De Kern", "De Es"],
        "map_consent": pd.array([True, False, True], dtype="boolean"),
    }
)
RESPONSES = pd.DataFrame(
    {
        "initiative_id": ["ZG-1", "ZG-2", "ZG-3", None],
        consents.column("material"): pd.array([True, True, None, True], dtype="boolean"),
    }
)


def register(folder, *changes):
    """A register with one line per change of a good line."""
    good = {"initiative_id": "ZG-1", "name": "De Brug", "title": "Onze bus", "kind": "film"}
    good |= {"address": "https://bus.example/film", "publish": "ja", "who": "an", "when": "2026-05-01"}
    places = paths.Decisions(folder)
    decisions.write(places.pride, pride.PRIDE.columns, [good | change for change in changes])
    return places


def titles(places):
    return [entry.title for entry in pride.materials(places, INITIATIVES, RESPONSES, BOOK)]


def test_shown_is_what_a_person_marked_of_who_agreed(tmp_path):
    places = register(
        tmp_path,
        {"title": "mag"},
        {"title": "niet gemarkeerd", "publish": "nee"},
        {"title": "nog niet bekeken", "publish": "", "address": "weet niet"},
        {"title": "antwoordde niet op de vraag", "initiative_id": "ZG-3"},
        {"title": "van niemand", "initiative_id": "ZG-9"},
        {"title": "in hoofdletters", "publish": "JA", "kind": "Film"},
    )
    assert titles(places) == ["mag", "in hoofdletters"]


def test_the_name_is_told_only_of_who_agreed_to_the_map(tmp_path):
    places = register(tmp_path, {}, {"initiative_id": "ZG-2"})
    assert [entry.initiative for entry in pride.materials(places, INITIATIVES, RESPONSES, BOOK)] == ["De Brug", ""]


def test_a_run_proposes_a_line_per_initiative_that_agreed_and_keeps_what_a_person_wrote(tmp_path):
    places = register(tmp_path, {})
    for _ in range(2):
        titles(places)
        lines = list(csv.DictReader(io.StringIO(places.pride.read_text("utf-8-sig")), delimiter=";"))
        assert [(line["initiative_id"], line["title"]) for line in lines] == [("ZG-1", "Onze bus"), ("ZG-2", "")]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//elders.example",
        "https://gebruiker:wachtwoord@x.example/",
        "https://localhost/",
        'https://x.example/"onclick="y',
        "https://x.example/<script>",
        "http://[::1",
        "../../../etc/passwd",
        "niet-daar.png",
        "",
    ],
)
def test_an_address_that_is_no_web_address_stops_the_run_and_says_where(tmp_path, address):
    with pytest.raises(DeliveryError) as caught:
        titles(register(tmp_path, {}, {"address": address}))
    assert "pride.csv" in str(caught.value)
    assert "rij 3" in str(caught.value)
    assert "address" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "word"),
    [({"title": ""}, "title"), ({"kind": "lied"}, "kind"), ({"who": ""}, "who"), ({"when": ""}, "who")],
)
def test_a_marked_line_must_be_whole(tmp_path, change, word):
    with pytest.raises(DeliveryError) as caught:
        titles(register(tmp_path, change))
    assert word in str(caught.value)


def test_no_answers_to_the_question_means_that_nothing_is_shown(tmp_path):
    places = register(tmp_path, {})
    unasked = RESPONSES.assign(**{consents.column("material"): pd.NA})
    assert pride.materials(places, INITIATIVES, unasked, BOOK) == ()


def test_a_picture_is_published_upright_and_without_what_the_camera_wrote(tmp_path):
    places = register(tmp_path, {"address": "bus.jpg", "kind": "foto"})
    places.pride_pictures.mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Zebedea Canariefladder, Kanariepad 17"
    Image.new("RGB", (40, 20), "red").save(places.pride_pictures / "bus.jpg", exif=exif, comment=b"Zebedea")
    assert b"Zebedea" in (places.pride_pictures / "bus.jpg").read_bytes()
    (entry,) = pride.materials(places, INITIATIVES, RESPONSES, BOOK)
    made = paths.Release(tmp_path)
    showcase.write([entry], made)
    (shown,) = json.loads(made.showcase.read_text("utf-8"))
    assert shown["picture"] == "trots/1.jpg"
    content = (tmp_path / shown["picture"]).read_bytes()
    assert b"Zebedea" not in content
    assert Image.open(io.BytesIO(content)).size == (20, 40)


def test_a_picture_that_cannot_be_read_stops_the_run_and_says_which(tmp_path):
    places = register(tmp_path, {"address": "bus.png", "kind": "foto"})
    places.pride_pictures.mkdir()
    (places.pride_pictures / "bus.png").write_bytes(b"\x89PNG\r\n\x1a\nhalf")
    entries = pride.materials(places, INITIATIVES, RESPONSES, BOOK)
    with pytest.raises(ReportError, match="Onze bus"):
        showcase.write(entries, paths.Release(tmp_path))


class _Site(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/daar" else 404)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def loopback():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_links_are_asked_whether_they_answer(loopback, tmp_path):
    changes = [{"title": path, "address": f"{loopback}/{path}"} for path in ("daar", "weg")]
    decided = register(tmp_path, *changes, {"title": "dicht", "address": "http://127.0.0.1:9/"})
    clean = paths.Clean(tmp_path / "clean")
    clean.folder.mkdir()
    INITIATIVES.to_parquet(clean.initiatives)
    RESPONSES.to_parquet(clean.responses)
    found = {answer.title: answer.fault for answer in links.answers(clean, decided, BOOK)}
    assert found == {"daar": "", "weg": "antwoordt met 404", "dicht": "antwoordt niet"}


@pytest.mark.parametrize("title", ["De Kern in beeld", "Onze film: de kern", "Het feest van DE KERN!"])
def test_a_title_may_not_name_who_wants_no_place_on_the_map(tmp_path, title):
    places = register(tmp_path, {"initiative_id": "ZG-2", "title": title})
    with pytest.raises(DeliveryError, match="niet op de kaart wil") as refused:
        titles(places)
    assert "kern" not in str(refused.value).casefold()
    assert titles(register(tmp_path, {"initiative_id": "ZG-2", "title": title, "publish": "nee"})) == []
