"""A technician's answer crosses once, and is the initial response where nobody has answered yet."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import select

from bot.database import Database
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.reply import AlreadySent, OnlyTechniciansReply, reply_to_customer
from bot.policy_tables import Acknowledge
from bot.rules.person import Person
from bot.rules.reply import Reply
from models import Incident, OutboxMessage, Remark
from tests.contexts import POLICY, context_of


@pytest.fixture
def reply(database: Database, now: datetime, file_incident: Callable[..., int]) -> Callable[..., None]:
    """Answer an incident that has just been filed, in a transaction of its own."""
    file_incident()

    def reply(technician: Person, text: str = "Restart <it>", *, ts: str = "5.0", number: int = 1) -> None:
        with database.transaction() as session:
            reply_to_customer(session, reply=Reply(number, text, ts), context=context_of(technician, now))

    return reply


def answers(database: Database) -> list[str]:
    """Return the kinds of what is to be said to the customer from now on, in order."""
    with database.reading() as session:
        rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.id))  # type: ignore[arg-type]
        return [one.kind for one in rows if one.lane == "1 customer" and "card" not in one.kind]


def test_answer_acknowledges_and_comes_after_who_has_it(
    database: Database, reply: Callable[..., None], theo: Person
) -> None:
    reply(theo)
    with database.reading() as session:
        incident, remark = session.exec(select(Incident)).one(), session.exec(select(Remark)).one()
    assert (incident.acknowledged_by, incident.acknowledged_how) == ("U0THEO", "reply")
    assert (remark.side, remark.channel, remark.text) == ("triage", "C0TRIAGE", "Restart &lt;it&gt;")
    assert answers(database) == ["acknowledged_to_customer", "reply_to_customer"]


def test_second_answer_acknowledges_nothing(
    database: Database, reply: Callable[..., None], theo: Person, now: datetime
) -> None:
    with database.transaction() as session:
        acknowledge_incident(session, incident_id=1, context=context_of(theo, now))
    reply(theo)
    with database.reading() as session:
        assert session.exec(select(Incident.acknowledged_how)).one() == "button"


def test_answer_acknowledges_nothing_where_the_policy_lets_no_reply_count(
    database: Database, now: datetime, file_incident: Callable[..., int], theo: Person
) -> None:
    file_incident()
    policy = POLICY.model_copy(update={"acknowledge": Acknowledge(by=["button"], words=[])})
    with database.transaction() as session:
        reply_to_customer(session, reply=Reply(1, "Restart it", "5.0"), context=context_of(theo, now, policy=policy))
    with database.reading() as session:
        assert session.exec(select(Incident.acknowledged_by)).one() is None
    assert answers(database) == ["reply_to_customer"]


def test_same_message_is_sent_once(database: Database, reply: Callable[..., None], theo: Person) -> None:
    reply(theo)
    with pytest.raises(AlreadySent):
        reply(theo, "Restart it, please")
    assert answers(database).count("reply_to_customer") == 1


def test_customers_and_unknown_incidents_are_refused(reply: Callable[..., None], theo: Person, alice: Person) -> None:
    with pytest.raises(OnlyTechniciansReply):
        reply(alice)
    with pytest.raises(NoSuchIncident):
        reply(theo, number=99)
