"""Fetching official outlines, against a server on loopback that answers as PDOK does, or worse."""

import csv
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from monitor_lib import paths
from monitor_lib.intake.matching.account import Judged, account, covered
from monitor_lib.intake.places.placing import location
from monitor_lib.pictures.maps.coverage import COVERED, coverage_map
from monitor_lib.pictures.style import style
from monitor_lib.publishing.run.receipt import hash_of
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import boundaries, geography
from monitor_lib.reference.areas.boundaries import BoundariesError, Service, fetched
from monitor_lib.reference.areas.municipalities import municipalities_called
from monitor_lib.reference.areas.surveyed import municipality_at, newest

REFERENCE = paths.ROOT.parent / "shared" / "reference_geo"
PROVINCES = frozenset(area.code for area in codebook.load().provinces)


def outlines(name: str) -> list[dict]:
    """Official outlines in the shape in which the service gives them."""
    found = json.loads((REFERENCE / f"{name}.geojson").read_text("utf-8"))["features"]
    return [each | {"properties": each["properties"] | {"jaarcode": 2025}} for each in found]


def covered_towns(book, *codes: str) -> pd.DataFrame:
    """The public account of a list with an initiative in these municipalities."""
    rows = pd.DataFrame(columns=["file", "sheet", "row", "initiative_id", "status", "reason", "network"])
    return covered(account(rows, {}, Judged(), book), pd.DataFrame({"municipality": list(codes)}), 2025)


def feature(kind: str, number: int, year: int) -> dict:
    square = [[[5, 52], [5.1, 52], [5.1, 52.1], [5, 52]]]
    code = f"{kind}{number:04}" if kind == "GM" else f"{kind}{number}"
    about = {
        "statcode": code,
        "statnaam": f"Gebied {number}",
        "jaarcode": year,
        "jrstatcode": f"{year}{code}",
        "rubriek": "x",
    }
    return {
        "type": "Feature",
        "id": number,
        "properties": about,
        "geometry": {"type": "Polygon", "coordinates": square},
    }


class Pdok(BaseHTTPRequestHandler):
    """Answers in pages of 200 with a link to the next; what `server.faults` holds goes wrong first."""

    def do_GET(self):
        self.server.asked.append(self.path)
        fault = self.server.faults.pop(0) if self.server.faults else ""
        if fault == "slow":
            time.sleep(0.6)
        body = b'{"type": "FeatureColl' if fault == "broken" else self.page(fault)
        self.send_response(503 if fault == "busy" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)

    def page(self, fault: str) -> bytes:
        query = parse_qs(urlsplit(self.path).query)
        year, start = int(query["jaarcode"][0]), int(query.get("cursor", ["0"])[0])
        kind, count = ("PV", 12) if "provincie" in self.path else ("GM", self.server.count)
        first = 20 if kind == "PV" else 1
        made = [feature(kind, number, year) for number in range(first, first + count)]
        every = self.server.outlines.get(kind, made)
        every += [feature(kind, number, year - 1) for number in range(first, first + self.server.others)]
        links = [{"rel": "self", "href": self.path}]
        if start + 200 < len(every):
            path = f"{urlsplit(self.path).path}?f=json&jaarcode={year}&cursor={start + 200}"
            links.append({"rel": "next", "href": "http://elsewhere.example/x" if fault == "elsewhere" else path})
        shape = ["no", "object"] if fault == "shape" else {"features": every[start : start + 200], "links": links}
        return json.dumps(shape).encode()

    def log_message(self, *_):
        pass


@pytest.fixture
def pdok():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pdok)
    server.faults, server.asked, server.count, server.others, server.outlines = [], [], 355, 0, {}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def service(server) -> Service:
    return Service(f"http://127.0.0.1:{server.server_port}", timeout=0.3, pause=0)


def test_pages_are_followed_and_everything_is_written_with_source_and_checksum(pdok, tmp_path):
    target = fetched(2020, paths.boundaries(2020, tmp_path / "cbs"), PROVINCES, service(pdok))
    features = json.loads(target.municipalities.read_text("utf-8"))["features"]
    assert len(features) == 355
    assert features[0]["properties"] == {"statcode": "GM0001", "statnaam": "Gebied 1"}
    assert len(json.loads(target.provinces.read_text("utf-8"))["features"]) == 12
    about = json.loads(target.source.read_text("utf-8"))
    assert about["licence"].startswith("CC BY 4.0")
    assert len(pdok.asked) == 3
    assert boundaries.available(target)
    assert sorted(path.name for path in target.folder.iterdir()) == [
        "SOURCE.json",
        "municipalities.geojson",
        "provinces.geojson",
    ]
    target.municipalities.write_text("{}", "utf-8")
    assert not boundaries.available(target)
    assert not boundaries.available(paths.boundaries(2021, tmp_path / "none"))


def test_other_years_than_asked_are_filtered_here_too(pdok, tmp_path):
    pdok.others = 300
    target = fetched(2020, paths.boundaries(2020, tmp_path), PROVINCES, service(pdok))
    assert len(json.loads(target.municipalities.read_text("utf-8"))["features"]) == 355


@pytest.mark.parametrize("fault", ["slow", "broken", "busy", "cut", "shape"])
def test_a_fault_twice_is_got_over_and_three_times_is_told(pdok, tmp_path, fault):
    pdok.faults = [fault] * 2
    assert fetched(2020, paths.boundaries(2020, tmp_path / "good"), PROVINCES, service(pdok)).source.exists()
    pdok.faults = [fault] * 3
    with pytest.raises(BoundariesError, match="na 3 keer geen bruikbaar antwoord"):
        fetched(2020, paths.boundaries(2020, tmp_path / "bad"), PROVINCES, service(pdok))
    assert not (tmp_path / "bad").exists()


