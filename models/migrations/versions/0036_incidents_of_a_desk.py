"""The incidents of a small desk are found among those of all desks, open or closed, and counted by desk for a month."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

NOT_CLOSED, CLOSED = sa.text("status <> 'closed'"), sa.text("outcome IS NOT NULL")
ADDED = {
    "ix_incident_of_desk": (["desk", "status", "deadline_at", "id"], NOT_CLOSED),
    "ix_incident_closed_of_desk": (["desk", "closed_at", "id"], CLOSED),
    "ix_incident_closed_assigned_to": (["assigned_to", "closed_at", "id"], CLOSED),
}
MONTH, OF_MONTH = "ix_incident_opened_at", ["opened_at", "status", "acknowledged_margin"]


def upgrade() -> None:
    for name, (columns, which) in ADDED.items():
        op.create_index(name, "incident", columns, sqlite_where=which, postgresql_where=which)
    op.drop_index(MONTH, table_name="incident")
    op.create_index(MONTH, "incident", [*OF_MONTH, "desk"])


def downgrade() -> None:
    op.drop_index(MONTH, table_name="incident")
    op.create_index(MONTH, "incident", OF_MONTH)
    for name in ADDED:
        op.drop_index(name, table_name="incident")
