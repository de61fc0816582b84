"""What is wrong with this set-up, and how is it mended? Each check answers both, or says that all is well."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.database import Database, DatabaseUnavailable
from bot.delivery.health import RefusedMessages
from bot.delivery.sender import NOT_TAKEN
from bot.doctor_channels import check_channels
from bot.doctor_desks import check_desks
from bot.doctor_managers import look_up
from bot.doctor_people import CHANNELS, LookAround
from bot.doctor_roster import check_rosters
from bot.doctor_slack import NEW_TOKEN, CheckResult, check_app_token, check_slack, check_triage_channel
from bot.guard import cause_of
from bot.migrate import is_missing, refuse_lost, usable_versions
from bot.policy import Policy, WrongPolicy, read_policy
from bot.queries.accounts import channels_without_counter, tied_channels
from bot.queries.home import last_opening
from bot.reports.delivery import Figures, delivery_figures, figures_as_json, seconds
from bot.reports.outbox import counted
from bot.reports.rereading import rereading
from bot.reports.set_aside import described
from bot.second_voice import SecondVoice, WrongPolicyAddress, environment
from bot.settings import Settings

OF_SLACK = {"slack_bot_token", "slack_api_url"}
OF_TRIAGE = {*OF_SLACK, "triage_channel"}

SEEN_WITHIN = timedelta(minutes=1)
"""Maximum age of the last heartbeat of a running Guichet: one is recorded every ten seconds."""
NAMED = 3
"""Maximum channels named in one result."""

HOW_TO_MEND = {
    "not_in_channel": "type /invite @Guichet there",
    "channel_not_found": "type /invite @Guichet there, and check the id if it is a setting",
    "is_archived": "unarchive the channel",
    "user_not_found": "check the id if it is in MANAGERS",
    "user_disabled": "the person has left Slack: take them out of MANAGERS if they are there",
    "messages_tab_disabled": 'turn on the Messages Tab under "App Home"',
    "missing_scope": "add the scopes named above and reinstall the app",
    "not_taken": "`guichet escalate --test` shows which service refuses them",
    "restricted_action": "let the bot post there, in the channel's settings",
    **dict.fromkeys(("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"), NEW_TOKEN),
}
"""What to do about Slack's error codes."""
HOW_TO_FREE = {
    "parked": "{mend}, and they go out within ten minutes, or at once with `guichet outbox retry`",
    "refused": "`guichet outbox retry` tries them again; if that fails, report this: the log says what they were",
}
"""What to do about messages in these states."""

log = logging.getLogger(__name__)


def examine(
    settings: Settings, client: WebClient, database: Database, *, wrong: Mapping[str, str] = MappingProxyType({})
) -> Iterator[CheckResult]:
    """Run every check for which the settings are right; none of them raises, and none changes anything.

    `wrong` has a sentence for each setting that is missing or wrong.
    """
    checks: dict[str, tuple[set[str], Callable[[], Iterable[CheckResult]]]] = {
        "policy": ({"policy_file"}, lambda: _policy(settings)),
        "slack": (OF_SLACK, lambda: check_slack(settings, client)),
        "app token": ({"slack_app_token", "slack_api_url"}, lambda: check_app_token(settings)),
        "triage channel": (
            {*OF_SLACK, "triage_channel"},
            lambda: check_triage_channel(client, settings.triage_channel),
        ),
        "managers": ({*OF_SLACK, "managers"}, lambda: [CheckResult("managers", *look_up(settings.managers, client))]),
        "desks": ({*OF_SLACK, "policy_file"}, lambda: check_desks(settings, client, database)),
        "tables": ({"database_url"}, lambda: _tables(database)),
        "roster": ({"policy_file"}, lambda: check_rosters(settings, database, now=datetime.now(UTC))),
        "outsiders": ({*OF_TRIAGE, "policy_file"}, lambda: _outsiders(settings, client, database)),
    }
    yield from _settings(wrong)
    for name, (needed, check) in checks.items():
        if not needed & set(wrong):
            yield from _made(name, check)


def _made(name: str, check: Callable[[], Iterable[CheckResult]]) -> Iterator[CheckResult]:
    """Run a check; an exception becomes a finding, so that the other checks still run."""
    try:
        yield from check()
    except (SQLAlchemyError, DatabaseUnavailable):  # The check of the database reports these.
        raise
    except Exception as problem:
        log.exception("The check of %s failed.", name)
        yield CheckResult(
            name, False, f"This could not be checked ({cause_of(problem)}): report it with what the log says."
        )


