"""Whatever is done in whatever order, what is seen in Slack is what a simple model says."""

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from bot.delivery.traits import Route
from bot.kinds import KINDS
from bot.policy import Policy
from models import OutboxMessage
from models.vocabulary import REMINDERS
from tests.fake_slack import FakeSlack
from tests.faults.size import size
from tests.journeys import harness as journey
from tests.journeys.harness import BUILT_IN, CUSTOMERS, TRIAGE, Harness
from tests.people import Person
from tests.templates import copy_postgres, copy_sqlite

FAULTS: list[dict[str, Any]] = [
    {"status": 429, "headers": {"Retry-After": "7"}},
    {"status": 500},
    {"body": "<html>busy</html>"},
    {"error": "fatal_error", "after_accept": True},
    {"drop_after_accept": True},
]


def contract(hours: int) -> Policy:
    """Return the contract, edited to promise an answer to severity A within this many hours."""
    promise = BUILT_IN.severity["A"].model_copy(update={"target": timedelta(hours=hours)})
    return BUILT_IN.model_copy(update={"severity": BUILT_IN.severity | {"A": promise}})


@dataclass
class Modelled:
    """What the model knows about an incident."""

    deadline: datetime
    """As the contract at its filing promised."""
    is_acknowledged: bool = False
    is_closed: bool = False
    endings: int = 0
    """How often it was closed."""


