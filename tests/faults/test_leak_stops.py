"""A leak in a release that is being made."""

import subprocess
import sys

from runs import copied
from support import SUPPORT

from monitor_lib import paths


def test_a_leak_stops_the_publication_and_the_last_release_stays(tmp_path, small_run):
    published = copied(small_run, tmp_path)
    person, site = "Quirina Sneeuwklokje", "https://quirina-sneeuwklokje.example"
    rows = f"Naam;Plaats;Op de kaart;Website;Contactpersoon\nDe Brug;Goes;ja;{site};{person}\n"
    (published.delivered.inventory / "zeeland-extra.csv").write_text(rows, "utf-8")
    index = published.outputs / "voorbeeld" / "index.html"
    before = index.read_bytes()
    places = {"deliveries": published.delivered, "clean": published.clean, "decisions": published.decisions}
    folders = [word for name, each in places.items() for word in (f"--{name}", each.folder)]
    notebook = paths.project().notebooks / "4_province.ipynb"
    words = ["-", notebook, "run", "voorbeeld", *folders, "--outputs", published.outputs]
    done = subprocess.run(
        [sys.executable, SUPPORT / "few_reports.py", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 2, done.stderr
    assert "- data/initiatieven.csv: zeeland-extra.csv, rij 2, kolom contact_person" in done.stderr
    assert "Traceback" not in done.stderr
    asked = published.decisions.harmless.read_text("utf-8-sig")
    assert "data/initiatieven.csv;zeeland-extra.csv, rij 2, kolom contact_person;aaaaa://[...].aaaaaaa" in asked
    assert "sneeuwklokje" not in (done.stderr + done.stdout + asked).casefold()
    assert index.read_bytes() == before
    assert [path.name for path in published.outputs.iterdir() if not path.name.startswith(".")] == ["voorbeeld"]
