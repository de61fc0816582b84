"""Closing, solutions, remarks."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ACKNOWLEDGED = " AND (acknowledged_at IS NULL) = (acknowledged_by IS NULL) AND (acknowledged_at IS NULL) = (acknowledged_how IS NULL)"
BEFORE = {
    "status": "status IN ('open', 'acknowledged')",
    "acknowledged_once": "(status = 'open') = (acknowledged_at IS NULL)" + ACKNOWLEDGED,
}
NOW = {
    "status": "status IN ('open', 'acknowledged', 'closed')",
    "acknowledged_once": "(status <> 'open' OR acknowledged_at IS NULL) AND (status <> 'acknowledged' OR acknowledged_at IS NOT NULL)"
    + ACKNOWLEDGED,
    "outcome": "outcome IN ('solved', 'unresolved', 'withdrawn', 'split', 'duplicate')",
    "closed_with_outcome": "(status = 'closed') = (outcome IS NOT NULL) AND (outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (closed_by IS NULL)",
}
"""Conditions on an incident, before and since."""


def upgrade() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("side", AutoString(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("ts", AutoString(), nullable=False),
        sa.Column("author", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("said_at", UTCDateTime(), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IN ('customer', 'triage')", name=op.f("ck_remark_side")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_remark_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
        sa.UniqueConstraint("channel", "ts", name=op.f("uq_remark_channel_ts")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "solution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("proposed_by", AutoString(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_solution_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solution")),
    )
    with op.batch_alter_table("solution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_solution_incident_id"), ["incident_id"], unique=False)

    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outcome", AutoString(), nullable=True))
        batch_op.add_column(sa.Column("closed_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("closed_by", AutoString(), nullable=True))
        batch_op.add_column(sa.Column("explanation", AutoString(), nullable=False, server_default=""))
        for name in ("status", "acknowledged_once"):
            batch_op.drop_constraint(batch_op.f(f"ck_incident_{name}"), type_="check")
        for name, condition in NOW.items():
            batch_op.create_check_constraint(name, condition)


def downgrade() -> None:
    op.execute("UPDATE incident SET status = 'acknowledged' WHERE status = 'closed' AND acknowledged_at IS NOT NULL")
    op.execute("UPDATE incident SET status = 'open' WHERE status = 'closed'")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        for name in NOW:
            batch_op.drop_constraint(batch_op.f(f"ck_incident_{name}"), type_="check")
        for name, condition in BEFORE.items():
            batch_op.create_check_constraint(name, condition)
        batch_op.drop_column("explanation")
        batch_op.drop_column("closed_by")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("outcome")

    with op.batch_alter_table("solution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_solution_incident_id"))

    op.drop_table("solution")
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remark_incident_id"))

    op.drop_table("remark")
