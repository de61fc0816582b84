"""The reminder to update the customer is put off, never to an earlier time, and starts over then."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, update

from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import NotNow, NotYours
from bot.operations.incidents.update import NothingToPutOff, snooze_update
from bot.operations.incidents.update_clock import record_customer_update
from bot.queries.settled import update as settled_update
from bot.rules.person import Person
from models import OutboxMessage
from models.vocabulary import EndedBecause
from tests.case import ALICE, EVE, THEO, Case

HOUR: dict[str, Any] = {"length": "hour"}


def due(case: Case) -> datetime:
    """Return when the next update to the customer is due."""
    (waiting,) = [one for one in case.messages("update_wanted") if one.state == "pending"]
    return waiting.due_at


def test_comes_an_hour_later(case: Case) -> None:
    """Severity B: two business days after Monday, 9:01; on Wednesday at 9:00 somebody puts it off."""
    case.do(acknowledge_incident, THEO)
    assert due(case) == datetime(2026, 11, 25, 8, 1, tzinfo=UTC)
    case.now = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    case.do(snooze_update, THEO, **HOUR)
    assert due(case) == datetime(2026, 11, 25, 9, 1, tzinfo=UTC)
    (told,) = case.messages("update_snoozed")
    assert (told.channel, told.parameters) == ("C0TRIAGE", {"who": "U0THEO", "until": due(case).isoformat()})
    (event,) = case.events("snooze_update")
    assert (event.actor, event.after) == ("U0THEO", {"length": "hour", "until": due(case).isoformat()})


def test_is_never_put_to_an_earlier_time(case: Case) -> None:
    case.do(acknowledge_incident, THEO)
    before = due(case)
    case.do(snooze_update, THEO, **HOUR)
    assert due(case) == before
    (told,) = case.messages("update_snoozed")
    assert told.parameters["until"] == before.isoformat()


def test_where_no_updates_are_asked_for_is_refused(case: Case) -> None:
    case.number = case.file(severity="C")  # The built-in policy turns them off.
    case.do(acknowledge_incident, THEO)
    assert isinstance(case.refused(snooze_update, THEO, **HOUR), NothingToPutOff)


@pytest.mark.parametrize(("who", "expected"), [(ALICE, NotYours), (EVE, NoSuchIncident)])
def test_is_for_technicians(case: Case, who: Person, expected: type[Exception]) -> None:
    case.do(acknowledge_incident, THEO)
    assert type(case.refused(snooze_update, who, **HOUR)) is expected


def test_of_what_nobody_works_on_is_refused(case: Case) -> None:
    assert isinstance(case.refused(snooze_update, THEO, **HOUR), NotNow)


def test_puts_off_only_the_reminder_that_waits_then(case: Case) -> None:
    """The next one, after the customer has heard something, is wanted again."""
    case.do(acknowledge_incident, THEO)
    case.now += timedelta(hours=1)
    case.do(snooze_update, THEO, **HOUR)
    assert wanted(case) is None  # That which the snooze itself has arranged.
    case.now += timedelta(hours=1)
    case.do(record_customer_update, THEO, at=case.now)
    assert wanted(case) is None
    case.now += timedelta(hours=1)
    posted = next(one for one in case.messages("update_wanted") if one.state == "pending")
    with case.database.transaction() as session:
        session.exec(
            update(OutboxMessage).where(col(OutboxMessage.id) == posted.id).values(state="done", done_at=case.now)
        )
    assert judged(case, posted.id) is None
    case.do(snooze_update, THEO, **HOUR)
    assert judged(case, posted.id) == EndedBecause.SNOOZED  # It stands in Slack, and asks for nothing now.


def wanted(case: Case) -> EndedBecause | None:
    """Return why the reminder that waits would not be posted; None if it would."""
    (waiting,) = [one for one in case.messages("update_wanted") if one.state == "pending"]
    return judged(case, waiting.id)


def judged(case: Case, message_id: int | None) -> EndedBecause | None:
    with case.database.reading() as session:
        settled = settled_update(session, session.get_one(OutboxMessage, message_id))
    return settled.because if settled else None
