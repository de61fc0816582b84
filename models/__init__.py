"""What is stored: one table per file. Importing this package makes them all known to SQLModel."""

from sqlmodel import SQLModel

# Every constraint has a name, so that a later migration can find it on SQLite too.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# A row is validated by the database, never by Pydantic, whose validators need not even be built.
SQLModel.model_config["defer_build"] = True

from models.account import Account  # noqa: E402 - the naming convention must be there before the first table
from models.card import Card  # noqa: E402
from models.claim import Claim  # noqa: E402
from models.counter import Counter  # noqa: E402
from models.event import Event  # noqa: E402
from models.failure import Failure  # noqa: E402
from models.fallback import Fallback  # noqa: E402
from models.former_card import FormerCard  # noqa: E402
from models.heartbeat import Heartbeat  # noqa: E402
from models.home import Home  # noqa: E402
from models.idempotency_key import IdempotencyKey  # noqa: E402
from models.incident import Incident  # noqa: E402
from models.incident_text import IncidentText  # noqa: E402
from models.installation import Installation  # noqa: E402
from models.kept_form import KeptForm  # noqa: E402
from models.ledger_entry import LedgerEntry  # noqa: E402
from models.membership import Membership  # noqa: E402
from models.offer import Offer  # noqa: E402
from models.outbox_message import OutboxMessage  # noqa: E402
from models.pack import Pack  # noqa: E402
from models.product import Product  # noqa: E402
from models.remark import Remark  # noqa: E402
from models.roster_calendar import RosterCalendar  # noqa: E402
from models.roster_entry import RosterEntry  # noqa: E402
from models.scope import Scope  # noqa: E402
from models.solution import Solution  # noqa: E402
from models.split import Split  # noqa: E402
from models.survey import Survey  # noqa: E402
from models.tax_certificate import TaxCertificate  # noqa: E402
from models.terms_period import TermsPeriod  # noqa: E402
from models.thread_reading import ThreadReading  # noqa: E402

__all__ = [
    "Account",
    "Card",
    "Claim",
    "Counter",
    "Event",
    "Failure",
    "Fallback",
    "FormerCard",
    "Heartbeat",
    "Home",
    "IdempotencyKey",
    "Incident",
    "IncidentText",
    "Installation",
    "KeptForm",
    "LedgerEntry",
    "Membership",
    "Offer",
    "OutboxMessage",
    "Pack",
    "Product",
    "Remark",
    "RosterCalendar",
    "RosterEntry",
    "Scope",
    "Solution",
    "Split",
    "Survey",
    "TaxCertificate",
    "TermsPeriod",
    "ThreadReading",
]
