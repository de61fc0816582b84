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
"""Milliseconds before each step of the reminder; on SQLite each takes some ten more, as it waits for the disk."""
PRESSED = st.integers(0, 40)
"""Milliseconds after which the first technician presses the button."""
GAP = st.integers(-3, 3)
"""Milliseconds by which the second is later."""
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

    def prepare(self) -> None:
        """File an incident of which only the first warning is due."""
        with self.database.transaction() as session:
            self.number = file(session, at=self.now - FIRST_WARNING)
            others = update(OutboxMessage).where(
                col(OutboxMessage.incident_id) == self.number, col(OutboxMessage.due_at) != self.now
            )
            session.exec(others.values(state="cancelled"))

    def acknowledging(self, who: Person, pause: int) -> None:
        """Acknowledge; whoever is second is told so."""
        self.start.wait()
        time.sleep(pause / 1000)
        try:
            with self.database.transaction() as session:
                acknowledge(session, self.number, at=self.now, who=who)
        except AlreadyAcknowledged:
            return
        self.acknowledged_at = time.monotonic()
        self.won.append(who.user_id)

    def reminding(self, pauses: list[int]) -> None:
        """Say the reminder step by step, as the delivery does."""
        self.start.wait()
        time.sleep(pauses[0] / 1000)
        if claimed := self._claim():
            time.sleep(pauses[1] / 1000)
            before = time.monotonic()
            with self.database.transaction() as session:
                ready = begin(session, claimed=claimed, now=self.now)
            if ready:
                self.began_at = before
                time.sleep(pauses[2] / 1000)
                with self.database.transaction() as session:
                    context = Context(GUICHET, POLICY, WORKSPACE, self.now)
                    posted = Posted("C", "1", None)
                    finish(session, claimed=claimed, traits=WARNING, posted=posted, context=context, now=self.now)

    def _claim(self) -> Claimed | None:
        """Claim what is due; what the acknowledgement has to say is no reminder."""
        until = self.now + timedelta(seconds=60)
        with self.database.transaction() as session:
            claimed = claim_messages(session, now=self.now, lease_until=until, owner="a")
        return next((one for one in claimed if one.message.kind == "warning"), None)

    def finished(self) -> tuple[Incident, str]:
        """Return the incident and what became of the warning, and let nothing of it wait any longer."""
        mine = col(OutboxMessage.incident_id) == self.number
        with self.database.transaction() as session:
            warning = select(OutboxMessage.state).where(mine, OutboxMessage.due_at == self.now)
            state = session.exec(warning.where(OutboxMessage.kind == "warning")).one()
            session.exec(update(OutboxMessage).where(mine).values(state="cancelled", done_at=None))
            return session.get_one(Incident, self.number), state


def run(race: Race, *, first: int, second: int, pauses: list[int]) -> None:
    """Let all three go at once."""
    race.prepare()
    acts: list[Any] = [
        lambda: race.acknowledging(THEO, first),
        lambda: race.acknowledging(TESS, second),
        lambda: race.reminding(pauses),
    ]
    with ThreadPoolExecutor(len(acts)) as pool:
        for future in [pool.submit(act) for act in acts]:
            future.result()


@pytest.mark.timeout(size(120, full=3600))
class TestReminder:
    """Hypothesis draws the schedules; every outcome must really have occurred."""

    def test_is_not_begun_after_the_acknowledgement(self, database: Database) -> None:
        outcomes: Counter[str] = Counter()

        @SCHEDULES
        @example(pressed=200, gap=3, pauses=[0, 0, 0])
        @example(pressed=200, gap=-3, pauses=[0, 0, 0])
        @example(pressed=0, gap=3, pauses=[50, 0, 0])
        @given(pressed=PRESSED, gap=GAP, pauses=PAUSES)
        def check(pressed: int, gap: int, pauses: list[int]) -> None:
            race = Race(database, threading.Barrier(3))
            run(race, first=pressed, second=max(0, pressed + gap), pauses=pauses)
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
