"""Says in Slack what the outbox holds: every second, and at once after a commit that has news."""

import logging
import os
import random
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPException
from threading import Condition, Event, Lock, Thread

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.clock import Clock
from bot.database import Database
from bot.delivery import protocol, scheduled_fallback, slack_errors
from bot.delivery.fallback_calls import FallbackCalls
from bot.delivery.pace import Pace
from bot.delivery.posted_messages import METADATA, Finder
from bot.delivery.protocol import Claimed, Ready
from bot.delivery.renderer import Speaker
from bot.delivery.slack_history import History, MustWait
from bot.delivery.traffic import Traffic
from bot.kinds import KINDS, TELLS_THE_CUSTOMER
from bot.operations.packs.pass_over_reader import can_be_passed_over, pass_over_reader
from bot.people import People
from bot.rules.workspace import Workspace
from bot.texts.message import Message

CALL_TIMEOUT_S = 10
"""Maximum seconds of a call to Slack."""
LEASE = timedelta(seconds=45)
"""Time after which the messages of a process that died are claimed by another: the promise is a minute."""
PARKED_FOR = timedelta(minutes=10)
"""Time between two tries of a parked message."""
SHORTEST_WAIT_S = 5.0
"""Minimum seconds before a message whose fate is unknown is looked for: Slack may show it a little late."""
LONGEST_WAIT_S = 40.0
"""Maximum seconds between two tries: once Slack is well again, everything is tried within the minute that is
promised."""
WORKERS = 8
"""Maximum messages on their way at once: one that Slack lets hang does not delay the others."""
STOP_WITHIN_S = 6.0
"""Maximum seconds that the workers take to finish what they are posting."""
CHANGES_WHAT_IS_THERE = ("refresh", "amend", "strip")
ASKS_FOR_AN_ANSWER = ("warning", "breach", "escalation", "update_wanted")
"""Before we complain that nobody answers, we look whether somebody has."""

log = logging.getLogger(__name__)


