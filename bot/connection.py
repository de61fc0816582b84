"""How does Slack reach us without a public address? By a Socket Mode connection, which is kept alive.

The SDK's own client reconnects by itself most of the time; what it does not notice is noticed here: a first connection
that could not be made because Slack or the network was down, and one that has been dead for too long.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from http.client import HTTPException
from threading import Event, Thread
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.jobs.count_connections import Hello
from bot.payloads.reading import UnreadablePayload, read_payload
from bot.receipt import received
from bot.setup_error import SetupError

LOOK_EVERY_S = 2.0
"""Seconds between two looks at the connection."""
DEAD_FOR_S = 30.0
"""Seconds after which a dead connection is replaced; the SDK looks every ten seconds, and reconnects by itself."""

CONCURRENCY = 10
"""Requests answered at once, as many as the SDK's own client has threads for."""

REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "missing_scope",
                     "not_allowed_token_type", "no_permission"})  # fmt: skip

log = logging.getLogger(__name__)


class CannotConnect(SetupError):
    """Slack refuses us for good; the sentence says how to mend it."""


class _Workers(ThreadPoolExecutor):
    """Threads that know when the request they answer was received, before it waited for one of them."""

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        """Do this work as soon as a thread is free."""
        return super().submit(self._do, time.monotonic(), partial(work, *given, **named))

    @staticmethod
    def _do(at: float, work: Callable[[], Any]) -> Any:
        with received(at):
            return work()


class _Handler(SocketModeHandler):
    """Checks each payload before Bolt sees it, as is done over HTTP."""

    def __init__(self, bolt: App, **given: Any) -> None:
        super().__init__(bolt, **given)
        self.client.message_workers = _Workers(CONCURRENCY)

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Let Bolt answer; only confirm a payload that cannot be read, which Slack would otherwise send again."""
        try:
            req.payload = read_payload(req.payload)
        except UnreadablePayload as reason:
            log.warning("What came over the connection could not be read: %s.", reason)
            client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
        else:
            super().handle(client, req)


class SocketConnection:
    """One Socket Mode connection, replaced when it dies."""

    def __init__(
        self,
        bolt: App,
        *,
        app_token: str,
        client: WebClient,
        look_every: float = LOOK_EVERY_S,
        dead_for: float = DEAD_FOR_S,
    ) -> None:
        self._bolt = bolt
        self._app_token = app_token
        self._client = client
        self._look_every = look_every
        self._dead_for = dead_for
        self._handler: SocketModeHandler | None = None
        self.hello: Hello | None = None
        """Slack's first message on the latest connection."""
        self._is_to_be_renewed = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._supervise, name="connection", daemon=True)

    @property
    def is_alive(self) -> bool:
        """Return True if there is a connection through which Slack reaches us."""
        return self._handler is not None and self._handler.client.is_connected()

    def start(self) -> None:
        """Connect, or go on trying if Slack cannot be reached; raise `CannotConnect` if it refuses us."""
        self._connect()
        self._thread.start()

    def stop(self) -> None:
        """Close the connection."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._close()

    def _supervise(self) -> None:
        alive_at = time.monotonic()
        while not self._stopping.wait(self._look_every):
            if self._is_to_be_renewed.is_set():
                self._is_to_be_renewed.clear()
                self._replace()
            elif self.is_alive:
                alive_at = time.monotonic()
            elif time.monotonic() - alive_at > self._dead_for or self._handler is None:
                self._replace()

    def renew(self) -> None:
        """Ask for a new connection, opened within seconds: Slack then says again how many connections there are."""
        self._is_to_be_renewed.set()

    def _hear(self, _client: object, message: dict[str, Any], _raw: str | None = None) -> None:
        """Note how many connections there are, which Slack says in the first message of each."""
        if message.get("type") == "hello" and isinstance(message.get("num_connections"), int):
            self.hello = Hello(message["num_connections"], time.monotonic())

    def _replace(self) -> None:
        log.warning("Opening a new connection to Slack.")
        self._close()
        try:
            self._connect()
        except CannotConnect:
            log.exception("Slack refuses the connection.")

    def _connect(self) -> None:
        handler = _Handler(self._bolt, app_token=self._app_token, web_client=self._client)
        handler.client.message_listeners.append(self._hear)
        try:
            handler.connect()  # type: ignore[no-untyped-call]
        except SlackApiError as problem:
            handler.client.close()
            error = problem.response.get("error")
            if error in REFUSED:
                raise CannotConnect(
                    f"Slack refuses SLACK_APP_TOKEN ({error}): create an App-Level Token with the scope "
                    "connections:write, and turn on Socket Mode."
                ) from None
            log.warning("Slack does not open a connection (%s).", error)
        except (SlackClientError, OSError, HTTPException) as problem:
            handler.client.close()
            log.warning("Slack cannot be reached (%s); trying again every %g s.", problem, self._look_every)
        else:
            self._handler = handler

    def _close(self) -> None:
        if self._handler:
            self._handler.close()  # type: ignore[no-untyped-call]
            self._handler = None


def check_bot_token(client: WebClient) -> None:
    """Raise `CannotConnect` if Slack refuses the bot token; only log a warning if Slack cannot be reached."""
    try:
        client.auth_test()
    except SlackApiError as problem:
        error = problem.response.get("error")
        if error in REFUSED:
            raise CannotConnect(
                f"Slack refuses SLACK_BOT_TOKEN ({error}): reinstall the app and copy the Bot User OAuth Token again."
            ) from None
        log.warning("Slack does not confirm the bot token (%s).", error)
    except (SlackClientError, OSError, HTTPException) as problem:
        log.warning("Slack cannot be reached (%s).", problem)
