"""What may have to be brought up to date is found among all that was ever posted."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kept = sa.text("posted IS NOT NULL")
    op.create_index(
        "ix_outbox_message_kept", "outbox_message", ["kind", "id"], sqlite_where=kept, postgresql_where=kept
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_message_kept", table_name="outbox_message")
