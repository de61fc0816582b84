"""Who is asked about a claim that waits: the managers of the day it was made, and whoever is named later."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.database import Database
from bot.operations.context import Context
from bot.operations.packs.claim import approve_claim, claim_pack
from bot.operations.packs.claim_question import ask_about_waiting_claim, waiting_claims
from bot.policy import Policy
from bot.rules.person import GUICHET, Person
from bot.rules.workspace import Workspace
from models import OutboxMessage
from tests.paying import add_account, add_pack

HOUR = timedelta(hours=1)


@pytest.fixture
def acme(database: Database, policy: Policy) -> int:
    """An account with a pack of the number ORD12345678."""
    account = add_account(database)
    add_pack(database, policy, account_id=account, number="ORD12345678")
    return account


class TestManagersOfToday:
    """Whoever is named later is asked about what still waits, once."""

    def asked(self, database: Database) -> list[str]:
        with database.reading() as session:
            found = select(OutboxMessage.channel).where(OutboxMessage.kind == "claim_made")
            return sorted(session.exec(found))

    def ask(self, database: Database, context: Context) -> None:
        """Do what the job does at start and once a day."""
        with database.transaction() as session:
            for one in waiting_claims(session, context=context):
                ask_about_waiting_claim(session, one, context=context)

    @pytest.mark.usefixtures("acme")
    def test_are_asked_once_while_it_waits(
        self, database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime
    ) -> None:
        with database.transaction() as session:
            claim_pack(session, confirmation="ORD12345678", context=Context(alice, policy, workspace, now))
        later = Context(GUICHET, policy, replace(workspace, managers=("U0MAX", "U0MIA")), now + HOUR)
        for _ in range(2):
            self.ask(database, later)
        assert self.asked(database) == ["U0MAX", "U0MIA"]
        mia = Person("U0MIA", "Mia", "en", "UTC", is_manager=True)
        with database.transaction() as session:
            approve_claim(session, claim_id=1, context=replace(later, person=mia))
        self.ask(database, replace(later, workspace=replace(workspace, managers=("U0NEW",))))
        assert self.asked(database) == ["U0MAX", "U0MIA"]

    @pytest.mark.usefixtures("acme")
    def test_are_asked_again_if_their_question_was_taken_back(
        self, database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime
    ) -> None:
        with database.transaction() as session:
            claim_pack(session, confirmation="ORD12345678", context=Context(alice, policy, workspace, now))
        with database.transaction() as session:
            (message,) = session.exec(select(OutboxMessage)).all()
            message.state, message.done_at, message.posted = "done", now, None
        self.ask(database, Context(GUICHET, policy, workspace, now + HOUR))
        assert self.asked(database) == ["U0MAX", "U0MAX"]
