"""A manager says who belongs to an account."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.accounts.members import (
    BuyerIsPerson,
    ChannelTaken,
    NoMember,
    PublicDomain,
    TechniciansChannel,
    add_member,
    remove_member,
)
from bot.rules.membership import WrongMember
from models import Event, Membership
from tests.contexts import POLICY
from tests.paying import add_account, manager_context


@pytest.fixture
def acme(database: Database) -> int:
    """An account."""
    return add_account(database)


class TestMember:
    """A member is added once, changed, and removed; each act is recorded."""

    def add(self, database: Database, account: int, now: datetime, kind: str, value: str, **more: Any) -> bool:
        with database.transaction() as session:
            return add_member(
                session,
                account_id=account,
                kind=kind,  # type: ignore[arg-type] # from a table
                value=value,
                context=manager_context(POLICY, now),
                **more,
            )

    def rows(self, database: Database) -> list[tuple[str, str, bool]]:
        with database.reading() as session:
            found = session.exec(select(Membership).order_by(col(Membership.id))).all()
            return [(one.kind, one.value, one.is_buyer) for one in found]

    def events(self, database: Database) -> list[tuple[str, Any, Any]]:
        with database.reading() as session:
            return [(one.kind, one.before, one.after) for one in session.exec(select(Event).order_by(col(Event.id)))]

    def test_is_added_once(self, database: Database, acme: int, now: datetime) -> None:
        assert self.add(database, acme, now, "domain", "Example.COM")
        assert not self.add(database, acme, now, "domain", "@example.com")
        assert self.rows(database) == [("domain", "example.com", False)]
        assert self.events(database) == [("add_member", {}, {"domain": "example.com", "is_buyer": False})]

    def test_becomes_a_buyer_and_no_longer(self, database: Database, acme: int, now: datetime) -> None:
        for is_buyer in (False, True, True, False):
            self.add(database, acme, now, "user", "U0ALICE", is_buyer=is_buyer)
            assert self.rows(database) == [("user", "U0ALICE", is_buyer)]
        assert [before for _, before, _ in self.events(database)] == [{}, {"is_buyer": False}, {"is_buyer": True}]

    def test_may_belong_to_several_accounts(self, database: Database, acme: int, now: datetime) -> None:
        other = add_account(database, "OTHER")
        for account in (acme, other):
            assert self.add(database, account, now, "user", "U0ALICE")
            assert self.add(database, account, now, "domain", "example.com")

    @pytest.mark.parametrize(
        ("kind", "value", "is_buyer", "refusal"),
        [
            ("user", "alice", False, WrongMember),
            ("user", "C0ACME", False, WrongMember),
            ("channel", "U0ALICE", False, WrongMember),
            ("domain", "localhost", False, WrongMember),
            ("domain", "alice@example.com", False, WrongMember),
            ("domain", "Gmail.com", False, PublicDomain),
            ("domain", "yahoo.co.uk", False, PublicDomain),
            ("domain", "example.com", True, BuyerIsPerson),
            ("channel", "C0ACME", True, BuyerIsPerson),
            ("channel", "C0TAKEN", False, ChannelTaken),
            ("channel", "C0TRIAGE", False, TechniciansChannel),
            ("channel", "<#C0TRIAGE|triage>", False, TechniciansChannel),
        ],
    )
    def test_is_refused_at_the_field(
        self,
        database: Database,
        acme: int,
        now: datetime,
        kind: str,
        value: str,
        is_buyer: bool,
        refusal: type[Exception],
    ) -> None:
        self.add(database, add_account(database, "OTHER"), now, "channel", "C0TAKEN")
        with pytest.raises(refusal) as refused:
            self.add(database, acme, now, kind, value, is_buyer=is_buyer, field="member")
        assert refused.value.field == "member"  # type: ignore[attr-defined] # a Refusal
        assert len(self.rows(database)) == 1

    def test_is_removed(self, database: Database, acme: int, now: datetime) -> None:
        self.add(database, acme, now, "user", "U0ALICE", is_buyer=True)
        whom: Any = {"account_id": acme, "kind": "user", "value": "U0ALICE"} | {"context": manager_context(POLICY, now)}
        with database.transaction() as session:
            remove_member(session, **whom)
        assert self.rows(database) == []
        assert self.events(database)[-1] == ("remove_member", {"user": "U0ALICE", "is_buyer": True}, {})
        with pytest.raises(NoMember) as refused, database.transaction() as session:
            remove_member(session, **whom, field="person")
        assert refused.value.field == "person"
