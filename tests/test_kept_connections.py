"""Connections to Slack are used again, and however one ends, no call is sent twice or gets another one's answer."""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, IncompleteRead, RemoteDisconnected
from itertools import takewhile
from threading import Event, Thread
from typing import Literal
from urllib.error import URLError
from urllib.request import Request

import pytest
from slack_sdk.errors import SlackApiError

from bot.kept_connections import KeepingClient

Manner = Literal["well", "says that it closes", "closes", "drops", "late", "half", "twice", "refuses", "page", "word"]
IMPATIENT_S, PATIENT_S = 1, 60


class LastingSlack:
    """Answers each call with its own text as `ts`, over connections that it leaves open unless told otherwise."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/api/"
        self.manners: list[Manner] = []
        """How the next calls are answered, in order; later calls are answered normally."""
        self.heard: list[tuple[int, str]] = []
        """The number of the connection and the text of each call."""
        self.connections: list[socket.socket] = []
        self.may_answer, self.has_answered_late = Event(), Event()
        """A late answer waits for the first event, and sets the second."""
        self.has_closed = Event()
        """Set once the server has closed a connection without announcing it in an answer."""
        Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        """Hang up on everybody."""
        for one in [self._listener, *self.connections]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self._listener.accept()
                self.connections.append(visitor)
                Thread(target=self._attend, args=(visitor, len(self.connections)), daemon=True).start()

    def _attend(self, visitor: socket.socket, number: int) -> None:
        with suppress(OSError), visitor, visitor.makefile("rb") as lines:
            while text := _heard(lines):
                self.heard.append((number, text))
                if not self._answer(visitor, text, self.manners.pop(0) if self.manners else "well"):
                    break
            visitor.shutdown(socket.SHUT_RDWR)
        self.has_closed.set()

    def _answer(self, visitor: socket.socket, text: str, manner: Manner) -> bool:
        """Answer, and return True if the connection stays open."""
        body = json.dumps({"ok": True, "channel": "C0ANY", "ts": text})
        status = "200 OK"
        if manner == "refuses":
            status, body = "429 Too Many Requests", '{"ok": false, "error": "ratelimited"}'
        if manner == "page":
            status, body = "403 Forbidden", "<html>Accès refusé</html>"
        if manner == "word":
            status, body = "403 Forbidden", '"forbidden"'
        more = "Connection: close\r\n" if manner == "says that it closes" else "Retry-After: 7\r\n"
        answer = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n{body}".encode("latin-1")
        if manner == "late":
            self.may_answer.wait(PATIENT_S)
        if manner != "drops":
            visitor.sendall(answer[:-5] if manner == "half" else answer * (2 if manner == "twice" else 1))
        if manner == "late":
            self.has_answered_late.set()
        return manner in {"well", "late", "twice", "refuses", "page", "word"}


def _heard(lines: object) -> str:
    """Return the text of the next call; "" where there is none, as the other side has closed."""
    head = list(takewhile(lambda line: line.strip(), iter(lines.readline, b"")))  # type: ignore[attr-defined]
    length = next((int(one.split(b":")[1]) for one in head if one.lower().startswith(b"content-length")), 0)
    return str(json.loads(lines.read(length))["text"]) if length else ""  # type: ignore[attr-defined]


@pytest.fixture
def slack() -> Iterator[LastingSlack]:
    """A Slack that keeps connections open."""
    slack = LastingSlack()
    yield slack
    slack.stop()


@contextmanager
def client_of(slack: LastingSlack, **more: float) -> Iterator[KeepingClient]:
    """Give a client, and close what it has kept."""
    client = KeepingClient("xoxb-1", slack.url, PATIENT_S, retry_handlers=[], **more)  # type: ignore[arg-type]
    yield client
    while kept := client._taken():
        kept.close()


def say(client: KeepingClient, text: str) -> str:
    """Post a text and return the `ts` of the answer."""
    return str(client.chat_postMessage(channel="C0ANY", text=text)["ts"])


def test_one_connection_serves_one_call_after_the_other(slack: LastingSlack) -> None:
    with client_of(slack) as client:
        assert [say(client, text) for text in "abc"] == ["a", "b", "c"]
    assert slack.heard == [(1, "a"), (1, "b"), (1, "c")]


def test_a_refusal_is_read_and_leaves_the_connection_as_it_was(slack: LastingSlack) -> None:
    slack.manners = ["refuses"]
    with client_of(slack) as client:
        with pytest.raises(SlackApiError) as refused:
            say(client, "a")
        assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "7")
        assert say(client, "b") == "b"
    assert slack.heard == [(1, "a"), (1, "b")]


@pytest.mark.parametrize("manner", ["page", "word"])
def test_what_answers_in_slacks_place_is_a_refusal_whatever_it_says(slack: LastingSlack, manner: Manner) -> None:
    slack.manners = [manner]
    with client_of(slack) as client:
        with pytest.raises(SlackApiError) as refused:
            say(client, "a")
        assert refused.value.response.status_code == 403
        assert say(client, "b") == "b"


@pytest.mark.parametrize("manner", ["says that it closes", "closes"])
def test_one_that_slack_has_closed_is_not_used_again(slack: LastingSlack, manner: Manner) -> None:
    slack.manners = [manner]
    with client_of(slack) as client:
        say(client, "a")
        assert slack.has_closed.wait(PATIENT_S)
        assert say(client, "b") == "b"
    assert slack.heard == [(1, "a"), (2, "b")]


def test_one_that_was_unused_for_long_is_not_used_again(slack: LastingSlack) -> None:
    with client_of(slack, kept_for_s=0.0) as client:
        assert [say(client, text) for text in "ab"] == ["a", "b"]
    assert slack.heard == [(1, "a"), (2, "b")]


def test_one_that_nobody_needs_any_more_is_closed_by_the_next_call(slack: LastingSlack) -> None:
    with client_of(slack) as client:
        say(client, "a")
        unused, _ = client._kept.pop()
        say(client, "b")
        client._kept.appendleft((unused, float("-inf")))
        say(client, "c")
        assert slack.has_closed.wait(PATIENT_S)
    assert slack.heard == [(1, "a"), (2, "b"), (2, "c")]


@pytest.mark.parametrize(("manner", "problem"), [("drops", RemoteDisconnected), ("half", IncompleteRead)])
def test_a_call_without_an_answer_is_not_repeated(
    slack: LastingSlack, manner: Manner, problem: type[Exception]
) -> None:
    """Slack has heard it, so it must not look like a call that was never sent, not even on a connection used before."""
    slack.manners = ["well", manner]
    with client_of(slack) as client:
        say(client, "a")
        with pytest.raises(problem) as raised:
            say(client, "b")
        assert not isinstance(raised.value, ConnectionRefusedError)
        assert slack.heard == [(1, "a"), (1, "b")]
        assert say(client, "c") == "c"
    assert slack.heard == [(1, "a"), (1, "b"), (2, "c")]


def test_an_answer_that_comes_too_late_is_not_taken_for_that_to_the_next_call(slack: LastingSlack) -> None:
    slack.manners = ["late"]
    with client_of(slack) as client:
        client.timeout = IMPATIENT_S
        with pytest.raises(TimeoutError):
            say(client, "a")
        client.timeout = PATIENT_S
        slack.may_answer.set()
        assert slack.has_answered_late.wait(PATIENT_S)
        assert say(client, "b") == "b"
    assert slack.heard == [(1, "a"), (2, "b")]


def test_an_answer_too_many_is_not_taken_for_that_to_the_next_call(slack: LastingSlack) -> None:
    slack.manners = ["twice"]
    with client_of(slack) as client:
        assert [say(client, text) for text in "abc"] == ["a", "b", "c"]


def test_calls_at_once_have_a_connection_each(slack: LastingSlack) -> None:
    texts = [str(number) for number in range(1, 201)]
    with client_of(slack) as client, ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda text: say(client, text), texts)) == texts
    assert sorted(text for _, text in slack.heard) == sorted(texts)
    assert len(slack.connections) <= 8


def test_nobody_who_listens_is_told_from_no_answer(slack: LastingSlack) -> None:
    """The delivery then knows that nothing was posted."""
    with client_of(slack) as client:
        say(client, "a")
        slack.stop()
        with pytest.raises(URLError) as refused:
            say(client, "b")
        assert isinstance(refused.value.reason, ConnectionRefusedError)


class SlowToReach(KeepingClient):
    """Takes longer to connect than a call may take, as when Slack's addresses are tried one after another."""

    def _made(self, req: Request) -> HTTPConnection:
        made = super()._made(req)
        time.sleep(float(self.timeout))
        return made


def test_nothing_is_sent_once_connecting_has_taken_too_long(slack: LastingSlack) -> None:
    """By then, another worker may have claimed the message and found that it was not posted."""
    client = SlowToReach("xoxb-1", slack.url, IMPATIENT_S, retry_handlers=[])  # type: ignore[arg-type]
    with pytest.raises(URLError) as raised:
        say(client, "a")
    assert isinstance(raised.value.reason, TimeoutError)
    assert slack.has_closed.wait(PATIENT_S)
    assert slack.heard == []


def test_goes_through_a_proxy_as_slack_sdk_does(slack: LastingSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", slack.url)
    with client_of(slack) as client:
        assert [say(client, text) for text in "ab"] == ["a", "b"]
    assert [number for number, _ in slack.heard] == [1, 2]
