"""What fails again and again is kept with its cause, and when the threads of an incident were last read."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failure",
        sa.Column("task", AutoString(), nullable=False),
        sa.Column("subject", AutoString(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("last_at", UTCDateTime(), nullable=False),
        sa.Column("cause", AutoString(), nullable=False),
        sa.Column("set_aside_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("task", "subject", name="pk_failure"),
    )
    set_aside = sa.text("set_aside_at IS NOT NULL")
    op.create_index("ix_failure_set_aside", "failure", ["task"], sqlite_where=set_aside, postgresql_where=set_aside)
    op.create_index("ix_failure_last_at", "failure", ["last_at"])
    op.create_table(
        "thread_reading",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_thread_reading_incident_id"),
        sa.PrimaryKeyConstraint("incident_id", name="pk_thread_reading"),
    )


def downgrade() -> None:
    op.drop_table("thread_reading")
    op.drop_table("failure")
