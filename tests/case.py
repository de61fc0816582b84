"""An incident paid for by a pack of five, and what people do with it: a fixture of tests/operations."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.context import Context
from bot.operations.incidents.filing import file_incident
from bot.rules.filing import Filing, Payment
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from models import Event, Incident, OutboxMessage
from tests.acts import POLICY, TESS, WORKSPACE
from tests.paying import AT, MAX, add_account, add_pack

ALICE = Person("U0ALICE", "Alice", "en", "Europe/Paris")
"""She filed the incident."""
BOB = Person("U0BOB", "Bob", "fr", "Europe/Paris")
"""A colleague of hers."""
EVE = Person("U0EVE", "Eve", "en", "Europe/Paris")
"""She has nothing to do with this account."""
THEO = Person("U0THEO", "Theo", "fr", "Europe/Paris", is_technician=True)


class Case:
    """One incident of severity B with 24x7 cover; it was filed on Monday, 9:00 in Paris."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, AT
        self.account = add_account(database, buyers=["U0BOB"])
        self.pack = add_pack(database, POLICY, account_id=self.account)
        self.number = self.file()

    def file(self, **changed: Any) -> int:
        """File another incident and return its number."""
        answers = {
            "request": "incident", "title": "No mail", "product_id": None, "severity": "B", "cover": "24x7",
            "contacts": "Bob, nights", "description": "None since nine.",
            "payment": Payment(account_id=self.account, pack_id=self.pack),
        }  # fmt: skip
        with self.database.transaction() as session:
            form_id = f"V{len(session.exec(select(Incident.id)).all())}"
            filing, context = Filing(**answers | changed), self.context(ALICE)
            return file_incident(session, filing=filing, form_id=form_id, opened_in="C0ACME", context=context)

    def context(self, who: Person) -> Context:
        """Return the context an operation is given when this person acts now."""
        accounts = [self.account] if who in (ALICE, BOB) else []
        return Context(who, POLICY, WORKSPACE, self.now, accounts)

    def do(self, operation: Callable[..., None], who: Person, **given: Any) -> None:
        """Move the clock on by a minute and let somebody perform an operation on the incident."""
        self.now += timedelta(minutes=1)
        with self.database.transaction() as session:
            operation(session, **{"incident_id": self.number} | given, context=self.context(who))

    def refused(self, operation: Callable[..., None], who: Person, **given: Any) -> Refusal:
        """Check that the operation is refused and changes nothing, and return the refusal."""
        before = self.incident.model_dump(), len(self.events()), self.posted()
        with pytest.raises(Refusal) as refusal:
            self.do(operation, who, **given)
        assert (self.incident.model_dump(), len(self.events()), self.posted()) == before
        return refusal.value

    def at_once(self, tries: Sequence[Callable[[], None]]) -> list[str]:
        """Try all of these at the same moment; return the class names of their refusals, "" for none, sorted."""

        def attempt(one: Callable[[], None]) -> str:
            try:
                one()
            except Refusal as refusal:
                return type(refusal).__name__
            return ""

        with ThreadPoolExecutor(len(tries)) as pool:
            return sorted(pool.map(attempt, tries))

    @property
    def incident(self) -> Incident:
        """Return the incident's row as it is now."""
        with self.database.reading() as session:
            return session.get_one(Incident, self.number)

    def events(self, kind: str = "") -> list[Event]:
        """Return the incident's audit trail, or its events of one kind, oldest first."""
        with self.database.reading() as session:
            found = session.exec(select(Event).where(Event.incident_id == self.number).order_by(col(Event.id))).all()
        return [one for one in found if kind in {"", one.kind}]

    def messages(self, *kinds: str) -> list[OutboxMessage]:
        """Return the incident's messages of these kinds, oldest first."""
        with self.database.reading() as session:
            mine = OutboxMessage.incident_id == self.number
            wanted = select(OutboxMessage).where(mine, col(OutboxMessage.kind).in_(kinds))
            return list(session.exec(wanted.order_by(col(OutboxMessage.id))))

    def posted(self, *kinds: str) -> list[tuple[str, str, str, datetime]]:
        """Return kind, channel, state and due time of the incident's messages, or of these kinds only, oldest first."""
        with self.database.reading() as session:
            mine = select(OutboxMessage).where(OutboxMessage.incident_id == self.number)
            found = session.exec(mine.order_by(col(OutboxMessage.id))).all()
        return [(one.kind, one.channel, one.state, one.due_at) for one in found if not kinds or one.kind in kinds]


@pytest.fixture
def case(database: Database) -> Case:
    """An incident that has just been filed."""
    return Case(database)


__all__ = ["ALICE", "BOB", "EVE", "MAX", "TESS", "THEO", "Case", "case"]
