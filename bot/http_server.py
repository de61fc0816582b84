"""The HTTP server, fit to face the internet: waitress, with time limits and room for whoever comes next.

waitress reads requests in one thread, and its workers get whole requests only, so a slow or silent client keeps no
worker busy. What it lacks is added here. Measured on loopback with 110 connections that were opened and then silent:
plain waitress, cheroot and gunicorn with 16 threads answered nobody else; this server answered all within 20 ms,
and within a second while 1,200 such connections were reopened as fast as they were closed.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from socket import SHUT_WR
from threading import Thread
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from bot.receipt import received

THREADS = 16
"""Requests answered at once."""
MOST_CONNECTIONS = 400
"""Connections open at once; the usual limit of 1,024 open files leaves room for Slack and the database."""
WHOLE_WITHIN_S = 10.0
"""Seconds a new connection may take to begin a request, and a request to arrive; Slack gives up after three."""
IDLE_S = 125.0
"""Seconds a connection may idle after an answer. Proxies keep theirs for up to 120, and must be the first to close."""
MOST_HEADER_BYTES = 64 * 1024
"""Longest request line and headers together; Slack's have less than two thousand bytes."""
FLUSHED_WITHIN_S = 1.0
"""Seconds that clients have at shutdown to read their answers."""

logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # It warns whenever a request waits for another one.


class HttpServer:
    """Serves a WSGI application on all addresses of this machine, in a thread of its own."""

    def __init__(
        self,
        application: Callable[..., Any],
        *,
        port: int,
        most_bytes: int,
        whole_within_s: float = WHOLE_WITHIN_S,
        idle_s: float = IDLE_S,
        most_connections: int = MOST_CONNECTIONS,
    ) -> None:
        """Bind the port; raise OSError if it cannot be used. `most_bytes` is the longest body."""
        adjustments = Adjustments(
            host="0.0.0.0",  # noqa: S104 - Slack, or the proxy, is outside
            port=port,
            threads=THREADS,
            max_request_body_size=most_bytes,
            max_request_header_size=MOST_HEADER_BYTES,
            cleanup_interval=min(1, whole_within_s / 2),
            connection_limit=2 * most_connections,  # We make room long before it would stop accepting.
            asyncore_use_poll=True,  # select() fails at the 1,024th open file.
            log_socket_errors=False,  # A client that hangs up is nothing to report.
            ident=None,  # Nobody needs to learn which server this is.
        )
        self._loop = _Loop(application, map={}, adj=adjustments)
        self._loop.limits = (whole_within_s, idle_s, most_connections)
        self._thread = Thread(target=self._loop.run, name="web server", daemon=True)
        self.port = int(self._loop.effective_port)

    @property
    def is_alive(self) -> bool:
        """Return True while it serves requests."""
        return self._thread.is_alive()

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._loop.active_channels)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Return when the requests under way are answered; no new one is accepted."""
        if not self._thread.is_alive():
            return
        self._loop.accepting = False
        self._loop.task_dispatcher.shutdown()
        self._loop.ends_at = time.monotonic() + FLUSHED_WITHIN_S
        self._loop.pull_trigger()
        self._thread.join()
        wasyncore.close_all(self._loop._map, ignore_all=True)  # noqa: SLF001 - the only way to end keep-alive connections


class _ClientConnection(HTTPChannel):  # type: ignore[misc]
    """One connection, which knows since when we have been waiting for its client."""

    will_close: bool = False
    """True if the server's loop closes it at its next turn."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.waits_since = time.monotonic()
        self.is_fresh = True
        """True while nothing has been answered on it."""
        self.is_over = False
        """True if nothing more is read from it."""
        super().__init__(*given, **named)

    def received(self, data: bytes) -> bool:
        """Take what the client has sent; the time for a request counts from its first byte."""
        if self.is_over:
            return False
        if self.request is None:
            self.waits_since = time.monotonic()
        return bool(super().received(data))

    def service(self) -> None:
        """Answer one request; from then on we wait for the next one."""
        with received(self.waits_since):
            super().service()
        self.waits_since, self.is_fresh = time.monotonic(), False

    def handle_close(self) -> None:
        """Close; after an answer, only our half until the client has closed its own, or its time is up.

        A client still sending a body that is too long would otherwise see a broken connection instead of the 413.
        """
        if self.will_close and self.connected and not self.is_over:
            self.will_close, self.is_over, self.waits_since = False, True, time.monotonic()
            with suppress(OSError):
                self.socket.shutdown(SHUT_WR)
                return
        super().handle_close()

    def cut(self) -> None:
        """Let the server's loop close the connection, whatever its client does.

        It is not closed here: a new socket could get its descriptor, and would be taken for ready to be read.
        """
        self.is_over = self.will_close = True

    def is_overdue(self, now: float, *, whole_within_s: float, idle_s: float) -> bool:
        """Return True once the client has had its time to send a request, or to read its answer."""
        is_idle = not (self.is_fresh or self.request or self.is_over)
        allowed = idle_s if is_idle else whole_within_s
        return not self.requests and now - self.waits_since > allowed


class _Loop(TcpWSGIServer):  # type: ignore[misc]
    """waitress's server; it closes what is overdue and, when full, the connection that has kept it waiting longest."""

    channel_class = _ClientConnection
    limits: tuple[float, float, int]
    """Seconds for a request, seconds of idling, maximum connections."""
    ends_at: float | None = None
    """Latest end, on the monotonic clock; None until a stop is requested."""

    def run(self) -> None:
        """Serve until a stop is requested and every answer is sent, or time is up; then the sockets may be closed."""
        while self.ends_at is None or (self._has_unsent() and time.monotonic() < self.ends_at):
            wasyncore.loop(timeout=self.adj.asyncore_loop_timeout, use_poll=True, map=self._map, count=1)

    def _has_unsent(self) -> bool:
        return any(one.total_outbufs_len for one in self.active_channels.values())

    def handle_accept(self) -> None:
        """Accept a connection; if there are too many, or no file descriptor is free, close one that is only waiting."""
        before = len(self.active_channels)
        super().handle_accept()
        if len(self.active_channels) == before or before >= self.limits[2]:
            self._make_room()

    def _make_room(self) -> None:
        waiting = [one for one in self.active_channels.values() if not one.requests and not one.will_close]
        if waiting:
            min(waiting, key=lambda one: one.waits_since).cut()

    def maintenance(self, now: float) -> None:  # noqa: ARG002 - waitress's clock can be set, ours cannot
        """Close every connection whose client is overdue."""
        whole_within_s, idle_s, _ = self.limits
        at = time.monotonic()
        for one in list(self.active_channels.values()):
            if one.is_overdue(at, whole_within_s=whole_within_s, idle_s=idle_s):
                one.cut()
