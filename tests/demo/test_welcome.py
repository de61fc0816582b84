"""Whoever opens the demo reads who they are and what to try, in either language."""

import pytest
from slack_sdk import WebClient

from bot.demo.seed import CHANNELS, CUSTOMERS, GLOBEX, LOBBY, TRIAGE, USERS
from bot.demo.welcome import welcome
from bot.texts.catalogue import LANGUAGES, Words
from tests.fake_slack import FakeSlack


@pytest.mark.parametrize("language", LANGUAGES)
class TestWelcome:
    """One message in each channel, and who is who in the first."""

    def read(self, language: str, speed: float) -> dict[str, list[str]]:
        """Return the messages in each channel."""
        with FakeSlack() as slack:
            for user in USERS:
                slack.add_user(user.id, name=user.name, real_name=user.real_name)
            for channel in CHANNELS:
                slack.add_channel(channel.id, name=channel.name, members=channel.members)
            client = WebClient(slack.token, slack.url, retry_handlers=[])
            welcome(client, Words(language, "Europe/Paris", slack_dates=False), speed=speed)
            return {one.id: list(map(slack.text_of, slack.messages(one.id))) for one in CHANNELS}

    def test_names_everybody_and_what_to_try(self, language: str) -> None:
        messages = self.read(language, 1)
        said = {channel: first for channel, (first, *_) in messages.items()}

        for user in USERS:
            channel = next(one for one in CHANNELS if user.id in one.members)
            assert user.real_name in said[channel.id]
        assert [len(messages[one.id]) for one in CHANNELS] == [2, 1, 1, 1]
        people = messages[CUSTOMERS.id][1]
        assert all(one.real_name in people for one in USERS)
        assert all(f"#{one.name}" in people for one in CHANNELS)
        for text in said.values():
            assert all(f"\n{step}. " in text for step in "123")
        assert all(part in said[CUSTOMERS.id] for part in ("@guichet B ", "🎫"))
        assert "/incident co" in said[TRIAGE.id]
        assert f"#{TRIAGE.name}" in said[CUSTOMERS.id]
        assert GLOBEX in said[LOBBY.id]

    @pytest.mark.parametrize(("speed", "told"), [(1, "--speed 60"), (60, "2 min"), (600, "12 s")])
    def test_says_how_time_runs(self, language: str, speed: float, told: str) -> None:
        said = self.read(language, speed)[TRIAGE.id][0]

        assert told in said.replace("\u00a0", " ")
