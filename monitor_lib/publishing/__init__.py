"""Runs the notebooks, exports, checks and publishes a wave."""

import sys

# Reading a notebook imports jsonschema, and that a grammar of internet addresses which takes a second and a half to
# build and that no notebook needs; a module that is None counts as not installed.
sys.modules.setdefault("rfc3987_syntax", None)
