"""A Slack that does nothing but answer, after so many milliseconds: `python -m tests.benchmarks.quick_slack 50`."""

import itertools
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from subprocess import PIPE, Popen

NUMBERS = itertools.count(1)


class Answering(BaseHTTPRequestHandler):
    """Accepts whatever is posted."""

    protocol_version = "HTTP/1.1"
    """Connections stay open where the client lets them, as Slack's do."""
    wbufsize = -1
    latency_s = 0.0

    def do_POST(self) -> None:
        """Answer as `chat.postMessage` does."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        time.sleep(self.latency_s)
        body = f'{{"ok": true, "messages": [], "channel": "C0ANY", "ts": "{next(NUMBERS)}.000001"}}'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


class Server(ThreadingHTTPServer):
    """Accepts many connections at once."""

    daemon_threads = True
    request_queue_size = 256


@contextmanager
def quick_slack(latency_ms: int) -> Iterator[str]:
    """Give the Web API base of such a Slack in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.quick_slack", str(latency_ms)]
    with Popen(command, stdout=PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def main() -> None:
    """Answer until the process is ended."""
    Answering.latency_s = int(sys.argv[1]) / 1000
    with Server(("127.0.0.1", 0), Answering) as server:
        print(f"http://127.0.0.1:{server.server_port}/api/", flush=True)  # noqa: T201 - whoever starts it reads it
        server.serve_forever()


if __name__ == "__main__":
    main()
