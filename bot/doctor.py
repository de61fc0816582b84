"""What is wrong with this set-up, and how is it mended? Every check says one of both."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.database import Database, DatabaseUnavailable
from bot.delivery.health import Refusals
from bot.doctor_managers import look_up
from bot.manifest import scopes
from bot.migrate import is_missing, refuse_lost, refuse_unknown, versions
from bot.policy import WrongPolicy, read_policy
from bot.queries.accounts import channels_without_counter
from bot.reports.delivery import Figures, delivery_figures, figures_as_json, seconds
from bot.reports.outbox import counted
from bot.reports.set_aside import described
from bot.settings import Settings
from bot.slack_answer import NoAnswer, asked

CHECK_NETWORK = "check the network, and slack-status.com"

CLOCK_OFF_S = 5
"""Maximum seconds that the clock may differ from Slack's: deadlines are wrong by as much."""

SEEN_WITHIN = timedelta(minutes=1)
"""Maximum age of the last heartbeat of a Guichet that runs: one is recorded every ten seconds."""
NAMED = 3
"""Maximum channels named in one finding."""

NEW_TOKEN = "reinstall the app and copy the Bot User OAuth Token again"  # noqa: S105 - what to do about one
HOW_TO_MEND = {
    "not_in_channel": "type /invite @Guichet there",
    "channel_not_found": "type /invite @Guichet there, and check the id if it is a setting",
    "is_archived": "unarchive the channel",
    "user_not_found": "check the id if it is in MANAGERS",
    "user_disabled": "the person has left Slack: take them out of MANAGERS if they are there",
    "messages_tab_disabled": "turn on the Messages Tab under *App Home*",
    "missing_scope": "add the scopes named above and reinstall the app",
    "restricted_action": "let the bot post there, in the channel's settings",
    **dict.fromkeys(("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"), NEW_TOKEN),
}
"""What to do about Slack's error codes."""
HOW_TO_FREE = {
    "parked": "{mend}, and they go out within ten minutes, or at once with `guichet outbox retry`",
    "refused": "`guichet outbox retry` tries them again; if that fails, report this: the log says what they were",
}
"""What to do about messages in these states."""


@dataclass(frozen=True)
class Finding:
    """The result of one check."""

    subject: str
    is_well: bool
    text: str
    """What was found and, where something is wrong, how to mend it."""


def examine(settings: Settings, client: WebClient, database: Database) -> Iterator[Finding]:
    """Run every check; none of them raises, and none changes anything."""
    checks: list[Callable[[], Iterable[Finding]]] = [
        lambda: _policy(settings),
        lambda: _slack(settings, client),
        lambda: _app_token(settings),
        lambda: _triage_channel(settings, client),
        lambda: [Finding("managers", *look_up(settings.managers, client))],
        lambda: _tables(database),
    ]
    yield Finding("settings", True, "Every setting is there and well-formed.")
    for check in checks:
        yield from check()


def _policy(settings: Settings) -> Iterator[Finding]:
    try:
        policy = read_policy(settings.policy_file)
    except WrongPolicy as problem:
        yield Finding("policy", False, str(problem))
    else:
        zone = policy.calendar["default"].timezone
        yield Finding("policy", True, f"The contract is readable; its default calendar is in {zone}.")
        closed = [f"calendar.{name}: {calendar.holidays.described()}." for name, calendar in policy.calendar.items()]
        yield Finding("holidays", True, " ".join(closed))


def _slack(settings: Settings, client: WebClient) -> Iterator[Finding]:
    try:
        answer = asked(client.auth_test)
    except SlackApiError as problem:
        yield Finding("bot token", False, f"Slack refuses SLACK_BOT_TOKEN ({problem.response['error']}): {NEW_TOKEN}.")
        return
    except NoAnswer as problem:
        yield Finding("Slack", False, f"{settings.slack_api_url} gives no answer ({problem}): {CHECK_NETWORK}.")
        return
    yield Finding("bot token", True, f"Slack knows us as @{answer['user']} in {answer['team']}.")
    yield from _scopes(answer)
    yield from _clock(answer)


