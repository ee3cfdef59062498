"""Where the helpers of the tests and their files lie."""

from pathlib import Path

SUPPORT = Path(__file__).parent
