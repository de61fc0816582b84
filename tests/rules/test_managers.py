import pytest

from bot.rules.managers import does_nobody_hear, hears, what_is_wrong
from bot.rules.person import Person

MAX = Person("U0MAX", "Max", "en", "UTC")


class TestManager:
    """Whom MANAGERS names may be nobody who can be one; what is not known is no "no"."""

    @pytest.mark.parametrize(
        ("is_so", "wrong", "is_told"),
        [
            ({}, None, True),
            ({"is_known": False}, None, True),  # Slack does not tell just now: sent, and not blamed.
            ({"has_left": True}, "deactivated", False),  # Slack takes the message; nobody reads it.
            ({"is_bot": True}, "bot", False),
            ({"is_nobody": True, "is_outsider": True}, "unknown", False),
            ({"is_outsider": True}, "elsewhere", True),
        ],
    )
    def test_is_told_if_a_message_may_reach_them(
        self, is_so: dict[str, bool], wrong: str | None, is_told: bool
    ) -> None:
        person = Person("U0MAX", "Max", "en", "UTC", **is_so)

        assert what_is_wrong(person) == wrong
        assert hears(person) is is_told
        assert does_nobody_hear([person]) is not is_told
        assert not does_nobody_hear([person, MAX])

    def test_is_needed(self) -> None:
        assert does_nobody_hear([])
