"""What the warm process has at hand before the first report: importing this is getting ready."""

import pyarrow.dataset  # noqa: F401
from IPython.core import application, completer, completerlib, magics, oinspect  # noqa: F401

from monitor_lib import paths
from monitor_lib.pictures import choropleth, guide, infographic, maps, outlines, style  # noqa: F401
from monitor_lib.publishing import engine, reports
from monitor_lib.reference import codebook

codebook.load()
style.load()
for notebook in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
    engine.parameter_names(notebook)
reports.page_exporter().template  # noqa: B018  compiled when it is first asked for
reports.markdown("")
for detail in (maps.FINE, maps.COARSE, choropleth.DETAIL, infographic.DETAIL):
    outlines.outlines(detail)
