"""Offers name the incidents that seem to be about the same thing, and can end in one of them."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offer") as table:
        table.add_column(sa.Column("similar", sa.JSON(), server_default="[]", nullable=False))
        table.add_column(sa.Column("is_joined", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("offer") as table:
        table.drop_column("is_joined")
        table.drop_column("similar")
