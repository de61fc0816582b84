"""How does Slack reach us over HTTP? One address for everything, `/slack/events`, where PORT is set.

Socket Mode needs none of this; several replicas behind a balancer do.
"""

from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress import wasyncore
from waitress.server import create_server

from bot.connection import CannotConnect

PATH = "/slack/events"
THREADS = 16

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class WebServer:
    """Answers Slack's requests on all addresses of this machine."""

    def __init__(self, bolt: App, *, port: int) -> None:
        application = only_well_formed(SlackRequestHandler(bolt, path=PATH))
        try:
            self._server = create_server(application, host="0.0.0.0", port=port, threads=THREADS)  # noqa: S104 - Slack is outside
        except OSError as problem:
            raise CannotConnect(
                f"Port {port} cannot be used ({problem.strerror}): stop what uses it, or set PORT to another one."
            ) from None
        self._thread = Thread(target=self._server.run, name="web server", daemon=True)
        self.port: int = self._server.effective_port

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Return when the requests under way are answered; none is taken any more."""
        if not self._thread.is_alive():
            return
        self._server.task_dispatcher.shutdown()
        # Closed in the server's own thread: it waits on these very sockets.
        self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._server._map, ignore_all=True))  # noqa: SLF001 - the only way to end keep-alive connections at once
        self._thread.join()


def only_well_formed(application: Application) -> Application:
    """Return the application behind a check of the signature's headers.

    Bolt answers a timestamp that is no number, or a signature that is not ASCII, with status 500 and a stack trace.
    """

    def checked(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if timestamp.isdecimal() and timestamp.isascii() and signature.isascii():
            return application(environ, start_response)
        start_response("401 Unauthorized", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]

    return checked
