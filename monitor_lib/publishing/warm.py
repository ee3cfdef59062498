"""What the warm process has at hand before the first report: what is imported here, and what `get_ready` reads."""

import gc
import io

import pandas as pd
from IPython.core import application, completer, completerlib, logger, magics, oinspect  # noqa: F401
from nbformat.v4 import new_markdown_cell, new_notebook

from monitor_lib import paths
from monitor_lib.pictures.charts import block_charts, published_2020, trend_charts, turnout  # noqa: F401
from monitor_lib.pictures.maps import base_map, choropleth, coverage, explorer, outlines  # noqa: F401
from monitor_lib.pictures.paper import infographic
from monitor_lib.publishing.pages import engine, handout, landing_page, reports  # noqa: F401
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import geography


def get_ready() -> None:
    """Reads once what every report reads, and makes an empty page: readers are loaded then, and templates compiled."""
    book = codebook.load()
    geography.municipalities()
    for detail in (base_map.FINE, base_map.COARSE, choropleth.DETAIL, infographic.DETAIL):
        outlines.outlines(detail)
    for notebook in sorted(paths.project().notebooks.glob("*.ipynb")):
        engine.parameter_names(notebook)
    pd.read_parquet(io.BytesIO(pd.DataFrame({"a": ["b"]}).to_parquet())).to_dict("records")
    engine.have_shell_ready()
    for name in explorer.TEMPLATES:
        explorer.template(name)
    reports.html(
        new_notebook(cells=[new_markdown_cell("## Leeg\n\n- leeg")]), book, book.waves[0], "Leeg", reports.Setting()
    )
    gc.freeze()  # what stands here is never rubbish: a copy need not look through it, nor write in it
