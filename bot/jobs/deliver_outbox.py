"""Says in Slack what the outbox holds: every second, and at once after a commit that has news."""

import logging
import os
import random
import socket
import time
from datetime import datetime, timedelta
from http.client import HTTPException
from threading import Condition, Event, Lock, Thread
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.clock import Clock
from bot.database import Database
from bot.jobs.fallback_calls import FallbackCalls
from bot.jobs.reread_threads import Rereading
from bot.messages.blocks import Message
from bot.messages.kinds import KINDS, Saying
from bot.operations import deliver_outbox as operation
from bot.operations.deliver_outbox import Claimed, Ready
from bot.people import People
from bot.rules.desk import Desk
from bot.rules.pace import Pace
from bot.rules.person import is_member_id
from bot.texts.catalogue import Words

CALL_TIMEOUT_S = 10
LEASE = timedelta(seconds=60)
PARKED_FOR = timedelta(minutes=10)
SHORTEST_WAIT_S = 5.0
"""A message whose fate is unknown is looked for after this at the earliest: Slack may show it a little late."""
LONGEST_WAIT_S = 300.0
LATE_FROM = timedelta(minutes=1)
"""From this delay, in real time, on a reminder says that it comes late."""
METADATA = "guichet_outbox"
WORKERS = 8
"""So many messages may be on their way at once: one that Slack lets hang does not delay the others."""
STOP_WITHIN_S = 8.0
TELLS_THE_CUSTOMER = ("customer_card", "acknowledged_to_customer")
ASKS_FOR_AN_ANSWER = ("warning", "breach", "escalation")
"""Before we complain that nobody answers, we look whether somebody has."""

