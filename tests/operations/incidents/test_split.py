"""Dividing an incident keeps the books right: all of it or nothing, once, whatever became of the pack meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.database import Database
from bot.operations.context import Context
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.parts import UnitsMissing
from bot.operations.incidents.permission import GoesOnElsewhere, OwnWording
from bot.operations.incidents.split import SplitDecided, agree_split, propose_split
from bot.operations.packs.expiry import expire_pack
from bot.policy import Policy
from bot.queries.billing import billing_facts
from bot.rules.attachments import AttachedFile
from bot.rules.extra import ExtraAnswer
from bot.rules.packs import midnight
from bot.rules.person import Person
from bot.rules.split import Part
from bot.rules.workspace import Workspace
from models import Incident, OutboxMessage, Split
from models.vocabulary import SeverityLetter
from tests.contexts import by
from tests.faults.size import size
from tests.operations.packs.test_settlement import SOON
from tests.paying import AT, add_account, add_pack, entries, facts, filed, incident, left

SEVERITIES = get_args(SeverityLetter)
THEN = midnight(SOON, timezone="Europe/Paris")


@pytest.fixture
def acme(database: Database) -> int:
    """An account."""
    return add_account(database)


class Splitting:
    """Proposes and agrees, each in a transaction of its own."""

    def __init__(self, database: Database, policy: Policy, workspace: Workspace, alice: Person, theo: Person) -> None:
        self.database, self.policy, self.workspace, self.alice, self.theo = database, policy, workspace, alice, theo

    def propose(self, number: int, *, count: int = 2, at: datetime = AT) -> int:
        """Propose this many parts and return the number of the proposal."""
        parts = [Part(f"Part {place}", SEVERITIES[place % 3]) for place in range(count)]
        context = Context(self.theo, self.policy, self.workspace, at)
        with self.database.transaction() as session:
            propose_split(session, incident_id=number, parts=parts, context=context)
            newest = select(Split.id).where(Split.state == "proposed", Split.incident_id == number)
            return session.exec(newest).one() or 0

    def agree(self, number: int, split: int, *, account: int, who: Person | None = None, at: datetime = AT) -> None:
        """Agree to a proposal."""
        context = Context(who or self.alice, self.policy, self.workspace, at, [account])
        with self.database.transaction() as session:
            agree_split(session, incident_id=number, split_id=split, context=context)

    def parts(self, number: int) -> list[Incident]:
        """Return what an incident was split into."""
        with self.database.reading() as session:
            return list(session.exec(select(Incident).where(Incident.parent_id == number).order_by(col(Incident.id))))


@pytest.fixture
def splitting(database: Database, policy: Policy, workspace: Workspace, alice: Person, theo: Person) -> Splitting:
    """The two people."""
    return Splitting(database, policy, workspace, alice, theo)


class TestUnits:
    """The first part takes the unit over, each other one takes one more."""

    def test_move_and_are_reserved(self, database: Database, policy: Policy, acme: int, splitting: Splitting) -> None:
        prepaid = add_pack(database, policy, account_id=acme)
        number = filed(database, policy, account_id=acme)
        splitting.agree(number, splitting.propose(number, count=3), account=acme)

        assert entries(database, prepaid)[1:] == [("reserved", -1), ("released", 1), *[("reserved", -1)] * 3]
        balance = facts(database, prepaid).balance
        assert (balance.left, balance.reserved, balance.used) == (2, 3, 0)
        assert incident(database, number).billing == "waived"
        assert [(one.pack_id, one.billing) for one in splitting.parts(number)] == [(prepaid, "reserved")] * 3
        with database.reading() as session:
            span = {"since": datetime(2026, 1, 1, tzinfo=UTC), "until": datetime(2028, 1, 1, tzinfo=UTC)}
            billed = [(one.billing, one.units) for one in billing_facts(session, **span)]
        assert billed == [("waived", 0), *[("reserved", 1)] * 3]

    def test_have_the_files_and_answers_of_the_whole(
        self, database: Database, policy: Policy, acme: int, splitting: Splitting
    ) -> None:
        add_pack(database, policy, account_id=acme)
        number = filed(database, policy, account_id=acme)
        files = [AttachedFile(id="F1", name="log.txt").model_dump()]
        answers = [ExtraAnswer(key="site", labels={"en": "Site"}, answers={"": "Paris"}).model_dump()]
        with database.transaction() as session:
            whole = session.get_one(Incident, number)
            whole.attachments, whole.extra_answers = files, answers
        splitting.agree(number, splitting.propose(number), account=acme)

        parts = splitting.parts(number)
        assert [(one.attachments, one.extra_answers) for one in parts] == [(files, answers)] * 2
        with database.reading() as session:
            kinds = (OutboxMessage.incident_id, OutboxMessage.kind)
            details = select(*kinds).where(OutboxMessage.kind == "filed_details").order_by(*kinds)
            assert [one for one, _ in session.exec(details)] == [one.id for one in parts]

    def test_come_of_several_packs(self, database: Database, policy: Policy, acme: int, splitting: Splitting) -> None:
        """The unit that moves stays in its pack; the others are of those that expire first."""
        later = add_pack(database, policy, account_id=acme, size=1)
        number = filed(database, policy, account_id=acme, chosen=later)
        sooner = add_pack(database, policy, account_id=acme, size=2, expires_on=SOON)
        splitting.agree(number, splitting.propose(number, count=3), account=acme)

        assert [one.pack_id for one in splitting.parts(number)] == [later, sooner, sooner]
        assert (left(database, later), left(database, sooner)) == (0, 0)

    def test_that_are_gone_leave_all_as_it_was(
        self, database: Database, policy: Policy, acme: int, splitting: Splitting
    ) -> None:
        prepaid = add_pack(database, policy, account_id=acme, size=3)
        number = filed(database, policy, account_id=acme)
        split = splitting.propose(number, count=3)
        filed(database, policy, account_id=acme)
        before, said = entries(database, prepaid), outbox(database)
        with pytest.raises(UnitsMissing):
            splitting.agree(number, split, account=acme)

        assert (entries(database, prepaid), outbox(database)) == (before, said)
        assert splitting.parts(number) == []
        assert incident(database, number).status == "acknowledged"
        with database.reading() as session:
            assert session.get_one(Split, split).state == "proposed"

    def test_of_a_pack_that_has_expired_move_all_the_same(
        self, database: Database, policy: Policy, acme: int, splitting: Splitting
    ) -> None:
        """It was set aside before: filing counted. The other part is paid with another pack."""
        old = add_pack(database, policy, account_id=acme, expires_on=SOON)
        number = filed(database, policy, account_id=acme)
        new = add_pack(database, policy, account_id=acme)
        expire(database, old)
        splitting.agree(number, splitting.propose(number, at=THEN), account=acme, at=THEN)

        assert entries(database, old)[2:] == [("expired", -4), ("released", 1), ("reserved", -1)]
        assert (left(database, old), left(database, new)) == (0, 4)
        assert [(one.pack_id, one.billing) for one in splitting.parts(number)] == [(old, "reserved"), (new, "reserved")]

    @pytest.mark.parametrize("has_watch_come", [True, False])
    def test_that_paid_until_closing_are_gone_with_their_pack(
        self, database: Database, policy: Policy, acme: int, splitting: Splitting, has_watch_come: bool
    ) -> None:
        """The first part waits for the verdict that its parent would have needed; the other one is paid."""
        old = add_pack(database, policy, account_id=acme, expires_on=SOON, counts="closing")
        number = filed(database, policy, account_id=acme)
        new = add_pack(database, policy, account_id=acme)
        if has_watch_come:
            expire(database, old)
        splitting.agree(number, splitting.propose(number, at=THEN), account=acme, at=THEN)

        assert entries(database, old)[2:] == [("released", 1), ("expired", -5)]
        assert [one.billing for one in splitting.parts(number)] == ["pending_verdict", "reserved"]
        assert (incident(database, number).billing, left(database, new)) == ("waived", 4)

    @pytest.mark.parametrize(("billing", "of_parent"), [("billed", "billed"), ("waived", "waived")])
    def test_that_were_decided_before_a_reopening_are_not_taken_again(
        self, database: Database, policy: Policy, acme: int, splitting: Splitting, billing: str, of_parent: str
    ) -> None:
        prepaid = add_pack(database, policy, account_id=acme)
        number = filed(database, policy, account_id=acme)
        with database.transaction() as session:
            session.get_one(Incident, number).billing = billing
        splitting.agree(number, splitting.propose(number), account=acme)

        assert incident(database, number).billing == of_parent
        assert [one.billing for one in splitting.parts(number)] == ["waived", "reserved"]
        assert facts(database, prepaid).balance.left >= 0


class TestAgreement:
    """Once, and by the customer."""

    def test_of_two_at_once_gives_the_parts_once(
        self, database: Database, policy: Policy, acme: int, splitting: Splitting
    ) -> None:
        prepaid = add_pack(database, policy, account_id=acme)
        number = filed(database, policy, account_id=acme)
        split = splitting.propose(number)

        def try_it(_: int) -> str:
            try:
                splitting.agree(number, split, account=acme)
            except GoesOnElsewhere:
                return "refused"
            return "agreed"

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(try_it, range(4))) == ["agreed", *["refused"] * 3]
        assert len(splitting.parts(number)) == 2
        assert left(database, prepaid) == 3

    def test_is_not_of_who_has_proposed_it(
        self, database: Database, policy: Policy, acme: int, splitting: Splitting
    ) -> None:
        add_pack(database, policy, account_id=acme)
        number = filed(database, policy, account_id=acme)
        split = splitting.propose(number)
        with pytest.raises(OwnWording):
            splitting.agree(number, split, account=acme, who=splitting.theo)
        assert splitting.parts(number) == []

    def test_is_of_a_proposal_of_that_incident(
        self, database: Database, policy: Policy, acme: int, splitting: Splitting, file_incident: Callable[..., int]
    ) -> None:
        """The value of a button is not trusted."""
        add_pack(database, policy, account_id=acme)
        split = splitting.propose(filed(database, policy, account_id=acme))
        other = file_incident()
        with pytest.raises(SplitDecided) as refused:
            splitting.agree(other, split, account=acme)
        assert refused.value.facts == {"state": "replaced", "who": "", "when": ""}


@settings(max_examples=size(6, full=200), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_books_are_right_whatever_is_split(
    database: Database, policy: Policy, workspace: Workspace, alice: Person, theo: Person, data: st.DataObject
) -> None:
    """Parts are split again, solved or withdrawn in any order: no balance is negative, and none is lost."""
    splitting = Splitting(database, policy, replace(workspace, managers=()), alice, theo)
    account = add_account(database, code=uuid4().hex)
    packs = [add_pack(database, policy, account_id=account, size=data.draw(st.integers(1, 4))) for _ in range(2)]
    bought = sum(left(database, one) for one in packs)
    open_ones = [filed(database, policy, account_id=account)]
    for _ in range(data.draw(st.integers(1, 4))):
        if not open_ones:
            break
        number = open_ones[data.draw(st.integers(0, len(open_ones) - 1))]
        try:
            split = splitting.propose(number, count=data.draw(st.integers(2, 4)))
            splitting.agree(number, split, account=account)
        except UnitsMissing:
            with database.transaction() as session:
                context = Context(alice, policy, splitting.workspace, AT, [account])
                close_incident(session, incident_id=number, act="withdraw", explanation="", context=context)
        open_ones = [one for one in (*open_ones, *(part.id or 0 for part in splitting.parts(number))) if one != number]
    balances = [facts(database, one).balance for one in packs]
    assert all(min(one.left, one.reserved, one.used) >= 0 for one in balances)
    assert sum(one.left + one.reserved for one in balances) == bought
    assert sum(one.reserved for one in balances) >= len(open_ones)
    for one in packs:
        total = 0
        for _, units in entries(database, one):
            total += units
            assert total >= 0
        assert total == left(database, one)


def expire(database: Database, pack: int) -> None:
    """Let a pack expire."""
    with database.transaction() as session:
        expire_pack(session, pack, context=by("guichet", THEN))


def outbox(database: Database) -> int:
    """Return how many messages there are."""
    with database.reading() as session:
        return len(session.exec(select(OutboxMessage.id)).all())
