"""What an edit changes is what somebody would see changed."""

from dataclasses import replace
from typing import Any

import pytest

from bot.rules.edit import Details
from bot.rules.extra import ExtraAnswer


def site(text: str) -> ExtraAnswer:
    """Return the answer to the provider's question about the site."""
    return ExtraAnswer(key="site", labels={"en": "Site"}, answers={"": text})


BEFORE = Details("No mail", 1, "business", "", "Since nine.", {"site": site("Lyon")})


@pytest.mark.parametrize(
    ("edited", "changes"),
    [
        ({}, {}),
        ({"title": " No\n mail ", "description": "Since nine.\n"}, {}),  # As a form brings it back.
        ({"title": "No mail at all"}, {"title": "No mail at all"}),
        ({"product_id": None}, {"product_id": None}),
        ({"cover": "24x7", "contacts": " Bob "}, {"cover": "24x7", "contacts": "Bob"}),
        ({"extra": {"site": site("Lyon")}}, {}),
        ({"extra": {"site": site("Nice")}}, {"extra": {"site": site("Nice")}}),
        ({"extra": {"site": None}}, {"extra": {"site": None}}),
        ({"extra": {}}, {}),  # Not asked any more, so it stays.
    ],
)
def test_names_the_fields_that_differ(edited: dict[str, Any], changes: dict[str, Any]) -> None:
    assert BEFORE.changes_to(replace(BEFORE, **edited)) == changes
