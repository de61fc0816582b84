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

from models.card import Card  # noqa: E402 - the naming convention must be there before the first table
from models.event import Event  # noqa: E402
from models.fallback import Fallback  # noqa: E402
from models.incident import Incident  # noqa: E402
from models.outbox_message import OutboxMessage  # noqa: E402
from models.product import Product  # noqa: E402
from models.receipt import Receipt  # noqa: E402
from models.vital_sign import VitalSign  # noqa: E402

__all__ = ["Card", "Event", "Fallback", "Incident", "OutboxMessage", "Product", "Receipt", "VitalSign"]
