"""What can be done and seen from outside in a running local-slack: its control API, over HTTP."""

import json
import urllib.error
import urllib.request
from typing import Any

from bot.demo.errors import CannotPlay

Payload = dict[str, Any]
"""A message, a view, a log entry: as Slack writes them."""

ANSWERS_WITHIN = 15.0
"""Seconds until a request is given up; local-slack itself waits 5 for the bot before it answers."""


class Control:
    """The control API of the workspace at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        # Never through a proxy: the workspace is on this machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def state(self) -> Payload:
        """Return the workspace's people and channels."""
        return self._request("state")

    def channels(self) -> list[Payload]:
        """Return every channel, direct messages included."""
        channels: list[Payload] = self.state()["channels"]
        return channels

    def messages(self, channel: str) -> list[Payload]:
        """Return a channel's messages by its id, oldest first, replies and ephemeral ones included."""
        messages: list[Payload] = self._request(f"messages/{channel}")["messages"]
        return messages

    def log(self) -> list[Payload]:
        """Return the last 1000 things that passed between the bot and local-slack."""
        entries: list[Payload] = self._request("log")["log"]
        return entries

    def post(self, gesture: str, **what: Any) -> Payload:
        """Make a gesture; returns when the bot has acknowledged it, or after 5 seconds without."""
        return self._request(gesture, json.dumps(what).encode())

    def channel(self, name: str) -> str:
        """Return the id of a channel, given by id or by name; raises CannotPlay."""
        channels = self.channels()
        for channel in channels:
            if name.removeprefix("#") in {channel["id"], channel["name"]}:
                return str(channel["id"])
        raise CannotPlay(f"There is no channel {name!r}, only {', '.join(channel['name'] for channel in channels)}.")

    def _request(self, path: str, body: bytes | None = None) -> Payload:
        request = urllib.request.Request(  # noqa: S310 -- Always http, on this machine.
            f"{self.url}/_control/{path}", data=body, headers={"Content-Type": "application/json"}
        )
        try:
            with self._opener.open(request, timeout=ANSWERS_WITHIN) as response:
                answer: Payload = json.load(response)
        except urllib.error.HTTPError as problem:
            with problem:
                raise CannotPlay(f"local-slack refused {path}: {problem.read().decode(errors='replace')}") from problem
        except OSError as problem:
            raise CannotPlay(f"local-slack does not answer at {self.url} ({problem}).") from problem
        return answer
