"""An incident can be filed on a pack until the instant it expires, while something is left."""

from datetime import timedelta

import pytest

from bot.facts.pack import PackFacts
from bot.rules.packs import Balance
from tests.fixtures import MONDAY_NINE


@pytest.mark.parametrize(
    ("left", "seconds", "is_usable"), [(1, -1, True), (1, 0, False), (0, -1, False), (2, 1, False)]
)
def test_can_be_filed_on_while_something_is_left(left: int, seconds: int, is_usable: bool) -> None:
    expires_at = MONDAY_NINE
    pack = PackFacts(
        1, 1, "Acme", "ORD1", expires_at.date(), expires_at.date(), expires_at, "filing", Balance(5, 0, 5 - left, left)
    )
    assert pack.is_usable(expires_at + timedelta(seconds=seconds)) == is_usable
