"""What stands in braces in a prepared answer, and is filled in for the incident that it is about?"""

import re
from collections.abc import Mapping

PLACEHOLDERS = ("incident", "customer", "deadline")
"""The incident's number, the name of whoever filed it, and until when the initial response is promised."""
_IN_BRACES = re.compile(r"\{\s*([^\W\d][\w-]*)\s*\}")
"""A name in braces; what else has braces, such as `{"id": 1}` or `x{3}`, is text."""


def check(text: str) -> str:
    """Return the text; raise ValueError where it has a placeholder that nothing fills in."""
    unknown = next((name for name in _IN_BRACES.findall(text) if name not in PLACEHOLDERS), None)
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValueError(f"has the placeholder {{{unknown}}}, which is not known; known are {known}")
    return text


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Return the text with these values, by name, in the place of its placeholders."""
    return _IN_BRACES.sub(lambda found: values[found[1]], text)