def _settings(wrong: Mapping[str, str]) -> Iterator[CheckResult]:
    for name, text in wrong.items():
        yield CheckResult(name.upper(), False, text)
    others = ", ".join(one.upper() for one in Settings.model_fields if one not in wrong)
    text = f"Nothing is wrong with {others}." if wrong else "Every setting is there and well-formed."
    yield CheckResult("settings", True, text)


def _policy(settings: Settings) -> Iterator[CheckResult]:
    try:
        policy = read_policy(settings.policy_file)
    except WrongPolicy as problem:
        yield CheckResult("policy", False, str(problem))
    else:
        zone = policy.calendar["default"].timezone
        yield CheckResult("policy", True, f"The contract is readable; its default calendar is in {zone}.")
        closed = [f"calendar.{name}: {calendar.holidays.described()}." for name, calendar in policy.calendar.items()]
        yield CheckResult("holidays", True, " ".join(closed))
        yield from _texts(policy)
        yield from _second_voice(policy)


def _texts(policy: Policy) -> Iterator[CheckResult]:
    """Check the files beside the policy: topics of the FAQ and prepared answers."""
    if policy.left_out:
        yield CheckResult("texts", False, f"{'. '.join(policy.left_out)}. Everything else is used.")
    if policy.replies:
        yield CheckResult("replies", True, f"Answers that are prepared: {len(policy.replies)}.")


def _second_voice(policy: Policy) -> Iterator[CheckResult]:
    """Check that the addresses outside Slack can be read; only `guichet escalate --test` sends anything to them."""
    if not policy.escalate:
        return
    try:
        SecondVoice(policy.escalate, environment())
    except WrongPolicyAddress as problem:
        yield CheckResult("second voice", False, str(problem))
    else:
        count = len({address for one in policy.escalate for address in one.to})
        text = f"Addresses outside Slack that can be read: {count}; `guichet escalate --test` tells them something."
        yield CheckResult("second voice", True, text)


def _tables(database: Database) -> Iterator[CheckResult]:
    try:
        if is_missing(database):
            refuse_lost(database)
            yield CheckResult("database", True, f"{database.place} does not exist yet; `guichet run` makes it.")
            return
        with database.reader.connect() as connection:
            here, wanted = usable_versions(database, connection)
        if here is None:
            yield CheckResult("database", False, f"{database.place} has no tables yet: run `guichet migrate`.")
            return
        if here != wanted:
            yield CheckResult("database", False, f"Its version is {here}, not {wanted}: run `guichet migrate`.")
            return
        yield CheckResult("database", True, f"{database.place} is at version {here}.")
        with database.reading() as session:
            yield from _delivery(session)
    except DatabaseUnavailable as problem:
        yield CheckResult("database", False, str(problem))
    except SQLAlchemyError as problem:
        reason = getattr(problem, "orig", problem)
        yield CheckResult("database", False, f"{database.place} cannot be read ({reason}): check it.")


def _outsiders(settings: Settings, client: WebClient, database: Database) -> Iterator[CheckResult]:
    """Report what people from outside our workspace count as; only those in triage if the database cannot be read."""
    try:
        policy = read_policy(settings.policy_file)
    except WrongPolicy:  # Another result says so.
        return
    tied: Sequence[str] = ()
    if not is_missing(database):
        with suppress(SQLAlchemyError), database.reading() as session:
            tied = tied_channels(session, limit=CHANNELS + 1)
    triage = [settings.triage_channel, *(desk.triage_channel for desk in policy.desk.values())]
    yield CheckResult("outsiders", True, LookAround(client, policy.people).look(triage, tied).described())


def _delivery(session: Session) -> Iterator[CheckResult]:
    now = datetime.now(UTC)
    figures = delivery_figures(session, now=now)
    checks: dict[str, Callable[[], Iterable[CheckResult]]] = {
        "delivery": lambda: [_sweep(figures.last_sweep, now)],
        "reminders": lambda: [_reminders(figures)],
        "backlog": lambda: [_backlog(figures)],
        "outbox": lambda: _outbox(figures.held_up),
        "set aside": lambda: [CheckResult("set aside", False, described(one)) for one in figures.set_aside],
        "audit": lambda: [_audit(figures)],
        "threads": lambda: _threads(session),
        "counters": lambda: [_counters(session)],
        "home": lambda: [_home(session)],
        "channels": lambda: check_channels(session),
        "fallbacks": lambda: [_fallbacks(figures.fallbacks)],
    }
    for name, check in checks.items():
        yield from _made(name, check)


