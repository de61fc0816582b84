"""Workers take what is due to Slack, several at once, and what goes wrong for one message stops no other."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier, Event, Lock
from typing import Any, cast

import pytest
from sqlmodel import Session

from bot.clock import Clock
from bot.delivery import protocol
from bot.delivery.claim import Claimed
from bot.delivery.destination import direct_message
from bot.delivery.outbox import SWEEP_INTERVAL
from bot.delivery.protocol import Posted, Ready
from bot.delivery.shared_commit import OwnRow, Step, Taken
from bot.delivery.timing import Timing
from bot.delivery.traffic import WORKERS_PER_CHANNEL, Traffic
from bot.delivery.workers import Delivery
from bot.kinds import KINDS
from models.vocabulary import EndedBecause
from tests.worker import Worker

PATIENCE_S = 20
"""Seconds after which something that should happen at once never will."""


class Slack:
    """Stands in for the sender: records what it is given, and answers as the test wants."""

    def __init__(self, worker: Worker) -> None:
        self._worker, self._lock = worker, Lock()
        self.sent: list[int | None] = []
        self.at: list[datetime] = []
        self.released: list[int | None] = []
        self.unnotable: set[int] = set()
        """Messages whose outcome cannot be recorded, because of a bug of ours."""
        self.unpreparable: set[int] = set()
        self.meanwhile: Callable[[], object] = lambda: None

    def prepare(self, _session: Session, claimed: Claimed) -> None:
        """Look at a message that was just claimed."""
        if claimed.message.id in self.unpreparable:
            raise ValueError("a bug")

    def send(self, claimed: Claimed, _ready: Ready | None, *, lease_ends: float) -> Step:
        """Post it."""
        assert lease_ends > time.monotonic()
        with self._lock:
            self.sent.append(claimed.message.id)
            self.at.append(datetime.now(UTC))
        self.meanwhile()
        if claimed.message.id in self.unnotable:
            return OwnRow(self._fall_over)
        posted = Posted(claimed.message.channel, f"{claimed.message.id}.0", None)
        of_program = {"traits": KINDS[claimed.message.kind], "context": self._worker.context}
        return OwnRow(protocol.finish, claimed=claimed, posted=posted, now=self._worker.now, **of_program)

    def failed(self, claimed: Claimed, _problem: Exception) -> Step:
        """End what cannot be noted."""
        return partial(protocol.end, claimed=claimed, because=EndedBecause.SET_ASIDE, error="our_error")

    def release(self, claimed: Claimed) -> Step:
        """Give it back."""
        self.released.append(claimed.message.id)
        return partial(protocol.release, claimed=claimed, now=self._worker.now)

    def _fall_over(self, _session: Session) -> None:
        raise ValueError("a bug")


class SetClock(Clock):
    """Can be set ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """Return the time that was set."""
        return super().now() + self.ahead


@pytest.fixture
def slack(worker: Worker) -> Slack:
    """A Slack that takes everything at once."""
    return Slack(worker)


@pytest.fixture
def start(worker: Worker, slack: Slack) -> Iterator[Callable[..., Delivery]]:
    """Make a delivery with this many workers, which ends with the test."""
    begun: list[Delivery] = []

    def start(workers: int = 4, clock: Clock | None = None) -> Delivery:
        one = Delivery(
            cast("Any", slack),
            traffic=Traffic(KINDS),
            database=worker.database,
            clock=clock or Clock(),
            stopping=Event(),
            timing=Timing(),
            workers=workers,
        )
        begun.append(one)
        return one

    yield start
    for one in begun:
        one.stop(patience=PATIENCE_S)


def eventually(holds: Callable[[], object]) -> None:
    """Wait until this condition is true."""
    give_up = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def post(worker: Worker, *readers: str, **more: Any) -> list[int]:
    """Post a direct message to each of these people, each in a lane of its own."""
    return [worker.post(to=direct_message(reader), **more) for reader in readers]


def test_all_that_is_due_is_sent_once(worker: Worker, slack: Slack, start: Callable[..., Delivery]) -> None:
    numbers = post(worker, *(f"U0{n}" for n in range(9)))
    start().run()
    assert slack.sent == numbers
    assert {worker.row(one).state for one in numbers} == {"done"}


def test_as_many_are_on_their_way_as_there_are_workers(
    worker: Worker, slack: Slack, start: Callable[..., Delivery]
) -> None:
    numbers = post(worker, *(f"U0{n}" for n in range(6)))
    together = Barrier(3)  # Each waits here until three are on their way at once.
    slack.meanwhile = lambda: together.wait(PATIENCE_S)
    start(workers=3).sweep()
    eventually(lambda: {worker.row(one).state for one in numbers} == {"done"})
    assert sorted(slack.sent, key=str) == sorted(numbers, key=str)


def test_those_of_one_lane_go_one_after_the_other(worker: Worker, slack: Slack, start: Callable[..., Delivery]) -> None:
    numbers = [worker.post() for _ in range(4)]
    start().sweep()
    eventually(lambda: worker.row(numbers[-1]).state == "done")
    assert slack.sent == numbers


