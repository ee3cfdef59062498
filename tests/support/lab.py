"""A real JupyterLab of its own, in which a browser opens notebooks."""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from stopped import until

_OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
)
_WHOLE = {"@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"}}  # or only what is in sight is drawn
_RUN = """async path => {
    const app = window.jupyterapp;
    await app.restored;
    const panel = await app.commands.execute("docmanager:open", {path});
    await panel.context.ready;
    await panel.sessionContext.ready;
    app.shell.activateById(panel.id);
    await app.commands.execute("notebook:run-all-cells");
    await panel.context.save();
    await panel.sessionContext.shutdown();
}"""


@contextlib.contextmanager
def started(folder: Path) -> Iterator[str]:
    """JupyterLab on the notebooks in a folder, with settings of its own; gives its address."""
    home, token = folder / ".home", secrets.token_hex(16)
    for name, told in _WHOLE.items():
        path = home / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(told), "utf-8")
    own = {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    around = {**os.environ, **own, "HOME": str(home), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings")}
    around |= {"JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"), "JUPYTER_TOKEN": token}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", *_OPTIONS, f"--ServerApp.port={port}", f"--notebook-dir={folder}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=folder, env=around, **quiet)
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: process.poll() is not None or _answers(f"{address}/api?token={token}"))
        yield f"{address}/lab?reset&token={token}"
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(address) as answer:
        return answer.status == 200
    return False


def run_in(page, address: str, name: str) -> None:
    """Opens a notebook, runs all of its cells, and saves it."""
    page.goto(address)
    page.wait_for_function("window.jupyterapp", timeout=120_000)
    page.evaluate(_RUN, name)
