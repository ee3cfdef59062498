"""What the warm process has at hand before the first report: what is imported here, and what `get_ready` reads."""

import gc
import io

import pandas as pd
from IPython.core import application, completer, completerlib, logger, magics, oinspect  # noqa: F401
from nbformat.v4 import new_markdown_cell, new_notebook
from pyarrow.parquet import ParquetFile

from monitor_lib import paths
from monitor_lib.pictures.charts import block_charts, key_figures, published_2020, trend_charts, turnout  # noqa: F401
from monitor_lib.pictures.maps import base_map, choropleth, coverage, explorer, outlines  # noqa: F401
from monitor_lib.pictures.paper import infographic
from monitor_lib.pictures.text import municipality  # noqa: F401
from monitor_lib.publishing.pages import engine, handout, landing_page, reports  # noqa: F401
from monitor_lib.publishing.run import release
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import geography


def get_ready() -> None:
    """Reads once what every report reads; makes an empty map and page, so that readers and templates are there."""
    book = codebook.load()
    geography.municipalities()
    for detail in (base_map.FINE, base_map.COARSE, choropleth.DETAIL, infographic.DETAIL):
        outlines.outlines(detail)
    for notebook in sorted(paths.project().notebooks.glob("*.ipynb")):
        engine.parameter_names(notebook)
    ParquetFile(io.BytesIO(pd.DataFrame({"a": ["b"]}).to_parquet())).read().to_pandas().to_dict("records")
    engine.have_shell_ready()
    nobody = pd.DataFrame(columns=release.PUBLIC_COLUMNS)
    explorer.initiatives_map(nobody, book, book.country).page(shared=False)
    reports.html(
        new_notebook(cells=[new_markdown_cell("## Leeg\n\n- leeg")]), book, book.waves[0], "Leeg", reports.Setting()
    )
    gc.freeze()  # what stands here is never rubbish: a copy need not look through it, nor write in it
