"""Whoever opens the demo reads who they are and what to try, in either language."""

import pytest
from slack_sdk import WebClient

from bot.demo.seed import CHANNELS, CUSTOMERS, GLOBEX, LOBBY, TRIAGE, USERS
from bot.demo.welcome import welcome
from bot.texts.catalogue import LANGUAGES, Words
from tests.fake_slack import FakeSlack


@pytest.mark.parametrize("language", LANGUAGES)
class TestWelcome:
    """One message in each channel, and who is who."""

    def read(self, language: str, speed: float) -> tuple[dict[str, str], list[str]]:
        """Return the messages in each channel, and each person's Home."""
        with FakeSlack() as slack:
            for user in USERS:
                slack.add_user(user.id, name=user.name, real_name=user.real_name)
            for channel in CHANNELS:
                slack.add_channel(channel.id, name=channel.name, members=channel.members)
            client = WebClient(slack.token, slack.url, retry_handlers=[])
            welcome(client, Words(language, "Europe/Paris", slack_dates=False), speed=speed)
            said = {one.id: "\n".join(map(slack.text_of, slack.messages(one.id))) for one in CHANNELS}
            return said, [slack.text_of(slack.home(user.id) or {}) for user in USERS]

    def test_names_everybody_and_what_to_try(self, language: str) -> None:
        said, homes = self.read(language, 1)

        for user in USERS:
            channel = next(one for one in CHANNELS if user.id in one.members)
            assert user.real_name in said[channel.id]
            assert all(user.real_name in home for home in homes)
        for text in said.values():
            assert all(f"\n{step}. " in text for step in "123")
        assert all(part in said[CUSTOMERS.id] for part in ("@guichet B ", "🎫"))
        assert "/incident co" in said[TRIAGE.id]
        assert f"#{TRIAGE.name}" in said[CUSTOMERS.id]
        assert GLOBEX in said[LOBBY.id]

    @pytest.mark.parametrize(("speed", "told"), [(1, "--speed 60"), (60, "2 min"), (600, "12 s")])
    def test_says_how_time_runs(self, language: str, speed: float, told: str) -> None:
        said, _ = self.read(language, speed)

        assert told in said[TRIAGE.id].replace("\u00a0", " ")
