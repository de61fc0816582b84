"""Incidents can be given back."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("given_back_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("incident", "given_back_at")
