"""Acknowledgement and reminder race; the wall clock jumps; answers come while Slack is slow."""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from bot.app import Guichet
from bot.clock import Clock
from bot.database import Database
from bot.operations.deliver_outbox import begin, claim_message, finish
from bot.policy import read_policy
from models import Incident, OutboxMessage
from tests.fake_slack import FakeSlack
from tests.faults.load import DESK, FIRST_WARNING, acknowledge, file
from tests.journeys import desk as journey
from tests.journeys.desk import ANSWERS, CUSTOMERS, TRIAGE
from tests.people import People

SCHEDULES = 40


class TestReminder:
    """A reminder races the acknowledgement: none is begun once the acknowledgement is committed."""

    def test_is_not_begun_after_the_acknowledgement(self, database: Database) -> None:
        """Each schedule lets both go at another offset; both orders must really have occurred."""
        chance, began, cancelled = random.Random(9), 0, 0  # noqa: S311 - no secret
        now = datetime.now(UTC)
        for _ in range(SCHEDULES):
            number = due_warning(database, now)
            at: dict[str, float] = {}
            start = threading.Barrier(2)

            def acknowledging(
                number: int = number, at: dict[str, float] = at, start: threading.Barrier = start
            ) -> None:
                start.wait()
                time.sleep(chance.uniform(0, 0.006))
                with database.transaction() as session:
                    acknowledge(session, number, at=now)
                at["acknowledged"] = time.monotonic()

            def reminding(at: dict[str, float] = at, start: threading.Barrier = start) -> None:
                start.wait()
                time.sleep(chance.uniform(0, 0.006))
                with database.transaction() as session:
                    claimed = claim_message(session, now=now, lease_until=now + timedelta(seconds=60), owner="a")
                if claimed is None or claimed.message.kind != "warning":
                    return
                at["claimed"] = time.monotonic()
                before = time.monotonic()
                with database.transaction() as session:
                    ready = begin(session, claimed=claimed, now=now)
                if ready is not None:
                    at["begun"] = before
                    with database.transaction() as session:
                        finish(session, claimed=claimed, channel="C", ts="1", now=now, desk=DESK)

            with ThreadPoolExecutor(2) as pool:
                for future in [pool.submit(acknowledging), pool.submit(reminding)]:
                    future.result()
            with database.transaction() as session:
                states = {m.state for m in warnings(session, number)}
                session.exec(update(OutboxMessage).values(state="cancelled", done_at=None))
            if "begun" in at:
                assert at["begun"] < at["acknowledged"]
                assert "done" in states
                began += 1
            else:
                assert states == {"cancelled"}
                cancelled += 1
        assert began > 0
        assert cancelled > 0


def due_warning(database: Database, now: datetime) -> int:
    """File an incident of which only the first warning is due, and return its number."""
    with database.transaction() as session:
        number = file(session, at=now - FIRST_WARNING)
        session.exec(update(OutboxMessage).where(col(OutboxMessage.kind) != "warning").values(state="cancelled"))
    return number


def warnings(session: object, number: int) -> list[OutboxMessage]:
    """Return the incident's warnings."""
    statement = select(OutboxMessage).where(OutboxMessage.incident_id == number, OutboxMessage.kind == "warning")
    return list(session.exec(statement))  # type: ignore[attr-defined]


class TestAnswer:
    """Clicks are answered in time although sixteen calls to Slack hang."""

    def test_comes_in_time(self, guichet: Guichet, people: People, slack: FakeSlack) -> None:
        ts = filed(guichet, people, slack)
        with guichet.database.transaction() as session:
            for _ in range(24):
                file(session, at=datetime.now(UTC), place=CUSTOMERS)
        slack.fail("chat.postMessage", times=16, hang=4.0)
        for _ in range(8):
            guichet.delivery.sweep()
        hung = [threading.Thread(target=guichet.delivery._client.chat_postMessage, kwargs=SAYING) for _ in range(8)]
        for one in hung:
            one.start()
        give_up = time.monotonic() + 5
        while slack.faults_hit < 16:
            assert time.monotonic() < give_up, slack.faults_hit
            time.sleep(0.01)
        took = []
        for person, act in (("U0THEO", "first"), ("U0TESS", "second"), ("U0ALICE", "customer")):
            began = time.monotonic()
            answer = (
                people[person].click("Acknowledge", channel=TRIAGE, ts=ts)
                if act != "customer"
                else (people[person].command("/incident", "list", channel=CUSTOMERS))
            )
            took.append(time.monotonic() - began)
            assert answer.status == 200
        assert max(took) < 2.5
        with guichet.database.reading() as session:
            assert session.get_one(Incident, 1).acknowledged_by == "U0THEO"
        guichet.delivery.stop(patience=8)
        for one in hung:
            one.join()


