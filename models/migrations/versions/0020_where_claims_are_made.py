"""A claim keeps where it was made, as its answer may have to stand there."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("claim") as table:
        for name in ("made_in", "made_below"):
            table.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("claim") as table:
        for name in ("made_in", "made_below"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("claim") as table:
        for name in ("made_below", "made_in"):
            table.drop_column(name)
