"""What is due is found in the order in which it is sent, and by an index that serves nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NAME = "ix_outbox_message_run_at"
WAITING = "state IN ('pending', 'parked')"


def upgrade() -> None:
    _make_anew(["run_at", "id"], f"{WAITING} AND run_at IS NOT NULL")


def downgrade() -> None:
    _make_anew(["run_at"], WAITING)


def _make_anew(columns: list[str], rows: str) -> None:
    """SQLite would not use the index with more than one condition."""
    op.drop_index(NAME, table_name="outbox_message")
    op.create_index(NAME, "outbox_message", columns, sqlite_where=sa.text(WAITING), postgresql_where=sa.text(rows))
