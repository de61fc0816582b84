"""Acknowledgement and reminder race: whatever the schedule, none is begun once the acknowledgement is committed."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select, update

from bot.database import Database
from bot.delivery.claim import Claimed, claim_messages
from bot.delivery.protocol import Posted, finish
from bot.kinds import KINDS
from bot.operations.context import Context
from bot.operations.incidents.permission import AlreadyAcknowledged
from bot.rules.person import GUICHET, Person
from models import Incident, OutboxMessage
from tests.contexts import POLICY
from tests.faults.load import FIRST_WARNING, THEO, WORKSPACE, acknowledge, file
from tests.faults.size import size
from tests.worker import begin

WARNING = KINDS["warning"]
TESS = Person("U0TESS", "Tess Petit", "en", "Europe/Paris", is_technician=True)
PAUSES = st.lists(st.integers(0, 8), min_size=3, max_size=3)
"""Milliseconds before each step of the reminder."""
STEPS = st.integers(0, 3)
"""How many steps of the reminder are complete before a button is pressed, however long they take on this machine."""
PRESSED = st.integers(0, 20)
"""Milliseconds from then on until the first technician presses the button."""
GAP = st.integers(-3, 3)
"""Milliseconds by which the second is later."""
LAST = None
"""Instead of milliseconds: not before somebody has acknowledged."""
PATIENCE_S = 60
SCHEDULES = settings(
    max_examples=size(30, full=5_000),
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Race:
    """One incident whose first warning is due, and those who race for it."""

    database: Database
    start: threading.Barrier
    number: int = 0
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    won: list[str] = field(default_factory=list)
    acknowledged_at: float = float("inf")
    began_at: float | None = None
    """When the reminder's last look began, if that let it through."""
    reached: tuple[threading.Event, ...] = field(default_factory=lambda: tuple(threading.Event() for _ in range(4)))
    """Set one after the other, as the steps of the reminder are over."""
    acknowledged: threading.Event = field(default_factory=threading.Event)

    def prepare(self) -> None:
        """File an incident of which only the first warning is due."""
        with self.database.transaction() as session:
            self.number = file(session, at=self.now - FIRST_WARNING)
            others = update(OutboxMessage).where(
                col(OutboxMessage.incident_id) == self.number, col(OutboxMessage.due_at) != self.now
            )
            session.exec(others.values(state="cancelled"))

    def wait(self, pause: int | None) -> None:
        """Let this many milliseconds pass, or wait until somebody has acknowledged."""
        if pause is LAST:
            assert self.acknowledged.wait(PATIENCE_S)
        else:
            time.sleep(pause / 1000)

    def acknowledging(self, who: Person, step: int, pause: int | None) -> None:
        """Acknowledge once the reminder has got that far; whoever is second is told so."""
        self.start.wait()
        assert self.reached[step].wait(PATIENCE_S)
        self.wait(pause)
        try:
            with self.database.transaction() as session:
                acknowledge(session, self.number, at=self.now, who=who)
        except AlreadyAcknowledged:
            return
        self.acknowledged_at = time.monotonic()
        self.won.append(who.user_id)
        self.acknowledged.set()

    def reminding(self, pauses: list[int | None]) -> None:
        """Post the reminder step by step, as the delivery does."""
        self.start.wait()
        try:
            self._remind(pauses)
        finally:
            for one in self.reached:
                one.set()

    def _remind(self, pauses: list[int | None]) -> None:
        self.reached[0].set()
        self.wait(pauses[0])
        if claimed := self._claim():
            self.reached[1].set()
            self.wait(pauses[1])
            before = time.monotonic()
            with self.database.transaction() as session:
                ready = begin(session, claimed=claimed, now=self.now)
            if ready:
                self.began_at = before
                self.reached[2].set()
                self.wait(pauses[2])
                with self.database.transaction() as session:
                    context = Context(GUICHET, POLICY, WORKSPACE, self.now)
                    posted = Posted("C", "1", None)
                    finish(session, claimed=claimed, traits=WARNING, posted=posted, context=context, now=self.now)

    def _claim(self) -> Claimed | None:
        """Claim what is due; what the acknowledgement has to say is no reminder."""
        until = self.now + timedelta(seconds=60)
        with self.database.transaction() as session:
            claimed = claim_messages(session, now=self.now, lease_until=until, owner="a").claimed
        return next((one for one in claimed if one.message.kind == "warning"), None)

    def finished(self) -> tuple[Incident, str]:
        """Return the incident and what became of the warning, and let nothing of it wait any longer."""
        mine = col(OutboxMessage.incident_id) == self.number
        with self.database.transaction() as session:
            warning = select(OutboxMessage.state).where(mine, OutboxMessage.due_at == self.now)
            state = session.exec(warning.where(OutboxMessage.kind == "warning")).one()
            session.exec(update(OutboxMessage).where(mine).values(state="cancelled", done_at=None))
            return session.get_one(Incident, self.number), state


def run(race: Race, *, step: int, first: int | None, second: int | None, pauses: list[int | None]) -> None:
    """Let all three go at once."""
    race.prepare()
    acts: list[Any] = [
        lambda: race.acknowledging(THEO, step, first),
        lambda: race.acknowledging(TESS, step, second),
        lambda: race.reminding(pauses),
    ]
    with ThreadPoolExecutor(len(acts)) as pool:
        for future in [pool.submit(act) for act in acts]:
            future.result()


@pytest.mark.timeout(size(600, full=3600))
class TestReminder:
    """Hypothesis draws the schedules; every outcome must really have occurred, as the examples see to."""

    def test_is_not_begun_after_the_acknowledgement(self, database: Database) -> None:
        outcomes: Counter[str] = Counter()

        @SCHEDULES
        @example(step=3, first=0, gap=LAST, pauses=[0, 0, 0])
        @example(step=0, first=LAST, gap=0, pauses=[LAST, 0, 0])
        @example(step=1, first=0, gap=LAST, pauses=[0, LAST, 0])
        @example(step=2, first=LAST, gap=0, pauses=[0, 0, LAST])
        @given(step=STEPS, first=PRESSED, gap=GAP, pauses=PAUSES)
        def check(step: int, first: int | None, gap: int | None, pauses: list[int | None]) -> None:
            race = Race(database, threading.Barrier(3))
            second = LAST if gap is LAST else max(0, (first or 0) + gap)
            run(race, step=step, first=first, second=second, pauses=pauses)
            incident, state = race.finished()
            assert race.won == [incident.acknowledged_by]
            if race.began_at is None:
                assert state == "cancelled"
            else:
                assert race.began_at < race.acknowledged_at
                assert state == "done"
            outcomes.update([state, *race.won])

        check()
        assert min(outcomes[one] for one in ("done", "cancelled", THEO.user_id, TESS.user_id)) > 0, outcomes
        assert outcomes["done"] + outcomes["cancelled"] >= size(30, full=5_000)