class Delivery:
    """Sends what is due, several messages at once, those of one thread one after the other."""

    def __init__(
        self,
        *,
        client: WebClient,
        history: History,
        reread: Callable[[int], None],
        database: Database,
        people: People,
        workspace: Workspace,
        clock: Clock,
        pace: Pace | None = None,
        workers: int = WORKERS,
    ) -> None:
        """Prepare; `reread` reads the threads of an incident again, and raises nothing."""
        self._client = client
        self._database = database
        self._people = people
        self._workspace = workspace
        self._clock = clock
        self._fallback = FallbackCalls(client, clock)
        self._speaker = Speaker(people=people, workspace=workspace, clock=clock)
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._workers = workers
        self._busy = 0
        self._stopping = Event()
        self._finder = Finder(history, clock)
        self._reread = reread
        self._changed = Condition()
        self._claiming = Lock()
        self._traffic = Traffic(pace or Pace())
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
            if self._stopping.is_set() or self._busy - self._traffic.hanging() >= self._workers:
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
            lease_ends = time.monotonic() + LEASE.total_seconds()
            resting, resting_kinds = self._traffic.stopped()
            with self._database.transaction() as session:
                claimed = protocol.claim_message(
                    session,
                    now=self._clock.now(),
                    lease_until=self._clock.after(LEASE),
                    owner=self._owner,
                    resting=resting,
                    resting_kinds=resting_kinds,
                )
            if claimed is None:
                return None
            self._traffic.enter(claimed, lease_ends=lease_ends)
            return claimed, lease_ends

    def _send(self, claimed: Claimed, lease_ends: float) -> None:
        try:
            if self._stopping.is_set():
                self._note(protocol.release, claimed=claimed, now=self._clock.now())
            elif lease_ends - time.monotonic() > LEASE.total_seconds() / 2:
                self._deliver(claimed, lease_ends)
        except Exception:
            log.exception("Outbox message %s could not be sent.", claimed.message.id)
            self._retry(claimed, after=_back_off(claimed.message.attempts), error="our_error", was_maybe_seen=True)
        finally:
            with self._claiming:
                self._traffic.leave(claimed)

    def _deliver(self, claimed: Claimed, lease_ends: float) -> None:
        message = claimed.message
        if message.kind in ASKS_FOR_AN_ANSWER and message.incident_id is not None:
            self._reread(message.incident_id)
        with self._database.transaction() as session:
            ready = protocol.begin(session, claimed=claimed, now=self._clock.now())
        if ready is None:
            return
        try:
            self._call(claimed, ready, lease_ends)
        except MustWait as wait:  # Until we can look for it.
            self._retry(claimed, after=timedelta(seconds=wait.seconds), error="ratelimited", was_maybe_seen=False)
        except SlackApiError as problem:
            self._refused(claimed, ready, problem)
        except (SlackClientError, OSError, HTTPException) as problem:
            refused = isinstance(getattr(problem, "reason", problem), ConnectionRefusedError)
            self._unreachable(claimed, problem, was_maybe_seen=not refused)

    def _call(self, claimed: Claimed, ready: Ready, lease_ends: float) -> None:
        """Tell Slack, and note the outcome."""
        way = KINDS[claimed.message.kind].way
        if way == "arm":
            text = self._speaker.message(claimed.message, ready).text
            scheduled_id = self._fallback.arm(claimed.message, ready, text=text)
            self._note(
                scheduled_fallback.finish_arming,
                claimed=claimed,
                channel=ready.channel,
                scheduled_id=scheduled_id,
                now=self._clock.now(),
            )
        elif way == "disarm" and ready.fallback is not None:
            has_spoken = not self._fallback.disarm(ready.fallback)
            self._note(
                scheduled_fallback.finish_disarming,
                claimed=claimed,
                fallback=ready.fallback,
                has_spoken=has_spoken,
                now=self._clock.now(),
            )
        else:
            place = self._found(claimed, ready)
            if place is None and not self._has_time(claimed, lease_ends):
                return  # Whoever takes it up next looks for it first.
            # Which words an earlier try used, nobody knows.
            channel, ts, said = (*place, None) if place else self._say(claimed, ready)
            seen = {"channel": channel, "ts": ts, "said": said}
            self._note(protocol.finish, claimed=claimed, now=self._clock.now(), workspace=self._workspace, **seen)

    def _has_time(self, claimed: Claimed, lease_ends: float) -> bool:
        """Will a post that begins now be over, and be found by whoever looks for it, when the lease ends?

        By both clocks: the monotonic one stands still while the machine sleeps, and the other one can be set.
        """
        needed = timedelta(seconds=CALL_TIMEOUT_S + SHORTEST_WAIT_S)
        has_time = lease_ends - time.monotonic() > needed.total_seconds()
        return has_time and claimed.message.run_at > self._clock.after(needed)

    def _say(self, claimed: Claimed, ready: Ready) -> tuple[str, str, Message]:
        """Post or update, and return the channel and the ts of the message, and what it says."""
        message = claimed.message
        said = self._speaker.message(message, ready)
        if KINDS[message.kind].way in CHANGES_WHAT_IS_THERE:
            self._client.chat_update(channel=ready.channel, ts=str(ready.card_ts), text=said.text, blocks=said.blocks)
            return ready.channel, str(ready.card_ts), said
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
        return str(answer["channel"]), str(answer["ts"]), said

    def _found(self, claimed: Claimed, ready: Ready) -> tuple[str, str] | None:
        """Return where the message is if an earlier try with unknown result has posted it after all."""
        if claimed.message.maybe_sent_at is None or KINDS[claimed.message.kind].way in CHANGES_WHAT_IS_THERE:
            return None
        return self._finder.find(claimed, ready, since=claimed.message.maybe_sent_at - LEASE)

    def _refused(self, claimed: Claimed, ready: Ready, problem: SlackApiError) -> None:
        response, message = problem.response, claimed.message
        error, way = slack_errors.code_of(response), KINDS[message.kind].way
        if slack_errors.is_rate_limited(response):
            seconds = slack_errors.retry_after(response, otherwise=SHORTEST_WAIT_S)
            with self._claiming:
                self._traffic.pause(message, seconds=seconds)
            self._retry(claimed, after=timedelta(seconds=seconds), error=error, was_maybe_seen=False)
        elif error in slack_errors.UNKNOWN_FATE:
            self._unreachable(claimed, problem, was_maybe_seen=True)
        elif error == slack_errors.TOO_MANY_SCHEDULED:
            self._note(scheduled_fallback.arm_later, claimed=claimed, now=self._clock.now())
        elif error in slack_errors.NOT_NEEDED.get(way, ()):
            self._note(protocol.give_up_quietly, claimed=claimed, error=error)
        elif error in slack_errors.NOBODY_THERE and can_be_passed_over(message):
            self._note(pass_over_reader, claimed=claimed, error=error, workspace=self._workspace, now=self._clock.now())
        elif message.kind in TELLS_THE_CUSTOMER and error in slack_errors.PLACE_REFUSED and ready.reader is None:
            self._note(protocol.send_directly, claimed=claimed, now=self._clock.now())
        elif error in slack_errors.CARD_GONE and ready.card_ts:
            self._note(protocol.forget_card, claimed=claimed, ready=ready, now=self._clock.now())
        elif error in slack_errors.REFUSED_FOR_ITSELF:
            log.error("Slack refuses outbox message %s (%s): %s", message.id, message.kind, response.data)
            self._note(protocol.refuse, claimed=claimed, error=error)
        else:
            log.error("Slack refuses %s in %s: %s. It will be tried again.", message.kind, ready.channel, error)
            self._note(protocol.park, claimed=claimed, run_at=self._clock.after(PARKED_FOR), error=error)

    def _note(self, step: Callable[..., object], **facts: object) -> None:
        """Carry out one step of the protocol in a transaction of its own."""
        with self._database.transaction() as session:
            step(session, **facts)

    def _unreachable(self, claimed: Claimed, problem: Exception, *, was_maybe_seen: bool) -> None:
        log.warning("Slack did not answer for outbox message %s: %r", claimed.message.id, problem)
        wait = _back_off(claimed.message.attempts)
        self._retry(claimed, after=wait, error=type(problem).__name__, was_maybe_seen=was_maybe_seen)

    def _retry(self, claimed: Claimed, *, after: timedelta, error: str, was_maybe_seen: bool) -> None:
        self._note(
            protocol.retry,
            claimed=claimed,
            run_at=self._clock.after(after),
            error=error,
            was_maybe_seen=was_maybe_seen,
        )


def _back_off(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: longer each time, with jitter so that not all come at once."""
    longest = min(SHORTEST_WAIT_S * 2.0 ** (attempts - 1), LONGEST_WAIT_S)
    return timedelta(seconds=random.uniform(max(SHORTEST_WAIT_S, longest / 2), longest))  # noqa: S311 - no secret
