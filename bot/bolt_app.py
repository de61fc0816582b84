"""Bolt as Guichet uses it: it reads signed requests, and hands them to the listeners of `routes.py`."""

import logging
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.context import BoltContext
from slack_sdk import WebClient

from bot import failures, routes
from bot.connection import SocketConnection
from bot.listeners.middleware import Middleware
from bot.rules.workspace import Workspace
from bot.settings import Settings
from bot.web import WebServer


def new_bolt_app(settings: Settings, *, client: WebClient, introduce: Middleware, workspace: Workspace) -> App:
    """Return the Bolt app, which calls Slack with `client`; the middleware `introduce` adds who is acting."""
    secret = settings.slack_signing_secret
    logger = logging.getLogger("slack_bolt")
    logger.addFilter(lambda record: "`token`" not in record.getMessage())  # Bolt warns that it will not use our token.
    app = App(
        name="guichet",  # Without one, Bolt looks for it in every frame of the stack for a quarter of a second.
        logger=logger,
        client=client,
        # Bolt's own function would call Slack before the first answer.
        authorize=authorizing(settings.slack_bot_token.get_secret_value()),
        signing_secret=secret.get_secret_value() if secret else "unused in Socket Mode",
        raise_error_for_unhandled_request=True,  # Bolt itself logs what was typed, and answers nobody.
        process_before_response=True,  # Work first, answer last: what was typed is stored before it is confirmed.
    )
    app.use(calling_with(client))
    app.use(introduce)
    app.error(failures.answering(workspace))
    routes.register(app)
    return app


def open_transport(app: App, settings: Settings, *, client: WebClient) -> WebServer | SocketConnection:
    """Return the way Slack reaches us: over HTTP where PORT is set, else by Socket Mode."""
    token, secret = settings.slack_app_token, settings.slack_signing_secret
    if settings.port is not None:
        assert secret is not None  # noqa: S101 - the settings are checked
        return WebServer(app, port=settings.port, signing_secret=secret.get_secret_value())
    assert token is not None  # noqa: S101 - the settings are checked
    return SocketConnection(app, app_token=token.get_secret_value(), client=client)


def calling_with(client: WebClient) -> Callable[..., None]:
    """Return the middleware that lets listeners call Slack with this client, and not with Bolt's.

    Bolt makes a `WebClient` of its own for each request, which passes the acting person's workspace in every call. That
    may be another organisation's; our token belongs to one workspace, so none need be passed.
    """

    def replace(context: BoltContext, next: Callable[[], object]) -> None:  # noqa: A002 - Bolt's name
        context["client"] = client
        next()

    return replace


def authorizing(bot_token: str) -> Callable[..., AuthorizeResult]:
    """Return the function that tells Bolt which token to use: always ours."""

    def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=bot_token)

    return authorize