def test_one_channel_leaves_workers_to_the_others(worker: Worker, slack: Slack, start: Callable[..., Delivery]) -> None:
    worker.change_all(channel="C0BUSY", numbers=post(worker, *(f"U0{n}" for n in range(6))))
    (other,) = post(worker, "U0LEA")
    hangs = Event()
    slack.meanwhile = lambda: hangs.wait(PATIENCE_S)
    start(workers=6).sweep()
    eventually(lambda: other in slack.sent and len(slack.sent) > WORKERS_PER_CHANNEL)
    assert len(slack.sent) == WORKERS_PER_CHANNEL + 1
    hangs.set()


@pytest.mark.parametrize("fault", ["unnotable", "unpreparable"])
def test_a_fault_of_ours_stops_no_other_message(
    worker: Worker, slack: Slack, start: Callable[..., Delivery], fault: str
) -> None:
    bad, *others = post(worker, "U0BAD", "U0A", "U0B", "U0C")
    getattr(slack, fault).add(bad)
    start().run()
    assert {worker.row(one).state for one in others} == {"done"}
    assert worker.row(bad).ended_because == ("set_aside" if fault == "unnotable" else None)


def test_a_fault_of_ours_stops_none_of_those_noted_with_it(
    worker: Worker, slack: Slack, start: Callable[..., Delivery]
) -> None:
    bad, *others = post(worker, *(f"U0{n}" for n in range(6)))
    slack.unnotable.add(bad)
    together = Barrier(6)  # All are on their way before the first outcome is noted.
    slack.meanwhile = lambda: together.wait(PATIENCE_S)
    start(workers=6).sweep()
    eventually(lambda: {worker.row(one).state for one in others} == {"done"})
    eventually(lambda: worker.row(bad).ended_because == "set_aside")
    assert len(slack.sent) == len({*slack.sent}) == len(others) + 1


def test_what_is_due_soon_is_waited_for(worker: Worker, slack: Slack, start: Callable[..., Delivery]) -> None:
    due_at = Clock().now() + SWEEP_INTERVAL / 2
    post(worker, "U0LEA", after=due_at - worker.now)
    start().sweep()  # And no other one.
    eventually(lambda: slack.at)
    assert slack.at[0] >= due_at


def test_what_is_on_its_way_when_the_clock_is_set_ahead_is_not_sent_beside_it(
    worker: Worker, slack: Slack, start: Callable[..., Delivery]
) -> None:
    """Slack may still take it, so looking for it would be too early."""
    number, other = post(worker, "U0LEA", "U0MAX")
    worker.change_all([other], due_at=worker.now + timedelta(days=30), run_at=worker.now + timedelta(days=30))
    clock, hangs = SetClock(), Event()
    slack.meanwhile = lambda: hangs.wait(PATIENCE_S)
    delivery = start(clock=clock)
    delivery.sweep()
    eventually(lambda: slack.sent == [number])
    clock.ahead += timedelta(days=31)
    delivery.sweep()
    eventually(lambda: slack.sent == [number, other])
    eventually(lambda: delivery._busy == 2)
    hangs.set()
    eventually(lambda: {worker.row(one).state for one in (number, other)} == {"done"})
    assert (slack.sent, worker.row(number).attempts) == ([number, other], 1)


def test_news_are_delivered_at_once_and_are_no_sign_that_the_scheduler_lives(
    worker: Worker, slack: Slack, start: Callable[..., Delivery]
) -> None:
    (number,) = post(worker, "U0LEA")
    delivery = start()
    swept = delivery.last_sweep
    delivery.wake()
    eventually(lambda: slack.sent == [number])
    assert delivery.last_sweep == swept


def test_workers_that_could_not_be_started_are_started_later(
    worker: Worker, slack: Slack, start: Callable[..., Delivery]
) -> None:
    numbers = post(worker, "U0A", "U0B", "U0C")
    delivery = start(workers=2)
    usual = threading.stack_size(2**47)  # More than there are addresses: no thread can be started.
    try:
        for _ in range(3):
            delivery.wake()
    finally:
        threading.stack_size(usual)
    assert not slack.sent
    delivery.wake()
    eventually(lambda: sorted(slack.sent) == numbers)


def test_a_message_whose_worker_could_not_be_started_is_not_counted_as_under_way(
    worker: Worker, start: Callable[..., Delivery]
) -> None:
    numbers = post(worker, *(f"U0{n}" for n in range(WORKERS_PER_CHANNEL + 1)))
    worker.change_all(numbers, channel="C0BUSY")
    delivery, lease_ends = start(), time.monotonic() + PATIENCE_S
    usual = threading.stack_size(2**47)
    try:
        for _ in numbers:
            claimed = worker.claimed()
            assert delivery._traffic.enter(claimed, lease_ends=lease_ends)  # A channel takes no more than its share.
            delivery._busy += 1  # As whoever starts a worker counts it.
            delivery._start_worker(Taken(claimed, None, lease_ends))
    finally:
        threading.stack_size(usual)


def test_what_has_not_begun_when_it_stops_is_given_back(
    worker: Worker, slack: Slack, start: Callable[..., Delivery]
) -> None:
    first, second = post(worker, "U0A", "U0B")
    delivery = start(workers=1)
    slack.meanwhile = delivery._stopping.set
    delivery.sweep()
    eventually(lambda: worker.row(first).state == "done")
    delivery.stop(patience=PATIENCE_S)
    row = worker.row(second)
    assert (row.state, row.lease_token, row.attempts) == ("pending", None, 0)
    assert slack.sent == [first]
