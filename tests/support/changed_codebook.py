"""The codebook with one thing changed."""

from monitor_lib import paths


def codebook_with(tmp_path, old, new):
    text = paths.project().codebook.read_text("utf-8")
    assert old in text
    path = tmp_path / "codebook.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path
