"""Forms are kept while their senders are asked whether it is an incident that they have already."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_form",
        sa.Column("form_id", AutoString(), nullable=False),
        sa.Column("sent_by", AutoString(), nullable=False),
        sa.Column("view", sa.JSON(), nullable=False),
        sa.Column("kept_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("form_id", name=op.f("pk_kept_form")),
    )
    op.create_index("ix_kept_form_kept_at", "kept_form", ["kept_at"])


def downgrade() -> None:
    op.drop_table("kept_form")
