"""A ledger entry: one change of a pack's balance. Rows are only ever added; the database refuses anything else."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import AutoString, Field, SQLModel

from models.vocabulary import EntryKind

_IS_GRANT = text("kind = 'granted'")


class LedgerEntry(SQLModel, table=True):
    """What happened to units of a pack; the balance is the sum of all `units`."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint(
            "kind = 'granted' AND units > 0 OR kind = 'reserved' AND units = -1 OR kind = 'settled' AND units = 0"
            " OR kind = 'released' AND units = 1 OR kind = 'expired' AND units < 0 OR kind = 'adjusted' AND units <> 0",
            name="units",
        ),
        CheckConstraint(
            "(kind IN ('reserved', 'settled', 'released')) = (incident_id IS NOT NULL)", name="incident_of_unit"
        ),
        CheckConstraint("kind <> 'adjusted' OR reason <> ''", name="adjusted_with_reason"),
        Index("ix_ledger_entry_pack_id", "pack_id", "id"),
        Index("uq_ledger_entry_grant", "pack_id", unique=True, sqlite_where=_IS_GRANT, postgresql_where=_IS_GRANT),
    )

    id: int | None = Field(default=None, primary_key=True)
    pack_id: int = Field(foreign_key="pack.id")
    incident_id: int | None = Field(default=None, foreign_key="incident.id", index=True)
    """The incident that the unit is for."""
    kind: EntryKind = Field(sa_type=AutoString)
    units: int
    """By how much the balance changes."""
    at: datetime
    actor: str
    """Slack member id of whoever did it; "guichet" for what happens by itself, "import" for the command line."""
    reason: str = ""
