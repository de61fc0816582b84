"""The incidents that are not closed are walked through by number, some at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NOT_CLOSED = sa.text("status <> 'closed'")


def upgrade() -> None:
    op.create_index(
        "ix_incident_not_closed_id", "incident", ["id"], sqlite_where=NOT_CLOSED, postgresql_where=NOT_CLOSED
    )


def downgrade() -> None:
    op.drop_index("ix_incident_not_closed_id", table_name="incident")
