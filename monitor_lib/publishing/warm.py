"""What the warm process has at hand before the first report: importing this is getting ready."""

import gc
import io

import pandas as pd
from IPython.core import application, completer, completerlib, logger, magics, oinspect  # noqa: F401
from nbformat.v4 import new_markdown_cell, new_notebook

from monitor_lib import paths
from monitor_lib.pictures import (  # noqa: F401
    accounts,
    choropleth,
    explorer,
    guide,
    infographic,
    maps,
    municipality,
    outlines,
    quoting,
)
from monitor_lib.publishing import engine, reports
from monitor_lib.reference import codebook, geography

book = codebook.load()
geography.municipalities()
for detail in (maps.FINE, maps.COARSE, choropleth.DETAIL, infographic.DETAIL):
    outlines.outlines(detail)
for notebook in sorted(paths.project().notebooks.glob("*.ipynb")):
    engine.parameter_names(notebook)
# An empty table and an empty page, so that readers are loaded and templates compiled; nothing of them is kept.
pd.read_parquet(io.BytesIO(pd.DataFrame({"a": ["b"]}).to_parquet())).to_dict("records")
for name in explorer.TEMPLATES:
    explorer.template(name)
reports.html(new_notebook(cells=[new_markdown_cell("## Leeg\n\n- leeg")]), book, book.waves[0], "Leeg")
gc.freeze()  # what stands here is never rubbish: a copy need not look through it, nor write in it
