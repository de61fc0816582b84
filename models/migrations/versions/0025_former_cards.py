"""What people write below a card that another has taken the place of is still heard."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("side", AutoString(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("ts", AutoString(), nullable=False),
        sa.CheckConstraint("side IN ('customer', 'triage')", name=op.f("ck_former_card_side")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_former_card_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_card")),
        sa.UniqueConstraint("channel", "ts", name=op.f("uq_former_card_channel_ts")),
    )
    op.create_index(op.f("ix_former_card_incident_id"), "former_card", ["incident_id"])


def downgrade() -> None:
    op.drop_table("former_card")
