"""Calls Slack over connections that stay open: making one over TLS takes four times the CPU time of a call itself.

Slack may close a connection just when the next call goes out on it. That call is not sent a second time: to its caller
it is a call without an answer like any other, which Slack may have executed. This is rare, as a connection that was
not used for a while, or was closed meanwhile, is not used again.
"""

import selectors
import time
from collections import deque
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.error import URLError
from urllib.request import Request, getproxies

from slack_sdk import WebClient

KEPT_FOR_S = 10.0
"""Seconds for which an unused connection is kept: Slack, and any proxies in between, keep one for far longer."""
_Poll = getattr(selectors, "PollSelector", selectors.DefaultSelector)
"""Takes one system call; `epoll`, the default on Linux, takes four. Windows has neither."""


class KeepingClient(WebClient):
    """A `WebClient` that keeps its connections open, one for each call under way; not through a proxy."""

    def __init__(self, *needs: Any, kept_for_s: float = KEPT_FOR_S, **more: Any) -> None:
        super().__init__(*needs, **more)
        self._kept_for_s = kept_for_s
        self._kept: deque[tuple[HTTPConnection, float]] = deque()
        """Each with the time at which it was last used, on the monotonic clock, the newest at the end."""
        self._is_direct = not (self.proxy or getproxies().keys() - {"no"})

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        """Return status, headers and body of Slack's answer, whatever its status: `WebClient` judges it.

        Raises URLError where no connection could be made in time, and what `http.client` raises for all else.
        """
        if not (self._is_direct and url.startswith(self.base_url)):
            return super()._perform_urllib_http_request_internal(url, req)
        began = time.monotonic()
        connection = self._taken() or self._made(req)
        if time.monotonic() - began > self.timeout:  # Slack has several addresses, each of which is tried for so long.
            connection.close()
            raise URLError(TimeoutError("connecting has taken too long"))
        try:
            connection.request(req.get_method(), req.selector, req.data, dict(req.header_items()))
            answer = connection.getresponse()
            body = answer.read()
        except BaseException:  # A late answer must never be taken for the answer to the next call.
            connection.close()
            raise
        if connection.sock is not None:  # It is None if Slack has said that it closes the connection.
            self._keep(connection)
        # A firewall's page may be in any encoding; Slack's answers are in this one.
        text = body.decode(errors="replace")
        # `WebClient` takes what is no JSON for an error, but falls over JSON that is no object.
        return {"status": answer.status, "headers": answer.headers, "body": text if "{" in text else f"<{text}>"}

    def _keep(self, connection: HTTPConnection) -> None:
        """Keep the connection for the next call, and close those long unused, as after many calls at once."""
        now = time.monotonic()
        self._kept.append((connection, now))
        with suppress(IndexError):  # Another thread was quicker.
            while now - self._kept[0][1] >= self._kept_for_s:
                self._kept.popleft()[0].close()

    def _taken(self) -> HTTPConnection | None:
        """Take a connection that can be used again; None if there is none. Those that cannot be used are closed."""
        while self._kept:
            try:
                connection, used_at = self._kept.pop()
            except IndexError:  # Another thread was quicker.
                return None
            if time.monotonic() - used_at < self._kept_for_s and _is_silent(connection):
                return connection
            connection.close()
        return None

    def _made(self, req: Request) -> HTTPConnection:
        timeout, host = float(self.timeout), str(req.host)
        made = HTTPConnection(host, timeout=timeout)
        if req.type == "https":
            made = HTTPSConnection(host, timeout=timeout, context=self.ssl)
        try:
            made.connect()
        except OSError as problem:
            made.close()
            raise URLError(problem) from problem
        return made


def _is_silent(connection: HTTPConnection) -> bool:
    """Return True if nothing has arrived since the last answer: neither the connection's end nor unexpected data."""
    with _Poll() as selector:
        selector.register(connection.sock, selectors.EVENT_READ)
        return not selector.select(timeout=0)
