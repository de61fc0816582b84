"""The fake workspace on a loopback port, so that the real slack_sdk talks to it over HTTP."""

import json
import socket
import sys
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import parse_qsl, urlsplit

from tests.fake_slack import chat, conversations, files, identity, scheduled, views
from tests.fake_slack.api import METHODS, Reply, Request, serve, spoilt
from tests.fake_slack.control import LEVERS, state
from tests.fake_slack.errors import SlackError
from tests.fake_slack.hooks import respond
from tests.fake_slack.workspace import Workspace

HOOKS, CONTROL = "/_hooks/response/", "/_control/"
MODULES = (chat, conversations, files, identity, scheduled, views)  # Importing them fills METHODS.
HALF_OPEN = 5.0  # Seconds after which a client that sends nothing is hung up on.


class Server(ThreadingHTTPServer):
    """The HTTP server of one workspace; each connection has its own thread, joined when the server closes."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, workspace: Workspace, port: int = 0, *, keeps_open: bool = False) -> None:
        super().__init__(("127.0.0.1", port), LastingHandler if keeps_open else Handler)
        self.workspace = workspace
        self.stopping = threading.Event()
        workspace.root = f"http://127.0.0.1:{self.server_port}"

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ARG002 - http.server's signature
        """Hang up at once while Slack is down."""
        return not self.workspace.faults.refuse_connection()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - http.server's signature
        """Ignore clients that went away; record errors of the fake itself."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError | TimeoutError):
            self.workspace.crashes.append(error)


class Handler(BaseHTTPRequestHandler):
    """One connection: one request, one answer."""

    wbufsize = -1
    timeout = HALF_OPEN

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer()

    def _answer(self) -> None:
        url = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        args = {**dict(parse_qsl(url.query)), **arguments(raw, self.headers.get("Content-Type", ""))}
        reply = self._reply(url.path.removeprefix("/api"), args)
        if reply.hang:
            self._server.stopping.wait(reply.hang)
        if reply.drop:
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self._send(reply)

    @property
    def _server(self) -> Server:
        return cast("Server", self.server)

    def _reply(self, path: str, args: dict[str, Any]) -> Reply:
        if path.startswith(CONTROL):
            return self._control(path.removeprefix(CONTROL), args)
        if path.startswith(HOOKS):
            return self._hook(path.removeprefix(HOOKS), args)
        return serve(self._server.workspace, request(path, args, self.headers.get("Authorization", "")))

    def _control(self, lever: str, args: dict[str, Any]) -> Reply:
        workspace = self._server.workspace
        if lever == "state":
            return Reply(200, {}, json.dumps(state(workspace), default=str))
        if lever not in LEVERS:
            return Reply(404, {}, f"levers: state, {', '.join(LEVERS)}")
        with workspace.lock:
            return Reply(200, {}, json.dumps(LEVERS[lever](workspace, args)))

    def _hook(self, hook_id: str, body: dict[str, Any]) -> Reply:
        workspace = self._server.workspace
        return spoilt(workspace.faults.take("response_url", body), lambda: _responded(workspace, hook_id, body))

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in headers(reply).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body.encode())

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return the workspace's own time for the `Date` header."""
        return formatdate(timestamp or self._server.workspace.clock(), usegmt=True)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Log nothing: `calls` holds more."""


class LastingHandler(Handler):
    """One connection, and as many calls as the client makes on it."""

    protocol_version = "HTTP/1.1"


def _responded(workspace: Workspace, hook_id: str, body: dict[str, Any]) -> Reply:
    try:
        with workspace.lock:
            respond(workspace, hook_id, body)
    except SlackError as refused:
        workspace.warnings.append(f"response_url: {refused}")
        return Reply(404, {}, refused.error)
    return Reply(200, {}, "ok")


def arguments(raw: bytes, kind: str) -> dict[str, Any]:
    """Return the arguments in the body of a call, which is of this content type."""
    if not kind.startswith("application/json"):
        return dict(parse_qsl(raw.decode(), keep_blank_values=True))
    body = json.loads(raw or b"{}")
    return body if isinstance(body, dict) else {}


def request(path: str, args: dict[str, Any], authorization: str) -> Request:
    """Return the call of the method at this path below `/api`."""
    token = authorization.removeprefix("Bearer ") or args.get("token", "")
    return Request(path.strip("/"), {name: value for name, value in args.items() if name != "token"}, token)


def headers(reply: Reply) -> dict[str, str]:
    """Return the headers of an answer that are its own."""
    kind = "application/json; charset=utf-8" if reply.body.startswith("{") else "text/html; charset=utf-8"
    return {"Content-Type": kind, **reply.headers, "Content-Length": str(len(reply.body.encode()))}


SERVED: dict[str, Workspace] = {}
"""The workspaces that are served by this process, by their addresses."""


class FakeSlack(Workspace):
    """A workspace served over HTTP while the `with` block lasts: `WebClient(fake.token, base_url=fake.url)`.

    Leaving the block raises what went wrong inside the fake itself.
    """

    def __init__(self, *, port: int = 0, **workspace: Any) -> None:
        super().__init__(**workspace)
        self._port = port

    @property
    def url(self) -> str:
        """Return the base URL of the Web API, with its closing slash."""
        return f"{self.root}/api/"

    @property
    def methods(self) -> list[str]:
        """Return the Web API methods this fake knows."""
        return sorted(METHODS)

    def start(self) -> Self:
        """Serve in a thread of its own."""
        self._server = Server(self, self._port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        SERVED[self.root] = self
        return self

    def stop(self) -> None:
        """Stop serving; hanging calls are released."""
        SERVED.pop(self.root, None)
        self._server.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
        if self.crashes and error is None:
            raise self.crashes[0]
