"""Sends one claimed message to Slack, and returns the step that notes the outcome."""

import logging
import random
import time
from datetime import timedelta
from functools import partial
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from sqlmodel import Session

from bot.clock import Clock
from bot.database import Database
from bot.delivery import protocol, slack_errors
from bot.delivery.calls import SlackCalls
from bot.delivery.claim import Claimed, UnreadableRow, skip_unreadable
from bot.delivery.posted_messages import PostedMessages
from bot.delivery.protocol import Posted, Ready
from bot.delivery.refusals import Outcome, outcome_of, reason_of
from bot.delivery.renderer import Renderer
from bot.delivery.scheduled_fallback import post_at_of
from bot.delivery.shared_commit import OwnRow, Step
from bot.delivery.slack_history import MustWait
from bot.delivery.timing import Timing
from bot.delivery.traffic import Traffic
from bot.delivery.traits import CHANGES, Application, NotAccepted, Route, Traits
from bot.guard import Guard
from bot.rules.person import is_member_id
from models import Fallback
from models.vocabulary import EndedBecause

SEND = "send"
"""Name, in bot/guard.py, of the task that sends messages."""
OUR_ERROR = "our_error"
"""The error of a message that a bug of ours kept from being sent."""
UNREADABLE_FOR = timedelta(minutes=2)
"""Time after which a row that cannot be read is looked at again."""
NOT_TAKEN = "not_taken"
"""The error of a message that a service outside Slack does not accept."""
SOON_AGAIN = 5
"""Tries, at growing intervals, after which such a message is parked."""
MOST_DOUBLINGS = 10
"""Doublings after which the interval is longest in any case; without a limit, the number would overflow."""
WRONG_BY = timedelta(hours=1)
"""Our clock may be as far ahead of Slack's, or be set back by as much, and what was posted is still found."""
TO_A_READER = frozenset({Route.DIRECT, Route.OUTSIDE})
"""Routes of messages to one reader, who may have left."""

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

    def send(self, claimed: Claimed, ready: Ready | None, *, lease_ends: float) -> Step | None:
        """Post the message if it is still to be posted, and return the step that notes the outcome, if there is one.

        `ready` is None for a message that is still to be checked. `lease_ends` is on the monotonic clock. Nothing is
        raised: what fails is tried again, and set aside in the end so that its lane goes on.
        """
        try:
            return self._without_reader(claimed) or self._send(claimed, ready, lease_ends)
        except Exception as problem:
            log.exception("Outbox message %s could not be sent.", claimed.message.id)
            return self.failed(claimed, problem)

    def failed(self, claimed: Claimed, problem: Exception) -> Step:
        """Return the step for a message that, because of a bug of ours, could not be sent, or its outcome not noted."""
        if self._guard.record(SEND, claimed.message.id, problem):
            return partial(protocol.end, claimed=claimed, because=EndedBecause.SET_ASIDE, error=OUR_ERROR)
        return self._retry(claimed, after=self._back_off(claimed), error=OUR_ERROR, was_maybe_seen=True)

    def skip_unreadable(self, unreadable: UnreadableRow) -> None:
        """Postpone a row that cannot be read, and set it aside in the end."""
        number, cause = unreadable.number, unreadable.__cause__
        log.error("Outbox message %s cannot be read: %r", number, cause)
        is_set_aside = self._guard.record(SEND, number, cause if isinstance(cause, Exception) else unreadable)
        run_at = self._clock.after(UNREADABLE_FOR)
        with self._database.transaction() as session:
            skip_unreadable(session, number=number, run_at=run_at, is_set_aside=is_set_aside)

    def release(self, claimed: Claimed) -> Step:
        """Return the step that gives the message back, so that another sender can claim it."""
        return partial(protocol.release, claimed=claimed, now=self._clock.now())

    def prepare(self, session: Session, claimed: Claimed) -> Ready | None:
        """Return what is to be posted for a message that was just claimed; None if `send` has to look that up.

        It has to if Slack is asked first, about the threads or the reader; if the look-up takes long, as nobody else
        can write meanwhile; and if the message is obsolete.
        """
        traits = self._application.kinds[claimed.message.kind]
        if traits.looks_for_answer or traits.takes_long or traits.route in TO_A_READER:
            return None
        found = protocol.check(session, claimed=claimed, traits=traits, now=self._clock.now())
        return None if isinstance(found, EndedBecause) else found

    def _without_reader(self, claimed: Claimed) -> Step | None:
        """Return the step for a message whose one reader, in Slack or outside, is gone; None for everything else."""
        traits, application = self._application.kinds[claimed.message.kind], self._application
        is_gone = application.is_address_gone if traits.route == Route.OUTSIDE else application.is_reader_gone
        if traits.route not in TO_A_READER or not is_gone(claimed.message.channel):
            return None
        context = self._application.context_at(self._clock.now())
        return partial(protocol.end_without_reader, claimed=claimed, traits=traits, error=None, context=context)

    def _send(self, claimed: Claimed, ready: Ready | None, lease_ends: float) -> Step | None:
        traits = self._application.kinds[claimed.message.kind]
        found = ready or self._check(claimed, traits)
        if found is None:
            return None
        if isinstance(found, EndedBecause):
            return self._end(claimed, traits, found)
        try:
            return self._deliver(claimed, found, traits, lease_ends=lease_ends)
        except MustWait as wait:  # Until we may look for an earlier post.
            after = timedelta(seconds=wait.seconds)
            return self._retry(claimed, after=after, error="ratelimited", was_maybe_seen=False)
        except SlackApiError as problem:
            return self._refused(claimed, found, traits, problem=problem)
        except (SlackClientError, OSError, HTTPException, UnicodeDecodeError) as problem:
            was_refused = isinstance(getattr(problem, "reason", problem), ConnectionRefusedError)
            return self._unanswered(claimed, problem, was_maybe_seen=not was_refused)

    def _check(self, claimed: Claimed, traits: Traits) -> Ready | EndedBecause | None:
        """Return what is to be posted, or why it is not; a reminder first looks for an answer in the threads."""
        message = claimed.message
        if traits.looks_for_answer and message.incident_id is not None:
            # Whatever goes wrong in looking, the reminder itself is posted.
            look = partial(self._application.look_for_answer, message.incident_id)
            self._guard.attempt("look_for_answer", message.incident_id, look)
        if self._is_unreachable(claimed, traits):
            return EndedBecause.POSTED_IN_CHANNEL
        with self._database.reading() as session:
            return protocol.check_again(session, claimed=claimed, traits=traits, now=self._clock.now())

    def _is_unreachable(self, claimed: Claimed, traits: Traits) -> bool:
        """Return True for a direct message that its reader may never see, although Slack takes it."""
        reader = claimed.message.channel
        has_other_place = traits.if_unreachable is not None and is_member_id(reader)
        return has_other_place and self._application.is_unreachable(reader)

    def _end(self, claimed: Claimed, traits: Traits, because: EndedBecause) -> Step:
        """Return the step that ends a message unposted; one that its reader may never see is posted in a channel."""
        if because is not EndedBecause.POSTED_IN_CHANNEL:
            return partial(protocol.end, claimed=claimed, because=because)
        context = self._application.context_at(self._clock.now())
        return partial(protocol.end_unreachable, claimed=claimed, traits=traits, error=None, context=context)

    def _deliver(self, claimed: Claimed, ready: Ready, traits: Traits, *, lease_ends: float) -> Step | None:
        """Call Slack, and return the step that notes the outcome."""
        if traits.route == Route.SCHEDULE:
            return self._schedule(claimed, ready, traits)
        if traits.route == Route.DELETE_SCHEDULED and ready.place.fallback is not None:
            return self._delete_scheduled(claimed, ready.place.fallback)
        posted = self._find(claimed, ready, traits)
        if posted is None and not self._has_time(claimed, lease_ends):
            return None  # Whoever takes it up next looks for it first.
        try:
            posted = posted or self._post(claimed, ready, traits, lease_ends=lease_ends)
        except NotAccepted as problem:
            return self._not_accepted(claimed, problem)
        now = self._clock.now()
        of_program = {"traits": traits, "context": self._application.context_at(now)}
        step = partial if traits.notes_more else OwnRow
        return step(protocol.finish, claimed=claimed, posted=posted, now=now, **of_program)

    def _post(self, claimed: Claimed, ready: Ready, traits: Traits, *, lease_ends: float) -> Posted:
        if traits.route == Route.REMOVE:
            return self._calls.remove(ready.place)
        shown = self._renderer.render(claimed.message, ready, traits)
        if traits.route == Route.OUTSIDE:
            self._application.send_outside(ready.place.channel, shown.text)
            return Posted(ready.place.channel, "", message=None)
        if traits.route in CHANGES:
            return self._calls.change(ready.place, shown)
        may_repeat = partial(self._has_time, claimed, lease_ends)
        return self._calls.post(claimed.message, ready.place, shown, may_repeat=may_repeat)

    def _find(self, claimed: Claimed, ready: Ready, traits: Traits) -> Posted | None:
        """Return where the message was posted if an earlier try, of unknown result, has posted it."""
        since = claimed.message.maybe_sent_at
        if since is None or traits.route in CHANGES or traits.route == Route.OUTSIDE:
            return None  # Outside Slack nothing can be looked for: sent twice is better than never.
        found = self._posted_messages.find(claimed, ready.place, since=since - self._timing.lease - WRONG_BY)
        return Posted(*found, message=self._renderer.render(claimed.message, ready, traits)) if found else None

    def _schedule(self, claimed: Claimed, ready: Ready, traits: Traits) -> Step:
        message, channel = claimed.message, ready.place.channel
        text = self._renderer.render(message, ready, traits).text
        is_repeated = message.maybe_sent_at is not None
        scheduled_id = self._calls.schedule(channel, post_at=post_at_of(message), text=text, is_repeated=is_repeated)
        now = self._clock.now()
        return partial(protocol.finish_scheduling, claimed=claimed, channel=channel, scheduled_id=scheduled_id, now=now)

    def _delete_scheduled(self, claimed: Claimed, fallback: Fallback) -> Step:
        was_posted, now = not self._calls.delete_scheduled(fallback), self._clock.now()
        return partial(protocol.finish_deleting, claimed=claimed, fallback=fallback, was_posted=was_posted, now=now)

    def _has_time(self, claimed: Claimed, lease_ends: float) -> bool:
        """Return True if a post that begins now is over, and can be found in Slack, before the lease ends.

        Both clocks must say so: the monotonic one stops while the machine sleeps, and the other one can be set.
        """
        needed = timedelta(seconds=self._timing.call_timeout_s + self._timing.shortest_wait_s)
        has_time = lease_ends - time.monotonic() > needed.total_seconds()
        return has_time and claimed.message.run_at > self._clock.after(needed)

    def _refused(self, claimed: Claimed, ready: Ready, traits: Traits, *, problem: SlackApiError) -> Step:
        message, error = claimed.message, slack_errors.code_of(problem.response)
        if slack_errors.is_rate_limited(problem.response):
            seconds = slack_errors.retry_after(problem.response, otherwise=self._timing.shortest_wait_s)
            self._traffic.pause(message, seconds=seconds)
            return self._retry(claimed, after=timedelta(seconds=seconds), error=error, was_maybe_seen=False)
        outcome = outcome_of(error, message=message, traits=traits, place=ready.place)
        if outcome is Outcome.LOOK_FOR_IT:
            return self._unanswered(claimed, problem, was_maybe_seen=True)
        if outcome is Outcome.REFUSE:
            log.error("Slack refuses outbox message %s (%s): %s", message.id, message.kind, error)
        if outcome is Outcome.PARK:
            log.error("Slack refuses %s in %s: %s. Trying again.", message.kind, ready.place.channel, error)
        return self._after_refusal(outcome, claimed=claimed, ready=ready, traits=traits, error=error)

    def _after_refusal(self, outcome: Outcome, *, claimed: Claimed, ready: Ready, traits: Traits, error: str) -> Step:
        now = self._clock.now()
        of_program = {"traits": traits, "context": self._application.context_at(now)}
        step: partial[Any]
        match outcome:
            case Outcome.SCHEDULE_LATER:
                step = partial(protocol.schedule_later, now=now)
            case Outcome.END:
                step = partial(protocol.end, because=reason_of(error, traits=traits), error=error)
            case Outcome.READER_LEFT:
                step = partial(protocol.end_without_reader, error=error, **of_program)
            case Outcome.POST_IN_CHANNEL:
                step = partial(protocol.end_unreachable, error=error, **of_program)
            case Outcome.MOVE:
                until = self._clock.after(self._timing.parked_for)
                step = partial(protocol.move, now=now, error=error, park_until=until, **of_program)
            case Outcome.FORGET_CARD:
                step = partial(protocol.forget_card, place=ready.place, now=now, **of_program)
            case Outcome.REFUSE:
                step = partial(protocol.end, because=EndedBecause.REFUSED, error=error)
            case _:
                step = partial(protocol.park, run_at=self._clock.after(self._timing.parked_for), error=error)
        return partial(step, claimed=claimed)

    def _unanswered(self, claimed: Claimed, problem: Exception, *, was_maybe_seen: bool) -> Step:
        log.warning("Slack did not answer for outbox message %s: %r", claimed.message.id, problem)
        after = self._back_off(claimed)
        return self._retry(claimed, after=after, error=type(problem).__name__, was_maybe_seen=was_maybe_seen)

    def _not_accepted(self, claimed: Claimed, problem: NotAccepted) -> Step:
        log.error("Outbox message %s is not taken outside Slack: %s", claimed.message.id, problem)
        if claimed.message.attempts < SOON_AGAIN:
            return self._retry(claimed, after=self._back_off(claimed), error=NOT_TAKEN, was_maybe_seen=False)
        run_at = self._clock.after(self._timing.parked_for)
        return partial(protocol.park, claimed=claimed, run_at=run_at, error=NOT_TAKEN)

    def _retry(self, claimed: Claimed, *, after: timedelta, error: str, was_maybe_seen: bool) -> Step:
        run_at = self._clock.after(after)
        return partial(protocol.retry, claimed=claimed, run_at=run_at, error=error, was_maybe_seen=was_maybe_seen)

    def _back_off(self, claimed: Claimed) -> timedelta:
        """Return how long to wait after this many tries: longer each time, with jitter so that not all come at once."""
        shortest, longest = self._timing.shortest_wait_s, self._timing.longest_wait_s
        at_most = min(shortest * 2.0 ** min(claimed.message.attempts - 1, MOST_DOUBLINGS), longest)
        return timedelta(seconds=random.uniform(max(shortest, at_most / 2), at_most))  # noqa: S311 - no secret
