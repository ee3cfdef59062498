"""What is known of a licence by its name: where it stands, what programs call it, and whether it asks for credit."""

import re

_BY = re.compile(r"CC (BY(?:-(?:NC|ND|SA))*) (\d\.\d)")
_ZERO = re.compile(r"CC0 (1\.0)")


def address(name: str) -> str:
    """Where a licence of Creative Commons can be read, in Dutch; "" of any other."""
    if found := _BY.fullmatch(name):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/deed.nl"
    return "https://creativecommons.org/publicdomain/zero/1.0/deed.nl" if _ZERO.fullmatch(name) else ""


def identifier(name: str) -> str:
    """What a licence of Creative Commons is called in the list of SPDX; "" of any other."""
    return name.replace(" ", "-") if address(name) else ""


def asks_credit(name: str) -> bool:
    """Whether it is known to ask that the source be named."""
    return bool(_BY.fullmatch(name))
