"""The Socket Mode connection drops and comes back: what people do afterwards arrives once."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.connection import SocketConnection
from bot.demo.seed import CHANNELS, USERS
from bot.demo.workspace import LocalWorkspace


@pytest.fixture
def workspace(local_slack_program: Path) -> Iterator[LocalWorkspace]:
    """The local workspace, which speaks Socket Mode."""
    with LocalWorkspace(program=local_slack_program, users=USERS, channels=CHANNELS) as workspace:
        yield workspace


def wait(look: Callable[[], bool], seconds: float) -> bool:
    """Wait until it is so, and say whether it came to be."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and not look():
        time.sleep(0.05)
    return look()


class TestReconnection:
    """Slack closes the connection under us."""

    def test_brings_each_event_once(self, workspace: LocalWorkspace) -> None:
        client = WebClient("xoxb-connection", base_url=workspace.api_url, timeout=2, retry_handlers=[])
        app = App(client=client, signing_secret="s", token_verification_enabled=False)
        heard: list[str] = []
        app.event("message")(lambda event: heard.append(event["ts"]))
        bare = WebClient(base_url=workspace.api_url, timeout=2, retry_handlers=[])
        connection = SocketConnection(app, app_token="xapp-c", client=bare, look_every=0.1, dead_for=0.5)
        theo, place = workspace.visitor("theo"), "triage"
        connection.start()
        assert wait(lambda: connection.is_alive, 5)
        before = theo.say(place, "before")
        assert wait(lambda: heard == [before], 5)
        handler: Any = connection._handler
        handler.client.disconnect()  # The connection is gone; the SDK or our supervisor opens another.
        assert not handler.client.is_connected()
        assert wait(lambda: connection.is_alive, 15)
        after = theo.say(place, "after")
        assert wait(lambda: heard == [before, after], 5), heard
        time.sleep(0.5)
        connection.stop()
        assert heard == [before, after]
