"""The reminder to update the customer is put off, never to an earlier time, and starts over then."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import NotNow, NotYours
from bot.operations.incidents.update import NothingToPutOff, snooze_update
from bot.rules.person import Person
from tests.case import ALICE, EVE, THEO, Case

HOUR: dict[str, Any] = {"length": "hour"}


def due(case: Case) -> datetime:
    """Return when the customer must have heard something."""
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
    case.number = case.file(severity="C")  # The built-in policy has them off.
    case.do(acknowledge_incident, THEO)
    assert isinstance(case.refused(snooze_update, THEO, **HOUR), NothingToPutOff)


@pytest.mark.parametrize(("who", "expected"), [(ALICE, NotYours), (EVE, NoSuchIncident)])
def test_is_for_technicians(case: Case, who: Person, expected: type[Exception]) -> None:
    case.do(acknowledge_incident, THEO)
    assert type(case.refused(snooze_update, who, **HOUR)) is expected


def test_of_what_nobody_works_on_is_refused(case: Case) -> None:
    assert isinstance(case.refused(snooze_update, THEO, **HOUR), NotNow)
