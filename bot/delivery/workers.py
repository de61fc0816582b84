"""Posts in Slack what the outbox holds: every second, and at once after a commit that has news."""

import logging
import os
import socket
import time
from threading import Condition, Event, Lock, Thread

from bot.clock import Clock
from bot.database import Database
from bot.delivery import protocol
from bot.delivery.protocol import Claimed
from bot.delivery.sender import Sender
from bot.delivery.timing import Timing
from bot.delivery.traffic import Traffic

WORKERS = 8
"""Maximum messages on their way at once: one that Slack lets hang does not delay the others."""
STOP_WITHIN_S = 6.0
"""Maximum seconds that the workers take to finish what they are posting."""

log = logging.getLogger(__name__)


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
        workers: int = WORKERS,
    ) -> None:
        """`stopping` is set once nothing new may begin."""
        self._sender = sender
        self._traffic = traffic
        self._database = database
        self._clock = clock
        self._stopping = stopping
        self._timing = timing
        self._workers = workers
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._busy = 0
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
        with self._claiming:  # Or two workers might take the last place in a channel.
            lease_ends = time.monotonic() + self._timing.lease.total_seconds()
            resting, resting_kinds = self._traffic.stopped()
            with self._database.transaction() as session:
                claimed = protocol.claim_message(
                    session,
                    now=self._clock.now(),
                    lease_until=self._clock.after(self._timing.lease),
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
                self._sender.release(claimed)
            elif lease_ends - time.monotonic() > self._timing.lease.total_seconds() / 2:
                self._sender.send(claimed, lease_ends=lease_ends)
        finally:
            self._traffic.leave(claimed)
