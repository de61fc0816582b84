"""Takes one claimed message to Slack, and notes what became of it."""

import logging
import random
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.clock import Clock
from bot.database import Database
from bot.delivery import protocol, slack_errors
from bot.delivery.calls import SlackCalls
from bot.delivery.posted_messages import PostedMessages
from bot.delivery.protocol import Claimed, Posted, Ready
from bot.delivery.refusals import Outcome, outcome_of, reason_of
from bot.delivery.renderer import Renderer
from bot.delivery.scheduled_fallback import post_at_of
from bot.delivery.slack_history import MustWait
from bot.delivery.timing import Timing
from bot.delivery.traffic import Traffic
from bot.delivery.traits import CHANGES, Application, Route, Traits
from bot.guard import Guard
from models import Fallback
from models.vocabulary import EndedBecause

SEND = "send"
"""The task of a message that could not be sent through a fault of ours."""
OUR_ERROR = "our_error"

log = logging.getLogger(__name__)


class Sender:
    """Sends messages; may be used by several threads at once."""

    def __init__(
        self,
        application: Application,
        *,
        calls: SlackCalls,
        posted_messages: PostedMessages,
        renderer: Renderer,
        traffic: Traffic,
        database: Database,
        clock: Clock,
        timing: Timing,
    ) -> None:
        self._application = application
        self._calls = calls
        self._posted_messages = posted_messages
        self._renderer = renderer
        self._traffic = traffic
        self._database = database
        self._clock = clock
        self._timing = timing
        self._guard = Guard(database, clock)

    def send(self, claimed: Claimed, *, lease_ends: float) -> None:
        """Post the message if it is still to be posted; `lease_ends` is on the monotonic clock.

        Whatever goes wrong is noted, and the message tried again, or set aside in the end so that its lane goes on;
        only what the database then raises is raised.
        """
        try:
            self._send(claimed, lease_ends)
        except Exception as problem:
            log.exception("Outbox message %s could not be sent.", claimed.message.id)
            if self._guard.record(SEND, claimed.message.id, problem):
                self._note(protocol.end, claimed=claimed, because=EndedBecause.SET_ASIDE, error=OUR_ERROR)
            else:
                self._retry(claimed, after=self._back_off(claimed), error=OUR_ERROR, was_maybe_seen=True)

    def release(self, claimed: Claimed) -> None:
        """Give the message back for another sender to take up."""
        self._note(protocol.release, claimed=claimed, now=self._clock.now())

    def _send(self, claimed: Claimed, lease_ends: float) -> None:
        message, traits = claimed.message, self._application.kinds[claimed.message.kind]
        if traits.asks_for_answer and message.incident_id is not None:
            # Whatever goes wrong in looking, the complaint itself goes out.
            look = partial(self._application.look_for_answer, message.incident_id)
            self._guard.attempt("look_for_answer", message.incident_id, look)
        if traits.route == Route.DIRECT and self._application.is_lost_reader(message.channel):
            self._note(protocol.end, claimed=claimed, because=EndedBecause.READER_LEFT)
            return
        with self._database.transaction() as session:
            ready = protocol.begin(session, claimed=claimed, traits=traits, now=self._clock.now())
        if ready is None:
            return
        try:
            self._deliver(claimed, ready, traits, lease_ends=lease_ends)
        except MustWait as wait:  # Until we can look for it.
            self._retry(claimed, after=timedelta(seconds=wait.seconds), error="ratelimited", was_maybe_seen=False)
        except SlackApiError as problem:
            self._refused(claimed, ready, traits, problem=problem)
        except (SlackClientError, OSError, HTTPException) as problem:
            was_refused = isinstance(getattr(problem, "reason", problem), ConnectionRefusedError)
            self._unreachable(claimed, problem, was_maybe_seen=not was_refused)

    def _deliver(self, claimed: Claimed, ready: Ready, traits: Traits, *, lease_ends: float) -> None:
        """Call Slack, and note the outcome."""
        if traits.route == Route.SCHEDULE:
            self._schedule(claimed, ready, traits)
        elif traits.route == Route.UNSCHEDULE and ready.place.fallback is not None:
            self._take_back(claimed, ready.place.fallback)
        else:
            posted = self._find(claimed, ready, traits)
            if posted is None and not self._has_time(claimed, lease_ends):
                return  # Whoever takes it up next looks for it first.
            posted = posted or self._post(claimed, ready, traits)
            now = self._clock.now()
            context = self._application.context_at(now)
            self._note(protocol.finish, claimed=claimed, traits=traits, posted=posted, context=context, now=now)

    def _post(self, claimed: Claimed, ready: Ready, traits: Traits) -> Posted:
        if traits.route == Route.REMOVE:
            return self._calls.remove(ready.place)
        shown = self._renderer.render(claimed.message, ready, traits)
        if traits.route in CHANGES:
            return self._calls.change(ready.place, shown)
        return self._calls.post(claimed.message, ready.place, shown)

    def _find(self, claimed: Claimed, ready: Ready, traits: Traits) -> Posted | None:
        """Return where the message stands if an earlier try with unknown result has posted it after all."""
        since = claimed.message.maybe_sent_at
        if since is None or traits.route in CHANGES:
            return None
        found = self._posted_messages.find(claimed, ready.place, since=since - self._timing.lease)
        return Posted(*found, message=self._renderer.render(claimed.message, ready, traits)) if found else None

    def _schedule(self, claimed: Claimed, ready: Ready, traits: Traits) -> None:
        message, channel = claimed.message, ready.place.channel
        text = self._renderer.render(message, ready, traits).text
        is_repeated = message.maybe_sent_at is not None
        scheduled_id = self._calls.schedule(channel, post_at=post_at_of(message), text=text, is_repeated=is_repeated)
        outcome = {"channel": channel, "scheduled_id": scheduled_id}
        self._note(protocol.finish_scheduling, claimed=claimed, now=self._clock.now(), **outcome)

    def _take_back(self, claimed: Claimed, fallback: Fallback) -> None:
        outcome = {"fallback": fallback, "has_spoken": not self._calls.take_back(fallback)}
        self._note(protocol.finish_taking_back, claimed=claimed, now=self._clock.now(), **outcome)

    def _has_time(self, claimed: Claimed, lease_ends: float) -> bool:
        """Will a post that begins now be over, and be found by whoever looks for it, when the lease ends?

        By both clocks: the monotonic one stands still while the machine sleeps, and the other one can be set.
        """
        needed = timedelta(seconds=self._timing.call_timeout_s + self._timing.shortest_wait_s)
        has_time = lease_ends - time.monotonic() > needed.total_seconds()
        return has_time and claimed.message.run_at > self._clock.after(needed)

    def _refused(self, claimed: Claimed, ready: Ready, traits: Traits, *, problem: SlackApiError) -> None:
        message, error = claimed.message, slack_errors.code_of(problem.response)
        if slack_errors.is_rate_limited(problem.response):
            seconds = slack_errors.retry_after(problem.response, otherwise=self._timing.shortest_wait_s)
            self._traffic.pause(message, seconds=seconds)
            self._retry(claimed, after=timedelta(seconds=seconds), error=error, was_maybe_seen=False)
            return
        outcome, now = outcome_of(error, message=message, traits=traits, place=ready.place), self._clock.now()
        of_program = {"traits": traits, "context": self._application.context_at(now)}
        match outcome:
            case Outcome.LOOK_FOR_IT:
                self._unreachable(claimed, problem, was_maybe_seen=True)
            case Outcome.SCHEDULE_LATER:
                self._note(protocol.schedule_later, claimed=claimed, now=now)
            case Outcome.END:
                self._note(protocol.end, claimed=claimed, because=reason_of(error, traits=traits), error=error)
            case Outcome.READER_LEFT:
                self._note(protocol.end_without_reader, claimed=claimed, error=error, **of_program)
            case Outcome.MOVE:
                self._note(protocol.move, claimed=claimed, now=now, **of_program)
            case Outcome.FORGET_CARD:
                self._note(protocol.forget_card, claimed=claimed, place=ready.place, now=now)
            case Outcome.REFUSE:
                log.error("Slack refuses outbox message %s (%s): %s", message.id, message.kind, error)
                self._note(protocol.end, claimed=claimed, because=EndedBecause.REFUSED, error=error)
            case Outcome.PARK:
                log.error("Slack refuses %s in %s: %s. Trying again.", message.kind, ready.place.channel, error)
                run_at = self._clock.after(self._timing.parked_for)
                self._note(protocol.park, claimed=claimed, run_at=run_at, error=error)

    def _note(self, step: Callable[..., object], **facts: object) -> None:
        """Take one step of the protocol in a transaction of its own."""
        with self._database.transaction() as session:
            step(session, **facts)

    def _unreachable(self, claimed: Claimed, problem: Exception, *, was_maybe_seen: bool) -> None:
        log.warning("Slack did not answer for outbox message %s: %r", claimed.message.id, problem)
        after = self._back_off(claimed)
        self._retry(claimed, after=after, error=type(problem).__name__, was_maybe_seen=was_maybe_seen)

    def _retry(self, claimed: Claimed, *, after: timedelta, error: str, was_maybe_seen: bool) -> None:
        run_at = self._clock.after(after)
        self._note(protocol.retry, claimed=claimed, run_at=run_at, error=error, was_maybe_seen=was_maybe_seen)

    def _back_off(self, claimed: Claimed) -> timedelta:
        """Return how long to wait after this many tries: longer each time, with jitter so that not all come at once."""
        shortest, longest = self._timing.shortest_wait_s, self._timing.longest_wait_s
        at_most = min(shortest * 2.0 ** (claimed.message.attempts - 1), longest)
        return timedelta(seconds=random.uniform(max(shortest, at_most / 2), at_most))  # noqa: S311 - no secret
