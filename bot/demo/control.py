"""How a running local-slack is controlled and read from outside: by its control API, and by what its own page does."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.demo.errors import CannotPlay
from bot.demo.reading import Payload

ANSWERS_WITHIN_S = 15.0
"""Seconds after which a request is given up; local-slack itself waits 5 for the bot before it answers."""
BOT_ANSWERS_WITHIN_S = 6.0
"""Seconds; local-slack waits 5 for the bot's acknowledgement, then goes on without it."""
BOT_CONNECTS_WITHIN_S = 2.0
"""Seconds for a bot that is starting or reconnecting."""


@dataclass(frozen=True)
class Effect:
    """The effect of a gesture on the screen."""

    before: list[Payload]
    """The forms that were open, the topmost last."""
    after: list[Payload]
    errors: dict[str, str]
    """What is wrong with the form that was sent, by block id."""


class Control:
    """The workspace at `url`. Everybody shares one screen, so a form that one person opens replaces another's."""

    def __init__(self, url: str) -> None:
        self.url = url
        # Never through a proxy: the workspace is on this machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def state(self) -> Payload:
        """Return the workspace's people and channels."""
        return self._request("state")

    def messages(self, channel: str) -> list[Payload]:
        """Return the messages of a channel, given by its id, oldest first, including replies and ephemeral messages."""
        messages: list[Payload] = self._request(f"messages/{channel}")["messages"]
        return messages

    def post(self, gesture: str, **what: Any) -> Payload:
        """Make a gesture; return once the bot has acknowledged its events, or after 5 seconds without."""
        return self._request(gesture, json.dumps(what).encode())

    def channel(self, name: str) -> str:
        """Return the id of a channel, given by id or by name; raise CannotPlay."""
        channels = self.state()["channels"]
        for channel in channels:
            if name.removeprefix("#") in {channel["id"], channel["name"]}:
                return str(channel["id"])
        raise CannotPlay(f"There is no channel {name!r}, only {', '.join(channel['name'] for channel in channels)}.")

    def screen(self) -> Payload:
        """Return the state of the page: `modalStack`, `homeViews` by user and app, `apps` with `connected`, `log`."""
        with self._page() as page:
            return next(_pushes(page, BOT_ANSWERS_WITHIN_S))["state"]  # type: ignore[no-any-return]

    def act(self, gesture: str, **what: Any) -> Effect:
        """Do what a click on the page does, wait until the bot has acknowledged it, and return its effect.

        Raises `CannotPlay` if no bot is connected, `TimeoutError` if it does not acknowledge the gesture in time.
        """
        with self._page() as page:
            pushes = _pushes(page, BOT_CONNECTS_WITHIN_S)
            state = next(pushes)["state"]
            if not state["apps"][0]["connected"]:
                _wait_for_bot(pushes)
            page.send(json.dumps({"t": gesture, **what}))
            return _effect(
                _pushes(page, BOT_ANSWERS_WITHIN_S), state["modalStack"], is_submission=gesture == "view_submit"
            )

    def close_form(self, user: str) -> None:
        """Close the open forms without sending them; the bot is not asked."""
        with self._page() as page:
            page.send(json.dumps({"t": "view_close", "user": user}))
            next(push for push in _pushes(page, BOT_ANSWERS_WITHIN_S) if push["t"] == "view")

    @contextmanager
    def _page(self) -> Iterator[ClientConnection]:
        """Open a connection like the page's; the first push is the whole state."""
        try:
            with connect(f"ws{self.url.removeprefix('http')}/ui", proxy=None, max_size=None) as page:
                yield page
        except (ConnectionClosed, ConnectionRefusedError) as problem:
            raise CannotPlay("local-slack has ended.") from problem

    def _request(self, path: str, body: bytes | None = None) -> Payload:
        request = urllib.request.Request(  # noqa: S310 -- Always http, on this machine.
            f"{self.url}/_control/{path}", data=body, headers={"Content-Type": "application/json"}
        )
        try:
            with self._opener.open(request, timeout=ANSWERS_WITHIN_S) as response:
                answer: Payload = json.load(response)
        except urllib.error.HTTPError as problem:
            with problem:
                raise CannotPlay(f"local-slack refused {path}: {problem.read().decode(errors='replace')}") from problem
        except OSError as problem:
            raise CannotPlay(f"local-slack does not answer at {self.url} ({problem}).") from problem
        return answer


def _pushes(page: ClientConnection, within: float) -> Iterator[Payload]:
    """Yield what local-slack pushes to its page, the whole state first; raise TimeoutError after `within` seconds."""
    give_up = time.monotonic() + within
    while True:
        yield json.loads(page.recv(timeout=max(0.0, give_up - time.monotonic())))


def _wait_for_bot(pushes: Iterator[Payload]) -> None:
    try:
        next(push for push in pushes if push["t"] == "socket_status" and push["connected"])
    except TimeoutError:
        raise CannotPlay("The bot is not connected to local-slack.") from None


def _effect(pushes: Iterator[Payload], before: list[Payload], *, is_submission: bool) -> Effect:
    """Return the effect of a gesture: the bot opens a form before acknowledging, and changes a sent one right after."""
    after, is_acknowledged = before, False
    for push in pushes:
        if push["t"] == "view":
            after = push["stack"]
        is_acknowledged |= push["t"] == "log" and push["entry"]["kind"] == "ack"
        if is_acknowledged and (not is_submission or push["t"] in {"view", "view_errors"}):
            return Effect(before, after, push.get("errors") or {})
    raise AssertionError  # The pushes never end.
