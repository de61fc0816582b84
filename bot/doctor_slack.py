"""Is everything right in Slack: the tokens, their scopes, the clock and the triage channel? For `doctor`."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.manifest import scopes
from bot.settings import Settings
from bot.slack_answer import SlackUnavailable, asked
from bot.tls import tls_for

NEW_TOKEN = "reinstall the app and copy the Bot User OAuth Token again"  # noqa: S105 - what to do about one
CHECK_NETWORK = "check the network, and slack-status.com"

CLOCK_OFF_S = 5
"""Maximum seconds that the clock may differ from Slack's: deadlines are wrong by as much."""


@dataclass(frozen=True)
class CheckResult:
    """The result of one check."""

    subject: str
    is_well: bool
    text: str
    """What was found and, where something is wrong, how to mend it."""


def check_slack(settings: Settings, client: WebClient) -> Iterator[CheckResult]:
    """Check whether Slack accepts the bot token, which scopes it has, and whether our clock agrees with Slack's."""
    try:
        answer = asked(client.auth_test)
    except SlackApiError as problem:
        text = f"Slack refuses SLACK_BOT_TOKEN ({problem.response['error']}): {NEW_TOKEN}."
        yield CheckResult("bot token", False, text)
        return
    except SlackUnavailable as problem:
        yield CheckResult("Slack", False, f"{settings.slack_api_url} gives no answer ({problem}): {CHECK_NETWORK}.")
        return
    yield CheckResult("bot token", True, f"Slack knows us as @{answer['user']} in {answer['team']}.")
    yield from _scopes(answer)
    yield from _clock(answer)


def _scopes(answer: SlackResponse) -> Iterator[CheckResult]:
    header = _header(answer, "x-oauth-scopes")
    if header is None:
        yield CheckResult("scopes", True, "This workspace does not say which scopes the token has.")
        return
    missing = sorted(set(scopes()) - {one.strip() for one in header.split(",")})
    if missing:
        how = 'add them under "OAuth & Permissions" (or paste `guichet manifest`), then reinstall the app'
        meanwhile = " Until then no form takes files." if "files:read" in missing else ""
        yield CheckResult("scopes", False, f"The token lacks {', '.join(missing)}: {how}.{meanwhile}")
    else:
        yield CheckResult("scopes", True, "The token has every scope it needs.")


def _clock(answer: SlackResponse) -> Iterator[CheckResult]:
    date = _header(answer, "date")
    if date is None:
        return
    off = time.time() - parsedate_to_datetime(date).timestamp()
    if abs(off) > CLOCK_OFF_S:
        yield CheckResult("clock", False, f"This machine's clock is {off:+.0f} s off Slack's: set it with NTP.")
    else:
        yield CheckResult("clock", True, "This machine's clock agrees with Slack's.")


def check_app_token(settings: Settings) -> Iterator[CheckResult]:
    """Check whether Socket Mode opens a connection; report nothing if requests come over HTTP."""
    token = settings.slack_app_token
    if token is None or settings.port is not None:
        return
    url = settings.slack_api_url
    client = WebClient(base_url=url, timeout=10, ssl=tls_for(url), retry_handlers=[])
    try:
        asked(lambda: client.apps_connections_open(app_token=token.get_secret_value()))
    except SlackApiError as problem:
        error = problem.response.get("error")
        how = "create an App-Level Token with connections:write and turn on Socket Mode"
        yield CheckResult("app token", False, f"Slack refuses SLACK_APP_TOKEN ({error}): {how}.")
    except SlackUnavailable as problem:
        yield CheckResult("app token", False, f"Slack gives no answer ({problem}): {CHECK_NETWORK}.")
    else:
        yield CheckResult("app token", True, "Socket Mode opens a connection.")


def check_triage_channel(
    client: WebClient, channel: str, *, subject: str = "triage channel", setting: str = "TRIAGE_CHANNEL"
) -> Iterator[CheckResult]:
    """Check that the bot is in a desk's triage channel, which `setting` names, and that it is not archived."""
    try:
        found = asked(lambda: client.conversations_info(channel=channel))["channel"]
    except SlackApiError as problem:
        error = problem.response.get("error")
        how = f"check {setting}, and invite the bot there if the channel is private"
        yield CheckResult(subject, False, f"Slack does not show {channel} to us ({error}): {how}.")
        return
    except SlackUnavailable as problem:
        yield CheckResult(subject, False, f"Slack gives no answer ({problem}): {CHECK_NETWORK}.")
        return
    if found.get("is_archived"):
        yield CheckResult(subject, False, f"#{found['name']} is archived: unarchive it or choose another.")
    elif not found.get("is_member"):
        yield CheckResult(subject, False, f"The bot is not in #{found['name']}: type /invite @Guichet there.")
    else:
        yield CheckResult(subject, True, f"The bot is in #{found['name']}.")


def _header(answer: SlackResponse, name: str) -> str | None:
    """Return a header of Slack's answer whatever the case of its name."""
    for key, value in answer.headers.items():
        if key.lower() == name:
            return value if isinstance(value, str) else ",".join(value)
    return None
