"""The signature under the manifest of a release, by OpenSSH: a reader checks it without this program.

`ssh-keygen -Y` comes with Linux, macOS and Windows, its signatures are a documented format (PROTOCOL.sshsig of
OpenSSH), and an Ed25519 key gives the same signature of the same bytes. A library such as PyNaCl would be one more
package to trust, and of no use to who only reads.
"""

import subprocess
import tempfile
from pathlib import Path

from monitor_lib import disk, paths
from monitor_lib.publishing.run.workers import ReportError

UNSIGNED, UNCHECKED, GOOD, BAD = "unsigned", "unchecked", "good", "bad"
_PROGRAM = "ssh-keygen"
_NAME = "monitor"  # the signer, and what is signed, as OpenSSH wants to hear them
_PUBLIC = ("ssh-", "ecdsa-", "sk-")  # how a public key begins


def make_key(keys: paths.Keys, about: str) -> None:
    """Makes the key of a project; one that is there stays.

    Raises:
        ReportError: without OpenSSH.
    """
    if keys.signing.exists():
        return
    disk.private(keys.folder)
    with tempfile.TemporaryDirectory(dir=keys.folder) as beside:
        made = paths.Keys(Path(beside))
        _openssh("-q", "-t", "ed25519", "-N", "", "-C", about, "-f", str(made.signing))
        made.public.rename(keys.public)
        made.signing.rename(keys.signing)


def fingerprint(key: Path) -> str:
    """A public key in short, to compare by eye.

    Raises:
        ReportError: without OpenSSH, and where that is no key.
    """
    told = _openssh("-l", "-f", str(key))
    if told.returncode:
        raise ReportError(f"{key} is geen sleutel, of is er niet. Zet hem terug uit een back-up.")
    return told.stdout.decode().split()[1]


def refuse_unable(keys: paths.Keys) -> None:
    """Raises ReportError where releases are to be signed and nothing here can do so."""
    if keys.signing.exists():
        fingerprint(keys.public)


def sign(release: paths.Release, keys: paths.Keys) -> None:
    """Signs the manifest of a release, where the project has a key.

    Raises:
        ReportError: without OpenSSH, and where the key cannot be used.
    """
    if not keys.signing.exists():
        return
    made = _openssh("-q", "-Y", "sign", "-f", str(keys.signing), "-n", _NAME, given=release.manifest.read_bytes())
    if made.returncode:
        raise ReportError(f"{keys.signing} is geen sleutel om mee te ondertekenen. Zet hem terug, of haal hem weg.")
    release.signature.write_bytes(made.stdout)


def state(release: paths.Release, key: Path | None) -> str:
    """Whether the manifest of a release is what the holder of a key signed.

    Args:
        release: with its manifest.
        key: the public key; None where it is not known.

    Raises:
        ReportError: without OpenSSH, and where that is no public key.
    """
    if not release.signature.is_file():
        return UNSIGNED
    if key is None:
        return UNCHECKED
    with tempfile.TemporaryDirectory() as folder:
        signers = Path(folder, "signers")
        signers.write_text(f"{_NAME} {_public(key)}\n", "utf-8")
        words = ("-f", str(signers), "-I", _NAME, "-n", _NAME, "-s", str(release.signature))
        checked = _openssh("-q", "-Y", "verify", *words, given=release.manifest.read_bytes())
    return BAD if checked.returncode else GOOD


def _public(key: Path) -> str:
    text = key.read_text("utf-8", errors="replace").strip()
    if not text.startswith(_PUBLIC) or "\n" in text:
        raise ReportError(f"{key} is geen publieke sleutel. Noem het bestand dat op .pub eindigt.")
    return text


def _openssh(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        # In a session of its own it can ask nobody for a passphrase, and fails in place of waiting.
        return subprocess.run([_PROGRAM, *words], input=given, capture_output=True, start_new_session=True, check=False)
    except FileNotFoundError:
        advice = "Installeer OpenSSH (op Debian en Ubuntu: openssh-client)."
        raise ReportError(f"{_PROGRAM} ontbreekt: zonder is niets te ondertekenen of na te rekenen. {advice}") from None
