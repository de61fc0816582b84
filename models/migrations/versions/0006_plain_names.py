"""Tables and columns get the names that a reader would guess."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OUTBOX = (("slot", "dedup_key"), ("thread", "lane"), ("said", "posted"))
"""Old and new names of the outbox's columns."""


def upgrade() -> None:
    op.execute("ALTER TABLE incident RENAME COLUMN told_at TO customer_updated_at")
    _rename_in_outbox(OUTBOX)
    _make_terms_periods("terms_period")
    _copy("segment", "terms_period")
    _make_heartbeats("heartbeat")
    _copy("vital_sign", "heartbeat")
    _make_idempotency_keys("idempotency_key")
    _copy("receipt", "idempotency_key")


def downgrade() -> None:
    _make_idempotency_keys("receipt")
    _copy("idempotency_key", "receipt")
    _make_heartbeats("vital_sign")
    _copy("heartbeat", "vital_sign")
    _make_terms_periods("segment")
    _copy("terms_period", "segment")
    _rename_in_outbox([(new, old) for old, new in OUTBOX])
    op.execute("ALTER TABLE incident RENAME COLUMN customer_updated_at TO told_at")


def _rename_in_outbox(columns: Sequence[tuple[str, str]]) -> None:
    (key, new_key), (lane, new_lane), _ = columns
    op.drop_index(f"ix_outbox_message_{lane}", table_name="outbox_message")
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_constraint(f"uq_outbox_message_incident_id_kind_{key}_due_at", type_="unique")
        for old, new in columns:
            batch.alter_column(old, new_column_name=new)
    with op.batch_alter_table("outbox_message") as batch:
        batch.create_unique_constraint(
            f"uq_outbox_message_incident_id_kind_{new_key}_due_at", ["incident_id", "kind", new_key, "due_at"]
        )
    waiting = sa.text("state IN ('pending', 'parked')")
    op.create_index(
        f"ix_outbox_message_{new_lane}",
        "outbox_message",
        [new_lane, "due_at", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _copy(old: str, new: str) -> None:
    """Move all rows over. A renamed table would keep the old names of its constraints, so it is made anew."""
    op.execute(f"INSERT INTO {new} SELECT * FROM {old}")  # noqa: S608 - our own names
    op.drop_table(old)
    if op.get_bind().dialect.name == "postgresql" and new in {"terms_period", "segment"}:
        op.execute(f"SELECT setval(pg_get_serial_sequence('{new}', 'id'), coalesce(max(id), 0) + 1, false) FROM {new}")  # noqa: S608 - our own names


def _make_terms_periods(table: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("severity", AutoString(), nullable=False),
        sa.Column("cover", AutoString(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("deadline_at", UTCDateTime(), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("begun_by", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.CheckConstraint("cover IN ('business', '24x7')", name=op.f(f"ck_{table}_cover")),
        sa.CheckConstraint("severity IN ('A', 'B', 'C')", name=op.f(f"ck_{table}_severity")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f(f"fk_{table}_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_incident_id"), table, ["incident_id"], unique=False)


def _make_heartbeats(table: str) -> None:
    op.create_table(
        table,
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f(f"pk_{table}")),
    )


def _make_idempotency_keys(table: str) -> None:
    op.create_table(
        table,
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_received_at"), table, ["received_at"], unique=False)
