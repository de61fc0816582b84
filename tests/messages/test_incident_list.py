"""A list says what was not looked through."""

from datetime import UTC, datetime

import pytest

from bot.facts.incident_list import IncidentList
from bot.messages.incident_list import incident_list
from bot.rules.incident_list import LOOKED_THROUGH, Page
from bot.texts.catalogue import Words


@pytest.mark.parametrize("is_cut", [False, True])
def test_finding_nothing_among_the_newest_is_not_finding_nothing_at_all(is_cut: bool) -> None:
    listed = IncidentList([], 0, Page("found", typed="mail"), is_cut=is_cut)
    said = incident_list(listed, words=Words("en", "UTC"), now=datetime(2026, 11, 23, tzinfo=UTC))
    assert (f"only the newest {LOOKED_THROUGH} were searched" in str(said.blocks)) is is_cut
