"""Somebody claims a pack, and a manager decides about it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.context import Context
from bot.operations.packs.claim import (
    AlreadyDecided,
    AlreadyRefused,
    NobodyDecides,
    NoPackToApprove,
    NoSuchClaim,
    OwnClaim,
    TooManyClaims,
    approve_claim,
    claim_pack,
    refuse_claim,
)
from bot.policy import Policy
from bot.rules.managers import NotManager
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import Claim, Event, Membership, OutboxMessage
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
            claim_pack(session, confirmation=number, context=Context(who, policy, workspace, at))

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
    @pytest.mark.parametrize("number", ["ORD12345678", "WRONG"])
    def test_of_what_somebody_is_waiting_for_already_asks_nobody_again(
        self, database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime, number: str
    ) -> None:
        """Nor does it count: somebody who hears nothing tries again, and managers would decide the same thing twice."""
        for _ in range(6):
            self.claim(database, policy, workspace, alice, now, number)
        self.claim(database, policy, workspace, replace(alice, user_id="U0BOB"), now, number)
        with database.transaction() as session:
            first = session.exec(select(Claim).order_by(col(Claim.id))).first()
            assert first is not None
            refuse_claim(session, claim_id=first.id or 0, reason="No.", context=Context(MAX, policy, workspace, now))
        self.claim(database, policy, workspace, alice, now, number)
        with database.reading() as session:
            claims = session.exec(select(Claim.user_id).order_by(col(Claim.id))).all()
            asked = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "claim_made")).all()
        assert claims == ["U0ALICE", "U0BOB", "U0ALICE"]
        assert len(asked) == 3

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


MAX = Person("U0MAX", "Max", "en", "Europe/Paris", is_manager=True)
TESS = Person("U0TESS", "Tess", "en", "Europe/Paris", is_manager=True)
Decide = Callable[..., None]


@pytest.fixture
def account(database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime) -> int:
    """Alice has claimed a pack of Bob's (claim 1) and a number that no pack has (claim 2)."""
    account = add_account(database, buyers=["U0BOB"])
    add_pack(database, policy, account_id=account, number="ORD12345678")
    with database.transaction() as session:
        for number in ("ORD12345678", "WRONG"):
            claim_pack(session, confirmation=number, context=Context(alice, policy, workspace, now))
    return account


@pytest.fixture
def approve(database: Database, policy: Policy, workspace: Workspace, now: datetime) -> Decide:
    """Approve a claim."""

    def decide(claim_id: int = 1, manager: Person = MAX) -> None:
        with database.transaction() as session:
            approve_claim(session, claim_id=claim_id, context=Context(manager, policy, workspace, now))

    return decide


@pytest.fixture
def refuse(database: Database, policy: Policy, workspace: Workspace, now: datetime) -> Decide:
    """Refuse a claim."""

    def decide(claim_id: int = 1, manager: Person = MAX) -> None:
        with database.transaction() as session:
            refuse_claim(session, claim_id=claim_id, reason="No.", context=Context(manager, policy, workspace, now))

    return decide


def said(database: Database) -> list[tuple[str, str]]:
    """Return kind and reader of what is to be said about decisions, in the order of asking."""
    with database.reading() as session:
        wanted = select(OutboxMessage).where(OutboxMessage.kind != "claim_made").order_by(col(OutboxMessage.id))
        return [(one.kind, one.channel) for one in session.exec(wanted)]


@pytest.mark.usefixtures("account")
class TestDeciding:
    """Once, by a manager, and everybody concerned is told."""

    def test_approving_tells_claimant_owner_and_managers(self, database: Database, approve: Decide) -> None:
        approve()
        assert said(database) == [
            ("claim_approved", "U0ALICE"),
            ("claim_told_owner", "U0BOB"),
            ("claim_approved_to_managers", "U0MAX"),
        ]
        with database.reading() as session:
            members = session.exec(select(Membership).order_by(col(Membership.id))).all()
        assert [(one.value, one.is_buyer) for one in members] == [("U0BOB", True), ("U0ALICE", True)]

    def test_refusing_tells_claimant_and_managers(self, database: Database, refuse: Decide) -> None:
        refuse(2)
        assert said(database) == [("claim_refused", "U0ALICE"), ("claim_refused_to_managers", "U0MAX")]
        with database.reading() as session:
            claim = session.get_one(Claim, 2)
            event = session.exec(select(Event).where(Event.kind == "decide_claim")).one()
        assert (claim.state, claim.decided_by, claim.reason) == ("refused", "U0MAX", "No.")
        assert event.account_id is None
        assert (event.before["state"], event.after["state"], event.after["reason"]) == ("waiting", "refused", "No.")

    def test_a_second_time_says_who_was_first(self, approve: Decide, refuse: Decide, now: datetime) -> None:
        approve(1)
        refuse(2)
        for again in (approve, refuse):
            with pytest.raises(AlreadyDecided) as refused:
                again(1, TESS)
            assert refused.value.facts == {"who": "<@U0MAX>", "when": now}
            with pytest.raises(AlreadyRefused):
                again(2, TESS)

    def test_is_for_managers(self, database: Database, alice: Person, approve: Decide, refuse: Decide) -> None:
        for decide in (approve, refuse):
            with pytest.raises(NotManager):
                decide(1, replace(alice, is_technician=True))
        assert said(database) == []

    def test_of_ones_own_claim_is_for_another_manager(
        self, database: Database, alice: Person, policy: Policy, workspace: Workspace, now: datetime
    ) -> None:
        two = replace(workspace, managers=("U0ALICE", "U0MAX"))
        with pytest.raises(OwnClaim), database.transaction() as session:
            approve_claim(session, claim_id=1, context=Context(replace(alice, is_manager=True), policy, two, now))
        assert said(database) == []

    def test_of_ones_own_claim_is_for_the_only_manager(
        self, database: Database, alice: Person, policy: Policy, workspace: Workspace, now: datetime
    ) -> None:
        alone = replace(workspace, managers=("U0ALICE",))
        with database.transaction() as session:
            approve_claim(session, claim_id=1, context=Context(replace(alice, is_manager=True), policy, alone, now))
        assert ("claim_told_owner", "U0BOB") in said(database)

    def test_needs_a_claim_and_a_pack(self, approve: Decide, refuse: Decide) -> None:
        with pytest.raises(NoPackToApprove):
            approve(2)
        for decide in (approve, refuse):
            with pytest.raises(NoSuchClaim):
                decide(99)

    def test_happens_once_if_two_managers_are_at_it(self, database: Database, approve: Decide, refuse: Decide) -> None:
        def attempt(number: int) -> bool:
            try:
                (approve, refuse)[number % 2](1, (MAX, TESS)[number % 2])
            except AlreadyDecided:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(attempt, range(8))) == 1
        assert sum(reader == "U0ALICE" for _, reader in said(database)) == 1
