"""Filing: what is stored, promised and arranged."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.database import Database
from bot.rules.filing import UnknownProduct
from bot.rules.terms import Terms
from models import Event, Incident, OutboxMessage

PARIS = ZoneInfo("Europe/Paris")


def paris(text: str) -> datetime:
    """Return the instant of a wall clock in Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


class TestDeadline:
    """The deadline follows from the contract."""

    @pytest.mark.parametrize(
        ("severity", "filed", "deadline"),
        [
            ("A", "2026-11-23 09:00", "2026-11-23 11:00"),  # 2 h by the clock
            ("A", "2026-11-28 23:30", "2026-11-29 01:30"),  # on a Saturday night as well
            ("B", "2026-11-23 09:00", "2026-11-23 13:00"),  # 4 h of an open day
            ("B", "2026-11-23 16:00", "2026-11-24 11:00"),  # 2 h to 18:00, 2 h from 9:00
            ("C", "2026-11-23 09:00", "2026-11-23 17:00"),  # 8 h of an open day of 9
            ("C", "2026-12-24 14:00", "2026-12-28 13:00"),  # 4 h, Christmas, a weekend, 4 h
        ],
    )
    def test_is_counted_from_the_filing(
        self, database: Database, file_incident: Callable[..., int], severity: str, filed: str, deadline: str
    ) -> None:
        number = file_incident(severity=severity, at=paris(filed))
        with database.reading() as session:
            assert paris(deadline) == session.get_one(Incident, number).deadline_at

    def test_keeps_its_terms(self, database: Database, file_incident: Callable[..., int]) -> None:
        """The contract is frozen on the incident, so that the deadline can be counted again from the row alone."""
        number = file_incident(severity="C")
        with database.reading() as session:
            incident = session.get_one(Incident, number)
        terms = Terms.model_validate(incident.terms)
        assert incident.deadline_at == terms.after(incident.opened_at, terms.target)


class TestForm:
    """One form is one incident."""

    def test_sent_twice_gives_one_incident(self, database: Database, file_incident: Callable[..., int]) -> None:
        assert file_incident(form_id="V1") == file_incident(form_id="V1")
        with database.reading() as session:
            assert len(session.exec(select(Incident)).all()) == 1
            assert len(session.exec(select(Event)).all()) == 1

    def test_sent_twice_at_once_gives_one_incident(self, file_incident: Callable[..., int]) -> None:
        with ThreadPoolExecutor(8) as pool:
            numbers = list(pool.map(lambda _: file_incident(form_id="V1"), range(16)))
        assert set(numbers) == {1}

    def test_two_forms_give_two_incidents(self, file_incident: Callable[..., int]) -> None:
        assert file_incident(form_id="V1") != file_incident(form_id="V2")

    def test_with_a_product_that_is_gone_stores_nothing(
        self, database: Database, file_incident: Callable[..., int]
    ) -> None:
        with pytest.raises(UnknownProduct) as refusal:
            file_incident(product_id=99)
        assert refusal.value.field == "product"
        with database.reading() as session:
            assert session.exec(select(Incident)).all() == []
            assert session.exec(select(OutboxMessage)).all() == []


class TestArrangements:
    """Everything that must be said is in the outbox with the incident."""

    def test_both_cards_are_due_at_once(
        self, database: Database, file_incident: Callable[..., int], now: datetime
    ) -> None:
        file_incident()
        with database.reading() as session:
            due = session.exec(select(OutboxMessage).where(OutboxMessage.due_at == now)).all()
        assert {(one.kind, one.channel) for one in due} == {("customer_card", "C0ACME"), ("triage_card", "C0TRIAGE")}

    def test_reminders_are_due_at_shares_of_counted_time(
        self, database: Database, file_incident: Callable[..., int]
    ) -> None:
        """B filed at 16:00: 4 h are 2 h today and 2 h tomorrow from 9:00."""
        file_incident(severity="B", at=paris("2026-11-23 16:00"))
        with database.reading() as session:
            rows = session.exec(select(OutboxMessage).where(OutboxMessage.lane == "1 triage")).all()
        reminders = [(one.kind, one.dedup_key, one.due_at) for one in rows if one.kind != "triage_card"]
        assert reminders == [
            ("warning", "50", paris("2026-11-23 18:00")),  # 2 h: exactly at closing
            ("warning", "75", paris("2026-11-24 10:00")),  # 3 h
            ("warning", "90", paris("2026-11-24 10:36")),  # 3 h 36
            ("breach", "", paris("2026-11-24 11:00")),  # 4 h
            ("escalation", "1", paris("2026-11-24 11:30")),
            ("escalation", "2", paris("2026-11-24 12:00")),
            ("escalation", "3", paris("2026-11-24 12:30")),
        ]

    def test_escalations_of_a_business_clock_wait_for_the_morning(
        self, database: Database, file_incident: Callable[..., int]
    ) -> None:
        """C filed at 9:50: 8 h end at 17:50; 30 min later is 9:20 of the next day."""
        file_incident(severity="C", at=paris("2026-11-23 09:50"))
        with database.reading() as session:
            first = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "escalation")).first()
        assert first is not None
        assert first.due_at == paris("2026-11-24 09:20")

    def test_managers_are_told_of_a_breach(
        self, database: Database, file_incident: Callable[..., int], now: datetime
    ) -> None:
        file_incident(severity="A")
        with database.reading() as session:
            notice = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "breach_notice")).one()
        assert (notice.channel, notice.due_at) == ("U0MAX", now + timedelta(hours=2))

    @pytest.mark.parametrize("opened_in", ["", "C0TRIAGE", "D0SOMEONE"])
    def test_customer_is_answered_directly_where_there_is_no_channel_of_theirs(
        self, database: Database, file_incident: Callable[..., int], opened_in: str
    ) -> None:
        file_incident(opened_in=opened_in)
        with database.reading() as session:
            card = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "customer_card")).one()
        assert card.channel == "U0ALICE"

    def test_the_filing_is_in_the_audit_trail(
        self, database: Database, file_incident: Callable[..., int], now: datetime
    ) -> None:
        number = file_incident()
        with database.reading() as session:
            event = session.exec(select(Event)).one()
        assert (event.incident_id, event.kind, event.actor, event.at) == (number, "open_incident", "U0ALICE", now)
        assert event.at.tzinfo is UTC or event.at.utcoffset() == timedelta()
