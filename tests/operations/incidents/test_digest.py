"""Once a week the assignees of incidents of severity C without progress are shown them; never twice in a week."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.facts.digest import Digest
from bot.jobs.send_digests import DigestJob
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.digest import send_digest
from bot.operations.incidents.reply import reply_to_customer
from bot.operations.incidents.severity import change_severity
from bot.operations.missing_managers import notify_technicians_instead
from bot.queries.digest import digest_obsolete, load_digest
from bot.rules.person import GUICHET
from bot.rules.reply import Reply
from models import Incident, OutboxMessage
from models.vocabulary import EndedBecause, Kind
from tests.acts import POLICY, WORKSPACE
from tests.case import TESS, THEO, Case
from tests.pack_watch import Standing

FILED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # Monday, 9:00 in Paris.
NEXT, AFTER = FILED + timedelta(days=7), FILED + timedelta(days=14)
"""The first openings of the two weeks that follow."""


def run(case: Case, at: datetime) -> None:
    """Let the job run at this instant."""
    DigestJob(case.database, Standing(at), policy=POLICY, workspace=WORKSPACE).run()


def digests(case: Case) -> list[OutboxMessage]:
    with case.database.reading() as session:
        kind = OutboxMessage.kind == Kind.WEEKLY_DIGEST
        return list(session.exec(select(OutboxMessage).where(kind).order_by(col(OutboxMessage.id))))


def listed(case: Case, message: OutboxMessage) -> Digest:
    with case.database.reading() as session:
        return load_digest(session, message, message.due_at).subject  # type: ignore[no-any-return]


def make_c(case: Case) -> None:
    """Let the incident become one of severity C that Theo has."""
    case.do(change_severity, THEO, severity="C", reason="It can wait")
    case.do(acknowledge_incident, THEO)


def answered(case: Case) -> None:
    """Let Theo write to the customer, a minute later."""
    context = case.context(THEO)
    with case.database.transaction() as session:
        later = replace(context, now=context.now + timedelta(minutes=1))
        reply_to_customer(session, reply=Reply(case.number, "Soon", "9.9"), context=later)


def test_comes_once_a_week_in_opening_hours(case: Case) -> None:
    """What was taken on Monday at 9:02 had not stood still for a week when the next one began, at 9:00."""
    make_c(case)
    sent = []
    for at in (NEXT, NEXT + timedelta(days=2), AFTER - timedelta(minutes=1), AFTER, AFTER + timedelta(days=3)):
        run(case, at)
        run(case, at)
        sent.append(len(digests(case)))
    assert sent == [0, 0, 0, 1, 1]
    run(case, AFTER + timedelta(days=7, hours=10))  # 19:00: closed.
    assert len(digests(case)) == 1
    run(case, AFTER + timedelta(days=7, hours=3))  # After a stop on that Monday morning.
    assert [(one.channel, one.dedup_key) for one in digests(case)] == [
        ("U0THEO", "U0THEO 2026-W50"),
        ("U0THEO", "U0THEO 2026-W51"),
    ]


def test_lists_what_one_person_has_the_longest_first(case: Case) -> None:
    second = case.file(severity="C", title="Second")
    case.do(acknowledge_incident, THEO, incident_id=second)
    make_c(case)
    third = case.file(severity="C")
    case.do(acknowledge_incident, TESS, incident_id=third)
    run(case, AFTER)
    by = {one.channel: listed(case, one) for one in digests(case)}
    assert {who: [one.incident.number for one in digest.listed] for who, digest in by.items()} == {
        "U0THEO": [second, case.number],
        "U0TESS": [third],
    }
    assert by["U0THEO"].count == 2
    assert by["U0THEO"].listed[0].since == FILED + timedelta(minutes=1)


@pytest.mark.parametrize(
    "act",
    [
        answered,
        lambda case: case.do(change_severity, THEO, severity="B", reason="Worse"),
        lambda case: case.do(close_incident, THEO, act="give_up", explanation="No"),
    ],
)
def test_leaves_out_what_moves_and_is_dropped_where_nothing_is_left(case: Case, act: Any) -> None:
    make_c(case)
    run(case, AFTER)
    (message,) = digests(case)
    case.now = AFTER
    act(case)
    with case.database.reading() as session:
        assert digest_obsolete(session, message, AFTER) is EndedBecause.NOTHING_TO_LIST
    run(case, AFTER + timedelta(days=7))
    assert len(digests(case)) == 1


def test_is_not_posted_twice_by_two_replicas(case: Case) -> None:
    make_c(case)
    case.now = AFTER
    for _ in range(2):
        with case.database.transaction() as session:
            send_digest(session, case.number, context=case.context(GUICHET))
    assert len(digests(case)) == 1


def test_is_read_in_triage_where_its_reader_has_left(case: Case) -> None:
    make_c(case)
    run(case, AFTER)
    (message,) = digests(case)
    with case.database.transaction() as session:
        notify_technicians_instead(session, message=message, context=case.context(GUICHET))
    with case.database.reading() as session:
        told = session.exec(select(OutboxMessage).where(OutboxMessage.channel == "C0TRIAGE")).all()
        assert [one.parameters["is_unheard"] for one in told if one.kind == Kind.WEEKLY_DIGEST] == [True]
        assert session.get_one(Incident, case.number).assigned_to == "U0THEO"
    run(case, AFTER + timedelta(days=1))
    assert len(digests(case)) == 2
