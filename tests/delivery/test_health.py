"""What waits, what is late and what Slack refuses is counted as it is; the rest is left out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.delivery import health
from bot.delivery.health import Backlog, Lateness, RefusedMessages, Unposted
from models import Fallback, OutboxMessage
from models.vocabulary import EndedBecause, Kind
from tests.worker import Worker

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def add(worker: Worker, *rows: dict[str, Any]) -> None:
    """Add messages with these differences, each in a lane of its own."""
    at = {"created_at": worker.now, "due_at": worker.now, "run_at": worker.now}
    with worker.database.transaction() as session:
        for number, row in enumerate(rows):
            plain = {"kind": Kind.WARNING, "dedup_key": f"{number}", "lane": f"{number}", "channel": "C0TRIAGE"}
            session.add(OutboxMessage(**plain | at | row))


def seen(worker: Worker, question: Callable[..., Any], **facts: Any) -> Any:
    """Return the answer to a question."""
    with Session(worker.database.reader) as session:
        return question(session, **facts)


def test_overdue_is_what_could_have_been_claimed_before(worker: Worker) -> None:
    assert seen(worker, health.overdue, before=worker.now) == Backlog(0, None)
    oldest, late = worker.now - 9 * MINUTE, worker.now - SECOND
    add(
        worker,
        {"run_at": oldest, "lane": "busy"},
        {"run_at": oldest, "lane": "busy"},  # Waits for the one before it.
        {"run_at": late},
        {"run_at": late, "state": "parked"},
        {"run_at": late, "lease_token": "a:1"},
        {"run_at": late, "state": "cancelled"},
        {"run_at": worker.now},
    )
    assert seen(worker, health.overdue, before=worker.now) == Backlog(3, oldest)
    assert seen(worker, health.waiting_messages) == 6


def test_refusals_are_added_up_by_state_and_error(worker: Worker) -> None:
    no_entry, invalid = {"last_error": "not_in_channel"}, {"last_error": "invalid_blocks", "state": "refused"}
    since = worker.now - MINUTE
    add(
        worker,
        {"state": "parked", **no_entry, "run_at": since - SECOND},
        {"state": "parked", **no_entry},
        {"state": "parked", **no_entry, "channel": "C0ACME"},
        {**invalid, "ended_because": EndedBecause.REFUSED, "run_at": since + SECOND},
        {**invalid, "ended_because": EndedBecause.REFUSED, "run_at": since},
        {"state": "refused"},  # By a version that kept no reasons.
        {**invalid, "ended_because": EndedBecause.SET_ASIDE},
        {"state": "pending", **no_entry},
    )
    parked = RefusedMessages("parked", "not_in_channel", 3, ("C0ACME", "C0TRIAGE"))
    unknown = RefusedMessages("refused", "unknown", 1, ("C0TRIAGE",))
    of_itself = [RefusedMessages("refused", "invalid_blocks", count, ("C0TRIAGE",)) for count in (1, 2)]
    assert seen(worker, health.refusals, since=since) == [parked, of_itself[0], unknown]
    assert seen(worker, health.refusals) == [parked, of_itself[1], unknown]


def test_lateness_is_of_the_reminders_that_were_posted_since(worker: Worker) -> None:
    assert seen(worker, health.lateness, since=worker.now) is None
    add(worker, *({"state": "done", "done_at": worker.now + number * SECOND} for number in range(1, 101)))
    elsewhere = {"state": "done", "done_at": worker.now + MINUTE * 60}
    add(worker, {**elsewhere, "kind": Kind.TRIAGE_CARD}, {"due_at": worker.now - MINUTE})
    assert seen(worker, health.lateness, since=worker.now + SECOND) == Lateness(
        100, median=50 * SECOND, p99=99 * SECOND, worst=100 * SECOND
    )
    assert seen(worker, health.lateness, since=worker.now + 100 * SECOND) == Lateness(1, *(100 * SECOND,) * 3)


def test_unposted_reminders_are_counted_by_what_became_of_them_the_most_frequent_first(worker: Worker) -> None:
    answered = {"state": "cancelled", "ended_because": EndedBecause.ANSWERED}
    until = worker.now + MINUTE
    add(
        worker,
        {},
        answered,
        {**answered, "kind": Kind.UPDATE_WANTED, "due_at": until},
        {"state": "parked", "last_error": "is_archived"},
        {"due_at": worker.now - SECOND},
        {"due_at": until + SECOND},
        {"state": "done", "done_at": worker.now},
        {"kind": Kind.TRIAGE_CARD},
    )
    assert seen(worker, health.unposted_reminders, since=worker.now, until=until) == [
        Unposted("cancelled", "answered", None, 2),
        Unposted("parked", None, "is_archived", 1),
        Unposted("pending", None, None, 1),
    ]


def test_scheduled_fallbacks_are_named_the_next_one_first(worker: Worker, file_incident: Callable[..., int]) -> None:
    number = file_incident()
    with worker.database.transaction() as session:
        for minutes, state in ((3, "scheduled"), (1, "deleted"), (2, "scheduled")):
            session.add(
                Fallback(
                    incident_id=number,
                    channel="C0TRIAGE",
                    scheduled_message_id=f"Q{minutes}",
                    post_at=worker.now + minutes * MINUTE,
                    state=state,
                )
            )
    assert seen(worker, health.scheduled_fallbacks) == [worker.now + 2 * MINUTE, worker.now + 3 * MINUTE]
    assert seen(worker, health.heartbeat_of, part="delivery") is None