def _scopes(answer: SlackResponse) -> Iterator[Finding]:
    header = _header(answer, "x-oauth-scopes")
    if header is None:
        yield Finding("scopes", True, "This workspace does not say which scopes the token has.")
        return
    missing = sorted(set(scopes()) - {one.strip() for one in header.split(",")})
    if missing:
        how = "add them under *OAuth & Permissions* (or paste `guichet manifest`), then reinstall the app"
        yield Finding("scopes", False, f"The token lacks {', '.join(missing)}: {how}.")
    else:
        yield Finding("scopes", True, "The token has every scope it needs.")


def _clock(answer: SlackResponse) -> Iterator[Finding]:
    date = _header(answer, "date")
    if date is None:
        return
    off = time.time() - parsedate_to_datetime(date).timestamp()
    if abs(off) > CLOCK_OFF_S:
        yield Finding("clock", False, f"This machine's clock is {off:+.0f} s off Slack's: set it with NTP.")
    else:
        yield Finding("clock", True, "This machine's clock agrees with Slack's.")


def _app_token(settings: Settings) -> Iterator[Finding]:
    token = settings.slack_app_token
    if token is None:
        return
    client = WebClient(base_url=settings.slack_api_url, timeout=10, retry_handlers=[])
    try:
        asked(lambda: client.apps_connections_open(app_token=token.get_secret_value()))
    except SlackApiError as problem:
        error = problem.response.get("error")
        how = "create an App-Level Token with connections:write and turn on Socket Mode"
        yield Finding("app token", False, f"Slack refuses SLACK_APP_TOKEN ({error}): {how}.")
    except NoAnswer as problem:
        yield Finding("app token", False, f"Slack gives no answer ({problem}): {CHECK_NETWORK}.")
    else:
        yield Finding("app token", True, "Socket Mode opens a connection.")


def _triage_channel(settings: Settings, client: WebClient) -> Iterator[Finding]:
    channel = settings.triage_channel
    try:
        found = asked(lambda: client.conversations_info(channel=channel))["channel"]
    except SlackApiError as problem:
        error = problem.response.get("error")
        how = "check TRIAGE_CHANNEL, and invite the bot there if the channel is private"
        yield Finding("triage channel", False, f"Slack does not show {channel} to us ({error}): {how}.")
        return
    except NoAnswer as problem:
        yield Finding("triage channel", False, f"Slack gives no answer ({problem}): {CHECK_NETWORK}.")
        return
    if found.get("is_archived"):
        yield Finding("triage channel", False, f"#{found['name']} is archived: unarchive it or choose another.")
    elif not found.get("is_member"):
        yield Finding("triage channel", False, f"The bot is not in #{found['name']}: type /invite @Guichet there.")
    else:
        yield Finding("triage channel", True, f"The bot is in #{found['name']}.")


def _tables(database: Database) -> Iterator[Finding]:
    try:
        if is_missing(database):
            refuse_lost(database)
            yield Finding("database", True, f"{database.place} does not exist yet; `guichet run` makes it.")
            return
        with database.reader.connect() as connection:
            refuse_unknown(connection)
            refuse_lost(database, connection)
            here, wanted = versions(connection)
        if here is None:
            yield Finding("database", False, f"{database.place} has no tables yet: run `guichet migrate`.")
            return
        if here != wanted:
            yield Finding("database", False, f"Its version is {here}, not {wanted}: run `guichet migrate`.")
            return
        yield Finding("database", True, f"{database.place} is at version {here}.")
        with database.reading() as session:
            yield from _delivery(session)
    except DatabaseUnavailable as problem:
        yield Finding("database", False, str(problem))
    except SQLAlchemyError as problem:
        reason = getattr(problem, "orig", problem)
        yield Finding("database", False, f"{database.place} cannot be read ({reason}): check it.")