TOKEN_REFUSED = frozenset({
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope",
    "no_permission", "org_login_required", "ekm_access_denied", "team_access_not_granted", "accesslimited",
})  # fmt: skip
PLACE_REFUSED = frozenset({
    "channel_not_found", "not_in_channel", "is_archived", "is_inactive", "restricted_action",
    "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel", "restricted_action_thread_locked",
})  # fmt: skip
"""The customer is told directly instead (docs.slack.dev/reference/methods/chat.postMessage)."""
REFUSED_FOR_ITSELF = frozenset({
    "invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text", "invalid_arguments",
    "metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema", "edit_window_closed",
})  # fmt: skip
"""No waiting helps these. Every other error may pass, or somebody may mend it: the message is tried again."""
UNKNOWN_FATE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Errors after which the message may be there all the same: same page, "some aspect may have succeeded"."""
NO_FALLBACK = frozenset({"unknown_method", "time_in_past", "time_too_far", "invalid_time"})
"""The workspace knows no scheduled messages, or takes none at that time: nothing is lost but the safety net."""
CARD_GONE = frozenset({"thread_not_found", "message_not_found", "cant_update_message"})

log = logging.getLogger(__name__)


class Delivery:
    """Sends what is due, several messages at once, those of one thread one after the other."""

    def __init__(
        self,
        *,
        client: WebClient,
        database: Database,
        people: People,
        desk: Desk,
        clock: Clock,
        pace: Pace | None = None,
        workers: int = WORKERS,
    ) -> None:
        self._client = client
        self._database = database
        self._people = people
        self._desk = desk
        self._clock = clock
        self.rereading = Rereading(client=client, database=database, people=people, desk=desk, clock=clock)
        self._fallback = FallbackCalls(client, clock)
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._pace = pace or Pace()
        self._workers = workers
        self._busy = 0
        self._stopping = Event()
        self._changed = Condition()
        self._claiming = Lock()
        self.last_sweep = time.monotonic()
        """When a sweep last began, on the monotonic clock: the watchdog's proof of life."""

    def sweep(self) -> None:
        """See to it that everything that is due is being sent; returns at once."""
        self.last_sweep = time.monotonic()
        self._start_worker()

    def run(self) -> None:
        """Send everything that is due, and return when it is sent."""
        while not self._stopping.is_set() and (claim := self._claim()):
            self._send(*claim)

    def stop(self, *, patience: float = STOP_WITHIN_S) -> None:
        """Begin nothing new, and return once what is being sent is sent, or when patience is at its end.

        What is still being sent then is looked for in Slack by whoever takes it up when its lease has run out.
        """
        self._stopping.set()
        with self._changed:
            self._changed.wait_for(lambda: self._busy == 0, timeout=patience)

    def _start_worker(self) -> None:
        with self._changed:
            if self._stopping.is_set() or self._busy >= self._workers:
                return
            self._busy += 1
        Thread(target=self._work, name="delivery", daemon=True).start()

    def _work(self) -> None:
        try:
            while not self._stopping.is_set() and (claim := self._claim()):
                self._start_worker()  # There may be more.
                self._send(*claim)
        except Exception:
            log.exception("The outbox cannot be read; trying again.")
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def _claim(self) -> tuple[Claimed, float] | None:
        """Claim the next message and return it with the end of its lease on the monotonic clock."""
        with self._claiming:
            now = time.monotonic()
            with self._database.transaction() as session:
                claimed = operation.claim_message(
                    session,
                    now=self._clock.now(),
                    lease_until=self._clock.after(LEASE),
                    owner=self._owner,
                    resting=self._pace.resting(now=now),
                )
            if claimed is None:
                return None
            if KINDS[claimed.message.kind].way in {"card", "reply", "direct"}:
                self._pace.take(claimed.message.channel, now=now)
            return claimed, now + LEASE.total_seconds()

    def _send(self, claimed: Claimed, lease_ends: float) -> None:
        try:
            if self._stopping.is_set():
                with self._database.transaction() as session:
                    operation.release(session, claimed=claimed, now=self._clock.now())
            elif lease_ends - time.monotonic() > LEASE.total_seconds() / 2:
                self._deliver(claimed)
        except Exception:
            log.exception("Outbox message %s could not be sent.", claimed.message.id)
            self._retry(claimed, after=_back_off(claimed.message.attempts), error="our_error", was_maybe_seen=True)

    def _deliver(self, claimed: Claimed) -> None:
        message = claimed.message
        if message.kind in ASKS_FOR_AN_ANSWER and message.incident_id is not None:
            self.rereading.incident(message.incident_id)
        with self._database.transaction() as session:
            ready = operation.begin(session, claimed=claimed, now=self._clock.now())
        if ready is None:
            return
        try:
            self._call(claimed, ready)
        except SlackApiError as problem:
            self._refused(claimed, ready, problem)
        except (SlackClientError, OSError, HTTPException) as problem:
            refused = isinstance(getattr(problem, "reason", problem), ConnectionRefusedError)
            self._unreachable(claimed, problem, was_maybe_seen=not refused)

    def _call(self, claimed: Claimed, ready: Ready) -> None:
        """Tell Slack, and note the outcome."""
        way = KINDS[claimed.message.kind].way
        if way == "arm":
            text = self._words_of(claimed, ready).text
            scheduled_id = self._fallback.arm(claimed.message, ready, text=text)
            with self._database.transaction() as session:
                operation.finish_arming(
                    session, claimed=claimed, channel=ready.channel, scheduled_id=scheduled_id, now=self._clock.now()
                )
        elif way == "disarm" and ready.fallback is not None:
            has_spoken = not self._fallback.disarm(ready.fallback)
            with self._database.transaction() as session:
                operation.finish_disarming(
                    session, claimed=claimed, fallback=ready.fallback, has_spoken=has_spoken, now=self._clock.now()
                )
        else:
            channel, ts = self._found(claimed, ready) or self._say(claimed, ready)
            with self._database.transaction() as session:
                operation.finish(
                    session, claimed=claimed, channel=channel, ts=ts, now=self._clock.now(), desk=self._desk
                )

    def _words_of(self, claimed: Claimed, ready: Ready) -> Message:
        message, now = claimed.message, self._clock.now()
        late = self._lateness(message.due_at, now)
        saying = Saying(ready.facts, now=now, slot=message.slot, late=late, parameters=message.parameters)
        return KINDS[message.kind].say(saying, self._words(ready))

    def _say(self, claimed: Claimed, ready: Ready) -> tuple[str, str]:
        """Post or update, and return the channel and the ts of the message."""
        message = claimed.message
        said = self._words_of(claimed, ready)
        if KINDS[message.kind].way == "refresh":
            self._client.chat_update(channel=ready.channel, ts=str(ready.card_ts), text=said.text, blocks=said.blocks)
            return ready.channel, str(ready.card_ts)
        answer = self._client.chat_postMessage(
            channel=ready.channel,
            text=said.text,
            blocks=said.blocks,
            thread_ts=ready.card_ts,
            reply_broadcast=bool(ready.card_ts and message.parameters.get("broadcast")),
            metadata={"event_type": METADATA, "event_payload": {"reference": message.reference}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["channel"]), str(answer["ts"])

    def _lateness(self, due_at: datetime, now: datetime) -> timedelta | None:
        """Return how late a message is, where the delay is of our making and not of a fast clock's."""
        late = now - due_at
        return late if late >= self._clock.after(LATE_FROM) - now else None

    def _words(self, ready: Ready) -> Words:
        """Return the words of a direct message's reader, or of the channel."""
        if ready.reader:
            person = self._people.person(ready.reader)
            return Words(person.locale, person.timezone, slack_dates=self._desk.slack_dates)
        timezone = ready.facts.terms.calendar.timezone if ready.facts else "UTC"
        return Words(self._desk.locale, timezone, slack_dates=self._desk.slack_dates)

    def _found(self, claimed: Claimed, ready: Ready) -> tuple[str, str] | None:
        """Return where the message is if an earlier try with unknown result has posted it after all."""
        message = claimed.message
        if message.maybe_sent_at is None or KINDS[message.kind].way == "refresh":
            return None
        channel = self._open(ready.channel)
        for one in self._said_since(channel, ready.card_ts, message.maybe_sent_at):
            payload = (one.get("metadata") or {}).get("event_payload") or {}
            if payload.get("reference") == message.reference:
                log.warning("Outbox message %s had been posted although Slack did not say so.", message.id)
                return channel, str(one["ts"])
        return None

    def _said_since(self, channel: str, thread: str | None, since: datetime) -> list[dict[str, Any]]:
        oldest = str((since - LEASE).timestamp())
        wanted: dict[str, Any] = {
            "channel": channel,
            "oldest": oldest,
            "include_all_metadata": True,
            "limit": 200,
        }
        pages = (
            self._client.conversations_replies(ts=thread, **wanted)
            if thread
            else self._client.conversations_history(**wanted)
        )
        return [one for page in pages for one in page["messages"]]

    def _open(self, channel: str) -> str:
        """Return the channel id; a person's direct message is opened to learn its id."""
        if is_member_id(channel):
            return str(self._client.conversations_open(users=channel)["channel"]["id"])
        return channel

    def _refused(self, claimed: Claimed, ready: Ready, problem: SlackApiError) -> None:
        response, message = problem.response, claimed.message
        error = _code(response)
        if response.status_code == 429 or error in {"ratelimited", "rate_limited"}:  # noqa: PLR2004 - HTTP
            seconds = _retry_after(response)
            with self._claiming:
                self._pace.pause(message.channel, now=time.monotonic(), seconds=seconds)
            self._retry(claimed, after=timedelta(seconds=seconds), error=error, was_maybe_seen=False)
        elif KINDS[message.kind].way in {"arm", "disarm"} and error in NO_FALLBACK:
            with self._database.transaction() as session:
                operation.give_up_quietly(session, claimed=claimed, error=error)
        elif message.kind in TELLS_THE_CUSTOMER and error in PLACE_REFUSED and ready.reader is None:
            with self._database.transaction() as session:
                operation.send_directly(session, claimed=claimed, now=self._clock.now())
        elif error in CARD_GONE and ready.card_ts:
            with self._database.transaction() as session:
                operation.forget_card(session, claimed=claimed, ready=ready, now=self._clock.now())
        elif error in UNKNOWN_FATE:
            self._unreachable(claimed, problem, was_maybe_seen=True)
        elif error in REFUSED_FOR_ITSELF:
            log.error("Slack refuses outbox message %s (%s): %s", message.id, message.kind, response.data)
            with self._database.transaction() as session:
                operation.refuse(session, claimed=claimed, error=error)
        else:
            log.error("Slack refuses %s in %s: %s. It will be tried again.", message.kind, ready.channel, error)
            with self._database.transaction() as session:
                operation.park(session, claimed=claimed, run_at=self._clock.after(PARKED_FOR), error=error)

    def _unreachable(self, claimed: Claimed, problem: Exception, *, was_maybe_seen: bool) -> None:
        log.warning("Slack did not answer for outbox message %s: %r", claimed.message.id, problem)
        wait = _back_off(claimed.message.attempts)
        self._retry(claimed, after=wait, error=type(problem).__name__, was_maybe_seen=was_maybe_seen)

    def _retry(self, claimed: Claimed, *, after: timedelta, error: str, was_maybe_seen: bool) -> None:
        with self._database.transaction() as session:
            operation.retry(
                session,
                claimed=claimed,
                run_at=self._clock.after(after),
                error=error,
                was_maybe_seen=was_maybe_seen,
            )


def _retry_after(response: SlackResponse) -> float:
    """Return for how many seconds Slack wants us to wait; at least one, whatever the header says."""
    said = str(response.headers.get("Retry-After") or response.headers.get("retry-after") or "")
    return max(1.0, float(said)) if said.replace(".", "", 1).isdecimal() else SHORTEST_WAIT_S


def _code(response: SlackResponse) -> str:
    """Return Slack's error code; what is no answer of Slack's API, such as a proxy's page, counts as internal_error."""
    code = str(response.get("error"))
    is_slacks = response.status_code < 500 and code.replace("_", "").isalnum()  # noqa: PLR2004 - HTTP
    return code if is_slacks and code != "None" else "internal_error"


def _back_off(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: longer each time, with jitter so that not all come at once."""
    longest = min(SHORTEST_WAIT_S * 2.0 ** (attempts - 1), LONGEST_WAIT_S)
    return timedelta(seconds=random.uniform(max(SHORTEST_WAIT_S, longest / 2), longest))  # noqa: S311 - no secret
