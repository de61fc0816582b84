"""Acknowledging: once, by a technician, with a margin, and nothing more is said that is no longer true."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.database import Database
from bot.operations.incidents.acknowledgement import NotByButton, NotTechnician, acknowledge_incident, receive_eyes
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import AlreadyAcknowledged
from bot.operations.incidents.possible_acts import possible_acts
from bot.operations.incidents.solution import propose_solution
from bot.policy_tables import Acknowledge
from bot.rules.person import Person
from models import Event, Incident, OutboxMessage
from tests.contexts import POLICY, context_of


@pytest.fixture
def acknowledge(database: Database) -> Callable[..., None]:
    """Acknowledge in a transaction of its own."""

    def acknowledge(technician: Person, at: datetime, *, number: int = 1) -> None:
        with database.transaction() as session:
            acknowledge_incident(session, incident_id=number, context=context_of(technician, at))

    return acknowledge


class TestAcknowledgement:
    """It is the initial response."""

    @pytest.mark.parametrize(
        ("after", "margin"),
        [
            (timedelta(minutes=30), 90 * 60),  # A has 2 h: 90 min are left
            (timedelta(hours=2), 0),
            (timedelta(hours=3), -60 * 60),  # an hour late
        ],
    )
    def test_records_who_how_when_and_the_margin(
        self,
        database: Database,
        file_incident: Callable[..., int],
        acknowledge: Callable[..., None],
        theo: Person,
        now: datetime,
        after: timedelta,
        margin: int,
    ) -> None:
        number = file_incident(severity="A")
        acknowledge(theo, now + after)
        with database.reading() as session:
            incident = session.get_one(Incident, number)
            event = session.exec(select(Event).where(Event.kind == "acknowledge_incident")).one()
        assert (incident.status, incident.acknowledged_by, incident.acknowledged_how) == (
            "acknowledged",
            "U0THEO",
            "button",
        )
        assert (incident.acknowledged_at, incident.acknowledged_margin) == (now + after, margin)
        assert (event.actor, event.after["margin"]) == ("U0THEO", margin)

    def test_cancels_what_is_still_to_come_and_tells_both_sides(
        self,
        database: Database,
        file_incident: Callable[..., int],
        acknowledge: Callable[..., None],
        theo: Person,
        now: datetime,
    ) -> None:
        file_incident()
        acknowledge(theo, now + timedelta(minutes=5))
        with database.reading() as session:
            rows = session.exec(select(OutboxMessage)).all()
        pending = {one.kind for one in rows if one.state == "pending"}
        assert pending == {
            "customer_card",
            "triage_card",
            "acknowledged_to_customer",
            "acknowledged_to_triage",
            "refresh_customer_card",
            "refresh_triage_card",
            "update_wanted",
        }
        assert {one.state for one in rows if one.kind in {"warning", "breach", "escalation"}} == {"cancelled"}

    def test_of_another_incident_leaves_this_one_alone(
        self,
        database: Database,
        file_incident: Callable[..., int],
        acknowledge: Callable[..., None],
        theo: Person,
        now: datetime,
    ) -> None:
        first, second = file_incident(form_id="V1"), file_incident(form_id="V2")
        acknowledge(theo, now, number=first)
        with database.reading() as session:
            states = session.exec(
                select(OutboxMessage.state).where(OutboxMessage.incident_id == second, OutboxMessage.kind == "warning")
            ).all()
        assert set(states) == {"pending"}


class TestPolicy:
    """The policy says which acts count."""

    def test_leaves_out_the_button_the_reaction_and_what_the_customer_reads(
        self, database: Database, file_incident: Callable[..., int], theo: Person, now: datetime
    ) -> None:
        file_incident()
        policy = POLICY.model_copy(update={"acknowledge": Acknowledge(by=["talk"], words=[])})
        context = context_of(theo, now, policy=policy)
        with database.transaction() as session:
            with pytest.raises(NotByButton) as refusal:
                acknowledge_incident(session, incident_id=1, context=context)
            receive_eyes(session, incident_id=1, at=now, context=context)
            propose_solution(session, incident_id=1, text="Restart", context=context)
            assert "acknowledge" not in possible_acts(session, incident_id=1, context=context)
            assert session.get_one(Incident, 1).status == "open"
        assert refusal.value.facts == {"incident": "INC-1", "way": "talk", "word": ""}

    def test_cannot_leave_out_what_ends_an_incident(
        self, database: Database, file_incident: Callable[..., int], theo: Person, now: datetime
    ) -> None:
        file_incident()
        policy = POLICY.model_copy(update={"acknowledge": Acknowledge(by=["button"], words=[])})
        with database.transaction() as session:
            context = context_of(theo, now, policy=policy)
            close_incident(session, incident_id=1, act="give_up", explanation="None.", context=context)
            assert session.get_one(Incident, 1).acknowledged_how == "reply"


class TestRefusals:
    """Not everybody may acknowledge, and only one person is first."""

    def test_a_customer_is_refused(
        self, file_incident: Callable[..., int], acknowledge: Callable[..., None], alice: Person, now: datetime
    ) -> None:
        file_incident()
        with pytest.raises(NotTechnician):
            acknowledge(alice, now)

    def test_the_second_is_told_who_was_first(
        self,
        file_incident: Callable[..., int],
        acknowledge: Callable[..., None],
        theo: Person,
        tess: Person,
        now: datetime,
    ) -> None:
        file_incident()
        acknowledge(theo, now)
        with pytest.raises(AlreadyAcknowledged) as refusal:
            acknowledge(tess, now + timedelta(seconds=1))
        assert refusal.value.facts == {"incident": "INC-1", "who": "<@U0THEO>", "when": now}

    def test_an_unknown_number_is_refused(self, acknowledge: Callable[..., None], theo: Person, now: datetime) -> None:
        with pytest.raises(NoSuchIncident):
            acknowledge(theo, now, number=7)

    def test_of_fifty_at_the_same_instant_one_wins_and_49_are_told_who(
        self, database: Database, file_incident: Callable[..., int], acknowledge: Callable[..., None], now: datetime
    ) -> None:
        file_incident()
        crowd = [Person(f"U{n}", f"T{n}", "en", "UTC", is_technician=True) for n in range(50)]

        def press(technician: Person) -> str:
            try:
                acknowledge(technician, now)
            except AlreadyAcknowledged as refusal:
                return str(refusal.facts["who"])
            return "won"

        with ThreadPoolExecutor(16) as pool:
            outcomes = list(pool.map(press, crowd))
        with database.reading() as session:
            winner = session.get_one(Incident, 1).acknowledged_by
        assert outcomes.count("won") == 1
        assert outcomes.count(f"<@{winner}>") == 49
