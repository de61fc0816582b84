"""Somebody claims a pack: what is kept, and who is asked."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.packs.claim_pack import NobodyDecides, TooManyClaims, claim_pack
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import Claim, Event, OutboxMessage
from tests.paying import add_account, add_pack

HOUR = timedelta(hours=1)


@pytest.fixture
def acme(database: Database, policy: Policy) -> int:
    """An account with a pack of the number ORD12345678."""
    account = add_account(database)
    add_pack(database, policy, account_id=account, number="ORD12345678")
    return account


class TestClaim:
    """Every number is kept, and the managers are asked about it."""

    def claim(
        self,
        database: Database,
        policy: Policy,
        workspace: Workspace,
        who: Person,
        at: datetime,
        number: str = "ORD12345678",
    ) -> None:
        with database.transaction() as session:
            claim_pack(session, confirmation=number, claimant=who, policy=policy, workspace=workspace, now=at)

    def test_writes_as_many_rows_whatever_the_number(
        self, database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime, acme: int
    ) -> None:
        self.claim(database, policy, workspace, alice, now)
        self.claim(database, policy, workspace, alice, now, "WRONG")
        with database.reading() as session:
            claims = session.exec(select(Claim).order_by(col(Claim.id))).all()
            events = session.exec(select(Event).where(Event.kind == "claim_pack").order_by(col(Event.id))).all()
            said = session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))).all()
        assert [(one.confirmation, one.pack_id is None) for one in claims] == [("ORD12345678", False), ("WRONG", True)]
        assert [one.account_id for one in events] == [acme, None]
        assert [(one.kind, one.channel) for one in said] == [("claim_made", "U0MAX")] * 2
        assert [one.parameters["account"] for one in said] == ["Acme", None]

    @pytest.mark.usefixtures("acme")
    @pytest.mark.parametrize(
        ("hours", "is_refused"),
        [
            (0, True),
            (19.99, True),  # the first was made 23.99 hours ago
            (20, False),  # 24 hours ago
        ],
    )
    def test_is_possible_five_times_in_24_hours(
        self,
        database: Database,
        policy: Policy,
        workspace: Workspace,
        alice: Person,
        theo: Person,
        now: datetime,
        hours: float,
        is_refused: bool,
    ) -> None:
        for number in range(5):
            self.claim(database, policy, workspace, alice, now + number * HOUR, f"N{number}")
        later = now + 4 * HOUR + hours * HOUR
        self.claim(database, policy, workspace, theo, later)
        if not is_refused:
            self.claim(database, policy, workspace, alice, later)
            return
        with pytest.raises(TooManyClaims) as refused:
            self.claim(database, policy, workspace, alice, later)
        assert (refused.value.field, refused.value.facts) == ("confirmation", {"next": now + 24 * HOUR})

    @pytest.mark.usefixtures("acme")
    def test_cannot_be_made_more_often_by_trying_at_once(
        self, database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime
    ) -> None:
        def attempt(number: int) -> bool:
            try:
                self.claim(database, policy, workspace, alice, now, f"N{number}")
            except TooManyClaims:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(attempt, range(12))) == 5

    def test_is_not_swallowed_where_nobody_decides(
        self, database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime
    ) -> None:
        with pytest.raises(NobodyDecides) as refused:
            self.claim(database, policy, replace(workspace, managers=()), alice, now)
        assert refused.value.field == "confirmation"
