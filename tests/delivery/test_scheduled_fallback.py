"""A fallback is scheduled once for a time, where Slack still takes one, and its row says what became of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.delivery import outbox
from bot.delivery import scheduled_fallback as fallback
from bot.delivery.scheduled_fallback import PER_WINDOW, WINDOW
from models import Fallback, OutboxMessage
from models.vocabulary import Kind
from tests.worker import Worker

MINUTE = timedelta(minutes=1)


@pytest.fixture
def number(worker: Worker, file_incident: Callable[..., int]) -> int:
    """An incident without messages."""
    number = file_incident()
    worker.leave_only()
    return number


def scheduling(worker: Worker, number: int, post_at: datetime, *, dedup_key: str = "") -> OutboxMessage:
    """Return the message that schedules a fallback."""
    new = fallback.fallback_to_schedule(
        number, channel="C0TRIAGE", post_at=post_at, now=worker.now, dedup_key=dedup_key
    )
    worker.do(outbox.post_all, messages=[new], now=worker.now)
    return worker.rows(Kind.SCHEDULE_FALLBACK)[-1]


def stored(worker: Worker) -> list[tuple[str, str, str]]:
    """Return channel, id and state of each fallback."""
    with Session(worker.database.reader) as session:
        found = session.exec(select(Fallback).order_by(col(Fallback.id)))
        return [(one.channel, one.scheduled_message_id, one.state) for one in found]


def armed(worker: Worker, number: int) -> Fallback | None:
    """Return the fallback that is scheduled for the incident."""
    with Session(worker.database.reader, expire_on_commit=False) as session:
        return fallback.fallback_of(session, number)


def test_is_scheduled_and_deleted_in_a_lane_of_its_own(worker: Worker, number: int) -> None:
    message = scheduling(worker, number, worker.now + 90 * MINUTE)
    worker.do(fallback.delete_fallback, incident_id=number, channel="C0TRIAGE", now=worker.now)
    (deleting,) = worker.rows(Kind.DELETE_FALLBACK)
    assert {(one.lane, one.side, one.due_at) for one in (message, deleting)} == {
        (f"{number} fallback", None, worker.now)
    }
    assert fallback.post_at_of(message) == worker.now + 90 * MINUTE


def test_of_the_same_time_is_armed_again(worker: Worker, number: int) -> None:
    """As when a severity is changed, and changed back."""
    message = scheduling(worker, number, worker.now + 90 * MINUTE)
    worker.do(fallback.note_scheduled, message=message, channel="C0OLD", scheduled_id="Q1")
    worker.do(lambda session: fallback.note_deleted(session, armed(worker, number), was_posted=False))
    assert (armed(worker, number), stored(worker)) == (None, [("C0OLD", "Q1", "deleted")])
    worker.do(fallback.note_scheduled, message=message, channel="C0TRIAGE", scheduled_id="Q2")
    assert stored(worker) == [("C0TRIAGE", "Q2", "scheduled")]
    later = scheduling(worker, number, worker.now + 95 * MINUTE, dedup_key="1")
    worker.do(fallback.note_scheduled, message=later, channel="C0TRIAGE", scheduled_id="Q3")
    assert stored(worker) == [("C0TRIAGE", "Q2", "scheduled"), ("C0TRIAGE", "Q3", "scheduled")]


@pytest.mark.parametrize(
    ("note", "state"),
    [
        (lambda session, one: fallback.note_deleted(session, one, was_posted=False), "deleted"),
        (lambda session, one: fallback.note_deleted(session, one, was_posted=True), "posted"),
        (lambda session, one: fallback.note_posted(session, one.incident_id), "posted"),
    ],
    ids=["deleted", "posted before", "posted"],
)
def test_says_what_became_of_it(
    worker: Worker, number: int, file_incident: Callable[..., int], note: Any, state: str
) -> None:
    other = file_incident(form_id="V2")
    for of, at in ((number, 90), (other, 91)):
        message = scheduling(worker, of, worker.now + at * MINUTE)
        worker.do(fallback.note_scheduled, message=message, channel="C0TRIAGE", scheduled_id=f"Q{at}")
    one = armed(worker, number)
    worker.do(note, one=one)
    assert stored(worker) == [("C0TRIAGE", "Q90", state), ("C0TRIAGE", "Q91", "scheduled")]
    worker.do(fallback.note_posted, incident_id=number)  # There is none any more.
    worker.do(fallback.note_posted, incident_id=None)
    assert stored(worker) == [("C0TRIAGE", "Q90", state), ("C0TRIAGE", "Q91", "scheduled")]


def test_goes_to_the_next_five_minutes_with_room(worker: Worker, number: int) -> None:
    """Slack takes 30 messages of a channel in five minutes; full are those that begin 5 and 10 minutes later."""
    wanted = worker.now + 90 * MINUTE
    message = scheduling(worker, number, wanted)

    def fill(begin: datetime, count: int, **changed: Any) -> None:
        within = ((WINDOW - timedelta(microseconds=1)) * (one / (PER_WINDOW - 1)) for one in range(count))
        with worker.database.transaction() as session:
            for at in within:
                one = {"channel": "C0TRIAGE", "scheduled_message_id": "Q", "post_at": begin + at} | changed
                session.add(Fallback(incident_id=number, **one))

    assert worker.do(fallback.next_window, message=message) == wanted + WINDOW
    fill(wanted + WINDOW, PER_WINDOW)
    fill(wanted + 2 * WINDOW, PER_WINDOW)
    assert worker.do(fallback.next_window, message=message) == wanted + 3 * WINDOW
    fill(wanted + 3 * WINDOW, PER_WINDOW - 1)
    fill(wanted + 4 * WINDOW, 1)
    assert worker.do(fallback.next_window, message=message) == wanted + 3 * WINDOW
    fill(wanted + 3 * WINDOW + MINUTE / 60, 1, channel="C0OTHER")
    fill(wanted + 3 * WINDOW + MINUTE / 30, 1, state="deleted")
    assert worker.do(fallback.next_window, message=message) == wanted + 3 * WINDOW
