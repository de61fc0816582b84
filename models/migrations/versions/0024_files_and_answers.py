"""Incidents keep the files that came with them, and the answers to the provider's own questions."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incident") as table:
        for name in ("attachments", "extra_answers"):
            table.add_column(sa.Column(name, sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("incident") as table:
        for name in ("extra_answers", "attachments"):
            table.drop_column(name)
