"""An answer of the customer's is waited for."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

WAITING = sa.text("waiting_since IS NOT NULL")


def upgrade() -> None:
    op.add_column("incident", sa.Column("waiting_since", UTCDateTime(), nullable=True))
    op.add_column("incident", sa.Column("waited_until", UTCDateTime(), nullable=True))
    op.add_column("incident", sa.Column("waited_for_customer_s", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("incident", sa.Column("closed_for_s", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_incident_waiting", "incident", ["waiting_since"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    op.drop_index("ix_incident_waiting", table_name="incident")
    for name in ("closed_for_s", "waited_for_customer_s", "waited_until", "waiting_since"):
        op.drop_column("incident", name)
