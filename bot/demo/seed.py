"""Who is in the demo, and what do they find there?"""

from bot.database import Database
from bot.demo.description import WorkspaceChannel, WorkspaceUser
from models import Product

ALICE = WorkspaceUser("U0ALICE", "alice", "Alice Martin")
"""The customer."""
THEO = WorkspaceUser("U0THEO", "theo", "Theo Roux")
"""A technician."""
TESS = WorkspaceUser("U0TESS", "tess", "Tess Petit")
"""Another technician."""
MAX = WorkspaceUser("U0MAX", "max", "Max Bernard")
"""The manager."""
USERS = (ALICE, THEO, TESS, MAX)

CUSTOMERS = WorkspaceChannel("C0ACME", "acme-support", (ALICE.id,))
"""Where the customer files."""
TRIAGE = WorkspaceChannel("C0TRIAGE", "triage", (THEO.id, TESS.id, MAX.id))
"""Where the technicians are."""
CHANNELS = (CUSTOMERS, TRIAGE)

PRODUCTS = {
    "mail-2022": "Mail Server 2022",
    "database-2019": "Database Server 2019",
    "identity-2025": "Identity Server 2025",
    "office-2024": "Office Suite 2024",
}


def fill(database: Database) -> None:
    """Put the demo's products into an empty database."""
    with database.transaction() as session:
        for code, name in PRODUCTS.items():
            session.add(Product(code=code, name=name))
