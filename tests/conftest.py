"""What the tests share: the codebook, small tables made by hand, and a whole example run."""

import pytest

from monitor_lib.reference import codebook


@pytest.fixture(scope="session")
def book():
    return codebook.load()
