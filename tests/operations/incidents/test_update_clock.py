"""However acts follow one another, at most one reminder waits for an incident, and none for one that is closed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from bot.database import Database, open_database
from bot.delivery import protocol as delivery
from bot.delivery.claim import Claimed, claim_messages
from bot.kinds import KINDS
from bot.operations.context import Context
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.assignment import TakenMeanwhile, assign_incident, take_over
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.filing import file_incident
from bot.operations.incidents.reopening import reopen_incident
from bot.operations.incidents.reply import reply_to_customer
from bot.operations.incidents.severity import change_severity
from bot.operations.incidents.solution import propose_solution
from bot.operations.incidents.update import snooze_update
from bot.operations.incidents.update_clock import record_customer_update, restart_update_clock
from bot.operations.incidents.waiting import wait_for_customer
from bot.rules.filing import Filing
from bot.rules.person import GUICHET, Person
from bot.rules.refusal import Refusal
from bot.rules.reply import Reply
from bot.rules.workspace import Workspace
from models import Incident, OutboxMessage
from tests.contexts import POLICY, context_of
from tests.faults.size import size
from tests.templates import copy_sqlite
from tests.worker import begin

WORKSPACE = Workspace(triage_channel="C0TRIAGE", managers=("U0MAX",), locale="en")
ALICE = Person("U0ALICE", "Alice", "en", "UTC")
THEO = Person("U0THEO", "Theo", "fr", "UTC", is_technician=True)
TESS = Person("U0TESS", "Tess", "en", "UTC", is_technician=True)
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def deliver(session: Session, now: datetime, *, finishes: bool = True) -> None:
    """Send what is due first, or die while sending it."""
    claimed = claim_messages(session, now=now, lease_until=now + timedelta(seconds=45), owner="me").claimed
    if claimed and begin(session, claimed=claimed[0], now=now) and finishes:
        finish(session, claimed[0], f"{claimed[0].message.id}.0", now)


def finish(session: Session, claimed: Claimed, ts: str, now: datetime) -> None:
    """Record that the message was posted."""
    context = Context(GUICHET, POLICY, WORKSPACE, now)
    posted, traits = delivery.Posted("C0TRIAGE", ts, None), KINDS[claimed.message.kind]
    delivery.finish(session, claimed=claimed, traits=traits, posted=posted, context=context, now=now)


def rearm(session: Session, now: datetime) -> None:
    """Restart the clock, as a change of severity or cover does."""
    incident = session.get_one(Incident, 1, with_for_update=True)
    restart_update_clock(session, incident=incident, workspace=WORKSPACE, now=now)


def acts() -> dict[str, Callable[[Session, datetime], None]]:
    """Return what can happen to the incident."""
    return {
        "acknowledge": lambda s, now: acknowledge_incident(s, incident_id=1, context=context_of(THEO, now)),
        "assign": lambda s, now: assign_incident(
            s, incident_id=1, technician=TESS, note="", context=context_of(THEO, now)
        ),
        "take over": lambda s, now: take_over(s, incident_id=1, holder="U0TESS", context=context_of(THEO, now)),
        "solution": lambda s, now: propose_solution(s, incident_id=1, text="x", context=context_of(THEO, now)),
        "reply": lambda s, now: reply_to_customer(
            s, reply=Reply(1, "x", f"{now.timestamp()}"), context=context_of(THEO, now)
        ),
        "update": lambda s, now: record_customer_update(
            s, incident_id=1, at=now - timedelta(minutes=5), context=context_of(THEO, now)
        ),
        "snooze": lambda s, now: snooze_update(s, incident_id=1, length="hour", context=context_of(THEO, now)),
        "give up": lambda s, now: close_incident(
            s, incident_id=1, act="give_up", explanation="x", context=context_of(THEO, now)
        ),
        "reopen": lambda s, now: reopen_incident(s, incident_id=1, reason="x", context=context_of(THEO, now)),
        "rearm": rearm,
        "deliver": deliver,
        "die": lambda s, now: deliver(s, now, finishes=False),
    }


def waiting(session: Session) -> list[OutboxMessage]:
    """Return the reminders that wait."""
    wanted = select(OutboxMessage).where(
        OutboxMessage.kind == "update_wanted", col(OutboxMessage.state).in_(("pending", "parked"))
    )
    return list(session.exec(wanted))


def file(session: Session) -> None:
    filing = Filing(title="t", product_id=None, severity="A", cover="24x7", contacts="Bob", description="d")
    file_incident(session, filing=filing, form_id="V1", opened_in="C0ACME", context=context_of(ALICE, MONDAY))


STEPS = st.lists(st.tuples(st.sampled_from(sorted(acts())), st.sampled_from([0, 1, 50, 241])), max_size=14)


@settings(max_examples=size(25, full=400))
@given(STEPS)
def test_at_most_one_waits_and_none_when_closed(steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        database = open_database(copy_sqlite(Path(folder) / "guichet.db"))
        now = MONDAY
        with database.transaction() as session:
            file(session)
        for name, minutes in [*steps, ("update", 1)]:
            now += timedelta(minutes=minutes)
            try:
                with database.transaction() as session:
                    acts()[name](session, now)
            except Refusal:
                continue
            with database.reading() as session:
                status, found = session.exec(select(Incident.status)).one(), waiting(session)
            assert len(found) <= (status == "acknowledged")
        assert len(found) == (status == "acknowledged")  # The last update is counted from.
        database.close()


def acknowledged(database: Database) -> None:
    with database.transaction() as session:
        file(session)
        acts()["acknowledge"](session, MONDAY)


def test_an_update_while_it_is_sent_withdraws_it(database: Database) -> None:
    acknowledged(database)
    now = MONDAY + timedelta(hours=4)
    with database.transaction() as session:
        (reminder,) = waiting(session)
        reminder.lease_token, reminder.run_at = "me:1", now
    claimed = Claimed(reminder, "me:1", ready_at=now)
    with database.transaction() as session:
        record_customer_update(session, incident_id=1, at=now, context=context_of(THEO, now))
    with database.transaction() as session:
        assert begin(session, claimed=claimed, now=now) is None
        finish(session, claimed, "1.0", now)
    with database.reading() as session:
        (next_one,) = waiting(session)
    assert (next_one.due_at, next_one.parameters) == (now + timedelta(hours=4), {"step": 1})


def by_theo(act: Callable[..., None], **given: Any) -> Callable[[Session, datetime], None]:
    """Return the act, as Theo does it to the incident."""
    return lambda session, now: act(session, incident_id=1, context=context_of(THEO, now), **given)


@pytest.mark.parametrize(
    ("act", "because"),
    [
        (acts()["solution"], "customer_updated"),
        (acts()["snooze"], "snoozed"),
        (by_theo(wait_for_customer), "waiting_for_customer"),
        (by_theo(change_severity, severity="B", reason="x"), "terms_changed"),
    ],
)
def test_says_why_the_one_before_was_not_posted(
    database: Database, act: Callable[[Session, datetime], None], because: str
) -> None:
    acknowledged(database)
    with database.transaction() as session:
        (reminder,) = waiting(session)
        act(session, MONDAY + timedelta(minutes=5))
    with database.reading() as session:
        assert session.get_one(OutboxMessage, reminder.id).ended_because == because


def test_an_old_update_and_the_same_one_again_change_nothing(database: Database) -> None:
    acknowledged(database)
    for at in (MONDAY - timedelta(hours=1), MONDAY):
        with database.transaction() as session:
            later = context_of(THEO, MONDAY + timedelta(hours=1))
            record_customer_update(session, incident_id=1, at=at, context=later)
    with database.reading() as session:
        assert [one.due_at for one in waiting(session)] == [MONDAY + timedelta(hours=4)]
        assert waiting(session)[0].dedup_key == "1"


def test_many_at_once_leave_one_waiting(database: Database) -> None:
    acknowledged(database)

    def update(minute: int) -> None:
        now = MONDAY + timedelta(minutes=minute)
        with database.transaction() as session:
            record_customer_update(session, incident_id=1, at=now, context=context_of(THEO, now))

    with ThreadPoolExecutor(4) as at_once:
        list(at_once.map(update, range(1, 9)))
    with database.reading() as session:
        assert [one.due_at for one in waiting(session)] == [MONDAY + timedelta(hours=4, minutes=8)]


def test_of_two_who_take_over_at_once_one_is_told(database: Database) -> None:
    acknowledged(database)
    tom = Person("U0TOM", "Tom", "en", "UTC", is_technician=True)

    def take(technician: Person) -> bool:
        try:
            with database.transaction() as session:
                context = context_of(technician, MONDAY)
                take_over(session, incident_id=1, holder="U0THEO", context=context)
        except TakenMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(2) as at_once:
        assert sorted(at_once.map(take, (TESS, tom))) == [False, True]


@pytest.mark.parametrize(("length", "due"), [("hour", 4), ("two_days", 49)])
def test_putting_off_never_brings_it_forward(database: Database, length: str, due: int) -> None:
    """An hour is over long before the four hours since the customer was told are."""
    acknowledged(database)
    now = MONDAY + timedelta(hours=1)
    with database.transaction() as session:
        snooze_update(session, incident_id=1, length=length, context=context_of(THEO, now))  # type: ignore[arg-type]
    with database.reading() as session:
        assert [one.due_at for one in waiting(session)] == [MONDAY + timedelta(hours=due)]