def _delivery(session: Session) -> Iterator[Finding]:
    now = datetime.now(UTC)
    figures = delivery_figures(session, now=now)
    yield _sweep(figures.last_sweep, now)
    yield _reminders(figures)
    yield _backlog(figures)
    yield from _outbox(figures.held_up)
    yield from (Finding("set aside", False, described(one)) for one in figures.set_aside)
    yield _audit(figures)
    armed = figures.fallbacks
    speaks = f"; the first is posted at {_at(armed[0])} unless it is withdrawn" if armed else ""
    yield _counters(session)
    yield Finding("fallbacks", True, f"{len(armed)} messages are scheduled in Slack{speaks}.")


def _counters(session: Session) -> Finding:
    """Find which channels of accounts have no counter; that is well, as not everybody wants one."""
    missing = channels_without_counter(session)
    if not missing:
        return Finding("counters", True, "Every channel that is tied to an account has a counter.")
    how = "type /incident counter there, so that people of other organisations find buttons"
    return Finding(
        "counters", True, f"{len(missing)} channels of accounts have no counter ({_places(missing)}): {how}."
    )


def _sweep(last: datetime | None, now: datetime) -> Finding:
    if last is None:
        return Finding("delivery", True, "Nothing has been delivered from this database yet.")
    if now - last > SEEN_WITHIN:
        how = "start it with `guichet run`, or see what its log says"
        return Finding("delivery", False, f"Guichet has not looked for messages since {_at(last)}: {how}.")
    return Finding("delivery", True, f"Guichet is delivering; it last looked for messages at {_at(last)}.")


def _reminders(figures: Figures) -> Finding:
    late, text = figures.late, "No reminder was posted in the last 24 hours."
    if late is not None:
        how_late = f"median {seconds(late.median)} s, p99 {seconds(late.p99)} s, worst {seconds(late.worst)} s late"
        text = f"{late.count} reminders were posted in the last 24 hours: {how_late}."
    if figures.unposted:
        count = sum(one.count for one in figures.unposted)
        text += f" {count} that were due were not: {counted(figures.unposted)}."
    return Finding("reminders", True, text)


def _backlog(figures: Figures) -> Finding:
    overdue, waiting = figures.overdue, figures.waiting
    if overdue.since is None:
        return Finding("backlog", True, f"{waiting} messages are waiting for their time; none is overdue.")
    how = "see above whether Guichet is running and reaches Slack; its log says what holds it up"
    late = f"{overdue.count} of {waiting} waiting messages are overdue, the oldest since {_at(overdue.since)}"
    return Finding("backlog", False, f"{late}: {how}.")


def _outbox(held_up: list[Refusals]) -> Iterator[Finding]:
    if not held_up:
        yield Finding("outbox", True, "No message is held up.")
    for one in held_up:
        what = f"{one.count} messages are held up, Slack says {one.error} ({_places(one.channels)})"
        mend = HOW_TO_MEND.get(one.error, "fix it in Slack")
        yield Finding("outbox", False, f"{what}: {HOW_TO_FREE[one.state].format(mend=mend)}.")


def _audit(figures: Figures) -> Finding:
    if figures.last_audit is None:
        return Finding("audit", True, "No audit has been made yet.")
    text = f"The last audit, at {_at(figures.last_audit)}, found {figures.audit_found()}."
    return Finding("audit", not figures.audit_findings, text)


def figures_of(database: Database) -> dict[str, Any]:
    """Return how the delivery is doing, for monitoring; nothing where the tables cannot be read."""
    return figures_as_json(database, now=datetime.now(UTC))


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC"


def _places(channels: Sequence[str]) -> str:
    return ", ".join(channels[:NAMED]) + (" …" if len(channels) > NAMED else "")


def _header(answer: SlackResponse, name: str) -> str | None:
    """Return a header of Slack's answer whatever the case of its name."""
    for key, value in answer.headers.items():
        if key.lower() == name:
            return value if isinstance(value, str) else ",".join(value)
    return None
