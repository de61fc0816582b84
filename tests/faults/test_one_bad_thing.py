"""One bad thing holds up nothing: an exception is seeded into every step of each job, and into each kind of message."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot import timetable
from bot.app import Guichet
from bot.delivery.assembly import new_delivery
from bot.delivery.destination import direct_message
from bot.delivery.outbox import post
from bot.delivery.traits import Facts, Route, Traits
from bot.kinds import KINDS
from bot.texts.message import Message
from models import Failure, OutboxMessage
from models.vocabulary import Kind
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import TRIAGE, Harness


class Seeded(Exception):
    """What goes wrong."""


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    """The whole program beside a fake workspace, on a clock that stands still."""
    with FakeSlack(token="xoxb-journey", follow_clock=True) as slack, freeze_time("2026-11-23 08:00:00") as clock:
        journey.workspace(slack)
        with journey.program(slack, tmp_path) as guichet:
            yield Harness(slack, guichet, clock)


class Seed:
    """Lets the nth transaction fail when it begins."""

    def __init__(self, nth: int) -> None:
        self.left = nth
        self.is_hit = False

    def __call__(self, _connection: object) -> None:
        """Count; raise at the nth."""
        self.left -= 1
        if self.left == 0:
            self.is_hit = True
            raise Seeded


@contextmanager
def seeded(guichet: Guichet, nth: int) -> Iterator[Seed]:
    """Let the nth transaction on the database fail meanwhile."""
    seed, engines = Seed(nth), {guichet.database.reader, guichet.database.writer}
    for engine in engines:
        event.listen(engine, "begin", seed)
    try:
        yield seed
    finally:
        for engine in engines:
            event.remove(engine, "begin", seed)


def finish(guichet: Guichet) -> None:
    """Wait until the workers that a sweep has started are done."""
    ends = time.monotonic() + 10
    while guichet.delivery._busy and time.monotonic() < ends:
        time.sleep(0.01)


@pytest.mark.parametrize("job", timetable.EVERY_SECONDS)
def test_no_step_of_a_job_that_fails_ends_it_or_delays_a_warning(harness: Harness, job: str) -> None:
    harness.guichet.people.prepare(within_s=10)
    cards = harness.file()
    harness.file()
    run = harness.guichet.scheduler.get_job(job).func
    for nth in count(1):
        harness.guichet.reread_queue._rests_until = 0.0
        with seeded(harness.guichet, nth) as seed:
            run()
            finish(harness.guichet)
        if not seed.is_hit:
            break
    assert (nth == 1) == (job == timetable.COUNT_CONNECTIONS)  # It needs no database where Slack reaches us over HTTP.
    harness.clock.tick(timedelta(minutes=61))
    harness.deliver()
    assert "⏰" in harness.thread(TRIAGE, cards[TRIAGE])[-1]


BROKEN = "broken"


def broken(traits: Traits) -> Traits:
    """Return the traits with nothing to look up, except that one message cannot be rendered."""

    def load(_session: Session, message: OutboxMessage, _now: datetime) -> Facts:
        if message.parameters.get(BROKEN):
            raise Seeded
        return Facts()

    plain: dict[str, Any] = {"obsolete": lambda *_: None, "load": load, "render": lambda _: Message("Done", [])}
    return replace(
        traits, route=Route.DIRECT, target=None, locks_first=None, follow_ups=(), looks_for_answer=False, **plain
    )


@pytest.mark.parametrize("kind", Kind)
def test_a_message_that_cannot_be_sent_is_set_aside_and_its_lane_goes_on(harness: Harness, kind: Kind) -> None:
    application = replace(harness.guichet.application, kinds={**KINDS, kind: broken(KINDS[kind])})
    guichet, before = harness.guichet, harness.guichet.delivery
    guichet.delivery = new_delivery(
        application,
        client=guichet._client(10),
        history=guichet.history,
        renderer=before._sender._renderer,
        database=guichet.database,
        clock=before._clock,
        stopping=Event(),
        workers=1,
    )
    now = harness.guichet.now()
    with harness.guichet.database.transaction() as session:
        for number, (reader, facts) in enumerate((("U0MAX", {BROKEN: 1}), ("U0MAX", {}), ("U0TESS", {}))):
            to = direct_message(reader)
            post(session, kind=kind, to=to, now=now, dedup_key=f"seeded {number}", parameters=facts)
    harness.deliver()
    assert states(harness)[2] == "done"  # At once: it is in another lane.
    wait_until_set_aside(harness.clock, harness)
    assert states(harness) == ["refused", "done", "done"]
    with harness.guichet.database.reading() as session:
        (failure,) = session.exec(select(Failure)).all()
    assert (failure.task, failure.set_aside_at is not None) == ("send", True)
    assert failure.cause.startswith("Seeded")


def test_a_row_that_cannot_be_read_is_set_aside_and_holds_up_nobody(harness: Harness) -> None:
    """Only SQLite stores such a thing."""
    now = harness.guichet.now()
    with harness.guichet.database.transaction() as session:
        for number, reader in enumerate(("U0MAX", "U0MAX", "U0TESS")):
            facts = {"finding": "silent"}
            post(
                session,
                kind=Kind.TROUBLE_NOTICE,
                to=direct_message(reader),
                now=now,
                dedup_key=f"seeded {number}",
                parameters=facts,
            )
    with harness.guichet.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE outbox_message SET parameters = '{' WHERE dedup_key = 'seeded 0'")
    harness.deliver()
    assert states(harness) == ["pending", "pending", "done"]
    wait_until_set_aside(harness.clock, harness)
    assert states(harness) == ["refused", "done", "done"]
    with harness.guichet.database.reading() as session:
        (failure,) = session.exec(select(Failure)).all()
    assert failure.cause.startswith("JSONDecodeError")


def wait_until_set_aside(clock: FrozenDateTimeFactory, harness: Harness) -> None:
    """Let twelve minutes pass: it is tried every other one."""
    for _ in range(6):
        clock.tick(timedelta(minutes=2))
        harness.deliver()


def states(harness: Harness) -> list[str]:
    """Return the states of the seeded messages."""
    with harness.guichet.database.reading() as session:
        wanted = select(OutboxMessage.state).where(col(OutboxMessage.dedup_key).startswith("seeded"))
        return list(session.exec(wanted.order_by(col(OutboxMessage.id))))
