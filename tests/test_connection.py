"""The Socket Mode connection: refused, unreachable, dead, replaced."""

import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.connection import CONCURRENCY, CannotConnect, SocketConnection, _Handler, check_bot_token
from bot.demo.seed import CHANNELS, USERS
from bot.demo.workspace import LocalWorkspace
from bot.receipt import received_at
from tests.fake_slack import FakeSlack


@pytest.fixture
def workspace(local_slack_program: object) -> Iterator[LocalWorkspace]:
    """The local workspace, which speaks Socket Mode."""
    with LocalWorkspace(program=local_slack_program, users=USERS, channels=CHANNELS) as workspace:  # type: ignore[arg-type]
        yield workspace


def app(url: str) -> App:
    """Return a Bolt app that answers nothing."""
    client = WebClient("xoxb-connection", base_url=url, timeout=2, retry_handlers=[])
    return App(name="tests", client=client, signing_secret="s", token_verification_enabled=False)


def socket(url: str) -> SocketConnection:
    """Return a connection to this workspace."""
    client = WebClient(base_url=url, timeout=2, retry_handlers=[])
    return SocketConnection(app(url), app_token="xapp-connection", client=client, look_every=0.1, dead_for=0.5)


def wait(look: Callable[[], bool], seconds: float) -> bool:
    """Wait for up to this many seconds until `look` is true, and return whether it became true."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and not look():
        time.sleep(0.05)
    return look()


class TestHello:
    """The first message on a connection says how many connections there are."""

    @pytest.mark.parametrize(
        ("message", "expected"),
        [
            ({"type": "hello", "num_connections": 2, "connection_info": {"app_id": "A1"}}, 2),
            ({"type": "hello"}, None),
            ({"type": "events_api", "num_connections": 2}, None),
        ],
    )
    def test_is_heard(self, message: dict[str, Any], expected: int | None) -> None:
        connection = socket("http://127.0.0.1:9/api/")
        connection._hear(None, message)

        assert (connection.hello.connections if connection.hello else None) == expected

    def test_is_asked_for_once_more_by_a_new_connection(self, workspace: LocalWorkspace) -> None:
        connection = socket(workspace.api_url)
        connection.start()
        assert wait(lambda: connection.is_alive, 10)
        first = connection._handler
        connection.renew()
        assert wait(lambda: connection._handler is not first and connection.is_alive, 20)
        connection.stop()


class TestStart:
    """A wrong token ends the start with a sentence; a Slack that is down does not."""

    @pytest.mark.parametrize("error", ["invalid_auth", "missing_scope", "not_allowed_token_type"])
    def test_is_refused_with_a_sentence(self, error: str) -> None:
        with FakeSlack() as slack:
            slack.fail("apps.connections.open", error=error)
            with pytest.raises(CannotConnect, match=rf"SLACK_APP_TOKEN \({error}\).*turn on Socket Mode\.$"):
                socket(slack.url).start()

    def test_with_a_wrong_bot_token_is_refused_with_a_sentence(self) -> None:
        with FakeSlack(token="xoxb-right") as slack:
            client = WebClient("xoxb-wrong", base_url=slack.url, retry_handlers=[])
            with pytest.raises(CannotConnect, match=r"SLACK_BOT_TOKEN.*again\.$"):
                check_bot_token(client)

    def test_goes_on_trying_while_slack_cannot_be_reached(self, workspace: LocalWorkspace) -> None:
        nowhere = "http://127.0.0.1:9/api/"
        trying = socket(nowhere)
        trying.start()
        assert not trying.is_alive
        trying._client.base_url = workspace.api_url  # Slack is back.
        assert wait(lambda: trying.is_alive, 10)
        trying.stop()

    def test_without_slack_says_so_and_starts(self, caplog: pytest.LogCaptureFixture) -> None:
        check_bot_token(WebClient("xoxb-x", base_url="http://127.0.0.1:9/api/", timeout=1, retry_handlers=[]))
        assert "cannot be reached" in caplog.text


class TestDeath:
    """A connection that stays dead is replaced."""

    def test_is_noticed_and_mended(self, workspace: LocalWorkspace) -> None:
        kept = socket(workspace.api_url)
        kept.start()
        assert wait(lambda: kept.is_alive, 5)
        before = kept._handler
        assert before is not None
        before.client.auto_reconnect_enabled = False  # The SDK does not notice,
        before.client.disconnect()  # and the connection is gone.
        assert wait(lambda: kept._handler not in (None, before) and kept.is_alive, 10)
        kept.stop()


class Ear(SocketModeClient):
    """The client's end of a connection, which records the answers instead of sending them."""

    def __init__(self) -> None:
        self.answered: list[str] = []

    def send_socket_mode_response(self, response: Any) -> None:
        """Record the id of the envelope that is acknowledged."""
        self.answered.append(response.envelope_id)


class TestPayloads:
    """What arrives is checked before Bolt sees it; anything that is not a payload is acknowledged and logged."""

    @pytest.mark.parametrize(
        "payload",
        [
            {"type": "event_callback", "event_id": "Ev1", "event": []},
            {"type": "event_callback", "event_id": "Ev1", "event": {"type": "message", "channel": "C1"}},
            {"type": "view_submission", "user": {"id": "U1"}},
            {"type": "block_actions", "user": [], "actions": None},
            {"event_time": 10**30},
        ],
    )
    def test_that_are_none_are_confirmed_with_one_line(
        self, payload: dict[str, Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        with FakeSlack() as slack:
            handler, ear = _Handler(app(slack.url), app_token="xapp-1"), Ear()
            handler.handle(ear, SocketModeRequest("events_api", "E1", payload))
            handler.client.close()
        assert ear.answered == ["E1"]
        (line,) = [one for one in caplog.records if one.levelname == "WARNING"]
        assert line.getMessage().startswith("What came over the connection could not be read: ")
        assert line.exc_info is None


class TestReceipt:
    """A request is received when it comes, however long it then waits for a thread."""

    def test_is_when_it_came(self) -> None:
        with FakeSlack() as slack:
            handler = _Handler(app(slack.url), app_token="xapp-1")
            workers, is_over = handler.client.message_workers, Event()
            for _ in range(CONCURRENCY):
                workers.submit(is_over.wait, 30)
            before = time.monotonic()
            waiting = workers.submit(received_at)
            after = time.monotonic()
            time.sleep(0.1)
            is_over.set()
            assert before <= waiting.result() <= after
            handler.client.close()
        assert received_at() > after
