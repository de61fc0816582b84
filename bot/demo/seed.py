"""Who is in the demo, and what is there when they arrive?"""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.database import Database, id_of
from bot.demo.description import WorkspaceChannel, WorkspaceUser
from bot.operations.accounts.account import edit_account
from bot.operations.accounts.members import add_member
from bot.operations.accounts.product import edit_product
from bot.operations.context import Context
from bot.operations.packs.adjustment import adjust_pack
from bot.operations.packs.expiry import expire_pack
from bot.operations.packs.grant import grant_pack
from bot.policy import Policy
from bot.rules.accounts import AccountDetails
from bot.rules.packs import Adjustment, Grant
from bot.rules.person import Person
from bot.rules.products import ProductDetails
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words

ALICE = WorkspaceUser("U0ALICE", "alice", "Alice Martin")
"""The customer, who belongs to ACME."""
CARL = WorkspaceUser("U0CARL", "carl", "Carl Lopez")
"""Somebody who belongs to no account, but has an order confirmation number."""
GINA = WorkspaceUser("U0GINA", "gina", "Gina Rossi")
"""Bought a pack for Globex."""
THEO = WorkspaceUser("U0THEO", "theo", "Theo Roux")
"""A technician."""
TESS = WorkspaceUser("U0TESS", "tess", "Tess Petit")
"""Another technician."""
MAX = WorkspaceUser("U0MAX", "max", "Max Bernard")
"""The manager."""
USERS = (ALICE, CARL, GINA, THEO, TESS, MAX)

CUSTOMERS = WorkspaceChannel("C0ACME", "acme-support", (ALICE.id,))
"""The channel where ACME files; it is tied to that account."""
LOBBY = WorkspaceChannel("C0LOBBY", "lobby", (CARL.id, GINA.id))
"""A channel that is tied to no account."""
TRIAGE = WorkspaceChannel("C0TRIAGE", "triage", (THEO.id, TESS.id, MAX.id))
"""The triage channel of the technicians."""
DATABASES = WorkspaceChannel("C0DATA", "databases", (TESS.id, MAX.id))
"""The triage channel of the second desk."""
CHANNELS = (CUSTOMERS, LOBBY, TRIAGE, DATABASES)

DATABASE = "database-2019"
"""The product whose incidents go to the second desk."""

PRODUCTS: dict[str, tuple[str, int, int]] = {
    "mail-2022": ("Mail Server 2022", 900, 2700),
    DATABASE: ("Database Server 2019", -1700, 43),
    "identity-2025": ("Identity Server 2025", 1400, 3200),
    "office-2024": ("Office Suite 2024", 700, 700),
    "mail-2013": ("Mail Server 2013", -2200, -400),
}
"""By code: the name, and in how many days mainstream and extended support end."""

FRESH, NEARLY_USED, EXPIRED, GLOBEX = "ACME-2026-0042", "ACME-2026-0007", "ACME-2025-0001", "GLBX-2026-1234"
"""Order confirmation numbers."""


def fill(database: Database, *, policy: Policy, now: datetime, words: Words) -> None:
    """Put the demo's products, accounts and packs into an empty database."""
    today = policy.today(None, now)
    manager = Person(MAX.id, MAX.real_name, "en", "UTC", is_manager=True)
    context = Context(manager, policy, Workspace(TRIAGE.id, (MAX.id,), "en"), now)
    with database.transaction() as session:
        for code, (name, *days) in PRODUCTS.items():
            ends = (today + timedelta(days=one) for one in days)
            edit_product(session, ProductDetails(None, code, name, *ends), context=context)
        acme = _add_account(session, "ACME", "Acme Ltd", context=context)
        globex = _add_account(session, "GLOBEX", "Globex SARL", context=context)
        add_member(session, account_id=acme, kind="channel", value=CUSTOMERS.id, context=context)
        for account_id, buyer in ((acme, ALICE.id), (globex, GINA.id)):
            add_member(session, account_id=account_id, kind="user", value=buyer, is_buyer=True, context=context)
        expired = _buy(session, acme, EXPIRED, bought_on=today - timedelta(days=400), context=context)
        nearly_used = _buy(session, acme, NEARLY_USED, bought_on=today - timedelta(days=250), context=context)
        adjust_pack(session, Adjustment(nearly_used, units=-3, reason=words("demo-used_before")), context=context)
        _buy(session, acme, FRESH, bought_on=today - timedelta(days=10), context=context)
        _buy(session, globex, GLOBEX, bought_on=today - timedelta(days=30), context=context)
        expire_pack(session, expired, context=context)


def _add_account(session: Session, code: str, name: str, *, context: Context) -> int:
    return id_of(edit_account(session, AccountDetails(None, code, name, calendar=None, locale=None), context=context))


def _buy(session: Session, account_id: int, number: str, *, bought_on: date, context: Context) -> int:
    return id_of(grant_pack(session, Grant(account_id, number, size=5, bought_on=bought_on), context=context))
