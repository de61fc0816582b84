"""Calls Slack over connections that stay open: over TLS, making one takes four times the processor of a call itself.

Slack may close a connection just when the next call goes out on it. No call is sent a second time for that: to whoever
made it, it is a call without an answer like any other, which Slack may have taken. It is rare, as a connection that was
not used for a while, or was closed meanwhile, is not used again.
"""

import selectors
import time
from collections import deque
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BytesIO
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, getproxies

from slack_sdk import WebClient

KEPT_FOR_S = 10.0
"""Seconds for which an unused connection is kept: Slack, and what lies between, keep one for far longer."""
_Poll = getattr(selectors, "PollSelector", selectors.DefaultSelector)
"""Asks the system once; the default on Linux, `epoll`, takes four calls for it. Windows has neither."""
SUCCESS = range(200, 300)
"""HTTP statuses of an answer that is no error."""


class KeepingClient(WebClient):
    """A `WebClient` that keeps its connections open, for as many calls at once as are made; not through a proxy."""

    def __init__(self, *needs: Any, kept_for_s: float = KEPT_FOR_S, **more: Any) -> None:
        super().__init__(*needs, **more)
        self._kept_for_s = kept_for_s
        self._kept: deque[tuple[HTTPConnection, float]] = deque()
        """Each with the time it was used last, on the monotonic clock, the newest at the end."""
        self._is_direct = not (self.proxy or getproxies().keys() - {"no"})

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        """Return status, headers and body of Slack's answer; raise HTTPError for a status that is no success.

        Raises URLError where no connection could be made, and what `http.client` raises for all else.
        """
        if not (self._is_direct and url.startswith(self.base_url)):
            return super()._perform_urllib_http_request_internal(url, req)
        connection = self._taken() or self._made(req)
        try:
            connection.request(req.get_method(), req.selector, req.data, dict(req.header_items()))
            answer = connection.getresponse()
            body = answer.read()
        except BaseException:  # An answer that still comes must never be taken for that to the next call.
            connection.close()
            raise
        if connection.sock is not None:  # Else Slack has said that it closes it.
            self._keep(connection)
        return _read(answer, body, url)

    def _keep(self, connection: HTTPConnection) -> None:
        """Keep it for the next call, and close those that were not used for long, as after many calls at once."""
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
    """Return True if nothing has come on it since the last answer: neither its end nor what nobody has asked for."""
    with _Poll() as selector:
        selector.register(connection.sock, selectors.EVENT_READ)
        return not selector.select(timeout=0)


def _read(answer: HTTPResponse, body: bytes, url: str) -> dict[str, Any]:
    if answer.status not in SUCCESS:
        raise HTTPError(url, answer.status, answer.reason, answer.headers, BytesIO(body))
    charset = answer.headers.get_content_charset() or "utf-8"
    return {"status": answer.status, "headers": answer.headers, "body": body.decode(charset)}