SAYING = {"channel": CUSTOMERS, "text": "hangs"}


def filed(guichet: Guichet, people: People, slack: FakeSlack) -> str:
    """File an incident, say its cards, and return the ts of the triage card."""
    people["U0ALICE"].command("/incident", channel=CUSTOMERS)
    assert people["U0ALICE"].submit(ANSWERS).ok
    guichet.delivery.run()
    return str(slack.messages(TRIAGE)[-1]["ts"])


class JumpingClock(Clock):
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.off_by = timedelta()

    def now(self) -> datetime:
        """Return the time it shows."""
        return super().now() + self.off_by


@pytest.fixture
def clock() -> JumpingClock:
    """A clock that is right so far."""
    return JumpingClock()


@pytest.fixture
def running(slack: FakeSlack, clock: JumpingClock, tmp_path: Path) -> Iterator[Guichet]:
    """The program at work, without a door, on that clock."""
    with journey.program(slack, tmp_path, fallback=False) as right:
        settings = right.settings
    guichet = Guichet(settings, read_policy(None), clock=clock)
    guichet.prepare()
    guichet.scheduler.start()
    guichet.watchdog.start()
    yield guichet
    guichet.watchdog.stop()
    guichet.scheduler.shutdown(wait=False)
    guichet.delivery.stop()
    guichet.database.close()


class TestClock:
    """The wall clock jumps by an hour: the delivery goes on, and repeats and loses nothing."""

    @pytest.mark.parametrize("jump", [-1, 1])
    def test_jumps_between_two_messages(
        self, running: Guichet, slack: FakeSlack, clock: JumpingClock, jump: int
    ) -> None:
        with running.database.transaction() as session:
            file(session, at=clock.now(), place=CUSTOMERS)
        await_messages(slack, 1, seconds=5)
        clock.off_by = timedelta(hours=jump)
        swept = running.delivery.last_sweep
        with running.database.transaction() as session:
            file(session, at=clock.now(), place=CUSTOMERS)
        await_messages(slack, 2, seconds=5)
        give_up = time.monotonic() + 5
        while running.delivery.last_sweep <= swept:
            assert time.monotonic() < give_up
            time.sleep(0.05)
        time.sleep(1.5)
        assert len(slack.messages(CUSTOMERS)) == 2
        warned = [one for one in slack.thread(TRIAGE, slack.messages(TRIAGE)[0]["ts"]) if "⏰" in slack.text_of(one)]
        assert len(warned) == (jump > 0)  # The first warning of severity A is due after one hour.

    @pytest.mark.parametrize("jump", [-1, 1])
    def test_jumps_while_a_message_is_on_its_way(
        self, running: Guichet, slack: FakeSlack, clock: JumpingClock, jump: int
    ) -> None:
        """The lease of a call that hangs for a second ends an hour late or seems over at once."""
        slack.fail("chat.postMessage", hang=1.5, channel=CUSTOMERS)
        with running.database.transaction() as session:
            file(session, at=clock.now(), place=CUSTOMERS)
        give_up = time.monotonic() + 5
        while not slack.faults_hit:
            assert time.monotonic() < give_up
            time.sleep(0.01)
        clock.off_by = timedelta(hours=jump)
        time.sleep(3)
        assert slack.faults_hit == 1
        assert len(slack.messages(CUSTOMERS)) == 1
        with running.database.reading() as session:
            states = session.exec(select(OutboxMessage.state).where(OutboxMessage.kind == "customer_card")).all()
        assert list(states) == ["done"]


def await_messages(slack: FakeSlack, count: int, *, seconds: float) -> None:
    """Wait for so many messages in the customers' channel."""
    give_up = time.monotonic() + seconds
    while len(slack.messages(CUSTOMERS)) < count:
        assert time.monotonic() < give_up, f"{len(slack.messages(CUSTOMERS))} of {count}"
        time.sleep(0.02)
