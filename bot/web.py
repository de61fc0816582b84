"""How does Slack reach us over HTTP? One address for everything, `/slack/events`, where PORT is set.

Socket Mode needs none of this; several replicas behind a balancer do.
"""

import logging
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from typing import Any

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.wsgi.http_request import WsgiHttpRequest
from slack_sdk.signature import SignatureVerifier

from bot.connection import CannotConnect
from bot.http_server import HttpServer
from bot.jobs.count_connections import Hello
from bot.payloads.reading import UnreadablePayload, read_body

PATH = "/slack/events"
MOST_BYTES = 4 * 1024 * 1024
"""Maximum bytes of a request: a form filled in to the brim, with each character escaped twice, is smaller."""
TIMESTAMP = re.compile(r"[0-9]{1,12}")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

log = logging.getLogger(__name__)


class WebServer:
    """Answers Slack's requests on all addresses of this machine."""

    hello: Hello | None = None
    """Always None: over HTTP Slack does not say how many connections there are."""

    def __init__(self, bolt: App, *, port: int, signing_secret: str) -> None:
        application = only_signed(slack_endpoint(bolt), secret=signing_secret)
        try:
            self._server = HttpServer(application, port=port, most_bytes=MOST_BYTES)
        except OSError as problem:
            raise CannotConnect(
                f"Port {port} cannot be used ({problem.strerror}): stop what uses it, or set PORT to another one."
            ) from None
        self.port = self._server.port

    @property
    def is_alive(self) -> bool:
        """Return True if requests can be answered; whether Slack can reach this address is not known here."""
        return self._server.is_alive

    def renew(self) -> None:
        """Do nothing: Slack counts no connections over HTTP."""

    def start(self) -> None:
        """Begin to answer."""
        self._server.start()

    def stop(self) -> None:
        """Return when the requests under way are answered; no new one is accepted."""
        self._server.stop()


def slack_endpoint(bolt: App) -> Application:
    """Return the application that answers what Slack posts to `PATH`."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("POST", PATH):
            return _reply(start_response, HTTPStatus.NOT_FOUND)
        try:
            payload = read_body(environ["wsgi.input"].read(), environ.get("CONTENT_TYPE", ""))
        except UnreadablePayload as reason:
            log.warning("A signed request could not be read: %s.", reason)
            return _reply(start_response, HTTPStatus.OK)
        # As with Socket Mode, Bolt gets a parsed payload whose signature has been checked, and does neither again.
        headers = WsgiHttpRequest(environ).get_headers()
        response = bolt.dispatch(BoltRequest(body=payload, headers=headers, mode="socket_mode"))
        return _reply(start_response, HTTPStatus(response.status), response.body, headers=response.first_headers())

    return answer


def _reply(
    start_response: StartResponse, status: HTTPStatus, body: str = "", *, headers: dict[str, str] | None = None
) -> Iterable[bytes]:
    content = body.encode()
    headers = {"content-type": "text/plain", **(headers or {}), "content-length": str(len(content))}
    start_response(f"{status.value} {status.phrase}", list(headers.items()))
    return [content]


def only_signed(application: Application, *, secret: str) -> Application:
    """Return the application behind a check of Slack's signature; whatever else comes is answered with status 401.

    Bolt checks it too, but reads the body first, and answers what it cannot read with a stack trace; a timestamp of
    hundreds of digits even gets as far as our error handler, which would tell people in Slack of it.
    """
    verifier = SignatureVerifier(secret)

    def checked(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if is_signed(verifier, environ, body):
            return application(environ | {"wsgi.input": BytesIO(body)}, start_response)
        return _reply(start_response, HTTPStatus.UNAUTHORIZED)

    return checked


def is_signed(verifier: SignatureVerifier, environ: Environ, body: bytes) -> bool:
    """Return True if Slack has signed this within the last five minutes."""
    timestamp, signature = (environ.get(f"HTTP_X_SLACK_{one}", "") for one in ("REQUEST_TIMESTAMP", "SIGNATURE"))
    if not TIMESTAMP.fullmatch(timestamp) or not signature.isascii():
        return False
    try:
        return verifier.is_valid(body, timestamp, signature)
    except UnicodeDecodeError:  # It is no text, so it is not Slack's.
        return False
