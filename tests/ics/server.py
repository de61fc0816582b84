"""A local HTTP server that answers with a calendar, or with something else."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class CalendarServer:
    """An HTTP server whose answers can be changed at any time."""

    def __init__(self, host: str) -> None:
        self.status = 200
        self.body = b""
        self.leads_to: str | None = None
        """The address to which it redirects; None for no redirect."""
        self.waits_s = 0.0
        """Seconds before each piece of its answer; a piece has ten bytes."""
        self.asked: list[str] = []
        """The paths that were asked for."""
        self._server = ThreadingHTTPServer((host, 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://{host}:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator["CalendarServer"]:
        """Serve requests until the block ends."""
        thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


def _handler(server: CalendarServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            if server.leads_to is not None:
                self.send_response(302)
                self.send_header("Location", server.leads_to)
                self.end_headers()
                return
            self.send_response(server.status)
            self.end_headers()
            self._write()

        def _write(self) -> None:
            if not server.waits_s:
                self.wfile.write(server.body)
                return
            for start in range(0, len(server.body), 10):
                time.sleep(server.waits_s)
                try:
                    self.wfile.write(server.body[start : start + 10])
                    self.wfile.flush()
                except OSError:  # The client has disconnected.
                    return

        def log_message(self, *_args: object) -> None:
            """Log nothing."""

    return Handler
