"""What the warm process has at hand before the first report: importing this is getting ready."""

from monitor_lib.pictures import style
from monitor_lib.reference import codebook

codebook.load()
style.load()
