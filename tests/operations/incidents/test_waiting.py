"""Waiting for the customer: a technician says so, a reply may ask, and whatever the customer does is an answer."""

from datetime import timedelta

import pytest

from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import NotNow, NotYours
from bot.operations.incidents.reply import reply_to_customer
from bot.operations.incidents.severity import change_severity
from bot.operations.incidents.waiting import AlreadyWaiting, NotWaiting, end_waiting, wait_for_customer
from bot.rules.person import Person
from bot.rules.reply import Reply
from models.vocabulary import WAITING, WAITING_REMINDERS
from tests.case import ALICE, EVE, TESS, THEO, Case


@pytest.fixture
def acknowledged(case: Case) -> Case:
    """An incident that is assigned to Theo."""
    case.do(acknowledge_incident, THEO)
    return case


@pytest.fixture
def waiting(acknowledged: Case) -> Case:
    """An incident that has been waiting for the customer's answer since 9:02."""
    acknowledged.do(wait_for_customer, THEO)
    return acknowledged


def reply(case: Case, *, waits: bool) -> None:
    case.do(
        lambda session, incident_id, context: reply_to_customer(
            session, reply=Reply(incident_id, "Which version?", f"{case.now.timestamp()}", waits=waits), context=context
        ),
        THEO,
    )


def test_is_read_on_both_sides_and_reminds_the_customer(waiting: Case) -> None:
    assert waiting.incident.waiting_since == waiting.now
    assert [(one.channel, one.parameters) for one in waiting.messages(*WAITING)] == [
        ("C0ACME", {"who": "U0THEO"}),
        ("C0TRIAGE", {"who": "U0THEO"}),
    ]
    (event,) = waiting.events("wait_for_customer")
    assert (event.actor, event.before) == ("U0THEO", {"waiting_since": None})
    assert event.after == {"waiting_since": waiting.now.isoformat()}
    (reminder,) = waiting.messages(*WAITING_REMINDERS)
    assert (reminder.channel, reminder.state, reminder.parameters["step"]) == ("C0ACME", "pending", 1)


def test_rests_the_update_clock_which_begins_anew(waiting: Case) -> None:
    assert {state for _, _, state, _ in waiting.posted("update_wanted")} == {"cancelled"}

    waiting.now += timedelta(hours=2)
    waiting.do(end_waiting, TESS)

    assert waiting.incident.waiting_since is None
    assert waiting.incident.waited_for_customer_s == 7260  # 2 h and the minute of the act, in opening hours
    assert [state for _, _, state, _ in waiting.posted("update_wanted")][-1] == "pending"
    assert {one.state for one in waiting.messages(*WAITING_REMINDERS)} == {"cancelled"}


def test_ends_with_whatever_the_customer_does(waiting: Case) -> None:
    waiting.do(change_severity, ALICE, severity="C", reason="It can wait")

    assert waiting.incident.waiting_since is None
    assert [one.actor for one in waiting.events("end_waiting")] == ["U0ALICE"]


def test_goes_on_with_what_a_technician_does(waiting: Case) -> None:
    since = waiting.incident.waiting_since

    waiting.do(change_severity, TESS, severity="C", reason="It can wait")
    reply(waiting, waits=True)

    assert waiting.incident.waiting_since == since
    assert len(waiting.events("wait_for_customer")) == 1


@pytest.mark.parametrize("waits", [True, False])
def test_begins_with_a_reply_that_asks(acknowledged: Case, *, waits: bool) -> None:
    reply(acknowledged, waits=waits)

    assert acknowledged.incident.waiting_since == (acknowledged.now if waits else None)
    assert acknowledged.messages(*WAITING) == []  # The reply says it.


@pytest.mark.parametrize(("who", "expected"), [(ALICE, NotYours), (EVE, NoSuchIncident)])
def test_is_for_technicians(acknowledged: Case, who: Person, expected: type[Exception]) -> None:
    assert type(acknowledged.refused(wait_for_customer, who)) is expected


def test_twice_or_without_need_is_refused(case: Case) -> None:
    assert isinstance(case.refused(wait_for_customer, THEO), NotNow)  # Nobody has answered yet.
    case.do(acknowledge_incident, THEO)
    assert isinstance(case.refused(end_waiting, THEO), NotWaiting)
    case.do(wait_for_customer, THEO)
    since = case.now
    refusal = case.refused(wait_for_customer, TESS)
    assert isinstance(refusal, AlreadyWaiting)
    assert refusal.facts == {"incident": "INC-1", "since": since}
    case.do(close_incident, THEO, act="give_up", explanation="No answer.")
    assert isinstance(case.refused(end_waiting, THEO), NotNow)


def test_of_two_at_once_one_counts(acknowledged: Case) -> None:
    both = [lambda who=who: acknowledged.do(wait_for_customer, who) for who in (THEO, TESS)]  # type: ignore[misc]
    assert acknowledged.at_once(both) == ["", "AlreadyWaiting"]
    assert len(acknowledged.messages(*WAITING)) == 2
