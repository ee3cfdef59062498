"""The two ways in which words may reach a script: as entities into folium, as JSON into a page."""

import json

_ACTIVE = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'`${}\\\r\n\u2028\u2029"}
_ENDING = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

_ENDING = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def esc(text: object) -> str:
    """The text as numeric entities: the only way in which words may reach folium.

    folium renders the script that it made once more as a template, so braces in a name would run as code on the
    machine that builds the page, and `${` in the browser of who reads it. Escaping for HTML alone stops neither.
    """
    return str(text).translate(_ACTIVE)


def json_block(content: object) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_ENDING)
