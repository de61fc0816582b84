"""Messages are offered to be filed."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("message_ts", AutoString(), nullable=False),
        sa.Column("thread_ts", AutoString(), nullable=False),
        sa.Column("author", AutoString(), nullable=False),
        sa.Column("offered_by", AutoString(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=True),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("description", AutoString(), nullable=False),
        sa.Column("severity", AutoString(), nullable=True),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("valid_until", UTCDateTime(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'used') = (incident_id IS NOT NULL)", name=op.f("ck_offer_used_for_incident")),
        sa.CheckConstraint("severity IN ('A', 'B', 'C')", name=op.f("ck_offer_severity")),
        sa.CheckConstraint("state IN ('open', 'used', 'taken_back')", name=op.f("ck_offer_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_offer_account_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_offer_incident_id")),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_offer_pack_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("channel", "message_ts", name=op.f("uq_offer_channel_message_ts")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index("ix_offer_thread", ["channel", "thread_ts"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index("ix_offer_thread")
        batch_op.drop_index(batch_op.f("ix_offer_incident_id"))

    op.drop_table("offer")
