"""Slack's requests over HTTP."""

import hmac
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.web import MOST_BYTES, PATH, WebServer
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey

BODY = urlencode(
    {
        "command": "/incident",
        "text": "help",
        "user_id": "U0ALICE",
        "channel_id": "C0ACME",
        "trigger_id": "1.2.3",
    }
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    """The whole program, reached over HTTP."""
    with FakeSlack(token="xoxb-web") as slack:
        journey.workspace(slack)
        with journey.program(slack, tmp_path) as guichet:
            server = WebServer(guichet.bolt, port=0, signing_secret=journey.SECRET)
            server.start()
            yield server
            server.stop()


def answer(
    server: WebServer,
    timestamp: str,
    signature: str | None = None,
    *,
    body: str | bytes = BODY,
    path: str = PATH,
    method: str = "POST",
    **more: str,
) -> tuple[int, str]:
    """Return status and body of the answer to a request with these headers, correctly signed by default."""
    if signature is None:
        signature = SignatureVerifier(journey.SECRET).generate_signature(timestamp=timestamp, body=body) or ""
    headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature, **more}
    data = body if isinstance(body, bytes) else body.encode()
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as got:  # noqa: S310 - loopback
            return int(got.status), got.read().decode()
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, problem.read().decode()


class TestRequests:
    """Only Slack's requests are answered, and other clients learn nothing about how the program is built."""

    def test_with_slacks_signature_are_answered(self, server: WebServer) -> None:
        status, body = answer(server, str(int(time.time())))
        assert status == 200
        assert "What I can do" in body

    def test_are_answered_in_time_beside_clients_that_say_nothing(self, server: WebServer) -> None:
        """110 connections that were opened and then left idle once kept Slack out for two minutes."""
        with ExitStack() as silent:
            for _ in range(110):
                silent.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            began = time.monotonic()
            assert answer(server, str(int(time.time())))[0] == 200
            assert time.monotonic() - began < 3

    @pytest.mark.parametrize(
        ("age", "timestamp", "signature"),
        [
            (0, None, "v0=forged"),
            (301, None, None),  # a real one, sent again five minutes later
            (0, "yesterday", "v0=0"),
            (0, "", "v0=0"),
            (0, "\u00b2", "v0=0"),  # a digit to Python, but no number
            (0, None, "v0=\u00e9"),
            (0, "9" * 400, "v0=0"),  # larger than any float
            (0, "9" * 5000, "v0=0"),  # longer than Python reads as a number
        ],
    )
    def test_without_it_are_refused(
        self, server: WebServer, age: int, timestamp: str | None, signature: str | None
    ) -> None:
        status, body = answer(server, timestamp if timestamp is not None else str(int(time.time()) - age), signature)
        assert status == 401
        assert "Traceback" not in body

    @pytest.mark.parametrize(
        ("kind", "body"),
        [
            ("application/json", "{"),
            ("application/json", "[1]"),
            ("application/json", b"\xff"),
            ("application/x-www-form-urlencoded", "payload=nonsense"),
            ("application/x-www-form-urlencoded", 'payload={"type": "block_actions", "user": {"id": "U0ALICE"}}'),
        ],
    )
    def test_without_it_are_not_even_read(
        self, server: WebServer, caplog: pytest.LogCaptureFixture, kind: str, body: str | bytes
    ) -> None:
        for timestamp in (str(int(time.time())), "9" * 400):
            assert answer(server, timestamp, "v0=0", body=body, **{"Content-Type": kind}) == (401, "")
        assert caplog.records == []

    @pytest.mark.parametrize(
        ("request_", "status"),
        [
            ({"path": "/"}, 404),
            ({"path": "/slack/install"}, 404),
            ({"method": "PUT"}, 404),
            ({"Content-Length": str(MOST_BYTES + 1)}, 413),
            ({"body": b"x" * (MOST_BYTES + 1)}, 413),
        ],
    )
    def test_elsewhere_or_too_large_are_refused(self, server: WebServer, request_: dict[str, Any], status: int) -> None:
        assert answer(server, str(int(time.time())), **request_)[0] == status


class TestMalformed:
    """A signed request that is no payload of Slack's is confirmed without a word, and logged in one line."""

    @pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
    @pytest.mark.parametrize(
        "payload",
        [
            "[]",
            "null",
            "{",
            "7",
            "[" * 100_000,
            '{"type": "url_verification", "challenge": ' + "9" * 5_000 + "}",
            '{"type": "url_verification", "challenge": 12345678901234567890}',
            '{"type": "event_callback", "event_id": "Ev1", "event": {"type": "message", "channel": "C0ACME"}}',
            '{"type": "event_callback", "event_id": "Ev1", "event": []}',
            '{"type": "event_callback", "event_id": "Ev1", "event_time": 18446744073709551616, "event": {}}',
            '{"type": "block_actions", "user": {"id": "U0ALICE"}, "actions": []}',
            '{"type": "view_submission", "user": {"id": "U0ALICE"}, "view": {}}',
        ],
    )
    def test_is_confirmed(self, server: WebServer, caplog: pytest.LogCaptureFixture, kind: str, payload: str) -> None:
        body = payload if kind == "application/json" else urlencode({"payload": payload})
        assert answer(server, str(int(time.time())), body=body, **{"Content-Type": kind}) == (200, "")
        (line,) = [one for one in caplog.records if one.levelname != "INFO"]
        assert line.getMessage().startswith("A signed request could not be read: ")
        assert line.exc_info is None

    @pytest.mark.parametrize("body", [b"\xff", b"payload=\xff", b'{"a": "\xff"}'])
    def test_is_no_request_of_slacks_if_it_is_no_utf8(
        self, server: WebServer, caplog: pytest.LogCaptureFixture, body: bytes
    ) -> None:
        """Slack signs text only, so no signature could be valid."""
        timestamp = str(int(time.time()))
        digest = hmac.new(journey.SECRET.encode(), f"v0:{timestamp}:".encode() + body, "sha256").hexdigest()
        assert answer(server, timestamp, f"v0={digest}", body=body) == (401, "")
        assert caplog.records == []

    def test_command_with_percent_encoded_bytes_that_are_no_utf8_is_answered(self, server: WebServer) -> None:
        status, body = answer(server, str(int(time.time())), body=BODY.replace("help", "help+%ff%00"))
        assert status == 200
        assert "/incident help" in body

    def test_address_is_verified(self, server: WebServer) -> None:
        body = '{"type": "url_verification", "challenge": "3eZbrw1aB"}'
        assert answer(server, str(int(time.time())), body=body) == (200, '{"challenge": "3eZbrw1aB"}')
