"""Posts in Slack what the outbox holds: when it is due, and at once after a commit that has news.

A worker sends a message to Slack, and notes the outcome in the same transaction in which it claims the next one. It
claims as many messages as there are workers without one. When nothing is due, the last worker waits for what is due
within a second; a sweep every second finds everything else: what other processes have added, and what became due
because the clock was set.
"""

import logging
import os
import socket
import time
from collections.abc import Callable, Sequence
from itertools import islice
from threading import Condition, Event, Thread

from sqlmodel import Session

from bot.clock import Clock
from bot.database import Database
from bot.delivery.claim import Claimed, UnreadableRow, claim_messages
from bot.delivery.outbox import SWEEP_INTERVAL
from bot.delivery.place import keep_cards
from bot.delivery.protocol import Ready
from bot.delivery.sender import Sender
from bot.delivery.shared_commit import Request, SharedCommits, Step, Taken, forget_what_was_read
from bot.delivery.timing import Timing
from bot.delivery.traffic import Traffic

STOP_WITHIN_S = 6.0
"""Maximum seconds that the workers take to finish what they are posting."""

log = logging.getLogger(__name__)


class Admission:
    """Counts what one transaction claims: each channel takes a limited number of messages at once."""

    def __init__(self, traffic: Traffic, lease_ends: float) -> None:
        self._traffic = traffic
        self._lease_ends = lease_ends
        self._admitted: list[Claimed] = []
        self.refused = 0
        """How many messages were left for later."""

    def admits(self, claimed: Claimed) -> bool:
        """Count the message and return True if its channel takes one more; not if we are sending it already."""
        if claimed.message.maybe_sent_at is not None and self._traffic.is_under_way(claimed):
            return False  # Looking for it would be too early: Slack may still take it.
        if not self._traffic.enter(claimed, lease_ends=self._lease_ends):
            self.refused += 1
            return False
        self._admitted.append(claimed)
        return True

    def undo(self) -> None:
        """Stop counting what was admitted, as nothing was committed."""
        for one in self._admitted:
            self._traffic.leave(one)


