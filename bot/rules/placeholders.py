"""Which names in braces does a prepared answer have, to be filled in for the incident that it is about?"""

import re
from collections.abc import Mapping

PLACEHOLDERS = ("incident", "customer", "deadline")
"""The incident's number, the name of the person who filed it, and the deadline of the initial response."""
_IN_BRACES = re.compile(r"\{\s*([^\W\d][\w-]*)\s*\}")
"""A name in braces; other braces, such as in `{"id": 1}` or `x{3}`, are plain text."""


def check(text: str) -> str:
    """Return the text unchanged; raise ValueError if it has an unknown placeholder."""
    unknown = next((name for name in _IN_BRACES.findall(text) if name not in PLACEHOLDERS), None)
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValueError(f"has the placeholder {{{unknown}}}, which is not known; known are {known}")
    return text


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its placeholders replaced by these values, by name."""
    return _IN_BRACES.sub(lambda found: values[found[1]], text)
