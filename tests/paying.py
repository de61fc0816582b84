"""Accounts, packs and the incidents that packs pay for, as tests need them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlmodel import Session, col, select

from bot import ledger
from bot.app import Guichet
from bot.database import Database
from bot.facts.pack import PackFacts
from bot.operations.context import Context
from bot.operations.packs.adjustment import adjust_pack
from bot.operations.packs.grant import grant_pack
from bot.operations.packs.reservation import lock_paying_pack, reserve_unit
from bot.policy import Policy
from bot.queries.packs import pack_facts
from bot.rules.packs import Adjustment, Grant
from bot.rules.person import Person
from models import Account, Incident, LedgerEntry, Membership, OutboxMessage, Pack
from tests.contexts import POLICY, context_of

BOUGHT = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Monday, 9:00 in Paris, on the day of the purchase."""


MAX = Person("U0MAX", "Max Bernard", "en", "Europe/Paris", is_manager=True)
"""The manager."""


def manager_context(policy: Policy, now: datetime = AT) -> Context:
    """Return the context an operation is given when the manager acts."""
    return context_of(MAX, now, policy=policy)


def add_account(
    database: Database, code: str = "ACME", *, buyers: Sequence[str] = (), calendar: str | None = None
) -> int:
    """Add an account with these buyers and return its number."""
    with database.transaction() as session:
        account = Account(code=code, name=code.title(), calendar=calendar)
        session.add(account)
        session.flush()
        assert account.id is not None
        for buyer in buyers:
            session.add(Membership(account_id=account.id, kind="user", value=buyer, is_buyer=True))
        return account.id


def add_pack(
    database: Database,
    policy: Policy,
    *,
    account_id: int,
    number: str | None = None,
    size: int = 5,
    expires_on: date | None = None,
    counts: str | None = None,
) -> int:
    """Grant a pack that was bought on that Monday, and return its number."""
    if counts is not None:
        packs = policy.packs.model_copy(update={"expiry_counts": counts})
        policy = policy.model_copy(update={"packs": packs})
    with database.transaction() as session:
        grant = Grant(account_id, number or uuid4().hex, size=size, bought_on=BOUGHT, expires_on=expires_on)
        pack = grant_pack(session, grant, context=manager_context(policy))
        assert pack.id is not None
        return pack.id


def add_buyer(database: Database, account: int, user: str) -> None:
    """Make somebody a buyer."""
    with database.transaction() as session:
        session.add(Membership(account_id=account, kind="user", value=user, is_buyer=True))


def adjust(database: Database, pack_id: int, units: int, *, reason: str = "agreed", days: int = 0) -> None:
    """Correct a pack's balance, a minute (or the given number of days) after it was bought."""
    context = manager_context(POLICY, AT + timedelta(days=days, minutes=1))
    with database.transaction() as session:
        adjust_pack(session, Adjustment(pack_id, units, reason), context=context)


def file_on(
    session: Session, policy: Policy, *, account_id: int, chosen: int | None = None, now: datetime = AT
) -> int | None:
    """Store an incident that a pack pays, as filing does, and return its number; None if no pack can pay."""
    pack = lock_paying_pack(session, account_id=account_id, chosen=chosen, now=now)
    if pack is None:
        return None
    terms = policy.terms(severity="B", cover="business", filed_at=now)
    incident = Incident(
        form_id=uuid4().hex, account_id=account_id, pack_id=pack.id, billing="reserved", title="No mail",
        description="", severity="B", cover="business", opened_by="U0ALICE", opened_in="C0ACME",
        opened_at=now, deadline_at=now, terms=terms.model_dump(mode="json"),
    )  # fmt: skip
    session.add(incident)
    session.flush()
    assert incident.id is not None
    alice = Person("U0ALICE", "Alice Martin", "en", "Europe/Paris")
    reserve_unit(session, pack, incident_id=incident.id, context=context_of(alice, now, policy=policy))
    return incident.id


def filed(database: Database, policy: Policy, *, account_id: int, chosen: int | None = None, now: datetime = AT) -> int:
    """Store an incident that a pack pays, and return its number."""
    with database.transaction() as session:
        number = file_on(session, policy, account_id=account_id, chosen=chosen, now=now)
    assert number is not None
    return number


def facts(database: Database, pack_id: int) -> PackFacts:
    """Return a pack as the queries read it."""
    with database.reading() as session:
        return pack_facts(session, pack_id=pack_id)


def left(database: Database, pack_id: int) -> int:
    """Return what is left of a pack, which is the sum of its entries, however it is read."""
    with database.reading() as session:
        balance = ledger.balance_of(session, pack_id)
        assert pack_facts(session, pack_id=pack_id).balance.left == balance
        return balance


def entries(database: Database, pack_id: int) -> list[tuple[str, int]]:
    """Return kind and units of each entry of a pack, oldest first."""
    with database.reading() as session:
        wanted = select(LedgerEntry).where(LedgerEntry.pack_id == pack_id).order_by(col(LedgerEntry.id))
        return [(one.kind, one.units) for one in session.exec(wanted)]


def incident(database: Database, number: int) -> Incident:
    """Return an incident's row."""
    with database.reading() as session:
        return session.get_one(Incident, number)


def pack(database: Database, pack_id: int) -> Pack:
    """Return a pack's row."""
    with database.reading() as session:
        return session.get_one(Pack, pack_id)


def told(database: Database, kind: str) -> list[tuple[str, int | None]]:
    """Return the recipient and the pack of each message of a kind."""
    with database.reading() as session:
        found = session.exec(
            select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(col(OutboxMessage.id))
        ).all()
    return [(one.channel, one.parameters.get("pack_id")) for one in found]


def tie_acme(guichet: Guichet, channel: str) -> int:
    """Tie the channel to Acme, which has a pack of three; return its number."""
    acme = add_account(guichet.database, "ACME")
    add_pack(guichet.database, POLICY, account_id=acme, number="ORD1234563456", size=3)
    with guichet.database.transaction() as session:
        session.add(Membership(account_id=acme, kind="channel", value=channel))
    guichet.people.prepare(within_s=10)
    return acme