@pytest.mark.parametrize("count", [0, 354, 356])
def test_a_wrong_number_of_areas_is_refused_and_nothing_is_kept(pdok, tmp_path, count):
    pdok.count = count
    with pytest.raises(BoundariesError, match="verwacht 355"):
        fetched(2020, paths.boundaries(2020, tmp_path / "cbs"), PROVINCES, service(pdok))
    assert not (tmp_path / "cbs").exists()


def test_provinces_that_the_codebook_does_not_know_are_refused(pdok, tmp_path):
    others = PROVINCES - {"PV20"} | {"PV99"}
    with pytest.raises(BoundariesError, match="provincie"):
        fetched(2020, paths.boundaries(2020, tmp_path / "cbs"), others, service(pdok))
    assert not (tmp_path / "cbs").exists()


def test_a_link_to_another_host_is_not_followed(pdok, tmp_path):
    pdok.faults = ["elsewhere"]
    with pytest.raises(BoundariesError, match=r"elsewhere\.example"):
        fetched(2020, paths.boundaries(2020, tmp_path), PROVINCES, service(pdok))


def test_a_year_without_boundaries_is_told_without_asking(pdok, tmp_path):
    with pytest.raises(BoundariesError, match="2019 tot en met 2026"):
        fetched(1999, paths.boundaries(1999, tmp_path), PROVINCES, service(pdok))
    assert pdok.asked == []


def test_nobody_there_is_told(tmp_path):
    with pytest.raises(BoundariesError, match="schematische kaarten"):
        fetched(2020, paths.boundaries(2020, tmp_path), PROVINCES, Service("http://127.0.0.1:9", timeout=0.3, pause=0))


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference outlines are not part of the repository")
def test_real_outlines_come_through_whole_and_are_drawn_where_they_lie(pdok, tmp_path, book):
    pdok.outlines = {"GM": outlines("gemeente_2025_342"), "PV": outlines("provincie_2025")}
    target = fetched(2025, paths.boundaries(2025, tmp_path / "cbs"), PROVINCES, service(pdok))
    kept = json.loads(target.municipalities.read_text("utf-8"))["features"]
    assert {each["properties"]["statcode"]: each["geometry"] for each in kept} == {
        each["properties"]["statcode"]: each["geometry"] for each in pdok.outlines["GM"]
    }
    drawn = coverage_map(covered_towns(book, "GM0363", "GM1992"), book, target, book.waves[-1])
    assert "schematisch" not in drawn.svg + drawn.note
    assert drawn.svg.count("<path") == 342
    lands = re.search(rf'<g fill="{style.load().colours[COVERED]}">(.*?)</g>', drawn.svg)[1]
    assert re.findall("<title>(.*?): ja", lands) == ["Amsterdam", "Voorne aan Zee"]


@pytest.fixture
def around_norg(tmp_path, monkeypatch):
    """Fetched outlines of which one, that of another municipality, lies around Norg, with a hole west of it."""
    monkeypatch.setattr(paths.Geography, "official", property(lambda _: tmp_path))
    (norg,) = geography.by_place("Norg")
    x, y = norg.longitude, norg.latitude
    square = [[[x + a * size, y + b * size] for a, b in CORNERS] for size in (0.1, 0.02)]
    hole = [[longitude - 0.05, latitude] for longitude, latitude in square[1]]
    about = {"statcode": "GM0109", "statnaam": "Coevorden"}
    shape = {"type": "Polygon", "coordinates": [square[0], hole]}
    target = paths.boundaries(max(boundaries.MUNICIPALITIES))
    keep(target, json.dumps({"features": [{"properties": about, "geometry": shape}]}).encode())
    return norg


def keep(target: paths.Boundaries, municipalities: bytes) -> None:
    """Outlines as they lie there once they were fetched."""
    target.municipalities.parent.mkdir(parents=True)
    target.municipalities.write_bytes(municipalities)
    target.provinces.write_text("{}", "utf-8")
    sums = {path.name: hash_of(path) for path in (target.municipalities, target.provinces)}
    target.source.write_text(json.dumps({"sha256": sums}), "utf-8")


CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))


def test_where_outlines_were_fetched_they_tell_the_municipality_of_a_place(book, around_norg):
    found, remarks = location({"place": "Norg"}, book)
    assert (found.municipality_name, found.confidence, remarks) == ("Coevorden", "high", [])
    assert location({"place": "Norg", "municipality": "Noordenveld"}, book)[0].latitude is None
    assert location({"place": "Sneek"}, book)[0].municipality_name == "Súdwest-Fryslân"
    outlines, (x, y) = newest(), (around_norg.longitude, around_norg.latitude)
    inside = [municipality_at(x + east, y, outlines) for east in (0, 0.09, 0.11, -0.05, -0.08)]
    assert inside == ["GM0109", "GM0109", None, None, "GM0109"]


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference geography is not here")
def test_with_official_outlines_nearly_every_place_alone_lies_in_its_municipality(book, tmp_path, monkeypatch):
    monkeypatch.setattr(paths.Geography, "official", property(lambda _: tmp_path))
    keep(paths.boundaries(2025), (REFERENCE / "gemeente_2025_342.geojson").read_bytes())
    right = []
    with (REFERENCE / "pc4_plaats_gemeente_provincie.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found, _ = location({"postcode": row["postcode"], "place": row["plaats"] or None}, book)
            if row["gemeente"] and found and found.confidence == "high":
                right.append(found.municipality in {town.code for town in municipalities_called(row["gemeente"])})
    assert len(right) > 3900
    assert sum(right) / len(right) >= 0.99
