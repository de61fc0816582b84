"""The Socket Mode connection drops and comes back: what people do afterwards arrives once."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.connection import SocketConnection
from bot.demo.seed import CHANNELS, USERS
from bot.demo.workspace import LocalWorkspace
from tests.faults.size import IS_FULL


@pytest.fixture
def workspace(local_slack_program: Path) -> Iterator[LocalWorkspace]:
    """The local workspace, which speaks Socket Mode."""
    with LocalWorkspace(program=local_slack_program, users=USERS, channels=CHANNELS) as workspace:
        yield workspace


def wait(look: Callable[[], bool], seconds: float) -> bool:
    """Wait until the condition is true, and return whether it became true."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and not look():
        time.sleep(0.05)
    return look()


def listener(
    workspace: LocalWorkspace, through: type[WebClient] = WebClient, **hurry: float
) -> tuple[SocketConnection, Any, list[str]]:
    """Return a connection, the client that opens it, and what people have said in its hearing."""
    client = WebClient("xoxb-connection", base_url=workspace.api_url, timeout=2, retry_handlers=[])
    app = App(name="tests", client=client, signing_secret="s", token_verification_enabled=False)
    heard: list[str] = []
    app.event("message")(lambda event: heard.append(event["text"]))
    bare = through(base_url=workspace.api_url, timeout=2, retry_handlers=[])
    return SocketConnection(app, app_token="xapp-c", client=bare, **hurry), bare, heard


class TestReconnection:
    """Slack closes the connection under us."""

    def test_brings_each_event_once(self, workspace: LocalWorkspace) -> None:
        connection, _, heard = listener(workspace, look_every=0.1, dead_for=0.5)
        theo, place = workspace.visitor("theo"), "triage"
        connection.start()
        assert wait(lambda: connection.is_alive, 5)
        theo.say(place, "before")
        assert wait(lambda: heard == ["before"], 5)
        handler: Any = connection._handler
        handler.client.disconnect()  # The connection is gone; the SDK or our supervisor opens another.
        assert not handler.client.is_connected()
        assert wait(lambda: connection.is_alive, 15)
        theo.say(place, "after")
        assert wait(lambda: heard == ["before", "after"], 5), heard
        time.sleep(0.5)
        connection.stop()
        assert heard == ["before", "after"]


TURNED_AWAY = b'{"type":"disconnect","reason":"too_many_websockets","debug_info":{"host":"applink-10"}}'
"""What Slack says to more than ten connections of an app (github.com/slackapi/bolt-js/issues/2238)."""


class Hole:
    """The way to a Socket Mode server; a connection that fell into the hole is never answered, nor closed."""

    def __init__(self, url: str, *, turn_away: int = 0) -> None:
        self.to_turn_away = turn_away
        self._there = urlsplit(url)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._fallen = Event()
        self.swallowed = 0
        Thread(target=self._serve, daemon=True).start()

    def swallow(self) -> None:
        """Let what is connected now fall in; who comes later gets through."""
        self._fallen.set()
        self._fallen = Event()

    def _serve(self) -> None:
        while True:
            here, _ = self._listener.accept()
            there = socket.create_connection((self._there.hostname, self._there.port))
            if self.to_turn_away:
                self.to_turn_away -= 1
                _turn_away(here, there)
                continue
            for source, target in ((here, there), (there, here)):
                Thread(target=self._forward, args=(source, target, self._fallen), daemon=True).start()

    def _forward(self, source: socket.socket, target: socket.socket, fallen: Event) -> None:
        with source, suppress(OSError):
            while part := source.recv(1 << 16):
                if fallen.is_set():
                    self.swallowed += len(part)
                else:
                    target.sendall(part)


def _turn_away(here: socket.socket, there: socket.socket) -> None:
    """Shake hands as the server does, then say that there are too many."""
    there.sendall(here.recv(1 << 16))
    here.sendall(there.recv(1 << 16).partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    there.close()
    here.sendall(bytes([0x81, len(TURNED_AWAY)]) + TURNED_AWAY)  # One text frame (RFC 6455, section 5.2).
    Thread(target=_read_to_the_end, args=(here,), daemon=True).start()


def _read_to_the_end(here: socket.socket) -> None:
    with here, suppress(OSError):
        while here.recv(1 << 16):
            pass


class ThroughTheHole(WebClient):
    """Is sent through the hole by `apps.connections.open`."""

    hole: Hole | None = None
    turn_away = 0

    def apps_connections_open(self, **given: Any) -> SlackResponse:
        """Open a connection whose way leads there."""
        answer = super().apps_connections_open(**given)
        there = urlsplit(answer["url"])
        self.hole = self.hole or Hole(answer["url"], turn_away=self.turn_away)
        assert isinstance(answer.data, dict)
        answer.data["url"] = there._replace(netloc=f"127.0.0.1:{self.hole.port}").geturl()
        return answer


class TestTooManyWebsockets:
    """Slack turns a connection away as it has ten of them already, such as those of processes that were killed."""

    def test_goes_on_trying_until_there_is_room(self, workspace: LocalWorkspace) -> None:
        connection, bare, heard = listener(workspace, ThroughTheHole)
        bare.turn_away = 3
        connection.start()
        assert wait(lambda: bare.hole is not None and bare.hole.to_turn_away == 0, 30)
        assert wait(lambda: connection.is_alive, 30)
        theo, place = workspace.visitor("theo"), "triage"
        for attempt in range(30):
            theo.say(place, f"{attempt}")
            if wait(lambda: bool(heard), 1):
                break
        theo.say(place, "there is room")
        assert wait(lambda: "there is room" in heard, 5), heard
        time.sleep(0.5)
        connection.stop()
        assert len(heard) == len(set(heard))


if IS_FULL:  # It takes the SDK's own forty seconds to find out.

    class TestBlackHole:
        """The network swallows a connection without a word."""

        def test_is_noticed_within_a_minute(self, workspace: LocalWorkspace) -> None:
            connection, bare, heard = listener(workspace, ThroughTheHole)
            connection.start()
            theo, place = workspace.visitor("theo"), "triage"
            theo.say(place, "before")
            assert wait(lambda: heard == ["before"], 5)
            time.sleep(12)  # The first ping was answered.
            handler: Any = connection._handler
            session = handler.client.current_session
            assert bare.hole is not None
            bare.hole.swallow()
            began = time.monotonic()
            assert wait(lambda: connection.is_alive and connection._handler.client.current_session is not session, 60)
            assert bare.hole.swallowed > 0
            assert time.monotonic() - began < 60
            theo.say(place, "after")
            assert wait(lambda: heard[-1] == "after", 5), heard
            connection.stop()
            assert heard.count("before") == heard.count("after") == 1
