"""What a customer writes below a closed incident is answered, and its successor is linked."""

from datetime import datetime, timedelta

import pytest

from bot.operations.incidents.after_closing import AGAIN_AFTER, answer_after_closing, follow_up
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.locking import lock_incident
from bot.rules.filing import OWN_PAYMENT
from bot.rules.written_message import WrittenMessage
from models import Incident
from models.vocabulary import AFTER_CLOSING
from tests.case import ALICE, THEO, Case

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def closed(case: Case) -> Case:
    """An incident that was closed as unresolved."""
    case.do(close_incident, THEO, act="give_up", explanation="No.")
    return case


def write(case: Case, *, at: datetime) -> None:
    """Let Alice write in the thread at this instant, and tell us of it then."""
    case.now = max(case.now, at)
    message = WrittenMessage("C0ACME", f"{at.timestamp()}", "U0ALICE", at, "It is back.")
    with case.database.transaction() as session:
        answer_after_closing(session, lock_incident(session, case.number), message, context=case.context(ALICE))


def until(case: Case) -> list[str | None]:
    """Return until when, by each answer to the customer, the incident can be reopened."""
    return [one.parameters["until"] for one in case.messages(AFTER_CLOSING.customer)]


def test_is_answered_on_both_sides_once(closed: Case) -> None:
    at = closed.now + A_MINUTE
    write(closed, at=at)
    write(closed, at=at)

    reopen_until = closed.incident.closed_at + closed.context(ALICE).policy.closing.reopen_within  # type: ignore[operator]
    said = {"who": "U0ALICE", "ts": f"{at.timestamp()}", "until": reopen_until.isoformat()}
    assert [(one.channel, one.parameters) for one in closed.messages(*AFTER_CLOSING)] == [
        ("C0ACME", said),
        ("C0TRIAGE", said),
    ]


def test_is_answered_again_after_a_day(closed: Case) -> None:
    first = closed.now + A_MINUTE
    for later in (timedelta(0), A_MINUTE, AGAIN_AFTER - A_MINUTE):
        write(closed, at=first + later)
    assert len(until(closed)) == 1

    write(closed, at=first + AGAIN_AFTER)
    assert len(until(closed)) == 2


def test_says_where_it_can_be_reopened_no_more(closed: Case) -> None:
    write(closed, at=closed.now + closed.context(ALICE).policy.closing.reopen_within + A_MINUTE)

    assert until(closed) == [None]


def test_what_was_written_before_it_was_closed_is_not_answered(closed: Case) -> None:
    write(closed, at=closed.now - A_MINUTE)

    assert until(closed) == []


@pytest.mark.parametrize("is_same_customer", [True, False])
def test_only_an_incident_of_the_same_customer_follows(closed: Case, *, is_same_customer: bool) -> None:
    changed = {} if is_same_customer else {"payment": OWN_PAYMENT}
    number = closed.file(**changed)

    with closed.database.transaction() as session:
        follow_up(session, number, follows=closed.number, context=closed.context(ALICE))

    with closed.database.reading() as session:
        assert session.get_one(Incident, number).follows_id == (closed.number if is_same_customer else None)