def _threads(session: Session) -> Iterator[CheckResult]:
    if (how_far := rereading(session)) is not None:
        yield CheckResult("threads", True, how_far)


def _fallbacks(scheduled: Sequence[datetime]) -> CheckResult:
    first = f"; the first is posted at {_at(scheduled[0])} unless it is deleted" if scheduled else ""
    return CheckResult("fallbacks", True, f"Messages scheduled in Slack: {len(scheduled)}{first}.")


def _counters(session: Session) -> CheckResult:
    """Report which channels of accounts have no counter; that is not an error, as not everybody wants one."""
    missing = channels_without_counter(session)
    if not missing:
        return CheckResult("counters", True, "Every channel that is tied to an account has a counter.")
    how = "type /incident counter there, so that people of other organisations find buttons"
    return CheckResult(
        "counters", True, f"Channels of accounts without a counter: {len(missing)} ({_places(missing)}); {how}."
    )


def _home(session: Session) -> CheckResult:
    """Report when somebody last opened the Home tab; Slack does not say whether the app has one."""
    if (last := last_opening(session)) is not None:
        return CheckResult("home", True, f"The Home tab was last opened at {_at(last)}.")
    how = "where Slack shows none, turn on the *Home Tab* under *App Home* (or paste `guichet manifest`)"
    return CheckResult("home", True, f"Nobody has opened the Home tab yet: {how}.")


def _sweep(last: datetime | None, now: datetime) -> CheckResult:
    if last is None:
        return CheckResult("delivery", True, "Nothing has been delivered from this database yet.")
    if now - last > SEEN_WITHIN:
        how = "start it with `guichet run`, or see what its log says"
        return CheckResult("delivery", False, f"Guichet has not looked for messages since {_at(last)}: {how}.")
    return CheckResult("delivery", True, f"Guichet is delivering; it last looked for messages at {_at(last)}.")


def _reminders(figures: Figures) -> CheckResult:
    late, text = figures.late, "No reminder was posted in the last 24 hours."
    if late is not None:
        how_late = f"median {seconds(late.median)} s, p99 {seconds(late.p99)} s, worst {seconds(late.worst)} s late"
        text = f"Reminders posted in the last 24 hours: {late.count}; {how_late}."
    if figures.unposted:
        count = sum(one.count for one in figures.unposted)
        text += f" Due, but not posted: {count}; {counted(figures.unposted)}."
    return CheckResult("reminders", True, text)


def _backlog(figures: Figures) -> CheckResult:
    overdue, waiting = figures.overdue, figures.waiting
    if overdue.since is None:
        return CheckResult("backlog", True, f"Messages waiting for their time: {waiting}; none is overdue.")
    how = "see above whether Guichet is running and reaches Slack; its log says what holds it up"
    late = f"Overdue messages: {overdue.count} of {waiting}, the oldest since {_at(overdue.since)}"
    return CheckResult("backlog", False, f"{late}: {how}.")


def _outbox(held_up: list[RefusedMessages]) -> Iterator[CheckResult]:
    if not held_up:
        yield CheckResult("outbox", True, "No message is held up.")
    for one in held_up:
        who = "a service outside Slack" if one.error == NOT_TAKEN else "Slack"
        what = f"Messages held up: {one.count}; {who} says {one.error} ({_places(one.channels)})"
        mend = HOW_TO_MEND.get(one.error, "fix it in Slack")
        yield CheckResult("outbox", False, f"{what}: {HOW_TO_FREE[one.state].format(mend=mend)}.")


def _audit(figures: Figures) -> CheckResult:
    if figures.last_audit is None:
        return CheckResult("audit", True, "No audit has been made yet.")
    text = f"The last audit, at {_at(figures.last_audit)}, found {figures.audit_found()}."
    return CheckResult("audit", not figures.audit_findings, text)


def figures_of(database: Database) -> dict[str, Any]:
    """Return figures on the delivery, for monitoring; none if the tables cannot be read."""
    return figures_as_json(database, now=datetime.now(UTC))


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC"


def _places(channels: Sequence[str]) -> str:
    return ", ".join(channels[:NAMED]) + (" …" if len(channels) > NAMED else "")
