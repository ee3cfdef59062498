"""Whether a release is what was published: every entry of its folder, who signed it, and what it came after."""

import json
import os
import shutil
import subprocess

import pytest
from typer.testing import CliRunner

from monitor_lib import cli, paths
from monitor_lib.publishing.run import receipt, shelf, signature
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference import codebook

openssh = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="OpenSSH is not here")
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
WAVE = "voorbeeld"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own, so that no key of another is found."""
    made = paths.Project(tmp_path / "project")
    made.data.mkdir(parents=True)
    for file in (paths.project().codebook, paths.project().data / codebook.load().monitor.earlier):
        shutil.copy(file, made.data)
    monkeypatch.setenv(paths.PROJECT, str(made.folder))
    return made


@pytest.fixture
def stand(project):
    return paths.places(WAVE).shelf(WAVE)


def publish(stand, text: str, keep: int = 5, wave: str = WAVE) -> None:
    """A release of a page and a table, signed where the project has a key."""
    with shelf.locked(stand), shelf.staged(stand, keep) as made:
        made.data.mkdir()
        (made.folder / "index.html").write_text(text, "utf-8")
        made.figures.write_text("cijfers", "utf-8")
        told = {"wave": wave, "files": receipt.hashes(made.folder), "tables": "0123456789abcdef"}
        made.manifest.write_text(receipt.sealed(told, stand.release), "utf-8")
        signature.sign(made, paths.project().keys)


def verified(*options) -> tuple[int, list[str], list[str]]:
    done = CliRunner().invoke(cli.app, ["verify", WAVE, *map(str, options)])
    if isinstance(done.exception, ReportError):
        return 2, [], [str(done.exception)]
    return done.exit_code, done.stdout.splitlines(), done.stderr.splitlines()


@pytest.mark.parametrize("content", ["", "[]", "5", '{"files": []}', "{}", "[" * 9999])
def test_a_receipt_that_is_none_is_named_as_damaged(stand, content):
    publish(stand, "een")
    stand.release.manifest.write_text(content, "utf-8")
    code, _, (said,) = verified()
    assert (code, "beschadigd" in said) == (2, True)


@posix
def test_a_pipe_in_place_of_the_receipt_is_not_waited_for(stand):
    publish(stand, "een")
    stand.release.manifest.unlink()
    os.mkfifo(stand.release.manifest)
    assert verified()[0] == 2


def test_a_whole_release_of_another_wave_in_its_place_is_told(stand):
    publish(stand, "een", wave="voorbeeld2")
    code, _, (said,) = verified()
    assert (code, said) == (1, "manifest.json: is het bewijs van een andere meting")


@posix
def test_what_is_no_plain_file_is_named_and_not_opened(stand, tmp_path):
    publish(stand, "een")
    folder = stand.release.folder
    (tmp_path / "elders").write_text("cijfers", "utf-8")
    stand.release.figures.unlink()
    stand.release.figures.symlink_to(tmp_path / "elders")  # the same content, from a place that can change
    os.mkfifo(folder / "pijp")
    (folder / "leeg").mkdir()
    (folder / "map").symlink_to(tmp_path)
    (folder / "naam\n\x1b[31m.html").write_text("", "utf-8")
    code, _, said = verified()
    assert code == 1
    assert said == [
        "'naam\\n\\x1b[31m.html': hoort er niet bij",
        "data/figures.parquet: is een verwijzing, en hoort een bestand te zijn",
        "map: is een verwijzing, en hoort een bestand te zijn",
        "pijp: is geen bestand, en is niet geopend",
        "leeg: is een lege map",
    ]


def test_without_a_key_it_says_that_nothing_is_signed_and_what_the_colophon_says(stand):
    publish(stand, "een")
    code, said, wrong = verified()
    assert (code, wrong) == (0, [])
    assert said[1:] == [
        "Kenmerk van de tabellen, zoals in het colofon: 01234567.",
        "Niet ondertekend: wie een bestand en het bewijs samen verandert, valt zo niet op.",
    ]


@pytest.mark.parametrize("rest", ["", "{", '{"wave": "voorbeeld"}', "[]"])
def test_a_receipt_that_was_cut_is_told(stand, rest):
    publish(stand, "een")
    stand.release.manifest.write_text(rest, "utf-8")
    code, _, wrong = verified()
    assert code == 2
    assert "beschadigd" in wrong[0]


def change_with_receipt(release) -> None:
    """What an attacker who knows the receipt does: a page and its hash, changed together."""
    (release.folder / "index.html").write_text("anders", "utf-8")
    told = json.loads(release.manifest.read_text("utf-8"))
    told["files"]["index.html"] = receipt.hash_of(release.folder / "index.html")
    release.manifest.write_text(receipt._json(told), "utf-8")


@openssh
def test_a_page_changed_together_with_its_receipt_breaks_the_signature(stand, project):
    signature.make_key(project.keys, "Monitor")
    publish(stand, "een")
    code, said, _ = verified()
    assert code == 0
    assert said[-1].startswith("De handtekening klopt")
    change_with_receipt(stand.release)
    code, _, wrong = verified()
    assert code == 1
    assert wrong[0].startswith("manifest.json: is niet ondertekend met")


@openssh
def test_a_signature_taken_away_or_of_somebody_else_is_no_signature(stand, project, tmp_path):
    signature.make_key(project.keys, "Monitor")
    other = paths.Keys(tmp_path / "ander")
    signature.make_key(other, "Een ander")
    publish(stand, "een")
    assert verified("--key", other.public)[0] == 1
    stand.release.signature.unlink()
    assert verified()[0] == 1


@openssh
def test_a_reader_checks_it_with_openssh_alone(stand, project, tmp_path):
    """As docs/safety.md says how; and the same bytes have the same signature."""
    signature.make_key(project.keys, "Monitor")
    publish(stand, "een")
    first = stand.release.signature.read_bytes()
    signature.sign(stand.release, project.keys)
    assert stand.release.signature.read_bytes() == first
    (tmp_path / "ondertekenaars").write_text(f"monitor {project.keys.public.read_text('utf-8')}", "utf-8")
    words = ["-f", tmp_path / "ondertekenaars", "-I", "monitor", "-n", "monitor", "-s", stand.release.signature]
    checked = subprocess.run(["ssh-keygen", "-Y", "verify", *words], input=stand.release.manifest.read_bytes())
    assert checked.returncode == 0


@openssh
def test_signed_by_somebody_unknown_says_so(stand, project):
    signature.make_key(project.keys, "Monitor")
    publish(stand, "een")
    shutil.rmtree(project.keys.folder)
    code, said, _ = verified()
    assert code == 0
    assert "--key" in said[-1]


@openssh
@posix
def test_a_key_is_its_owners_alone_and_is_made_once(project):
    signature.make_key(project.keys, "Monitor")
    made = project.keys.signing.read_bytes()
    assert project.keys.signing.stat().st_mode & 0o777 == 0o600
    assert project.keys.folder.stat().st_mode & 0o777 == 0o700
    signature.make_key(project.keys, "Monitor")
    assert project.keys.signing.read_bytes() == made
    assert sorted(path.name for path in project.keys.folder.iterdir()) == ["ondertekening", "ondertekening.pub"]


@openssh
def test_a_private_key_or_any_other_file_is_refused_as_a_public_one(stand, project):
    signature.make_key(project.keys, "Monitor")
    publish(stand, "een")
    for file in (project.keys.signing, project.codebook):
        code, _, wrong = verified("--key", file)
        assert code == 2
        assert ".pub" in wrong[0]
        assert "PRIVATE" not in wrong[0]


def test_without_openssh_a_project_with_a_key_says_what_to_install(stand, project, monkeypatch):
    project.keys.folder.mkdir()
    project.keys.signing.write_text("", "utf-8")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReportError, match="Installeer OpenSSH"):
        signature.refuse_unable(project.keys)


@openssh
def test_a_key_that_was_damaged_stops_a_run_before_it_starts(project):
    signature.make_key(project.keys, "Monitor")
    project.keys.public.write_text("ssh-ed25519 half", "utf-8")
    with pytest.raises(ReportError, match="geen sleutel"):
        signature.refuse_unable(project.keys)


# ---- what came before ----


def before(stand) -> str:
    return json.loads(stand.release.manifest.read_text("utf-8"))["before"]


def test_each_receipt_holds_the_hash_of_the_one_before_and_the_first_of_none(stand):
    hashes = []
    for text in "een", "twee", "drie":
        publish(stand, text)
        hashes.append(receipt.hash_of(stand.release.manifest))
        assert before(stand) == (["", *hashes])[len(hashes) - 1]
    assert receipt.broken_chain(stand) == []


def test_the_same_release_once_more_follows_what_it_followed(stand):
    for text in "een", "twee", "twee":
        publish(stand, text)
    assert [path.name for path in stand.earlier.glob("[0-9]*")] == ["0001"]
    (stand.release.folder / "index.html").write_text("bedorven", "utf-8")
    publish(stand, "twee")
    assert receipt.broken_chain(stand) == []


def test_a_kept_release_that_was_changed_with_its_receipt_is_named(stand):
    for text in "een", "twee", "drie":
        publish(stand, text)
    change_with_receipt(paths.Release(stand.earlier / "0001"))
    code, _, wrong = verified()
    assert (code, wrong) == (1, ["eerdere publicatie 0001: is niet waar de volgende op volgde"])