class Delivery:
    """Sends what is due, several messages at once, those of one lane one after the other."""

    def __init__(
        self,
        sender: Sender,
        *,
        traffic: Traffic,
        database: Database,
        clock: Clock,
        stopping: Event,
        timing: Timing,
        workers: int,
    ) -> None:
        """`workers` is how many messages may be on their way at once; `stopping` is set once nothing new may begin."""
        self._sender = sender
        self._traffic = traffic
        self._database = database
        self._clock = clock
        self._stopping = stopping
        self._timing = timing
        self._workers = workers
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._commits = SharedCommits(self._note_and_claim)
        self._changed = Condition()
        """Guards what follows, and is notified when any of it changes."""
        self._busy = 0
        self._has_news = False
        """True if there was a sweep since a worker last looked for what is due."""
        self._is_awaited = False
        """True if a worker waits for the next message that is due."""
        self._next_due: float | None = None
        """When that is due, on the monotonic clock; None if nothing is soon."""
        self.last_sweep = time.monotonic()
        """When a sweep last began, on the monotonic clock; the watchdog reads it, and so learns of a dead scheduler."""

    def sweep(self) -> None:
        """Deliver what is due, as the job of the scheduler does; returns at once."""
        self.last_sweep = time.monotonic()
        self.wake()

    def wake(self) -> None:
        """Start a worker for what is due, if one can be started; returns at once."""
        with self._changed:
            self._has_news = True
            self._changed.notify_all()
            if self._is_awaited or self._stopping.is_set() or not self._spare():
                return
            self._busy += 1
        self._start_worker(None)

    def run(self) -> None:
        """Send everything that is due, and return when it is sent."""
        taken = self._take()
        while taken:
            taken = self._take(after=(taken, self._send(taken)))

    def stop(self, *, patience: float = STOP_WITHIN_S) -> None:
        """Begin nothing new; return once what is being sent is sent, or after `patience` seconds.

        What is still being sent then is looked for in Slack once its lease has run out.
        """
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._busy == 0, timeout=patience)

    def _spare(self) -> int:
        """Return how many workers may still be started."""
        return max(0, self._workers + self._traffic.hanging() - self._busy)

    def _start_worker(self, taken: Taken | None) -> None:
        try:
            Thread(target=self._work, args=(taken,), name="delivery", daemon=True).start()
        except RuntimeError:  # The process may have no more threads; what was claimed is due again after its lease.
            log.exception("No worker could be started; trying again.")
            if taken is not None:
                self._traffic.leave(taken.claimed)
            self._count_down()

    def _work(self, taken: Taken | None) -> None:
        """Send one message after the other, until nothing is due; the worker is counted already."""
        try:
            while True:
                taken = self._take(spare=self._reserve()) if taken is None else self._next(taken)
                if taken is None and self._leave():
                    return
        except Exception:
            log.exception("The outbox cannot be read; trying again.")
            self._count_down()

    def _next(self, taken: Taken) -> Taken | None:
        step = self._send(taken)
        return self._take(after=(taken, step), spare=self._reserve())

    def _reserve(self) -> int:
        """Count as busy all workers that may still be started, and return how many; `_take` counts down the unused."""
        with self._changed:
            self._has_news = False
            spare = 0 if self._stopping.is_set() else self._spare()
            self._busy += spare
        return spare

    def _leave(self) -> bool:
        """Wait for what is due soon, if no other worker does; return True if this worker may end."""
        with self._changed:
            if not self._is_awaited and self._next_due is not None:
                self._is_awaited = True
                wait = self._next_due - time.monotonic()
                is_woken = self._changed.wait_for(lambda: self._has_news or self._stopping.is_set(), wait)
                self._is_awaited, self._has_news = False, self._has_news or not is_woken
            if self._has_news and not self._stopping.is_set():
                return False
            self._busy -= 1
            self._changed.notify_all()
            return True

    def _count_down(self, count: int = 1) -> None:
        with self._changed:
            self._busy -= count
            self._changed.notify_all()

    def _take(self, *, after: tuple[Taken, Step | None] | None = None, spare: int = 0) -> Taken | None:
        """Note the outcome of the message before, and return the next; start up to `spare` workers, counted already."""
        taken: Sequence[Taken] = ()
        if after:
            self._traffic.arrive(after[0].claimed)
        try:
            taken = self._taken(after, wanted=1 + spare)
        finally:
            if after:
                self._traffic.leave(after[0].claimed)
            self._count_down(spare - len(taken[1:]))
        for other in taken[1:]:
            self._start_worker(other)
        return taken[0] if taken else None

    def _taken(self, after: tuple[Taken, Step | None] | None, *, wanted: int) -> Sequence[Taken]:
        """Note and claim in one transaction; if that fails, one after the other, so that neither prevents the other."""
        step = after[1] if after else None
        request = Request(step, wanted)
        try:
            self._commits.answer(request)
        except Exception:
            log.exception("Noting and claiming at once has failed; trying one after the other.")
        if not request.has_failed:
            return request.taken
        if after and step:
            self._note(after[0].claimed, step)
        return self._claim_readable()

    def _note_and_claim(self, requests: Sequence[Request]) -> None:
        """Note and claim for all these requests in one transaction; each is given a message before any is given two."""
        steps = [one.step for one in requests if one.step is not None]
        wanted = sum(one.wanted for one in requests)
        taken = iter(self._claim(wanted, steps=steps, prepare=self._sender.prepare))
        for one in requests:
            one.taken = [*islice(taken, 1)]
        for one in requests:
            one.taken = [*one.taken, *islice(taken, one.wanted - 1)]

    def _claim_readable(self) -> Sequence[Taken]:
        """Claim one message; rows that cannot be read are skipped, as each would be the first for ever."""
        while True:
            try:
                return self._claim(1)
            except UnreadableRow as problem:
                self._sender.skip_unreadable(problem)

    def _note(self, claimed: Claimed, step: Step) -> None:
        try:
            with self._database.transaction() as session:
                step(session)
        except Exception as problem:
            log.exception("The outcome of outbox message %s could not be noted.", claimed.message.id)
            instead = self._sender.failed(claimed, problem)
            with self._database.transaction() as session:
                instead(session)

    def _claim(
        self,
        limit: int,
        *,
        steps: Sequence[Step] = (),
        prepare: Callable[[Session, Claimed], Ready | None] = lambda _session, _claimed: None,
    ) -> Sequence[Taken]:
        """Take the steps, claim up to `limit` messages and prepare each, in one transaction."""
        if self._stopping.is_set():
            limit = 0
        if not limit and not steps:
            return ()
        lease_ends = time.monotonic() + self._timing.lease.total_seconds()
        admission = Admission(self._traffic, lease_ends)
        try:
            with self._database.transaction() as session:
                for step in steps:
                    step(session)
                    forget_what_was_read(session)
                claimed = self._claimed(session, limit, admission)
                for one in claimed:
                    keep_cards(session, one.message.incident_id, one.cards)
                return [Taken(one, prepare(session, one), lease_ends) for one in claimed]
        except BaseException:
            admission.undo()
            raise

    def _claimed(self, session: Session, limit: int, admission: Admission) -> list[Claimed]:
        """Claim up to `limit` messages; if a channel takes no more, messages to others instead."""
        now, claimed, refused = self._clock.now(), list[Claimed](), -1
        look_ahead, due = self._clock.after(SWEEP_INTERVAL) - now, None
        while len(claimed) < limit and refused < admission.refused:
            refused = admission.refused
            found = claim_messages(
                session,
                now=now,
                lease_until=self._clock.after(self._timing.lease),
                owner=self._owner,
                limit=limit - len(claimed),
                stopped=self._traffic.stopped(),
                admits=admission.admits,
                look_ahead=look_ahead,
            )
            claimed, due = [*claimed, *found.claimed], found.next_due
        if not claimed:
            self._next_due = None if due is None else time.monotonic() + self._clock.seconds_until(due)
        return claimed

    def _send(self, taken: Taken) -> Step | None:
        if self._stopping.is_set():
            return self._sender.release(taken.claimed)
        if taken.lease_ends - time.monotonic() > self._timing.lease.total_seconds() / 2:
            return self._sender.send(taken.claimed, taken.ready, lease_ends=taken.lease_ends)
        return None