class Machine(RuleBasedStateMachine):
    """Guichet beside a model of it: each incident is open, acknowledged or closed, and keeps its promise."""

    def __init__(self, server: str | None = None) -> None:
        super().__init__()
        self.server = server
        """A PostgreSQL server; without one, an SQLite file is used."""

    @initialize()
    def begin(self) -> None:
        """Start the program on a Monday at nine."""
        self.frozen = freeze_time("2026-11-23 08:00:00", ignore=["psycopg", "sqlalchemy"])
        self.clock = self.frozen.start()
        self.slack = FakeSlack(token="xoxb-journey", follow_clock=True).start()
        journey.workspace(self.slack)
        self.folder = tempfile.TemporaryDirectory()
        self.url = new_url(self.server, self.folder.name)
        self.incidents: dict[int, Modelled] = {}
        self.hours = 2
        self.start()

    def start(self) -> None:
        """Start the program anew on the same database."""
        self.running = journey.program(
            self.slack,
            Path(self.folder.name),
            fallback=False,
            database_url=self.url,
            policy=contract(self.hours),
        )
        guichet = self.running.__enter__()
        self.harness = Harness(self.slack, guichet, self.clock)

    @rule()
    @precondition(lambda self: len(self.incidents) < 4)
    def file(self) -> None:
        """Alice files an incident."""
        assert self.harness.alice.command("/incident", channel=CUSTOMERS).ok
        severity = f"🔴 A · critical business impact (response within {self.hours} h)"
        assert self.harness.alice.submit(journey.ANSWERS | {"Severity": severity}).ok
        promised = self.clock().replace(tzinfo=UTC) + timedelta(hours=self.hours)
        self.incidents[len(self.incidents) + 1] = Modelled(deadline=promised)

    @rule(data=st.data())
    @precondition(lambda self: self.incidents)
    def acknowledge(self, data: st.DataObject) -> None:
        """Theo acknowledges one; a second time, or once it is closed, he is told so."""
        incident = self.press(data, self.harness.theo, "Acknowledge", TRIAGE)
        if incident and not incident.is_closed:
            incident.is_acknowledged = True

    @rule(data=st.data())
    @precondition(lambda self: self.incidents)
    def withdraw(self, data: st.DataObject) -> None:
        """Alice closes one; she is told so where it is closed already."""
        if (
            incident := self.press(data, self.harness.alice, "Close my incident", CUSTOMERS)
        ) and not incident.is_closed:
            assert self.harness.alice.submit({}).ok
            incident.is_closed = True
            incident.endings += 1

    @rule(data=st.data())
    @precondition(lambda self: self.incidents)
    def reopen(self, data: st.DataObject) -> None:
        """Alice takes one up again, whose clock goes on as if nothing had been; she is told so where it is open."""
        if (incident := self.press(data, self.harness.alice, "Reopen", CUSTOMERS)) and incident.is_closed:
            assert self.harness.alice.submit({"Reason": "It is not gone."}).ok
            incident.is_closed = False

    def press(self, data: st.DataObject, person: Person, button: str, channel: str) -> Modelled | None:
        """Let somebody press a button of some incident; return the incident if its card, which may be old, has it."""
        number = data.draw(st.sampled_from(sorted(self.incidents)))
        cards = [one for one in self.slack.messages(channel) if f"INC-{number} " in self.slack.text_of(one) + " "]
        with_button = [one for one in cards if button in self.slack.buttons(one)]
        if not with_button:
            return None
        assert person.click(button, channel=channel, ts=with_button[0]["ts"]).status == 200
        return self.incidents[number]

    @rule(hours=st.integers(2, 3))
    def edit_policy(self, hours: int) -> None:
        """Somebody edits the contract and starts the program anew: what is filed keeps what it was promised."""
        self.hours = hours
        self.crash(claimed=False)

    @rule(minutes=st.integers(1, 40))
    def pass_time(self, minutes: int) -> None:
        """Time passes, with the delivery at work."""
        for _ in range(minutes):
            self.clock.tick(timedelta(minutes=1))
            self.harness.deliver()

    @rule(fault=st.sampled_from(FAULTS), times=st.integers(1, 3))
    def spoil(self, fault: dict[str, Any], times: int) -> None:
        """The next posts go wrong."""
        self.slack.fail("chat.postMessage", times=times, **fault)

    @rule(claimed=st.booleans())
    def crash(self, *, claimed: bool) -> None:
        """The process dies, perhaps just after it has claimed something, and is started again."""
        if claimed:
            self.harness.guichet.delivery._take()
        self.harness.guichet.database.close()
        self.start()

    @invariant()
    def nothing_is_seen_twice(self) -> None:
        """Each reference is seen at most once."""
        if not hasattr(self, "harness"):
            return
        seen = references(self.slack)
        assert len(seen) == len(set(seen))

    def teardown(self) -> None:
        """Let everything become well, and compare with the model."""
        if not hasattr(self, "harness"):
            return
        try:
            self.slack.faults.clear()
            self.pass_time(12)
            self.check()
        finally:
            self.harness.guichet.database.close()
            self.slack.stop()
            self.frozen.stop()
            self.folder.cleanup()

    def check(self) -> None:
        """Every due message is said once, and what is done is seen."""
        with self.harness.guichet.database.reading() as session:
            rows = session.exec(select(OutboxMessage)).all()
        now = self.clock().astimezone(rows[0].due_at.tzinfo) if rows else None
        waiting = [row for row in rows if row.state in {"pending", "parked"} and row.due_at <= now]
        assert waiting == []
        seen = references(self.slack)
        for row in rows:
            if KINDS[row.kind].route in {Route.NEW_CARD, Route.REPLY, Route.DIRECT}:
                assert seen.count(row.reference) == (row.state == "done") or row.state in {"cancelled", "superseded"}
        done = [row for row in rows if row.state == "done"]
        kinds = Counter(row.kind for row in done)
        assert kinds["triage_card"] == kinds["customer_card"] == len(self.incidents)
        assert kinds["acknowledged_to_triage"] == sum(one.is_acknowledged for one in self.incidents.values())
        assert kinds["closed_to_customer"] == sum(one.endings for one in self.incidents.values())
        assert all(row.done_at >= row.due_at for row in done)
        for number, incident in self.incidents.items():
            self.check_promise(incident, [row for row in rows if row.incident_id == number], now)
        assert not self.slack.crashes

    def check_promise(self, incident: Modelled, rows: list[OutboxMessage], now: datetime) -> None:
        """What waits for an answer is reminded of; what does not is not; the breach comes when it was promised."""
        reminders = [row for row in rows if row.kind in REMINDERS]
        assert {row.due_at for row in reminders if row.kind == "breach"} == {incident.deadline}
        waits = not incident.is_closed and not incident.is_acknowledged
        assert any(row.state == "pending" for row in reminders) == (waits and max(r.due_at for r in reminders) > now)
        if waits and now >= incident.deadline:
            assert any(row.state == "done" for row in reminders if row.due_at >= incident.deadline)


def references(slack: FakeSlack) -> list[str]:
    """Return the reference of every message in Slack that has one."""
    with slack.lock:
        everything = [one for channel in slack.channels.values() for one in channel.messages.values()]
    return [one["metadata"]["event_payload"]["reference"] for one in everything if one.get("metadata")]


def new_url(server: str | None, folder: str) -> str:
    """Return the URL of a new database with its tables."""
    if server:
        return copy_postgres(server, f"model_{uuid4().hex}")
    return copy_sqlite(Path(folder) / "guichet.db")


RUNS = settings(
    max_examples=size(4, full=150),
    stateful_step_count=size(12, full=40),
    deadline=None,
    phases=[Phase.generate],  # A failure is short enough as it is, and each try takes seconds.
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.timeout(size(120, full=3600))
class TestModel:
    """On each kind of database."""

    def test_on_sqlite(self) -> None:
        run_state_machine_as_test(Machine, settings=RUNS)

    def test_on_postgres(self, postgres: str) -> None:
        run_state_machine_as_test(lambda: Machine(postgres), settings=RUNS)
