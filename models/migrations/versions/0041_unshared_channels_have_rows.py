"""Each channel that is shared no more has a heartbeat of its own: whether one is, is asked for each card."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

HEARTBEATS = sa.table("heartbeat", sa.column("name"), sa.column("at"), sa.column("facts", sa.JSON))


def upgrade() -> None:
    connection = op.get_bind()
    for noted in connection.execute(sa.select(HEARTBEATS).where(HEARTBEATS.c.name == "channels")).all():
        for channel in noted.facts.get("unshared", []):
            row = {"name": f"unshared {channel}", "at": noted.at, "facts": {}}
            connection.execute(sa.insert(HEARTBEATS).values(row))


def downgrade() -> None:
    op.execute("DELETE FROM heartbeat WHERE name LIKE 'unshared %'")
